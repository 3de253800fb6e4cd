"""The editor: one plan, its past, and what follows from it."""

from __future__ import annotations

import gc

import pytest
from pytestqt.qtbot import QtBot

from portplanner.plan.change import with_choice
from portplanner.plan.model import Plan
from portplanner.window.editor import DIAGRAMS, MOST_UNDONE, Editor


@pytest.fixture
def lone(qapp: object) -> Editor:
    return Editor()


def _edge(editor: Editor, version: str) -> None:
    editor.choose(with_choice(editor.plan, "topology.edge", version))


def test_choosing_announces_the_change_once(lone: Editor, qtbot: QtBot) -> None:
    with qtbot.waitSignal(lone.changed):
        _edge(lone, "2013")
    with qtbot.assertNotEmitted(lone.changed):
        _edge(lone, "2013")


def test_undo_and_redo_walk_through_the_plans(lone: Editor) -> None:
    plans = [lone.plan]
    for version in ("2007", "2010", "2013"):
        _edge(lone, version)
        plans.append(lone.plan)
    for plan in reversed(plans[:-1]):
        lone.undo()
        assert lone.plan == plan
    assert not lone.can_undo
    for plan in plans[1:]:
        lone.redo()
        assert lone.plan == plan
    assert not lone.can_redo


def test_a_new_choice_ends_what_could_be_redone(lone: Editor) -> None:
    _edge(lone, "2007")
    lone.undo()
    _edge(lone, "2013")
    assert not lone.can_redo


def test_typing_is_undone_as_one(lone: Editor) -> None:
    for typed in ("C", "Co", "Con"):
        lone.choose(with_choice(lone.plan, "document.title", typed), merge="document.title")
    lone.undo()
    assert lone.plan.document.title == ""


def test_undoing_everything_is_clean_again(lone: Editor) -> None:
    _edge(lone, "2013")
    assert lone.dirty
    lone.undo()
    assert not lone.dirty


@pytest.mark.parametrize("edge", ["none", "2007", "2013"])
def test_every_diagram_has_a_drawing_and_one_of_two_is_marked_unused(lone: Editor, edge: str) -> None:
    _edge(lone, edge)
    used = {diagram: lone.picture(diagram).used for diagram in DIAGRAMS}
    assert used == {
        "clients": True, "mail-flow": edge == "none", "mail-flow-edge": edge != "none",
        "hybrid": False, "unified-messaging": False,
    }  # fmt: skip
    assert all(lone.picture(diagram).drawing.shapes for diagram in DIAGRAMS)


def test_a_plan_without_clients_still_shows_what_they_would_be(lone: Editor) -> None:
    lone.choose(with_choice(lone.plan, "clients.from", ()))
    picture = lone.picture("clients")
    assert not picture.used
    assert picture.drawing.shapes


def test_a_choice_without_effect_on_the_checklist_still_counts_as_work(lone: Editor) -> None:
    lone.choose(with_choice(lone.plan, "document.title", "x"))
    assert lone.dirty


def test_a_version_without_unified_messaging_has_no_diagram_for_it(lone: Editor) -> None:
    lone.open(Plan(exchange="2019"))
    assert [diagram for diagram in DIAGRAMS if not lone.knows(diagram)] == ["unified-messaging"]
    assert not lone.picture("unified-messaging").drawing.shapes
    assert all(lone.picture(diagram).drawing.shapes for diagram in DIAGRAMS if lone.knows(diagram))


def test_ten_thousand_steps_take_no_more_memory_than_a_thousand() -> None:
    editor = Editor()

    def toggle(times: int) -> int:
        for number in range(times):
            editor.choose(with_choice(editor.plan, "document.revision", str(number % 10)))
            editor.choose(with_choice(editor.plan, "topology.edge", ("none", "2013")[number % 2]))
        gc.collect()
        return len(gc.get_objects())

    before = toggle(MOST_UNDONE)
    assert toggle(5 * MOST_UNDONE) <= before + 100
    undone = 0
    while editor.can_undo:
        editor.undo()
        undone += 1
    assert undone == MOST_UNDONE
