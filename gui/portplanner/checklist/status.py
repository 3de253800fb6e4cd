"""What people recorded on the rows of a checklist: how far they are, what changed since, what is gone.

The records stand in the plan (``[[item]]``); these functions read and change them, and nothing else.
They stand here and not in the room of plans, because they need the rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal, get_args

from portplanner.checklist.meaning import Tickable, meaning
from portplanner.checklist.model import Checklist
from portplanner.plan.model import Item, Plan, State
from portplanner.values import fits, hints

Section = Literal["flows", "connectors", "dns", "tasks", "ground_rules", "open_points"]
SECTIONS: tuple[Section, ...] = get_args(Section)
FIELDS = ("owner", "date", "ticket", "remark")  # what people write beside the state


@dataclass(frozen=True, slots=True)
class Progress:
    """How many rows of a section are done, not needed, or changed since; a row counts once."""

    done: int = 0
    not_needed: int = 0
    changed: int = 0
    total: int = 0

    @property
    def open(self) -> int:
        """How many rows nobody has dealt with."""
        return self.total - self.done - self.not_needed - self.changed

    def __add__(self, other: Progress) -> Progress:
        return Progress(
            self.done + other.done,
            self.not_needed + other.not_needed,
            self.changed + other.changed,
            self.total + other.total,
        )


@dataclass(frozen=True, slots=True)
class Statuses:
    """What is recorded on a checklist.

    ``items`` has the rows on which something is recorded; ``changed`` names those that were done or
    not needed when they meant something else. ``gone`` are the records whose row is no longer there.
    """

    items: Mapping[str, Item]
    changed: frozenset[str]
    gone: tuple[Item, ...]
    progress: Mapping[Section, Progress]

    def of(self, id: str) -> Item:
        """Return what is recorded on this row; an empty record when nothing is."""
        return self.items.get(id) or Item(id=id)

    @property
    def total(self) -> Progress:
        """The progress of all sections together."""
        return sum(self.progress.values(), Progress())


def section(checklist: Checklist, name: Section) -> tuple[Tickable, ...]:
    """Return the rows of one section, in the order of the checklist."""
    found: tuple[Tickable, ...] = getattr(checklist, name)
    return found


def rows(checklist: Checklist) -> Iterator[Tickable]:
    """Return every row on which something can be recorded, in the order of the checklist."""
    for name in SECTIONS:
        yield from section(checklist, name)


def status_of(checklist: Checklist, plan: Plan) -> Statuses:
    """Return what the plan records on the rows of its checklist."""
    left = {item.id: item for item in plan.items}
    items: dict[str, Item] = {}
    changed: set[str] = set()
    progress: dict[Section, Progress] = {}
    for name in SECTIONS:
        done = not_needed = changed_here = 0
        found = section(checklist, name)
        for row in found if left else ():
            item = left.pop(row.id, None)
            if item is None:
                continue
            items[row.id] = item
            if is_changed(item, row):
                changed.add(row.id)
                changed_here += 1
            else:
                done += item.state == "done"
                not_needed += item.state == "not-needed"
        progress[name] = Progress(done, not_needed, changed_here, len(found))
    return Statuses(items, frozenset(changed), tuple(left.values()), progress)


def is_changed(item: Item, row: Tickable) -> bool:
    """Return whether the row meant something else when its state was recorded, as far as is known."""
    return item.state != "open" and bool(item.meaning) and item.meaning != meaning(row)


def with_status(plan: Plan, checklist: Checklist, id: str, **changes: str) -> Plan:
    """Return the plan with this recorded on a row: any of state, owner, date, ticket and remark.

    Naming the state done or not-needed, even once more, records what the row means now. A record
    without content leaves the plan. Raises ValueError for what a plan cannot hold, KeyError for an id
    that neither the checklist nor the plan knows.
    """
    row = next((row for row in rows(checklist) if row.id == id), None)
    if row is None and all(item.id != id for item in plan.items):
        raise KeyError(id)
    old = next((item for item in plan.items if item.id == id), None) or Item(id=id)
    return _with_items(plan, {id: changed_item(old, changes, meaning(row) if row else old.meaning)})


def changed_item(old: Item, changes: Mapping[str, str], means: str) -> Item:
    """Return a record with these changes; ``means`` is what its row means to those who changed it."""
    kinds = hints(Item)
    for name, value in changes.items():
        if name not in ("state", *FIELDS) or not fits(kinds[name], value):
            raise ValueError(name)
    known: dict[str, Any] = dict(changes)
    if "state" in changes:
        known["meaning"] = means if changes["state"] != "open" else ""
    return replace(old, **known)


def _with_items(plan: Plan, changed: Mapping[str, Item]) -> Plan:
    """Return the plan with these records; new ones come last, empty ones leave."""
    left = dict(changed)
    items = [left.pop(item.id, item) for item in plan.items]
    # one that the file holds empty and nobody touched stays
    kept = [item for item in items if item.id not in changed or not _is_empty(item)]
    kept += [item for item in left.values() if not _is_empty(item)]
    new = tuple(kept)
    return plan if new == plan.items else replace(plan, items=new)


def _is_empty(item: Item) -> bool:
    return item == Item(id=item.id)


# What comes back ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Recorded:
    """What somebody recorded on one row outside the program; None where nothing was said.

    ``meaning`` is what the row meant in the file that came back, "" when the file does not say.
    Readers that know what their file held when it was written say only what differs from that: then
    nothing newer in the plan is overwritten.
    """

    id: str
    state: str | None = None
    owner: str | None = None
    date: str | None = None
    ticket: str | None = None
    remark: str | None = None
    meaning: str = ""

    def said(self) -> dict[str, str]:
        """Return what was said, by the names of the record's fields."""
        values = {name: getattr(self, name) for name in ("state", *FIELDS)}
        return {name: value for name, value in values.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Refused:
    """A value that a plan cannot hold; the plan keeps its own. ``why``: too-long, date, state, text."""

    id: str
    field: str
    value: str
    why: str


@dataclass(frozen=True, slots=True)
class Report:
    """What a merge did: ids of updated rows, of unknown ones, and of updated ones that changed since."""

    updated: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    refused: tuple[Refused, ...] = field(default=())


def merge(plan: Plan, checklist: Checklist, recorded: Iterable[Recorded]) -> tuple[Plan, Report]:
    """Return the plan with what was recorded, and what that changed."""
    known = {row.id: row for row in rows(checklist)}
    items = {item.id: item for item in plan.items}
    new: dict[str, Item] = {}
    unknown: dict[str, None] = {}
    changed: dict[str, None] = {}
    refused: list[Refused] = []
    for record in recorded:
        said = record.said()
        row = known.get(record.id)
        if row is None:
            if any(said.values()):
                unknown[record.id] = None
            continue
        if not said:
            continue
        old = new.get(record.id) or items.get(record.id) or Item(id=record.id)
        changes = dict(_taken(record.id, said, old, refused))
        now = meaning(row)
        means = record.meaning or now
        if old.state == changes.get("state") and means != now:
            del changes["state"]  # the plan's own record is not older than this one
        item = changed_item(old, changes, means)
        if item != old:
            new[record.id] = item
            if is_changed(item, row):
                changed[record.id] = None
    report = Report(tuple(new), tuple(unknown), tuple(changed), tuple(refused))
    return _with_items(plan, new), report


def _taken(id: str, said: Mapping[str, str], old: Item, refused: list[Refused]) -> Iterator[tuple[str, str]]:
    """Yield what a plan can hold; the rest goes to ``refused``."""
    kinds = hints(Item)
    for name, value in said.items():
        value = value.replace("\r\n", "\n").replace("\r", "\n").strip()
        if value == getattr(old, name) and name != "state":
            continue
        date = iso_date(value) if name == "date" else None
        if name == "state" and value not in get_args(State):
            refused.append(Refused(id, name, value, "state"))
        elif name == "date" and value and date is None:
            refused.append(Refused(id, name, value, "date"))
        elif not fits(kinds[name], value):
            long = fits(str, value)
            refused.append(Refused(id, name, value[:80], "too-long" if long else "text"))
        else:
            yield name, date or value


def iso_date(text: str) -> str | None:
    """Return a date that can be read in one way only as YYYY-MM-DD: 2026-1-2, 2026/01/02, 2.1.2026."""
    import re
    from datetime import date

    found = re.fullmatch(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})", text, re.ASCII)
    if found:
        year, month, day = found[1], found[3], found[4]
    elif found := re.fullmatch(r"(\d{4})年(\d{1,2})月(\d{1,2})日", text, re.ASCII):
        year, month, day = found[1], found[2], found[3]
    elif found := re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", text, re.ASCII):
        day, month, year = found[1], found[2], found[3]
    else:
        return None
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None
