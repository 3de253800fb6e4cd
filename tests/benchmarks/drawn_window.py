"""Starts the program with a plan and ends it as soon as the diagram has been painted."""

import sys
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication

from portplanner.cli import main
from portplanner.plan.read import Reading
from portplanner.window import start
from portplanner.window.main_window import MainWindow

fill = start.fill


class Painted(QObject):
    """Ends the program after the first paint of what it watches."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            QTimer.singleShot(0, QApplication.quit)
        return False


def filled(window: MainWindow, path: Path | None, reading: Reading | None) -> None:
    fill(window, path, reading)
    window.diagrams.canvas.installEventFilter(Painted(window))


start.fill = filled
sys.exit(main(sys.argv[1:]))
