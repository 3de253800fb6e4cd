"""The dialog for servers and sites."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from time import perf_counter

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QTableView
from pytestqt.qtbot import QtBot

from portplanner.plan.change import with_exchange
from portplanner.plan.copies import copies
from portplanner.plan.model import MAX_SERVERS, Plan, Server, Site
from portplanner.plan.pasted import pasted
from portplanner.text import Language, Text
from portplanner.values import validated
from portplanner.window import servers_dialog
from portplanner.window.ask import Ask
from portplanner.window.editor import Editor
from portplanner.window.paste_dialog import PasteDialog, words
from portplanner.window.servers_dialog import ServersDialog
from portplanner.window.servers_tables import ServerRows, SiteRows, connectors_text, roles_text
from portplanner.window.theme import Theme


@pytest.fixture
def editor(qapp: object, language: Language) -> Editor:
    servers = (
        Server(name="MBX01", roles=("mailbox",), site="HQ"),
        Server(name="EDGE01", roles=("edge-transport",), site="HQ", edge_connectors=("inbound",)),
    )
    plan = validated(Plan, {"site": (Site(name="HQ", subscribed=True),), "server": servers})
    return Editor(plan, language)


class Answers:
    """Answer in place of a person, who lets work go unless a test says otherwise."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.next: list[bool] = []

    def discard(self, asking: Ask, text: Text, words: str) -> bool:
        self.asked.append(words)
        return self.next.pop(0) if self.next else True


@pytest.fixture(autouse=True)
def answers(monkeypatch: pytest.MonkeyPatch) -> Answers:
    answers = Answers()
    monkeypatch.setattr(Ask, "discard", lambda *asked: answers.discard(*asked))
    return answers


@pytest.fixture
def dialog(editor: Editor, qtbot: QtBot) -> ServersDialog:
    dialog = ServersDialog(editor, Theme())
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def _type(rows: ServerRows | SiteRows, row: int, column: str, value: object) -> bool:
    tick = column in rows.ticks
    role = Qt.ItemDataRole.CheckStateRole if tick else Qt.ItemDataRole.EditRole
    return rows.setData(rows.index(row, rows.columns.index(column)), value, role)


