"""The walk through a checklist: every flow once, in the order in which clients or mail travel."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from itertools import groupby
from typing import Literal, get_args

from portplanner.catalogue.model import Catalogue, Diagram, Role
from portplanner.checklist.model import Checklist, Connector, End, Flow
from portplanner.checklist.resolve import resolve
from portplanner.checklist.words import connectors_of, folded, notes, numbers, port_text, service_text
from portplanner.plan.change import choice, with_choice
from portplanner.plan.model import Plan
from portplanner.text import Text

# Clients come as the checklist lists them; mail comes in hop by hop, then goes out; then what serves it.
Part = Literal["rows", "inbound", "outbound", "edgesync", "dns", "sender-reputation"]
FactKind = Literal[
    "source", "destination", "ports", "protocol", "default", "connectors", "services", "open-points",
    "note", "sources",
]  # fmt: skip
SWITCHES = ("topology.edge", "topology.outbound", "topology.roles")  # what "what if" can change
_PLACEMENT = "topology.roles"  # the diagrams show it even where it changes no flow

_PARTS: tuple[Part, ...] = get_args(Part)
_NAMES_SHOWN = 3
# How far inside a role stands. Mail comes in when it goes to a deeper role, and goes out when it leaves one.
_DEPTH: dict[Role, int] = {"edge-transport": 1, "client-access": 2, "mailbox": 3}


@dataclass(frozen=True, slots=True)
class Step:
    """One flow of the walk, and which of how many it is in its part."""

    flow: Flow
    part: Part
    place: int
    count: int


# Which steps, in which order --------------------------------------------------------------------


def walk(checklist: Checklist) -> tuple[Step, ...]:
    """Return one step for each flow of the checklist."""
    order = get_args(Diagram)

    def where(flow: Flow) -> tuple[int, int, int, int]:
        return (order.index(flow.diagram), _PARTS.index(_part(flow)), *_hop(flow))

    flows = sorted(checklist.flows, key=where)
    steps: list[Step] = []
    for (_, part), group in groupby(flows, key=lambda flow: (flow.diagram, _part(flow))):
        same = list(group)
        steps += [Step(flow, part, place, len(same)) for place, flow in enumerate(same)]
    return tuple(steps)


def _part(flow: Flow) -> Part:
    if flow.diagram == "clients":
        return "rows"
    if flow.layer == "dns" or flow.layer == "sender-reputation":
        return flow.layer
    if "SMTP" in flow.protocol.en:
        return "outbound" if _goes_out(flow) else "inbound"
    return "edgesync" if flow.diagram == "mail-flow-edge" else "rows"


def _goes_out(flow: Flow) -> bool:
    source, destination = _depth(flow.source), _depth(flow.destination)
    return flow.outbound if source == destination else destination < source


def _hop(flow: Flow) -> tuple[int, int]:
    """Return what sorts the hops of a direction as mail takes them."""
    depths = _depth(flow.source), _depth(flow.destination)
    match _part(flow):
        case "inbound":
            return depths
        case "outbound":
            return -depths[0], -depths[1]
        case _:
            return 0, 0


def _depth(end: End) -> int:
    return min(_DEPTH.get(role, 0) for role in end.roles)


def first_step(
    steps: Sequence[Step], selection: str = "", lit: Set[str] = frozenset(), diagram: str = ""
) -> int:
    """Return where to start: at the selected flow, at one that is lit with it, or with this diagram."""
    for wanted in (
        lambda step: step.flow.id == selection,
        lambda step: step.flow.id in lit,
        lambda step: step.flow.diagram == diagram,
    ):
        for number, step in enumerate(steps):
            if wanted(step):
                return number
    return 0


# What if ----------------------------------------------------------------------------------------


def switched(catalogue: Catalogue, plan: Plan, now: Plan, key: str) -> Plan | None:
    """Return ``now`` with the next value of a switch, None when no other value changes anything.

    ``plan`` is where the walk began: Edge is switched between none and the plan's own version, or
    the newest known one.
    """
    values = list(catalogue.choices.get(key, ()))
    if key == "topology.edge" and values:
        own = choice(plan, key)
        values = ["none", values[-1] if own == "none" else own]
    here = choice(now, key)
    at = values.index(here) if here in values else -1
    flows = resolve(catalogue, now).flows
    for value in values[at + 1 :] + values[: max(at, 0)]:
        changed = with_choice(now, key, value)
        if key == _PLACEMENT or resolve(catalogue, changed).flows != flows:
            return changed
    return None


def differences(plan: Plan, now: Plan) -> tuple[str, ...]:
    """Return the switches in which a "what if" differs from the plan."""
    return tuple(key for key in SWITCHES if choice(plan, key) != choice(now, key))


def matching(step: Step, steps: Sequence[Step]) -> int:
    """Return the step of another walk that stands where this one did.

    That is the same flow; or else the same hop of the same part: inbound mail stays inbound mail. Where
    the part is gone, it is the end of the nearest part before it.
    """
    for number, other in enumerate(steps):
        if other.flow.id == step.flow.id:
            return number
    clients = step.flow.diagram == "clients"
    kin = [n for n, other in enumerate(steps) if (other.flow.diagram == "clients") == clients]
    same = [n for n in kin if steps[n].part == step.part]
    if same:
        return same[min(step.place, len(same) - 1)]
    rank = _PARTS.index(step.part)
    before = [n for n in kin if _PARTS.index(steps[n].part) < rank]
    return before[-1] if before else next(iter(kin), 0)


# What a step says -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a fact; a soft one explains the line before it."""

    text: str
    soft: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing to know about a flow. Of the ports, each is a line of its own."""

    kind: FactKind
    heading: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Caption:
    """All that stands beside the diagram. ``sentence`` is the whole of it for a screen reader."""

    number: int
    section: str
    title: str
    facts: tuple[Fact, ...]
    sentence: str


def caption(checklist: Checklist, step: Step, text: Text) -> Caption:
    """Return what is said about a step."""
    flow = step.flow
    number = numbers(checklist)[flow.id]
    title = text.of(flow.label) or text.of(flow.purpose)
    section = _section(step, text)
    facts = tuple(fact for fact in _facts(checklist, flow, text) if fact.lines)
    said = [text("walkthrough.said.title", number=number, title=title, section=section)]
    said += [_said(fact, text) for fact in facts if fact.kind != "sources"]
    return Caption(number, section, title, facts, " ".join(said))


def ends(step: Step) -> frozenset[str]:
    """Return the ids that the servers at both ends of a step have in its diagram."""
    flow = step.flow
    return frozenset(f"{flow.diagram}.{role}" for role in (*flow.source.roles, *flow.destination.roles))


def diagram_text(step: Step, text: Text) -> str:
    """Return the name of the diagram that shows a step."""
    return text(f"terms.diagram.{step.flow.diagram}")


def part_text(step: Step, text: Text) -> str:
    """Return the name of a step's part; empty for one that its diagram names already."""
    return "" if step.part == "rows" else text(f"walkthrough.part.{step.part}")


