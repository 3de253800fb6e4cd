"""From a bare QApplication to the open window."""

from __future__ import annotations

import gc
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QLibraryInfo, QLocale, QObject, Qt, QTimer, QTranslator
from PySide6.QtWidgets import QApplication, QMessageBox

from portplanner.paths import unsaved
from portplanner.text import Language, Text, system_language
from portplanner.window.editor import Editor
from portplanner.window.ending import Ending
from portplanner.window.icons import window_icon
from portplanner.window.main_window import MainWindow
from portplanner.window.settings import Settings
from portplanner.window.theme import Theme, dress


def start(app: QApplication, plan_path: str | None, quit_after_paint: bool) -> int:
    """Show the window with this plan and return the exit code when it is closed."""
    window = open_window(app, Path(plan_path) if plan_path else None)
    if quit_after_paint:
        leave = _AfterPaint(window)
        window.diagrams.canvas.installEventFilter(leave)
    window.show()
    QTimer.singleShot(0, _collect_from_now_on)
    Ending(app, window.keeping.recovery)
    if not quit_after_paint:
        QTimer.singleShot(0, window.keeping.offer)
    return app.exec()


def _collect_from_now_on() -> None:
    gc.freeze()  # what the start has made stays; no collection needs to look at it again
    gc.enable()


def open_window(app: QApplication, path: Path | None = None) -> MainWindow:
    """Return the window, dressed and ready to be shown. Raises UserError for a plan that cannot be read."""
    app.setApplicationName("Port Planner")
    app.setOrganizationName("Port Planner")
    app.setApplicationDisplayName("Port Planner")
    app.setDesktopFileName("port-planner")
    app.setWindowIcon(window_icon())
    dress(app)
    settings = Settings()
    theme = Theme(settings.theme)
    editor = Editor(language=settings.language)
    if path is not None:
        from portplanner.plan.read import read

        reading = read(path)
        settings.remember(path)
        editor.open(reading.plan, path, reading.source, reading.warnings)
    own = OwnTexts(app, editor)
    window = MainWindow(editor, settings, theme, _unsaved())
    own.setParent(window)
    theme.wear()  # after all widgets have found their places, or each move styles a branch anew
    return window


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


class _AfterPaint(QObject):
    """Ends the program once what it watches has been painted."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, QCoreApplication.quit)
        return False


def tell_of_bug(details: str) -> None:
    """Offer the details of an error that nobody expected."""
    if not isinstance(QApplication.instance(), QApplication):
        return
    text = Text(system_language())
    for window in QApplication.topLevelWidgets():
        if isinstance(window, MainWindow):
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
