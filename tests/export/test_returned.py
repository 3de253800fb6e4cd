"""A printed document that people filled in comes back into its plan."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject, TextStringObject

from portplanner.catalogue.load import load
from portplanner.checklist.meaning import meaning
from portplanner.checklist.resolve import resolve
from portplanner.checklist.status import Recorded, rows, status_of, with_status
from portplanner.cli import main
from portplanner.errors import CouldNot, UserError
from portplanner.export.pdf.document import document
from portplanner.export.pdf.read_form import returned
from portplanner.export.returned import read_returned
from portplanner.plan.change import with_choice
from portplanner.plan.model import Item, Plan
from portplanner.plan.new import starting_plan
from portplanner.plan.read import parse, read
from tests.export import samples

LISTED = samples.checklist()
PLAN = samples.plan()
MEANS = {row.id: meaning(row) for row in rows(LISTED)}


def printed(plan: Plan = PLAN) -> bytes:
    return document(LISTED, plan, lambda t: [])


def filled(data: bytes, values: Mapping[str, str], ticked: Mapping[str, bool] | None = None) -> bytes:
    """Return the file as a reader saves it after somebody typed in these values."""
    writer = PdfWriter(clone_from=BytesIO(data))
    for page in writer.pages:
        writer.update_page_form_field_values(page, dict(values), auto_regenerate=False)
        for one in page.get("/Annots", []):
            box: Any = one.get_object()
            id = str(box["/Parent"].get_object()["/T"]) if "/Parent" in box else ""
            if ticked and id in ticked and box.get("/FT") == "/Btn":
                on = next(name for name in box["/AP"]["/N"] if name != "/Off")
                state = NameObject(on if ticked[id] else "/Off")
                box[NameObject("/V")] = box[NameObject("/AS")] = state
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def said(data: bytes) -> dict[str, Recorded]:
    return {record.id: record for record in returned(data, "x.pdf")[0]}


def test_an_untouched_document_says_nothing() -> None:
    assert said(printed()) == {}


def test_what_was_typed_and_ticked_comes_back() -> None:
    values = {
        "item.mx.owner": "林小姐 (Lin)",
        "item.mx.date": "2026-11-24",
        "item.mx.remark": "first\rsecond 第二行",
        "item.in-25.owner": "",
        "item.in-25.ticket": "4711",
    }
    found = said(filled(printed(), values, {"mx": True, "in-25": False}))
    assert found == {
        "mx": Recorded(
            "mx", state="done", owner="林小姐 (Lin)", date="2026-11-24", remark="first\nsecond 第二行",
            meaning=MEANS["mx"],
        ),
        "in-25": Recorded("in-25", state="open", owner="", meaning=MEANS["in-25"]),
    }  # fmt: skip


def test_chinese_that_we_printed_into_a_field_comes_back_when_it_is_changed() -> None:
    plan = replace(PLAN, items=(Item(id="mx", owner="林小姐", remark="見郵件"),))
    found = said(filled(printed(plan), {"item.mx.owner": "王先生"}))
    assert found == {"mx": Recorded("mx", owner="王先生", meaning=MEANS["mx"])}


def test_a_box_is_ticked_by_its_name() -> None:
    assert said(filled(printed(), {"item.mx.done": "/Yes"}))["mx"].state == "done"


def test_ids_with_full_stops_and_signs_come_back() -> None:
    odd = "mx--srv.contoso.com%2E-1"
    listed = replace(LISTED, dns=(replace(LISTED.dns[0], id=odd),))
    data = document(listed, PLAN, lambda t: [])
    writer = PdfWriter(clone_from=BytesIO(data))
    for page in writer.pages:
        for one in page.get("/Annots", []):
            box: Any = one.get_object()
            if box.get("/T") == "owner" and str(box["/Parent"].get_object()["/T"]).startswith("mx"):
                box[NameObject("/V")] = TextStringObject("Lin")
    out = BytesIO()
    writer.write(out)
    assert said(out.getvalue())[odd].owner == "Lin"


def test_a_long_text_in_a_stream_is_read() -> None:
    from pypdf.generic import DecodedStreamObject

    writer = PdfWriter(clone_from=BytesIO(printed()))
    stream = DecodedStreamObject()
    stream.set_data(b"\xfe\xff" + "備註".encode("utf-16-be"))
    for page in writer.pages:
        for one in page.get("/Annots", []):
            box: Any = one.get_object()
            if box.get("/T") == "remark" and box["/Parent"].get_object()["/T"] == "mx":
                box[NameObject("/V")] = writer._add_object(stream)
    out = BytesIO()
    writer.write(out)
    assert said(out.getvalue())["mx"].remark == "備註"


# Files that are none of ours ---------------------------------------------------------------------


def other(**changes: Any) -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    if "encrypt" in changes:
        writer = PdfWriter(clone_from=BytesIO(printed()))
        writer.encrypt("secret", algorithm="RC4-128")
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def looping() -> bytes:
    """Return a form whose fields stand below themselves."""
    writer = PdfWriter(clone_from=BytesIO(printed()))
    form: Any = writer.root_object["/AcroForm"].get_object()
    for reference in form["/Fields"]:
        field: Any = reference.get_object()
        if "/Kids" in field:
            field["/Kids"].append(reference)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "id"),
    [
        pytest.param(b"", "status.unknown-kind", id="empty"),
        pytest.param(b"hello", "status.unknown-kind", id="text"),
        pytest.param(b"%PDF-1.7\nhello", "status.damaged", id="damaged"),
        pytest.param(printed()[:9000], "status.damaged", id="cut short"),
        pytest.param(other(), "status.foreign", id="another PDF"),
        pytest.param(other(encrypt=True), "status.locked", id="encrypted"),
        pytest.param(looping(), "status.too-big", id="fields below themselves"),
        pytest.param(b"PK\x03\x04 no archive", "carriers.import.damaged", id="no workbook"),
    ],
)
def test_other_files_get_one_clear_line_and_change_nothing(
    data: bytes, id: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, plan = tmp_path / "filled.pdf", tmp_path / "plan.toml"
    file.write_bytes(data)
    plan.write_text("format = 1\n", "utf-8")
    with pytest.raises(UserError, match=f"^{id}$"):
        read_returned(file, PLAN, LISTED)
    assert main(["import-status", str(file), str(plan)]) == 2
    out, errors = capsys.readouterr()
    assert out == ""
    assert len(errors.splitlines()) == 1
    assert plan.read_text("utf-8") == "format = 1\n"
    assert sorted(tmp_path.iterdir()) == [file, plan]


@pytest.mark.parametrize("at", range(1000, 30000, 3001))
def test_a_file_damaged_anywhere_is_read_or_refused(at: int) -> None:
    data = bytearray(printed())
    data[at : at + 40] = b"\xff" * 40
    with suppress(UserError):
        returned(bytes(data), "x.pdf")
    assert not logging.getLogger("pypdf").disabled


def test_a_file_that_is_not_there_is_said_to_be(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"^status\.no-file$"):
        read_returned(tmp_path / "no.pdf", PLAN, LISTED)
    with pytest.raises((UserError, CouldNot), match=r"^status\.folder$"):
        read_returned(tmp_path, PLAN, LISTED)


def test_a_document_of_another_plan_is_refused_unless_it_is_wanted(tmp_path: Path) -> None:
    file = tmp_path / "f.pdf"
    file.write_bytes(filled(printed(), {"item.mx.owner": "Lin"}))
    retitled = with_choice(PLAN, "document.title", "Fabrikam")
    assert read_returned(file, retitled, LISTED)  # the same rows
    fewer = replace(LISTED, flows=LISTED.flows[1:])
    assert read_returned(file, PLAN, fewer)  # the same title
    with pytest.raises(UserError, match=r"^status\.other-plan$"):
        read_returned(file, retitled, fewer)
    assert read_returned(file, retitled, fewer, anyway=True)


# The whole way -----------------------------------------------------------------------------------


def test_the_command_brings_a_filled_in_document_back(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    monkeypatch.delenv("LC_ALL", raising=False)
    original = starting_plan("small-combined")
    file, plan = tmp_path / "plan.pdf", tmp_path / "plan.toml"
    plan.write_text(original, "utf-8")
    assert main(["export", str(plan), "--to", str(file), "--language", "en+zh-TW"]) == 0
    listed = resolve(load("2013"), parse(original, "").plan)
    first, second = listed.flows[0].id, listed.connectors[0].id
    fields = PdfReader(BytesIO(file.read_bytes())).get_fields() or {}
    assert f"item.{first}.done" in fields
    values = {
        f"item.{first}.owner": "林小姐",
        f"item.{first}.date": "2026/11/24",
        f"item.{second}.date": "soon",
        f"item.{second}.remark": "on Friday",
    }
    file.write_bytes(filled(file.read_bytes(), values, {first: True}))
    # meanwhile somebody edited the plan: with a comment, a record of his own and another choice
    newer = original + '\n# ours\n[[item]]\nid = "sa-1"\nowner = "Wu"\n'
    plan.write_text(newer, "utf-8")
    capsys.readouterr()
    assert main(["import-status", str(file), str(plan)]) == 0
    out, errors = capsys.readouterr()
    assert "2 rows updated, 1 value left out." in out
    assert '"soon" is no date' in errors
    text = plan.read_text("utf-8")
    assert text.startswith(original[:200])
    assert "# ours\n[[item]]" in text
    assert (tmp_path / "plan.toml.bak").read_text("utf-8") == newer
    known = {item.id: item for item in read(plan).plan.items}
    assert known[first].owner == "林小姐"
    assert (known[first].state, known[first].date) == ("done", "2026-11-24")
    assert known[second] == Item(id=second, remark="on Friday")
    assert known["sa-1"].owner == "Wu"
    assert main(["import-status", str(file), str(plan)]) == 0  # once more: nothing new
    assert "0 rows updated, 1 value left out." in capsys.readouterr().out
    assert plan.read_text("utf-8") == text


def test_rows_that_changed_or_left_since_the_document_was_printed_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    monkeypatch.delenv("LC_ALL", raising=False)
    file, plan = tmp_path / "plan.pdf", tmp_path / "plan.toml"
    plan.write_text("format = 1\n[clients]\nimap4 = [143, 993]\n", "utf-8")
    assert main(["export", str(plan), "--to", str(file)]) == 0
    file.write_bytes(filled(file.read_bytes(), {}, {"cli-imap4-143-993": True, "cli-pop3-110-995": True}))
    plan.write_text("format = 1\n[clients]\nimap4 = [993]\npop3 = []\n", "utf-8")
    capsys.readouterr()
    assert main(["import-status", str(file), str(plan)]) == 0
    out, errors = capsys.readouterr()
    assert "1 row updated, 1 unknown, 1 changed since." in out
    assert "cli-pop3-110-995" in errors
    now = read(plan).plan
    assert status_of(resolve(load("2013"), now), now).changed == {"cli-imap4-143-993"}


def test_a_plan_that_is_newer_keeps_what_the_document_does_not_say() -> None:
    from portplanner.checklist.status import merge

    data = filled(printed(replace(PLAN, items=())), {"item.mx.owner": "Lin"})
    newer = with_status(PLAN, LISTED, "mx", state="done")
    new, report = merge(newer, LISTED, said(data).values())
    assert status_of(LISTED, new).of("mx") == Item(id="mx", state="done", owner="Lin", meaning=MEANS["mx"])
    assert status_of(LISTED, new).of("in-25").owner == "Lin"
    assert report.updated == ("mx",)
