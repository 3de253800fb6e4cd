"""The checklist as a workbook that people fill in: a sheet per list, and a cover with the progress.

Every text is written as a text, so that no name becomes a formula or a link; the only formulas are
our own counts on the cover. What a row says at the time of writing is kept in a hidden sheet, so that
a filled-in workbook tells what people changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from json import dumps
from typing import TYPE_CHECKING, Any

from portplanner.checklist.meaning import fingerprint, meaning
from portplanner.checklist.model import Checklist
from portplanner.checklist.status import rows as tickable
from portplanner.diagram.measure import width
from portplanner.export.choices import choices, front, missing
from portplanner.export.tables import RECORDED, Cell, Row, Section, Tables
from portplanner.plan.model import Item, Plan, State
from portplanner.text import visible

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

KEPT = "port-planner"  # the hidden sheet, and the mark in its first cell
KEPT_FORMAT = "1"
KEPT_COLUMNS = ("id", "meaning", *RECORDED)
LONGEST = 32_767  # UTF-16 units in a cell
STATES: tuple[State, ...] = ("open", "done", "not-needed")
_CREATED = datetime(2000, 1, 1)  # the same plan gives the same bytes
_SIZE = 10.0
_DIGIT = 5.6  # points that Excel reckons for one character of a column's width, at our size
_PAPERS = {"A4": 9, "Letter": 1}


@dataclass(frozen=True, slots=True)
class _Column:
    """A column: what it shows, how wide it may be, and whether it goes on paper."""

    name: str
    fields: tuple[str, ...]
    widest: float = 20.0
    printed: bool = True


def _columns(*printed: tuple[str, float], more: Iterable[tuple[str, float]] = ()) -> tuple[_Column, ...]:
    joined = {
        "source": ("source", "source-hosts"), "destination": ("destination", "destination-hosts"),
        "task": ("make", "task"),
    }  # fmt: skip
    return (
        *(_Column(name, joined.get(name, (name,)), widest) for name, widest in printed),
        *(_Column(name, (name,), widest, False) for name, widest in more),
    )


_SOURCES = ("sources", 50.0)
_LISTS: Mapping[str, tuple[_Column, ...]] = {
    "ports": _columns(
        ("number", 5), ("purpose", 24), ("source", 16), ("destination", 16), ("ports", 9), ("protocol", 11),
        ("direction", 9), ("restrict", 11), ("connectors", 22),
        more=(("diagram", 16), ("services", 30), ("source-zone", 14), ("source-addresses", 18),
              ("destination-zone", 14), ("destination-addresses", 18), ("by-default", 16), ("note", 60),
              ("verify", 60), _SOURCES),
    ),
    "connectors": _columns(
        ("number", 6), ("name", 32), ("kind", 11), ("server", 16), ("role", 14), ("ports", 10),
        ("task", 28), more=(("created-by", 16), ("commands", 60), ("service", 18), ("note", 60),
                             ("verify", 60), _SOURCES),
    ),
    "dns": _columns(
        ("number", 6), ("purpose", 36), ("record", 12), ("name", 14), ("asked-by", 16), ("scope", 13),
        ("verify", 30), more=(_SOURCES,),
    ),
    "tasks": _columns(("number", 6), ("purpose", 70), ("task", 40), more=(_SOURCES,)),
    "ground-rules": _columns(("number", 6), ("purpose", 100), more=(_SOURCES,)),
    "open-points": _columns(("number", 6), ("purpose", 100), more=(_SOURCES,)),
    "gone": _columns(
        ("name", 40), ("state", 12), ("owner", 16), ("date", 12), ("ticket", 12), ("remark", 60),
    ),
    "notes": _columns(("purpose", 90), ("sources", 60)),
    "pointers": _columns(("purpose", 90), ("sources", 60)),
    "servers": _columns(("name", 30), ("fqdn", 36), ("addresses", 26), ("role", 34), ("site", 26)),
    "sources": _columns(("number", 8), ("purpose", 110)),
}  # fmt: skip
_FILLED = {"state": 12.0, "owner": 10.0, "date": 10.5, "ticket": 9.0, "remark": 15.0}


def document(checklist: Checklist, plan: Plan) -> bytes:
    """Return the workbook in the language and for the paper that the plan names."""
    from xlsxwriter import Workbook

    out = BytesIO()
    as_typed = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = Workbook(out, {"in_memory": True, **as_typed})
    _Writer(book, Tables(checklist, plan)).write()
    book.close()
    return out.getvalue()


def state_word(tables: Tables, state: State) -> str:
    """Return the word for a state in the document's language or languages."""
    return _line(tables.term("state", state))


