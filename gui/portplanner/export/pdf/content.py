"""What the document says: its parts, and the rows of each, in the document's language or languages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain, zip_longest

from portplanner.checklist.model import (
    Checklist,
    Connector,
    DnsRequirement,
    End,
    Flow,
    Port,
    Source,
    Statement,
    Task,
)
from portplanner.checklist.words import choice_text, notes, port_text
from portplanner.export.pdf import style
from portplanner.export.pdf.paper import Cell, Para
from portplanner.export.pdf.table import Band, Column, Row
from portplanner.export.words import folded, shown
from portplanner.plan import support
from portplanner.plan.model import Item, Plan
from portplanner.text import Text, Words, visible

_CONNECTORS_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Part:
    """A section: its heading, and one table."""

    name: str
    title: str
    heading: Cell
    columns: Sequence[Column]
    rows: Sequence[Row | Band]
    ticks: bool = False
    numbers: bool = False
    new_page: bool = False
    count: int = 0

    def texts(self) -> Iterator[str]:
        """Every text of this part, for the fonts."""
        yield self.title
        yield from (para.text for para in self.heading)
        for column in self.columns:
            yield from (para.text for para in column.heading)
        for row in self.rows:
            if isinstance(row, Band):
                yield from (para.text for para in row.text)
            else:
                yield row.number
                yield from (para.text for cell in row.cells for para in cell)
                yield from (para.text for para in row.note)


@dataclass(slots=True)
class _Sources:
    """The sources in the order of their first use."""

    titles: dict[Words, int] = field(default_factory=dict)

    def mark(self, sources: Iterable[Source]) -> str:
        """Return the numbers of these sources as they stand on a row: ``[1] L163``."""
        marks: dict[str, None] = {}
        for source in sources:
            number = self.titles.setdefault(source.title, len(self.titles) + 1)
            marks[f"[{number}] {source.part}".rstrip()] = None
        return "  ".join(marks)


class Content:
    """The texts and rows of one document."""

    def __init__(self, checklist: Checklist, plan: Plan, texts: Sequence[Text]) -> None:
        self.checklist = checklist
        self.plan = plan
        self.document = plan.document
        self.texts = texts
        self.items: dict[str, Item] = {item.id: item for item in plan.items}
        self.sources = _Sources()
        self.said: dict[Words, str] = {}  # notes of flows, and the row that says each first
        self.services = dict(checklist.service_names)
        self.numbers: dict[str, str] = {}
        self._number("P", (row.id for row in self._by_diagram()))
        self._number("C", (row.id for row in checklist.connectors))
        self._number("D", (row.id for row in checklist.dns))
        self._number("T", (row.id for row in checklist.tasks))
        self._number("R", (row.id for row in checklist.ground_rules))
        self._number("O", (row.id for row in checklist.open_points))
        self.connectors = {row.id: row for row in checklist.connectors}
        self.open_points = {row.id: row for row in checklist.open_points}

    def _number(self, letter: str, ids: Iterable[str]) -> None:
        self.numbers.update({id: f"{letter}{i}" for i, id in enumerate(ids, 1)})

    # Words ------------------------------------------------------------------------------------

    def line(self, id: str, **places: object) -> str:
        """Return a text in one line; both languages stand beside each other."""
        return " · ".join(dict.fromkeys(text(id, **places) for text in self.texts))

    def each(
        self,
        make: Callable[[Text], str],
        *,
        size: float = style.TEXT,
        bold: bool = False,
        colour: str = style.INK,
        gap: float = 0.0,
        link: str = "",
    ) -> tuple[Para, ...]:
        """Return a paragraph for each language; the second is set back, one that says the same left out."""
        said = dict.fromkeys(make(text) for text in self.texts)
        return tuple(
            Para(one, size, bold, colour if not i else style.SOFT, 1.5 if i else gap, link=link)
            for i, one in enumerate(filter(None, said))
        )

    def of(self, words: Words, *, bold: bool = False, size: float = style.TEXT) -> tuple[Para, ...]:
        """Return a fact's words."""
        return self.each(lambda text: text.of(words), bold=bold, size=size)

    # The document as a whole --------------------------------------------------------------------

    @property
    def title(self) -> str:
        """The plan's title, or what the document is."""
        return visible(self.document.title) or self.line("document.untitled")

    @property
    def organization(self) -> str:
        """The organization's name on one line."""
        return visible(self.document.organization)

    @property
    def subject(self) -> str:
        """One line for the properties of the file."""
        names = " · ".join(dict.fromkeys(text.of(self.checklist.catalogue_title) for text in self.texts))
        return self.line("document.subject", exchange=names)

    @property
    def footer(self) -> str:
        """Revision, date and catalogue edition."""
        revision = visible(self.document.revision)
        parts = [
            self.line("document.revision", revision=revision) if revision else "",
            visible(self.document.date),
            self.line("document.edition", edition=self.checklist.edition),
        ]
        return "   ·   ".join(filter(None, parts))

    def page_line(self, page: int, pages: int) -> str:
        """Return the page number and how many there are."""
        return self.line("document.page", page=page, pages=pages)

    def meta(self) -> list[tuple[Cell, Cell]]:
        """Return the title block's labels and values."""
        document = self.document
        values = (
            ("organization", visible(document.organization)),
            ("prepared-by", visible(document.prepared_by)),
            ("revision", visible(document.revision)),
            ("date", visible(document.date)),
            ("edition", self.checklist.edition),
        )
        return [
            (self._label(f"document.meta.{name}"), (Para(value or "–", lines=3),)) for name, value in values
        ]

    def _label(self, id: str) -> Cell:
        return (Para(self.line(id), style.SMALL, colour=style.SOFT),)

    def choices(self) -> list[tuple[Cell, Cell]]:
        """Return what the plan chooses, as labels and values."""
        found: list[tuple[Cell, Cell]] = []

        def add(name: str, make: Callable[[Text], str]) -> None:
            value = self.each(make)
            if value:
                found.append((self.each(lambda t: t(f"document.choice.{name}"), colour=style.SOFT), value))

        plan, topology, clients = self.plan, self.plan.topology, self.plan.clients
        add("exchange", lambda t: t.of(self.checklist.catalogue_title))
        if "client-access" in support.roles(plan.exchange):
            add("roles", lambda t: t(f"document.roles.{topology.roles}"))
        add("edge", self._edge)
        add("outbound", self._outbound)
        add("clients", lambda t: _list(t, (t(f"document.from.{one}") for one in clients.from_)))
        add("https", lambda t: self._service_list(clients.https, t) or t("document.choice.none"))
        add("http", lambda t: self._service_list(clients.http, t) or t("document.choice.none"))
        mail = (("IMAP4", clients.imap4), ("POP3", clients.pop3), ("SMTP", clients.smtp))
        add("mail-clients", lambda t: _mail(t, mail))
        if topology.edge != "none" and plan.sender_reputation.proxy != "none":
            add("proxy", self._proxy)
        add("dns", lambda t: folded(plan.dns.servers, t))
        add(
            "hybrid",
            lambda t: t(f"document.hybrid.{plan.hybrid.mail_through}") if plan.hybrid.enabled else "",
        )
        um = plan.unified_messaging
        add("unified-messaging", lambda t: t(f"document.sip.{um.sip}") if um.enabled else "")
        add("sites", lambda t: folded([site.name for site in plan.sites], t))
        add("servers", self._servers)
        return found

    def _edge(self, text: Text) -> str:
        topology = self.plan.topology
        if topology.edge == "none":
            return text("document.edge.none")
        kind = "subscribed" if topology.edge_subscribed else "by-hand"
        return text(f"document.edge.{kind}", version=topology.edge.upper())

    def _outbound(self, text: Text) -> str:
        topology = self.plan.topology
        hosts = folded(topology.smart_hosts, text)
        if topology.outbound == "smart-host" and hosts:
            return text("document.outbound.smart-hosts", hosts=hosts)
        own = choice_text(self.checklist, "topology.outbound", topology.outbound, text)
        return own or text(f"document.outbound.{topology.outbound}")

    def _proxy(self, text: Text) -> str:
        reputation = self.plan.sender_reputation
        number = reputation.proxy_port or text("document.choice.not-given")
        server = shown(reputation.proxy_server) or text("document.choice.not-given")
        return text("document.choice.proxy-value", kind=reputation.proxy, server=server, port=number)

    def _servers(self, text: Text) -> str:
        counts = {
            role: sum(role in server.roles for server in self.plan.servers)
            for role in ("client-access", "mailbox", "edge-transport")
        }
        return _list(
            text,
            (
                text("document.choice.counted", role=text(f"terms.role.{r}"), count=n)
                for r, n in counts.items()
                if n
            ),
        )

    def _service_list(self, ids: Iterable[str], text: Text) -> str:
        return _list(text, (text.of(self.services[id]) if id in self.services else id for id in ids))

    def missing(self) -> Cell:
        """Return the line that names what is still missing; empty when nothing is."""
        names = self.checklist.placeholders
        if not names:
            return ()
        return self.each(
            lambda t: t("document.missing.names", count=len(names), names=folded(names, t, 6)),
            colour=style.SOFT,
        )

    def front_texts(self) -> Iterator[str]:
        """Every text outside the parts, for the fonts."""
        yield from (self.title, self.organization, self.subject, self.footer, self.page_line(1, 2))
        yield from (para.text for cells in self.meta() + self.choices() for cell in cells for para in cell)
        yield from (para.text for para in self.missing())
        yield from (para.text for para in self.of(self.checklist.catalogue_title))
        for name in ("contents", "choices", "diagrams"):
            yield self.line(f"document.part.{name}")
        yield "0123456789"

    # The parts ----------------------------------------------------------------------------------

    def parts(self) -> list[Part]:
        """Return the sections in their order; an empty one is left out."""
        checklist = self.checklist
        made = [
            self._part("ports", _PORTS, list(self._port_rows()), ticks=True, numbers=True, new_page=True),
            self._part("connectors", _CONNECTORS, list(self._connector_rows()), ticks=True, numbers=True),
            self._part("dns", _DNS, [self._dns(d) for d in checklist.dns], ticks=True, numbers=True),
            self._part("tasks", _TASKS, [self._task(t) for t in checklist.tasks], ticks=True, numbers=True),
            self._part(
                "ground-rules",
                _RULES,
                [self._statement(s) for s in checklist.ground_rules],
                ticks=True,
                numbers=True,
            ),
            self._part("notes", _PLAIN, [self._plain(s) for s in checklist.notes]),
            self._part(
                "open-points",
                _RULES,
                [self._statement(s) for s in checklist.open_points],
                ticks=True,
                numbers=True,
            ),
            self._part("warnings", _WIDE, [Row((self.of(w.text),), id=w.id) for w in checklist.warnings]),
            self._part("pointers", _PLAIN, [self._plain(s) for s in checklist.pointers]),
            self._part("servers", _SERVERS, list(self._server_rows())),
        ]
        made.append(self._part("sources", _SOURCES, list(self._source_rows())))
        made.append(self._part("sign-off", _SIGN, list(self._sign_rows())))
        return [part for part in made if part.rows]

    def _part(
        self,
        name: str,
        columns: Sequence[tuple[str, float]],
        rows: Sequence[Row | Band],
        *,
        ticks: bool = False,
        numbers: bool = False,
        new_page: bool = False,
    ) -> Part:
        title = self.line(f"document.part.{name}")
        heading = (
            Para(title, style.HEADING, bold=True),
            *self.each(lambda t: t(f"document.lead.{name}"), colour=style.SOFT, gap=2),
        )
        made = [
            Column(
                self.each(
                    partial(_say, f"document.column.{id}"),
                    size=style.SMALL,
                    bold=True,
                    colour=style.SOFT,
                )
                if id
                else (),
                share,
            )
            for id, share in columns
        ]
        count = sum(isinstance(row, Row) for row in rows)
        return Part(name, title, heading, made, rows, ticks, numbers, new_page, count)

    def _port_rows(self) -> Iterator[Row | Band]:
        diagram = ""
        for flow in self._by_diagram():
            if flow.diagram != diagram:
                diagram = flow.diagram
                name = self.line(f"terms.diagram.{diagram}")
                yield Band((Para(name, style.BAND, bold=True, colour=style.ACCENT),))
            yield self._flow(flow)

    def _by_diagram(self) -> list[Flow]:
        order = list(dict.fromkeys(flow.diagram for flow in self.checklist.flows))
        return sorted(self.checklist.flows, key=lambda flow: order.index(flow.diagram))

    def _flow(self, flow: Flow) -> Row:
        cells = (
            self.of(flow.purpose, bold=True),
            self._end(flow.source),
            self._end(flow.destination),
            self._ports(flow.ports) or self.each(lambda t: t("document.port.any"), bold=True),
            self.of(flow.protocol),
            self._flow_connectors(flow),
            (
                *self.each(lambda t: t(f"terms.restrict.{flow.restrict}")),
                *self.each(
                    lambda t: t(f"terms.by-default.{flow.by_default}"), size=style.SMALL, colour=style.SOFT
                ),
            ),
            self._record(flow.id),
        )
        services = self.each(lambda t: self._services(flow, t))
        return self._row(
            flow.id, cells, (*services, *self._note(flow)), flow.sources,
            label=flow.purpose, link=f"diagram:{flow.diagram}", open_points=flow.open_points,
        )  # fmt: skip

    def _services(self, flow: Flow, text: Text) -> str:
        names = self._service_list(flow.services, text)
        return text("document.row.services", services=names) if names else ""

    def _note(self, flow: Flow) -> Cell:
        """Return the note, or which row has said the same before."""
        first = self.said.setdefault(flow.note, flow.id)
        if first != flow.id and flow.note:
            number = self.numbers[first]
            return self.each(
                lambda t: t("document.row.same-note", number=number),
                colour=style.SOFT,
                gap=2,
                link=f"row:{first}",
            )
        said = (self.each(partial(Text.of, words=words), colour=style.SOFT, gap=2) for words in notes(flow))
        return tuple(chain.from_iterable(said))

    def _ports(self, numbers: Sequence[Port]) -> Cell:
        return [para for one in numbers for para in self.each(partial(port_text, one), bold=True)]

    def _end(self, end: End) -> Cell:
        names = self.each(lambda t: _either(t, (t(f"terms.role.{role}") for role in end.roles)))
        servers = self.each(lambda t: folded(end.servers, t, 3), size=style.SMALL, colour=style.SOFT, gap=1)
        zone = self.each(lambda t: t(f"terms.zone.{end.zone}"), size=style.SMALL, colour=style.SOFT, gap=1)
        return (*names, *servers) if servers else (*names, *(z for z in zone if z.text != names[0].text))

    def _flow_connectors(self, flow: Flow) -> Cell:
        rows = [self.connectors[id] for id in flow.connectors if id in self.connectors]
        cell = [
            Para(f"{self.numbers[row.id]}  {self._connector_name(row)}", gap=1, link=f"row:{row.id}", lines=6)
            for row in rows[: _CONNECTORS_SHOWN if len(rows) > _CONNECTORS_SHOWN + 1 else None]
        ]
        if len(cell) < len(rows):
            rest = len(rows) - len(cell)
            cell += self.each(lambda t: t("document.row.more", count=rest), colour=style.SOFT)
        return cell

    def _connector_name(self, row: Connector) -> str:
        return shown(row.name) or self.line("document.row.unnamed")

    def _connector_rows(self) -> Iterator[Row]:
        """Rows that differ only in their server share the note of the first of them."""
        before: object = None
        for row in self.checklist.connectors:
            alike = (
                row.kind,
                row.role,
                row.service,
                row.ports,
                row.created_by,
                row.task,
                row.note,
                row.sources,
            )
            yield self._connector(row, noted=alike != before)
            before = alike

    def _connector(self, row: Connector, noted: bool) -> Row:
        cells = (
            (
                Para(self._connector_name(row), bold=True),
                *self.each(lambda t: t(f"terms.kind.{row.kind}"), size=style.SMALL, colour=style.SOFT),
            ),
            (Para(shown(row.server, 160) or "–", lines=6),),
            (
                *self.each(lambda t: t(f"terms.role.{row.role}")),
                *self.each(lambda t: t.of(row.service), size=style.SMALL, colour=style.SOFT),
            ),
            self._ports(row.ports) or (Para("–"),),
            self.each(lambda t: t(f"terms.created-by.{row.created_by}")),
            self._record(row.id),
        )
        name = Words(row.name, row.name)
        if not noted:
            return self._row(row.id, cells, (), (), label=name)
        task = self.each(lambda t: t("document.row.task", task=t.of(row.task)) if row.task else "")
        note = self.each(lambda t: t.of(row.note), colour=style.SOFT, gap=2)
        return self._row(row.id, cells, (*task, *note), row.sources, label=name)

    def _dns(self, row: DnsRequirement) -> Row:
        record = row.record
        cells = (
            self.of(row.requirement),
            self.each(lambda t: t("terms.record.resolution") if record == "resolution" else record),
            (Para(shown(row.name) or "–"),),
            self._role_list(row.asked_by),
            self.each(lambda t: t(f"terms.scope.{row.scope}")),
            self._record(row.id),
        )
        verify = self.each(
            lambda t: t("document.row.verify", verify=t.of(row.verify)) if row.verify else "",
            colour=style.SOFT,
        )
        return self._row(row.id, cells, verify, row.sources, label=row.requirement)

    def _task(self, row: Task) -> Row:
        cells = (self.of(row.text), self._record(row.id))
        command = (Para(shown(row.command, 400), colour=style.ACCENT),) if row.command else ()
        return self._row(row.id, cells, command, row.sources, label=row.text)

    def _statement(self, row: Statement) -> Row:
        return self._row(row.id, (self.of(row.text), self._record(row.id)), (), row.sources, label=row.text)

    def _plain(self, row: Statement) -> Row:
        return Row((self.of(row.text), self._mark(row.sources)), id=row.id)

    def _row(
        self,
        id: str,
        cells: Sequence[Cell],
        note: Cell,
        sources: Iterable[Source],
        *,
        label: Words,
        link: str = "",
        open_points: Iterable[str] = (),
    ) -> Row:
        item = self.items.get(id)
        remark: list[Para] = []
        if item and item.remark:
            said = visible(item.remark.replace("\r\n", "\n").replace("\n", " / "))
            remark += self.each(lambda t: t("document.row.remark", remark=said), gap=2)
        marked = self._mark(sources, [one for one in open_points if one in self.numbers])
        return Row(
            cells,
            id=id,
            number=self.numbers[id],
            link=link,
            tick=bool(item and item.state == "done"),
            label=f"{self.numbers[id]} {visible(self.texts[0].of(label))}",
            note=(*note, *remark, *marked),
        )

    def _mark(self, sources: Iterable[Source], open_points: Sequence[str] = ()) -> Cell:
        """Return the numbers of sources and open points, in one line."""
        mark, link = self.sources.mark(sources), "part:sources"
        if open_points:
            numbers = ", ".join(self.numbers[id] for id in open_points)
            mark = f"{self.line('document.row.open', numbers=numbers)}    {mark}"
            link = f"row:{open_points[0]}"
        return (Para(mark, style.SMALL, colour=style.SOFT, gap=2, link=link),) if mark else ()

    def _record(self, id: str) -> Cell:
        """Return what was recorded on this row."""
        item = self.items.get(id)
        if item is None:
            return ()
        state = (
            self.each(lambda t: t("terms.state.not-needed"), bold=True) if item.state == "not-needed" else ()
        )
        lines = [visible(item.owner), visible(item.date)]
        if item.ticket:
            lines.append(self.line("document.row.ticket", ticket=visible(item.ticket)))
        return (*state, *(Para(line, style.SMALL, lines=3) for line in lines if line))

    def _role_list(self, roles: Iterable[str]) -> Cell:
        return self.each(lambda t: _list(t, (t(f"terms.role.{role}") for role in roles)))

    def _server_rows(self) -> Iterator[Row]:
        for server in self.plan.servers:
            yield Row(
                (
                    (Para(visible(server.name), bold=True),),
                    (Para(visible(server.fqdn) or "–"),),
                    (Para(", ".join(map(visible, server.addresses)) or "–", lines=8),),
                    self._role_list(server.roles),
                    (Para(visible(server.site) or "–"),),
                )
            )

    def _source_rows(self) -> Iterator[Row]:
        """Two sources in a row, so that a long list stays short."""
        cells = [
            tuple(
                replace(p, text=f"[{number}]  {p.text}") if i == 0 else p
                for i, p in enumerate(self.of(title))
            )
            for title, number in self.sources.titles.items()
        ]
        for left, right in zip_longest(cells[::2], cells[1::2], fillvalue=()):
            yield Row((left, right))

    def _sign_rows(self) -> Iterator[Row]:
        for name in ("prepared", "checked", "approved"):
            yield Row((self.each(partial(_say, f"document.sign.{name}")), (Para(" ", 20),), (), ()))


