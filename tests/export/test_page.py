"""The diagrams in the printed document: all flows, no text below 8 points, nothing beyond the page."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from portplanner.catalogue.load import load
from portplanner.checklist.resolve import resolve
from portplanner.diagram.drawing import Chip, Label
from portplanner.diagram.view import LAYERS, PLAIN, View
from portplanner.export.pdf import style
from portplanner.export.pdf.document import sheets
from portplanner.export.pdf.paper import PlacedDrawing
from portplanner.export.pdf.room import fitting
from portplanner.plan.model import Paper, Plan
from portplanner.text import LANGUAGES, Language, Text
from portplanner.values import validated
from tests.diagram.test_every_combination import long_named, named

LOOKS = {"plain": PLAIN, "much": View(layers=frozenset(LAYERS), labels="address")}


def plans(language: Language, paper: Paper) -> Iterator[Plan]:
    for topology in ({}, {"edge": "2013"}, {"roles": "combined", "outbound": "client-access-proxy"}):
        for servers in ((), named(20), long_named()):
            values = {"topology": topology, "document": {"language": language, "paper": paper}}
            yield validated(Plan, values | {"server": servers})


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("paper", ["A4", "Letter"])
@pytest.mark.parametrize("look", LOOKS)
def test_every_text_of_a_printed_diagram_can_be_read(look: str, paper: Paper, language: Language) -> None:
    wide, high = style.PAGES[paper]
    for plan in plans(language, paper):
        checklist = resolve(load("2013"), plan)
        drawn = fitting(checklist, plan, checklist.diagrams, Text(language), LOOKS[look])
        made = sheets(checklist, plan, lambda text, drawn=drawn: drawn)  # type: ignore[misc]
        placed = [thing for page in made.pages for thing in page.placed if isinstance(thing, PlacedDrawing)]
        assert len(placed) == len(drawn)
        for thing in placed:
            sizes = [s.size for s in thing.drawing.shapes if isinstance(s, (Label, Chip))]
            assert min(sizes) * thing.scale >= 8 - 1e-6
            assert thing.x >= style.MARGIN - 1e-6
            assert thing.x + thing.drawing.width * thing.scale <= wide - style.MARGIN + 1e-6
            assert thing.y + thing.drawing.height * thing.scale <= high - style.BOTTOM + 1e-6


def test_the_document_draws_every_flow_by_itself() -> None:
    plan = validated(Plan, {"topology": {"edge": "2013"}, "document": {"language": "en+zh-TW"}})
    checklist = resolve(load("2013"), plan)
    placed = [
        thing.drawing
        for page in sheets(checklist, plan).pages
        for thing in page.placed
        if isinstance(thing, PlacedDrawing)
    ]
    flows = {flow.id for flow in checklist.flows if flow.drawn}
    assert frozenset().union(*(drawing.flows for drawing in placed)) == flows
    assert len(placed) >= 4
