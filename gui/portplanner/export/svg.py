"""A Drawing as SVG: real text, and one group with the id of each thing it stands for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from portplanner.diagram.drawing import Area, Arrow, Chip, Drawing, Glyph, Label, Line, Shape
from portplanner.diagram.glyphs import GLYPHS
from portplanner.diagram.style import LIGHT
from portplanner.text import Language, visible

_FAMILY = (
    "'Noto Sans TC', 'Noto Sans CJK TC', 'Microsoft JhengHei', 'PingFang TC', 'Segoe UI', Arial, sans-serif"
)
_NOTICE = 26.0  # room below the drawing for its notice
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def document(drawing: Drawing, language: Language = "en") -> bytes:
    """Return the drawing as an SVG file that any viewer can show and any reader can search."""
    height = drawing.height + (_NOTICE if drawing.notice else 0)
    size = f'width="{_n(drawing.width)}" height="{_n(height)}"'
    box = f'viewBox="0 0 {_n(drawing.width)} {_n(height)}"'
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} {box} xml:lang="{language}" role="img" '
        f'font-family="{_FAMILY}">',
        f"<title>{_text(drawing.title)}</title>",
        f"<desc>{_text(' '.join(f'{sentence}.' for sentence in drawing.titles.values()))}</desc>",
        f'<rect width="100%" height="100%" fill="{LIGHT["page"]}"/>',
        *_groups(drawing),
    ]
    if drawing.notice:
        y = drawing.height + _NOTICE * 0.6
        lines.append(_line_of_text(drawing.notice, 12, y, 10, "ink-soft", False, "start"))
    lines.append("</svg>\n")
    return "\n".join(lines).encode()


def _groups(drawing: Drawing) -> Iterator[str]:
    groups: dict[str, list[Shape]] = {}
    for shape in drawing.shapes:
        groups.setdefault(shape.id, []).append(shape)
    titles = drawing.titles
    for id, shapes in groups.items():
        yield f"<g id={_attribute(id)}>"
        if id in titles:
            yield f"<title>{_text(titles[id])}</title>"
        for shape in shapes:
            yield from _shape(shape)
        yield "</g>"


def _shape(shape: Shape) -> Iterator[str]:
    match shape:
        case Area():
            radius = f' rx="{_n(shape.radius)}"' if shape.radius else ""
            look = _fill(shape.fill) + _stroke(shape.stroke, shape.stroke_width, shape.dashed)
            yield f"<rect {_box(shape.x, shape.y, shape.width, shape.height)}{radius}{look}/>"
        case Line():
            yield _line(
                shape.x1,
                shape.y1,
                shape.x2,
                shape.y2,
                _stroke(shape.stroke, shape.stroke_width, shape.dashed),
            )
        case Arrow():
            yield from _arrow(shape)
        case Chip():
            look = _fill(shape.fill) + _stroke(shape.stroke, 1.0)
            box = _box(shape.x, shape.y, shape.width, shape.height)
            yield f'<rect {box} rx="{_n(shape.height / 2)}"{look}/>'
            baseline = shape.y + shape.height / 2 + shape.size * 0.36
            yield _line_of_text(
                shape.text,
                shape.x + shape.width / 2,
                baseline,
                shape.size,
                shape.colour,
                shape.bold,
                "middle",
            )
        case Glyph():
            yield f'<g transform="translate({_n(shape.x)} {_n(shape.y)}) scale({_n(shape.size / 100)})">'
            for part in GLYPHS[shape.kind]:
                yield f'<path d="{part.d}"{_fill(part.fill)}{_stroke(part.stroke, part.stroke_width)}/>'
            yield "</g>"
        case Label():
            yield _line_of_text(
                shape.text, shape.x, shape.baseline, shape.size, shape.colour, shape.bold, shape.anchor
            )


def _arrow(arrow: Arrow) -> Iterator[str]:
    dx, dy = arrow.x2 - arrow.x1, arrow.y2 - arrow.y1
    length = (dx * dx + dy * dy) ** 0.5 or 1.0
    ux, uy = dx / length, dy / length
    x, y = arrow.x2 - ux * arrow.head, arrow.y2 - uy * arrow.head
    half = arrow.head / 2
    yield _line(arrow.x1, arrow.y1, x, y, _stroke(arrow.stroke, arrow.stroke_width, arrow.dashed))
    corners = ((arrow.x2, arrow.y2), (x - uy * half, y + ux * half), (x + uy * half, y - ux * half))
    points = " ".join(f"{_n(px)},{_n(py)}" for px, py in corners)
    yield f'<polygon points="{points}"{_fill(arrow.stroke)}/>'


def _line_of_text(
    text: str, x: float, y: float, size: float, colour: str, bold: bool, anchor: str
) -> str:  # fmt: skip
    weight = ' font-weight="700"' if bold else ""
    place = f'x="{_n(x)}" y="{_n(y)}" font-size="{_n(size)}" text-anchor="{anchor}"'
    return f'<text {place}{weight}{_fill(colour)} xml:space="preserve">{_text(text)}</text>'


def _line(x1: float, y1: float, x2: float, y2: float, stroke: str) -> str:
    return f'<line x1="{_n(x1)}" y1="{_n(y1)}" x2="{_n(x2)}" y2="{_n(y2)}"{stroke}/>'


def _box(x: float, y: float, width: float, height: float) -> str:
    return f'x="{_n(x)}" y="{_n(y)}" width="{_n(width)}" height="{_n(height)}"'


def _fill(colour: str) -> str:
    return f' fill="{LIGHT.get(colour, colour) or "none"}"' if colour else ' fill="none"'


def _stroke(colour: str, width: float, dashed: bool = False) -> str:
    if not colour:
        return ""
    dash = f' stroke-dasharray="{_n(3 * width)} {_n(2 * width)}"' if dashed else ""
    return f' stroke="{LIGHT.get(colour, colour)}" stroke-width="{_n(width)}"{dash}'


def _n(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")


def _text(text: str) -> str:
    """Return a text for XML: nothing in it can open a tag, and nothing in it is invisible."""
    return escape(_NOT_XML.sub(lambda found: f"<U+{ord(found[0]):04X}>", visible(text)))


def _attribute(text: str) -> str:
    return quoteattr(_NOT_XML.sub("?", visible(text)))
