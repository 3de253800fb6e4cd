"""What is wrong with a plan file: each finding with its line, its key and words that help."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from itertools import islice

from portplanner.errors import UserError
from portplanner.plan.lines import Path
from portplanner.text import Text, visible

_LONGEST_VALUE = 60
_MOST_ALLOWED = 20
_BARE = re.compile(rf"[A-Za-z0-9_-]{{1,{_LONGEST_VALUE}}}")


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong at a path of the plan; ``id`` names its text below ``plan.``.

    ``near`` is where to look when the path itself is not in the file.
    """

    path: Path
    id: str
    places: Mapping[str, object] = field(default_factory=dict)
    near: Path | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with a file. ``line`` is 0 when the file has no lines to point at."""

    file: str
    line: int
    key: str
    id: str
    places: Mapping[str, object] = field(default_factory=dict)

    def message(self, text: Text) -> str:
        """Return what is wrong, and what is allowed, as one sentence."""
        return text(self.id, **self.places)

    def line_text(self, text: Text) -> str:
        """Return ``file:line: key: message`` on one line."""
        where = f"{visible(self.file)}:{self.line}" if self.line else visible(self.file)
        return ": ".join(part for part in (where, self.key, self.message(text)) if part)


class PlanErrors(UserError):
    """A plan that cannot be used, with everything that is wrong with it."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("plan.errors", count=len(problems))
        self.problems = tuple(problems)

    def __str__(self) -> str:
        """Return the problems as the English command line prints them."""
        return "\n".join(problem.line_text(Text("en")) for problem in self.problems)


def key_text(path: Path) -> str:
    """Return a path as people write it; list entries count from 1: ``server[2].roles[1]``."""
    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part + 1}]"
        else:
            text += ("." if text else "") + (part if _BARE.fullmatch(part) else shown(part))
    return text


def shown(value: object) -> str:
    """Return a value as the plan file writes it, on one line and shortened."""
    match value:
        case bool():
            return "true" if value else "false"
        case int():
            return str(value) if value.bit_length() < 200 else f"{hex(value)[:_LONGEST_VALUE]}…"
        case str():
            short = value if len(value) <= _LONGEST_VALUE else f"{value[:_LONGEST_VALUE]}…"
            return f'"{visible(short)}"'
        case datetime() | date() | time():
            return value.isoformat()
        case float():
            return repr(value)
        case Mapping():
            return "{…}" if value else "{}"
        case Sequence():
            return "[…]" if value else "[]"
    return "?"


def listed(values: Iterable[object]) -> str:
    """Return what is allowed, as a list on one line."""
    some = islice(values, _MOST_ALLOWED + 1)
    words = [value if isinstance(value, Bare) else shown(value) for value in some]
    return ", ".join(words[:_MOST_ALLOWED] + ["…"] * (len(words) > _MOST_ALLOWED))


class Bare(str):
    """A word that is shown without quotes: a key."""

    __slots__ = ()
