"""The window of changes: it follows the plan, leads from the list to the diagrams and back, and exports."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from portplanner.plan.change import with_choice
from portplanner.plan.model import Plan
from portplanner.plan.write import save
from portplanner.text import Language
from portplanner.window.changes import ChangesWindow
from portplanner.window.editor import Editor
from portplanner.window.main_window import MainWindow
from tests.window.conftest import Answers

Opened = Callable[[], ChangesWindow]


@pytest.fixture
def opened(window: MainWindow, qtbot: QtBot) -> Iterator[Opened]:
    def open_it() -> ChangesWindow:
        window.actions_.by_id["changes"].trigger()
        assert window.changes is not None
        settled(window.changes, qtbot)
        return window.changes

    yield open_it
    if window.changes is not None:
        window.changes.close()


def settled(changes: ChangesWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not changes.busy)


def ids(changes: ChangesWindow) -> set[str]:
    request = changes.request
    assert request is not None
    return {change.id for change in request.changes.rows}


def listed(changes: ChangesWindow) -> list[str]:
    found = []
    for i in range(changes.list.topLevelItemCount()):
        top = changes.list.topLevelItem(i)
        assert top is not None
        children = (top.child(n) for n in range(top.childCount()))
        found += [top.text(0), *(child.text(2) for child in children if child is not None)]
    return found


def test_it_is_made_when_it_is_asked_for(window: MainWindow) -> None:
    assert window.changes is None


def test_nothing_changes_right_after_opening(opened: Opened) -> None:
    changes = opened()
    assert not ids(changes)
    assert listed(changes) == []
    assert changes.details.text() == "Nothing changes: both plans lead to the same rows."
    assert not changes.export_button.isEnabled()
    assert not changes.canvas.isVisible()


def test_it_follows_the_plan(opened: Opened, editor: Editor, qtbot: QtBot) -> None:
    changes = opened()
    editor.choose(with_choice(editor.plan, "clients.http", ()))
    settled(changes, qtbot)
    assert ids(changes) == {"cli-http-80"}
    assert listed(changes) == ["Network ports (1)", "Internet → Client Access server, 80/TCP"]
    assert changes.canvas.isVisible()
    editor.undo()
    settled(changes, qtbot)
    assert not ids(changes)


def test_saving_makes_the_plan_the_one_before(
    opened: Opened, editor: Editor, window: MainWindow, answers: Answers, tmp_path: Path, qtbot: QtBot
) -> None:
    editor.choose(with_choice(editor.plan, "clients.http", ()))
    changes = opened()
    assert ids(changes) == {"cli-http-80"}
    answers.path = tmp_path / "plan.toml"
    assert window.documents.save()
    settled(changes, qtbot)
    assert not ids(changes)


def test_another_plan_can_be_compared_both_ways(
    opened: Opened, editor: Editor, answers: Answers, tmp_path: Path, qtbot: QtBot
) -> None:
    answers.path = tmp_path / "other.toml"
    save(with_choice(Plan(), "topology.edge", "2013"), answers.path)
    changes = opened()
    changes.choice.setCurrentIndex(changes.choice.count() - 1)
    changes.choice.activated.emit(changes.choice.count() - 1)
    settled(changes, qtbot)
    assert changes.choice.currentText() == "other.toml"
    request = changes.request
    assert request is not None
    assert request.changes.kinds()["mf-edge-edgesync-50636"] == "removed"
    changes.swap.click()
    settled(changes, qtbot)
    request = changes.request
    assert request is not None
    assert request.changes.kinds()["mf-edge-edgesync-50636"] == "added"


def test_a_damaged_plan_is_said_and_can_be_left_again(opened: Opened, tmp_path: Path, qtbot: QtBot) -> None:
    bad = tmp_path / "bad.toml"
    bad.write_text("format = 1\nnonsense = 1\n", "utf-8")
    changes = opened()
    changes.compare_with(bad)
    settled(changes, qtbot)
    assert "nonsense" in changes.status.text()
    assert changes.request is None
    assert not changes.export_button.isEnabled()
    changes.compare_with(None)
    settled(changes, qtbot)
    assert changes.request is not None


def test_list_and_diagram_lead_to_each_other(opened: Opened, editor: Editor, qtbot: QtBot) -> None:
    editor.choose(with_choice(with_choice(editor.plan, "clients.http", ()), "topology.edge", "2013"))
    changes = opened()
    assert changes.tabs.count() == 3
    changes.canvas.picked.emit("cli-http-80")
    current = changes.list.currentItem()
    assert current is not None
    assert "80/TCP" in current.text(2)
    assert changes.canvas.lit == {"cli-http-80"}
    assert "80/TCP" in changes.details.text()
    items = [item for item in listed(changes) if "50636" in item]
    assert items
    changes._on_picked("mf-edge-edgesync-50636")
    assert changes.canvas.drawing is not None
    assert changes.canvas.drawing.id == "mail-flow-edge"
    changes.canvas.picked.emit("")
    assert changes.list.currentItem() is None
    assert changes.canvas.lit == frozenset()
    assert changes.details.text().startswith("What is chosen differently")


def test_what_stays_says_so(opened: Opened, editor: Editor) -> None:
    editor.choose(with_choice(editor.plan, "clients.http", ()))
    changes = opened()
    changes.canvas.picked.emit("cli-https-443")
    assert changes.details.text() == "As before."


@pytest.mark.parametrize("ending", ["pdf", "csv", "svg"])
def test_the_change_request_is_exported(
    opened: Opened, editor: Editor, answers: Answers, tmp_path: Path, qtbot: QtBot, ending: str
) -> None:
    editor.choose(with_choice(editor.plan, "clients.http", ()))
    changes = opened()
    answers.path = tmp_path / f"changes.{ending}"
    changes.export_button.click()
    settled(changes, qtbot)
    assert answers.path.stat().st_size > 200
    assert changes.status.text() == f"Wrote changes.{ending}"


def test_an_export_that_fails_says_why(
    opened: Opened, editor: Editor, answers: Answers, tmp_path: Path, qtbot: QtBot
) -> None:
    editor.choose(with_choice(editor.plan, "clients.http", ()))
    changes = opened()
    for name in ("changes.doc", "none/changes.csv"):
        answers.path = tmp_path / name
        changes.export_button.click()
        settled(changes, qtbot)
        assert Path(name).name in changes.status.text()
        assert not answers.path.exists()


def test_it_speaks_the_language_of_the_window(
    opened: Opened, editor: Editor, language: Language, qtbot: QtBot
) -> None:
    editor.choose(with_choice(editor.plan, "clients.http", ()))
    changes = opened()
    editor.speak(language)
    settled(changes, qtbot)
    assert changes.windowTitle() == {"en": "What changes", "zh-TW": "變更內容"}[language]
    assert {"en": "Close", "zh-TW": "關閉"}[language] in changes.details.text() + changes.close_button.text()
    request = changes.request
    assert request is not None
    assert request.texts[0].language == language


def test_it_rests_while_it_is_closed(opened: Opened, editor: Editor, qtbot: QtBot) -> None:
    changes = opened()
    changes.close()
    editor.choose(with_choice(editor.plan, "clients.http", ()))
    assert not changes.busy
    opened()
    assert ids(changes) == {"cli-http-80"}
