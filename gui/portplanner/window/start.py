"""From a bare QApplication to the open window."""

from __future__ import annotations

import gc
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QLibraryInfo,
    QLocale,
    QObject,
    Qt,
    QTimer,
    QTranslator,
    Signal,
)
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget

from portplanner.paths import unsaved
from portplanner.text import Language, Text, system_language, visible
from portplanner.window.icons import window_icon
from portplanner.window.main_window import MainWindow
from portplanner.window.settings import Settings
from portplanner.window.theme import Theme, dress

if TYPE_CHECKING:
    from portplanner.plan.read import Reading
    from portplanner.window.editor import Editor

_IDLE = 400  # milliseconds between two steps


def start(app: QApplication, plan_path: str | None, quit_after_paint: bool) -> int:
    """Show the window with this plan and return the exit code when it is closed."""
    sys.setswitchinterval(0.001)  # seconds: a worker gives way to the window sooner than by default
    path = Path(plan_path) if plan_path else None
    reading = _reading(path)
    window = frame(app, path)
    painted = _FirstPaint(window.centre)
    painted.happened.connect(app.quit if quit_after_paint else lambda: _fill(window, app, path, reading))
    window.show()
    return app.exec()


def _reading(path: Path | None) -> Reading | None:
    if path is None:
        return None
    from portplanner.plan.read import read

    return read(path)


def _fill(window: MainWindow, app: QApplication, path: Path | None, reading: Reading | None) -> None:
    from portplanner.window.ending import Ending

    fill(window, path, reading)
    Ending(app, window.keeping.recovery)
    window.keeping.offer()
    QTimer.singleShot(0, _collect_from_now_on)
    prepare(window)


def prepare(window: MainWindow) -> None:
    """Make what the first click will need while nobody waits for anything."""
    steps, timer = window.details.prepare(), QTimer(window)

    def step() -> None:
        if next(steps, timer) is timer:
            timer.stop()

    timer.timeout.connect(step)
    timer.start(_IDLE)


def _collect_from_now_on() -> None:
    gc.freeze()  # what the start has made stays; no collection needs to look at it again
    gc.enable()


def open_window(app: QApplication, path: Path | None = None) -> MainWindow:
    """Return the whole window, ready to be shown. Raises UserError for a plan that cannot be read."""
    window = frame(app, path)
    fill(window, path, _reading(path))
    return window


def frame(app: QApplication, path: Path | None) -> MainWindow:
    """Return the window without what it is filled with, dressed and ready to be shown."""
    app.setApplicationName("Port Planner")
    app.setOrganizationName("Port Planner")
    app.setApplicationDisplayName("Port Planner")
    app.setDesktopFileName("port-planner")
    app.setWindowIcon(window_icon())
    dress(app)
    settings = Settings()
    theme = Theme(settings.theme)
    theme.wear()
    window = MainWindow(settings, theme)
    text = Text(settings.language)
    window.say(text, visible(path.name) if path else text("window.untitled"))
    return window


def fill(window: MainWindow, path: Path | None, reading: Reading | None) -> None:
    """Fill the window with this plan, or an empty one."""
    from portplanner.window.editor import Editor

    app = QApplication.instance()
    assert app is not None
    editor = Editor(language=window.settings.language)
    if path is not None and reading is not None:
        window.settings.remember(path)
        editor.open(reading.plan, path, reading.source, reading.warnings)
    own = OwnTexts(app, editor)
    own.setParent(window)
    window.fill(editor, _unsaved())


def _unsaved() -> Path | None:
    try:
        return unsaved()
    except RuntimeError:  # a user without a home
        return None


class OwnTexts(QObject):
    """Gives Qt's own texts (dialogs, context menus) the editor's language."""

    def __init__(self, app: QCoreApplication, editor: Editor) -> None:
        super().__init__()
        self._app = app
        self._editor = editor
        self._translator: QTranslator | None = None
        self._language: Language | None = None
        editor.changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        language = self._editor.text.language
        if language == self._language:
            return
        self._language = language
        if self._translator is not None:
            self._app.removeTranslator(self._translator)
            self._translator = None
        QLocale.setDefault(QLocale(language.replace("-", "_")))
        if language != "en":
            translator = QTranslator(self)
            folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
            if translator.load(f"qtbase_{language.replace('-', '_')}", folder):
                self._app.installTranslator(translator)
                self._translator = translator


class _FirstPaint(QObject):
    """Tells when what it watches has been painted and the screen shows it."""

    happened = Signal()

    def __init__(self, watched: QWidget) -> None:
        super().__init__(watched)
        watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self.happened.emit)
        return False


def tell_of_bug(details: str) -> None:
    """Offer the details of an error that nobody expected."""
    if not isinstance(QApplication.instance(), QApplication):
        return
    text = Text(system_language())
    for window in QApplication.topLevelWidgets():
        if isinstance(window, MainWindow) and window.filled:
            text = window.editor.text
            window.keeping.recovery.keep_now()  # who knows what comes next
    box = QMessageBox(QApplication.activeWindow())
    box.setIcon(QMessageBox.Icon.Critical)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setWindowTitle("Port Planner")
    box.setText(text("window.bug.title"))
    box.setInformativeText(text("window.bug.more"))
    box.setDetailedText(details)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.open()
