"""Slow work beside the window: runs the newest request in the thread pool and drops older answers."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QRunnable, QThreadPool, QTimer, Signal


class _Work(QRunnable):
    def __init__(self, number: int, work: Callable[[], object], done: Callable[[int, object], None]) -> None:
        super().__init__()
        self._number, self._work, self._done = number, work, done

    def run(self) -> None:
        try:
            answer = self._work()
        except BaseException as error:  # a thread's edge: the error is handed over whole
            answer = error
        self._done(self._number, answer)


class Latest(QObject):
    """Runs plain functions over plain values. ``ready`` brings the answer or the error of the newest."""

    ready = Signal(object)
    _answered = Signal(int, object)

    def __init__(self, pause: int = 0, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._number = 0
        self._waiting: Callable[[], object] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(pause)
        self._timer.timeout.connect(self._on_pause)
        self._answered.connect(self._on_answered)
        self.busy = False

    def ask(self, work: Callable[[], object]) -> None:
        """Run this once requests pause, in place of what was asked before."""
        self._number += 1
        self.busy = True
        self._waiting = work
        self._timer.start()

    def cancel(self) -> None:
        """Want no answer any more."""
        self._number += 1
        self.busy = False
        self._waiting = None
        self._timer.stop()

    def wanted(self, number: int) -> bool:
        """Return whether the answer with this number is still waited for."""
        return number == self._number and self.busy

    @property
    def number(self) -> int:
        """The number of the newest request."""
        return self._number

    def _on_pause(self) -> None:
        if self._waiting is not None:
            work, self._waiting = self._waiting, None
            QThreadPool.globalInstance().start(_Work(self._number, work, self._answered.emit))

    def _on_answered(self, number: int, answer: object) -> None:
        if self.wanted(number):
            self.busy = False
            self.ready.emit(answer)
