"""A change request as lines of text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from portplanner.checklist.model import Connector, DnsRequirement, End, Flow, Task
from portplanner.checklist.words import direction, folded, ports_text
from portplanner.export.change_request.request import PARTS, Entry, Request
from portplanner.export.tables import Cell
from portplanner.text import Text, visible

_SIGNS: Mapping[str, str] = {"added": "+", "removed": "-", "altered": "~"}
_INDENT = " " * 6


def lines(request: Request, text: Text) -> Iterator[str]:
    """Yield the changes in one language."""
    yield text("changes.from-to", old=request.old.name, new=request.new.name)
    if not request.changes:
        yield text("changes.none")
    for choice in request.choices:
        place = request.texts.index(text)
        if choice.old[place]:
            yield f"  - {visible(choice.old[place])}"
        if choice.new[place]:
            yield f"  + {visible(choice.new[place])}"
    for name, entries in request.parts:
        yield ""
        title = text(f"document.part.{PARTS[name]}")
        yield text("changes.section", title=title, counts=request.summary(name, text))
        for entry in entries:
            yield from _entry(entry, text)


def _entry(entry: Entry, text: Text) -> Iterator[str]:
    change = entry.change
    numbers = numbers_text(entry)
    sign = _SIGNS[change.kind]
    action = said(entry.action, text)
    match change.row:
        case Flow() as flow:
            yield text(
                "changes.line.flow",
                sign=sign, action=action, numbers=numbers,
                source=_end(flow.source, text), destination=_end(flow.destination, text),
                ports=ports_text(flow.ports, text) or text("document.port.any"),
                protocol=text.of(flow.protocol), direction=text(f"document.direction.{direction(flow)}"),
            )  # fmt: skip
            yield _INDENT + text.of(flow.purpose)
        case Connector() as row:
            name = visible(row.name) or text("document.row.unnamed")
            yield text(
                "changes.line.row", sign=sign, action=action, numbers=numbers,
                said=text("changes.line.connector", kind=text(f"terms.kind.{row.kind}"), name=name),
            )  # fmt: skip
        case DnsRequirement() as row:
            yield text(
                "changes.line.row", sign=sign, action=action, numbers=numbers, said=text.of(row.requirement)
            )
            if row.name:
                yield f"{_INDENT}{row.record}  {visible(row.name)}"
        case Task() as row:
            yield text("changes.line.row", sign=sign, action=action, numbers=numbers, said=text.of(row.text))
            for line in row.command.splitlines():
                yield _INDENT + visible(line)
        case row:
            yield text("changes.line.row", sign=sign, action=action, numbers=numbers, said=text.of(row.text))
    for cell in (*entry.differs, *entry.hints):
        yield _INDENT + said(cell, text)


def numbers_text(entry: Entry) -> str:
    """Return the numbers of a row before and now, one where they are the same: ``4 → 5``, ``– → 6``."""
    if entry.number == entry.number_before:
        return entry.number
    return f"{entry.number_before or '–'} → {entry.number or '–'}"


def title(entry: Entry, text: Text) -> str:
    """Return what an entry is about, in one line."""
    match entry.change.row:
        case Flow() as flow:
            return text(
                "changes.line.short",
                source=_roles(flow.source, text),
                destination=_roles(flow.destination, text),
                ports=ports_text(flow.ports, text) or text("document.port.any"),
            )
        case Connector() as row:
            return visible(row.name) or text("document.row.unnamed")
        case DnsRequirement() as row:
            return text.of(row.requirement)
        case row:
            return text.of(row.text)


def said(cell: Cell, text: Text) -> str:
    """Return the words of a cell in one language."""
    return " ".join(line.text for line in cell if line.language in ("", text.language))


def _end(end: End, text: Text) -> str:
    if not end.servers:
        return _roles(end, text)
    return text("changes.line.end", roles=_roles(end, text), servers=folded(end.servers, text))


def _roles(end: End, text: Text) -> str:
    return text("document.or-mark").join(text(f"terms.role.{role}") for role in end.roles)
