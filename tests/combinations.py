"""Every combination of edge x roles x outbound x client groups that the 2013 catalogue knows."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any

from portplanner.catalogue.load import load
from portplanner.plan.change import choice
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


# Every version ----------------------------------------------------------------------------------


def mail_choices(version: str) -> Iterator[Plan]:
    """Yield a plan for every choice of this version that has to do with servers and mail.

    Those are Edge version, subscription, role placement, the way out, sender reputation, hybrid
    deployment and Unified Messaging. Of the proxy types two do, since no row asks for one of them.
    """
    catalogue = load(version)

    def values(key: str) -> tuple[Any, ...]:
        return catalogue.choices.get(key, (choice(Plan(), key),))

    for edge, subscribed, roles, outbound, detects, proxy, hybrid, through, messaging, sip in product(
        values("topology.edge"), (True, False), values("topology.roles"), values("topology.outbound"),
        values("sender_reputation.open_proxy_detection"), ("none", "Socks5"),
        values("hybrid.enabled"), values("hybrid.mail_through"),
        values("unified_messaging.enabled"), values("unified_messaging.sip"),
    ):  # fmt: skip
        if (edge == "none" and not subscribed) or (not hybrid and through != "internal"):
            continue
        if not messaging and sip != "unsecured":
            continue
        table = {
            "exchange": version,
            "topology": {
                "edge": edge, "edge_subscribed": subscribed, "roles": roles, "outbound": outbound,
            },
            "sender_reputation": {"open_proxy_detection": detects, "proxy": proxy},
            "hybrid": {"enabled": hybrid, "mail_through": through},
            "unified_messaging": {"enabled": messaging, "sip": sip},
        }  # fmt: skip
        yield validated(Plan, table)


def client_choices(version: str) -> Iterator[Plan]:
    """Yield a plan of this version for every choice of client groups."""
    for clients in client_groups():
        yield Plan(exchange=version, clients=clients)
