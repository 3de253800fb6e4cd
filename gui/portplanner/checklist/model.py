"""The checklist: what follows from a plan, as one frozen value that every reader shares.

Texts are in both languages (Words); a reader picks. Ids are unique in the whole checklist and
stable: the same choice gives the same id, whatever else the plan says.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from portplanner.catalogue.model import (
    ByDefault,
    ConnectorKind,
    CreatedBy,
    Diagram,
    Layer,
    Record,
    Restrict,
    Role,
    Scope,
    Transport,
    Zone,
)
from portplanner.text import Words


@dataclass(frozen=True, slots=True)
class Source:
    """A document and the place in it."""

    title: Words
    part: str


@dataclass(frozen=True, slots=True)
class Port:
    """A port, a range (``to`` is set), or one the user has still to supply (``user`` is set)."""

    number: int | None
    transport: Transport
    to: int | None = None
    user: str | None = None


@dataclass(frozen=True, slots=True)
class End:
    """Who opens a connection or answers it. ``servers`` are names from the plan, in its order."""

    roles: tuple[Role, ...]
    zone: Zone
    servers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An address behind a flow's port, and how callers prove themselves there."""

    id: str
    feature: Words
    paths: tuple[str, ...]
    authentication: Words
    authorization: Words
    pre_authentication: Words
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Flow:
    """One kind of connection, from who opens it to who answers."""

    id: str
    diagram: Diagram
    pictured: bool
    layer: Layer | Literal[""]  # the optional layer of the diagrams that shows it, "" for always
    label: Words
    purpose: Words
    services: tuple[str, ...]
    source: End
    destination: End
    ports: tuple[Port, ...]
    protocol: Words
    restrict: Restrict
    by_default: ByDefault
    connectors: tuple[str, ...]
    note: Words
    open_points: tuple[str, ...]
    sources: tuple[Source, ...]
    endpoints: tuple[Endpoint, ...] = ()
    outbound: bool = False  # whether mail leaves by it; only said where its ends do not tell

    @property
    def drawn(self) -> bool:
        """Whether its diagram always shows it."""
        return not self.layer


@dataclass(frozen=True, slots=True)
class Connector:
    """A connector to check, with its exact product name, on one server or shared by several."""

    id: str
    kind: ConnectorKind
    name: str
    server: str
    role: Role
    service: Words
    ports: tuple[Port, ...]
    created_by: CreatedBy
    task: Words
    note: Words
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class DnsRequirement:
    """A duty to resolve names, or a record that has to exist."""

    id: str
    requirement: Words
    record: Record
    name: str
    asked_by: tuple[Role, ...]
    scope: Scope
    verify: Words
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """A ground rule, a note, an open point or a pointer.

    ``covers`` lists the roles beside Exchange servers that a ground rule forbids to restrict.
    """

    id: str
    text: Words
    sources: tuple[Source, ...]
    covers: tuple[Role, ...] = ()


@dataclass(frozen=True, slots=True)
class Task:
    """Something to do; ``command`` is what to type, ``makes`` the catalogue's ids of connectors it makes."""

    id: str
    text: Words
    command: str
    makes: tuple[str, ...]
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Warning:
    """A choice without effect, or two that contradict each other; the text says what holds instead."""

    id: str
    text: Words


@dataclass(frozen=True, slots=True)
class Checklist:
    """All that follows from one plan. ``diagrams`` lists the diagrams that this plan uses."""

    exchange: str
    edition: str
    catalogue_title: Words
    diagrams: tuple[Diagram, ...]
    warnings: tuple[Warning, ...]
    flows: tuple[Flow, ...]
    connectors: tuple[Connector, ...]
    dns: tuple[DnsRequirement, ...]
    ground_rules: tuple[Statement, ...]
    notes: tuple[Statement, ...]
    tasks: tuple[Task, ...]
    open_points: tuple[Statement, ...]
    pointers: tuple[Statement, ...]
    service_names: tuple[tuple[str, Words], ...]
    placeholders: tuple[str, ...]  # names still missing, e.g. "<Client Access server name>"
    guests: tuple[tuple[Diagram, tuple[str, ...]], ...] = ()  # flows that another diagram shows as well
    # Words for choices where this version calls a thing otherwise; the key is that of the choice's text.
    choice_words: tuple[tuple[str, Words], ...] = ()

    def shown_in(self, diagram: Diagram) -> tuple[Flow, ...]:
        """Return the flows that a diagram shows: its own and its guests."""
        guests = {id for home, ids in self.guests if home == diagram for id in ids}
        return tuple(flow for flow in self.flows if flow.diagram == diagram or flow.id in guests)