def _say(id: str, text: Text) -> str:
    return text(id)


def _list(text: Text, names: Iterable[str]) -> str:
    return text("checklist.list-mark").join(names)


def _either(text: Text, names: Iterable[str]) -> str:
    return text("document.or-mark").join(names)


def _mail(text: Text, protocols: Iterable[tuple[str, Sequence[int]]]) -> str:
    offered = (
        text("document.choice.mail-client", protocol=protocol, ports=_list(text, map(str, numbers)))
        for protocol, numbers in protocols
        if numbers
    )
    return text("document.choice.mail-mark").join(offered) or text("document.choice.none")


# The columns of each part: the id of the heading, and the share of the width.
_PORTS = (
    ("purpose", 2.2), ("source", 1.5), ("destination", 1.5), ("ports", 1.05), ("protocol", 1.3),
    ("connectors", 2.1), ("restrict", 1.2), ("record", 0.95),
)  # fmt: skip
_CONNECTORS = (
    ("name", 3.0), ("server", 1.5), ("service", 1.8), ("ports", 0.9), ("created-by", 1.3), ("record", 1.1),
)  # fmt: skip
_DNS = (
    ("requirement", 4.2), ("record-type", 0.95), ("name", 1.6), ("asked-by", 1.5), ("scope", 1.15),
    ("record", 0.95),
)  # fmt: skip
_TASKS = (("task", 6.5), ("record", 1.2))
_RULES = (("rule", 6.5), ("record", 1.2))
_PLAIN = (("text", 5.2), ("sources", 2.0))
_WIDE = (("text", 1.0),)
_SERVERS = (("name", 2.0), ("fqdn", 2.2), ("addresses", 1.6), ("roles", 1.8), ("site", 1.3))
_SOURCES = (("source-title", 1.0), ("", 1.0))
_SIGN = (("", 1.2), ("signed-by", 2.0), ("signature", 2.4), ("date", 1.0))
