"""Several diagrams under each other in one picture, each with its title."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from portplanner.diagram.drawing import Area, Arrow, Chip, Drawing, Element, Glyph, Label, Line, Shape
from portplanner.diagram.measure import width

_TITLE = 17.0
_TITLE_ROOM = 40.0
_MARGIN = 14.0


def stack(drawings: Sequence[Drawing]) -> Drawing:
    """Return one drawing with these under each other, a title above each.

    Ids stay as they were; where a diagram comes again, in another language, its ids get its number
    behind them. Raises ValueError when there is nothing to stack.
    """
    if not drawings:
        raise ValueError("no drawing to stack")
    shapes: list[Shape] = []
    elements: list[Element] = []
    y = 0.0
    for drawing in _told_apart(drawings):
        id = f"{drawing.id}.title"
        elements.append(Element(id, "title", drawing.title))
        measured = width(drawing.title, _TITLE, bold=True)
        shapes.append(Label(id, _MARGIN, y + 28, measured, drawing.title, _TITLE, "ink", bold=True))
        y += _TITLE_ROOM
        shapes += (lowered(shape, y) for shape in drawing.shapes)
        elements += drawing.elements
        y += drawing.height
    return Drawing(
        id="+".join(d.id for d in drawings),
        title=" / ".join(d.title for d in drawings),
        width=max(*(d.width for d in drawings), *(s.width + 2 * _MARGIN for s in _headings(shapes))),
        height=y,
        shapes=tuple(shapes),
        elements=tuple(elements),
        notice=next((d.notice for d in drawings if d.notice), ""),
    )


def _told_apart(drawings: Sequence[Drawing]) -> Iterator[Drawing]:
    seen: Counter[str] = Counter()
    for drawing in drawings:
        seen[drawing.id] += 1
        number = seen[drawing.id]
        yield drawing if number == 1 else _numbered(drawing, number)


def _numbered(drawing: Drawing, number: int) -> Drawing:
    shapes = tuple(replace(shape, id=f"{shape.id}.{number}") for shape in drawing.shapes)
    elements = tuple(replace(element, id=f"{element.id}.{number}") for element in drawing.elements)
    return replace(drawing, id=f"{drawing.id}.{number}", shapes=shapes, elements=elements)


def lowered(shape: Shape, by: float) -> Shape:
    """Return the shape this many points further down."""
    match shape:
        case Area() | Chip() | Glyph():
            return replace(shape, y=shape.y + by)
        case Line() | Arrow():
            return replace(shape, y1=shape.y1 + by, y2=shape.y2 + by)
        case Label():
            return replace(shape, baseline=shape.baseline + by)


def _headings(shapes: Sequence[Shape]) -> list[Label]:
    return [s for s in shapes if isinstance(s, Label) and s.id.endswith(".title")]
