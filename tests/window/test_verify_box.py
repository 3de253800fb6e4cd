"""The details pane tells how a row is verified and copies the commands."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from portplanner.paths import resources
from portplanner.plan.read import read
from portplanner.window.editor import Editor
from portplanner.window.verify_box import VerifyBox


@pytest.fixture
def box(qtbot: QtBot, editor: Editor) -> VerifyBox:
    editor.choose(read(resources() / "examples" / "contoso-edge.toml").plan)
    made = VerifyBox(editor)
    qtbot.addWidget(made)
    return made


def test_it_shows_who_runs_what(box: VerifyBox) -> None:
    box.show_row("mf-edge-edgesync-50636")
    lines = box.words.text().splitlines()
    assert "MBX01" in lines[0]
    assert lines[1] == "•  Test-NetConnection 'edge01.contoso.com' -Port 50636"
    assert box.good.text()


def test_the_button_copies_every_command(box: VerifyBox) -> None:
    box.show_row("mf-edge-in-edge-mbx-25")
    box.copy.click()
    copied = QGuiApplication.clipboard().text().splitlines()
    assert "Test-NetConnection 'mbx02.contoso.com' -Port 25" in copied
    assert copied[0].startswith("# ")
    assert not box.said.isHidden()


def test_a_row_without_commands_has_no_box(box: VerifyBox) -> None:
    box.show_row("no-such-row")
    assert box.isHidden()
    box.show_row("ic-intra-org")
    assert not box.isHidden()
    assert box.copy.isHidden()
