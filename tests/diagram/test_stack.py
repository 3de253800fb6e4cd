from __future__ import annotations

import pytest

from portplanner.catalogue.load import load
from portplanner.checklist.resolve import resolve
from portplanner.diagram.draw import draw
from portplanner.diagram.drawing import Label
from portplanner.diagram.stack import stack
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
