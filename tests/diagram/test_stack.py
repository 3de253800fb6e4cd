from __future__ import annotations

import pytest

from portplanner.catalogue.load import load
from portplanner.checklist.resolve import resolve
from portplanner.diagram.draw import draw
from portplanner.diagram.drawing import Area, Arrow, Chip, Drawing, Glyph, Label, Line
from portplanner.diagram.page import pages
from portplanner.diagram.stack import moved, scaled, sheets, stack
from portplanner.diagram.view import PLAIN
from portplanner.plan.model import Plan
from portplanner.text import Text
from tests.diagram.geometry import overlaps

CHECKLIST = resolve(load("2013"), Plan())


def test_diagrams_stand_under_each_other_with_their_titles_and_nothing_overlaps() -> None:
    drawings = [draw(CHECKLIST, Plan(), diagram, Text("en")) for diagram in CHECKLIST.diagrams]
    picture = stack(drawings)
    assert picture.height > sum(d.height for d in drawings)
    assert picture.width >= max(d.width for d in drawings)
    assert overlaps(picture) == []
    texts = [s.text for s in picture.shapes if isinstance(s, Label)]
    assert [d.title for d in drawings] == [t for t in texts if t in {d.title for d in drawings}]


def test_two_languages_of_one_diagram_keep_their_own_ids_and_titles() -> None:
    english = draw(CHECKLIST, Plan(), "mail-flow", Text("en"))
    chinese = draw(CHECKLIST, Plan(), "mail-flow", Text("zh-TW"))
    titles = stack([english, chinese]).titles
    id = "mf-noedge-in-internet-cas-25"
    assert titles[id] == english.titles[id]
    assert titles[f"{id}.2"] == chinese.titles[id]


def test_nothing_to_stack_is_an_error() -> None:
    with pytest.raises(ValueError, match="no drawing"):
        stack([])


def test_pages_stand_under_each_other_and_nothing_overlaps() -> None:
    found = [
        page
        for diagram in CHECKLIST.diagrams
        for page in pages(CHECKLIST, Plan(), diagram, Text("en"), PLAIN, "16:9")
    ]
    sheet = sheets(found)
    assert sheet.height > sum(page.height for page in found)
    assert [problem for problem in overlaps(sheet) if "too narrow" not in problem] == []
    assert sheet.flows == frozenset().union(*(page.flows for page in found))


def test_one_page_stays_as_it_is() -> None:
    (page,) = pages(CHECKLIST, Plan(), "clients", Text("en"), PLAIN, "A4")
    assert sheets([page]) is page
    with pytest.raises(ValueError, match="no page"):
        sheets([])


def test_a_shape_of_every_kind_is_moved_and_scaled() -> None:
    shapes = (
        Area("a", 1, 2, 3, 4, "lane", "lane-edge", 1, 8),
        Line("a", 1, 2, 3, 4, "firewall", 2),
        Arrow("a", 1, 2, 3, 4, "arrow", 2, 9),
        Chip("a", 1, 2, 3, 4, "25/TCP", 11, "chip", "chip-edge", "chip-ink"),
        Glyph("a", "client", 1, 2, 3),
        Label("a", 1, 2, 3, "text", 11, "ink"),
    )
    assert [moved(scaled(shape, 2), 10, 20) for shape in shapes] == [
        Area("a", 12, 24, 6, 8, "lane", "lane-edge", 2, 16),
        Line("a", 12, 24, 16, 28, "firewall", 4),
        Arrow("a", 12, 24, 16, 28, "arrow", 4, 18),
        Chip("a", 12, 24, 6, 8, "25/TCP", 22, "chip", "chip-edge", "chip-ink"),
        Glyph("a", "client", 12, 24, 6),
        Label("a", 12, 24, 6, "text", 22, "ink"),
    ]
    whole = Drawing("a", "a", 100, 100, shapes)
    assert stack([whole, whole]).height > 200
