"""What rows from a spreadsheet come to, shown before anything changes."""

from __future__ import annotations

from collections import Counter
from itertools import islice

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
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

from portplanner.checklist.words import folded
from portplanner.plan.pasted import COLUMNS, Line, Outcome, Pasted, Words
from portplanner.text import LANGUAGES, Text, visible
from portplanner.window.labels import label
from portplanner.window.servers_tables import roles_text

_OUTCOMES: tuple[Outcome, ...] = ("new", "changed", "same", "wrong")
_SHOWN = ("line", "outcome", "name", "roles", "site", "fqdn", "addresses", "problem")
_WIDTHS = (48, 80, 100, 180, 80, 170, 130, 340)
_FITTED = 100  # rows that grow with what is wrong in them; with thousands that would be felt


class PasteDialog(QDialog):
    """Shows line by line what will be taken and what is wrong with the rest."""

    def __init__(self, found: Pasted, text: Text, colour: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(text("servers.paste.title"))
        hint, total = label("soft"), label()
        hint.setText(text("servers.paste.hint"))
        outcomes = Counter(line.outcome for line in found.lines)
        said = [text("servers.paste.sum", **{outcome: outcomes[outcome] for outcome in _OUTCOMES})]
        if found.sites:
            said.append(text("servers.paste.sites", names=folded(found.sites, text)))
        total.setText("\n".join(said))
        self.total = total
        self.table = _table(found, text, colour)
        buttons = QDialogButtonBox()
        self.take = buttons.addButton(text("servers.paste.take"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.take.setDefault(True)
        self.take.setEnabled(found.changes)
        buttons.addButton(text("window.ask.cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 20, 20, 16)
        layout.setSpacing(10)
        for part in (hint, self.table, total, buttons):
            layout.addWidget(part, 1 if part is self.table else 0)
        self.resize(1180, 480)


def words() -> Words:
    """Return what columns, roles and answers of a sheet may be called, in both languages."""
    ids = (*COLUMNS, "client-access", "mailbox", "edge-transport", "yes", "no", "none")
    return {
        id: [word for one in LANGUAGES for word in Text(one)(f"servers.word.{id}").split("|")] for id in ids
    }


def _table(found: Pasted, text: Text, colour: str) -> QTableWidget:
    table = QTableWidget(len(found.lines), len(_SHOWN))
    table.setAccessibleName(text("servers.paste.title"))
    heads = [text(f"servers.{name}" if name in COLUMNS else f"servers.paste.{name}") for name in _SHOWN]
    table.setHorizontalHeaderLabels(heads)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setAlternatingRowColors(True)
    table.setShowGrid(False)
    table.setTabKeyNavigation(False)
    table.verticalHeader().hide()
    header = table.horizontalHeader()
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    header.setHighlightSections(False)
    header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
    header.setStretchLastSection(True)
    for column, width in enumerate(_WIDTHS):
        header.resizeSection(column, width)
    for row, line in enumerate(found.lines):
        for column, said in enumerate(_cells(line, text)):
            cell = QTableWidgetItem(said)
            cell.setToolTip(said)
            if line.outcome == "wrong":
                cell.setForeground(QColor(colour))
            table.setItem(row, column, cell)
    wrong = (row for row, line in enumerate(found.lines) if line.outcome == "wrong")
    for row in islice(wrong, _FITTED):
        table.resizeRowToContents(row)
    return table


def _cells(line: Line, text: Text) -> tuple[str, ...]:
    server = line.server
    said = " ".join(text(f"plan.{one.id}", **one.places) for one in (*line.findings, *line.warnings))
    shown = ("", "", "", "", "")
    if server is not None:
        addresses = ", ".join(server.addresses)
        shown = (server.name, roles_text(server.roles, text), server.site, server.fqdn, addresses)
    return (str(line.number), text(f"servers.paste.{line.outcome}"), *map(visible, shown), said)
