"""The workbook, read back by openpyxl: what people see, what they may fill in, and what comes back."""

from __future__ import annotations

import re
import zipfile
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from portplanner.checklist.model import Checklist
from portplanner.checklist.status import Recorded, merge
from portplanner.cli import main
from portplanner.errors import UserError
from portplanner.export.filled import returned
from portplanner.export.tables import row_numbers
from portplanner.export.xlsx import KEPT, LONGEST, cut, document
from portplanner.plan.model import Document, DocumentLanguage, Item, Plan, State
from portplanner.plan.read import read
from portplanner.text import LANGUAGES, Text
from tests.export import plans, samples

LISTS = {"ports", "connectors", "dns", "tasks", "ground-rules", "open-points"}


def book(plan: Plan) -> Workbook:
    return load_workbook(BytesIO(plans.made(plan, "xlsx")))


def lists(book: Workbook) -> list[Worksheet]:
    return [sheet for sheet in book.worksheets if sheet.auto_filter.ref and _column(sheet, "Id") is not None]


def _column(sheet: Worksheet, heading: str) -> int | None:
    for cell in sheet[1]:
        if heading in str(cell.value).split("\n"):
            return int(cell.column or 0)
    return None


def fill(data: bytes, plan: Plan, changes: dict[str, dict[str, Any]]) -> bytes:
    """Return the workbook with these cells filled in, by row id and heading."""
    filled = load_workbook(BytesIO(data))
    for sheet in lists(filled):
        ids = _column(sheet, "Id") or 0
        for row in range(2, sheet.max_row + 1):
            for heading, value in changes.get(str(sheet.cell(row, ids).value), {}).items():
                sheet.cell(row, _column(sheet, heading) or 0).value = value
    return saved(filled)


def saved(book: Workbook) -> bytes:
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def recorded(data: bytes, file: str) -> list[Recorded]:
    return returned(data, file)[0]


def said(data: bytes) -> dict[str, dict[str, str]]:
    return {one.id: one.said() for one in recorded(data, "filled.xlsx") if one.said()}


# What people see ---------------------------------------------------------------------------------


@pytest.mark.parametrize("language", plans.LANGUAGES)
@pytest.mark.parametrize("name", plans.NAMES)
def test_a_sheet_per_list_with_filters_and_a_frozen_header(name: str, language: DocumentLanguage) -> None:
    plan = plans.plan(name, language)
    found = book(plan)
    heading = "識別碼" if language == "zh-TW" else "Id"
    sheets = [sheet for sheet in found.worksheets if _column(sheet, heading) and sheet.title != KEPT]
    listed = plans.checklist(plan)
    counts = [len(getattr(listed, name.replace("-", "_"))) for name in ("flows", *sorted(LISTS - {"ports"}))]
    assert len(sheets) == sum(count > 0 for count in counts)
    assert sum(sheet.max_row - 1 for sheet in sheets) == sum(counts)
    for sheet in sheets:
        assert sheet.auto_filter.ref == sheet.dimensions
        assert sheet.freeze_panes == "C2"
        assert sheet.print_title_rows == "$1:$1"
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.page_setup.paperSize == (1 if plan.document.paper == "Letter" else 9)
        assert sheet.sheet_properties.pageSetUpPr
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.page_setup.fitToHeight == 0
        assert sheet["B2"].alignment.wrap_text


@pytest.mark.parametrize("language", plans.LANGUAGES)
def test_states_are_chosen_and_dates_are_dates(language: DocumentLanguage) -> None:
    plan = plans.plan("contoso-edge", language)
    for sheet in book(plan).worksheets:
        kinds = {rule.type: rule for rule in sheet.data_validations.dataValidation}
        if not kinds:
            continue
        assert set(kinds) == {"list", "date"}
        words = str(kinds["list"].formula1).strip('"').split(",")
        assert len(words) == 3
        assert len(str(kinds["list"].formula1)) <= 257
        place = str(kinds["list"].sqref).split(":")[0]
        assert sheet[place].value in words


