"""The parts of a plan as TOML text. tomlkit writes the same, some fifteen times slower."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from portplanner.plan.model import Part
from portplanner.values import defaults, keys, named, per_class

ALWAYS = ("format", "exchange")
_ESCAPED = re.compile('["\\\\\x00-\x1f\x7f-\x9f\u2028\u2029]')
_SHORT = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r"}


def is_default(part: Part, key: str, value: object) -> bool:
    """Return whether the key may be left out because this is what it means then."""
    usual = _usual(type(part))
    return key in usual and bool(usual[key] == value)


@per_class
def _usual(kind: type[Part]) -> Mapping[str, Any]:
    known = keys(kind)
    return {known[name]: value for name, value in defaults(kind).items()}


def rows(part: Part) -> str:
    """Return the lines of one table: the keys that are not at their default."""
    lines = [f"{key} = {toml(value)}\n" for key, value in named(part) if not is_default(part, key, value)]
    return "".join(lines)


def table(key: str, part: Part) -> str:
    """Return a table with its heading."""
    return f"[{key}]\n{rows(part)}"


def entry(key: str, part: Part) -> str:
    """Return one entry of a list of tables with its heading."""
    return f"[[{key}]]\n{rows(part)}"


def toml(value: object) -> str:
    """Return one value on one line; a part becomes an inline table."""
    match value:
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case str():
            return f'"{_ESCAPED.sub(_escape, value)}"'
        case tuple():
            return f"[{', '.join(map(toml, value))}]"
        case Part():
            pairs = [f"{k} = {toml(v)}" for k, v in named(value) if not is_default(value, k, v)]
            return f"{{ {', '.join(pairs)} }}" if pairs else "{}"
    raise TypeError(value)


def _escape(found: re.Match[str]) -> str:
    return _SHORT.get(found[0]) or f"\\u{ord(found[0]):04X}"
