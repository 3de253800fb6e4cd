"""Reads a plan: gives a valid one, or everything that is wrong with it at once."""

from __future__ import annotations

import re
import sys
import tomllib
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from portplanner.errors import CouldNot
from portplanner.plan import check
from portplanner.plan.lines import Lines, NotToml
from portplanner.plan.model import (
    MAX_ENTRIES,
    MAX_ESCAPES,
    MAX_FILE_BYTES,
    MAX_LINES,
    MAX_VALUES,
    Plan,
)
from portplanner.plan.problem import Finding, PlanErrors, Problem, key_text, shown
from portplanner.plan.shape import shape_findings
from portplanner.text import visible
from portplanner.values import surely, validated

_FORMAT = 1
_MOST_PROBLEMS = 200
_DEEPEST_KEY = 32
# tomllib takes quadratic time for long dotted keys; only a text with such a run is looked at closely
_DOTTED = re.compile(r"""(?<![\w.-])(?:(?:[\w-]++|"[^"\n]{0,99}"|'[^'\n]{0,99}')[ \t]*+\.[ \t]*+){40}""")
# A line of a longer text that looks like a heading counts as one: nobody has thousands of these either.
_HEADING = re.compile(r"^[ \t]*+\[", re.M)
# What makes a value or a part of a key: a sign outside of texts and comments. Linear: a text may stay open.
_SIGN = re.compile(
    r"""(?:[^"'#=,.\[{]++|"[^"\\\n]*+(?:\\.[^"\\\n]*+)*+(?:"|\\?)|'[^'\n]*+'?|#[^\n]*+)*+[=,.\[{]"""
)
# Of a text that has more of these signs, where is it more than so many of what they make?
_MOST = (
    ("\n", re.compile(r"\n"), MAX_LINES, "plan.too-many-lines"),
    ("\\", re.compile(r"\\"), MAX_ESCAPES, "plan.too-many-escapes"),
    ("[", _HEADING, MAX_ENTRIES, "plan.too-many-entries"),
    ("=,.[{", _SIGN, MAX_VALUES, "plan.too-many-values"),
)
_AT = re.compile(r"^(?P<reason>.*?)\s*\(at (?:line (?P<line>\d+), column \d+|end of document)\)$", re.S)


@dataclass(frozen=True, slots=True)
class Reading:
    """A valid plan, what is odd about it, and the text it came from."""

    plan: Plan
    warnings: tuple[Problem, ...]
    source: str


