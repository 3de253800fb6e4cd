"""The checklist table: every row, with a filter, a choice of list and sorting."""

# ruff: noqa: D102 -- what an overridden method promises stands at its base

from __future__ import annotations

from collections.abc import Iterator, Set
from contextlib import contextmanager
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelection,
    QModelIndex,
    QPersistentModelIndex,
    QSignalBlocker,
    QSortFilterProxyModel,
    Qt,
)
from PySide6.QtGui import QGuiApplication, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from portplanner.text import Text
from portplanner.window.editor import Editor
from portplanner.window.fonts import SIZE, font
from portplanner.window.labels import label
from portplanner.window.rows import COLUMNS, LISTINGS, Row, rows

_WIDTHS = (132, 208, 140, 164, 150, 200, 140, 320)
_ORDER = Qt.ItemDataRole.UserRole
_LOOKS = [Qt.ItemDataRole.FontRole, Qt.ItemDataRole.BackgroundRole]

Index = QModelIndex | QPersistentModelIndex


class ChecklistModel(QAbstractTableModel):
    """The rows as Qt wants them. Rows that keep their ids are changed in place."""

    def __init__(self, text: Text) -> None:
        super().__init__()
        self.rows: tuple[Row, ...] = ()
        self._text = text
        self._lit: Set[str] = frozenset()

    def light(self, ids: Set[str]) -> None:
        """Mark the rows of these ids: they have to do with what is selected."""
        if ids != self._lit:
            self._lit = ids
            if self.rows:
                last = self.index(len(self.rows) - 1, len(COLUMNS) - 1)
                self.dataChanged.emit(self.index(0, 0), last, _LOOKS)

    def lit(self, row: int) -> bool:
        """Return whether this row is marked."""
        return self.rows[row].id in self._lit

    def show_rows(self, new: tuple[Row, ...], text: Text) -> None:
        """Show these rows; only what differs is announced."""
        if text is not self._text:
            self._text = text
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(COLUMNS) - 1)
        if [row.id for row in new] != [row.id for row in self.rows]:
            self.beginResetModel()
            self.rows = new
            self.endResetModel()
            return
        old, self.rows = self.rows, new
        for number, (before, after) in enumerate(zip(old, new, strict=True)):
            if before != after:
                self.dataChanged.emit(self.index(number, 0), self.index(number, len(COLUMNS) - 1))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 -- Qt's own signature
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 -- Qt's own signature
        return 0 if parent.isValid() else len(COLUMNS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return getattr(row, COLUMNS[index.column()])
        if role == Qt.ItemDataRole.ToolTipRole:
            from html import escape

            words = getattr(row, COLUMNS[index.column()])
            return f"<span>{escape(words)}</span>" if words else None
        if role == _ORDER:
            return index.row() if index.column() == 0 else getattr(row, COLUMNS[index.column()]).casefold()
        column = COLUMNS[index.column()]
        if role == Qt.ItemDataRole.FontRole and column in ("list", "purpose", "port"):
            return font(SIZE, bold=column == "port" or (column == "list" and row.id in self._lit))
        if role == Qt.ItemDataRole.BackgroundRole and row.id in self._lit:
            return QGuiApplication.palette().brush(QPalette.ColorRole.Midlight)
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal:
            if role == Qt.ItemDataRole.DisplayRole:
                return self._text(f"window.column.{COLUMNS[section]}")
            if role == Qt.ItemDataRole.TextAlignmentRole:
                return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None


class _Filter(QSortFilterProxyModel):
    """Lets rows through that hold every typed word and belong to the chosen list."""

    def __init__(self, model: ChecklistModel) -> None:
        super().__init__()
        self._rows = model
        self._words: list[str] = []
        self._listing = ""
        self.setSourceModel(model)
        self.setSortRole(_ORDER)
        self.setDynamicSortFilter(True)

    def look_for(self, words: str, listing: str) -> None:
        """Let only these rows through."""
        self._words, self._listing = words.casefold().split(), listing
        self.invalidate()

    def filterAcceptsRow(self, source_row: int, source_parent: Index) -> bool:
        row = self._rows.rows[source_row]
        if self._listing and row.listing != self._listing:
            return False
        cells = " ".join(getattr(row, column) for column in COLUMNS).casefold()
        return all(word in cells for word in self._words)


class ChecklistTable(QWidget):
    """The table with its filter; the selected row is the editor's selection."""

    def __init__(self, editor: Editor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._editor = editor
        self._quiet = False
        self.model = ChecklistModel(editor.text)
        self.shown = _Filter(self.model)
        self.title = label(bold=True, wraps=False)
        self.count = label("soft", wraps=False)
        self.filter = QLineEdit()
        self.filter.setClearButtonEnabled(True)
        self.filter.setMinimumWidth(140)
        self.filter.setMaximumWidth(320)
        self.listing = QComboBox()
        self.listing.addItem("", "")
        for listing in LISTINGS:
            self.listing.addItem("", listing)
        self.table = _table(self.shown)
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        top = QHBoxLayout()
        top.setContentsMargins(12, 8, 8, 8)
        top.setSpacing(8)
        top.addWidget(self.title)
        top.addWidget(self.count)
        top.addStretch(1)
        top.addWidget(self.listing)
        top.addWidget(self.filter, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addWidget(self.table)
        self.filter.textChanged.connect(self._on_filter_changed)
        self.listing.currentIndexChanged.connect(self._on_filter_changed)
        self.table.selectionModel().selectionChanged.connect(self._on_selection_changed)
        editor.changed.connect(self._show)
        editor.selected.connect(self._show_selection)
        self._show()

    @contextmanager
    def _quietly(self) -> Iterator[None]:
        """Let what happens to the table's own selection choose nothing."""
        before, self._quiet = self._quiet, True
        try:
            yield
        finally:
            self._quiet = before

    def _show(self) -> None:
        text = self._editor.text
        self.title.setText(text("window.panel.checklist"))
        self.filter.setPlaceholderText(text("window.table.filter"))
        self.filter.setAccessibleName(text("window.table.filter"))
        self.listing.setAccessibleName(text("window.table.listing"))
        self.table.setAccessibleName(text("window.panel.checklist"))
        with QSignalBlocker(self.listing):
            for index in range(self.listing.count()):
                name = self.listing.itemData(index) or "all"
                self.listing.setItemText(index, text(f"window.list.{name}"))
        with self._quietly():
            self.model.show_rows(rows(self._editor.checklist, text), text)
        self._say_count()
        self._show_selection()

    def _show_selection(self) -> None:
        self.model.light(self._editor.lit)
        chosen = self._editor.selection
        at = next((n for n, row in enumerate(self.model.rows) if row.id == chosen), -1)
        index = self.shown.mapFromSource(self.model.index(at, 0)) if at >= 0 else QModelIndex()
        current = self.table.selectionModel().selectedRows()
        if index.isValid() and [i.row() for i in current] == [index.row()]:
            return
        with self._quietly():
            self.table.clearSelection()
            if index.isValid():
                self.table.selectRow(index.row())
                self.table.scrollTo(index.siblingAtColumn(0))
            elif not self._editor.hits:
                self._scroll_to_lit()

    def _scroll_to_lit(self) -> None:
        """Bring the first row in sight that has to do with what is selected in a diagram."""
        for row in range(self.shown.rowCount()):
            index = self.shown.index(row, 0)
            if self.model.lit(self.shown.mapToSource(index).row()):
                self.table.scrollTo(index)
                return

    def _on_selection_changed(self, chosen: QItemSelection, dropped: QItemSelection) -> None:
        if self._quiet:
            return
        if indexes := self.table.selectionModel().selectedRows():
            self._editor.select(self.model.rows[self.shown.mapToSource(indexes[0]).row()].id)

    def _on_filter_changed(self) -> None:
        with self._quietly():
            self.shown.look_for(self.filter.text(), self.listing.currentData() or "")
        self._say_count()
        self._show_selection()

    def _say_count(self) -> None:
        shown, all = self.shown.rowCount(), self.model.rowCount()
        text = self._editor.text
        if shown == all:
            self.count.setText(text("window.table.count", count=all))
        else:
            self.count.setText(text("window.table.count-of", shown=shown, count=all))


def _table(model: QSortFilterProxyModel) -> QTableView:
    table = QTableView()
    table.setModel(model)
    table.horizontalHeader().setSortIndicatorClearable(True)
    table.sortByColumn(-1, Qt.SortOrder.AscendingOrder)  # the checklist's own order
    table.setSortingEnabled(True)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setAlternatingRowColors(True)
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.setTabKeyNavigation(False)
    table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(30)
    header = table.horizontalHeader()
    header.setHighlightSections(False)
    header.setStretchLastSection(True)
    header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
    for column, width in enumerate(_WIDTHS):
        header.resizeSection(column, width)
    return table
