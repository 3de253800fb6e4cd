"""Which choices Exchange itself supports, for every version that a plan may name, and why not others."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any

from portplanner.compiled import Copy
from portplanner.paths import resources
from portplanner.text import Words
from portplanner.values import Limits

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler
    from pydantic_core import CoreSchema

NO_EDGE = "none"


@cache
def _data() -> dict[str, Any]:
    file = resources() / "support.toml"
    copy = Copy("support", [file])
    known = copy.read()
    if isinstance(known, dict):
        return known
    import tomllib

    data = tomllib.loads(file.read_text("utf-8"))
    copy.write(data)
    return data


def versions() -> tuple[str, ...]:
    """Return the Exchange versions that a plan may name, the oldest first."""
    return tuple(_data()["exchange"])


def edges() -> tuple[str, ...]:
    """Return what a plan may say of its Edge Transport server: none, or a version."""
    rows = (row["version"] for version in _data()["exchange"].values() for row in version["edge"])
    return (NO_EDGE, *dict.fromkeys(rows))


class OneOf(Limits):
    """Limits a text to values that stand in the data, so that a new version needs no other code."""

    def __init__(self, values: Callable[[], tuple[str, ...]]) -> None:
        super().__init__()
        self.values = values

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        from pydantic_core import core_schema

        return core_schema.literal_schema(list(self.values()))

    def hold(self, value: Any) -> bool:
        """Return whether the data has this value."""
        return value in self.values()


def roles(exchange: str) -> tuple[str, ...]:
    """Return the server roles that this version has."""
    return tuple(_of(exchange)["roles"]["allowed"])


def has_unified_messaging(exchange: str) -> bool:
    """Return whether this version has Unified Messaging."""
    return bool(_of(exchange)["unified_messaging"]["supported"])


def edge_support(exchange: str, edge: str) -> bool | None:
    """Return whether an Edge of that version may serve this one; None where the sources are silent."""
    row = _edge(exchange, edge)
    return None if row is None else bool(row["supported"])


def supported_edges(exchange: str) -> tuple[str, ...]:
    """Return the Edge versions that the sources call supported with this version."""
    return tuple(row["version"] for row in _of(exchange)["edge"] if row["supported"])


def why_not_edge(exchange: str, edge: str) -> Words:
    """Return why an Edge of that version may not serve this one."""
    return _why(_edge(exchange, edge) or {})


def why_no_unified_messaging(exchange: str) -> Words:
    """Return why this version has no Unified Messaging."""
    return _why(_of(exchange)["unified_messaging"])


def why_not_role(exchange: str) -> Words:
    """Return why this version has only the roles that it has."""
    return _why(_of(exchange)["roles"])


def _of(exchange: str) -> Any:
    return _data()["exchange"][exchange]


def _edge(exchange: str, edge: str) -> Any:
    return next((row for row in _of(exchange)["edge"] if row["version"] == edge), None)


def _why(row: Any) -> Words:
    """Return the reason of a row with its sources behind it."""
    if "why" not in row:
        return Words()
    titles = ", ".join(_data()["sources"][source] for source in row["sources"])
    return Words(f"{row['why']['en']} Source: {titles}.", f"{row['why']['zh']}來源：{titles}。")
