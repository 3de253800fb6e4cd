"""How the selected row is verified: the commands, by who runs them, and a button that copies them."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout

from portplanner.checklist.verify import Step, Verification, commands, verification
from portplanner.text import Text, visible
from portplanner.window.editor import Editor
from portplanner.window.fonts import SMALL, font
from portplanner.window.labels import label

_SHOWN = 2  # commands of one kind; more are counted, since they differ in names alone
_COPIED = 500
_NAMES = 4
_SAID_FOR = 2500  # milliseconds


class VerifyBox(QFrame):
    """Shows the commands of one row; hidden for a row that the catalogue knows none for."""

    def __init__(self, editor: Editor) -> None:
        super().__init__()
        self._editor = editor
        self._found: Verification | None = None
        self.setObjectName("part")
        self.heading = label("soft", SMALL, bold=True)
        self.words = label()
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.good = label("soft", SMALL)
        self.copy = QPushButton()
        self.copy.setFont(font(SMALL))
        self.said = label("soft", SMALL)
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(_SAID_FOR)
        self._quiet.timeout.connect(self.said.hide)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(4)
        line = QHBoxLayout()
        line.addWidget(self.heading, 1)
        line.addWidget(self.copy)
        rows.addLayout(line)
        rows.addWidget(self.said)
        rows.addWidget(self.words)
        rows.addWidget(self.good)
        self.said.hide()
        self.copy.clicked.connect(self._on_copy_clicked)

    def show_row(self, id: str) -> None:
        """Show how this row is verified."""
        editor, text = self._editor, self._editor.text
        self._found = verification(editor.catalogue, editor.plan, editor.checklist, id)
        self.setVisible(self._found is not None)
        self.said.hide()
        if self._found is None:
            return
        self.heading.setText(text("verification.details.heading"))
        self.words.setText("\n".join(_lines(self._found, text, _SHOWN, "", "•  ")))
        self.words.setVisible(bool(self._found.steps))
        said = [text("verification.details.good", good=text.of(self._found.good))]
        if any("Test-NetConnection" in step.command for step in self._found.steps):
            said.append(text("verification.details.path"))
        self.good.setText("\n".join(said))
        self.copy.setText(text("verification.details.copy"))
        self.copy.setVisible(bool(self._found.steps))

    def _on_copy_clicked(self) -> None:
        if self._found is None:
            return
        text = self._editor.text
        QGuiApplication.clipboard().setText("\n".join(_lines(self._found, text, _COPIED, "# ", "")))
        self.said.setText(text("verification.details.copied"))
        self.said.show()
        self._quiet.start()


def _lines(found: Verification, text: Text, most: int, remark: str, mark: str) -> Iterator[str]:
    """Yield the commands below who runs them; ``mark`` begins a command, ``remark`` the rest."""
    before = ""
    for step in found.steps:
        who = text("verification.details.on", places=_places(step, text))
        if who != before:
            yield remark + who
            before = who
        made, more = commands(step, most)
        yield from (mark + command for command in made)
        if more:
            yield remark + text("verification.details.more", count=more)


def _places(step: Step, text: Text) -> str:
    mark = text("checklist.list-mark")
    if not step.servers:
        return mark.join(text(f"terms.role.{role}") for role in step.roles)
    names = [visible(name) for name in step.servers[:_NAMES]]
    more = len(step.servers) - len(names)
    return mark.join(names) + (f" … ({len(step.servers)})" if more else "")
