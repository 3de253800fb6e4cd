"""The view of one diagram: zoom, pan, pick with mouse or keys, and say what is under the cursor."""

# ruff: noqa: D102 -- what an overridden method promises stands at its base

from __future__ import annotations

import math
from collections.abc import Mapping, Set

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QColor,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from portplanner.diagram.drawing import Area, Arrow, Chip, Drawing, Glyph, Label, Line, Shape
from portplanner.diagram.style import LIGHT
from portplanner.window.paint import paint

_REACH = 9.0  # how near to an arrow a click still means it, in pixels
_MARGIN = 8.0  # around a fitted drawing, in pixels
_STEP = 1.25
_LEAST, _MOST = 0.2, 6.0
_VEIL = 0.5  # opacity of what lies over a diagram that the plan does not use


class Canvas(QWidget):
    """Shows one Drawing. ``picked`` tells the id that was clicked, empty beside all."""

    picked = Signal(str)
    zoomed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._drawing: Drawing | None = None
        self._colours: Mapping[str, str] = LIGHT
        self._titles: dict[str, str] = {}
        self._boxes: dict[str, QRectF] = {}
        self._order: list[str] = []
        self._lit: Set[str] = frozenset()
        self._used = True
        self._fits = True
        self._scale = 1.0
        self._origin = QPointF()  # where the drawing's top left corner is
        self._pressed: QPoint | None = None
        self._dragged = False
        self._at = ""  # the id under the keyboard's mark
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setMinimumSize(240, 160)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    # What it shows

    def show_drawing(self, drawing: Drawing, colours: Mapping[str, str], used: bool = True) -> None:
        """Show this drawing; one that the plan does not use is faded."""
        if drawing is self._drawing and colours is self._colours and used == self._used:
            return
        if drawing is not self._drawing:
            self._drawing = drawing
            self._titles = drawing.titles
            self._boxes = _boxes(drawing, self._titles)
            self._order = _reading_order(drawing, self._boxes)
            if self._at not in self._boxes:
                self._at = ""
            self.setAccessibleName(drawing.title)
            self.setAccessibleDescription(" ".join(self._titles[id] for id in self._order))
        self._colours, self._used = colours, used
        if self._fits:
            self.fit()
        self.update()

    def light(self, ids: Set[str]) -> None:
        """Put a halo behind these ids and fade the other flows."""
        if ids != self._lit:
            self._lit = ids
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
        self.zoomed.emit()
        self.update()

    def _pan(self, by: QPointF) -> None:
        self._origin += by
        self._fits = False
        self._keep_near()
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
        if self._drawing is None:
            return ""
        point = (place - self._origin) / self._scale
        reach = _REACH / self._scale
        return _id_at(self._drawing, self._titles, point, reach)

    def place_of(self, id: str) -> QPointF | None:
        """Return where in the widget this id can be clicked, None when it is not shown."""
        if self._drawing is None or id not in self._boxes:
            return None
        arrows = [s for s in self._drawing.shapes if s.id == id and isinstance(s, Arrow)]
        if arrows:
            point = QPointF((arrows[0].x1 + arrows[0].x2) / 2, (arrows[0].y1 + arrows[0].y2) / 2)
        else:
            point = self._boxes[id].center()
        return point * self._scale + self._origin

    # Qt's events

    def sizeHint(self) -> QSize:
        return QSize(860, 540)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._colours["page"]))
        if self._drawing is None:
            return
        painter.translate(self._origin)
        painter.scale(self._scale, self._scale)
        paint(painter, self._drawing, self._colours, self._lit)
        if not self._used:
            veil = QColor(self._colours["page"])
            veil.setAlphaF(_VEIL)
            painter.fillRect(QRectF(0, 0, self._drawing.width, self._drawing.height), veil)
        if self.hasFocus() and self._at in self._boxes:
            accent = self.palette().color(QPalette.ColorRole.Highlight)
            pen = QPen(accent, 2 / self._scale, Qt.PenStyle.DashLine)
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(self._boxes[self._at].adjusted(-5, -5, 5, 5), 4, 4)

    def resizeEvent(self, event: QResizeEvent) -> None:
        if self._fits:
            self.fit()
        super().resizeEvent(event)

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
            if event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
                self._zoom(1 + event.value(), event.position())
                return True
        elif isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            title = self._titles.get(self.id_at(QPointF(event.pos())), "")
            QToolTip.showText(event.globalPos(), _plain(title), self)
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton):
            self._pressed = event.position().toPoint()
            self._dragged = False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = event.position().toPoint()
        if self._pressed is None:
            over = bool(self.id_at(event.position()))
            self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)
        elif self._dragged or (place - self._pressed).manhattanLength() > 5:
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self._pan(QPointF(place - self._pressed))
            self._pressed = place
            self._dragged = True

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._pressed is not None and not self._dragged and event.button() == Qt.MouseButton.LeftButton:
            self._at = self.id_at(event.position())
            self.picked.emit(self._at)
        self._pressed = None
        self.unsetCursor()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if not self.id_at(event.position()):
            self.fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Right | Qt.Key.Key_Down:
                self._walk(1, around=True)
            case Qt.Key.Key_Left | Qt.Key.Key_Up:
                self._walk(-1, around=True)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter | Qt.Key.Key_Space:
                self.picked.emit(self._at)
            case Qt.Key.Key_Escape:
                self._at = ""
                self.picked.emit("")
                self.update()
            case _:
                super().keyPressEvent(event)

    def focusNextPrevChild(self, next: bool) -> bool:
        return self._walk(1 if next else -1, around=False) or super().focusNextPrevChild(next)

    def focusInEvent(self, event: QFocusEvent) -> None:
        if event.reason() == Qt.FocusReason.TabFocusReason and self._order:
            self._at = ""
            self._walk(1, around=False)
        elif event.reason() == Qt.FocusReason.BacktabFocusReason and self._order:
            self._at = ""
            self._walk(-1, around=True)
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def _walk(self, step: int, around: bool) -> bool:
        """Move the keyboard's mark in reading order; False at the end."""
        if not self._order:
            return False
        here = self._order.index(self._at) if self._at in self._order else (-1 if step > 0 else 0)
        there = here + step
        if not around and not 0 <= there < len(self._order):
            return False
        self._at = self._order[there % len(self._order)]
        self.setAccessibleDescription(self._titles[self._at])
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))
        self.update()
        return True

    @property
    def marked(self) -> str:
        """The id under the keyboard's mark."""
        return self._at


