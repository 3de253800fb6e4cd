"""The results of verify.ps1 come back as the state of rows."""

from __future__ import annotations

import csv
from contextlib import suppress
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest

from portplanner.catalogue.load import load
from portplanner.checklist.resolve import resolve
from portplanner.checklist.status import Report, merge, status_of
from portplanner.checklist.verify import verifications
from portplanner.cli import main
from portplanner.errors import UserError
from portplanner.export.returned import read_returned
from portplanner.export.verified import COLUMNS, MARK, is_results, recorded
from portplanner.paths import resources
from portplanner.plan.model import Item, Plan, Server, Site, Topology
from portplanner.plan.read import read
from tests.hostile_names import NAMES, shortly

EXAMPLE = resources() / "examples" / "contoso-edge.toml"
CONTOSO = read(EXAMPLE).plan
OUT = "mf-edge-out-mbx-edge-25"
Line = tuple[str, ...]


def line(row: str, server: str, target: str, port: str, result: str = "ok", time: str = "2026-11-23") -> Line:
    detail = "open" if result == "ok" else "closed"
    return (row, "12", server, target, port, result, detail, f"{time}T08:00:00Z")


def table(*lines: Line, mark: str = ",") -> bytes:
    out = StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n", delimiter=mark)
    writer.writerows((COLUMNS, *lines))
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def all_good(plan: Plan) -> list[Line]:
    """Return what every server writes when everything is as it should be."""
    listed = resolve(load(plan.exchange), plan)
    return [
        line(way.row, place, target or "mail.contoso.com", port)
        for way in verifications(load(plan.exchange), plan, listed)
        for step in way.steps
        if step.measurable
        for place in step.places
        for target in step.measured_targets
        for port in step.measured_ports
    ]


def merged(data: bytes, plan: Plan = CONTOSO) -> tuple[dict[str, Item], Report]:
    listed = resolve(load(plan.exchange), plan)
    new, report = merge(plan, listed, recorded(data, "r.csv", plan, listed))
    return dict(status_of(listed, new).items), report


BOTH = [line(OUT, server, f"edge0{n}.contoso.com", "25/tcp") for server in ("MBX01", "MBX02") for n in (1, 2)]


def test_a_row_is_done_when_every_server_has_verified_it() -> None:
    items, report = merged(table(*BOTH))
    assert report.updated == (OUT,)
    assert items[OUT].state == "done"
    assert items[OUT].remark.startswith(MARK)


def test_everything_that_the_script_measures_can_be_done() -> None:
    items, report = merged(table(*all_good(CONTOSO)))
    assert {item.state for item in items.values()} == {"done"}
    assert len(items) == 29
    assert not report.unknown


def test_a_row_stays_open_while_a_server_is_missing() -> None:
    items, _ = merged(table(*BOTH[:2]))
    assert items[OUT].state == "open"
    assert "MBX02" in items[OUT].remark
    assert "2 of 4" in items[OUT].remark


def test_a_failure_opens_a_row_again_and_says_which() -> None:
    plan = replace(CONTOSO, items=(Item(id=OUT, state="done", remark="mine"),))
    items, _ = merged(table(*BOTH[:3], line(OUT, "MBX02", "edge02.contoso.com", "25/tcp", "failed")), plan)
    assert items[OUT].state == "open"
    mine, ours = items[OUT].remark.splitlines()
    assert mine == "mine"
    assert "MBX02 → edge02.contoso.com 25/tcp: closed" in ours


def test_the_newest_result_of_a_measurement_counts() -> None:
    old = line(OUT, "mbx01", "EDGE01.contoso.com", "25/tcp", "failed", "2026-11-20")
    assert merged(table(*BOTH, old))[0][OUT].state == "done"


def test_a_newer_remark_of_ours_takes_the_place_of_the_older() -> None:
    items, _ = merged(table(*BOTH[:2]))
    again, _ = merged(
        table(*BOTH), replace(CONTOSO, items=(replace(items[OUT], remark="a\n" + items[OUT].remark),))
    )
    assert again[OUT].state == "done"
    assert again[OUT].remark.count(MARK) == 1
    assert again[OUT].remark.startswith("a\n")


