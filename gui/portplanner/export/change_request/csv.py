"""A change request as one CSV table for spreadsheets and ticket systems."""

from __future__ import annotations

import csv
from io import StringIO

from portplanner.export.change_request.request import PARTS, Entry, Request
from portplanner.export.csv import guarded
from portplanner.export.tables import Cell, plain

_OWN = ("list", "action", "id", "number", "number-before")
_CELLS = (
    *("diagram", "source", "source-zone", "source-servers", "source-addresses"),
    *("destination", "destination-zone", "destination-servers", "destination-addresses"),
    *("ports", "protocol", "direction", "restrict"),
)
_REASON = ("reason", "services")
_CHANGED = ("changed", "before", "note")
_REST = (
    *("by-default", "connectors", "name", "kind", "server", "role", "service", "created-by", "task"),
    *("record", "asked-by", "scope"),
)
COLUMNS = (*_OWN, *_CELLS, *_REASON, *_CHANGED, *_REST)
_LISTS = {
    "flows": "flow", "connectors": "connector", "dns": "dns", "tasks": "task",
    "ground_rules": "ground-rule", "open_points": "open-point",
}  # fmt: skip
_HEADINGS = {"number-before", "action", "reason", "changed", "before"}
_IN_ONE_LINE = (
    *("source-servers", "source-addresses", "destination-servers", "destination-addresses"),
    *("ports", "connectors", "server"),
)


def document(request: Request) -> bytes:
    """Return the changes as CSV, guarded like the checklist; both languages share a cell."""
    tables = request.tables
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(
        plain(tables.word(f"changes.column.{name}" if name in _HEADINGS else f"carriers.column.{name}"))
        for name in COLUMNS
    )
    mark = request.texts[0]("checklist.list-mark")
    for name in PARTS:
        kind = plain(tables.word(f"carriers.list.{_LISTS[name]}"))
        for entry in request.entries(name):
            cells = _cells(request, entry, mark) | {"list": kind}
            writer.writerow([guarded(cells.get(column, "")) for column in COLUMNS])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _cells(request: Request, entry: Entry, mark: str) -> dict[str, str]:
    cells = {name: plain(cell, mark if name in _IN_ONE_LINE else "\n") for name, cell in entry.cells.items()}
    return cells | {
        "action": plain(entry.action),
        "id": entry.change.id,
        "number": entry.number,
        "number-before": entry.number_before,
        "reason": cells.get("purpose", ""),
        "changed": _below(entry.differs),
        "before": _before(request, entry),
        "note": _below(entry.hints),
    }


def _below(cells: tuple[Cell, ...]) -> str:
    return "\n".join(map(plain, cells))


def _before(request: Request, entry: Entry) -> str:
    """Return the old values of the fields that changed, whole."""
    lines: list[str] = []
    for one in entry.change.fields:
        said = (
            text(
                "changes.before", field=text(f"changes.field.{one.field}"), old=request.listed(one.old, text)
            )
            for text in request.texts
        )
        lines += dict.fromkeys(said)
    return "\n".join(lines)
