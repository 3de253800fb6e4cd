"""Plans for property tests: every choice, and names that somebody might send to do harm."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar, get_args

from hypothesis import strategies as st

from portplanner.plan import model
from portplanner.plan.check import plan_errors, same_name
from portplanner.plan.names import same_host
from portplanner.plan.support import edges, versions
from portplanner.values import validated
from tests import hostile_names

T = TypeVar("T")

_CHARACTERS = st.characters(exclude_categories=["Cs"])
TEXTS = st.sampled_from(hostile_names.NAMES) | st.text(_CHARACTERS, max_size=40)
NAMES = TEXTS.filter(lambda text: bool(text.strip()))
ADDRESSES = st.ip_addresses().map(str)


def _some(values: Any, least: int = 0) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(st.sampled_from(get_args(values)), unique=True, min_size=least).map(tuple)


def _one(values: Any) -> st.SearchStrategy[Any]:
    return st.sampled_from(get_args(values))


def _named(entries: Callable[[str], st.SearchStrategy[T]], most: int) -> st.SearchStrategy[tuple[T, ...]]:
    names = st.lists(NAMES, unique_by=same_name, max_size=most)
    return names.flatmap(lambda chosen: st.tuples(*map(entries, chosen)))


_INSIDE = st.sampled_from(
    [("mailbox",), ("client-access",), ("mailbox", "client-access"), ("edge-transport",)]
)
_FQDNS = st.sampled_from(
    ["contoso.com", "mail.contoso.com", "Fabrikam.COM", "autodiscover.contoso.com", "例子.tw", "mx.x.org."]
) | st.from_regex(r"[a-z0-9]{1,20}(\.[a-z0-9]{1,9}){1,3}\.[a-z]{2,9}", fullmatch=True)
_NAMESPACES = st.builds(
    model.Namespaces,
    domains=st.lists(_FQDNS, unique_by=same_host, max_size=4).map(tuple),
    mail=st.just("") | _FQDNS,
    internal=st.just("") | _FQDNS,
    owa=st.just("") | _FQDNS,
    autodiscover=_one(model.AutodiscoverRecord),
    mx=st.lists(_FQDNS, unique_by=same_host, max_size=3).map(tuple),
    public_addresses=st.lists(ADDRESSES, unique=True, max_size=3).map(tuple),
    sending_addresses=st.lists(ADDRESSES, unique=True, max_size=3).map(tuple),
)
_HOSTS = st.lists(NAMES, unique=True, max_size=3).map(tuple)


def _server(name: str, sites: tuple[model.Site, ...]) -> st.SearchStrategy[model.Server]:
    return st.builds(
        model.Server,
        name=st.just(name),
        fqdn=TEXTS,
        addresses=st.lists(ADDRESSES, unique=True, max_size=2).map(tuple),
        roles=_INSIDE,
        site=st.sampled_from(["", *(site.name for site in sites)]),
        in_edgesync=st.booleans(),
        edge_connectors=_some(model.EdgeConnector),
    )


def _site(name: str) -> st.SearchStrategy[model.Site]:
    return st.builds(model.Site, name=st.just(name), subscribed=st.booleans())


_DOCUMENT = st.builds(
    model.Document,
    title=TEXTS,
    organization=TEXTS,
    prepared_by=TEXTS,
    revision=TEXTS,
    date=TEXTS,
    language=_one(model.DocumentLanguage),
    paper=_one(model.Paper),
)
_TOPOLOGY = st.builds(
    model.Topology,
    roles=_one(model.RolePlacement),
    edge=st.sampled_from(edges()),
    edge_subscribed=st.booleans(),
    outbound=_one(model.Outbound),
    smart_hosts=_HOSTS,
)
_CLIENTS = st.fixed_dictionaries(
    {
        "from": _some(model.ClientZone),
        "https": _some(model.HttpsService),
        "http": _some(model.HttpService),
        "imap4": _some(model.Imap4Port),
        "pop3": _some(model.Pop3Port),
        "smtp": _some(model.SmtpPort),
    }
).map(lambda table: validated(model.Clients, table))
_REPUTATION = st.builds(
    model.SenderReputation,
    open_proxy_detection=st.booleans(),
    proxy=_one(model.ProxyType),
    proxy_server=TEXTS,
    proxy_port=st.none() | st.integers(1, 65535),
)
_ITEM = st.builds(
    model.Item,
    id=NAMES,
    state=_one(model.State),
    owner=TEXTS,
    date=TEXTS,
    ticket=TEXTS,
    remark=TEXTS,
    meaning=st.sampled_from(["", "0badcafe"]),
)


@st.composite
def plans(draw: st.DrawFn) -> model.Plan:
    """Draw a plan that a file may hold."""
    sites = draw(_named(_site, 3))
    plan = validated(
        model.Plan,
        {
            "format": 1,
            "exchange": draw(st.sampled_from(versions())),
            "document": draw(_DOCUMENT),
            "topology": draw(_TOPOLOGY),
            "clients": draw(_CLIENTS),
            "sender_reputation": draw(_REPUTATION),
            "dns": model.Dns(servers=draw(_HOSTS)),
            "namespaces": draw(_NAMESPACES),
            "hybrid": draw(
                st.builds(
                    model.Hybrid,
                    enabled=st.booleans(),
                    mx=st.sampled_from(["on-premises", "exchange-online"]),
                )
            ),
            "unified_messaging": draw(st.builds(model.UnifiedMessaging, enabled=st.booleans())),
            "site": sites,
            "server": draw(_named(lambda name: _server(name, sites), 5)),
            "item": draw(st.lists(_ITEM, unique_by=lambda item: item.id, max_size=3).map(tuple)),
        },
    )
    if plan_errors(plan):  # a pair that Exchange does not support
        plan = replace(plan, exchange="2013", topology=replace(plan.topology, edge="none"))
    return plan
