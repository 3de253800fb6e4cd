"""Another Exchange version in the window: what it offers, what it drops, and how that comes back."""

from __future__ import annotations

import pytest

from portplanner.catalogue.load import known, load
from portplanner.plan.model import Plan
from portplanner.text import Language
from portplanner.values import validated
from portplanner.window.editor import Editor
from portplanner.window.fields import RadioField
from portplanner.window.main_window import MainWindow


def radio(window: MainWindow, key: str) -> RadioField:
    field = window.options.fields[key]
    assert isinstance(field, RadioField)
    return field


def switch(window: MainWindow, version: str) -> None:
    radio(window, "exchange").buttons[version].click()


def notice(window: MainWindow) -> str:
    return window.diagrams.notices.words.text()


OLD = {
    "topology": {"roles": "combined", "edge": "2010"},
    "site": ({"name": "HQ"},),
    "server": ({"name": "BOTH1", "roles": ("mailbox", "client-access")},
               {"name": "CAS1", "roles": ("client-access",)}),
}  # fmt: skip


@pytest.mark.parametrize("version", known())
def test_a_version_offers_its_own_choices(window: MainWindow, editor: Editor, version: str) -> None:
    editor.choose(Plan(exchange="2016" if version != "2016" else "2019"))
    switch(window, version)
    assert editor.plan.exchange == version
    choices = load(version).choices
    assert tuple(radio(window, "topology.edge").buttons) == choices["topology.edge"]
    assert ("topology.roles" in window.options.fields) is (len(choices["topology.roles"]) > 1)
    shown = "sender_reputation.open_proxy_detection" in window.options.fields
    assert shown is (len(choices["sender_reputation.open_proxy_detection"]) > 1)
    assert editor.checklist.exchange == version
    assert all(editor.picture(diagram).drawing.shapes for diagram in editor.checklist.diagrams)


def test_words_are_those_of_the_version(window: MainWindow, editor: Editor, language: Language) -> None:
    def said() -> str:
        return radio(window, "topology.outbound").buttons["client-access-proxy"].accessibleName()

    editor.speak(language)
    assert ("Client Access server" in said()) or ("用戶端存取伺服器" in said())
    switch(window, "2016")
    assert ("Front End Transport service" in said()) or ("前端傳輸服務" in said())


def test_what_is_dropped_is_said_and_undo_brings_it_back(
    window: MainWindow, editor: Editor, language: Language
) -> None:
    editor.speak(language)
    editor.choose(validated(Plan, OLD))
    before = editor.plan
    switch(window, "2019")
    assert [one.key for one in editor.dropped] == [
        "topology.roles", "topology.edge", "server.roles", "server",
    ]  # fmt: skip
    for word in ("Exchange 2019", "Exchange 2010", "BOTH1", "CAS1"):
        assert word in notice(window)
    window.actions_.by_id["undo"].trigger()
    assert editor.plan == before
    assert editor.dropped == ()
    assert "BOTH1" not in notice(window)
    window.actions_.by_id["redo"].trigger()
    assert [server.name for server in editor.plan.servers] == ["BOTH1"]


def test_a_switch_that_drops_nothing_says_nothing(window: MainWindow, editor: Editor) -> None:
    switch(window, "2016")
    assert editor.dropped == ()
    assert notice(window) == ""


def test_the_notice_goes_with_the_next_change(window: MainWindow, editor: Editor) -> None:
    editor.choose(validated(Plan, OLD))
    switch(window, "2016")
    assert editor.dropped
    radio(window, "topology.outbound").buttons["smart-host"].click()
    assert editor.dropped == ()
