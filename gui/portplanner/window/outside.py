"""What becomes of the open plan's file outside of this window: changed, gone, locked, open twice."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

from portplanner.window.editor import Editor
from portplanner.window.latest import Latest

if TYPE_CHECKING:
    from PySide6.QtCore import QLockFile

State = Literal["", "gone", "changed", "read-only", "also-open"]
_PAUSE = 150  # milliseconds: who writes a file does so in several steps


class Outside(QObject):
    """Watches the editor's file. ``folder`` is where windows say which files they have open."""

    noticed = Signal()  # the state is another one

    def __init__(self, editor: Editor, folder: Path | None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.state: State = ""
        self._editor = editor
        self._folder = folder
        self._known: tuple[Path | None, str | None] = (None, None)
        self._lock: QLockFile | None = None
        self._locked: Path | None = None
        self._watcher: QFileSystemWatcher | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE)
        self._timer.timeout.connect(self._look)
        self._looking = Latest(parent=self)
        self._looking.ready.connect(self._on_seen)
        editor.changed.connect(self._on_changed)
        self._on_changed()

    def look_soon(self) -> None:
        """Look at the file again: some disks tell of no change."""
        if self._editor.path is not None:
            self._timer.start()

    def close(self) -> None:
        """Stop watching."""
        self._timer.stop()
        self._looking.cancel()
        self._unlock()

    def _on_changed(self) -> None:
        now = (self._editor.path, self._editor.original)
        if now != self._known:
            self._known = now
            self._set("")
            self._timer.start()

    def _look(self) -> None:
        path = self._editor.path
        self._watch(path)
        if path is None:
            self._unlock()
            self._set("")
        else:
            self._looking.ask(partial(_seen, path, self._editor.base))

    def _on_seen(self, answer: object) -> None:
        if isinstance(answer, BaseException):
            raise answer  # a bug: the one hook that the application installs takes it
        state: State = next(known for known in _STATES if known == answer)
        self._watch(self._editor.path)  # a file that was replaced is another one to the system
        self._set(state or ("" if self._is_ours() else "also-open"))

    def _set(self, state: State) -> None:
        if state != self.state:
            self.state = state
            self.noticed.emit()

    def _watch(self, path: Path | None) -> None:
        wanted = {str(path), str(path.parent)} if path else set()
        if self._watcher is None:
            if not wanted:
                return
            self._watcher = QFileSystemWatcher(self)
            self._watcher.fileChanged.connect(self.look_soon)
            self._watcher.directoryChanged.connect(self.look_soon)
        watched = {*self._watcher.files(), *self._watcher.directories()}
        if watched - wanted:
            self._watcher.removePaths(sorted(watched - wanted))
        if missing := sorted(name for name in wanted - watched if os.path.exists(name)):
            self._watcher.addPaths(missing)

    def _is_ours(self) -> bool:
        """Return whether no other window has this file open, as far as this machine knows."""
        path = self._editor.path
        if path is None or self._folder is None:
            return True
        from PySide6.QtCore import QLockFile

        from portplanner.errors import UserError
        from portplanner.plan.recovery import fingerprint, prepared

        real = Path(os.path.realpath(path))
        if self._locked != real:
            self._unlock()
            try:
                prepared(self._folder)
            except UserError:
                return True
            name = fingerprint(os.fsencode(os.path.normcase(real)))
            self._lock, self._locked = QLockFile(str(self._folder / f"open-{name}.lock")), real
            self._lock.setStaleLockTime(0)
        assert self._lock is not None
        taken = self._lock.isLocked() or self._lock.tryLock(0)
        return taken or self._lock.error() != QLockFile.LockError.LockFailedError

    def _unlock(self) -> None:
        if self._lock is not None:
            self._lock.unlock()
        self._lock = self._locked = None


_STATES: tuple[State, ...] = ("", "gone", "changed", "read-only", "also-open")


def _seen(path: Path, base: str) -> State:
    """Return how this file is. Runs in a worker: a disk of the network may take its time."""
    from portplanner.plan.recovery import fingerprint_of

    if not os.path.exists(path):
        return "gone"
    if fingerprint_of(path) != base:
        return "changed"
    return "" if os.access(path, os.W_OK) and os.access(path.parent, os.W_OK) else "read-only"