def cut(text: str) -> str:
    """Return a text as a cell can hold it; one that is too long ends in an ellipsis."""
    if text.startswith("<r>") and text.endswith("</r>"):
        text += " "  # else XlsxWriter takes it for marks of its own and writes it unescaped
    if len(text) <= LONGEST // 2 or len(text.encode("utf-16-le", "replace")) <= 2 * LONGEST:
        return text
    return text.encode("utf-16-le", "replace")[: 2 * LONGEST - 2].decode("utf-16-le", "ignore") + "…"


def _text(cell: Cell) -> str:
    return cut("\n".join(visible(line.text) for line in cell))


def _line(cell: Cell, mark: str = " · ") -> str:
    return mark.join(visible(line.text) for line in cell)


def shown_item(row: Row) -> Item:
    """Return what a row's cells for people say; a changed row is open again."""
    from dataclasses import replace

    item = row.item or Item(id=row.id)
    return replace(item, state="open") if row.changed else item


class _Writer:
    def __init__(self, book: Workbook, tables: Tables) -> None:
        self.book = book
        self.tables = tables
        self.plan = tables.plan
        self.sections = tables.sections()
        self.states = {state: state_word(tables, state) for state in STATES}
        self.places: dict[str, tuple[Worksheet, str]] = {}  # of each list: its sheet, its column of states
        self._formats: dict[tuple[tuple[str, object], ...], Format] = {}

    def write(self) -> None:
        self._properties()
        cover = self._sheet("cover")
        for section in self.sections:
            if section.name in _LISTS:
                _List(self, section).write()
        self._cover(cover)
        self._keep()
        cover.activate()

    def format(self, **look: object) -> Format:
        """Return a cell format, made once."""
        chinese = self.plan.document.language != "en"
        base = {
            "font_name": "Microsoft JhengHei" if chinese else "Calibri",
            "font_size": _SIZE,
            "valign": "top",
        }
        key = tuple(sorted({**base, **look}.items()))
        if key not in self._formats:
            self._formats[key] = self.book.add_format(dict(key))
        return self._formats[key]

    @property
    def title(self) -> str:
        return visible(self.plan.document.title) or _line(self.tables.word("document.untitled"))

    def _properties(self) -> None:
        document = self.plan.document
        self.book.set_properties(
            {
                "title": self.title,
                "author": visible(document.prepared_by),
                "company": visible(document.organization),
                "subject": _line(self.tables.of(self.tables.checklist.catalogue_title)),
                "comments": _line(
                    self.tables.word("document.edition", edition=self.tables.checklist.edition)
                ),
                "created": _created(document.date),
            }
        )
        for name, value in (("Language", document.language), ("Revision", visible(document.revision))):
            if value:
                self.book.set_custom_property(name, value, "text")

    # Sheets -----------------------------------------------------------------------------------

    def _sheet(self, name: str) -> Worksheet:
        words = _line(self.tables.word(f"carriers.sheet.{name}"), " ")
        sheet: Worksheet = self.book.add_worksheet(words)
        sheet.set_landscape()
        sheet.set_paper(_PAPERS[self.plan.document.paper])
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.25, right=0.25, top=0.7, bottom=0.7)
        document = self.plan.document
        sheet.set_header(
            f"&L{_code(self.title, 120)} – {_code(words, 62)}&R{_code(visible(document.organization), 50)}"
        )
        page = self.tables.word("document.page", page="&P", pages="&N")
        revision = visible(document.revision)
        said = (
            _code(_line(self.tables.word("document.revision", revision=revision)), 60) if revision else "",
            _code(visible(document.date), 30),
        )
        sheet.set_footer(f"&L{'   '.join(filter(None, said))}&R{_line(page)}")
        sheet.hide_gridlines(2)
        return sheet

    def _cover(self, sheet: Worksheet) -> None:
        """What the document is, what the plan chooses, and how far the lists are."""
        tables = self.tables
        sheet.set_column(0, 0, 30)
        sheet.set_column(1, _COVER_COLUMNS - 1, 22)
        row = 0

        def line(label: str, value: str, *, bold: bool = False, size: float = _SIZE) -> None:
            nonlocal row
            look = self.format(text_wrap=True, bold=bold, font_size=size)
            soft = self.format(text_wrap=True, font_color="#5A6473")
            room = 22.0 * (_COVER_COLUMNS - 1)
            if label:
                sheet.write_string(row, 0, label, soft)
                sheet.merge_range(row, 1, row, _COVER_COLUMNS - 1, "", look)
                sheet.write_string(row, 1, value, look)
            else:
                room += 30
                sheet.merge_range(row, 0, row, _COVER_COLUMNS - 1, "", look)
                sheet.write_string(row, 0, value, look)
            height = max(_height(value, room, size), _height(label, 30, _SIZE))
            sheet.set_row(row, height)  # of merged cells no program finds the height
            row += 1

        def heading(text: str) -> None:
            nonlocal row
            row += 1
            line("", text, bold=True, size=12)

        line("", _line(tables.of(tables.checklist.catalogue_title)))
        line("", cut(self.title), bold=True, size=18)
        for label, value in front(tables):
            line(_line(label), _text(value) or "–")
        heading(_line(tables.word("document.part.choices")))
        for sentence in (*choices(tables), missing(tables)):
            if sentence:
                line("", _text(sentence))
        warnings = [section for section in self.sections if section.name == "warnings"]
        for section in warnings:
            heading(_line(section.title))
            for warning in section.rows:
                line("", _text(warning.cells["purpose"]))
        heading(_line(tables.word("carriers.progress.title")))
        row = self._progress(sheet, row)
        heading(_line(tables.word("carriers.fill.title")))
        for id in ("how", "back"):
            for said in tables.word(f"carriers.fill.{id}"):
                line("", _text((said,)))
        sheet.print_area(0, 0, row - 1, _COVER_COLUMNS - 1)

    def _progress(self, sheet: Worksheet, row: int) -> int:
        """Write a line for each list; the counts follow what people fill in."""
        tables = self.tables
        heads = [tables.word("carriers.progress.list"), *(tables.term("state", s) for s in _COUNTED)]
        heads.append(tables.word("carriers.progress.rows"))
        for column, head in enumerate(heads):
            sheet.write_string(row, column, _line(head), self.format(**_HEAD))
        first = row + 1
        cell = self.format(border=1, border_color=_RULE)
        counted = [(s, *self.places[s.name]) for s in self.sections if s.name in self.places]
        for section, place, states in counted:
            row += 1
            sheet.write_string(row, 0, _line(section.title), cell)
            name = place.get_name().replace("'", "''")
            shown = [shown_item(one).state for one in section.rows]
            for column, state in enumerate(_COUNTED, 1):
                word = self.states[state].replace('"', '""')
                formula = f"=COUNTIF('{name}'!{states},\"{word}\")"
                sheet.write_formula(row, column, formula, cell, shown.count(state))
            sheet.write_number(row, len(_COUNTED) + 1, len(section.rows), cell)
        row += 1
        total = self.format(border=1, border_color=_RULE, bold=True)
        sheet.write_string(row, 0, _line(tables.word("carriers.progress.total")), total)
        everything = [shown_item(one).state for section, *_ in counted for one in section.rows]
        values = [*(everything.count(state) for state in _COUNTED), len(everything)]
        for column, value in enumerate(values, 1):
            letter = _letter(column)
            formula = f"=SUM({letter}{first + 1}:{letter}{row})" if row > first else "=0"
            sheet.write_formula(row, column, formula, total, value)
        return row + 1

    def _keep(self) -> None:
        """Write what the rows say now into a sheet that no program shows."""
        sheet: Worksheet = self.book.add_worksheet(KEPT)
        sheet.very_hidden()
        title = dumps(self.plan.document.title)  # as JSON: a cell cannot hold every character
        same = fingerprint(tickable(self.tables.checklist))
        for row, values in enumerate(((KEPT, KEPT_FORMAT, same, title), KEPT_COLUMNS)):
            for column, value in enumerate(values):
                sheet.write_string(row, column, value)
        means = {row.id: meaning(row) for row in tickable(self.tables.checklist)}
        ticked = (row for section in self.sections if section.progress for row in section.rows)
        for number, ticked_row in enumerate(ticked, 2):
            item = shown_item(ticked_row)
            recorded = [getattr(item, name) for name in RECORDED]
            for column, value in enumerate((item.id, means[item.id], *recorded)):
                if value:
                    sheet.write_string(number, column, shown_text(value))


