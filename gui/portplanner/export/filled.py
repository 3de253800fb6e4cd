"""returned(data, file): what people wrote into a workbook, by whichever program saved it.

Workbooks come by mail from strangers: before anything is read, its size unpacked is bounded, and a
part that declares a document type (entities that grow, or that name other files) is refused.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from io import BytesIO
from itertools import islice
from json import loads
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

from portplanner.checklist.status import Recorded
from portplanner.errors import UserError
from portplanner.export.tables import RECORDED
from portplanner.export.xlsx import KEPT, STATES
from portplanner.text import LANGUAGES, Text, visible

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

MAX_BYTES = 32 * 1024 * 1024
_MAX_UNPACKED = 128 * 1024 * 1024
_MAX_PARTS = 2_000
_MAX_SHEETS = 60
_MAX_ROWS = 30_000
_MAX_COLUMNS = 120
_HEADER_WITHIN = 20  # rows from the top; people write a line or two above it
_LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # a workbook with a password is one of these inside

Values = Mapping[str, str]


def returned(data: bytes, file: str) -> tuple[list[Recorded], Mapping[str, str]]:
    """Return what is recorded in this workbook, and the title and fingerprint of its plan.

    Of each row that is what differs from what we wrote there. A workbook whose hidden sheet is gone
    says nothing about its plan. Raises UserError when it is damaged, too large, locked, or none of ours.
    """
    name = visible(file)
    if len(data) > MAX_BYTES:
        raise UserError("carriers.import.too-big", file=name)
    if data.startswith(_LOCKED):
        raise UserError("carriers.import.locked", file=name)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about parts that openpyxl leaves out
            if not _is_small(data):
                raise UserError("carriers.import.too-big", file=name)
            found = _read(data)
    except UserError:
        raise
    except Exception as error:  # a damaged file can make zipfile, expat and openpyxl raise anything
        raise UserError("carriers.import.damaged", file=name) from error
    if not found.rows:
        raise UserError("carriers.import.foreign", file=name)
    return list(_differences(found, name)), found.identity


def _is_small(data: bytes) -> bool:
    """Return whether the file unpacks to a bounded size; raises for what no workbook contains."""
    with ZipFile(BytesIO(data)) as archive:
        parts = archive.infolist()
        if len(parts) > _MAX_PARTS or sum(part.file_size for part in parts) > _MAX_UNPACKED:
            return False
        for part in parts:  # zipfile unpacks no more than the size that was just added up
            if part.filename.lower().endswith((".xml", ".rels", ".vml")):
                _check_xml(archive.read(part))
    return True


def _check_xml(data: bytes) -> None:
    from xml.parsers import expat

    def refuse(*_: object) -> None:
        raise ValueError("a document type")

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    parser.Parse(data, True)


# Reading -----------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Found:
    """What a workbook holds: the rows as they are now, and what we kept of each when we wrote them."""

    rows: list[Values] = field(default_factory=list)
    kept: dict[str, Values] = field(default_factory=dict)
    identity: dict[str, str] = field(default_factory=dict)


def _read(data: bytes) -> _Found:
    from openpyxl import load_workbook

    book = load_workbook(BytesIO(data), read_only=True, data_only=True, keep_links=False)
    try:
        found = _Found()
        for sheet in book.worksheets[:_MAX_SHEETS]:
            sheet.reset_dimensions()  # some programs write wrong ones
            cells = sheet.iter_rows(max_row=_MAX_ROWS, max_col=_MAX_COLUMNS, values_only=True)
            first = next(cells, ())
            if first[:1] == (KEPT,):
                found.identity = {"checklist": str(first[2]), "title": str(loads(str(first[3])))}
                found.kept |= _kept(cells)
            else:
                found.rows += _filled([first, *islice(cells, _HEADER_WITHIN)], cells, book)
    finally:
        book.close()
    return found


def _kept(cells: Iterator[Sequence[Any]]) -> Iterator[tuple[str, Values]]:
    names = [str(name) for name in next(cells, ())]
    for row in cells:
        values = {name: _text(value) for name, value in zip(names, row, strict=False)}
        if values.get("id"):
            yield values["id"], values


def _filled(
    top: Sequence[Sequence[Any]], cells: Iterable[Sequence[Any]], book: Workbook
) -> Iterator[Values]:  # fmt: skip
    """Yield the rows below the header of a sheet; none when it has no header of ours."""
    headings = _headings()
    tried = ((number, _places(row, headings)) for number, row in enumerate(top))
    header, places = next(((n, p) for n, p in tried if "id" in p and len(p) > 1), (0, {}))
    if not places:
        return
    words = _state_words()
    for row in (*top[header + 1 :], *cells):
        values = {name: row[place] for name, place in places.items() if place < len(row)}
        id = _text(values.get("id"))
        if not id:
            continue
        found = {name: _text(value) for name, value in values.items()}
        if "date" in values:
            found["date"] = _date(values["date"], book)
        if "state" in found:
            found["state"] = words.get(_plain(found["state"]), found["state"])
        yield found


def _headings() -> dict[str, str]:
    """Return the column that each heading names, in every language."""
    return {
        _plain(Text(language)(f"carriers.column.{name}")): name
        for language in LANGUAGES
        for name in ("id", *RECORDED)
    }


def _places(row: Sequence[Any], headings: Mapping[str, str]) -> dict[str, int]:
    """Return where the header has which column; a heading may stand there in both languages."""
    places: dict[str, int] = {}
    for place, cell in enumerate(row):
        for line in cell.splitlines() if isinstance(cell, str) else ():
            name = headings.get(_plain(line))
            if name:
                places.setdefault(name, place)
    return places


def _state_words() -> dict[str, str]:
    words = {state: [Text(language)(f"terms.state.{state}") for language in LANGUAGES] for state in STATES}
    return {
        _plain(word): state
        for state, both in words.items()
        for word in (state, *both, " · ".join(both), " ".join(both))
    }


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


def _text(value: object) -> str:
    """Return a cell as people read it."""
    match value:
        case None:
            return ""
        case bool():
            return str(value).upper()
        case float() if value.is_integer():
            return str(int(value))
        case datetime():
            return value.date().isoformat() if value.time().isoformat() == "00:00:00" else str(value)
        case date():
            return value.isoformat()
        case str():
            # Excel's way to keep a carriage return; openpyxl has undone the other escapes
            return value.replace("_x000D_", "\r").replace("\r\n", "\n").replace("\r", "\n").strip()
    return str(value)


def _date(value: object, book: Workbook) -> str:
    """Return a date, also one that was left as the number behind it."""
    if isinstance(value, int | float) and not isinstance(value, bool) and 1 < value < 200_000:
        from openpyxl.utils.datetime import from_excel

        value = from_excel(value, book.epoch)
    return value.date().isoformat() if isinstance(value, datetime) else _text(value)


# What people changed -----------------------------------------------------------------------------


def _differences(workbook: _Found, file: str) -> Iterator[Recorded]:
    found: dict[str, Recorded] = {}
    for row in workbook.rows:
        id = row["id"]
        known = workbook.kept.get(id)
        new = Recorded(id, **_said(row, known), meaning=known.get("meaning", "") if known else "")
        old = found.get(id)
        if old is None or not old.said():
            found[id] = new
        elif new.said() and new != old:
            raise UserError("carriers.import.twice", file=file, row=visible(id))
    yield from found.values()


def _said(row: Values, known: Values | None) -> dict[str, str]:
    """Return what a row says; where we know what it said at first, only what is different."""
    said = {name: row[name] for name in RECORDED if name in row}
    if known is None:
        return {name: value for name, value in said.items() if value}
    if said.get("state") == "":
        said["state"] = "open"
    return {name: value for name, value in said.items() if value != known.get(name, "").strip()}
