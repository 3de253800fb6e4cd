"""What people recorded on the rows of the open plan, and every way in which the window changes it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Literal, get_args

from PySide6.QtCore import QObject

from portplanner.checklist.model import Checklist
from portplanner.checklist.status import FIELDS, Recorded, Statuses, merge, rows, status_of, with_status
from portplanner.plan.model import Item, State
from portplanner.text import Text, visible
from portplanner.window.editor import Editor

Mark = Literal["changed", "open", "not-needed", "done"]
MARKS: tuple[Mark, ...] = get_args(Mark)  # in the order in which rows want to be looked at
FILTERS: tuple[Mark, ...] = ("open", "changed", "done", "not-needed")


class Records(QObject):
    """The records of the editor's plan. Every change of them is a change of the plan, and undone like one."""

    def __init__(self, editor: Editor) -> None:
        super().__init__()
        self._editor = editor
        self._items: tuple[Item, ...] | None = None
        self._checklist: Checklist | None = None
        self._statuses: Statuses | None = None
        self._ids: frozenset[str] = frozenset()

    @property
    def statuses(self) -> Statuses:
        """What is recorded; worked out once for each plan."""
        checklist, plan = self._editor.checklist, self._editor.plan
        if self._statuses is None or self._checklist is not checklist or self._items is not plan.items:
            if self._checklist is not checklist:
                self._ids = frozenset(row.id for row in rows(checklist))
            self._checklist, self._items = checklist, plan.items
            self._statuses = status_of(checklist, plan)
        return self._statuses

    def holds(self, id: str) -> bool:
        """Return whether this is a row of the plan's own checklist, on which something can be recorded."""
        return bool(self.statuses) and id in self._ids

    def mark(self, id: str) -> Mark:
        """Return how a row stands."""
        statuses = self.statuses
        return "changed" if id in statuses.changed else statuses.of(id).state

    def mark_text(self, id: str) -> str:
        """Return how a row stands, in full words."""
        text, item = self._editor.text, self.statuses.of(id)
        if id in self.statuses.changed:
            return text("status-window.mark-changed-long", state=text(f"terms.state.{item.state}"))
        return text(f"terms.state.{item.state}")

    # Changes

    def set_state(self, ids: Iterable[str], state: State) -> None:
        """Record this state on these rows; on one that changed since, it confirms what the row says now."""
        plan, _ = merge(
            self._editor.plan,
            self._editor.checklist,
            (Recorded(id, state=state) for id in ids if self.holds(id)),
        )
        self._editor.choose(plan)

    def toggle(self, ids: Collection[str]) -> None:
        """Mark these rows done; open again when all of them are."""
        done = all(self.mark(id) == "done" for id in ids)
        self.set_state(ids, "open" if done else "done")

    def confirm(self, ids: Iterable[str]) -> None:
        """Say of rows that changed since they were marked that their state holds for what they say now."""
        editor, changed = self._editor, self.statuses.changed
        said = [Recorded(id, state=self.statuses.of(id).state) for id in ids if id in changed]
        plan, _ = merge(editor.plan, editor.checklist, said)
        editor.choose(plan)

    def write(self, id: str, field: str, value: str) -> None:
        """Record what was typed; typing on in one field is undone as one."""
        editor = self._editor
        try:
            plan = with_status(editor.plan, editor.checklist, id, **{field: value})
        except ValueError:
            return  # half a character, while an input method is still at work
        editor.choose(plan, merge=f"record {id} {field}")

    def forget(self, ids: Collection[str]) -> None:
        """Delete the records of these ids."""
        plan = self._editor.plan
        self._editor.choose(replace(plan, items=tuple(item for item in plan.items if item.id not in ids)))


def mark_word(mark: Mark, text: Text) -> str:
    """Return how a row stands, in a word or two."""
    return text("status-window.mark-changed") if mark == "changed" else text(f"terms.state.{mark}")


def recorded_line(item: Item) -> str:
    """Return what is written beside the state, on one line."""
    written = (getattr(item, field) for field in FIELDS)
    return " · ".join(visible(value.replace("\n", " / ")) for value in written if value)
