"""Every pictured flow is drawn exactly once, in every combination, and nothing overlaps."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import product

import pytest

from portplanner.catalogue.load import load
from portplanner.catalogue.model import Diagram
from portplanner.checklist.resolve import resolve
from portplanner.checklist.words import numbers
from portplanner.diagram.draw import draw
from portplanner.diagram.drawing import Area, Arrow, Chip, Drawing, Label, Line
from portplanner.diagram.layout import grid, positions
from portplanner.diagram.sketch import sketch
from portplanner.diagram.view import CALLOUTS, LABELS, LAYERS, PLAIN, View
from portplanner.plan.model import Clients, ClientZone, Plan, SenderReputation, Server, Site, Topology
from portplanner.text import LANGUAGES, Language, Text
from portplanner.values import validated
from tests.combinations import ROLES, client_groups, plans, topologies
from tests.diagram.geometry import overlaps

CATALOGUE = load("2013")
ALL_LAYERS = frozenset(LAYERS)


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


def test_with_all_layers_every_flow_of_the_checklist_is_drawn() -> None:
    text, view = Text("en"), View(layers=ALL_LAYERS)
    reputation = SenderReputation(proxy="Socks5", proxy_server="proxy", proxy_port=1080)
    for topology in topologies():
        plan = Plan(topology=topology, sender_reputation=reputation)
        checklist = resolve(CATALOGUE, plan)
        drawings = [draw(checklist, plan, diagram, text, view) for diagram in checklist.diagrams]
        assert {id for drawing in drawings for id in drawing.flows} == {f.id for f in checklist.flows}


def every_plan() -> Iterator[tuple[Plan, tuple[Diagram, ...]]]:
    """Yield every mail flow and every choice of clients once, with the diagrams that it decides.

    The two do not depend on each other; together they are every drawing of every combination.
    """
    for topology in topologies():
        yield Plan(topology=topology), ("mail-flow", "mail-flow-edge")
    for roles, clients in product(ROLES, client_groups()):
        yield Plan(topology=validated(Topology, {"roles": roles}), clients=clients), ("clients",)


def test_clients_are_drawn_alike_whatever_the_mail_flow() -> None:
    for clients in (Plan().clients, validated(Clients, {"from": ("internal",), "pop3": ()})):
        for roles in ROLES:
            plans = [Plan(topology=t, clients=clients) for t in topologies() if t.roles == roles]
            drawn = {draw(resolve(CATALOGUE, plan), plan, "clients", Text("en")) for plan in plans}
            assert len(drawn) == 1


@cache
def every_drawing(language: Language, view: View = PLAIN) -> list[Drawing]:
    """Return every different drawing of the plans without servers."""
    text = Text(language)
    drawings = []
    for plan, diagrams in every_plan():
        checklist = resolve(CATALOGUE, plan)
        here = [diagram for diagram in diagrams if diagram in checklist.diagrams]
        drawings += [draw(checklist, plan, diagram, text, view) for diagram in here]
    return drawings


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_overlaps(language: Language) -> None:
    drawings = [*every_drawing(language), *every_drawing(language, View(layers=ALL_LAYERS))]
    assert len(drawings) == 2 * (42 + 2 * (576 - 3))  # no diagram where no client is chosen
    assert [problem for drawing in drawings for problem in overlaps(drawing)] == []


def plans_with(servers: tuple[Server, ...], smart_hosts: tuple[str, ...] = ()) -> Iterator[Plan]:
    """Yield a plan for every topology, with internal clients too in every other one."""
    reputation = SenderReputation(proxy="Socks5", proxy_server="proxy.contoso.com")
    for number, topology in enumerate(topologies()):
        origins: tuple[ClientZone, ...] = ("internet", "internal") if number % 2 else ("internet",)
        plan = Plan(topology=replace(topology, smart_hosts=smart_hosts), sender_reputation=reputation)
        plan = replace(plan, clients=replace(plan.clients, from_=origins))
        if topology.roles == "combined":
            inner = [s for s in servers if "edge-transport" not in s.roles]
            both = tuple(replace(s, roles=("client-access", "mailbox")) for s in inner)
            servers_here = (*both, *(s for s in servers if s not in inner))
        else:
            servers_here = servers
        site = Site(name="HQ", subscribed=True)
        yield replace(plan, sites=(site,) if servers else (), servers=servers_here)


def named(count: int) -> tuple[Server, ...]:
    """Return so many servers of each role, with addresses."""
    roles = {"MBX": "mailbox", "CAS": "client-access", "EDGE": "edge-transport"}
    return tuple(
        Server(name=f"{prefix}{i:02}", addresses=(f"10.{place}.0.{i}",), roles=(role,), site="HQ")  # type: ignore[arg-type]
        for place, (prefix, role) in enumerate(roles.items())
        for i in range(1, count + 1)
    )


LONG = ("W" * 255, "郵件伺服器" * 51, "a b " * 63 + "c", "<b>&amp;\u202e" * 20)


def long_named() -> tuple[Server, ...]:
    """Return servers with the longest names that a plan allows."""
    addresses = ("fd00:1111:2222:3333:4444:5555:6666:7777", "10.0.0.1")
    return tuple(
        validated(Server, {"name": f"{role[0]}{i}{name}"[:255], "addresses": addresses, "roles": (role,)})
        for i, name in enumerate(LONG)
        for role in ("mailbox", "client-access", "edge-transport")
    )


VIEWS = [
    View(callouts=callouts, labels=labels, layers=layers, legend=legend)
    for callouts, labels, layers, legend in product(
        CALLOUTS, LABELS, (PLAIN.layers, ALL_LAYERS), (True, False)
    )
    if legend or callouts == "purpose"
]
SERVERS = {"none": (), "two": named(2), "twenty": named(20), "long names": long_named()}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("servers", SERVERS)
def test_nothing_overlaps_in_any_view(servers: str, language: Language) -> None:
    text = Text(language)
    count = 0
    for plan in plans_with(SERVERS[servers], LONG if servers == "long names" else ()):
        checklist = resolve(CATALOGUE, plan)
        for view, diagram in product(VIEWS, checklist.diagrams):
            assert overlaps(draw(checklist, plan, diagram, text, view)) == [], (plan.topology, view)
            count += 1
    assert count == 42 * 2 * len(VIEWS)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("servers", ["twenty", "long names"])
def test_nothing_overlaps_when_stacks_are_unfolded(servers: str, language: Language) -> None:
    text = Text(language)
    for plan in plans_with(SERVERS[servers]):
        checklist = resolve(CATALOGUE, plan)
        for diagram, labels in product(checklist.diagrams, LABELS):
            folded = draw(checklist, plan, diagram, text)
            stacks = frozenset(element.id for element in folded.elements if element.stack)
            assert stacks
            for unfolded in (stacks, frozenset(sorted(stacks)[:1])):
                view = View(labels=labels, layers=ALL_LAYERS, unfolded=unfolded)
                assert overlaps(draw(checklist, plan, diagram, text, view)) == []


def test_the_overlap_test_can_fail() -> None:
    label = Label("a", 10, 20, 40, "text", 10, "ink")
    near = Label("b", 30, 22, 40, "text", 10, "ink")
    arrow = Arrow("c", 0, 18, 100, 18, "arrow")
    wall = Line("d", 30, 0, 30, 100, "firewall")
    lane = Area("e", 0, 0, 30, 100, "lane")
    for shapes in ((label, near), (label, arrow), (label, wall), (label, lane)):
        assert len(overlaps(Drawing("d", "", 100, 100, shapes))) == 1
    assert len(overlaps(Drawing("d", "", 30, 100, (label,)))) == 1
    narrow = Chip("a", 0, 0, 10, 10, "143/TCP, 993/TCP", 11, "chip", "chip-edge", "chip-ink")
    assert len(overlaps(Drawing("d", "", 100, 100, (narrow,)))) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_of_the_catalogue_is_cut(language: Language) -> None:
    for plan in plans_with(()):
        checklist = resolve(CATALOGUE, plan)
        for diagram in checklist.diagrams:
            drawing = draw(checklist, plan, diagram, Text(language), View(layers=ALL_LAYERS))
            texts = [s.text for s in drawing.shapes if isinstance(s, (Label, Chip))]
            assert not [text for text in texts if "…" in text]


@pytest.mark.parametrize("language", LANGUAGES)
def test_arrows_are_straight(language: Language) -> None:
    drawings = list(every_drawing(language))
    for plan in plans_with(named(20)):
        checklist = resolve(CATALOGUE, plan)
        for diagram in checklist.diagrams:
            stacks = frozenset(f"{diagram}.{role}" for role in ("mailbox", "client-access"))
            view = View(layers=ALL_LAYERS, unfolded=stacks)
            drawings.append(draw(checklist, plan, diagram, Text(language), view))
    for drawing in drawings:
        for arrow in (s for s in drawing.shapes if isinstance(s, Arrow)):
            assert min(abs(arrow.x1 - arrow.x2), abs(arrow.y1 - arrow.y2)) < 0.6, arrow


def test_the_number_on_an_arrow_is_the_number_of_its_row() -> None:
    text = Text("en")
    for plan in plans_with(named(2)):
        checklist = resolve(CATALOGUE, plan)
        of_row = numbers(checklist)
        for diagram, callouts in product(checklist.diagrams, CALLOUTS):
            drawing = draw(checklist, plan, diagram, text, View(callouts=callouts, layers=ALL_LAYERS))
            for id in drawing.flows:
                chips = [s.text for s in drawing.shapes if isinstance(s, Chip) and s.id == id]
                assert str(of_row[id]) in chips
            assert {e.id: e.number for e in drawing.elements if e.number} == {
                id: of_row[id] for id in drawing.flows
            }


def test_callouts_say_as_much_as_was_asked_for() -> None:
    plan = next(iter(plans_with(named(2))))
    checklist = resolve(CATALOGUE, plan)

    def said(view: View) -> list[str]:
        drawing = draw(checklist, plan, "mail-flow", Text("en"), view)
        return [s.text for s in drawing.shapes if isinstance(s, (Label, Chip))]

    number, port, purpose = (said(View(callouts=callouts)) for callouts in CALLOUTS)
    assert "25/TCP" not in number
    assert "25/TCP" in port
    assert "Default Frontend\u00a0(2)" not in port
    assert "Default Frontend\u00a0(2)" in purpose
    role, name, address = (said(View(labels=labels)) for labels in LABELS)
    assert "2 servers" in role
    assert "CAS01, CAS02" in name
    assert "CAS01  10.1.0.1" in address


def test_a_flow_that_must_never_be_restricted_is_a_link_without_port() -> None:
    plan = Plan()
    checklist = resolve(CATALOGUE, plan)
    drawing = draw(checklist, plan, "mail-flow", Text("en"))
    link = next(element for element in drawing.elements if element.kind == "link")
    shapes = [shape for shape in drawing.shapes if shape.id == link.id]
    assert not any(isinstance(shape, Arrow) for shape in shapes)
    assert [s.text for s in shapes if isinstance(s, Chip)] == [str(link.number)]
    assert "never restrict" in link.title


def test_the_ground_rule_layer_shows_what_the_rule_covers() -> None:
    plan = Plan()
    checklist = resolve(CATALOGUE, plan)
    drawing = draw(checklist, plan, "mail-flow", Text("en"), View(layers=frozenset({"ground-rule"})))
    rule = next(element for element in drawing.elements if element.kind == "rule")
    assert rule.id in {statement.id for statement in checklist.ground_rules}
    texts = " ".join(s.text for s in drawing.shapes if isinstance(s, Label) and s.id == rule.id)
    assert "Domain controller" in texts
    assert "Skype" in texts
    assert not any(e.kind == "rule" for e in draw(checklist, plan, "mail-flow", Text("en")).elements)


def test_a_diagram_that_the_plan_does_not_use_has_no_numbers() -> None:
    plan = Plan()
    drawing = draw(resolve(CATALOGUE, plan), plan, "clients", Text("en"), replace(PLAIN, numbered=False))
    assert not any(element.number for element in drawing.elements)


def test_the_grid_places_everything_that_graphviz_places() -> None:
    text = Text("en")
    for plan in (Plan(), validated(Plan, {"topology": {"edge": "2013"}})):
        checklist = resolve(CATALOGUE, plan)
        for diagram in checklist.diagrams:
            held = sketch(checklist, plan, diagram, text)
            graphviz, plain = positions(held), grid(held)
            assert not graphviz.notice
            assert plain.notice == "grid"
            assert graphviz.nodes.keys() == plain.nodes.keys()
            assert graphviz.edges.keys() == plain.edges.keys()
            assert graphviz.legs.keys() == plain.legs.keys()
            drawing = draw(checklist, plan, diagram, text, engines=())
            assert drawing.notice
            proper = draw(checklist, plan, diagram, text)
            assert {s.id for s in drawing.shapes} == {s.id for s in proper.shapes}


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_overlaps_on_the_grid(language: Language) -> None:
    for plan in plans_with(named(2)):
        checklist = resolve(CATALOGUE, plan)
        for diagram, view in product(checklist.diagrams, (PLAIN, View(layers=ALL_LAYERS))):
            drawing = draw(checklist, plan, diagram, Text(language), view, engines=())
            assert overlaps(drawing) == []
            for arrow in (s for s in drawing.shapes if isinstance(s, Arrow)):
                assert min(abs(arrow.x1 - arrow.x2), abs(arrow.y1 - arrow.y2)) < 0.6, arrow


LETTER_WIDTH = 708  # points between the margins of a landscape Letter page


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_below_8_points_on_the_smaller_page(language: Language) -> None:
    for drawing in every_drawing(language):
        scale = min(1, LETTER_WIDTH / drawing.width)
        smallest = min(s.size for s in drawing.shapes if isinstance(s, (Label, Chip)))
        assert smallest * scale >= 8, drawing.id


def test_a_diagram_of_some_flows_shows_only_those() -> None:
    plan = validated(Plan, {"topology": {"edge": "2013"}})
    checklist = resolve(CATALOGUE, plan)
    whole = draw(checklist, plan, "mail-flow-edge", Text("en"))
    some = frozenset(sorted(whole.flows)[:2])
    part = draw(checklist, plan, "mail-flow-edge", Text("en"), only=some)
    assert part.flows == some
    assert {e.number for e in part.elements if e.number} < {e.number for e in whole.elements}


def test_elements_are_read_flow_by_flow_then_server_by_server() -> None:
    checklist = resolve(CATALOGUE, Plan())
    kinds = [e.kind for e in draw(checklist, Plan(), "mail-flow", Text("en")).elements]
    read = [e.number for e in draw(checklist, Plan(), "mail-flow", Text("en")).elements if e.number]
    assert read == sorted(read)
    assert kinds.index("server") > max(i for i, kind in enumerate(kinds) if kind in ("flow", "link"))
