"""Finds servers, ports, connectors, services and rows of every list by what is typed. No Qt."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from portplanner.checklist.model import Checklist, Flow
from portplanner.checklist.words import ports_text, service_text
from portplanner.plan.model import Plan
from portplanner.text import Text
from portplanner.window.editor import DIAGRAMS, server_id
from portplanner.window.rows import Row, rows, visible

Kind = Literal["server", "flow", "connector", "service", "dns", "task", "ground-rule", "open-point"]
KINDS: tuple[Kind, ...] = get_args(Kind)  # the order of equally good results

_KIND_OF_LISTING: dict[str, Kind] = {
    "flows": "flow", "connectors": "connector", "dns": "dns", "tasks": "task",
    "ground-rules": "ground-rule", "open-points": "open-point",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Hit:
    """One result. ``ids`` are what it stands for; the first one that a diagram shows is looked at."""

    kind: Kind
    ids: tuple[str, ...]
    name: str
    more: str = ""


@dataclass(frozen=True, slots=True)
class _Entry:
    hit: Hit
    words: str  # all that can be typed to find it
    tokens: frozenset[str]


class Index:
    """Everything that can be found in one plan, in one language."""

    def __init__(self, checklist: Checklist, plan: Plan, text: Text) -> None:
        flows = {flow.id: flow for flow in checklist.flows}
        self._entries = [
            *_servers(checklist, plan, text),
            *_services(checklist, text),
            *(_row(row, flows, checklist, text) for row in rows(checklist, text)),
        ]

    def find(self, typed: str) -> list[Hit]:
        """Return what holds every typed word, the best first."""
        words = typed.casefold().split()
        if not words:
            return []
        found = [entry for entry in self._entries if all(word in entry.words for word in words)]
        found.sort(key=lambda entry: _rank(entry, words))
        return [entry.hit for entry in found]


def _rank(entry: _Entry, words: Sequence[str]) -> tuple[bool, bool, int]:
    """Whole words before parts of words, beginnings of names before what stands elsewhere."""
    whole = all(word in entry.tokens for word in words)
    begins = entry.hit.name.casefold().startswith(words[0])
    return not whole, not begins, KINDS.index(entry.hit.kind)


def _entry(hit: Hit, words: Iterable[str]) -> _Entry:
    said = " ".join((hit.name, hit.more, *words)).casefold()
    tokens = frozenset(said.replace("/", " ").replace(",", " ").replace("、", " ").split())
    return _Entry(hit, said, tokens)


def _servers(checklist: Checklist, plan: Plan, text: Text) -> Iterator[_Entry]:
    mark = text("checklist.list-mark")
    drawn, layered = _places(f for f in checklist.flows if f.drawn), _places(checklist.flows)
    for server in plan.servers:
        every = {server_id(diagram, role) for diagram in DIAGRAMS for role in server.roles}
        ids = tuple(drawn.get(server.name, ()) or layered.get(server.name, ()))
        ids = tuple(id for id in ids if id in every) or tuple(sorted(every))
        roles = mark.join(text(f"terms.role.{role}") for role in server.roles)
        hit = Hit("server", ids, visible(server.name), roles)
        yield _entry(hit, (server.fqdn, *server.addresses, server.site))


def _places(flows: Iterable[Flow]) -> dict[str, dict[str, None]]:
    """Return the ids of diagrams that stand for each server."""
    places: dict[str, dict[str, None]] = {}
    for flow in flows:
        for end in (flow.source, flow.destination):
            for name in end.servers:
                for role in end.roles:
                    places.setdefault(name, {})[server_id(flow.diagram, role)] = None
    return places


def _services(checklist: Checklist, text: Text) -> Iterator[_Entry]:
    carriers: dict[str, list[Flow]] = {}
    for flow in checklist.flows:
        for service in flow.services:
            carriers.setdefault(service, []).append(flow)
    for service, flows in carriers.items():
        ports = dict.fromkeys(port for flow in flows for port in flow.ports)
        name = service_text(checklist, service, text)
        yield _entry(Hit("service", tuple(f.id for f in flows), name, ports_text(ports, text)), ())


def _row(row: Row, flows: dict[str, Flow], checklist: Checklist, text: Text) -> _Entry:
    kind = _KIND_OF_LISTING[row.listing]
    words = [row.list, row.purpose, row.source, row.destination, row.port, row.connector, row.note]
    if kind == "connector":
        return _entry(Hit(kind, (row.id,), row.connector, row.destination), words)
    if kind == "flow":
        flow = flows[row.id]
        words += [text.of(flow.purpose), text.of(flow.protocol)]
        words += [service_text(checklist, service, text) for service in flow.services]
        more = text("look.find.flow", ports=row.port, source=row.source)
        return _entry(Hit(kind, (row.id,), row.purpose, more), words)
    return _entry(Hit(kind, (row.id,), row.purpose, row.port or row.destination), words)
