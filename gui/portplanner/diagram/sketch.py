"""What a diagram holds before anything has a position: lanes, nodes, edges, legs, all measured.

The Internet is not one box: every flow has an end point of its own there, as clients have inside.
Servers of one role are one node; every arrow meets it in a row of its own, so that arrows across a
firewall run straight and parallel. What stands in one column above each other is joined by legs:
links between servers that must never be restricted, and the arrow to a DNS server below. What runs
between servers of one role is a loop, a line in their box. An arrow that crosses a whole lane has a
pass there, a node that keeps its way free.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain, pairwise
from math import ceil
from typing import Literal, TypeVar

from portplanner.catalogue.model import Diagram, Role, Zone
from portplanner.checklist.model import Checklist, End, Flow
from portplanner.checklist.words import numbers, ports_text, short_ports_text
from portplanner.diagram import style
from portplanner.diagram.callouts import Callouts, Paragraph
from portplanner.diagram.measure import width, wrap
from portplanner.diagram.rows import Need, Place, Rows
from portplanner.diagram.servers import NO_LABEL, ServerLabel, ServerLabels, fold
from portplanner.diagram.view import PLAIN, View
from portplanner.plan.model import Plan
from portplanner.text import Text

# What is a box and not an end point; top to bottom in a lane.
SERVERS: tuple[Role, ...] = (
    "exchange-online", "voip-gateway", "edge-transport", "mailbox", "client-access",
)  # fmt: skip
_INSIDE: tuple[Role, ...] = ("mailbox", "client-access")  # what one computer may hold
_BEFORE: tuple[Role, ...] = ("voip-gateway",)  # stands in a column of its own, left of its lane's servers
_LANES: tuple[Zone, ...] = ("internet", "cloud", "perimeter", "internal")  # from left to right

SERVER_GLYPH = 50
END_GLYPH = 36
END_PAD = 12  # left of an end point's glyph and between it and its text
END_WIDTH = 158  # the most; where texts are short, a column is narrower
LEGS_HEIGHT = 84
LEG_CELL = 30  # width of the cell that a leg stands in
CHIP_HEIGHT = 24
MARKER = 22  # diameter of a flow's number
MARKER_GAP = 5  # between the number and the port
MARGIN = 10  # around the whole picture
RANK_GAP = 7.2  # what Graphviz keeps between a node and a label, in points
LANE_PAD = 12  # between a lane's border and its nodes
FIREWALL_BAND = 52  # the part of a gap that is kept free for the firewall
ARROW_ROOM = 20  # of a gap: the head of the arrow and a piece of its line on both sides
CALLOUT_ROOM = 10  # of a gap: the air on both sides of a callout
CALLOUT_GAP = 4  # between an arrow's chip and the lines above and below it
_PAGE = 966  # points: a drawing as wide as this holds 8 pt on the smaller page
_NARROWEST, _WIDEST = 100, 230  # room for the lines of a callout
_HALF_ROW = 28  # the least above and below an arrow: room for the three lines of an end point
_HALF_MARK = CHIP_HEIGHT / 2 + CALLOUT_GAP + 3  # half an arrow's mark and the air around it
_SERVER_ROOM = 10 + SERVER_GLYPH + 4 + 16  # what a box holds beside its lines
PARAGRAPH_GAP = 4  # between two connectors below an arrow
LOOP_GAP = 6  # around each loop in a box
LOOP_PAD = 8  # between a box's border and its loops
LOOP_MARK = 50  # what a loop's number and sign need beside its caption
_LOOP = 28  # the least height of a loop
_ROW_GAP = 24  # between the rows of arrows to different boxes
_SHORTEST = 84  # the least length of an arrow
_SPARE = 40  # how much longer an arrow is where there is room
K = TypeVar("K")


@dataclass(frozen=True, slots=True)
class Loop:
    """A connection between servers of one role, never to be restricted: a line in their box."""

    id: str
    number: int
    caption: tuple[str, ...]
    sentence: str

    @property
    def height(self) -> float:
        """Height of the line in points."""
        return max(_LOOP, lines_height(self.caption) + 8)


@dataclass(frozen=True, slots=True)
class Node:
    """An end point, a server, or the room between two. ``rows`` are the heights of its rows.

    ``legs_above`` and ``legs_below`` count the legs that meet its upper and lower side.
    """

    id: str
    zone: Zone
    column: int
    kind: Literal["end", "server", "target", "legs", "pass"]
    width: int
    rows: tuple[int, ...]
    glyph: str = ""
    label: ServerLabel = NO_LABEL
    legs_above: int = 0
    legs_below: int = 0
    sentence: str = ""
    loops: tuple[Loop, ...] = ()

    @property
    def height(self) -> int:
        """Height of the whole node in points."""
        return sum(self.rows)


@dataclass(frozen=True, slots=True)
class Edge:
    """An arrow between a node on the left and one on the right, in one row of each.

    ``id`` is the flow's; ``key`` is unique, for a flow that starts at two roles. ``chip`` is empty
    and ``number`` 0 where they are not asked for. ``passes`` are the nodes it runs through.
    """

    id: str
    key: str
    left: str
    left_row: int
    right: str
    right_row: int
    forward: bool  # the head is at the right end
    number: int
    chip: str
    above: tuple[str, ...]
    below: tuple[Paragraph, ...]
    label_width: int  # what Graphviz keeps free for it between the two nodes
    crosses: bool  # a firewall stands in this gap
    sentence: str
    shift: float = 0.0  # how far below the middle of its row it runs
    passes: tuple[str, ...] = ()
    pass_width: int = 0  # what Graphviz keeps free behind each pass

    @property
    def places(self) -> tuple[tuple[str, int], ...]:
        """The nodes that it meets from left to right, each with its row."""
        return (self.left, self.left_row), *((node, 0) for node in self.passes), (self.right, self.right_row)


@dataclass(frozen=True, slots=True)
class Leg:
    """A vertical connection inside a zone. ``link``: between servers, never to be restricted."""

    id: str
    upper: str
    lower: str
    legs: str  # the node between the two that keeps their distance
    slot: int
    down: bool
    link: bool
    number: int
    chip: str
    caption: tuple[str, ...]
    sentence: str


@dataclass(frozen=True, slots=True)
class Companion:
    """A role that a ground rule covers and that no arrow leads to."""

    role: Role
    title: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """A ground rule that is drawn as an area around all it covers in the internal network."""

    id: str
    caption: tuple[str, ...]
    companions: tuple[Companion, ...]
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
    inside: tuple[str, ...]  # the nodes of Exchange in the internal network
    rule: Rule | None
    legend: bool


def sketch(
    checklist: Checklist,
    plan: Plan,
    diagram: Diagram,
    text: Text,
    view: View = PLAIN,
    only: frozenset[str] | None = None,
) -> Sketch:
    """Return the diagram of the checklist's flows; ``only`` picks some of them by their ids."""
    return _Sketcher(checklist, plan, diagram, text, view, only).sketch()


