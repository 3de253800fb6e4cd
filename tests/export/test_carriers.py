"""All files say the same: the rows of the JSON, their numbers, their words and the names of connectors."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from html.parser import HTMLParser
from io import BytesIO, StringIO
from typing import Any

import pytest
from markdown_it import MarkdownIt
from openpyxl import load_workbook
from pypdf import PdfReader

from portplanner.checklist.verify import commands
from portplanner.checklist.words import numbers, shown
from portplanner.export.csv import COLUMNS
from portplanner.export.tables import Tables, row_numbers
from portplanner.export.ways import verified_by
from portplanner.plan.model import DocumentLanguage, Item, Plan
from portplanner.text import visible
from tests.export import plans

LISTS = ("flows", "connectors", "dns", "ground_rules", "tasks")
WORDS = ("purpose", "protocol", "note", "service", "task", "requirement", "verify", "text")


@dataclass
class Found:
    """What a reader finds in a file: of each number its row's text, and the names of connectors."""

    rows: dict[str, str] = field(default_factory=dict)
    connectors: list[str] = field(default_factory=list)


def close(text: str) -> str:
    """Return a text without spaces and signs between lines: how lines break does not matter."""
    return re.sub(r"[\s·]", "", text)


def in_csv(data: bytes) -> Found:
    found = Found()
    lines = csv.reader(StringIO(data.decode("utf-8-sig"), newline=""), strict=True)
    next(lines)
    for line in lines:
        found.rows[line[2]] = close("".join(line))
        if line[2].startswith("C"):
            found.connectors.append(line[COLUMN_NAME])
    return found


def in_xlsx(data: bytes) -> Found:
    found = Found()
    for sheet in load_workbook(BytesIO(data)).worksheets[1:-1]:
        first, *lines = sheet.iter_rows(values_only=True)
        if first[0] not in NUMBER:
            continue
        for line in lines:
            number = str(line[0])
            found.rows[number] = close("".join(str(cell or "") for cell in line))
            if number.startswith("C"):
                found.connectors.append(str(line[1]).split("\n")[0])
    return found


def in_markdown(data: bytes) -> Found:
    found = Found()
    tokens = MarkdownIt("commonmark", {"html": True}).enable("table").parse(data.decode())
    cells: list[list[str]] = []
    for token in tokens:
        if token.type == "tr_open":
            cells.append([])
        elif token.type == "inline" and cells and token.level >= 4:
            parts = [child.content for child in token.children or []]
            assert {child.type for child in token.children or []} <= {"text", "code_inline"}
            cells[-1].append("".join(parts))
            if cells[-1][0].startswith("C") and len(cells[-1]) == 2 and cells[-1][0][1:].isdigit():
                found.connectors.append(next(part for part in parts if part.strip()))
    found.rows = {line[0]: close("".join(line)) for line in cells if line and line[0] not in NUMBER}
    return found


class Page(HTMLParser):
    """The rows of an HTML file's tables; a row's number is its header."""

    def __init__(self) -> None:
        super().__init__()
        self.found = Found()
        self.row: list[str] = []
        self.head = ""
        self.inside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.row, self.head = [], ""
        self.inside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while self.inside and self.inside.pop() != tag:
            pass
        if tag == "tr" and self.head:
            self.found.rows[self.head] = close("".join(self.row))

    def handle_data(self, data: str) -> None:
        if "tr" not in self.inside:
            return
        if "th" in self.inside and "tbody" in self.inside and not self.head:
            self.head = data
        elif re.fullmatch(r"C\d+", self.head) and "bdi" in self.inside and len(self.row) == 1:
            self.found.connectors.append(data)
        self.row.append(data)


def in_html(data: bytes) -> Found:
    page = Page()
    page.feed(data.decode())
    return page.found


@cache
def read(plan: Plan, format: str) -> Found:
    return READERS[format](plans.made(plan, format))


READERS: Mapping[str, Callable[[bytes], Found]] = {
    "csv": in_csv, "xlsx": in_xlsx, "md": in_markdown, "html": in_html,
}  # fmt: skip
NUMBER = ("No.", "編號", "No.\n編號", "No. · 編號")
COLUMN_NAME = COLUMNS.index("name")


def said(value: Any) -> Iterator[str]:
    """Yield the texts of a value of the JSON, in each of its languages."""
    if isinstance(value, dict):
        for one in value.values():
            yield from said(one)
    elif isinstance(value, list):
        for one in value:
            yield from said(one)
    elif isinstance(value, str):
        yield value


@pytest.fixture(params=[(name, language) for name in plans.NAMES for language in plans.LANGUAGES], ids=str)
def plan(request: pytest.FixtureRequest) -> Plan:
    name, language = request.param
    return plans.plan(name, language)


