"""compare(old, new): what came, went and became different between two checklists, row by row.

Rows are matched by their ids. Neither the number of a row nor the order in which a row lists its
servers, ports and connectors is a change, and wording is none where a row has other substance: the
same choice may be worded otherwise for another Exchange version.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Literal

from portplanner.checklist.meaning import Tickable
from portplanner.checklist.model import Checklist, Connector, DnsRequirement, End, Flow, Port, Statement, Task
from portplanner.checklist.status import SECTIONS, Section, section
from portplanner.checklist.words import endpoint_words, port_text
from portplanner.plan.model import Plan
from portplanner.text import Text, Words, words

Kind = Literal["added", "removed", "altered"]
KINDS: tuple[Kind, ...] = ("added", "removed", "altered")
Addresses = Mapping[str, tuple[str, ...]]  # of servers, by their names
_NONE: Addresses = {}


@dataclass(frozen=True, slots=True)
class Alteration:
    """A field that says something else; its values one by one, before and after."""

    field: str
    old: tuple[Words, ...]
    new: tuple[Words, ...]

    @property
    def gone(self) -> tuple[Words, ...]:
        """The values that are no longer there."""
        kept = set(self.new)
        return tuple(value for value in self.old if value not in kept)

    @property
    def come(self) -> tuple[Words, ...]:
        """The values that were not there before."""
        known = set(self.old)
        return tuple(value for value in self.new if value not in known)


@dataclass(frozen=True, slots=True)
class Change:
    """A row that came, went or became different.

    ``still_needed`` are the flows after the change that use, wholly or in part, what this flow gives
    up; ``open_before`` those before the change that had what it asks for.
    """

    kind: Kind
    section: Section
    id: str
    old: Tickable | None
    new: Tickable | None
    fields: tuple[Alteration, ...] = ()
    still_needed: tuple[str, ...] = ()
    open_before: tuple[str, ...] = ()

    @property
    def row(self) -> Tickable:
        """The row as it is now, of one that went as it was."""
        found = self.new or self.old
        assert found is not None
        return found


@dataclass(frozen=True, slots=True)
class Changes:
    """All changes, in the order of the new checklist; what went stands where it was."""

    rows: tuple[Change, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.rows)

    def of(self, name: Section) -> tuple[Change, ...]:
        """Return the changes of one section."""
        return tuple(change for change in self.rows if change.section == name)

    def kinds(self) -> dict[str, Kind]:
        """Return what became of each changed row by its id."""
        return {change.id: change.kind for change in self.rows}


def compare(old: Checklist, new: Checklist, before: Addresses = _NONE, after: Addresses = _NONE) -> Changes:
    """Return what changed; ``before`` and ``after`` are the addresses of the servers."""
    return _Comparison(old, new, before, after).changes()


def addresses(plan: Plan) -> Addresses:
    """Return the addresses of a plan's servers by their names."""
    return {server.name: server.addresses for server in plan.servers}


def in_order(
    old: Iterable[Tickable], new: Iterable[Tickable]
) -> Iterator[tuple[Tickable | None, Tickable | None]]:
    """Yield rows before and after by their ids, in the new order; one that went follows its neighbour."""
    now = {row.id: row for row in new}
    then: dict[str, Tickable] = {}
    following: dict[str, list[Tickable]] = {}
    last = ""
    for row in old:
        then[row.id] = row
        if row.id in now:
            last = row.id
        else:
            following.setdefault(last, []).append(row)
    yield from ((row, None) for row in following.get("", ()))
    for id, row in now.items():
        yield then.get(id), row
        yield from ((gone, None) for gone in following.get(id, ()))


