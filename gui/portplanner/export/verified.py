"""recorded(data, file, plan, checklist): what the results of verify.ps1 say about the rows.

A row is done when everything that its servers measure came out well. Results come from many servers,
one file after the other or all in one: the newest of each measurement counts, and one that failed
opens the row again. Rows that somebody called not needed stay so, and people's remarks stay.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from io import StringIO

from portplanner.checklist.model import Checklist
from portplanner.checklist.status import Recorded, rows, status_of
from portplanner.checklist.verify import Verification
from portplanner.checklist.words import shown
from portplanner.errors import UserError
from portplanner.export.ways import verified_by
from portplanner.export.words import texts
from portplanner.plan.model import MAX_REMARK, Item, Plan
from portplanner.text import Text, visible

COLUMNS = ("row", "number", "server", "target", "port", "result", "detail", "time")
MARK = "verify.ps1: "  # begins our line of a remark; a newer one takes its place
MAX_BYTES = 64 * 1024 * 1024
_MAX_LINES = 1_000_000
_MAX_UNKNOWN = 200
_LISTED = 5
_DETAILS = (
    "open",
    "closed",
    "name-unknown",
    "no-answer",
    "no-record",
    "not-found",
    "disabled",
)


@dataclass(frozen=True, slots=True)
class _Result:
    """What came out of one measurement."""

    result: str
    detail: str
    time: str


Key = tuple[str, str, str]  # server, target and port
Results = dict[str, dict[Key, _Result]]


def is_results(data: bytes) -> bool:
    """Return whether a file begins like results of the script."""
    begin = _decoded(data[:400]) or ""
    line = begin.lstrip("\ufeff").splitlines()[:1]
    return bool(line) and _columns(line[0]) is not None


def recorded(data: bytes, file: str, plan: Plan, checklist: Checklist) -> list[Recorded]:
    """Return what these results record. Raises UserError for a damaged or too large file."""
    if len(data) > MAX_BYTES:
        raise UserError("verification.import.too-big", file=visible(file))
    text = _decoded(data)
    if text is None:
        raise UserError("verification.import.damaged", file=visible(file))
    try:
        results = _read(text)
    except csv.Error as error:
        raise UserError("verification.import.damaged", file=visible(file)) from error
    if results is None:
        raise UserError("verification.import.too-big", file=visible(file))
    return [*_about_rows(results, plan, checklist), *_unknown(results, checklist)]


def _decoded(data: bytes) -> str | None:
    """Return the text of a file as PowerShell or a spreadsheet saved it."""
    wide = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    try:
        if wide:
            return data[: len(data) // 2 * 2].decode("utf-16")
        return data.decode("utf-8-sig", "ignore" if len(data) == 400 else "strict")
    except UnicodeDecodeError:
        return None


def _columns(line: str) -> str | None:
    """Return the sign between the columns of a header of ours."""
    for mark in (",", ";", "\t"):
        if tuple(cell.strip().strip('"') for cell in line.split(mark)) == COLUMNS:
            return mark
    return None


def _read(text: str) -> Results | None:
    """Return the newest result of each measurement; None when there are too many lines."""
    text = text.lstrip("\ufeff")
    mark = _columns(text.split("\n", 1)[0].rstrip("\r")) or ","
    found: Results = {}
    for number, cells in enumerate(csv.reader(StringIO(text, newline=""), delimiter=mark)):
        if number > _MAX_LINES:
            return None
        if len(cells) != len(COLUMNS) or tuple(cell.strip("\ufeff") for cell in cells) == COLUMNS:
            continue
        row, _, server, target, port, result, detail, time = map(_unguarded, cells)
        key = server.casefold(), target.casefold(), port
        old = found.setdefault(row, {}).get(key)
        if old is None or time >= old.time:
            found[row][key] = _Result(result, detail, time)
    return found


def _unguarded(cell: str) -> str:
    """Return a cell without the apostrophe that keeps spreadsheets from computing it."""
    if len(cell) > 1 and cell[0] == "'" and (cell[1] in "=+-@＝＋－＠" or cell[1].isspace()):
        return cell[1:]
    return cell


@dataclass(slots=True)
class _Count:
    """How the measurements of one row came out."""

    total: int = 0
    good: int = 0
    found: int = 0
    failed: list[str] = field(default_factory=list)
    missing: dict[str, None] = field(default_factory=dict)
    newest: str = ""


def _about_rows(results: Results, plan: Plan, checklist: Checklist) -> Iterator[Recorded]:
    statuses = status_of(checklist, plan)
    text = texts(plan.document.language)[0]
    for way in verified_by(plan, checklist).values():
        if way.row not in results:
            continue
        count = _counted(way, results[way.row], text)
        if count.found:
            yield from _record(way.row, count, statuses.of(way.row), text)


def _counted(way: Verification, found: Mapping[Key, _Result], text: Text) -> _Count:
    count = _Count()
    any_target: dict[tuple[str, str], list[_Result]] = {}
    for (server, _, port), result in found.items():
        any_target.setdefault((server, port), []).append(result)
    for step in way.steps:
        if not step.measurable:
            continue
        for place in step.places:
            server = _unguarded(place).casefold()  # like what was read: a name may begin with an apostrophe
            for target in step.measured_targets:
                for port in step.measured_ports:
                    count.total += 1
                    if target:
                        one = found.get((server, _unguarded(target).casefold(), port))
                        here = [one] if one else []
                    else:  # the script asked for the name
                        here = any_target.get((server, port), [])
                    _add(count, here, place, target, port, text)
    return count


def _add(count: _Count, here: list[_Result], place: str, target: str, port: str, text: Text) -> None:
    measured = [result for result in here if result.result in ("ok", "failed")]
    if not measured:
        count.missing[place] = None
        return
    last = max(measured, key=lambda result: result.time)
    count.found += 1
    count.newest = max(count.newest, last.time[:20])
    if last.result == "ok":
        count.good += 1
    elif len(count.failed) < _LISTED:
        detail = text(f"verification.detail.{last.detail if last.detail in _DETAILS else 'failed'}")
        names = {"server": shown(place, 40), "target": shown(target, 40), "port": port}
        count.failed.append(" ".join(text("verification.import.one", **names, detail=detail).split()))


def _record(id: str, count: _Count, item: Item, text: Text) -> Iterator[Recorded]:
    done = count.good == count.total
    failed = count.found - count.good
    if item.state == "not-needed" or (item.state == "done" and not (done or failed)):
        return
    mark = text("checklist.list-mark")
    time = shown(count.newest, 20)
    places: dict[str, object] = {"good": count.good, "total": count.total, "time": time}
    if done:
        line = text("verification.import.done", count=count.total, time=time)
    elif failed:
        names = mark.join(count.failed) + (" …" if failed > len(count.failed) else "")
        line = text("verification.import.failed", **places, failed=failed, names=names)
    else:
        servers = [shown(name, 40) for name in list(count.missing)[:_LISTED]]
        names = mark.join(servers) + (" …" if len(count.missing) > _LISTED else "")
        line = text("verification.import.missing", **places, names=names)
    yield Recorded(id, state="done" if done else "open", remark=_with_line(item.remark, MARK + line))


def _with_line(remark: str, line: str) -> str:
    """Return a remark with our line at its end; what people wrote stays."""
    own = [each for each in remark.splitlines() if not each.startswith(MARK)]
    new = "\n".join((*own, line))
    return new if len(new) <= MAX_REMARK else remark


def _unknown(results: Results, checklist: Checklist) -> Iterator[Recorded]:
    """Yield rows that the plan does not have, so that they are told."""
    have = {row.id for row in rows(checklist)}
    left = [id for id in results if id and id not in have]
    for id in left[:_MAX_UNKNOWN]:
        yield Recorded(id, state="open")
