"""The walkthrough: keys, captions that fit, "what if" that changes nothing, and the way out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from portplanner.checklist.words import port_text
from portplanner.plan.change import with_choice
from portplanner.plan.model import Plan, Server
from portplanner.text import Language
from portplanner.window.editor import Editor
from portplanner.window.main_window import MainWindow
from portplanner.window.walkthrough import Walkthrough
from tests.window.conftest import Answers

Key = Qt.Key
LONG = "Wmailbox.server-" * 15


@pytest.fixture
def walk(window: MainWindow, qtbot: QtBot, qapp: QApplication) -> Iterator[Callable[[], Walkthrough]]:
    """Open a walkthrough from the window as it is."""
    opened: list[Walkthrough] = []

    def start() -> Walkthrough:
        made = Walkthrough(
            window.editor, window._theme, window.exporter, window.diagrams.page.diagram, window
        )
        opened.append(made)
        made.resize(1280, 720)
        made.show()
        qtbot.waitExposed(made)
        return made

    yield start
    for made in opened:
        made.close()
        made.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def flow(walkthrough: Walkthrough) -> str:
    assert walkthrough.step is not None
    return walkthrough.step.flow.id


def painted(walkthrough: Walkthrough) -> None:
    walkthrough.grab()


def test_f5_opens_it_and_escape_selects_where_it_was_left(window: MainWindow, qtbot: QtBot) -> None:
    window.actions_.by_id["walkthrough"].trigger()
    opened = window.findChild(Walkthrough)
    assert isinstance(opened, Walkthrough)
    qtbot.waitUntil(opened.isFullScreen)
    QTest.keyClick(opened, Key.Key_End)
    last = flow(opened)
    with qtbot.waitSignal(opened.left):
        QTest.keyClick(opened, Key.Key_Escape)
    assert window.editor.selection == last
    assert not window.editor.dirty


def test_it_starts_at_the_selected_flow_else_at_the_diagram_in_sight(
    window: MainWindow, editor: Editor, walk: Callable[[], Walkthrough]
) -> None:
    window.diagrams.look_at("mail-flow")
    assert flow(walk()) == "mf-noedge-in-internet-cas-25"
    editor.select("mf-noedge-dns-53")
    assert flow(walk()) == "mf-noedge-dns-53"


def test_every_key_goes_where_it_should(walk: Callable[[], Walkthrough], qtbot: QtBot) -> None:
    shown = walk()
    last = len(shown.steps) - 1
    for key in (Key.Key_Right, Key.Key_Space, Key.Key_PageDown, Key.Key_Down):
        before = shown.at
        QTest.keyClick(shown, key)
        assert shown.at == before + 1
    for key in (Key.Key_Left, Key.Key_PageUp, Key.Key_Up, Key.Key_Backspace):
        before = shown.at
        QTest.keyClick(shown, key)
        assert shown.at == before - 1
    QTest.keyClick(shown, Key.Key_Left)
    assert shown.at == 0
    QTest.keyClick(shown, Key.Key_End)
    assert shown.at == last
    QTest.keyClick(shown, Key.Key_Right)
    assert shown.at == last
    QTest.keyClick(shown, Key.Key_Home)
    assert shown.at == 0
    QTest.keyClick(shown, Key.Key_F5)
    assert not shown.isVisible()


def test_arrows_walk_even_when_a_button_has_the_focus(walk: Callable[[], Walkthrough], qtbot: QtBot) -> None:
    shown = walk()
    shown.buttons["next"].setFocus()
    QTest.keyClick(shown.buttons["next"], Key.Key_Right)
    assert shown.at == 1
    QTest.keyClick(shown.buttons["next"], Key.Key_Space)
    assert shown.at == 2


def test_a_click_is_a_step_and_a_click_on_a_flow_goes_there(
    walk: Callable[[], Walkthrough], qtbot: QtBot
) -> None:
    shown = walk()
    QTest.mouseClick(shown.caption, Qt.MouseButton.LeftButton, pos=QPoint(40, 40))
    assert shown.at == 1
    shown.canvas.picked.emit("cli-smtp-auth-587")
    assert flow(shown) == "cli-smtp-auth-587"
    shown.canvas.picked.emit("")
    assert shown.at == [step.flow.id for step in shown.steps].index("cli-smtp-auth-587") + 1
    mark = shown.progress.marks()[2].center().toPoint()
    QTest.mouseClick(shown.progress, Qt.MouseButton.LeftButton, pos=mark)
    assert shown.at == 2


def test_each_step_lights_its_flow_and_says_it(
    walk: Callable[[], Walkthrough], editor: Editor, language: Language
) -> None:
    editor.speak(language)
    editor.choose(
        with_choice(with_choice(editor.plan, "topology.edge", "2013"), "sender_reputation.proxy", "Socks5")
    )
    shown = walk()
    for number, step in enumerate(shown.steps):
        shown.go(number)
        assert shown.canvas.lit == {step.flow.id}
        drawing = shown.canvas.drawing
        assert drawing is not None
        assert step.flow.id in drawing.flows
        assert str(number + 1) in shown.accessibleName()
        for port in step.flow.ports:
            assert port_text(port, editor.text) in shown.accessibleDescription()


@pytest.mark.parametrize("size", [(1024, 600), (1920, 1080), (900, 1200)])
def test_captions_fit_with_long_names_and_many_servers(
    walk: Callable[[], Walkthrough], editor: Editor, language: Language, size: tuple[int, int]
) -> None:
    editor.speak(language)
    cas = [Server(name=LONG, roles=("client-access",))]
    mailboxes = [Server(name=f"MBX{i:02}.contoso.com", roles=("mailbox",)) for i in range(20)]
    edge = [Server(name="Edge " * 40, roles=("edge-transport",))]
    for version in ("none", "2013"):
        plan = with_choice(Plan(), "topology.edge", version)
        editor.choose(replace(plan, servers=(*cas, *mailboxes, *edge)))
        shown = walk()
        shown.resize(*size)
        for number in range(len(shown.steps)):
            shown.go(number)
            painted(shown)
            assert not shown.caption.cut, flow(shown)
            assert {"source", "destination", "ports", "default"} <= set(shown.caption.shown)
        shown.close()


def test_a_port_is_never_cut(walk: Callable[[], Walkthrough]) -> None:
    shown = walk()
    shown.caption.setGeometry(0, 0, 300, 80)
    shown.caption.grab()
    assert shown.caption.cut
    assert "ports" in shown.caption.shown


def test_what_if_changes_nothing_until_it_is_kept(
    walk: Callable[[], Walkthrough], editor: Editor, qtbot: QtBot
) -> None:
    plan = editor.plan
    shown = walk()
    assert not shown.banner.isVisible()
    QTest.keyClick(shown, Key.Key_E)
    assert shown.what_if
    assert shown.banner.isVisible()
    assert "2013" in shown.banner.text()
    assert shown.now.topology.edge == "2013"
    assert editor.plan == plan
    assert not editor.can_undo
    QTest.keyClick(shown, Key.Key_K)
    assert not shown.what_if
    assert editor.plan.topology.edge == "2013"
    editor.undo()
    assert editor.plan == plan
    assert not shown.what_if


def test_what_if_stays_on_the_step_and_comes_back_to_it(
    walk: Callable[[], Walkthrough], editor: Editor, qtbot: QtBot
) -> None:
    editor.select("leg-noedge-in-cas-mbx")
    shown = walk()
    QTest.keyClick(shown, Key.Key_E)
    assert flow(shown) == "mf-edge-in-edge-mbx-25"
    QTest.keyClick(shown, Key.Key_P)
    assert flow(shown) == "leg-noedge-in-cas-mbx"
    assert not shown.what_if
    shown.go([step.flow.id for step in shown.steps].index("mf-noedge-out-mbx-internet-25"))
    QTest.keyClick(shown, Key.Key_O)
    assert flow(shown) == "leg-noedge-out-mbx-cas"
    QTest.keyClick(shown, Key.Key_Right)
    assert flow(shown) == "mf-noedge-out-cas-internet-25"
    QTest.keyClick(shown, Key.Key_O)
    assert shown.now.topology.outbound == "smart-host"
    assert flow(shown) == "mf-noedge-out-mbx-smarthost-25"


def test_a_way_back_ends_where_the_what_if_began(
    walk: Callable[[], Walkthrough], editor: Editor, qtbot: QtBot
) -> None:
    editor.choose(with_choice(editor.plan, "topology.edge", "2013"))
    editor.select("mf-edge-edgesync-50636")
    shown = walk()
    QTest.keyClick(shown, Key.Key_E)
    assert flow(shown) == "mf-noedge-out-mbx-internet-25"
    QTest.keyClick(shown, Key.Key_E)
    assert flow(shown) == "mf-edge-edgesync-50636"
    assert not shown.what_if


def test_leaving_forgets_the_what_if(walk: Callable[[], Walkthrough], editor: Editor, qtbot: QtBot) -> None:
    plan = editor.plan
    editor.select("mf-noedge-out-mbx-internet-25")
    shown = walk()
    QTest.keyClick(shown, Key.Key_O)
    QTest.keyClick(shown, Key.Key_Escape)
    assert editor.plan == plan
    assert editor.selection == "mf-noedge-out-mbx-internet-25"
    assert not walk().what_if


def test_a_switch_without_effect_is_disabled(walk: Callable[[], Walkthrough], editor: Editor) -> None:
    shown = walk()
    assert shown.buttons["topology.outbound"].isEnabled()
    editor.choose(with_choice(editor.plan, "topology.edge", "2013"))
    assert not shown.buttons["topology.outbound"].isEnabled()


def test_the_hand_out_is_written_and_what_if_is_not_handed_out(
    walk: Callable[[], Walkthrough],
    window: MainWindow,
    answers: Answers,
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    answers.path = tmp_path / "walk.pdf"
    shown = walk()
    shown.ask = answers
    QTest.keyClick(shown, Key.Key_E)
    assert not shown.buttons["hand-out"].isVisible()
    QTest.keyClick(shown, Key.Key_H)
    assert not window.exporter.busy
    QTest.keyClick(shown, Key.Key_P)
    QTest.keyClick(shown, Key.Key_H)
    qtbot.waitUntil(lambda: not window.exporter.busy, timeout=20_000)
    assert not window.exporter.failed
    assert answers.path.read_bytes().startswith(b"%PDF")
    assert "walk.pdf" in shown.said.text()


def test_a_plan_without_flows_says_so(walk: Callable[[], Walkthrough], editor: Editor) -> None:
    editor.choose(with_choice(editor.plan, "exchange", "se"))
    if editor.checklist.flows:
        pytest.skip("there are facts for this version")
    shown = walk()
    painted(shown)
    assert shown.title.text() == editor.text("walkthrough.nothing")
    shown.go(3)
    assert shown.step is None


def test_nothing_of_it_is_imported_at_the_start() -> None:
    import subprocess
    import sys

    program = "import sys, portplanner.window.main_window; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": ":".join(sys.path)},
    )
    assert "portplanner.window.walkthrough" not in done.stdout
    assert "portplanner.checklist.walk" not in done.stdout
