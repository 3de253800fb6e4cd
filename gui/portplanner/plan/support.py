"""Which choices Exchange itself supports, for every version that a plan may name."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import Any

from portplanner.paths import resources


@cache
def _versions() -> dict[str, Any]:
    file = resources() / "support.toml"
    versions: dict[str, Any] = tomllib.loads(file.read_text("utf-8"))["exchange"]
    return versions


def roles(exchange: str) -> tuple[str, ...]:
    """Return the server roles that this version has."""
    return tuple(_versions()[exchange]["roles"]["allowed"])


def has_unified_messaging(exchange: str) -> bool:
    """Return whether this version has Unified Messaging."""
    return bool(_versions()[exchange]["unified_messaging"]["supported"])


def edge_support(exchange: str, edge: str) -> bool | None:
    """Return whether an Edge of that version may serve this one; None where the sources are silent."""
    for row in _versions()[exchange]["edge"]:
        if row["version"] == edge:
            return bool(row["supported"])
    return None


def supported_edges(exchange: str) -> tuple[str, ...]:
    """Return the Edge versions that the sources call supported with this version."""
    return tuple(row["version"] for row in _versions()[exchange]["edge"] if row["supported"])
