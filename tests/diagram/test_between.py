"""A change begins as the old drawing, ends as the new one, and is sound at every moment between."""

from __future__ import annotations

from dataclasses import fields
from math import isfinite

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portplanner.catalogue.load import load
from portplanner.catalogue.model import Diagram
from portplanner.checklist.resolve import resolve
from portplanner.diagram.between import Change, between, still
from portplanner.diagram.draw import draw
from portplanner.diagram.drawing import Area, Arrow, Chip, Drawing, Glyph, Label, Line, Shape
from portplanner.plan.change import with_choice
from portplanner.plan.model import Plan
from portplanner.text import Text

_ids = st.sampled_from(["d.mailbox", "d.edge", "e.mailbox", "flow-1", "flow-2"])
_x = st.floats(-5000, 5000, allow_nan=False)
_size = st.floats(0, 1000)
_words = st.sampled_from(["25/TCP", "443/TCP", "MBX01", ""])
_colours = st.sampled_from(["ink", "arrow", ""])
_shapes: st.SearchStrategy[Shape] = st.one_of(
    st.builds(Area, _ids, _x, _x, _size, _size, _colours, _colours, _size, _size, st.booleans()),
    st.builds(Line, _ids, _x, _x, _x, _x, _colours, _size, st.booleans()),
    st.builds(Arrow, _ids, _x, _x, _x, _x, _colours, _size, _size, st.booleans()),
    st.builds(Chip, _ids, _x, _x, _size, _size, _words, _size, _colours, _colours, _colours, st.booleans()),
    st.builds(Glyph, _ids, st.sampled_from(["client", "mailbox"]), _x, _x, _size),
    st.builds(
        Label, _ids, _x, _x, _size, _words, _size, _colours, st.booleans(),
        st.sampled_from(["start", "middle", "end"]),
    ),
)  # fmt: skip
_drawings = st.builds(
    Drawing, st.just("d"), st.just(""), _size, _size, st.lists(_shapes, max_size=12).map(tuple)
)


def _numbers(shape: Shape) -> list[float]:
    values = [getattr(shape, field.name) for field in fields(shape)]
    return [value for value in values if isinstance(value, float)]


@given(_drawings, _drawings)
def test_a_change_begins_and_ends_exactly(old: Drawing, new: Drawing) -> None:
    assert between(still(old), new, 0) == still(old)
    assert between(still(old), new, 1) == still(new)


@given(_drawings, _drawings, st.floats(0, 1))
def test_every_moment_is_finite_and_no_opacity_leaves_its_bounds(
    old: Drawing, new: Drawing, t: float
) -> None:
    frame = between(still(old), new, t)
    assert len(frame.shapes) == len(frame.opacities)
    assert all(isfinite(number) for shape in frame.shapes for number in _numbers(shape))
    assert all(0 <= opacity <= 1 for opacity in frame.opacities)


@given(_drawings, st.floats(0, 1))
def test_a_drawing_that_stays_the_same_does_not_move(drawing: Drawing, t: float) -> None:
    frame = between(still(drawing), drawing, t)
    assert frame.shapes == drawing.shapes
    assert set(frame.opacities) <= {1.0}


@given(_drawings, _drawings, _drawings, st.floats(0, 1), st.floats(0, 1))
def test_a_change_may_start_in_the_middle_of_another(
    a: Drawing, b: Drawing, c: Drawing, t: float, u: float
) -> None:
    middle = between(still(a), b, t)
    assert between(middle, c, 0) == middle
    assert between(middle, c, 1) == still(c)
    assert all(0 <= opacity <= 1 for opacity in between(middle, c, u).opacities)


def _box(id: str, x: float) -> Area:
    return Area(id, x, 0.0, 10.0, 10.0, "server")


def _drawing(*shapes: Shape) -> Drawing:
    return Drawing("d", "", 100, 100, shapes)


