"""Promises that hold for every combination of options."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from functools import cache

import pytest

from portplanner.catalogue.load import load
from portplanner.checklist.model import Checklist, Connector, DnsRequirement, Flow, Statement, Task
from portplanner.checklist.resolve import resolve
from portplanner.plan.model import Plan
from tests.combinations import plans

CATALOGUE = load("2013")
FORBIDDEN_2013 = {717, 2525, 465, 475}  # ports that only later versions print


@cache
def every() -> tuple[tuple[Plan, Checklist], ...]:
    return tuple((plan, resolve(CATALOGUE, plan)) for plan in plans())


Row = Flow | Connector | DnsRequirement | Statement | Task


def rows_of(checklist: Checklist) -> list[Row]:
    return [
        *checklist.flows, *checklist.connectors, *checklist.dns, *checklist.ground_rules,
        *checklist.tasks, *checklist.open_points,
    ]  # fmt: skip


def numbers(rows: tuple[Flow | Connector, ...]) -> set[int]:
    return {port.number for row in rows for port in row.ports if port.number is not None}


def test_there_are_several_thousand_combinations() -> None:
    assert len(every()) == 42 * 576


def test_ids_are_unique_in_each_checklist() -> None:
    for plan, checklist in every():
        ids = [row.id for row in rows_of(checklist)]
        assert len(ids) == len(set(ids)), plan


def test_no_client_row_touches_an_edge() -> None:
    for _, checklist in every():
        for flow in checklist.flows:
            if flow.diagram == "clients":
                assert "edge-transport" not in (*flow.source.roles, *flow.destination.roles)


def test_client_rows_depend_on_the_client_groups_alone() -> None:
    by_clients: dict[object, set[tuple[Flow, ...]]] = defaultdict(set)
    for plan, checklist in every():
        by_clients[plan.clients].add(tuple(f for f in checklist.flows if f.diagram == "clients"))
    assert all(len(different) == 1 for different in by_clients.values())


OUTBOUND_ROWS = ("mf-edge-out-mbx-edge-25", "mf-edge-out-edge-internet-25")


def test_no_edge_version_changes_an_outbound_row() -> None:
    seen: dict[object, set[tuple[Flow, ...]]] = defaultdict(set)
    for plan, checklist in every():
        topology = plan.topology
        if topology.edge != "none":
            rows = tuple(f for f in checklist.flows if f.id in OUTBOUND_ROWS)
            assert len(rows) == 2
            seen[topology.edge_subscribed].add(rows)
    assert {key: len(rows) for key, rows in seen.items()} == {True: 1, False: 1}


def test_the_edge_version_changes_nothing_but_who_receives() -> None:
    seen: dict[object, set[tuple[Flow, ...]]] = defaultdict(set)
    for plan, checklist in every():
        if plan.topology.edge != "none":
            others = tuple(
                f for f in checklist.flows
                if f.id not in ("mf-edge-in-edge-mbx-25", "leg-edge-fet-transport")
            )  # fmt: skip
            seen[(plan.topology.edge_subscribed, plan.clients)].add(others)
    assert all(len(different) == 1 for different in seen.values())


def test_roles_together_or_apart_change_only_who_receives_from_the_edge() -> None:
    seen: dict[object, set[tuple[Flow, ...]]] = defaultdict(set)
    for plan, checklist in every():
        key = replace(plan, topology=replace(plan.topology, roles="separate"))
        others = tuple(
            f for f in checklist.flows
            if f.id not in ("mf-edge-in-edge-mbx-25", "leg-edge-fet-transport")
        )  # fmt: skip
        seen[key].add(others)
    assert all(len(different) == 1 for different in seen.values())


@pytest.mark.parametrize(
    ("edge", "roles", "connector", "then_transport"),
    [
        ("2013", "separate", "Default <Mailbox server name>", False),
        ("2013", "combined", "Default Frontend <Server name>", True),
        ("2010", "separate", "Default <Mailbox server name>", False),
        ("2010", "combined", "Default <Mailbox server name>", False),
        ("2007", "separate", "Default <Mailbox server name>", False),
        ("2007", "combined", "Default <Mailbox server name>", False),
    ],
)
def test_who_receives_mail_from_a_subscribed_edge(
    edge: str, roles: str, connector: str, then_transport: bool
) -> None:
    checklists = [
        checklist for plan, checklist in every()
        if (plan.topology.edge, plan.topology.roles, plan.topology.edge_subscribed) == (edge, roles, True)
    ]  # fmt: skip
    assert checklists
    for checklist in checklists:
        flow = next(f for f in checklist.flows if f.id == "mf-edge-in-edge-mbx-25")
        names = {c.name for c in checklist.connectors if c.id in flow.connectors and c.kind == "receive"}
        assert names == {connector}
        assert ("leg-edge-fet-transport" in {f.id for f in checklist.flows}) is then_transport
        assert [(p.number, p.transport) for p in flow.ports] == [(25, "tcp")]


def test_each_dns_row_has_both_transports() -> None:
    rows = 0
    for _, checklist in every():
        for flow in checklist.flows:
            if "dns" in flow.destination.roles:
                rows += 1
                assert [(p.number, p.transport) for p in flow.ports] == [(53, "udp"), (53, "tcp")]
    assert rows == len(every())  # one in each checklist


def test_edgesync_runs_from_mailbox_to_edge_and_only_when_subscribed() -> None:
    for plan, checklist in every():
        rows = [f for f in checklist.flows if any(p.number == 50636 for p in f.ports)]
        wanted = plan.topology.edge != "none" and plan.topology.edge_subscribed
        assert len(rows) == wanted
        for flow in rows:
            assert flow.source.roles == ("mailbox",)
            assert flow.destination.roles == ("edge-transport",)


def test_ports_of_later_versions_never_appear() -> None:
    for _, checklist in every():
        assert not numbers((*checklist.flows, *checklist.connectors)) & FORBIDDEN_2013


def test_every_flow_names_only_connectors_that_are_listed_and_every_one_listed_is_used() -> None:
    for _, checklist in every():
        listed = {row.id for row in checklist.connectors}
        assert {id for flow in checklist.flows for id in flow.connectors} == listed


def test_allowed_flows_have_ports_and_never_flows_stay_inside() -> None:
    for _, checklist in every():
        for flow in checklist.flows:
            if flow.restrict == "allowed":
                assert flow.ports
            else:
                assert flow.source.zone == flow.destination.zone == "internal"


def test_every_row_has_a_source() -> None:
    for _, checklist in every():
        assert all(row.sources for row in rows_of(checklist))


def test_contradictions_are_warned_about_exactly_where_they_stand() -> None:
    for plan, checklist in every():
        ids = {warning.id for warning in checklist.warnings}
        edge = plan.topology.edge != "none"
        proxied = plan.topology.outbound == "client-access-proxy"
        assert any("client-access" in id or "proxy" in id for id in ids) is (edge and proxied), ids
