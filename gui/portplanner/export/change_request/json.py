"""A change request as JSON for other programs: rows as the checklist's JSON writes them, before and now."""

from __future__ import annotations

import json
from typing import Any

from portplanner.checklist.meaning import Tickable
from portplanner.checklist.model import Connector, DnsRequirement, Flow, Task
from portplanner.export.change_request.request import PARTS, Entry, Request
from portplanner.export.json import Json, _Writer


def document(request: Request) -> bytes:
    """Return the changes as UTF-8 JSON, as format 1 describes it."""
    before, now = (_Writer(side.checklist, request.texts) for side in (request.old, request.new))
    data: dict[str, Any] = {
        "format": 1,
        "language": request.new.plan.document.language,
        **{
            name: {"name": side.name, "title": side.plan.document.title, "exchange": side.plan.exchange}
            for name, side in (("old", request.old), ("new", request.new))
        },
        **{name: [_entry(entry, before, now) for entry in request.entries(name)] for name in PARTS},
    }
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode()


def _entry(entry: Entry, before: _Writer, now: _Writer) -> Json:
    change = entry.change
    data: dict[str, Any] = {
        "id": change.id,
        "change": change.kind,
        "action": entry.action_id,
        "old": _row(change.old, before) if change.old else None,
        "new": _row(change.new, now) if change.new else None,
        "altered": [
            {
                "field": one.field,
                "old": [now.text(value) for value in one.old],
                "new": [now.text(value) for value in one.new],
            }
            for one in change.fields
        ],
    }
    if isinstance(change.row, Flow):
        data |= {"still_needed": list(change.still_needed), "open_before": list(change.open_before)}
    return data


def _row(row: Tickable, writer: _Writer) -> Json:
    match row:
        case Flow():
            return writer.flow(row)
        case Connector():
            return writer.connector(row)
        case DnsRequirement():
            return writer.dns(row)
        case Task():
            return writer.task(row)
        case _:
            return writer.statement(row)
