"""Whatever the text, reading it gives a plan or errors with file and line, and in fair time."""

from __future__ import annotations

import time

import pytest
import tomlkit
from hypothesis import given
from hypothesis import strategies as st

from portplanner.plan.new import starting_plan
from portplanner.plan.problem import PlanErrors, Problem
from portplanner.plan.read import parse
from portplanner.plan.write import dump
from portplanner.text import LANGUAGES, Text
from tests.hostile_names import NAMES
from tests.plan.plans import TEXTS, plans

EXAMPLE = starting_plan("contoso-edge")
PIECES = st.sampled_from(
    [
        "[server]",
        "[[server]]",
        "[[site]]",
        "[document]",
        "name",
        "roles",
        "exchange",
        "document",
        "site",
        "item",
        "clients",
        "imap4",
        "=",
        ".",
        '"',
        "'",
        "{",
        "}",
        "[",
        "]",
        ",",
        "#",
        "-",
        "1",
        "1.0",
        "true",
        "2025-01-01",
        "nan",
        "\\",
        "0x",
        '"a"',
        '"HQ"',
        '["mailbox"]',
        "\x00",
        "\ud800",
        " ",
        "\n",
        "'''",
        "format = 1\n",
    ]
)


def problems_of(source: str) -> tuple[Problem, ...]:
    try:
        return parse(source, "a\nb.toml").warnings
    except PlanErrors as error:
        return error.problems or pytest.fail("errors without a problem")


def read_anything(source: str) -> None:
    problems = problems_of(source)
    for problem in problems:
        assert problem.file == "a\nb.toml"
        assert 1 <= problem.line <= source.count("\n") + 1
        for language in LANGUAGES:
            text = problem.line_text(Text(language))
            assert len(text.splitlines()) == 1
            assert text.startswith(f"a␊b.toml:{problem.line}: ")


@given(st.text())
def test_any_text(source: str) -> None:
    read_anything(source)


@given(st.lists(PIECES | TEXTS, max_size=40).map("".join))
def test_text_that_looks_like_toml(source: str) -> None:
    read_anything("format = 1\n" + source)


@given(st.integers(0, len(EXAMPLE)), st.integers(0, 30), PIECES | st.sampled_from(NAMES))
def test_a_plan_with_a_piece_exchanged(start: int, length: int, piece: str) -> None:
    read_anything(EXAMPLE[:start] + piece + EXAMPLE[start + length :])


@given(plans(), st.data())
def test_a_written_plan_with_a_piece_exchanged(plan: object, data: st.DataObject) -> None:
    source = dump(plan)  # type: ignore[arg-type]
    start = data.draw(st.integers(0, len(source)))
    read_anything(source[:start] + data.draw(PIECES) + source[start + data.draw(st.integers(0, 9)) :])


@given(
    st.recursive(
        st.integers() | st.booleans() | st.floats() | st.dates() | TEXTS,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
        max_leaves=6,
    ),
    st.sampled_from(
        ["format", "exchange", "document", "topology", "clients", "dns", "site", "server", "item", "other"]
    ),
)
def test_any_value_of_any_type(value: object, key: str) -> None:
    read_anything(("" if key == "format" else "format = 1\n") + tomlkit.dumps({key: value}))


@pytest.mark.parametrize(
    "source",
    [
        pytest.param('format = 1\nx = "' + "a." * 2_000_000 + '"', id="dots in text"),
        pytest.param("x" + ".x" * 2_000_000 + " = 1", id="dots in a key"),
        pytest.param("[x" + ".x" * 2_000_000 + "]", id="dots in a heading"),
        pytest.param("'x'" + " . 'x'" * 500_000 + " = 1", id="quoted parts"),
        pytest.param("#" + "a" * 5_000_000, id="one comment"),
        pytest.param("x = '" + "\\" * 5_000_000, id="open text"),
        pytest.param("x = " + "[" * 5_000_000, id="open lists"),
        pytest.param('"' * 5_000_000, id="quotes"),
        pytest.param("x = " + "{a=" * 1_000_000, id="open tables"),
    ],
)
def test_a_text_made_to_take_long_does_not(source: str) -> None:
    start = time.perf_counter()
    read_anything(source)
    assert time.perf_counter() - start < 10
