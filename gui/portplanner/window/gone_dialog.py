"""The records whose row is no longer there: to be read, and deleted where nobody wants them any more."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from portplanner.checklist.status import FIELDS
from portplanner.text import visible
from portplanner.window.editor import Editor
from portplanner.window.labels import label
from portplanner.window.status import Records

_WIDTHS = (190, 92, 110, 92, 92)


class GoneDialog(QDialog):
    """Lists the records without a row; what is deleted can be had back by undo."""

    def __init__(self, editor: Editor, records: Records, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._records = records
        self._text = editor.text
        text = editor.text
        self.setWindowTitle(text("status-window.gone.title"))
        self.table = QTableWidget(0, 2 + len(FIELDS))
        self.table.setAccessibleName(text("status-window.gone.title"))
        self.table.setHorizontalHeaderLabels(
            [text(f"status-window.gone.{name}") for name in ("row", "state", *FIELDS)]
        )
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setAlternatingRowColors(True)
        self.table.setShowGrid(False)
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().hide()
        header = self.table.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setStretchLastSection(True)
        for column, width in enumerate(_WIDTHS):
            header.resizeSection(column, width)
        buttons = QDialogButtonBox()
        roles = QDialogButtonBox.ButtonRole
        self.delete = buttons.addButton(text("status-window.gone.delete"), roles.ActionRole)
        self.delete.setAutoDefault(False)
        close = buttons.addButton(text("status-window.gone.close"), roles.RejectRole)
        close.setDefault(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(12)
        what = label("soft")
        what.setText(text("status-window.gone.what"))
        layout.addWidget(what)
        layout.addWidget(self.table, 1)
        layout.addWidget(buttons)
        self.resize(820, 420)
        self.table.itemSelectionChanged.connect(self._on_selection_changed)
        self.delete.clicked.connect(self._on_delete_clicked)
        buttons.rejected.connect(self.reject)
        self._show()

    def _show(self) -> None:
        gone = self._records.statuses.gone
        self.table.setRowCount(len(gone))
        for row, item in enumerate(gone):
            written = (visible(getattr(item, field).replace("\n", " / ")) for field in FIELDS)
            for column, words in enumerate(
                (visible(item.id), self._text(f"terms.state.{item.state}"), *written)
            ):
                cell = QTableWidgetItem(words)
                cell.setData(Qt.ItemDataRole.UserRole, item.id)
                self.table.setItem(row, column, cell)
        if gone:
            self.table.selectRow(0)
        self._on_selection_changed()

    def _on_selection_changed(self) -> None:
        self.delete.setEnabled(bool(self.table.selectedItems()))

    def _on_delete_clicked(self) -> None:
        self._records.forget({cell.data(Qt.ItemDataRole.UserRole) for cell in self.table.selectedItems()})
        self._show()
        if not self._records.statuses.gone:
            self.accept()
