"""Work beside the window."""

from __future__ import annotations

import gc
import threading

import pytest
from pytestqt.qtbot import QtBot

from portplanner.window.latest import Latest


@pytest.fixture
def latest(qapp: object) -> Latest:
    return Latest()


def test_only_the_newest_answer_comes(latest: Latest, qtbot: QtBot) -> None:
    answers: list[object] = []
    latest.ready.connect(answers.append)
    held = threading.Event()
    latest.ask(lambda: held.wait(5))
    qtbot.wait(20)
    latest.ask(lambda: "newest")
    held.set()
    qtbot.waitUntil(lambda: bool(answers))
    assert answers == ["newest"]


def test_an_error_is_handed_over(latest: Latest, qtbot: QtBot) -> None:
    def fail() -> None:
        raise ValueError("why")

    with qtbot.waitSignal(latest.ready) as answer:
        latest.ask(fail)
    assert isinstance(answer.args[0], ValueError)


def test_nothing_comes_after_a_cancel(latest: Latest, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(latest.ready, wait=100):
        latest.ask(lambda: 1)
        latest.cancel()


def test_no_worker_collects_garbage(latest: Latest, qtbot: QtBot) -> None:
    with qtbot.waitSignal(latest.ready) as answer:
        latest.ask(gc.isenabled)
    assert answer.args == [False]
    qtbot.waitUntil(gc.isenabled)
