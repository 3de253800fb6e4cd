"""Markdown, read by two readers' rules: nothing that people typed becomes markup."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from portplanner.export.markdown import code, words
from portplanner.plan.model import DocumentLanguage
from portplanner.text import visible
from tests.export import plans
from tests.hostile_names import NAMES, shortly

ALLOWED = {"text", "code_inline"}


def tokens(text: str) -> list[Token]:
    """Return the tokens of a reader that knows HTML, links without brackets, tables and strokes."""
    reader = MarkdownIt("commonmark", {"html": True, "linkify": False, "typographer": False})
    return reader.enable(["table", "strikethrough"]).parse(text)


def inline(text: str) -> list[Token]:
    return [child for token in tokens(text) for child in token.children or []]


def close(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("name", NAMES, ids=shortly)
@pytest.mark.parametrize("make", [words, code])
def test_a_name_is_text_on_a_line_of_its_own(name: str, make: object) -> None:
    made = make(name)  # type: ignore[operator]
    for text in (f"# {made}", f"- {made}", f"a: {made}", made):
        parts = inline(text)
        assert {part.type for part in parts} <= ALLOWED
        said = "".join(part.content for part in parts)
        assert close(visible(name)) in close(said)
        kinds = {token.type for token in tokens(text)}
        assert not kinds & {"html_block", "fence", "code_block", "hr", "blockquote_open", "ordered_list_open"}


@pytest.mark.parametrize("name", NAMES, ids=shortly)
@pytest.mark.parametrize("make", [words, code])
def test_a_name_is_one_cell_of_a_table(name: str, make: object) -> None:
    cell = make(name, table=True)  # type: ignore[operator]
    found = tokens(f"| a | b | c |\n| --- | --- | --- |\n| x | {cell} | y |")
    cells = [token for token in found if token.type == "inline"][3:]
    assert len(cells) == 3
    assert cells[0].content == "x"
    assert cells[2].content == "y"
    parts = cells[1].children or []
    assert {part.type for part in parts} <= ALLOWED
    assert close("".join(part.content for part in parts)) == close(visible(name))
    assert not _splits_where_pairs_count(cell)


def _splits_where_pairs_count(cell: str) -> bool:
    """GitHub reads a backslash and the sign behind it as a pair before it looks for pipes."""
    return "|" in re.sub(r"\\.", "", cell)


@pytest.mark.parametrize(
    "name", ["http://evil.example", "www.evil.example", "a@evil.example", "@all", ":+1:"]
)
def test_what_readers_link_without_being_asked_is_code(name: str) -> None:
    assert [part.type for part in inline(words(f"see {name} now"))] == ["code_inline"]


@pytest.mark.parametrize("name", NAMES, ids=shortly)
def test_a_plan_of_strangers_names_is_a_document_all_the_same(name: str) -> None:
    found = tokens(plans.made(plans.named(name), "md").decode())
    kinds = {token.type for token in found}
    assert not kinds & {"html_block", "fence", "code_block", "hr", "blockquote_open", "ordered_list_open"}
    parts = [part for token in found for part in token.children or []]
    assert {part.type for part in parts} <= ALLOWED
    assert close(visible(name)) in close("".join(part.content for part in parts))
    assert next(token.tag for token in found if token.type == "heading_open") == "h1"
    assert [token.tag for token in found].count("h1") == 2  # opened and closed once


@pytest.mark.parametrize("language", plans.LANGUAGES)
@pytest.mark.parametrize("name", plans.NAMES)
def test_headings_are_in_order_and_tables_whole(name: str, language: DocumentLanguage) -> None:
    text = plans.made(plans.plan(name, language), "md").decode()
    levels = [int(token.tag[1]) for token in tokens(text) if token.type == "heading_open"]
    assert levels[0] == 1
    assert all(b <= a + 1 and b > 1 for a, b in pairwise(levels))
    assert "<br" not in text
    for block in text.split("\n\n"):
        rows = [line for line in block.split("\n") if line.startswith("|")]
        if rows:
            counts = {len(re.findall(r"(?<!\\)\|", line)) for line in rows}
            assert len(counts) == 1, rows
    assert "\n\n\n" not in text


def test_both_languages_stand_beside_each_other() -> None:
    text = plans.made(plans.plan("contoso-edge", "en+zh-TW"), "md").decode()
    assert "## Network ports · 網路連接埠" in text
    assert "C1 `Client Frontend CAS01`" in text
