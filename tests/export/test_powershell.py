"""The rules of quoting that other tests hold the script against, each by an example."""

from __future__ import annotations

import pytest

from tests.export.powershell import Unclosed, code, strings


@pytest.mark.parametrize(
    ("source", "found", "left"),
    [
        ("a 'b' c", ["b"], "a '' c"),
        ("'it''s'", ["it's"], "''"),
        ("'a\u2019; calc", ["a"], "''; calc"),
        ("\u2018a\u2019\u201bb\u201a; calc", ["a\u2019b"], "''; calc"),
        ("'a\u2019\u2019b'", ["a\u2019b"], "''"),
        ("'a`'; calc", ["a`"], "''; calc"),
        ("'a\nb'", ["a\nb"], "''"),
        ("`'a 'b'", ["b"], "`'a ''"),
        ("\"it's\" 'b'", ["b"], "\"it's\" ''"),
        ("\"a`\"'b\" 'c'", ["c"], "\"a`\"'b\" ''"),
        ("\u201ca'b\u201d 'c'", ["c"], "\u201ca'b\u201d ''"),
        ('"a""\'" \'c\'', ["c"], '"a""\'" \'\''),
        ("\"$('a\"b)')\" 'c'", ["c"], "\"$('a\"b)')\" ''"),
        ("# it's\n'a'", ["a"], "\n''"),
        ("a# 'b'", ["b"], "a# ''"),
        ("<# it's #> 'a'", ["a"], " ''"),
        ("@'\nit's\n'@ 'b'", ["it's", "b"], "'' ''"),
        ("@\u2018\na\n\u2019@ calc", ["a"], "'' calc"),
        ("@'\na '@\n'@", ["a '@"], "''"),
        ("@('a')", ["a"], "@('')"),
        ("${it's} 'b'", ["b"], "${it's} ''"),
    ],
)
def test_what_is_a_string(source: str, found: list[str], left: str) -> None:
    assert strings(source) == found
    assert code(source) == left


@pytest.mark.parametrize("source", ["'a", "'a''", '"a', '"$(', "@'\na", "<# a", '\u2018a"', "${a"])
def test_what_does_not_end_is_told(source: str) -> None:
    with pytest.raises(Unclosed):
        strings(source)
