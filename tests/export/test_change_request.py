"""The change request: the same changes in every format, in both languages, and no name that does harm."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO, StringIO

import pytest
from markdown_it import MarkdownIt
from pypdf import PdfReader

from portplanner.catalogue.load import known, load
from portplanner.checklist.resolve import resolve
from portplanner.diagram.drawing import Drawing
from portplanner.export.change_request.csv import COLUMNS
from portplanner.export.change_request.formats import FORMATS, export
from portplanner.export.change_request.request import Request, Side
from portplanner.plan.change import with_choice
from portplanner.plan.model import DocumentLanguage, Plan, Server
from portplanner.text import Text
from tests.hostile_names import GROUPS

SERVERS = (
    Server(name="CAS01", roles=("client-access",), addresses=("10.0.0.1",)),
    Server(name="MBX01", roles=("mailbox",), addresses=("10.0.0.2",)),
    Server(name="EDGE01", roles=("edge-transport",), addresses=("192.0.2.1",)),
)
BEFORE = with_choice(Plan(servers=SERVERS), "clients.imap4", (143, 993))
AFTER = replace(
    with_choice(with_choice(BEFORE, "topology.edge", "2013"), "clients.imap4", (993,)),
    servers=(replace(SERVERS[0], addresses=("10.9.9.9",)), *SERVERS[1:]),
)


def side(plan: Plan, name: str = "plan.toml") -> Side:
    return Side(plan, resolve(load(plan.exchange), plan), name)


def no_picture(drawing: Drawing) -> bytes:
    return f"{drawing.width}".encode()


def made(format: str, language: DocumentLanguage = "en", old: Plan = BEFORE, new: Plan = AFTER) -> bytes:
    spoken = replace(new, document=replace(new.document, language=language))
    return export(side(old, "old.toml"), side(spoken, "new.toml"), format, no_picture)


def table(language: DocumentLanguage = "en", old: Plan = BEFORE, new: Plan = AFTER) -> list[dict[str, str]]:
    text = made("csv", language, old, new).decode("utf-8-sig")
    head, *rows = csv.reader(StringIO(text))
    assert len(head) == len(COLUMNS)
    assert all(len(row) == len(head) for row in rows)
    return [dict(zip(COLUMNS, row, strict=True)) for row in rows]


def pdf_text(data: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(data)).pages)


def row(rows: Sequence[dict[str, str]], id: str) -> dict[str, str]:
    return next(row for row in rows if row["id"] == id)


# CSV


def test_a_row_of_the_table_has_all_that_a_firewall_needs() -> None:
    rows = table()
    closed = row(rows, "mf-noedge-in-internet-cas-25")
    assert closed["action"] == "Close"
    assert closed["number"] == ""
    assert closed["number-before"]
    assert (closed["source"], closed["destination"]) == ("Internet", "Client Access server")
    assert (closed["destination-servers"], closed["destination-addresses"]) == ("CAS01", "10.0.0.1")
    assert (closed["ports"], closed["protocol"], closed["direction"]) == ("25/TCP", "SMTP", "Inbound")
    opened = row(rows, "mf-edge-edgesync-50636")
    assert (opened["action"], opened["ports"], opened["direction"]) == ("Open", "50636/TCP", "Outbound")
    assert (opened["source-addresses"], opened["destination-addresses"]) == ("10.0.0.2", "192.0.2.1")
    assert opened["reason"]


def test_a_changed_row_says_its_old_values() -> None:
    changed = row(table(), "cli-imap4-143-993")
    assert changed["action"] == "Change"
    assert changed["ports"] == "993/TCP"
    assert changed["before"].splitlines() == [
        "Destination servers: CAS01  10.0.0.1",
        "Ports: 143/TCP; 993/TCP",
    ]
    assert "Ports, taken away: 143/TCP" in changed["changed"]


def test_what_stays_open_is_said() -> None:
    plan = with_choice(BEFORE, "clients.smtp", (587, 25))
    rows = table(old=plan, new=with_choice(plan, "topology.edge", "2013"))
    numbers = row(rows, "mf-noedge-in-internet-cas-25")["note"]
    assert numbers.startswith("Row 5 still uses this")
    assert not row(rows, "mf-noedge-out-mbx-internet-25")["note"]


def test_between_exchange_servers_nothing_is_opened_or_closed() -> None:
    never = {r["id"]: r["action"] for r in table() if r["id"].startswith("leg-")}
    assert never
    assert set(never.values()) <= {"Do not restrict", "No longer needed"}


@pytest.mark.parametrize("names", GROUPS)
def test_no_cell_is_a_formula(names: tuple[str, ...]) -> None:
    new = replace(BEFORE, servers=(*SERVERS, *(Server(name=n, roles=("client-access",)) for n in names)))
    for line in csv.reader(StringIO(made("csv", new=new).decode("utf-8-sig"))):
        for cell in line:
            assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


# Every format


@pytest.mark.parametrize("language", ["en", "zh-TW", "en+zh-TW"])
@pytest.mark.parametrize("format", FORMATS)
def test_every_format_speaks_the_document_s_languages(format: str, language: DocumentLanguage) -> None:
    data = made(format, language)
    if format == "png":
        assert data
        return
    said = pdf_text(data) if format == "pdf" else data.decode("utf-8-sig")
    if format == "json":
        assert json.loads(said)["language"] == language
    words = {"svg": ("New: ", "新增：")}.get(format, ("Outbound mail", "外寄郵件"))
    for word, one in zip(words, ("en", "zh-TW"), strict=True):
        assert (word in said) is (one in language), word


@pytest.mark.parametrize("format", ["csv", "json", "md", "txt", "pdf"])
def test_the_same_plans_give_the_same_bytes(format: str) -> None:
    assert made(format) == made(format)


@pytest.mark.parametrize("names", GROUPS)
def test_hostile_names_break_no_format(names: tuple[str, ...]) -> None:
    titled = replace(BEFORE, document=replace(BEFORE.document, title=names[0]))
    new = replace(titled, servers=(*SERVERS, *(Server(name=n, roles=("mailbox",)) for n in names)))
    for format in ("json", "md", "txt", "pdf", "svg"):
        made(format, new=new)
    html = MarkdownIt("commonmark").enable("table").render(made("md", new=new).decode())
    assert "<script" not in html
    assert "<b>" not in html


def test_nothing_that_changes_is_said_too() -> None:
    for format in ("md", "txt"):
        assert "Nothing changes" in made(format, new=BEFORE).decode()
    assert "Nothing changes" in pdf_text(made("pdf", new=BEFORE))
    assert not any(
        json.loads(made("json", new=BEFORE))[name] for name in ("flows", "connectors", "dns", "tasks")
    )


# PDF


@pytest.mark.parametrize("language", ["en", "zh-TW", "en+zh-TW"])
def test_the_pdf_says_what_the_table_says(language: DocumentLanguage) -> None:
    said = pdf_text(made("pdf", language)).replace("\n", "")
    for entry in table(language):
        for action in entry["action"].splitlines():
            assert action.replace(" ", "") in said.replace(" ", "")
        for address in re.findall(
            r"[\d.]{7,}", f"{entry['source-addresses']} {entry['destination-addresses']}"
        ):
            assert address in said


def test_the_pdf_embeds_its_fonts_and_has_bookmarks() -> None:
    reader = PdfReader(BytesIO(made("pdf", "en+zh-TW")))
    fonts = [
        font.get_object() for page in reader.pages for font in page["/Resources"].get("/Font", {}).values()  # type: ignore[attr-defined]
    ]  # fmt: skip
    assert fonts
    assert all("/FontFile2" in font["/FontDescriptor"] for font in fonts)
    titles = [str(entry["/Title"]) for entry in reader.outline if not isinstance(entry, list)]
    assert titles[0].startswith("What is chosen differently")
    assert titles[-1].startswith("Sign-off")
    assert reader.metadata is not None
    assert reader.metadata.title == "Firewall change request · 防火牆變更申請: " + (
        "Network ports checklist · 網路連接埠檢查清單"
    )


def test_the_signatures_stand_on_a_page_without_a_diagram() -> None:
    last = PdfReader(BytesIO(made("pdf"))).pages[-1].extract_text()
    assert "Carried out" in last
    assert "25/TCP" not in last


# JSON


def test_json_has_rows_before_and_now() -> None:
    data = json.loads(made("json"))
    assert (data["old"]["name"], data["new"]["name"]) == ("old.toml", "new.toml")
    flows = {entry["id"]: entry for entry in data["flows"]}
    imap = flows["cli-imap4-143-993"]
    assert [port["number"] for port in imap["old"]["ports"]] == [143, 993]
    assert [port["number"] for port in imap["new"]["ports"]] == [993]
    assert {"field": "ports", "old": ["143/TCP", "993/TCP"], "new": ["993/TCP"]} in imap["altered"]
    assert flows["mf-edge-edgesync-50636"]["old"] is None
    assert flows["mf-noedge-in-internet-cas-25"]["new"] is None


# Versions, and many servers


@pytest.mark.parametrize("version", known())
def test_another_version_gives_a_whole_request(version: str) -> None:
    new = with_choice(Plan(), "exchange", version)
    request = Request(side(Plan()), side(new))
    for name, entries in request.parts:
        for entry in entries:
            assert entry.action
            assert entry.number or entry.number_before, name
    assert bool(request.choices) is (version != "2013")
    made("pdf", old=Plan(), new=new)


def test_a_long_list_is_short_on_paper_and_whole_in_the_table() -> None:
    many = tuple(Server(name=f"CAS{n:03}", roles=("client-access",)) for n in range(100))
    new = replace(BEFORE, servers=(*SERVERS, *many))
    web = row(table(new=new), "cli-https-443")
    assert web["destination-servers"].count("CAS") == 101
    assert "and 77 more" in made("txt", new=new).decode()


def test_a_summary_counts_what_to_do() -> None:
    request = Request(side(BEFORE), side(AFTER))
    counts = request.counts("flows")
    assert sum(counts.values()) == len(request.entries("flows"))
    assert request.summary("flows", Text("en")).startswith(
        f"{counts['open']} to open, {counts['close']} to close"
    )
