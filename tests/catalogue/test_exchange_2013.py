"""The Exchange 2013 catalogue, held against the three tables of the port topic row by row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields
from itertools import product
from typing import Any, NamedTuple

import pytest

from portplanner.catalogue.load import load
from portplanner.catalogue.model import Choice, Fact, Flow, Port, SourceRef, Variant
from portplanner.paths import resources
from portplanner.text import Words

CATALOGUE = load("2013")
EXTRA = ("hybrid", "unified-messaging")  # diagrams whose rows have tests of their own
FLOWS = {flow.id: flow for flow in CATALOGUE.flows if flow.diagram not in EXTRA}
CONNECTORS = {connector.id: connector for connector in CATALOGUE.connectors}
OPEN_POINTS = {point.id: point for point in CATALOGUE.open_points}
FILES = sorted((resources() / "catalogue" / "exchange-2013").glob("*.toml"))


class Row(NamedTuple):
    """One row of the topic's tables."""

    table: str
    id: str
    ports: str
    source: str
    destination: str
    connectors: tuple[str, ...]
    by_default: str
    pictured: bool


DEFAULT_EDGE = "Default internal Receive connector <Edge Transport server name>"

ROWS = [
    # T1: clients and services. The topic prints no source: anywhere outside the organization.
    Row("T1 r1", "cli-https-443", "443/tcp",
        "internet@internet", "client-access@internal", (), "on", True),
    Row("T1 r2", "cli-http-80", "80/tcp",
        "internet@internet", "client-access@internal", (), "on", True),
    Row("T1 r3", "cli-imap4-143-993", "143/tcp 993/tcp",
        "internet@internet", "client-access@internal", (), "off", True),
    Row("T1 r4", "cli-pop3-110-995", "110/tcp 995/tcp",
        "internet@internet", "client-access@internal", (), "off", True),
    Row("T1 r5", "cli-smtp-auth-587", "587/tcp 25/tcp",
        "internet@internet", "client-access@internal",
        ("Client Frontend <Server name>",), "on", True),
    # T2: mail flow without Edge.
    Row("T2 r1", "mf-noedge-in-internet-cas-25", "25/tcp",
        "internet@internet", "client-access@internal",
        ("Default Frontend <Client Access server name>",), "on", True),
    Row("T2 r2", "mf-noedge-out-mbx-internet-25", "25/tcp",
        "mailbox@internal", "internet@internet", ("",), "manual", True),
    Row("T2 r3", "mf-noedge-out-cas-internet-25", "25/tcp",
        "client-access@internal", "internet@internet", ("",), "manual", True),
    Row("T2 r4", "mf-noedge-dns-53", "53/udp 53/tcp",
        "client-access+mailbox@internal", "dns@internal", (), "on", False),
    # T3: mail flow with Edge.
    Row("T3 r1", "mf-edge-in-internet-edge-25", "25/tcp",
        "internet@internet", "edge-transport@perimeter", (DEFAULT_EDGE,), "on", True),
    Row("T3 r2", "mf-edge-in-edge-mbx-25", "25/tcp",
        "edge-transport@perimeter", "mailbox@internal (subscribed-site)",
        ("EdgeSync - Inbound to <Active Directory site name>", "Default <Mailbox server name>"), "on", True),
    Row("T3 r3", "mf-edge-out-mbx-edge-25", "25/tcp",
        "mailbox@internal (subscribed-site)", "edge-transport@perimeter",
        ("intra-organization Send connector", DEFAULT_EDGE), "on", True),
    Row("T3 r4", "mf-edge-out-edge-internet-25", "25/tcp",
        "edge-transport@perimeter", "internet@internet",
        ("EdgeSync - <Active Directory site name> to Internet",), "on", True),
    Row("T3 r5", "mf-edge-edgesync-50636", "50636/tcp",
        "mailbox@internal (edgesync)", "edge-transport@perimeter", (), "on", True),
    Row("T3 r6", "mf-edge-dns-53", "53/udp 53/tcp",
        "edge-transport@perimeter", "dns@perimeter", (), "on", False),
    Row("T3 r7", "mf-edge-senderrep-proxy", "sender_reputation.proxy_port/tcp",
        "edge-transport@perimeter", "internet@internet", (), "manual", False),
]  # fmt: skip

