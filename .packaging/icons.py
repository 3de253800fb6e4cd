"""Makes the icon files that systems ask for from the one picture in assets/."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QBuffer, QByteArray
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

LARGEST = 1024  # what macOS asks for
SIZES = (16, 24, 32, 48, 64, 128, 256)  # what Windows asks for


def make(svg: Path, folder: Path) -> None:
    """Write port-planner.ico for Windows and port-planner.icns for macOS into this folder."""
    large = picture(svg, LARGEST)
    large.save(
        folder / "port-planner.icns", append_images=[picture(svg, size) for size in (32, 64, 128, 256)]
    )
    # each size is drawn anew: shrinking the large one would blur the lines
    smaller = [picture(svg, size) for size in SIZES[:-1]]
    picture(svg, SIZES[-1]).save(
        folder / "port-planner.ico", sizes=[(size, size) for size in SIZES], append_images=smaller
    )


def picture(svg: Path, size: int) -> Image.Image:
    """Return the drawing in this size, in pixels."""
    image = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    painter = QPainter(image)
    QSvgRenderer(str(svg)).render(painter)
    painter.end()
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return Image.open(BytesIO(data.data())).convert("RGBA")
