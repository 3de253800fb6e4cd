"""One choice is read or set by the key that the plan file uses."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portplanner.plan.change import Dropped, choice, with_choice, with_exchange
from portplanner.plan.check import plan_errors
from portplanner.plan.model import Plan, Server
from portplanner.plan.support import versions
from portplanner.values import validated
from tests.plan.plans import plans


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("exchange", "2016"),
        ("topology.edge", "2013"),
        ("topology.edge_subscribed", False),
        ("clients.from", ("internal", "internet")),
        ("clients.imap4", ()),
        ("sender_reputation.proxy_port", 1080),
        ("document.title", "\\N"),
        ("server", (Server(name="A", roles=("mailbox",)),)),
    ],
)
def test_a_choice_is_set_and_read(key: str, value: Any) -> None:
    plan = Plan()
    changed = with_choice(plan, key, value)
    assert choice(changed, key) == value
    assert with_choice(changed, key, choice(plan, key)) == plan


def test_the_same_choice_gives_the_same_plan() -> None:
    plan = Plan()
    assert with_choice(plan, "clients.smtp", [587]) is plan


def test_other_choices_stay() -> None:
    plan = with_choice(with_choice(Plan(), "clients.from", ["internal"]), "clients.smtp", [25])
    assert plan.clients.from_ == ("internal",)
    assert plan.topology is Plan().topology


@pytest.mark.parametrize(
    "key", ["", "clients.from_", "clients.x", "exchange.x", "servers", "clients.imap4.0"]
)
def test_a_key_that_plans_lack_is_refused(key: str) -> None:
    with pytest.raises(KeyError):
        choice(Plan(), key)
    with pytest.raises(KeyError):
        with_choice(Plan(), key, 1)


@pytest.mark.parametrize(
    ("key", "value"), [("topology.edge", "2012"), ("clients.imap4", (1,)), ("topology.edge_subscribed", 1)]
)
def test_a_value_the_key_does_not_take_is_refused(key: str, value: object) -> None:
    with pytest.raises(ValueError, match="validation error"):
        with_choice(Plan(), key, value)


# Another Exchange version


def _servers(*roles: tuple[str, ...]) -> tuple[Server, ...]:
    return tuple(validated(Server, {"name": f"S{n}", "roles": held}) for n, held in enumerate(roles))


def test_another_version_keeps_what_applies() -> None:
    plan = with_choice(with_choice(Plan(), "topology.edge", "2013"), "topology.outbound", "smart-host")
    later, dropped = with_exchange(plan, "2016")
    assert later == with_choice(plan, "exchange", "2016")
    assert dropped == ()


@pytest.mark.parametrize(
    ("before", "version", "changes", "after"),
    [
        pytest.param({}, "se", [], {}, id="nothing chosen"),
        pytest.param({"topology": {"edge": "2010"}}, "2019", [("topology.edge", "2010", "2019")],
                     {"topology.edge": "2019"}, id="an Edge that is not supported"),
        pytest.param({"topology": {"edge": "2013"}}, "se", [("topology.edge", "2013", "se")],
                     {"topology.edge": "se"}, id="an Edge that SE refuses"),
        pytest.param({"topology": {"roles": "combined"}}, "2016",
                     [("topology.roles", "combined", "separate")], {}, id="nothing to place"),
        pytest.param({"unified_messaging": {"enabled": True, "sip": "dual"}}, "2019",
                     [("unified_messaging.enabled", True, False),
                      ("unified_messaging.sip", "dual", "unsecured")], {}, id="no Unified Messaging"),
        pytest.param({"unified_messaging": {"enabled": True}}, "2016", [],
                     {"unified_messaging.enabled": True}, id="Unified Messaging stays"),
        pytest.param({"exchange": "2016", "sender_reputation": {"open_proxy_detection": False}}, "2013",
                     [("sender_reputation.open_proxy_detection", False, True)], {}, id="back to 2013"),
        pytest.param({"exchange": "2019", "topology": {"edge": "2019"}}, "2013",
                     [("topology.edge", "2019", "2013")], {}, id="an Edge newer than the organization"),
    ],
)  # fmt: skip
def test_another_version_drops_what_it_does_not_have(
    before: dict[str, Any], version: str, changes: list[tuple[str, object, object]], after: dict[str, Any]
) -> None:
    plan = validated(Plan, before)
    later, dropped = with_exchange(plan, version)
    assert sorted(dropped, key=lambda one: one.key) == [Dropped(*change) for change in changes]
    assert later.exchange == version
    assert all(choice(later, key) == value for key, value in after.items())
    assert plan_errors(later) == []


def test_servers_lose_the_client_access_role() -> None:
    servers = _servers(("client-access",), ("mailbox",), ("mailbox", "client-access"), ("edge-transport",))
    later, dropped = with_exchange(Plan(servers=servers), "2016")
    assert [(s.name, s.roles) for s in later.servers] == [
        ("S1", ("mailbox",)), ("S2", ("mailbox",)), ("S3", ("edge-transport",)),
    ]  # fmt: skip
    assert dropped == (Dropped("server.roles", ("S2",)), Dropped("server", ("S0",)))


def test_the_same_version_changes_nothing() -> None:
    assert with_exchange(Plan(), "2013") == (Plan(), ())


def test_a_version_that_plans_cannot_name_is_refused() -> None:
    with pytest.raises(ValueError, match="validation error"):
        with_exchange(Plan(), "2003")


@given(plan=plans(), version=st.sampled_from(versions()))
def test_a_plan_of_another_version_is_right_there(plan: Plan, version: str) -> None:
    later, dropped = with_exchange(plan, version)
    assert plan_errors(later) == []
    assert (replace(later, exchange=plan.exchange) == plan) is (not dropped)
    assert with_exchange(later, version) == (later, ())
    assert later.items == plan.items
