"""Exchange 2016, 2019 and Subscription Edition, held against the tables of facts row by row."""

from __future__ import annotations

import re
import tomllib
from itertools import product
from typing import Any, NamedTuple

import pytest

from portplanner.catalogue.load import load
from portplanner.catalogue.model import Catalogue, Choice, Flow, SourceRef
from portplanner.paths import resources
from portplanner.plan import support
from portplanner.text import Words
from tests.catalogue.test_exchange_2013 import EXTRA, NAMES_ONLY, end, everything, holds, said, variant

LATER = ("2016", "2019", "se")
INNER_PORTS = {2525, 717, 465, 475}  # between Exchange servers only


@pytest.fixture(params=LATER)
def catalogue(request: pytest.FixtureRequest) -> Catalogue:
    return load(request.param)


def flows(catalogue: Catalogue) -> dict[str, Flow]:
    return {flow.id: flow for flow in catalogue.flows if flow.diagram not in EXTRA}


def names(catalogue: Catalogue, ids: tuple[str, ...]) -> tuple[str, ...]:
    rows = {row.id: row for row in catalogue.connectors}
    return tuple(re.sub(r"\{\w+\}", rows[id].placeholder, rows[id].name) for id in ids)


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


EDGE = "Default internal Receive connector <Edge Transport server name>"
ROWS = [
    Row("T1 r1", "cli-https-443", "443/tcp", "internet@internet", "mailbox@internal", (), "on", True),
    Row("T1 r2", "cli-http-80", "80/tcp", "internet@internet", "mailbox@internal", (), "on", True),
    Row("T1 r3", "cli-imap4-143-993", "143/tcp 993/tcp",
        "internet@internet", "mailbox@internal", (), "off", True),
    Row("T1 r4", "cli-pop3-110-995", "110/tcp 995/tcp",
        "internet@internet", "mailbox@internal", (), "off", True),
    Row("T1 r5", "cli-smtp-auth-587", "587/tcp 25/tcp", "internet@internet", "mailbox@internal",
        ("Client Frontend <Server name>",), "on", True),
    Row("T2 r1", "mf-noedge-in-internet-cas-25", "25/tcp", "internet@internet", "mailbox@internal",
        ("Default Frontend <Mailbox server name>",), "on", True),
    Row("T2 r2", "mf-noedge-out-mbx-internet-25", "25/tcp",
        "mailbox@internal", "internet@internet", ("",), "manual", True),
    Row("T2 r3", "mf-noedge-out-cas-internet-25", "25/tcp",
        "mailbox@internal", "internet@internet", ("",), "manual", True),
    Row("T2 r4", "mf-noedge-dns-53", "53/udp 53/tcp", "mailbox@internal", "dns@internal", (), "on", False),
    Row("T3 r1", "mf-edge-in-internet-edge-25", "25/tcp",
        "internet@internet", "edge-transport@perimeter", (EDGE,), "on", True),
    Row("T3 r2", "mf-edge-in-edge-mbx-25", "25/tcp",
        "edge-transport@perimeter", "mailbox@internal (subscribed-site)",
        ("EdgeSync - Inbound to <Active Directory site name>", "Default Frontend <Mailbox server name>"),
        "on", True),
    Row("T3 r3", "mf-edge-out-mbx-edge-25", "25/tcp",
        "mailbox@internal (subscribed-site)", "edge-transport@perimeter",
        ("intra-organization Send connector", EDGE), "on", True),
    Row("T3 r4", "mf-edge-out-edge-internet-25", "25/tcp", "edge-transport@perimeter", "internet@internet",
        ("EdgeSync - <Active Directory site name> to Internet",), "on", True),
    Row("T3 r5", "mf-edge-edgesync-50636", "50636/tcp",
        "mailbox@internal (edgesync)", "edge-transport@perimeter", (), "on", True),
    Row("T3 r6", "mf-edge-dns-53", "53/udp 53/tcp",
        "edge-transport@perimeter", "dns@perimeter", (), "on", False),
    Row("T3 r7", "mf-edge-senderrep-detection", "1081/tcp 1080/tcp 23/tcp 6588/tcp 3128/tcp 80/tcp",
        "edge-transport@perimeter", "internet@internet", (), "on", False),
    Row("T3 r7", "mf-edge-senderrep-proxy", "sender_reputation.proxy_port/tcp",
        "edge-transport@perimeter", "internet@internet", (), "manual", False),
]  # fmt: skip
BESIDE = {"mf-noedge-out-mbx-smarthost-25", "ue-in-edge-mbx-587"}  # in the place of T2 r2 and of T3 r2