def test_the_printed_columns_are_legible_on_paper() -> None:
    """Excel shrinks what is too wide for the paper; the text is 10 points high."""
    for paper, inches in (("A4", 11.69), ("Letter", 11.0)):
        plan = replace(plans.plan("contoso-edge"), document=Document(paper=paper))  # type: ignore[arg-type]
        for sheet in lists(book(plan)):
            last = re.findall(r"\$([A-Z]+)\$", str(sheet.print_area))[-1]
            widths = _widths(sheet)
            pixels = sum(7 * width for place, width in widths.items() if place <= _place(last))
            scale = (inches - 0.5) * 96 / pixels
            assert scale * 10 >= 7.2, (sheet.title, scale)


def _place(letters: str) -> int:
    from openpyxl.utils import column_index_from_string

    return column_index_from_string(letters)


def _widths(sheet: Worksheet) -> dict[int, float]:
    """openpyxl joins neighbours of one width."""
    found = {}
    for dimension in sheet.column_dimensions.values():
        for place in range(dimension.min or 0, (dimension.max or 0) + 1):
            found[place] = dimension.width
    return found


def test_the_cover_says_what_the_document_is_and_counts() -> None:
    plan = plans.plan("contoso-edge")
    cover = book(plan).worksheets[0]
    words = {str(cell.value) for row in cover.iter_rows() for cell in row if cell.value is not None}
    listed = plans.checklist(plan)
    assert {plan.document.title, "Contoso", "Messaging team", "1.2", listed.edition} <= words
    assert "The servers run Exchange 2013." in words
    counts = [word for word in words if word.startswith("=COUNTIF(")]
    assert len(counts) == 18  # three states of six lists
    values = load_workbook(BytesIO(plans.made(plan, "xlsx")), data_only=True).worksheets[0]
    totals = [row for row in values.iter_rows(values_only=True) if row[0] == "All lists"]
    assert totals[0][1:] == (2, 1, len(samples.row_ids(listed)) - 3, len(samples.row_ids(listed)))


def test_what_people_recorded_stands_in_the_cells_for_it() -> None:
    plan = plans.plan("contoso-edge")
    sheet = book(plan).worksheets[1]
    row = {str(cell.value): sheet.cell(2, int(cell.column or 0)) for cell in sheet[1]}
    assert row["State"].value == "Done"
    assert row["Owner"].value == "Lin <lin@contoso.com>"
    assert row["Date"].value == datetime(2026, 11, 20)
    assert row["Date"].number_format == "yyyy-mm-dd"
    assert row["Ticket"].value == "007"
    assert row["Remark"].value == "a|b\nc"
    assert row["Id"].value == plan.items[0].id


def test_the_file_says_what_it_is() -> None:
    properties = book(plans.plan("contoso-edge")).properties
    assert properties.title == "Exchange 2013 with Edge Transport: network ports"
    assert properties.creator == "Messaging team"


def test_the_same_plan_gives_the_same_bytes() -> None:
    plan = plans.plan("contoso-edge", "en+zh-TW")
    assert document(plans.checklist(plan), plan) == document(plans.checklist(plan), plan)


def test_sheet_names_are_legal_in_every_language() -> None:
    names = {}
    for language in LANGUAGES:
        text = Text(language)
        found = [text(f"carriers.sheet.{name}") for name in ("cover", *LISTS, "notes", "servers", "sources")]
        assert len({name.casefold() for name in found}) == len(found)
        names[language] = found
    for name in (*names["en"], *names["zh-TW"], *map(" ".join, zip(*names.values(), strict=True))):
        assert len(name) <= 31
        assert not re.search(r"[\[\]:*?/\\]", name)
        assert name.strip("'") == name
        assert name.casefold() != "history"