LEGS = [
    # id, source, destination, connectors, pictured, by default
    ("leg-noedge-in-cas-mbx", "client-access", "mailbox", ("intra-organization Send connector",), True, "on"),
    ("leg-noedge-out-mbx-cas", "mailbox", "client-access",
     ("Outbound Proxy Frontend <Client Access server name>",), True, "manual"),
    ("leg-imap4-backend", "client-access", "mailbox", (), False, "off"),
    ("leg-pop3-backend", "client-access", "mailbox", (), False, "off"),
    ("leg-edge-fet-transport", "client-access", "mailbox",
     ("intra-organization Send connector",), False, "on"),
]  # fmt: skip

# Who receives mail from the Edge (T3 r2): Edge version, role placement, service, connector.
RECEIVERS = [
    ("2013", "separate", "Transport service", "Default <Mailbox server name>"),
    ("2013", "combined", "Front End Transport service", "Default Frontend <Server name>"),
    ("2010", "separate", "Transport service", "Default <Mailbox server name>"),
    ("2007", "separate", "Transport service", "Default <Mailbox server name>"),
    ("2010", "combined", "Transport service", "Default <Mailbox server name>"),
    ("2007", "combined", "Transport service", "Default <Mailbox server name>"),
]


def said(port: Port) -> str:
    return f"{port.number or port.user}/{port.transport}"


def end(flow: Flow, side: str) -> str:
    this = flow.source if side == "source" else flow.destination
    chosen = "" if this.servers in ("all", "edge-inbound", "edge-internet") else f" ({this.servers})"
    return f"{'+'.join(this.roles)}@{this.zone}{chosen}"