LEGS = [
    ("leg-noedge-in-cas-mbx", ("intra-organization Send connector", "Default <Mailbox server name>"), True),
    ("leg-noedge-out-mbx-cas", ("Outbound Proxy Frontend <Mailbox server name>",), True),
    ("leg-imap4-backend", (), False),
    ("leg-pop3-backend", (), False),
    ("leg-edge-fet-transport", ("intra-organization Send connector", "Default <Mailbox server name>"), False),
    ("leg-ue-client-proxy", ("Client Proxy <Mailbox server name>",), False),
]

# The default Receive connectors: name, service, role, port.
RECEIVE = [
    ("rc16-default-frontend", "Default Frontend {server}", "Front End Transport service", "mailbox", [25]),
    ("rc16-client-frontend", "Client Frontend {server}", "Front End Transport service", "mailbox", [587, 25]),
    ("rc16-outbound-proxy", "Outbound Proxy Frontend {server}",
     "Front End Transport service", "mailbox", [717]),
    ("rc16-client-proxy", "Client Proxy {server}", "Transport service", "mailbox", [465]),
    ("rc16-default-hub", "Default {server}", "Transport service", "mailbox", [2525]),
    ("rc16-edge-default", "Default internal Receive connector {server}",
     "Transport service", "edge-transport", [25]),
]  # fmt: skip

# Which Edge may stand in front of which organization, and what it needs (ev-*).
EDGES = {
    "2016": {"2010": "2010 SP3 Update Rollup 11", "2013": "CU10", "2016": ""},
    "2019": {"2013": "CU21", "2016": "CU11", "2019": ""},
    "se": {"2016": "", "2019": "", "se": ""},
}
REFUSED = {"2016": {"2007"}, "2019": {"2007", "2010"}, "se": {"2007", "2010", "2013"}}


# The tables


def test_the_rows_are_those_of_the_topic(catalogue: Catalogue) -> None:
    expected = {row.id for row in ROWS} | {leg[0] for leg in LEGS} | BESIDE
    assert set(flows(catalogue)) == expected


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_a_row_is_as_the_topic_prints_it(catalogue: Catalogue, row: Row) -> None:
    flow = flows(catalogue)[row.id]
    assert " ".join(map(said, flow.ports)) == row.ports
    assert end(flow, "source") == row.source
    assert end(flow, "destination") == row.destination
    assert names(catalogue, flow.connectors) == row.connectors
    assert (flow.by_default, flow.pictured, flow.restrict) == (row.by_default, row.pictured, "allowed")
    assert flow.sources[0].ref == "topic"
    assert flow.sources[0].part.startswith(row.table)


@pytest.mark.parametrize(("id", "connectors", "pictured"), LEGS, ids=lambda v: str(v)[:24])
def test_a_leg_is_never_restricted_and_has_no_port(
    catalogue: Catalogue, id: str, connectors: tuple[str, ...], pictured: bool
) -> None:
    leg = flows(catalogue)[id]
    assert (leg.restrict, leg.ports, leg.pictured) == ("never", (), pictured)
    assert leg.source.roles == leg.destination.roles == ("mailbox",)
    assert leg.source.zone == leg.destination.zone == "internal"
    assert names(catalogue, leg.connectors) == connectors


@pytest.mark.parametrize("row", ROWS[:5], ids=lambda row: row.id)
def test_a_client_row_has_a_twin_for_internal_clients(catalogue: Catalogue, row: Row) -> None:
    twin = flows(catalogue)[row.id].twin
    assert twin is not None
    assert (twin.id, twin.source.roles) == (f"{row.id}-internal", ("client",))


@pytest.mark.parametrize(("id", "name", "service", "role", "ports"), RECEIVE, ids=lambda v: str(v)[:24])
def test_a_default_receive_connector_is_as_its_topic_prints_it(
    catalogue: Catalogue, id: str, name: str, service: str, role: str, ports: list[int]
) -> None:
    row = next(row for row in catalogue.connectors if row.id == id)
    assert (row.name, row.service.en, row.role, row.created_by) == (name, service, role, "setup")
    assert [port.number for port in row.ports] == ports


