"""One choice is read or set by the key that the plan file uses."""

from __future__ import annotations

from typing import Any

import pytest

from portplanner.plan.change import choice, with_choice
from portplanner.plan.model import Plan, Server


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
