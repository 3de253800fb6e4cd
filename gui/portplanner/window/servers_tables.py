"""The tables of the servers dialog: what their cells show, and how a cell is edited."""

# ruff: noqa: D102 -- what an overridden method promises stands at its base

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, cast, get_args

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractTableModel,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QComboBox, QLineEdit, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from portplanner.plan.check import same_name
from portplanner.plan.model import MAX_NAME, EdgeConnector, Server, ServerRole, Site
from portplanner.text import Text, visible
from portplanner.window.servers_draft import Draft, Kind, moved

Index = QModelIndex | QPersistentModelIndex
ROLES: tuple[tuple[ServerRole, ...], ...] = (
    ("mailbox",),
    ("client-access",),
    ("mailbox", "client-access"),
    ("edge-transport",),
)
CONNECTORS: dict[tuple[EdgeConnector, ...], str] = {
    ("inbound", "internet"): "both",
    ("inbound",): "inbound",
    ("internet",): "internet",
    (): "none",
}
_ROWS = "application/x-port-planner-rows"


class Rows(QAbstractTableModel):
    """What both tables have in common: columns named by the locale, cells read and written by name."""

    kind: Kind
    columns: tuple[str, ...] = ()
    ticks: tuple[str, ...] = ()
    fixed: tuple[str, ...] = ()  # columns that are only told

    said = Signal(str)  # what is wrong with a value that was not taken, or ""
    went = Signal(list)  # rows were dragged; they are at these places now

    def __init__(self, draft: Draft, text: Text, colour: Callable[[], str]) -> None:
        super().__init__()
        self.draft = draft
        self.text = text
        self._colour = colour
        self._count = len(self.entries())
        draft.changed.connect(self._on_changed)

    def entries(self) -> Sequence[Any]:
        raise NotImplementedError

    def shown(self, entry: Any, column: str) -> str:
        raise NotImplementedError

    def with_typed(self, entry: Any, column: str, typed: str) -> Any:
        """Return the entry with what was typed into a cell."""
        raise NotImplementedError

    def applies(self, entry: Any, column: str) -> bool:
        """Return whether the cell means anything for this entry."""
        return True

    def taken(self, number: int, entry: Any) -> None:
        """Put an entry in place of the one before."""
        values = {c: getattr(entry, c) for c in self.columns if c not in self.fixed}
        self.draft.put(self.kind, [number], **values)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 -- Qt's own signature
        return 0 if parent.isValid() else len(self.entries())

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 -- Qt's own signature
        return 0 if parent.isValid() else len(self.columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.heading(self.columns[section])
        return None

    def heading(self, column: str) -> str:
        """Return what a column is called."""
        return self.text(f"servers.{column.replace('_', '-')}")

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled  # between rows, never onto one
        flags |= Qt.ItemFlag.ItemIsDragEnabled
        column = self.columns[index.column()]
        if column in self.fixed or not self.applies(self.entries()[index.row()], column):
            return flags
        return flags | (
            Qt.ItemFlag.ItemIsUserCheckable if column in self.ticks else Qt.ItemFlag.ItemIsEditable
        )

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        column, entry = self.columns[index.column()], self.entries()[index.row()]
        if not self.applies(entry, column):
            return None
        if column in self.ticks:
            if role == Qt.ItemDataRole.CheckStateRole:
                return Qt.CheckState.Checked if getattr(entry, column) else Qt.CheckState.Unchecked
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return self.shown(entry, column)
        if role == Qt.ItemDataRole.ForegroundRole:
            return QColor(self._colour()) if (self.kind, index.row(), column) in self.draft.marks else None
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            mark = self.draft.marks.get((self.kind, index.row(), column))
            return mark.said(self.text) if mark else None
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        column, entry = self.columns[index.column()], self.entries()[index.row()]
        if role == Qt.ItemDataRole.CheckStateRole:
            ticked = Qt.CheckState(value) == Qt.CheckState.Checked
            self.draft.put(self.kind, [index.row()], **{column: ticked})
            return True
        typed = str(value).strip()
        if typed == self.shown(entry, column):
            return True
        trouble = self.refusal(index.row(), column, typed)
        self.said.emit(trouble)
        if trouble:
            return False
        self.taken(index.row(), self.with_typed(entry, column, typed))
        return True

    def refusal(self, row: int, column: str, typed: str) -> str:
        """Return why this cannot be the name, "" when it can, or for another column."""
        if column != "name":
            return ""
        if not typed:
            return self.text("servers.name-empty")
        others = (entry for number, entry in enumerate(self.entries()) if number != row)
        if any(same_name(other.name) == same_name(typed) for other in others):
            return self.text("servers.name-taken")
        return ""

    def about(self, row: int, column: str, typed: str) -> str:
        """Return what there is to say about a value while it is typed, "" when it is right."""
        return self.refusal(row, column, typed)

    # Rows are dragged to another place

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        return [_ROWS]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        data = QMimeData()
        rows = sorted({index.row() for index in indexes})
        data.setData(_ROWS, f"{self.kind}:{','.join(map(str, rows))}".encode())
        return data

    def dropMimeData(
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index
    ) -> bool:
        kind, _, listed = bytes(data.data(_ROWS).data()).decode().partition(":")
        numbers = [int(one) for one in listed.split(",") if one.isdigit()]
        count = len(self.entries())
        if action != Qt.DropAction.MoveAction or kind != self.kind or max(numbers, default=count) >= count:
            return False
        to = row if row >= 0 else parent.row() if parent.isValid() else count
        self.move(numbers, to)
        return False  # or the view would take the dragged rows away, which are in their new place by now

    def move(self, numbers: Sequence[int], to: int) -> None:
        """Put the entries at these places together before place ``to``."""
        entries, now = moved(self.entries(), numbers, to)
        if self.kind == "server":
            self.draft.change(servers=entries)
        else:
            self.draft.change(sites=entries)
        self.went.emit(list(now))

    def _on_changed(self) -> None:
        if len(self.entries()) != self._count:
            self.beginResetModel()
            self._count = len(self.entries())
            self.endResetModel()
        elif self._count:
            last = self.index(self._count - 1, len(self.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)


class ServerRows(Rows):
    """One row per server."""

    kind = "server"
    columns = ("name", "roles", "site", "fqdn", "addresses", "in_edgesync", "edge_connectors")
    ticks = ("in_edgesync",)

    def entries(self) -> Sequence[Server]:
        return self.draft.servers

    def applies(self, entry: Server, column: str) -> bool:
        if column == "in_edgesync":
            return "mailbox" in entry.roles
        return column != "edge_connectors" or "edge-transport" in entry.roles

    def shown(self, entry: Server, column: str) -> str:
        if column == "roles":
            return roles_text(entry.roles, self.text)
        if column == "edge_connectors":
            return connectors_text(entry.edge_connectors, self.text)
        if column == "addresses":
            return visible(", ".join(entry.addresses))
        return visible(getattr(entry, column))

    def with_typed(self, entry: Server, column: str, typed: str) -> Server:
        if column == "roles":
            roles = next((r for r in ROLES if roles_text(r, self.text) == typed), entry.roles)
            return replace(entry, roles=roles)
        if column == "edge_connectors":
            found = (c for c in CONNECTORS if connectors_text(c, self.text) == typed)
            return replace(entry, edge_connectors=next(found, entry.edge_connectors))
        if column == "addresses":
            parts = (part.strip()[:MAX_NAME] for part in typed.replace(";", ",").split(","))
            return replace(entry, addresses=tuple(part for part in parts if part))
        if column == "site":
            site = next((s.name for s in self.draft.sites if visible(s.name) == typed), "")
            return replace(entry, site=site)
        typed = typed[:MAX_NAME]
        return replace(entry, name=typed) if column == "name" else replace(entry, fqdn=typed)

    def about(self, row: int, column: str, typed: str) -> str:
        if trouble := self.refusal(row, column, typed):
            return trouble
        mark = self.draft.trial(self.with_typed(self.entries()[row], column, typed))
        return mark.said(self.text) if mark and mark.finding.path[2] == column else ""


class SiteRows(Rows):
    """One row per Active Directory site; a new name goes to the servers that stand in it."""

    kind = "site"
    columns = ("name", "subscribed", "count")
    ticks = ("subscribed",)
    fixed = ("count",)

    def entries(self) -> Sequence[Site]:
        return self.draft.sites

    def shown(self, entry: Site, column: str) -> str:
        if column == "count":
            return str(self.draft.members[same_name(entry.name)])
        return visible(entry.name)

    def with_typed(self, entry: Site, column: str, typed: str) -> Site:
        return replace(entry, name=typed[:MAX_NAME])

    def taken(self, number: int, entry: Site) -> None:
        self.draft.rename_site(number, entry)


class Typing(QStyledItemDelegate):
    """A line to type in that says at once what is wrong."""

    said = Signal(str)

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        line = QLineEdit(parent)
        line.setMaxLength(MAX_NAME if _column(index) != "addresses" else 4 * MAX_NAME)
        line.setAccessibleName(str(index.model().headerData(index.column(), Qt.Orientation.Horizontal)))
        place = QPersistentModelIndex(index)
        line.textEdited.connect(lambda typed: self._tell(line, place, typed))
        return line

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        line = cast(QLineEdit, editor)
        if not line.isModified():  # a change elsewhere does not take what is being typed
            line.setText(str(index.data()))

    def _tell(self, line: QLineEdit, index: QPersistentModelIndex, typed: str) -> None:
        if not index.isValid():
            return
        rows, row, column = _source(index)
        trouble = rows.about(row, column, typed.strip())
        line.setProperty("wrong", bool(trouble))
        line.style().unpolish(line)
        line.style().polish(line)
        line.setAccessibleDescription(trouble)
        self.said.emit(trouble)


class Picker(QStyledItemDelegate):
    """A list that opens, for cells with a few values."""

    def __init__(self, values: Callable[[], list[str]], parent: QWidget) -> None:
        super().__init__(parent)
        self._values = values

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        box = QComboBox(parent)
        box.addItems(self._values())
        box.activated.connect(lambda: self._done(box))
        return box

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        cast(QComboBox, editor).setCurrentText(str(index.data()))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        model.setData(index, cast(QComboBox, editor).currentText(), Qt.ItemDataRole.EditRole)

    def _done(self, box: QComboBox) -> None:
        self.commitData.emit(box)
        self.closeEditor.emit(box)


def roles_text(roles: tuple[str, ...], text: Text) -> str:
    """Return the roles of a server in words."""
    order = [role for role in get_args(ServerRole) if role in roles]
    return text("checklist.list-mark").join(text(f"terms.role.{role}") for role in reversed(order))


def connectors_text(connectors: tuple[EdgeConnector, ...], text: Text) -> str:
    """Return in words which Send connectors an Edge's subscription makes."""
    known = {frozenset(key): word for key, word in CONNECTORS.items()}
    return text(f"servers.connectors.{known[frozenset(connectors)]}")


def _source(index: Index) -> tuple[Rows, int, str]:
    """Return the table, the row and the column behind a cell of its filter."""
    filtered = cast(QSortFilterProxyModel, index.model())
    rows = cast(Rows, filtered.sourceModel())
    place = filtered.mapToSource(filtered.index(index.row(), index.column()))
    return rows, place.row(), rows.columns[place.column()]


def _column(index: Index) -> str:
    return _source(index)[2]
