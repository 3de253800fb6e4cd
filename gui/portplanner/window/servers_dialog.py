"""The servers and sites of a plan, in two tables: to type, to duplicate, to paste, to put in order."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from portplanner.plan import support
from portplanner.plan.copies import copied_sites, copies, next_names
from portplanner.plan.model import MAX_SERVERS, MAX_SITES, Server, Site
from portplanner.plan.pasted import pasted
from portplanner.text import visible
from portplanner.window.ask import Ask
from portplanner.window.editor import Editor
from portplanner.window.fonts import SMALL
from portplanner.window.labels import label
from portplanner.window.paste_dialog import PasteDialog, words
from portplanner.window.servers_draft import Draft, without
from portplanner.window.servers_part import Part
from portplanner.window.servers_tables import (
    CONNECTORS,
    ROLES,
    Picker,
    Rows,
    ServerRows,
    SiteRows,
    Typing,
    connectors_text,
    roles_text,
)
from portplanner.window.theme import Theme

_SERVER_WIDTHS = (100, 165, 80, 165, 165, 110, 150)
_SITE_WIDTHS = (110, 140, 60)


class ServersDialog(QDialog):
    """Edits the plan's servers and sites; OK makes one change of it."""

    def __init__(self, editor: Editor, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ask = Ask(self)
        self._editor = editor
        self._theme = theme
        self._text = text = editor.text
        self.setWindowTitle(text("servers.title"))
        self.draft = Draft(editor.plan)
        self._before = editor.plan
        self.servers = ServerRows(self.draft, text, self._colour)
        self.sites = SiteRows(self.draft, text, self._colour)
        self.server_part = Part(self.servers, text, "servers", _SERVER_WIDTHS)
        self.site_part = Part(self.sites, text, "sites", _SITE_WIDTHS)
        self.server_table, self.site_table = self.server_part.table, self.site_part.table
        self._pickers()
        self._fill_server_part()
        self._fill_site_part()
        self.trouble, self.hint = label("notice", SMALL), label("soft", SMALL)
        self.next = QPushButton(text("servers.next"))
        self.next.setAutoDefault(False)
        self.next.clicked.connect(self.show_next)
        said = QHBoxLayout()
        said.addWidget(self.trouble, 1)
        said.addWidget(self.next)
        what = label("soft", SMALL)
        what.setText(text("servers.hint"))
        both = QSplitter(Qt.Orientation.Horizontal)
        both.setChildrenCollapsible(False)
        both.addWidget(self.site_part)
        both.addWidget(self.server_part)
        both.setStretchFactor(1, 1)
        both.setSizes([330, 990])
        both.setHandleWidth(12)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(8)
        layout.addWidget(what)
        layout.addWidget(both, 1)
        layout.addWidget(self.hint)
        layout.addLayout(said)
        layout.addWidget(self._buttons())
        self.resize(1360, 660)
        self._keys()
        self._saying = ""  # about the cell that is being typed into
        self.draft.changed.connect(self._on_changed)
        for rows, part in ((self.servers, self.server_part), (self.sites, self.site_part)):
            rows.said.connect(self._say)
            rows.went.connect(part.pick)
            part.table.selectionModel().selectionChanged.connect(self._on_selection_changed)
        self._on_changed()

    def accept(self) -> None:
        """Make the drafts part of the plan."""
        plan = replace(self._editor.plan, servers=self.draft.servers, sites=self.draft.sites)
        if plan != self._editor.plan:
            self._editor.choose(plan)
        super().accept()

    def reject(self) -> None:
        """Close without taking anything over; where that loses work, only when the user says so."""
        if self.draft.plan == self._before or self.ask.discard(self._text, self._text("servers.discard")):
            super().reject()

    # What is done to servers

    def add_one_server(self) -> None:
        """Add a server, in the site of the selected one."""
        if not self._room_for(1):
            return
        name = next(next_names(self._text("servers.new-server", number=0), _names(self.draft.servers)))
        chosen = self.server_part.chosen
        first = self.draft.sites[0].name if self.draft.sites else ""
        site = self.draft.servers[chosen[-1]].site if chosen else first
        self.server_part.filter.clear()
        self.draft.change(servers=[*self.draft.servers, Server(name=name, roles=("mailbox",), site=site)])
        self._show_new(self.server_part, [len(self.draft.servers) - 1], edit=True)

    def duplicate_servers(self) -> None:
        """Make copies of the selected servers; those of one stand together, behind it."""
        chosen, times = self.server_part.chosen, self.server_part.times.value()
        if not chosen or not self._room_for(len(chosen) * times):
            return
        servers = list(self.draft.servers)
        made: list[int] = []
        for place in reversed(chosen):  # from the end, so that places before stay what they are
            new = copies(servers, servers[place], times)
            servers[place + 1 : place + 1] = new
            made = [*range(place + 1, place + 1 + times), *(row + times for row in made)]
        self.server_part.filter.clear()
        self.draft.change(servers=servers)
        self._show_new(self.server_part, made)

    def remove_servers(self) -> None:
        """Take the selected servers away."""
        self._remove(
            self.server_part, lambda rows: self.draft.change(servers=without(self.draft.servers, rows))
        )

    def copy(self) -> None:
        """Put the selected servers on the clipboard, as rows of a spreadsheet with headings."""
        rows = self.servers
        lines = ["\t".join(rows.heading(column) for column in rows.columns)]
        for number in self.server_part.chosen:
            lines.append("\t".join(_cell(rows, number, column) for column in rows.columns))
        QGuiApplication.clipboard().setText("\n".join(lines) + "\n")

    def paste(self) -> None:
        """Show what the rows on the clipboard come to; take them when that is wanted."""
        found = pasted(QGuiApplication.clipboard().text(), self.draft.plan, words())
        if not found.lines:
            self._say(self._text("servers.paste.too-much" if found.too_much else "servers.paste.nothing"))
            return
        dialog = PasteDialog(found, self._text, self._colour(), self)
        new_sites = len(found.plan.sites) - len(self.draft.sites)
        if dialog.exec() == QDialog.DialogCode.Accepted and self._room_for_sites(new_sites):
            self.server_part.filter.clear()
            before = self.draft.servers
            self.draft.become(found.plan)
            now = enumerate(self.draft.servers)
            self._show_new(self.server_part, [n for n, s in now if n >= len(before) or s != before[n]])
        dialog.deleteLater()

    def set_site(self, name: str) -> None:
        """Put the selected servers in this site."""
        self._keep(self.server_part, lambda rows: self.draft.put("server", rows, site=name))

    def set_roles(self, number: int) -> None:
        """Give the selected servers the roles of this number in ROLES."""
        self._keep(self.server_part, lambda rows: self.draft.put("server", rows, roles=ROLES[number]))

    # What is done to sites

    def add_one_site(self) -> None:
        """Add a site; the first one is the one that Edge servers are subscribed to."""
        if not self._room_for_sites(1):
            return
        name = next(next_names(self._text("servers.new-site", number=0), _names(self.draft.sites)))
        self.draft.change(sites=[*self.draft.sites, Site(name=name, subscribed=not self.draft.sites)])
        self._show_new(self.site_part, [len(self.draft.sites) - 1], edit=True)

    def duplicate_sites(self) -> None:
        """Make copies of the selected site."""
        chosen = self.site_part.chosen
        if chosen and self._room_for_sites(self.site_part.times.value()):
            made = copied_sites(self.draft.sites, self.draft.sites[chosen[-1]], self.site_part.times.value())
            self.draft.change(sites=[*self.draft.sites, *made])
            self._show_new(self.site_part, range(len(self.draft.sites) - len(made), len(self.draft.sites)))

    def remove_sites(self) -> None:
        """Take the selected sites away; their servers stand in none then."""
        self._remove(self.site_part, self.draft.remove_sites)

    # What both have in common

    def shift(self, part: Part, step: int) -> None:
        """Move the selected rows one place up (-1) or down (1), together."""
        chosen = part.chosen
        if part.filter.text():
            self._say(self._text("servers.unfiltered"))
        elif chosen:
            part.rows.move(chosen, max(0, chosen[0] - 1) if step < 0 else min(chosen[-1] + 2, part.count))

    def undo(self) -> None:
        """Go back one step in this dialog."""
        self.draft.undo()

    def show_next(self) -> None:
        """Go to the next cell that has to be put right, or that is unusual."""
        marks = self.draft.marks
        stopping = [place for place, mark in marks.items() if mark.stops] or list(marks)
        if not stopping:
            return
        part = self.server_part if stopping[0][0] == "server" else self.site_part
        columns = part.rows.columns
        places = sorted(
            (row, columns.index(column)) for kind, row, column in stopping if kind == part.rows.kind
        )
        here = part.place
        row, column = next((place for place in places if place > here), places[0])
        part.filter.clear()
        part.go_to(row, column)

    def _remove(self, part: Part, remove: Callable[[list[int]], None]) -> None:
        chosen = part.chosen
        if chosen:
            remove(chosen)
            part.pick([min(chosen[0], part.count - 1)] if part.count else [])

    def _keep(self, part: Part, change: Callable[[list[int]], None]) -> None:
        """Change rows that stay selected."""
        if chosen := part.chosen:
            change(chosen)
            part.pick(chosen)

    def _show_new(self, part: Part, rows: Iterable[int], *, edit: bool = False) -> None:
        rows = list(rows)
        part.pick(rows)
        part.table.setFocus()
        if edit and rows:
            part.table.edit(part.index(rows[0], 0))

    def _room_for(self, count: int) -> bool:
        fits = len(self.draft.servers) + count <= MAX_SERVERS
        if not fits:
            self._say(self._text("servers.too-many", most=MAX_SERVERS))
        return fits

    def _room_for_sites(self, count: int) -> bool:
        fits = len(self.draft.sites) + count <= MAX_SITES
        if not fits:
            self._say(self._text("servers.too-many-sites", most=MAX_SITES))
        return fits

    # What is said

    def _say(self, words: str) -> None:
        self._saying = words
        self._show_trouble()

    def _on_changed(self) -> None:
        self._saying = ""
        self._show_trouble()
        self._on_selection_changed()

    def _show_trouble(self) -> None:
        marks = self.draft.marks
        stopping = [place for place, mark in marks.items() if mark.stops]
        words = self._saying
        if not words and marks:
            place = min(stopping or marks)
            rows: Rows = self.servers if place[0] == "server" else self.sites
            where = self._text(
                "servers.where",
                name=visible(rows.entries()[place[1]].name),
                column=rows.heading(place[2]),
                problem=marks[place].said(self._text),
            )
            count = len(stopping or marks)
            words = self._text("servers.wrong" if stopping else "servers.odd", count=count, first=where)
        self.trouble.setText(words)
        self.next.setVisible(bool(marks) and not self._saying)
        self.ok.setEnabled(not stopping)

    def _on_selection_changed(self) -> None:
        for part in (self.server_part, self.site_part):
            part.say_what_is_possible()
        part, said = self.server_part, ""
        if part.filter.text():
            said = self._text("servers.shown", shown=part.filtered.rowCount(), count=part.count)
        elif len(chosen := part.chosen) == 1:
            made = copies(self.draft.servers, self.draft.servers[chosen[0]], part.times.value())
            first, last = visible(made[0].name), visible(made[-1].name)
            said = self._text(f"servers.makes{'-many' if len(made) > 1 else ''}", first=first, last=last)
        self.hint.setText(said)

    def _colour(self) -> str:
        return self._theme.colours.notice_ink

    # How it is made

    def _pickers(self) -> None:
        text, table = self._text, self.server_table
        known = support.roles(self._editor.plan.exchange)
        self._offered = [n for n, roles in enumerate(ROLES) if all(role in known for role in roles)]
        pickers = {
            "roles": lambda: [roles_text(ROLES[number], text) for number in self._offered],
            "site": lambda: ["", *(visible(site.name) for site in self.draft.sites)],
            "edge_connectors": lambda: [connectors_text(one, text) for one in CONNECTORS],
        }
        for part in (self.server_part, self.site_part):
            typing = Typing(self)
            typing.said.connect(self._say)
            part.table.setItemDelegate(typing)
        for column, values in pickers.items():
            table.setItemDelegateForColumn(ServerRows.columns.index(column), Picker(values, self))

    def _fill_server_part(self) -> None:
        part = self.server_part
        self.add_server = part.button("add-server", "add-tip", self.add_one_server)
        self.duplicate_server = part.button("duplicate", "duplicate-tip", self.duplicate_servers)
        part.add_times(self._on_selection_changed)
        self.remove_server = part.button("remove", "remove-tip", self.remove_servers, needs=True)
        self.up_server = part.button("up", "up-tip", lambda: self.shift(part, -1), needs=True)
        self.down_server = part.button("down", "down-tip", lambda: self.shift(part, 1), needs=True)
        self.site_menu = part.menu("set-site", "set-site-tip", self._fill_site_menu)
        self.role_menu = part.menu("set-roles", "set-roles-tip", self._fill_role_menu)
        self.copy_button = part.button("copy", "copy-tip", self.copy, needs=True)
        self.paste_button = part.button("paste-button", "paste-tip", self.paste)
        part.filter.textChanged.connect(self._on_selection_changed)

    def _fill_site_part(self) -> None:
        part = self.site_part
        self.add_site = part.button("add-site", "add-tip", self.add_one_site)
        self.duplicate_site = part.button("duplicate", "duplicate-tip", self.duplicate_sites)
        part.add_times(lambda: None)
        self.remove_site = part.button("remove", "remove-tip", self.remove_sites, needs=True)
        part.filter.hide()

    def _fill_site_menu(self, menu: QMenu) -> None:
        menu.addAction(self._text("servers.no-site")).triggered.connect(lambda: self.set_site(""))
        for site in self.draft.sites:
            shown = visible(site.name).replace("&", "&&")
            menu.addAction(shown).triggered.connect(lambda _=False, name=site.name: self.set_site(name))

    def _fill_role_menu(self, menu: QMenu) -> None:
        for number in self._offered:
            shown = roles_text(ROLES[number], self._text)
            menu.addAction(shown).triggered.connect(lambda _=False, number=number: self.set_roles(number))

    def _buttons(self) -> QDialogButtonBox:
        buttons = QDialogButtonBox()
        self.ok = buttons.addButton(self._text("window.ask.ok"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.ok.setDefault(True)
        cancel = buttons.addButton(self._text("window.ask.cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        cancel.setAutoDefault(False)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        return buttons

    def _keys(self) -> None:
        keys = QKeySequence.StandardKey
        for sequence, act in (
            (QKeySequence(keys.Undo), self.draft.undo),
            (QKeySequence(keys.Redo), self.draft.redo),
            (QKeySequence(keys.Find), self.server_part.filter.setFocus),
        ):
            QShortcut(sequence, self).activated.connect(act)
        on_servers = (
            (QKeySequence(keys.New), self.add_one_server),
            (QKeySequence("Ctrl+D"), self.duplicate_servers),
            (QKeySequence(keys.Delete), self.remove_servers),
            (QKeySequence(keys.Copy), self.copy),
            (QKeySequence(keys.Paste), self.paste),
        )
        on_sites = (
            (QKeySequence(keys.New), self.add_one_site),
            (QKeySequence("Ctrl+D"), self.duplicate_sites),
            (QKeySequence(keys.Delete), self.remove_sites),
        )
        for part, acts in ((self.server_part, on_servers), (self.site_part, on_sites)):
            for sequence, act in (
                *acts,
                (QKeySequence("Alt+Up"), lambda part=part: self.shift(part, -1)),
                (QKeySequence("Alt+Down"), lambda part=part: self.shift(part, 1)),
            ):
                key = QShortcut(sequence, part.table)
                key.setContext(Qt.ShortcutContext.WidgetShortcut)  # not while a cell is typed into
                key.activated.connect(act)


def _names(entries: Iterable[Server | Site]) -> list[str]:
    return [entry.name for entry in entries]


def _cell(rows: ServerRows, number: int, column: str) -> str:
    """Return a cell for a spreadsheet: what it shows, ticks as words, on one line and without tabs."""
    entry = rows.draft.servers[number]
    if not rows.applies(entry, column):
        return ""
    if column in rows.ticks:
        word = "yes" if getattr(entry, column) else "no"
        return rows.text(f"servers.word.{word}").partition("|")[0]
    if column == "edge_connectors":
        return ", ".join(entry.edge_connectors) or rows.text("servers.connectors.none")
    return rows.shown(entry, column)
