"""The checklist as rows of one table: every list of it, one after the other."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, get_args

from portplanner.checklist.model import Checklist, Connector, DnsRequirement, End, Flow
from portplanner.checklist.words import connectors_of, notes, ports_text
from portplanner.text import Text
from portplanner.text import visible as _visible

visible = lru_cache(maxsize=8192)(_visible)  # the same few names stand in many rows

Listing = Literal["flows", "connectors", "dns", "tasks", "ground-rules", "open-points"]
LISTINGS: tuple[Listing, ...] = get_args(Listing)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table; the fields are its columns, in their order, after the id."""

    id: str
    listing: Listing
    list: str
    purpose: str
    source: str = ""
    destination: str = ""
    port: str = ""
    connector: str = ""
    default: str = ""
    note: str = ""


COLUMNS = ("list", "purpose", "source", "destination", "port", "connector", "default", "note")


def rows(checklist: Checklist, text: Text) -> tuple[Row, ...]:
    """Return all rows of the checklist in this language."""
    return (
        *(_flow(n, flow, checklist, text) for n, flow in enumerate(checklist.flows, 1)),
        *(_connector(n, row, text) for n, row in enumerate(checklist.connectors, 1)),
        *(_dns(n, row, text) for n, row in enumerate(checklist.dns, 1)),
        *(
            Row(row.id, "tasks", _number("tasks", n, text), text.of(row.text), note=visible(row.command))
            for n, row in enumerate(checklist.tasks, 1)
        ),
        *(
            Row(row.id, "ground-rules", _number("ground-rules", n, text), text.of(row.text))
            for n, row in enumerate(checklist.ground_rules, 1)
        ),
        *(
            Row(row.id, "open-points", _number("open-points", n, text), text.of(row.text))
            for n, row in enumerate(checklist.open_points, 1)
        ),
    )


def end_text(end: End, text: Text) -> str:
    """Return who stands at this end of a flow: the named servers, or else the role."""
    mark = text("checklist.list-mark")
    if end.servers:
        return visible(mark.join(end.servers))
    return mark.join(text(f"terms.role.{role}") for role in end.roles)


def row_name(checklist: Checklist, id: str, text: Text) -> str:
    """Return the list and number by which people name a row, as its first column says them."""
    for listing in LISTINGS:
        for number, row in enumerate(getattr(checklist, listing.replace("-", "_")), 1):
            if row.id == id:
                return _number(listing, number, text)
    raise KeyError(id)


def _number(listing: Listing, number: int, text: Text) -> str:
    return text("window.table.number", list=text(f"window.list.{listing}"), number=number)


def _flow(number: int, flow: Flow, checklist: Checklist, text: Text) -> Row:
    mark = text("checklist.list-mark")
    names = dict.fromkeys(row.name or text("window.table.unnamed") for row in connectors_of(checklist, flow))
    never = text("terms.restrict.never")
    return Row(
        id=flow.id,
        listing="flows",
        list=_number("flows", number, text),
        purpose=text.of(flow.label) or text.of(flow.purpose),
        source=end_text(flow.source, text),
        destination=end_text(flow.destination, text),
        port=ports_text(flow.ports, text) or (never if flow.restrict == "never" else ""),
        connector=visible(mark.join(names)),
        default=text(f"terms.by-default.{flow.by_default}"),
        note=" ".join(text.of(words) for words in notes(flow)),
    )


def _connector(number: int, row: Connector, text: Text) -> Row:
    return Row(
        id=row.id,
        listing="connectors",
        list=_number("connectors", number, text),
        purpose=text(f"terms.kind.{row.kind}"),
        destination=visible(row.server) or text(f"terms.role.{row.role}"),
        port=ports_text(row.ports, text),
        connector=visible(row.name) or text("window.table.unnamed"),
        default=text(f"terms.created-by.{row.created_by}"),
        note=text.of(row.task) or text.of(row.note),
    )


def _dns(number: int, row: DnsRequirement, text: Text) -> Row:
    record = text("terms.record.resolution") if row.record == "resolution" else row.record
    return Row(
        id=row.id,
        listing="dns",
        list=_number("dns", number, text),
        purpose=text.of(row.requirement),
        source=text("checklist.list-mark").join(text(f"terms.role.{role}") for role in row.asked_by),
        destination=visible(row.name),
        default=record,
        note=text.of(row.verify),
    )
