"""Runs this program and writes down what it asks the system for: files, processes, connections.

python -m tests.watched RECORD command-line ARGUMENTS...
python -m tests.watched RECORD window PLAN
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

_KINDS = (
    "socket.",
    "subprocess.",
    "os.",
    "open",
    "shutil.",
    "urllib.",
    "http.",
    "ftplib.",
    "smtplib.",
    "webbrowser.",
)
_HARMLESS = ("os.putenv", "os.unsetenv", "os.add_dll_directory")
_seen: list[tuple[str, str]] = []


def _watch(event: str, arguments: tuple[object, ...]) -> None:
    if event.startswith(_KINDS) and event not in _HARMLESS:
        first = arguments[0] if arguments else ""
        named = os.fsdecode(first) if isinstance(first, (str, bytes, os.PathLike)) else repr(first)
        if not (event == "open" and isinstance(first, int)):  # a stream that was open before
            _seen.append((event, named))


def _window(plan: str) -> None:
    """Open the window with this plan, look at every diagram and row, and wait until all is drawn."""
    from PySide6.QtCore import QElapsedTimer, Qt
    from PySide6.QtWidgets import QApplication

    from portplanner.window.start import open_window

    app = QApplication([])
    window = open_window(app, Path(plan))
    window.show()
    clock = QElapsedTimer()
    clock.start()
    for diagram in window.diagrams.pages:
        window.diagrams.look_at(diagram)
        app.processEvents()
    while clock.elapsed() < 1500:  # timers that look after the file, prepare details, keep copies
        app.processEvents()
    window.close()
    window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    app.processEvents()


def main() -> None:
    """Do what is asked for, watched from the first import of this program on."""
    record, way, *arguments = sys.argv[1:]
    sys.addaudithook(_watch)
    if way == "window":
        _window(arguments[0])
        code = 0
    else:
        from portplanner.cli import main

        code = main(arguments)
    found = sorted(set(_seen))
    Path(record).write_text(json.dumps({"code": code, "seen": found}), "utf-8")


if __name__ == "__main__":
    main()
