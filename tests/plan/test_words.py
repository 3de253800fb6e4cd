"""Every text that reading or writing may need exists in both languages, with the same places."""

from __future__ import annotations

import ast
import re
import string
import tomllib
from pathlib import Path

import pytest

from portplanner.paths import resources
from portplanner.plan.shape import _TYPES

GUI = Path(__file__).parents[2] / "gui" / "portplanner"


def texts(language: str, area: str) -> dict[str, str]:
    return tomllib.loads((resources() / "locales" / language / f"{area}.toml").read_text("utf-8"))


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("area", ["plan", "files"])
def test_both_languages_have_the_same_texts_and_places(area: str) -> None:
    english, chinese = texts("en", area), texts("zh-TW", area)
    assert list(english) == list(chinese)
    for id, text in english.items():
        assert places(text) == places(chinese[id]), id


def test_every_id_in_the_code_has_a_text() -> None:
    built = {f"same-{name}" for name in ("server", "site", "item")}
    built |= {"unknown-key-near", "unknown-value-near", "site-unknown", "site-none", *_TYPES.values()}
    found: set[str] = set()
    for file in sorted((GUI / "plan").glob("*.py")):
        code = file.read_text("utf-8")
        found.update(re.findall(r'"plan\.([a-z-]+)"', code))
        for call in ast.walk(ast.parse(code)):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name):
                place = {"Finding": 1, "_one": 2, "_with_nearest": 1}.get(call.func.id)
                found |= set() if place is None else constants(call.args[place])
    assert found | built == {id.removesuffix(".one") for id in texts("en", "plan")}


def constants(argument: ast.expr) -> set[str]:
    """Return the texts that an argument may be, where it stands there in full."""
    if isinstance(argument, ast.IfExp):
        return constants(argument.body) | constants(argument.orelse)
    return (
        {argument.value} if isinstance(argument, ast.Constant) and isinstance(argument.value, str) else set()
    )


def test_every_reason_a_file_cannot_be_written_has_a_text() -> None:
    code = (GUI / "files.py").read_text("utf-8")
    found = set(re.findall(r': "([a-z-]+)",$', code, re.M)) | set(re.findall(r'"files\.([a-z-]+)"', code))
    assert found == set(texts("en", "files"))
