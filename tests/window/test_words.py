"""The words of the window: complete, and the same places in both languages."""

from __future__ import annotations

import re
import tomllib
from string import Formatter

from portplanner.paths import resources
from portplanner.plan.model import Plan
from portplanner.text import Language, Text
from portplanner.window import actions, options_panel, rows
from portplanner.window.details import PARTS
from portplanner.window.editor import DIAGRAMS
from portplanner.window.options_panel import GROUPS


def _flat(table: dict[str, object], before: str = "") -> dict[str, str]:
    found: dict[str, str] = {}
    for key, value in table.items():
        if isinstance(value, dict):
            found |= _flat(value, f"{before}{key}.")
        else:
            found[before + key] = str(value)
    return found


def _words(language: Language) -> dict[str, str]:
    file = resources() / "locales" / language / "window.toml"
    return _flat(tomllib.loads(file.read_text("utf-8")))


def _places(words: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(words) if name}


def test_both_languages_have_the_same_ids_and_places() -> None:
    english, chinese = _words("en"), _words("zh-TW")
    ones = {id for id in english if id.endswith(".one")}  # Chinese has one form for all counts
    assert english.keys() - ones == chinese.keys() - ones
    for id, words in chinese.items():
        assert _places(words) == _places(english[id]), id


def test_every_id_in_the_code_has_words() -> None:
    english = _words("en")
    source = "".join(
        path.read_text("utf-8") for path in (resources().parent / "gui/portplanner/window").glob("*.py")
    )
    for id in re.findall(r'"window\.([a-z0-9.-]+)"', source):
        assert id in english, id


def test_every_built_id_has_words(language: Language) -> None:
    text = Text(language)
    ids = [f"window.menu.{id}" for id, _ in actions.MENUS]
    ids += [f"window.action.{c.id}" for _, menu in actions.MENUS for c in menu if c.id != "-"]
    ids += [f"window.list.{listing}" for listing in (*rows.LISTINGS, "all")]
    ids += [f"window.column.{column}" for column in rows.COLUMNS]
    ids += [f"window.details.{part}" for part in PARTS]
    ids += [f"window.unused.{diagram}" for diagram in DIAGRAMS]
    ids += [f"choices.group.{group}" for group, _ in GROUPS]
    for id in ids:
        assert text(id)


def test_every_option_of_the_panel_is_a_key_of_the_plan() -> None:
    from portplanner.plan.change import choice

    for _, keys in options_panel.GROUPS:
        for key in keys:
            choice(Plan(), key)
