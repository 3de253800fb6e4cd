"""The ways to Graphviz answer alike, and hostile names never reach the layout or break the DOT."""

from __future__ import annotations

import shutil
import sys
import time
from collections import Counter
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portplanner.catalogue.load import load
from portplanner.checklist.resolve import resolve
from portplanner.diagram import layout, readable_dot
from portplanner.diagram.dot import source
from portplanner.diagram.draw import draw, paint
from portplanner.diagram.drawing import Label
from portplanner.diagram.layout import (
    MOST_JOINS,
    MOST_NODES,
    MOST_POINTS,
    EngineMissing,
    dot_program,
    in_process,
    positions,
)
from portplanner.diagram.sketch import Edge, Node, Sketch, sketch
from portplanner.diagram.view import LAYERS, View
from portplanner.plan.model import MAX_HOSTS, MAX_SERVERS, Plan
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


# Bounded -----------------------------------------------------------------------------------------


def largest(servers: int, stem: str) -> Plan:
    """Return a plan with everything a diagram can show, and this many servers."""
    roles = (("mailbox",), ("client-access",), ("mailbox", "client-access"), ("edge-transport",))
    return validated(
        Plan,
        {
            "topology": {"edge": "2013"},
            "clients": {"from": ("internet", "internal"), "smtp": (25, 587)},
            "hybrid": {"enabled": True, "mail_through": "edge"},
            "unified_messaging": {"enabled": True, "sip": "dual"},
            "dns": {"servers": tuple(f"10.0.{i // 250}.{i % 250}" for i in range(MAX_HOSTS))},
            "sender_reputation": {"proxy": "Socks5", "proxy_server": "proxy", "proxy_port": 1080},
            "site": ({"name": "HQ", "subscribed": True},),
            "server": tuple(
                {
                    "name": f"{stem}{number:04}",
                    "addresses": (f"10.1.{number // 250}.{number % 250}",),
                    "roles": roles[number % 4],
                    "site": "HQ",
                }
                for number in range(servers)
            ),
        },
    )


@pytest.mark.parametrize("stem", ["S", "W" * 251])
def test_the_largest_plan_gives_graphviz_no_more_than_a_small_one(stem: str) -> None:
    plan, small = largest(MAX_SERVERS, stem), largest(8, "S")
    listed, few = (resolve(CATALOGUE, each) for each in (plan, small))
    everything = View(labels="address", layers=frozenset(LAYERS))
    for diagram in listed.diagrams:
        folded = draw(listed, plan, diagram, Text("en"), everything)
        stacks = frozenset(element.id for element in folded.elements if element.stack)
        assert stacks
        held = sketch(listed, plan, diagram, Text("en"), replace(everything, unfolded=stacks))
        other = sketch(few, small, diagram, Text("en"), everything)
        assert [node.id for node in held.nodes] == [node.id for node in other.nodes]
        assert [edge.key for edge in held.edges] == [edge.key for edge in other.edges]
        assert len(held.nodes) < MOST_NODES / 3
        assert len(held.edges) + len(held.legs) < MOST_JOINS / 3
        start = time.process_time()
        placed = positions(held, (in_process,))
        assert time.process_time() - start < 1
        assert placed.notice == ""
        drawing = paint(held, placed, Text("en"))
        assert sum(isinstance(shape, Label) for shape in drawing.shapes) > MAX_SERVERS / 4


def crowd(nodes: int, edges: int, row: int = 40) -> Sketch:
    """Return a sketch of boxes in five columns with arrows between any two of them."""
    random = Random(1)
    rows = Counter[int]()
    arrows = []
    for number in range(edges):
        left = random.randrange(nodes)
        right = random.choice([box for box in range(nodes) if box % 5 != left % 5])
        left, right = sorted((left, right), key=lambda box: box % 5)
        arrows.append(
            Edge(
                id=f"e{number}", key=f"e{number}", left=f"b{left}", left_row=rows[left], right=f"b{right}",
                right_row=rows[right], forward=True, number=number, chip="", above=(), below=(),
                label_width=120, crosses=False, sentence="",
            )
        )  # fmt: skip
        rows.update((left, right))
    boxes = tuple(
        Node(f"b{box}", "internal", box % 5, "server", 150, (row,) * max(1, rows[box]))
        for box in range(nodes)
    )
    return replace(sketched(Plan(), "mail-flow"), nodes=boxes, edges=tuple(arrows), legs=())


def test_the_most_that_graphviz_gets_is_laid_out_at_once() -> None:
    held = crowd(MOST_NODES, MOST_JOINS)
    start = time.process_time()
    assert positions(held, (in_process,)).notice == ""
    assert time.process_time() - start < 2


@pytest.mark.parametrize(
    "held",
    [crowd(MOST_NODES + 1, 10), crowd(10, MOST_JOINS + 1), crowd(2, 1, row=MOST_POINTS + 1)],
    ids=["boxes", "arrows", "a side"],
)
def test_what_is_more_never_reaches_graphviz_and_says_so(held: Sketch) -> None:
    placed = positions(held, (lambda dot: pytest.fail("laid out"),))
    assert placed.notice == "too-large"
    assert placed.nodes.keys() == {node.id for node in held.nodes}


def test_a_drawing_says_that_it_stands_on_the_grid_and_why(monkeypatch: pytest.MonkeyPatch) -> None:
    listed = resolve(CATALOGUE, EDGE)
    assert draw(listed, EDGE, "clients", Text("en")).notice == ""
    lost = draw(
        listed, EDGE, "clients", Text("en"), engines=(lambda dot: '{"bb": "0,0,9,9", "objects": []}',)
    )
    monkeypatch.setattr(layout, "MOST_NODES", 1)
    large = draw(listed, EDGE, "clients", Text("en"))
    assert large.notice == lost.notice == Text("en")("diagram.notice.too-large")
    assert len(large.shapes) > 50


def test_graphviz_reads_the_largest_side_that_it_gets(capfd: pytest.CaptureFixture[str]) -> None:
    held = crowd(2, 2, row=MOST_POINTS)
    placed = positions(held, (in_process,))
    upper, lower = (placed.edges[key][0][1] for key in ("e0", "e1"))
    assert lower - upper == pytest.approx(MOST_POINTS, abs=2)
    assert capfd.readouterr().err == ""
