"""Paints the laid out pages of the document with Qt: what a printer gets is what the PDF shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPolygonF, QRawFont

from portplanner.diagram.style import LIGHT
from portplanner.export.fonts import Fonts
from portplanner.export.pdf import style
from portplanner.export.pdf.paper import (
    Page,
    PlacedBox,
    PlacedDrawing,
    PlacedField,
    PlacedRule,
    PlacedText,
    PlacedTick,
)
from portplanner.text import visible
from portplanner.window.fonts import font
from portplanner.window.paint import paint

_FRAME = 0.6  # the line of a box that people fill in
_CHECK = ((2.4, 5.3), (4.4, 7.6), (8.2, 2.6))  # the tick, in a box of style.TICK
_LINE = style.TEXT * 1.25
_INSET = 3.0
_LARGE = 400  # pixels, for measuring


@dataclass(frozen=True, slots=True)
class Ink:
    """The colours of a printout: those of the PDF, or their greys."""

    grey: bool = False

    def of(self, name: str) -> QColor:
        """Return the colour that this name or value has here."""
        return _ink(LIGHT.get(name, name), self.grey)

    @property
    def drawing(self) -> Mapping[str, str]:
        """The colours of diagrams."""
        return _greys() if self.grey else LIGHT


@lru_cache(maxsize=256)
def _ink(value: str, grey: bool) -> QColor:
    return QColor(_greyed(value) if grey else value)


def _greyed(value: str) -> str:
    """Return the grey that a black and white printer makes of a colour."""
    colour = QColor(value)
    light = round(0.299 * colour.red() + 0.587 * colour.green() + 0.114 * colour.blue())
    return f"#{light:02X}{light:02X}{light:02X}"


@lru_cache(maxsize=1)
def _greys() -> Mapping[str, str]:
    return {name: _greyed(value) if value else value for name, value in LIGHT.items()}


def paint_page(painter: QPainter, page: Page, fonts: Fonts, ink: Ink) -> None:
    """Paint one page in points, its top left corner where the painter is."""
    texts: list[PlacedText] = []
    boxes: list[PlacedTick | PlacedField] = []
    for placed in page.placed:
        match placed:
            case PlacedText():
                texts.append(placed)
            case PlacedRule():
                painter.setPen(QPen(ink.of(placed.colour), placed.weight))
                painter.drawLine(QLineF(placed.x, placed.y, placed.x + placed.width, placed.y))
            case PlacedBox():
                box = QRectF(placed.x, placed.y, placed.width, placed.height)
                painter.fillRect(box, ink.of(placed.colour))
            case PlacedTick() | PlacedField():
                boxes.append(placed)
            case PlacedDrawing():
                painter.save()
                painter.translate(placed.x, placed.y)
                painter.scale(placed.scale, placed.scale)
                paint(painter, placed.drawing, ink.drawing)
                painter.restore()
    _boxes(painter, boxes, fonts, ink)
    for text in texts:
        wide = text.font.width(text.text, text.size)
        painter.setPen(QPen(ink.of(text.colour)))
        _text(painter, text.x, text.y, text.text, text.size, text.font is fonts.bold, wide)


def _boxes(painter: QPainter, boxes: Sequence[PlacedTick | PlacedField], fonts: Fonts, ink: Ink) -> None:
    for box in boxes:
        frame = QPen(ink.of(style.BOX), _FRAME)
        frame.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        painter.setPen(frame)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if isinstance(box, PlacedField):
            painter.drawRect(QRectF(box.x, box.y, box.width, box.height))
            painter.setPen(QPen(ink.of(style.INK)))
            baseline = box.y + style.FIELD / 2 + style.TEXT * 0.36
            for line in box.lines:
                wide = fonts.regular.width(line, style.TEXT)
                _text(painter, box.x + _INSET, baseline, line, style.TEXT, False, wide)
                baseline += _LINE
            continue
        painter.drawRect(QRectF(box.x, box.y, style.TICK, style.TICK))
        if box.ticked:
            pen = QPen(ink.of(style.ACCENT), 1.6)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            painter.setPen(pen)
            painter.drawPolyline(QPolygonF([QPointF(box.x + x, box.y + y) for x, y in _CHECK]))


def _text(
    painter: QPainter, x: float, baseline: float, words: str, size: float, bold: bool, wide: float
) -> None:
    """Write one line as wide as the PDF has it."""
    if not words:
        return
    words = spelled(words)
    dpi = painter.device().logicalDpiY() or 72
    own = size * 72 / dpi  # points of the paper, whatever the device calls a point
    painter.setFont(font(own, bold))
    is_wide = _width(words, bold) * size
    squeeze = wide / is_wide if is_wide else 1.0
    if abs(squeeze - 1.0) < 0.002:
        painter.drawText(QPointF(x, baseline), words)
        return
    painter.save()
    painter.translate(x, baseline)
    painter.scale(squeeze, 1.0)
    painter.drawText(QPointF(0, 0), words)
    painter.restore()


@lru_cache(maxsize=8192)
def _width(words: str, bold: bool) -> float:
    """Return how wide Qt sets this text in size 1; measured large, since small sizes are rounded."""
    face = QFont(font(bold=bold))
    face.setPixelSize(_LARGE)
    return QFontMetricsF(face).horizontalAdvance(words) / _LARGE


@lru_cache(maxsize=8192)
def spelled(words: str) -> str:
    """Return a text whose characters the font all has; others are spelled out, as in the PDF."""
    words = visible(words)
    if words.isascii():
        return words
    known = _raw()
    return "".join(c if known.supportsCharacter(ord(c)) else f"<U+{ord(c):04X}>" for c in words)


@lru_cache(maxsize=1)
def _raw() -> QRawFont:
    return QRawFont.fromFont(font())
