"""Keeps a copy of unsaved work while there is any, and finds the copies that a crash has left."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from portplanner.errors import CouldNot, UserError
from portplanner.plan.model import Plan
from portplanner.window.editor import Editor
from portplanner.window.latest import Latest

if TYPE_CHECKING:
    from PySide6.QtCore import QLockFile

    from portplanner.plan.recovery import Unsaved

PAUSE = 1500  # milliseconds between a change and its copy: what a crash can cost
_ENDING, _LOCK = ".portplan", ".lock"


@dataclass(frozen=True, slots=True)
class LeftBehind:
    """A copy whose program has ended without closing it; ``lock`` keeps other windows off it."""

    file: Path
    lock: QLockFile
    work: Unsaved | None
    error: UserError | None = None  # why it cannot be read

    def release(self) -> None:
        """Leave it to the next one who looks."""
        self.lock.unlock()

    def delete(self) -> None:
        """Remove it for good."""
        with suppress(OSError):
            self.file.unlink()
        self.lock.unlock()


class Recovery(QObject):
    """Follows the editor. ``folder`` is where copies are, None where the user has no place for them."""

    failed = Signal(UserError)  # no copy could be made; said once until one can be made again

    def __init__(self, editor: Editor, folder: Path | None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._editor = editor
        self._folder = folder
        self._draft: Plan | None = None
        self._copy: _Copy | None = None
        self._lock: QLockFile | None = None
        self._said = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE)
        self._timer.timeout.connect(self._on_pause)
        self._writing = Latest(parent=self)
        self._writing.ready.connect(self._on_written)
        editor.changed.connect(self._on_changed)

    def draft(self, plan: Plan | None) -> None:
        """Keep this plan in place of the editor's, while a dialog changes one; None when it is closed."""
        self._draft = plan
        self._on_changed()

    @property
    def is_busy(self) -> bool:
        """Whether there is work that no copy holds yet."""
        return self._timer.isActive() or self._writing.busy

    def keep_now(self) -> None:
        """Write the copy at once: the program is about to end."""
        self._timer.stop()
        self._writing.cancel()
        if (work := self._work()) is not None and (copy := self._own()) is not None:
            self._on_written(_tried(copy, copy.number, work))

    def close(self) -> None:
        """Let the copy go: the work is saved, or nobody wants it."""
        self._timer.stop()
        self._writing.cancel()
        if self._copy is not None:
            self._copy.drop()
            self._copy = None
        if self._lock is not None:
            self._lock.unlock()
            self._lock = None

    def left_behind(self) -> Iterator[LeftBehind]:
        """Yield each copy that no running program holds, newest first; every one is locked for the caller."""
        from portplanner.plan.recovery import found

        for file in self._others():
            lock = _locked(file)
            if lock is None:
                continue
            if not file.exists():  # its program has just closed it
                lock.unlock()
                continue
            try:
                yield LeftBehind(file, lock, found(file))
            except UserError as error:
                yield LeftBehind(file, lock, None, error)

    def has_left_behind(self) -> bool:
        """Return whether there may be copies to look at; takes a glance only."""
        return bool(self._others())

    def adopt(self, copy: LeftBehind) -> None:
        """Make this copy the one of this window, so that there is no moment without one."""
        self.close()
        self._copy, self._lock = _Copy(copy.file), copy.lock

    def _others(self) -> list[Path]:
        own = self._copy.file if self._copy else None
        if self._folder is None:
            return []
        with suppress(OSError):
            files = [file for file in self._folder.iterdir() if file.suffix == _ENDING and file != own]
            return sorted(files, key=lambda file: -file.stat().st_mtime)
        return []

    def _work(self) -> Unsaved | None:
        from portplanner.plan.recovery import Unsaved

        editor = self._editor
        plan = editor.plan if self._draft is None else self._draft
        if plan == editor.clean:
            return None
        return Unsaved(plan, editor.path, editor.base, editor.original)

    def _on_changed(self) -> None:
        plan = self._editor.plan if self._draft is None else self._draft
        if plan == self._editor.clean:
            self._timer.stop()
            self._writing.cancel()
            if self._copy is not None:
                self._copy.drop()
        elif not self._timer.isActive():  # not put off by the next change: the copy is never older
            self._timer.start()

    def _on_pause(self) -> None:
        if (work := self._work()) is None:
            return
        if (copy := self._own()) is not None:
            self._writing.ask(partial(_tried, copy, copy.number, work))
        else:
            self._on_written(CouldNot("lost.notice.no-home"))

    def _on_written(self, answer: object) -> None:
        if isinstance(answer, UserError):
            if not self._said:
                self._said = True
                self.failed.emit(answer)
        elif isinstance(answer, BaseException):
            raise answer  # a bug: the one hook that the application installs takes it
        else:
            self._said = False

    def _own(self) -> _Copy | None:
        """Return the copy of this window, which no other one touches."""
        if self._copy is None and self._folder is not None:
            from secrets import token_hex

            from portplanner.plan.recovery import prepared

            with suppress(UserError):
                prepared(self._folder)
            file = self._folder / f"{token_hex(8)}{_ENDING}"
            self._lock = _locked(file)  # where none can be had, the copy is still better than nothing
            self._copy = _Copy(file)
        return self._copy


class _Copy:
    """One file, written by a worker and removed by the window, whichever comes last."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.number = 0  # goes up when all that is being written is no longer wanted
        self._held = -1
        self._turn = threading.Lock()

    def write(self, number: int, work: Unsaved) -> None:
        """Write this work, unless it is dropped meanwhile. Raises CouldNot where the machine refuses."""
        from portplanner.files import replace
        from portplanner.plan.recovery import copied, prepared

        data = copied(work)
        with self._turn:
            if number == self.number:
                prepared(self.file.parent)
                replace(self.file, data)
                self._held = number
        if number != self.number:
            self._clear()

    def drop(self) -> None:
        """Remove the file without waiting: a worker that is at it removes it itself when it is done."""
        self.number += 1
        self._clear()

    def _clear(self) -> None:
        if self._turn.acquire(blocking=False):
            try:
                if self._held != self.number:
                    with suppress(OSError):
                        self.file.unlink()
            finally:
                self._turn.release()


def _tried(copy: _Copy, number: int, work: Unsaved) -> UserError | None:
    try:
        copy.write(number, work)
    except UserError as error:
        return error
    return None


def _locked(file: Path) -> QLockFile | None:
    from PySide6.QtCore import QLockFile

    lock = QLockFile(str(file) + _LOCK)
    lock.setStaleLockTime(0)  # however old: only the end of its program frees it
    return lock if lock.tryLock(0) else None
