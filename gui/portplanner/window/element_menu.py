"""The menu of a diagram and of what is clicked in it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu

from portplanner.catalogue.model import Diagram
from portplanner.checklist.model import Checklist
from portplanner.checklist.related import servers_at
from portplanner.diagram.drawing import Element
from portplanner.text import Text, visible
from portplanner.window.canvas import Canvas
from portplanner.window.editor import Editor, role_of


class ElementMenu(QMenu):
    """The menu for one element of a canvas; without one, the menu of the diagram alone."""

    details = Signal()

    def __init__(self, canvas: Canvas, editor: Editor, element: Element | None, name: str) -> None:
        super().__init__(canvas)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._editor = editor
        text = editor.text
        if element is not None:
            self._id = element.id
            self.addAction(text("look.element.details")).triggered.connect(self._on_details)
            self.addAction(text("look.element.copy-name")).triggered.connect(lambda: _copy(name))
            self.addAction(text("look.element.copy-id")).triggered.connect(lambda: _copy(element.id))
            if element.stack:
                word = "fold" if element.id in editor.view.unfolded else "unfold"
                turn = self.addAction(text(f"look.element.{word}"))
                turn.triggered.connect(lambda: editor.turn_stack(element.id))
            self.addSeparator()
        for word, slot in (
            ("fit", canvas.fit),
            ("zoom-in", canvas.zoom_in),
            ("zoom-out", canvas.zoom_out),
            ("actual", canvas.actual_size),
        ):
            self.addAction(text(f"look.element.{word}")).triggered.connect(slot)

    def _on_details(self) -> None:
        self._editor.select(self._id)
        self.details.emit()


def name_of(element: Element, checklist: Checklist, diagram: Diagram, text: Text) -> str:
    """Return the name of an element as a person would write it down."""
    for flow in checklist.flows:
        if flow.id == element.id:
            return text.of(flow.label) or text.of(flow.purpose)
    role = role_of(element.id)
    names = servers_at(checklist, diagram, role) if role else ()
    return text("checklist.list-mark").join(visible(name) for name in names) or element.title


def _copy(words: str) -> None:
    QGuiApplication.clipboard().setText(words)