@dataclass(frozen=True, slots=True)
class _Way:
    """A flow from one role: where its two ends stand."""

    flow: Flow
    source: End
    key: str

    @property
    def ends(self) -> tuple[End, End]:
        return self.source, self.flow.destination


class _Sketcher:
    def __init__(
        self,
        checklist: Checklist,
        plan: Plan,
        diagram: Diagram,
        text: Text,
        view: View,
        only: frozenset[str] | None,
    ) -> None:
        self.checklist = checklist
        self.plan = plan
        self.diagram = diagram
        self.text = text
        self.view = view
        self.numbers = numbers(checklist) if view.numbered else {}
        self.labels = ServerLabels(plan, text, view)
        self.callouts = Callouts(checklist, text, view)
        flows = [
            f
            for f in checklist.shown_in(diagram)
            if (f.drawn or f.layer in view.layers) and (only is None or f.id in only)
        ]
        self.ways = [way for flow in flows for way in self._ways(flow)]
        self.combined = plan.topology.roles == "combined"
        touched = {end.zone for way in self.ways for end in way.ends}
        self.zones = tuple(zone for zone in _LANES if zone in touched)

    def sketch(self) -> Sketch:
        loops = [way for way in self.ways if _role(way.source) and _role(way.source) == _role(way.ends[1])]
        others = [way for way in self.ways if way not in loops]
        across = [way for way in others if not self._upright(way)]
        upright = [way for way in others if self._upright(way)]
        nodes = {node.id: node for node in self._end_nodes(across)}
        servers = self._server_labels()
        edges = self._edges(across, nodes, max((x.width for x in servers.values()), default=0))
        held = self._loops(loops, servers)
        rows = self._rows(edges, nodes, servers, held, LEGS_HEIGHT + _ROW_GAP / 2 if upright else _ROW_GAP)
        edges = [replace(edge, shift=rows.shift((edge.left, edge.left_row))) for edge in edges]
        legs = self._legs(upright, servers)
        for node in nodes.values():
            nodes[node.id] = replace(node, rows=rows.heights(node.id))
        nodes |= {node.id: node for node in self._server_nodes(servers, rows, legs, held)}
        nodes |= {node.id: node for node in self._passes(edges, nodes, rows)}
        known = {f"{self.diagram}.{role}" for role in _INSIDE}
        framed = tuple(n.id for n in nodes.values() if n.zone == "internal" and n.id in known)
        return Sketch(
            self.diagram,
            self.text(f"terms.diagram.{self.diagram}"),
            self.zones,
            tuple(nodes.values()),
            tuple(edges),
            tuple(legs),
            framed if self.combined and len(framed) > 1 else (),
            self.text("diagram.one-computer"),
            framed,
            self._rule(framed),
            self.view.legend,
        )

    # Which ends stand where

    def _ways(self, flow: Flow) -> Iterator[_Way]:
        """Yield the flow from each role that opens it; roles on one arrow are roles of one server."""
        roles = [role for role in flow.source.roles if role in SERVERS]
        if len(roles) < 2 or _place(flow.destination) is not None:
            yield _Way(flow, flow.source, flow.id)
            return
        for number, role in enumerate(sorted(roles, key=SERVERS.index), 1):
            named = tuple(name for name in flow.source.servers if role in self.labels.roles(name))
            key = flow.id if number == 1 else f"{flow.id}.{number}"
            yield _Way(flow, End((role,), flow.source.zone, named), key)

    def _upright(self, way: _Way) -> bool:
        """Whether it runs inside a column: between two servers, or from one down to a DNS server."""
        source, destination = way.ends
        if _role(source) is None or source.zone != destination.zone:
            return False
        if _role(destination) is not None:
            return self._column(source, destination) == self._column(destination, source)
        # Only in a lane between two others: right of the last one there is room.
        return source.zone != self.zones[-1]

    def _node_id(self, way: _Way, end: End) -> str:
        role = _role(end)
        return f"{self.diagram}.{role}" if role else f"{way.key}.end"

    def _column(self, end: End, other: End) -> int:
        """Return the column: lanes from left to right, what is no server right of its zone's servers."""
        first = 3 * self.zones.index(end.zone)
        if _role(end) is None:
            return first + 1 + (end.zone == other.zone)
        return first + (_role(end) not in _BEFORE)

    # Edges

    def _edges(self, ways: Sequence[_Way], nodes: dict[str, Node], server_width: int) -> list[Edge]:
        row_of = self._row_of(ways)
        edges: list[Edge] = []
        gaps: list[int] = []
        gap_of = [min(self._column(a, b), self._column(b, a)) for a, b in (way.ends for way in ways)]
        free = self._free_width(ways, gap_of, nodes, server_width)
        room = min(max(free / max(len(set(gap_of)), 1) - CALLOUT_ROOM, _NARROWEST), _WIDEST)
        for way, gap in zip(ways, gap_of, strict=True):
            flow = way.flow
            left, right = way.ends
            forward = self._column(left, right) < self._column(right, left)
            if not forward:
                left, right = right, left
            left_id, right_id = self._node_id(way, left), self._node_id(way, right)
            number = self.numbers.get(flow.id, 0)
            between = _role(left) is not None and _role(right) is not None
            numbers_alone = self.view.callouts == "number" and number
            edges.append(
                Edge(
                    id=flow.id,
                    key=way.key,
                    left=left_id,
                    left_row=row_of[left_id, way.key],
                    right=right_id,
                    right_row=row_of[right_id, way.key],
                    forward=forward,
                    number=number,
                    chip="" if numbers_alone else short_ports_text(flow.ports, self.text),
                    above=self.callouts.above(flow, room) if between else (),
                    below=self.callouts.below(flow, room),
                    label_width=0,
                    crosses=left.zone != right.zone,
                    sentence=self._sentence(flow),
                    passes=tuple(f"{way.key}.pass-{zone}" for zone in self._zones_between(left, right)),
                )
            )
            gaps.append(gap)
        return _same_width_in_each_gap(edges, gaps, free)

    def _passing(self, way: _Way) -> bool:
        zones = [self.zones.index(end.zone) for end in way.ends]
        return max(zones) - min(zones) > 1

    def _zones_between(self, left: End, right: End) -> tuple[Zone, ...]:
        return self.zones[self.zones.index(left.zone) + 1 : self.zones.index(right.zone)]

    def _row_of(self, ways: Sequence[_Way]) -> dict[tuple[str, str], int]:
        """Return the row of a node that each way meets, by node and way; some rows may stay empty.

        Arrows to different boxes come in the order of these boxes, with an empty row between them; those
        that pass a lane come last, since they run below its boxes.
        """
        sides: dict[tuple[str, bool], list[tuple[tuple[bool, int], str, str]]] = {}
        for way in ways:
            for end, other in (way.ends, way.ends[::-1]):
                right = self._column(end, other) < self._column(other, end)
                place = _place(other)
                order = self._passing(way), -1 if place is None else place
                beyond = self._node_id(way, other) if place is not None else ""
                sides.setdefault((self._node_id(way, end), right), []).append((order, beyond, way.key))
        found = {}
        for (node, _), met in sides.items():
            row = -1
            before = None
            for _, beyond, key in sorted(met, key=lambda one: one[0]):
                row += 1 if before in (None, beyond) else 2
                found[node, key] = row
                before = beyond
        return found

    def _free_width(
        self, ways: Sequence[_Way], gaps: Sequence[int], nodes: dict[str, Node], server_width: int
    ) -> float:
        """Return what a page leaves for arrows and their callouts, beside nodes, lanes and firewalls."""
        columns = {self._column(a, b) for way in ways for a, b in (way.ends, way.ends[::-1])}
        ends = {node.column: node.width for node in nodes.values()}
        fixed: float = sum(ends.get(column, server_width) for column in columns)
        crossing = {gap for way, gap in zip(ways, gaps, strict=True) if way.ends[0].zone != way.ends[1].zone}
        fixed += 2 * (LANE_PAD * len(self.zones) + RANK_GAP * len(set(gaps)) + MARGIN)
        return _PAGE - fixed - FIREWALL_BAND * len(crossing)

    # Legs

    def _legs(self, ways: Sequence[_Way], servers: dict[Role, ServerLabel]) -> list[Leg]:
        legs: list[Leg] = []
        slots: dict[str, int] = {}
        for way in ways:
            source, destination = way.ends
            flow = way.flow
            upper, lower = self._node_id(way, source), self._node_id(way, destination)
            down = _place(destination) is None or (_place(source) or 0) < (_place(destination) or 0)
            if not down:
                upper, lower = lower, upper
            between = f"{upper}-{lower.rpartition('.')[2]}"
            number = self.numbers.get(flow.id, 0)
            link = flow.restrict == "never"
            hidden = self.view.callouts == "number" and number
            legs.append(
                Leg(
                    id=flow.id,
                    upper=upper,
                    lower=lower,
                    legs=between,
                    slot=_next(slots, between),
                    down=down,
                    link=link,
                    number=number,
                    chip="" if hidden else short_ports_text(flow.ports, self.text),
                    caption=(),
                    sentence=self._sentence(flow),
                )
            )
        widths = [label.width for label in servers.values()]
        room = {b: leg_caption_width(last + 1, max(widths, default=0)) for b, last in slots.items()}
        labels = {way.flow.id: self.text.of(way.flow.label) for way in ways}
        if self.view.callouts != "purpose":
            return legs
        return [
            replace(
                leg, caption=wrap(labels[leg.id], style.TEXT_SMALL, room[leg.legs], 4) if leg.link else ()
            )
            for leg in legs
        ]

    def _loops(self, ways: Sequence[_Way], labels: Mapping[Role, ServerLabel]) -> dict[Role, list[Loop]]:
        """Return what runs between servers of one role, by the role."""
        found: dict[Role, list[Loop]] = {}
        for way in ways:
            role = _role(way.source)
            assert role is not None
            room = labels[role].width - 2 * LOOP_PAD - LOOP_MARK - LOOP_GAP
            title = self.text.of(way.flow.label) if self.view.callouts == "purpose" else ""
            caption = wrap(title, style.TEXT_SMALL, room, 3) if title else ()
            number = self.numbers.get(way.flow.id, 0)
            found.setdefault(role, []).append(Loop(way.flow.id, number, caption, self._sentence(way.flow)))
        return found

    # Nodes

    def _end_nodes(self, ways: Sequence[_Way]) -> Iterator[Node]:
        found: list[Node] = []
        for way in ways:
            for end, other in (way.ends, way.ends[::-1]):
                if _role(end) is None:
                    column = self._column(end, other)
                    found.append(
                        Node(f"{way.key}.end", end.zone, column, "end", 0, (), self._end_glyph(way, end),
                             self._end_label(way, end), sentence=self._sentence(way.flow))
                    )  # fmt: skip
        widest: dict[int, int] = {}
        for node in found:
            texts = (width(line, size, bold) for line, size, _, bold in node.label.styled(bold=False))
            need = END_GLYPH + 2 * END_PAD + max(texts, default=0)
            widest[node.column] = max(widest.get(node.column, 0), 2 * ceil(need / 2))
        for node in found:
            yield replace(node, width=widest[node.column])

    def _end_glyph(self, way: _Way, end: End) -> str:
        if way.flow.layer == "sender-reputation":
            return "proxy"
        known = next((role for role in end.roles if role not in ("internet", "client")), None)
        if known:
            return known
        if self.diagram == "clients":
            return "client"
        return "mail-out" if end is way.flow.destination else "mail-in"

    def _end_label(self, way: _Way, end: End) -> ServerLabel:
        room = END_WIDTH - END_GLYPH - 2 * END_PAD
        named = fold(end.servers, self.text) if self.view.labels != "role" else ""
        own = [port.number for port in way.flow.ports] == [self.plan.sender_reputation.proxy_port]
        if way.flow.layer == "sender-reputation" and own and self.view.labels != "role":
            named = fold([self.plan.sender_reputation.proxy_server], self.text)
        title = self.text.of(way.flow.label)
        if "dns" in end.roles and not self.view.marked:
            title = self.text("terms.role.dns")
        elif "smart-host" in end.roles:
            named = named or self.text("terms.role.smart-host")
        names = wrap(named, style.TEXT_SMALL, room, 2) if named else ()
        return ServerLabel(wrap(title, style.TEXT, room, 3), names)

    def _server_labels(self) -> dict[Role, ServerLabel]:
        """Return what stands in the box of each role, all of them equally wide."""
        found: dict[Role, list[str]] = {}
        for way in self.ways:
            for end in way.ends:
                role = _role(end)
                if role is not None:
                    found.setdefault(role, []).extend(end.servers)
        linked = {_role(end) for way in self.ways if self._upright(way) for end in way.ends}
        labels = {}
        for role in SERVERS:
            if role in found:
                alone = self.combined and role not in linked
                names = tuple(dict.fromkeys(found[role]))
                labels[role] = self.labels.label(f"{self.diagram}.{role}", role, names, with_other=alone)
        widest = max((label.width for label in labels.values()), default=0)
        return {role: replace(label, width=widest) for role, label in labels.items()}

    def _rows(
        self,
        edges: Sequence[Edge],
        ends: Mapping[str, Node],
        labels: Mapping[Role, ServerLabel],
        loops: Mapping[Role, Sequence[Loop]],
        apart: float,
    ) -> Rows:
        needs = []
        for edge in edges:
            texts = [ends[id].label.height for id in (edge.left, edge.right) if id in ends]
            half = max(_HALF_ROW, *(height / 2 + 3 for height in texts), 0)
            up = max(half, _HALF_MARK + lines_height(edge.above))
            down = max(half, _HALF_MARK + paragraphs_height(edge.below))
            needs += [Need(ends, up, down) for ends in pairwise(edge.places)]
        needs += [Need((place, place), apart / 2, apart / 2) for place in _empty_rows(edges)]
        contents = {
            f"{self.diagram}.{role}": label.height + _SERVER_ROOM + loops_height(loops.get(role, ()))
            for role, label in labels.items()
        }
        return Rows(needs, contents)

    def _server_nodes(
        self,
        labels: dict[Role, ServerLabel],
        rows: Rows,
        legs: Sequence[Leg],
        loops: Mapping[Role, Sequence[Loop]],
    ) -> Iterator[Node]:
        zones = {_role(end): (end, other) for w in self.ways for end, other in (w.ends, w.ends[::-1])}
        for role, label in labels.items():
            id = f"{self.diagram}.{role}"
            end, other = zones[role]
            column = self._column(end, other)
            above = sum(leg.lower == id for leg in legs)
            below: dict[str, list[Leg]] = {}
            for leg in legs:
                if leg.upper == id:
                    below.setdefault(leg.legs, []).append(leg)
            yield Node(
                id, end.zone, column, "server", label.width, rows.heights(id), role, label, above,
                max((len(held) for held in below.values()), default=0), label.sentence,
                tuple(loops.get(role, ())),
            )  # fmt: skip
            for between, held in below.items():
                yield Node(between, end.zone, column, "legs", label.width, (LEGS_HEIGHT,),
                           legs_above=len(held), legs_below=len(held))  # fmt: skip
                if not held[0].link:
                    yield self._target(held[0], end.zone, column, label.width)

    def _passes(self, edges: Sequence[Edge], nodes: Mapping[str, Node], rows: Rows) -> Iterator[Node]:
        """Yield the nodes that keep the way free of arrows across a whole lane."""
        for edge in edges:
            left, right = (self.zones.index(nodes[id].zone) for id in (edge.left, edge.right))
            for id, zone in zip(edge.passes, self.zones[left + 1 : right], strict=True):
                column = 3 * self.zones.index(zone) + 1
                widths = [node.width for node in nodes.values() if node.column == column]
                yield Node(id, zone, column, "pass", max(widths, default=0), rows.heights(id))

    def _target(self, leg: Leg, zone: Zone, column: int, room: int) -> Node:
        """Return the node below a server that an arrow goes down to."""
        way = next(way for way in self.ways if way.flow.id == leg.id)
        label = self._end_label(way, way.flow.destination)
        glyph = self._end_glyph(way, way.flow.destination)
        return Node(
            leg.lower, zone, column, "target", room, (2 * _HALF_ROW,), glyph, label, 1, 0, leg.sentence
        )

    def _rule(self, servers: Sequence[str]) -> Rule | None:
        """Return the ground rule that covers more than Exchange, where its layer is asked for."""
        rule = next((rule for rule in self.checklist.ground_rules if rule.covers), None)
        if rule is None or not servers or "ground-rule" not in self.view.layers:
            return None
        room = self.labels.width - END_GLYPH
        titles = {role: self.text(f"terms.role.{role}") for role in rule.covers}
        return Rule(
            rule.id,
            wrap(self.text("diagram.rule"), style.TEXT_SMALL, self.labels.width - 4, 3),
            tuple(Companion(r, wrap(title, style.TEXT_SMALL, room, 2)) for r, title in titles.items()),
            self.text.of(rule.text),
        )

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


