"""A Drawing as SVG: real text, and one group with the id of each thing it stands for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from xml.sax.saxutils import escape, quoteattr

from portplanner.diagram.drawing import Area, Arrow, Chip, Drawing, Element, Glyph, Label, Line, Shape
from portplanner.diagram.glyphs import GLYPHS
from portplanner.diagram.style import DARK, LIGHT
from portplanner.text import Language, Text, visible

_FAMILY = (
    "'Noto Sans TC', 'Noto Sans CJK TC', 'Microsoft JhengHei', 'PingFang TC', 'Segoe UI', Arial, sans-serif"
)
_NOTICE = 26.0  # room below the drawing for its notice
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NOT_ID = re.compile(r"[^A-Za-z0-9._-]")
_SUFFIXES = ("-name", "-words")  # of the ids of titles and descriptions
_BACKGROUND = ("lane", "rule", "firewall", "frame")  # painted below all else
_SAID = ("flow", "link", "rule")  # what a diagram tells


def document(drawing: Drawing, language: Language = "en", *, dark: bool = False) -> bytes:
    """Return the drawing as an SVG file that any viewer can show and any reader can search."""
    return _Writer(drawing, Text(language), DARK if dark else LIGHT).document()


def description(drawing: Drawing, text: Text) -> str:
    """Return what the drawing tells, one line for each flow, numbered as in the checklist."""
    said = (element for element in drawing.elements if element.kind in _SAID)
    return "\n".join(sentence(element, text) for element in said)


def sentence(element: Element, text: Text) -> str:
    """Return what an element is, behind its number where it has one."""
    id = "export.svg.numbered" if element.number else "export.svg.plain"
    return text(id, number=element.number, title=element.title.rstrip(".。"))


class _Writer:
    def __init__(self, drawing: Drawing, text: Text, colours: Mapping[str, str]) -> None:
        self.drawing = drawing
        self.text = text
        self.colours = colours
        self._ids: dict[str, str] = {}
        self._taken: set[str] = set()

    def document(self) -> bytes:
        drawing, name = self.drawing, self._new(self.drawing.id)
        height = drawing.height + (_NOTICE if drawing.notice else 0)
        size = f'width="{_n(drawing.width)}" height="{_n(height)}"'
        box = f'viewBox="0 0 {_n(drawing.width)} {_n(height)}"'
        lines = [
            '<?xml version="1.0" encoding="UTF-8"?>',
            f'<svg xmlns="http://www.w3.org/2000/svg" {size} {box} xml:lang="{self.text.language}" '
            f'role="group" aria-roledescription={_attribute(self.text("export.svg.kind.diagram"))} '
            f'aria-labelledby="{name}-name" aria-describedby="{name}-words" font-family="{_FAMILY}">',
            f'<title id="{name}-name">{_text(drawing.title)}</title>',
            f'<desc id="{name}-words">{_lines(description(drawing, self.text))}</desc>',
            f'<rect width="{_n(drawing.width)}" height="{_n(height)}" fill="{self.colours["page"]}" '
            'aria-hidden="true"/>',
            *self._groups(),
        ]
        if drawing.notice:
            y = drawing.height + _NOTICE * 0.6
            lines.append(self._line_of_text(drawing.notice, 12, y, 10, "ink-soft", False, "start"))
        lines.append("</svg>\n")
        return "\n".join(lines).encode()

    # What belongs together

    def _groups(self) -> Iterator[str]:
        """Yield the background as it is painted, then everything else in the order of reading."""
        groups: dict[str, list[Shape]] = {}
        for shape in self.drawing.shapes:
            groups.setdefault(shape.id, []).append(shape)
        elements = {element.id: element for element in self.drawing.elements}
        below = [id for id in groups if id not in elements or elements[id].kind in _BACKGROUND]
        above = [id for id in elements if id in groups and elements[id].kind not in _BACKGROUND]
        for id in (*below, *above):
            yield from self._group(id, elements.get(id), groups[id])

    def _group(self, id: str, element: Element | None, shapes: list[Shape]) -> Iterator[str]:
        name = self._id(id)
        if element is None:
            yield f'<g id="{name}" aria-hidden="true">'
        else:
            number = f' data-number="{element.number}"' if element.number else ""
            kind = _attribute(self.text(f"export.svg.kind.{element.kind}"))
            yield (
                f'<g id="{name}" class="{element.kind}"{number} role="img" '
                f'aria-roledescription={kind} aria-labelledby="{name}-name">'
            )
            said = sentence(element, self.text) if element.number else element.title
            yield f'<title id="{name}-name">{_text(said)}</title>'
        for shape in shapes:
            yield from self._shape(shape)
        yield "</g>"

    def _id(self, id: str) -> str:
        if id not in self._ids:
            self._ids[id] = self._new(id)
        return self._ids[id]

    def _new(self, id: str) -> str:
        """Return a name like this id that XML allows and that nothing else in this file has."""
        name = _NOT_ID.sub(lambda found: f"_{ord(found[0]):x}", id)
        name = name if name[:1].isalpha() else f"_{name}"
        while name in self._taken or name.endswith(_SUFFIXES):
            name += "_"
        self._taken.add(name)
        return name

    # Shapes

    def _shape(self, shape: Shape) -> Iterator[str]:
        match shape:
            case Area():
                radius = f' rx="{_n(shape.radius)}"' if shape.radius else ""
                look = self._fill(shape.fill) + self._stroke(shape.stroke, shape.stroke_width, shape.dashed)
                yield f"<rect {_box(shape.x, shape.y, shape.width, shape.height)}{radius}{look}/>"
            case Line():
                look = self._stroke(shape.stroke, shape.stroke_width, shape.dashed)
                yield _line(shape.x1, shape.y1, shape.x2, shape.y2, look)
            case Arrow():
                yield from self._arrow(shape)
            case Chip():
                look = self._fill(shape.fill) + self._stroke(shape.stroke, 1.0)
                box = _box(shape.x, shape.y, shape.width, shape.height)
                yield f'<rect {box} rx="{_n(shape.height / 2)}"{look}/>'
                x, y = shape.x + shape.width / 2, shape.y + shape.height / 2 + shape.size * 0.36
                yield self._line_of_text(shape.text, x, y, shape.size, shape.colour, shape.bold, "middle")
            case Glyph():
                place = f"translate({_n(shape.x)} {_n(shape.y)}) scale({_n(shape.size / 100, 4)})"
                yield f'<g transform="{place}">'
                yield from glyph_paths(shape.kind, self.colours)
                yield "</g>"
            case Label():
                yield self._line_of_text(
                    shape.text, shape.x, shape.baseline, shape.size, shape.colour, shape.bold, shape.anchor
                )

    def _arrow(self, arrow: Arrow) -> Iterator[str]:
        dx, dy = arrow.x2 - arrow.x1, arrow.y2 - arrow.y1
        length = (dx * dx + dy * dy) ** 0.5 or 1.0
        ux, uy = dx / length, dy / length
        x, y = arrow.x2 - ux * arrow.head, arrow.y2 - uy * arrow.head
        half = arrow.head / 2
        look = self._stroke(arrow.stroke, arrow.stroke_width, arrow.dashed)
        yield _line(arrow.x1, arrow.y1, x, y, look)
        corners = ((arrow.x2, arrow.y2), (x - uy * half, y + ux * half), (x + uy * half, y - ux * half))
        points = " ".join(f"{_n(px)},{_n(py)}" for px, py in corners)
        yield f'<polygon points="{points}"{self._fill(arrow.stroke)}/>'

    def _line_of_text(
        self, text: str, x: float, y: float, size: float, colour: str, bold: bool, anchor: str
    ) -> str:  # fmt: skip
        weight = ' font-weight="700"' if bold else ""
        place = f'x="{_n(x)}" y="{_n(y)}" font-size="{_n(size)}" text-anchor="{anchor}"'
        return f'<text {place}{weight}{self._fill(colour)} xml:space="preserve">{_text(text)}</text>'

    def _fill(self, colour: str) -> str:
        return _fill(colour, self.colours)

    def _stroke(self, colour: str, width: float, dashed: bool = False) -> str:
        return _stroke(colour, width, self.colours, dashed)


def glyph_paths(kind: str, colours: Mapping[str, str]) -> Iterator[str]:
    """Yield the paths of a glyph, in a box of 100 by 100."""
    for part in GLYPHS[kind]:
        look = _fill(part.fill, colours) + _stroke(part.stroke, part.stroke_width, colours)
        yield f'<path d="{part.d}"{look}/>'


def _fill(colour: str, colours: Mapping[str, str]) -> str:
    return f' fill="{colours.get(colour, colour) or "none"}"' if colour else ' fill="none"'


def _stroke(colour: str, width: float, colours: Mapping[str, str], dashed: bool = False) -> str:
    if not colour:
        return ""
    dash = f' stroke-dasharray="{_n(3 * width)} {_n(2 * width)}"' if dashed else ""
    return f' stroke="{colours.get(colour, colour)}" stroke-width="{_n(width)}"{dash}'


def _line(x1: float, y1: float, x2: float, y2: float, stroke: str) -> str:
    return f'<line x1="{_n(x1)}" y1="{_n(y1)}" x2="{_n(x2)}" y2="{_n(y2)}"{stroke}/>'


def _box(x: float, y: float, width: float, height: float) -> str:
    return f'x="{_n(x)}" y="{_n(y)}" width="{_n(width)}" height="{_n(height)}"'


def _n(number: float, digits: int = 2) -> str:
    return f"{number:.{digits}f}".rstrip("0").rstrip(".")


def printable(text: str) -> str:
    """Return a text with only characters that XML has and that can be seen."""
    return _NOT_XML.sub(lambda found: f"<U+{ord(found[0]):04X}>", visible(text))


def _text(text: str) -> str:
    """Return a text for XML: nothing in it can open a tag, and nothing in it is invisible."""
    return escape(printable(text))


def _lines(text: str) -> str:
    return "\n".join(_text(line) for line in text.split("\n"))


def _attribute(text: str) -> str:
    return quoteattr(printable(text))
