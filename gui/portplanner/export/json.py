"""The checklist as JSON for other programs: the keys are a contract, the texts speak the plan's language."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

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
)
from portplanner.checklist.words import notes
from portplanner.export.words import texts
from portplanner.plan.model import Plan
from portplanner.text import Text, Words

Json = Mapping[str, Any]


def document(checklist: Checklist, plan: Plan) -> bytes:
    """Return the checklist as UTF-8 JSON, as format 1 describes it."""
    data = _Writer(checklist, texts(plan.document.language)).document(plan)
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode()


class _Writer:
    def __init__(self, checklist: Checklist, languages: Sequence[Text]) -> None:
        self.checklist = checklist
        self.languages = languages
        self.open_points = {row.id: row.text for row in checklist.open_points}

    def document(self, plan: Plan) -> Json:
        checklist = self.checklist
        title = plan.document.title
        return {
            "format": 1,
            "exchange": checklist.exchange,
            "language": plan.document.language,
            "title": self.text(Words(title, title)),
            "warnings": [{"id": row.id, "text": self.text(row.text)} for row in checklist.warnings],
            "flows": [self.flow(row) for row in checklist.flows],
            "connectors": [self.connector(row) for row in checklist.connectors],
            "dns": [self.dns(row) for row in checklist.dns],
            "ground_rules": [self.statement(row) for row in checklist.ground_rules],
            "tasks": [self.task(row) for row in checklist.tasks],
        }

    def text(self, words: Words, *more: Words | str) -> str | Json:
        """Return a text; what else belongs to it stands on lines of its own."""
        said: dict[str, str] = {}
        for text in self.languages:
            parts = [part if isinstance(part, str) else text.of(part) for part in (words, *more)]
            said[text.language] = "\n".join(filter(None, parts))
        return said if len(said) > 1 else next(iter(said.values()))

    def flow(self, row: Flow) -> Json:
        return {
            "id": row.id,
            "diagram": row.diagram,
            "pictured": row.pictured,
            "purpose": self.text(row.purpose),
            "services": list(row.services),
            "source": _end(row.source),
            "destination": _end(row.destination),
            "ports": [_port(port) for port in row.ports],
            "protocol": self.text(row.protocol),
            "restrict": row.restrict,
            "by_default": row.by_default,
            "connectors": list(row.connectors),
            "note": self.text(
                *notes(row), *(self.open_points[id] for id in row.open_points if id in self.open_points)
            ),
            "sources": self.sources(row.sources),
        }

    def connector(self, row: Connector) -> Json:
        return {
            "id": row.id,
            "kind": row.kind,
            "name": row.name,
            "server": row.server,
            "role": row.role,
            "service": self.text(row.service),
            "ports": [port.number for port in row.ports if port.number is not None],
            "created_by": row.created_by,
            "task": self.text(row.task),
            "note": self.text(row.note),
            "sources": self.sources(row.sources),
        }

    def dns(self, row: DnsRequirement) -> Json:
        return {
            "id": row.id,
            "requirement": self.text(row.requirement),
            "record": row.record,
            "name": row.name,
            "asked_by": list(row.asked_by),
            "scope": row.scope,
            "verify": self.text(row.verify),
            "sources": self.sources(row.sources),
        }

    def statement(self, row: Statement) -> Json:
        return {"id": row.id, "text": self.text(row.text), "sources": self.sources(row.sources)}

    def task(self, row: Task) -> Json:
        return {"id": row.id, "text": self.text(row.text, row.command), "sources": self.sources(row.sources)}

    def sources(self, rows: Iterable[Source]) -> list[Json]:
        return [{"title": self.text(row.title), "part": row.part} for row in rows]


def _end(end: End) -> Json:
    return {"roles": list(end.roles), "zone": end.zone, "servers": list(end.servers)}


def _port(port: Port) -> Json:
    if port.number is None:
        return {"user": port.user, "transport": port.transport}
    if port.to is not None:
        return {"from": port.number, "to": port.to, "transport": port.transport}
    return {"number": port.number, "transport": port.transport}
