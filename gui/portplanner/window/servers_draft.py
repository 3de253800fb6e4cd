"""Servers and sites while they are edited, with an undo of their own; the plan changes once, at the end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, TypeVar

from PySide6.QtCore import QObject, Signal

from portplanner.plan import check
from portplanner.plan.check import same_name
from portplanner.plan.model import Plan, Server, Site
from portplanner.plan.problem import Finding
from portplanner.text import Text

Kind = Literal["server", "site"]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Mark:
    """What is said about one cell; ``stops`` when a plan cannot be used with it."""

    finding: Finding
    stops: bool

    def said(self, text: Text) -> str:
        """Return it in words."""
        if "first" in self.finding.places:  # in words for a file, which has lines
            return text("servers.name-taken")
        return text(f"plan.{self.finding.id}", **self.finding.places)


class Draft(QObject):
    """The servers and sites of a plan, as far as they are edited."""

    changed = Signal()

    def __init__(self, plan: Plan) -> None:
        super().__init__()
        self.plan = plan
        self._past: list[Plan] = []
        self._future: list[Plan] = []
        self._marks: dict[tuple[Kind, int, str], Mark] | None = None
        self._members: Counter[str] | None = None

    @property
    def servers(self) -> tuple[Server, ...]:
        """The servers, in the plan's order."""
        return self.plan.servers

    @property
    def sites(self) -> tuple[Site, ...]:
        """The sites, in the plan's order."""
        return self.plan.sites

    def change(self, servers: Iterable[Server] | None = None, sites: Iterable[Site] | None = None) -> None:
        """Take these in place of those before, as one step to undo."""
        self.become(
            replace(
                self.plan,
                servers=self.servers if servers is None else tuple(servers),
                sites=self.sites if sites is None else tuple(sites),
            )
        )

    def become(self, plan: Plan) -> None:
        """Take this plan in place of the one before, as one step to undo."""
        if plan != self.plan:
            self._past.append(self.plan)
            self._future.clear()
            self._set(plan)

    def undo(self) -> None:
        """Go back one step."""
        if self._past:
            self._future.append(self.plan)
            self._set(self._past.pop())

    def redo(self) -> None:
        """Take the last undo back."""
        if self._future:
            self._past.append(self.plan)
            self._set(self._future.pop())

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to go back."""
        return bool(self._past)

    def rename_site(self, number: int, site: Site) -> None:
        """Give a site another name; its servers go with it."""
        old, sites = self.sites[number].name, list(self.sites)
        sites[number] = site
        self.change(_moved(self.servers, [old], site.name), sites)

    def remove_sites(self, numbers: Collection[int]) -> None:
        """Take sites away; their servers stand in none then."""
        names = [self.sites[number].name for number in numbers]
        self.change(_moved(self.servers, names, ""), without(self.sites, numbers))

    def put(self, kind: Kind, numbers: Iterable[int], **values: Any) -> None:
        """Give the entries at these places other values."""
        entries: list[Any] = list(self.servers if kind == "server" else self.sites)
        for number in numbers:
            entries[number] = replace(entries[number], **values)
        if kind == "server":
            self.change(servers=entries)
        else:
            self.change(sites=entries)

    @property
    def marks(self) -> dict[tuple[Kind, int, str], Mark]:
        """What the checks of a plan say about the cells, by kind, place and column."""
        if self._marks is None:
            self._marks = {}
            for found, stops in ((check.plan_errors, True), (check.plan_warnings, False)):
                for finding in found(self.plan):
                    match finding.path:
                        case ("server" | "site" as kind, int(number), str(column), *_):
                            self._marks.setdefault((kind, number, column), Mark(finding, stops))
        return self._marks

    @property
    def usable(self) -> bool:
        """Whether a plan can be used with it as it is."""
        return not any(mark.stops for mark in self.marks.values())

    @property
    def members(self) -> Counter[str]:
        """How many servers stand in each site, by its name in lower case."""
        if self._members is None:
            self._members = Counter(same_name(server.site) for server in self.servers)
        return self._members

    def trial(self, server: Server) -> Mark | None:
        """Return what would be said about this server alone, wherever it stood."""
        plan = Plan(exchange=self.plan.exchange, servers=(server,), sites=self.sites)
        for found, stops in ((check.plan_errors, True), (check.plan_warnings, False)):
            for finding in found(plan):
                if finding.path[0] == "server":
                    return Mark(finding, stops)
        return None

    def _set(self, plan: Plan) -> None:
        self.plan = plan
        self._marks = self._members = None
        self.changed.emit()


def without(entries: Sequence[T], numbers: Collection[int]) -> list[T]:
    """Return the entries but those at these places."""
    gone = set(numbers)
    return [entry for number, entry in enumerate(entries) if number not in gone]


def moved(entries: Sequence[T], numbers: Collection[int], to: int) -> tuple[list[T], range]:
    """Return the entries with those at these places together before place ``to``, and where they are now."""
    chosen = sorted(set(numbers))
    first = to - sum(number < to for number in chosen)
    left = without(entries, chosen)
    return left[:first] + [entries[n] for n in chosen] + left[first:], range(first, first + len(chosen))


def _moved(servers: Iterable[Server], old: Iterable[str], new: str) -> list[Server]:
    names = {same_name(name) for name in old}
    return [replace(s, site=new) if s.site and same_name(s.site) in names else s for s in servers]
