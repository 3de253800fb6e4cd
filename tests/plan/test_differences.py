"""What two plans say otherwise, as the plan file names it."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as some

from portplanner.plan.differences import Difference, differences
from portplanner.plan.model import Dns, Item, Plan, Server, Site, Topology
from tests.plan.plans import plans

CAS, MBX = Server(name="CAS01", roles=("client-access",)), Server(name="MBX01", roles=("mailbox",))


def test_choices_are_named_by_their_keys() -> None:
    old, new = Plan(), Plan(topology=Topology(edge="2013"), dns=Dns(servers=("192.0.2.53",)))
    assert differences(old, new) == [
        Difference("altered", "topology.edge", old="none", new="2013"),
        Difference("altered", "dns.servers", old=(), new=("192.0.2.53",)),
    ]


def test_entries_are_named_by_what_people_call_them() -> None:
    old = Plan(servers=(CAS, MBX), sites=(Site(name="Taipei"),), items=(Item(id="cl-https"),))
    new = Plan(
        servers=(replace(MBX, fqdn="mbx01.contoso.com", site="Taipei"), replace(CAS, name="CAS02")),
        sites=(Site(name="Taipei"),),
        items=(Item(id="cl-https", state="done"),),
    )
    assert differences(old, new) == [
        Difference("altered", "server", "MBX01", ("fqdn", "site")),
        Difference("added", "server", "CAS02"),
        Difference("removed", "server", "CAS01"),
        Difference("altered", "item", "cl-https", ("state",)),
    ]


def test_another_order_is_a_difference_too() -> None:
    assert differences(Plan(servers=(CAS, MBX)), Plan(servers=(MBX, CAS))) == [Difference("order", "server")]


@given(plans(), plans())
def test_plans_differ_if_and_only_if_something_is_said(one: Plan, other: Plan) -> None:
    assert bool(differences(one, other)) == (one != other)
    assert differences(one, one) == []


@given(plans(), some.data())
def test_what_is_added_one_way_is_removed_the_other_way(one: Plan, data: some.DataObject) -> None:
    other = data.draw(plans())
    there = {(d.key, d.name) for d in differences(one, other) if d.kind == "added"}
    back = {(d.key, d.name) for d in differences(other, one) if d.kind == "removed"}
    assert there == back
