"""Every pictured flow is drawn exactly once, in every combination, and nothing overlaps."""

from __future__ import annotations

from functools import cache
from itertools import combinations

import pytest

from portplanner.catalogue.load import load
from portplanner.checklist.resolve import resolve
from portplanner.diagram.draw import draw
from portplanner.diagram.drawing import Area, Arrow, Chip, Drawing, Glyph, Label, Shape
from portplanner.diagram.layout import grid, positions
from portplanner.diagram.measure import width
from portplanner.diagram.sketch import sketch
from portplanner.plan.model import Plan
from portplanner.text import LANGUAGES, Language, Text
from portplanner.values import validated
from tests.combinations import plans

CATALOGUE = load("2013")

Box = tuple[float, float, float, float]


def test_every_pictured_flow_is_drawn_exactly_once() -> None:
    text = Text("en")
    count = 0
    for plan in plans():
        checklist = resolve(CATALOGUE, plan)
        drawings = [sketch(checklist, plan, diagram, text) for diagram in checklist.diagrams]
        drawn = [edge.id for held in drawings for edge in held.edges]
        drawn += [leg.id for held in drawings for leg in held.legs]
        assert sorted(drawn) == sorted(f.id for f in checklist.flows if f.drawn)
        assert {f.id for f in checklist.flows if f.pictured} <= set(drawn)
        count += 1
    assert count == 42 * 576


