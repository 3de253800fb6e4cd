"""Tables of the document: the header comes again on every page, and no row is split over two."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from portplanner.export.pdf import style
from portplanner.export.pdf.paper import (
    Block,
    Cell,
    Paper,
    Para,
    PlacedAnchor,
    PlacedBox,
    PlacedLink,
    PlacedRule,
)
from portplanner.export.pdf.record import Record, Strip


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading and its share of the width."""

    heading: Cell
    share: float


@dataclass(frozen=True, slots=True)
class Row:
    """A row. With an ``id`` it has an anchor of that name; with a ``record``, boxes to fill in.

    ``head`` runs above the cells over the whole width, ``note`` below them. ``bar`` has shares and
    colours that stand in the last column; ``full`` gives what does not fit into a box, by its name.
    """

    cells: Sequence[Cell]
    id: str = ""
    number: str = ""
    link: str = ""
    head: Cell = ()
    note: Cell = ()
    record: Record | None = None
    full: Mapping[str, Cell] | None = None
    bar: Sequence[tuple[float, str]] = ()


@dataclass(frozen=True, slots=True)
class Band:
    """A heading inside a table; it never stands last on a page."""

    text: Cell


@dataclass(frozen=True, slots=True)
class _Measured:
    """A row broken into lines. The heights are those of its head, its cells and its boxes."""

    head: Block
    cells: list[Block]
    note: Block
    above: float
    middle: float
    boxes: float
    height: float


_TICK_COLUMN = 19.0
_NUMBER_COLUMN = 29.0
_GAP = 3.0
_WIDEST_NOTE = 665.0
_TITLES = 100.0  # above the highest row a part's heading and a band still find room


