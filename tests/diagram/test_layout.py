"""The ways to Graphviz answer alike, and hostile names never reach the layout or break the DOT."""

from __future__ import annotations

import shutil
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portplanner.catalogue.load import load
from portplanner.checklist.resolve import resolve
from portplanner.diagram import layout, readable_dot
from portplanner.diagram.dot import source
from portplanner.diagram.draw import draw
from portplanner.diagram.drawing import Label
from portplanner.diagram.layout import EngineMissing, dot_program, in_process, positions
from portplanner.diagram.sketch import Sketch, sketch
from portplanner.plan.model import Plan
from portplanner.text import Text, visible
from portplanner.values import validated
from tests.hostile_names import NAMES, shortly

CATALOGUE = load("2013")
EDGE = validated(Plan, {"topology": {"edge": "2013"}})


def sketched(plan: Plan, diagram: str) -> Sketch:
    return sketch(resolve(CATALOGUE, plan), plan, diagram, Text("en"))  # type: ignore[arg-type]


@pytest.mark.dot
@pytest.mark.skipif(shutil.which("dot") is None, reason="no dot on the PATH")
@pytest.mark.parametrize(
    ("plan", "diagram"), [(EDGE, "clients"), (EDGE, "mail-flow-edge"), (Plan(), "mail-flow")]
)
def test_a_dot_program_places_like_the_engine_in_process(plan: Plan, diagram: str) -> None:
    held = sketched(plan, diagram)
    inside, outside = positions(held, (in_process,)), positions(held, (dot_program,))
    for id, (x, y) in inside.nodes.items():
        assert outside.nodes[id] == pytest.approx((x, y), abs=2)


def test_without_pygraphviz_and_without_dot_a_plain_grid_stands_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pygraphviz", None)
    monkeypatch.setenv("PATH", "")
    layout._laid_out.cache_clear()
    for engine in layout.ENGINES:
        with pytest.raises(EngineMissing):
            engine("digraph {}")
    drawing = draw(resolve(CATALOGUE, EDGE), EDGE, "mail-flow-edge", Text("zh-TW"))
    assert "Graphviz" in drawing.notice
    layout._laid_out.cache_clear()


def test_the_layout_sees_no_text_of_the_plan() -> None:
    named = validated(Plan, {"server": ({"name": "SECRET01", "roles": ("mailbox",)},)})
    assert "SECRET01" not in source(sketched(named, "mail-flow"))
    assert "SECRET01" in readable_dot.source(sketched(named, "mail-flow"), Text("en"))


@given(
    st.lists(
        st.sampled_from(NAMES) | st.text(min_size=1, max_size=40),
        min_size=1,
        max_size=3,
        unique_by=str.casefold,
    )
)
def test_dot_for_people_stays_valid_whatever_the_names(names: list[str]) -> None:
    from pygraphviz import AGraph

    plan = validated(Plan, {"server": tuple({"name": name, "roles": ("mailbox",)} for name in names)})
    held = sketched(plan, "mail-flow")
    graph = AGraph(string=readable_dot.source(held, Text("en")))
    assert len(graph.nodes()) == sum(node.kind != "legs" for node in held.nodes)
    assert len(graph.edges()) == len(held.edges) + len(held.legs)


@pytest.mark.parametrize("name", NAMES, ids=shortly)
def test_names_are_drawn_as_typed_or_visibly_shortened(name: str) -> None:
    plan = validated(Plan, {"server": ({"name": name, "roles": ("mailbox",)},)})
    drawing = draw(resolve(CATALOGUE, plan), plan, "mail-flow", Text("en"))
    texts = [s.text for s in drawing.shapes if isinstance(s, Label) and s.id == "mail-flow.mailbox"]
    shown = texts[1:]
    typed = "".join(visible(name).split())
    joined = "".join("".join(shown).split())
    assert joined == typed or (shown[-1].endswith("…") and typed.startswith(joined.removesuffix("…")))


def test_many_servers_of_a_role_fold_into_one_line_with_a_count() -> None:
    servers = tuple({"name": f"MBX{i:02d}", "roles": ("mailbox",)} for i in range(1, 21))
    plan = validated(Plan, {"server": servers})
    drawing = draw(resolve(CATALOGUE, plan), plan, "mail-flow", Text("en"))
    assert "MBX01 … MBX20 (20)" in [s.text for s in drawing.shapes if isinstance(s, Label)]
    assert any("MBX07" in title for title in drawing.titles.values())


def test_a_checklist_without_flows_gives_an_empty_drawing() -> None:
    plan = validated(Plan, {"exchange": "2019"})
    drawing = draw(resolve(CATALOGUE, plan), plan, "mail-flow", Text("en"))
    assert drawing.shapes == ()
    assert drawing.width > 0
    assert drawing.height > 0