@cache
def every_drawing(language: Language) -> list[Drawing]:
    """Return each different drawing once: clients and mail flow do not depend on each other."""
    text = Text(language)
    found: dict[object, Drawing] = {}
    for plan in plans():
        checklist = resolve(CATALOGUE, plan)
        for diagram in checklist.diagrams:
            key = (diagram, plan.topology.roles, plan.clients if diagram == "clients" else plan.topology)
            if key not in found:
                found[key] = draw(checklist, plan, diagram, text)
    return list(found.values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_overlaps(language: Language) -> None:
    drawings = every_drawing(language)
    assert len(drawings) > 1000
    problems = [problem for drawing in drawings for problem in overlaps(drawing)]
    assert problems == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_overlaps_with_long_names(language: Language) -> None:
    names = ["W" * 255, "郵件伺服器" * 51, "a b " * 63]
    servers = [
        {"name": f"{i}{name}"[:255], "roles": roles}
        for i, name in enumerate(names)
        for roles in (("mailbox",), ("client-access",), ("edge-transport",))
    ]
    for i, server in enumerate(servers):
        server["name"] = f"{i}{server['name']}"[:255]
    for topology in ({}, {"edge": "2013"}, {"outbound": "smart-host", "smart_hosts": tuple(names)},
                     {"roles": "combined", "outbound": "client-access-proxy"}):  # fmt: skip
        plan = validated(Plan, {"topology": topology, "server": tuple(servers)})
        checklist = resolve(CATALOGUE, plan)
        for diagram in checklist.diagrams:
            assert overlaps(draw(checklist, plan, diagram, Text(language))) == []


def overlaps(drawing: Drawing) -> list[str]:
    """Return what touches what: texts, foreign arrows, foreign glyphs, the page's border."""
    problems = []
    texts = [(s, box(s)) for s in drawing.shapes if isinstance(s, (Label, Chip))]
    for (one, a), (other, b) in combinations(texts, 2):
        if meet(a, b):
            problems.append(f"{drawing.id}: {one} touches {other}")
    for shape, a in texts:
        for arrow in (s for s in drawing.shapes if isinstance(s, Arrow)):
            if arrow.id != shape.id and meet(a, line_box(arrow)):
                problems.append(f"{drawing.id}: {shape} touches arrow {arrow.id}")
        for glyph in (s for s in drawing.shapes if isinstance(s, Glyph)):
            if meet(a, (glyph.x, glyph.y, glyph.x + glyph.size, glyph.y + glyph.size)):
                problems.append(f"{drawing.id}: {shape} touches glyph {glyph}")
        if a[0] < 0 or a[1] < 0 or a[2] > drawing.width or a[3] > drawing.height:
            problems.append(f"{drawing.id}: {shape} leaves the page")
        for area in (s for s in drawing.shapes if isinstance(s, Area) and s.fill.startswith("server")):
            if area.id == shape.id and not inside(a, area):
                problems.append(f"{drawing.id}: {shape} leaves its box")
    for shape in (s for s in drawing.shapes if isinstance(s, Chip)):
        if width(shape.text, shape.size, shape.bold) > shape.width - 8:
            problems.append(f"{drawing.id}: {shape} is too narrow")
    return problems


def box(shape: Shape) -> Box:
    if isinstance(shape, Chip):
        return shape.x, shape.y, shape.x + shape.width, shape.y + shape.height
    assert isinstance(shape, Label)
    left = shape.x - {"start": 0, "middle": shape.width / 2, "end": shape.width}[shape.anchor]
    return left, shape.baseline - 0.85 * shape.size, left + shape.width, shape.baseline + 0.2 * shape.size


def line_box(arrow: Arrow) -> Box:
    half = arrow.stroke_width / 2
    return (
        min(arrow.x1, arrow.x2) - half, min(arrow.y1, arrow.y2) - half,
        max(arrow.x1, arrow.x2) + half, max(arrow.y1, arrow.y2) + half,
    )  # fmt: skip


def meet(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def inside(a: Box, area: Area) -> bool:
    return a[0] >= area.x and a[1] >= area.y and a[2] <= area.x + area.width and a[3] <= area.y + area.height


@pytest.mark.parametrize("language", LANGUAGES)
def test_arrows_across_a_firewall_are_straight(language: Language) -> None:
    for drawing in every_drawing(language):
        for arrow in (s for s in drawing.shapes if isinstance(s, Arrow)):
            straight = abs(arrow.x1 - arrow.x2) < 0.6 or abs(arrow.y1 - arrow.y2) < 0.6
            assert straight, arrow


def test_the_overlap_test_can_fail() -> None:
    label = Label("a", 10, 20, 40, "text", 10, "ink")
    near = Label("b", 30, 22, 40, "text", 10, "ink")
    arrow = Arrow("c", 0, 18, 100, 18, "arrow")
    assert len(overlaps(Drawing("d", "", 100, 100, (label, near), ()))) == 1
    assert len(overlaps(Drawing("d", "", 100, 100, (label, arrow), ()))) == 1
    assert len(overlaps(Drawing("d", "", 30, 100, (label,), ()))) == 1


def test_the_grid_places_everything_that_graphviz_places() -> None:
    text = Text("en")
    for plan in (Plan(), validated(Plan, {"topology": {"edge": "2013"}})):
        checklist = resolve(CATALOGUE, plan)
        for diagram in checklist.diagrams:
            held = sketch(checklist, plan, diagram, text)
            graphviz, plain = positions(held), grid(held)
            assert not graphviz.on_grid
            assert plain.on_grid
            assert graphviz.nodes.keys() == plain.nodes.keys()
            assert graphviz.edges.keys() == plain.edges.keys()
            assert graphviz.legs.keys() == plain.legs.keys()
            drawing = draw(checklist, plan, diagram, text, engines=())
            assert drawing.notice
            proper = draw(checklist, plan, diagram, text)
            assert {s.id for s in drawing.shapes} == {s.id for s in proper.shapes}


LETTER_WIDTH = 708  # points between the margins of a landscape Letter page


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_below_8_points_on_the_smaller_page(language: Language) -> None:
    for drawing in every_drawing(language):
        scale = min(1, LETTER_WIDTH / drawing.width)
        smallest = min(s.size for s in drawing.shapes if isinstance(s, (Label, Chip)))
        assert smallest * scale >= 8, drawing.id
