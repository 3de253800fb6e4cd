"""Names and addresses as people type them: whether one can be used, and what two spellings have in common."""

from __future__ import annotations

import re
from functools import cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

LONGEST_HOST = 253
_INSIDE = (  # neither the Internet reaches these nor does it see mail come from them
    "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "169.254.0.0/16", "127.0.0.0/8",
    "fc00::/7", "fe80::/10", "::1/128",
)  # fmt: skip
_LABEL = re.compile(r"[^\W_](?:(?:[^\W_]|-){0,61}[^\W_])?")  # letters of every script: AD allows them


def parsed_address(text: str) -> IPv4Address | IPv6Address | None:
    """Return an IPv4 or IPv6 address, None for anything else; one with a scope may hold anything."""
    if "%" in text:
        return None
    try:
        return ip_address(text)
    except ValueError:
        return None


def is_address(text: str) -> bool:
    """Return whether this is an IPv4 or IPv6 address."""
    return parsed_address(text) is not None


def is_inside(text: str) -> bool:
    """Return whether this is an address that has no meaning in the Internet."""
    address = parsed_address(text)
    return address is not None and any(address in network for network in _inside())


@cache
def _inside() -> tuple[IPv4Network | IPv6Network, ...]:
    return tuple(map(ip_network, _INSIDE))


def is_host(text: str) -> bool:
    """Return whether this can be the name of a host, with or without a domain."""
    name = text.removesuffix(".")
    return len(name) <= LONGEST_HOST and all(_LABEL.fullmatch(label) for label in name.split("."))


def is_fqdn(text: str) -> bool:
    """Return whether this can be a fully qualified name: of a host, or an SMTP domain."""
    last = text.removesuffix(".").rpartition(".")
    return bool(last[0]) and is_host(text) and not last[2].isdigit()  # 10.0.0.1 is no name


def is_host_or_address(text: str) -> bool:
    """Return whether this can be the name of a host or is an address, alone or in square brackets."""
    inner = text[1:-1] if text.startswith("[") and text.endswith("]") else text
    return is_address(inner) or (inner == text and is_host(text))


def same_host(name: str) -> str:
    """Return what two spellings of one DNS name have in common: neither case nor a dot at the end counts."""
    return name.strip().removesuffix(".").lower()


def same_address(text: str) -> str:
    """Return what two spellings of one address have in common; anything else as it stands."""
    address = parsed_address(text.strip())
    return text if address is None else str(address)