def names(ids: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(re.sub(r"\{\w+\}", CONNECTORS[id].placeholder, CONNECTORS[id].name) for id in ids)


def holds(when: Mapping[str, tuple[Choice, ...]], choices: Mapping[str, Choice]) -> bool:
    return all(key not in choices or choices[key] in allowed for key, allowed in when.items())


def variant(flow: Flow, choices: Mapping[str, Choice]) -> Variant | None:
    return next((each for each in flow.variants if holds(each.when, choices)), None)


def everything(value: object, kind: type[Any]) -> Iterator[Any]:
    """Every value of this kind within a fact."""
    if isinstance(value, kind):
        yield value
    if isinstance(value, Fact):
        value = tuple(getattr(value, f.name) for f in fields(value))
    elif isinstance(value, Mapping):
        value = tuple(value.values())
    if isinstance(value, tuple):
        for each in value:
            yield from everything(each, kind)


# The tables


def test_there_are_sixteen_rows_five_legs_and_the_smart_host() -> None:
    expected = {row.id for row in ROWS} | {leg[0] for leg in LEGS} | {"mf-noedge-out-mbx-smarthost-25"}
    assert len(ROWS) == 16
    assert {id for id, flow in FLOWS.items() if flow.diagram not in EXTRA} == expected


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_a_row_is_as_the_topic_prints_it(row: Row) -> None:
    flow = FLOWS[row.id]
    assert " ".join(map(said, flow.ports)) == row.ports
    assert end(flow, "source") == row.source
    assert end(flow, "destination") == row.destination
    assert names(flow.connectors) == row.connectors
    assert flow.by_default == row.by_default
    assert flow.pictured is row.pictured
    assert flow.restrict == "allowed"


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_a_row_names_its_place_in_the_topic(row: Row) -> None:
    first = FLOWS[row.id].sources[0]
    assert first.ref == "topic"
    assert re.match(rf"{row.table}, L\d+-\d+", first.part)


@pytest.mark.parametrize(("table", "count"), [("T1", 5), ("T2", 4), ("T3", 7)])
def test_rows_stand_in_the_topic_s_order(table: str, count: int) -> None:
    parts = [f.sources[0].part for f in CATALOGUE.flows if f.id in {row.id for row in ROWS}]
    assert [p.split(",")[0] for p in parts if p.startswith(table)] == [
        f"{table} r{number}" for number in range(1, count + 1)
    ]


@pytest.mark.parametrize("row", ROWS[:5], ids=lambda row: row.id)
def test_a_client_row_has_a_twin_for_internal_clients(row: Row) -> None:
    flow = FLOWS[row.id]
    assert flow.twin is not None
    assert (flow.twin.id, flow.twin.source.roles, flow.twin.source.zone) == (
        f"{row.id}-internal", ("client",), "internal",
    )  # fmt: skip
    assert flow.when["clients.from"] == ("internet",)
    assert flow.twin.when["clients.from"] == ("internal",)
    others = {key: values for key, values in flow.when.items() if key != "clients.from"}
    assert others == {key: values for key, values in flow.twin.when.items() if key != "clients.from"}


def test_the_services_are_those_of_the_topic() -> None:
    assert FLOWS["cli-https-443"].services == CATALOGUE.choices["clients.https"]
    assert FLOWS["cli-http-80"].services == CATALOGUE.choices["clients.http"]
    assert set(CATALOGUE.service_names) == {
        *FLOWS["cli-https-443"].services, *FLOWS["cli-http-80"].services,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("id", "source", "destination", "connectors", "pictured", "by_default"), LEGS, ids=lambda v: str(v)[:30]
)
def test_a_leg_is_never_restricted_and_has_no_port(
    id: str, source: str, destination: str, connectors: tuple[str, ...], pictured: bool, by_default: str
) -> None:
    leg = FLOWS[id]
    assert leg.restrict == "never"
    assert leg.ports == ()
    assert "inner-leg-ports" in leg.open_points
    assert (leg.source.roles, leg.destination.roles) == ((source,), (destination,))
    assert leg.source.zone == leg.destination.zone == "internal"
    assert names(leg.connectors) == connectors
    assert (leg.pictured, leg.by_default) == (pictured, by_default)


@pytest.mark.parametrize(("edge", "roles", "service", "connector"), RECEIVERS)
def test_who_receives_mail_from_the_edge(edge: str, roles: str, service: str, connector: str) -> None:
    flow = FLOWS["mf-edge-in-edge-mbx-25"]
    chosen: dict[str, Choice] = {
        "topology.edge": edge, "topology.roles": roles, "topology.edge_subscribed": True,
    }  # fmt: skip
    found = variant(flow, chosen)
    ids = found.connectors if found and found.connectors is not None else flow.connectors
    assert names(ids) == ("EdgeSync - Inbound to <Active Directory site name>", connector)
    assert CONNECTORS[ids[1]].service.en == service
    open_points = found.open_points if found and found.open_points is not None else flow.open_points
    unresolved = edge != "2013" and roles == "combined"
    assert ("rc13-port25-sharing" in open_points) is unresolved
    assert [port.number for port in CONNECTORS[ids[1]].ports] == ([] if unresolved else [25])
    assert [port.number for port in flow.ports] == [25]


def test_an_edge_version_changes_no_other_row() -> None:
    for flow in FLOWS.values():
        if flow.id != "mf-edge-in-edge-mbx-25" and flow.diagram not in EXTRA:
            assert all("topology.edge" not in each.when for each in flow.variants)
            assert all("topology.roles" not in each.when for each in flow.variants)


def test_without_subscription_there_is_no_edgesync_and_no_edgesync_connector() -> None:
    chosen: dict[str, Choice] = {"topology.edge_subscribed": False}
    assert not holds(FLOWS["mf-edge-edgesync-50636"].when, chosen)
    for id in ("mf-edge-in-internet-edge-25", "mf-edge-in-edge-mbx-25", "mf-edge-out-mbx-edge-25",
               "mf-edge-out-edge-internet-25"):  # fmt: skip
        for roles in ("separate", "combined"):
            found = variant(FLOWS[id], chosen | {"topology.edge": "2013", "topology.roles": roles})
            assert found is not None
            assert found.by_default == "manual"
            assert not any(name.startswith("EdgeSync") for name in names(found.connectors or ()))


def test_no_client_row_touches_an_edge() -> None:
    for flow in CATALOGUE.flows:
        if flow.diagram == "clients":
            assert "edge-transport" not in (*flow.source.roles, *flow.destination.roles)


def test_there_are_exactly_three_ground_rules() -> None:
    rules = [rule.id for rule in CATALOGUE.ground_rules]
    assert rules == ["ground-rule-1", "ground-rule-2", "ground-rule-3"]


@pytest.mark.parametrize("number", ["717", "2525", "465", "475"])
def test_a_port_of_later_versions_appears_nowhere(number: str) -> None:
    for file in FILES:
        text = re.sub(r"L\d+(-\d+)?", "", file.read_text("utf-8"))
        assert not re.search(rf"\b{number}\b", text), file.name


# What is open


def test_every_open_point_belongs_to_a_row() -> None:
    used = {id for flow in CATALOGUE.flows for id in flow.open_points}
    used |= {id for flow in CATALOGUE.flows for each in flow.variants for id in each.open_points or ()}
    assert used == set(OPEN_POINTS)


def test_an_open_point_holds_wherever_a_row_names_it() -> None:
    keys = ("topology.roles", "topology.edge", "topology.edge_subscribed", "topology.outbound",
            "sender_reputation.proxy")  # fmt: skip
    for values in product(*(CATALOGUE.choices[key] for key in keys)):
        chosen = dict(zip(keys, values, strict=True))
        for flow in CATALOGUE.flows:
            if holds(flow.when, chosen):
                found = variant(flow, chosen)
                ids = found.open_points if found and found.open_points is not None else flow.open_points
                assert all(holds(OPEN_POINTS[id].when, chosen) for id in ids), (flow.id, chosen)


# Words and sources

NAMES_ONLY = re.compile(
    r"([A-Z /]+|IMAP4|POP3|EdgeSync|Exchange ActiveSync|Outlook MAPI over HTTP|Outlook Web App|WS-Security"
    r"|Auth Server|Basic|SIP \d+)"
)


def test_every_text_is_in_both_languages() -> None:
    for text in everything(CATALOGUE, Words):
        if text:
            assert text.en.isascii(), text.en
            if not (text.en == text.zh and NAMES_ONLY.fullmatch(text.zh)):
                assert re.search("[\u4e00-\u9fff]", text.zh), text


def test_chinese_uses_the_terms_of_taiwan() -> None:
    wrong = re.compile("邮|网|连接|服务|端口|通訊埠|默認|信息|數據|網絡|軟件|郵箱|代理連線|運輸服務|網站中")
    for text in everything(CATALOGUE, Words):
        assert not wrong.search(text.zh), text.zh


def test_every_fact_has_a_source_and_every_source_a_fact() -> None:
    refs = {ref.ref for ref in everything(CATALOGUE, SourceRef)}
    assert set(CATALOGUE.sources) == refs


def test_the_topic_is_never_cited_without_a_place() -> None:
    for ref in everything(CATALOGUE, SourceRef):
        assert ref.ref != "topic" or re.search(r"L\d+", ref.part), ref


def test_connector_names_are_english() -> None:
    assert all(connector.name.isascii() for connector in CATALOGUE.connectors)


def test_records_and_commands_use_placeholders_not_example_names() -> None:
    example = re.compile(r"example\.|contoso|\b(cas|mbx|edge)0\d\b", re.IGNORECASE)
    for file in FILES:
        assert not example.search(file.read_text("utf-8"))
