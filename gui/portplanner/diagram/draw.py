"""draw(checklist, plan, diagram, text): a diagram as a Drawing, ready for every painter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from portplanner.catalogue.model import Diagram, Zone
from portplanner.checklist.model import Checklist
from portplanner.diagram import style
from portplanner.diagram.drawing import (
    Anchor,
    Area,
    Arrow,
    Chip,
    Drawing,
    Element,
    ElementKind,
    Glyph,
    Label,
    Line,
    Shape,
)
from portplanner.diagram.layout import Engine, Positions, positions
from portplanner.diagram.legend import Legend
from portplanner.diagram.measure import width
from portplanner.diagram.servers import COLUMN_GAP, LIST_GLYPH, LIST_LINE, column_width
from portplanner.diagram.servers import Line as TextLine
from portplanner.diagram.sketch import (
    CALLOUT_GAP,
    CHIP_HEIGHT,
    END_GLYPH,
    END_PAD,
    FIREWALL_BAND,
    LANE_PAD,
    LEG_CELL,
    LOOP_GAP,
    LOOP_MARK,
    LOOP_PAD,
    MARGIN,
    MARKER,
    MARKER_GAP,
    PARAGRAPH_GAP,
    SERVER_GLYPH,
    Edge,
    Leg,
    Loop,
    Node,
    Rule,
    Sketch,
    lines_height,
    loops_height,
    mark_width,
    sketch,
)
from portplanner.diagram.view import PLAIN, View
from portplanner.plan.model import Plan
from portplanner.text import Text

_HEADER = 44
_FOOT = 64  # below the lowest node: the wall at the foot of a firewall and its caption
_HEAD_ROOM = 14  # between a lane's header and its first node
_FRAME = 5  # a frame's distance from the servers it holds
_FRAME_TITLE = 20
_RULE = 10  # a ground rule's distance from what it covers
_COMPANION = 40  # height of a role that a ground rule covers
_WALL = 34
_HEADER_GLYPH = 24
_ARROW_GAP = 4  # between an arrow's end and what it points at
_STACK_STEP = 4  # how far each card of a stack peeks out above the one before it
_LINK = 24  # width of a link between two servers
_LINK_GLYPH = 15
_CHEVRON = 13
_CHEVRON_STEP = 8
_LANE_STYLE = {"cloud": "-cloud", "perimeter": "-perimeter", "internal": "-internal"}
_ZONE_GLYPHS = ("internet", "perimeter", "internal", "cloud")

Box = tuple[float, float, float, float]  # left, top, right, bottom


def draw(
    checklist: Checklist,
    plan: Plan,
    diagram: Diagram,
    text: Text,
    view: View = PLAIN,
    engines: tuple[Engine, ...] | None = None,
    only: frozenset[str] | None = None,
) -> Drawing:
    """Return the drawing of one diagram; ``only`` picks some of its flows by their ids.

    ``engines`` replaces the ways to Graphviz, for tests.
    """
    held = sketch(checklist, plan, diagram, text, view, only)
    return paint(held, positions(held, engines), text)


def paint(held: Sketch, placed: Positions, text: Text) -> Drawing:
    """Return the shapes of a sketch at these positions."""
    return _Painter(held, placed, text).drawing()


class _Painter:
    def __init__(self, held: Sketch, placed: Positions, text: Text) -> None:
        self.held = held
        self.placed = placed
        self.text = text
        self.nodes = {node.id: node for node in held.nodes}
        self.elements: dict[str, Element] = {}
        frame = _FRAME + _FRAME_TITLE if held.frame else 0
        rule = _RULE if held.rule else 0
        left = min((placed.nodes[n.id][0] - n.width / 2 for n in held.nodes), default=0)
        top = min((placed.nodes[n.id][1] - n.height / 2 for n in held.nodes), default=0)
        self.dx = MARGIN + LANE_PAD - left
        self.dy = MARGIN + _HEADER + _HEAD_ROOM + frame + rule - top
        self.edges = {edge.key: edge for edge in held.edges}
        self.lanes = self._lanes()
        self.width = max((right for _, right in self.lanes.values()), default=200) + MARGIN
        bottom = max((self._box(n)[3] for n in held.nodes), default=80)
        bottom += _FRAME if held.frame else 0
        if held.rule:
            bottom = max(bottom, self._rule_box(held.rule)[3])
        self.bottom = bottom + (_FOOT if len(self.lanes) > 1 else LANE_PAD)
        self.height = self.bottom + MARGIN

    def drawing(self) -> Drawing:
        shapes: list[Shape] = [
            *self._lane_shapes(),
            *self._rule_shapes(),
            *self._firewall_shapes(),
            *self._frame_shapes(),
            *(s for leg in self.held.legs for s in self._leg_shapes(leg)),
            *(s for node in self.held.nodes for s in self._node_shapes(node)),
            *(s for edge in self.held.edges for s in self._edge_shapes(edge)),
        ]
        if self.held.legend and self.held.nodes:
            legend = Legend(self.held, self.text, MARGIN, self.bottom + 12, self.width - MARGIN)
            shapes += legend.shapes()
            self._element(legend.id, "legend", legend.title)
            self.height = legend.bottom + MARGIN
        notice = self.text(f"diagram.notice.{self.placed.notice}") if self.placed.notice else ""
        return Drawing(
            self.held.id, self.held.title, self.width, self.height, tuple(shapes),
            tuple(self._in_reading_order(shapes)), notice,
        )  # fmt: skip

    # Where things are

    def _box(self, node: Node) -> Box:
        x, y = self.placed.nodes[node.id]
        x, y = x + self.dx, y + self.dy
        return x - node.width / 2, y - node.height / 2, x + node.width / 2, y + node.height / 2

    def _lanes(self) -> dict[Zone, tuple[float, float]]:
        lanes: dict[Zone, tuple[float, float]] = {}
        for zone in self.held.zones:
            boxes = [self._box(node) for node in self.held.nodes if node.zone == zone]
            lanes[zone] = (min(b[0] for b in boxes) - LANE_PAD, max(b[2] for b in boxes) + LANE_PAD)
        return lanes

    def _element(self, id: str, kind: ElementKind, title: str, number: int = 0, stack: int = 0) -> None:
        self.elements[id] = Element(id, kind, title, number, stack)

    def _in_reading_order(self, shapes: Sequence[Shape]) -> list[Element]:
        """Flows by their numbers or, without, from top to bottom; then servers, then the ground."""
        tops: dict[str, tuple[float, float]] = {}
        for shape in shapes:
            if isinstance(shape, Arrow):
                tops.setdefault(shape.id, (round(min(shape.y1, shape.y2)), min(shape.x1, shape.x2)))
            elif isinstance(shape, Area):
                tops.setdefault(shape.id, (shape.y, shape.x))
        order = {"flow": 0, "link": 0, "server": 1, "rule": 2}

        def key(element: Element) -> tuple[int, int, float, float]:
            return order.get(element.kind, 3), element.number, *tops.get(element.id, (0.0, 0.0))

        return sorted(self.elements.values(), key=key)

    # Lanes and firewalls

    def _lane_shapes(self) -> Iterator[Shape]:
        for zone, (left, right) in self.lanes.items():
            id = f"{self.held.id}.lane-{zone}"
            name = self.text(f"terms.zone.{zone}")
            look = _LANE_STYLE.get(zone, "")
            self._element(id, "lane", self.text("diagram.title.lane", zone=name))
            yield Area(id, left, MARGIN, right - left, self.bottom - MARGIN, f"lane{look}",
                       f"lane{look}-edge", 1, 8)  # fmt: skip
            yield Area(id, left, MARGIN, right - left, _HEADER, f"header{look}", radius=8)
            yield Area(id, left, MARGIN + _HEADER - 8, right - left, 8, f"header{look}")
            glyph = zone if zone in _ZONE_GLYPHS else "internet"
            middle = MARGIN + _HEADER / 2
            room = right - left - 2 * 10
            size = style.TEXT_HEADER
            need = _HEADER_GLYPH + 8 + width(name, size, bold=True)
            start = left + max((room - need) / 2 + 10, 10) if need > room - 8 else left + 14
            yield Glyph(id, glyph, start, middle - _HEADER_GLYPH / 2, _HEADER_GLYPH)
            yield self._label(
                id, name, start + _HEADER_GLYPH + 8, middle + 4.5, size, "header-ink", bold=True
            )

    def _firewall_shapes(self) -> Iterator[Shape]:
        for number, (left, right) in enumerate(pairwise(self.lanes), 1):
            id = f"{self.held.id}.firewall-{number}"
            x = self._firewall_at(left)
            title = self.text(
                "diagram.title.firewall",
                left=self.text(f"terms.zone.{left}"),
                right=self.text(f"terms.zone.{right}"),
            )
            self._element(id, "firewall", title)
            foot = self.bottom - 18
            yield Line(id, x, MARGIN + 4, x, foot - _WALL, "firewall", 2, dashed=True)
            yield Glyph(id, "firewall", x - _WALL / 2, foot - _WALL, _WALL)
            caption = self.text("diagram.firewall")
            yield self._label(id, caption, x, foot + 10, style.TEXT_SMALL, "ink-soft", anchor="middle")

    def _firewall_at(self, left: Zone) -> float:
        return self.lanes[left][1] + FIREWALL_BAND / 2

    def _frame_shapes(self) -> Iterator[Shape]:
        if not self.held.frame:
            return
        boxes = [self._box(self.nodes[id]) for id in self.held.frame]
        id = f"{self.held.id}.one-computer"
        self._element(id, "frame", self.held.frame_title)
        left, top = boxes[0][0] - _FRAME, min(b[1] for b in boxes) - _FRAME - _FRAME_TITLE
        bottom = max(b[3] for b in boxes) + _FRAME
        yield Area(id, left, top, boxes[0][2] + _FRAME - left, bottom - top, "", "frame-edge", 1.5, 8, True)
        yield self._label(id, self.held.frame_title, (left + boxes[0][2] + _FRAME) / 2, top + 17,
                          style.TEXT_SMALL, "ink-soft", anchor="middle")  # fmt: skip

    # A ground rule, and the roles it covers beside Exchange

    def _rule_box(self, rule: Rule) -> Box:
        """Return what the rule's area covers: the servers of the internal network and its companions."""
        boxes = [self._box(self.nodes[id]) for id in self.held.inside]
        above = _FRAME + _FRAME_TITLE if self.held.frame else 0
        bottom = max(box[3] for box in boxes) + (_FRAME if self.held.frame else 0)
        bottom += 8 + _COMPANION * len(rule.companions) + lines_height(rule.caption) + 8 + _LINK_GLYPH + 4
        top = min(box[1] for box in boxes) - above
        return boxes[0][0] - _RULE, top - _RULE + 3, boxes[0][2] + _RULE, bottom

    def _rule_shapes(self) -> Iterator[Shape]:
        rule = self.held.rule
        if rule is None:
            return
        self._element(rule.id, "rule", rule.sentence)
        left, top, right, bottom = self._rule_box(rule)
        yield Area(rule.id, left, top, right - left, bottom - top, "rule", "rule-edge", 1.5, 8, True)
        y = bottom - 6 - lines_height(rule.caption)
        lines = [(line, style.TEXT_SMALL, "ink", False) for line in rule.caption]
        yield from self._text_block(rule.id, lines, (left + right) / 2, y, "middle")
        y -= _LINK_GLYPH + 3
        yield Glyph(rule.id, "no-wall", (left + right - _LINK_GLYPH) / 2, y, _LINK_GLYPH)
        y -= 4 + _COMPANION * len(rule.companions)
        for companion in rule.companions:
            size = END_GLYPH - 6
            yield Glyph(rule.id, companion.role, left + _RULE + 2, y + (_COMPANION - size) / 2, size)
            lines = [(line, style.TEXT_SMALL, "ink", False) for line in companion.title]
            start = y + (_COMPANION - lines_height(companion.title)) / 2
            yield from self._text_block(rule.id, lines, left + _RULE + size + 10, start, "start")
            y += _COMPANION

    # Nodes

    def _node_shapes(self, node: Node) -> Iterator[Shape]:
        if node.kind in ("legs", "pass"):
            return
        left, top, right, bottom = self._box(node)
        if node.kind == "end":
            yield from self._end_shapes(node, left, (top + bottom) / 2)
            return
        if node.kind == "target":
            yield from self._target_shapes(node, left, top)
            return
        label = node.label
        self._element(node.id, "server", label.sentence, stack=label.stack)
        top, bottom = top + 3, bottom - 3
        if label.folded:
            for back in (2, 1):  # cards that peek out behind the box
                inset = 5 * back
                y = top + _STACK_STEP * (2 - back)
                yield Area(
                    node.id, left + inset, y, right - left - 2 * inset, 20, "server", "server-edge", 1.2, 6
                )
            top += 2 * _STACK_STEP
        yield Area(node.id, left, top, right - left, bottom - top, "server", "server-edge", 1.5, 8)
        y = (top + bottom - SERVER_GLYPH - 4 - label.height - loops_height(node.loops)) / 2
        middle = (left + right) / 2
        yield Glyph(node.id, node.glyph, middle - SERVER_GLYPH / 2, y, SERVER_GLYPH)
        y += SERVER_GLYPH + 4
        lines = list(label.styled(bold=True))
        yield from self._text_block(node.id, lines, middle, y, "middle")
        y += sum(size * style.LINE_HEIGHT for _, size, _, _ in lines) + 6
        yield from self._listing_shapes(node, middle, y)
        y = bottom - loops_height(node.loops)
        for loop in node.loops:
            yield from self._loop_shapes(loop, left + LOOP_PAD, y, right - LOOP_PAD)
            y += loop.height + LOOP_GAP

    def _loop_shapes(self, loop: Loop, left: float, top: float, right: float) -> Iterator[Shape]:
        self._element(loop.id, "link", loop.sentence, loop.number)
        yield Area(loop.id, left, top, right - left, loop.height, "link", "link-edge", 1, 4)
        x, middle = left + 4, top + loop.height / 2
        if loop.number:
            yield self._marker(loop.id, loop.number, x, middle - MARKER / 2)
            x += MARKER + 3
        yield Glyph(loop.id, "no-wall", x, middle - _LINK_GLYPH / 2, _LINK_GLYPH)
        lines = [(line, style.TEXT_SMALL, "ink", False) for line in loop.caption]
        start = middle - lines_height(loop.caption) / 2
        yield from self._text_block(loop.id, lines, left + LOOP_MARK, start, "start")

    def _listing_shapes(self, node: Node, middle: float, top: float) -> Iterator[Shape]:
        """Every server of an unfolded stack, each with a glyph, in columns."""
        widths = [column_width(column) for column in node.label.listing]
        x = middle - (sum(widths) + COLUMN_GAP * (len(widths) - 1)) / 2
        for column, room in zip(node.label.listing, widths, strict=True):
            for row, line in enumerate(column):
                y = top + row * LIST_LINE
                yield Glyph(node.id, "server", x, y + (LIST_LINE - LIST_GLYPH) / 2, LIST_GLYPH)
                baseline = y + LIST_LINE / 2 + style.TEXT_SMALL * 0.36
                yield self._label(node.id, line, x + LIST_GLYPH + 6, baseline, style.TEXT_SMALL, "ink-soft")
            x += room + COLUMN_GAP

    def _end_shapes(self, node: Node, left: float, middle: float) -> Iterator[Shape]:
        edge = self.edges[node.id.removesuffix(".end")]
        id, middle = edge.id, middle + edge.shift
        x = left + END_PAD / 2
        yield Glyph(id, node.glyph, x, middle - END_GLYPH / 2, END_GLYPH)
        lines = list(node.label.styled(bold=False))
        height = sum(size * style.LINE_HEIGHT for _, size, _, _ in lines)
        yield from self._text_block(id, lines, x + END_GLYPH + END_PAD - 3, middle - height / 2, "start")

    def _target_shapes(self, node: Node, left: float, top: float) -> Iterator[Shape]:
        id = node.id.removesuffix(".end")
        lines = list(node.label.styled(bold=False))
        widest = max(width(line, size, bold) for line, size, _, bold in lines)
        x = left + (node.width - END_GLYPH - 8 - widest) / 2
        middle = top + node.height / 2
        yield Glyph(id, node.glyph, x, middle - END_GLYPH / 2, END_GLYPH)
        height = sum(size * style.LINE_HEIGHT for _, size, _, _ in lines)
        yield from self._text_block(id, lines, x + END_GLYPH + 8, middle - height / 2, "start")

    def _text_block(
        self, id: str, lines: Iterable[TextLine], x: float, y: float, anchor: Anchor
    ) -> Iterator[Label]:
        for line, size, colour, bold in lines:
            baseline = y + size * (0.5 * style.LINE_HEIGHT + 0.36)
            yield self._label(id, line, x, baseline, size, colour, bold=bold, anchor=anchor)
            y += size * style.LINE_HEIGHT

    # Arrows

    def _edge_shapes(self, edge: Edge) -> Iterator[Shape]:
        (x1, y1), (x2, y2), (centre, _) = self.placed.edges[edge.key]
        x1, x2, centre = x1 + self.dx + _ARROW_GAP, x2 + self.dx - _ARROW_GAP, centre + self.dx
        y1, y2 = y1 + self.dy + edge.shift, y2 + self.dy + edge.shift
        self._element(edge.id, "flow", edge.sentence, edge.number)
        ends = (x1, y1, x2, y2) if edge.forward else (x2, y2, x1, y1)
        yield Arrow(edge.id, *ends, "arrow")
        if edge.crosses:  # between the firewall's band and the lane on the right
            left, right = (self.nodes[id].zone for id, _ in edge.places[:2])
            centre = (self.lanes[left][1] + FIREWALL_BAND + self.lanes[right][0]) / 2
        y = y1 + (y2 - y1) * (centre - x1) / (x2 - x1)
        yield from self._mark(edge.id, edge.number, edge.chip, centre, y)
        half = CHIP_HEIGHT / 2 + CALLOUT_GAP
        above = [(line, style.TEXT_SMALL, "ink", False) for line in edge.above]
        yield from self._text_block(edge.id, above, centre, y - half - lines_height(edge.above) + 2, "middle")
        top = y + half - 1
        for paragraph in edge.below:
            below = [(line, style.TEXT_SMALL, "ink-soft", False) for line in paragraph]
            yield from self._text_block(edge.id, below, centre, top, "middle")
            top += lines_height(paragraph) + PARAGRAPH_GAP

    def _mark(self, id: str, number: int, chip: str, x: float, y: float) -> Iterator[Shape]:
        """A flow's number and port, side by side with their middle at this place."""
        whole = mark_width(number, chip)
        left = x - whole / 2
        if number:
            yield self._marker(id, number, left, y - MARKER / 2)
            left += MARKER + MARKER_GAP
        if chip:
            room = whole - (left - (x - whole / 2))
            yield Chip(id, left, y - CHIP_HEIGHT / 2, room, CHIP_HEIGHT, chip, style.TEXT_CHIP,
                       "chip", "chip-edge", "chip-ink")  # fmt: skip

    def _marker(self, id: str, number: int, left: float, top: float) -> Chip:
        return Chip(id, left, top, MARKER, MARKER, str(number), style.TEXT_MARKER, "marker", "marker-edge",
                    "marker-ink")  # fmt: skip

    def _leg_shapes(self, leg: Leg) -> Iterator[Shape]:
        (x1, y1), (x2, y2) = self.placed.legs[leg.id]
        x1, x2 = x1 + self.dx, x2 + self.dx
        y1, y2 = y1 + self.dy, y2 + self.dy
        self._element(leg.id, "link" if leg.link else "flow", leg.sentence, leg.number)
        middle = (y1 + y2) / 2
        if not leg.link:
            ends = (x1, y1 + _ARROW_GAP - 3, x2, y2 - _ARROW_GAP)
            yield Arrow(leg.id, *(ends if leg.down else (*ends[2:], *ends[:2])), "arrow")
            yield from self._mark(leg.id, leg.number, leg.chip, x1, middle)
            return
        yield from self._link_shapes(leg, x1, y1 - 4, y2 + 4)
        lines = [(line, style.TEXT_SMALL, "ink", False) for line in leg.caption]
        top = middle - lines_height(leg.caption) / 2
        yield from self._text_block(leg.id, lines, x1 + LEG_CELL / 2, top, "start")

    def _link_shapes(self, leg: Leg, x: float, top: float, bottom: float) -> Iterator[Shape]:
        """A shaded band with its mark and chevrons toward who answers, in place of an arrow."""
        yield Area(leg.id, x - _LINK / 2, top, _LINK, bottom - top, "link", "link-edge", 1)
        chevrons = _CHEVRON + _CHEVRON_STEP
        marker = MARKER + 3 if leg.number else 0
        y = (top + bottom - chevrons - marker - _LINK_GLYPH - 2) / 2
        if not leg.down:
            yield from self._chevron_shapes(leg, "chevron-up", x, y)
            y += chevrons + 1
        if leg.number:
            yield self._marker(leg.id, leg.number, x - MARKER / 2, y)
            y += marker
        yield Glyph(leg.id, "no-wall", x - _LINK_GLYPH / 2, y, _LINK_GLYPH)
        if leg.down:
            yield from self._chevron_shapes(leg, "chevron-down", x, y + _LINK_GLYPH + 1)

    def _chevron_shapes(self, leg: Leg, glyph: str, x: float, y: float) -> Iterator[Shape]:
        for top in (y, y + _CHEVRON_STEP):
            yield Glyph(leg.id, glyph, x - _CHEVRON / 2, top, _CHEVRON)

    def _label(
        self, id: str, text: str, x: float, baseline: float, size: float, colour: str,
        *, bold: bool = False, anchor: Anchor = "start",
    ) -> Label:  # fmt: skip
        return Label(id, x, baseline, width(text, size, bold), text, size, colour, bold, anchor)
