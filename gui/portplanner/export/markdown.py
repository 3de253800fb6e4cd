"""The checklist as Markdown: headings and pipe tables that GitHub and any other reader show alike.

Nothing in it is HTML, and no name becomes markup: names stand in code spans, words are escaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from portplanner.checklist.model import Checklist
from portplanner.export.choices import choices, front, missing
from portplanner.export.tables import RECORDED, Cell, Line, Row, Section, Tables
from portplanner.plan.model import Plan
from portplanner.text import Words, visible

_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~$&!^=])")
_LIST_ITEM = re.compile(r"^(\d*)([-+.)])")
# What readers make a link, a mention, an emoji or a reference of, escaped or not; in code they do not.
_ACTIVE = re.compile(r"@|://|\bwww\.|\bmailto:|\bxmpp:|:[\w+-]+:|#\d|\bGH-\d|\b[0-9a-f]{7,40}\b", re.I)
_BETWEEN = " · "  # the lines of a cell


def document(checklist: Checklist, plan: Plan) -> bytes:
    """Return the checklist as UTF-8 Markdown, in the document's language or languages."""
    return ("\n".join(_Writer(Tables(checklist, plan)).lines()) + "\n").encode()


def words(text: str, *, table: bool = False) -> str:
    """Return a text that Markdown shows as it is, on one line."""
    text = visible(text).strip()
    return code(text, table=table) if _ACTIVE.search(text) else _escaped(text)


def code(name: str, *, table: bool = False) -> str:
    """Return a name in a code span, where nothing is markup."""
    name = visible(name)
    # Readers of tables do not agree on what a backslash before a pipe means there.
    if not name.strip() or (table and "\\|" in name):
        return _escaped(name)
    fence = "`" * (max(map(len, re.findall("`+", name)), default=0) + 1)
    pad = " " if name[0] in " `" or name[-1] in " `" else ""
    span = f"{fence}{pad}{name}{pad}{fence}"
    return span.replace("|", "\\|") if table else span


def _escaped(text: str) -> str:
    marked = _MARKUP.sub(r"\\\1", text.strip()).replace("\\|", "&#124;")
    return _LIST_ITEM.sub(r"\1\\\2", marked)


class _Writer:
    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.known: dict[Words, int] = {}

    def lines(self) -> Iterator[str]:
        tables = self.tables
        title = tables.plan.document.title
        yield f"# {words(title) if title.strip() else self.inline(tables.word('document.untitled'))}"
        yield ""
        yield self.inline(tables.of(tables.checklist.catalogue_title))
        yield ""
        for label, value in front(tables):
            yield f"- {self.inline(label)}: {self.inline(value) or '–'}"
        yield from self.heading(tables.word("document.part.choices"))
        for sentence in choices(tables):
            yield f"- {self.inline(sentence)}"
        gone = missing(tables)
        if gone:
            yield ""
            yield self.inline(gone)
        for section in tables.sections():
            yield from self.section(section)

    def heading(self, title: Cell, level: int = 2) -> Iterator[str]:
        yield ""
        yield f"{'#' * level} {self.inline(title)}"
        yield ""

    def section(self, section: Section) -> Iterator[str]:
        yield from self.heading(section.title)
        yield self.inline(section.lead)
        if section.progress:
            done = section.progress.done + section.progress.not_needed
            yield ""
            count = len(section.rows)
            yield self.inline(self.tables.word("carriers.progress.said", done=done, count=count))
        for rows in section.groups():
            if rows[0].group:
                yield from self.heading(self.tables.term("diagram", rows[0].group), 3)
            else:
                yield ""
            yield from self.table(section, rows)

    def table(self, section: Section, rows: Sequence[Row]) -> Iterator[str]:
        columns = section.together
        sourced = any(row.sources for row in rows)
        heads = [self.tables.heading(section.name, name) for name in columns]
        if section.progress:
            heads.append(self.tables.heading(section.name, "state"))
        if sourced:
            heads.append(self.tables.heading(section.name, "sources"))
        numbered = any(row.number for row in rows)
        if numbered:
            heads.insert(0, self.tables.heading(section.name, "number"))
        yield _row(self.inline(head, table=True) for head in heads)
        yield _row("---" for _ in heads)
        for row in rows:
            cells = [self.cell(row, fields) for fields in columns.values()]
            if section.progress:
                cells.append(self.recorded(row))
            if sourced:
                cells.append(self.inline(self.tables.source_marks(row, self.known), table=True))
            if numbered:
                cells.insert(0, words(row.number, table=True))
            yield _row(cells)

    def cell(self, row: Row, fields: Iterable[str]) -> str:
        lines = (line for name in fields for line in row.cells.get(name, ()))
        return self.inline(tuple(dict.fromkeys(lines)), table=True)

    def recorded(self, row: Row) -> str:
        """Return the state, and whatever else people recorded behind its heading."""
        said = [self.inline(row.cells["state"], table=True)]
        for name in RECORDED[1:]:
            if row.cells[name]:
                label = self.inline(self.tables.heading("", name), table=True)
                said.append(f"{label}: {self.inline(row.cells[name], table=True)}")
        return _BETWEEN.join(said)

    def inline(self, cell: Cell, *, table: bool = False) -> str:
        return _BETWEEN.join(filter(None, (self.line(line, table) for line in cell)))

    def line(self, line: Line, table: bool) -> str:
        said = code(line.text, table=table) if line.kind == "name" else words(line.text, table=table)
        number = self.tables.numbers.get(line.to, "")
        return f"{number} {said}" if number else said


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
