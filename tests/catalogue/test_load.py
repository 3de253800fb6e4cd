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

[[task]]
id = "task-1"
text = { en = "Create it.", zh = "建立。" }
makes = ["receive-1"]
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
        pytest.param('makes = ["receive-1"]', 'makes = ["receive-2"]',
                     "task-1: makes: There is no connector receive-2.", id="task makes unknown connector"),
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
        pytest.param("dns = []", 'dns = [{ id = "dns-1", requirement = { en = "A", zh = "甲" }, '
                     'record = "A", asked_by = ["internet"], scope = "external", '
                     'sources = [{ ref = "topic" }], needs = ["<no such>"] }]',
                     "dns-1: needs: There is no place <no such>; allowed: the text of a [[place]].",
                     id="needs an unknown place"),
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


# A catalogue that is based on another

NEXT = """\
format = 1
base = "exchange-9999"
exchange = "next"
edition = "2"
title = { en = "Next", zh = "下一版" }
[choices]
"topology.edge" = ["none", "next"]
"""


def based(folder: Path, more: str = "", first: str = "") -> Path:
    """Write a catalogue that is based on the good one; ``first`` stands before its tables."""
    catalogue(folder)
    file = folder / "exchange-next.toml"
    file.write_text(NEXT.replace("[choices]", f"{first}\n[choices]") + more, "utf-8")
    return file


def test_a_catalogue_takes_what_its_base_says(tmp_path: Path) -> None:
    found, base = read(based(tmp_path)), read(tmp_path / "exchange-9999.toml")
    assert (found.exchange, found.edition, found.title.en) == ("next", "2", "Next")
    assert (found.flows, found.connectors, found.sources) == (base.flows, base.connectors, base.sources)
    assert found.choices == {**base.choices, "topology.edge": ("none", "next")}


def test_a_row_with_a_known_id_says_its_fields_anew_in_its_place(tmp_path: Path) -> None:
    row = '[[flow]]\nid = "row-1"\npictured = false\n'
    (flow,) = read(based(tmp_path, row)).flows
    assert not flow.pictured
    assert flow.label.en == "Mail"


def test_a_new_row_stands_last_or_before_the_row_it_names(tmp_path: Path) -> None:
    point = '[[open_point]]\nid = "{}"\ntext = {{ en = "O", zh = "未" }}\nsources = [{{ ref = "topic" }}]\n'
    more = point.format("open-0") + 'before = "open-1"\n' + point.format("open-2")
    found = read(based(tmp_path, more)).open_points
    assert [row.id for row in found] == ["open-0", "open-1", "open-2"]


def test_a_row_before_one_that_is_not_there_is_a_mistake(tmp_path: Path) -> None:
    more = '[[task]]\nid = "a"\nbefore = "b"\ntext = { en = "O", zh = "未" }\nsources = [{ ref = "topic" }]\n'
    assert lines(based(tmp_path, more)) == ["exchange-next.toml: a: before: There is no such field."]


def test_what_is_removed_is_gone_twins_and_variants_too(tmp_path: Path) -> None:
    path = based(tmp_path, first='remove = ["open-1", "twin-1", "variant-1"]')
    file = tmp_path / "exchange-9999.toml"
    parts = (
        '[flow.twin]\nid = "twin-1"\nwhen = {}\nsource = { roles = ["client"], zone = "internal" }\n'
        '[[flow.variants]]\nid = "variant-1"\nwhen = {}\n[[flow.variants]]\nid = "variant-2"\nwhen = {}\n'
    )
    text = file.read_text("utf-8").replace("[[connector]]", parts + "[[connector]]", 1)
    file.write_text(text.replace('open_points = ["open-1"]', ""), "utf-8")
    (before,) = read(file).flows
    assert before.twin
    (flow,) = read(path).flows
    assert flow.twin is None
    assert [each.id for each in flow.variants] == ["variant-2"]
    assert read(path).open_points == ()


def test_a_row_that_needs_what_was_removed_is_named_with_the_file_of_the_base(tmp_path: Path) -> None:
    path = based(tmp_path, first='remove = ["open-1"]')
    assert lines(path) == ["exchange-9999.toml: row-1: open_points: There is no open point open-1."]