def mark_width(number: int, chip: str) -> float:
    """Return the width of an arrow's number and port, in points."""
    marker = MARKER if number else 0
    port = width(chip, style.TEXT_CHIP, bold=True) + 18 if chip else 0
    return marker + port + (MARKER_GAP if number and chip else 0)


def leg_caption_width(count: int, room: float) -> float:
    """Return the room, in points, for a leg's caption when ``count`` legs stand side by side."""
    free = room / count - LEG_CELL
    return (free / 2 if count == 1 else free) - 2


def lines_height(lines: Sequence[str]) -> float:
    """Return the height of small lines of text under each other, in points."""
    return len(lines) * style.TEXT_SMALL * style.LINE_HEIGHT


def paragraphs_height(paragraphs: Sequence[Paragraph]) -> float:
    """Return the height of paragraphs of small lines, with the gaps between them, in points."""
    return sum(lines_height(lines) for lines in paragraphs) + PARAGRAPH_GAP * max(len(paragraphs) - 1, 0)


def loops_height(loops: Sequence[Loop]) -> float:
    """Return the height of all loops of a box, in points."""
    return sum(loop.height + LOOP_GAP for loop in loops) + (LOOP_GAP if loops else 0)


def _empty_rows(edges: Sequence[Edge]) -> Iterator[Place]:
    """Yield the rows that no arrow meets, between others of their node."""
    met: dict[str, set[int]] = {}
    for edge in edges:
        for node, row in edge.places:
            met.setdefault(node, set()).add(row)
    for node, rows in met.items():
        yield from ((node, row) for row in range(max(rows)) if row not in rows)


