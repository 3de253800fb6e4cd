"""What contradicts itself in a plan, read from its tables as they stand in the file.

The tables may have the wrong shape elsewhere: then all problems are still reported at once, and
what has the wrong shape is left to those who check shapes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from portplanner.plan import support
from portplanner.plan.lines import Path
from portplanner.plan.model import Part, Plan
from portplanner.plan.names import (
    is_address,
    is_fqdn,
    is_host_or_address,
    is_inside,
    same_address,
    same_host,
)
from portplanner.plan.problem import Finding, listed, shown
from portplanner.plan.shape import literal_values
from portplanner.values import named

Tables = Mapping[str, Any]
_LISTS: tuple[Path, ...] = (
    ("clients", "from"), ("clients", "https"), ("clients", "http"), ("clients", "imap4"),
    ("clients", "pop3"), ("clients", "smtp"), ("topology", "smart_hosts"), ("dns", "servers"),
)  # fmt: skip
_NAMESPACES = "namespaces"
_PUBLIC_NAME = ("mail", "internal", "owa")
_PUBLIC_NAMES = ("domains", "mx")
_PUBLIC_ADDRESSES = ("public_addresses", "sending_addresses")
_LISTS += tuple((_NAMESPACES, key) for key in (*_PUBLIC_NAMES, *_PUBLIC_ADDRESSES))
_SERVER_LISTS = ("addresses", "roles", "edge_connectors")


def same_name(name: str) -> str:
    """Return what two spellings of one Windows name have in common: case does not count."""
    return name.strip().lower()


def errors(tables: Tables) -> list[Finding]:
    """Return the contradictions that a plan cannot be used with."""
    return [
        *_blank(tables),
        *_not_whole(tables),
        *_twice(tables, "server", "name", same_name),
        *_twice(tables, "site", "name", same_name),
        *_twice(tables, "item", "id", str),
        *_sites(tables),
        *_roles(tables),
        *_addresses(tables),
        *_unsupported(tables),
    ]


def warnings(tables: Tables) -> list[Finding]:
    """Return what is odd in a plan but does not stop it."""
    return [
        *_repeated(tables),
        *_hosts(tables),
        *_namespaces(tables),
        *_proxy(tables),
        *_silent(tables),
    ]


def plan_errors(plan: Plan) -> list[Finding]:
    """Return the contradictions of a plan that did not come from a file."""
    return errors(_tables(plan))


def plan_warnings(plan: Plan) -> list[Finding]:
    """Return what is odd in a plan that did not come from a file."""
    return warnings(_tables(plan))


def choice_warnings(plan: Plan, key: str) -> list[Finding]:
    """Return what is odd about one choice such as ``namespaces.mail``; looks at nothing but its table."""
    name, _, member = key.partition(".")
    found = warnings({name: _tables(getattr(plan, name))})
    return [finding for finding in found if finding.path[:2] == (name, member)]


def _tables(value: Any) -> Any:
    """Return a part as the table that a file would hold."""
    if isinstance(value, Part):
        return {key: _tables(inner) for key, inner in named(value)}
    return tuple(map(_tables, value)) if isinstance(value, tuple) else value


def repeated(path: Path, values: tuple[Any, ...]) -> Iterator[int]:
    """Yield where the list at this path holds a value that it held before."""
    seen: set[object] = set()
    for number, value in enumerate(values):
        if isinstance(value, (str, int)):
            same = _same(path, value)
            if same in seen:
                yield number
            seen.add(same)


def _same(path: Path, value: str | int) -> str | int:
    """Return what two spellings of a value have in common, where spelling does not count."""
    if path[0] == _NAMESPACES and isinstance(value, str):
        return same_host(value) if path[1] in _PUBLIC_NAMES else same_address(value)
    return value


def lists(tables: Tables) -> Iterator[tuple[Path, tuple[Any, ...]]]:
    """Yield every list of plain values that the plan holds, with its path."""
    for path in _LISTS:
        if values := _list(_table(tables, str(path[0])), str(path[1])):
            yield path, values
    for number, server in _entries(tables, "server"):
        for key in _SERVER_LISTS:
            if values := _list(server, key):
                yield ("server", number, key), values


def _table(tables: Tables, name: str) -> Tables:
    table = tables.get(name)
    return table if isinstance(table, Mapping) else {}


def _entries(tables: Tables, name: str) -> Iterator[tuple[int, Tables]]:
    for number, entry in enumerate(_list(tables, name)):
        if isinstance(entry, Mapping):
            yield number, entry


def _list(table: Tables, key: str) -> tuple[Any, ...]:
    values = table.get(key)
    return values if isinstance(values, tuple) else ()


def _texts(table: Tables, key: str) -> Iterator[tuple[int, str]]:
    for number, value in enumerate(_list(table, key)):
        if isinstance(value, str) and value:
            yield number, value


def _text(table: Tables, key: str) -> str:
    value = table.get(key)
    return value if isinstance(value, str) else ""


def _blank(tables: Tables) -> Iterator[Finding]:
    for name, key in (("site", "name"), ("server", "name"), ("item", "id")):
        for number, entry in _entries(tables, name):
            if (word := _text(entry, key)) and not word.strip():
                yield Finding((name, number, key), "empty")


def _not_whole(tables: Tables) -> Iterator[Finding]:
    """Find 143.0, which equals 143 for pydantic."""
    for path, values in lists(tables):
        for number, value in enumerate(values):
            if isinstance(value, float) and value in (allowed := literal_values(path)):
                places = {"value": shown(value), "allowed": listed(allowed)}
                yield Finding((*path, number), "unknown-value", places)


def _twice(tables: Tables, name: str, key: str, same: Callable[[str], str]) -> Iterator[Finding]:
    first: dict[str, int] = {}
    for number, entry in _entries(tables, name):
        word = _text(entry, key)
        if word.strip() and first.setdefault(same(word), number) != number:
            places = {"value": shown(word), "first": first[same(word)]}
            yield Finding((name, number, key), f"same-{name}", places)


def _sites(tables: Tables) -> Iterator[Finding]:
    names = [_text(site, "name") for _, site in _entries(tables, "site")]
    known = {same_name(name) for name in names}
    for number, server in _entries(tables, "server"):
        site = _text(server, "site")
        if site and same_name(site) not in known:
            id = "site-unknown" if names else "site-none"
            yield Finding(("server", number, "site"), id, {"value": shown(site), "allowed": listed(names)})


def _exchange(tables: Tables) -> str | None:
    """Return the plan's Exchange version, None when it names none that we know."""
    exchange = tables.get("exchange", Plan().exchange)
    return exchange if exchange in literal_values(("exchange",)) else None


