"""The dialog for servers and sites."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from portplanner.plan.model import Plan, Server, Site
from portplanner.text import Language
from portplanner.values import validated
from portplanner.window.editor import Editor
from portplanner.window.servers_dialog import ServerRows, ServersDialog, SiteRows, roles_text


@pytest.fixture
def editor(qapp: object, language: Language) -> Editor:
    servers = (
        Server(name="MBX01", roles=("mailbox",), site="HQ"),
        Server(name="EDGE01", roles=("edge-transport",), site="HQ", edge_connectors=("inbound",)),
    )
    plan = validated(Plan, {"site": (Site(name="HQ", subscribed=True),), "server": servers})
    return Editor(plan, language)


@pytest.fixture
def dialog(editor: Editor, qtbot: QtBot) -> ServersDialog:
    dialog = ServersDialog(editor)
    qtbot.addWidget(dialog)
    return dialog


def _type(rows: ServerRows | SiteRows, row: int, column: str, value: object) -> bool:
    tick = column in rows.ticks
    role = Qt.ItemDataRole.CheckStateRole if tick else Qt.ItemDataRole.EditRole
    return rows.setData(rows.index(row, rows.columns.index(column)), value, role)


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
    _type(dialog.servers, 1, "in_edgesync", Qt.CheckState.Unchecked.value)
    dialog.accept()
    assert editor.plan.servers[1].edge_connectors == ("inbound",)
    assert not editor.plan.servers[1].in_edgesync


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
