"""Changes of a diagram move for a moment, never wait for each other and never move for who wants calm."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QStandardPaths
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from portplanner.plan.change import with_choice
from portplanner.window import animation
from portplanner.window.animation import Calm, Way
from portplanner.window.canvas import Canvas
from portplanner.window.editor import Editor
from portplanner.window.main_window import MainWindow
from portplanner.window.settings import Motion, Settings


@pytest.fixture
def canvas(window: MainWindow) -> Canvas:
    window.diagrams.move_when(lambda: True)
    return window.diagrams.canvas


def _clients(editor: Editor, *zones: str) -> None:
    editor.choose(with_choice(editor.plan, "clients.from", zones))


def _at(canvas: Canvas, milliseconds: int) -> None:
    way = canvas._way
    assert way is not None
    way.pause()
    way.setCurrentTime(milliseconds)


def test_nothing_moves_without_being_asked_for(window: MainWindow, editor: Editor) -> None:
    _clients(editor, "internet", "internal")
    assert not window.diagrams.canvas.moving


def test_the_very_first_drawing_does_not_move(window: MainWindow) -> None:
    window.diagrams.move_when(lambda: True)
    for diagram in window.diagrams.pages:
        window.diagrams.look_at(diagram)
        assert not window.diagrams.canvas.moving


def test_a_change_moves_and_arrives(canvas: Canvas, editor: Editor, qtbot: QtBot) -> None:
    before = canvas.seen()
    _clients(editor, "internet", "internal")
    assert canvas.moving
    assert before is not None
    started = canvas.seen()
    assert started is not None
    assert started.frame == before.frame
    assert started.scale == pytest.approx(before.scale)
    qtbot.waitUntil(lambda: not canvas.moving, timeout=2000)
    after = canvas.seen()
    assert after is not None
    assert canvas.drawing is not None
    assert after.frame.shapes == canvas.drawing.shapes
    assert set(after.frame.opacities) == {1.0}


def test_a_change_takes_no_longer_than_it_should(canvas: Canvas, editor: Editor) -> None:
    _clients(editor, "internet", "internal")
    assert canvas._way is not None
    assert canvas._way.duration() == 150


def test_the_scale_moves_with_the_drawing(canvas: Canvas, editor: Editor) -> None:
    before = canvas.seen()
    _clients(editor, "internet", "internal")
    _at(canvas, 60)
    middle, end = canvas.seen(), canvas._there()
    assert before is not None
    assert middle is not None
    assert before.scale != end.scale
    assert min(before.scale, end.scale) < middle.scale < max(before.scale, end.scale)


def test_the_newest_choice_wins_and_starts_from_what_is_seen(canvas: Canvas, editor: Editor) -> None:
    _clients(editor, "internet", "internal")
    _at(canvas, 60)
    middle = canvas.seen()
    _clients(editor, "internal")
    assert canvas.seen() == middle
    for zones in (("internet",), ("internal",), ("internet", "internal")) * 5:
        _clients(editor, *zones)
    assert canvas.drawing is editor.picture("clients").drawing
    alive = [way for way in canvas.findChildren(Way) if way.state() == Way.State.Running]
    assert alive == [canvas._way]


def test_a_frame_can_be_painted_at_every_moment(canvas: Canvas, editor: Editor) -> None:
    _clients(editor, "internet", "internal")
    editor.select(editor.checklist.flows[0].id)
    for milliseconds in (0, 30, 75, 140):
        _at(canvas, milliseconds)
        assert not canvas.grab().isNull()


def test_a_click_in_the_middle_of_a_change_means_the_new_drawing(canvas: Canvas, editor: Editor) -> None:
    _clients(editor, "internet", "internal")
    _at(canvas, 30)
    id = editor.checklist.flows[-1].id if editor.checklist.flows[-1].diagram == "clients" else canvas.order[0]
    place = canvas.place_of(id)
    assert place is not None
    assert canvas.id_at(place) == id


def test_one_diagram_moves_into_the_other_when_a_choice_turns_the_page(
    window: MainWindow, editor: Editor
) -> None:
    window.diagrams.look_at("mail-flow")
    window.diagrams.move_when(lambda: True)
    before = window.diagrams.canvas.seen()
    editor.choose(with_choice(editor.plan, "topology.edge", "2013"))
    assert window.diagrams.page.diagram == "mail-flow-edge"
    assert window.diagrams.canvas.moving
    _at(window.diagrams.canvas, 0)
    seen = window.diagrams.canvas.seen()
    assert before is not None
    assert seen is not None
    assert seen.frame == before.frame


def test_what_changed_while_hidden_does_not_move(window: MainWindow, canvas: Canvas, editor: Editor) -> None:
    window.diagrams.look_at("mail-flow")
    _clients(editor, "internet", "internal")
    window.diagrams.look_at("clients")
    assert not canvas.moving
    assert canvas.drawing is editor.picture("clients").drawing


def test_hiding_ends_a_change(window: MainWindow, canvas: Canvas, editor: Editor) -> None:
    _clients(editor, "internet", "internal")
    assert canvas.moving
    window.diagrams.look_at("mail-flow")
    assert not canvas.moving


# Who wants calm


@pytest.fixture
def system(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A desktop on a screen, with an own folder of settings and no GNOME."""
    monkeypatch.setattr(QGuiApplication, "platformName", lambda: "xcb")
    monkeypatch.setattr(animation, "_qt", lambda: None)
    monkeypatch.setattr(animation, "_config", lambda: tmp_path)
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(QStandardPaths, "findExecutable", lambda name: "")
    return tmp_path


