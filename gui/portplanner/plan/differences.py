"""differences(old, new): what two plans say otherwise, key by key, as the plan file has them.

This is about what people entered. What follows from it, row by row, is compared in ``checklist/compare.py``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from portplanner.plan.model import Part, Plan
from portplanner.values import named

IDENTITY = {"site": "name", "server": "name", "item": "id"}  # what an entry of these lists is known by


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that differs.

    ``key`` is one of the plan file: of a choice (``topology.edge``), then ``old`` and ``new`` are its
    values, or of a list (``server``). Then ``name`` is the entry's, "" where only the order of the list
    differs, and ``fields`` are the keys in which an altered entry differs.
    """

    kind: Literal["added", "removed", "altered", "order"]
    key: str
    name: str = ""
    fields: tuple[str, ...] = ()
    old: object = None
    new: object = None


def differences(old: Plan, new: Plan) -> list[Difference]:
    """Return what differs, in the order of the plan file."""
    return list(_in(old, new, ""))


def _in(old: Part, new: Part, before: str) -> Iterator[Difference]:
    was = dict(named(old))
    for key, value in named(new):
        if value == was[key]:
            continue
        if isinstance(value, Part):
            yield from _in(was[key], value, f"{before}{key}.")
        elif key in IDENTITY:
            yield from _entries(key, was[key], value)
        else:
            yield Difference("altered", before + key, old=was[key], new=value)


def _entries(key: str, old: Sequence[Any], new: Sequence[Any]) -> Iterator[Difference]:
    then, now = ({getattr(part, IDENTITY[key]): part for part in parts} for parts in (old, new))
    changed = False
    for name, part in now.items():
        if name not in then:
            changed = True
            yield Difference("added", key, name)
        elif part != then[name]:
            changed = True
            was = dict(named(then[name]))
            yield Difference("altered", key, name, tuple(k for k, v in named(part) if v != was[k]))
    for name in then:
        if name not in now:
            changed = True
            yield Difference("removed", key, name)
    if not changed:
        yield Difference("order", key)
