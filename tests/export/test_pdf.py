"""The printed document, read back by pypdf."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from portplanner.catalogue.load import load
from portplanner.checklist.meaning import fingerprint, meaning
from portplanner.checklist.model import Checklist, Connector
from portplanner.checklist.resolve import resolve
from portplanner.checklist.status import rows
from portplanner.checklist.words import connectors_of, numbers
from portplanner.diagram.drawing import Drawing
from portplanner.export.fonts import fonts
from portplanner.export.pdf import style
from portplanner.export.pdf.content import Content
from portplanner.export.pdf.document import document, laid_out
from portplanner.export.pdf.paper import (
    Page,
    PlacedAnchor,
    PlacedField,
    PlacedLink,
    PlacedText,
    PlacedTick,
)
from portplanner.export.pdf.parts import parts
from portplanner.export.tables import row_numbers
from portplanner.export.words import texts
from portplanner.plan.change import with_choice
from portplanner.plan.model import Item, Plan
from portplanner.plan.new import starting_plan
from portplanner.plan.read import parse
from portplanner.text import Text, Words
from tests.export import samples

NAMES = [f"CAS{i:02}" for i in range(1, 21)]


def made(language: str = "en", paper: str = "A4", names: list[str] | None = None) -> PdfReader:
    names = names or ["CAS01"]
    plan = samples.plan(language, paper=paper)
    return PdfReader(BytesIO(document(samples.checklist(names), plan, lambda t: [samples.drawing(t, names)])))


def bookmarks(reader: PdfReader) -> dict[str, int]:
    """Return the titles of the parts, and the number of the page that each leads to."""
    entries = [entry for entry in reader.outline if not isinstance(entry, list)]
    return {str(entry.title): (reader.get_destination_page_number(entry) or 0) + 1 for entry in entries}


def text_of(reader: PdfReader) -> str:
    return "\n".join(page.extract_text() for page in reader.pages)


def close(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("language", ["en", "zh-TW", "en+zh-TW"])
@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_every_page_has_the_paper_and_says_which_of_how_many(language: str, paper: str) -> None:
    reader = made(language, paper, NAMES)
    width, height = {"A4": (842, 595), "Letter": (792, 612)}[paper]
    count = len(reader.pages)
    for number, page in enumerate(reader.pages, 1):
        assert (round(page.mediabox.width), round(page.mediabox.height)) == (width, height)
        said = page.extract_text()
        if "en" in language:
            assert f"Page {number} of {count}" in said
        if "zh" in language:
            assert f"第 {number} 頁，共 {count} 頁" in said
        if number > 1:
            assert "Contoso mail" in said


def test_the_title_block_says_who_and_when() -> None:
    said = made().pages[0].extract_text()
    for words in ("Contoso mail", "Contoso", "Chen Mei", "Revision", "2026-11-23", "Catalogue edition"):
        assert words in said


def fields_of(reader: PdfReader) -> dict[str, Any]:
    fields: dict[str, Any] = reader.get_fields() or {}
    return {name: field for name, field in fields.items() if "/FT" in field}


def test_every_row_has_its_boxes_named_by_its_id() -> None:
    reader = made(names=NAMES)
    fields = fields_of(reader)
    named = [
        f"item.{id}.{box}"
        for id in samples.row_ids(samples.checklist(NAMES))
        for box in ("done", "owner", "date", "ticket", "remark")
    ]
    assert sorted(fields) == sorted([*named, "port-planner"])
    ticked = {name for name, field in fields.items() if field["/FT"] == "/Btn" and field["/V"] != "/Off"}
    assert ticked == {"item.in-25.done"}  # the only row that the plan calls done
    held = {name: field["/V"] for name, field in fields.items() if field["/FT"] == "/Tx" and "/V" in field}
    held.pop("port-planner")
    assert held == {
        "item.in-25.owner": "Lin",
        "item.in-25.date": "2026-11-20",
        "item.in-25.ticket": "4711",
        "item.in-25.remark": "ok",
    }


def widgets(reader: PdfReader) -> list[Any]:
    found: list[Any] = [a.get_object() for page in reader.pages for a in page.get("/Annots", [])]
    return [one for one in found if one["/Subtype"] == "/Widget" and not one["/F"] & 2]


def test_a_box_can_be_ticked_and_the_field_above_it_tells_what_its_row_means() -> None:
    listed = samples.checklist()
    means = {row.id: meaning(row) for row in rows(listed)}
    boxes = [box for box in widgets(made()) if box["/FT"] == "/Btn"]
    assert len(boxes) == len(means)
    for box in boxes:
        assert box["/Parent"]["/TU"] == means[box["/Parent"]["/T"]]
        assert set(box["/AP"]["/N"]) == {"/Yes", "/Off"}
        assert box["/F"] & 4  # printed too
        assert box["/TU"]


def test_boxes_are_on_the_page_itself_and_large_enough_for_a_pen() -> None:
    reader = made()
    for page in reader.pages:
        boxes = [box for box in widgets(reader) if box["/P"] == page]
        drawn = re.findall(r"([\d.]+) ([\d.]+) ([\d.]+) ([\d.]+) re", str(page.get_contents().get_data()))  # type: ignore[union-attr]
        places = {tuple(round(float(n)) for n in one) for one in drawn}
        for box in boxes:
            x1, y1, x2, y2 = (float(n) for n in box["/Rect"])
            assert (round(x1), round(y1), round(x2 - x1), round(y2 - y1)) in places
            assert box["/FT"] == "/Btn" or y2 - y1 >= 14


def test_typed_text_has_a_font_in_every_reader() -> None:
    form: Any = made().root_object["/AcroForm"]
    assert form["/DA"] == "/Helv 9 Tf 0 g"
    assert form["/DR"]["/Font"]["/Helv"]["/BaseFont"] == "/Helvetica"
    assert not form.get("/NeedAppearances")
    assert all("/AP" in box for box in widgets(made()))


def test_chinese_that_is_recorded_is_held_and_drawn_in_the_documents_own_font() -> None:
    plan = samples.plan()
    plan = replace(plan, items=(replace(plan.items[0], owner="林小姐", remark="見電子郵件\n第二行"),))
    reader = PdfReader(BytesIO(document(samples.checklist(), plan, lambda t: [])))
    fields = fields_of(reader)
    assert fields["item.in-25.owner"]["/V"] == "林小姐"
    assert fields["item.in-25.remark"]["/V"] == "見電子郵件\n第二行"
    look = next(b for b in widgets(reader) if b["/T"] == "owner" and b.get("/V"))["/AP"]["/N"]
    used = re.search(rb"(/F\d+\+\d+) 9 Tf", look.get_data())
    assert used
    font = look["/Resources"]["/Font"][used[1].decode()]
    assert "/FontFile2" in font["/FontDescriptor"]


def test_a_hidden_field_says_which_plan_the_file_belongs_to() -> None:
    known = json.loads(fields_of(made())["port-planner"]["/V"])
    assert known["format"] == 1
    assert known["title"] == "Contoso mail"
    assert known["checklist"] == fingerprint(rows(samples.checklist()))


def test_what_does_not_fit_into_a_box_is_printed_in_full() -> None:
    plan = samples.plan()
    plan = replace(plan, items=(replace(plan.items[0], owner="Lin " * 40, remark="word " * 300),))
    said = text_of(PdfReader(BytesIO(document(samples.checklist(), plan, lambda t: []))))
    assert close("Owner: " + "Lin " * 40) in close(said)
    assert close("Remark: " + "word " * 300) in close(said)


def test_a_row_that_changed_since_is_printed_so_and_its_box_is_empty() -> None:
    plan = samples.plan()
    plan = replace(
        plan, items=(replace(plan.items[0], meaning="00000000"), Item(id="gone-row", remark="why"))
    )
    reader = PdfReader(BytesIO(document(samples.checklist(), plan, lambda t: [])))
    said = close(text_of(reader))
    assert close("Recorded as done, but the row has changed since: check it again and tick it anew.") in said
    assert close("1 row has to be checked again: 1.") in said
    assert fields_of(reader)["item.in-25.done"]["/V"] == "/Off"
    for words in ("gone-row", "why", "Records without a row"):
        assert close(words) in said


def test_progress_is_told_for_each_section() -> None:
    said = text_of(made())
    assert re.search(r"Network ports\s+1\s+0\s+0\s+3\s+4\b", said)
    assert re.search(r"All sections\s+1\s+0\s+0\s+8\s+9\b", said)


def pages_laid_out(listed: Checklist, plan: Plan, drawings: Sequence[Drawing] = ()) -> list[Page]:
    content = Content(listed, plan, texts(plan.document.language))
    made_parts = parts(content)
    cut = fonts([*content.front_texts(), *(t for part in made_parts for t in part.texts())])
    return laid_out(content, made_parts, drawings, cut, plan.document.paper)


def test_rows_lead_to_the_diagrams_and_back() -> None:
    drawing = samples.drawing(Text("en"))
    pages = pages_laid_out(samples.checklist(), samples.plan(), [drawing])
    placed = [p for page in pages for p in page.placed]
    links = {p.anchor for p in placed if isinstance(p, PlacedLink)}
    anchors = {p.name for p in placed if isinstance(p, PlacedAnchor)}
    assert {"drawn:in-25", "row:default-frontend--1", "part:sources", "part:ports"} <= links
    assert {link for link in links - anchors if not link.startswith("drawn:")} == set()
    reader = made()
    pages_of = {page.indirect_reference: n for n, page in enumerate(reader.pages, 1)}
    diagram = bookmarks(reader)["Diagrams"]
    ports = bookmarks(reader)["Network ports"]
    assert ports in {pages_of[to] for to in led_to(reader, diagram)}
    assert diagram in {pages_of[to] for to in led_to(reader, ports)}


def led_to(reader: PdfReader, page: int) -> list[Any]:
    """Return the pages that the links of a page lead to."""
    found: list[Any] = [one.get_object() for one in reader.pages[page - 1].get("/Annots", [])]
    return [one["/Dest"][0].indirect_reference for one in found if one["/Subtype"] == "/Link"]


def test_flows_have_the_numbers_of_the_window() -> None:
    listed = resolve(load("2013"), Plan())
    reader = PdfReader(BytesIO(document(listed, Plan(), lambda t: [])))
    labels = {box["/Parent"]["/T"]: box["/TU"] for box in widgets(reader) if box["/FT"] == "/Btn"}
    for flow in listed.flows:
        assert labels[flow.id] == f"{numbers(listed)[flow.id]} {flow.purpose.en}"


@pytest.mark.parametrize("language", ["en", "zh-TW", "en+zh-TW"])
@pytest.mark.parametrize("name", ["contoso-edge", "small-combined"])
def test_every_row_is_there_and_no_word_of_ours_is_cut(language: str, name: str) -> None:
    plan = with_choice(parse(starting_plan(name), "").plan, "document.language", language)
    listed = resolve(load("2013"), plan)
    content = Content(listed, plan, texts(plan.document.language))
    made_parts = parts(content)
    plan = with_choice(plan, "document.paper", "Letter")
    placed = [p for page in pages_laid_out(listed, plan) for p in page.placed]
    lines = [p.text for p in placed if isinstance(p, PlacedText)]
    said = close("".join(lines))
    for row in rows(listed):
        assert row.id in {p.row for p in placed if isinstance(p, PlacedTick)}
        for text in content.texts:
            words = row.name if isinstance(row, Connector) else text.of(_main_words(row))
            assert close(words) in said, row.id
    numbered = row_numbers(listed)
    for flow in listed.flows:
        for row in connectors_of(listed, flow)[:3]:
            assert any(f"{numbered[row.id]}  {row.name}" in line for line in lines)
    for row in listed.connectors:
        assert not row.name or any(row.name in line for line in lines)  # never broken
    known = {word for part in made_parts for text in part.texts() for word in _latin(text)}
    assert {word for line in lines for word in _latin(line)} <= known | set(
        _latin(" ".join(content.front_texts()))
    )
    for line in lines:
        assert line.strip()[:1] not in tuple("，。、；：！？）」』》】)]},;:!?"), line
        assert line.strip()[-1:] not in tuple("（「『《【([{"), line


def _latin(text: str) -> list[str]:
    return re.findall(r"[A-Za-z]{2,}", text)


def _main_words(row: Any) -> Words:
    found: Words = getattr(row, "purpose", None) or getattr(row, "requirement", None) or row.text
    return found


def test_a_choice_without_effect_is_marked_beside_it() -> None:
    plan = with_choice(
        with_choice(Plan(), "topology.edge", "2013"), "topology.outbound", "client-access-proxy"
    )
    listed = resolve(load("2013"), plan)
    said = PdfReader(BytesIO(document(listed, plan, lambda t: []))).pages[0].extract_text()
    assert "No effect: see W1." in said


def test_nothing_to_say_before_use_is_said() -> None:
    listed = replace(samples.checklist(), placeholders=(), warnings=(), open_points=())
    said = text_of(PdfReader(BytesIO(document(listed, replace(samples.plan(), items=()), lambda t: []))))
    assert "Nothing is missing" in said


def test_all_fonts_are_embedded_subsets() -> None:
    fonts: dict[str, Any] = {}
    for page in made("en+zh-TW").pages:
        resources: Any = page["/Resources"]
        fonts |= {f.get_object()["/BaseFont"]: f.get_object() for f in resources["/Font"].values()}
    assert fonts
    for name, font in fonts.items():
        assert name[7:8] == "+"
        assert "NotoSansTC" in name
        assert "/FontFile2" in font["/FontDescriptor"]
        assert "/ToUnicode" in font


def test_no_text_is_under_eight_points() -> None:
    sizes = set()

    def see(text: str, cm: Any, tm: Any, font: Any, size: float) -> None:
        if text.strip():
            sizes.add(round(abs(size * tm[3] * cm[3]), 2))

    for page in made("en+zh-TW", names=NAMES).pages:
        page.extract_text(visitor_text=see)
    assert min(sizes) >= 8.0


def test_the_file_has_properties_language_and_bookmarks() -> None:
    reader = made("zh-TW")
    assert reader.metadata is not None
    assert reader.metadata.title == "Contoso mail"
    assert reader.metadata.author == "Chen Mei"
    assert str(reader.root_object["/Lang"]) == "zh-TW"
    titles = list(bookmarks(reader))
    text = Text("zh-TW")
    found = (
        *("before", "progress", "diagrams", "ports", "connectors", "dns", "tasks", "ground-rules"),
        *("open-points", "sources"),
    )
    assert [t for t in titles if t in {text(f"document.part.{p}") for p in found}] == [
        text(f"document.part.{p}") for p in found
    ]


def test_the_contents_name_the_right_pages() -> None:
    reader = made("en+zh-TW", names=NAMES)
    pages = bookmarks(reader)
    contents = reader.pages[1].extract_text()  # in one language it stands on the first page
    for title, page in pages.items():
        assert re.search(rf"{re.escape(title)}\s*{page}\b", contents), title


def test_the_same_plan_gives_the_same_bytes() -> None:
    listed, plan = samples.checklist(NAMES), samples.plan("en+zh-TW")
    first, second = (document(listed, plan, lambda t: [samples.drawing(t)]) for _ in range(2))
    assert first == second


def test_the_header_of_a_table_stands_on_every_page_of_it() -> None:
    reader = made(names=[f"CAS{i:03}" for i in range(1, 61)])
    pages = [page.extract_text() for page in reader.pages]
    with_rows = [page for page in pages if "Default Frontend CAS" in page and "Receive connector" in page]
    assert len(with_rows) > 2
    for page in with_rows:
        assert "What to do" in page


def test_every_part_is_there() -> None:
    said = text_of(made(names=NAMES))
    for words in (
        "Network ports", "Connectors", "DNS requirements", "Tasks", "Ground rules", "Open points", "Progress",
        "Further subjects", "Sources", "Sign-off", "53/UDP", "1024–65535/UDP", "user defined/TCP", "Any port",
        "CAS01 … CAS20 (20)", "Default Frontend CAS20", "New-SendConnector -Name <Name>", "Never restrict",
        "2 names stand in angle brackets until the plan gives them.", "<Edge Transport server name>",
        "Inbound", "Inside one zone", "Exists: Setup makes it", "Choices without effect",
    ):  # fmt: skip
        assert close(words) in close(said), words


def test_a_row_higher_than_a_page_is_shortened() -> None:
    plan = samples.plan(prepared_by="W" * 255)
    item = replace(plan.items[0], remark="word " * 2000, owner="字" * 255)
    plan = replace(plan, items=(item,))
    reader = PdfReader(BytesIO(document(samples.checklist(), plan, lambda t: [])))
    assert "…" in text_of(reader)


@pytest.mark.parametrize("count", [1, 7, 40])
def test_no_row_is_split_and_no_heading_stands_alone(count: int) -> None:
    names = [f"CAS{i:03}" for i in range(count)]
    remark = "word " * 2000  # higher than a page with all the rest
    plan = replace(samples.plan("en+zh-TW"), items=(Item(id="in-25", owner="字" * 255, remark=remark),))
    listed = samples.checklist(names)
    headings = {
        line for part in parts(Content(listed, plan, texts("en+zh-TW"))) for line in [part.heading[0].text]
    }
    seen: dict[str, int] = {}
    for number, page in enumerate(pages_laid_out(listed, plan)[2:]):
        rows_here = {p.row for p in page.placed if isinstance(p, PlacedTick)}
        assert {p.row for p in page.placed if isinstance(p, PlacedField)} == rows_here
        for row in rows_here:
            assert seen.setdefault(row, number) == number
        texts_here = [p for p in page.placed if isinstance(p, PlacedText)]
        lowest = max(p.y for p in texts_here if p.y < style.PAGES["A4"][1] - style.BOTTOM)
        for placed in texts_here:
            if placed.text in headings and placed.size == style.HEADING:
                assert lowest - placed.y > 60, placed.text  # its table's head and a row follow
    assert set(seen) == set(samples.row_ids(listed))


def test_nothing_stands_outside_the_margins() -> None:
    names = ["W" * 255, "郵" * 255, "www.example." * 20]
    plan = samples.named(names, "en+zh-TW")
    for page in pages_laid_out(samples.checklist(names), plan):
        for placed in page.placed:
            if isinstance(placed, PlacedText):
                right = placed.x + placed.font.width(placed.text, placed.size)
                assert right <= style.PAGES["A4"][0] - style.MARGIN + 0.5, placed.text
                assert placed.y < style.PAGES["A4"][1] - 20


def test_a_name_of_255_characters_stands_on_one_line_without_its_middle() -> None:
    names = ["W" * 255]
    plan = samples.named(names)
    lines = [
        placed.text
        for page in pages_laid_out(samples.checklist(names), plan)
        for placed in page.placed
        if isinstance(placed, PlacedText)
    ]
    assert any(re.fullmatch("Default Frontend W+…W+", line) for line in lines)