# No name does anything ---------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["&P of &N", "&" * 255, "W" * 255])
def test_headers_hold_a_name_and_no_codes_of_its_own(name: str) -> None:
    plan = plans.named(name)
    with zipfile.ZipFile(BytesIO(plans.made(plan, "xlsx"))) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    for kind in ("Header", "Footer"):
        found = re.findall(f"<odd{kind}>(.*)</odd{kind}>", sheet)
        said = found[0].replace("&amp;", "&")
        assert len(said) <= 255
        codes = re.findall("&(.)", said.replace("&&", ""))
        assert codes == (["L", "R"] if kind == "Header" else ["L", "R", "P", "N", "P", "N"])


def test_a_very_long_text_is_cut_where_a_cell_ends() -> None:
    for text in ("x" * 100_000, "\N{GRINNING FACE}" * 40_000, "郵" * 40_000):
        short = cut(text)
        assert len(short.encode("utf-16-le")) // 2 <= LONGEST
        assert short.endswith("…")
    assert cut("x" * LONGEST) == "x" * LONGEST


# Coming back -------------------------------------------------------------------------------------


@pytest.fixture
def plan() -> Plan:
    return plans.plan("contoso-edge")


@pytest.fixture
def listed(plan: Plan) -> Checklist:
    return plans.checklist(plan)


def merged(plan: Plan, data: bytes) -> Plan:
    return merge(plan, plans.checklist(plan), recorded(data, "filled.xlsx"))[0]


def test_nothing_filled_in_changes_nothing(plan: Plan) -> None:
    for data in (plans.made(plan, "xlsx"), fill(plans.made(plan, "xlsx"), plan, {})):
        assert not said(data)
        assert merged(plan, data) == plan


@pytest.mark.parametrize("language", plans.LANGUAGES)
@pytest.mark.parametrize("state", ["open", "done", "not-needed"])
def test_a_state_comes_back_from_every_language(language: DocumentLanguage, state: State) -> None:
    plan = plans.plan("contoso-edge", language)
    listed = plans.checklist(plan)
    data = plans.made(plan, "xlsx")
    found = load_workbook(BytesIO(data))
    row = listed.flows[0 if state == "open" else 3].id
    sheet = found.worksheets[1]
    heading = "狀態" if language == "zh-TW" else "State"
    word = " · ".join(text(f"terms.state.{state}") for text in map(Text, _languages(language)))
    sheet.cell(2 if state == "open" else 5, _column(sheet, heading) or 0).value = word
    assert said(saved(found)) == {row: {"state": state}}


def _languages(language: DocumentLanguage) -> tuple[Any, ...]:
    return ("en", "zh-TW") if language == "en+zh-TW" else (language,)


def test_all_that_people_write_comes_back(plan: Plan, listed: Checklist) -> None:
    id, other = listed.flows[2].id, listed.tasks[1].id
    changes: dict[str, dict[str, Any]] = {
        id: {"State": "已完成", "Owner": "王小明", "Date": date(2026, 12, 1), "Ticket": 4711,
             "Remark": "a\nb"},
        other: {"Owner": "Lin", "Date": "2026/12/2", "Ticket": 1.5},
        plan.items[0].id: {"Owner": None, "Remark": "new"},
    }  # fmt: skip
    new = {item.id: item for item in merged(plan, fill(plans.made(plan, "xlsx"), plan, changes)).items}
    assert replace(new[id], meaning="") == Item(
        id=id, state="done", owner="王小明", date="2026-12-01", ticket="4711", remark="a\nb"
    )
    assert (new[other].owner, new[other].date, new[other].ticket) == ("Lin", "2026-12-02", "1.5")
    assert (new[plan.items[0].id].owner, new[plan.items[0].id].remark) == ("", "new")
    assert new[plan.items[0].id].state == "done"


def test_a_date_left_as_a_number_is_a_date(plan: Plan, listed: Checklist) -> None:
    found = load_workbook(BytesIO(plans.made(plan, "xlsx")))
    sheet = found.worksheets[1]
    cell = sheet.cell(4, _column(sheet, "Date") or 0)
    cell.value, cell.number_format = 46347, "General"
    assert said(saved(found)) == {listed.flows[2].id: {"date": "2026-11-21"}}


