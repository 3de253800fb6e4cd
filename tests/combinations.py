"""Every combination of edge x roles x outbound x client groups that the 2013 catalogue knows."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any

from portplanner.plan.model import Clients, Plan, Topology
from portplanner.values import validated

EDGES = ("none", "2007", "2010", "2013")
ROLES = ("separate", "combined")
OUTBOUND = ("direct", "client-access-proxy", "smart-host")
FROM: tuple[tuple[str, ...], ...] = (("internet",), ("internal",), ("internet", "internal"))
HTTPS = Clients().https
HTTP = Clients().http
SMTP: tuple[tuple[int, ...], ...] = ((), (587,), (587, 25))


def _any_of(ports: tuple[int, int]) -> tuple[tuple[int, ...], ...]:
    return ((), ports[:1], ports[1:], ports)


def topologies() -> Iterator[Topology]:
    """Yield every topology, those with an unsubscribed Edge too."""
    for edge, roles, outbound, subscribed in product(EDGES, ROLES, OUTBOUND, (True, False)):
        if edge == "none" and not subscribed:
            continue
        values: dict[str, Any] = {
            "edge": edge, "roles": roles, "outbound": outbound, "edge_subscribed": subscribed,
        }  # fmt: skip
        yield validated(Topology, values)


def client_groups() -> Iterator[Clients]:
    """Yield every choice of client groups."""
    for origin, https, http, imap4, pop3, smtp in product(
        FROM, ((), HTTPS), ((), HTTP), _any_of((143, 993)), _any_of((110, 995)), SMTP
    ):
        values: dict[str, Any] = {
            "from": origin, "https": https, "http": http, "imap4": imap4, "pop3": pop3, "smtp": smtp,
        }  # fmt: skip
        yield validated(Clients, values)


def plans() -> Iterator[Plan]:
    """Yield a plan for every combination."""
    groups = list(client_groups())
    for topology in topologies():
        for clients in groups:
            yield Plan(topology=topology, clients=clients)
