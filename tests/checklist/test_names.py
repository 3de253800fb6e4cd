"""DNS records from the plan's names: a record for each name, the right kind of address, nothing invented.

The tables read like sections 3 and 4 of the facts: the row, the name, the type, the value.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings

from portplanner.catalogue.load import load
from portplanner.checklist.model import DnsRequirement
from portplanner.checklist.resolve import resolve
from portplanner.plan.model import Hybrid, Namespaces, Plan, Server, Site
from portplanner.plan.support import versions
from portplanner.values import validated
from tests.plan.plans import plans

NAMES = {
    "domains": ("example.com", "example.net"),
    "mail": "mail.example.com",
    "owa": "owa.example.com",
    "public_addresses": ("203.0.113.5", "2001:db8::5"),
    "sending_addresses": ("203.0.113.9",),
}
EDGES = (
    Server(name="EDGE01", fqdn="edge01.example.com", roles=("edge-transport",),
           addresses=("203.0.113.21", "2001:db8::21", "10.0.0.21")),
    Server(name="EDGE02", fqdn="edge02.example.com", roles=("edge-transport",), addresses=("203.0.113.22",),
           edge_connectors=("inbound",)),
)  # fmt: skip
INSIDE = {
    "2013": Server(name="CAS01", fqdn="cas01.example.com", roles=("client-access",)),
    "2016": Server(name="MBX01", fqdn="mbx01.example.com", roles=("mailbox",)),
}


def records(
    exchange: str = "2013", names: dict[str, Any] | None = None, **parts: Any
) -> list[DnsRequirement]:
    values = {"exchange": exchange, "namespaces": Namespaces(**(NAMES if names is None else names)), **parts}
    values.setdefault("clients", {"from": ("internet", "internal")})
    plan = validated(Plan, values)
    return list(resolve(load(exchange), plan).dns)


def said(rows: list[DnsRequirement]) -> set[tuple[str, str, str, str]]:
    """Return row, name, type and value of every record that says a value."""
    found: set[tuple[str, str, str, str]] = set()
    for row in rows:
        id = row.id.partition("--")[0]
        before, mark, value = row.requirement.en.partition(f" {row.name} {row.record} ")
        if mark:
            assert before.endswith((".", ")"))
            assert row.requirement.zh.endswith(f"{row.name} {row.record} {value}")
            found.add((id, row.name, row.record, value))
    return found


PUBLIC = {
    ("pub-mail-a", "mail.example.com", "A", "203.0.113.5"),
    ("pub-mail-aaaa", "mail.example.com", "AAAA", "2001:db8::5"),
    ("pub-owa", "owa.example.com", "CNAME", "mail.example.com"),
}
AUTODISCOVER = {
    "cname": {
        ("pub-autod-cname", f"autodiscover.{d}", "CNAME", "mail.example.com") for d in NAMES["domains"]
    },
    "a": {("pub-autod-a", f"autodiscover.{d}", "A", "203.0.113.5") for d in NAMES["domains"]},
    "srv": {
        ("pub-autod-srv", f"_autodiscover._tcp.{d}", "SRV", "0 0 443 mail.example.com")
        for d in NAMES["domains"]
    },
}  # fmt: skip
AT_EDGE = {
    ("pub-mx-edge", "example.com", "MX", "edge01.example.com, edge02.example.com"),
    ("pub-mx-edge", "example.net", "MX", "edge01.example.com, edge02.example.com"),
    ("pub-mx-a", "edge01.example.com", "A", "203.0.113.21"),
    ("pub-mx-a", "edge02.example.com", "A", "203.0.113.22"),
    ("pub-mx-aaaa", "edge01.example.com", "AAAA", "2001:db8::21"),
}


@pytest.mark.parametrize("kind", AUTODISCOVER)
@pytest.mark.parametrize("exchange", ["2013", "2016", "2019", "se"])
def test_records_with_edge_transport_servers(exchange: str, kind: str) -> None:
    rows = records(
        exchange, NAMES | {"autodiscover": kind, "sending_addresses": ()},
        topology={"edge": "2016" if exchange != "2013" else "2013"}, server=EDGES,
    )  # fmt: skip
    sending = {
        ("pub-ptr-edge", "203.0.113.21", "PTR", "edge01.example.com"),
        ("pub-ptr-edge", "2001:db8::21", "PTR", "edge01.example.com"),
    }  # EDGE02 only receives, and 10.0.0.21 means nothing outside
    inside = {
        ("edge-side-b", "edge01.example.com", "A", "203.0.113.21, 10.0.0.21"),
        ("edge-side-b", "edge02.example.com", "A", "203.0.113.22"),
    }
    assert said(rows) == PUBLIC | AUTODISCOVER[kind] | AT_EDGE | sending | inside


def test_the_edge_knows_the_mailbox_servers_that_face_it() -> None:
    inside = tuple(
        Server(
            name=f"MBX0{n}",
            fqdn=f"mbx0{n}.example.com",
            addresses=(f"10.0.0.{n}",),
            roles=("mailbox",),
            site=site,
        )
        for n, site in ((1, "HQ"), (2, "HQ"), (3, "Branch"))
    )
    sites = (Site(name="HQ", subscribed=True), Site(name="Branch"))
    rows = records(topology={"edge": "2013"}, server=(*EDGES, *inside), site=sites)
    assert {row for row in said(rows) if row[0] == "edge-side-a"} == {
        ("edge-side-a", "mbx01.example.com", "A", "10.0.0.1"),
        ("edge-side-a", "mbx02.example.com", "A", "10.0.0.2"),
    }


def test_of_very_many_mailbox_servers_one_row_speaks() -> None:
    many = tuple(Server(name=f"M{n}", fqdn=f"m{n}.example.com", roles=("mailbox",)) for n in range(51))
    rows = records(topology={"edge": "2013"}, server=(*EDGES, *many))
    assert [row.name for row in rows if row.id.startswith("edge-side-a")] == ["<Mailbox server FQDN>"]


@pytest.mark.parametrize("exchange", INSIDE)
def test_records_without_edge(exchange: str) -> None:
    rows = records(exchange, NAMES | {"autodiscover": "cname"}, server=(INSIDE[exchange],))
    target = INSIDE[exchange].fqdn
    mx = {("pub-mx", domain, "MX", target) for domain in NAMES["domains"]}
    assert said(rows) == PUBLIC | AUTODISCOVER["cname"] | mx
    assert [row.name for row in rows if row.id.startswith("pub-mx-a")] == [target]  # its address is not known
    assert [row.name for row in rows if row.id.startswith("pub-ptr")] == ["203.0.113.9"]


def test_mx_targets_of_the_plans_own_choice_have_the_address_that_clients_use() -> None:
    rows = records(names=NAMES | {"mx": ("MAIL.example.com", "relay.example.org")}, server=EDGES)
    assert ("pub-mx", "example.com", "MX", "MAIL.example.com, relay.example.org") in said(rows)
    assert ("pub-mx-a", "MAIL.example.com", "A", "203.0.113.5") in said(rows)
    assert "relay.example.org" in {row.name for row in rows if row.id.startswith("pub-mx-a-")}


def test_spf_covers_every_sending_address() -> None:
    spf = [row for row in records() if row.id.startswith("pub-spf")]
    assert [row.name for row in spf] == ["example.com", "example.net"]
    assert all("203.0.113.9" in row.requirement.en and "203.0.113.9" in row.requirement.zh for row in spf)


def test_one_name_inside_and_outside_is_split_dns_and_two_names_are_not() -> None:
    ids = {row.id for row in records()}
    assert {"int-mail--mail.example.com", "int-split--mail.example.com"} <= ids
    two = {row.id for row in records(names=NAMES | {"internal": "internal.example.com"})}
    assert "int-diff--internal.example.com" in two
    assert not any(id.startswith(("int-mail", "int-split")) for id in two)


def test_without_a_decision_all_three_autodiscover_records_are_listed() -> None:
    kinds = {row.id.partition("--")[0] for row in records() if row.id.startswith("pub-autod")}
    assert kinds == {"pub-autod-cname", "pub-autod-a", "pub-autod-srv"}


@pytest.mark.parametrize("exchange", versions())
def test_mx_at_exchange_online_takes_the_place_of_those_on_premises(exchange: str) -> None:
    kept = records(exchange, hybrid=Hybrid(enabled=True))
    assert {"pub-mx", "pub-mx-a"} <= {row.id.partition("--")[0] for row in kept}
    cloud = records(exchange, hybrid=Hybrid(enabled=True, mx="exchange-online"))
    ids = {row.id.partition("--")[0] for row in cloud}
    assert "pub-mx-cloud" in ids
    assert not ids & {"pub-mx", "pub-mx-edge", "pub-mx-a", "pub-mx-aaaa"}
    without = records(exchange, hybrid=Hybrid(enabled=False, mx="exchange-online"))
    assert "pub-mx" in {row.id.partition("--")[0] for row in without}


def test_without_names_the_places_stay_and_no_row_is_there_twice() -> None:
    rows = records(names={})
    assert not said(rows)
    assert {"pub-mx", "pub-mail-a", "pub-spf"} <= {row.id for row in rows}
    assert not {"pub-mx-aaaa", "pub-mail-aaaa", "int-split", "int-diff"} & {row.id for row in rows}


def test_what_cannot_be_a_name_or_a_public_address_makes_no_record() -> None:
    odd = {"domains": ("not a domain", "example.com"), "mail": "mail", "public_addresses": ("10.0.0.1", "x")}
    rows = records(names=odd)
    assert [row.name for row in rows if row.id.startswith("pub-spf")] == ["example.com"]
    assert "pub-mail-a" in {row.id for row in rows}
    assert not said(rows)


@pytest.mark.parametrize("exchange", INSIDE)
def test_of_many_servers_the_plan_does_not_say_which_ones_mx_records_lead_to(exchange: str) -> None:
    like = INSIDE[exchange]
    servers = tuple(replace(like, name=f"S{n}", fqdn=f"s{n}.example.com") for n in range(6))
    assert {row.name for row in records(exchange, server=servers) if row.id.startswith("pub-mx-a")} == {
        "<MX target>"
    }
    few = {row.name for row in records(exchange, server=servers[:5]) if row.id.startswith("pub-mx-a")}
    assert few == {server.fqdn for server in servers[:5]}


def test_a_record_with_many_values_counts_the_rest() -> None:
    mx = tuple(f"mx{number}.example.com" for number in range(12))
    (row,) = [row for row in records(names={"domains": ("example.com",), "mx": mx}) if row.record == "MX"]
    assert row.requirement.en.endswith("mx4.example.com … (12)")


@given(plans())
@settings(max_examples=60)
def test_any_plan_has_rows_of_its_own_and_every_domain_a_record(plan: Plan) -> None:
    rows = resolve(load(plan.exchange), plan).dns
    ids = [row.id for row in rows]
    assert len(set(ids)) == len(ids)
    spf = {row.name for row in rows if row.id.startswith("pub-spf--")}
    assert spf == set(plan.namespaces.domains)
    assert all("\n" not in row.name for row in rows)