class _Comparison:
    def __init__(self, old: Checklist, new: Checklist, before: Addresses, after: Addresses) -> None:
        self.old, self.new = old, new
        self.sides = (_Side(old, before), _Side(new, after))

    def changes(self) -> Changes:
        return Changes(tuple(chain.from_iterable(map(self._section, SECTIONS))))

    def _section(self, name: Section) -> Iterator[Change]:
        for old, new in in_order(section(self.old, name), section(self.new, name)):
            if old is None and new is not None:
                yield self._with_neighbours(Change("added", name, new.id, None, new))
            elif new is None and old is not None:
                yield self._with_neighbours(Change("removed", name, old.id, old, None))
            elif old is not None and new is not None and (fields := self._fields(old, new)):
                yield self._with_neighbours(Change("altered", name, new.id, old, new, fields))

    def _fields(self, old: Tickable, new: Tickable) -> tuple[Alteration, ...]:
        if old == new and not isinstance(old, Flow):
            return ()  # a flow's servers may have other addresses
        was, now = self.sides[0].values(old), self.sides[1].values(new)
        names = dict.fromkeys((*now, *was))
        found = (Alteration(name, was.get(name, ()), now.get(name, ())) for name in names)
        return tuple(one for one in found if set(one.old) != set(one.new))

    def _with_neighbours(self, change: Change) -> Change:
        if change.section != "flows":
            return change
        before, after = self.sides
        old = change.old if isinstance(change.old, Flow) else None
        new = change.new if isinstance(change.new, Flow) else None
        return Change(
            change.kind, change.section, change.id, change.old, change.new, change.fields,
            still_needed=after.users(_only(old, before, new, after), change.id),
            open_before=before.users(_only(new, after, old, before), change.id),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Way:
    """A part of a flow: the computers at its ends, as far as they are known, and its ports."""

    source: _Place
    destination: _Place
    ports: tuple[Port, ...]

    def shares(self, other: _Way) -> bool:
        """Return whether some computers reach some others on some port by both ways."""
        return (
            any(_meet(a, b) for a in self.ports for b in other.ports)
            and self.source.meets(other.source)
            and self.destination.meets(other.destination)
        )


@dataclass(frozen=True, slots=True)
class _Place:
    zone: str
    roles: frozenset[str]
    hosts: frozenset[Words]

    def meets(self, other: _Place) -> bool:
        if self.zone != other.zone:
            return False
        if self.hosts and other.hosts:
            return not self.hosts.isdisjoint(other.hosts)
        return not self.roles.isdisjoint(other.roles)


def _only(one: Flow | None, its: _Side, other: Flow | None, others: _Side) -> list[_Way]:
    """Return the parts of a flow that its other self does not have; all of it when there is none."""
    if one is None:
        return []
    way = its.way(one)
    if other is None:
        return [way]
    beside = others.way(other)
    parts = []
    ports = tuple(port for port in way.ports if port not in beside.ports)
    if ports:
        parts.append(_Way(way.source, way.destination, ports))
    if source := _without(way.source, beside.source):
        parts.append(_Way(source, way.destination, way.ports))
    if destination := _without(way.destination, beside.destination):
        parts.append(_Way(way.source, destination, way.ports))
    return parts


def _without(one: _Place, other: _Place) -> _Place | None:
    if one.zone != other.zone or not (one.hosts and other.hosts):
        return one if (one.zone, one.roles, one.hosts) != (other.zone, other.roles, other.hosts) else None
    hosts = one.hosts - other.hosts
    return _Place(one.zone, one.roles, hosts) if hosts else None


def _meet(one: Port, other: Port) -> bool:
    if one.transport != other.transport:
        return False
    if one.number is None or other.number is None:
        return one == other
    return one.number <= (other.to or other.number) and other.number <= (one.to or one.number)


class _Side:
    """One of the two checklists: what its rows say, field by field."""

    def __init__(self, checklist: Checklist, addresses: Addresses) -> None:
        self.flows = checklist.flows
        self.addresses = addresses
        self.connectors = {row.id: row for row in checklist.connectors}
        self.services = dict(checklist.service_names)
        self._hosts: dict[tuple[str, ...], tuple[Words, ...]] = {}
        self._places: dict[End, _Place] = {}
        self._ways: dict[str, _Way] = {}

    def values(self, row: Tickable) -> dict[str, tuple[Words, ...]]:
        """Return what a row says, by the names of its fields."""
        match row:
            case Flow():
                return {
                    **self._end("source", row.source),
                    **self._end("destination", row.destination),
                    "ports": _ports(row.ports),
                    "protocol": (row.protocol,),
                    "restrict": _term("restrict", row.restrict),
                    "by-default": _term("by-default", row.by_default),
                    "services": tuple(self.services.get(id, _name(id)) for id in row.services),
                    "connectors": tuple(self._connector(id) for id in row.connectors),
                    "endpoints": tuple(map(endpoint_words, row.endpoints)),
                }
            case Connector():
                return {
                    "name": _given(row.name),
                    "kind": _term("kind", row.kind),
                    "server": tuple(map(_name, row.server.split(", "))) if row.server else (),
                    "role": _term("role", row.role),
                    "service": (row.service,) if row.service else (),
                    "ports": _ports(row.ports),
                    "created-by": _term("created-by", row.created_by),
                    "task": (row.task,) if row.task else (),
                }
            case DnsRequirement():
                resolution = row.record == "resolution"
                return {
                    "record": _term("record", row.record) if resolution else (_name(row.record),),
                    "name": _given(row.name),
                    "asked-by": tuple(words(f"terms.role.{role}") for role in row.asked_by),
                    "scope": _term("scope", row.scope),
                }
            case Task():
                return {"text": (row.text,), "command": tuple(map(_name, row.command.splitlines()))}
            case Statement():
                return {"text": (row.text,)}

    def users(self, ways: Iterable[_Way], but: str) -> tuple[str, ...]:
        """Return the flows that share a part of one of these ways."""
        wanted = list(ways)
        if not wanted:
            return ()
        return tuple(
            flow.id
            for flow in self.flows
            if flow.id != but and flow.ports and any(way.shares(self.way(flow)) for way in wanted)
        )

    def way(self, flow: Flow) -> _Way:
        """Return the whole of a flow."""
        if flow.id not in self._ways:
            self._ways[flow.id] = _Way(self._place(flow.source), self._place(flow.destination), flow.ports)
        return self._ways[flow.id]

    def _place(self, end: End) -> _Place:
        if end not in self._places:
            self._places[end] = _Place(end.zone, frozenset(end.roles), frozenset(self.hosts(end.servers)))
        return self._places[end]

    def _end(self, side: str, end: End) -> dict[str, tuple[Words, ...]]:
        return {
            side: tuple(words(f"terms.role.{role}") for role in end.roles),
            f"{side}-zone": _term("zone", end.zone),
            f"{side}-hosts": self.hosts(end.servers),
        }

    def hosts(self, servers: tuple[str, ...]) -> tuple[Words, ...]:
        """Return servers with their addresses."""
        if servers not in self._hosts:
            self._hosts[servers] = tuple(
                _name("  ".join((name, *self.addresses.get(name, ())))) for name in servers
            )
        return self._hosts[servers]

    def _connector(self, id: str) -> Words:
        row = self.connectors.get(id)
        if row is None or not row.name:
            kind = words(f"terms.kind.{row.kind}") if row else _name(id)
            return kind
        return _name(row.name)


def _ports(ports: Iterable[Port]) -> tuple[Words, ...]:
    english, chinese = Text("en"), Text("zh-TW")
    return tuple(Words(port_text(port, english), port_text(port, chinese)) for port in ports)


def _term(group: str, value: str) -> tuple[Words, ...]:
    return (words(f"terms.{group}.{value}"),)


def _name(text: str) -> Words:
    return Words(text, text)


def _given(text: str) -> tuple[Words, ...]:
    return (_name(text),) if text else ()
