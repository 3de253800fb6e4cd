"""One half of the servers dialog: a heading, a filter, buttons, and the table that they act on."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QSortFilterProxyModel, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QMenu,
    QPushButton,
    QSpinBox,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from portplanner.plan.model import MAX_SERVERS
from portplanner.text import Text
from portplanner.window.fonts import LARGE
from portplanner.window.labels import label
from portplanner.window.selection import selected_rows
from portplanner.window.servers_tables import Rows


class Part(QWidget):
    """A heading, a filter, buttons and the table below them."""

    def __init__(self, rows: Rows, text: Text, title: str, widths: Sequence[int]) -> None:
        super().__init__()
        self.rows = rows
        self._text = text
        self._needing: list[QPushButton] = []
        self.filtered = QSortFilterProxyModel(self)
        self.filtered.setSourceModel(rows)
        self.filtered.setFilterKeyColumn(-1)
        self.filtered.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.table = _table(self.filtered, text(f"servers.{title}"), widths)
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(text("servers.filter"))
        self.filter.setAccessibleName(text("servers.filter"))
        self.filter.setToolTip(text("servers.filter-tip"))
        self.filter.setClearButtonEnabled(True)
        self.filter.setMaximumWidth(240)
        policy = self.filter.sizePolicy()
        policy.setRetainSizeWhenHidden(True)  # the two halves stand on one line, with a filter or without
        self.filter.setSizePolicy(policy)
        self.filter.textChanged.connect(self._on_filter_changed)
        heading = label(size=LARGE, bold=True, wraps=False)
        heading.setText(text(f"servers.{title}"))
        top = QHBoxLayout()
        top.addWidget(heading)
        top.addStretch(1)
        top.addWidget(self.filter)
        self._line = QHBoxLayout()
        self._line.setSpacing(6)
        self._line.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(top)
        layout.addLayout(self._line)
        layout.addWidget(self.table, 1)

    @property
    def count(self) -> int:
        """How many entries there are, shown or not."""
        return self.rows.rowCount()

    @property
    def chosen(self) -> list[int]:
        """The places of the selected entries, from the top."""
        shown = selected_rows(self.table)
        return sorted(self.filtered.mapToSource(self.filtered.index(row, 0)).row() for row in shown)

    @property
    def place(self) -> tuple[int, int]:
        """The row and the column of the current cell, -1 where there is none."""
        at = self.filtered.mapToSource(self.table.currentIndex())
        return at.row(), at.column()

    def index(self, row: int, column: int) -> QModelIndex:
        """Return where an entry's cell stands in the table."""
        return self.filtered.mapFromSource(self.rows.index(row, column))

    def pick(self, rows: Sequence[int]) -> None:
        """Select these entries and no others; the first one is brought into view."""
        selection = QItemSelection()
        last = self.filtered.columnCount() - 1
        for row in rows:
            at = self.index(row, 0)
            if at.isValid():
                selection.select(at, at.siblingAtColumn(last))
        flags = QItemSelectionModel.SelectionFlag
        if rows:
            at = self.index(rows[0], 0)
            self.table.selectionModel().setCurrentIndex(at, flags.NoUpdate)
            self.table.scrollTo(self.index(rows[-1], 0))
            self.table.scrollTo(at)
        self.table.selectionModel().select(selection, flags.ClearAndSelect)

    def go_to(self, row: int, column: int) -> None:
        """Make an entry's cell the current one."""
        self.table.setCurrentIndex(self.index(row, column))
        self.table.setFocus()

    def button(self, word: str, tip: str, act: Callable[[], None], *, needs: bool = False) -> QPushButton:
        """Add a button; one that ``needs`` a selection is only enabled with one."""
        made = QPushButton(self._text(f"servers.{word}"))
        made.setToolTip(self._text(f"servers.{tip}"))
        made.setAccessibleDescription(self._text(f"servers.{tip}"))
        made.setAutoDefault(False)
        made.clicked.connect(lambda: act())
        if needs or word == "duplicate":
            self._needing.append(made)
        self._line.insertWidget(self._line.count() - 1, made)
        return made

    def menu(self, word: str, tip: str, fill: Callable[[QMenu], None]) -> QMenu:
        """Add a button that opens a menu, filled when it opens."""
        made = self.button(word, tip, lambda: None, needs=True)
        menu = QMenu(made)

        def on_about_to_show() -> None:
            menu.clear()
            fill(menu)

        menu.aboutToShow.connect(on_about_to_show)
        made.setMenu(menu)
        return menu

    def add_times(self, on_changed: Callable[[], None]) -> None:
        """Add the number of copies."""
        self.times = QSpinBox()
        self.times.setRange(1, MAX_SERVERS)
        self.times.setSuffix(self._text("servers.times-suffix"))
        self.times.setAccessibleName(self._text("servers.times"))
        self.times.setToolTip(self._text("servers.times"))
        self.times.valueChanged.connect(lambda: on_changed())
        self._line.insertWidget(self._line.count() - 1, self.times)

    def say_what_is_possible(self) -> None:
        """Enable the buttons that something selected is needed for."""
        possible = self.table.selectionModel().hasSelection()
        for button in self._needing:
            button.setEnabled(possible)

    def _on_filter_changed(self, typed: str) -> None:
        self.filtered.setFilterFixedString(typed.strip())
        self.table.setDragEnabled(not typed)  # between rows that are hidden there is no place


def _table(model: QSortFilterProxyModel, name: str, widths: Sequence[int]) -> QTableView:
    table = QTableView()
    table.setModel(model)
    table.setAccessibleName(name)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setAlternatingRowColors(True)
    table.setShowGrid(False)
    table.setWordWrap(False)  # or what is too long is cut at a word, with room left
    triggers = QAbstractItemView.EditTrigger
    table.setEditTriggers(
        triggers.DoubleClicked | triggers.EditKeyPressed | triggers.AnyKeyPressed | triggers.SelectedClicked
    )
    table.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
    table.setDragDropOverwriteMode(False)
    table.setDropIndicatorShown(True)
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(32)
    header = table.horizontalHeader()
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
    header.setHighlightSections(False)
    header.setStretchLastSection(True)
    for column, width in enumerate(widths):
        header.resizeSection(column, width)
    return table
