"""Searching: typed, lit up, stepped through, shown and closed."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from portplanner.paths import resources
from portplanner.plan.read import read
from portplanner.window.editor import Editor
from portplanner.window.finder import Finder
from portplanner.window.main_window import MainWindow


@pytest.fixture
def finder(window: MainWindow, editor: Editor) -> Finder:
    editor.open(read(resources() / "examples" / "contoso-edge.toml").plan)
    window.activateWindow()
    window.actions_.by_id["find"].trigger()
    assert window.finder is not None
    return window.finder


def _type(finder: Finder, words: str) -> None:
    finder.line.clear()
    QTest.keyClicks(finder.line, words)


def _names(finder: Finder) -> list[str]:
    items = [finder.list.topLevelItem(n) for n in range(finder.list.topLevelItemCount())]
    return [item.text(0) for item in items if item is not None]


def _chosen(finder: Finder) -> int:
    item = finder.list.currentItem()
    return finder.list.indexOfTopLevelItem(item) if item else -1


def test_control_f_opens_the_field_ready_to_be_typed_in(window: MainWindow, finder: Finder) -> None:
    assert finder.isVisible()
    assert window.focusWidget() is finder.line
    assert window.actions_.by_id["find"].shortcut().toString() == "Ctrl+F"


def test_what_is_found_is_listed_with_its_kind_and_lit(window: MainWindow, finder: Finder) -> None:
    _type(finder, "443")
    assert finder.list.isVisible()
    item = finder.list.topLevelItem(0)
    assert item is not None
    assert item.text(2)
    lit = window.diagrams.canvas.lit
    assert {f.id for f in window.editor.checklist.flows if any(p.number == 443 for p in f.ports)} <= lit
    model = window.checklist.model
    assert any(model.lit(n) for n in range(model.rowCount()))


def test_what_is_typed_turns_no_page_but_enter_does(
    window: MainWindow, finder: Finder, editor: Editor
) -> None:
    before = window.diagrams.page
    _type(finder, "50636")
    assert window.diagrams.page is before
    QTest.keyClick(finder.line, Qt.Key.Key_Return)
    assert editor.selection == "mf-edge-edgesync-50636"
    assert window.diagrams.page.diagram == "mail-flow-edge"
    assert "mf-edge-edgesync-50636" in window.diagrams.canvas.lit
    chosen = window.checklist.table.selectionModel().selectedRows()
    assert len(chosen) == 1


@pytest.mark.parametrize("name", ["EDGE01", "MBX02", "CAS01"])
def test_a_server_is_shown_in_a_diagram_that_has_it(
    window: MainWindow, finder: Finder, editor: Editor, name: str
) -> None:
    _type(finder, name)
    QTest.keyClick(finder.line, Qt.Key.Key_Return)
    assert window.diagrams.canvas.element(editor.selection) is not None
    assert window.diagrams.canvas.used


def test_down_and_up_choose_and_control_g_goes_on(
    window: MainWindow, finder: Finder, editor: Editor, qtbot: QtBot
) -> None:
    _type(finder, "25/tcp")
    assert len(_names(finder)) > 2
    QTest.keyClick(finder.line, Qt.Key.Key_Down)
    assert _chosen(finder) == 1
    QTest.keyClick(finder.line, Qt.Key.Key_Up)
    QTest.keyClick(finder.line, Qt.Key.Key_Up)
    assert _chosen(finder) == len(_names(finder)) - 1
    QTest.keyClick(finder.line, Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    first = editor.selection
    QTest.keyClick(finder.line, Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    assert first
    assert editor.selection not in ("", first)
    shift = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(finder.line, Qt.Key.Key_G, shift)
    assert editor.selection == first


def test_escape_closes_and_leaves_the_selection(window: MainWindow, finder: Finder, editor: Editor) -> None:
    _type(finder, "50636")
    QTest.keyClick(finder.line, Qt.Key.Key_Return)
    chosen = editor.selection
    QTest.keyClick(finder.line, Qt.Key.Key_Escape)
    assert not finder.isVisible()
    assert editor.selection == chosen
    assert not editor.hits
    assert window.focusWidget() is window.diagrams.canvas


def test_a_row_of_a_hidden_layer_is_shown_with_its_layer(
    window: MainWindow, finder: Finder, editor: Editor
) -> None:
    flow = next(flow for flow in editor.checklist.flows if flow.layer)
    number = editor.checklist.flows.index(flow) + 1
    _type(finder, f"network ports {number}")
    QTest.keyClick(finder.line, Qt.Key.Key_Return)
    assert editor.selection == flow.id
    assert flow.layer in editor.view.layers
    assert window.diagrams.canvas.element(flow.id) is not None


def test_nothing_found_is_said(finder: Finder, editor: Editor) -> None:
    _type(finder, "no such thing")
    assert finder.count.text() == editor.text("look.find.none")
    assert not finder.list.isVisible()
    QTest.keyClick(finder.line, Qt.Key.Key_Return)
    assert editor.selection == ""


def test_a_change_of_language_searches_anew(finder: Finder, editor: Editor) -> None:
    _type(finder, "50636")
    editor.speak("zh-TW")
    assert finder.line.placeholderText() == editor.text("look.find.prompt")
    assert _names(finder)


@pytest.mark.parametrize("size", [(880, 560), (1440, 900)])
def test_the_panel_stays_inside_the_diagrams(
    window: MainWindow, finder: Finder, size: tuple[int, int]
) -> None:
    window.resize(*size)
    _type(finder, "t")
    assert len(_names(finder)) > 10
    assert window.diagrams.rect().contains(finder.geometry())
    assert not finder.list.geometry().intersects(finder.count.geometry())
    assert finder.rect().contains(finder.count.geometry())
