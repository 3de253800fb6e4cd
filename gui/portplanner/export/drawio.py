"""Drawings as a draw.io file: a page each, to be edited there, with everything where we drew it.

Lanes hold their servers, servers and end points are groups that move as one, and arrows are edges
that stay joined to both. Labels are plain text (``html=0``), so that no name can become markup.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import ceil, hypot
from xml.sax.saxutils import quoteattr

from portplanner.diagram.drawing import Area, Arrow, Chip, Drawing, Element, Glyph, Label, Line, Shape
from portplanner.diagram.style import LIGHT, LINE_HEIGHT
from portplanner.export.svg import glyph_paths, printable

Box = tuple[float, float, float, float]  # left, top, right, bottom
Point = tuple[float, float]

_FONT = "Noto Sans TC,Microsoft JhengHei,PingFang TC,Helvetica"
_GROUP = "group;fillColor=none;strokeColor=none;container=1;collapsible=0;connectable=1"
_NEAR = 12.0  # an arrow's end this near to a server's box is joined to it
_INNER = ("rule", "frame")  # painted in their lane, below what stands there


def document(drawings: Sequence[Drawing]) -> bytes:
    """Return a draw.io file with a page for each drawing."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<mxfile host="Port Planner" compressed="false">']
    for number, drawing in enumerate(drawings, 1):
        width, height = ceil(drawing.width), ceil(drawing.height)
        lines += (
            f'<diagram id="page-{number}" name={_attribute(drawing.title)}>',
            f'<mxGraphModel dx="{width}" dy="{height}" grid="1" gridSize="10" guides="1" tooltips="1" '
            f'connect="1" arrows="1" fold="1" page="1" pageScale="1" pageWidth="{width}" '
            f'pageHeight="{height}" math="0" shadow="0">',
            '<root><mxCell id="0"/><mxCell id="1" parent="0"/>',
            *_Page(drawing).lines(),
            "</root></mxGraphModel></diagram>",
        )
    lines.append("</mxfile>\n")
    return "\n".join(lines).encode()


@dataclass(slots=True)
class _Cell:
    """A vertex, or with ``ends`` an edge. Positions are the drawing's; the file has the parent's."""

    id: str
    style: str
    box: Box
    text: str = ""
    ends: tuple[Point, Point] | None = None
    source: str = ""
    target: str = ""
    children: list[_Cell] = field(default_factory=list)


