"""On every page of every size each text can be read, nothing overlaps, and no flow is missing."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import product

import pytest

from portplanner.catalogue.load import load
from portplanner.catalogue.model import Diagram
from portplanner.checklist.model import Checklist
from portplanner.checklist.resolve import resolve
from portplanner.diagram.draw import draw
from portplanner.diagram.drawing import Chip, Drawing, Label
from portplanner.diagram.page import SIZES, PaperSize, pages, parts, readable
from portplanner.diagram.view import LAYERS, PLAIN, View
from portplanner.plan.model import Plan
from portplanner.text import LANGUAGES, Language, Text
from portplanner.values import validated
from tests.diagram.geometry import Box, box, inside, overlaps
from tests.diagram.test_every_combination import SERVERS, every_plan, named, plans_with

CATALOGUE = load("2013")
PAPERS: tuple[PaperSize, ...] = ("A4", "Letter", "16:9")
ALL = View(layers=frozenset(LAYERS))

Case = tuple[Checklist, Plan, Diagram, View]


def hold(case: Case, text: Text, paper: PaperSize) -> tuple[Drawing, ...]:
    """Return the pages after checking everything that is promised of them."""
    checklist, plan, diagram, view = case
    found = pages(checklist, plan, diagram, text, view, paper)
    wanted = draw(checklist, plan, diagram, text, view)
    about = f"{diagram} {plan.topology} {view} {paper}"
    assert frozenset().union(*(page.flows for page in found)) == wanted.flows, about
    for page in found:
        assert (page.width, page.height) == SIZES[paper]
        texts = [shape for shape in page.shapes if isinstance(shape, (Label, Chip))]
        assert min(text.size for text in texts) >= 8 - 1e-6, about
        whole: Box = (0, 0, page.width, page.height)
        assert all(inside(box(shape), whole) for shape in page.shapes), about
        # Room beside a chip's text is scaled with the page; the test of the drawings holds it.
        assert [p for p in overlaps(page) if "too narrow" not in p] == [], about
        assert not page.notice
    assert len({page.title for page in found}) == len(found)
    return found


def with_servers(servers: str) -> Iterator[Case]:
    """Yield every topology, each with another look."""
    views = (PLAIN, ALL, View(labels="address"), View(callouts="port", layers=ALL.layers, labels="address"))
    for number, plan in enumerate(plans_with(SERVERS[servers])):
        checklist = resolve(CATALOGUE, plan)
        for place, diagram in enumerate(checklist.diagrams):
            yield checklist, plan, diagram, views[(number + place) % len(views)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("servers", SERVERS)
def test_every_page_can_be_read(servers: str, language: Language) -> None:
    text = Text(language)
    for number, case in enumerate(with_servers(servers)):
        hold(case, text, PAPERS[number % 3])


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_of_clients_can_be_read(language: Language) -> None:
    text = Text(language)
    for number, (plan, diagrams) in enumerate(list(every_plan())[::13]):
        checklist = resolve(CATALOGUE, plan)
        for diagram in (d for d in diagrams if d in checklist.diagrams):
            hold((checklist, plan, diagram, ALL), text, PAPERS[number % 3])


@pytest.mark.parametrize("paper", PAPERS)
def test_pages_of_unfolded_stacks_can_be_read(paper: PaperSize) -> None:
    for servers, plan in product((named(5), named(20)), [Plan(), *list(plans_with(()))[::17]]):
        named_plan = validated(Plan, {"topology": plan.topology, "server": servers})
        checklist = resolve(CATALOGUE, named_plan)
        for diagram in checklist.diagrams:
            folded = draw(checklist, named_plan, diagram, Text("en"))
            stacks = frozenset(element.id for element in folded.elements if element.stack)
            hold((checklist, named_plan, diagram, View(unfolded=stacks)), Text("en"), paper)


def edge_case(view: View = ALL) -> Case:
    plan = validated(Plan, {"topology": {"edge": "2013"}})
    return resolve(CATALOGUE, plan), plan, "mail-flow-edge", view


def test_a_drawing_that_fits_is_one_page_with_its_own_title() -> None:
    checklist, plan, diagram, view = edge_case(PLAIN)
    (page,) = pages(checklist, plan, diagram, Text("en"), view, "A4")
    assert page.title == Text("en")("terms.diagram.mail-flow-edge")
    assert page.id == diagram
    assert page.elements[0].kind == "title"
    assert any(element.kind == "legend" for element in page.elements)


def test_a_drawing_that_does_not_fit_is_split_by_lane() -> None:
    checklist, plan, diagram, view = edge_case()
    first, second = hold((checklist, plan, diagram, view), Text("en"), "16:9")
    assert first.title.endswith("part 1 of 2")
    assert second.title.endswith("part 2 of 2")
    lanes = [[e.id.rpartition("-")[2] for e in p.elements if e.kind == "lane"] for p in (first, second)]
    assert lanes == [["internet", "perimeter"], ["perimeter", "internal"]]


def test_a_part_keeps_the_numbers_of_the_whole() -> None:
    checklist, plan, diagram, view = edge_case()
    whole = draw(checklist, plan, diagram, Text("en"), view)
    numbers = {e.id: e.number for e in whole.elements if e.number}
    for page in pages(checklist, plan, diagram, Text("en"), view, "16:9"):
        for element in page.elements:
            assert element.number == numbers.get(element.id, 0)


def test_within_one_gap_the_flows_are_shared_in_their_order() -> None:
    plan = Plan()
    checklist = resolve(CATALOGUE, plan)
    found = hold((checklist, plan, "clients", ALL), Text("en"), "16:9")
    assert len(found) > 1
    read = [e.number for page in found for e in page.elements if e.number]
    assert read == sorted(read)


def test_a_part_leaves_the_legend_out_only_where_it_does_not_fit() -> None:
    plan = validated(Plan, {"topology": {"roles": "combined"}, "server": named(5)})
    found = parts(resolve(CATALOGUE, plan), plan, "clients", Text("zh-TW"), ALL, (757.0, 459.0))
    legends = [any(e.kind == "legend" for e in part.elements) for part in found]
    assert legends == [True, False]


def test_stacks_are_folded_where_one_flow_alone_would_not_fit() -> None:
    plan = validated(Plan, {"server": named(60)})
    checklist = resolve(CATALOGUE, plan)
    view = View(unfolded=frozenset({"mail-flow.mailbox", "mail-flow.client-access"}))
    assert not readable(draw(checklist, plan, "mail-flow", Text("en"), view), (786, 480))
    found = hold((checklist, plan, "mail-flow", view), Text("en"), "A4")
    said = [s.text for page in found for s in page.shapes if isinstance(s, Label)]
    assert not any(text == "MBX30" for text in said)


def test_the_notice_of_the_plain_grid_is_on_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portplanner.diagram.page.draw", partial(draw, engines=()))
    checklist, plan, diagram, view = edge_case(PLAIN)
    for page in hold((checklist, plan, diagram, view), Text("en"), "A4"):
        assert any(shape.id.endswith(".notice") for shape in page.shapes)


def test_parts_fill_any_room_that_is_given() -> None:
    checklist, plan, diagram, view = edge_case(PLAIN)
    for room in ((757.0, 440.0), (500.0, 700.0), (1500.0, 900.0)):
        for drawing in parts(checklist, plan, diagram, Text("zh-TW"), view, room):
            assert readable(drawing, room)


def test_a_room_for_nothing_still_shows_the_diagram() -> None:
    checklist, plan, diagram, view = edge_case(PLAIN)
    assert len(parts(checklist, plan, diagram, Text("en"), view, (10, 10))) == 1
