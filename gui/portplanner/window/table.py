"""The checklist table: every row with its state, filters, a choice of list and sorting."""

# ruff: noqa: D102 -- what an overridden method promises stands at its base

from __future__ import annotations

from collections.abc import Callable, Iterator, Set
from contextlib import contextmanager
from itertools import pairwise
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelection,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSignalBlocker,
    QSortFilterProxyModel,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPalette,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from portplanner.checklist.model import Checklist
from portplanner.checklist.status import Statuses
from portplanner.plan.model import State
from portplanner.text import Text
from portplanner.window.editor import Editor
from portplanner.window.fonts import SIZE, SMALL, font
from portplanner.window.icons import icon
from portplanner.window.labels import label
from portplanner.window.rows import COLUMNS, LISTINGS, Row, rows
from portplanner.window.section_bars import SectionBars, progress_text, section_of
from portplanner.window.selection import selected_rows
from portplanner.window.status import FILTERS, MARKS, Mark, Records, mark_word, recorded_line
from portplanner.window.theme import Theme

STATE = 0  # the column in which rows are ticked; the others follow
_COLUMNS = ("state", *COLUMNS)
_WIDTHS = (128, 132, 208, 140, 164, 150, 200, 140, 320)
_MARK_WIDTH = 34  # of a state cell: the part that a click ticks
_MANY = 200  # records that changed at once
_ORDER = Qt.ItemDataRole.UserRole
_LIT = Qt.ItemDataRole.UserRole + 1
_LOOKS = [_LIT, Qt.ItemDataRole.BackgroundRole]
_BAR = 3  # width of the mark before a row that has to do with what is selected

Index = QModelIndex | QPersistentModelIndex


