"""The one open plan: what was chosen, what follows from it, and which row is looked at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from PySide6.QtCore import QObject, Signal

from portplanner.catalogue.load import known, load
from portplanner.catalogue.model import Catalogue, Diagram, Role
from portplanner.checklist.model import Checklist
from portplanner.checklist.resolve import resolve
from portplanner.checklist.status import rows
from portplanner.diagram.drawing import Drawing
from portplanner.diagram.view import PLAIN, View
from portplanner.plan.change import Dropped, with_choice, with_exchange
from portplanner.plan.model import Clients, Plan
from portplanner.text import Language, Text

if TYPE_CHECKING:
    from portplanner.checklist.related import Related
    from portplanner.plan.problem import Problem
    from portplanner.plan.recovery import Unsaved

DIAGRAMS: tuple[Diagram, ...] = get_args(Diagram)

_ROLES: tuple[Role, ...] = get_args(Role)
# The ids of the servers of every role in every diagram.
SERVER_IDS = frozenset(f"{diagram}.{role}" for diagram in DIAGRAMS for role in _ROLES)

_MANY = 200  # connectors: the longest list
MOST_UNDONE = 1000  # steps that undo can take back

_NOTHING = (480.0, 240.0)  # the size of a diagram that has nothing to draw


@dataclass(frozen=True, slots=True)
class Picture:
    """A diagram as drawn, and whether the plan uses it; if not, it shows what it would be."""

    drawing: Drawing
    checklist: Checklist
    used: bool


class Editor(QObject):
    """The open plan and everything that widgets show of it."""

    changed = Signal()  # the plan, its file, the language or how the diagrams are looked at
    selected = Signal()  # another row is looked at, or a search lights other ones

    def __init__(self, plan: Plan | None = None, language: Language = "en") -> None:
        super().__init__()
        self.text = Text(language)
        self.selection = ""
        self.hits: frozenset[str] = frozenset()  # what a search has found; lit instead of the selection
        self.view = PLAIN
        self._pictures: dict[Diagram, Picture] = {}
        self._checklist: Checklist | None = None
        self.plan = self._clean = plan or Plan()
        self.path: Path | None = None
        self.original: str | None = None
        self._base: str | None = None
        self._oddities: tuple[Problem, ...] = ()
        self.dropped: tuple[Dropped, ...] = ()  # what the last change of the Exchange version took away
        self._past: list[Plan] = []
        self._future: list[Plan] = []
        self._merging = ""

    # What is open

    def open(
        self,
        plan: Plan,
        path: Path | None = None,
        original: str | None = None,
        oddities: tuple[Problem, ...] = (),
    ) -> None:
        """Show this plan in place of the one before; ``original`` is the text it was read from."""
        self._take(plan, path, original, oddities)
        self.changed.emit()

    def _take(
        self, plan: Plan, path: Path | None, original: str | None, oddities: tuple[Problem, ...] = ()
    ) -> None:
        self.plan = self._clean = plan
        self.path, self.original, self._base = path, original, None
        self._oddities = oddities
        self.dropped = ()
        self._past.clear()
        self._future.clear()
        self._merging = ""
        self.selection = ""
        self._forget()

    def recover(self, work: Unsaved, clean: Plan) -> None:
        """Show unsaved work from before; undo leads to ``clean``, which is what its file holds."""
        self._take(clean, work.path, work.original)
        self._base = work.base
        self._past.append(clean)
        self.plan = work.plan
        self.changed.emit()

    def saved(self, path: Path, original: str) -> None:
        """Remember that the plan now stands in this file."""
        self.path, self.original, self._base = path, original, None
        self._clean = self.plan
        self._oddities = ()
        self.changed.emit()

    @property
    def dirty(self) -> bool:
        """Whether closing now would lose work."""
        return self.plan != self._clean

    @property
    def base(self) -> str:
        """The fingerprint of what the plan's file held when opened or last saved, "" for a new plan."""
        from portplanner.plan.recovery import fingerprint  # not needed at the start

        if self._base is None:
            known = self.path is not None and self.original is not None
            self._base = fingerprint((self.original or "").encode()) if known else ""
        return self._base

    @property
    def clean(self) -> Plan:
        """The plan as it was last opened or saved."""
        return self._clean

    def file_warnings(self) -> list[str]:
        """Return what was odd about the file that the plan was read from."""
        return [problem.line_text(self.text) for problem in self._oddities]

    # What was chosen

    def choose(self, plan: Plan, merge: str = "") -> None:
        """Make this the plan. Changes that follow each other with the same ``merge`` are undone as one."""
        if plan == self.plan:
            return
        if not merge or merge != self._merging:
            self._remember()
        self._future.clear()
        self._merging = merge
        self._set(plan)

    def switch(self, version: str) -> None:
        """Make the plan one for this Exchange version and remember what does not apply there."""
        plan, dropped = with_exchange(self.plan, version)
        if plan != self.plan:
            self._remember()
            self._future.clear()
            self._merging = ""
            self._set(plan, dropped)

    def undo(self) -> None:
        """Go back to the plan before."""
        if self._past:
            self._future.append(self.plan)
            self._merging = ""
            self._set(self._past.pop())

    def redo(self) -> None:
        """Take the last undo back."""
        if self._future:
            self._remember()
            self._merging = ""
            self._set(self._future.pop())

    def _remember(self) -> None:
        self._past.append(self.plan)
        del self._past[:-MOST_UNDONE]

    @property
    def can_undo(self) -> bool:
        """Whether there is a plan before this one."""
        return bool(self._past)

    @property
    def can_redo(self) -> bool:
        """Whether there is an undo to take back."""
        return bool(self._future)

    def speak(self, language: Language) -> None:
        """Show everything in this language."""
        if language != self.text.language:
            self.text = Text(language)
            self._pictures.clear()
            self.changed.emit()

    def look(self, view: View) -> None:
        """Show the diagrams with these callouts, labels and layers."""
        if view != self.view:
            self.view = view
            self._pictures.clear()
            self.changed.emit()

    def turn_stack(self, id: str) -> None:
        """Unfold the servers of this id, or fold them again."""
        self.look(replace(self.view, unfolded=self.view.unfolded ^ {id}))

    # What follows from it

    @property
    def catalogue(self) -> Catalogue:
        """The facts for the plan's Exchange version, or the newest known before it."""
        versions = known()
        return load(self.plan.exchange if self.plan.exchange in versions else versions[-1])

    @property
    def checklist(self) -> Checklist:
        """What follows from the plan."""
        if self._checklist is None:
            self._checklist = resolve(self.catalogue, self.plan)
        return self._checklist

    @property
    def is_large(self) -> bool:
        """Whether there is so much to show that widgets take turns, lest the window stalls."""
        return len(self.checklist.connectors) >= _MANY

    def knows(self, diagram: Diagram) -> bool:
        """Return whether this Exchange version has anything for this diagram."""
        return any(flow.diagram == diagram for flow in self.catalogue.flows)

    def picture(self, diagram: Diagram) -> Picture:
        """Return this diagram, as the plan uses it or as it would be if the plan did."""
        if diagram not in self._pictures:
            self._pictures[diagram] = self._picture(diagram)
        return self._pictures[diagram]

    def _picture(self, diagram: Diagram) -> Picture:
        from portplanner.diagram.draw import draw

        used = diagram in self.checklist.diagrams
        plan = self.plan if used else self._what_if(diagram)
        checklist = self.checklist if used else resolve(self.catalogue, plan)
        if not any(flow.diagram == diagram and flow.drawn for flow in checklist.flows):
            title = self.text(f"terms.diagram.{diagram}")
            return Picture(Drawing(diagram, title, *_NOTHING, shapes=()), checklist, used)
        view = replace(self.view, numbered=used)
        return Picture(draw(checklist, plan, diagram, self.text, view), checklist, used)

    def _what_if(self, diagram: Diagram) -> Plan:
        """Return the plan as it would be if it used this diagram."""
        plan = with_choice(self.plan, "topology.outbound", "direct")
        if diagram == "clients":
            return replace(plan, clients=Clients())
        if diagram == "mail-flow":
            return with_choice(plan, "topology.edge", "none")
        if diagram == "hybrid":
            return with_choice(self.plan, "hybrid.enabled", True)
        if diagram == "unified-messaging":
            return with_choice(self.plan, "unified_messaging.enabled", True)
        newest = self.catalogue.choices["topology.edge"][-1]
        edge = newest if plan.topology.edge == "none" else plan.topology.edge
        return with_choice(with_choice(plan, "topology.edge", edge), "topology.edge_subscribed", True)

    # What is looked at

    def select(self, id: str) -> None:
        """Look at the row, flow or server with this id; an empty id at none."""
        if id != self.selection:
            self.selection = id
            self.selected.emit()

    def find(self, hits: frozenset[str]) -> None:
        """Light these ids, as long as there are any, in place of the selection."""
        if hits != self.hits:
            self.hits = hits
            self.selected.emit()

    @property
    def lit(self) -> frozenset[str]:
        """The ids that belong to the selection, in every diagram and list; or what a search has found."""
        if self.hits:
            return self.hits
        if not self.selection:
            return frozenset()
        found = self._related(self.selection)
        return frozenset((self.selection, *found.rows, *_servers(found.roles)))

    @property
    def near(self) -> frozenset[str]:
        """The servers at the ends of what is lit: they do not fade with the rest."""
        if self.hits:
            found = [self._related(id) for id in self.hits]
            return frozenset(id for one in found for id in _servers(one.beside))
        return frozenset(_servers(self._related(self.selection).beside)) if self.selection else frozenset()

    def _related(self, id: str) -> Related:
        from portplanner.checklist.related import Related, related, related_to_role

        role = role_of(id)
        checklists = [self.checklist, *(picture.checklist for picture in self._pictures.values())]
        for checklist in checklists:
            found = related_to_role(checklist, role) if role else related(checklist, id)
            if found.beside or role:
                return found
        return Related()

    def _set(self, plan: Plan, dropped: tuple[Dropped, ...] = ()) -> None:
        same = self._follows_alike(plan)
        self.plan = plan
        self.dropped = dropped
        if not same:
            self._forget()
        self.changed.emit()

    def _follows_alike(self, plan: Plan) -> bool:
        """Return whether what was worked out holds for this plan too: only records on known rows differ."""
        if self._checklist is None or replace(plan, items=self.plan.items) != self.plan:
            return False
        known = {row.id for row in rows(self._checklist)}
        return all(item.id in known for item in (*plan.items, *self.plan.items))

    def _forget(self) -> None:
        self._checklist = None
        self._pictures.clear()


def server_id(diagram: Diagram, role: Role) -> str:
    """Return the id that the servers of a role have in a diagram."""
    return f"{diagram}.{role}"


def role_of(id: str) -> Role | None:
    """Return the role whose servers have this id in a diagram, None for any other id."""
    diagram, _, name = id.partition(".")
    return next((role for role in _ROLES if role == name), None) if diagram in DIAGRAMS else None


def _servers(roles: Iterable[Role]) -> Iterator[str]:
    for diagram in DIAGRAMS:
        for role in roles:
            yield server_id(diagram, role)
