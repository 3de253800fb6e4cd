"""Writes a plan as TOML; what people wrote around it (comments, order, spacing) stays."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from portplanner.files import replace
from portplanner.plan.edit import edited
from portplanner.plan.model import Part, Plan
from portplanner.plan.problem import PlanErrors
from portplanner.plan.read import parse
from portplanner.plan.toml import ALWAYS, entry, rows, table, toml
from portplanner.values import named


def dump(plan: Plan, original: str | None = None) -> str:
    """Return the plan as TOML text.

    With ``original``, the text the plan was read from, only what changed is changed in it. Defaults
    that it did not name stay unnamed.
    """
    if original is not None:
        try:
            text = edited(original, _plan_in(original), plan)
            if _plan_in(text) == plan:
                return text
        except (PlanErrors, LookupError, ValueError):
            pass  # a damaged original or a rare form of TOML; the plan itself matters more
    return _fresh(plan)


def save(plan: Plan, path: str | Path, original: str | None = None) -> str:
    """Write the plan to this file, keep what it held beside it, and return the text written.

    A plan is kept as ``<name>.bak``, something else as ``<name>.damaged``, so that the last good copy
    stays. Raises CouldNot where the machine refuses; the file is then as it was.
    """
    text = dump(plan, original)
    data = text.encode()
    old = _content(path)
    if old != data:  # the same text once more must not push the last good copy out
        replace(path, data, keep="" if not old else ".bak" if _is_plan(old, original) else ".damaged")
    return text


@lru_cache(maxsize=2)  # what was written last is the next original
def _plan_in(text: str) -> Plan:
    return parse(text, "").plan


def _content(path: str | Path) -> bytes | None:
    try:
        file = Path(path)
        return file.read_bytes() if file.is_file() else None
    except (OSError, ValueError):
        return None


def _is_plan(data: bytes, original: str | None) -> bool:
    try:
        text = data.decode()
        if text != original:
            parse(text, "")
    except (UnicodeDecodeError, PlanErrors):
        return False
    return True


def _fresh(plan: Plan) -> str:
    values = dict(named(plan))
    blocks = ["".join(f"{key} = {toml(values[key])}\n" for key in ALWAYS)]
    for key, value in values.items():
        if isinstance(value, Part):
            if rows(value):
                blocks.append(table(key, value))
        elif key not in ALWAYS:
            blocks.extend(entry(key, part) for part in value)
    return "\n".join(blocks)
