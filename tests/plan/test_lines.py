"""Every key and list entry is found in the line where it was written."""

from __future__ import annotations

import time
import tomllib
from typing import Any

import pytest
import tomlkit
from hypothesis import given
from hypothesis import strategies as st

from portplanner.plan.lines import Lines, NotToml, Path

SOURCE = '''\
# [not.a.heading]
format = 1   # x = 2
"quoted key" . 'and' = "a # b"
[document]
title = """
[no.heading]
key = "\\"""\\
""""" # five quotes end it
remark = \'\'\'a
b''\'\'\'
  [ server-less . "x.y" ]
   z = 1979-05-27 07:32:00 # a date with a blank
[[server]]
roles = [ # comment, with ] and "
  "mailbox", # one
  # two
  "client-access",
]
nested = [[1, 2],
  [3, { a = 1, b.c = [
    true ] } ] ]
[[server]]
name = "B"
[server.sub]
deep = {}
[[server.inner]]
[[server.inner]]
here = []
[[server]]
[[server.inner]]
'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ((), 1),
        (("format",), 2),
        (("quoted key", "and"), 3),
        (("document",), 4),
        (("document", "title"), 5),
        (("document", "remark"), 9),
        (("document", "missing"), 4),
        (("server-less", "x.y", "z"), 12),
        (("server", 0), 13),
        (("server", 0, "roles", 0), 15),
        (("server", 0, "roles", 1), 17),
        (("server", 0, "roles", 7), 14),
        (("server", 0, "nested", 0, 1), 19),
        (("server", 0, "nested", 1, 0), 20),
        (("server", 0, "nested", 1, 1, "a"), 20),
        (("server", 1), 22),
        (("server", 1, "name"), 23),
        (("server", 1, "sub", "deep"), 25),
        (("server", 1, "inner", 1, "here"), 28),
        (("server", 2), 29),
        (("server", 2, "inner", 0), 30),
        (("missing", "thing"), 1),
    ],
)
def test_lines(path: Path, line: int) -> None:
    assert tomllib.loads(SOURCE)
    assert Lines(SOURCE).of(path) == line


def test_values_are_found_as_they_were_written() -> None:
    values = {path: SOURCE[start:end] for path, (start, end) in Lines(SOURCE).values.items()}
    assert values[("format",)] == "1"
    assert values[("server-less", "x.y", "z")] == "1979-05-27 07:32:00"
    assert values[("server", 0, "roles", 1)] == '"client-access"'
    assert values[("server", 1, "sub", "deep")] == "{}"


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
LEAVES = st.sampled_from([1, True, "text", 'q"uote', "it's", "two\nlines", "# no", "[x]", "''", 1.5, "a\\b"])
COMMENTS = st.sampled_from(["", "# note", "# \" [[x]] '''", "# a = 1\n\n# b"])


@st.composite
def documents(draw: st.DrawFn) -> tuple[str, list[tuple[Path, str]]]:
    """Draw a text in which each key carries a mark that occurs nowhere else, and all its paths."""
    marks: list[tuple[Path, str]] = []
    document = tomlkit.document()

    def key(path: Path) -> str:
        mark = f"mark{len(marks):04}" + draw(st.sampled_from(["", "-x", " y", ".z", '"', "é"]))
        marks.append(((*path, mark), f"mark{len(marks):04}"))
        return mark

    def value(path: Path, depth: int) -> Any:
        kind = draw(st.sampled_from(["leaf", "leaf", "list", "inline"])) if depth else "leaf"
        if kind == "list":
            array = tomlkit.array()
            for number in range(draw(st.integers(0, 3))):
                array.append(value((*path, number), depth - 1))
            return array.multiline(draw(st.booleans()))
        if kind == "inline":
            inline = tomlkit.inline_table()
            for _ in range(draw(st.integers(0, 2))):
                name = key(path)
                inline.append(name, value((*path, name), depth - 1))
            return inline
        leaf = draw(LEAVES)
        if isinstance(leaf, str) and draw(st.booleans()):
            return tomlkit.string(leaf, multiline=True)
        return tomlkit.item(leaf)

    def fill(table: Any, path: Path, depth: int) -> None:
        for _ in range(draw(st.integers(0, 3))):
            if comment := draw(COMMENTS):
                for row in comment.split("\n"):
                    table.add(tomlkit.comment(row[2:]) if row else tomlkit.nl())
            name = key(path)
            table.append(name, value((*path, name), 2))
        for _ in range(draw(st.integers(0, 2)) if depth else 0):
            name = key(path)
            if draw(st.booleans()):
                tables = tomlkit.aot()
                for number in range(draw(st.integers(1, 3))):
                    tables.append(tomlkit.table())
                    fill(tables[number], (*path, name, number), depth - 1)
                table.append(name, tables)
            else:
                table.append(name, tomlkit.table())
                fill(table[name], (*path, name), depth - 1)

    fill(document, (), 2)
    return tomlkit.dumps(document), marks


@given(documents())
def test_a_marked_key_is_in_the_line_of_its_mark(document: tuple[str, list[tuple[Path, str]]]) -> None:
    source, marks = document
    tomllib.loads(source)
    lines = Lines(source)
    rows = source.split("\n")
    for path, mark in marks:
        if path in lines.starts:
            assert mark in rows[lines.of(path) - 1]
        else:
            assert len(path) > 6


@given(st.text() | st.lists(st.sampled_from(list("[]{}\"'=.,#\n a1\\"))).map("".join))
def test_text_that_is_not_toml_does_no_harm(source: str) -> None:
    try:
        lines = Lines(source)
    except NotToml as error:
        place = error.pos
    else:
        place = lines.of(("a",)) - 1
    assert 0 <= place <= len(source)


def test_ten_times_the_text_takes_some_ten_times_as_long() -> None:
    def seconds(count: int) -> float:
        source = "".join(f'[[server]]\nname = "S{n}"\nroles = ["mailbox", "x"]\n' for n in range(count))
        start = time.perf_counter()
        Lines(source)
        return time.perf_counter() - start

    assert seconds(20_000) < 30 * min(seconds(2_000) for _ in range(3))
