"""What the diagrams tell: chosen in menus and by keys, remembered, and safe from damaged settings."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from portplanner.diagram.view import PLAIN, View
from portplanner.plan.model import Plan, Server
from portplanner.window.editor import SERVER_IDS, Editor
from portplanner.window.main_window import MainWindow
from portplanner.window.settings import Settings
from portplanner.window.start import open_window


def _stacked() -> Plan:
    return Plan(servers=tuple(Server(name=f"MBX{n:02}", roles=("mailbox",)) for n in range(1, 13)))


@pytest.mark.parametrize(
    ("id", "view"),
    [
        ("callouts.number", View(callouts="number")),
        ("callouts.port", View(callouts="port")),
        ("labels.role", View(labels="role")),
        ("labels.address", View(labels="address")),
        ("layers.dns", View(layers=frozenset({"dns"}))),
        ("layers.sender-reputation", View(layers=frozenset({"sender-reputation"}))),
        ("layers.ground-rule", View(layers=frozenset({"ground-rule"}))),
        ("check.legend", View(legend=False)),
        ("check.unfold", View(unfolded=SERVER_IDS)),
    ],
)
def test_a_choice_changes_the_drawing(window: MainWindow, editor: Editor, id: str, view: View) -> None:
    editor.choose(_stacked())
    before = window.diagrams.canvas.drawing
    window.looks.actions[id].trigger()
    assert editor.view == view
    assert window.diagrams.canvas.drawing is not before


@pytest.mark.parametrize(
    ("key", "view"),
    [(Qt.Key.Key_1, View(callouts="number")), (Qt.Key.Key_2, View(callouts="port")),
     (Qt.Key.Key_4, View(labels="role")), (Qt.Key.Key_6, View(labels="address"))],
)  # fmt: skip
def test_keys_choose_how_deep_callouts_and_labels_go(
    window: MainWindow, editor: Editor, key: Qt.Key, view: View
) -> None:
    window.activateWindow()
    QTest.keyClick(window, key, Qt.KeyboardModifier.AltModifier)
    assert editor.view == view


def test_the_choices_stand_in_the_view_menu_with_their_keys(window: MainWindow) -> None:
    entries: list[QAction] = []
    for action in window.actions_.menu("view").actions():
        submenu = action.menu()
        assert action.text() or action.isSeparator()
        entries += submenu.actions() if submenu is not None else [action]  # type: ignore[attr-defined]
    shown = {action for action in entries if action.text()}
    assert set(window.looks.actions.values()) <= shown
    assert window.looks.actions["callouts.number"].shortcut().toString() == "Alt+1"


def test_the_menu_beside_the_tabs_stays_open_while_layers_are_tried(
    window: MainWindow, editor: Editor, qtbot: QtBot
) -> None:
    popup = window.looks.popup
    popup.popup(window.mapToGlobal(window.rect().center()))
    qtbot.waitUntil(popup.isVisible)
    for id in ("layers.dns", "layers.ground-rule"):
        place = popup.actionGeometry(window.looks.actions[id]).center()
        QTest.mouseClick(popup, Qt.MouseButton.LeftButton, pos=place)
    assert editor.view.layers == {"dns", "ground-rule"}
    assert popup.isVisible()
    popup.close()


def test_choices_are_remembered(
    window: MainWindow, editor: Editor, qapp: QApplication, settings: Settings
) -> None:
    for id in ("callouts.number", "labels.address", "layers.dns", "check.legend", "check.unfold"):
        window.looks.actions[id].trigger()
    again = open_window(qapp)
    assert again.editor.view == editor.view
    assert again.looks.actions["callouts.number"].isChecked()
    assert again.looks.actions["check.unfold"].isChecked()
    again.deleteLater()


@pytest.mark.parametrize("damage", ["", "@Invalid()", "nonsense", "@ByteArray(\\0\\1)", "7"])
def test_damaged_settings_are_as_in_a_new_installation(settings: Settings, damage: str) -> None:
    settings.view = View("number", "address", frozenset({"dns"}), legend=False)
    settings.motion = "full"
    file = Path(settings._file.fileName())
    settings._file.sync()
    lines = [
        f"{line.partition('=')[0]}={damage}" if "=" in line else line
        for line in file.read_text().splitlines()
    ]
    file.write_text("\n".join(lines))
    QSettings(str(file), QSettings.Format.IniFormat).sync()
    read = Settings()
    read._file.sync()
    assert read.view == PLAIN
    assert read.motion == "system"
    assert not read.unfolded


def test_views_survive_the_settings_file(settings: Settings) -> None:
    for view in (PLAIN, View("port", "role", frozenset({"dns", "ground-rule"}), legend=False)):
        settings.view = view
        assert Settings().view == view


def test_one_unfolded_stack_is_not_all_of_them(window: MainWindow, editor: Editor) -> None:
    editor.choose(_stacked())
    editor.turn_stack("mail-flow.mailbox")
    assert not window.looks.actions["check.unfold"].isChecked()
    window.looks.actions["check.unfold"].trigger()
    assert editor.view.unfolded == SERVER_IDS
    window.looks.actions["check.unfold"].trigger()
    assert not editor.view.unfolded


@pytest.mark.parametrize("width", [880, 1440])
def test_the_buttons_beside_the_tabs_leave_the_tabs_their_room(window: MainWindow, width: int) -> None:
    window.resize(width, 700)
    tabs = window.diagrams.tabs
    corner = tabs.cornerWidget()
    assert corner is not None
    assert not corner.geometry().intersects(tabs.tabBar().geometry())
    assert corner.geometry().right() <= tabs.width()
