"""Brings what people recorded in a filled-in PDF or XLSX file back into the open plan, beside the window."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QScrollArea, QVBoxLayout, QWidget

from portplanner.checklist.model import Checklist
from portplanner.checklist.status import FIELDS, Recorded, Refused, Report, merge
from portplanner.errors import UserError
from portplanner.plan.model import Plan
from portplanner.text import Text, visible
from portplanner.window.ask import Ask
from portplanner.window.documents import reasons
from portplanner.window.editor import Editor
from portplanner.window.fonts import LARGE
from portplanner.window.labels import label
from portplanner.window.latest import Latest
from portplanner.window.rows import row_name

_LISTED = 40  # lines of one kind; more are counted
_LONGEST = 80  # characters of an id or a value


class StatusImport(QObject):
    """Reads one file at a time; what comes back is one step of undo, or nothing at all."""

    changed = Signal()
    imported = Signal(Report)

    def __init__(self, editor: Editor, ask: Ask, parent: QWidget) -> None:
        super().__init__(parent)
        self._editor = editor
        self.ask = ask
        self._window = parent
        self._latest = Latest(parent=self)
        self._latest.ready.connect(self._on_ready)
        self._path = Path()
        self._plan = editor.plan
        self._anyway = False
        self.report: ReportDialog | None = None

    def choose(self) -> None:
        """Ask for a file and bring it back."""
        start = self._editor.path
        folder = str(start.parent if start else Path.home())
        if path := self.ask.file_to_import(self._editor.text, folder):
            self.bring_back(path)

    def bring_back(self, path: Path, *, anyway: bool = False) -> None:
        """Read this file, in place of one that is still being read."""
        self._path, self._anyway, self._plan = path, anyway, self._editor.plan
        self._latest.ask(_work(path, self._plan, self._editor.checklist, anyway))
        self.changed.emit()

    def cancel(self) -> None:
        """Stop waiting; the plan stays as it is."""
        self._latest.cancel()
        self.changed.emit()

    @property
    def busy(self) -> bool:
        """Whether a file is being read."""
        return self._latest.busy

    @property
    def words(self) -> str:
        """What is being read, in one line; empty when nothing is."""
        name = visible(self._path.name)
        return self._editor.text("status-window.import.running", name=name) if self.busy else ""

    def say_cancel(self) -> str:
        """The word on the button that cancels."""
        return self._editor.text("status-window.import.cancel")

    def _on_ready(self, answer: object) -> None:
        if isinstance(answer, UserError):
            self.changed.emit()
            self._refuse(answer)
        elif isinstance(answer, BaseException):
            self.changed.emit()
            raise answer  # a bug: the one hook that the application installs takes it
        elif self._editor.plan is not self._plan:
            self.bring_back(self._path, anyway=self._anyway)  # somebody worked on meanwhile
        else:
            self.changed.emit()
            assert isinstance(answer, list)
            self._take(answer)

    def _refuse(self, error: UserError) -> None:
        text = self._editor.text
        if error.id == "status.other-plan":
            places = {"name": visible(self._path.name), "title": error.places["title"]}
            if self.ask.other_plan(text, text("status-window.import.other-title", **places)):
                self.bring_back(self._path, anyway=True)
            return
        self.ask.trouble(text, text("status-window.import.trouble"), reasons(error, text))

    def _take(self, recorded: list[Recorded]) -> None:
        editor = self._editor
        plan, report = merge(editor.plan, editor.checklist, recorded)
        editor.choose(plan)
        self.report = ReportDialog(report, editor, self._path.name, self._window)
        self.report.open()
        self.imported.emit(report)


def _work(path: Path, plan: Plan, checklist: Checklist, anyway: bool) -> Callable[[], list[Recorded]]:
    def work() -> list[Recorded]:
        from portplanner.export.returned import read_returned

        return list(read_returned(path, plan, checklist, anyway=anyway))

    return work


class ReportDialog(QDialog):
    """Says what an import changed, and what of it wants another look."""

    def __init__(self, report: Report, editor: Editor, name: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        text = editor.text
        self.setWindowTitle(text("status-window.import.title"))
        self.title = label(size=LARGE, bold=True)
        self.title.setText(_headline(report, visible(name), text))
        self.bodies: list[QLabel] = []
        inner = QWidget()
        inner.setObjectName("sheet")
        lines = QVBoxLayout(inner)
        lines.setContentsMargins(14, 10, 10, 10)
        lines.setSpacing(4)
        for heading, body in _parts(report, editor.checklist, text):
            head = label(bold=True)
            head.setText(heading)
            rest = label("soft")
            rest.setText("\n".join(body))
            rest.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
            self.bodies += [head, rest]
            lines.addWidget(head)
            lines.addWidget(rest)
            lines.addSpacing(8)
        lines.addStretch(1)
        area = QScrollArea()
        area.setWidget(inner)
        area.setWidgetResizable(True)
        area.setVisible(bool(self.bodies))
        undo = label("soft")
        undo.setText(text("status-window.import.undo") if report.updated else "")
        undo.setVisible(bool(report.updated))
        buttons = QDialogButtonBox()
        close = buttons.addButton(text("status-window.import.close"), QDialogButtonBox.ButtonRole.AcceptRole)
        close.setDefault(True)
        buttons.accepted.connect(self.accept)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 20, 20, 16)
        layout.setSpacing(12)
        layout.addWidget(self.title)
        layout.addWidget(area, 1)
        layout.addWidget(undo)
        layout.addWidget(buttons)
        self.setMinimumWidth(460)
        high = sum(body.text().count("\n") + 1 for body in self.bodies)
        self.resize(560, min(200 + 26 * high, 480) if self.bodies else 140)


def _headline(report: Report, name: str, text: Text) -> str:
    if not report.updated:
        return text("status-window.import.nothing", name=name)
    return text("status-window.import.done", name=name, count=len(report.updated))


def _parts(
    report: Report, checklist: Checklist, text: Text
) -> Iterable[tuple[str, Sequence[str]]]:  # fmt: skip
    """Yield a heading and its lines for all that wants another look."""
    if report.changed:
        heading = text("status-window.import.changed", count=len(report.changed))
        yield heading, _listed([row_name(checklist, id, text) for id in report.changed], text)
    if report.unknown:
        heading = text("status-window.import.unknown", count=len(report.unknown))
        yield heading, _listed([_short(id) for id in report.unknown], text)
    if report.refused:
        heading = text("status-window.import.refused", count=len(report.refused))
        yield heading, _listed([_refused(one, checklist, text) for one in report.refused], text)


def _refused(one: Refused, checklist: Checklist, text: Text) -> str:
    field = text(f"status-window.form.{one.field}") if one.field in ("state", *FIELDS) else one.field
    return text(
        f"status-window.import.why-{one.why}",
        row=row_name(checklist, one.id, text),
        field=field,
        value=_short(one.value),
    )


def _listed(lines: Sequence[str], text: Text) -> list[str]:
    if len(lines) <= _LISTED:
        return list(lines)
    return [*lines[:_LISTED], text("status-window.guard.more", count=len(lines) - _LISTED)]


def _short(name: str) -> str:
    name = visible(name)
    return name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1]}…"