def shown_text(value: str) -> str:
    """Return what somebody recorded as its cell shows it."""
    return cut("\n".join(visible(line) for line in value.replace("\r\n", "\n").split("\n")))


_COUNTED: tuple[State, ...] = ("done", "not-needed", "open")
_COVER_COLUMNS = len(_COUNTED) + 2
_RULE = "#B9C2CC"
_HEAD: dict[str, object] = {
    "bold": True, "text_wrap": True, "bg_color": "#DCE6F1", "border": 1, "border_color": _RULE,
    "valign": "vcenter",
}  # fmt: skip


class _List:
    """One sheet: a list with its header, its filters and the columns that people fill in."""

    def __init__(self, writer: _Writer, section: Section) -> None:
        self.writer = writer
        self.tables = writer.tables
        self.section = section
        self.columns = list(self._all_columns())
        self.sheet = writer._sheet(section.name)
        self.last = len(section.rows)  # the sheet's last row; the header is row 0

    def _all_columns(self) -> Iterable[_Column]:
        own = _LISTS[self.section.name]
        yield from (column for column in own if column.printed)
        if self.section.progress:
            for name, widest in _FILLED.items():
                yield _Column(name, (name,), widest)
            if self.section.progress.changed:
                yield _Column("changed", ("changed",), 20)
        yield from (column for column in own if not column.printed)
        if self.section.progress:
            yield _Column("id", ("id",), 40, printed=False)

    def write(self) -> None:
        head = self.writer.format(**_HEAD)
        for place, column in enumerate(self.columns):
            texts = self._column(place, column)
            heading = _text(self._heading(column))
            filled = self._is_filled(column)
            look = self.writer.format(**_HEAD | {"bg_color": "#FFF2CC"}) if filled else head
            self.sheet.write_string(0, place, heading, look)
            hidden = {"hidden": True} if column.name == "id" else {}
            wide = max(_wide(heading, texts, column.widest), column.widest if filled else 0)
            self.sheet.set_column(place, place, wide, None, hidden)
        self.sheet.autofilter(0, 0, self.last, len(self.columns) - 1)
        frozen = 2 if self.columns[0].name == "number" else 1
        self.sheet.freeze_panes(1, frozen)
        self.sheet.repeat_rows(0)
        all_cells = f"A1:{_letter(len(self.columns) - 1)}{self.last + 1}"
        self.sheet.ignore_errors({"number_stored_as_text": all_cells})
        printed = sum(column.printed for column in self.columns)
        self.sheet.print_area(0, 0, self.last, printed - 1)
        if self.section.progress:
            self._fill_in()

    def _is_filled(self, column: _Column) -> bool:
        return column.name in RECORDED and self.section.progress is not None

    def _heading(self, column: _Column) -> Cell:
        return self.section.headings.get(column.name) or self.tables.heading(self.section.name, column.name)

    def _column(self, place: int, column: _Column) -> set[str]:
        """Write a column and return the texts in it."""
        look: dict[str, object] = {"text_wrap": True, "border": 1, "border_color": _RULE}
        if self._is_filled(column):
            look["bg_color"] = "#FFFBEB"
        if column.name == "date":
            look["num_format"] = "yyyy-mm-dd"
        cell = self.writer.format(**look)
        texts = set()
        for number, row in enumerate(self.section.rows, 1):
            if column.name == "date":
                value = _as_date(row.item.date if row.item else "")
                if value:
                    self.sheet.write_datetime(number, place, value, cell)
                    continue
            text = self._value(row, column)
            texts.add(text)
            if text:
                self.sheet.write_string(number, place, text, cell)
            else:
                self.sheet.write_blank(number, place, None, cell)
        return texts

    def _value(self, row: Row, column: _Column) -> str:
        match column.name:
            case "number":
                return row.number
            case "id":
                return row.id
            case "sources":
                return _text(self.tables.sources_in_full(row))
            case "state":
                return self.writer.states[shown_item(row).state]
            case "changed":
                return _text(row.cells["state"]) if row.changed else ""
            case "owner" | "date" | "ticket" | "remark":
                return shown_text(getattr(row.item, column.name)) if row.item else ""
        return cut("\n".join(_text(row.cells.get(name, ())) for name in column.fields).strip("\n"))

    def _fill_in(self) -> None:
        """Offer the words for a state, expect a date, and mute the rows that are dealt with."""
        names = [column.name for column in self.columns]
        state, day = names.index("state"), names.index("date")
        words = list(self.writer.states.values())
        options: dict[str, Any] = {
            "validate": "list", "source": words, "ignore_blank": True,
            "error_title": _line(self._heading(self.columns[state]))[:32],
            "error_message": self._hint("state"),
        }  # fmt: skip
        self.sheet.data_validation(1, state, self.last, state, options)
        options = {
            "validate": "date", "criteria": ">=", "value": date(1900, 1, 1), "ignore_blank": True,
            "error_type": "warning",
            "error_title": _line(self._heading(self.columns[day]))[:32],
            "error_message": self._hint("date"),
        }  # fmt: skip
        self.sheet.data_validation(1, day, self.last, day, options)
        letter = _letter(state)
        rule = {
            "type": "formula",
            "format": self.writer.book.add_format({"font_color": "#6B7480"}),
        }
        for word in (self.writer.states["done"], self.writer.states["not-needed"]):
            said = word.replace('"', '""')
            criteria = f'=${letter}2="{said}"'
            self.sheet.conditional_format(1, 0, self.last, state - 1, rule | {"criteria": criteria})
        self.writer.places[self.section.name] = (self.sheet, f"${letter}$2:${letter}${self.last + 1}")

    def _hint(self, id: str) -> str:
        return _line(self.tables.word(f"carriers.fill.{id}"))[:250]


