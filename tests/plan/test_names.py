"""Which names and addresses can be used, and which spellings mean the same."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portplanner.plan.names import (
    is_address,
    is_fqdn,
    is_host,
    is_host_or_address,
    is_inside,
    parsed_address,
    same_address,
    same_host,
)


@pytest.mark.parametrize(
    ("text", "host", "fqdn", "address"),
    [
        ("mail.contoso.com", True, True, False),
        ("mail.contoso.com.", True, True, False),
        ("郵件.例子.tw", True, True, False),
        ("MBX01", True, False, False),
        ("a" * 63 + ".com", True, True, False),
        ("a" * 64 + ".com", False, False, False),
        (".".join(["a" * 49] * 5) + ".com", True, True, False),
        (".".join(["a" * 50] * 5), False, False, False),
        ("10.0.0.1", True, False, True),
        ("10.0.0.256", True, False, False),
        ("2001:db8::1", False, False, True),
        ("fe80::1%eth0", False, False, False),
        ("-mail.contoso.com", False, False, False),
        ("mail_1.contoso.com", False, False, False),
        ("*.contoso.com", False, False, False),
        ("mail..contoso.com", False, False, False),
        (".contoso.com", False, False, False),
        ("contoso.com\n", False, False, False),
        ("mail.contoso.com/owa", False, False, False),
        ("user@contoso.com", False, False, False),
        ("con toso.com", False, False, False),
        (".", False, False, False),
        ("", False, False, False),
    ],
)
def test_what_a_text_is(text: str, host: bool, fqdn: bool, address: bool) -> None:
    assert (is_host(text), is_fqdn(text), is_address(text)) == (host, fqdn, address)


@pytest.mark.parametrize(
    ("text", "usable"),
    [("[10.0.0.1]", True), ("[2001:db8::1]", True), ("[mail]", False), ("mail", True), ("10.0.0.1", True)],
)
def test_a_host_may_be_an_address_in_brackets(text: str, usable: bool) -> None:
    assert is_host_or_address(text) is usable


@given(st.ip_addresses())
def test_every_address_is_one_and_no_full_name(address: IPv4Address | IPv6Address) -> None:
    assert parsed_address(str(address)) == address
    assert not is_fqdn(str(address))


@given(st.text())
def test_any_text_has_an_answer(text: str) -> None:
    assert not (is_fqdn(text) and is_address(text))
    assert same_address(same_address(text)) == same_address(text)


@pytest.mark.parametrize(
    ("text", "inside"),
    [("10.1.2.3", True), ("172.31.0.1", True), ("172.32.0.1", False), ("203.0.113.5", False), ("x", False),
     ("fd00::1", True), ("2001:db8::1", False), ("fe80::1", True)],
)  # fmt: skip
def test_addresses_that_mean_nothing_in_the_internet(text: str, inside: bool) -> None:
    assert is_inside(text) is inside


def test_spellings_of_one_name_and_of_one_address() -> None:
    assert same_host(" Mail.Contoso.COM. ") == same_host("mail.contoso.com")
    assert same_address("2001:DB8:0:0::1") == same_address("2001:db8::1")
    assert same_address("mail") == "mail"
