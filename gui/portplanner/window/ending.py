"""Ends that nobody asked in the window for: signals, and a session that is closed over the program."""

from __future__ import annotations

import os
import signal
from contextlib import suppress

from PySide6.QtCore import QObject, QSocketNotifier
from PySide6.QtGui import QGuiApplication, QSessionManager

from portplanner.window.recovery import Recovery

_SIGNALS = ("SIGTERM", "SIGHUP", "SIGINT")  # taken down, the terminal closed, Ctrl+C
_SIGNALLED = 128  # a shell's exit code for a program that a signal ended, plus the signal's number


class Ending(QObject):
    """Keeps a copy of unsaved work before the program is ended from outside.

    Nobody may be there to answer a question, so that none is asked: the next start offers the copy.
    """

    def __init__(self, app: QGuiApplication, recovery: Recovery) -> None:
        super().__init__(app)
        self._app = app
        self._recovery = recovery
        app.commitDataRequest.connect(self._on_session_ends)
        if os.name == "posix":  # elsewhere the system closes the window, or ends the session
            self._listen()

    def _listen(self) -> None:
        # Python runs its handlers between two of its own steps, and Qt waits in none of them; the
        # number of the signal comes through a pipe, which Qt wakes up for.
        self._read, self._write = os.pipe()
        for end in (self._read, self._write):
            os.set_blocking(end, False)
        for name in _SIGNALS:
            signal.signal(getattr(signal, name), _nothing)
        signal.set_wakeup_fd(self._write, warn_on_full_buffer=False)
        self._notifier = QSocketNotifier(self._read, QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._on_signal)

    def _on_signal(self) -> None:
        with suppress(BlockingIOError):
            numbers = os.read(self._read, 16)
            ends = [n for n in numbers if n in {getattr(signal, name) for name in _SIGNALS}]
            if ends:
                self._recovery.keep_now()
                self._app.exit(_SIGNALLED + ends[0])

    def _on_session_ends(self, manager: QSessionManager) -> None:
        self._recovery.keep_now()


def _nothing(number: int, frame: object) -> None:
    """Take the place of the default, which would end the program at once."""
