"""resolve(catalogue, plan): the checklist that follows from a plan. Pure; never fails on a valid plan."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields, replace
from typing import Any, TypeVar, get_args

from portplanner.catalogue import model as facts
from portplanner.catalogue.model import Catalogue, Diagram, Role, When
from portplanner.checklist.model import (
    Checklist,
    Connector,
    DnsRequirement,
    End,
    Endpoint,
    Flow,
    Port,
    Source,
    Statement,
    Task,
    Warning,
)
from portplanner.checklist.names import NamedRow, Names
from portplanner.plan.change import choice
from portplanner.plan.model import Plan, Server
from portplanner.text import Words, visible

_LISTED_NAMES = 5  # a warning names this many servers, then counts


def resolve(catalogue: Catalogue, plan: Plan) -> Checklist:
    """Return what follows from ``plan`` by the facts of ``catalogue``.

    A catalogue of another Exchange version gives an empty checklist with a warning that says so.
    """
    if catalogue.exchange != plan.exchange:
        return _nothing(catalogue, plan)
    return _Resolution(catalogue, plan).checklist()


def _nothing(catalogue: Catalogue, plan: Plan) -> Checklist:
    warning = _warning(catalogue, "exchange-not-here", [plan.exchange])
    return Checklist(
        exchange=plan.exchange, edition=catalogue.edition, catalogue_title=catalogue.title,
        diagrams=(), warnings=(warning,), flows=(), connectors=(), dns=(), ground_rules=(), notes=(),
        tasks=(), open_points=(), pointers=(), service_names=(), choice_words=(), placeholders=(),
    )  # fmt: skip


class _Prepared:
    """What a catalogue's rows come to whatever the plan says, worked out once for all runs."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue  # kept, so that its identity stays its own
        self._sources: dict[tuple[str, str], Source] = {}
        self.connectors = {c.id: (c, self.sources(c.sources)) for c in catalogue.connectors}
        self.connector_order = {id: place for place, id in enumerate(self.connectors)}
        self.flows = [(flow, [(v.when, _varied(flow, v)) for v in flow.variants]) for flow in catalogue.flows]
        self.dns = [
            NamedRow(
                row,
                DnsRequirement(
                    row.id, row.requirement, row.record, row.name, row.asked_by, row.scope, row.verify,
                    self.sources(row.sources),
                ),
            )
            for row in catalogue.dns
        ]  # fmt: skip
        self.tasks = [
            (t.when, Task(t.id, t.text, t.command, t.makes, self.sources(t.sources))) for t in catalogue.tasks
        ]
        self.ground_rules = self._statements(catalogue.ground_rules)
        self.notes = self._statements(catalogue.notes)
        self.open_points = self._statements(catalogue.open_points)
        self.pointers = self._statements(catalogue.pointers)

    def sources(self, refs: Iterable[facts.SourceRef]) -> tuple[Source, ...]:
        """Return the sources that these references name, each place of a document once in memory."""
        found = []
        for ref in refs:
            key = ref.ref, ref.part
            if key not in self._sources:
                self._sources[key] = Source(self.catalogue.sources[ref.ref].title, ref.part)
            found.append(self._sources[key])
        return tuple(found)

    def _statements(self, rows: Iterable[facts.Statement]) -> list[tuple[When, Statement]]:
        return [
            (row.when, Statement(row.id, row.text, self.sources(row.sources), row.covers)) for row in rows
        ]


_prepared: dict[int, _Prepared] = {}


def _prepare(catalogue: Catalogue) -> _Prepared:
    """Return the prepared catalogue; a program holds a handful of them, loaded once each."""
    if id(catalogue) not in _prepared:
        _prepared[id(catalogue)] = _Prepared(catalogue)
    return _prepared[id(catalogue)]


def _varied(flow: facts.Flow, variant: facts.Variant) -> facts.Flow:
    values = ((f.name, getattr(variant, f.name)) for f in fields(variant) if f.name not in ("id", "when"))
    return replace(flow, **{name: value for name, value in values if value is not None})


R = TypeVar("R")


