"""Promises that hold for every combination of options in every Exchange version.

What clients choose and what servers and mail need do not depend on each other: no row asks for both.
So the combinations of all of them are these two lists, side by side; one test holds that.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from portplanner.catalogue.load import known, load
from portplanner.checklist.model import Checklist
from portplanner.checklist.resolve import resolve
from portplanner.plan.check import plan_errors
from portplanner.plan.model import Plan
from portplanner.values import validated
from tests.checklist.test_combinations import numbers, rows_of
from tests.combinations import client_choices, mail_choices

VERSIONS = known()
INNER_PORTS = {717, 2525, 465, 475, 1993, 1995}  # between Exchange servers only
MAIL = ("topology.", "sender_reputation.", "hybrid.", "unified_messaging.")


@cache
def every(version: str) -> tuple[tuple[Plan, Checklist], ...]:
    catalogue = load(version)
    plans = (*mail_choices(version), *client_choices(version))
    return tuple((plan, resolve(catalogue, plan)) for plan in plans)


@pytest.fixture(params=VERSIONS)
def version(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_there_are_so_many_combinations() -> None:
    mail = {version: len(tuple(mail_choices(version))) for version in VERSIONS}
    assert mail == {"2013": 1008, "2016": 1008, "2019": 252, "se": 252}
    assert sum(mail.values()) * 576 == 1_451_520  # all of them with every choice of clients


def test_no_row_asks_for_clients_and_for_mail(version: str) -> None:
    catalogue = load(version)
    rows: tuple[Any, ...] = (
        *catalogue.flows, *catalogue.dns, *catalogue.tasks, *catalogue.notes, *catalogue.ground_rules,
        *catalogue.open_points, *catalogue.contradictions, *catalogue.pointers,
    )  # fmt: skip
    whens = [when for row in rows for when in (row.when, getattr(row, "unless", {}))]
    whens += [row.twin.when for row in catalogue.flows if row.twin]
    whens += [
        {**flow.when, **variant.when} for flow in catalogue.flows for variant in flow.variants
    ]  # fmt: skip
    for when in whens:
        assert not (any(key.startswith("clients.") for key in when)
                    and any(key.startswith(MAIL) for key in when)), when  # fmt: skip


def test_every_plan_is_right(version: str) -> None:
    assert all(plan_errors(plan) == [] for plan, _ in every(version))


def test_ids_are_unique_and_every_row_has_a_source(version: str) -> None:
    for plan, checklist in every(version):
        rows = rows_of(checklist)
        assert len({row.id for row in rows}) == len(rows), plan
        assert all(row.sources for row in rows)


def test_no_version_has_a_role_that_it_lacks(version: str) -> None:
    lacks = "client-access" if len(load(version).choices["topology.roles"]) == 1 else "nothing"
    for _, checklist in every(version):
        roles = {role for flow in checklist.flows for role in (*flow.source.roles, *flow.destination.roles)}
        roles |= {row.role for row in checklist.connectors}
        roles |= {role for row in checklist.dns for role in row.asked_by}
        assert lacks not in roles
        assert not any("Client Access" in name for name in checklist.placeholders) or lacks == "nothing"


def test_allowed_flows_have_ports_and_never_flows_stay_inside(version: str) -> None:
    for _, checklist in every(version):
        for flow in checklist.flows:
            if flow.restrict == "allowed":
                assert flow.ports
                assert not numbers((flow,)) & INNER_PORTS
            else:
                assert flow.source.zone == flow.destination.zone == "internal"


def test_every_flow_names_only_connectors_that_are_listed_and_every_one_listed_is_used(version: str) -> None:
    for _, checklist in every(version):
        listed = {row.id for row in checklist.connectors}
        assert {id for flow in checklist.flows for id in flow.connectors} == listed


def test_edgesync_runs_from_mailbox_to_edge_and_only_when_subscribed(version: str) -> None:
    for plan, checklist in every(version):
        rows = [flow for flow in checklist.flows if 50636 in numbers((flow,))]
        assert len(rows) == (plan.topology.edge != "none" and plan.topology.edge_subscribed)
        for flow in rows:
            assert (flow.source.roles, flow.destination.roles) == (("mailbox",), ("edge-transport",))


def test_mail_comes_in_and_goes_out(version: str) -> None:
    for plan, checklist in every(version):
        if plan.hybrid.enabled:
            continue
        mail = [f for f in checklist.flows if f.diagram.startswith("mail-flow") and "SMTP" in f.protocol.en]
        assert any(flow.source.zone == "internet" for flow in mail), plan
        outs = [flow for flow in mail if flow.destination.zone == "internet"]
        assert len(outs) == 1, plan


def test_open_proxy_detection_has_its_row(version: str) -> None:
    knows = "sender_reputation.open_proxy_detection" in load(version).choices
    offers = len(load(version).choices["sender_reputation.open_proxy_detection"]) > 1 if knows else False
    for plan, checklist in every(version):
        rows = [flow for flow in checklist.flows if flow.id == "mf-edge-senderrep-detection"]
        wanted = offers and plan.topology.edge != "none" and plan.sender_reputation.open_proxy_detection
        assert len(rows) == wanted
        assert all(numbers((flow,)) == {1081, 1080, 23, 6588, 3128, 80} for flow in rows)


def test_choices_without_effect_are_warned_about(version: str) -> None:
    for plan, checklist in every(version):
        ids = {warning.id for warning in checklist.warnings}
        edge = plan.topology.edge != "none"
        proxied = plan.topology.outbound == "client-access-proxy"
        assert any(id.startswith("proxy-with") for id in ids) is (edge and proxied)
        reputation = plan.sender_reputation
        assert ("sender-reputation-without-edge" in ids) is (not edge and reputation.proxy != "none")
        assert ("detection-off-without-edge" in ids) is (not edge and not reputation.open_proxy_detection)
        assert "choices-not-here" not in ids


@pytest.mark.parametrize(
    ("plan", "said"),
    [
        ({"exchange": "2013"}, ""),
        ({"exchange": "2013", "topology": {"edge": "2016"}}, "topology.edge = 2016"),
        ({"exchange": "2016", "topology": {"roles": "combined"}}, "topology.roles = combined"),
        ({"exchange": "2013", "sender_reputation": {"open_proxy_detection": False}},
         "sender_reputation.open_proxy_detection = false"),
    ],
)  # fmt: skip
def test_a_choice_that_the_version_has_no_rows_for_is_said_so(plan: object, said: str) -> None:
    held = validated(Plan, plan)
    checklist = resolve(load(held.exchange), held)
    texts = [w.text for w in checklist.warnings if w.id == "choices-not-here"]
    assert [said in text.en and said in text.zh for text in texts] == ([True] if said else [])
