"""The icons drawn for this project, in the colours of the theme."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from portplanner.paths import assets

SIZE = 20


@lru_cache(maxsize=128)
def icon(name: str, colour: str, faint: str) -> QIcon:
    """Return the icon in this colour, and in the faint one where it is disabled."""
    drawn = (assets() / "icons" / f"{name}.svg").read_text("utf-8")
    made = QIcon()
    for mode, ink in ((QIcon.Mode.Normal, colour), (QIcon.Mode.Disabled, faint)):
        renderer = QSvgRenderer(QByteArray(drawn.replace("currentColor", ink).encode()))
        for scale in (1, 2):
            made.addPixmap(_pixmap(renderer, SIZE * scale, scale), mode)
    return made


def window_icon() -> QIcon:
    """Return the program's own icon."""
    renderer = QSvgRenderer(str(assets() / "port-planner.svg"))
    made = QIcon()
    for size in (32, 128):
        made.addPixmap(_pixmap(renderer, size, 1))
    return made


def _pixmap(renderer: QSvgRenderer, size: int, scale: int) -> QPixmap:
    pixmap = QPixmap(QSize(size, size))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer.render(painter, QRectF(0, 0, size, size))
    painter.end()
    pixmap.setDevicePixelRatio(scale)
    return pixmap