class _Resolution:
    """One run of resolve; keeps what several rows ask for: conditions, servers, connector rows."""

    def __init__(self, catalogue: Catalogue, plan: Plan) -> None:
        self.catalogue = catalogue
        self.prepared = _prepare(catalogue)
        self.plan = plan
        self._servers: dict[tuple[tuple[Role, ...], str], tuple[Server, ...]] = {}
        self._subscribed = _subscribed_sites(plan)
        self._subscribed_names = tuple(s.name for s in plan.sites if s.name.casefold() in self._subscribed)
        self._rows: dict[str, Connector] = {}
        self._row_servers: dict[str, dict[str, None]] = {}
        self._placeholders: dict[str, None] = {}
        self._choices: dict[str, Any] = {}

    def checklist(self) -> Checklist:
        order = get_args(Diagram)
        flows = tuple(sorted(self._flows(), key=lambda flow: order.index(flow.diagram)))
        open_ids = {id for flow in flows for id in flow.open_points}
        places = self.prepared.connector_order
        connectors = sorted(self._rows.values(), key=lambda row: places[row.id.partition("--")[0]])
        dns = tuple(self._dns())
        tasks = self._that_hold(self.prepared.tasks)
        rules = self._that_hold(self.prepared.ground_rules)
        opened = tuple(s for s in self._that_hold(self.prepared.open_points) if s.id in open_ids)
        ids = {row.id for rows in (flows, connectors, dns, tasks, rules, opened) for row in rows}
        return Checklist(
            exchange=self.catalogue.exchange,
            edition=self.catalogue.edition,
            catalogue_title=self.catalogue.title,
            diagrams=_diagrams(flows),
            warnings=tuple(self._warnings(ids)),
            flows=flows,
            connectors=tuple(connectors),
            dns=dns,
            ground_rules=rules,
            notes=self._that_hold(self.prepared.notes),
            tasks=tasks,
            open_points=opened,
            pointers=self._that_hold(self.prepared.pointers),
            service_names=tuple(self.catalogue.service_names.items()),
            choice_words=tuple(self.catalogue.choice_words.items()),
            placeholders=tuple(self._placeholders),
            guests=tuple((row.diagram, row.flows) for row in self.catalogue.guests if self._holds(row.when)),
        )

    def _that_hold(self, rows: Iterable[tuple[When, R]]) -> tuple[R, ...]:
        return tuple(row for when, row in rows if not when or self._holds(when))

    def _holds(self, when: When) -> bool:
        for key, allowed in when.items():
            if key not in self._choices:
                self._choices[key] = choice(self.plan, key)
            chosen = self._choices[key]
            if isinstance(chosen, tuple):
                if not any(value in allowed for value in chosen):
                    return False
            elif chosen not in allowed:
                return False
        return True

    # Flows

    def _flows(self) -> Iterable[Flow]:
        for row, variants in self.prepared.flows:
            here = self._holds(row.when)
            twin = row.twin if row.twin and self._holds(row.twin.when) else None
            if not (here or twin) or (row.unless and self._holds(row.unless)):
                continue
            varied = next((flow for when, flow in variants if self._holds(when)), row)
            if here:
                yield self._flow(varied, row.id, varied.source)
            if twin:
                flow = self._flow(varied, twin.id, twin.source)
                yield replace(flow, pictured=False)  # the pictures show Internet clients alone

    def _flow(self, row: facts.Flow, id: str, source: facts.End) -> Flow:
        services = row.services
        if row.services_choice:
            chosen = choice(self.plan, row.services_choice)
            services = tuple(s for s in services if isinstance(chosen, tuple) and s in chosen)
        return Flow(
            id=id,
            diagram=row.diagram,
            pictured=row.pictured,
            layer=row.layer,
            label=row.label,
            purpose=row.purpose,
            services=services,
            source=self._end(source),
            destination=self._end(row.destination),
            ports=self._ports(row.ports),
            protocol=row.protocol,
            restrict=row.restrict,
            by_default=row.by_default,
            connectors=tuple(
                id for name in row.connectors for id in self._connector_rows(name, source, row.destination)
            ),
            note=row.note,
            open_points=row.open_points,
            sources=self.prepared.sources(row.sources),
            endpoints=tuple(self._endpoint(each) for each in row.endpoints),
            outbound=row.outbound,
        )

    def _endpoint(self, row: facts.Endpoint) -> Endpoint:
        return Endpoint(
            row.id, row.feature, row.paths, row.authentication, row.authorization, row.pre_authentication,
            self.prepared.sources(row.sources),
        )  # fmt: skip

    def _end(self, end: facts.End) -> End:
        if "smart-host" in end.roles:
            if not self.plan.topology.smart_hosts:
                self._placeholders["<smart host>"] = None
            return End(end.roles, end.zone, self.plan.topology.smart_hosts)
        if "dns" in end.roles:
            return End(end.roles, end.zone, self.plan.dns.servers)
        return End(end.roles, end.zone, tuple(s.name for s in self._select(end.roles, end.servers)))

    def _ports(self, ports: Iterable[facts.Port]) -> tuple[Port, ...]:
        return tuple(self._port(port) for port in ports if self._chosen(port))

    def _chosen(self, port: facts.Port) -> bool:
        if port.choice is None:
            return True
        chosen = choice(self.plan, port.choice)
        return isinstance(chosen, tuple) and port.number in chosen

    def _port(self, port: facts.Port) -> Port:
        if port.user:
            number = choice(self.plan, port.user)
            if isinstance(number, int):
                return Port(number, port.transport)
            self._placeholders[f"<{port.user}>"] = None
            return Port(None, port.transport, user=port.user)
        return Port(port.number or port.from_, port.transport, port.to)

    # Names

    def _dns(self) -> Iterable[DnsRequirement]:
        names = Names(self.catalogue.places, self.plan, self._select, self._holds)
        for row in self.prepared.dns:
            if self._holds(row.fact.when) and not (row.fact.unless and self._holds(row.fact.unless)):
                yield from names.rows(row, _slug)

    # Servers

    def _select(self, roles: tuple[Role, ...], which: str) -> tuple[Server, ...]:
        key = (roles, which)
        if key not in self._servers:
            fits = self._fits(which)
            self._servers[key] = tuple(
                s for s in self.plan.servers if any(role in roles for role in s.roles) and fits(s)
            )
        return self._servers[key]

    def _fits(self, which: str) -> Callable[[Server], bool]:
        match which:
            case "subscribed-site":
                return self._faces_edge
            case "edgesync":
                return lambda server: server.in_edgesync and self._faces_edge(server)
            case "edge-inbound":
                return lambda server: "inbound" in server.edge_connectors
            case "edge-internet":
                return lambda server: "internet" in server.edge_connectors
            case _:
                return lambda server: True

    def _faces_edge(self, server: Server) -> bool:
        if not self._subscribed or (len(self.plan.sites) == 1 and not server.site):
            return True
        return server.site.casefold() in self._subscribed

    # Connectors

    def _connector_rows(self, name: str, source: facts.End, destination: facts.End) -> list[str]:
        connector, sources = self.prepared.connectors[name]
        rows: list[str] = []
        for key, filled, servers in self._instances(connector, self._hosts(connector, source, destination)):
            id = connector.id if key is None else f"{connector.id}--{_slug(key)}"
            rows.append(id)
            known = self._row_servers.setdefault(id, {})
            before = len(known)
            known.update(dict.fromkeys(servers))
            if id in self._rows and len(known) == before:
                continue
            self._rows[id] = Connector(
                id=id,
                kind=connector.kind,
                name=filled,
                server=", ".join(known),
                role=connector.role,
                service=connector.service,
                ports=self._ports(connector.ports),
                created_by=connector.created_by,
                task=connector.task,
                note=connector.note,
                sources=sources,
            )
        return rows

    def _hosts(
        self, connector: facts.Connector, source: facts.End, destination: facts.End
    ) -> tuple[Server, ...]:
        """Return the servers that hold this connector for a flow between these ends.

        A selector of the connector wins; else the end of the flow whose role it is decides; a
        combined server may answer for a role that the flow does not name.
        """
        if connector.servers != "all":
            return self._select((connector.role,), connector.servers)
        for end in (destination, source):
            if connector.role in end.roles:
                return self._select((connector.role,), end.servers)
        at_flow = {s.name for end in (destination, source) for s in self._select(end.roles, end.servers)}
        own = self._select((connector.role,), "all")
        return tuple(s for s in own if s.name in at_flow) or own

    def _instances(
        self, connector: facts.Connector, hosts: tuple[Server, ...]
    ) -> Iterable[tuple[str | None, str, tuple[str, ...]]]:
        """Yield key, filled name and server names for each row of a connector."""
        names = tuple(s.name for s in hosts)
        if connector.per == "server" and hosts:
            for name in names:
                yield name, _fill(connector.name, "{server}", name), (name,)
            return
        sites = self._sites_of(hosts) if connector.per == "site" else ()
        if sites:
            members: dict[str, list[str]] = {}
            for server in hosts:
                members.setdefault(self._site_of(server).casefold(), []).append(server.name)
            for site in sites:
                there = tuple(members.get(site.casefold(), ()))
                yield site, _fill(connector.name, "{site}", site), there
            return
        if connector.placeholder and "{" in connector.name:
            self._placeholders[connector.placeholder] = None
        name = re.sub(r"\{(server|site)\}", lambda _: connector.placeholder, connector.name)
        yield None, name, names

    def _sites_of(self, hosts: Sequence[Server]) -> tuple[str, ...]:
        if not hosts:
            return self._subscribed_names
        named = {self._site_of(s).casefold() for s in hosts} - {""}
        return tuple(s.name for s in self.plan.sites if s.name.casefold() in named)

    def _site_of(self, edge: Server) -> str:
        if edge.site:
            return edge.site
        return self._subscribed_names[0] if len(self._subscribed_names) == 1 else ""

    # Warnings

    def _warnings(self, ids: set[str]) -> Iterable[Warning]:
        for statement in self.catalogue.contradictions:
            if self._holds(statement.when):
                yield Warning(statement.id, statement.text)
        for id, names in self._found():
            yield _warning(self.catalogue, id, names)
        strangers = [item.id for item in self.plan.items if item.id not in ids]
        if strangers:
            yield _warning(self.catalogue, "items-without-row", strangers)

    def _found(self) -> Iterable[tuple[str, list[str]]]:
        plan, topology, clients = self.plan, self.plan.topology, self.plan.clients
        for name in ("hybrid", "unified_messaging"):
            key = f"{name}.enabled"
            if choice(plan, key) and True not in self.catalogue.choices.get(key, ()):
                yield f"{name.replace('_', '-')}-not-here", []
        inside = [s for s in plan.servers if "edge-transport" not in s.roles]
        both = [s.name for s in inside if len(set(s.roles)) > 1]
        one = [s.name for s in inside if len(set(s.roles)) == 1]
        placed = len(self.catalogue.choices.get("topology.roles", ())) > 1  # there are roles to place
        if placed and topology.roles == "separate" and both:
            yield "servers-hold-both-roles", both
        if placed and topology.roles == "combined" and one:
            yield "servers-hold-one-role", one
        if strange := list(self._unknown_choices()):
            yield "choices-not-here", strange
        edges = [s for s in plan.servers if "edge-transport" in s.roles]
        if topology.edge == "none":
            if edges:
                yield "edge-servers-unused", [s.name for s in edges]
            if not topology.edge_subscribed:
                yield "unsubscribed-without-edge", []
        elif topology.edge_subscribed:
            yield from self._found_at_edge(edges)
        if topology.smart_hosts and topology.outbound != "smart-host":
            yield "smart-hosts-without-use", list(topology.smart_hosts)
        if clients.smtp == (25,):
            yield "smtp-25-alone", []
        offered = (clients.https, clients.http, clients.imap4, clients.pop3, clients.smtp)
        if not clients.from_ and any(offered):
            yield "clients-from-nowhere", []

    def _unknown_choices(self) -> Iterable[str]:
        """Yield the choices of the plan that this version has no rows for, as the plan file writes them."""
        for key, allowed in self.catalogue.choices.items():
            chosen = choice(self.plan, key)
            if key in ("hybrid.enabled", "unified_messaging.enabled"):
                continue  # they have warnings of their own
            if any(value not in allowed for value in (chosen if isinstance(chosen, tuple) else (chosen,))):
                yield f"{key} = {str(chosen).lower() if isinstance(chosen, bool) else chosen}"

    def _found_at_edge(self, edges: list[Server]) -> Iterable[tuple[str, list[str]]]:
        plan = self.plan
        if plan.sites and not self._subscribed:
            yield "site-not-subscribed", []
        marked = {s.name.casefold() for s in plan.sites if s.subscribed}
        stray = [s.name for s in edges if s.site and s.site.casefold() not in marked]
        if marked and stray:
            yield "edge-site-not-subscribed", stray
        mailboxes = [s for s in plan.servers if "mailbox" in s.roles]
        if self._subscribed and len(plan.sites) > 1:
            nowhere = [s.name for s in mailboxes if not s.site]
            if nowhere:
                yield "mailbox-servers-without-site", nowhere
        if mailboxes and not any(self._faces_edge(s) for s in mailboxes):
            yield "no-mailbox-server-faces-edge", []