def test_there_are_no_more_sites_than_a_plan_can_have(
    dialog: ServersDialog, editor: Editor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A plan with more would be saved and never opened again."""
    monkeypatch.setattr(servers_dialog, "MAX_SITES", 3)
    dialog.add_site.click()
    dialog.add_site.click()
    assert len(dialog.draft.sites) == 3
    dialog.site_part.pick([0])
    for button in (dialog.add_site, dialog.duplicate_site):
        button.click()
        assert len(dialog.draft.sites) == 3
        assert dialog.trouble.text() == editor.text("servers.too-many-sites", most=3)


def test_a_server_is_added_and_named(dialog: ServersDialog, editor: Editor) -> None:
    dialog.add_server.click()
    assert _type(dialog.servers, 2, "name", "CAS01")
    assert _type(dialog.servers, 2, "roles", roles_text(("client-access",), editor.text))
    assert _type(dialog.servers, 2, "addresses", "10.0.0.1, 10.0.0.2")
    assert _type(dialog.servers, 2, "fqdn", "cas01.contoso.com")
    dialog.accept()
    added = editor.plan.servers[2]
    assert (added.name, added.roles, added.site) == ("CAS01", ("client-access",), "HQ")
    assert added.addresses == ("10.0.0.1", "10.0.0.2")


def test_everything_is_one_step_to_undo(dialog: ServersDialog, editor: Editor) -> None:
    before = editor.plan
    dialog.add_server.click()
    dialog.add_site.click()
    dialog.accept()
    editor.undo()
    assert editor.plan == before
    assert not editor.can_undo


def test_cancel_changes_nothing(dialog: ServersDialog, editor: Editor) -> None:
    before = editor.plan
    dialog.add_server.click()
    dialog.reject()
    assert editor.plan is before


def test_what_the_table_does_not_show_stays(dialog: ServersDialog, editor: Editor) -> None:
    _type(dialog.servers, 1, "name", "EDGE09")
    dialog.accept()
    assert editor.plan.servers[1].edge_connectors == ("inbound",)


@pytest.mark.parametrize("name", ["", "edge01"])
def test_a_name_that_cannot_be_is_refused_with_a_reason(dialog: ServersDialog, name: str) -> None:
    assert not _type(dialog.servers, 0, "name", name)
    assert dialog.draft.servers[0].name == "MBX01"
    assert dialog.trouble.text()


def test_a_site_takes_its_servers_along(dialog: ServersDialog, editor: Editor) -> None:
    _type(dialog.sites, 0, "name", "Taipei")
    assert {server.site for server in dialog.draft.servers} == {"Taipei"}
    dialog.site_table.selectRow(0)
    dialog.remove_site.click()
    dialog.accept()
    assert editor.plan.sites == ()
    assert {server.site for server in editor.plan.servers} == {""}


def test_servers_are_removed(dialog: ServersDialog, editor: Editor) -> None:
    dialog.server_table.selectRow(0)
    dialog.remove_server.click()
    dialog.accept()
    assert [server.name for server in editor.plan.servers] == ["EDGE01"]


def names(dialog: ServersDialog) -> list[str]:
    return [server.name for server in dialog.draft.servers]


def press(qtbot: QtBot, table: QTableView, key: Qt.Key, *modifiers: Qt.KeyboardModifier) -> None:
    held = Qt.KeyboardModifier.NoModifier
    for modifier in modifiers:
        held |= modifier
    QTest.keyClick(table, key, held)


CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


def test_one_server_becomes_twelve_by_keys(dialog: ServersDialog, editor: Editor, qtbot: QtBot) -> None:
    dialog.server_part.pick([0])
    dialog.server_part.times.setValue(11)
    assert "MBX12" in dialog.hint.text()
    dialog.server_table.setFocus()
    press(qtbot, dialog.server_table, Qt.Key.Key_D, CTRL)
    assert names(dialog) == [*(f"MBX{number:02}" for number in range(1, 13)), "EDGE01"]
    assert dialog.server_part.chosen == list(range(1, 12))
    press(qtbot, dialog.server_table, Qt.Key.Key_Z, CTRL)
    assert names(dialog) == ["MBX01", "EDGE01"]
    press(qtbot, dialog.server_table, Qt.Key.Key_Y, CTRL)
    dialog.accept()
    assert len(editor.plan.servers) == 13
    editor.undo()
    assert not editor.can_undo


def test_several_are_duplicated_each_behind_itself(dialog: ServersDialog) -> None:
    dialog.server_part.pick([0, 1])
    dialog.server_part.times.setValue(2)
    dialog.duplicate_server.click()
    assert names(dialog) == ["MBX01", "MBX02", "MBX03", "EDGE01", "EDGE02", "EDGE03"]
    assert dialog.server_part.chosen == [1, 2, 4, 5]


def test_no_more_servers_than_a_plan_may_have(dialog: ServersDialog) -> None:
    dialog.server_part.pick([0])
    dialog.server_part.times.setValue(MAX_SERVERS)
    dialog.duplicate_server.click()
    assert len(names(dialog)) == 2
    assert str(MAX_SERVERS) in dialog.trouble.text()


def test_rows_move_by_keys_and_by_the_mouse(dialog: ServersDialog, qtbot: QtBot) -> None:
    dialog.server_part.pick([1])
    dialog.server_table.setFocus()
    press(qtbot, dialog.server_table, Qt.Key.Key_Up, ALT)
    assert names(dialog) == ["EDGE01", "MBX01"]
    assert dialog.server_part.chosen == [0]
    press(qtbot, dialog.server_table, Qt.Key.Key_Up, ALT)
    assert names(dialog) == ["EDGE01", "MBX01"]
    filtered = dialog.server_part.filtered
    carried = filtered.mimeData([filtered.index(0, 0)])
    filtered.dropMimeData(carried, Qt.DropAction.MoveAction, 2, 0, QModelIndex())
    assert names(dialog) == ["MBX01", "EDGE01"]
    assert dialog.server_part.chosen == [1]


def test_a_filter_hides_and_keeps(dialog: ServersDialog, qtbot: QtBot) -> None:
    QTest.keyClicks(dialog.server_part.filter, "edge01")
    assert dialog.server_part.filtered.rowCount() == 1
    dialog.server_part.pick([1])
    dialog.down_server.click()
    assert names(dialog) == ["MBX01", "EDGE01"]  # between hidden rows there is no place
    dialog.remove_server.click()
    assert names(dialog) == ["MBX01"]


def test_many_get_a_site_or_roles_at_once(dialog: ServersDialog, editor: Editor) -> None:
    dialog.add_site.click()
    dialog.server_part.pick([0])
    dialog.server_part.times.setValue(3)
    dialog.duplicate_server.click()
    dialog.site_menu.aboutToShow.emit()
    dialog.site_menu.actions()[2].trigger()
    assert [server.site for server in dialog.draft.servers] == ["HQ", *[dialog.draft.sites[1].name] * 3, "HQ"]
    dialog.role_menu.aboutToShow.emit()
    offered = [action.text() for action in dialog.role_menu.actions()]
    combined = roles_text(("mailbox", "client-access"), editor.text)
    dialog.role_menu.actions()[offered.index(combined)].trigger()
    assert dialog.draft.servers[3].roles == ("mailbox", "client-access")
    assert dialog.server_part.chosen == [1, 2, 3]


@pytest.mark.parametrize("exchange", ["2016", "se"])
def test_later_versions_offer_no_client_access_role(editor: Editor, qtbot: QtBot, exchange: str) -> None:
    editor.choose(with_exchange(editor.plan, exchange)[0])
    dialog = ServersDialog(editor, Theme())
    qtbot.addWidget(dialog)
    dialog.role_menu.aboutToShow.emit()
    shown = [action.text() for action in dialog.role_menu.actions()]
    assert shown == [roles_text(roles, editor.text) for roles in (("mailbox",), ("edge-transport",))]


def test_what_cannot_be_used_is_said_where_it_stands_and_ok_waits(
    dialog: ServersDialog, editor: Editor
) -> None:
    assert _type(dialog.servers, 0, "addresses", "10.0.0.300")
    assert "10.0.0.300" in dialog.trouble.text()
    assert not dialog.ok.isEnabled()
    place = dialog.servers.index(0, ServerRows.columns.index("addresses"))
    assert "10.0.0.300" in str(place.data(Qt.ItemDataRole.AccessibleDescriptionRole))
    dialog.next.click()
    assert dialog.server_part.place == (0, place.column())
    assert _type(dialog.servers, 0, "addresses", "10.0.0.30; 2001:db8::1")
    assert dialog.ok.isEnabled()
    assert dialog.trouble.text() == ""
    assert _type(dialog.servers, 0, "fqdn", "mbx_01")  # odd, but a plan may hold it
    assert "mbx_01" in dialog.trouble.text()
    assert dialog.ok.isEnabled()


@pytest.mark.parametrize(
    ("column", "typed", "wrong"),
    [
        ("fqdn", "mbx 01", True),
        ("fqdn", "mbx01.contoso.com", False),
        ("addresses", "10.0.0.", True),
        ("addresses", "10.0.0.1, 2001:db8::1", False),
        ("name", "EDGE01", True),
        ("name", "MBX07", False),
    ],
)
def test_it_is_said_while_it_is_typed(
    dialog: ServersDialog, qtbot: QtBot, column: str, typed: str, wrong: bool
) -> None:
    place = dialog.server_part.index(0, ServerRows.columns.index(column))
    dialog.server_table.setCurrentIndex(place)
    dialog.server_table.edit(place)
    line = dialog.server_table.findChild(QLineEdit)
    assert isinstance(line, QLineEdit)
    line.clear()
    QTest.keyClicks(line, typed)
    assert bool(dialog.trouble.text()) == wrong
    assert bool(line.property("wrong")) == wrong
    assert bool(line.accessibleDescription()) == wrong


def test_cells_that_mean_nothing_for_a_role_cannot_be_edited(dialog: ServersDialog) -> None:
    columns = ServerRows.columns
    sync, connectors = columns.index("in_edgesync"), columns.index("edge_connectors")
    rows = dialog.servers
    assert rows.flags(rows.index(0, sync)) & Qt.ItemFlag.ItemIsUserCheckable
    assert not rows.flags(rows.index(1, sync)) & Qt.ItemFlag.ItemIsUserCheckable
    assert rows.flags(rows.index(1, connectors)) & Qt.ItemFlag.ItemIsEditable
    assert not rows.flags(rows.index(0, connectors)) & Qt.ItemFlag.ItemIsEditable


def test_an_edge_gets_other_connectors_and_a_mailbox_server_leaves_edgesync(
    dialog: ServersDialog, editor: Editor
) -> None:
    assert _type(dialog.servers, 1, "edge_connectors", connectors_text(("internet",), editor.text))
    assert _type(dialog.servers, 0, "in_edgesync", Qt.CheckState.Unchecked.value)
    dialog.accept()
    assert editor.plan.servers[1].edge_connectors == ("internet",)
    assert not editor.plan.servers[0].in_edgesync


def test_what_is_copied_can_be_pasted_back(
    dialog: ServersDialog, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    _type(dialog.servers, 0, "fqdn", "mbx01.contoso.com")
    _type(dialog.servers, 0, "in_edgesync", Qt.CheckState.Unchecked.value)
    before = dialog.draft.servers
    dialog.server_part.pick([0, 1])
    dialog.server_table.setFocus()
    press(qtbot, dialog.server_table, Qt.Key.Key_C, CTRL)
    press(qtbot, dialog.server_table, Qt.Key.Key_Delete)
    assert names(dialog) == []
    monkeypatch.setattr(PasteDialog, "exec", lambda self: self.take.isEnabled())
    press(qtbot, dialog.server_table, Qt.Key.Key_V, CTRL)
    assert dialog.draft.servers == before
    assert dialog.server_part.chosen == [0, 1]


def test_nothing_is_pasted_that_nobody_took(dialog: ServersDialog, monkeypatch: pytest.MonkeyPatch) -> None:
    before, shown = dialog.draft.plan, []

    def look(self: PasteDialog) -> int:
        row = self.table.model().index(0, 0)
        shown.append([row.siblingAtColumn(column).data() for column in range(3)])
        return 0

    monkeypatch.setattr(PasteDialog, "exec", look)
    QGuiApplication.clipboard().setText("MBX02\t10.0.0.2\n")
    dialog.paste_button.click()
    assert shown == [["1", dialog._text("servers.paste.new"), "MBX02"]]
    assert dialog.draft.plan == before
    QGuiApplication.clipboard().setText(" \n")
    dialog.paste_button.click()
    assert dialog.trouble.text() == dialog._text("servers.paste.nothing")


def test_a_thousand_servers_are_edited_without_a_wait(qapp: object, qtbot: QtBot) -> None:
    sites = tuple(Site(name=f"Site {number:02}", subscribed=number == 1) for number in range(1, 51))
    like = Server(name="MBX0000", fqdn="mbx0000.contoso.com", roles=("mailbox",))
    servers = tuple(
        replace(server, site=sites[number % 50].name)
        for number, server in enumerate(copies([like], like, 1000))
    )
    editor = Editor(Plan(sites=sites, servers=servers), "en")
    sheet = "\n".join(f"NEW{number:04}\t10.0.{number // 250}.{number % 250 + 1}" for number in range(900))
    waits: dict[str, float] = {}

    def timed(name: str, act: Callable[[], object]) -> None:
        start = perf_counter()
        act()
        QApplication.processEvents()
        waits[name] = perf_counter() - start

    dialog = ServersDialog(editor, Theme())
    qtbot.addWidget(dialog)
    timed("show", dialog.show)
    timed("edit", lambda: _type(dialog.servers, 500, "fqdn", "other.contoso.com"))
    timed("filter", lambda: dialog.server_part.filter.setText("mbx09"))
    timed("all", dialog.server_part.filter.clear)
    timed("select", lambda: dialog.server_part.pick(range(100)))
    timed("duplicate", dialog.duplicate_server.click)
    timed("move", lambda: dialog.shift(dialog.server_part, 1))
    timed("undo", dialog.draft.undo)
    timed("paste", lambda: pasted(sheet, dialog.draft.plan, words()))
    assert len(dialog.draft.servers) == 1100
    # The budget is 50 ms on a quiet machine; this catches what grows with the square of the servers.
    assert max(waits.values()) < 0.5, waits


def test_work_is_only_thrown_away_when_the_user_says_so(
    dialog: ServersDialog, editor: Editor, answers: Answers
) -> None:
    answers.next = [False, True]
    dialog.add_server.click()
    dialog.reject()
    assert dialog.isVisible()
    assert len(dialog.draft.servers) == 3
    dialog.reject()
    assert not dialog.isVisible()
    assert len(editor.plan.servers) == 2
    assert answers.asked == [editor.text("servers.discard")] * 2


def test_closing_without_a_change_asks_nothing(dialog: ServersDialog, answers: Answers) -> None:
    dialog.add_server.click()
    dialog.undo()
    dialog.reject()
    assert not dialog.isVisible()
    assert not answers.asked
