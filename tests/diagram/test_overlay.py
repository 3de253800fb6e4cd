"""The diagrams with what changed: nothing overlaps, and every change is there and says so in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import product
from random import Random

import pytest

from portplanner.catalogue.load import known, load
from portplanner.checklist.compare import addresses, compare
from portplanner.checklist.model import Checklist
from portplanner.checklist.resolve import resolve
from portplanner.diagram.drawing import Area, Arrow, Chip, Drawing, Label
from portplanner.diagram.overlay import Overlay
from portplanner.diagram.style import DARK, LIGHT
from portplanner.diagram.view import CALLOUTS, PLAIN, Callouts
from portplanner.plan.change import with_choice
from portplanner.plan.check import plan_errors
from portplanner.plan.model import Dns, Plan, SenderReputation, Server, Topology
from portplanner.text import LANGUAGES, Language, Text
from tests.combinations import client_groups, topologies
from tests.diagram.geometry import overlaps
from tests.diagram.test_contrast import _ROLES, contrast

WORDS = {
    "added": {"en": "New: ", "zh-TW": "新增："},
    "removed": {"en": "Dropped: ", "zh-TW": "移除："},
    "altered": {"en": "Changed: ", "zh-TW": "變更："},
}


def resolved(plan: Plan) -> Checklist:
    versions = known()
    return resolve(load(plan.exchange if plan.exchange in versions else versions[0]), plan)


def overlay(old: Plan, new: Plan) -> Overlay:
    a, b = resolved(old), resolved(new)
    return Overlay((a, old), (b, new), compare(a, b, addresses(old), addresses(new)))


@cache
def pairs() -> tuple[tuple[Plan, Plan], ...]:
    """Return pairs of plans far apart and near to each other, with and without servers, of all versions."""
    random = Random(20261123)
    tops, groups = list(topologies()), list(client_groups())
    servers = tuple(
        Server(name=f"{name}{n:02}", roles=(role,), addresses=(f"10.0.{len(name)}.{n}",))
        for name, role in _ROLES
        for n in range(1, 6)
    )  # fmt: skip
    proxy = SenderReputation(proxy="Socks5", proxy_server="proxy.contoso.com", proxy_port=1080)

    def plan() -> Plan:
        named = random.random() < 0.5
        count = random.randint(1, 5)
        made = Plan(
            topology=random.choice(tops),
            clients=random.choice(groups),
            servers=tuple(s for s in servers if int(s.name[-2:]) <= count) if named else (),
            dns=Dns(servers=("10.0.0.53", "10.0.0.54") if random.random() < 0.4 else ()),
            sender_reputation=proxy if random.random() < 0.4 else SenderReputation(),
        )
        other = with_choice(made, "exchange", random.choice(known()))
        if plan_errors(other):
            return made
        return other

    found = []
    for _ in range(24):
        one = plan()
        near = replace(one, clients=random.choice(groups))
        found += [(one, plan()), (one, near)]
    return tuple(found)


def drawings(language: Language) -> Iterator[tuple[Overlay, Drawing]]:
    for old, new in pairs():
        made = overlay(old, new)
        for diagram in made.diagrams:
            yield made, made.drawing(diagram, Text(language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_overlaps(language: Language) -> None:
    count = 0
    for _, drawing in drawings(language):
        count += 1
        assert overlaps(drawing) == []
    assert count > 60


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_change_that_is_drawn_is_said_in_words_and_no_other(language: Language) -> None:
    for made, drawing in drawings(language):
        kinds = made.changes.kinds()
        said: dict[str, str] = {}
        for shape in drawing.shapes:
            if isinstance(shape, Label):
                said[shape.id] = f"{said.get(shape.id, '')} {shape.text}"
        for id in drawing.flows:
            mark = WORDS[kinds[id]][language].strip() if id in kinds else None
            for kind, words in WORDS.items():
                there = words[language].strip() in said.get(id, "")
                assert there is (mark == words[language].strip()), (drawing.id, id, kind)


def test_every_change_but_what_only_the_ground_rule_shows_is_drawn() -> None:
    for old, new in pairs():
        made = overlay(old, new)
        drawn = {id for diagram in made.diagrams for id in made.drawing(diagram, Text("en")).flows}
        wanted = {
            change.id
            for change in made.changes.of("flows")
            if next(f for f in made.checklist.flows if f.id == change.id).layer != "ground-rule"
        }
        assert wanted <= drawn


def test_the_kinds_of_change_differ_by_their_lines() -> None:
    seen: dict[str, set[tuple[int, bool, float]]] = {}
    for made, drawing in drawings("en"):
        kinds = made.changes.kinds()
        for id in drawing.flows:
            shafts = [s for s in drawing.shapes if isinstance(s, Arrow) and s.id == id and _long(s)]
            if shafts and len({(s.x1, s.y1) for s in shafts}) <= 2:
                look = (min(len(shafts), 2), shafts[0].dashed, shafts[0].stroke_width)
                seen.setdefault(kinds.get(id, "kept"), set()).add(look)
    assert set(seen) == {"added", "removed", "altered", "kept"}
    looks = {kind: {(dashed, width) for _, dashed, width in found} for kind, found in seen.items()}
    for one, other in product(looks, repeat=2):
        assert one == other or looks[one].isdisjoint(looks[other])
    assert all(dashed for _, dashed, _ in seen["removed"])
    assert all(count == 2 for count, _, _ in seen["altered"])


def _long(arrow: Arrow) -> bool:
    return abs(arrow.x1 - arrow.x2) + abs(arrow.y1 - arrow.y2) > 12


def test_numbers_are_those_of_the_new_checklist_and_what_went_has_none() -> None:
    for made, drawing in drawings("en"):
        numbers = {flow.id: str(number) for number, flow in enumerate(made.new[0].flows, 1)}
        markers = {s.id: s.text for s in drawing.shapes if isinstance(s, Chip) and s.colour == "marker-ink"}
        for element in drawing.elements:
            if element.kind in ("flow", "link"):
                assert markers[element.id] == numbers.get(element.id, "–")
                assert str(element.number) == numbers.get(element.id, "0")


def test_the_legend_shows_the_marks_that_are_there() -> None:
    old = with_choice(Plan(), "clients.pop3", (110,))
    new = with_choice(with_choice(Plan(), "clients.http", ()), "clients.pop3", (995,))
    drawing = overlay(old, new).drawing("clients", Text("en"))
    legend = [s.text for s in drawing.shapes if isinstance(s, Label) and s.id == "clients.legend"]
    assert legend[-3:] == ["Dropped", "Changed", "As before"]
    bare = overlay(old, new).drawing("clients", Text("en"), replace(PLAIN, legend=False))
    assert [s.text for s in bare.shapes if isinstance(s, Label) and s.id == "clients.legend"] == legend[-3:]


def test_a_role_that_goes_has_a_dashed_box() -> None:
    edge = with_choice(Plan(), "topology.edge", "2013")
    drawing = overlay(edge, Plan()).drawing("mail-flow-edge", Text("en"))
    boxes = {s.id: s for s in drawing.shapes if isinstance(s, Area) and s.fill == "server"}
    assert boxes["mail-flow-edge.edge-transport"].dashed
    assert not boxes["mail-flow-edge.mailbox"].dashed


def test_a_diagram_without_changes_is_left_out() -> None:
    edge = with_choice(Plan(), "topology.edge", "2013")
    assert overlay(Plan(), edge).diagrams == ("mail-flow", "mail-flow-edge")
    assert overlay(edge, edge).diagrams == ()


def test_parts_fit_a_page_and_keep_their_legend() -> None:
    edge = Plan(topology=Topology(edge="2013"), servers=tuple(
        Server(name=f"MBX{n:02}", roles=("mailbox",)) for n in range(40)
    ))  # fmt: skip
    for diagram in overlay(Plan(), edge).diagrams:
        for part in overlay(Plan(), edge).parts(diagram, Text("zh-TW"), (757.0, 470.0)):
            assert overlaps(part) == []
            assert any(isinstance(s, Label) and s.id == f"{diagram}.legend" for s in part.shapes)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_marks_stand_out(colours: dict[str, str]) -> None:
    for mark in ("added", "removed", "altered", "kept"):
        for lane in ("page", "lane", "lane-perimeter", "lane-internal"):
            assert contrast(colours[mark], colours[lane]) >= 3, (mark, lane)
        assert contrast(colours["marker-ink"], colours[mark]) >= 4.5, mark


@pytest.mark.parametrize("callouts", CALLOUTS)
def test_words_stay_when_the_diagrams_say_less(callouts: Callouts) -> None:
    edge = with_choice(Plan(), "topology.edge", "2013")
    drawing = overlay(Plan(), edge).drawing("mail-flow-edge", Text("en"), replace(PLAIN, callouts=callouts))
    marked = {s.id for s in drawing.shapes if isinstance(s, Label) and s.text.startswith("New:")}
    assert marked >= drawing.flows