def test_the_same_rows_as_2013_have_the_same_ids_and_ports(catalogue: Catalogue) -> None:
    before = {flow.id: flow for flow in load("2013").flows if flow.diagram not in EXTRA}
    later = flows(catalogue)
    assert set(before) <= set(later)
    assert all(later[id].ports == flow.ports for id, flow in before.items())


# No Client Access role


def test_there_is_no_client_access_role_anywhere(catalogue: Catalogue) -> None:
    ends = [e for f in catalogue.flows for e in (f.source, f.destination)]
    ends += [f.twin.source for f in catalogue.flows if f.twin]
    ends += [e for f in catalogue.flows for v in f.variants for e in (v.source, v.destination) if e]
    assert all("client-access" not in each.roles for each in ends)
    assert all(row.role != "client-access" for row in catalogue.connectors)
    assert all("client-access" not in row.asked_by for row in catalogue.dns)
    assert all("client-access" not in rule.covers for rule in catalogue.ground_rules)
    assert catalogue.choices["topology.roles"] == ("separate",)


ALLOWED = re.compile(
    r"Proxy through Client Access server|no Client Access server role|沒有用戶端存取伺服器角色"
)


def test_nothing_is_called_client_access_server(catalogue: Catalogue) -> None:
    titles = {source.title for source in catalogue.sources.values()}  # of topics, as they print them
    for text in everything(catalogue, Words):
        for words in () if text in titles else (text.en, text.zh):
            rest = ALLOWED.sub("", words)
            assert not re.search(r"Client Access [Ss]erver|用戶端存取伺服器", rest), words


def test_web_mail_has_its_new_name(catalogue: Catalogue) -> None:
    assert catalogue.service_names["owa"].en.startswith("Outlook on the web")
    assert catalogue.service_names["owa-redirect"].en == "Outlook on the web (redirect to 443/TCP)"
    key = "topology.outbound.value.client-access-proxy"
    assert catalogue.choice_words[key].en == "Through the Front End Transport service"


def test_ports_between_exchange_servers_stand_on_connectors_only(catalogue: Catalogue) -> None:
    assert not {port.number for flow in catalogue.flows for port in flow.ports} & INNER_PORTS
    used = {id for f in catalogue.flows if f.restrict == "allowed" for id in f.connectors}
    held = {port.number for row in catalogue.connectors if row.id in used for port in row.ports}
    assert not held & INNER_PORTS


# Edge


@pytest.mark.parametrize("version", LATER)
def test_the_edges_offered_are_those_that_exchange_supports(version: str) -> None:
    assert load(version).choices["topology.edge"] == ("none", *EDGES[version])
    assert support.supported_edges(version) == tuple(EDGES[version])
    refused = {edge for edge in support.edges() if support.edge_support(version, edge) is False}
    assert refused == REFUSED[version]
    assert all(support.why_not_edge(version, edge) for edge in refused)


def updates(version: str) -> dict[str, Any]:
    data = tomllib.loads((resources() / "support.toml").read_text("utf-8"))
    return {row["version"]: row.get("needs", "") for row in data["exchange"][version]["edge"]}


@pytest.mark.parametrize(
    ("version", "edge"), [(version, edge) for version, edges in EDGES.items() for edge in edges]
)
def test_an_older_edge_has_a_task_for_the_update_it_needs(version: str, edge: str) -> None:
    needs = EDGES[version][edge]
    assert updates(version)[edge] == needs
    found = [task for task in load(version).tasks if task.id == f"edge-update-{edge}"]
    assert len(found) == bool(needs)
    for task in found:
        assert task.when == {"topology.edge": (edge,)}
        assert needs in task.text.en
        assert needs in task.text.zh


def test_updates_come_before_the_subscription(catalogue: Catalogue) -> None:
    order = [task.id for task in catalogue.tasks]
    assert all(order.index(id) < order.index("es-1") for id in order if id.startswith("edge-update"))


