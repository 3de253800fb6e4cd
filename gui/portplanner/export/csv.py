"""The checklist as one CSV table for spreadsheets.

One table and not one file per list: nothing gets lost on the way, and the first column, ``list``,
filters to flows, connectors, DNS requirements, tasks or ground rules. A byte order mark makes Excel
read the Chinese; a cell that a spreadsheet would take for a formula gets an apostrophe in front.
"""

from __future__ import annotations

import csv
from io import StringIO

from portplanner.checklist.model import Checklist
from portplanner.export.tables import Tables, plain
from portplanner.plan.model import Plan

COLUMNS = (
    *("list", "id", "number", "diagram", "purpose", "services"),
    *("source", "source-zone", "source-servers", "source-addresses"),
    *("destination", "destination-zone", "destination-servers", "destination-addresses"),
    *("ports", "protocol", "direction", "restrict", "by-default", "connectors"),
    *("name", "kind", "server", "role", "service", "created-by"),
    *("record", "asked-by", "scope", "task", "commands", "verify", "note", "sources"),
    *("state", "owner", "date", "ticket", "remark"),
)
_LISTS = {
    "ports": "flow", "connectors": "connector", "dns": "dns", "tasks": "task",
    "ground-rules": "ground-rule", "open-points": "open-point", "warnings": "warning", "gone": "gone",
}  # fmt: skip
_IN_ONE_LINE = (
    *("source-servers", "source-addresses", "destination-servers", "destination-addresses"),
    *("ports", "connectors", "server"),
)
# Signs that begin a formula; spreadsheets of East Asian languages also take the wide ones.
# Some look for them behind white space.
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
_LONGEST = 32_000  # a cell of Excel holds 32,767 characters


def document(checklist: Checklist, plan: Plan) -> bytes:
    """Return the checklist as CSV, in the document's language; both languages share a cell."""
    out = StringIO()
    tables = Tables(checklist, plan, most=None)
    mark = tables.texts[0]("checklist.list-mark")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([plain(tables.word(f"carriers.column.{column}")) for column in COLUMNS])
    for section in tables.sections():
        if section.name not in _LISTS:
            continue
        kind = plain(tables.word(f"carriers.list.{_LISTS[section.name]}"))
        for row in section.rows:
            cells = {
                name: plain(cell, mark if name in _IN_ONE_LINE else "\n") for name, cell in row.cells.items()
            }
            cells |= {
                "list": kind,
                "id": row.id,
                "number": row.number,
                "sources": plain(tables.sources_in_full(row)),
            }
            writer.writerow([guarded(cells.get(column, "")) for column in COLUMNS])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def guarded(cell: str) -> str:
    """Return the cell so that no spreadsheet computes it."""
    if len(cell) > _LONGEST:
        cell = cell[:_LONGEST] + "…"
    text = cell.lstrip()
    risky = text.startswith(_FORMULA) or (text != cell and cell[0] in "\t\r\n")
    return f"'{cell}" if risky else cell
