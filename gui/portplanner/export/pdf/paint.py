"""Writes laid out pages with reportlab: text, rules, tick boxes, links, bookmarks and diagrams."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from reportlab import rl_config
from reportlab.lib.colors import HexColor, linearlyInterpolatedColor, white
from reportlab.pdfgen.canvas import Canvas

from portplanner import __version__
from portplanner.diagram.drawing import Area, Arrow, Chip, Drawing, Glyph, Label, Line
from portplanner.diagram.glyphs import GLYPHS
from portplanner.diagram.style import LIGHT
from portplanner.export.fonts import Fonts
from portplanner.export.pdf.form import Form, frames
from portplanner.export.pdf.paper import (
    Page,
    PlacedAnchor,
    PlacedBox,
    PlacedDrawing,
    PlacedField,
    PlacedLink,
    PlacedRule,
    PlacedText,
    PlacedTick,
)

_PROGRAM = f"Port Planner {__version__}"


@dataclass(frozen=True, slots=True)
class Properties:
    """What the file says about itself. ``identity`` tells an import which plan it belongs to."""

    title: str
    author: str
    subject: str
    language: str
    identity: str = ""


def paint(pages: Sequence[Page], size: tuple[float, float], fonts: Fonts, properties: Properties) -> bytes:
    """Return the bytes of the PDF; the same pages always give the same bytes."""
    out = BytesIO()
    rl_config.useA85 = 0  # plain compressed streams: half the time, and a fifth less to send
    canvas = Canvas(
        out,
        pagesize=size,
        pageCompression=1,
        invariant=1,
        initialFontName=fonts.regular.name,  # type: ignore[arg-type]  # the stubs ask for a number
        lang=properties.language,
    )
    canvas.setTitle(properties.title)
    canvas.setAuthor(properties.author)
    canvas.setSubject(properties.subject)
    canvas.setCreator(_PROGRAM)
    canvas.setProducer(_PROGRAM)
    canvas.setViewerPreference("DisplayDocTitle", "true")
    canvas.showOutline()
    painter = _Painter(canvas, size[1], fonts, _anchors(pages))
    if properties.identity:
        painter.form.identity(properties.identity)
    for page in pages:
        painter.page(page)
    painter.form.finish()
    canvas.save()
    return out.getvalue()


def _anchors(pages: Sequence[Page]) -> frozenset[str]:
    return frozenset(p.name for page in pages for p in page.placed if isinstance(p, PlacedAnchor))


class _Painter:
    def __init__(self, canvas: Canvas, height: float, fonts: Fonts, anchors: frozenset[str]) -> None:
        self.canvas = canvas
        self.height = height
        self.fonts = fonts
        self.anchors = anchors
        self.colours: dict[tuple[str, float], Any] = {}
        self.strength = 1.0  # less for what fades into the paper
        self.form = Form(canvas, fonts)
        self.paint: dict[type, Callable[[Any], None]] = {
            PlacedRule: self._rule,
            PlacedBox: self._box,
            PlacedTick: lambda tick: self.form.tick(tick, height),
            PlacedField: lambda field: self.form.field(field, height),
            PlacedLink: self._link,
            PlacedAnchor: self._anchor,
            PlacedDrawing: self._drawing,
        }

    def page(self, page: Page) -> None:
        for placed in page.placed:
            if not isinstance(placed, PlacedText):
                self.paint[type(placed)](placed)
        boxes = [placed for placed in page.placed if isinstance(placed, PlacedTick | PlacedField)]
        if boxes:
            self.canvas._code.append(frames(boxes, self.height))  # type: ignore[attr-defined]
        self._texts([placed for placed in page.placed if isinstance(placed, PlacedText)])
        self.canvas.showPage()

    def colour(self, name: str) -> Any:
        key = name, self.strength
        if key not in self.colours:
            made = HexColor(LIGHT.get(name, name))
            if self.strength < 1.0:  # mixed with the paper's white: nothing shines through, every printer can
                made = linearlyInterpolatedColor(white, made, 0, 1, self.strength)
            self.colours[key] = made
        return self.colours[key]

    def _texts(self, texts: Sequence[PlacedText]) -> None:
        """All texts of a page in one text object, with changes of font and colour only where needed."""
        out = self.canvas.beginText()
        look: tuple[str, float] = ("", 0.0)
        colour = ""
        for text in texts:
            if look != (text.font.name, text.size):
                look = (text.font.name, text.size)
                out.setFont(*look)
            if colour != text.colour:
                colour = text.colour
                out.setFillColor(self.colour(colour))
            out.setTextOrigin(text.x, self.height - text.y)
            out.textOut(text.text)
        self.canvas.drawText(out)

    def _rule(self, rule: PlacedRule) -> None:
        self.canvas.setStrokeColor(self.colour(rule.colour))
        self.canvas.setLineWidth(rule.weight)
        y = self.height - rule.y
        self.canvas.line(rule.x, y, rule.x + rule.width, y)

    def _box(self, box: PlacedBox) -> None:
        self.canvas.setFillColor(self.colour(box.colour))
        self.canvas.rect(box.x, self.height - box.y - box.height, box.width, box.height, stroke=0, fill=1)

    def _link(self, link: PlacedLink) -> None:
        if link.anchor in self.anchors:
            top = self.height - link.y
            self.canvas.linkRect(
                "", link.anchor, (link.x, top - link.height, link.x + link.width, top), Border="[0 0 0]"
            )

    def _anchor(self, anchor: PlacedAnchor) -> None:
        top = self.height - anchor.y + 8
        self.canvas.bookmarkPage(anchor.name, fit="XYZ", left=0, top=top, zoom=0)
        if anchor.title:
            self.canvas.addOutlineEntry(anchor.title, anchor.name, anchor.level, closed=anchor.level > 0)

    def _drawing(self, placed: PlacedDrawing) -> None:
        canvas = self.canvas
        canvas.saveState()
        canvas.translate(placed.x, self.height - placed.y)
        canvas.scale(placed.scale, placed.scale)
        shapes = _Shapes(self)
        shapes.paint(placed.drawing, placed.faded)
        canvas.restoreState()
        for id, (x1, y1, x2, y2) in shapes.links:
            self._link(
                PlacedLink(
                    placed.x + x1 * placed.scale,
                    placed.y + y1 * placed.scale,
                    (x2 - x1) * placed.scale,
                    (y2 - y1) * placed.scale,
                    f"row:{id}",
                )
            )


class _Shapes:
    """Paints a Drawing. PDF counts upward, a Drawing downward: every y changes its sign."""

    def __init__(self, painter: _Painter) -> None:
        self.painter = painter
        self.canvas = painter.canvas
        self.links: list[tuple[str, tuple[float, float, float, float]]] = []

    def paint(self, drawing: Drawing, faded: Mapping[str, float]) -> None:
        for shape in drawing.shapes:
            self.painter.strength = faded.get(shape.id, 1.0)
            match shape:
                case Area():
                    self._area(shape)
                case Line():
                    self._stroke(shape.stroke, shape.stroke_width, shape.dashed)
                    self.canvas.line(shape.x1, -shape.y1, shape.x2, -shape.y2)
                case Arrow():
                    self._arrow(shape)
                case Chip():
                    self._chip(shape)
                case Glyph():
                    self._glyph(shape)
                case Label():
                    self._label(shape)
        self.painter.strength = 1.0

    def _stroke(self, colour: str, width: float, dashed: bool = False) -> None:
        self.canvas.setStrokeColor(self.painter.colour(colour))
        self.canvas.setLineWidth(width)
        self.canvas.setDash([3 * width, 2 * width] if dashed else [])

    def _area(self, area: Area) -> None:
        filled = bool(area.fill and LIGHT.get(area.fill, area.fill))
        if filled:
            self.canvas.setFillColor(self.painter.colour(area.fill))
        if area.stroke:
            self._stroke(area.stroke, area.stroke_width, area.dashed)
        if filled or area.stroke:
            self._rectangle(area.x, area.y, area.width, area.height, area.radius, filled, bool(area.stroke))

    def _rectangle(
        self, x: float, y: float, width: float, height: float, radius: float, filled: bool, stroked: bool
    ) -> None:
        radius = min(radius, width / 2, height / 2)
        if radius > 0:
            self.canvas.roundRect(x, -y - height, width, height, radius, stroke=stroked, fill=filled)
        else:
            self.canvas.rect(x, -y - height, width, height, stroke=stroked, fill=filled)

    def _arrow(self, arrow: Arrow) -> None:
        dx, dy = arrow.x2 - arrow.x1, arrow.y2 - arrow.y1
        length = (dx * dx + dy * dy) ** 0.5 or 1.0
        ux, uy = dx / length, dy / length
        neck_x, neck_y = arrow.x2 - ux * arrow.head, arrow.y2 - uy * arrow.head
        self._stroke(arrow.stroke, arrow.stroke_width, arrow.dashed)
        self.canvas.line(arrow.x1, -arrow.y1, neck_x, -neck_y)
        self.canvas.setFillColor(self.painter.colour(arrow.stroke))
        half = arrow.head / 2
        head = self.canvas.beginPath()
        head.moveTo(arrow.x2, -arrow.y2)
        head.lineTo(neck_x - uy * half, -(neck_y + ux * half))
        head.lineTo(neck_x + uy * half, -(neck_y - ux * half))
        head.close()
        self.canvas.drawPath(head, stroke=0, fill=1)

    def _chip(self, chip: Chip) -> None:
        self.canvas.setFillColor(self.painter.colour(chip.fill))
        self._stroke(chip.stroke, 1.0)
        self._rectangle(chip.x, chip.y, chip.width, chip.height, chip.height / 2, True, bool(chip.stroke))
        middle = chip.x + chip.width / 2
        baseline = chip.y + chip.height / 2 + chip.size * 0.36
        self._line(chip.text, middle, baseline, chip.width - 4, chip.size, chip.colour, chip.bold, "middle")
        self.links.append((chip.id, (chip.x, chip.y, chip.x + chip.width, chip.y + chip.height)))

    def _label(self, label: Label) -> None:
        self._line(
            label.text,
            label.x,
            label.baseline,
            label.width,
            label.size,
            label.colour,
            label.bold,
            label.anchor,
        )
        left = label.x - label.width * {"start": 0.0, "middle": 0.5, "end": 1.0}[label.anchor]
        top, low = label.baseline - label.size, label.baseline + label.size * 0.3
        self.links.append((label.id, (left, top, left + label.width, low)))

    def _line(
        self,
        text: str,
        x: float,
        baseline: float,
        room: float,
        size: float,
        colour: str,
        bold: bool,
        anchor: str,
    ) -> None:
        font = self.painter.fonts.bold if bold else self.painter.fonts.regular
        width = font.width(text, size)
        # Signs that the font lacks are spelled out and wider than measured: set them closer.
        squeeze = min(1.0, room / width) if width else 1.0
        width *= squeeze
        start = x - width / 2 if anchor == "middle" else x - width if anchor == "end" else x
        line = self.canvas.beginText(start, -baseline)
        line.setFont(font.name, size)
        line.setFillColor(self.painter.colour(colour))
        if squeeze < 1.0:
            line.setHorizScale(squeeze * 100)
        line.textOut(text)
        self.canvas.drawText(line)

    def _glyph(self, glyph: Glyph) -> None:
        canvas = self.canvas
        canvas.saveState()
        canvas.translate(glyph.x, -glyph.y)
        canvas.scale(glyph.size / 100, glyph.size / 100)
        for part in GLYPHS[glyph.kind]:
            filled = bool(part.fill and LIGHT.get(part.fill, part.fill))
            if filled:
                canvas.setFillColor(self.painter.colour(part.fill))
            if part.stroke:
                self._stroke(part.stroke, part.stroke_width)
            canvas.drawPath(self._path(part.d), stroke=bool(part.stroke), fill=filled)
        canvas.restoreState()

    def _path(self, d: str) -> Any:
        path = self.canvas.beginPath()
        tokens = iter(d.split())

        def point() -> tuple[float, float]:
            return float(next(tokens)), -float(next(tokens))

        for token in tokens:
            match token:
                case "M":
                    path.moveTo(*point())
                case "L":
                    path.lineTo(*point())
                case "C":
                    path.curveTo(*point(), *point(), *point())
                case "Z":
                    path.close()
        return path