class ChecklistModel(QAbstractTableModel):
    """The rows as Qt wants them. Rows that keep their ids are changed in place."""

    def __init__(self, text: Text, records: Records, theme: Theme) -> None:
        super().__init__()
        self.rows: tuple[Row, ...] = ()
        self._text = text
        self._lit: Set[str] = frozenset()
        self._records = records
        self._theme = theme
        self._statuses: Statuses | None = None
        self._at: dict[str, int] = {}
        theme.changed.connect(self._on_theme_changed)

    def light(self, ids: Set[str]) -> None:
        """Mark the rows of these ids: they have to do with what is selected."""
        if ids != self._lit:
            self._lit = ids
            if self.rows:
                last = self.index(len(self.rows) - 1, len(_COLUMNS) - 1)
                self.dataChanged.emit(self.index(0, 0), last, _LOOKS)

    def lit(self, row: int) -> bool:
        """Return whether this row is marked."""
        return self.rows[row].id in self._lit

    def show_rows(self, new: tuple[Row, ...], text: Text) -> None:
        """Show these rows; only what differs is announced."""
        if text is not self._text:
            self._text = text
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(_COLUMNS) - 1)
        if [row.id for row in new] != [row.id for row in self.rows]:
            self.beginResetModel()
            self.rows = new
            self._at = {row.id: number for number, row in enumerate(new)}
            self.endResetModel()
            return
        old, self.rows = self.rows, new
        for number, (before, after) in enumerate(zip(old, new, strict=True)):
            if before != after:
                self.dataChanged.emit(self.index(number, 0), self.index(number, len(_COLUMNS) - 1))

    def show_statuses(self) -> None:
        """Show what is recorded now; only rows on which it differs are announced."""
        old, new = self._statuses, self._records.statuses
        self._statuses = new
        if old is new or not self.rows:
            return
        touched = set(self._at) if old is None else _touched(old, new) & self._at.keys()
        if len(touched) > _MANY:
            self.dataChanged.emit(self.index(0, STATE), self.index(len(self.rows) - 1, STATE))
            return
        for id in touched:
            index = self.index(self._at[id], STATE)
            self.dataChanged.emit(index, index)

    def row_of(self, id: str) -> int:
        """Return where the row of this id stands, -1 when it is not there."""
        return self._at.get(id, -1)

    def _on_theme_changed(self) -> None:
        if self.rows:
            self.dataChanged.emit(self.index(0, STATE), self.index(len(self.rows) - 1, STATE))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 -- Qt's own signature
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 -- Qt's own signature
        return 0 if parent.isValid() else len(_COLUMNS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.rows[index.row()]
        column = _COLUMNS[index.column()]
        if role == _LIT:
            return row.id in self._lit
        if column == "state":
            return self._state(row, role)
        if role == Qt.ItemDataRole.DisplayRole:
            return getattr(row, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            from html import escape

            words = getattr(row, column)
            return f"<span>{escape(words)}</span>" if words else None
        if role == _ORDER:
            return index.row() if column == "list" else getattr(row, column).casefold()
        if role == Qt.ItemDataRole.FontRole and column in ("purpose", "port"):
            return font(SIZE, bold=column == "port")
        if role == Qt.ItemDataRole.BackgroundRole and row.id in self._lit:
            return QGuiApplication.palette().brush(QPalette.ColorRole.Midlight)
        return None

    def _state(self, row: Row, role: int) -> Any:
        mark = self._records.mark(row.id)
        colours = self._theme.colours
        if role == Qt.ItemDataRole.DisplayRole:
            return mark_word(mark, self._text)
        if role == Qt.ItemDataRole.DecorationRole:
            return _mark_icon(mark, self._theme)
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._state_words(row, tip=role == Qt.ItemDataRole.ToolTipRole)
        if role == _ORDER:
            return MARKS.index(mark)
        if mark == "changed":
            if role == Qt.ItemDataRole.BackgroundRole:
                return QColor(colours.notice)
            if role == Qt.ItemDataRole.ForegroundRole:
                return QColor(colours.notice_ink)
            if role == Qt.ItemDataRole.FontRole:
                return font(SIZE, bold=True)
        if role == Qt.ItemDataRole.ForegroundRole and mark != "done":
            return QColor(colours.soft)
        if role == Qt.ItemDataRole.BackgroundRole and row.id in self._lit:
            return QGuiApplication.palette().brush(QPalette.ColorRole.Midlight)
        return None

    def _state_words(self, row: Row, *, tip: bool) -> str:
        words = self._records.mark_text(row.id)
        if recorded := recorded_line(self._records.statuses.of(row.id)):
            words = self._text("status-window.tip-recorded", mark=words, recorded=recorded)
        if not tip:
            return words
        from html import escape

        return f"<span>{escape(self._text('status-window.tip', mark=words))}</span>"

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal:
            if role == Qt.ItemDataRole.DisplayRole:
                if section == STATE:
                    return self._text("status-window.column")
                return self._text(f"window.column.{_COLUMNS[section]}")
            if role == Qt.ItemDataRole.TextAlignmentRole:
                return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None


def _touched(old: Statuses, new: Statuses) -> set[str]:
    ids = old.items.keys() | new.items.keys()
    return {id for id in ids if old.items.get(id) != new.items.get(id)} | (old.changed ^ new.changed)


def _mark_icon(mark: Mark, theme: Theme) -> Any:
    c = theme.colours
    colour = {"done": c.accent, "changed": c.notice_ink}.get(mark, c.soft)
    return icon(f"state-{mark}", colour, c.faint)


class _Marking(QStyledItemDelegate):
    """Paints a cell's own background, which a style sheet leaves out, and the mark of lit rows."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        brush = index.data(Qt.ItemDataRole.BackgroundRole)
        if brush is not None and not chosen:
            painter.fillRect(option.rect, brush)
        super().paint(painter, option, index)
        if index.column() == 0 and index.data(_LIT):
            bar = QRect(option.rect)
            bar.setWidth(_BAR)
            painter.fillRect(bar, option.palette.highlight())


class _Filter(QSortFilterProxyModel):
    """Lets rows through that hold every typed word, belong to the chosen list and stand as chosen."""

    def __init__(self, model: ChecklistModel, records: Records) -> None:
        super().__init__()
        self._rows = model
        self._records = records
        self._words: list[str] = []
        self._listing = ""
        self._mark = ""
        self.setSourceModel(model)
        self.setSortRole(_ORDER)
        self.setDynamicSortFilter(True)

    def look_for(self, words: str, listing: str, mark: str) -> None:
        """Let only these rows through."""
        self._words, self._listing, self._mark = words.casefold().split(), listing, mark
        self.invalidate()

    def filterAcceptsRow(self, source_row: int, source_parent: Index) -> bool:
        row = self._rows.rows[source_row]
        if self._listing and row.listing != self._listing:
            return False
        if self._mark and self._records.mark(row.id) != self._mark:
            return False
        if not self._words:
            return True
        recorded = recorded_line(self._records.statuses.of(row.id))
        cells = " ".join((*(getattr(row, column) for column in COLUMNS), recorded)).casefold()
        return all(word in cells for word in self._words)


class _View(QTableView):
    """The table itself: the space bar ticks the selected rows, a click on a mark ticks its row."""

    toggled = Signal()
    ticked = Signal(QModelIndex)
    entered_row = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and not event.modifiers():
            self.toggled.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.entered_row.emit()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed = self._mark_at(event)
        super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._pressed = self._mark_at(event)  # the second of two quick ticks
        super().mouseDoubleClickEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        pressed, self._pressed = self._pressed, QModelIndex()
        if pressed.isValid() and self._mark_at(event) == pressed:
            self.ticked.emit(pressed)

    _pressed = QModelIndex()

    def _mark_at(self, event: QMouseEvent) -> QModelIndex:
        point = event.position().toPoint()
        index = self.indexAt(point)
        if event.button() != Qt.MouseButton.LeftButton or event.modifiers() or index.column() != STATE:
            return QModelIndex()
        return index if point.x() - self.visualRect(index).left() < _MARK_WIDTH else QModelIndex()


class _Notice(QFrame):
    """Says what wants to be looked at once more, with a way to it."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("notice")
        self.changed, self.gone = QPushButton(), QPushButton()
        self._words: dict[QPushButton, QLabel] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 2, 6, 2)
        row.setSpacing(2)
        for button in (self.changed, self.gone):
            self._words[button] = label("notice", SMALL, wraps=False)
            button.setFont(font(SMALL, bold=True))
            row.addWidget(self._words[button])
            row.addWidget(button)
            row.addSpacing(16)
        row.addStretch(1)

    def show_counts(self, changed: int, gone: int, text: Text) -> None:
        """Say how many rows changed and how many records have no row."""
        for button, name, count in ((self.changed, "changed", changed), (self.gone, "gone", gone)):
            words = text(f"status-window.notice.{name}", count=count)
            self._words[button].setText(words)
            button.setText(text(f"status-window.notice.show-{name}"))
            button.setAccessibleDescription(words)
            self._words[button].setVisible(bool(count))
            button.setVisible(bool(count))
        self.setVisible(bool(changed or gone))


class ChecklistTable(QWidget):
    """The table with its filters; the row that keys are at is the editor's selection."""

    edit_wanted = Signal()  # what is recorded on the selected row
    gone_wanted = Signal()  # the records without a row

    def __init__(self, editor: Editor, records: Records, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._editor = editor
        self._records = records
        self._quiet = False
        self._own = False
        self._listed: tuple[Checklist, Text] | None = None
        self.model = ChecklistModel(editor.text, records, theme)
        self.shown = _Filter(self.model, records)
        self.title = label(bold=True, wraps=False)
        self.count = label("soft", wraps=False)
        self.filter = QLineEdit()
        self.filter.setClearButtonEnabled(True)
        self.filter.setMinimumWidth(120)
        self.filter.setMaximumWidth(320)
        self.listing = QComboBox()
        self.listing.addItem("", "")
        for listing in LISTINGS:
            self.listing.addItem("", listing)
        self.state = QComboBox()
        self.state.addItem("", "")
        for mark in FILTERS:
            self.state.addItem("", mark)
        self.bars = SectionBars(records, theme)
        self.notice = _Notice()
        self.table = _table(self.shown)
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        top = QHBoxLayout()
        top.setContentsMargins(12, 8, 8, 4)
        top.setSpacing(8)
        top.addWidget(self.title)
        top.addWidget(self.count)
        top.addStretch(1)
        top.addWidget(self.listing)
        top.addWidget(self.state)
        top.addWidget(self.filter, 1)
        noticed = QHBoxLayout()
        noticed.setContentsMargins(8, 0, 8, 4)
        noticed.addWidget(self.notice)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addWidget(self.bars)
        layout.addLayout(noticed)
        layout.addWidget(self.table)
        order = (self.listing, self.state, self.filter, self.notice.changed, self.notice.gone, self.table)
        for before, after in pairwise(order):
            self.setTabOrder(before, after)
        self.filter.textChanged.connect(self._on_filter_changed)
        self.listing.currentIndexChanged.connect(self._on_filter_changed)
        self.state.currentIndexChanged.connect(self._on_filter_changed)
        self.bars.chosen.connect(self.show_listing)
        self.notice.changed.clicked.connect(self.show_changed)
        self.notice.gone.clicked.connect(self.gone_wanted)
        self.table.toggled.connect(self._on_toggled)
        self.table.ticked.connect(self._on_ticked)
        self.table.entered_row.connect(self.edit_wanted)
        self.table.customContextMenuRequested.connect(self._on_menu_wanted)
        self.table.selectionModel().selectionChanged.connect(self._on_selection_changed)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._show)
        editor.changed.connect(self._on_changed)
        editor.selected.connect(self._on_selected)
        self._show()

    # What is shown

    def show_listing(self, listing: str) -> None:
        """Show this list alone, or all of them for an empty name."""
        self.listing.setCurrentIndex(max(self.listing.findData(listing), 0))
        self.bars.show_progress(self.listing.currentData() or "", self._editor.text)

    def show_changed(self) -> None:
        """Show the rows that changed since they were marked, in all lists."""
        self.filter.clear()
        self.listing.setCurrentIndex(0)
        self.state.setCurrentIndex(self.state.findData("changed"))
        if self.shown.rowCount():
            self.table.selectRow(0)
        self.table.setFocus()

    def reveal(self, id: str) -> None:
        """Select this row, without filters where they hide it."""
        self._editor.select(id)
        at = self.model.row_of(id)
        if at >= 0 and not self.shown.mapFromSource(self.model.index(at, 0)).isValid():
            self.filter.clear()
            self.listing.setCurrentIndex(0)
            self.state.setCurrentIndex(0)
        self.table.setFocus()

    @contextmanager
    def _quietly(self) -> Iterator[None]:
        """Let what happens to the table's own selection choose nothing."""
        before, self._quiet = self._quiet, True
        try:
            yield
        finally:
            self._quiet = before

    def _on_changed(self) -> None:
        """Show the new rows; where they are many, after the diagram has had its turn."""
        if self._editor.is_large:
            self._later.start()
        else:
            self._show()

    def _show(self) -> None:
        self._later.stop()
        text, checklist = self._editor.text, self._editor.checklist
        if self._listed is None or self._listed[0] is not checklist or self._listed[1] is not text:
            self._listed = checklist, text
            self._say(text)
            with self._quietly():
                self.model.show_rows(rows(checklist, text), text)
        with self._quietly():
            self.model.show_statuses()
            if self.state.currentData() == "changed" and not self._records.statuses.changed:
                self.state.setCurrentIndex(0)  # all of them are confirmed
        self._say_count()
        self._show_selection()

    def _say(self, text: Text) -> None:
        self.title.setText(text("window.panel.checklist"))
        self.filter.setPlaceholderText(text("window.table.filter"))
        self.filter.setAccessibleName(text("window.table.filter"))
        self.listing.setAccessibleName(text("window.table.listing"))
        self.state.setAccessibleName(text("status-window.filter.name"))
        self.table.setAccessibleName(text("window.panel.checklist"))
        with QSignalBlocker(self.listing), QSignalBlocker(self.state):
            for index in range(self.listing.count()):
                name = self.listing.itemData(index) or "all"
                self.listing.setItemText(index, text(f"window.list.{name}"))
            for index in range(self.state.count()):
                name = self.state.itemData(index) or "all"
                self.state.setItemText(index, text(f"status-window.filter.{name}"))

    def _show_selection(self) -> None:
        self.model.light(self._editor.lit)
        at = self.model.row_of(self._editor.selection)
        index = self.shown.mapFromSource(self.model.index(at, 0)) if at >= 0 else QModelIndex()
        selection = self.table.selectionModel()
        if index.isValid() and selection.isRowSelected(index.row()):
            return  # maybe among others, which stay selected with it
        if index.isValid() or selection.hasSelection():
            self._select_only(index)
        if not index.isValid() and not self._editor.hits:
            self._scroll_to_lit()

    def _scroll_to_lit(self) -> None:
        """Bring the first row in sight that has to do with what is selected in a diagram."""
        for row in range(self.shown.rowCount()):
            index = self.shown.index(row, 0)
            if self.model.lit(self.shown.mapToSource(index).row()):
                self.table.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtTop)
                return

    def _select_only(self, index: QModelIndex) -> None:
        with self._quietly():
            self.table.clearSelection()
            if index.isValid():
                self.table.selectRow(index.row())
                self.table.scrollTo(index.siblingAtColumn(0))

    def _on_selected(self) -> None:
        """Follow a selection made elsewhere: it is one row, whatever was selected here."""
        if self._later.isActive():
            self._show()
        if not self._own and len(selected_rows(self.table)) > 1:
            with self._quietly():
                self.table.clearSelection()
        self._show_selection()

    def _on_selection_changed(self, chosen: QItemSelection, dropped: QItemSelection) -> None:
        if self._quiet:
            return
        selection = self.table.selectionModel()
        at = self.table.currentIndex()
        if not (at.isValid() and selection.isRowSelected(at.row())):
            at = self.shown.index(next(iter(selected_rows(self.table)), -1), 0)
        if at.isValid():
            self._own = True
            self._editor.select(self.model.rows[self.shown.mapToSource(at).row()].id)
            self._own = False

    def _on_filter_changed(self) -> None:
        with self._quietly():
            self.shown.look_for(
                self.filter.text(), self.listing.currentData() or "", self.state.currentData() or ""
            )
        self._say_count()
        self._show_selection()

    def _say_count(self) -> None:
        shown, all = self.shown.rowCount(), self.model.rowCount()
        text, statuses = self._editor.text, self._records.statuses
        if shown == all:
            self.count.setText(text("window.table.count", count=all))
        else:
            self.count.setText(text("window.table.count-of", shown=shown, count=all))
        self.bars.show_progress(self.listing.currentData() or "", text)
        self.notice.show_counts(len(statuses.changed), len(statuses.gone), text)
        for index, listing in enumerate(LISTINGS, 1):  # the bars, for those who hear the list of lists
            said = progress_text(text(f"window.list.{listing}"), statuses.progress[section_of(listing)], text)
            self.listing.setItemData(index, said, Qt.ItemDataRole.AccessibleTextRole)

    # What is recorded

    def selected_ids(self) -> list[str]:
        """Return the ids of the selected rows, from the top."""
        return [self._id_at(row) for row in selected_rows(self.table)]

    def _id_at(self, row: int) -> str:
        return self.model.rows[self.shown.mapToSource(self.shown.index(row, 0)).row()].id

    def _record(self, ids: list[str], record: Callable[[list[str]], None]) -> None:
        """Record something on rows; where they leave the list by that, the row after them is next."""
        if not ids:
            return
        at = next(iter(selected_rows(self.table)), 0)
        record(ids)
        left = any(self.shown.mapFromSource(self.model.index(self.model.row_of(i), 0)).isValid() for i in ids)
        if not left and self.shown.rowCount():
            self.table.selectRow(min(at, self.shown.rowCount() - 1))

    def _on_toggled(self) -> None:
        self._record(self.selected_ids(), self._records.toggle)

    def _on_ticked(self, index: QModelIndex) -> None:
        self._record([self._id_at(index.row())], self._records.toggle)

    def _set(self, state: State) -> None:
        self._record(self.selected_ids(), lambda ids: self._records.set_state(ids, state))

    def _on_menu_wanted(self, point: QPoint) -> None:
        if self.selected_ids():
            menu = self.menu()
            menu.exec(self.table.viewport().mapToGlobal(point))
            menu.deleteLater()

    def menu(self) -> QMenu:
        """Return what can be recorded on the selected rows."""
        text, ids = self._editor.text, self.selected_ids()
        menu = QMenu(self)
        marks = {self._records.mark(id) for id in ids}
        if "changed" in marks:
            action = menu.addAction(text("status-window.menu.confirm"))
            action.triggered.connect(lambda: self._record(ids, self._records.confirm))
            menu.addSeparator()
        states: tuple[tuple[State, str], ...] = (
            ("done", "toggle"), ("not-needed", "not-needed"), ("open", "open"),
        )  # fmt: skip
        for state, name in states:
            action = menu.addAction(text(f"status-window.menu.{name}"))
            action.setCheckable(True)
            action.setChecked(marks == {state})
            action.triggered.connect(lambda _=False, one=state: self._set(one))
            if state == "done":
                action.setShortcut(QKeySequence(Qt.Key.Key_Space))
        menu.addSeparator()
        menu.addAction(text("status-window.menu.edit")).triggered.connect(self.edit_wanted)
        return menu


def _table(model: QSortFilterProxyModel) -> _View:
    table = _View()
    table.setModel(model)
    table.setItemDelegate(_Marking(table))
    table.horizontalHeader().setSortIndicatorClearable(True)
    table.sortByColumn(-1, Qt.SortOrder.AscendingOrder)  # the checklist's own order
    table.setSortingEnabled(True)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
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