@pytest.mark.parametrize(
    ("version", "edge"), [(version, edge) for version, edges in EDGES.items() for edge in edges]
)
def test_who_receives_mail_from_the_edge(version: str, edge: str) -> None:
    catalogue = load(version)
    chosen: dict[str, Choice] = {"topology.edge": edge, "topology.edge_subscribed": True}
    flow = flows(catalogue)["mf-edge-in-edge-mbx-25"]
    found = variant(flow, chosen)
    ids = found.connectors if found and found.connectors is not None else flow.connectors
    assert names(catalogue, ids)[1] == "Default Frontend <Mailbox server name>"
    straight = edge == "2010"
    note = found.note if found and found.note else flow.note
    assert ("straight to the Transport service" in note.en) is straight
    assert (found is not None and "rx-2010-connector" in (found.open_points or ())) is straight
    assert holds(flows(catalogue)["leg-edge-fet-transport"].when, chosen) is not straight


def test_an_edge_version_changes_no_other_row(catalogue: Catalogue) -> None:
    for flow in flows(catalogue).values():
        if flow.id != "mf-edge-in-edge-mbx-25":
            assert all("topology.edge" not in each.when for each in flow.variants)


def test_without_subscription_mail_comes_in_on_587(catalogue: Catalogue) -> None:
    newest = catalogue.choices["topology.edge"][-1]
    chosen: dict[str, Choice] = {"topology.edge": newest, "topology.edge_subscribed": False}
    held = {id: flow for id, flow in flows(catalogue).items() if holds(flow.when, chosen)}
    assert not held.keys() & {"mf-edge-edgesync-50636", "mf-edge-in-edge-mbx-25", "leg-edge-fet-transport"}
    assert [port.number for port in held["ue-in-edge-mbx-587"].ports] == [587]
    assert "unsubscribed-port" in held["ue-in-edge-mbx-587"].open_points
    for id in ("mf-edge-in-internet-edge-25", "mf-edge-out-mbx-edge-25", "mf-edge-out-edge-internet-25"):
        found = variant(held[id], chosen)
        assert found is not None
        assert not any(name.startswith("EdgeSync") for name in names(catalogue, found.connectors or ()))


@pytest.mark.parametrize("detects", [True, False])
@pytest.mark.parametrize("proxy", ["none", "Socks5"])
def test_sender_reputation(catalogue: Catalogue, detects: bool, proxy: str) -> None:
    chosen: dict[str, Choice] = {
        "topology.edge": catalogue.choices["topology.edge"][-1],
        "sender_reputation.open_proxy_detection": detects,
        "sender_reputation.proxy": proxy,
    }
    held = {
        flow.id for flow in catalogue.flows if flow.layer == "sender-reputation" and holds(flow.when, chosen)
    }
    wanted = {"mf-edge-senderrep-detection"} if detects else set()
    assert held == wanted | ({"mf-edge-senderrep-proxy"} if proxy != "none" else set())
    tasks = {task.id for task in catalogue.tasks if holds(task.when, chosen)}
    assert ("task-open-proxy-detection-off" in tasks) is not detects
    odd = {c.id for c in catalogue.contradictions if holds(c.when, chosen | {"topology.outbound": "direct"})}
    assert ("sender-reputation-proxy-without-detection" in odd) is (not detects and proxy != "none")


# What differs between the three


def texts(catalogue: Catalogue) -> dict[str, Any]:
    rows: Any = (*catalogue.flows, *catalogue.connectors, *catalogue.dns, *catalogue.tasks, *catalogue.notes,
            *catalogue.open_points, *catalogue.contradictions, *catalogue.pointers,
            *catalogue.ground_rules)  # fmt: skip
    return {row.id: row for row in rows}


def without_edges(row: object) -> str:
    """A row without the versions that its conditions list, and without its variants."""
    return re.sub(r"'topology.edge': \(.*?\)|variants=\(.*", "", repr(row))


@pytest.mark.parametrize(
    ("older", "newer", "gone", "new", "changed"),
    [
        ("2016", "2019",
         {"rx-2010-connector", "edge-effect-in-legacy", "edge-update-2010", "ptr-um-ports"},
         {"edge-update-2016", "ptr-um-gone"}, {"edge-update-2013"}),
        ("2019", "se",
         {"edge-update-2013", "edge-update-2016"},
         {"se-cmdlets", "se-edge-receiver", "se-inferred", "se-edge-later"},
         {"mf-edge-in-edge-mbx-25", "ptr-um-gone"}),
    ],
)  # fmt: skip
def test_a_version_differs_from_its_base_in_these_rows_alone(
    older: str, newer: str, gone: set[str], new: set[str], changed: set[str]
) -> None:
    def rows(version: str) -> dict[str, str]:
        kept = texts(load(version)).items()
        return {
            id: without_edges(row) for id, row in kept
            if not id.startswith(("um-", "hyb-", "hep-", "task-hyb", "task-um", "ptr-hyb"))
            and getattr(row, "diagram", "") not in EXTRA
        }  # fmt: skip

    before, after = rows(older), rows(newer)
    own = {id for id in before.keys() - after.keys() if not _of_extra(load(older), id)}
    assert own == gone
    assert after.keys() - before.keys() == new
    assert {id for id in before.keys() & after.keys() if before[id] != after[id]} == changed


