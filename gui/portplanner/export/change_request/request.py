"""A change request: each change with its action, its cells and what was before, for every format."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain

from portplanner.checklist.compare import Alteration, Change, Changes, addresses, compare
from portplanner.checklist.model import Checklist, Flow
from portplanner.checklist.status import SECTIONS, Section
from portplanner.export.sentences import sentences
from portplanner.export.tables import MOST_NAMES, Cell, Row, Tables
from portplanner.export.words import texts
from portplanner.plan.model import Plan
from portplanner.text import Text, Words, visible

PARTS: Mapping[Section, str] = {
    "flows": "ports", "connectors": "connectors", "dns": "dns", "tasks": "tasks",
    "ground_rules": "ground-rules", "open_points": "open-points",
}  # fmt: skip
# Fields whose values come and go one by one.
_LISTS = frozenset(
    (
        "source-hosts", "destination-hosts", "ports", "services", "connectors", "endpoints", "server",
        "asked-by", "command",
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Side:
    """A plan, what follows from it, and what people call it: its file, or when it was saved."""

    plan: Plan
    checklist: Checklist
    name: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One change. ``cells`` are those of the row as it is now, of one that went as it was.

    ``differs`` says in sentences what is different, ``hints`` what else to know before acting.
    """

    change: Change
    action_id: str
    action: Cell
    number: str  # in the checklist as it is now, "" where it went
    number_before: str  # "" where it is new
    cells: Mapping[str, Cell]
    differs: tuple[Cell, ...]
    hints: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """A sentence about what the plan chooses that says something else, one text for each language."""

    old: tuple[str, ...]
    new: tuple[str, ...]


class Request:
    """What changes from one plan to the other, in the languages of the new one."""

    def __init__(
        self, old: Side, new: Side, changes: Changes | None = None, most: int | None = MOST_NAMES
    ) -> None:
        language = new.plan.document.language
        spoken = replace(old.plan, document=replace(old.plan.document, language=language))
        self.old, self.new = replace(old, plan=spoken), new
        self.texts = texts(language)
        self.tables = Tables(new.checklist, new.plan, most)
        self._tables_before = Tables(old.checklist, spoken, most)
        self._most = most
        self.changes = changes if changes is not None else compare_sides(old, new)

    @property
    def title(self) -> str:
        """The plan's title, or what such a plan is called."""
        title = visible(self.new.plan.document.title) or visible(self.old.plan.document.title)
        return title or " · ".join(dict.fromkeys(text("document.untitled") for text in self.texts))

    def entries(self, name: Section) -> tuple[Entry, ...]:
        """Return the changes of one section."""
        return self._entries.get(name, ())

    @property
    def parts(self) -> Iterator[tuple[Section, tuple[Entry, ...]]]:
        """Yield the sections that have changes."""
        for name in SECTIONS:
            if self.entries(name):
                yield name, self.entries(name)

    def counts(self, name: Section) -> dict[str, int]:
        """Return how many entries of a section ask for which action."""
        found: dict[str, int] = {}
        for entry in self.entries(name):
            found[entry.action_id] = found.get(entry.action_id, 0) + 1
        return found

    def summary(self, name: Section, text: Text) -> str:
        """Return how many entries of a section ask for which action, in words."""
        counts = self.counts(name)
        order = (*ACTIONS["flows"], *ACTIONS["others"])
        said = (text(f"changes.count.{action}", count=counts[action]) for action in order if action in counts)
        return text("checklist.list-mark").join(said)

    @cached_property
    def choices(self) -> tuple[Choice, ...]:
        """What the plans choose differently."""
        old = {s.name: s.words for s in sentences(self.old.checklist, self.old.plan, self.texts)}
        new = {s.name: s.words for s in sentences(self.new.checklist, self.new.plan, self.texts)}
        none = tuple("" for _ in self.texts)
        names = dict.fromkeys((*new, *old))
        found = (Choice(old.get(name, none), new.get(name, none)) for name in names)
        return tuple(choice for choice in found if choice.old != choice.new)

    @cached_property
    def _entries(self) -> Mapping[Section, tuple[Entry, ...]]:
        if not self.changes:
            return {}
        now, then = (
            {row.id: row for part in tables.sections() for row in part.rows if row.number}
            for tables in (self.tables, self._tables_before)
        )
        return {
            name: tuple(self._entry(change, now, then) for change in self.changes.of(name))
            for name in SECTIONS
        }

    def _entry(self, change: Change, now: Mapping[str, Row], then: Mapping[str, Row]) -> Entry:
        row = (then if change.kind == "removed" else now)[change.id]
        action = action_of(change)
        return Entry(
            change,
            action,
            self.tables.word(f"changes.action.{action}"),
            "" if change.kind == "removed" else self.tables.numbers[change.id],
            "" if change.kind == "added" else self._tables_before.numbers[change.id],
            row.cells,
            tuple(chain.from_iterable(map(self._differs, change.fields))),
            tuple(self._hints(change)),
        )

    def _hints(self, change: Change) -> Iterator[Cell]:
        """Yield what a firewall's administrator has to know before closing or opening."""
        for id, rows, tables in (
            ("still-needed", change.still_needed, self.tables),
            ("open-before", change.open_before, self._tables_before),
        ):
            if rows:
                numbers = [tables.numbers[row] for row in rows]
                yield self._numbered(f"changes.hint.{id}", numbers)

    def _numbered(self, id: str, numbers: Sequence[str]) -> Cell:
        return self.tables.say(
            lambda text: text(id, count=len(numbers), numbers=text("checklist.list-mark").join(numbers))
        )

    def _differs(self, one: Alteration) -> Iterator[Cell]:
        """Yield a field's difference: what came and went of a list, else before and now."""
        if one.field in _LISTS and (set(one.old) & set(one.new) or not (one.old and one.new)):
            for id, values in (("come", one.come), ("gone", one.gone)):
                if values:
                    yield self._said(f"changes.differs.{id}", one.field, values=values)
            return
        yield self._said("changes.differs.was", one.field, old=one.old, new=one.new)

    def _said(self, id: str, field: str, **values: tuple[Words, ...]) -> Cell:
        def say(text: Text) -> str:
            places = {name: self.listed(words, text) for name, words in values.items()}
            return text(id, field=text(f"changes.field.{field}"), **places)

        return self.tables.say(say)

    def listed(self, values: Iterable[Words], text: Text) -> str:
        """Return values in one line; of many the first, and how many more there are."""
        names = [visible(text.of(value)) for value in values]
        if not names:
            return text("changes.nothing-there")
        most = self._most
        if most is not None and len(names) > most:
            rest = len(names) - most + 1
            names = [*names[: most - 1], text("carriers.more", count=rest)]
        return text("changes.value-mark").join(names)


ACTIONS: Mapping[str, tuple[str, ...]] = {
    "flows": ("open", "close", "change", "keep", "release"),
    "others": ("added", "removed", "altered"),
}


def action_of(change: Change) -> str:
    """Return what a change asks for: of a flow what to do on firewalls, else what became of the row."""
    row = change.row
    if not isinstance(row, Flow):
        return change.kind
    if row.restrict == "never":
        return "release" if change.kind == "removed" else "keep"
    return {"added": "open", "removed": "close", "altered": "change"}[change.kind]


def compare_sides(old: Side, new: Side) -> Changes:
    """Return what changed between two plans, the addresses of their servers included."""
    return compare(old.checklist, new.checklist, addresses(old.plan), addresses(new.plan))
