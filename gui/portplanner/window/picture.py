"""A Drawing as a PNG file, with or without a screen."""

from __future__ import annotations

import math
import os
import sys
from typing import TYPE_CHECKING

from portplanner.errors import CouldNot

if TYPE_CHECKING:
    from PySide6.QtGui import QGuiApplication, QImage

    from portplanner.diagram.drawing import Drawing

SCALES = (1.0, 2.0, 4.0)  # that people choose from
MOST_PIXELS = 80_000_000  # four bytes each
_LONGEST_SIDE = 32_767  # Qt's painter knows no more
_NOTICE = 26.0  # room below the drawing for its notice, in points
_keep: list[QGuiApplication] = []


def png(drawing: Drawing, scale: float = 2.0, dark: bool = False) -> bytes:
    """Return the drawing as a PNG; one unit of the drawing, a point, becomes ``scale`` pixels.

    Raises CouldNot when that would be more pixels than can be painted.
    """
    from PySide6.QtCore import QBuffer, QByteArray
    from PySide6.QtGui import QImageWriter

    image = picture(drawing, scale, dark)
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return bytes(buffer.data().data())


def picture(drawing: Drawing, scale: float = 2.0, dark: bool = False) -> QImage:
    """Return the drawing as an image that is as large on paper at every scale."""
    _application()
    from PySide6.QtCore import QPointF
    from PySide6.QtGui import QColor, QImage, QPainter

    from portplanner.diagram.style import DARK, LIGHT
    from portplanner.window.fonts import font
    from portplanner.window.paint import paint

    colours = DARK if dark else LIGHT
    width, height = _pixels(drawing, scale)
    image = QImage()
    if _paintable(width, height):
        image = QImage(width, height, QImage.Format.Format_RGB32)
    if image.isNull():
        raise CouldNot("export.png.too-large", width=width, height=height, scale=f"{scale:g}")
    image.setText("Title", drawing.title)
    image.fill(QColor(colours["page"]))
    painter = QPainter(image)
    painter.scale(scale, scale)
    paint(painter, drawing, colours)
    if drawing.notice:
        painter.setPen(QColor(colours["ink-soft"]))
        painter.setFont(font(10 * 72 / image.logicalDpiY()))
        painter.drawText(QPointF(12, drawing.height + _NOTICE * 0.6), drawing.notice)
    painter.end()
    dots = round(scale * 72 / 0.0254)  # after painting: fonts follow the resolution of an image
    image.setDotsPerMeterX(dots)
    image.setDotsPerMeterY(dots)
    return image


def largest_scale(drawing: Drawing, wanted: float = 2.0) -> float:
    """Return the scale that was wanted or, of a huge drawing, the largest that can be painted."""
    scale = wanted
    while not _paintable(*_pixels(drawing, scale)):
        scale /= 2
    return scale


def _pixels(drawing: Drawing, scale: float) -> tuple[int, int]:
    height = drawing.height + (_NOTICE if drawing.notice else 0)
    return math.ceil(drawing.width * scale), math.ceil(height * scale)


def _paintable(width: int, height: int) -> bool:
    return max(width, height) <= _LONGEST_SIDE and width * height <= MOST_PIXELS


def _application() -> None:
    """Make the application object that fonts need, where none exists yet."""
    from PySide6.QtGui import QGuiApplication

    if QGuiApplication.instance() is not None:
        return
    screen = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    if sys.platform.startswith("linux") and not screen:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    _keep.append(QGuiApplication(["port-planner"]))