def test_sorted_rows_moved_columns_and_lines_above_do_not_matter(plan: Plan, listed: Checklist) -> None:
    found = load_workbook(BytesIO(plans.made(plan, "xlsx")))
    sheet = found.worksheets[1]
    lines = [[cell.value for cell in row][::-1] for row in sheet.iter_rows()]
    lines[1:] = sorted(lines[1:], key=lambda line: str(line[0]), reverse=True)
    sheet.delete_rows(1, sheet.max_row)
    sheet.append(["Sent by Lin"])
    for line in lines:
        sheet.append(line)
    for row in sheet.iter_rows(min_row=3):
        if row[0].value == listed.flows[5].id:
            row[lines[0].index("Owner")].value = "Chen"
    assert said(saved(found)) == {listed.flows[5].id: {"owner": "Chen"}}


def test_without_the_hidden_sheet_all_that_is_written_counts(plan: Plan) -> None:
    found = load_workbook(BytesIO(plans.made(plan, "xlsx")))
    del found[KEPT]
    new = merged(plan, saved(found))
    assert [replace(item, meaning="") for item in new.items[:4]] == [
        replace(item, meaning="") for item in plan.items
    ]


def test_what_is_newer_in_the_plan_stays(plan: Plan, listed: Checklist) -> None:
    """Somebody writes into the plan while the workbook is on its way."""
    id = listed.flows[4].id
    data = fill(plans.made(plan, "xlsx"), plan, {id: {"Owner": "Lin"}})
    newer = replace(plan, items=(*plan.items, Item(id=id, state="done", remark="seen")))
    found = {item.id: item for item in merged(newer, data).items}[id]
    assert (found.state, found.owner, found.remark) == ("done", "Lin", "seen")


def test_a_changed_row_is_open_until_somebody_ticks_it_again(plan: Plan, listed: Checklist) -> None:
    id = listed.flows[0].id
    old = replace(plan, items=(Item(id=id, state="done", meaning="00000000"),))
    data = document(listed, old)
    assert not said(data)
    ticked = merged(old, fill(data, old, {id: {"State": "Done"}}))
    assert ticked.items[0].state == "done"
    assert ticked.items[0].meaning != "00000000"


def test_what_a_state_meant_comes_back_too(plan: Plan, listed: Checklist) -> None:
    data = plans.made(plan, "xlsx")
    assert all(isinstance(one, Recorded) and len(one.meaning) == 8 for one in recorded(data, "f.xlsx"))
    assert {one.id for one in recorded(data, "f.xlsx")} == set(row_numbers(listed)) - {
        warning.id for warning in listed.warnings
    }


# Files that are none of ours, or harmful ---------------------------------------------------------


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(part, content if part == name else old.read(part))
        if name not in old.namelist():
            new.writestr(name, content)
    return out.getvalue()


def foreign() -> bytes:
    book = Workbook()
    book.worksheets[0].append(["Name", "State"])
    book.worksheets[0].append(["x", "Done"])
    return saved(book)


BOMB = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>'
FILE = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'


