"""Slow work beside the window: runs the newest request in the thread pool and drops older answers."""

from __future__ import annotations

import gc
from collections.abc import Callable
from contextlib import suppress

from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, QTimer, Signal


class _Collecting(QObject):
    """Keeps Python's garbage collection in the window's thread while workers run.

    A worker that happens to collect would destroy widgets that wait in reference cycles, and Qt
    aborts when a widget ends in another thread than its own.
    """

    _ended = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._workers = 0
        self._ended.connect(self._on_ended, Qt.ConnectionType.QueuedConnection)

    def pause(self) -> None:
        """Collect nothing until every worker has ended. Called in the window's thread."""
        self._workers += 1
        gc.disable()

    def resume(self) -> None:
        """Say that a worker has ended. Called in the worker's thread."""
        self._ended.emit()

    def _on_ended(self) -> None:
        self._workers -= 1
        if not self._workers:
            gc.enable()


class _Work(QRunnable):
    def __init__(
        self,
        number: int,
        work: Callable[[], object],
        done: Callable[[int, object], None],
        collecting: _Collecting,
    ) -> None:
        super().__init__()
        self._number, self._work, self._done, self._collecting = number, work, done, collecting

    def run(self) -> None:
        try:
            answer = self._work()
        except BaseException as error:  # a thread's edge: the error is handed over whole
            answer = error
        with suppress(RuntimeError):  # nobody waits any more: the window is gone
            self._done(self._number, answer)
        with suppress(RuntimeError):
            self._collecting.resume()


_collecting: list[_Collecting] = []


def _guard() -> _Collecting:
    if not _collecting:
        _collecting.append(_Collecting())
    return _collecting[0]


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
        self._answered.connect(self._on_answered, Qt.ConnectionType.QueuedConnection)
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
            guard = _guard()
            guard.pause()
            QThreadPool.globalInstance().start(_Work(self._number, work, self._answered.emit, guard))

    def _on_answered(self, number: int, answer: object) -> None:
        if self.wanted(number):
            self.busy = False
            self.ready.emit(answer)
