"""What changed between two checklists: nothing too much, nothing too little, the same from both sides."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portplanner.catalogue.load import known, load
from portplanner.checklist.compare import Change, Changes, Kind, addresses, compare
from portplanner.checklist.meaning import Tickable, meaning
from portplanner.checklist.model import Checklist, Flow, Port
from portplanner.checklist.resolve import resolve
from portplanner.checklist.status import SECTIONS, section
from portplanner.plan.change import with_choice
from portplanner.plan.model import Plan, Server
from portplanner.text import Words
from tests.plan.plans import plans

CAS = Server(name="CAS01", roles=("client-access",), addresses=("10.0.0.1",))
MBX = Server(name="MBX01", roles=("mailbox",), addresses=("10.0.0.2",))
NAMED = Plan(servers=(CAS, MBX))


def resolved(plan: Plan) -> Checklist:
    versions = known()
    return resolve(load(plan.exchange if plan.exchange in versions else versions[0]), plan)


def changed(old: Plan, new: Plan) -> Changes:
    return compare(resolved(old), resolved(new), addresses(old), addresses(new))


def the(changes: Changes, id: str) -> Change:
    return next(change for change in changes.rows if change.id == id)


def fields(change: Change) -> dict[str, tuple[list[str], list[str]]]:
    return {one.field: ([w.en for w in one.gone], [w.en for w in one.come]) for one in change.fields}


def mirrored(change: Change) -> Change:
    kinds: dict[Kind, Kind] = {"added": "removed", "removed": "added", "altered": "altered"}
    swapped = tuple(replace(one, old=one.new, new=one.old) for one in change.fields)
    return replace(
        change, kind=kinds[change.kind], old=change.new, new=change.old, fields=swapped,
        still_needed=change.open_before, open_before=change.still_needed,
    )  # fmt: skip


def by_id(changes: Changes) -> dict[tuple[str, str], Change]:
    def sorted_fields(change: Change) -> Change:
        return replace(change, fields=tuple(sorted(change.fields, key=lambda one: one.field)))

    return {(change.section, change.id): sorted_fields(change) for change in changes.rows}


def applied(old: Checklist, changes: Changes) -> dict[str, dict[str, Tickable]]:
    """Return what the old checklist becomes when its changes are carried out one by one."""
    found: dict[str, dict[str, Tickable]] = {}
    for name in SECTIONS:
        rows = {row.id: row for row in section(old, name)}
        for change in changes.of(name):
            if change.kind != "added":
                assert rows.pop(change.id) == change.old
            if change.new is not None:
                assert change.id not in rows
                rows[change.id] = change.new
        found[name] = rows
    return found


@settings(max_examples=40, deadline=None)
@given(plans())
def test_nothing_changes_against_itself(plan: Plan) -> None:
    assert not changed(plan, plan)
    assert not compare(resolved(plan), resolved(plan))


@settings(max_examples=60, deadline=None)
@given(plans(), plans())
def test_the_way_back_mirrors_the_way_there(a: Plan, b: Plan) -> None:
    there, back = changed(a, b), changed(b, a)
    assert by_id(there) == {key: mirrored(change) for key, change in by_id(back).items()}


@settings(max_examples=60, deadline=None)
@given(plans(), plans())
def test_carrying_the_changes_out_leads_to_the_new_checklist(a: Plan, b: Plan) -> None:
    old, new = resolved(a), resolved(b)
    changes = changed(a, b)
    after = applied(old, changes)
    for name in SECTIONS:
        wanted = {row.id: meaning(row) for row in section(new, name)}
        assert {id: meaning(row) for id, row in after[name].items()} == wanted


@settings(max_examples=40, deadline=None)
@given(plans(), plans())
def test_every_alteration_says_what_went_or_came(a: Plan, b: Plan) -> None:
    for change in changed(a, b).rows:
        assert (change.kind == "altered") is bool(change.fields)
        for one in change.fields:
            assert one.gone or one.come


@pytest.mark.parametrize(("old", "new"), [*product(known(), repeat=2)])
def test_versions_can_be_compared(old: str, new: str) -> None:
    a, b = (with_choice(Plan(), "exchange", version) for version in (old, new))
    changes = changed(a, b)
    if old == new:
        assert not changes
    elif "2013" in (old, new):  # the last one with Client Access servers
        assert changes
    assert {change.id for change in changes.rows if change.kind == "added"} == {
        row.id for name in SECTIONS for row in section(resolved(b), name)
    } - {row.id for name in SECTIONS for row in section(resolved(a), name)}


def test_a_number_that_moves_is_no_change() -> None:
    changes = changed(with_choice(Plan(), "clients.https", ()), Plan())
    ids = {change.id for change in changes.of("flows")}
    assert ids == {"cli-https-443"}  # all others move down by one


def test_the_order_of_servers_is_no_change() -> None:
    more = replace(NAMED, servers=(*NAMED.servers, replace(CAS, name="CAS02")))
    assert not changed(more, replace(more, servers=more.servers[::-1])).of("flows")


def test_wording_is_no_change_where_a_row_has_other_substance() -> None:
    listed = resolved(Plan())
    words = Words("Otherwise", "不同")
    reworded = replace(listed, flows=tuple(replace(f, purpose=words, note=words) for f in listed.flows))
    assert not compare(listed, reworded)


def test_a_port_that_goes_is_named() -> None:
    changes = changed(Plan(), with_choice(Plan(), "clients.imap4", (993,)))
    assert fields(the(changes, "cli-imap4-143-993")) == {"ports": (["143/TCP"], [])}


def test_another_address_alters_every_flow_of_its_server_and_nothing_else() -> None:
    moved = replace(NAMED, servers=(CAS, replace(MBX, addresses=("10.9.9.9",))))
    changes = changed(NAMED, moved)
    assert {change.section for change in changes.rows} == {"flows"}
    assert {change.id for change in changes.rows} == {
        flow.id
        for flow in resolved(NAMED).flows
        if "MBX01" in (*flow.source.servers, *flow.destination.servers)
    }
    assert fields(changes.rows[-1])["destination-hosts"] == (["MBX01  10.0.0.2"], ["MBX01  10.9.9.9"])


def test_what_went_stands_where_it_was() -> None:
    changes = changed(Plan(), with_choice(Plan(), "clients.http", ()))
    others = changed(Plan(), with_choice(with_choice(Plan(), "clients.http", ()), "clients.smtp", (25,)))
    assert [change.id for change in changes.of("flows")] == ["cli-http-80"]
    assert [change.id for change in others.of("flows")][:2] == ["cli-http-80", "cli-smtp-auth-587"]


# What a firewall's administrator would break, or open twice


def with_flow(listed: Checklist, flow: Flow) -> Checklist:
    return replace(listed, flows=(*listed.flows, flow))


def test_a_port_is_not_closed_while_another_row_needs_it() -> None:
    plan = with_choice(NAMED, "clients.smtp", (587, 25))
    with_edge = with_choice(plan, "topology.edge", "2013")
    change = the(changed(plan, with_edge), "mf-noedge-in-internet-cas-25")
    assert change.kind == "removed"
    assert change.still_needed == ("cli-smtp-auth-587",)
    assert not change.open_before
    back = the(changed(with_edge, plan), "mf-noedge-in-internet-cas-25")
    assert (back.kind, back.open_before) == ("added", ("cli-smtp-auth-587",))


def test_a_port_taken_from_a_row_may_stay_with_another() -> None:
    plan = with_choice(NAMED, "clients.smtp", (587, 25))
    change = the(changed(plan, with_choice(plan, "clients.smtp", (587,))), "cli-smtp-auth-587")
    assert fields(change)["ports"] == (["25/TCP"], [])
    assert change.still_needed == ("mf-noedge-in-internet-cas-25",)


@pytest.mark.parametrize(
    ("port", "shared"),
    [
        pytest.param(Port(443, "tcp"), True, id="the same"),
        pytest.param(Port(443, "udp"), False, id="another transport"),
        pytest.param(Port(400, "tcp", 500), True, id="a range around it"),
        pytest.param(Port(500, "tcp", 600), False, id="a range beside it"),
        pytest.param(Port(None, "tcp", user="sender_reputation.proxy_port"), False, id="not known yet"),
    ],
)
def test_ports_are_shared_by_number_and_transport(port: Port, shared: bool) -> None:
    listed = resolved(NAMED)
    web = next(flow for flow in listed.flows if flow.id == "cli-https-443")
    without = replace(listed, flows=tuple(flow for flow in listed.flows if flow.id != "cli-https-443"))
    other = with_flow(without, replace(web, id="other", ports=(port,)))
    assert the(compare(listed, other), "cli-https-443").still_needed == (("other",) if shared else ())


def test_other_servers_share_nothing() -> None:
    listed = resolved(NAMED)
    web = next(flow for flow in listed.flows if flow.id == "cli-https-443")
    without = replace(listed, flows=tuple(flow for flow in listed.flows if flow.id != "cli-https-443"))
    elsewhere = replace(web, id="other", destination=replace(web.destination, servers=("CAS99",)))
    assert the(compare(listed, with_flow(without, elsewhere)), "cli-https-443").still_needed == ()


@given(st.data())
@settings(max_examples=30, deadline=None)
def test_who_still_needs_a_port_is_there_after_the_change(data: st.DataObject) -> None:
    a, b = data.draw(plans()), data.draw(plans())
    old, new = ({flow.id for flow in resolved(plan).flows} for plan in (a, b))
    for change in changed(a, b).of("flows"):
        assert set(change.still_needed) <= new - {change.id}
        assert set(change.open_before) <= old - {change.id}


def test_another_path_behind_443_is_named_with_all_that_callers_need() -> None:
    """From 2013 to 2016, Autodiscover in a hybrid deployment gets another path; its port stays."""
    old = with_choice(Plan(), "hybrid.enabled", True)
    said = fields(the(changed(old, replace(old, exchange="2016")), "hyb-https-in-443"))
    gone, come = said["endpoints"]
    assert len(gone) == len(come) == 1
    assert "/autodiscover/autodiscover.svc" in gone[0]
    assert "/autodiscover/autodiscover.svc/wssecurity" in come[0]
    assert "Azure AD authentication system" in come[0]
    assert "ports" not in said
