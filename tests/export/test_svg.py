"""The SVG, read back by an XML parser and painted by Qt."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QByteArray
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from portplanner.catalogue.load import load
from portplanner.checklist.resolve import resolve
from portplanner.diagram.draw import draw
from portplanner.diagram.drawing import Drawing, Element, Label
from portplanner.diagram.style import DARK, LIGHT
from portplanner.export.svg import document
from portplanner.plan.model import Plan
from portplanner.text import LANGUAGES, Language, Text
from tests.export import samples
from tests.hostile_names import NAMES, shortly

SVG = "{http://www.w3.org/2000/svg}"


def root(language: Language = "en", names: tuple[str, ...] = ("CAS01",)) -> ElementTree.Element:
    return ElementTree.fromstring(document(samples.drawing(Text(language), names), language))


def real(language: Language = "en") -> Drawing:
    return draw(resolve(load("2013"), Plan()), Plan(), "mail-flow", Text(language))


def test_each_thing_is_one_group_with_its_id_and_title() -> None:
    groups = [g for g in root().iter(f"{SVG}g") if g.get("id")]
    ids = [g.get("id") for g in groups]
    assert ids == ["internet", "box", "firewall", "in-25", "cas"]
    flow = groups[ids.index("in-25")]
    assert flow.get("class") == "flow"
    assert flow.findtext(f"{SVG}title") == "Inbound mail"
    assert flow.find(f"{SVG}polygon") is not None
    assert flow.findtext(f"{SVG}text") == "25/TCP"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_element_of_a_real_diagram_is_a_group_that_a_screen_reader_can_name(language: Language) -> None:
    drawing = real(language)
    found = ElementTree.fromstring(document(drawing, language))
    groups = {g.get("id"): g for g in found.iter(f"{SVG}g") if g.get("id")}
    for element in drawing.elements:
        group = groups[element.id]
        assert group.get("class") == element.kind
        assert group.get("role") == "img"
        assert group.get("aria-roledescription")
        title = group.find(f"{SVG}title")
        assert title is not None
        assert title.get("id") == group.get("aria-labelledby")
        assert element.title.rstrip(".。") in (title.text or "")
        assert group.get("data-number", "0") == str(element.number)
    outer = [g for g in found if g.tag == f"{SVG}g"]
    assert all(g.get("role") == "img" or g.get("aria-hidden") == "true" for g in outer)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_description_has_a_sentence_for_each_flow_with_its_number(language: Language) -> None:
    drawing = real(language)
    desc = ElementTree.fromstring(document(drawing, language)).findtext(f"{SVG}desc") or ""
    said = [e for e in drawing.elements if e.kind in ("flow", "link", "rule")]
    lines = desc.split("\n")
    assert len(lines) == len(said) > 2
    for line, element in zip(lines, said, strict=True):
        assert line.startswith(f"{element.number}. " if element.number else element.title[:10])
        assert line.endswith("。" if language == "zh-TW" else ".")
        assert element.title.rstrip(".。") in line


def test_a_number_stands_before_the_sentence() -> None:
    drawing = samples.drawing(Text("en"))
    flow = Element("in-25", "flow", "Internet to Client Access server, 25/TCP: Inbound mail", number=4)
    found = ElementTree.fromstring(document(replace(drawing, elements=(flow,))))
    assert found.findtext(f"{SVG}desc") == "4. Internet to Client Access server, 25/TCP: Inbound mail."


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_picture_says_what_it_shows(language: Language) -> None:
    picture = root(language)
    title = picture.find(f"{SVG}title")
    assert title is not None
    assert title.text == Text(language)("terms.diagram.mail-flow")
    assert title.get("id") == picture.get("aria-labelledby")
    desc = picture.find(f"{SVG}desc")
    assert desc is not None
    assert desc.text
    assert desc.get("id") == picture.get("aria-describedby")
    assert picture.get("{http://www.w3.org/XML/1998/namespace}lang") == language
    assert "Noto Sans TC" in picture.get("font-family", "")


def test_nothing_is_fetched_or_run() -> None:
    data = document(real())
    names = {element.tag.removeprefix(SVG) for element in ElementTree.fromstring(data).iter()}
    assert names <= {"svg", "title", "desc", "rect", "g", "line", "polygon", "path", "text"}
    assert re.findall(rb"https?://[^\"]*", data) == [b"http://www.w3.org/2000/svg"]
    assert not re.search(rb"href|url\(|style=|\son\w+=|<!", data)


@pytest.mark.parametrize("name", NAMES, ids=shortly)
def test_hostile_ids_titles_and_texts_stay_what_they_are(name: str) -> None:
    shapes = (Label(name, 10, 20, 40, name, 10, "ink"), Label(f"{name}-name", 10, 40, 40, name, 10, "ink"))
    elements = (Element(name, "server", name), Element(f"{name}-name", "flow", name, 1))
    found = ElementTree.fromstring(document(Drawing(name, name, 100, 100, shapes, elements)))
    ids = Counter(e.get("id") for e in found.iter() if e.get("id"))
    assert max(ids.values()) == 1
    assert all(re.fullmatch(r"[A-Za-z_][A-Za-z0-9._-]*", id or "") for id in ids)
    groups = [e for e in found.iter() if e.get("aria-labelledby")]
    assert len(groups) == 3
    assert {e.get("aria-labelledby") for e in groups} <= set(ids)
    assert len(list(found.iter(f"{SVG}text"))) == 2


def test_characters_that_xml_forbids_are_shown() -> None:
    texts = [t.text for t in root(names=("a\x0bb", "c\uffffd")).iter(f"{SVG}text")]
    assert "a␋b" in texts
    assert "c<U+FFFF>d" in texts


@pytest.mark.parametrize("dark", [False, True])
def test_qt_paints_it_in_light_and_dark(qapp: object, dark: bool) -> None:
    drawing = samples.drawing(Text("en"))
    colours = DARK if dark else LIGHT
    renderer = QSvgRenderer(QByteArray(document(drawing, dark=dark)))
    assert renderer.isValid()
    assert renderer.defaultSize().width() == drawing.width
    image = QImage(460, 320, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    assert image.pixelColor(455, 5) == QColor(colours["page"])
    assert image.pixelColor(100, 200) == QColor(colours["lane"])
    assert image.pixelColor(80, 100) == QColor(colours["arrow"])
