"""The SVG, read back by an XML parser."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from portplanner.export.svg import document
from portplanner.text import Language, Text
from tests.export import samples

SVG = "{http://www.w3.org/2000/svg}"


def root(language: Language = "en", names: tuple[str, ...] = ("CAS01",)) -> ElementTree.Element:
    return ElementTree.fromstring(document(samples.drawing(Text(language), names), language))


def test_each_thing_is_one_group_with_its_id_and_title() -> None:
    groups = [g for g in root().iter(f"{SVG}g") if g.get("id")]
    ids = [g.get("id") for g in groups]
    assert ids == ["internet", "box", "firewall", "in-25", "cas"]
    flow = groups[ids.index("in-25")]
    assert flow.findtext(f"{SVG}title") == "Inbound mail"
    assert flow.find(f"{SVG}polygon") is not None
    assert flow.findtext(f"{SVG}text") == "25/TCP"


@pytest.mark.parametrize("language", ["en", "zh-TW"])
def test_the_picture_says_what_it_shows(language: Language) -> None:
    picture = root(language)
    assert picture.findtext(f"{SVG}title") == Text(language)("terms.diagram.mail-flow")
    assert picture.findtext(f"{SVG}desc")
    assert picture.get("{http://www.w3.org/XML/1998/namespace}lang") == language
    assert "Noto Sans TC" in picture.get("font-family", "")


def test_nothing_is_fetched_or_run() -> None:
    names = {element.tag.removeprefix(SVG) for element in root().iter()}
    assert names <= {"svg", "title", "desc", "rect", "g", "line", "polygon", "path", "text"}


def test_characters_that_xml_forbids_are_shown() -> None:
    texts = [t.text for t in root(names=("a\x0bb", "c\uffffd")).iter(f"{SVG}text")]
    assert "a␋b" in texts
    assert "c<U+FFFF>d" in texts
