"""The questions that stop a person; each returns the answer. Tests answer in their place."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from portplanner.text import Text, visible

if TYPE_CHECKING:
    from portplanner.window.picture_dialog import PictureChoice

Answer = Literal["save", "discard", "cancel"]
Overwriting = Literal["overwrite", "elsewhere", "cancel"]

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

    def changed_outside(self, text: Text, name: str) -> Overwriting:
        """Ask what to do about a file that was changed since it was opened."""
        box = self._box(text("lost.ask.changed", name=name), text("lost.ask.changed-more", name=name))
        roles = QMessageBox.ButtonRole
        answers: dict[str, Overwriting] = {"elsewhere": "elsewhere", "overwrite": "overwrite"}
        chosen = self._chosen(box, text, {"elsewhere": roles.AcceptRole, "overwrite": roles.DestructiveRole})
        return answers.get(chosen, "cancel")

    def save_elsewhere(self, text: Text, title: str, lines: Sequence[str]) -> bool:
        """Say why a file cannot be written and return whether to save somewhere else."""
        box = self._box(title, "\n".join([*lines, text("lost.ask.kept")]))
        return bool(self._chosen(box, text, {"elsewhere": QMessageBox.ButtonRole.AcceptRole}))

    def replace(self, text: Text, name: str) -> bool:
        """Ask whether a file that is already there may be replaced."""
        box = self._box(text("lost.ask.replace", name=name), text("lost.ask.replace-more"))
        return bool(self._chosen(box, text, {"overwrite": QMessageBox.ButtonRole.DestructiveRole}))

    def _chosen(self, box: QMessageBox, text: Text, offers: Mapping[str, QMessageBox.ButtonRole]) -> str:
        """Return which of the offers was taken, "" for none; what harms nothing is the default."""
        box.setIcon(QMessageBox.Icon.Warning)
        buttons = {box.addButton(text(f"lost.ask.{id}"), role): id for id, role in offers.items()}
        cancel = box.addButton(text("window.ask.cancel"), QMessageBox.ButtonRole.RejectRole)
        harmless = [
            one for one, id in buttons.items() if offers[id] != QMessageBox.ButtonRole.DestructiveRole
        ]
        box.setDefaultButton(harmless[0] if harmless else cancel)
        box.setEscapeButton(cancel)
        box.exec()
        return next((id for button, id in buttons.items() if button is box.clickedButton()), "")

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
        return self._with_ending(text, name, PLAN_ENDINGS[0], PLAN_ENDINGS)

    def file_to_export(self, text: Text, start: str, endings: Sequence[str]) -> Path | None:
        """Ask which file to export to; its ending is the format."""
        kinds = ";;".join(f"{text(f'window.export.{ending}')} (*.{ending})" for ending in endings)
        title = text("window.ask.export-title")
        name, kind = QFileDialog.getSaveFileName(self.parent, title, start, kinds)
        wanted = kind.rpartition("*")[2].rstrip(")")
        return self._with_ending(text, name, wanted, [f".{ending}" for ending in endings])

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

    def _with_ending(self, text: Text, name: str, ending: str, known: Sequence[str]) -> Path | None:
        """Return the path of this name; one without an ending that we know gets this one."""
        path = Path(name)
        if not name or path.suffix.lower() in known:
            return path if name else None
        path = path.with_name(path.name + ending)  # of "plan v1.2", ".2" is no ending
        # The file dialog has asked about the name as it was typed only.
        return path if not os.path.exists(path) or self.replace(text, visible(path.name)) else None

    def _box(self, title: str, more: str) -> QMessageBox:
        box = QMessageBox(self.parent)
        box.setWindowTitle("Port Planner")
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(title)
        box.setInformativeText(more)
        return box