def _letter(column: int) -> str:
    from xlsxwriter.utility import xl_col_to_name

    return str(xl_col_to_name(column))


def _created(text: str) -> datetime:
    found = _as_date(text)
    return datetime(found.year, found.month, found.day) if found else _CREATED


def _as_date(text: str) -> date | None:
    """Return an ISO date that a spreadsheet knows too; None for any other text."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if found.year > 1900 and found.isoformat() == text else None


def _code(text: str, longest: int) -> str:
    """Return a text for a header or footer, where ``&`` begins a code and is written twice."""
    if len(text) + text.count("&") <= longest:
        return text.replace("&", "&&")
    while len(text) + text.count("&") >= longest:
        text = text[:-1]
    return text.replace("&", "&&") + "…"


def _wide(heading: str, texts: Iterable[str], widest: float) -> float:
    """Return a column's width in characters: as wide as its longest line, but not wider than allowed."""
    head = max((width(word, _SIZE, True) for word in heading.split()), default=0) / _DIGIT + 3.5
    lines = {line[:200] for text in texts for line in text.split("\n")}
    body = max((width(line, _SIZE) for line in lines), default=0) / _DIGIT + 1.5
    return round(max(min(head, 24.0), min(body, widest)), 1)


def _height(text: str, room: float, size: float) -> float:
    """Return how high a wrapped text is, in points, in a cell of this many characters."""
    points = room * _DIGIT * 0.94
    lines = sum(max(1, -(-int(width(line[:2000], size)) // int(points))) for line in text.split("\n"))
    return min(409.0, lines * size * 1.4 + 3)
