"""What an arrow says: the lines above and below its number and its port."""

from __future__ import annotations

from collections.abc import Iterator

from portplanner.checklist.model import Checklist, Connector, Flow
from portplanner.checklist.words import service_text
from portplanner.diagram import style
from portplanner.diagram.measure import wrap
from portplanner.diagram.view import View
from portplanner.text import Text, visible

_MOST_LINES = 9  # below an arrow; only names from users need more, and they are shortened

Paragraph = tuple[str, ...]  # lines that belong together


class Callouts:
    """The callouts of one diagram in one language."""

    def __init__(self, checklist: Checklist, text: Text, view: View) -> None:
        self._checklist = checklist
        self._text = text
        self._view = view
        self._connectors = {row.id: row for row in checklist.connectors}

    def above(self, flow: Flow, room: float) -> tuple[str, ...]:
        """Return what the flow is for, at most ``room`` points wide."""
        if self._view.callouts != "purpose":
            return ()
        return wrap(self._text.of(flow.label), style.TEXT_SMALL, room, 3)

    def below(self, flow: Flow, room: float) -> tuple[Paragraph, ...]:
        """Return what the flow carries, at most ``room`` points wide: its services or connectors."""
        if self._view.callouts != "purpose":
            return ()
        found: list[Paragraph] = []
        left = _MOST_LINES
        for carried in self._carried(flow):
            lines = wrap(carried, style.TEXT_SMALL, room, max(left, 1))
            if left <= 0:
                *shown, last = found[-1]
                found[-1] = (*shown, last.rstrip("…") + "…")
                break
            found.append(lines)
            left -= len(lines)
        return tuple(found)

    def _carried(self, flow: Flow) -> Iterator[str]:
        if flow.services:
            names = (service_text(self._checklist, service, self._text) for service in flow.services)
            yield self._text("checklist.list-mark").join(names)
        counts: dict[str, list[Connector]] = {}
        for id in flow.connectors:
            row = self._connectors[id]
            counts.setdefault(self._stem(row), []).append(row)
        for stem, rows in counts.items():
            if len(rows) > 1:
                yield self._text("diagram.connectors", name=stem, count=len(rows))
            else:
                yield stem if self._view.labels == "role" else visible(rows[0].name) or stem

    def _stem(self, row: Connector) -> str:
        """Return what the names of one connector on several servers have in common."""
        if not row.name:
            if row.role == "exchange-online":  # what it is called there
                return self._text.of(row.service)
            id = "by-wizard" if row.created_by == "hybrid-wizard" else "unnamed"
            return self._text(f"diagram.{id}", kind=self._text(f"terms.kind.{row.kind}"))
        return visible(row.name.removesuffix(row.server).rstrip() or row.name)
