"""The printed document, read back by pypdf."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from portplanner.export.pdf.document import document
from portplanner.text import Text
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


def test_every_row_has_a_tick_box_named_by_its_id() -> None:
    reader = made(names=NAMES)
    fields: dict[str, Any] = reader.get_fields() or {}
    assert sorted(fields) == sorted(samples.row_ids(samples.checklist(NAMES)))
    ticked = {name for name, field in fields.items() if field["/V"] == "/Yes"}
    assert ticked == {"in-25"}  # the only row that the plan calls done


def test_a_tick_box_looks_the_same_on_paper_and_can_be_ticked() -> None:
    boxes: list[Any] = [a.get_object() for page in made().pages for a in page.get("/Annots", [])]
    boxes = [box for box in boxes if box["/Subtype"] == "/Widget"]
    assert boxes
    for box in boxes:
        assert set(box["/AP"]["/N"]) == {"/Yes", "/Off"}
        assert box["/F"] & 4  # printed too
        assert box["/TU"]


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
    parts = ("diagrams", "ports", "connectors", "dns", "tasks", "ground-rules", "open-points", "sources")
    assert [t for t in titles if t in {text(f"document.part.{p}") for p in parts}] == [
        text(f"document.part.{p}") for p in parts
    ]


def test_the_contents_name_the_right_pages() -> None:
    reader = made("en+zh-TW", names=NAMES)
    pages = bookmarks(reader)
    contents = reader.pages[0].extract_text()
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
        assert "Created by" in page


def test_every_part_is_there() -> None:
    said = text_of(made(names=NAMES))
    for words in (
        "Network ports", "Connectors", "DNS requirements", "Tasks", "Ground rules", "Open points", "Warnings",
        "Further subjects", "Sources", "Sign-off", "53/UDP", "1024–65535/UDP", "user defined/TCP", "Any port",
        "CAS01 … CAS20 (20)", "Default Frontend CAS20", "New-SendConnector -Name <Name>", "Ticket 4711",
        "2 names are missing: <Mailbox server name>, <Edge Transport server name>", "Never restrict",
    ):  # fmt: skip
        assert close(words) in close(said), words


def test_a_row_higher_than_a_page_is_shortened() -> None:
    plan = samples.plan(prepared_by="W" * 255)
    item = replace(plan.items[0], remark="word " * 2000, owner="字" * 255)
    plan = replace(plan, items=(item,))
    reader = PdfReader(BytesIO(document(samples.checklist(), plan, lambda t: [])))
    assert "…" in text_of(reader)


def test_nothing_stands_outside_the_margins() -> None:
    from portplanner.export.fonts import fonts
    from portplanner.export.pdf import style
    from portplanner.export.pdf.content import Content
    from portplanner.export.pdf.document import laid_out
    from portplanner.export.pdf.paper import PlacedText
    from portplanner.export.words import texts

    names = ["W" * 255, "郵" * 255, "www.example." * 20]
    plan = samples.named(names, "en+zh-TW")
    content = Content(samples.checklist(names), plan, texts("en+zh-TW"))
    parts = content.parts()
    cut = fonts([*content.front_texts(), *(t for part in parts for t in part.texts())])
    for page in laid_out(content, parts, [], cut, "A4"):
        for placed in page.placed:
            if isinstance(placed, PlacedText):
                right = placed.x + placed.font.width(placed.text, placed.size)
                assert right <= style.PAGES["A4"][0] - style.MARGIN + 0.5, placed.text
                assert placed.y < style.PAGES["A4"][1] - 20
