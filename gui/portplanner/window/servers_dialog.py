"""The servers and sites of a plan, in two tables."""

# ruff: noqa: D102 -- what an overridden method promises stands at its base

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, cast, get_args

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from portplanner.plan import support
from portplanner.plan.model import MAX_NAME, Server, ServerRole, Site
from portplanner.text import Text, visible
from portplanner.window.editor import Editor
from portplanner.window.fonts import LARGE, SMALL
from portplanner.window.labels import label

Index = QModelIndex | QPersistentModelIndex
_ROLES: tuple[tuple[ServerRole, ...], ...] = (
    ("mailbox",),
    ("client-access",),
    ("mailbox", "client-access"),
    ("edge-transport",),
)


@dataclass(slots=True)
class Draft:
    """Servers and sites while they are edited."""

    servers: list[Server] = field(default_factory=list)
    sites: list[Site] = field(default_factory=list)


class _Rows(QAbstractTableModel):
    """What both tables have in common: columns named by the locale, cells read and written by name."""

    columns: tuple[str, ...] = ()
    ticks: tuple[str, ...] = ()

    def __init__(self, draft: Draft, text: Text, say: Callable[[str], None]) -> None:
        super().__init__()
        self.draft = draft
        self.text = text
        self.say = say

    def entries(self) -> list[Any]:
        raise NotImplementedError

    def shown(self, entry: Any, column: str) -> str:
        raise NotImplementedError

    def put(self, entry: Any, column: str, typed: str) -> Any:
        raise NotImplementedError

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 -- Qt's own signature
        return len(self.entries())

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 -- Qt's own signature
        return len(self.columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.text(f"window.servers.{self.columns[section].replace('_', '-')}")
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        tick = self.columns[index.column()] in self.ticks
        return flags | (Qt.ItemFlag.ItemIsUserCheckable if tick else Qt.ItemFlag.ItemIsEditable)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        column, entry = self.columns[index.column()], self.entries()[index.row()]
        if column in self.ticks:
            if role == Qt.ItemDataRole.CheckStateRole:
                return Qt.CheckState.Checked if getattr(entry, column) else Qt.CheckState.Unchecked
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return self.shown(entry, column)
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        column, entries = self.columns[index.column()], self.entries()
        entry = entries[index.row()]
        if role == Qt.ItemDataRole.CheckStateRole:
            new = replace(entry, **{column: Qt.CheckState(value) == Qt.CheckState.Checked})
        else:
            typed = str(value).strip()[: MAX_NAME if column != "addresses" else None]
            if typed == self.shown(entry, column):
                return True
            new = self._named(entry, typed) if column == "name" else self.put(entry, column, typed)
        if new is None:
            return False
        self.say("")
        entries[index.row()] = new
        self.dataChanged.emit(self.index(index.row(), 0), self.index(index.row(), len(self.columns) - 1))
        return True

    def _named(self, entry: Any, typed: str) -> Any:
        if not typed:
            self.say(self.text("window.servers.name-empty"))
            return None
        if any(other is not entry and other.name.casefold() == typed.casefold() for other in self.entries()):
            self.say(self.text("window.servers.name-taken"))
            return None
        return self.put(entry, "name", typed)

    def add(self, entry: Any) -> None:
        self.beginInsertRows(QModelIndex(), self.rowCount(), self.rowCount())
        self.entries().append(entry)
        self.endInsertRows()

    def remove(self, row: int) -> None:
        self.beginRemoveRows(QModelIndex(), row, row)
        del self.entries()[row]
        self.endRemoveRows()


class ServerRows(_Rows):
    """One row per server."""

    columns = ("name", "roles", "site", "fqdn", "addresses", "in_edgesync")
    ticks = ("in_edgesync",)

    def entries(self) -> list[Any]:
        return self.draft.servers

    def shown(self, entry: Any, column: str) -> str:
        if column == "roles":
            return roles_text(entry.roles, self.text)
        if column == "addresses":
            return visible(", ".join(entry.addresses))
        return visible(getattr(entry, column))

    def put(self, entry: Any, column: str, typed: str) -> Any:
        if column == "roles":
            roles = next((r for r in _ROLES if roles_text(r, self.text) == typed), entry.roles)
            return replace(entry, roles=roles)
        if column == "addresses":
            parts = (part.strip()[:MAX_NAME] for part in typed.replace(";", ",").split(","))
            return replace(entry, addresses=tuple(part for part in parts if part))
        return replace(entry, **{column: typed})

    def add_one(self) -> None:
        taken = {server.name.casefold() for server in self.draft.servers}
        name = _free(taken, lambda n: self.text("window.servers.new-server", number=n))
        site = self.draft.sites[0].name if self.draft.sites else ""
        self.add(Server(name=name, roles=("mailbox",), site=site))


class SiteRows(_Rows):
    """One row per Active Directory site; a new name goes to the servers that stand in it."""

    columns = ("name", "subscribed")
    ticks = ("subscribed",)

    def entries(self) -> list[Any]:
        return self.draft.sites

    def shown(self, entry: Any, column: str) -> str:
        return visible(entry.name)

    def put(self, entry: Any, column: str, typed: str) -> Any:
        self._move(entry.name, typed)
        return replace(entry, **{column: typed})

    def add_one(self) -> None:
        taken = {site.name.casefold() for site in self.draft.sites}
        name = _free(taken, lambda n: self.text("window.servers.new-site", number=n))
        self.add(Site(name=name, subscribed=not self.draft.sites))

    def remove(self, row: int) -> None:
        self._move(self.draft.sites[row].name, "")
        super().remove(row)

    def _move(self, old: str, new: str) -> None:
        servers = self.draft.servers
        for number, server in enumerate(servers):
            if server.site == old:
                servers[number] = replace(server, site=new)


class _Picker(QStyledItemDelegate):
    """A list that opens, for cells with a few values."""

    def __init__(self, values: Callable[[], list[str]], parent: QWidget) -> None:
        super().__init__(parent)
        self._values = values

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        box = QComboBox(parent)
        box.addItems(self._values())
        return box

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        cast(QComboBox, editor).setCurrentText(str(index.data()))

    def setModelData(self, editor: QWidget, model: Any, index: Index) -> None:
        model.setData(index, cast(QComboBox, editor).currentText(), Qt.ItemDataRole.EditRole)


class ServersDialog(QDialog):
    """Edits the plan's servers and sites; OK makes one change of it."""

    def __init__(self, editor: Editor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._editor = editor
        text = editor.text
        self.setWindowTitle(text("window.servers.title"))
        self.draft = Draft(list(editor.plan.servers), list(editor.plan.sites))
        self.trouble = label("notice", SMALL)
        self.trouble.hide()
        self.servers = ServerRows(self.draft, text, self._say)
        self.sites = SiteRows(self.draft, text, self._say)
        widths = (120, 220, 110, 190, 220, 100)
        self.server_table = _table(self.servers, text("window.servers.servers"), widths)
        self.site_table = _table(self.sites, text("window.servers.sites"), (260, 140))
        known = support.roles(editor.plan.exchange)
        offered = [roles for roles in _ROLES if all(role in known for role in roles)]
        roles = _Picker(lambda: [roles_text(r, text) for r in offered], self)
        self.server_table.setItemDelegateForColumn(1, roles)
        sites = _Picker(lambda: ["", *(visible(site.name) for site in self.draft.sites)], self)
        self.server_table.setItemDelegateForColumn(2, sites)
        self.sites.dataChanged.connect(self._on_sites_changed)
        self.sites.rowsRemoved.connect(self._on_sites_changed)
        hint, addresses = label("soft", SMALL), label("soft", SMALL)
        hint.setText(text("window.servers.hint"))
        addresses.setText(text("window.servers.addresses-hint"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 20, 20, 16)
        layout.setSpacing(8)
        layout.addWidget(hint)
        self.add_server, self.remove_server = self._part(
            layout, "servers", "add-server", self.servers.add_one, self.servers, self.server_table, 3
        )
        layout.addWidget(addresses)
        self.add_site, self.remove_site = self._part(
            layout, "sites", "add-site", self.sites.add_one, self.sites, self.site_table, 2
        )
        layout.addWidget(self.trouble)
        buttons = QDialogButtonBox()
        ok = buttons.addButton(text("window.ask.ok"), QDialogButtonBox.ButtonRole.AcceptRole)
        ok.setDefault(True)
        buttons.addButton(text("window.ask.cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout.addWidget(buttons)
        self.resize(1040, 600)

    def accept(self) -> None:
        """Make the drafts part of the plan."""
        plan = replace(self._editor.plan, servers=tuple(self.draft.servers), sites=tuple(self.draft.sites))
        self._editor.choose(plan)
        super().accept()

    def _part(
        self,
        layout: QVBoxLayout,
        title: str,
        add: str,
        on_add: Callable[[], None],
        rows: _Rows,
        table: QTableView,
        share: int,
    ) -> tuple[QPushButton, QPushButton]:
        text = self._editor.text
        heading: QLabel = label(size=LARGE, bold=True, wraps=False)
        heading.setText(text(f"window.servers.{title}"))
        adds, removes = QPushButton(text(f"window.servers.{add}")), QPushButton(text("window.servers.remove"))
        adds.clicked.connect(on_add)
        removes.clicked.connect(lambda: self._remove(rows, table))
        line = QHBoxLayout()
        line.addWidget(heading)
        line.addStretch(1)
        for button in (adds, removes):
            button.setAutoDefault(False)
            line.addWidget(button)
        layout.addLayout(line)
        layout.addWidget(table, share)
        return adds, removes

    def _remove(self, rows: _Rows, table: QTableView) -> None:
        chosen = sorted({index.row() for index in table.selectionModel().selectedIndexes()}, reverse=True)
        for row in chosen:
            rows.remove(row)

    def _on_sites_changed(self) -> None:
        if self.draft.servers:
            last = self.servers.index(len(self.draft.servers) - 1, len(ServerRows.columns) - 1)
            self.servers.dataChanged.emit(self.servers.index(0, 0), last)

    def _say(self, words: str) -> None:
        self.trouble.setText(words)
        self.trouble.setVisible(bool(words))


def roles_text(roles: tuple[str, ...], text: Text) -> str:
    """Return the roles of a server in words."""
    order = [role for role in get_args(ServerRole) if role in roles]
    return text("checklist.list-mark").join(text(f"terms.role.{role}") for role in reversed(order))


def _free(taken: set[str], name: Callable[[int], str]) -> str:
    number = 1
    while name(number).casefold() in taken:
        number += 1
    return name(number)


def _table(rows: _Rows, name: str, widths: tuple[int, ...]) -> QTableView:
    table = QTableView()
    table.setModel(rows)
    table.setAccessibleName(name)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setAlternatingRowColors(True)
    table.setShowGrid(False)
    table.setEditTriggers(QAbstractItemView.EditTrigger.AllEditTriggers)
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
