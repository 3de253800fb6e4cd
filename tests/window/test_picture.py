"""PNG files, from the same painter as the window."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from PySide6.QtGui import QColor, QImage

from portplanner.diagram.drawing import Area, Arrow, Chip, Drawing, Element, Glyph, Label, Line
from portplanner.diagram.glyphs import GLYPHS
from portplanner.diagram.style import DARK, LIGHT
from portplanner.errors import CouldNot
from portplanner.text import Text
from portplanner.window.picture import SCALES, largest_scale, png


def _drawing(notice: str = "") -> Drawing:
    glyphs = tuple(Glyph(kind, kind, 10 + 12 * n, 60, 10) for n, kind in enumerate(GLYPHS))
    return Drawing(
        id="clients",
        title="<b>Clients</b>",
        width=300,
        height=100,
        shapes=(
            Area("lane", 0, 0, 100, 100, "lane", "lane-edge", radius=6),
            Line("firewall", 150, 0, 150, 100, "firewall", 2, dashed=True),
            Arrow("flow", 50, 50, 250, 50, "arrow"),
            Chip("flow", 130, 40, 60, 20, "443/TCP", 11, "chip", "chip-edge", "chip-ink"),
            Label("lane", 50, 20, 60, "網際網路", 11, "ink", bold=True, anchor="middle"),
            *glyphs,
        ),
        elements=(Element("flow", "flow", "A flow"),),
        notice=notice,
    )


@pytest.mark.parametrize(("scale", "size"), [(1.0, (300, 100)), (2.0, (600, 200)), (1.5, (450, 150))])
def test_a_png_has_the_size_that_was_asked_for(qapp: object, scale: float, size: tuple[int, int]) -> None:
    image = QImage.fromData(png(_drawing(), scale))
    assert (image.width(), image.height()) == size


@pytest.mark.parametrize("scale", SCALES)
def test_a_picture_is_as_large_on_paper_at_every_scale(qapp: object, scale: float) -> None:
    image = QImage.fromData(png(_drawing(), scale))
    assert (image.width(), image.height()) == (300 * scale, 100 * scale)
    inches = image.width() / (image.dotsPerMeterX() * 0.0254)
    assert inches * 72 == pytest.approx(300, abs=0.1)
    assert image.dotsPerMeterX() == image.dotsPerMeterY()


def test_text_grows_with_the_scale(qapp: object) -> None:
    def inked(scale: int) -> float:
        image = QImage.fromData(png(_drawing(), scale))
        places = [(x, y) for x in range(100 * scale) for y in range(4 * scale, 30 * scale)]
        return sum(image.pixelColor(x, y).lightness() < 128 for x, y in places) / len(places)

    assert inked(1) == pytest.approx(inked(4), abs=0.04)


@pytest.mark.parametrize(("width", "height"), [(40_000, 100), (20_000, 20_000), (100, 33_000)])
def test_a_picture_of_too_many_pixels_is_refused_with_its_reason(
    qapp: object, width: int, height: int
) -> None:
    with pytest.raises(CouldNot) as caught:
        png(Drawing("a", "b", width, height, ()), 1.0)
    assert caught.value.id == "export.png.too-large"
    assert f"{width} × {height}" in Text("en")(caught.value.id, **caught.value.places)
    scale = largest_scale(Drawing("a", "b", width, height, ()))
    assert scale < 1
    assert png(Drawing("a", "b", width, height, ()), scale)


@pytest.mark.parametrize("dark", [False, True])
def test_colours_follow_the_theme(qapp: object, dark: bool) -> None:
    image = QImage.fromData(png(_drawing(), 1.0, dark))
    colours = DARK if dark else LIGHT
    assert image.pixelColor(290, 5) == QColor(colours["page"])
    assert image.pixelColor(220, 50) == QColor(colours["arrow"])


def test_a_notice_is_in_the_picture(qapp: object) -> None:
    assert QImage.fromData(png(_drawing("On a plain grid."), 1.0)).height() > 100


def test_the_same_drawing_gives_the_same_bytes(qapp: object) -> None:
    assert png(_drawing()) == png(_drawing())


def test_a_png_needs_no_screen() -> None:
    code = (
        "from portplanner.window.picture import png\n"
        "from portplanner.diagram.drawing import Drawing\n"
        "import sys; sys.stdout.buffer.write(png(Drawing('a', 'b', 20, 10, (), ())))"
    )
    hidden = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    environment = {name: value for name, value in os.environ.items() if name not in hidden}
    environment["PYTHONPATH"] = os.pathsep.join(sys.path)
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, check=True)
    image = QImage.fromData(done.stdout)
    assert (image.width(), image.height()) == (40, 20)