def _same_width_in_each_gap(edges: Sequence[Edge], gaps: Sequence[int], free: float) -> list[Edge]:
    widest: dict[int, float] = {}
    lanes: dict[int, float] = {}
    for gap, edge in zip(gaps, edges, strict=True):
        lines = (width(line, style.TEXT_SMALL) for line in (*edge.above, *chain(*edge.below)))
        need = max(mark_width(edge.number, edge.chip) + ARROW_ROOM, max(lines, default=0) + CALLOUT_ROOM)
        widest[gap] = max(widest.get(gap, _SHORTEST), need)
        lanes[gap] = 2 * LANE_PAD + FIREWALL_BAND if edge.crosses else 0
    spare = max(free - sum(widest.values()), 0) / max(len(widest), 1)
    widest = {gap: width + lanes[gap] + min(spare, _SPARE) for gap, width in widest.items()}
    least = 2 * LANE_PAD + FIREWALL_BAND
    return [
        replace(edge, label_width=2 * ceil(widest[gap] / 2), pass_width=least)
        for gap, edge in zip(gaps, edges, strict=True)
    ]


def _place(end: End) -> int | None:
    return _place_of(end.roles)


@cache
def _place_of(roles: tuple[Role, ...]) -> int | None:
    return next((place for place, role in enumerate(SERVERS) if role in roles), None)


def _role(end: End) -> Role | None:
    place = _place_of(end.roles)
    return None if place is None else SERVERS[place]


def _next(used: dict[K, int], key: K) -> int:
    used[key] = used.get(key, -1) + 1
    return used[key]
