"""The legend below a diagram: what its signs mean, only those that it shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from portplanner.diagram import style
from portplanner.diagram.drawing import Area, Arrow, Chip, Glyph, Label, Shape
from portplanner.diagram.measure import width
from portplanner.diagram.sketch import Sketch
from portplanner.text import Text

_ROW = 24.0
_SAMPLE_GAP = 7.0  # between a sign and its words
_ITEM_GAP = 22.0
_MARKER = 18.0

Sign = Callable[[float, float], Iterator[Shape]]  # left, middle -> shapes


class Legend:
    """The signs of one diagram, in rows from ``left`` to ``right`` that begin at ``top``, in points."""

    def __init__(self, held: Sketch, text: Text, left: float, top: float, right: float) -> None:
        self.id = f"{held.id}.legend"
        self.title = text("diagram.legend.title")
        self._left, self._right = left, right
        self._placed: list[tuple[Sign, float, str, float, float]] = []
        x, y = left, top + _ROW / 2
        for name, sign, wide in self._items(held):
            words = text(f"diagram.legend.{name}")
            need = wide + _SAMPLE_GAP + width(words, style.TEXT_SMALL)
            if x > left and x + need > right:
                x, y = left, y + _ROW
            self._placed.append((sign, wide, words, x, y))
            x += need + _ITEM_GAP
        self.bottom = y + _ROW / 2

    def shapes(self) -> Iterator[Shape]:
        """Yield the signs and their words."""
        for sign, wide, words, x, y in self._placed:
            yield from sign(x, y)
            measured = width(words, style.TEXT_SMALL)
            baseline = y + style.TEXT_SMALL * 0.36
            yield Label(
                self.id, x + wide + _SAMPLE_GAP, baseline, measured, words, style.TEXT_SMALL, "ink-soft"
            )

    def _items(self, held: Sketch) -> Iterator[tuple[str, Sign, float]]:
        edges, legs = held.edges, held.legs
        if any(edge.number for edge in edges) or any(leg.number for leg in legs):
            yield "number", self._number, _MARKER
        if edges:
            yield "arrow", self._arrow, 34.0
        if any(leg.link for leg in legs) or any(node.loops for node in held.nodes):
            yield "link", self._link, 24.0
        if len(held.zones) > 1:
            yield "firewall", self._firewall, 20.0
        if any(node.label.folded for node in held.nodes):
            yield "stack", self._stack, 20.0
        if held.rule:
            yield "rule", self._rule, 26.0

    def _number(self, x: float, y: float) -> Iterator[Shape]:
        yield Chip(
            self.id,
            x,
            y - _MARKER / 2,
            _MARKER,
            _MARKER,
            "1",
            style.TEXT_SMALL,
            "marker",
            "marker-edge",
            "marker-ink",
        )

    def _arrow(self, x: float, y: float) -> Iterator[Shape]:
        yield Arrow(self.id, x, y, x + 34, y, "arrow")

    def _link(self, x: float, y: float) -> Iterator[Shape]:
        yield Area(self.id, x, y - 9, 24, 18, "link", "link-edge", 1)
        yield Glyph(self.id, "no-wall", x + 5, y - 7, 14)

    def _firewall(self, x: float, y: float) -> Iterator[Shape]:
        yield Glyph(self.id, "firewall", x, y - 10, 20)

    def _stack(self, x: float, y: float) -> Iterator[Shape]:
        for inset, top in ((4, -9), (2, -6), (0, -3)):
            yield Area(self.id, x + inset, y + top, 20 - 2 * inset, 6 - top, "server", "server-edge", 1, 3)

    def _rule(self, x: float, y: float) -> Iterator[Shape]:
        yield Area(self.id, x, y - 8, 26, 16, "rule", "rule-edge", 1.5, 4, True)
