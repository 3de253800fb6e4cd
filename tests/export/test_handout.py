"""The hand-out of the walkthrough, read back by pypdf."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from pypdf.generic import Destination

from portplanner.catalogue.load import load
from portplanner.checklist.model import Checklist
from portplanner.checklist.resolve import resolve
from portplanner.checklist.walk import caption, walk
from portplanner.checklist.words import port_text
from portplanner.cli import main
from portplanner.diagram.page import SIZES, PaperSize
from portplanner.export.pdf.handout import handout
from portplanner.plan.change import with_choice
from portplanner.plan.model import Plan, Server
from portplanner.plan.new import starting_plan
from portplanner.plan.read import parse
from portplanner.text import Text

LONG = "Wmailbox.server-" * 15


@cache
def plan_of(name: str, language: str = "en") -> Plan:
    if name == "many":
        roles = {"CAS": "client-access", "MBX": "mailbox", "EDGE": "edge-transport"}
        servers = tuple(
            Server(name=f"{kind}{i:02}", roles=(role,))  # type: ignore[arg-type]
            for kind, role in roles.items()
            for i in range(1, 21)
        )
        plan = replace(with_choice(Plan(), "topology.edge", "2013"), servers=servers)
    elif name == "long":
        plan = replace(
            Plan(),
            servers=(Server(name=LONG, roles=("client-access",)), Server(name="<b>&", roles=("mailbox",))),
        )
    else:
        plan = parse(starting_plan(name), name).plan if name else Plan()
    return with_choice(plan, "document.language", language)


def checklist_of(plan: Plan) -> Checklist:
    return resolve(load(plan.exchange), plan)


@cache
def made(name: str, language: str = "en", size: PaperSize | None = None) -> PdfReader:
    plan = plan_of(name, language)
    return PdfReader(BytesIO(handout(checklist_of(plan), plan, size=size)))


def close(text: str) -> str:
    return re.sub(r"[\s…]|\.\.\.", "", text)


def bookmarks(reader: PdfReader) -> list[tuple[int, str, int]]:
    """Return level, title and page of every bookmark."""

    def found(entries: Any, level: int) -> Any:
        for entry in entries:
            if isinstance(entry, Destination):
                yield level, str(entry.title), reader.get_destination_page_number(entry)
            else:
                yield from found(entry, level + 1)

    return list(found(reader.outline, 0))


@pytest.mark.parametrize(
    ("name", "language"),
    [
        *((name, "en+zh-TW") for name in ("", "contoso-edge", "small-combined", "many", "long")),
        ("contoso-edge", "en"),
        ("contoso-edge", "zh-TW"),
    ],
)
def test_each_step_has_a_page_that_says_it(name: str, language: str) -> None:
    plan = plan_of(name, language)
    checklist, reader = checklist_of(plan), made(name, language)
    steps = walk(checklist)
    assert len(reader.pages) == len(steps)
    for step, page in zip(steps, reader.pages, strict=True):
        said = close(page.extract_text())
        for one in ("en", "zh-TW"):
            if one not in language:
                continue
            text = Text("zh-TW" if one == "zh-TW" else "en")
            shown = caption(checklist, step, text)
            wanted = [str(shown.number), shown.title, *(port_text(port, text) for port in step.flow.ports)]
            for fact in shown.facts:
                if fact.kind not in ("note", "services") and not (
                    name == "long" and fact.kind == "connectors"
                ):
                    wanted += [fact.heading, *(line.text for line in fact.lines if not line.soft)]
            for words in wanted:
                assert close(words) in said, words


@pytest.mark.parametrize("size", ["A4", "Letter", "16:9"])
def test_every_page_has_the_paper_and_says_which_of_how_many(size: PaperSize) -> None:
    reader = made("contoso-edge", "en", None if size == "A4" else size)
    for number, page in enumerate(reader.pages, 1):
        wide, high = SIZES[size]
        assert abs(float(page.mediabox.width) - wide) < 1
        assert abs(float(page.mediabox.height) - high) < 1
        said = page.extract_text()
        assert f"Page {number} of {len(reader.pages)}" in said
        assert plan_of("contoso-edge").document.title in said


@pytest.mark.parametrize(
    ("name", "size"), [("", None), ("contoso-edge", None), ("many", None), ("long", None), ("long", "16:9")]
)
def test_no_text_is_under_eight_points_or_outside_the_page(name: str, size: PaperSize | None) -> None:
    reader = made(name, "en+zh-TW", size)
    for page in reader.pages:
        seen: list[tuple[float, float, float]] = []

        def see(text: str, cm: Any, tm: Any, font: Any, points: float, seen: list[Any] = seen) -> None:
            if text.strip():
                y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
                x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
                seen.append((abs(points * tm[3] * cm[3]), x, y))

        page.extract_text(visitor_text=see)
        assert min(points for points, _, _ in seen) >= 7.99
        wide, high = SIZES[size or "A4"]
        assert all(0 < x < wide and 15 < y < high for _, x, y in seen)


def test_the_flow_of_a_page_is_in_its_drawing_and_the_others_lead_to_their_pages() -> None:
    reader = made("contoso-edge")
    for number, page in enumerate(reader.pages):
        links = [link.get_object() for link in page.get("/Annots", [])]
        targets = {reader.get_page_number(link["/Dest"][0].get_object()) for link in links}
        assert number in targets
        assert len(targets) > 1 or "backend" in page.extract_text()


def test_bookmarks_lead_to_every_step_in_its_section() -> None:
    reader = made("contoso-edge", "en+zh-TW")
    found = bookmarks(reader)
    steps = walk(checklist_of(plan_of("contoso-edge")))
    assert [page for level, _, page in found if level == 1] == list(range(len(steps)))
    sections = [title for level, title, _ in found if level == 0]
    assert len(sections) == len({(step.flow.diagram, step.part) for step in steps})
    assert sections[1] == "Mail flow with Edge · Inbound mail / 郵件流程（有 Edge） · 內送郵件"


def test_the_file_has_properties_and_language_and_embeds_its_fonts() -> None:
    reader = made("contoso-edge", "zh-TW")
    assert reader.metadata is not None
    assert reader.metadata.title == plan_of("contoso-edge").document.title
    assert reader.metadata.author == "Messaging team"
    assert str(reader.root_object["/Lang"]) == "zh-TW"
    assert "/AcroForm" not in reader.root_object  # nothing to fill in, and no import takes it for a checklist
    for page in reader.pages:
        resources: Any = page["/Resources"]
        for font in resources["/Font"].values():
            assert "/FontFile2" in font.get_object()["/FontDescriptor"]


def test_one_diagram_can_be_picked_and_a_plan_without_flows_says_so() -> None:
    plan = plan_of("contoso-edge")
    checklist = checklist_of(plan)
    some = PdfReader(BytesIO(handout(checklist, plan, ("mail-flow-edge",))))
    assert len(some.pages) == sum(flow.diagram == "mail-flow-edge" for flow in checklist.flows)
    none = PdfReader(BytesIO(handout(replace(checklist, flows=()), plan)))
    assert Text("en")("walkthrough.nothing") in none.pages[0].extract_text()


def test_the_same_plan_gives_the_same_bytes() -> None:
    plan = plan_of("small-combined", "en+zh-TW")
    checklist = checklist_of(plan)
    assert handout(checklist, plan) == handout(checklist, plan)


def test_the_command_line_writes_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plan, out = tmp_path / "plan.toml", tmp_path / "walk.pdf"
    plan.write_text(starting_plan("small-combined"), "utf-8")
    options = ["--walkthrough", "--page", "16:9", "--diagram", "mail-flow"]
    assert main(["export", str(plan), "--to", str(out), *options]) == 0
    reader = PdfReader(out)
    assert round(float(reader.pages[0].mediabox.width)) == 960
    assert 0 < len(reader.pages) < len(walk(checklist_of(plan_of("small-combined"))))


def test_the_command_line_hands_out_nothing_but_pdf(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan = tmp_path / "plan.toml"
    plan.write_text(starting_plan("small-combined"), "utf-8")
    assert main(["export", str(plan), "--to", str(tmp_path / "walk.csv"), "--walkthrough"]) == 2
    assert Text("en")("walkthrough.option.pdf") in capsys.readouterr().err
    assert (
        main(["export", str(plan), "--to", str(tmp_path / "walk.pdf"), "--walkthrough", "--page", "A0"]) == 2
    )
    assert "A0" in capsys.readouterr().err
