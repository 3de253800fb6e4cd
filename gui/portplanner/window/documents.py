"""New, open, save: what happens between the editor and files, and what is asked on the way."""

from __future__ import annotations

import gc
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from portplanner.errors import UserError
from portplanner.plan.model import Plan
from portplanner.text import Text, visible
from portplanner.window.ask import PLAN_ENDINGS, Ask
from portplanner.window.editor import Editor
from portplanner.window.settings import Settings
from portplanner.window.waiting import Stopped, waited

if TYPE_CHECKING:
    from portplanner.plan.read import Reading
    from portplanner.plan.recovery import Unsaved


_LARGE = 32_768  # bytes; what is smaller is read and written before the eye notices
_MANY = 200  # servers


class Documents(QObject):
    """Opens and saves the editor's plan."""

    said = Signal(str)  # something worth a line in the status bar

    def __init__(self, editor: Editor, settings: Settings, ask: Ask) -> None:
        super().__init__()
        self._editor = editor
        self._settings = settings
        self.ask = ask

    @property
    def name(self) -> str:
        """What the open plan is called."""
        path = self._editor.path
        return visible(path.name) if path else self._editor.text("window.untitled")

    def may_leave(self) -> bool:
        """Return whether the open plan may be let go; asks where work would be lost."""
        if not self._editor.dirty:
            return True
        answer = self.ask.unsaved(self._editor.text, self.name)
        return self.save() if answer == "save" else answer == "discard"

    def new(self) -> None:
        """Begin an empty plan."""
        self.new_from(None)

    def new_from(self, example: str | None) -> None:
        """Begin a plan like this example."""
        from portplanner.plan.new import starting_plan
        from portplanner.plan.read import parse

        if self.may_leave():
            reading = parse(starting_plan(example), example or "")
            self._editor.open(reading.plan, None, reading.source, reading.warnings)

    def open(self) -> None:
        """Ask for a plan and open it."""
        if self.may_leave() and (path := self.ask.file_to_open(self._editor.text, self._folder())):
            self._read(path)

    def load_again(self) -> None:
        """Show what the open plan's file holds now."""
        if self._editor.path:
            self.open_file(self._editor.path)

    def recover(self, work: Unsaved) -> None:
        """Show unsaved work from before in place of the open plan, which may be let go."""
        if work.path:
            self._settings.remember(work.path)
        self._editor.recover(work, work.on_disk() or Plan())

    def open_file(self, path: Path) -> bool:
        """Open this plan; on an error the open one stays as it was."""
        return self.may_leave() and self._read(path)

    def save(self) -> bool:
        """Save where the plan came from, or ask where."""
        return self._write(self._editor.path) if self._editor.path else self.save_as()

    def save_as(self) -> bool:
        """Ask where to save, and save."""
        start = self._editor.path or Path(self._folder()) / f"plan{PLAN_ENDINGS[0]}"
        path = self.ask.file_to_save(self._editor.text, str(start))
        return self._write(path) if path else False

    def _read(self, path: Path) -> bool:
        text = self._editor.text
        try:
            reading = self._reading(path)
        except Stopped:
            return False
        except UserError as error:
            self._settings.forget(path.absolute())
            self.ask.trouble(text, text("window.trouble.open", name=visible(path.name)), reasons(error, text))
            return False
        self._settings.remember(path)
        self._editor.open(reading.plan, path, reading.source, reading.warnings)
        QTimer.singleShot(0, gc.freeze)  # a large plan stays: no collection needs to look at it again
        return True

    def _reading(self, path: Path) -> Reading:
        from portplanner.plan.read import read

        if _size(path) < _LARGE:
            return read(path)
        words = self._editor.text("window.status.opening", name=visible(path.name))
        return waited(partial(read, path), self.ask.parent, self._editor.text, words)

    def _write(self, path: Path) -> bool:
        text, name = self._editor.text, visible(path.name)
        if self._is_changed_outside(path):
            answer = self.ask.changed_outside(text, name)
            if answer != "overwrite":
                return answer == "elsewhere" and self.save_as()
        try:
            written = self._saved(path)
        except UserError as error:
            elsewhere = self.ask.save_elsewhere(
                text, text("window.trouble.save", name=name), reasons(error, text)
            )
            return elsewhere and self.save_as()
        self._settings.remember(path)
        self._editor.saved(path, written)
        self.said.emit(text("window.status.saved", name=visible(path.name)))
        return True

    def _saved(self, path: Path) -> str:
        from portplanner.plan.write import save

        editor = self._editor
        work = partial(save, editor.plan, path, editor.original)
        if len(editor.original or "") < _LARGE and len(editor.plan.servers) < _MANY:
            return work()
        words = editor.text("window.status.saving", name=visible(path.name))
        return waited(work, self.ask.parent, editor.text, words, stoppable=False)

    def _is_changed_outside(self, path: Path) -> bool:
        """Return whether saving would replace what somebody else has written into the open file."""
        from portplanner.plan.recovery import fingerprint_of

        if path != self._editor.path:
            return False  # the file dialog has asked
        return fingerprint_of(path) not in ("", self._editor.base)

    def _folder(self) -> str:
        if self._editor.path:
            return str(self._editor.path.parent)
        recent = self._settings.recent
        return str(recent[0].parent if recent else Path.home())


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except (OSError, ValueError):
        return 0  # reading it says why


def reasons(error: UserError, text: Text) -> list[str]:
    """Return what the user can put right, one line each."""
    problems = getattr(error, "problems", ())
    if problems:
        return [problem.line_text(text) for problem in problems]
    return [text(error.id, **error.places)]
