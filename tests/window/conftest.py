"""A whole window, as a person meets it, with questions answered in advance."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QSettings
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from portplanner.text import Language, Text
from portplanner.window.ask import Answer, Ask, Overwriting
from portplanner.window.editor import Editor
from portplanner.window.main_window import MainWindow
from portplanner.window.picture_dialog import PictureChoice
from portplanner.window.settings import Settings
from portplanner.window.start import open_window


class Answers(Ask):
    """Answers without asking, and remembers what was asked."""

    def __init__(self) -> None:
        super().__init__()
        self.answer: Answer = "cancel"
        self.path: Path | None = None
        self.picture_choice: PictureChoice | None = PictureChoice()
        self.anyway = False
        self.overwriting: Overwriting = "cancel"
        self.elsewhere = False
        self.asked: list[str] = []
        self.troubles: list[Sequence[str]] = []

    def unsaved(self, text: Text, name: str) -> Answer:
        self.asked.append(name)
        return self.answer

    def changed_outside(self, text: Text, name: str) -> Overwriting:
        self.asked.append(name)
        return self.overwriting

    def save_elsewhere(self, text: Text, title: str, lines: Sequence[str]) -> bool:
        self.troubles.append(lines)
        return self.elsewhere

    def trouble(self, text: Text, title: str, lines: Sequence[str]) -> None:
        self.troubles.append(lines)

    def file_to_open(self, text: Text, folder: str) -> Path | None:
        return self.path

    def file_to_save(self, text: Text, start: str) -> Path | None:
        return self.path

    def file_to_export(self, text: Text, start: str, endings: Sequence[str]) -> Path | None:
        return self.path

    def file_to_import(self, text: Text, folder: str) -> Path | None:
        return self.path

    def other_plan(self, text: Text, words: str) -> bool:
        self.asked.append(words)
        return self.anyway

    def picture(self, text: Text, format: str, choice: PictureChoice) -> PictureChoice | None:
        return self.picture_choice


@pytest.fixture(autouse=True)
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Settings of this test alone."""
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(tmp_path / "settings"))
    settings = Settings()
    settings.language = "en"
    settings.theme = "light"
    monkeypatch.setattr("portplanner.window.start.unsaved", lambda: tmp_path / "unsaved")
    return settings


@pytest.fixture(params=["en", "zh-TW"])
def language(request: pytest.FixtureRequest) -> Language:
    """Each test that shows words runs in both languages."""
    return "zh-TW" if request.param == "zh-TW" else "en"


@pytest.fixture
def answers() -> Answers:
    return Answers()


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication, settings: Settings, answers: Answers) -> Iterator[MainWindow]:
    window = open_window(qapp)
    window.ask = window.documents.ask = window.exporter.ask = answers
    window.leaving.quiet = True  # as somebody who wants to hear nothing before an export
    window.show()
    qtbot.waitExposed(window)
    yield window
    window.exporter.cancel()
    window.leaving.cancel()
    window.keeping.close()
    qapp.setStyleSheet("")  # or the next one would style this window too
    window.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def editor(window: MainWindow) -> Editor:
    return window.editor
