"""The CSV table, read back by the csv module."""

from __future__ import annotations

import csv
from io import StringIO

import pytest

from portplanner.export.csv import COLUMNS, document, guarded
from tests.export import samples


def rows(language: str = "en") -> list[list[str]]:
    data = document(samples.checklist(["CAS01", "CAS02"]), samples.plan(language))
    assert data.startswith(b"\xef\xbb\xbf")  # Excel reads it as UTF-8
    return list(csv.reader(StringIO(data.decode("utf-8-sig"), newline=""), strict=True))


@pytest.mark.parametrize("language", ["en", "zh-TW", "en+zh-TW"])
def test_every_row_of_the_checklist_is_there_once(language: str) -> None:
    listed = samples.checklist(["CAS01", "CAS02"])
    head, *body = rows(language)
    assert len(set(head)) == len(head) == len(COLUMNS)
    assert all(len(row) == len(head) for row in body)
    expected = [*samples.row_ids(listed), *(row.id for row in listed.warnings)]
    assert [row[1] for row in body] == expected


def test_what_people_recorded_is_on_the_row() -> None:
    head, first, *_ = rows()
    found = dict(zip(head, first, strict=True))
    assert (found["State"], found["Owner"], found["Ticket"]) == ("Done", "Lin", "4711")
    assert found["Ports"] == "25/TCP"
    assert found["Connectors"] == "Default Frontend CAS01, Default Frontend CAS02"


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1"])
def test_no_cell_is_a_formula(cell: str) -> None:
    assert guarded(cell) == f"'{cell}"


def test_a_cell_is_never_longer_than_a_spreadsheet_takes() -> None:
    assert len(guarded("x" * 100_000)) < 32_767