class _Page:
    def __init__(self, drawing: Drawing) -> None:
        self.drawing = drawing
        self.elements = {element.id: element for element in drawing.elements}
        self._taken = {"0", "1", *(shape.id for shape in drawing.shapes)}

    def lines(self) -> Iterator[str]:
        groups: dict[str, list[Shape]] = {}
        for shape in self.drawing.shapes:
            groups.setdefault(shape.id, []).append(shape)
        lanes: list[_Cell] = []
        inner: list[_Cell] = []
        others: list[_Cell] = []
        joined: list[tuple[str, list[Shape]]] = []
        for id, shapes in groups.items():
            kind = self._kind(id)
            if kind in ("flow", "link") and _line_of(shapes) is not None:
                joined.append((id, shapes))
            elif kind == "lane":
                lanes.append(self._group(id, shapes))
            else:
                (inner if kind in (*_INNER, "server") else others).append(self._group(id, shapes))
        servers = [cell for cell in inner if self._kind(cell.id) == "server"]
        edges: list[_Cell] = []
        for id, shapes in joined:
            ends, arrows = self._flow(id, shapes, servers)
            inner += ends
            edges += arrows
        loose: list[_Cell] = []
        for cell in sorted(inner, key=lambda cell: self._kind(cell.id) not in _INNER):
            home = next((lane for lane in lanes if _holds(lane.box, _middle(cell.box))), None)
            (home.children if home else loose).append(cell)
        for cell in (*lanes, *others, *loose, *edges):
            yield from self._written(cell, "1", (0, 0))

    def _kind(self, id: str) -> str:
        return self.elements[id].kind if id in self.elements else ""

    def _new(self, id: str) -> str:
        number = 1
        while f"{id}.{number}" in self._taken:
            number += 1
        self._taken.add(f"{id}.{number}")
        return f"{id}.{number}"

    # Elements become cells

    def _group(self, id: str, shapes: Sequence[Shape]) -> _Cell:
        """One cell for a thing: its only shape, its ground with the rest on it, or all of them held."""
        pieces = _with_joined_lines(shapes)
        first, rest = pieces[0], pieces[1:]
        boxes = [piece.box for piece in pieces]
        if not rest:
            return self._piece(first, id)
        if isinstance(first.shape, Area) and all(_within(box, first.box) for box in boxes):
            held = self._piece(first, id)
            held.style += ";container=1;collapsible=0"
        else:
            held, rest = _Cell(id, _GROUP, _around(boxes)), pieces
        held.children = [self._piece(piece, self._new(id)) for piece in rest]
        return held

    def _flow(
        self, id: str, shapes: Sequence[Shape], servers: Sequence[_Cell]
    ) -> tuple[list[_Cell], list[_Cell]]:
        """Return the end points of a flow, which stand in lanes, and its edges with what they say."""
        main = [shape for shape in shapes if _is_line(shape)]
        pieces = _with_joined_lines([shape for shape in shapes if shape not in main])
        spans = [_span(shape, pieces) for shape in main]
        edges = [
            _Cell(id if n == 0 else self._new(id), _edge_style(shape), _box(shape), ends=span)
            for n, (shape, span) in enumerate(zip(main, spans, strict=True))
        ]
        seeds = [
            p for p in pieces if isinstance(p.shape, Glyph) and not any(_beside(s, p.box) for s in spans)
        ]
        held: dict[int, list[_Piece]] = {n: [seed] for n, seed in enumerate(seeds)}
        for piece in pieces:
            if piece in seeds:
                continue
            place = _middle(piece.box)
            beside = [n for n, span in enumerate(spans) if _beside(span, piece.box)]
            if beside or not seeds:
                nearest = min(beside or range(len(spans)), key=lambda n: _apart_from(spans[n], place))
                edges[nearest].children.append(self._piece(piece, self._new(id)))
            else:
                nearest = min(held, key=lambda n: _apart(seeds[n].box, place))
                held[nearest].append(piece)
        ends = []
        for group in held.values():
            name = self._new(f"{id}.end")
            end = _Cell(name, _GROUP, _around([piece.box for piece in group]))
            end.children = [self._piece(piece, self._new(id)) for piece in group]
            ends.append(end)
        for edge in edges:
            assert edge.ends is not None
            edge.source, out = _joint(edge.ends[0], servers, ends, "exit")
            edge.target, into = _joint(edge.ends[1], servers, ends, "entry")
            edge.style += out + into
        return ends, edges

    def _piece(self, piece: _Piece, id: str) -> _Cell:
        shape = piece.shape
        match shape:
            case Area():
                return _Cell(id, _area_style(shape), piece.box)
            case Chip():
                return _Cell(id, _chip_style(shape), piece.box, shape.text)
            case Glyph():
                return _Cell(id, _glyph_style(shape), piece.box)
            case Label():
                return _Cell(id, _label_style(shape), piece.box, piece.text)
            case Line() | Arrow():
                ends = (shape.x1, shape.y1), (shape.x2, shape.y2)
                return _Cell(id, _edge_style(shape), piece.box, ends=ends)

    # Cells become lines

    def _written(self, cell: _Cell, parent: str, origin: Point) -> Iterator[str]:
        element = self.elements.get(cell.id)
        head = f"<mxCell id={_attribute(cell.id)} value={_attribute(cell.text)}"
        tail = "</mxCell>"
        if element is not None:
            yield f"<UserObject id={_attribute(cell.id)} label={_attribute(cell.text)}{_said(element)}>"
            head, tail = "<mxCell", "</mxCell></UserObject>"
        kind = 'edge="1"' if cell.ends else 'vertex="1"'
        joints = "".join(
            f" {name}={_attribute(id)}"
            for name, id in (("source", cell.source), ("target", cell.target))
            if id
        )
        yield f'{head} style="{cell.style};" {kind} parent={_attribute(parent)}{joints}>'
        yield _geometry(cell, origin)
        yield tail
        if cell.ends:
            middle = _halfway(cell.ends)
            for child in cell.children:
                yield from self._on_edge(child, cell.id, middle)
            return
        for child in cell.children:
            yield from self._written(child, cell.id, cell.box[:2])

    def _on_edge(self, cell: _Cell, parent: str, middle: Point) -> Iterator[str]:
        """A label of an edge: its place is told from the edge's middle, and it moves with the edge."""
        left, top, right, bottom = cell.box
        yield (
            f'<mxCell id={_attribute(cell.id)} value={_attribute(cell.text)} style="{cell.style};" '
            f'vertex="1" connectable="0" parent={_attribute(parent)}>'
        )
        yield (
            f'<mxGeometry x="0" y="0" width="{_n(right - left)}" height="{_n(bottom - top)}" relative="1" '
            f'as="geometry"><mxPoint x="{_n(left - middle[0])}" y="{_n(top - middle[1])}" as="offset"/>'
            "</mxGeometry>"
        )
        yield "</mxCell>"


