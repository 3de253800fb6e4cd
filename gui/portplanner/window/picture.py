"""A Drawing as a PNG file, with or without a screen."""

from __future__ import annotations

import math
import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtGui import QGuiApplication

    from portplanner.diagram.drawing import Drawing

_NOTICE = 26.0  # room below the drawing for its notice, in points
_keep: list[QGuiApplication] = []


def png(drawing: Drawing, scale: float = 2.0, dark: bool = False) -> bytes:
    """Return the drawing as a PNG; one unit of the drawing becomes ``scale`` pixels."""
    _application()
    from PySide6.QtCore import QBuffer, QByteArray, QPointF
    from PySide6.QtGui import QColor, QImage, QImageWriter, QPainter

    from portplanner.diagram.style import DARK, LIGHT
    from portplanner.window.fonts import font
    from portplanner.window.paint import paint

    colours = DARK if dark else LIGHT
    height = drawing.height + (_NOTICE if drawing.notice else 0)
    image = QImage(math.ceil(drawing.width * scale), math.ceil(height * scale), QImage.Format.Format_RGB32)
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
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return bytes(buffer.data().data())


def _application() -> None:
    """Make the application object that fonts need, where none exists yet."""
    from PySide6.QtGui import QGuiApplication

    if QGuiApplication.instance() is not None:
        return
    screen = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    if sys.platform.startswith("linux") and not screen:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    _keep.append(QGuiApplication(["port-planner"]))
