"""Everything that a catalogue says about one thing, to be checked against a table of facts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import cache

from portplanner.catalogue.load import load
from portplanner.text import Words


@cache
def said(exchange: str) -> Mapping[str, str]:
    """Return the words and values of each entry of a version by its id, in both languages, one text each."""
    found: dict[str, list[str]] = {}
    catalogue = load(exchange)
    for field in fields(catalogue):
        held = getattr(catalogue, field.name)
        for entry in held if isinstance(held, tuple) else ():
            if id := getattr(entry, "id", ""):
                found.setdefault(id, []).extend(_texts(entry))
            for part in (*getattr(entry, "variants", ()), *getattr(entry, "endpoints", ())):
                found.setdefault(part.id, []).extend(_texts(part))
    return {id: "\n".join(texts) for id, texts in found.items()}


def missing(exchange: str, table: Iterable[tuple[str, str, tuple[str, ...]]]) -> list[str]:
    """Return what a table asks for and the catalogue does not say: its rows are fact, entry, words."""
    entries = said(exchange)
    lacking = []
    for fact, entry, words in table:
        for word in words:
            if word not in entries.get(entry, ""):
                lacking.append(f"{fact}: {entry} does not say {word!r}")
    return lacking


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Words):
        yield from (value.en, value.zh)
    elif isinstance(value, Mapping):
        for key, member in value.items():
            yield str(key)
            yield from _texts(member)
    elif isinstance(value, tuple):
        for member in value:
            yield from _texts(member)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _texts(getattr(value, field.name))
    elif value is not None:
        yield str(value)