def _roles(tables: Tables) -> Iterator[Finding]:
    exchange = _exchange(tables)
    for number, server in _entries(tables, "server"):
        roles = _list(server, "roles")
        if "edge-transport" in roles and any(role in ("mailbox", "client-access") for role in roles):
            yield Finding(("server", number, "roles"), "edge-alone")
        if not exchange or all(role in support.roles(exchange) for role in roles):
            continue
        for place, role in enumerate(roles):
            if role in literal_values(("server", 0, "roles")) and role not in support.roles(exchange):
                places = {
                    "value": shown(role),
                    "exchange": exchange.upper(),
                    "allowed": listed(support.roles(exchange)),
                    "why": support.why_not_role(exchange),
                }
                yield Finding(("server", number, "roles", place), "role-unsupported", places)


def _addresses(tables: Tables) -> Iterator[Finding]:
    for number, server in _entries(tables, "server"):
        for place, address in _texts(server, "addresses"):
            if not is_address(address):
                yield Finding(("server", number, "addresses", place), "address", {"value": shown(address)})


def _edge(tables: Tables) -> str | None:
    edge = _text(_table(tables, "topology"), "edge")
    return edge if edge != support.NO_EDGE and edge in literal_values(("topology", "edge")) else None


def _unsupported(tables: Tables) -> Iterator[Finding]:
    exchange, edge = _exchange(tables), _edge(tables)
    if not exchange:
        return
    if edge and support.edge_support(exchange, edge) is False:
        places = {
            "exchange": exchange.upper(),
            "value": shown(edge),
            "allowed": listed((support.NO_EDGE, *support.supported_edges(exchange))),
            "why": support.why_not_edge(exchange, edge),
        }
        yield Finding(("topology", "edge"), "edge-unsupported", places)
    has_messaging = _table(tables, "unified_messaging").get("enabled") is True
    if has_messaging and not support.has_unified_messaging(exchange):
        places = {"exchange": exchange.upper(), "why": support.why_no_unified_messaging(exchange)}
        yield Finding(("unified_messaging", "enabled"), "um-unsupported", places)