def _of_extra(catalogue: Catalogue, id: str) -> bool:
    """Whether a row stands or falls with hybrid deployment or Unified Messaging."""
    row = texts(catalogue)[id]
    when = getattr(row, "when", {})
    used = {c for f in catalogue.flows if f.diagram in EXTRA for c in (*f.connectors, *f.open_points)}
    return id in used or any(key.startswith(("hybrid.", "unified_messaging.")) for key in when)


def test_se_says_that_its_ports_are_inferred() -> None:
    always = [row for row in load("se").contradictions if not row.when]
    assert [row.id for row in always] == ["se-inferred"]
    assert "inferred" in load("se").title.en
    assert "推論" in load("se").title.zh


@pytest.mark.parametrize("version", ["2019", "se"])
def test_there_is_no_unified_messaging_any_more(version: str) -> None:
    catalogue = load(version)
    assert True not in catalogue.choices.get("unified_messaging.enabled", ())
    assert not support.has_unified_messaging(version)
    assert support.why_no_unified_messaging(version)
    assert all(flow.diagram != "unified-messaging" for flow in catalogue.flows)


# What is open, words and sources


def test_every_open_point_belongs_to_a_row(catalogue: Catalogue) -> None:
    used = {id for flow in catalogue.flows for id in flow.open_points}
    used |= {id for flow in catalogue.flows for each in flow.variants for id in each.open_points or ()}
    assert used == {point.id for point in catalogue.open_points}


def test_an_open_point_holds_wherever_a_row_names_it(catalogue: Catalogue) -> None:
    points = {point.id: point for point in catalogue.open_points}
    keys = ("topology.edge", "topology.edge_subscribed", "topology.outbound", "sender_reputation.proxy",
            "sender_reputation.open_proxy_detection")  # fmt: skip
    for values in product(*(catalogue.choices[key] for key in keys)):
        chosen = dict(zip(keys, values, strict=True))
        for flow in flows(catalogue).values():
            if holds(flow.when, chosen):
                found = variant(flow, chosen)
                ids = found.open_points if found and found.open_points is not None else flow.open_points
                assert all(holds(points[id].when, chosen) for id in ids), (flow.id, chosen)


def test_every_text_is_in_both_languages(catalogue: Catalogue) -> None:
    for text in everything(catalogue, Words):
        if text and not (text.en == text.zh and NAMES_ONLY.fullmatch(text.zh)):
            assert text.en.isascii(), text.en
            assert re.search("[\u4e00-\u9fff]", text.zh), text


def test_chinese_uses_the_terms_of_taiwan(catalogue: Catalogue) -> None:
    wrong = re.compile("邮|网|连接|服务|端口|通訊埠|默認|信息|數據|網絡|軟件|郵箱|代理連線|運輸服務|網站中")
    for text in everything(catalogue, Words):
        assert not wrong.search(text.zh), text.zh


def test_every_fact_has_a_source(catalogue: Catalogue) -> None:
    assert {ref.ref for ref in everything(catalogue, SourceRef)} <= set(catalogue.sources)
    for row in texts(catalogue).values():
        assert row.sources


def test_every_source_of_2016_has_a_fact() -> None:
    assert {ref.ref for ref in everything(load("2016"), SourceRef)} == set(load("2016").sources)


def test_rows_of_the_tables_rest_on_the_topic_for_their_versions(catalogue: Catalogue) -> None:
    assert "2016 and 2019" in catalogue.sources["topic"].title.en


def test_records_and_commands_use_placeholders_not_example_names() -> None:
    example = re.compile(r"example\.|contoso|\b(cas|mbx|edge)0\d\b", re.IGNORECASE)
    for version in LATER:
        for file in (resources() / "catalogue" / f"exchange-{version}").glob("*.toml"):
            assert not example.search(file.read_text("utf-8")), file
