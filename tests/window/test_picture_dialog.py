"""What is asked before a diagram is exported, and what becomes of it."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QFormLayout
from pytestqt.qtbot import QtBot

from portplanner.diagram.page import SIZES
from portplanner.diagram.style import DARK
from portplanner.diagram.view import View
from portplanner.text import Language, Text
from portplanner.window.main_window import MainWindow
from portplanner.window.picture_dialog import PictureChoice, PictureDialog
from tests.window.conftest import Answers


@pytest.mark.parametrize(("format", "rows"), [("png", 3), ("svg", 2), ("drawio", 1)])
def test_only_what_matters_in_a_format_is_asked(
    qtbot: QtBot, language: Language, format: str, rows: int
) -> None:
    dialog = PictureDialog(Text(language), format, PictureChoice())
    qtbot.addWidget(dialog)
    form = dialog.findChild(QFormLayout)
    assert isinstance(form, QFormLayout)
    assert form.rowCount() == rows
    assert dialog.choice == PictureChoice()


def test_the_choice_is_what_was_chosen_and_comes_back(qtbot: QtBot) -> None:
    dialog = PictureDialog(Text("en"), "png", PictureChoice())
    qtbot.addWidget(dialog)
    dialog.paper.setCurrentIndex(3)
    dialog.scale.setCurrentIndex(2)
    dialog.theme.setCurrentIndex(1)
    chosen = PictureChoice("16:9", 4.0, dark=True)
    assert dialog.choice == chosen
    again = PictureDialog(Text("en"), "png", chosen)
    qtbot.addWidget(again)
    assert again.choice == chosen


def test_an_exported_picture_is_as_chosen(
    window: MainWindow, answers: Answers, qtbot: QtBot, tmp_path: Path
) -> None:
    answers.path = tmp_path / "out.png"
    answers.picture_choice = PictureChoice("16:9", 1.0, dark=True)
    window.exporter.choose()
    qtbot.waitUntil(lambda: not window.exporter.busy, timeout=20_000)
    image = QImage(str(answers.path))
    assert image.width() == SIZES["16:9"][0] + 36  # two pages with a gap around them
    assert image.pixelColor(2, 2) == QColor(DARK["page"])


def test_an_export_shows_what_is_looked_at(
    window: MainWindow, answers: Answers, qtbot: QtBot, tmp_path: Path
) -> None:
    answers.path = tmp_path / "out.svg"
    window.editor.look(View(callouts="number", legend=False))
    window.exporter.choose()
    qtbot.waitUntil(lambda: not window.exporter.busy, timeout=20_000)
    texts = [e.text or "" for e in ElementTree.parse(answers.path).iter("{http://www.w3.org/2000/svg}text")]
    assert texts
    assert not any("/TCP" in text for text in texts)


def test_who_asks_nothing_further_exports_nothing(
    window: MainWindow, answers: Answers, tmp_path: Path
) -> None:
    answers.path = tmp_path / "out.png"
    answers.picture_choice = None
    window.exporter.choose()
    assert not window.exporter.busy
    assert not answers.path.exists()