def _geometry(cell: _Cell, origin: Point) -> str:
    x, y = origin
    if cell.ends is None:
        left, top, right, bottom = cell.box
        size = f'width="{_n(right - left)}" height="{_n(bottom - top)}"'
        return f'<mxGeometry x="{_n(left - x)}" y="{_n(top - y)}" {size} as="geometry"/>'
    points = "".join(
        f'<mxPoint x="{_n(px - x)}" y="{_n(py - y)}" as="{name}"/>'
        for (px, py), name in zip(cell.ends, ("sourcePoint", "targetPoint"), strict=True)
    )
    return f'<mxGeometry relative="1" as="geometry">{points}</mxGeometry>'


def _said(element: Element) -> str:
    number = f' number="{element.number}"' if element.number else ""
    return f' tooltip={_attribute(element.title)} kind="{element.kind}"{number}'


# Looks -------------------------------------------------------------------------------------------


def _area_style(area: Area) -> str:
    corner = f"rounded=1;absoluteArcSize=1;arcSize={_n(2 * area.radius)}" if area.radius else "rounded=0"
    return f"{corner};html=0;{_filled(area.fill)};{_stroked(area.stroke, area.stroke_width, area.dashed)}"


def _chip_style(chip: Chip) -> str:
    look = f"{_filled(chip.fill)};{_stroked(chip.stroke, 1.0)}"
    return f"rounded=1;arcSize=50;html=0;{look};{_font(chip.size, chip.colour, chip.bold)};align=center"


def _label_style(label: Label) -> str:
    align = {"start": "left", "middle": "center", "end": "right"}[label.anchor]
    font = _font(label.size, label.colour, label.bold)
    return f"text;html=0;fillColor=none;strokeColor=none;{font};align={align}"


def _glyph_style(glyph: Glyph) -> str:
    paths = "".join(glyph_paths(glyph.kind, LIGHT))
    size = 'width="100" height="100" viewBox="0 0 100 100"'
    drawn = f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{paths}</svg>'
    # draw.io takes the data behind the comma for Base64; a semicolon would end the style's entry
    data = b64encode(drawn.encode()).decode()
    return f"shape=image;html=0;imageAspect=0;aspect=fixed;image=data:image/svg+xml,{data}"


def _edge_style(shape: Shape) -> str:
    straight = "edgeStyle=none;rounded=0;html=0"
    match shape:
        case Arrow():
            head = f"startArrow=none;endArrow=block;endFill=1;endSize={_n(shape.head - shape.stroke_width)}"
            return f"{straight};{head};{_stroked(shape.stroke, shape.stroke_width, shape.dashed)}"
        case Line():
            look = _stroked(shape.stroke, shape.stroke_width, shape.dashed)
            return f"{straight};startArrow=none;endArrow=none;{look}"
        case Area():  # the band of a link
            return f"{straight};startArrow=none;endArrow=none;{_stroked(shape.fill, _thickness(shape))}"
    raise TypeError(shape)


def _font(size: float, colour: str, bold: bool) -> str:
    style = "fontStyle=1" if bold else "fontStyle=0"
    return (
        f"fontFamily={_FONT};fontSize={_n(size)};fontColor={_colour(colour)};{style};"
        "verticalAlign=middle;spacing=0"
    )


def _filled(colour: str) -> str:
    return f"fillColor={_colour(colour)}"


def _stroked(colour: str, width: float, dashed: bool = False) -> str:
    dash = f";dashed=1;fixDash=1;dashPattern={_n(3 * width)} {_n(2 * width)}" if dashed and colour else ""
    return f"strokeColor={_colour(colour)};strokeWidth={_n(width)}{dash}"


def _colour(name: str) -> str:
    return LIGHT.get(name, name) or "none"


# Pieces: a shape each, or a few lines of text that belong together ---------------------------------


@dataclass(frozen=True, slots=True)
class _Piece:
    shape: Shape
    box: Box
    text: str = ""


def _with_joined_lines(shapes: Iterable[Shape]) -> list[_Piece]:
    pieces: list[_Piece] = []
    last: Label | None = None
    for shape in shapes:
        text = shape.text if isinstance(shape, Label) else ""
        if isinstance(shape, Label) and last and _goes_on(last, shape):
            before = pieces[-1]
            joined = f"{before.text}\n{text}"
            pieces[-1] = replace(before, box=_around([before.box, _box(shape)]), text=joined)
        else:
            pieces.append(_Piece(shape, _box(shape), text))
        last = shape if isinstance(shape, Label) else None
    return pieces


def _goes_on(one: Label, other: Label) -> bool:
    """Whether the second label is the next line of the first one's text."""
    same = replace(other, text=one.text, width=one.width, baseline=one.baseline) == one
    return same and abs(other.baseline - one.baseline - one.size * LINE_HEIGHT) < 0.1


# Geometry ----------------------------------------------------------------------------------------


