"""The options panel finds words for every choice that a catalogue knows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from portplanner import values
from portplanner.catalogue.load import known, load
from portplanner.plan.model import Part, Plan
from portplanner.text import LANGUAGES, Language, Text

GROUPS = (
    "topology", "edge", "outbound", "clients", "sender-reputation", "names", "hybrid", "unified-messaging",
    "document",
)  # fmt: skip


def keys(part: type[Part], before: str = "") -> Iterator[str]:
    """Every key of the plan file that holds one choice."""
    for name, known_as in values.keys(part).items():
        key = before + known_as
        kind: Any = values.hints(part)[name]
        if isinstance(kind, type) and issubclass(kind, Part):
            yield from keys(kind, f"{key}.")
        elif key not in ("format", "site", "server", "item"):
            yield key


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_key_of_a_plan_has_a_label_and_a_help_text(language: Language) -> None:
    text = Text(language)
    for key in keys(Plan):
        assert text(f"choices.{key}.label")
        assert text(f"choices.{key}.help")[-1] in ".。"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("version", known())
def test_every_value_of_a_choice_has_words(language: Language, version: str) -> None:
    text = Text(language)
    for key, offered in load(version).choices.items():
        for value in offered:
            shown = str(value).lower() if isinstance(value, bool) else str(value)
            assert text(f"choices.{key}.value.{shown}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_group_has_a_heading(language: Language) -> None:
    assert all(Text(language)(f"choices.group.{group}") for group in GROUPS)


@pytest.mark.parametrize("version", known())
def test_choices_are_keys_of_the_plan(version: str) -> None:
    assert set(load(version).choices) <= set(keys(Plan))


@pytest.mark.parametrize("version", known())
def test_ports_that_the_user_supplies_are_keys_of_the_plan(version: str) -> None:
    users = {port.user for flow in load(version).flows for port in flow.ports if port.user}
    assert users <= set(keys(Plan))
