"""Several diagrams under each other in one picture, each with its title."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from portplanner.diagram.drawing import Area, Arrow, Chip, Drawing, Element, Glyph, Label, Line, Shape
from portplanner.diagram.measure import width

_TITLE = 17.0
_TITLE_ROOM = 40.0
_MARGIN = 14.0
_GAP = 18.0  # around pages that stand under each other


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


def sheets(pages: Sequence[Drawing]) -> Drawing:
    """Return one drawing with these pages under each other, a gap and a border between them.

    Ids are told apart as in ``stack``. Raises ValueError when there is no page.
    """
    if not pages:
        raise ValueError("no page to show")
    if len(pages) == 1:
        return pages[0]
    shapes: list[Shape] = []
    elements: list[Element] = []
    y = _GAP
    width = max(page.width for page in pages) + 2 * _GAP
    for number, page in enumerate(_told_apart(pages), 1):
        x = (width - page.width) / 2
        shapes.append(Area(f"page-{number}", x, y, page.width, page.height, "page", "lane-edge"))
        shapes += (moved(shape, x, y) for shape in page.shapes)
        elements += page.elements
        y += page.height + _GAP
    return Drawing(
        id="+".join(dict.fromkeys(page.id for page in pages)),
        title=" / ".join(dict.fromkeys(page.title for page in pages)),
        width=width,
        height=y,
        shapes=tuple(shapes),
        elements=tuple(elements),
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
    return moved(shape, 0.0, by)


def moved(shape: Shape, dx: float, dy: float) -> Shape:
    """Return the shape this many points further right and down."""
    match shape:
        case Area() | Chip() | Glyph():
            return replace(shape, x=shape.x + dx, y=shape.y + dy)
        case Line() | Arrow():
            return replace(
                shape, x1=shape.x1 + dx, y1=shape.y1 + dy, x2=shape.x2 + dx, y2=shape.y2 + dy
            )  # fmt: skip
        case Label():
            return replace(shape, x=shape.x + dx, baseline=shape.baseline + dy)


def scaled(shape: Shape, k: float) -> Shape:
    """Return the shape this many times as large, its text too, seen from the drawing's corner."""
    names = _LENGTHS[type(shape)]
    return replace(shape, **{name: getattr(shape, name) * k for name in names})


_LENGTHS: Mapping[type[Shape], tuple[str, ...]] = {
    Area: ("x", "y", "width", "height", "stroke_width", "radius"),
    Line: ("x1", "y1", "x2", "y2", "stroke_width"),
    Arrow: ("x1", "y1", "x2", "y2", "stroke_width", "head"),
    Chip: ("x", "y", "width", "height", "size"),
    Glyph: ("x", "y", "size"),
    Label: ("x", "baseline", "width", "size"),
}


def _headings(shapes: Sequence[Shape]) -> list[Label]:
    return [s for s in shapes if isinstance(s, Label) and s.id.endswith(".title")]
