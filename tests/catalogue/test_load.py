"""A bad catalogue says file, row and field of every mistake."""

from __future__ import annotations

from pathlib import Path

import pytest

from portplanner.catalogue import load as room
from portplanner.catalogue.load import CatalogueError, Problem, known, load, read
from portplanner.catalogue.model import Catalogue
from portplanner.compiled import Copy
from portplanner.errors import UserError
from portplanner.text import LANGUAGES, Text

GOOD = """\
format = 1
exchange = "9999"
edition = "1"
title = { en = "Title", zh = "標題" }
dns = []
ground_rule = []
note = []
task = []
contradiction = []
pointer = []
[warnings]
[choices]
"clients.smtp" = [587, 25]
"topology.edge" = ["none"]
"topology.edge_subscribed" = [true, false]
"clients.https" = ["owa"]
[service_names]
owa = { en = "Web", zh = "網頁" }
[sources]
topic.title = { en = "Topic", zh = "主題" }

[[flow]]
id = "row-1"
diagram = "clients"
pictured = true
label = { en = "Mail", zh = "郵件" }
purpose = { en = "Mail comes in", zh = "收信" }
services = ["owa"]
services_choice = "clients.https"
source = { roles = ["internet"], zone = "internet" }
destination = { roles = ["client-access"], zone = "internal" }
ports = [{ number = 587, choice = "clients.smtp" }]
by_default = "on"
connectors = ["receive-1"]
note = { en = "Note", zh = "附註" }
open_points = ["open-1"]
sources = [{ ref = "topic" }]
when."topology.edge" = ["none"]
when."topology.edge_subscribed" = [true]

[[connector]]
id = "receive-1"
kind = "receive"
name = "Default {server}"
placeholder = "<Server name>"
per = "server"
role = "client-access"
service = { en = "Transport", zh = "傳輸" }
created_by = "setup"
sources = [{ ref = "topic" }]

[[open_point]]
id = "open-1"
text = { en = "Open", zh = "未定" }
sources = [{ ref = "topic" }]
"""


def catalogue(folder: Path, old: str = "", new: str = "", name: str = "exchange-9999.toml") -> Path:
    """Write the good catalogue with one thing changed."""
    assert old in GOOD
    file = folder / name
    file.write_text(GOOD.replace(old, new, 1) if old else GOOD, "utf-8")
    return file


def problems(path: Path) -> tuple[Problem, ...]:
    with pytest.raises(CatalogueError) as caught:
        read(path)
    return caught.value.problems


def lines(path: Path) -> list[str]:
    return [problem.said(Text("en")) for problem in problems(path)]


