"""Hybrid deployment and Unified Messaging are drawn whole, straight and without overlaps."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from typing import Any

import pytest

from portplanner.catalogue.load import known, load
from portplanner.catalogue.model import Diagram
from portplanner.checklist.model import Checklist
from portplanner.checklist.resolve import resolve
from portplanner.checklist.words import numbers
from portplanner.diagram.draw import draw
from portplanner.diagram.drawing import Area, Arrow, Chip, Drawing, Glyph, Label
from portplanner.diagram.layout import grid, positions
from portplanner.diagram.sketch import sketch
from portplanner.diagram.view import CALLOUTS, LABELS, LAYERS, PLAIN, View
from portplanner.plan import support
from portplanner.plan.model import Plan, Server, ServerRole, Site
from portplanner.text import LANGUAGES, Language, Text
from portplanner.values import validated
from tests.diagram.geometry import box, meet, overlaps
from tests.diagram.test_every_combination import LETTER_WIDTH, long_named, named

DIAGRAMS: tuple[Diagram, ...] = ("hybrid", "unified-messaging")
ALL_LAYERS = frozenset(LAYERS)
VIEWS = [PLAIN, View(layers=ALL_LAYERS, labels="address"), View(callouts="number"), View(callouts="port")]
SERVERS = {"none": (), "two": named(2), "twenty": named(20), "long names": long_named()}


def extended() -> Iterator[Plan]:
    """Yield a plan for every Exchange version and every way that hybrid mail and calls can take there.

    Each has the roles, Edge versions and subscriptions of its version, since these decide the way.
    """
    for version in known():
        choices = load(version).choices
        keys = (
            "topology.roles", "topology.edge", "topology.edge_subscribed", "hybrid.mail_through",
            "unified_messaging.sip",
        )  # fmt: skip
        for roles, edge, subscribed, through, sip in product(*(choices.get(key, (None,)) for key in keys)):
            if edge == "none" and not subscribed:
                continue
            values: dict[str, Any] = {
                "exchange": version,
                "topology": {"roles": roles, "edge": edge, "edge_subscribed": subscribed},
                "hybrid": {"enabled": True, "mail_through": through},
                "unified_messaging": {"enabled": True, "sip": sip} if sip else {},
            }
            yield validated(Plan, values)


def with_servers(plan: Plan, servers: tuple[Server, ...]) -> Plan:
    """Return the plan with these servers, in the roles that its version and its role placement have."""
    inside_roles: tuple[ServerRole, ...] = ("mailbox", "client-access")
    held = tuple(role for role in inside_roles if role in support.roles(plan.exchange))
    kept = []
    for server in servers:
        inside = "edge-transport" not in server.roles
        if inside and plan.topology.roles == "combined":
            server = replace(server, roles=held)
        elif inside and not set(held) & set(server.roles):
            continue
        kept.append(server)
    return replace(plan, servers=tuple(kept), sites=(Site(name="HQ", subscribed=True),) if kept else ())


def checklists(servers: tuple[Server, ...] = ()) -> Iterator[tuple[Plan, Checklist, Diagram]]:
    for bare in extended():
        plan = with_servers(bare, servers)
        found = resolve(load(plan.exchange), plan)
        for diagram in DIAGRAMS:
            if diagram in found.diagrams:
                yield plan, found, diagram


def one(**values: Any) -> tuple[Plan, Checklist]:
    plan = validated(Plan, {"hybrid": {"enabled": True}, "unified_messaging": {"enabled": True}, **values})
    return plan, resolve(load(plan.exchange), plan)


THROUGH_EDGE: dict[str, Any] = {
    "topology": {"edge": "2013"},
    "hybrid": {"enabled": True, "mail_through": "edge"},
}


def test_every_flow_is_drawn_once_in_its_diagram() -> None:
    count = 0
    for plan, found, diagram in checklists():
        held = sketch(found, plan, diagram, Text("en"))
        drawn = [*(e.id for e in held.edges), *(leg.id for leg in held.legs)]
        drawn += [loop.id for node in held.nodes for loop in node.loops]
        guests = [id for home, ids in found.guests if home == diagram for id in ids]
        assert sorted(drawn) == sorted([*guests, *(f.id for f in found.flows if f.diagram == diagram)])
        count += 1
    assert count == 280


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("servers", SERVERS)
def test_nothing_overlaps_in_any_view(servers: str, language: Language) -> None:
    text = Text(language)
    seen: dict[object, list[str]] = {}
    for plan, found, diagram in checklists(SERVERS[servers]):
        for view in VIEWS:
            flows = tuple(f for f in found.flows if f.diagram == diagram)
            key = (flows, found.guests, plan.topology.roles, view)
            if key not in seen:
                seen[key] = overlaps(draw(found, plan, diagram, text, view))
                assert seen[key] == [], (plan.exchange, plan.topology, view)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("servers", ["none", "twenty"])
def test_arrows_are_straight_and_texts_whole(servers: str, language: Language) -> None:
    text = Text(language)
    for (plan, found, diagram), view in product(checklists(SERVERS[servers]), VIEWS):
        drawing = draw(found, plan, diagram, text, view)
        for shape in drawing.shapes:
            if isinstance(shape, Arrow):
                assert min(abs(shape.x1 - shape.x2), abs(shape.y1 - shape.y2)) < 0.6, shape
            if isinstance(shape, (Label, Chip)):
                assert "…" not in shape.text or servers != "none"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_below_8_points_on_the_smaller_page(language: Language) -> None:
    for plan, found, diagram in checklists():
        drawing = draw(found, plan, diagram, Text(language))
        scale = min(1, LETTER_WIDTH / drawing.width)
        smallest = min(s.size for s in drawing.shapes if isinstance(s, (Label, Chip)))
        assert smallest * scale >= 8, (drawing.id, drawing.width)


@pytest.mark.parametrize("servers", ["twenty", "long names"])
def test_nothing_overlaps_when_stacks_are_unfolded(servers: str) -> None:
    plan, _ = one(**THROUGH_EDGE)
    plan = with_servers(plan, SERVERS[servers])
    found = resolve(load(plan.exchange), plan)
    for diagram, labels in product(DIAGRAMS, LABELS):
        folded = draw(found, plan, diagram, Text("en"))
        stacks = frozenset(element.id for element in folded.elements if element.stack)
        assert stacks
        view = View(labels=labels, layers=ALL_LAYERS, unfolded=stacks)
        assert overlaps(draw(found, plan, diagram, Text("en"), view)) == []


def lanes(drawing: Drawing) -> list[str]:
    found = sorted((s.x, s.id) for s in drawing.shapes if isinstance(s, Area) and ".lane-" in s.id)
    return list(dict.fromkeys(id.rpartition(".lane-")[2] for _, id in found))


def test_the_cloud_is_a_lane_of_its_own() -> None:
    plan, found = one()
    assert lanes(draw(found, plan, "hybrid", Text("en"))) == ["cloud", "internal"]
    plan, found = one(**THROUGH_EDGE)
    drawing = draw(found, plan, "hybrid", Text("en"))
    assert lanes(drawing) == ["cloud", "perimeter", "internal"]
    assert sum(element.kind == "firewall" for element in drawing.elements) == 2
    headers = {s.id: s.fill for s in drawing.shapes if isinstance(s, Area) and s.fill.startswith("header")}
    assert headers["hybrid.lane-cloud"] == "header-cloud"


def test_443_passes_the_perimeter_without_touching_the_edge() -> None:
    plan, found = one(**THROUGH_EDGE)
    drawing = draw(found, plan, "hybrid", Text("en"))
    (edge,) = (s for s in drawing.shapes if isinstance(s, Area) and s.id == "hybrid.edge-transport")
    for id in ("hyb-https-in-443", "hyb-https-out-443"):
        (arrow,) = (s for s in drawing.shapes if isinstance(s, Arrow) and s.id == id)
        assert min(arrow.x1, arrow.x2) < edge.x
        assert max(arrow.x1, arrow.x2) > edge.x + edge.width
        assert not meet(box(arrow), box(edge))


def test_a_guest_has_the_number_of_its_row() -> None:
    plan, found = one(**THROUGH_EDGE)
    drawing = draw(found, plan, "hybrid", Text("en"))
    of_row = numbers(found)
    guests = {"mf-edge-in-edge-mbx-25", "mf-edge-out-mbx-edge-25"}
    assert guests <= drawing.flows
    assert {e.id: e.number for e in drawing.elements if e.number} == {id: of_row[id] for id in drawing.flows}


def test_telephony_stands_left_of_the_servers_of_its_lane() -> None:
    plan, found = one()
    drawing = draw(found, plan, "unified-messaging", Text("en"))
    assert lanes(drawing) == ["internal"]
    boxes = {s.id: s.x for s in drawing.shapes if isinstance(s, Area) and s.fill == "server"}
    assert boxes["unified-messaging.voip-gateway"] < boxes["unified-messaging.mailbox"]
    assert boxes["unified-messaging.mailbox"] == boxes["unified-messaging.client-access"]
    glyphs = {s.kind for s in drawing.shapes if isinstance(s, Glyph)}
    assert {"voip-gateway", "mailbox", "client-access"} <= glyphs


def test_client_access_to_mailbox_is_a_link_and_the_gateway_an_arrow() -> None:
    plan, found = one(unified_messaging={"enabled": True, "sip": "dual"})
    kinds = {e.id: e.kind for e in draw(found, plan, "unified-messaging", Text("en")).elements}
    assert kinds["leg-um-cas-mbx-5062"] == kinds["leg-um-cas-mbx-5063"] == "link"
    assert kinds["um-mbx-sip-5062"] == kinds["um-mbx-sip-5063"] == "flow"


def test_what_runs_between_servers_of_one_role_is_a_line_in_their_box() -> None:
    plan, found = one(exchange="2016")
    drawing = draw(found, plan, "unified-messaging", Text("en"))
    link = next(e for e in drawing.elements if e.id == "leg-um-cas-mbx-5062")
    assert link.kind == "link"
    assert "never restrict" in link.title
    (strip,) = (s for s in drawing.shapes if isinstance(s, Area) and s.id == link.id)
    server = max(
        (s for s in drawing.shapes if isinstance(s, Area) and s.id == "unified-messaging.mailbox"),
        key=lambda area: area.height,
    )
    assert server.y < strip.y
    assert strip.y + strip.height < server.y + server.height


def test_many_ports_name_their_transport_once() -> None:
    plan, found = one(unified_messaging={"enabled": True, "sip": "dual"})
    drawing = draw(found, plan, "unified-messaging", Text("en"))
    chips = {s.text for s in drawing.shapes if isinstance(s, Chip)}
    assert "5065, 5066, 5067, 5068/TCP" in chips
    assert "1024–65535/UDP" in chips


@pytest.mark.parametrize("callouts", CALLOUTS)
def test_the_grid_places_everything_that_graphviz_places(callouts: str) -> None:
    others: tuple[dict[str, Any], ...] = (THROUGH_EDGE, {"exchange": "2016"})
    for parts, diagram in product(others, DIAGRAMS):
        plan, found = one(**parts)
        view = View(callouts=callouts)  # type: ignore[arg-type]
        held = sketch(found, plan, diagram, Text("en"), view)
        graphviz, plain = positions(held), grid(held)
        assert graphviz.nodes.keys() == plain.nodes.keys()
        assert graphviz.edges.keys() == plain.edges.keys()
        drawing = draw(found, plan, diagram, Text("en"), view, engines=())
        proper = draw(found, plan, diagram, Text("en"), view)
        assert {s.id for s in drawing.shapes} == {s.id for s in proper.shapes}
