"""The shape of a plan: turns what pydantic finds into findings that say what is allowed."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Annotated, Any, Literal, get_args, get_origin

from portplanner.plan.lines import Path
from portplanner.plan.model import Part, Plan
from portplanner.plan.problem import Bare, Finding, listed, shown
from portplanner.plan.support import OneOf
from portplanner.values import hints, keys

if TYPE_CHECKING:
    from pydantic import ValidationError
    from pydantic_core import ErrorDetails

_TYPES = {
    "string_type": "type-text",
    "string_unicode": "type-text",
    "int_type": "type-whole-number",
    "bool_type": "type-yes-no",
    "tuple_type": "type-list",
}


def shape_findings(error: ValidationError, most: int) -> list[Finding]:
    """Return what is wrong with the shape of a plan, ``most`` findings at most."""
    details = error.errors(include_url=False, include_input=True)
    return [_finding(detail) for detail in details[:most]]


def _finding(detail: ErrorDetails) -> Finding:
    path: Path = tuple(detail["loc"])
    kind, value, limits = detail["type"], detail["input"], detail.get("ctx", {})
    if kind == "unexpected_keyword_argument":
        return _unknown_key(path)
    if kind == "missing":
        return Finding(path, "missing")
    if kind == "literal_error":
        return _unknown_value(path, value)
    if kind == "dataclass_type":
        many = isinstance(value, tuple)
        return Finding(path, "type-one-table" if many else "type-table", {"value": shown(value)})
    if kind == "tuple_type" and _model(_at(path)) is not None:
        return Finding(path, "type-tables", {"value": shown(value), "name": path[-1]})
    if kind in _TYPES:
        return Finding(path, _TYPES[kind], {"value": shown(value)})
    if kind in ("string_too_short", "too_short"):
        return Finding(path, "empty" if kind == "string_too_short" else "empty-list", _allowed(path))
    if kind == "string_too_long":
        return Finding(path, "too-long", {"value": shown(value), "most": limits["max_length"]})
    if kind == "too_long":
        return Finding(path, "too-many", {"found": len(value), "most": limits["max_length"]})
    if kind in ("greater_than_equal", "less_than_equal"):
        return Finding(path, "port-range", {"value": shown(value)})
    return Finding(path, "value", {"value": shown(value)})


def _unknown_key(path: Path) -> Finding:
    model = _model(_at(path[:-1]))
    known = list(keys(model).values()) if model else []
    key = str(path[-1])
    return _with_nearest(path, "unknown-key", key, known, {"allowed": listed(map(Bare, known))})


def _unknown_value(path: Path, value: object) -> Finding:
    allowed = get_args(_at(path))
    places = {"value": shown(value), "allowed": listed(allowed)}
    texts = [choice for choice in allowed if isinstance(choice, str)]
    if isinstance(value, str):
        return _with_nearest(path, "unknown-value", value, texts, places)
    return Finding(path, "unknown-value", places)


def _with_nearest(path: Path, id: str, word: str, words: list[str], places: dict[str, str]) -> Finding:
    from difflib import get_close_matches

    plain = {_plain(w): w for w in words}
    near = get_close_matches(_plain(word[:100]), plain, 1, 0.7)
    if not near:
        return Finding(path, id, places)
    nearest = plain[near[0]]
    quoted = nearest if id == "unknown-key" else shown(nearest)
    return Finding(path, f"{id}-near", {**places, "near": quoted})


def _plain(word: str) -> str:
    return word.lower().replace("_", "-")


def _allowed(path: Path) -> dict[str, str]:
    entry = get_args(_at(path))
    return {"allowed": listed(get_args(entry[0]))} if entry else {}


@lru_cache(maxsize=1024)  # bounded: keys come from files
def _at(path: Path) -> Any:
    """Return the type that the plan has at this path; None where it has nothing."""
    if not path:
        return Plan
    around = _at(path[:-1])
    if isinstance(path[-1], int):
        return next(iter(get_args(around)), None)
    if isinstance(around, type) and issubclass(around, Part):
        for name, key in keys(around).items():
            if key == path[-1]:
                return _bare(hints(around)[name])
    return None


def _bare(kind: Any) -> Any:
    """Return a type without its limits; where these are values of the data, the set of them."""
    if get_origin(kind) is not Annotated:
        return kind
    values = [limits.values() for limits in get_args(kind)[1:] if isinstance(limits, OneOf)]
    return Literal[values[0]] if values else get_args(kind)[0]


def _model(kind: Any) -> type[Part] | None:
    """Return the model that this type is, or is a list of."""
    if get_origin(kind) is tuple:
        kind = get_args(kind)[0]
    return kind if isinstance(kind, type) and issubclass(kind, Part) else None


def literal_values(path: Path) -> tuple[object, ...]:
    """Return the values allowed at this path, where they are a closed set."""
    kind = _at(path)
    while get_origin(kind) in (tuple, Annotated):
        kind = get_args(kind)[0]
    return get_args(kind) if get_origin(kind) is Literal else ()
