"""Diagrams on pages: as large as fits, no text too small to read, split where one page is too little.

A drawing that would need smaller text is split by lane: one part for each pair of zones that flows
join. A part that is still too large is split by its flows, in their order. Only when a single flow
does not fit, the diagram says less: stacks are folded, then callouts are left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import Literal, get_args

from portplanner.catalogue.model import Diagram, Zone
from portplanner.checklist.model import Checklist, Flow
from portplanner.diagram import style
from portplanner.diagram.draw import draw
from portplanner.diagram.drawing import Chip, Drawing, Element, Label, Shape
from portplanner.diagram.measure import shorten, width, wrap
from portplanner.diagram.stack import moved, scaled
from portplanner.diagram.view import CALLOUTS, LABELS, View
from portplanner.plan.model import Plan
from portplanner.text import Text

PaperSize = Literal["A4", "Letter", "16:9"]
Size = tuple[float, float]  # width, height

SIZES: Mapping[PaperSize, Size] = {"A4": (841.89, 595.28), "Letter": (792.0, 612.0), "16:9": (960.0, 540.0)}
SMALLEST = 8.0  # no text on a page is smaller, in points
LARGEST = 1.6  # times; a drawing of a few shapes need not fill a page

_MARGIN = 28.0
_TITLE = 18.0
_TITLE_ROOM = 30.0
_NOTICE = 9.0
_ROUNDING = 1e-6


def pages(
    checklist: Checklist, plan: Plan, diagram: Diagram, text: Text, view: View, paper: PaperSize
) -> tuple[Drawing, ...]:
    """Return the diagram as pages of this size, each with its title."""
    wide, high = SIZES[paper]
    room = wide - 2 * _MARGIN, high - 2 * _MARGIN - _TITLE_ROOM
    found = parts(checklist, plan, diagram, text, view, room)
    return tuple(_page(drawing, wide, high) for drawing in found)


def parts(
    checklist: Checklist, plan: Plan, diagram: Diagram, text: Text, view: View, room: Size
) -> tuple[Drawing, ...]:
    """Return the diagram in as many drawings as it takes to fit each into this room with readable text.

    The title of each says which part it is.
    """
    found = _Parts(checklist, plan, diagram, text, view, room).found()
    if len(found) == 1:
        return found
    titles = (
        text("export.page.part", title=drawing.title, part=part, parts=len(found))
        for part, drawing in enumerate(found, 1)
    )
    return tuple(replace(drawing, title=title) for drawing, title in zip(found, titles, strict=True))


def scale(drawing: Drawing, room: Size, largest: float = LARGEST) -> float:
    """Return how many times as large the drawing fills this room."""
    wide, high = room
    return min(wide / drawing.width, high / drawing.height, largest)


def readable(drawing: Drawing, room: Size) -> bool:
    """Return whether every text can be read when the drawing fills this room."""
    smallest = min((s.size for s in drawing.shapes if isinstance(s, (Label, Chip))), default=style.TEXT)
    needed = _NOTICE * 3 if drawing.notice else 0
    return smallest * scale(drawing, (room[0], room[1] - needed)) >= SMALLEST - _ROUNDING


@dataclass(frozen=True)
class _Parts:
    checklist: Checklist
    plan: Plan
    diagram: Diagram
    text: Text
    view: View
    room: Size

    def found(self) -> tuple[Drawing, ...]:
        whole = self._drawn(self.view, None)
        if readable(whole, self.room):
            return (whole,)
        for view in self._ever_less():
            found = self._split(view)
            if found:
                return found
        return (whole,)

    def _drawn(self, view: View, only: Sequence[Flow] | None) -> Drawing:
        ids = None if only is None else frozenset(flow.id for flow in only)
        return draw(self.checklist, self.plan, self.diagram, self.text, view, only=ids)

    def _fits(self, view: View, only: Sequence[Flow]) -> bool:
        return readable(self._drawn(view, only), self.room)

    def _ever_less(self) -> Iterator[View]:
        """Yield the view that was asked for, then views that need less and less room."""
        view = self.view
        yield view
        smaller: Sequence[Mapping[str, object]] = (
            {"unfolded": frozenset()},
            {"legend": False},
            {"callouts": "port"},
            {"labels": "name"},
            {"labels": "role"},
            {"callouts": "number"},
            {"layers": view.layers - {"ground-rule"}},
        )
        for change in smaller:
            less = replace(view, **change)  # type: ignore[arg-type]
            if _needs_less(less, view):
                view = less
                yield view

    def _split(self, view: View) -> tuple[Drawing, ...]:
        """Return the fewest parts of this look; none when a single flow does not fit."""
        whole = self._drawn(view, None)
        if readable(whole, self.room):
            return (whole,)
        found: list[Sequence[Flow]] = []
        for group in self._groups:
            pieces = [group] if self._fits(view, group) else self._pieces(view, group)
            if not pieces:
                return ()
            found += pieces
        return tuple(self._with_legend(view, flows) for flows in found)

    def _with_legend(self, view: View, flows: Sequence[Flow]) -> Drawing:
        """Return the part with the legend that was asked for, where that fits after all."""
        full = self._drawn(replace(view, legend=self.view.legend), flows)
        return full if readable(full, self.room) else self._drawn(view, flows)

    def _pieces(self, view: View, flows: Sequence[Flow]) -> list[Sequence[Flow]]:
        """Fill part after part; then share the flows evenly, where that fits too."""
        filled: list[list[Flow]] = []
        for flow in flows:
            if filled and self._fits(view, [*filled[-1], flow]):
                filled[-1].append(flow)
            elif self._fits(view, [flow]):
                filled.append([flow])
            else:
                return []
        cuts = [round(len(flows) * n / len(filled)) for n in range(len(filled) + 1)]
        shared = [flows[a:b] for a, b in pairwise(cuts)]
        return shared if all(self._fits(view, group) for group in shared) else list(filled)

    @cached_property
    def _groups(self) -> list[list[Flow]]:
        """The flows by the zones they join; what stays in a zone goes with the fewest that reach it."""
        drawn = self._drawn(self.view, None).flows
        order = get_args(Zone)
        groups: dict[tuple[int, int], list[Flow]] = {}
        staying: list[Flow] = []
        for flow in self.checklist.flows:
            if flow.id not in drawn:
                continue
            zones = order.index(flow.source.zone), order.index(flow.destination.zone)
            if zones[0] == zones[1] and "client" not in (*flow.source.roles, *flow.destination.roles):
                staying.append(flow)
            else:
                groups.setdefault((min(zones), max(zones)), []).append(flow)
        for flow in staying:
            zone = order.index(flow.source.zone)
            homes = [key for key in sorted(groups) if zone in key]
            home = min(homes, key=lambda key: len(groups[key]), default=(zone, zone))
            groups.setdefault(home, []).append(flow)
        return [groups[key] for key in sorted(groups)]


def _needs_less(less: View, view: View) -> bool:
    grown = CALLOUTS.index(less.callouts) > CALLOUTS.index(view.callouts)
    return less != view and not grown and LABELS.index(less.labels) <= LABELS.index(view.labels)


def _page(drawing: Drawing, wide: float, high: float) -> Drawing:
    inner = wide - 2 * _MARGIN
    top, bottom = _MARGIN + _TITLE_ROOM, high - _MARGIN
    shapes: list[Shape] = []
    words = wrap(drawing.notice, _NOTICE, inner, 2) if drawing.notice else ()
    for line in reversed(words):
        shapes.append(_label(f"{drawing.id}.notice", line, bottom - 2, _NOTICE, "ink-soft", bold=False))
        bottom -= _NOTICE * style.LINE_HEIGHT
    title = shorten(drawing.title, _TITLE, inner, bold=True)
    name = f"{drawing.id}.title"
    shapes.append(_label(name, title, _MARGIN + _TITLE, _TITLE, "ink", bold=True))
    k = scale(drawing, (inner, bottom - top))
    dx = (wide - drawing.width * k) / 2
    dy = top + (bottom - top - drawing.height * k) / 2
    shapes += (moved(scaled(shape, k), dx, dy) for shape in drawing.shapes)
    elements = (Element(name, "title", drawing.title), *drawing.elements)
    return Drawing(drawing.id, drawing.title, wide, high, tuple(shapes), elements)


def _label(id: str, words: str, baseline: float, size: float, colour: str, *, bold: bool) -> Label:
    return Label(id, _MARGIN, baseline, width(words, size, bold), words, size, colour, bold=bold)