def test_the_good_catalogue_is_good(tmp_path: Path) -> None:
    assert read(catalogue(tmp_path)).exchange == "9999"


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        pytest.param('by_default = "on"', "", "row-1: by_default: This field is missing.",
                     id="missing field"),
        pytest.param('by_default = "on"', 'by_default = "maybe"',
                     "row-1: by_default: The value does not fit: Input should be 'on', 'off' or 'manual'.",
                     id="unknown value"),
        pytest.param("pictured = true", "pictured = true\ncolour = 1",
                     "row-1: colour: There is no such field.", id="unknown field"),
        pytest.param("number = 587", "number = 70000",
                     "row-1: ports.0.number: The value does not fit: "
                     "Input should be less than or equal to 65535.", id="port too large"),
        pytest.param("number = 587, ", "",
                     "row-1: ports.0: A port needs exactly one of number, from and user.", id="empty port"),
        pytest.param('number = 587, choice = "clients.smtp"', "from = 9, to = 5",
                     "row-1: ports.0: A range needs both from and to, the smaller number first.", id="range"),
        pytest.param('ports = [{ number = 587, choice = "clients.smtp" }]', "",
                     "row-1: ports: A flow that may be limited needs ports.", id="no ports"),
        pytest.param('choice = "clients.smtp"', 'choice = "clients.smpt"',
                     "row-1: ports.0.choice: There is no choice clients.smpt.", id="port of unknown choice"),
        pytest.param("number = 587", "number = 588",
                     "row-1: ports.0.choice: 588 is no value of this choice; allowed are 587, 25.",
                     id="port that cannot be chosen"),
        pytest.param('sources = [{ ref = "topic" }]', 'sources = [{ ref = "tropic" }]',
                     "row-1: sources.0.ref: There is no source tropic.", id="unknown source"),
        pytest.param('sources = [{ ref = "topic" }]', "sources = []",
                     "row-1: sources: The value does not fit: "
                     "Tuple should have at least 1 item after validation, not 0.", id="no source"),
        pytest.param('connectors = ["receive-1"]', 'connectors = ["receive-2"]',
                     "row-1: connectors: There is no connector receive-2.", id="unknown connector"),
        pytest.param('open_points = ["open-1"]', 'open_points = ["open-2"]',
                     "row-1: open_points: There is no open point open-2.", id="unknown open point"),
        pytest.param('services = ["owa"]', 'services = ["own"]',
                     "row-1: services: There is no service own in service_names.", id="unknown service"),
        pytest.param('services_choice = "clients.https"', 'services_choice = "clients.http"',
                     "row-1: services_choice: There is no choice clients.http.", id="services of no choice"),
        pytest.param('when."topology.edge" =', 'when."topology.egde" =',
                     "row-1: when.topology.egde: There is no choice topology.egde.", id="unknown condition"),
        pytest.param('when."topology.edge" = ["none"]', 'when."topology.edge" = ["2013"]',
                     "row-1: when.topology.edge: 2013 is no value of this choice; allowed are none.",
                     id="unknown condition value"),
        pytest.param('when."topology.edge_subscribed" = [true]', 'when."topology.edge_subscribed" = [1]',
                     "row-1: when.topology.edge_subscribed: 1 is no value of this choice; "
                     "allowed are True, False.", id="number for a switch"),
        pytest.param('label = { en = "Mail", zh = "郵件" }', 'label = { en = "Mail" }',
                     "row-1: label.zh: The text is missing in this language.", id="no Chinese"),
        pytest.param('note = { en = "Note", zh = "附註" }', 'note = { zh = "附註" }',
                     "row-1: note.en: The text is missing in this language.", id="no English"),
        pytest.param('label = { en = "Mail", zh = "郵件" }', 'label = { en = "M", zh = "郵", fr = "C" }',
                     "row-1: label.fr: There is no such field.", id="third language"),
        pytest.param('"Default {server}"', '"Default {host}"',
                     "receive-1: name: A name can be filled with server or site only, not with host.",
                     id="unknown place"),
        pytest.param('"Default {server}"', '"Default {server"',
                     "receive-1: name: The value does not fit: expected '}' before end of string.",
                     id="broken place"),
        pytest.param('"Default {server}"', '"預設 {server}"',
                     "receive-1: name: A connector's name is English only; a gloss goes into the note.",
                     id="Chinese name"),
        pytest.param('placeholder = "<Server name>"', "",
                     "receive-1: placeholder: This field is missing.", id="no placeholder"),
        pytest.param('id = "open-1"', 'id = "row-1"',
                     "row-1: id: The id row-1 is used twice.", id="id used twice"),
        pytest.param('id = "row-1"\n', "", "flow 1: id: This field is missing.", id="row without id"),
        pytest.param('owa = { en = "Web", zh = "網頁" }', 'owa = { en = "Web", zh = "" }',
                     "service_names: owa.zh: The text is missing in this language.", id="service name"),
        pytest.param("format = 1\n", "", "format: This field is missing.", id="no format"),
        pytest.param("format = 1", "format = 2", "format: The value does not fit: Input should be 1.",
                     id="other format"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_file_row_and_field(tmp_path: Path, old: str, new: str, line: str) -> None:
    found = lines(catalogue(tmp_path, old, new))
    assert f"exchange-9999.toml: {line}" in found


def test_every_mistake_is_reported_at_once(tmp_path: Path) -> None:
    file = catalogue(tmp_path, 'connectors = ["receive-1"]', 'connectors = ["a", "b"]')
    file.write_text(file.read_text("utf-8").replace('"Open"', '""'), "utf-8")
    assert len(problems(file)) == 3


def test_a_folder_names_the_file_of_each_mistake(tmp_path: Path) -> None:
    folder = tmp_path / "exchange-9999"
    folder.mkdir()
    start, end = GOOD.index("[[connector]]"), GOOD.index("[[open_point]]")
    (folder / "flows.toml").write_text(GOOD[:start] + GOOD[end:], "utf-8")
    rows = GOOD[start:end]
    rows += rows.replace("receive-1", "x").replace("topic", "y")
    (folder / "connectors.toml").write_text(rows, "utf-8")
    assert lines(folder) == ["connectors.toml: x: sources.0.ref: There is no source y."]


def test_a_table_in_two_files_is_a_mistake(tmp_path: Path) -> None:
    catalogue(tmp_path, name="a.toml")
    (tmp_path / "b.toml").write_text('edition = "2"\n', "utf-8")
    assert lines(tmp_path) == ["b.toml: edition: This is already set in a.toml."]


def test_what_is_not_toml_is_named_with_its_line(tmp_path: Path) -> None:
    (line,) = lines(catalogue(tmp_path, 'edition = "1"', "edition = "))
    assert line.startswith("exchange-9999.toml:3: This is not TOML: ")


def test_what_is_not_text_is_said_so(tmp_path: Path) -> None:
    file = tmp_path / "x.toml"
    file.write_bytes(b"\xff\xfe")
    assert lines(file) == ["x.toml: The file is not UTF-8 text."]


def test_a_missing_file_is_said_so(tmp_path: Path) -> None:
    (line,) = lines(tmp_path / "none.toml")
    assert line.startswith("none.toml: The file cannot be read: ")


def test_the_error_reads_well_in_both_languages(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError) as caught:
        read(catalogue(tmp_path, '"clients"', '"client"'))
    error = caught.value
    assert error.exit_code == 2
    assert "exchange-9999.toml: row-1: diagram" in str(error)
    for language in LANGUAGES:
        assert "row-1" in Text(language)(error.id, **error.places)
        assert all(problem.said(Text(language)) for problem in error.problems)


def test_versions_are_what_stands_in_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "catalogue" / "exchange-se").mkdir(parents=True)
    catalogue(tmp_path / "catalogue")
    (tmp_path / "catalogue" / "README.md").touch()
    monkeypatch.setattr(room, "resources", lambda: tmp_path)
    assert known() == ("9999", "se")