@pytest.mark.parametrize(("motion", "calm"), [("system", True), ("reduced", True), ("full", False)])
def test_where_nobody_looks_only_who_asks_for_it_gets_motion(motion: Motion, calm: bool) -> None:
    assert Calm().wanted(motion) == calm


def test_the_setting_is_asked_each_time(window: MainWindow, settings: Settings, editor: Editor) -> None:
    window.looks.actions["motion.full"].trigger()
    _clients(editor, "internet", "internal")
    assert window.diagrams.canvas.moving
    window.looks.actions["motion.reduced"].trigger()
    _clients(editor, "internet")
    assert not window.diagrams.canvas.moving
    assert Settings().motion == "reduced"


def test_a_desktop_that_says_nothing_moves(system: Path) -> None:
    assert not Calm().wanted("system")


@pytest.mark.parametrize("told", [True, False])
def test_qt_is_believed(system: Path, monkeypatch: pytest.MonkeyPatch, told: bool) -> None:
    monkeypatch.setattr(animation, "_qt", lambda: told)
    assert Calm().wanted("system") == told


@pytest.mark.parametrize(
    ("file", "content", "calm"),
    [
        ("kdeglobals", "[KDE]\nAnimationDurationFactor=0\n", True),
        ("kdeglobals", "[KDE]\nAnimationDurationFactor=0.5\n", False),
        ("kdeglobals", "[KDE]\nAnimationDurationFactor=fast\n", False),
        ("gtk-3.0/settings.ini", "[Settings]\ngtk-enable-animations=false\n", True),
        ("gtk-4.0/settings.ini", "[Settings]\ngtk-enable-animations=0\n", True),
        ("gtk-3.0/settings.ini", "[Settings]\ngtk-enable-animations=true\n", False),
    ],
)
def test_kde_and_gtk_are_asked(system: Path, file: str, content: str, calm: bool) -> None:
    (system / file).parent.mkdir(exist_ok=True)
    (system / file).write_text(content)
    assert Calm().wanted("system") == calm


@pytest.mark.parametrize(("answer", "calm"), [("false", True), ("true", False), ("", False)])
def test_gnome_is_asked_beside_the_window_and_nothing_moves_until_it_answers(
    system: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot, answer: str, calm: bool
) -> None:
    program = system / "gsettings"
    program.write_text(f"#!/bin/sh\necho {answer}\n")
    program.chmod(0o755)
    monkeypatch.setattr(QStandardPaths, "findExecutable", lambda name: str(program))
    asked = Calm()
    assert asked.wanted("system")
    qtbot.waitUntil(lambda: asked._gnome is not None, timeout=5000)
    assert asked.wanted("system") == calm


def test_this_qt_can_be_asked() -> None:
    assert animation._qt() in (None, True, False)
