"""What a plan's servers, sites and options come to."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portplanner.catalogue.load import load
from portplanner.checklist.model import Checklist, Connector, Flow
from portplanner.checklist.resolve import resolve
from portplanner.checklist.words import commands_making
from portplanner.plan.model import Plan
from portplanner.values import validated
from tests.hostile_names import NAMES

CATALOGUE = load("2013")


def checklist(**parts: Any) -> Checklist:
    return resolve(CATALOGUE, validated(Plan, parts))


def server(name: str, *roles: str, **more: Any) -> dict[str, Any]:
    return {"name": name, "roles": roles, **more}


def flow(of: Checklist, id: str) -> Flow:
    return next(f for f in of.flows if f.id == id)


def names(of: Checklist, id: str) -> list[str]:
    return [c.name for c in of.connectors if c.id in flow(of, id).connectors]


def connector(of: Checklist, name: str) -> Connector:
    return next(c for c in of.connectors if c.name == name)


def warnings(of: Checklist) -> set[str]:
    return {warning.id for warning in of.warnings}


SITE = ({"name": "HQ", "subscribed": True}, {"name": "Branch"})
EDGE: dict[str, Any] = {"topology": {"edge": "2013"}}


def test_without_servers_connectors_keep_their_placeholder_and_it_is_listed_as_missing() -> None:
    plain = checklist()
    assert names(plain, "mf-noedge-in-internet-cas-25")[0] == "Default Frontend <Client Access server name>"
    assert "<Client Access server name>" in plain.placeholders


def test_every_server_gets_a_connector_row_of_its_own() -> None:
    two = checklist(server=(server("CAS01", "client-access"), server("CAS02", "client-access")))
    rows = [c for c in two.connectors if c.name.startswith("Default Frontend")]
    assert [(c.name, c.server) for c in rows] == [
        ("Default Frontend CAS01", "CAS01"),
        ("Default Frontend CAS02", "CAS02"),
    ]
    assert [c.id for c in rows] == ["rc13-default-frontend--CAS01", "rc13-default-frontend--CAS02"]
    assert flow(two, "cli-https-443").destination.servers == ("CAS01", "CAS02")
    assert "<Client Access server name>" not in two.placeholders


def test_only_mailbox_servers_of_the_subscribed_site_face_the_edge() -> None:
    found = checklist(
        **EDGE,
        site=SITE,
        server=(
            server("MBX01", "mailbox", site="HQ"),
            server("MBX02", "mailbox", site="Branch"),
            server("MBX03", "mailbox", site="HQ", in_edgesync=False),
            server("EDGE01", "edge-transport", site="HQ"),
        ),
    )
    assert flow(found, "mf-edge-out-mbx-edge-25").source.servers == ("MBX01", "MBX03")
    assert flow(found, "mf-edge-in-edge-mbx-25").destination.servers == ("MBX01", "MBX03")
    assert flow(found, "mf-edge-edgesync-50636").source.servers == ("MBX01",)
    assert names(found, "mf-edge-in-edge-mbx-25") == [
        "Default MBX01",
        "Default MBX03",
        "EdgeSync - Inbound to HQ",
    ]


def test_edge_servers_of_one_site_share_their_send_connectors() -> None:
    found = checklist(
        **EDGE,
        site=SITE,
        server=(
            server("EDGE01", "edge-transport", site="HQ", edge_connectors=("internet",)),
            server("EDGE02", "edge-transport", site="HQ"),
        ),
    )
    assert connector(found, "EdgeSync - HQ to Internet").server == "EDGE01, EDGE02"
    assert connector(found, "EdgeSync - Inbound to HQ").server == "EDGE02"


def test_a_subscribed_site_names_the_connectors_even_before_an_edge_server_has_a_name() -> None:
    found = checklist(**EDGE, site=SITE)
    assert connector(found, "EdgeSync - HQ to Internet").server == ""


def test_a_flow_that_is_proxied_names_the_send_connector_and_the_inner_leg_the_receive_connector() -> None:
    found = checklist(topology={"outbound": "client-access-proxy"})
    kinds = {c.id: c.kind for c in found.connectors}
    assert {kinds[id] for id in flow(found, "mf-noedge-out-cas-internet-25").connectors} == {"send"}
    assert names(found, "leg-noedge-out-mbx-cas") == ["Outbound Proxy Frontend <Client Access server name>"]


def test_smart_hosts_are_the_destination_or_counted_as_missing() -> None:
    assert "<smart host>" in checklist(topology={"outbound": "smart-host"}).placeholders
    named = checklist(topology={"outbound": "smart-host", "smart_hosts": ("filter.example.net",)})
    assert flow(named, "mf-noedge-out-mbx-smarthost-25").destination.servers == ("filter.example.net",)
    assert "<smart host>" not in named.placeholders


def test_the_sender_reputation_proxy_port_is_the_users() -> None:
    missing = checklist(**EDGE, sender_reputation={"proxy": "HttpConnect"})
    (port,) = flow(missing, "mf-edge-senderrep-proxy").ports
    assert (port.number, port.user) == (None, "sender_reputation.proxy_port")
    given_port = checklist(**EDGE, sender_reputation={"proxy": "HttpConnect", "proxy_port": 8080})
    (port,) = flow(given_port, "mf-edge-senderrep-proxy").ports
    assert (port.number, port.user) == (8080, None)


def test_port_25_for_clients_is_added_to_the_same_connector() -> None:
    found = checklist(clients={"smtp": (587, 25)})
    assert sorted(p.number or 0 for p in flow(found, "cli-smtp-auth-587").ports) == [25, 587]
    row = next(c for c in found.connectors if c.name.startswith("Client Frontend"))
    assert sorted(p.number or 0 for p in row.ports) == [25, 587]
    assert "smtp-25-alone" in warnings(checklist(clients={"smtp": (25,)}))


def test_internal_clients_are_rows_of_their_own() -> None:
    both = checklist(clients={"from": ("internet", "internal")})
    assert flow(both, "cli-https-443").source.zone == "internet"
    inside = flow(both, "cli-https-443-internal")
    assert (inside.source.roles, inside.source.zone) == (("client",), "internal")
    assert inside.ports == flow(both, "cli-https-443").ports
    assert (inside.pictured, inside.drawn) == (False, True)  # the source draws Internet clients alone


def test_services_are_those_chosen() -> None:
    some = checklist(clients={"https": ("owa", "ews")})
    assert flow(some, "cli-https-443").services == ("ews", "owa")


def test_an_edge_without_subscription_has_no_edgesync_and_no_edgesync_connectors() -> None:
    found = checklist(topology={"edge": "2013", "edge_subscribed": False})
    assert "mf-edge-edgesync-50636" not in {f.id for f in found.flows}
    assert not [c for c in found.connectors if c.name.startswith("EdgeSync")]
    assert len([f for f in found.flows if f.diagram == "mail-flow-edge" and f.pictured]) == 4


@pytest.mark.parametrize(
    ("parts", "id"),
    [
        ({"server": (server("A", "mailbox", "client-access"),)}, "servers-hold-both-roles"),
        ({"topology": {"roles": "combined"}, "server": (server("A", "mailbox"),)}, "servers-hold-one-role"),
        ({"server": (server("E", "edge-transport"),)}, "edge-servers-unused"),
        ({"topology": {"edge_subscribed": False}}, "unsubscribed-without-edge"),
        ({**EDGE, "site": ({"name": "HQ"},)}, "site-not-subscribed"),
        (
            {**EDGE, "site": SITE, "server": (server("E", "edge-transport", site="Branch"),)},
            "edge-site-not-subscribed",
        ),
        ({**EDGE, "site": SITE, "server": (server("M", "mailbox"),)}, "mailbox-servers-without-site"),
        ({**EDGE, "site": SITE, "server": (server("M", "mailbox"),)}, "no-mailbox-server-faces-edge"),
        ({"topology": {"smart_hosts": ("a",)}}, "smart-hosts-without-use"),
        ({"clients": {"from": ()}}, "clients-from-nowhere"),
        ({"hybrid": {"mail_through": "edge"}}, "hybrid-off"),
        ({"hybrid": {"enabled": True, "mail_through": "edge"}}, "hybrid-edge-without-edge"),
        (
            {
                "hybrid": {"enabled": True, "mail_through": "edge"},
                "topology": {"edge": "2013", "edge_subscribed": False},
            },
            "hybrid-edge-unsubscribed",
        ),
        ({"unified_messaging": {"sip": "dual"}}, "um-off"),
        ({"exchange": "2019"}, "exchange-not-here"),
        ({"item": ({"id": "no-such-row"},)}, "items-without-row"),
    ],
)
def test_warnings(parts: dict[str, Any], id: str) -> None:
    assert id in warnings(checklist(**parts))


@pytest.mark.parametrize("parts", [{}, EDGE, {"topology": {"roles": "combined"}}])
def test_a_plain_plan_has_no_warning(parts: dict[str, Any]) -> None:
    assert warnings(checklist(**parts)) == set()


def test_a_version_without_a_catalogue_lists_nothing() -> None:
    later = checklist(exchange="2016")
    assert (later.flows, later.connectors, later.exchange) == ((), (), "2016")


def test_names_in_a_warning_are_on_one_line_and_counted_when_many() -> None:
    many = checklist(server=tuple(server(f"a\nb{i}", "edge-transport") for i in range(20)))
    text = next(w.text.en for w in many.warnings if w.id == "edge-servers-unused")
    assert "\n" not in text
    assert "(20)" in text


@given(
    st.lists(st.text(min_size=1, max_size=30) | st.sampled_from(NAMES), unique_by=str.casefold, max_size=6)
)
def test_any_names_give_unique_ids_and_names_as_typed(typed: list[str]) -> None:
    found = checklist(**EDGE, server=tuple(server(name, "mailbox", "client-access") for name in typed))
    ids = [c.id for c in found.connectors]
    assert len(ids) == len(set(ids))
    assert all(id.isascii() and id.isprintable() and " " not in id for id in ids)
    listed = {c.name for c in found.connectors}
    assert {f"Default {name}" for name in typed} <= listed
    json.dumps(ids)


def test_the_same_server_has_the_same_id_whatever_else_the_plan_says() -> None:
    alone = checklist(server=(server("a b", "client-access"),))
    among = checklist(server=(server("x", "client-access"), server("a b", "client-access")))
    assert {c.id for c in alone.connectors if c.server} <= {c.id for c in among.connectors}


def test_flows_stand_by_diagram_so_that_every_reader_numbers_them_alike() -> None:
    for parts in (EDGE, {"topology": {"outbound": "client-access-proxy"}}):
        diagrams = [f.diagram for f in checklist(**parts).flows]
        assert diagrams == sorted(diagrams, key=["clients", "mail-flow", "mail-flow-edge"].index)


def test_a_connector_is_made_by_the_tasks_that_hold_for_this_plan() -> None:
    split = checklist(
        **EDGE,
        site=SITE,
        server=(server("EDGE01", "edge-transport", site="HQ"), server("MBX01", "mailbox", site="HQ")),
    )
    made_by = commands_making(split)
    row = connector(split, "EdgeSync - HQ to Internet")
    assert [task.command.partition(" ")[0] for task in made_by(row)] == ["New-EdgeSubscription"] * 2
    assert made_by(connector(split, "Default MBX01")) == ()
    direct = checklist()
    (send,) = (row for row in direct.connectors if row.created_by == "administrator" and row.kind == "send")
    (task,) = commands_making(direct)(send)
    assert "-FrontendProxyEnabled" not in task.command


def test_many_sites_with_servers_at_none_take_no_longer_than_their_rows() -> None:
    sites = tuple({"name": f"S{number}", "subscribed": True} for number in range(500))
    edges = (
        {"name": f"E{number}", "roles": ("edge-transport",), "site": f"S{number}" if number % 2 else ""}
        for number in range(500)
    )
    plan = validated(Plan, {**EDGE, "site": sites, "server": tuple(edges)})
    start = time.process_time()
    assert resolve(CATALOGUE, plan).connectors
    assert time.process_time() - start < 1  # sites times servers times sites took seconds
