"""Rows of a spreadsheet become servers, or say why they cannot."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portplanner.plan.check import plan_errors
from portplanner.plan.model import MAX_SERVERS, Plan, Server, Site
from portplanner.plan.pasted import Pasted, pasted
from portplanner.window.paste_dialog import words

WORDS = words()
PLAN = Plan(
    sites=(Site(name="HQ", subscribed=True),),
    servers=(Server(name="MBX01", fqdn="mbx01.contoso.com", roles=("mailbox",), site="HQ"),),
)


def read(*lines: str, plan: Plan = PLAN) -> Pasted:
    return pasted("\n".join(lines), plan, WORDS)


def outcomes(found: Pasted) -> list[tuple[int, str]]:
    return [(line.number, line.outcome) for line in found.lines]


@pytest.mark.parametrize(
    "lines",
    [
        ("Name\tRole\tSite\tFQDN\tIP address", "MBX02\tMailbox server\tHQ\tmbx02.contoso.com\t10.0.0.2"),
        ("伺服器名稱\t角色\t站台\t完整網域名稱\t位址", "MBX02\t信箱伺服器\tHQ\tmbx02.contoso.com\t10.0.0.2"),
        ("ip;name;fqdn;site;roles", "10.0.0.2;MBX02;mbx02.contoso.com;hq;mbx"),
        ("Name,Notes,IP,FQDN,Roles,Site", "MBX02,rack 7,10.0.0.2,mbx02.contoso.com,MAILBOX,HQ"),
        ("MBX02\tmbx02.contoso.com\t10.0.0.2\tMBX\tHQ",),
        ("10.0.0.2\tHQ\tMBX02\tmailbox\tmbx02.contoso.com",),
        ("\ufeffMBX02,mbx02.contoso.com,10.0.0.2,MBX,HQ\r",),
    ],
    ids=[
        "headings",
        "Chinese",
        "semicolons",
        "column of no use",
        "no headings",
        "any order",
        "CSV of Windows",
    ],
)
def test_a_row_is_read_however_it_stands(lines: tuple[str, ...]) -> None:
    found = read(*lines)
    assert outcomes(found) == [(len(lines), "new")]
    assert found.plan.servers[-1] == Server(
        name="MBX02", fqdn="mbx02.contoso.com", addresses=("10.0.0.2",), roles=("mailbox",), site="HQ"
    )
    assert found.sites == ()


def test_two_addresses_and_two_roles_stand_in_one_cell() -> None:
    found = read('CASMBX1\t"10.0.0.1, 2001:db8::1"\tMBX + CAS')
    made = found.plan.servers[-1]
    assert made.addresses == ("10.0.0.1", "2001:db8::1")
    assert made.roles == ("mailbox", "client-access")


def test_a_known_server_is_changed_in_the_cells_given_and_keeps_the_others() -> None:
    found = read("Name\tIP", "mbx01\t10.0.0.1")
    assert outcomes(found) == [(2, "changed")]
    (server,) = found.plan.servers
    assert (server.addresses, server.fqdn, server.site) == (("10.0.0.1",), "mbx01.contoso.com", "HQ")
    assert outcomes(read("Name\tSite", "MBX01\tHQ")) == [(2, "same")]
    assert not read("Name\tSite", "MBX01\tHQ").changes


def test_a_new_site_comes_along() -> None:
    found = read("Name\tSite", "MBX02\tTaipei", "MBX03\ttaipei")
    assert found.sites == ("Taipei",)
    assert found.plan.sites[-1] == Site(name="Taipei")
    assert plan_errors(found.plan) == []


@pytest.mark.parametrize(
    ("row", "ids"),
    [
        ("\t10.0.0.1\tMailbox\tHQ\tno", ["empty"]),
        ("MBX02\t10.0.0.300\tMailbox\tHQ\tno", ["address"]),
        ("MBX02\t10.0.0.1\tHub\tHQ\tno", ["cell"]),
        ("MBX02\t10.0.0.1\tMailbox, Edge\tHQ\tno", ["edge-alone"]),
        ("MBX02\t10.0.0.1\tMailbox\tHQ\tperhaps", ["cell"]),
        ("M" * 256 + "\t10.0.0.1\tMailbox\tHQ\tno", ["too-long"]),
        ("MBX02\t10.0.0.1\tMailbox\t" + "S" * 256 + "\tno", ["too-long"]),
    ],
)
def test_a_line_with_a_mistake_changes_nothing_and_says_why(row: str, ids: list[str]) -> None:
    found = read("Name\tIP\tRole\tSite\tEdgeSync", row, "MBX09\t10.0.0.9\tMailbox\tHQ\tno")
    assert [finding.id for finding in found.lines[0].findings] == ids
    assert outcomes(found) == [(2, "wrong"), (3, "new")]
    assert [server.name for server in found.plan.servers] == ["MBX01", "MBX09"]


def test_the_second_line_of_a_name_says_where_the_first_is() -> None:
    found = read("Name", "A", "", "a")
    assert outcomes(found) == [(2, "new"), (4, "wrong")]
    assert found.lines[1].findings[0].places["line"] == 2


def test_no_client_access_role_where_the_version_has_none() -> None:
    later = Plan(exchange="2019")
    found = read("Name\tRole", "MBX02\tCAS", "MBX03\tMBX", plan=later)
    assert [finding.id for finding in found.lines[0].findings] == ["role-unsupported"]
    assert outcomes(found) == [(2, "wrong"), (3, "new")]


def test_an_odd_host_name_is_taken_and_said() -> None:
    found = read("Name\tFQDN", "MBX02\tmbx_02")
    assert outcomes(found) == [(2, "new")]
    assert [warning.id for warning in found.lines[0].warnings] == ["fqdn"]


def test_a_plan_has_room_for_two_thousand() -> None:
    found = read("Name", *(f"S{number}" for number in range(MAX_SERVERS)))
    assert [line.outcome for line in found.lines].count("new") == MAX_SERVERS - 1
    assert found.lines[-1].findings[0].id == "too-many"


def test_more_than_any_plan_is_not_read() -> None:
    assert pasted("x" * 6_000_000, PLAN, WORDS).too_much


@given(st.text(max_size=400), st.sampled_from([PLAN, Plan(), Plan(exchange="se")]))
def test_whatever_is_pasted_the_plan_can_be_used(sheet: str, plan: Plan) -> None:
    found = pasted(sheet, plan, WORDS)
    assert plan_errors(found.plan) == []
    assert all(line.findings for line in found.lines if line.outcome == "wrong")