@pytest.mark.parametrize(
    ("data", "id"),
    [
        pytest.param(lambda data: b"", "damaged", id="empty"),
        pytest.param(lambda data: b"%PDF-1.7", "damaged", id="PDF"),
        pytest.param(lambda data: data[: len(data) // 2], "damaged", id="half"),
        pytest.param(lambda data: bytes(255 - one for one in data), "damaged", id="noise"),
        pytest.param(lambda data: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + data, "locked", id="password"),
        pytest.param(lambda data: foreign(), "foreign", id="another workbook"),
        pytest.param(lambda data: with_part(data, "xl/sharedStrings.xml", BOMB), "damaged", id="bomb"),
        pytest.param(lambda data: with_part(data, "xl/workbook.xml", FILE), "damaged", id="file"),
        pytest.param(
            lambda data: with_part(data, "xl/sharedStrings.xml", BOMB.decode().encode("utf-16")),
            "damaged",
            id="bomb in UTF-16",
        ),
        pytest.param(lambda data: with_part(data, "xl/x.bin", b"\0" * 200_000_000), "too-big", id="zip bomb"),
        pytest.param(lambda data: data + b"\0" * 34_000_000, "too-big", id="huge"),
        pytest.param(lambda data: with_part(data, "xl/styles.xml", b"<x>"), "damaged", id="not XML"),
        pytest.param(lambda data: with_part(data, "xl/workbook.xml", b"<x/>"), "foreign", id="no workbook"),
    ],
)
def test_a_foreign_or_damaged_file_is_one_clear_line(data: Any, id: str, plan: Plan) -> None:
    with pytest.raises(UserError) as raised:
        recorded(data(plans.made(plan, "xlsx")), "some\nfile.xlsx")
    assert raised.value.id == f"carriers.import.{id}"
    assert raised.value.exit_code == 2
    for language in LANGUAGES:
        assert "\n" not in Text(language)(raised.value.id, **raised.value.places)


@pytest.mark.parametrize("seed", range(40))
def test_bytes_turned_over_are_damage_and_no_crash(seed: int, plan: Plan) -> None:
    import random

    chance = random.Random(seed)
    data = bytearray(plans.made(plan, "xlsx"))
    for _ in range(chance.randrange(1, 40)):
        data[chance.randrange(len(data))] = chance.randrange(256)
    with suppress(UserError):
        merge(plan, plans.checklist(plan), recorded(bytes(data), "f.xlsx"))


def test_two_rows_of_one_id_must_say_the_same(plan: Plan, listed: Checklist) -> None:
    found = load_workbook(BytesIO(plans.made(plan, "xlsx")))
    sheet = found.worksheets[1]
    copied = [cell.value for cell in sheet[4]]
    copied[(_column(sheet, "Owner") or 0) - 1] = "Lin"
    sheet.append(copied)
    assert said(saved(found)) == {listed.flows[2].id: {"owner": "Lin"}}
    copied[(_column(sheet, "Owner") or 0) - 1] = "Chen"
    sheet.append(copied)
    with pytest.raises(UserError, match="twice"):
        recorded(saved(found), "f.xlsx")


# The command -------------------------------------------------------------------------------------


def test_the_command_brings_a_workbook_back(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], plan: Plan, listed: Checklist
) -> None:
    file, filled = tmp_path / "plan.toml", tmp_path / "filled.xlsx"
    file.write_text((plans.EXAMPLES / "contoso-edge.toml").read_text("utf-8"), "utf-8")
    assert main(["export", str(file), "--to", str(filled)]) == 0
    data = fill(filled.read_bytes(), plan, {listed.flows[1].id: {"State": "Done", "Owner": "Lin"}})
    filled.write_bytes(data)
    assert main(["import-status", str(filled), str(file)]) == 0
    assert "1 row updated" in capsys.readouterr().out
    (item,) = read(file).plan.items
    assert (item.id, item.state, item.owner) == (listed.flows[1].id, "done", "Lin")


def test_a_workbook_of_another_plan_changes_nothing(tmp_path: Path, plan: Plan) -> None:
    file, filled = tmp_path / "plan.toml", tmp_path / "filled.xlsx"
    file.write_text("format = 1\n", "utf-8")
    filled.write_bytes(plans.made(plan, "xlsx"))
    assert main(["import-status", str(filled), str(file)]) == 2
    assert file.read_text("utf-8") == "format = 1\n"
    assert main(["import-status", str(filled), str(file), "--anyway"]) == 0


@pytest.mark.parametrize(
    "data", [b"PK", b"PK\3\4 nothing", foreign()], ids=["two bytes", "no archive", "foreign"]
)
def test_a_bad_workbook_is_one_line_and_exit_code_two(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], data: bytes
) -> None:
    file, filled = tmp_path / "plan.toml", tmp_path / "filled.xlsx"
    file.write_text("format = 1\n", "utf-8")
    filled.write_bytes(data)
    assert main(["import-status", str(filled), str(file)]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1
    assert file.read_text("utf-8") == "format = 1\n"
