"""Export beside the window: the file is made in a worker and is there whole, or not at all."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QWidget

from portplanner.checklist.model import Checklist
from portplanner.errors import UserError
from portplanner.export.formats import FORMATS, PAGED, Look, export
from portplanner.plan.model import Plan
from portplanner.text import visible
from portplanner.window.ask import Ask
from portplanner.window.documents import reasons
from portplanner.window.editor import Editor
from portplanner.window.fonts import SMALL
from portplanner.window.labels import label
from portplanner.window.latest import Latest
from portplanner.window.picture_dialog import PictureChoice

if TYPE_CHECKING:
    from portplanner.window.import_status import StatusImport
    from portplanner.window.printing import Printing

Maker = Callable[[Checklist, Plan, Path, Callable[[], bool]], Callable[[], None]]


class Exporter(QObject):
    """Exports the open plan to a file whose ending is the format."""

    changed = Signal()

    def __init__(self, editor: Editor, ask: Ask) -> None:
        super().__init__()
        self._editor = editor
        self.ask = ask
        self._latest = Latest(parent=self)
        self._latest.ready.connect(self._on_ready)
        self._path = Path()
        self._error: BaseException | None = None
        self._choice = PictureChoice()

    @property
    def busy(self) -> bool:
        """Whether an export runs."""
        return self._latest.busy

    def choose(self) -> None:
        """Ask for a file and export to it."""
        plan = self._editor.path or Path.home() / "plan.toml"
        path = self.ask.file_to_export(self._editor.text, str(plan.with_suffix(".pdf")), FORMATS)
        if path is None:
            return
        format = path.suffix.lstrip(".").lower()
        if format in PAGED:
            choice = self.ask.picture(self._editor.text, format, self._choice)
            if choice is None:
                return
            self._choice = choice
        self.export(path)

    def export(self, path: Path) -> None:
        """Export to this file, in place of an export that still runs."""
        if path.suffix.lstrip(".").lower() not in FORMATS:
            self._path, self._error = path, UserError("window.trouble.format", name=visible(path.name))
            self.changed.emit()
            return
        choice = self._choice
        look = Look(self._editor.view, choice.paper, dark=choice.dark)
        self._make(path, partial(_work, look=look, scale=choice.scale))

    def choose_hand_out(self, ask: Ask) -> None:
        """Ask for a file and write the walkthrough to it, as a PDF with one page a step."""
        plan = self._editor.path or Path.home() / "plan.toml"
        start = plan.with_name(self._editor.text("walkthrough.file-name", name=plan.stem))
        path = ask.file_to_export(self._editor.text, str(start), ("pdf",))
        if path is not None:
            self._make(path, _hand_out_work)

    def _make(self, path: Path, work: Maker) -> None:
        self._path, self._error = path, None
        editor, latest = self._editor, self._latest
        number = latest.number + 1
        latest.ask(work(editor.checklist, editor.plan, path, lambda: latest.wanted(number)))
        self.changed.emit()

    def cancel(self) -> None:
        """Stop waiting; the file is not written any more."""
        self._latest.cancel()
        self._path = Path()
        self.changed.emit()

    def say(self) -> None:
        """Say again how the export stands, in the editor's language."""
        self.changed.emit()

    def say_cancel(self) -> str:
        """The word on the button that cancels."""
        return self._editor.text("window.ask.cancel")

    @property
    def words(self) -> str:
        """How the export stands, in one line; empty when there is nothing to say."""
        text = self._editor.text
        if not self._path.name:
            return ""
        name = visible(self._path.name)
        if self.busy:
            return text("window.status.exporting", name=name)
        if isinstance(self._error, UserError):
            return reasons(self._error, text)[0]
        missing = len(self._editor.checklist.placeholders)
        if missing:
            return text("window.status.exported-missing", name=name, count=missing)
        return text("window.status.exported", name=name)

    @property
    def failed(self) -> bool:
        """Whether the last export went wrong."""
        return self._error is not None

    def _on_ready(self, answer: object) -> None:
        self._error = answer if isinstance(answer, BaseException) else None
        self.changed.emit()
        if self._error is not None and not isinstance(self._error, UserError):
            self._path = Path()
            raise self._error  # a bug: the one hook that the application installs takes it


def _work(
    checklist: Checklist, plan: Plan, path: Path, wanted: Callable[[], bool], look: Look, scale: float
) -> Callable[[], None]:
    def work() -> None:
        from portplanner.files import replace
        from portplanner.window.picture import png

        painter = partial(png, scale=scale, dark=look.dark)
        data = export(checklist, plan, path.suffix.lstrip(".").lower(), painter, look)
        if wanted():
            replace(path, data)

    return work


def _hand_out_work(
    checklist: Checklist, plan: Plan, path: Path, wanted: Callable[[], bool]
) -> Callable[[], None]:
    def work() -> None:
        from portplanner.export.pdf.handout import handout
        from portplanner.files import replace

        data = handout(checklist, plan)
        if wanted():
            replace(path, data)

    return work


class Progress(QWidget):
    """Shows beside the work how an export, a printout or an import stands, and lets it be cancelled."""

    def __init__(self, exporter: Exporter | Printing | StatusImport) -> None:
        super().__init__()
        self._exporter = exporter
        self.words = label("soft", SMALL, wraps=False)
        self.bar = QProgressBar()
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(120)
        self.cancel = QPushButton()
        self.cancel.setFlat(True)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 0, 8, 0)
        layout.setSpacing(8)
        for widget in (self.words, self.bar, self.cancel):
            layout.addWidget(widget)
        self.cancel.clicked.connect(exporter.cancel)
        exporter.changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        words = self._exporter.words
        self.words.setText(words)
        self.words.setToolTip("")
        self.bar.setVisible(self._exporter.busy)
        self.cancel.setVisible(self._exporter.busy)
        self.cancel.setText(self._exporter.say_cancel())
        self.setVisible(bool(words))
