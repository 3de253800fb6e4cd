"""Work that a person waits for while the window stays alive: it shows that it goes on, and can be stopped."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtWidgets import QProgressDialog, QWidget

from portplanner.text import Text
from portplanner.window.latest import Latest

T = TypeVar("T")
PATIENCE = 300  # milliseconds after which people want to see that something goes on


class Stopped(Exception):
    """The person who waited wants it no more."""


def waited(
    work: Callable[[], T], parent: QWidget | None, text: Text, words: str, *, stoppable: bool = True
) -> T:
    """Return what this work returns, or raise what it raises; it runs beside the window.

    ``words`` say what is waited for. Raises Stopped when somebody cancels; the work's answer is then
    dropped, whenever it comes. What changes something is not ``stoppable``. The work must be a plain
    function over plain values.
    """
    loop, latest = QEventLoop(), Latest()
    answers: list[object] = []

    def on_ready(answer: object) -> None:
        answers.append(answer)
        loop.quit()

    latest.ready.connect(on_ready)
    latest.ask(work)
    QTimer.singleShot(PATIENCE, loop, loop.quit)
    loop.exec(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
    if not answers:
        dialog = QProgressDialog(words, text("window.ask.cancel") if stoppable else "", 0, 0, parent)
        dialog.setWindowTitle("Port Planner")
        dialog.setWindowModality(Qt.WindowModality.ApplicationModal)
        dialog.setMinimumDuration(0)
        dialog.canceled.connect(loop.quit)
        dialog.show()
        while not answers and (not dialog.wasCanceled() or not stoppable):
            loop.exec()
        dialog.canceled.disconnect()
        dialog.close()
        dialog.deleteLater()
    if not answers:
        latest.cancel()
        raise Stopped
    if isinstance(answers[0], BaseException):
        raise answers[0]
    return cast(T, answers[0])
