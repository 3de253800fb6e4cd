"""Where shipped files are: inside an installed package, or at the root of a checkout."""

from __future__ import annotations

import os
import sys
from pathlib import Path

_INSTALLED = Path(__file__).parent
_CHECKOUT = Path(__file__).parents[2]


def _shipped(room: str) -> Path:
    inside = _INSTALLED / room
    return inside if inside.is_dir() else _CHECKOUT / room


def resources() -> Path:
    """Return the folder that holds catalogue, locales and examples."""
    return _shipped("resources")


def assets() -> Path:
    """Return the folder that holds the icons drawn for this project."""
    return _shipped("assets")


def cache() -> Path:
    """Return this user's folder for files that can be made again; it may not exist yet."""
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or str(Path.home() / "AppData" / "Local")
        return Path(base) / "Port Planner" / "Cache"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "Port Planner"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "port-planner"


def unsaved() -> Path:
    """Return this user's folder for copies of unsaved work; it may not exist yet."""
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or str(Path.home() / "AppData" / "Local")
        return Path(base) / "Port Planner" / "Unsaved"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "Port Planner" / "Unsaved"
    base = os.environ.get("XDG_STATE_HOME") or str(Path.home() / ".local" / "state")
    return Path(base) / "port-planner" / "unsaved"