def _plain(text: str) -> str:
    """Return a tooltip that Qt will not read as rich text."""
    from html import escape

    return f"<span>{escape(text)}</span>" if text else ""


def _rect(shape: Shape) -> QRectF:
    match shape:
        case Area() | Chip():
            return QRectF(shape.x, shape.y, shape.width, shape.height)
        case Glyph():
            return QRectF(shape.x, shape.y, shape.size, shape.size)
        case Label():
            shift = {"start": 0.0, "middle": 0.5, "end": 1.0}[shape.anchor]
            top = shape.baseline - shape.size
            return QRectF(shape.x - shape.width * shift, top, shape.width, shape.size * 1.3)
        case Arrow() | Line():
            return QRectF(QPointF(shape.x1, shape.y1), QPointF(shape.x2, shape.y2)).normalized()


def _boxes(drawing: Drawing, titles: Mapping[str, str]) -> dict[str, QRectF]:
    boxes: dict[str, QRectF] = {}
    for shape in drawing.shapes:
        if shape.id in titles:
            box = _rect(shape).adjusted(-1, -1, 1, 1)
            boxes[shape.id] = boxes[shape.id].united(box) if shape.id in boxes else box
    return boxes


def _reading_order(drawing: Drawing, boxes: Mapping[str, QRectF]) -> list[str]:
    """Return the flows from top to bottom, then all else."""
    flows = drawing.flows

    def key(id: str) -> tuple[bool, float, float]:
        return id not in flows, round(boxes[id].center().y()), boxes[id].left()

    return sorted(boxes, key=key)


def _id_at(drawing: Drawing, titles: Mapping[str, str], point: QPointF, reach: float) -> str:
    nearest, best = "", reach
    box = ""
    for shape in drawing.shapes:
        if shape.id not in titles:
            continue
        if isinstance(shape, Arrow):
            distance = _distance(shape, point)
            if distance < best:
                nearest, best = shape.id, distance
        elif _rect(shape).contains(point):
            box = shape.id  # the last one painted lies on top
            if isinstance(shape, Chip):
                nearest, best = shape.id, 0.0
    return nearest or box


def _distance(line: Arrow, point: QPointF) -> float:
    dx, dy = line.x2 - line.x1, line.y2 - line.y1
    length = dx * dx + dy * dy
    along = ((point.x() - line.x1) * dx + (point.y() - line.y1) * dy) / length if length else 0.0
    along = min(max(along, 0.0), 1.0)
    return math.hypot(point.x() - line.x1 - along * dx, point.y() - line.y1 - along * dy)
