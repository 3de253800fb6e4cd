"""Unified Messaging, held against the listening ports of the topic on UM ports row by row."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from portplanner.catalogue.load import load
from portplanner.catalogue.model import Catalogue
from portplanner.checklist.model import Checklist, Flow
from portplanner.checklist.resolve import resolve
from portplanner.checklist.words import port_text
from portplanner.plan.model import Plan
from portplanner.text import Text
from portplanner.values import validated

VERSIONS = ("2013", "2016")
ROUTER = {"2013": "client-access", "2016": "mailbox"}
GATEWAY = "voip-gateway"
MODES = ("unsecured", "secured", "dual")


class Row(NamedTuple):
    """One listening port. ROUTER is Client Access (2013) or its services on a Mailbox server (2016)."""

    id: str
    source: str
    destination: str
    ports: str
    protocol: str
    modes: tuple[str, ...]
    changed_by: str  # "" where the port cannot be changed
    restrict: str = "allowed"


TLS = "SIP over mutual TLS"
ROWS = [
    Row("um-cas-sip-5060", GATEWAY, "ROUTER", "5060/TCP", "SIP", ("unsecured", "dual"),
        "Set-UMCallRouterSettings -SipTcpListeningPort"),
    Row("um-cas-sip-5061", GATEWAY, "ROUTER", "5061/TCP", TLS, ("secured", "dual"),
        "Set-UMCallRouterSettings -SipTlsListeningPort"),
    Row("um-mbx-sip-5062", GATEWAY, "mailbox", "5062/TCP", "SIP", ("unsecured", "dual"), ""),
    Row("um-mbx-sip-5063", GATEWAY, "mailbox", "5063/TCP", TLS, ("secured", "dual"), ""),
    Row("um-worker-rtp", GATEWAY, "mailbox", "1024–65535/UDP", "RTP", MODES, "msexchangeum.config"),
    # On 5062 and 5063 Client Access to Mailbox is never restricted.
    Row("leg-um-cas-mbx-5062", "ROUTER", "mailbox", "5062/TCP", "SIP", ("unsecured", "dual"), "", "never"),
    Row("leg-um-cas-mbx-5063", "ROUTER", "mailbox", "5063/TCP", TLS, ("secured", "dual"), "", "never"),
]  # fmt: skip

WORKER = {
    "unsecured": ("5065/TCP 5067/TCP", "SIP", "um-worker-ports"),
    "secured": ("5065/TCP 5067/TCP", TLS, "um-worker-ports"),
    "dual": ("5065/TCP 5066/TCP 5067/TCP 5068/TCP", "SIP, plain and over mutual TLS", "um-worker-ports-dual"),
}


@pytest.fixture(params=VERSIONS)
def catalogue(request: pytest.FixtureRequest) -> Catalogue:
    return load(request.param)


def checklist(catalogue: Catalogue, sip: str) -> Checklist:
    values = {"exchange": catalogue.exchange, "unified_messaging": {"enabled": True, "sip": sip}}
    return resolve(catalogue, validated(Plan, values))


def rows(found: Checklist) -> dict[str, Flow]:
    return {flow.id: flow for flow in found.flows if flow.diagram == "unified-messaging"}


def ports(flow: Flow) -> str:
    return " ".join(port_text(port, Text("en")) for port in flow.ports)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
@pytest.mark.parametrize("sip", MODES)
def test_a_row_is_as_the_topic_prints_it(catalogue: Catalogue, sip: str, row: Row) -> None:
    found = rows(checklist(catalogue, sip))
    assert (row.id in found) is (sip in row.modes)
    if row.id not in found:
        return
    flow, router = found[row.id], ROUTER[catalogue.exchange]
    assert flow.source.roles == (row.source.replace("ROUTER", router),)
    assert flow.destination.roles == (row.destination.replace("ROUTER", router),)
    assert ports(flow) == row.ports
    assert flow.protocol.en.startswith(row.protocol)
    assert (flow.restrict, flow.pictured) == (row.restrict, False)
    assert (row.changed_by or "cannot be changed") in flow.note.en


@pytest.mark.parametrize("sip", MODES)
def test_the_worker_process_and_what_two_topics_say_of_its_ports(catalogue: Catalogue, sip: str) -> None:
    found = checklist(catalogue, sip)
    flow = rows(found)["um-worker-sip"]
    numbers, protocol, point = WORKER[sip]
    assert (ports(flow), flow.protocol.en) == (numbers, protocol)
    assert (flow.source.roles, flow.destination.roles) == ((GATEWAY,), ("mailbox",))
    assert "cannot be changed" in flow.note.en
    shown = {each.id: each.text.en for each in found.open_points}
    assert {id for id in shown if id.startswith("um-worker-ports")} == {point}
    assert point in flow.open_points
    assert "um-worker-source" in flow.open_points
    if sip != "dual":
        assert "5065 and 5067" in shown[point]
        assert "5065 and 5066" in shown[point]


@pytest.mark.parametrize(
    ("sip", "protocol"),
    [("unsecured", "RTP"), ("secured", "RTP (SIP secured) or SRTP (Secured)"), ("dual", "RTP or SRTP")],
)
def test_voice_is_encrypted_by_the_dial_plan(catalogue: Catalogue, sip: str, protocol: str) -> None:
    assert rows(checklist(catalogue, sip))["um-worker-rtp"].protocol.en == protocol


@pytest.mark.parametrize(("sip", "count"), [("unsecured", 5), ("secured", 5), ("dual", 8)])
def test_a_mode_gives_these_rows(catalogue: Catalogue, sip: str, count: int) -> None:
    assert len(rows(checklist(catalogue, sip))) == count


def test_only_tcp_mode_is_there_by_default(catalogue: Catalogue) -> None:
    by_default = {id: flow.by_default for id, flow in rows(checklist(catalogue, "dual")).items()}
    assert {id for id, state in by_default.items() if state == "on"} == {
        "um-cas-sip-5060", "um-mbx-sip-5062", "leg-um-cas-mbx-5062", "um-worker-rtp",
    }  # fmt: skip


def test_udp_carries_voice_alone(catalogue: Catalogue) -> None:
    for sip in MODES:
        for flow in rows(checklist(catalogue, sip)).values():
            assert {port.transport for port in flow.ports} == {"udp" if flow.id == "um-worker-rtp" else "tcp"}


def test_what_contradicts_itself_in_the_sources_is_an_open_point(catalogue: Catalogue) -> None:
    shown = {point.id for point in checklist(catalogue, "unsecured").open_points}
    assert shown >= {
        "um-worker-ports", "um-sip-transport", "um-rtp-transport", "um-both-ports", "um-mailbox-ports",
        "um-gateway-place", "um-worker-source",
    }  # fmt: skip


@pytest.mark.parametrize("sip", MODES)
def test_tasks_set_the_mode_and_the_gateway(catalogue: Catalogue, sip: str) -> None:
    found = checklist(catalogue, sip)
    commands = " ".join(task.command for task in found.tasks)
    secured = sip != "unsecured"
    for cmdlet in ("Set-UMCallRouterSettings", "Set-UMService", "Set-UMIPGateway"):
        assert (cmdlet in commands) is secured
    assert ("um-gateway-host" in {row.id for row in found.dns}) is secured
    assert "task-um-windows-firewall" in {task.id for task in found.tasks}


def test_a_plan_without_unified_messaging_has_no_row_of_it(catalogue: Catalogue) -> None:
    plain = resolve(catalogue, validated(Plan, {"exchange": catalogue.exchange}))
    assert not rows(plain)
    values = {"exchange": catalogue.exchange, "unified_messaging": {"sip": "dual"}}
    unused = resolve(catalogue, validated(Plan, values))
    assert "um-off" in {warning.id for warning in unused.warnings}


@pytest.mark.parametrize("version", ["2019", "se"])
def test_later_versions_have_none(version: str) -> None:
    catalogue = load(version)
    assert "unified_messaging.enabled" not in catalogue.choices
    assert not any(flow.diagram == "unified-messaging" for flow in catalogue.flows)
    assert not rows(checklist(catalogue, "dual"))
