"""Tables of the document: the header comes again on every page, and no row is split over two."""

from __future__ import annotations

from collections.abc import Sequence
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
    PlacedTick,
)


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading and its share of the width."""

    heading: Cell
    share: float


@dataclass(frozen=True, slots=True)
class Row:
    """A row. With an ``id`` it has an anchor of that name; ``tick`` says whether its box is ticked.

    ``note`` runs below the cells, from the first column to the last but ``note_stops``.
    """

    cells: Sequence[Cell]
    id: str = ""
    number: str = ""
    link: str = ""
    tick: bool | None = None
    label: str = ""
    note: Cell = ()


@dataclass(frozen=True, slots=True)
class Band:
    """A heading inside a table; it never stands last on a page."""

    text: Cell


_TICK_COLUMN = 19.0
_NUMBER_COLUMN = 27.0


class Table:
    """Columns and the widths that they get on this paper."""

    def __init__(self, paper: Paper, columns: Sequence[Column], *, tick: bool, number: bool) -> None:
        self.paper = paper
        self.columns = columns
        self.tick_width = _TICK_COLUMN if tick else 0.0
        self.number_width = _NUMBER_COLUMN if number else 0.0
        lead = self.tick_width + self.number_width
        total = sum(column.share for column in columns)
        inner = paper.inner - lead
        self.xs: list[float] = []
        self.widths: list[float] = []
        x = paper.left + lead
        for column in columns:
            width = inner * column.share / total
            self.xs.append(x)
            self.widths.append(width - style.GUTTER)
            x += width
        self.widths[-1] += style.GUTTER
        self.note_width = min(paper.inner - lead, 665.0)
        self.heading = [paper.block(c.heading, w) for c, w in zip(columns, self.widths, strict=True)]
        self.heading_height = max(block.height for block in self.heading) + 8

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
                return height + self._measure(row)[2]
        return height

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
        need = height + (self._measure(following)[2] if isinstance(following, Row) else 0.0)
        if need > paper.room and paper.room < paper.full_room - self.heading_height - 1:
            self._turn()
        paper.place(PlacedBox(paper.left, paper.y, paper.inner, height - 3, style.TINT))
        paper.write(band.text, paper.left + 6, paper.y + 3, paper.inner - 12)
        paper.y += height

    def _measure(self, row: Row) -> tuple[list[Block], Block | None, float]:
        paper = self.paper
        blocks = [paper.block(cell, w) for cell, w in zip(row.cells, self.widths, strict=True)]
        note = paper.block(row.note, self.note_width) if row.note else None
        height = max(max(block.height for block in blocks), style.TICK + 3) + 2 * style.PAD
        if note:
            height += note.height + 3
        return blocks, note, height

    def _row(self, row: Row) -> None:
        paper = self.paper
        blocks, note, height = self._measure(row)
        if height > paper.room:
            self._turn()
        height = min(height, paper.room)  # a row higher than a page is shortened
        top = paper.y + style.PAD
        room = height - 2 * style.PAD
        if row.id:
            paper.place(PlacedAnchor(paper.y, f"row:{row.id}"))
        if row.tick is not None:
            y = top + (style.TEXT * style.LEADING - style.TICK) / 2
            paper.place(PlacedTick(paper.left + 1, y, row.id, row.label, row.tick))
        if row.number:
            x = paper.left + self.tick_width
            paper.write((Para(row.number, bold=True, colour=style.ACCENT),), x, top, self.number_width)
            if row.link:
                paper.place(PlacedLink(x, top, self.number_width - 6, 12, row.link))
        for block, x in zip(blocks, self.xs, strict=True):
            paper.put(block, x, top, room)
        if note:
            down = max(max(block.height for block in blocks), style.TICK + 3) + 3
            if down < room:
                paper.put(note, paper.left + self.tick_width + self.number_width, top + down, room - down)
        paper.y += height
        paper.place(PlacedRule(paper.left, paper.y, paper.inner, style.HAIRLINE))
