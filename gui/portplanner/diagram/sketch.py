"""What a diagram holds before anything has a position: lanes, nodes, edges, legs, all measured.

The Internet is not one box: every flow has an end point of its own there, as clients have inside.
Servers of one role are one node; every arrow meets it in a row of its own, so that arrows across a
firewall run straight and parallel. Two servers of one zone stand above each other, joined by legs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil
from typing import Literal, TypeVar, get_args

from portplanner.catalogue.model import Diagram, Role, Zone
from portplanner.checklist.model import Checklist, End, Flow
from portplanner.checklist.words import ports_text
from portplanner.diagram import style
from portplanner.diagram.measure import width, wrap
from portplanner.plan.model import Plan
from portplanner.text import Text, visible

SERVERS: tuple[Role, ...] = ("edge-transport", "mailbox", "client-access")  # top to bottom in a lane

ROW = 64  # height of a row: one arrow, its chip and the caption above it
SERVER_WIDTH = 176
END_WIDTH = 170
END_GLYPH = 36
SERVER_GLYPH = 50
LEGS_HEIGHT = 84
LEG_CELL = 28  # width of the cell that a leg's arrow stands in
CHIP_HEIGHT = 24
FIREWALL_BAND = 56  # the part of a gap that is kept free for the firewall
GAP_PAD = 26  # room in a gap for the borders of its lanes and the head of an arrow
K = TypeVar("K")
_LINE = style.TEXT * style.LINE_HEIGHT
_SMALL_LINE = style.TEXT_SMALL * style.LINE_HEIGHT


@dataclass(frozen=True, slots=True)
class Node:
    """An end point or a server. ``rows`` of ``row_height`` points stand above each other.

    ``legs_above`` and ``legs_below`` count the legs that meet its upper and lower side.
    """

    id: str
    zone: Zone
    column: int
    kind: Literal["end", "server", "legs"]
    width: int
    rows: int
    row_height: int
    glyph: str = ""
    title: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    legs_above: int = 0
    legs_below: int = 0
    sentence: str = ""

    @property
    def height(self) -> int:
        """Height of the whole node in points."""
        return self.rows * self.row_height


@dataclass(frozen=True, slots=True)
class Edge:
    """An arrow between a node on the left and one on the right, in one row of each."""

    id: str
    left: str
    left_row: int
    right: str
    right_row: int
    forward: bool  # the head is at the right end
    chip: str
    chip_width: float
    caption: str
    label_width: int
    crosses: bool  # a firewall stands in this gap
    sentence: str


@dataclass(frozen=True, slots=True)
class Leg:
    """An arrow inside a zone, between two servers above each other; never restricted."""

    id: str
    upper: str
    lower: str
    legs: str  # the node between the two that keeps their distance
    slot: int
    down: bool
    caption: tuple[str, ...]
    sentence: str


@dataclass(frozen=True, slots=True)
class Sketch:
    """A diagram without positions. ``zones`` are its lanes from left to right."""

    id: Diagram
    title: str
    zones: tuple[Zone, ...]
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    legs: tuple[Leg, ...]
    frame: tuple[str, ...]  # the nodes on one computer, () when each has its own
    frame_title: str


def sketch(checklist: Checklist, plan: Plan, diagram: Diagram, text: Text) -> Sketch:
    """Return the diagram of the checklist's drawn flows in the language of ``text``."""
    return _Sketcher(checklist, plan, diagram, text).sketch()


def fold(names: Sequence[str], text: Text) -> str:
    """Return a few names as they are, many as the first, the last and their count."""
    shown = [visible(name) for name in names]
    if len(shown) <= 3:
        return ", ".join(shown)
    return text("diagram.folded", first=shown[0], last=shown[-1], count=len(shown))


