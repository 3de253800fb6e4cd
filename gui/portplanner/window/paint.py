"""Paint a Drawing with a QPainter: the same for the window, a PNG and a printed page."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence, Set
from functools import lru_cache
from itertools import repeat
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen, QPolygonF

from portplanner.diagram.drawing import Area, Arrow, Chip, Drawing, Glyph, Label, Line, Shape
from portplanner.diagram.glyphs import GLYPHS
from portplanner.diagram.style import LIGHT
from portplanner.window.fonts import font

if TYPE_CHECKING:
    from portplanner.diagram.between import Frame

FADED: Mapping[str, float] = {"flow": 0.2, "link": 0.2, "server": 0.4}  # opacity beside what is lit
_HALO = 7.0  # how much wider than its arrow the halo of the selected flow is


def paint(
    painter: QPainter,
    drawing: Drawing,
    colours: Mapping[str, str] = LIGHT,
    lit: Set[str] = frozenset(),
    near: Set[str] = frozenset(),
) -> None:
    """Paint the drawing in its own units; ``lit`` ids get a halo, what is neither lit nor near fades."""
    _paint(painter, drawing.shapes, None, colours, lit, _faded(drawing, lit, near))


def paint_frame(
    painter: QPainter,
    frame: Frame,
    drawing: Drawing,
    colours: Mapping[str, str] = LIGHT,
    lit: Set[str] = frozenset(),
    near: Set[str] = frozenset(),
) -> None:
    """Paint a moment on the way to the drawing."""
    _paint(painter, frame.shapes, frame.opacities, colours, lit, _faded(drawing, lit, near))


def _faded(drawing: Drawing, lit: Set[str], near: Set[str]) -> Mapping[str, float]:
    """Return how opaque what has nothing to do with the lit ids still is."""
    kinds = {element.id: element.kind for element in drawing.elements if element.kind in FADED}
    if lit.isdisjoint(kinds):
        return {}
    return {id: FADED[kind] for id, kind in kinds.items() if id not in lit and id not in near}


def _paint(
    painter: QPainter,
    shapes: Sequence[Shape],
    opacities: Sequence[float] | None,
    colours: Mapping[str, str],
    lit: Set[str],
    faded: Mapping[str, float],
) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
    before = painter.opacity()
    looks = [
        (shape, before * faded.get(shape.id, 1.0) * opacity)
        for shape, opacity in zip(shapes, opacities or repeat(1.0), strict=False)
    ]
    for shape, opacity in looks:
        if isinstance(shape, Area):
            painter.setOpacity(opacity)
            _shape(painter, shape, colours)
    for shape, opacity in looks:  # above the lanes, below what is written on them
        if shape.id in lit:
            painter.setOpacity(opacity)
            _halo(painter, shape, colours)
    for shape, opacity in looks:
        if not isinstance(shape, Area):
            painter.setOpacity(opacity)
            _shape(painter, shape, colours)
    painter.setOpacity(before)


def _shape(painter: QPainter, shape: Shape, colours: Mapping[str, str]) -> None:
    match shape:
        case Area():
            painter.setPen(_pen(colours, shape.stroke, shape.stroke_width, shape.dashed))
            painter.setBrush(_colour(colours.get(shape.fill, "")))
            box = QRectF(shape.x, shape.y, shape.width, shape.height)
            painter.drawRoundedRect(box, shape.radius, shape.radius)
        case Line():
            painter.setPen(_pen(colours, shape.stroke, shape.stroke_width, shape.dashed))
            painter.drawLine(QPointF(shape.x1, shape.y1), QPointF(shape.x2, shape.y2))
        case Arrow():
            _arrow(painter, shape, colours)
        case Chip():
            box = QRectF(shape.x, shape.y, shape.width, shape.height)
            painter.setPen(_pen(colours, shape.stroke, 1.2))
            painter.setBrush(_colour(colours.get(shape.fill, "")))
            painter.drawRoundedRect(box, shape.height / 2, shape.height / 2)
            painter.setPen(_colour(colours.get(shape.colour, "")))
            _text(painter, box.center().x(), _baseline(box, shape), shape, shape.width)
        case Glyph():
            _glyph(painter, shape, colours)
        case Label():
            painter.setPen(_colour(colours.get(shape.colour, "")))
            _text(painter, shape.x, shape.baseline, shape, shape.width)


def _halo(painter: QPainter, shape: Shape, colours: Mapping[str, str]) -> None:
    colour = _colour(colours.get("halo", "#FFB900"))
    match shape:
        case Arrow():
            pen = QPen(colour, shape.stroke_width + _HALO)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            painter.drawLine(QPointF(shape.x1, shape.y1), QPointF(shape.x2, shape.y2))
        case Area() | Chip():
            painter.setPen(QPen(colour, _HALO))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            radius = shape.height / 2 if isinstance(shape, Chip) else shape.radius
            painter.drawRoundedRect(QRectF(shape.x, shape.y, shape.width, shape.height), radius, radius)


def _arrow(painter: QPainter, arrow: Arrow, colours: Mapping[str, str]) -> None:
    tip = QPointF(arrow.x2, arrow.y2)
    length = math.hypot(arrow.x2 - arrow.x1, arrow.y2 - arrow.y1) or 1.0
    along = QPointF((arrow.x2 - arrow.x1) / length, (arrow.y2 - arrow.y1) / length)
    across = QPointF(-along.y(), along.x())
    neck = tip - along * arrow.head
    pen = _pen(colours, arrow.stroke, arrow.stroke_width, arrow.dashed)
    painter.setPen(pen)
    painter.drawLine(QPointF(arrow.x1, arrow.y1), tip - along * (arrow.head * 0.7))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(pen.color())
    half = across * (arrow.head * 0.5)
    painter.drawPolygon(QPolygonF([tip, neck + half, neck - half]))


def _glyph(painter: QPainter, glyph: Glyph, colours: Mapping[str, str]) -> None:
    painter.save()
    painter.translate(glyph.x, glyph.y)
    painter.scale(glyph.size / 100, glyph.size / 100)
    for part in GLYPHS[glyph.kind]:
        painter.setPen(_pen(colours, part.stroke, part.stroke_width))
        painter.setBrush(_colour(colours.get(part.fill, "")))
        painter.drawPath(_path(part.d))
    painter.restore()


def _text(painter: QPainter, x: float, baseline: float, shape: Label | Chip, room: float) -> None:
    """Draw one line of text; a text that Qt sets wider than its room is squeezed into it."""
    # A unit of the drawing is a point; fonts are told points of the device, so the device's own
    # resolution is taken out again and the painter's scale alone decides.
    device = painter.device()
    size = shape.size * 72 / (device.logicalDpiY() or 72)
    face = font(size, shape.bold)
    width = _width(shape.text, size, shape.bold, device.logicalDpiY())
    squeeze = min(1.0, room / width) if width else 1.0
    anchor = "middle" if isinstance(shape, Chip) else shape.anchor
    left = x - width * squeeze * {"start": 0.0, "middle": 0.5, "end": 1.0}[anchor]
    painter.setFont(face)
    if squeeze == 1.0:
        painter.drawText(QPointF(left, baseline), shape.text)
        return
    painter.save()
    painter.translate(left, baseline)
    painter.scale(squeeze, 1)
    painter.drawText(QPointF(0, 0), shape.text)
    painter.restore()


@lru_cache(maxsize=4096)
def _width(text: str, size: float, bold: bool, dpi: int) -> float:
    return QFontMetricsF(font(size, bold)).horizontalAdvance(text) * dpi / _screen_dpi()


@lru_cache(maxsize=1)
def _screen_dpi() -> float:
    from PySide6.QtGui import QGuiApplication

    screen = QGuiApplication.primaryScreen()
    return screen.logicalDotsPerInchY() if screen else 96.0


def _baseline(box: QRectF, chip: Chip) -> float:
    return box.center().y() + chip.size * 0.36  # half the height of the font's capitals


@lru_cache(maxsize=256)
def _colour(name: str) -> QColor:
    return QColor(name) if name else QColor(0, 0, 0, 0)


def _pen(colours: Mapping[str, str], name: str, width: float, dashed: bool = False) -> QPen:
    value = colours.get(name, "")
    if not value or not width:
        return QPen(Qt.PenStyle.NoPen)
    pen = QPen(_colour(value), width)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap if dashed else Qt.PenCapStyle.RoundCap)
    if dashed:
        pen.setDashPattern([5 / max(width, 1), 4 / max(width, 1)])
    return pen


@lru_cache(maxsize=512)
def _path(d: str) -> QPainterPath:
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.OddEvenFill)
    tokens = iter(d.split())

    def point() -> QPointF:
        return QPointF(float(next(tokens)), float(next(tokens)))

    for token in tokens:
        if token == "M":
            path.moveTo(point())
        elif token == "L":
            path.lineTo(point())
        elif token == "C":
            path.cubicTo(point(), point(), point())
        else:
            path.closeSubpath()
    return path