@pytest.mark.parametrize("format", READERS)
def test_every_row_is_there_with_its_number_and_words(plan: Plan, format: str) -> None:
    data: dict[str, Any] = json.loads(plans.made(plan, "json"))
    found = read(plan, format)
    shown = row_numbers(plans.checklist(plan))
    for name in LISTS:
        for row in data[name]:
            text = found.rows[shown[row["id"]]]
            for key in WORDS:
                for words in said(row.get(key, "")):
                    assert all(close(visible(line)) in text for line in words.split("\n"))
            for port in row.get("ports", ()):
                if isinstance(port, dict) and "number" in port:
                    assert f"{port['number']}/{port['transport'].upper()}" in text
            for end in ("source", "destination"):
                for server in row.get(end, {}).get("servers", ())[:20]:
                    assert close(visible(server)) in text


@pytest.mark.parametrize("format", READERS)
def test_every_flow_and_connector_says_how_it_is_verified(plan: Plan, format: str) -> None:
    checklist, found = plans.checklist(plan), read(plan, format)
    shown_as, ways = row_numbers(checklist), verified_by(plan, checklist)
    looked_at = 0
    for id in (*(row.id for row in checklist.flows), *(row.id for row in checklist.connectors)):
        if id in ways and ways[id].steps:
            (command,), _ = commands(ways[id].steps[0], 1)
            assert close(shown(command, 200)) in found.rows[shown_as[id]]
            looked_at += 1
    assert looked_at > 3


@pytest.mark.parametrize("format", READERS)
def test_connectors_bear_the_same_names(plan: Plan, format: str) -> None:
    names = [row["name"] for row in json.loads(plans.made(plan, "json"))["connectors"]]
    found = read(plan, format).connectors
    assert [name for name in found if name in names] == [name for name in names if name]
    assert len(found) <= len(names)  # one without a name is called that, in other words


@pytest.mark.parametrize("format", READERS)
def test_there_is_no_other_row(plan: Plan, format: str) -> None:
    listed = plans.checklist(plan)
    found = read(plan, format).rows
    numbered = {number for number in found if re.fullmatch(r"[A-Z]?\d+", number)}
    assert numbered == set(row_numbers(listed).values()) - ({"W1"} - numbered)


@pytest.mark.parametrize("format", READERS)
def test_what_people_recorded_is_on_its_row(plan: Plan, format: str) -> None:
    found = read(plan, format).rows
    for item in plan.items:
        text = found[row_numbers(plans.checklist(plan))[item.id]]
        for words in (item.owner, item.ticket, *item.remark.split("\n")):
            assert close(words) in text


PRINTED_FIRST = (
    ("flows", "purpose"),
    ("connectors", "name"),
    ("dns", "requirement"),
    ("tasks", "text"),
    ("ground_rules", "text"),
)


@pytest.mark.parametrize("language", plans.LANGUAGES)
def test_the_pdf_says_the_same(language: DocumentLanguage) -> None:
    plan = plans.plan("contoso-edge", language)
    pages = PdfReader(BytesIO(plans.made(plan, "pdf"))).pages
    text = close("".join(page.extract_text() for page in pages))
    data = json.loads(plans.made(plan, "json"))
    shown = row_numbers(plans.checklist(plan))
    for name, key in PRINTED_FIRST:
        for row in data[name]:
            first, *others = said(row[key])
            assert (
                close(shown[row["id"]] + visible(first.split("\n")[0])) in text
            )  # its number stands before it
            for words in (first, *others):
                assert all(close(visible(line)) in text for line in words.split("\n"))


@pytest.mark.parametrize("language", plans.LANGUAGES)
def test_numbers_of_flows_are_those_of_the_window(language: DocumentLanguage) -> None:
    listed = plans.checklist(plans.plan("contoso-edge", language))
    shown = row_numbers(listed)
    assert {id: str(number) for id, number in numbers(listed).items()}.items() <= shown.items()
    assert len(set(shown.values())) == len(shown)


def test_many_names_are_counted_and_not_lost() -> None:
    plan = plans.many(60)
    tables = Tables(plans.checklist(plan), plan)
    cell = next(s for s in tables.sections() if s.name == "ports").rows[0].cells["destination-servers"]
    assert len(cell) == 24
    assert cell[-1].text == "and 37 more"
    servers = next(s for s in tables.sections() if s.name == "servers")
    assert len(servers.rows) == 60


def test_a_row_that_changed_since_it_was_ticked_says_so() -> None:
    listed = plans.checklist(Plan())
    item = Item(id=listed.flows[0].id, state="done", meaning="00000000")
    plan = replace(Plan(), items=(item,))
    for format in READERS:
        assert close("Was done, then the row changed") in read(plan, format).rows["1"]


def test_a_record_whose_row_is_gone_is_not_lost() -> None:
    exports = plans.exports(replace(Plan(), items=(Item(id="no-such-row", owner="Lin Mei"),)))
    for format in ("csv", "md", "html"):
        assert "no-such-row" in exports.bytes_of(format).decode()
        assert "Lin Mei" in exports.bytes_of(format).decode()
    sheets = load_workbook(BytesIO(exports.bytes_of("xlsx")))
    assert sheets["Records without a row"]["B2"].value == "Open"
