"""The checklist as sections of rows and cells in the document's languages: all tabular files print these.

A cell is a few lines, each with its language; what a file makes of them is its own matter. So CSV,
XLSX, Markdown and HTML cannot disagree about what a row says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Literal

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
    Warning,
)
from portplanner.checklist.status import FIELDS, Progress, Statuses, status_of
from portplanner.checklist.status import Section as StatusSection
from portplanner.checklist.words import commands_making, direction, notes, numbers, port_text
from portplanner.export.ways import first_command, verified_by
from portplanner.export.words import texts
from portplanner.plan.model import Item, Plan, Server
from portplanner.text import Language, Text, Words

Kind = Literal["text", "name"]
MOST_NAMES = 24  # a cell lists this many names, then counts


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a cell. ``language`` is "" for names and for words alike in all the languages.

    A ``name`` is that of a product or a computer, or something to type: never to be translated. Texts
    and names alike may hold whatever people typed. ``to`` is the id of the row that the line names.
    """

    text: str
    language: Language | Literal[""] = ""
    kind: Kind = "text"
    to: str = ""


Cell = tuple[Line, ...]


def plain(cell: Cell, mark: str = "\n") -> str:
    """Return a cell as text, its lines apart by ``mark``."""
    return mark.join(line.text for line in cell)


