"""The questions that stop a person; each returns the answer. Tests answer in their place."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from portplanner.text import Text

if TYPE_CHECKING:
    from portplanner.window.picture_dialog import PictureChoice

Answer = Literal["save", "discard", "cancel"]

# A plan is TOML; its own ending is there for systems to open plans with this program and no other TOML.
PLAN_ENDINGS = (".portplan", ".toml")
_PLANS = " ".join(f"*{ending}" for ending in PLAN_ENDINGS)


class Ask:
    """Asks in message boxes and file dialogs above ``parent``."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self.parent = parent

    def unsaved(self, text: Text, name: str) -> Answer:
        """Ask what becomes of unsaved work."""
        box = self._box(text("window.ask.unsaved", name=name), text("window.ask.unsaved-more"))
        buttons = QMessageBox.StandardButton
        box.setIcon(QMessageBox.Icon.Warning)
        box.setStandardButtons(buttons.Save | buttons.Discard | buttons.Cancel)
        box.button(buttons.Save).setText(text("window.ask.save"))
        box.button(buttons.Discard).setText(text("window.ask.discard"))
        box.button(buttons.Cancel).setText(text("window.ask.cancel"))
        box.setDefaultButton(buttons.Save)
        answers: dict[int, Answer] = {buttons.Save.value: "save", buttons.Discard.value: "discard"}
        return answers.get(box.exec(), "cancel")

    def discard(self, text: Text, words: str) -> bool:
        """Ask whether work that was not taken over may go; return whether it may."""
        box = self._box(words, text("window.ask.unsaved-more"))
        buttons = QMessageBox.StandardButton
        box.setIcon(QMessageBox.Icon.Warning)
        box.setStandardButtons(buttons.Discard | buttons.Cancel)
        box.button(buttons.Discard).setText(text("window.ask.discard"))
        box.button(buttons.Cancel).setText(text("window.ask.cancel"))
        box.setDefaultButton(buttons.Cancel)
        return box.exec() == buttons.Discard

    def trouble(self, text: Text, title: str, lines: Sequence[str]) -> None:
        """Say what went wrong, every line of it."""
        box = self._box(title, "\n".join(lines[:12]))
        box.setIcon(QMessageBox.Icon.Warning)
        if len(lines) > 12:
            box.setDetailedText("\n".join(lines))
        box.setStandardButtons(QMessageBox.StandardButton.Ok)
        box.button(QMessageBox.StandardButton.Ok).setText(text("window.ask.ok"))
        box.exec()

    def file_to_open(self, text: Text, folder: str) -> Path | None:
        """Ask which plan to open."""
        title, kinds = text("window.ask.open-title"), text("window.ask.plans")
        name, _ = QFileDialog.getOpenFileName(self.parent, title, folder, f"{kinds} ({_PLANS})")
        return Path(name) if name else None

    def file_to_save(self, text: Text, start: str) -> Path | None:
        """Ask where to save the plan."""
        title, kinds = text("window.ask.save-title"), text("window.ask.plans")
        name, _ = QFileDialog.getSaveFileName(self.parent, title, start, f"{kinds} ({_PLANS})")
        return _with_ending(name, PLAN_ENDINGS[0])

    def file_to_export(self, text: Text, start: str, endings: Sequence[str]) -> Path | None:
        """Ask which file to export to; its ending is the format."""
        kinds = ";;".join(f"{text(f'window.export.{ending}')} (*.{ending})" for ending in endings)
        title = text("window.ask.export-title")
        name, kind = QFileDialog.getSaveFileName(self.parent, title, start, kinds)
        return _with_ending(name, kind.rpartition("*")[2].rstrip(")"))

    def picture(self, text: Text, format: str, choice: PictureChoice) -> PictureChoice | None:
        """Ask how a diagram becomes a file of this format; ``choice`` is what was chosen before."""
        from portplanner.window.picture_dialog import PictureDialog

        dialog = PictureDialog(text, format, choice, self.parent)
        accepted = dialog.exec() == PictureDialog.DialogCode.Accepted
        dialog.deleteLater()
        return dialog.choice if accepted else None

    def file_to_import(self, text: Text, folder: str) -> Path | None:
        """Ask which filled-in file to bring back."""
        title, kinds = text("status-window.import.title"), text("status-window.import.kinds")
        endings = f"{kinds} (*.pdf *.xlsx *.xlsm *.csv)"
        name, _ = QFileDialog.getOpenFileName(self.parent, title, folder, endings)
        return Path(name) if name else None

    def other_plan(self, text: Text, words: str) -> bool:
        """Ask whether a file that seems to belong to another plan is taken anyway."""
        box = self._box(words, text("status-window.import.other-more"))
        box.setIcon(QMessageBox.Icon.Question)
        roles = QMessageBox.ButtonRole
        anyway = box.addButton(text("status-window.import.anyway"), roles.AcceptRole)
        box.setDefaultButton(box.addButton(text("window.ask.cancel"), roles.RejectRole))
        box.exec()
        return box.clickedButton() is anyway

    def _box(self, title: str, more: str) -> QMessageBox:
        box = QMessageBox(self.parent)
        box.setWindowTitle("Port Planner")
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(title)
        box.setInformativeText(more)
        return box


def _with_ending(name: str, ending: str) -> Path | None:
    if not name:
        return None
    path = Path(name)
    return path if path.suffix else path.with_name(path.name + ending)
