"""The parts of the document: their tables, and what stands in each row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import zip_longest

from portplanner.checklist.meaning import Tickable, meaning
from portplanner.checklist.model import Connector, DnsRequirement, End, Flow, Port, Source, Statement, Task
from portplanner.checklist.status import FIELDS, SECTIONS, Progress
from portplanner.checklist.words import (
    commands_making,
    direction,
    folded,
    notes,
    port_text,
    service_text,
    shown,
)
from portplanner.export.pdf import style
from portplanner.export.pdf.content import Content, Part
from portplanner.export.pdf.paper import Cell, Para
from portplanner.export.pdf.record import Record
from portplanner.export.pdf.table import Band, Column, Row
from portplanner.export.ways import first_command, verified_by
from portplanner.plan.model import Item
from portplanner.text import Text, Words, visible

_CONNECTORS_SHOWN = 3
_SERVERS_SHOWN = 3
_CHANGED_SHOWN = 40
_BARS = (("done", style.ACCENT), ("not_needed", "#8C959F"), ("changed", style.ALERT))
_SECTION_PARTS = {"flows": "ports", "ground_rules": "ground-rules", "open_points": "open-points"}


def parts(content: Content) -> list[Part]:
    """Return the sections in their order; an empty one is left out."""
    return _Parts(content).all()


class _Parts:
    def __init__(self, content: Content) -> None:
        self.content = content
        self.checklist = content.checklist
        self.numbers = content.numbers
        self.said: dict[
            tuple[tuple[str, ...], tuple[Words, ...]], str
        ] = {}  # notes, and the row that says each first
        self.connectors = {row.id: row for row in self.checklist.connectors}
        self.made_by = commands_making(self.checklist)
        self.ways = verified_by(content.plan, self.checklist)
        self.addresses = {server.name: server.addresses for server in content.plan.servers}
        self._connector_label = content.line("document.row.connector")
        self._flow_ends: dict[End, Cell] = {}

    def all(self) -> list[Part]:
        listed = self.checklist
        made = [
            self._part("before", _BEFORE, list(self._before_rows()), numbers=True),
            self._part("progress", _PROGRESS, list(self._progress_rows()), together=True),
            self._part("ports", _PORTS, list(self._port_rows()), ticks=True, new_page=True),
            self._part("connectors", _CONNECTORS, list(self._connector_rows()), ticks=True),
            self._part("dns", _DNS, [self._dns(row) for row in listed.dns], ticks=True),
            self._part("tasks", _TASK, [self._task(row) for row in listed.tasks], ticks=True),
            self._part("ground-rules", _ONE, [self._statement(s) for s in listed.ground_rules], ticks=True),
            self._part("notes", _PLAIN, [self._plain(s) for s in listed.notes]),
            self._part("open-points", _ONE, [self._statement(s) for s in listed.open_points], ticks=True),
            self._part("pointers", _PLAIN, [self._plain(s) for s in listed.pointers]),
            self._part("gone", _GONE, [self._gone(item) for item in self.content.status.gone]),
            self._part("servers", _SERVERS, list(self._server_rows())),
        ]
        made.append(self._part("sources", _SOURCES, list(self._source_rows())))
        made.append(self._part("sign-off", _SIGN, list(self._sign_rows()), together=True))
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
        together: bool = False,
    ) -> Part:
        content = self.content
        title = content.line(f"document.part.{name}")
        heading = (
            Para(title, style.HEADING, bold=True),
            *content.each(lambda t: t(f"document.lead.{name}"), colour=style.SOFT, gap=2),
        )
        made = [
            Column(
                content.each(
                    partial(_say, f"document.column.{id}"), size=style.SMALL, bold=True, colour=style.SOFT
                )
                if id
                else (),
                share,
            )
            for id, share in columns
        ]
        before = name in ("before", "progress")
        return Part(
            name, title, heading, made, rows, ticks, ticks or numbers, new_page, together, before
        )  # fmt: skip

    # What to know first -------------------------------------------------------------------------

    def _before_rows(self) -> Iterator[Row | Band]:
        content, status = self.content, self.content.status
        names, opened = self.checklist.placeholders, self.checklist.open_points
        warnings = content.warnings
        if names:
            yield self._band("names")
            count = content.each(
                lambda t: t("document.before.names-row", count=len(names)), bold=True, colour=style.ALERT
            )
            yield Row(((*count, *(Para(shown(name, 120), gap=1) for name in names)),))
        if warnings:
            yield self._band("warnings")
            for warning in warnings:
                yield Row((content.of(warning.text),), id=warning.id, number=self.numbers[warning.id])
        if opened:
            yield self._band("open-points")
            yield self._counted("open-points-row", [row.id for row in opened])
        if status.changed:
            yield self._band("changed")
            yield self._counted("changed-row", [id for id in status.items if id in status.changed])
        if status.gone:
            yield self._band("gone")
            gone = len(status.gone)
            yield Row((content.each(lambda t: t("document.before.gone-row", count=gone), link="part:gone"),))
        if not (names or warnings or opened or status.changed or status.gone):
            yield Row((content.each(lambda t: t("document.before.nothing")),))

    def _band(self, name: str) -> Band:
        return Band((Para(self.content.line(f"document.before.{name}"), style.BAND, bold=True),))

    def _counted(self, name: str, ids: Sequence[str]) -> Row:
        numbers = [self.numbers[id] for id in ids[:_CHANGED_SHOWN]] + ["…"] * (len(ids) > _CHANGED_SHOWN)
        return Row(
            (
                self.content.each(
                    lambda t: t(f"document.before.{name}", count=len(ids), numbers=_list(t, numbers)),
                    link=f"row:{ids[0]}",
                ),
            )
        )

    def _progress_rows(self) -> Iterator[Row]:
        progress = self.content.status.progress
        for name in SECTIONS:
            if progress[name].total:
                part = _SECTION_PARTS.get(name, name)
                yield self._progress(f"document.part.{part}", progress[name], f"part:{part}")
        if self.content.status.total.total:
            yield self._progress("document.before.total", self.content.status.total, "", bold=True)

    def _progress(self, title: str, progress: Progress, link: str, *, bold: bool = False) -> Row:
        counts = (progress.done, progress.not_needed, progress.changed, progress.open, progress.total)
        cells = (
            (Para(self.content.line(title), bold=bold, link=link),),
            *((Para(str(count), bold=bold),) for count in counts),
            (),
        )
        return Row(cells, bar=[(getattr(progress, name) / progress.total, colour) for name, colour in _BARS])

    # Ports --------------------------------------------------------------------------------------

    def _port_rows(self) -> Iterator[Row | Band]:
        diagram = ""
        for flow in self.checklist.flows:
            if flow.diagram != diagram:
                diagram = flow.diagram
                name = self.content.line(f"terms.diagram.{diagram}")
                yield Band((Para(name, style.BAND, bold=True, colour=style.ACCENT),))
            yield self._flow(flow)

    def _flow(self, flow: Flow) -> Row:
        content = self.content
        never = flow.restrict == "never"
        cells = (
            content.of(flow.purpose, bold=True),
            self._end(flow.source),
            self._end(flow.destination),
            self._ports(flow.ports) or content.each(lambda t: t("document.port.any"), bold=True),
            self._direction(flow),
            content.of(flow.protocol),
            (
                *content.each(lambda t: t(f"terms.restrict.{flow.restrict}"), bold=never),
                *content.each(
                    lambda t: t(f"terms.by-default.{flow.by_default}"), size=style.SMALL, colour=style.SOFT
                ),
            ),
        )
        more = (*self._flow_connectors(flow), *self._note(flow), *self._verify(flow.id))
        return self._row(
            flow, cells, more, flow.sources,
            label=flow.purpose, link=f"drawn:{flow.id}", open_points=flow.open_points,
        )  # fmt: skip

    def _services(self, flow: Flow, text: Text) -> str:
        names = _list(text, (service_text(self.checklist, id, text) for id in flow.services))
        return text("document.row.services", services=names) if names else ""

    def _direction(self, flow: Flow) -> Cell:
        way = direction(flow)
        first = self.content.each(lambda t: t(f"document.direction.{way}"))

        def zones(text: Text) -> str:
            source, destination = (text(f"terms.zone.{end.zone}") for end in (flow.source, flow.destination))
            if source == destination:
                return source
            return text("document.direction.across", source=source, destination=destination)

        return (*first, *self.content.each(zones, size=style.SMALL, colour=style.SOFT, gap=1))

    def _note(self, flow: Flow) -> Cell:
        """Return services and note, or which row has said the same before."""
        content = self.content
        first = self.said.setdefault((flow.services, notes(flow)), flow.id)
        if first != flow.id and flow.note:
            number = self.numbers[first]
            return content.each(
                lambda t: t("document.row.same-note", number=number),
                colour=style.SOFT,
                gap=2,
                link=f"row:{first}",
            )
        services = content.each(lambda t: self._services(flow, t))
        said = (
            para
            for words in notes(flow)
            for para in content.each(partial(_of, words), colour=style.SOFT, gap=2)
        )
        return (*services, *said)

    def _verify(self, id: str) -> Cell:
        """Return the first command that verifies a row, and who runs it."""
        way = self.ways.get(id)
        if way is None or not way.steps:
            return ()
        return self.content.each(partial(first_command, way), colour=style.SOFT, gap=2)

    def _ports(self, numbers: Sequence[Port]) -> Cell:
        return [para for one in numbers for para in self.content.each(partial(port_text, one), bold=True)]

    def _end(self, end: End) -> Cell:
        if end not in self._flow_ends:
            self._flow_ends[end] = self._end_cell(end)
        return self._flow_ends[end]

    def _end_cell(self, end: End) -> Cell:
        content = self.content
        names = content.each(lambda t: t("document.or-mark").join(t(f"terms.role.{r}") for r in end.roles))
        if len(end.servers) > _SERVERS_SHOWN:
            return (
                *names,
                *content.each(
                    lambda t: folded(end.servers, t, 3), size=style.SMALL, colour=style.SOFT, gap=1
                ),
            )
        servers: list[Para] = []
        for name in end.servers:
            said = "  ".join(shown(one) for one in (name, *self.addresses.get(name, ())))
            servers.append(Para(said, style.SMALL, colour=style.SOFT, gap=1, lines=6))
        return (*names, *servers)

    def _flow_connectors(self, flow: Flow) -> Cell:
        rows = [self.connectors[id] for id in flow.connectors if id in self.connectors]
        most = _CONNECTORS_SHOWN if len(rows) > _CONNECTORS_SHOWN + 1 else len(rows)
        cell = [
            Para(
                f"{self._connector_label} {self.numbers[row.id]}  {self._name(row)}",
                link=f"row:{row.id}",
                whole=True,
            )
            for row in rows[:most]
        ]
        if most < len(rows):
            rest = len(rows) - most
            cell += self.content.each(lambda t: t("document.row.more", count=rest), colour=style.SOFT)
        return cell

    # Connectors ---------------------------------------------------------------------------------

    def _name(self, row: Connector) -> str:
        return visible(row.name) or self.content.line("document.row.unnamed")

    def _connector_rows(self) -> Iterator[Row]:
        """Rows that differ only in their server share the note of the first of them."""
        before: object = None
        known: dict[object, tuple[Cell, ...]] = {}
        for row in self.checklist.connectors:
            alike = (
                row.kind, row.role, row.service, row.ports, row.created_by, row.task, row.note, row.sources,
            )  # fmt: skip
            if alike not in known:
                known[alike] = self._connector_cells(row)
            yield self._connector(row, known[alike], noted=alike != before)
            before = alike

    def _connector_cells(self, row: Connector) -> tuple[Cell, ...]:
        content = self.content
        to_make = row.created_by == "administrator" or bool(row.task)
        return (
            content.each(lambda t: t(f"terms.kind.{row.kind}")),
            (
                *content.each(lambda t: t(f"terms.role.{row.role}")),
                *content.each(lambda t: t.of(row.service), size=style.SMALL, colour=style.SOFT),
            ),
            self._ports(row.ports) or (Para("–"),),
            content.each(lambda t: t(f"document.make.{row.created_by}"), bold=to_make),
        )

    def _connector(self, row: Connector, alike: tuple[Cell, ...], noted: bool) -> Row:
        content = self.content
        kind, *others = alike
        cells = (kind, (Para(shown(row.server, 160) or "–", lines=6),), *others)
        name = (Para(self._name(row), bold=True, whole=True),)
        label = Words(row.name, row.name)
        if not noted:
            return self._row(row, cells, (), (), label=label, head=name)
        task = content.each(lambda t: t("document.row.task", task=t.of(row.task)) if row.task else "")
        note = content.each(lambda t: t.of(row.note), colour=style.SOFT, gap=2)
        return self._row(
            row,
            cells,
            (*task, *self._commands(row), *note, *self._verify(row.id)),
            row.sources,
            label=label,
            head=name,
        )

    def _commands(self, row: Connector) -> Iterator[Para]:
        """Yield the commands of the tasks that make this connector."""
        for task in self.made_by(row):
            said = self.content.line(
                "document.row.command", number=self.numbers[task.id], command=shown(task.command, 400)
            )
            yield Para(said, colour=style.ACCENT, gap=1, link=f"row:{task.id}")

    # The other lists ----------------------------------------------------------------------------

    def _dns(self, row: DnsRequirement) -> Row:
        record, content = row.record, self.content
        cells = (
            content.of(row.requirement),
            content.each(lambda t: t("terms.record.resolution") if record == "resolution" else record),
            (Para(shown(row.name) or "–"),),
            self._role_list(row.asked_by),
            content.each(lambda t: t(f"terms.scope.{row.scope}")),
        )
        verify = content.each(
            lambda t: t("document.row.verify", verify=t.of(row.verify)) if row.verify else "",
            colour=style.SOFT,
        )
        return self._row(row, cells, verify, row.sources, label=row.requirement)

    def _task(self, row: Task) -> Row:
        command = (Para(shown(row.command, 400), colour=style.ACCENT),) if row.command else ()
        return self._row(row, (self.content.of(row.text),), command, row.sources, label=row.text)

    def _statement(self, row: Statement) -> Row:
        return self._row(row, (self.content.of(row.text),), (), row.sources, label=row.text)

    def _plain(self, row: Statement) -> Row:
        return Row((self.content.of(row.text), self._mark(row.sources)), id=row.id)

    def _gone(self, item: Item) -> Row:
        content = self.content
        said = [visible(item.owner), visible(item.date)]
        if item.ticket:
            said.append(content.line("document.row.ticket", ticket=visible(item.ticket)))
        return Row(
            (
                (Para(shown(item.id), lines=4),),
                content.each(lambda t: t(f"terms.state.{item.state}")),
                tuple(Para(one, lines=3) for one in said if one) or (Para("–"),),
                (Para(_one_line(item.remark) or "–"),),
            )
        )

    def _server_rows(self) -> Iterator[Row]:
        for server in self.content.plan.servers:
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
                for i, p in enumerate(self.content.of(title))
            )
            for title, number in self.content.titles.items()
        ]
        for left, right in zip_longest(cells[::2], cells[1::2], fillvalue=()):
            yield Row((left, right))

    def _sign_rows(self) -> Iterator[Row]:
        for name in ("prepared", "checked", "approved"):
            yield Row((self.content.each(partial(_say, f"document.sign.{name}")), (Para(" ", 28),), (), ()))

    # What rows have in common -------------------------------------------------------------------

    def _row(
        self,
        row: Tickable,
        cells: Sequence[Cell],
        note: Cell,
        sources: Iterable[Source],
        *,
        label: Words,
        head: Cell = (),
        link: str = "",
        open_points: Iterable[str] = (),
    ) -> Row:
        content, number = self.content, self.numbers[row.id]
        item = content.status.of(row.id)
        changed = row.id in content.status.changed
        marked = self._mark(sources, [one for one in open_points if one in self.numbers])
        name = visible(content.texts[0].of(label))
        record = Record(
            item,
            meaning(row),
            item.state == "done" and not changed,
            f"{number} {name}".rstrip(),
            content.box_labels(number),
        )
        return Row(
            cells,
            id=row.id,
            number=number,
            link=link,
            head=head,
            note=(*self._state(item, changed), *note, *marked),
            record=record,
            full=self._full(item),
        )

    def _state(self, item: Item, changed: bool) -> Cell:
        """Return what the tick box alone does not tell."""
        if changed:
            id = f"document.row.changed-{item.state}"
            return self.content.each(lambda t: t(id), bold=True, colour=style.ALERT)
        if item.state == "not-needed":
            return self.content.each(lambda t: t("document.row.not-needed"), bold=True)
        return ()

    def _full(self, item: Item) -> dict[str, Cell] | None:
        """Return what is recorded as paragraphs, for what does not fit into its box."""
        said = {name: _one_line(getattr(item, name)) for name in FIELDS if getattr(item, name)}
        labels = self.content.field_labels() if said else {}
        return {
            name: (Para(self.content.texts[0]("document.row.full", field=labels[name], value=value), gap=2),)
            for name, value in said.items()
        } or None

    def _mark(self, sources: Iterable[Source], open_points: Sequence[str] = ()) -> Cell:
        """Return the numbers of sources and open points, in one line."""
        mark, link = self.content.mark(sources), "part:sources"
        if open_points:
            numbers = ", ".join(self.numbers[id] for id in open_points)
            mark = f"{self.content.line('document.row.open', numbers=numbers)}    {mark}"
            link = f"row:{open_points[0]}"
        return (Para(mark, style.SMALL, colour=style.SOFT, gap=2, link=link),) if mark else ()

    def _role_list(self, roles: Iterable[str]) -> Cell:
        return self.content.each(lambda t: _list(t, (t(f"terms.role.{role}") for role in roles)))


def _say(id: str, text: Text) -> str:
    return text(id)


def _list(text: Text, names: Iterable[str]) -> str:
    return text("checklist.list-mark").join(names)


def _one_line(remark: str) -> str:
    return visible(remark.replace("\r\n", "\n").replace("\n", " / "))


# The columns of each part: the id of the heading, and the share of the width.
_BEFORE = (("what", 1.0),)
_PROGRESS = (
    ("section", 2.2), ("done", 0.8), ("not-needed", 0.8), ("changed", 0.9), ("open", 0.8), ("rows", 0.8),
    ("bar", 3.0),
)  # fmt: skip
_PORTS = (
    ("reason", 2.1), ("source", 1.5), ("destination", 1.5), ("port-transport", 1.1), ("direction", 1.55),
    ("protocol", 1.4), ("restrict", 1.2),
)  # fmt: skip
_CONNECTORS = (("kind", 1.5), ("server", 2.0), ("service", 2.2), ("ports", 1.0), ("make", 2.2))
_DNS = (("requirement", 4.2), ("record-type", 0.95), ("name", 1.9), ("asked-by", 1.6), ("scope", 1.25))
_ONE = (("text", 1.0),)
_TASK = (("task", 1.0),)
_PLAIN = (("text", 5.2), ("sources", 2.0))
_GONE = (("name", 2.4), ("state", 1.0), ("recorded", 1.6), ("remark", 3.0))
_SERVERS = (("name", 2.0), ("fqdn", 2.2), ("addresses", 1.6), ("roles", 1.8), ("site", 1.3))
_SOURCES = (("source-title", 1.0), ("", 1.0))
_SIGN = (("", 1.2), ("signed-by", 2.0), ("signature", 2.4), ("date", 1.0))


def _of(words: Words, text: Text) -> str:
    return text.of(words)
