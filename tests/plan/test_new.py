"""Shipped plans are valid, without warnings, and safe to begin with."""

from __future__ import annotations

import tomllib
from ipaddress import ip_address, ip_network

import pytest

from portplanner.errors import UserError
from portplanner.plan.model import Item, Part, Plan, Server, Site
from portplanner.plan.new import examples, starting_plan
from portplanner.plan.read import parse
from portplanner.text import LANGUAGES, Text
from portplanner.values import named

ENTRIES = {"site": Site(name="x"), "server": Server(name="x", roles=("mailbox",)), "item": Item(id="x")}


def test_examples_are_listed() -> None:
    assert examples() == ("contoso-edge", "small-combined")


@pytest.mark.parametrize("name", [None, *examples()])
def test_a_shipped_plan_has_neither_errors_nor_warnings(name: str | None) -> None:
    assert parse(starting_plan(name), "p.toml").warnings == ()


def test_a_new_plan_says_what_an_empty_one_means_and_names_every_key() -> None:
    text = starting_plan()
    assert parse(text, "p.toml").plan == Plan()
    for table in ENTRIES:
        start = text.index(f"# [[{table}]]")
        rows = text[start:].split("\n\n")[0].replace("\n# ", "\n")[2:]
        assert set(tomllib.loads(rows)[table][0]) == {key for key, _ in named(ENTRIES[table])}
    written = tomllib.loads(text.replace("# proxy_port", "proxy_port"))
    for table, part in named(Plan()):
        if isinstance(part, Part):
            assert set(written[table]) == {key for key, _ in named(part)}


@pytest.mark.parametrize("name", examples())
def test_example_addresses_belong_to_nobody(name: str) -> None:
    free = ("10.0.0.0/8", "192.168.0.0/16", "203.0.113.0/24", "2001:db8::/32")
    plan = parse(starting_plan(name), "p.toml").plan
    for address in (a for server in plan.servers for a in server.addresses):
        ip = ip_address(address)
        assert any(ip in ip_network(net) for net in free if ip_network(net).version == ip.version)


@pytest.mark.parametrize("name", ["", "none", "starting", "../contoso-edge", "contoso-edge.toml", "a\nb"])
def test_an_example_that_is_not_there_gets_one_line(name: str) -> None:
    with pytest.raises(UserError) as caught:
        starting_plan(name)
    for language in LANGUAGES:
        words = Text(language)(caught.value.id, **caught.value.places)
        assert "contoso-edge" in words
        assert "\n" not in words
