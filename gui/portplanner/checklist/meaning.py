"""meaning(row): a fingerprint of what a checklist row asks for, to tell whether it still asks the same.

It is kept with what people recorded on a row and must therefore be the same in every language, on
every machine and in every version: changing what goes into it, or the order, makes every recorded
row look changed. Wording does not count where a row has other substance.
"""

from __future__ import annotations

from collections.abc import Iterable

from portplanner.checklist.model import (
    Connector,
    DnsRequirement,
    End,
    Flow,
    Port,
    Statement,
    Task,
)

Tickable = Flow | Connector | DnsRequirement | Task | Statement  # what people can tick


def meaning(row: Tickable) -> str:
    """Return eight hexadecimal digits that change when the substance of the row changes.

    Neither other rows nor the order of servers, ports and connectors count.
    """
    return _digits(repr(_substance(row)))


def fingerprint(rows: Iterable[Tickable]) -> str:
    """Return eight hexadecimal digits that change when any row comes, goes or means something else."""
    return _digits(repr([(row.id, meaning(row)) for row in rows]))


def _digits(text: str) -> str:
    from zlib import crc32  # tells mistakes, not forgeries: a plan's writer may write what he likes

    return f"{crc32(text.encode('utf-8', 'surrogatepass')):08x}"


def _substance(row: Tickable) -> tuple[object, ...]:
    match row:
        case Flow():
            return (
                "flow",
                _end(row.source),
                _end(row.destination),
                _ports(row.ports),
                row.restrict,
                row.by_default,
                sorted(row.connectors),  # their ids hold the names of their servers and sites
            )
        case Connector():
            servers = sorted(row.server.split(", "))
            return ("connector", row.kind, row.name, servers, _ports(row.ports), row.created_by)
        case DnsRequirement():
            return ("dns", row.record, row.name, sorted(row.asked_by), row.scope)
        case Task():
            return ("task", row.command, row.text.en)
        case Statement():
            return ("statement", row.text.en)


def _end(end: End) -> tuple[object, ...]:
    return (sorted(end.roles), end.zone, sorted(end.servers))


def _ports(ports: Iterable[Port]) -> list[tuple[object, ...]]:
    return sorted((p.transport, p.number or 0, p.to or 0, p.user or "") for p in ports)
