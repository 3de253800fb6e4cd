"""A diagram on the clipboard: as a picture, as SVG and in words, for whatever takes it."""

from __future__ import annotations

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QStatusBar

from portplanner.catalogue.model import Diagram
from portplanner.diagram.drawing import Drawing
from portplanner.text import Text
from portplanner.window.editor import Editor

_SAID_FOR = 4000  # milliseconds


def copy_diagram(editor: Editor, diagram: Diagram, bar: QStatusBar) -> None:
    """Put the diagram, as it is looked at, on the clipboard and say so."""
    drawing = editor.picture(diagram).drawing
    if not drawing.shapes:
        bar.showMessage(editor.text("export.copy.nothing"), _SAID_FOR)
        return
    QGuiApplication.clipboard().setMimeData(mime_data(drawing, editor.text))
    bar.showMessage(editor.text("export.copy.done", diagram=drawing.title), _SAID_FOR)


def mime_data(drawing: Drawing, text: Text) -> QMimeData:
    """Return the drawing in light colours, since it is pasted into documents; the picture comes first."""
    from portplanner.export.svg import description, document
    from portplanner.window.picture import largest_scale, picture

    data = QMimeData()
    data.setImageData(picture(drawing, largest_scale(drawing)))  # Qt offers it as image/png
    data.setData("image/svg+xml", document(drawing, text.language))
    data.setText(f"{drawing.title}\n{description(drawing, text)}\n")
    return data
