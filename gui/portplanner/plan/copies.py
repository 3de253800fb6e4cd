"""Servers like another one: names that count on (MBX01, MBX02 …), and host names and addresses with them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from ipaddress import IPv4Address, IPv6Address, ip_address

from portplanner.plan.check import same_name
from portplanner.plan.model import MAX_NAME, Server, Site

_COUNTED = re.compile(r"(.*?)([0-9]{0,9})", re.DOTALL)
_NETWORK = {4: 24, 6: 64}  # bits of an address that copies have in common


def next_names(name: str, taken: Iterable[str]) -> Iterator[str]:
    """Yield names that count on from this one, without end: ``MBX01``, ``MBX02`` … ``MBX99``, ``MBX100``.

    Names that are taken are left out, whatever their case. A name without a number counts from 2.
    """
    used = {same_name(one) for one in taken}
    match = _COUNTED.fullmatch(name)
    stem, digits = match.groups() if match else (name, "")
    number = int(digits or 1)
    while True:
        number += 1
        ending = str(number).zfill(len(digits))
        found = stem[: MAX_NAME - len(ending)] + ending
        if same_name(found) not in used:
            yield found


def copies(servers: Collection[Server], like: Server, count: int) -> tuple[Server, ...]:
    """Return so many servers like this one, each with the next free name.

    A host name that begins with the server's name takes the new one; another one counts on by itself.
    Addresses count on within their network (24 bits in common, 64 for IPv6), past those that are
    taken; where none is left, the copy has none.
    """
    names = next_names(like.name, (server.name for server in servers))
    fqdns = next_names(like.fqdn.partition(".")[0], (s.fqdn.partition(".")[0] for s in servers if s.fqdn))
    used = {address for server in servers for address in server.addresses}
    addresses = [_next_addresses(address, used) for address in like.addresses]
    made = []
    for _ in range(count):
        name = next(names)
        counted = (next(several, "") for several in addresses)
        made.append(
            replace(
                like,
                name=name,
                fqdn=_fqdn(like, name, fqdns),
                addresses=tuple(address for address in counted if address),
            )
        )
    return tuple(made)


def copied_sites(sites: Collection[Site], like: Site, count: int) -> tuple[Site, ...]:
    """Return so many sites like this one; a copy is not subscribed, since one site has the Edge servers."""
    names = next_names(like.name, (site.name for site in sites))
    return tuple(Site(name=next(names)) for _ in range(count))


def _fqdn(like: Server, name: str, others: Iterator[str]) -> str:
    host, dot, domain = like.fqdn.partition(".")
    if not host:
        return ""
    if same_name(host) != same_name(like.name):
        return f"{next(others)}{dot}{domain}"[:MAX_NAME]
    return f"{name.lower() if host == host.lower() else name}{dot}{domain}"[:MAX_NAME]


def _next_addresses(address: str, used: set[str]) -> Iterator[str]:
    """Yield the free addresses after this one in its network; none when it is no address."""
    try:
        last = ip_address(address)
    except ValueError:
        return
    bits = last.max_prefixlen - _NETWORK[last.version]
    kind = IPv4Address if last.version == 4 else IPv6Address
    end = int(last) | ((1 << bits) - 1)
    for number in range(int(last) + 1, end):  # the last one of an IPv4 network calls all hosts
        found = str(kind(number))
        if found not in used:
            used.add(found)
            yield found
