"""From Exchange 2016 on: the Mailbox server alone inside, every flow drawn, nothing on top of anything."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from portplanner.catalogue.load import load
from portplanner.checklist.resolve import resolve
from portplanner.diagram.draw import draw
from portplanner.diagram.drawing import Drawing
from portplanner.diagram.view import LAYERS, PLAIN, View
from portplanner.plan.model import Plan, Server, Site
from portplanner.text import LANGUAGES, Language, Text
from tests.combinations import mail_choices
from tests.diagram.geometry import overlaps

LATER = ("2016", "2019", "se")
ALL_LAYERS = View(layers=frozenset(LAYERS))


def plans(version: str) -> Iterator[Plan]:
    """Yield every plan of this version; hybrid deployment and Unified Messaging have tests of their own."""
    for plan in mail_choices(version):
        if not plan.hybrid.enabled and not plan.unified_messaging.enabled:
            yield plan


def drawings(plan: Plan, language: Language, view: View) -> list[Drawing]:
    checklist = resolve(load(plan.exchange), plan)
    return [draw(checklist, plan, diagram, Text(language), view) for diagram in checklist.diagrams]


def named(plan: Plan) -> Plan:
    """Return the plan with two servers of each kind."""
    roles = {"MBX": "mailbox", "EDGE": "edge-transport"}
    servers = tuple(
        Server(name=f"{name}0{number}", addresses=(f"10.0.{number}.1",), roles=(role,), site="HQ")  # type: ignore[arg-type]
        for name, role in roles.items()
        for number in (1, 2)
    )
    return replace(plan, sites=(Site(name="HQ", subscribed=True),), servers=servers)


@pytest.mark.parametrize("version", LATER)
def test_every_drawn_flow_is_drawn_once_and_the_mailbox_server_is_alone_inside(version: str) -> None:
    for plan in plans(version):
        checklist = resolve(load(version), plan)
        held = drawings(plan, "en", PLAIN)
        drawn = sorted(id for drawing in held for id in drawing.flows)
        assert drawn == sorted(flow.id for flow in checklist.flows if flow.drawn)
        servers = {e.id.partition(".")[2] for d in held for e in d.elements if e.kind == "server"}
        assert servers <= {"mailbox", "edge-transport"}
        assert "mailbox" in servers


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("version", LATER)
def test_nothing_overlaps_and_with_all_layers_every_flow_is_drawn(version: str, language: Language) -> None:
    for number, plan in enumerate(plans(version)):
        shown = named(plan) if number % 2 else plan
        held = drawings(shown, language, ALL_LAYERS)
        assert [problem for drawing in held for problem in overlaps(drawing)] == [], plan
        checklist = resolve(load(version), shown)
        assert {id for drawing in held for id in drawing.flows} == {flow.id for flow in checklist.flows}


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_layers_nothing_overlaps(language: Language) -> None:
    topologies = {plan.topology: plan for version in LATER for plan in plans(version)}
    for plan in topologies.values():
        for held in (plan, named(plan)):
            assert [p for drawing in drawings(held, language, PLAIN) for p in overlaps(drawing)] == [], plan
