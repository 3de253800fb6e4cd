"""What a screen reader finds in a diagram: the view, and in it every arrow, server and lane.

Each element is a QObject of its own below the canvas. Qt keeps an interface as long as its object
lives, so that no reader ever holds one to something that is gone.
"""

# The stubs leave out that Qt takes None for "no such interface"; hence the ignored overrides.

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint, QRect
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QAccessibleInterface,
    QAccessibleObject,
    QWindow,
)
from PySide6.QtWidgets import QAccessibleWidget

from portplanner.diagram.drawing import Element
from portplanner.window.canvas import Canvas
from portplanner.window.labels import Link

_Role = QAccessible.Role
_ROLES = {"flow": _Role.ListItem, "link": _Role.ListItem, "server": _Role.ListItem, "rule": _Role.ListItem}


class Part(QObject):
    """One element of a drawing, for screen readers."""

    def __init__(self, canvas: Canvas, element: Element) -> None:
        super().__init__(canvas)
        self.canvas = canvas
        self.element = element


def interface(object: QObject) -> QAccessibleInterface | None:
    """Return what answers a screen reader for this object."""
    if isinstance(object, Canvas):
        return _CanvasInterface(object)
    if isinstance(object, Part):
        return _PartInterface(object)
    if isinstance(object, Link):
        return QAccessibleWidget(object, _Role.Link)
    return None


def parts(canvas: Canvas) -> list[Part]:
    """Return the parts of a canvas in reading order, made when they are first asked for."""
    drawing = canvas.drawing
    wanted = () if drawing is None else drawing.elements
    known = {part.element: part for part in canvas.findChildren(Part)}
    made = [known.pop(element) if element in known else Part(canvas, element) for element in wanted]
    for gone in known.values():
        gone.setParent(None)
        gone.deleteLater()
    return made


def tell_of_change(canvas: Canvas) -> None:
    """Tell screen readers that there is another drawing."""
    parts(canvas)
    QAccessible.updateAccessibility(QAccessibleEvent(canvas, QAccessible.Event.ObjectReorder))


def tell_of_focus(canvas: Canvas, id: str) -> None:
    """Tell screen readers which element the keyboard has come to."""
    for part in parts(canvas):
        if part.element.id == id:
            QAccessible.updateAccessibility(QAccessibleEvent(part, QAccessible.Event.Focus))


class _CanvasInterface(QAccessibleWidget):
    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas, _Role.List, canvas.accessibleName())
        self._canvas = canvas

    def text(self, kind: QAccessible.Text) -> str:
        if kind == QAccessible.Text.Name:
            return self._canvas.accessibleName()
        return self._canvas.accessibleDescription() if kind == QAccessible.Text.Description else ""

    def childCount(self) -> int:
        return len(parts(self._canvas))

    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override]
        made = parts(self._canvas)
        return QAccessible.queryAccessibleInterface(made[index]) if 0 <= index < len(made) else None

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        part = child.object()
        made = parts(self._canvas)
        return made.index(part) if isinstance(part, Part) and part in made else -1

    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:  # type: ignore[override]
        id = self._canvas.id_at(self._canvas.mapFromGlobal(QPoint(x, y)).toPointF())
        return self._child_of(id)

    def focusChild(self) -> QAccessibleInterface | None:  # type: ignore[override]
        return self._child_of(self._canvas.marked) if self._canvas.hasFocus() else None

    def _child_of(self, id: str) -> QAccessibleInterface | None:
        part = next((part for part in parts(self._canvas) if part.element.id == id), None)
        return QAccessible.queryAccessibleInterface(part) if part else None


class _PartInterface(QAccessibleObject):
    def __init__(self, part: Part) -> None:
        super().__init__(part)
        self._part = part

    def window(self) -> QWindow | None:  # type: ignore[override]
        return self._part.canvas.window().windowHandle()

    def parent(self) -> QAccessibleInterface:
        return QAccessible.queryAccessibleInterface(self._part.canvas)

    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override]
        return None

    def childCount(self) -> int:
        return 0

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        return -1

    def text(self, kind: QAccessible.Text) -> str:
        element = self._part.element
        if kind == QAccessible.Text.Name:
            return element.title
        return self._part.canvas.describe(element) if kind == QAccessible.Text.Description else ""

    def rect(self) -> QRect:
        canvas = self._part.canvas
        box = canvas.rect_of(self._part.element.id)
        return QRect(canvas.mapToGlobal(box.topLeft()), box.size())

    def role(self) -> QAccessible.Role:
        return _ROLES.get(self._part.element.kind, _Role.StaticText)

    def state(self) -> QAccessible.State:
        canvas, id = self._part.canvas, self._part.element.id
        stops = self._part.element.kind in _ROLES
        state = QAccessible.State()
        state.focusable = state.selectable = stops
        state.focused = stops and canvas.hasFocus() and canvas.marked == id
        state.selected = stops and id in canvas.lit
        state.invisible = not canvas.isVisible()
        state.offscreen = not canvas.rect().intersects(canvas.rect_of(id))
        return state
