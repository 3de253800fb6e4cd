"""Reads and sets one choice of a plan by its dotted key, as the plan file writes it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from operator import attrgetter
from typing import Any

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


def _field(kind: Any, key: str) -> str:
    """Return the attribute that this key of the plan file is kept in."""
    if isinstance(kind, type) and issubclass(kind, Part):
        for name, known in keys(kind).items():
            if known == key:
                return name
    raise KeyError(key)