def read(path: str | Path, *, stdin: BinaryIO | None = None) -> Reading:
    """Return the plan in this file; ``-`` is standard input.

    Raises PlanErrors for what the user can put right in the file, CouldNot where the machine refused.
    """
    file = str(path)
    data = _bytes(file, stdin)
    if len(data) > MAX_FILE_BYTES:
        raise _one(file, 0, "too-big", most=MAX_FILE_BYTES // 1024**2)
    try:
        source = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _one(file, data.count(b"\n", 0, error.start) + 1, "not-utf8") from error
    return parse(source, file)


def parse(source: str, file: str) -> Reading:
    """Return the plan in this text; ``file`` is what its problems name. Raises PlanErrors."""
    text = source.removeprefix("\ufeff")  # as some editors of Windows write it
    tables = _tables(text, file)
    findings, unlisted = [*_format(tables, text, file), *check.errors(tables)], 0
    _write_dates(tables)
    plan = surely(Plan, tables)
    if plan is None:
        plan, shape, unlisted = _checked(tables)
        findings = shape + findings
    if plan is None or findings:
        raise PlanErrors(_problems(findings, text, file, unlisted))
    warnings = _problems(check.warnings(tables), text, file)
    return Reading(validated(Plan, tables) if _tidy(tables) else plan, warnings, source)


def _checked(tables: dict[str, Any]) -> tuple[Plan | None, list[Finding], int]:
    """Return the plan, or what is wrong with its shape and how many findings are not listed."""
    from pydantic import ValidationError

    try:
        return validated(Plan, tables), [], 0
    except ValidationError as error:
        return None, shape_findings(error, _MOST_PROBLEMS), max(0, error.error_count() - _MOST_PROBLEMS)


def _bytes(file: str, stdin: BinaryIO | None) -> bytes:
    try:
        if file == "-":
            return (stdin or sys.stdin.buffer).read(MAX_FILE_BYTES + 1)
        with open(file, "rb") as stream:
            return stream.read(MAX_FILE_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise _one(file, 0, "no-file") from error
    except OSError as error:
        if Path(file).is_dir():  # Windows refuses to open one with another error than POSIX
            raise _one(file, 0, "folder") from error
        if isinstance(error, PermissionError):
            raise CouldNot("plan.no-right", file=visible(file)) from error
        raise CouldNot("plan.unreadable", file=visible(file), reason=error.strerror or str(error)) from error
    except ValueError as error:  # a NUL in the name
        raise _one(file, 0, "no-file") from error


def _one(file: str, line: int, id: str, key: str = "", **places: object) -> PlanErrors:
    return PlanErrors((Problem(file, line, key, f"plan.{id}", places),))


def _tables(text: str, file: str) -> dict[str, Any]:
    try:
        size = len(text.encode())
    except UnicodeEncodeError as error:  # half a character, as JSON and some clipboards can hold
        raise _one(file, _line(text, error.start), "not-utf8") from error
    if size > MAX_FILE_BYTES:
        raise _one(file, 1, "too-big", most=MAX_FILE_BYTES // 1024**2)
    if "\0" in text:
        raise _one(file, _line(text, text.index("\0")), "nul")
    _check_count(text, file)
    if _DOTTED.search(text):
        _check_depth(text, file)
    try:
        return {key: _with_tuples(value) for key, value in tomllib.loads(text).items()}
    except RecursionError as error:
        raise _one(file, 1, "too-deep") from error
    except ValueError as error:
        raise _not_toml(error, text, file) from error


def _check_count(text: str, file: str) -> None:
    """Refuse what takes long to read because it says so much, at the place where it becomes too much."""
    for signs, made, most, id in _MOST:
        if sum(map(text.count, signs)) > most:
            over = next(islice(made.finditer(text), most, None), None)
            if over is not None:
                line = _line(text, over.end() - 1)
                raise PlanErrors((Problem(file, line, "", id, {"most": f"{most:,}"}),))


def _check_depth(text: str, file: str) -> None:
    try:
        deepest = Lines(text).deepest
    except NotToml as error:
        raise _one(file, _line(text, error.pos), "not-toml", reason="Invalid statement") from error
    if deepest > _DEEPEST_KEY:
        raise _one(file, 1, "too-deep")


def _not_toml(error: ValueError, text: str, file: str) -> PlanErrors:
    found = _AT.match(str(error))
    if not found:  # a number with thousands of digits
        return _one(file, 1, "not-toml", reason=visible(str(error).partition(";")[0]))
    line = int(found["line"]) if found["line"] else _line(text, len(text.rstrip()))
    return _one(file, line, "not-toml", reason=visible(found["reason"]))


def _line(text: str, pos: int) -> int:
    return text.count("\n", 0, pos) + 1


def _with_tuples(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(map(_with_tuples, value))
    if isinstance(value, dict):
        return {key: _with_tuples(inner) for key, inner in value.items()}
    return value


def _format(tables: dict[str, Any], text: str, file: str) -> list[Finding]:
    """Return whether the format is missing; of a format that we do not know, say nothing else."""
    if "format" not in tables:
        return [Finding(("format",), "format-missing", {"known": _FORMAT})]
    number = tables["format"]
    if type(number) is not int or number != _FORMAT:
        line = Lines(text).of(("format",))
        raise _one(file, line, "format-unknown", "format", value=shown(number), known=_FORMAT)
    return []


def _write_dates(tables: dict[str, Any]) -> None:
    """Turn dates that were written as TOML dates into the text that a plan holds."""
    items = tables.get("item")
    for table in (tables.get("document"), *(items if isinstance(items, tuple) else ())):
        if isinstance(table, dict) and type(table.get("date")) is date:
            table["date"] = table["date"].isoformat()


def _tidy(tables: dict[str, Any]) -> bool:
    """Keep each value of a list once and one spelling of each site; return whether that changed any."""
    changed = False
    for path, values in list(check.lists(tables)):
        if again := set(check.repeated(path, values)):
            once = tuple(value for number, value in enumerate(values) if number not in again)
            around: Any = tables
            for part in path[:-1]:
                around = around[part]
            around[path[-1]], changed = once, True
    sites = {check.same_name(site["name"]): site["name"] for site in tables.get("site", ())}
    for server in tables.get("server", ()):
        name = server.get("site")
        if name and name not in sites.values() and sites[check.same_name(name)] != name:
            server["site"], changed = sites[check.same_name(name)], True
    return changed


def _problems(found: list[Finding], text: str, file: str, unlisted: int = 0) -> tuple[Problem, ...]:
    if not found:
        return ()
    lines = Lines(text)
    problems = [_problem(finding, lines, file) for finding in found[:_MOST_PROBLEMS]]
    problems.sort(key=lambda problem: problem.line)
    if rest := unlisted + len(found) - len(problems):
        problems.append(Problem(file, problems[-1].line, "", "plan.more", {"count": rest}))
    return tuple(problems)


def _problem(finding: Finding, lines: Lines, file: str) -> Problem:
    line = lines.of(finding.near or finding.path)
    places = dict(finding.places)
    if isinstance(first := places.pop("first", None), int):  # the entry of this list that came first
        places["line"] = lines.of((finding.path[0], first))
    return Problem(file, line, key_text(finding.path), f"plan.{finding.id}", places)