def test_the_shipped_catalogues_load() -> None:
    assert "2013" in known()
    assert all(load(version).exchange == version for version in known())
    assert isinstance(load(), Catalogue)
    assert load("2013") is load("2013")


def test_an_unknown_version_is_said_so() -> None:
    with pytest.raises(UserError) as caught:
        load("2003")
    for language in LANGUAGES:
        assert "2003" in Text(language)(caught.value.id, **caught.value.places)


@pytest.fixture
def shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of shipped files with the good catalogue, and no copy of it."""
    (tmp_path / "catalogue").mkdir()
    monkeypatch.setattr(room, "resources", lambda: tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "cache"))
    return catalogue(tmp_path / "catalogue")


def test_the_copy_gives_the_same_catalogue(shipped: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = load.__wrapped__("9999")
    monkeypatch.setattr(room, "read", pytest.fail)  # the copy will do
    second = load.__wrapped__("9999")
    assert second == first
    assert second is not first


def test_a_changed_catalogue_is_read_anew(shipped: Path) -> None:
    load.__wrapped__("9999")
    shipped.write_text(GOOD.replace('edition = "1"', 'edition = "22"'), "utf-8")
    assert load.__wrapped__("9999").edition == "22"
    shipped.write_text(GOOD.replace('edition = "1"', ""), "utf-8")
    for _ in range(2):
        with pytest.raises(CatalogueError):
            load.__wrapped__("9999")


@pytest.mark.parametrize("data", [{}, [], 1, {"flows": [{}]}, {"colour": 1}, {"flows": 3}, {"dns": ["x"]}])
def test_a_copy_of_another_shape_is_not_used(
    shipped: Path, monkeypatch: pytest.MonkeyPatch, data: object
) -> None:
    monkeypatch.setattr(Copy, "read", lambda self: data)
    assert load.__wrapped__("9999") == read(shipped)