class _Sketcher:
    def __init__(self, checklist: Checklist, plan: Plan, diagram: Diagram, text: Text) -> None:
        self.plan = plan
        self.diagram = diagram
        self.text = text
        self.flows = [f for f in checklist.flows if f.diagram == diagram and f.drawn]
        self.combined = plan.topology.roles == "combined"
        touched = {end.zone for f in self.flows for end in (f.source, f.destination)}
        self.zones = tuple(zone for zone in get_args(Zone) if zone in touched)

    def sketch(self) -> Sketch:
        across = [f for f in self.flows if not self._inside(f)]
        inside = [f for f in self.flows if self._inside(f)]
        edges = self._edges(across)
        legs = self._legs(inside)
        nodes = self._nodes(across, edges, legs)
        servers = tuple(n.id for n in nodes if n.kind == "server" and n.zone == "internal")
        framed = servers if self.combined and len(servers) > 1 else ()
        return Sketch(
            self.diagram,
            self.text(f"terms.diagram.{self.diagram}"),
            self.zones,
            tuple(nodes),
            tuple(edges),
            tuple(legs),
            framed,
            self.text("diagram.one-computer"),
        )

    def _inside(self, flow: Flow) -> bool:
        return (
            self._role(flow.source) is not None
            and self._role(flow.destination) is not None
            and (flow.source.zone == flow.destination.zone)
        )

    def _place(self, end: End) -> int | None:
        return next((place for place, role in enumerate(SERVERS) if role in end.roles), None)

    def _role(self, end: End) -> Role | None:
        place = self._place(end)
        return None if place is None else SERVERS[place]

    def _node_id(self, flow: Flow, end: End) -> str:
        role = self._role(end)
        return f"{self.diagram}.{role}" if role else f"{flow.id}.end"

    def _column(self, end: End) -> int:
        """Return the column: lanes from left to right, clients of a zone right of its servers."""
        return 2 * self.zones.index(end.zone) + (end.roles == ("client",))

    # Edges

    def _edges(self, flows: Sequence[Flow]) -> list[Edge]:
        used: dict[tuple[str, str], int] = {}
        edges = []
        for flow in flows:
            left, right = flow.source, flow.destination
            forward = self._column(left) < self._column(right)
            if not forward:
                left, right = right, left
            left_id, right_id = self._node_id(flow, left), self._node_id(flow, right)
            chip = ports_text(flow.ports, self.text)
            between = self._role(left) is not None and self._role(right) is not None
            edges.append(
                Edge(
                    id=flow.id,
                    left=left_id,
                    left_row=_next(used, (left_id, "right")),
                    right=right_id,
                    right_row=_next(used, (right_id, "left")),
                    forward=forward,
                    chip=chip,
                    chip_width=width(chip, style.TEXT_CHIP, bold=True) + 18,
                    caption=self.text.of(flow.label) if between else "",
                    label_width=0,
                    crosses=left.zone != right.zone,
                    sentence=self._sentence(flow),
                )
            )
        return self._same_width_in_each_gap(edges, flows)

    def _same_width_in_each_gap(self, edges: list[Edge], flows: Sequence[Flow]) -> list[Edge]:
        widest: dict[int, float] = {}
        gaps = [min(self._column(f.source), self._column(f.destination)) for f in flows]
        for gap, edge in zip(gaps, edges, strict=True):
            caption = width(edge.caption, style.TEXT_SMALL) + 8 if edge.caption else 0
            need = max(edge.chip_width, caption) + GAP_PAD + (FIREWALL_BAND if edge.crosses else 0)
            widest[gap] = max(widest.get(gap, 110), need)
        return [
            replace(edge, label_width=2 * ceil(widest[gap] / 2))
            for gap, edge in zip(gaps, edges, strict=True)
        ]

    # Legs

    def _legs(self, flows: Sequence[Flow]) -> list[Leg]:
        legs: list[Leg] = []
        slots: dict[str, int] = {}
        for flow in flows:
            places = [i for end in (flow.source, flow.destination) if (i := self._place(end)) is not None]
            down = places[0] < places[1]
            upper, lower = (SERVERS[i] for i in sorted(places))
            between = f"{self.diagram}.{upper}-{lower}"
            legs.append(
                Leg(
                    id=flow.id,
                    upper=f"{self.diagram}.{upper}",
                    lower=f"{self.diagram}.{lower}",
                    legs=between,
                    slot=_next(slots, between),
                    down=down,
                    caption=(),
                    sentence=self._sentence(flow),
                )
            )
        labels = {flow.id: self.text.of(flow.label) for flow in flows}
        room = {between: leg_caption_width(last + 1) for between, last in slots.items()}
        return [
            replace(leg, caption=wrap(labels[leg.id], style.TEXT_SMALL, room[leg.legs], 4)) for leg in legs
        ]

    # Nodes

    def _nodes(self, flows: Sequence[Flow], edges: Sequence[Edge], legs: Sequence[Leg]) -> list[Node]:
        rows: dict[str, int] = {}
        for edge in edges:
            rows[edge.left] = max(rows.get(edge.left, 0), edge.left_row + 1)
            rows[edge.right] = max(rows.get(edge.right, 0), edge.right_row + 1)
        for leg in legs:
            rows.setdefault(leg.upper, 1)
            rows.setdefault(leg.lower, 1)
        nodes = [
            self._end_node(flow, end)
            for flow in flows
            for end in (flow.source, flow.destination)
            if self._role(end) is None
        ]
        for role in SERVERS:
            ends = [end for f in self.flows for end in (f.source, f.destination) if self._role(end) == role]
            if not ends:
                continue
            id = f"{self.diagram}.{role}"
            below = [leg for leg in legs if leg.upper == id]
            nodes.append(
                self._server_node(role, ends, rows[id], sum(leg.lower == id for leg in legs), len(below))
            )
            if below:
                nodes.append(
                    Node(below[0].legs, ends[0].zone, self._column(ends[0]), "legs", SERVER_WIDTH, 1,
                         LEGS_HEIGHT, legs_above=len(below), legs_below=len(below))
                )  # fmt: skip
        return nodes

    def _end_node(self, flow: Flow, end: End) -> Node:
        outward = end is flow.destination
        named = fold(end.servers, self.text)
        if "smart-host" in end.roles:
            glyph, named = "smart-host", named or self.text("terms.role.smart-host")
        elif self.diagram == "clients":
            glyph = "client"
        else:
            glyph = "mail-out" if outward else "mail-in"
        room = END_WIDTH - END_GLYPH - 12
        names = wrap(named, style.TEXT_SMALL, room, 1) if named else ()
        title = wrap(self.text.of(flow.label), style.TEXT, room, 3 - len(names))
        return Node(
            f"{flow.id}.end", end.zone, self._column(end), "end", END_WIDTH, 1, ROW, glyph,
            title, names, sentence=self._sentence(flow),
        )  # fmt: skip

    def _server_node(self, role: Role, ends: Sequence[End], rows: int, above: int, below: int) -> Node:
        room = SERVER_WIDTH - 16
        role_name = self.text(f"terms.role.{role}")
        title = wrap(role_name, style.TEXT, room, 2, bold=True)
        servers = dict.fromkeys(name for end in ends for name in end.servers)
        names = wrap(fold(tuple(servers), self.text), style.TEXT_SMALL, room, 2) if servers else ()
        if self.combined and not above and not below:
            other = {"client-access": "diagram.with-mailbox", "mailbox": "diagram.with-client-access"}
            if role in other:
                names = (*wrap(self.text(other[role]), style.TEXT_SMALL, room, 2), *names)
        content = 10 + SERVER_GLYPH + 4 + len(title) * _LINE + len(names) * _SMALL_LINE + 12
        row_height = max(ROW, 2 * ceil(content / rows / 2))
        sentence = role_name
        if servers:
            shown = ", ".join(visible(name) for name in servers)
            sentence = self.text("diagram.title.server", role=role_name, names=shown)
        return Node(
            f"{self.diagram}.{role}", ends[0].zone, self._column(ends[0]), "server", SERVER_WIDTH, rows,
            row_height, role, title, names, above, below, sentence,
        )  # fmt: skip

    def _sentence(self, flow: Flow) -> str:
        def name(end: End) -> str:
            return " / ".join(self.text(f"terms.role.{role}") for role in end.roles)

        id = "diagram.title.leg" if flow.restrict == "never" else "diagram.title.flow"
        return self.text(
            id,
            source=name(flow.source),
            destination=name(flow.destination),
            ports=ports_text(flow.ports, self.text),
            purpose=self.text.of(flow.purpose),
        )


def leg_caption_width(count: int) -> float:
    """Return the room, in points, for a leg's caption when ``count`` legs stand side by side."""
    free = SERVER_WIDTH / count - LEG_CELL
    return (free / 2 if count == 1 else free) - 6


def _next(used: dict[K, int], key: K) -> int:
    used[key] = used.get(key, -1) + 1
    return used[key]