@pytest.mark.parametrize("state", ["done", "not-needed"])
def test_a_part_of_the_results_says_nothing_about_a_row_that_was_dealt_with(state: str) -> None:
    plan = replace(CONTOSO, items=(Item(id=OUT, state=state),))  # type: ignore[arg-type]
    assert not merged(table(*BOTH[:2]), plan)[1].updated


def test_skipped_measurements_verify_nothing() -> None:
    lines = [(*cells[:5], "skipped", "no-name", cells[7]) for cells in BOTH]
    assert not merged(table(*lines))[1].updated


def test_closed_ports_that_have_to_be_closed_count() -> None:
    ports = ("50636/tcp", "50389/tcp")
    lines = [
        line("mf-edge-edgesync-50636", "MBX01", f"edge0{n}.contoso.com", port)
        for n in (1, 2)
        for port in ports
    ]
    assert merged(table(*lines))[0]["mf-edge-edgesync-50636"].state == "done"
    assert merged(table(*lines[:3]))[0]["mf-edge-edgesync-50636"].state == "open"


def test_an_unknown_row_is_told() -> None:
    assert merged(table(line("no-such-row", "A", "b", "1/tcp")))[1].unknown == ("no-such-row",)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(table(*BOTH, mark=";"), id="semicolons"),
        pytest.param(table(*BOTH, mark="\t"), id="tabs"),
        pytest.param(table(*BOTH).decode("utf-8-sig").encode("utf-16"), id="UTF-16"),
        pytest.param(table(*BOTH[:2]) + table(*BOTH[2:]), id="two files in one"),
        pytest.param(table(*BOTH)[3:].replace(b'"', b""), id="without quotes"),
    ],
)
def test_results_that_another_program_saved_are_read(data: bytes) -> None:
    assert is_results(data)
    assert merged(data)[0][OUT].state == "done"


@pytest.mark.parametrize("name", NAMES, ids=shortly)
def test_names_come_back_as_the_script_wrote_them(name: str) -> None:
    plan = Plan(
        topology=Topology(edge="2013"),
        sites=(Site(name="HQ", subscribed=True),),
        servers=(
            Server(name=name, fqdn=name, roles=("mailbox",)),
            Server(name="EDGE", fqdn=name, roles=("edge-transport",)),
        ),
    )
    lines = [tuple(f"'{c}" if c[:1] in tuple("=+-@") else c for c in cells) for cells in all_good(plan)]
    items, _ = merged(table(*lines), plan)
    assert items[OUT].state == "done"
    assert {item.state for item in items.values()} == {"done"}


@pytest.mark.parametrize(
    "data",
    [
        b"", b"a,b\n", b"\x00" * 500, b"\xff\xfe", b"row,number\n", b"\xef\xbb\xbf",
        table(*BOTH).replace(b"server", b"servant"),
    ],
)  # fmt: skip
def test_a_foreign_file_is_refused(data: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plan, results = tmp_path / "p.toml", tmp_path / "r.csv"
    plan.write_bytes(EXAMPLE.read_bytes())
    results.write_bytes(data)
    before = plan.read_bytes()
    assert main(["import-status", str(results), str(plan)]) == 2
    said = capsys.readouterr()
    assert len(said.err.splitlines()) == 1
    assert plan.read_bytes() == before


@pytest.mark.parametrize(
    "tail",
    [b"\xff\xff\xff", b'"' + b"x" * 200_000, b"\x00,\x00\r\n", b'"unfinished', b"a,b\r\n" * 1000],
)
def test_damaged_results_are_refused_or_left_out(tail: bytes) -> None:
    data = table(*BOTH) + b"x" * 400 + b"\r\n" + tail
    listed = resolve(load("2013"), CONTOSO)
    with suppress(UserError):
        assert recorded(data, "r.csv", CONTOSO, listed)[0].state == "done"


def test_the_command_line_brings_results_into_a_plan(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan, results = tmp_path / "p.toml", tmp_path / "r.csv"
    plan.write_bytes(EXAMPLE.read_bytes())
    results.write_bytes(table(*BOTH))
    assert main(["import-status", str(results), str(plan)]) == 0
    assert "1 row updated" in capsys.readouterr().out
    new = read(plan).plan
    assert {item.id: item.state for item in new.items}[OUT] == "done"
    listed = resolve(load("2013"), new)
    assert list(read_returned(results, new, listed)) != []
