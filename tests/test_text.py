"""Both languages are complete, and every id that the code speaks has words."""

from __future__ import annotations

import re
import string
import tomllib
from pathlib import Path

import pytest

from portplanner.paths import resources
from portplanner.text import LANGUAGES, Text, visible

GUI = Path(__file__).parents[1] / "gui" / "portplanner"
AREAS = sorted(file.stem for file in (resources() / "locales" / "en").glob("*.toml"))


def flat(table: dict[str, object], before: str = "") -> dict[str, str]:
    found: dict[str, str] = {}
    for key, value in table.items():
        if isinstance(value, dict):
            found |= flat(value, f"{before}{key}.")
        else:
            assert isinstance(value, str), f"{before}{key} is not a text"
            found[before + key] = value
    return found


def texts(language: str, area: str) -> dict[str, str]:
    return flat(tomllib.loads((resources() / "locales" / language / f"{area}.toml").read_text("utf-8")))


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_there_are_as_many_areas_in_each_language() -> None:
    for language in LANGUAGES:
        assert sorted(f.stem for f in (resources() / "locales" / language).glob("*.toml")) == AREAS


@pytest.mark.parametrize("area", AREAS)
def test_both_languages_have_the_same_ids_and_places(area: str) -> None:
    english, chinese = texts("en", area), texts("zh-TW", area)
    only_one = {id for id in english.keys() ^ chinese.keys() if not id.endswith(".one")}
    assert only_one == set()
    for id in english.keys() & chinese.keys():
        assert places(english[id]) == places(chinese[id]), id
        assert english[id].strip(), id
        assert chinese[id].strip(), id


# Texts that are the same in both languages: names and signs.
SAME = re.compile(r"^[\W\d_]*$|^(?:[A-Za-z0-9+/.,:{}()<>&; -]|…|—)*$")


@pytest.mark.parametrize("area", AREAS)
def test_chinese_texts_are_chinese(area: str) -> None:
    english = texts("en", area)
    same = {id for id, text in texts("zh-TW", area).items() if text == english.get(id)}
    sentences = {id for id in same if len(english[id].split()) > 4}
    assert sentences == set()


def test_ids_written_in_the_code_exist() -> None:
    known = {f"{area}.{id}" for area in AREAS for id in texts("en", area)}
    known |= {id.removesuffix(".one") for id in known}
    spoken = re.compile(rf'"((?:{"|".join(AREAS)})\.[a-z0-9-]+(?:\.[A-Za-z0-9_-]+)*)"')
    missing = {
        (file.name, id)
        for file in GUI.rglob("*.py")
        if file.name != "text.py"  # its docstrings hold examples
        for id in spoken.findall(file.read_text("utf-8"))
        if not (id in known or id.endswith(".toml") or is_group(id, known) or is_plan_key(id))
    }
    assert missing == set()


def is_group(id: str, known: set[str]) -> bool:
    return any(other.startswith(f"{id}.") for other in known)


def is_plan_key(id: str) -> bool:
    """Keys of the plan file look like ids: ``document.title``."""
    from portplanner.plan.change import choice
    from portplanner.plan.model import Plan

    try:
        choice(Plan(), id)
    except KeyError:
        return False
    return True


def test_a_count_of_one_has_its_own_form_where_the_language_has_one() -> None:
    for language in LANGUAGES:
        for area in AREAS:
            for id in texts(language, area):
                if id.endswith(".one"):
                    Text(language)(f"{area}.{id.removesuffix('.one')}", **_filled(language, area, id))


def _filled(language: str, area: str, id: str) -> dict[str, int | str]:
    return {name: 1 if name == "count" else name for name in places(texts(language, area)[id])} | {"count": 1}


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("MBX01", "MBX01"),
        ("a\nb", "a␊b"),
        ("\t\x7f", "␉␡"),
        ("a\u202eb", "a<U+202E>b"),
        ("\u2028", "<U+2028>"),
        ("<b>x</b> &amp; 郵件伺服器 😀", "<b>x</b> &amp; 郵件伺服器 😀"),
    ],
)
def test_visible(typed: str, shown: str) -> None:
    assert visible(typed) == shown
