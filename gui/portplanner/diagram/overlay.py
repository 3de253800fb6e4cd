"""Overlay: the diagrams of a plan with what came, went and changed against another one.

What went is drawn too. A word before the flow's name and the kind of line tell the changes apart, not
colour alone: new lines are thick, dropped ones dashed, changed ones double; all others step back.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain
from typing import Literal, get_args

from portplanner.catalogue.model import Diagram
from portplanner.checklist.compare import KINDS, Changes, Kind, in_order
from portplanner.checklist.model import Checklist, Flow
from portplanner.checklist.words import numbers
from portplanner.diagram import style
from portplanner.diagram.draw import draw
from portplanner.diagram.drawing import Area, Arrow, Chip, Drawing, Element, Label, Line, Shape
from portplanner.diagram.measure import width
from portplanner.diagram.page import Size, parts
from portplanner.diagram.sketch import MARGIN
from portplanner.diagram.view import PLAIN, View
from portplanner.plan.model import Plan
from portplanner.text import Text, Words, words

Mark = Kind | Literal["kept"]

_WIDTHS: Mapping[Mark, float] = {"added": 4.5, "removed": 2.5, "altered": 1.8, "kept": 1.6}
_APART = 2.2  # how far from the middle each line of what changed runs
_ROW = 26.0  # of the legend
_SAMPLE = 38.0
_GAP, _ITEM_GAP = 7.0, 24.0
_LINES = ("flow", "link")
_RULE = "ground-rule"  # a layer that needs much room for what no firewall has to let through


@dataclass(frozen=True)
class Overlay:
    """The diagrams of what changed. A diagram without changes is not among them."""

    old: tuple[Checklist, Plan]
    new: tuple[Checklist, Plan]
    changes: Changes

    @cached_property
    def diagrams(self) -> tuple[Diagram, ...]:
        """The diagrams in which something changed, in their usual order."""
        changed = {f.diagram for f in self.checklist.flows if f.id in self._kinds and f.layer != _RULE}
        return tuple(diagram for diagram in get_args(Diagram) if diagram in changed)

    def drawing(self, diagram: Diagram, text: Text, view: View = PLAIN) -> Drawing:
        """Return one diagram with its changes."""
        return self._marked(draw(self.checklist, self.plan, diagram, text, self._view(diagram, view)), text)

    def parts(self, diagram: Diagram, text: Text, room: Size, view: View = PLAIN) -> tuple[Drawing, ...]:
        """Return one diagram with its changes in as many drawings as it takes to fit each into this room."""
        wide, high = room
        found = parts(
            self.checklist, self.plan, diagram, text, self._view(diagram, view), (wide, high - 2 * _ROW)
        )
        return tuple(self._marked(drawing, text) for drawing in found)

    @cached_property
    def checklist(self) -> Checklist:
        """The new checklist with the flows that went, each saying in its name what became of it."""
        old, new = self.old[0], self.new[0]
        known = {row.id for row in new.connectors}
        return replace(
            new,
            flows=tuple(self._flows()),
            connectors=(*new.connectors, *(row for row in old.connectors if row.id not in known)),
            service_names=tuple((dict(old.service_names) | dict(new.service_names)).items()),
        )

    @cached_property
    def plan(self) -> Plan:
        """The new plan with the servers that went."""
        old, new = self.old[1], self.new[1]
        known = {server.name for server in new.servers}
        gone = tuple(server for server in old.servers if server.name not in known)
        reputation = new.sender_reputation if new.sender_reputation.proxy_server else old.sender_reputation
        return replace(new, servers=(*new.servers, *gone), sender_reputation=reputation)

    @cached_property
    def _kinds(self) -> Mapping[str, Kind]:
        return Changes(self.changes.of("flows")).kinds()

    @cached_property
    def _numbers(self) -> Mapping[str, int]:
        return numbers(self.new[0])

    def _flows(self) -> Iterator[Flow]:
        for old, new in in_order(self.old[0].flows, self.new[0].flows):
            flow = new or old
            assert isinstance(flow, Flow)
            kind = self._kinds.get(flow.id)
            yield replace(flow, label=_marked_words(kind, flow.label)) if kind else flow

    def _view(self, diagram: Diagram, view: View) -> View:
        """Show the layers of what changed, and its names."""
        changed = {f.layer for f in self.checklist.flows if f.id in self._kinds and f.diagram == diagram}
        layers = view.layers | {layer for layer in changed if layer and layer != _RULE}
        return replace(view, callouts="purpose", layers=layers, marked=True, numbered=True)

    # From a drawing to one that shows what changed

    def _marked(self, drawing: Drawing, text: Text) -> Drawing:
        marks = self._marks(drawing)
        shapes = list(chain.from_iterable(self._shapes(shape, marks) for shape in drawing.shapes))
        shown = [mark for mark in (*KINDS, "kept") if mark in {marks[id] for id in drawing.flows}]
        legend = _Legend(f"{drawing.id}.legend", shown, text, drawing)
        elements = [self._element(element, text) for element in drawing.elements]
        if all(element.id != legend.id for element in elements):
            elements.append(Element(legend.id, "legend", text("diagram.legend.title")))
        return replace(
            drawing, shapes=(*shapes, *legend.shapes), elements=tuple(elements), height=legend.bottom
        )

    def _marks(self, drawing: Drawing) -> dict[str, Mark]:
        """Return what became of each flow, and of the servers of roles that came or went as a whole."""
        marks: dict[str, Mark] = {id: self._kinds.get(id, "kept") for id in drawing.flows}
        old, new = (_roles(side[0]) for side in (self.old, self.new))
        marks |= {f"{drawing.id}.{role}": "added" for role in new - old}
        marks |= {f"{drawing.id}.{role}": "removed" for role in old - new}
        return marks

    def _element(self, element: Element, text: Text) -> Element:
        if element.kind not in _LINES:
            return element
        number = self._numbers.get(element.id, 0)
        kind = self._kinds.get(element.id)
        title = text(f"changes.mark.{kind}", label=element.title) if kind else element.title
        return replace(element, title=title, number=number)

    def _shapes(self, shape: Shape, marks: Mapping[str, Mark]) -> Iterator[Shape]:
        mark = marks.get(shape.id)
        if mark is None:
            yield shape
        elif isinstance(shape, Arrow):
            yield from arrows(shape, mark)
        elif isinstance(shape, Line):
            yield replace(shape, stroke=mark, stroke_width=_WIDTHS[mark], dashed=mark == "removed")
        elif isinstance(shape, Area) and mark != "kept":
            yield replace(shape, stroke=mark, stroke_width=_edge(mark), dashed=mark == "removed")
        elif isinstance(shape, Chip):
            yield self._chip(shape, mark)
        else:
            yield shape

    def _chip(self, chip: Chip, mark: Mark) -> Chip:
        if chip.fill != "marker":
            return replace(chip, stroke=mark)
        number = self._numbers.get(chip.id)
        return replace(chip, fill=mark, text=str(number) if number else "–")


def arrows(arrow: Arrow, mark: Mark) -> Iterator[Arrow]:
    """Yield an arrow as it is drawn with this mark: of what changed two lines with one head."""
    if mark != "altered":
        head = 12.0 if mark == "added" else arrow.head
        yield replace(arrow, stroke=mark, stroke_width=_WIDTHS[mark], dashed=mark == "removed", head=head)
        return
    dx, dy = arrow.x2 - arrow.x1, arrow.y2 - arrow.y1
    length = (dx * dx + dy * dy) ** 0.5 or 1.0
    ahead_x, ahead_y = dx / length, dy / length
    neck_x, neck_y = arrow.x2 - ahead_x * arrow.head, arrow.y2 - ahead_y * arrow.head
    one = replace(arrow, stroke=mark, stroke_width=_WIDTHS[mark])
    for side in (-_APART, _APART):
        x, y = -ahead_y * side, ahead_x * side
        yield replace(one, x1=arrow.x1 + x, y1=arrow.y1 + y, x2=neck_x + x, y2=neck_y + y, head=0.0)
    yield replace(one, x1=neck_x, y1=neck_y)


def _roles(checklist: Checklist) -> set[str]:
    """Return the roles at the ends of all flows."""
    return {role for flow in checklist.flows for end in (flow.source, flow.destination) for role in end.roles}


def _edge(mark: Mark) -> float:
    return 3.0 if mark == "added" else 2.0


def _marked_words(kind: Kind, label: Words) -> Words:
    english = words(f"changes.mark.{kind}", label=label.en)
    chinese = words(f"changes.mark.{kind}", label=label.zh)
    return Words(english.en, chinese.zh)


class _Legend:
    """A row below the drawing that says what the kinds of lines mean."""

    def __init__(self, id: str, marks: Sequence[Mark], text: Text, drawing: Drawing) -> None:
        self.id = id
        self.shapes: list[Shape] = []
        x, y = float(MARGIN), drawing.height - MARGIN + 2 + _ROW / 2
        for mark in marks:
            said = text(f"changes.legend.{mark}")
            wide = width(said, style.TEXT_SMALL)
            if x > MARGIN and x + _SAMPLE + _GAP + wide > drawing.width - MARGIN:
                x, y = float(MARGIN), y + _ROW
            self.shapes += arrows(Arrow(id, x, y, x + _SAMPLE, y, "arrow"), mark)
            baseline = y + style.TEXT_SMALL * 0.36
            left = x + _SAMPLE + _GAP
            self.shapes.append(Label(id, left, baseline, wide, said, style.TEXT_SMALL, "ink"))
            x = left + wide + _ITEM_GAP
        self.bottom = y + _ROW / 2 + MARGIN
