"""The view of one diagram: zoom, pan, pick with mouse, fingers or keys, and say what is pointed at."""

# ruff: noqa: D102 -- what an overridden method promises stands at its base

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Set
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleInterface,
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QResizeEvent,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QGestureEvent, QPinchGesture, QWidget

from portplanner.diagram.drawing import Drawing, Element
from portplanner.diagram.style import LIGHT
from portplanner.window.labels import Link
from portplanner.window.paint import paint, paint_frame
from portplanner.window.places import Places

if TYPE_CHECKING:
    from portplanner.window.animation import Seen, Way

_REACH = 9.0  # how near to an arrow a click still means it, in pixels
_MARGIN = 8.0  # around a fitted drawing, in pixels
_STEP = 1.25
_LEAST, _MOST = 0.2, 6.0
_VEIL = 0.5  # opacity of what lies over a diagram that the plan does not use
_LINGER = 350  # how long the mouse rests before it points, in milliseconds
_LATER = 400  # until fingers can pinch; getting ready for that takes time that a start has not
_PAN = 48.0  # how far a key moves the drawing, in pixels


class Canvas(QWidget):
    """Shows one Drawing.

    ``picked`` tells the id that was clicked, empty beside all; ``pointed`` the one that the mouse
    rests on or the keyboard has come to; ``opened`` one that was clicked twice; ``asked`` the one
    that a menu is wanted for, and where.
    """

    picked = Signal(str)
    pointed = Signal(str)
    opened = Signal(str)
    asked = Signal(str, QPoint)
    zoomed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._drawing: Drawing | None = None
        self._colours: Mapping[str, str] = LIGHT
        self._places = _NOWHERE
        self._lit: Set[str] = frozenset()
        self._near: Set[str] = frozenset()
        self._used = True
        self._fits = True
        self._scale = 1.0
        self._origin = QPointF()  # where the drawing's top left corner is
        self._pressed: QPoint | None = None
        self._dragged = False
        self._space = False  # the space bar is held: a drag moves the drawing whatever is below it
        self._at = ""  # the id under the keyboard's mark
        self._under = ""  # the id under the mouse
        self._mouse = QPoint()
        self._way: Way | None = None
        self._start: Seen | None = None  # where the next change starts, when not here
        self._takes_gestures = False
        self._away = True  # it was not to be seen since the last change
        self.moves: Callable[[], bool] = _never
        self.describe: Callable[[Element], str] = _nothing
        self._linger = QTimer(self)
        self._linger.setSingleShot(True)
        self._linger.setInterval(_LINGER)
        self._linger.timeout.connect(self._on_lingered)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setMinimumSize(240, 160)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        _answer_screen_readers()

    # What it shows

    def show_drawing(self, drawing: Drawing, colours: Mapping[str, str], used: bool = True) -> None:
        """Show this drawing; one that the plan does not use is faded. What was seen before moves there."""
        if drawing is self._drawing and colours is self._colours and used == self._used:
            return
        before = self._leave() if drawing is not self._drawing else None
        self._colours, self._used = colours, used
        if drawing is not self._drawing:
            self._drawing = drawing
            self._places = Places(drawing)
            if self._at not in self._places.boxes:
                self._at = ""
            self.setAccessibleName(drawing.title)
            self._point("")
            if QAccessible.isActive():
                from portplanner.window.accessible import tell_of_change

                tell_of_change(self)
        if self._fits:
            self.fit()
        if before is not None:
            self._go(before, drawing)
        self._away = False
        self.update()

    def light(self, ids: Set[str], near: Set[str] = frozenset()) -> None:
        """Put a halo behind these ids and fade all that is neither lit nor near."""
        if ids != self._lit or near != self._near:
            self._lit, self._near = ids, near
            self.update()

    @property
    def drawing(self) -> Drawing | None:
        """The drawing that is shown."""
        return self._drawing

    @property
    def lit(self) -> Set[str]:
        """The ids that are lit."""
        return self._lit

    @property
    def used(self) -> bool:
        """Whether the plan uses this diagram."""
        return self._used

    def element(self, id: str) -> Element | None:
        """Return what this id is in the drawing, None when it is not in it."""
        return self._places.elements.get(id)

    # How a change moves

    def seen(self) -> Seen | None:
        """Return what is on the screen now, in the middle of a change too."""
        if self._drawing is None:
            return None
        return self._way.seen(self._there()) if self._way else self._there()

    def start_from(self, seen: Seen | None) -> None:
        """Let the next change start from what was seen elsewhere."""
        self._start = seen

    @property
    def moving(self) -> bool:
        """Whether a change is on its way."""
        return self._way is not None

    def _leave(self) -> Seen | None:
        """Return what the next change starts from, None when it shall not move."""
        start, self._start = self._start, None
        if not self.isVisible() or not self.moves():
            self._arrive()
            return None
        return start or (None if self._away else self.seen())

    def _there(self) -> Seen:
        from portplanner.diagram.between import still
        from portplanner.window.animation import Seen

        assert self._drawing is not None
        veil = 0.0 if self._used else _VEIL
        place = QPointF(self.mapTo(self.window(), QPoint()))
        return Seen(still(self._drawing), self._scale, QPointF(self._origin), veil, place)

    def _go(self, before: Seen, drawing: Drawing) -> None:
        from portplanner.window.animation import Way

        self._arrive()
        self._way = Way(before, drawing, self)
        self._way.valueChanged.connect(self.update)
        self._way.finished.connect(self._arrive)
        self._way.start()

    def _arrive(self) -> None:
        if self._way is not None:
            self._way.stop()
            self._way.deleteLater()
            self._way = None
            self.update()

    # How large

    @property
    def scale(self) -> float:
        """How large a point of the drawing is, against its size on paper."""
        return self._scale * 72 / self.logicalDpiY()

    def fit(self) -> None:
        """Show the whole drawing, as large as it will go, and keep it so when the window changes."""
        self._fits = True
        if self._drawing is None:
            return
        width, height = self.width() - 2 * _MARGIN, self.height() - 2 * _MARGIN
        scale = min(width / self._drawing.width, height / self._drawing.height, 2.5 * self.logicalDpiY() / 72)
        self._scale = max(scale, 0.05)
        self._origin = QPointF(
            (self.width() - self._drawing.width * self._scale) / 2,
            (self.height() - self._drawing.height * self._scale) / 2,
        )
        self.zoomed.emit()
        self.update()

    def zoom_in(self) -> None:
        """Show it a step larger."""
        self._zoom(_STEP)

    def zoom_out(self) -> None:
        """Show it a step smaller."""
        self._zoom(1 / _STEP)

    def actual_size(self) -> None:
        """Show it as large as on paper."""
        self._zoom(1 / self.scale)

    def _zoom(self, factor: float, about: QPointF | None = None) -> None:
        about = about or QRectF(self.rect()).center()
        unit = self.logicalDpiY() / 72
        scale = min(max(self._scale * factor, _LEAST * unit), _MOST * unit)
        self._origin = about - (about - self._origin) * (scale / self._scale)
        self._scale = scale
        self._fits = False
        self._keep_near()
        self._point("")
        self.zoomed.emit()
        self.update()

    def _pan(self, by: QPointF) -> None:
        self._origin += by
        self._fits = False
        self._keep_near()
        self._point("")
        self.update()

    def _keep_near(self) -> None:
        """Let no drag lose the drawing: some of it stays in sight."""
        if self._drawing is None:
            return
        keep = 80.0
        width, height = self._drawing.width * self._scale, self._drawing.height * self._scale
        self._origin.setX(min(max(self._origin.x(), keep - width), self.width() - keep))
        self._origin.setY(min(max(self._origin.y(), keep - height), self.height() - keep))

    # What is where

    def id_at(self, place: QPointF) -> str:
        """Return the id under this place of the widget, with a generous reach along arrows."""
        return self._places.id_at((place - self._origin) / self._scale, _REACH / self._scale)

    def place_of(self, id: str) -> QPointF | None:
        """Return where in the widget this id can be clicked, None when it is not shown."""
        if id not in self._places.boxes:
            return None
        return self._places.centre(id) * self._scale + self._origin

    def rect_of(self, id: str) -> QRect:
        """Return the rectangle of this id in the widget, an empty one when it is not shown."""
        box = self._places.boxes.get(id)
        if box is None:
            return QRect()
        top_left = box.topLeft() * self._scale + self._origin
        return QRectF(top_left, box.size() * self._scale).toAlignedRect()

    def anchor(self, id: str) -> QRect:
        """Return what a card about this id stands beside: the mouse, or the middle of the element."""
        if id == self._under:
            return QRect(self._mouse, QSize(1, 1)).adjusted(-10, -10, 10, 10)
        place = (self.place_of(id) or QPointF()).toPoint()
        small = QRect(place, QSize(1, 1)).adjusted(-60, -24, 60, 24)
        box = small.intersected(self.rect_of(id).adjusted(-6, -6, 6, 6))
        return box if box.isValid() else small

    @property
    def order(self) -> list[str]:
        """The ids where the keyboard stops, in reading order."""
        return self._places.order

    @property
    def marked(self) -> str:
        """The id under the keyboard's mark."""
        return self._at

    def _point(self, id: str) -> None:
        self._linger.stop()
        self.pointed.emit(id)

    def _on_lingered(self) -> None:
        if self._under:
            self.pointed.emit(self._under)

    # Qt's events

    def sizeHint(self) -> QSize:
        return QSize(860, 540)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._colours["page"]))
        if self._drawing is None:
            return
        if self._way is None:
            painter.translate(self._origin)
            painter.scale(self._scale, self._scale)
            paint(painter, self._drawing, self._colours, self._lit, self._near)
            self._veil(painter, self._drawing.width, self._drawing.height, 0.0 if self._used else _VEIL)
            if self.hasFocus() and self._at in self._places.boxes:
                self._mark(painter, self._places.boxes[self._at])
            return
        seen = self._way.seen(self._there())
        painter.translate(seen.origin)
        painter.scale(seen.scale, seen.scale)
        paint_frame(painter, seen.frame, self._drawing, self._colours, self._lit, self._near)
        self._veil(painter, seen.frame.width, seen.frame.height, seen.veil)

    def _veil(self, painter: QPainter, width: float, height: float, strength: float) -> None:
        if strength:
            veil = QColor(self._colours["page"])
            veil.setAlphaF(strength)
            painter.fillRect(QRectF(0, 0, width, height), veil)

    def _mark(self, painter: QPainter, box: QRectF) -> None:
        accent = self.palette().color(QPalette.ColorRole.Highlight)
        painter.setPen(QPen(accent, 2 / self._scale, Qt.PenStyle.DashLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box.adjusted(-5, -5, 5, 5), 4, 4)

    def resizeEvent(self, event: QResizeEvent) -> None:
        if self._fits:
            self.fit()
        super().resizeEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._takes_gestures and sys.platform != "darwin":  # there the touchpad sends native ones
            self._takes_gestures = True
            QTimer.singleShot(_LATER, self, self._take_gestures)

    def _take_gestures(self) -> None:
        self.grabGesture(Qt.GestureType.PinchGesture)

    def hideEvent(self, event: QHideEvent) -> None:
        self._away = True
        self._arrive()
        self._point("")
        super().hideEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        fingers = not event.pixelDelta().isNull() and event.phase() != Qt.ScrollPhase.NoScrollPhase
        if fingers and not control:
            self._pan(QPointF(event.pixelDelta()))
        elif event.angleDelta().y():
            self._zoom(_STEP ** (event.angleDelta().y() / 120), event.position())
        else:
            self._pan(QPointF(event.angleDelta().x() / 2, 0))
        event.accept()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QNativeGestureEvent):
            return self._on_native_gesture(event) or super().event(event)
        if isinstance(event, QGestureEvent):
            return self._on_gesture(event) or super().event(event)
        return super().event(event)

    def _on_native_gesture(self, event: QNativeGestureEvent) -> bool:
        match event.gestureType():
            case Qt.NativeGestureType.ZoomNativeGesture:
                self._zoom(1 + event.value(), event.position())
            case Qt.NativeGestureType.PanNativeGesture:
                self._pan(event.delta())
            case Qt.NativeGestureType.SmartZoomNativeGesture:
                if self._fits:
                    self._zoom(2.0, event.position())
                else:
                    self.fit()
            case _:
                return False
        return True

    def _on_gesture(self, event: QGestureEvent) -> bool:
        pinch = event.gesture(Qt.GestureType.PinchGesture)
        if not isinstance(pinch, QPinchGesture):
            return False
        self._pressed = None  # the first finger was no press
        about = QPointF(self.mapFromGlobal(pinch.centerPoint().toPoint()))
        if pinch.changeFlags() & QPinchGesture.ChangeFlag.CenterPointChanged:
            self._pan(pinch.centerPoint() - pinch.lastCenterPoint())
        if pinch.changeFlags() & QPinchGesture.ChangeFlag.ScaleFactorChanged:
            self._zoom(pinch.scaleFactor(), about)
        event.accept(pinch)
        return True

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._point("")
        if event.button() in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton):
            self._pressed = event.position().toPoint()
            self._dragged = False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = event.position().toPoint()
        self._mouse = place
        if self._pressed is None:
            self._hover(self.id_at(event.position()))
        elif self._dragged or (place - self._pressed).manhattanLength() > 5:
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self._pan(QPointF(place - self._pressed))
            self._pressed = place
            self._dragged = True

    def _hover(self, id: str) -> None:
        if id != self._under:
            self._under = id
            self._point("")
            if id:
                self._linger.start()
        if self._space:
            self.setCursor(Qt.CursorShape.OpenHandCursor)
        else:
            self.setCursor(Qt.CursorShape.PointingHandCursor if id else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        clicked = self._pressed is not None and not self._dragged and not self._space
        if clicked and event.button() == Qt.MouseButton.LeftButton:
            self._at = self.id_at(event.position())
            self.picked.emit(self._at)
        self._pressed = None
        self.unsetCursor()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        id = self.id_at(event.position())
        if id:
            self.opened.emit(id)
        else:
            self.fit()

    def leaveEvent(self, event: QEvent) -> None:
        self._under = ""
        self._point("")
        super().leaveEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self._point("")
        place, id = event.globalPos(), self.id_at(QPointF(event.pos()))
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            id = self._at
            place = self.mapToGlobal(self.rect_of(id).center() if id else self.rect().center())
        self.asked.emit(id, place)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        key = event.key()
        if shifted and key in _ARROWS:
            self._pan(QPointF(*_ARROWS[key]) * _PAN)
            return
        match key:
            case Qt.Key.Key_Right | Qt.Key.Key_Down:
                self._walk(1, around=True)
            case Qt.Key.Key_Left | Qt.Key.Key_Up:
                self._walk(-1, around=True)
            case Qt.Key.Key_Home | Qt.Key.Key_End if self.order:
                self._mark_id(self.order[0 if key == Qt.Key.Key_Home else -1])
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.picked.emit(self._at)
                self.opened.emit(self._at)
            case Qt.Key.Key_Space:
                self._space = True
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal:
                self.zoom_in()
            case Qt.Key.Key_Minus | Qt.Key.Key_Underscore:
                self.zoom_out()
            case Qt.Key.Key_0:
                self.fit()
            case Qt.Key.Key_1:
                self.actual_size()
            case Qt.Key.Key_Escape:
                self._at = ""
                self._point("")
                self.picked.emit("")
                self.update()
            case _:
                super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            if self._space and not self._dragged:
                self.picked.emit(self._at)
            self._space = self._dragged = False
        else:
            super().keyReleaseEvent(event)

    def focusNextPrevChild(self, next: bool) -> bool:
        return self._walk(1 if next else -1, around=False) or super().focusNextPrevChild(next)

    def focusInEvent(self, event: QFocusEvent) -> None:
        if event.reason() == Qt.FocusReason.TabFocusReason and self.order:
            self._at = ""
            self._walk(1, around=False)
        elif event.reason() == Qt.FocusReason.BacktabFocusReason and self.order:
            self._at = ""
            self._walk(-1, around=True)
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._space = False
        self._point("")
        super().focusOutEvent(event)
        self.update()

    def _walk(self, step: int, around: bool) -> bool:
        """Move the keyboard's mark in reading order; False at the end."""
        order = self.order
        if not order:
            return False
        here = order.index(self._at) if self._at in order else (-1 if step > 0 else 0)
        there = here + step
        if not around and not 0 <= there < len(order):
            return False
        self._mark_id(order[there % len(order)])
        return True

    def _mark_id(self, id: str) -> None:
        self._at = id
        self._bring_into_sight(self.rect_of(id))
        self._point(id)
        self.setAccessibleDescription(self._places.elements[id].title)
        if QAccessible.isActive():
            from portplanner.window.accessible import tell_of_focus

            tell_of_focus(self, id)
        self.update()

    def _bring_into_sight(self, box: QRect) -> None:
        """Pan as little as needed, so that what the keyboard has come to can be seen."""
        sight = self.rect().adjusted(12, 12, -12, -12)
        if self._fits or sight.contains(box):
            return
        by = QPointF(
            _into(box.left(), box.right(), sight.left(), sight.right()),
            _into(box.top(), box.bottom(), sight.top(), sight.bottom()),
        )
        if not by.isNull():
            self._pan(by)


def _into(start: int, end: int, least: int, most: int) -> float:
    """Return how far a stretch has to move to lie between two bounds; the start counts more."""
    if start < least:
        return least - start
    return max(most - end, least - start) if end > most else 0


def _never() -> bool:
    return False


def _nothing(element: Element) -> str:
    return ""


_NOWHERE = Places(Drawing("", "", 1, 1, ()))
_ARROWS: Mapping[int, tuple[int, int]] = {
    Qt.Key.Key_Left: (1, 0),
    Qt.Key.Key_Right: (-1, 0),
    Qt.Key.Key_Up: (0, 1),
    Qt.Key.Key_Down: (0, -1),
}
_answering = False


def _answer_screen_readers() -> None:
    """Let screen readers ask for what is inside a canvas; costs nothing until one does."""
    global _answering
    if not _answering:
        _answering = True
        QAccessible.installFactory(_interface)


def _interface(name: str, object: QObject) -> QAccessibleInterface | None:
    if not isinstance(object, Canvas | Link) and type(object).__module__ != "portplanner.window.accessible":
        return None
    from portplanner.window.accessible import interface

    return interface(object)