def _subscribed_sites(plan: Plan) -> frozenset[str]:
    """Return the names, case folded, of the sites that Edge servers are subscribed to."""
    marked = {site.name.casefold() for site in plan.sites if site.subscribed}
    named = {s.site.casefold() for s in plan.servers if "edge-transport" in s.roles and s.site}
    return frozenset(marked | named)


def _diagrams(flows: Sequence[Flow]) -> tuple[Diagram, ...]:
    used = {flow.diagram for flow in flows if flow.drawn}
    return tuple(diagram for diagram in get_args(Diagram) if diagram in used)


def _fill(template: str, place: str, value: str) -> str:
    return template.replace(place, value)


def _slug(name: str) -> str:
    """Return a readable, stable and unique part of an id for a name that may hold anything."""
    slug = re.sub(r"[^A-Za-z0-9_.-]+", "-", name)[:48].strip("-.")
    if slug == name:
        return slug
    from hashlib import sha256  # brings OpenSSL, and only plans with odd names need it

    return f"{slug}-{sha256(name.encode()).hexdigest()[:8]}".lstrip("-")


def _warning(catalogue: Catalogue, id: str, names: Sequence[str]) -> Warning:
    shown = ", ".join(visible(name) for name in names[:_LISTED_NAMES])
    if len(names) > _LISTED_NAMES:
        shown += f" … ({len(names)})"
    text = catalogue.warnings[id]
    return Warning(id, Words(text.en.replace("{names}", shown), text.zh.replace("{names}", shown)))