def _box(shape: Shape) -> Box:
    match shape:
        case Area() | Chip():
            return shape.x, shape.y, shape.x + shape.width, shape.y + shape.height
        case Glyph():
            return shape.x, shape.y, shape.x + shape.size, shape.y + shape.size
        case Label():
            left = shape.x - {"start": 0.0, "middle": shape.width / 2, "end": shape.width}[shape.anchor]
            middle, half = shape.baseline - 0.36 * shape.size, shape.size * LINE_HEIGHT / 2
            return left, middle - half, left + shape.width, middle + half
        case Line() | Arrow():
            return (
                min(shape.x1, shape.x2), min(shape.y1, shape.y2),
                max(shape.x1, shape.x2), max(shape.y1, shape.y2),
            )  # fmt: skip


def _is_line(shape: Shape) -> bool:
    """Whether this joins two things: an arrow, or the band of a link."""
    return isinstance(shape, Arrow) or (isinstance(shape, Area) and shape.fill.startswith("link"))


def _line_of(shapes: Iterable[Shape]) -> Shape | None:
    return next((shape for shape in shapes if _is_line(shape)), None)


def _thickness(band: Area) -> float:
    return min(band.width, band.height)


def _span(shape: Shape, pieces: Iterable[_Piece]) -> tuple[Point, Point]:
    """Return where an arrow or a band begins and ends; a band's chevrons say where it leads."""
    if isinstance(shape, Arrow):
        return (shape.x1, shape.y1), (shape.x2, shape.y2)
    left, top, right, bottom = _box(shape)
    x, y = (left + right) / 2, (top + bottom) / 2
    span = ((x, top), (x, bottom)) if bottom - top >= right - left else ((left, y), (right, y))
    glyphs = {piece.shape.kind for piece in pieces if isinstance(piece.shape, Glyph)}
    return span[::-1] if glyphs & {"chevron-up", "chevron-left"} else span


def _joint(end: Point, servers: Sequence[_Cell], ends: Sequence[_Cell], name: str) -> tuple[str, str]:
    """Return the cell that an arrow's end is joined to, and the style that keeps it at this point."""
    near = [cell for cell in servers if _apart(cell.box, end) <= _NEAR] or list(ends)
    if not near:
        return "", ""
    cell = min(near, key=lambda cell: _apart(cell.box, end))
    left, top, right, bottom = cell.box
    x, y = (end[0] - left) / (right - left), (end[1] - top) / (bottom - top)
    place = f"{name}X={_n(x, 6)};{name}Y={_n(y, 6)};{name}Dx=0;{name}Dy=0;{name}Perimeter=0"
    return cell.id, f";{place}"


def _around(boxes: Sequence[Box]) -> Box:
    return (
        min(box[0] for box in boxes), min(box[1] for box in boxes),
        max(box[2] for box in boxes), max(box[3] for box in boxes),
    )  # fmt: skip


def _within(box: Box, outer: Box) -> bool:
    return _holds(outer, box[:2]) and _holds(outer, box[2:])


def _holds(box: Box, point: Point) -> bool:
    return box[0] - 0.01 <= point[0] <= box[2] + 0.01 and box[1] - 0.01 <= point[1] <= box[3] + 0.01


def _middle(box: Box) -> Point:
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2


def _halfway(ends: tuple[Point, Point]) -> Point:
    (x1, y1), (x2, y2) = ends
    return (x1 + x2) / 2, (y1 + y2) / 2


def _apart(box: Box, point: Point) -> float:
    """Return how far a point is from a box."""
    x, y = point
    return hypot(max(box[0] - x, 0, x - box[2]), max(box[1] - y, 0, y - box[3]))


def _along(span: tuple[Point, Point], point: Point) -> float:
    """Return how far along a line a point is: 0 at its beginning, 1 at its end."""
    (x1, y1), (x2, y2) = span
    dx, dy = x2 - x1, y2 - y1
    return ((point[0] - x1) * dx + (point[1] - y1) * dy) / ((dx * dx + dy * dy) or 1.0)


def _beside(span: tuple[Point, Point], box: Box) -> bool:
    """Whether the middle of a box is beside a line, not beyond one of its ends."""
    return 0 <= _along(span, _middle(box)) <= 1


def _apart_from(span: tuple[Point, Point], point: Point) -> float:
    (x1, y1), (x2, y2) = span
    t = min(max(_along(span, point), 0), 1)
    return hypot(x1 + t * (x2 - x1) - point[0], y1 + t * (y2 - y1) - point[1])


# Text --------------------------------------------------------------------------------------------


def _n(number: float, digits: int = 3) -> str:
    text = f"{number:.{digits}f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


_ENTITIES: Mapping[str, str] = {"\n": "&#10;"}


def _attribute(text: str) -> str:
    return quoteattr("\n".join(map(printable, text.split("\n"))), dict(_ENTITIES))