def test_a_mistake_in_a_field_said_anew_is_named_with_the_file_that_says_it(tmp_path: Path) -> None:
    path = based(tmp_path, '[[flow]]\nid = "row-1"\nby_default = "maybe"\n')
    (line,) = lines(path)
    assert line.startswith("exchange-next.toml: row-1: by_default: ")


def test_files_of_the_base_can_be_left_out(tmp_path: Path) -> None:
    folder = tmp_path / "exchange-9999"
    folder.mkdir()
    start = GOOD.index("[[open_point]]")
    (folder / "a.toml").write_text(GOOD[:start].replace('open_points = ["open-1"]', ""), "utf-8")
    (folder / "b.toml").write_text(
        GOOD[start:] + '[sources]\nother.title = { en = "O", zh = "他" }\n', "utf-8"
    )
    assert read(folder).open_points
    path = tmp_path / "exchange-next.toml"
    path.write_text(NEXT.replace("[choices]", 'without = ["b.toml"]\n[choices]'), "utf-8")
    found = read(path)
    assert (found.open_points, set(found.sources)) == ((), {"topic"})


@pytest.mark.parametrize(
    ("first", "line"),
    [
        ('remove = ["open-9"]', "remove: The catalogue that this one is based on has no open-9."),
        ('without = ["x.toml"]', "without: The catalogue that this one is based on has no x.toml."),
    ],
)
def test_leaving_out_what_is_not_there_is_a_mistake(tmp_path: Path, first: str, line: str) -> None:
    assert lines(based(tmp_path, first=first)) == [f"exchange-next.toml: {line}"]


@pytest.mark.parametrize("base", ["exchange-none", "exchange-next", "../x"])
def test_a_base_has_to_be_there_and_to_end(tmp_path: Path, base: str) -> None:
    path = based(tmp_path)
    path.write_text(NEXT.replace("exchange-9999", base), "utf-8")
    assert lines(path)[0] == (
        f"exchange-next.toml: base: There is no catalogue {base} that this one could be based on."
    )


def test_a_mistake_in_the_base_is_one_of_the_catalogue(tmp_path: Path) -> None:
    path = based(tmp_path)
    catalogue(tmp_path, 'edition = "1"', "edition = ")
    (line,) = lines(path)
    assert line.startswith("exchange-9999.toml:3: This is not TOML: ")


def test_a_condition_may_name_what_is_left_out(tmp_path: Path) -> None:
    path = based(tmp_path)
    catalogue(tmp_path, 'when."topology.edge" = ["none"]', 'when."topology.edge" = { not = ["none"] }')
    assert read(tmp_path / "exchange-9999.toml").flows[0].when["topology.edge"] == ()
    assert read(path).flows[0].when["topology.edge"] == ("next",)


def test_a_condition_may_leave_out_what_only_the_base_knows(tmp_path: Path) -> None:
    path = based(tmp_path)
    catalogue(tmp_path, 'when."topology.edge" = ["none"]', 'when."topology.edge" = { not = ["old"] }')
    file = tmp_path / "exchange-9999.toml"
    file.write_text(
        file.read_text("utf-8").replace('= ["none"]\n"topology.edge_', '= ["none", "old"]\n"topology.edge_'),
        "utf-8",
    )
    assert read(path).flows[0].when["topology.edge"] == ("none", "next")


def test_a_condition_that_leaves_out_nothing_known_is_a_mistake(tmp_path: Path) -> None:
    path = catalogue(tmp_path, 'when."topology.edge" = ["none"]', 'when."topology.edge" = { not = ["non"] }')
    assert lines(path) == [
        "exchange-9999.toml: row-1: when.topology.edge: non is no value of this choice; allowed are none."
    ]


def test_a_changed_base_is_read_anew(shipped: Path) -> None:
    based(shipped.parent)
    assert load.__wrapped__("next").flows[0].pictured
    shipped.write_text(GOOD.replace("pictured = true", "pictured = false"), "utf-8")
    assert not load.__wrapped__("next").flows[0].pictured
