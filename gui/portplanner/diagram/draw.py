"""draw(checklist, plan, diagram, text): a diagram as a Drawing, ready for every painter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from portplanner.catalogue.model import Diagram, Zone
from portplanner.checklist.model import Checklist
from portplanner.diagram import style
from portplanner.diagram.drawing import (
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
from portplanner.diagram.measure import width
from portplanner.diagram.sketch import (
    CHIP_HEIGHT,
    END_GLYPH,
    FIREWALL_BAND,
    LEG_CELL,
    SERVER_GLYPH,
    Edge,
    Leg,
    Node,
    Sketch,
    sketch,
)
from portplanner.diagram.view import PLAIN, View
from portplanner.plan.model import Plan
from portplanner.text import Text

_MARGIN = 12  # around the whole picture
_LANE_PAD = 16  # between a lane's border and its nodes
_HEADER = 44
_FOOT = 64  # below the lowest node: the wall at the foot of a firewall and its caption
_HEAD_ROOM = 14  # between a lane's header and its first node
_FRAME = 9  # a frame's distance from the servers it holds
_FRAME_TITLE = 20
_WALL = 34
_HEADER_GLYPH = 24
_ARROW_GAP = 4  # between an arrow's end and what it points at
_LANE_STYLE = {"perimeter": "-perimeter", "internal": "-internal"}


def draw(
    checklist: Checklist,
    plan: Plan,
    diagram: Diagram,
    text: Text,
    view: View = PLAIN,
    engines: tuple[Engine, ...] | None = None,
) -> Drawing:
    """Return the drawing of one diagram; ``engines`` replaces the ways to Graphviz, for tests."""
    held = sketch(checklist, plan, diagram, text)
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
        left = min((placed.nodes[n.id][0] - n.width / 2 for n in held.nodes), default=0)
        top = min((placed.nodes[n.id][1] - n.height / 2 for n in held.nodes), default=0)
        self.dx = _MARGIN + _LANE_PAD - left
        self.dy = _MARGIN + _HEADER + _HEAD_ROOM + frame - top
        self.lanes = self._lanes()
        self.width = max((right for _, right in self.lanes.values()), default=200) + _MARGIN
        bottom = max((self._box(n)[3] for n in held.nodes), default=80)
        self.bottom = bottom + (_FRAME if held.frame else 0) + _FOOT
        self.height = self.bottom + _MARGIN

    def drawing(self) -> Drawing:
        shapes: tuple[Shape, ...] = (
            *self._lane_shapes(),
            *self._firewall_shapes(),
            *self._frame_shapes(),
            *(s for node in self.held.nodes for s in self._node_shapes(node)),
            *(s for edge in self.held.edges for s in self._edge_shapes(edge)),
            *(s for leg in self.held.legs for s in self._leg_shapes(leg)),
        )
        notice = self.text("diagram.notice.grid") if self.placed.on_grid else ""
        return Drawing(
            self.held.id, self.held.title, self.width, self.height, shapes,
            tuple(self.elements.values()), notice,
        )  # fmt: skip

    # Where things are

    def _box(self, node: Node) -> tuple[float, float, float, float]:
        """Return left, top, right, bottom of a node."""
        x, y = self.placed.nodes[node.id]
        x, y = x + self.dx, y + self.dy
        return x - node.width / 2, y - node.height / 2, x + node.width / 2, y + node.height / 2

    def _lanes(self) -> dict[Zone, tuple[float, float]]:
        lanes: dict[Zone, tuple[float, float]] = {}
        for zone in self.held.zones:
            boxes = [self._box(node) for node in self.held.nodes if node.zone == zone]
            lanes[zone] = (min(b[0] for b in boxes) - _LANE_PAD, max(b[2] for b in boxes) + _LANE_PAD)
        return lanes

    def _element(self, id: str, kind: ElementKind, title: str) -> None:
        self.elements[id] = Element(id, kind, title)

    # Lanes and firewalls

    def _lane_shapes(self) -> Iterator[Shape]:
        for zone, (left, right) in self.lanes.items():
            id = f"{self.held.id}.lane-{zone}"
            name = self.text(f"terms.zone.{zone}")
            look = _LANE_STYLE.get(zone, "")
            self._element(id, "lane", self.text("diagram.title.lane", zone=name))
            yield Area(id, left, _MARGIN, right - left, self.bottom - _MARGIN, f"lane{look}",
                       f"lane{look}-edge", 1, 8)  # fmt: skip
            yield Area(id, left, _MARGIN, right - left, _HEADER, f"header{look}", radius=8)
            yield Area(id, left, _MARGIN + _HEADER - 8, right - left, 8, f"header{look}")
            glyph = zone if zone in ("internet", "perimeter", "internal") else "internet"
            middle = _MARGIN + _HEADER / 2
            yield Glyph(id, glyph, left + 14, middle - _HEADER_GLYPH / 2, _HEADER_GLYPH)
            yield self._label(id, name, left + 14 + _HEADER_GLYPH + 10, middle + 4.5, style.TEXT_HEADER,
                              "header-ink", bold=True)  # fmt: skip

    def _firewall_shapes(self) -> Iterator[Shape]:
        for number, (left, right) in enumerate(pairwise(self.lanes), 1):
            id = f"{self.held.id}.firewall-{number}"
            x = self.lanes[left][1] + FIREWALL_BAND / 2
            title = self.text(
                "diagram.title.firewall",
                left=self.text(f"terms.zone.{left}"),
                right=self.text(f"terms.zone.{right}"),
            )
            self._element(id, "firewall", title)
            foot = self.bottom - 18
            yield Line(id, x, _MARGIN + 4, x, foot - _WALL, "firewall", 2, dashed=True)
            yield Glyph(id, "firewall", x - _WALL / 2, foot - _WALL, _WALL)
            caption = self.text("diagram.firewall")
            yield self._label(id, caption, x, foot + 10, style.TEXT_SMALL, "ink-soft", anchor="middle")

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

    # Nodes

    def _node_shapes(self, node: Node) -> Iterator[Shape]:
        if node.kind == "legs":
            return
        left, top, right, bottom = self._box(node)
        if node.kind == "end":
            yield from self._end_shapes(node, left, (top + bottom) / 2)
            return
        self._element(node.id, "server", node.sentence)
        yield Area(node.id, left, top + 3, right - left, bottom - top - 6, "server", "server-edge", 1.5, 8)
        lines = list(self._styled(node, title_bold=True))
        height = SERVER_GLYPH + 4 + sum(size * style.LINE_HEIGHT for _, size, _, _ in lines)
        y = (top + bottom - height) / 2
        middle = (left + right) / 2
        yield Glyph(node.id, node.glyph, middle - SERVER_GLYPH / 2, y, SERVER_GLYPH)
        y += SERVER_GLYPH + 4
        yield from self._text_block(node.id, lines, middle, y, "middle")

    def _end_shapes(self, node: Node, left: float, middle: float) -> Iterator[Shape]:
        id = node.id.removesuffix(".end")
        self._element(id, "flow", node.sentence)
        yield Glyph(id, node.glyph, left + 2, middle - END_GLYPH / 2, END_GLYPH)
        lines = list(self._styled(node, title_bold=False))
        height = sum(size * style.LINE_HEIGHT for _, size, _, _ in lines)
        yield from self._text_block(id, lines, left + END_GLYPH + 10, middle - height / 2, "start")

    def _styled(self, node: Node, *, title_bold: bool) -> Iterator[tuple[str, float, str, bool]]:
        for line in node.title:
            yield line, style.TEXT, "ink", title_bold
        for line in node.names:
            yield line, style.TEXT_SMALL, "ink-soft", False

    def _text_block(
        self, id: str, lines: Iterable[tuple[str, float, str, bool]], x: float, y: float, anchor: str
    ) -> Iterator[Label]:
        for line, size, colour, bold in lines:
            baseline = y + size * (0.5 * style.LINE_HEIGHT + 0.36)
            yield self._label(id, line, x, baseline, size, colour, bold=bold, anchor=anchor)
            y += size * style.LINE_HEIGHT

    # Arrows

    def _edge_shapes(self, edge: Edge) -> Iterator[Shape]:
        (x1, y1), (x2, y2), (centre, _) = self.placed.edges[edge.id]
        x1, x2, centre = x1 + self.dx + _ARROW_GAP, x2 + self.dx - _ARROW_GAP, centre + self.dx
        y1, y2 = y1 + self.dy, y2 + self.dy
        self._element(edge.id, "flow", edge.sentence)
        ends = (x1, y1, x2, y2) if edge.forward else (x2, y2, x1, y1)
        yield Arrow(edge.id, *ends, "arrow")
        if edge.crosses:  # between the firewall's band and the lane on the right
            left, right = self.nodes[edge.left].zone, self.nodes[edge.right].zone
            centre = (self.lanes[left][1] + FIREWALL_BAND + self.lanes[right][0]) / 2
        y = y1 + (y2 - y1) * (centre - x1) / (x2 - x1)
        yield Chip(edge.id, centre - edge.chip_width / 2, y - CHIP_HEIGHT / 2, edge.chip_width, CHIP_HEIGHT,
                   edge.chip, style.TEXT_CHIP, "chip", "chip-edge", "chip-ink")  # fmt: skip
        if edge.caption:
            yield self._label(edge.id, edge.caption, centre, y - CHIP_HEIGHT / 2 - 5, style.TEXT_SMALL,
                              "ink", anchor="middle")  # fmt: skip

    def _leg_shapes(self, leg: Leg) -> Iterator[Shape]:
        (x1, y1), (x2, y2) = self.placed.legs[leg.id]
        x1, x2 = x1 + self.dx, x2 + self.dx
        y1, y2 = y1 + self.dy + _ARROW_GAP, y2 + self.dy - _ARROW_GAP
        self._element(leg.id, "link", leg.sentence)
        ends = (x1, y1, x2, y2) if leg.down else (x2, y2, x1, y1)
        yield Arrow(leg.id, *ends, "arrow-inner", dashed=True)
        lines = [(line, style.TEXT_SMALL, "ink", False) for line in leg.caption]
        height = sum(size * style.LINE_HEIGHT for _, size, _, _ in lines)
        middle = (y1 + y2) / 2
        yield from self._text_block(leg.id, lines, x1 + LEG_CELL / 2, middle - height / 2, "start")

    def _label(
        self, id: str, text: str, x: float, baseline: float, size: float, colour: str,
        *, bold: bool = False, anchor: str = "start",
    ) -> Label:  # fmt: skip
        return Label(id, x, baseline, width(text, size, bold), text, size, colour, bold, anchor)  # type: ignore[arg-type]