def test_what_stays_moves_what_goes_fades_out_what_comes_fades_in() -> None:
    old = still(_drawing(_box("stays", 0), _box("goes", 50)))
    new = _drawing(_box("stays", 20), _box("comes", 70))
    early, late = between(old, new, 0.25), between(old, new, 0.75)
    assert {shape.id: opacity for shape, opacity in zip(early.shapes, early.opacities, strict=True)} == {
        "goes": pytest.approx(1 - 0.25 / 0.6),
        "stays": 1.0,
    }
    assert [shape.id for shape in late.shapes] == ["stays", "comes"]
    assert late.opacities[1] == pytest.approx(0.35 / 0.6)
    assert isinstance(late.shapes[0], Area)
    assert late.shapes[0].x == pytest.approx(15)


def test_several_shapes_of_one_id_are_told_apart_by_their_order() -> None:
    old = still(_drawing(_box("a", 0), _box("a", 100)))
    frame = between(old, _drawing(_box("a", 10), _box("a", 200)), 0.5)
    assert [shape.x for shape in frame.shapes if isinstance(shape, Area)] == [5, 150]


def test_lanes_and_servers_keep_their_place_from_one_diagram_to_another() -> None:
    frame = between(still(_drawing(_box("mail-flow.mailbox", 0))), _drawing(_box("edge.mailbox", 10)), 0.5)
    assert frame.shapes == (_box("edge.mailbox", 5),)


def test_a_chip_moves_on_while_its_words_change() -> None:
    def chip(words: str, x: float) -> Chip:
        return Chip("f", x, 0.0, 50.0, 20.0, words, 11.0, "chip", "chip-edge", "chip-ink")

    old, new = still(_drawing(chip("25/TCP", 0))), _drawing(chip("587/TCP", 100))
    assert [s.text for t in (0.4, 0.6) for s in between(old, new, t).shapes if isinstance(s, Chip)] == [
        "25/TCP",
        "587/TCP",
    ]


def test_an_interrupted_change_goes_on_from_what_was_seen() -> None:
    seen = between(still(_drawing(_box("a", 0))), _drawing(_box("a", 100)), 0.5)
    back = Change(seen, _drawing(_box("a", 0)))
    places = [shape.x for t in (0.0, 0.5, 1.0) for shape in back.at(t).shapes if isinstance(shape, Area)]
    assert places == [50, 25, 0]


@pytest.mark.parametrize(
    ("key", "value"),
    [("topology.roles", "combined"), ("clients.from", ("internet", "internal")), ("topology.edge", "2013")],
)
def test_lanes_and_servers_of_a_real_drawing_move_and_never_fade(key: str, value: object) -> None:
    plan, text = Plan(), Text("en")
    diagram: Diagram = "clients" if key == "clients.from" else "mail-flow"
    after: Diagram = "mail-flow-edge" if key == "topology.edge" else diagram
    other = with_choice(plan, key, value)
    old = draw(resolve(load("2013"), plan), plan, diagram, text)
    new = draw(resolve(load("2013"), other), other, after, text)
    common = {one.id.partition(".")[2] for one in old.elements if one.kind in ("lane", "server")} & {
        one.id.partition(".")[2] for one in new.elements
    }
    frame = between(still(old), new, 0.5)
    boxes = [
        (shape.id, opacity)
        for shape, opacity in zip(frame.shapes, frame.opacities, strict=True)
        if isinstance(shape, Area) and shape.id.partition(".")[2] in common
    ]
    assert len({id for id, _ in boxes}) == len(common) > 1
    assert {opacity for _, opacity in boxes} == {1.0}


def test_what_goes_stays_on_what_it_lay_on_until_it_is_gone() -> None:
    old = still(_drawing(_box("lane", 0), _box("goes", 1), _box("server", 2)))
    frame = between(old, _drawing(_box("lane", 10), _box("server", 12)), 0.1)
    assert [shape.id for shape in frame.shapes] == ["lane", "goes", "server"]
