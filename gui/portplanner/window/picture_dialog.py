"""How a diagram becomes a file: on which paper, in which colours, and how large a PNG is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QFormLayout, QVBoxLayout, QWidget

from portplanner.text import Text
from portplanner.window.labels import label

if TYPE_CHECKING:
    from portplanner.diagram.page import PaperSize

_PAPERS: tuple[PaperSize | None, ...] = (None, "A4", "Letter", "16:9")
_SCALES = (1.0, 2.0, 4.0)


@dataclass(frozen=True, slots=True)
class PictureChoice:
    """What was chosen. ``paper`` is None for a picture as large as its drawing."""

    paper: PaperSize | None = None
    scale: float = 2.0
    dark: bool = False


class PictureDialog(QDialog):
    """Asks for what matters in this format, beginning with what was chosen the last time."""

    def __init__(self, text: Text, format: str, choice: PictureChoice, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._before = choice
        self.paper = _combo([text(f"export.dialog.paper.{paper or 'drawn'}") for paper in _PAPERS])
        self.paper.setCurrentIndex(_PAPERS.index(choice.paper))
        self.scale = _combo([text("export.dialog.times", scale=f"{scale:g}") for scale in _SCALES])
        self.scale.setCurrentIndex(_SCALES.index(choice.scale))
        self.theme = _combo([text("export.dialog.light"), text("export.dialog.dark")])
        self.theme.setCurrentIndex(int(choice.dark))
        self.setWindowTitle(text("export.dialog.title", format=text(f"window.export.{format}")))
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(10)
        rows = [("page", self.paper)]
        rows += [("scale", self.scale)] if format == "png" else []
        rows += [("colours", self.theme)] if format in ("png", "svg") else []
        for name, combo in rows:
            form.addRow(text(f"export.dialog.{name}"), combo)
        note = label("soft")
        note.setText(text("export.dialog.note"))
        buttons = QDialogButtonBox()
        go = buttons.addButton(text("export.dialog.export"), QDialogButtonBox.ButtonRole.AcceptRole)
        go.setDefault(True)
        buttons.addButton(text("window.ask.cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(14)
        layout.addLayout(form)
        layout.addWidget(note)
        layout.addWidget(buttons)
        self.setMinimumWidth(420)

    @property
    def choice(self) -> PictureChoice:
        """What is chosen now."""
        return replace(
            self._before,
            paper=_PAPERS[self.paper.currentIndex()],
            scale=_SCALES[self.scale.currentIndex()],
            dark=self.theme.currentIndex() == 1,
        )


def _combo(names: list[str]) -> QComboBox:
    combo = QComboBox()
    combo.addItems(names)
    return combo
