"""The checklist as one CSV table for spreadsheets.

One table and not one file per list: nothing gets lost on the way, and the first column, ``list``,
filters to flows, connectors, DNS requirements, tasks or ground rules. A byte order mark makes Excel
read the Chinese; a cell that a spreadsheet would take for a formula gets an apostrophe in front.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from io import StringIO

from portplanner.checklist.model import Checklist, End, Flow, Port, Source
from portplanner.checklist.words import port_text
from portplanner.export.words import texts
from portplanner.plan.model import Item, Plan
from portplanner.text import Text, Words

COLUMNS = (
    *("list", "id", "diagram", "purpose", "services"),
    *("source", "source-zone", "source-servers", "destination", "destination-zone", "destination-servers"),
    *("ports", "protocol", "restrict", "by-default", "connectors"),
    *("name", "kind", "server", "role", "service", "created-by"),
    *("record", "asked-by", "scope", "task", "verify", "note", "sources"),
    *("state", "owner", "date", "ticket", "remark"),
)
# Signs that begin a formula; spreadsheets of East Asian languages also take the wide ones.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_LONGEST = 32_000  # a cell of Excel holds 32,767 characters


def document(checklist: Checklist, plan: Plan) -> bytes:
    """Return the checklist as CSV, in the document's language; both languages share a cell."""
    out = StringIO()
    rows = _Rows(checklist, plan, texts(plan.document.language))
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([rows.word(f"document.csv.{column}") for column in COLUMNS])
    for row in rows.all():
        writer.writerow([guarded(row.get(column, "")) for column in COLUMNS])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def guarded(cell: str) -> str:
    """Return the cell so that no spreadsheet computes it."""
    if len(cell) > _LONGEST:
        cell = cell[:_LONGEST] + "…"
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


Cells = dict[str, str]


class _Rows:
    def __init__(self, checklist: Checklist, plan: Plan, languages: Sequence[Text]) -> None:
        self.checklist = checklist
        self.languages = languages
        self.items: dict[str, Item] = {item.id: item for item in plan.items}
        self.services = dict(checklist.service_names)
        self.names = {row.id: row.name for row in checklist.connectors}
        self.open_points = {row.id: row.text for row in checklist.open_points}

    def say(self, make: Callable[[Text], str]) -> str:
        return "\n".join(dict.fromkeys(filter(None, map(make, self.languages))))

    def word(self, id: str) -> str:
        return self.say(lambda t: t(id))

    def of(self, *words: Words) -> str:
        return self.say(lambda t: "\n".join(filter(None, map(t.of, words))))

    def all(self) -> Iterator[Cells]:
        yield from self.flows()
        yield from self.connectors()
        for row in self.checklist.dns:
            yield self.row(
                "dns", row.id, row.sources, purpose=self.of(row.requirement), name=row.name,
                record=self.term("record", row.record) if row.record == "resolution" else row.record,
                verify=self.of(row.verify), scope=self.term("scope", row.scope),
            ) | {"asked-by": self.roles(row.asked_by)}  # fmt: skip
        for task in self.checklist.tasks:
            yield self.row("task", task.id, task.sources, purpose=self.of(task.text), task=task.command)
        for rule in self.checklist.ground_rules:
            yield self.row("ground-rule", rule.id, rule.sources, purpose=self.of(rule.text))
        for point in self.checklist.open_points:
            yield self.row("open-point", point.id, point.sources, purpose=self.of(point.text))
        for warning in self.checklist.warnings:
            yield self.row("warning", warning.id, (), purpose=self.of(warning.text))

    def flows(self) -> Iterator[Cells]:
        for flow in self.checklist.flows:
            opened = (self.open_points[id] for id in flow.open_points if id in self.open_points)
            yield self.row(
                "flow", flow.id, flow.sources,
                diagram=self.term("diagram", flow.diagram),
                purpose=self.of(flow.purpose),
                services=self.service_list(flow),
                ports=self.ports(flow.ports),
                protocol=self.of(flow.protocol),
                restrict=self.term("restrict", flow.restrict),
                connectors=_list(self.languages[0], (self.names.get(id, id) for id in flow.connectors)),
                note=self.of(flow.note, *opened),
            ) | self.end("source", flow.source) | self.end("destination", flow.destination) | {
                "by-default": self.term("by-default", flow.by_default)
            }  # fmt: skip

    def connectors(self) -> Iterator[Cells]:
        for row in self.checklist.connectors:
            yield self.row(
                "connector", row.id, row.sources,
                name=row.name,
                kind=self.term("kind", row.kind),
                server=row.server,
                role=self.term("role", row.role),
                service=self.of(row.service),
                ports=self.ports(row.ports),
                task=self.of(row.task),
                note=self.of(row.note),
            ) | {"created-by": self.term("created-by", row.created_by)}  # fmt: skip

    def row(self, kind: str, id: str, sources: Iterable[Source], /, **cells: str) -> dict[str, str]:
        item = self.items.get(id)
        recorded = {}
        if item:
            recorded = {
                "state": self.term("state", item.state), "owner": item.owner, "date": item.date,
                "ticket": item.ticket, "remark": item.remark,
            }  # fmt: skip
        return {
            "list": self.say(lambda t: t(f"document.list.{kind}")),
            "id": id,
            "sources": self.say(lambda t: "; ".join(f"{t.of(s.title)} {s.part}".strip() for s in sources)),
            **cells,
            **recorded,
        }

    def term(self, group: str, value: str) -> str:
        return self.say(lambda t: t(f"terms.{group}.{value}"))

    def roles(self, roles: Iterable[str]) -> str:
        return self.say(lambda t: _list(t, (t(f"terms.role.{role}") for role in roles)))

    def service_list(self, flow: Flow) -> str:
        return self.say(lambda t: _list(t, (self.service(id, t) for id in flow.services)))

    def service(self, id: str, text: Text) -> str:
        return text.of(self.services[id]) if id in self.services else id

    def ports(self, ports: Iterable[Port]) -> str:
        return self.say(lambda t: _list(t, (port_text(port, t) for port in ports)))

    def end(self, side: str, end: End) -> Cells:
        return {
            side: self.roles(end.roles),
            f"{side}-zone": self.term("zone", end.zone),
            f"{side}-servers": _list(self.languages[0], end.servers),
        }


def _list(text: Text, names: Iterable[str]) -> str:
    return text("checklist.list-mark").join(names)
