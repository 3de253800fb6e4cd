"""How rows are verified: every row has a way, with the plan's names, and no name leaves its quotes."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import product

import pytest

from portplanner.catalogue.load import load
from portplanner.checklist.resolve import resolve
from portplanner.checklist.verify import Verification, commands, escaped, quoted, verification, verifications
from portplanner.paths import resources
from portplanner.plan.model import Plan, Server, Site, Topology
from portplanner.plan.read import read
from portplanner.plan.support import has_unified_messaging, versions
from portplanner.text import visible
from portplanner.values import validated
from tests.combinations import plans
from tests.export.powershell import strings
from tests.hostile_names import NAMES, shortly

CATALOGUE = load("2013")
CONTOSO = read(resources() / "examples" / "contoso-edge.toml").plan


def said(plan: Plan, id: str) -> list[str]:
    """Return the commands of one row of a plan."""
    found = verification(CATALOGUE, plan, resolve(CATALOGUE, plan), id)
    assert found is not None
    return [line for step in found.steps for line in commands(step, 100)[0]]


def ways(plan: Plan) -> dict[str, Verification]:
    listed = resolve(CATALOGUE, plan)
    return {found.row: found for found in verifications(CATALOGUE, plan, listed)}


@pytest.mark.parametrize("exchange", versions())
def test_a_catalogue_verifies_every_row_that_it_has_once(exchange: str) -> None:
    catalogue = load(exchange)
    known = {row.id for rows in (catalogue.flows, catalogue.connectors) for row in rows}
    known |= {flow.twin.id for flow in catalogue.flows if flow.twin}
    names = {row.id: row for row in catalogue.dns}
    named = [row for fact in catalogue.verifications for row in fact.rows]
    assert known <= set(named) <= known | names.keys()
    assert len(named) == len(set(named))
    assert all(row.verify or row.id in named for row in catalogue.dns)
    flows = {flow.id for flow in catalogue.flows}
    assert {check.of for fact in catalogue.verifications for check in fact.checks} - {None} <= flows


@pytest.mark.parametrize("exchange", versions())
def test_places_stand_within_single_quotes(exchange: str) -> None:
    for fact in load(exchange).verifications:
        for check in fact.checks:
            outside = re.sub(r"'[^']*'", "''", check.command)
            assert set(re.findall(r"\{.*?\}", outside)) <= {"{port}"}, check.command
            places = set(re.findall(r"\{.*?\}", check.command))
            assert places <= {"{port}", "{target}", "{server}", "{connector}", "{domain}"}


# What a command may begin with: it looks, and changes nothing but that a synchronization comes early.
READING = re.compile(
    r"(Get|Test|Resolve|Validate)-[A-Za-z]+\b|Start-EdgeSynchronization\b|openssl s_client\b|curl\.exe -I\b"
    r"|telnet\b|netstat -ano\b"
)


@pytest.mark.parametrize("exchange", versions())
def test_a_command_only_reads(exchange: str) -> None:
    for fact in load(exchange).verifications:
        for check in fact.checks:
            first, *others = re.sub(r"'[^']*'", "''", check.command).split(" | ")
            assert READING.match(first), check.command
            assert all(re.match(r"Format-(List|Table)\b|findstr ''", other) for other in others), (
                check.command
            )
            assert not set(";&`$()<>") & set(first), check.command


@pytest.mark.parametrize("um", [False, True])
@pytest.mark.parametrize("through", ["internal", "edge"])
@pytest.mark.parametrize("exchange", versions())
def test_every_row_of_a_plan_with_everything_says_how_it_is_verified(
    exchange: str, through: str, um: bool
) -> None:
    if um and not has_unified_messaging(exchange):
        pytest.skip("no Unified Messaging in this version")
    catalogue = load(exchange)
    for edge, subscribed, outbound in product(
        catalogue.choices["topology.edge"], (True, False), catalogue.choices["topology.outbound"]
    ):
        topology = {"edge": edge, "edge_subscribed": subscribed, "outbound": outbound}
        parts = {
            "exchange": exchange, "topology": topology, "clients": {"from": ("internet", "internal")},
            "hybrid": {"enabled": True, "mail_through": through}, "unified_messaging": {"enabled": um},
        }  # fmt: skip
        plan = validated(Plan, parts)
        listed = resolve(catalogue, plan)
        found = {one.row: one for one in verifications(catalogue, plan, listed)}
        for id in (*(flow.id for flow in listed.flows), *(row.id for row in listed.connectors)):
            assert found[id].good, id
            assert found[id].sources, id
        assert all(row.verify for row in listed.dns)


def test_every_flow_connector_and_name_says_how_it_is_verified() -> None:
    for plan in list(plans())[::37]:
        found = ways(plan)
        listed = resolve(CATALOGUE, plan)
        for flow in listed.flows:
            assert found[flow.id].good, flow.id
        for connector in listed.connectors:
            assert found[connector.id].good, connector.id
        for dns in listed.dns:
            assert dns.verify or dns.id in found


@pytest.mark.parametrize(
    ("id", "line"),
    [
        ("mf-edge-in-edge-mbx-25", "Test-NetConnection 'mbx02.contoso.com' -Port 25"),
        ("mf-edge-edgesync-50636", "Test-NetConnection 'edge01.contoso.com' -Port 50636"),
        ("mf-edge-dns-53", "Resolve-DnsName '<external domain>' -Type MX -Server '10.10.0.3' -TcpOnly"),
        ("mf-edge-senderrep-proxy", "Test-NetConnection 'proxy.contoso.com' -Port 8080"),
        ("cli-imap4-143-993", "openssl s_client -connect 'mail.contoso.com:993'"),
        (
            "rc13-default-hub--MBX02",
            "Get-ReceiveConnector 'MBX02\\Default MBX02' | "
            "Format-List Enabled,Bindings,RemoteIPRanges,PermissionGroups",
        ),
        ("ec-inbound--HQ", "Get-SendConnector 'EdgeSync - Inbound to HQ' | Format-List *"),
        ("edge-side-a--mbx01.contoso.com", "Resolve-DnsName 'mbx01.contoso.com'"),
    ],
)
def test_commands_hold_the_names_of_the_plan(id: str, line: str) -> None:
    assert line in said(CONTOSO, id)


def test_only_offered_ports_are_verified() -> None:
    assert not [line for line in said(CONTOSO, "cli-imap4-143-993") if "143" in line]


def test_a_server_that_takes_no_part_in_edgesync_does_not_verify_it() -> None:
    step = ways(CONTOSO)["mf-edge-edgesync-50636"].steps[0]
    assert step.servers == ("MBX01",)


def test_without_names_the_placeholders_stand() -> None:
    plan = Plan(topology=Topology(edge="2013"))
    assert "Test-NetConnection '<Mailbox server FQDN>' -Port 25" in said(plan, "mf-edge-in-edge-mbx-25")
    assert "Get-Queue -Server '<Mailbox server name>'" in said(plan, "mf-edge-out-mbx-edge-25")
    assert "openssl s_client -connect 'mail.<domain>:993'" in said(plan, "cli-imap4-143-993")
    assert not ways(plan)["mf-edge-in-edge-mbx-25"].steps[0].named


def test_commands_of_many_servers_are_bounded_and_counted() -> None:
    servers = tuple(Server(name=f"MBX{i}", roles=("mailbox",)) for i in range(1000))
    edges = tuple(Server(name=f"EDGE{i}", roles=("edge-transport",)) for i in range(20))
    plan = Plan(topology=Topology(edge="2013"), sites=(Site(name="HQ", subscribed=True),))
    plan = replace(plan, servers=(*servers, *edges))
    found = ways(plan)["mf-edge-in-edge-mbx-25"]
    lines, more = commands(found.steps[0], 12)
    assert (len(lines), more) == (12, 988)
    assert found.steps[0].servers == tuple(f"EDGE{i}" for i in range(20))


@pytest.mark.parametrize("name", NAMES, ids=shortly)
def test_a_name_never_leaves_its_quotes(name: str) -> None:
    assert strings(f"a {quoted(name)} b") == [visible(name)]
    assert "\n" not in escaped(name)
    assert "\x00" not in escaped(name)
    plan = Plan(
        topology=Topology(edge="2013"),
        sites=(Site(name=name, subscribed=True),),
        servers=(
            Server(name=name, fqdn=name, roles=("mailbox",)),
            Server(name="E", roles=("edge-transport",)),
        ),
    )
    shown = visible(name)
    for id in ("mf-edge-in-edge-mbx-25", "mf-edge-edgesync-50636", "mf-edge-out-mbx-edge-25"):
        for line in said(plan, id):
            assert all(
                text in (shown, f"{shown}:25", "E", "E:50636") or "<" in text for text in strings(line)
            )
