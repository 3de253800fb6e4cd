"""The floor for the start: an empty PySide6 window, painted once."""

import sys

from PySide6.QtCore import QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QMainWindow


class Bare(QMainWindow):
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        QTimer.singleShot(0, app.quit)


app = QApplication(sys.argv)
window = Bare()
window.resize(1440, 900)
window.show()
sys.exit(app.exec())