def _section(step: Step, text: Text) -> str:
    if step.part == "rows":
        return diagram_text(step, text)
    names = {"diagram": diagram_text(step, text), "part": part_text(step, text)}
    if step.count == 1:
        return text("walkthrough.section", **names)
    return text("walkthrough.section-hop", **names, hop=step.place + 1, hops=step.count)


def _facts(checklist: Checklist, flow: Flow, text: Text) -> Iterable[Fact]:
    points = {point.id: text.of(point.text) for point in checklist.open_points}
    contents: dict[FactKind, Iterable[Line]] = {
        "source": _end(flow.source, text),
        "destination": _end(flow.destination, text),
        "ports": _ports(flow, text),
        "protocol": _plain([text.of(flow.protocol)]),
        "default": _plain([text(f"terms.by-default.{flow.by_default}")]),
        "connectors": _connectors(connectors_of(checklist, flow), text),
        "services": _plain([_joined((service_text(checklist, s, text) for s in flow.services), text)]),
        "open-points": _plain(points[id] for id in flow.open_points if id in points),
        "note": _plain(text.of(words) for words in notes(flow)),
        "sources": _plain(_source(text.of(source.title), source.part, text) for source in flow.sources),
    }
    for kind, lines in contents.items():
        yield Fact(kind, text(f"walkthrough.fact.{kind}"), tuple(line for line in lines if line.text))


def _plain(texts: Iterable[str]) -> list[Line]:
    return [Line(one) for one in texts]


def _said(fact: Fact, text: Text) -> str:
    lines = _joined((line.text for line in fact.lines), text)
    return text("walkthrough.said.fact", heading=fact.heading, text=lines.rstrip(".。"))


def _joined(texts: Iterable[str], text: Text) -> str:
    return text("checklist.list-mark").join(texts)


def _source(title: str, part: str, text: Text) -> str:
    return text("walkthrough.source", title=title, part=part) if part else title


def _end(end: End, text: Text) -> list[Line]:
    roles = _joined((text(f"terms.role.{role}") for role in end.roles), text)
    zone = text(f"terms.zone.{end.zone}")
    about = [folded(end.servers, text, _NAMES_SHOWN)] if end.servers else []
    if zone != roles:
        about.append(zone)
    return [Line(roles), Line(text("walkthrough.mark").join(about), soft=True)]


def _ports(flow: Flow, text: Text) -> list[Line]:
    ports = [Line(port_text(port, text)) for port in flow.ports]
    if flow.restrict != "never":
        return ports
    never = text("terms.restrict.never")
    if ports:
        return [*ports, Line(never, soft=True)]
    return [Line(never), Line(text("walkthrough.any-port"), soft=True)]


def _connectors(rows: Sequence[Connector], text: Text) -> Iterable[Line]:
    def alike(row: Connector) -> tuple[str, ...]:
        own = _names_its_server(row)
        return (row.kind, text.of(row.service), row.created_by, row.role, "" if own else row.server)

    for (kind, service, made_by, role, server), group in groupby(rows, key=alike):
        several = list(group)
        names = [row.name or text("walkthrough.unnamed") for row in several]
        yield Line(folded(names, text, _NAMES_SHOWN))
        parts = [text(f"terms.kind.{kind}")]
        if service:
            listens = text("walkthrough.listens", service=service)
            parts.append(listens if kind == "receive" else service)
        if not all(map(_names_its_server, several)):
            parts.append(
                folded(server.split(", "), text, _NAMES_SHOWN) if server else text(f"terms.role.{role}")
            )
        parts.append(text(f"walkthrough.made-by.{made_by}"))
        yield Line(text("walkthrough.mark").join(parts), soft=True)


def _names_its_server(row: Connector) -> bool:
    return bool(row.server) and row.server in row.name
