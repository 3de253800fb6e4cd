"""Copies of unsaved work, to be found again after a crash.

A copy is a plan file like any other, so that nothing is lost even where this program is: its first line is
a comment that says, as JSON, which file the work belongs to and what that file held.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from portplanner.errors import UserError
from portplanner.files import could_not
from portplanner.plan.model import Plan
from portplanner.plan.read import parse, read
from portplanner.plan.write import dump

_MARK = "port-planner-recovery"


@dataclass(frozen=True, slots=True)
class Unsaved:
    """Work that stands in no file yet. ``path`` is the file it belongs to, None for a new plan.

    ``base`` is the fingerprint of what that file held when the work began, "" for a new plan;
    ``original`` the text that the plan was read from.
    """

    plan: Plan
    path: Path | None = None
    base: str = ""
    original: str | None = None
    time: datetime | None = None

    def on_disk(self) -> Plan | None:
        """Return the plan that the file holds now, None where there is none that can be read."""
        if self.path is None:
            return None
        try:
            return read(self.path).plan
        except UserError:
            return None

    def is_outdated(self) -> bool:
        """Return whether the file it belongs to holds something else than when the work began."""
        return self.path is not None and fingerprint_of(self.path) != self.base


def fingerprint(data: bytes) -> str:
    """Return what tells this content of a file from another."""
    from hashlib import blake2b  # not needed at the start

    return blake2b(data, digest_size=16).hexdigest()


def fingerprint_of(path: Path) -> str:
    """Return the fingerprint of what this file holds now, "" where it cannot be read."""
    try:
        return fingerprint(path.read_bytes()) if path.is_file() else ""
    except (OSError, ValueError):
        return ""


def prepared(folder: Path) -> None:
    """Make the folder for copies, for its user's eyes only. Raises CouldNot where the machine refuses."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise could_not(error, folder) from error


def copied(work: Unsaved) -> bytes:
    """Return what a copy of this work holds."""
    head = {
        _MARK: 1,
        "path": str(work.path.absolute()) if work.path else "",
        "base": work.base,
        "time": (work.time or datetime.now(UTC)).isoformat(timespec="seconds"),
    }
    return f"# {json.dumps(head)}\n{dump(work.plan, work.original)}".encode()


def found(copy: Path) -> Unsaved:
    """Return the work that this copy holds. Raises UserError where it cannot be read."""
    reading = read(copy)
    first, _, rest = reading.source.partition("\n")
    head = _head(first)
    if head is None:  # somebody's plan, put there by hand
        return Unsaved(reading.plan, original=reading.source)
    path, base, time = (head.get(name) for name in ("path", "base", "time"))
    return Unsaved(
        parse(rest, str(copy)).plan,
        Path(path) if isinstance(path, str) and path else None,
        base if isinstance(base, str) else "",
        rest,
        _time(time),
    )


def _head(line: str) -> dict[str, object] | None:
    try:
        head = json.loads(line.removeprefix("#"))
    except (ValueError, RecursionError):
        return None
    return head if isinstance(head, dict) and head.get(_MARK) == 1 else None


def _time(value: object) -> datetime | None:
    try:
        time = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return time if time is None or time.tzinfo else time.replace(tzinfo=UTC)
