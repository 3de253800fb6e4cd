"""Reads and sets one choice of a plan by its dotted key, as the plan file writes it; changes its version."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from operator import attrgetter
from typing import Any, get_args

from portplanner.catalogue.load import known, load
from portplanner.catalogue.model import Choice
from portplanner.plan import support
from portplanner.plan.model import Part, Plan
from portplanner.values import fits, hints, keys, named, validated


def choice(plan: Plan, key: str) -> Any:
    """Return the value of a key such as ``clients.imap4``. Raises KeyError for a key plans lack."""
    return _getter(key)(plan)


def with_choice(plan: Plan, key: str, value: object) -> Plan:
    """Return the plan with this key set; the same plan when nothing changes.

    Raises KeyError for a key plans lack and ValueError for a value the key does not take.
    """
    if isinstance(value, list):
        value = tuple(value)
    old = choice(plan, key)
    if type(old) is type(value) and old == value:
        return plan
    changed: Plan = _set(plan, key.split("."), value)
    return changed


def _set(part: Any, path: list[str], value: object) -> Any:
    key, *rest = path
    name = _field(type(part), key)
    if rest:
        value = _set(getattr(part, name), rest, value)
    if fits(hints(type(part))[name], value):
        return replace(part, **{name: value})
    return validated(type(part), dict(named(part)) | {key: value})  # says what is wrong


@lru_cache(maxsize=256)
def _getter(key: str) -> Callable[[Plan], Any]:
    kind: Any = Plan
    fields = []
    for part in key.split("."):
        fields.append(_field(kind, part))
        kind = hints(kind)[fields[-1]]
    return attrgetter(".".join(fields))


@lru_cache(maxsize=64)
def most_entries(key: str) -> int:
    """Return how many entries the list of this key may have."""
    kind: Any = Plan
    for part in key.split("."):
        kind = hints(kind)[_field(kind, part)]
    return min(int(limits.limits["max_length"]) for limits in get_args(kind)[1:])


def _field(kind: Any, key: str) -> str:
    """Return the attribute that this key of the plan file is kept in."""
    if isinstance(kind, type) and issubclass(kind, Part):
        for name, known in keys(kind).items():
            if known == key:
                return name
    raise KeyError(key)


# Another Exchange version ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Dropped:
    """Something of a plan that another Exchange version does not have, and what stands in its place.

    ``key`` is a key of the plan file. Of servers, ``old`` are the names of those that lose a role
    (``server.roles``) or are left out (``server``).
    """

    key: str
    old: object
    new: object = None


def with_exchange(plan: Plan, version: str) -> tuple[Plan, tuple[Dropped, ...]]:
    """Return the plan for another Exchange version, and all of it that does not apply there.

    Raises ValueError for a version that plans cannot name.
    """
    changed = with_choice(plan, "exchange", version)
    dropped: list[Dropped] = []
    if version in known():
        there = load(version).choices
        before = load(plan.exchange).choices if plan.exchange in known() else {}
        for key in dict.fromkeys((*there, *before)):
            if key != "exchange":
                changed = _fitting(changed, key, there.get(key, ()), dropped)
    return _with_roles(changed, support.roles(version), dropped), tuple(dropped)


def _fitting(plan: Plan, key: str, allowed: tuple[Choice, ...], dropped: list[Dropped]) -> Plan:
    """Return the plan with a value of this choice that the version knows; what has no choice is as usual."""
    old = choice(plan, key)
    usual = choice(Plan(), key)
    new: object
    if not allowed:
        new = usual
    elif isinstance(old, tuple):
        new = tuple(value for value in old if value in allowed)
    elif old in allowed:
        new = old
    elif key == "topology.edge":  # there still is one, so it is of the newest version that fits
        new = allowed[-1]
    else:
        new = usual if usual in allowed else allowed[0]
    if new != old:
        dropped.append(Dropped(key, old, new))
    return with_choice(plan, key, new)


def _with_roles(plan: Plan, roles: tuple[str, ...], dropped: list[Dropped]) -> Plan:
    """Return the plan with the server roles that the version has; a server needs one to stay."""
    kept = tuple(replace(s, roles=tuple(role for role in s.roles if role in roles)) for s in plan.servers)
    if kept == plan.servers:
        return plan
    less = [
        new.name for old, new in zip(plan.servers, kept, strict=True) if new.roles and new.roles != old.roles
    ]
    gone = [server.name for server in kept if not server.roles]
    dropped += [
        Dropped(key, tuple(names)) for key, names in (("server.roles", less), ("server", gone)) if names
    ]
    return replace(plan, servers=tuple(server for server in kept if server.roles))
