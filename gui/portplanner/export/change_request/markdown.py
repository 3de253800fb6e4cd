"""A change request as Markdown, for tickets and wikis."""

from __future__ import annotations

from collections.abc import Iterator

from portplanner.export.change_request.lines import numbers_text
from portplanner.export.change_request.request import PARTS, Entry, Request
from portplanner.export.markdown import code, words
from portplanner.export.tables import Cell

_BETWEEN = " · "
_COLUMNS = {
    "flows": (
        ("source", "source-hosts"), ("destination", "destination-hosts"), ("ports",), ("protocol",),
        ("direction",), ("purpose", "services"),
    ),
    "connectors": (("name", "kind"), ("server",), ("service",), ("ports",), ("task",)),
    "dns": (("purpose",), ("record",), ("name",), ("scope",)),
    "tasks": (("purpose",), ("task",)),
    "ground_rules": (("purpose",),),
    "open_points": (("purpose",),),
}  # fmt: skip


def document(request: Request) -> bytes:
    """Return the changes as UTF-8 Markdown, in the document's language or languages."""
    return ("\n".join(_lines(request)) + "\n").encode()


def _lines(request: Request) -> Iterator[str]:
    tables = request.tables
    yield f"# {_inline(tables.word('changes.title'))}"
    yield ""
    yield words(request.title)
    yield ""
    for side, name in (("old", request.old.name), ("new", request.new.name)):
        yield f"- {_inline(tables.word(f'changes.side.{side}'))}: {code(name)}"
    if not request.changes:
        yield ""
        yield _inline(tables.word("changes.none"))
    if request.choices:
        yield from _heading(tables.word("changes.choices"))
        for choice in request.choices:
            before, now = (
                _BETWEEN.join(map(words, dict.fromkeys(said))) for said in (choice.old, choice.new)
            )
            yield f"- {before or '–'} → {now or '–'}"
    for name, entries in request.parts:
        yield from _heading(tables.word(f"document.part.{PARTS[name]}"))
        yield _inline(tables.say(lambda text, name=name: request.summary(name, text)))  # type: ignore[misc]
        yield ""
        yield from _table(request, name, entries)


def _heading(title: Cell) -> Iterator[str]:
    yield ""
    yield f"## {_inline(title)}"
    yield ""


def _table(request: Request, name: str, entries: tuple[Entry, ...]) -> Iterator[str]:
    tables, columns = request.tables, _COLUMNS[name]
    section = PARTS[name]  # type: ignore[index]
    heads = [tables.word("changes.column.action"), tables.word("changes.column.numbers")]
    heads += [tables.heading(section, fields[0]) for fields in columns]
    heads.append(tables.word("changes.column.changed"))
    yield _row(_inline(head, table=True) for head in heads)
    yield _row("---" for _ in heads)
    for entry in entries:
        cells = [_inline(entry.action, table=True), words(numbers_text(entry), table=True)]
        for fields in columns:
            lines = dict.fromkeys(line for field in fields for line in entry.cells.get(field, ()))
            cells.append(_inline(tuple(lines), table=True))
        more = tuple(line for cell in (*entry.differs, *entry.hints) for line in cell)
        cells.append(_inline(more, table=True))
        yield _row(cells)


def _inline(cell: Cell, *, table: bool = False) -> str:
    return _BETWEEN.join(
        code(line.text, table=table) if line.kind == "name" else words(line.text, table=table)
        for line in cell
        if line.text
    )


def _row(cells: object) -> str:
    return f"| {' | '.join(cells)} |"  # type: ignore[arg-type]
