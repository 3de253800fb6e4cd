"""What belongs together in a checklist."""

from __future__ import annotations

from dataclasses import replace

import pytest

from portplanner.catalogue.load import load
from portplanner.checklist.model import Checklist
from portplanner.checklist.related import related, related_to_role, servers_at
from portplanner.checklist.resolve import resolve
from portplanner.paths import resources
from portplanner.plan.model import Hybrid
from portplanner.plan.read import read


@pytest.fixture(scope="module")
def checklist() -> Checklist:
    return resolve(load("2013"), read(resources() / "examples" / "contoso-edge.toml").plan)


def test_a_flow_has_to_do_with_its_connectors_and_open_points(checklist: Checklist) -> None:
    for flow in checklist.flows:
        found = related(checklist, flow.id)
        assert found.rows == {flow.id, *flow.connectors, *flow.open_points}
        assert found.beside == {*flow.source.roles, *flow.destination.roles}
        assert not found.roles


def test_a_connector_has_to_do_with_its_flows_and_its_server(checklist: Checklist) -> None:
    for connector in checklist.connectors:
        found = related(checklist, connector.id)
        assert found.roles == {connector.role}
        assert found.rows - {connector.id} == {f.id for f in checklist.flows if connector.id in f.connectors}


def test_a_role_has_to_do_with_all_that_touches_its_servers(checklist: Checklist) -> None:
    found = related_to_role(checklist, "edge-transport")
    for flow in checklist.flows:
        touches = "edge-transport" in (*flow.source.roles, *flow.destination.roles)
        assert (flow.id in found.rows) == touches
    assert {row.id for row in checklist.connectors if row.role == "edge-transport"} <= found.rows
    assert {row.id for row in checklist.dns if "edge-transport" in row.asked_by} <= found.rows


def test_a_dns_requirement_has_to_do_with_who_asks(checklist: Checklist) -> None:
    for need in checklist.dns:
        assert related(checklist, need.id).roles == set(need.asked_by)


def test_an_open_point_has_to_do_with_the_flows_that_it_leaves_open(checklist: Checklist) -> None:
    for point in checklist.open_points:
        found = related(checklist, point.id)
        assert found.rows == {point.id, *(f.id for f in checklist.flows if point.id in f.open_points)}


def test_an_id_that_is_no_row_stands_alone(checklist: Checklist) -> None:
    assert related(checklist, "nothing").rows == {"nothing"}
    assert not related_to_role(checklist, "voip-gateway").rows


def test_servers_of_a_diagram_are_those_that_its_flows_name(checklist: Checklist) -> None:
    assert servers_at(checklist, "mail-flow-edge", "edge-transport") == ("EDGE01", "EDGE02")
    assert servers_at(checklist, "clients", "edge-transport") == ()
    assert set(servers_at(checklist, "clients", "client-access")) == {"CAS01", "CAS02"}


def test_servers_of_a_diagram_are_also_those_of_the_flows_that_it_borrows() -> None:
    plan = read(resources() / "examples" / "contoso-edge.toml").plan
    hybrid = replace(plan, hybrid=Hybrid(enabled=True, mail_through="edge"))
    found = resolve(load("2013"), hybrid)
    assert found.guests
    assert servers_at(found, "hybrid", "edge-transport") == ("EDGE01", "EDGE02")
    assert "MBX01" in servers_at(found, "hybrid", "mailbox")