class Table:
    """Columns and the widths that they get on this paper. ``labels`` are those of the boxes."""

    def __init__(
        self, paper: Paper, columns: Sequence[Column], labels: Mapping[str, str], *, tick: bool, number: bool
    ) -> None:
        self.paper = paper
        self.columns = columns
        self.tick_width = _TICK_COLUMN if tick else 0.0
        self.number_width = _NUMBER_COLUMN if number else 0.0
        lead = self.tick_width + self.number_width
        total = sum(column.share for column in columns)
        self.inner = paper.inner - lead
        self.xs: list[float] = []
        self.widths: list[float] = []
        x = self.left = paper.left + lead
        for column in columns:
            width = self.inner * column.share / total
            self.xs.append(x)
            self.widths.append(width - style.GUTTER)
            x += width
        self.widths[-1] += style.GUTTER
        self.strip = Strip(paper, labels, self.left) if tick else None
        self.heading = [paper.block(c.heading, w) for c, w in zip(columns, self.widths, strict=True)]
        self.heading_height = max(block.height for block in self.heading) + 8
        self._highest = paper.full_room - self.heading_height - _TITLES
        self._known: dict[int, _Measured] = {}

    def lay(self, rows: Sequence[Row | Band]) -> None:
        """Put all rows on the paper, from here on."""
        self._head()
        for i, row in enumerate(rows):
            if isinstance(row, Band):
                self._band(row, rows[i + 1] if i + 1 < len(rows) else None)
            else:
                self._row(row)

    def first_height(self, rows: Sequence[Row | Band]) -> float:
        """Return the height of the header and of the first row with the bands before it."""
        height = self.heading_height
        for row in rows:
            if isinstance(row, Band):
                height += self._band_height(row)
            else:
                return height + self._measure(row).height
        return height

    def full_height(self, rows: Sequence[Row | Band]) -> float:
        """Return the height of the header and of all rows."""
        heights = (self._band_height(r) if isinstance(r, Band) else self._measure(r).height for r in rows)
        return self.heading_height + sum(heights)

    def _head(self) -> None:
        paper = self.paper
        for block, x in zip(self.heading, self.xs, strict=True):
            paper.put(block, x, paper.y + 2 + self.heading_height - 8 - block.height)
        paper.y += self.heading_height
        paper.place(PlacedRule(paper.left, paper.y - 2, paper.inner, style.ACCENT, 1.0))

    def _turn(self) -> None:
        self.paper.turn()
        self._head()

    def _band_height(self, band: Band) -> float:
        return self.paper.block(band.text, self.paper.inner - 12).height + 9

    def _band(self, band: Band, following: Row | Band | None) -> None:
        paper = self.paper
        height = self._band_height(band)
        need = height + (self._measure(following).height if isinstance(following, Row) else 0.0)
        if need > paper.room and paper.room < paper.full_room - self.heading_height - 1:
            self._turn()
        paper.place(PlacedBox(paper.left, paper.y, paper.inner, height - 3, style.TINT))
        paper.write(band.text, paper.left + 6, paper.y + 3, paper.inner - 12)
        paper.y += height

    def _measure(self, row: Row) -> _Measured:
        if id(row) in self._known:  # the first row of a page or a table is asked for twice
            return self._known[id(row)]
        paper = self.paper
        head = paper.block(row.head, self.inner)
        cells = [paper.block(cell, w) for cell, w in zip(row.cells, self.widths, strict=True)]
        note = paper.block(self._note(row), min(self.inner, _WIDEST_NOTE))
        above = head.height + 2 if row.head else 0.0
        middle = max(block.height for block in cells)
        boxes = self.strip.height(row.record) + 5 if self.strip and row.record else 0.0
        height = above + max(middle, style.TICK + 3 - above) + boxes + 2 * style.PAD
        height += note.height + _GAP if note.lines else 0.0
        height = min(height, self._highest)  # what is longer than a page is shortened
        measured = _Measured(head, cells, note, above, middle, boxes, height)
        self._known = {id(row): measured}
        return measured

    def _note(self, row: Row) -> Cell:
        if not (self.strip and row.record and row.full):
            return row.note
        unseen = [para for name in self.strip.unseen(row.record.item) for para in row.full.get(name, ())]
        return (*row.note, *unseen)

    def _row(self, row: Row) -> None:
        paper = self.paper
        measured = self._measure(row)
        height = measured.height
        if height > paper.room:
            self._turn()
        top = paper.y + style.PAD
        room = height - 2 * style.PAD - measured.boxes
        if row.id:
            paper.place(PlacedAnchor(paper.y, f"row:{row.id}"))
        self._number(row, top)
        paper.put(measured.head, self.left, top, room)
        cells_top = top + measured.above
        for block, x in zip(measured.cells, self.xs, strict=True):
            paper.put(block, x, cells_top, room - measured.above)
        self._bar(row, cells_top)
        down = measured.above + measured.middle + _GAP
        if measured.note.lines and down < room:
            paper.put(measured.note, self.left, top + down, room - down)
        if self.strip and row.record:
            boxes = measured.boxes - 5
            self.strip.lay(row.record, row.id, paper.y + height - style.PAD - boxes, boxes)
        paper.y += height
        paper.place(PlacedRule(paper.left, paper.y, paper.inner, style.HAIRLINE))

    def _number(self, row: Row, top: float) -> None:
        paper = self.paper
        if self.strip and row.record:
            y = top + (style.TEXT * style.LEADING - style.TICK) / 2
            self.strip.tick(row.record, row.id, paper.left + 1, y)
        if row.number:
            x = paper.left + self.tick_width
            paper.write((Para(row.number, bold=True, colour=style.ACCENT),), x, top, self.number_width)
            if row.link:
                paper.place(PlacedLink(x, top, self.number_width - 6, 12, row.link))

    def _bar(self, row: Row, top: float) -> None:
        x, width = self.xs[-1], self.widths[-1]
        if row.bar:
            self.paper.place(PlacedBox(x, top + 2, width, 8, style.IDLE))
        for share, colour in row.bar:
            if share:
                self.paper.place(PlacedBox(x, top + 2, width * share, 8, colour))
            x += width * share