@dataclass(frozen=True, slots=True)
class Row:
    """A row. ``number`` is the same in every file; ``cells`` are by the names of the columns.

    ``item`` is what people recorded; ``changed`` says that the row meant something else then.
    """

    id: str
    number: str
    cells: Mapping[str, Cell]
    group: str = ""  # of a port: its diagram
    item: Item | None = None
    changed: bool = False
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A list of rows with its title and what it is for. ``progress`` is None where nobody ticks."""

    name: str
    title: Cell
    lead: Cell
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    progress: Progress | None = None
    headings: Mapping[str, Cell] = field(default_factory=dict)

    @property
    def together(self) -> Mapping[str, tuple[str, ...]]:
        """The columns for paper, each with those whose cells come together in it; no empty ones."""
        columns = _TOGETHER.get(self.name) or {name: (name,) for name in self.columns}
        return {
            name: fields
            for name, fields in columns.items()
            if any(row.cells.get(field) for row in self.rows for field in fields)
        }

    def groups(self) -> list[tuple[Row, ...]]:
        """Return the rows, those of one diagram together."""
        return [tuple(rows) for _, rows in groupby(self.rows, lambda row: row.group)]


RECORDED = ("state", *FIELDS)
_SIDES = ("source", "destination")
_ENDS = tuple(f"{side}{what}" for side in _SIDES for what in ("", "-servers", "-addresses", "-zone"))
_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "ports": (
        *("diagram", "purpose", "services", *_ENDS, "ports", "protocol", "direction", "restrict"),
        *("by-default", "connectors", "note", "verify"),
    ),
    "connectors": (
        "name",
        "kind",
        "server",
        "role",
        "service",
        "ports",
        "created-by",
        "task",
        "commands",
        "note",
        "verify",
    ),
    "dns": ("purpose", "record", "name", "asked-by", "scope", "verify"),
    "tasks": ("purpose", "task"),
    "ground-rules": ("purpose",),
    "open-points": ("purpose",),
    "gone": ("name", *RECORDED),
    "notes": ("purpose",),
    "warnings": ("purpose",),
    "pointers": ("purpose",),
    "servers": ("name", "fqdn", "addresses", "role", "site"),
    "sources": ("purpose",),
}
# The column headings that mean something of their own in a section.
_HEADINGS: Mapping[str, Mapping[str, str]] = {
    "dns": {"purpose": "requirement"},
    "tasks": {"purpose": "step", "task": "command"},
    "servers": {"role": "roles"},
    "sources": {"purpose": "title"},
} | {
    name: {"purpose": "holds"} for name in ("ground-rules", "open-points", "notes", "warnings", "pointers")
}  # fmt: skip
# The columns of files that show a cell's lines below or behind each other: which cells come together.
_WHO = {side: (side, f"{side}-hosts", f"{side}-zone") for side in _SIDES}
_TOGETHER: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "ports": {
        "purpose": ("purpose", "services"), **_WHO, "ports": ("ports",), "protocol": ("protocol",),
        "restrict": ("restrict", "direction", "by-default"), "connectors": ("connectors",),
        "note": ("note", "verify"),
    },
    "connectors": {
        "name": ("name", "kind"), "server": ("server",), "role": ("role", "service"), "ports": ("ports",),
        "task": ("make", "task", "commands"), "note": ("note", "verify"),
    },
}  # fmt: skip
_LETTERS = (
    ("C", "connectors"),
    ("D", "dns"),
    ("T", "tasks"),
    ("R", "ground_rules"),
    ("O", "open_points"),
    ("W", "warnings"),
)


def row_numbers(checklist: Checklist) -> dict[str, str]:
    """Return the number of each row by its id: ``12`` for a flow, ``C3``, ``D1``, ``T4`` and so on."""
    found = {id: str(number) for id, number in numbers(checklist).items()}
    for letter, name in _LETTERS:
        for number, row in enumerate(getattr(checklist, name), 1):
            found[row.id] = f"{letter}{number}"
    return found


def _name(text: str) -> Cell:
    return (Line(text, kind="name"),) if text else ()


def _recorded(item: Item, state: Cell) -> dict[str, Cell]:
    return {"state": state, **{name: _typed(getattr(item, name)) for name in FIELDS}}


def _typed(text: str) -> Cell:
    return tuple(Line(line) for line in text.replace("\r\n", "\n").split("\n") if line)


class Tables:
    """The sections of one checklist. ``most`` is how many names a cell lists, None for all."""

    def __init__(self, checklist: Checklist, plan: Plan, most: int | None = MOST_NAMES) -> None:
        self.checklist = checklist
        self.plan = plan
        self.texts: Sequence[Text] = texts(plan.document.language)
        self.numbers = row_numbers(checklist)
        self.status: Statuses = status_of(checklist, plan)
        self._most = most
        self._services = dict(checklist.service_names)
        self._connectors = {row.id: row for row in checklist.connectors}
        self._open_points = {row.id: row.text for row in checklist.open_points}
        self._addresses = {server.name: server.addresses for server in plan.servers}
        self._made_by = commands_making(checklist)
        self._ways = verified_by(plan, checklist)
        self._shown_hosts: dict[tuple[str, ...], tuple[Cell, Cell, Cell]] = {}
        self._said: dict[tuple[str, str], Cell] = {}
        self._facts: dict[tuple[Words, ...], Cell] = {}

    # Words ------------------------------------------------------------------------------------

    def say(self, make: Callable[[Text], str]) -> Cell:
        """Return what is said in each language, once where the languages say the same."""
        return self.each([make(text) for text in self.texts])

    def each(self, words: Sequence[str]) -> Cell:
        """Return these words, one text for each language."""
        said = [(text.language, one) for text, one in zip(self.texts, words, strict=True)]
        alike = len(set(words)) == 1
        return tuple(
            Line(line, "" if alike else language)
            for language, one in (said[:1] if alike else said)
            for line in one.split("\n")
            if line
        )

    def word(self, id: str, **places: object) -> Cell:
        """Return a text of the locale files."""
        if places:
            return self.say(lambda text: text(id, **places))
        key = ("", id)
        if key not in self._said:
            self._said[key] = self.say(lambda text: text(id))
        return self._said[key]

    def term(self, group: str, value: str) -> Cell:
        """Return a term of the glossary."""
        return self.word(f"terms.{group}.{value}")

    def of(self, *words: Words) -> Cell:
        """Return facts, one below the other."""
        if words not in self._facts:
            self._facts[words] = self.say(lambda text: "\n".join(filter(None, map(text.of, words))))
        return self._facts[words]

    def listed(self, make: Callable[[Text], Iterable[str]]) -> Cell:
        """Return a list of words in one line."""
        return self.say(lambda text: text("checklist.list-mark").join(make(text)))

    def names(self, names: Sequence[str], to: Sequence[str] = ()) -> Cell:
        """Return names, one a line; of many the first, and how many more there are."""
        shown = names if self._most is None or len(names) <= self._most else names[: self._most - 1]
        lines = tuple(Line(name, kind="name", to=to[i] if to else "") for i, name in enumerate(shown))
        rest = len(names) - len(shown)
        return (*lines, *self.word("carriers.more", count=rest)) if rest else lines

    # The sections -----------------------------------------------------------------------------

    def sections(self) -> list[Section]:
        """Return all sections that have rows, in the order of the document."""
        listed = self.checklist
        made = [
            self._section("ports", map(self._flow, listed.flows), "flows"),
            self._section("connectors", map(self._connector, listed.connectors), "connectors"),
            self._section("dns", map(self._dns, listed.dns), "dns"),
            self._section("tasks", map(self._task, listed.tasks), "tasks"),
            self._section("ground-rules", map(self._statement, listed.ground_rules), "ground_rules"),
            self._section("open-points", map(self._statement, listed.open_points), "open_points"),
            self._section("gone", map(self._gone, self.status.gone)),
            self._section("notes", map(self._statement, listed.notes)),
            self._section("warnings", map(self._warning, listed.warnings)),
            self._section("pointers", map(self._statement, listed.pointers)),
            self._section("servers", map(self._server, self.plan.servers)),
        ]
        made.append(self._section("sources", self._sources(made)))
        return [section for section in made if section.rows]

    def _section(self, name: str, rows: Iterable[Row], status: StatusSection | None = None) -> Section:
        columns = _COLUMNS[name]
        return Section(
            name,
            self.word(f"document.part.{name}"),
            self.word(f"document.lead.{name}"),
            columns,
            tuple(rows),
            self.status.progress[status] if status else None,
            {column: self.heading(name, column) for column in (*columns, *RECORDED)},
        )

    def heading(self, section: str, column: str) -> Cell:
        """Return the heading of a column."""
        return self.word(f"carriers.column.{_HEADINGS.get(section, {}).get(column, column)}")

    def _row(
        self, id: str, sources: tuple[Source, ...], cells: Mapping[str, Cell], group: str = ""
    ) -> Row:  # fmt: skip
        number = self.numbers.get(id, "")
        if not number:
            return Row(id, "", cells, sources=sources)
        item, changed = self.status.of(id), id in self.status.changed
        said = self.word(f"carriers.changed.{item.state}") if changed else self.term("state", item.state)
        return Row(id, number, {**cells, **_recorded(item, said)}, group, item, changed, sources)

    def _gone(self, item: Item) -> Row:
        cells = {"name": _name(item.id), **_recorded(item, self.term("state", item.state))}
        return Row("", "", cells, item=item)

    def _flow(self, flow: Flow) -> Row:
        connectors = [self._connectors[id] for id in flow.connectors if id in self._connectors]
        opened = [self._open_points[id] for id in flow.open_points if id in self._open_points]
        cells = {
            "diagram": self.term("diagram", flow.diagram),
            "purpose": self.of(flow.purpose),
            "services": self.listed(lambda text: (self._service(id, text) for id in flow.services)),
            **self._end("source", flow.source),
            **self._end("destination", flow.destination),
            "direction": self.word(f"document.direction.{direction(flow)}"),
            "ports": self.ports(flow.ports) or self.word("document.port.any"),
            "protocol": self.of(flow.protocol),
            "restrict": self.term("restrict", flow.restrict),
            "by-default": self.term("by-default", flow.by_default),
            "connectors": self._connector_names(connectors),
            "note": self.of(*notes(flow), *opened),
            "verify": self._verify(flow.id),
        }
        return self._row(flow.id, flow.sources, cells, flow.diagram)

    def _end(self, side: str, end: End) -> dict[str, Cell]:
        key = (side, repr(end.roles) + end.zone)
        if key not in self._said:
            self._said[key] = self.say(
                lambda text: text("document.or-mark").join(text(f"terms.role.{role}") for role in end.roles)
            )
        return {
            side: self._said[key],
            **self._hosts(side, end.servers),
            f"{side}-zone": self.term("zone", end.zone),
        }

    def _hosts(self, side: str, servers: tuple[str, ...]) -> dict[str, Cell]:
        """Return the names of servers, their addresses, and both together."""
        if servers not in self._shown_hosts:
            addresses = [address for name in servers for address in self._addresses.get(name, ())]
            both = ["  ".join((name, *self._addresses.get(name, ()))) for name in servers]
            self._shown_hosts[servers] = (self.names(servers), self.names(addresses), self.names(both))
        kinds = ("servers", "addresses", "hosts")
        return {f"{side}-{kind}": cell for kind, cell in zip(kinds, self._shown_hosts[servers], strict=True)}

    def ports(self, ports: Iterable[Port]) -> Cell:
        """Return ports in words, one a line."""
        return tuple(
            Line(" · ".join(dict.fromkeys(port_text(port, text) for text in self.texts))) for port in ports
        )

    def _service(self, id: str, text: Text) -> str:
        return text.of(self._services[id]) if id in self._services else id

    def _connector_names(self, rows: Sequence[Connector]) -> Cell:
        if all(row.name for row in rows):
            return self.names([row.name for row in rows], [row.id for row in rows])
        return tuple(line for row in rows for line in self._named(row, row.id))

    def _named(self, row: Connector, to: str = "") -> Cell:
        if row.name:
            return (Line(row.name, kind="name", to=to),)
        unnamed = self.word("document.row.unnamed")
        return tuple(Line(line.text, line.language, to=to if not i else "") for i, line in enumerate(unnamed))

    def _connector(self, row: Connector) -> Row:
        cells = {
            "name": self._named(row),
            "kind": self.term("kind", row.kind),
            "server": self.names(row.server.split(", ")) if row.server else (),
            "role": self.term("role", row.role),
            "service": self.of(row.service),
            "ports": self.ports(row.ports),
            "created-by": self.term("created-by", row.created_by),
            "make": self.word(f"document.make.{row.created_by}"),
            "task": self.of(row.task),
            "commands": tuple(self._making(row)),
            "note": self.of(row.note),
            "verify": self._verify(row.id),
        }
        return self._row(row.id, row.sources, cells)

    def _verify(self, id: str) -> Cell:
        """Return the first command that verifies a row, and who runs it."""
        return self.say(lambda text: first_command(self._ways.get(id), text))

    def _making(self, row: Connector) -> Iterable[Line]:
        """Yield the commands of the tasks that make this connector."""
        for task in self._made_by(row):
            for line in task.command.splitlines():
                yield Line(line, kind="name", to=task.id)

    def _dns(self, row: DnsRequirement) -> Row:
        record = row.record
        cells = {
            "purpose": self.of(row.requirement),
            "record": self.term("record", record) if record == "resolution" else _name(record),
            "name": _name(row.name),
            "asked-by": self.listed(lambda text: (text(f"terms.role.{role}") for role in row.asked_by)),
            "scope": self.term("scope", row.scope),
            "verify": self.of(row.verify),
        }
        return self._row(row.id, row.sources, cells)

    def _task(self, row: Task) -> Row:
        return self._row(
            row.id,
            row.sources,
            {
                "purpose": self.of(row.text),
                "task": tuple(Line(line, kind="name") for line in row.command.splitlines()),
            },
        )

    def _statement(self, row: Statement) -> Row:
        return self._row(row.id, row.sources, {"purpose": self.of(row.text)})

    def _warning(self, row: Warning) -> Row:
        return Row(row.id, self.numbers[row.id], {"purpose": self.of(row.text)})

    def _server(self, server: Server) -> Row:
        cells = {
            "name": _name(server.name),
            "fqdn": _name(server.fqdn),
            "addresses": self.names(server.addresses),
            "role": self.listed(lambda text: (text(f"terms.role.{role}") for role in server.roles)),
            "site": _typed(server.site),
        }
        return Row("", "", cells)

    def _sources(self, sections: Iterable[Section]) -> Iterable[Row]:
        """Each source once, in the order of its first use, with the number that rows point to."""
        titles = dict.fromkeys(s.title for section in sections for row in section.rows for s in row.sources)
        for number, title in enumerate(titles, 1):
            yield Row(f"source-{number}", f"[{number}]", {"purpose": self.of(title)})

    # Sources of a row ---------------------------------------------------------------------------

    def sources_in_full(self, row: Row) -> Cell:
        """Return a row's sources with their titles."""
        return self.say(lambda t: "; ".join(f"{t.of(s.title)} {s.part}".strip() for s in row.sources))

    def source_marks(self, row: Row, known: dict[Words, int]) -> Cell:
        """Return a row's sources as numbers; ``known`` has those of the titles, as sections list them."""
        marks: dict[Line, None] = {}
        for source in row.sources:
            number = known.setdefault(source.title, len(known) + 1)
            marks[Line(f"[{number}] {source.part}".rstrip(), to=f"source-{number}")] = None
        return tuple(marks)
