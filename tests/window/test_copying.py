"""The diagram on the clipboard, in three forms."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from PySide6.QtGui import QGuiApplication, QImage

from portplanner.catalogue.load import load
from portplanner.checklist.resolve import resolve
from portplanner.diagram.draw import draw
from portplanner.diagram.drawing import Area, Drawing
from portplanner.plan.model import Plan
from portplanner.text import Language, Text
from portplanner.window.copying import mime_data
from portplanner.window.main_window import MainWindow


def test_it_is_a_picture_vectors_and_words(qapp: object, language: Language) -> None:
    text = Text(language)
    drawing = draw(resolve(load("2013"), Plan()), Plan(), "mail-flow", text)
    data = mime_data(drawing, text)
    assert data.formats()[0] == "application/x-qt-image"  # the first form is what most programs paste
    image = data.imageData()
    assert isinstance(image, QImage)
    assert abs(image.width() - 2 * drawing.width) <= 2
    svg = ElementTree.fromstring(data.data("image/svg+xml").data())
    assert svg.findtext("{http://www.w3.org/2000/svg}title") == drawing.title
    lines = data.text().splitlines()
    assert lines[0] == drawing.title
    assert len(lines) == 1 + len(drawing.flows)


def test_a_huge_diagram_is_copied_smaller(qapp: object) -> None:
    huge = Drawing("a", "a", 30_000, 1_000, (Area("a", 0, 0, 1, 1, "lane"),))
    image = mime_data(huge, Text("en")).imageData()
    assert isinstance(image, QImage)
    assert image.width() == 30_000


@pytest.mark.parametrize("diagram", ["clients", "mail-flow"])
def test_the_window_copies_the_diagram_in_sight(window: MainWindow, diagram: str) -> None:
    window.diagrams.look_at(diagram)  # type: ignore[arg-type]
    window.actions_.by_id["copy-diagram"].trigger()
    data = QGuiApplication.clipboard().mimeData()
    title = window.editor.text(f"terms.diagram.{diagram}")
    assert data.text().startswith(title)
    assert title in window.statusBar().currentMessage()
