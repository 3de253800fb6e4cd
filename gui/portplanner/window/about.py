"""What this program is and which facts it rests on."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from portplanner import __version__
from portplanner.window.editor import Editor
from portplanner.window.fonts import LARGE
from portplanner.window.labels import label


class AboutDialog(QDialog):
    """Names the program, its version and the catalogue's edition."""

    def __init__(self, editor: Editor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        text = editor.text
        self.setWindowTitle(text("window.about.title"))
        name = label(size=LARGE, bold=True)
        name.setText("Port Planner")
        what = label()
        what.setText(text("window.about.what"))
        facts = label("soft")
        catalogue = editor.catalogue
        facts.setText(
            text(
                "window.about.facts",
                version=__version__,
                catalogue=text.of(catalogue.title),
                edition=catalogue.edition,
            )
        )
        buttons = QDialogButtonBox()
        buttons.addButton(text("window.ask.close"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 16)
        layout.setSpacing(12)
        for widget in (name, what, facts):
            layout.addWidget(widget)
        layout.addWidget(buttons)
        self.setMinimumWidth(440)