def _silent(tables: Tables) -> Iterator[Finding]:
    exchange, edge = _exchange(tables), _edge(tables)
    if exchange and edge and support.edge_support(exchange, edge) is None:
        places = {"exchange": exchange.upper(), "value": shown(edge)}
        yield Finding(("topology", "edge"), "edge-silent", places)


def _repeated(tables: Tables) -> Iterator[Finding]:
    for path, values in lists(tables):
        for number in repeated(path, values):
            yield Finding((*path, number), "repeated", {"value": shown(values[number])})


def _hosts(tables: Tables) -> Iterator[Finding]:
    for number, server in _entries(tables, "server"):
        fqdn = _text(server, "fqdn")
        if fqdn and not is_fqdn(fqdn):
            yield Finding(("server", number, "fqdn"), "fqdn", {"value": shown(fqdn)})
    for name, key in (("topology", "smart_hosts"), ("dns", "servers")):
        for number, host in _texts(_table(tables, name), key):
            if not is_host_or_address(host):
                yield Finding((name, key, number), "host", {"value": shown(host)})
    proxy = _text(_table(tables, "sender_reputation"), "proxy_server")
    if proxy and not is_host_or_address(proxy):
        yield Finding(("sender_reputation", "proxy_server"), "host", {"value": shown(proxy)})


def _namespaces(tables: Tables) -> Iterator[Finding]:
    """Yield what no record can be made of. It is no error: it may be half typed when a plan is saved."""
    table = _table(tables, _NAMESPACES)
    single = (((_NAMESPACES, key), _text(table, key)) for key in _PUBLIC_NAME)
    several = (((_NAMESPACES, key, at), name) for key in _PUBLIC_NAMES for at, name in _texts(table, key))
    for path, name in (*single, *several):
        if name and not is_fqdn(name):
            yield Finding(path, "domain" if path[1] == "domains" else "public-name", {"value": shown(name)})
    for key in _PUBLIC_ADDRESSES:
        for at, address in _texts(table, key):
            if not is_address(address):
                yield Finding((_NAMESPACES, key, at), "no-address", {"value": shown(address)})
            elif is_inside(address):
                yield Finding((_NAMESPACES, key, at), "inside-address", {"value": shown(address)})
    hybrid = _table(tables, "hybrid")
    if hybrid.get("mx") == "exchange-online" and hybrid.get("enabled") is not True:
        yield Finding(("hybrid", "mx"), "mx-without-hybrid", {})


def _proxy(tables: Tables) -> Iterator[Finding]:
    table = _table(tables, "sender_reputation")
    proxy = _text(table, "proxy")
    if not proxy or proxy == "none":
        return
    for key in ("proxy_server", "proxy_port"):
        if not table.get(key, ""):
            path, near = ("sender_reputation", key), ("sender_reputation", "proxy")
            yield Finding(path, "proxy-needs", {"proxy": shown(proxy)}, near)
