"""Copies of a server count on."""

from __future__ import annotations

from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portplanner.plan.check import plan_errors, same_name
from portplanner.plan.copies import copied_sites, copies, next_names
from portplanner.plan.model import MAX_NAME, Plan, Server, Site

MBX01 = Server(
    name="MBX01",
    fqdn="mbx01.contoso.com",
    addresses=("10.0.0.11", "2001:db8::11"),
    roles=("mailbox",),
    in_edgesync=False,
)


@pytest.mark.parametrize(
    ("name", "taken", "expected"),
    [
        ("MBX01", (), ["MBX02", "MBX03", "MBX04"]),
        ("MBX01", ("mbx02", "MBX04"), ["MBX03", "MBX05", "MBX06"]),
        ("MBX9", (), ["MBX10", "MBX11", "MBX12"]),
        ("MBX098", (), ["MBX099", "MBX100", "MBX101"]),
        ("Taipei", (), ["Taipei2", "Taipei3", "Taipei4"]),
        ("SRV-01-A", (), ["SRV-01-A2", "SRV-01-A3", "SRV-01-A4"]),
        ("7", (), ["8", "9", "10"]),
    ],
)
def test_names_count_on_as_people_count(name: str, taken: tuple[str, ...], expected: list[str]) -> None:
    assert list(islice(next_names(name, taken), 3)) == expected


def test_eleven_copies_of_the_first_make_twelve() -> None:
    made = copies([MBX01], MBX01, 11)
    assert [server.name for server in made] == [f"MBX{number:02}" for number in range(2, 13)]
    assert [server.fqdn for server in made][-1] == "mbx12.contoso.com"
    assert [server.addresses for server in made][-1] == ("10.0.0.22", "2001:db8::1c")
    assert {(server.roles, server.in_edgesync) for server in made} == {(("mailbox",), False)}


def test_addresses_stay_in_their_network_and_pass_over_those_that_are_taken() -> None:
    last = Server(name="A1", addresses=("10.0.0.252",), roles=("mailbox",))
    other = Server(name="B", addresses=("10.0.0.253",), roles=("mailbox",))
    assert [server.addresses for server in copies([last, other], last, 3)] == [("10.0.0.254",), (), ()]


def test_a_host_name_of_its_own_counts_on_by_itself() -> None:
    odd = Server(name="HQ-A", fqdn="mail07.contoso.com", roles=("mailbox",))
    assert [(s.name, s.fqdn) for s in copies([odd], odd, 2)] == [
        ("HQ-A2", "mail08.contoso.com"),
        ("HQ-A3", "mail09.contoso.com"),
    ]


def test_the_host_name_keeps_its_spelling() -> None:
    loud = Server(name="mbx01", fqdn="MBX01.contoso.com", roles=("mailbox",))
    (made,) = copies([loud], loud, 1)
    assert made.fqdn == "mbx02.contoso.com"


def test_a_copied_site_is_not_subscribed() -> None:
    hq = Site(name="HQ", subscribed=True)
    assert copied_sites([hq], hq, 2) == (Site(name="HQ2"), Site(name="HQ3"))


@given(
    st.lists(st.text(min_size=1, max_size=MAX_NAME), min_size=1, max_size=5, unique_by=same_name),
    st.integers(1, 30),
)
def test_no_two_names_are_ever_alike(names: list[str], count: int) -> None:
    servers = [Server(name=name, roles=("mailbox",)) for name in names if name.strip()]
    for like in servers:
        made = (*servers, *copies(servers, like, count))
        assert [f for f in plan_errors(Plan(servers=made)) if f.id == "same-server"] == []
        assert all(len(server.name) <= MAX_NAME for server in made)
