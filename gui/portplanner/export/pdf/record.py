"""The line below a row where people record how it went: on screen in fields, on paper with a pen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from portplanner.checklist.status import FIELDS
from portplanner.export.pdf import style
from portplanner.export.pdf.paper import Paper, PlacedField, PlacedText, PlacedTick
from portplanner.export.pdf.wrap import wrap
from portplanner.plan.model import Item
from portplanner.text import visible

_SHARES = {"owner": 110.0, "date": 66.0, "ticket": 84.0}  # the widths of the boxes; remarks take the rest
_INSET = 3.0  # between a box and what stands in it
_LINES = 5  # of a remark; what is longer is printed above the boxes in full
_LINE = style.TEXT * 1.25


@dataclass(frozen=True, slots=True)
class Record:
    """What is recorded on a row, and how its boxes are called for those who cannot see them."""

    item: Item
    meaning: str
    ticked: bool
    label: str  # of the tick box
    labels: Mapping[str, str]  # of the other boxes


class Strip:
    """The boxes on this paper. ``labels`` are the words before them."""

    def __init__(self, paper: Paper, labels: Mapping[str, str], left: float) -> None:
        self.paper = paper
        font = paper.fonts.regular
        x = left
        self.labels: list[tuple[str, float]] = []
        self.boxes: dict[str, tuple[float, float]] = {}  # x and width
        for name in FIELDS:
            self.labels.append((labels[name], x))
            x += font.width(labels[name], style.SMALL) + 4
            width = _SHARES.get(name, paper.left + paper.inner - x)
            self.boxes[name] = (x, width)
            x += width + 9

    def height(self, record: Record) -> float:
        """Return how high the boxes have to be for this record."""
        return style.FIELD + (min(_LINES, len(self._lines("remark", record.item.remark))) - 1) * _LINE

    def unseen(self, item: Item) -> Iterator[str]:
        """Yield the names of what does not fit into its box."""
        for name in FIELDS:
            value = getattr(item, name)
            if value and len(self._lines(name, value)) > (_LINES if name == "remark" else 1):
                yield name

    def _lines(self, name: str, value: str) -> tuple[str, ...]:
        width = self.boxes[name][1] - 2 * _INSET
        return wrap(seen(value), self.paper.fonts.regular, style.TEXT, width) if value else ("",)

    def lay(self, record: Record, row: str, y: float, height: float) -> None:
        """Put the boxes on the paper, their top at y."""
        paper, item = self.paper, record.item
        baseline = y + style.FIELD / 2 + style.SMALL * 0.36
        for text, x in self.labels:
            paper.place(PlacedText(x, baseline, text, paper.fonts.regular, style.SMALL, style.SOFT))
        lines = int((height - style.FIELD) / _LINE + 1.01)
        for name, (x, width) in self.boxes.items():
            value = getattr(item, name)
            high = height if name == "remark" else style.FIELD
            seen = self._lines(name, value)[: lines if name == "remark" else 1] if value else ()
            paper.place(PlacedField(x, y, width, high, row, name, record.labels[name], value, seen))

    def tick(self, record: Record, row: str, x: float, y: float) -> None:
        """Put the box to tick on the paper."""
        self.paper.place(PlacedTick(x, y, row, record.label, record.meaning, record.ticked))


def seen(value: str) -> str:
    """Return what a box shows of a text: its lines, with a sign for what cannot be seen."""
    return "\n".join(map(visible, value.replace("\r\n", "\n").split("\n")))
