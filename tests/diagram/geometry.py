"""What touches what in a Drawing: the rules that every drawing keeps, with a count of zero."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from portplanner.diagram.drawing import Area, Arrow, Chip, Drawing, Glyph, Label, Line, Shape
from portplanner.diagram.measure import width

Box = tuple[float, float, float, float]  # left, top, right, bottom


def overlaps(drawing: Drawing) -> list[str]:
    """Return every text that touches what it should not, and every line that crosses a foreign box."""
    return [f"{drawing.id}: {problem}" for problem in (*_texts(drawing), *_lines(drawing), *_glyphs(drawing))]


def _texts(drawing: Drawing) -> Iterator[str]:
    texts = [(shape, box(shape)) for shape in drawing.shapes if isinstance(shape, (Label, Chip))]
    others = [(s, box(s)) for s in drawing.shapes if isinstance(s, (Arrow, Line, Glyph))]
    areas = [(s, box(s)) for s in drawing.shapes if isinstance(s, Area)]
    page = (0.0, 0.0, drawing.width, drawing.height)
    for (one, a), (other, b) in combinations(texts, 2):
        if meet(a, b):
            yield f"{one} touches {other}"
    for text, a in texts:
        for shape, b in others:
            own_line = isinstance(shape, Arrow) and isinstance(text, Chip) and shape.id == text.id
            if meet(a, b) and not own_line:
                yield f"{text} touches {shape}"
        for area, b in areas:  # its lane, its box: wholly in or wholly out
            if meet(a, b) and not inside(a, b):
                yield f"{text} lies across the border of {area}"
        if not inside(a, page):
            yield f"{text} leaves the page"
        if isinstance(text, Chip) and width(text.text, text.size, text.bold) > text.width - 4:
            yield f"{text} is too narrow"


def _lines(drawing: Drawing) -> Iterator[str]:
    arrows = [(shape, box(shape)) for shape in drawing.shapes if isinstance(shape, Arrow)]
    boxes = [
        (shape, box(shape))
        for shape in drawing.shapes
        if isinstance(shape, Glyph) or (isinstance(shape, Area) and shape.fill in ("server", "link"))
    ]
    for arrow, a in arrows:
        for shape, b in boxes:
            if meet(a, b):
                yield f"{arrow} crosses {shape}"
    for (one, a), (other, b) in combinations(arrows, 2):
        if meet(a, b):
            yield f"{one} crosses {other}"


def _glyphs(drawing: Drawing) -> Iterator[str]:
    glyphs = [(shape, box(shape)) for shape in drawing.shapes if isinstance(shape, Glyph)]
    for (one, a), (other, b) in combinations(glyphs, 2):
        if one.id != other.id and meet(a, b):
            yield f"{one} touches {other}"


def box(shape: Shape) -> Box:
    """Return the rectangle that a shape covers; of a text its visible part."""
    match shape:
        case Area() | Chip():
            return shape.x, shape.y, shape.x + shape.width, shape.y + shape.height
        case Glyph():
            return shape.x, shape.y, shape.x + shape.size, shape.y + shape.size
        case Label():
            left = shape.x - {"start": 0.0, "middle": 0.5, "end": 1.0}[shape.anchor] * shape.width
            top = shape.baseline - 0.85 * shape.size
            return left, top, left + shape.width, shape.baseline + 0.2 * shape.size
        case Arrow() | Line():
            half = shape.stroke_width / 2
            return (
                min(shape.x1, shape.x2) - half, min(shape.y1, shape.y2) - half,
                max(shape.x1, shape.x2) + half, max(shape.y1, shape.y2) + half,
            )  # fmt: skip


def meet(a: Box, b: Box) -> bool:
    """Return whether two rectangles share more than a border."""
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def inside(a: Box, b: Box) -> bool:
    """Return whether the first rectangle lies in the second."""
    return a[0] >= b[0] and a[1] >= b[1] and a[2] <= b[2] and a[3] <= b[3]
