"""The menu of a diagram and of what is clicked in it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu

from portplanner.checklist.model import Checklist
from portplanner.text import visible
from portplanner.window.canvas import Canvas
from portplanner.window.editor import Editor


def element_menu(
    canvas: Canvas, editor: Editor, checklist: Checklist, id: str, details: Callable[[], object]
) -> QMenu:
    """Return the menu for this element; for an empty id the one of the diagram alone."""
    menu = QMenu(canvas)
    text = editor.text
    element = canvas.element(id)
    if element is not None:
        menu.addAction(text("look.element.details")).triggered.connect(lambda: (editor.select(id), details()))
        name = name_of(editor, checklist, canvas, id)
        menu.addAction(text("look.element.copy-name")).triggered.connect(lambda: _copy(name))
        menu.addAction(text("look.element.copy-id")).triggered.connect(lambda: _copy(id))
        if element.stack:
            word = "fold" if id in editor.view.unfolded else "unfold"
            menu.addAction(text(f"look.element.{word}")).triggered.connect(lambda: editor.turn_stack(id))
        menu.addSeparator()
    for word, slot in (
        ("fit", canvas.fit),
        ("zoom-in", canvas.zoom_in),
        ("zoom-out", canvas.zoom_out),
        ("actual", canvas.actual_size),
    ):
        menu.addAction(text(f"look.element.{word}")).triggered.connect(slot)
    return menu


def name_of(editor: Editor, checklist: Checklist, canvas: Canvas, id: str) -> str:
    """Return the name of an element as a person would write it down."""
    for flow in checklist.flows:
        if flow.id == id:
            return editor.text.of(flow.label) or editor.text.of(flow.purpose)
    names = editor.servers_of(id)
    element = canvas.element(id)
    return ", ".join(visible(name) for name in names) or (element.title if element else id)


def _copy(words: str) -> None:
    QGuiApplication.clipboard().setText(words)
