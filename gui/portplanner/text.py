"""Words in both languages, read from the locale files without Qt.

A locale file is one TOML table of ids and texts, one file per area of the program and
language: ``resources/locales/<language>/<area>.toml``. The id ``window.menu.open`` is the key
``menu.open`` of ``window.toml``. Texts are whole sentences with named places (``{count}``).
TOML was chosen over gettext because a checkout then needs no compile step and translators and
catalogue share one format; an area is read when its first text is asked for.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, get_args

from portplanner.compiled import Copy
from portplanner.paths import resources

Language = Literal["en", "zh-TW"]
LANGUAGES: tuple[Language, ...] = get_args(Language)


@dataclass(frozen=True, slots=True)
class Words:
    """One text in both languages, as the catalogue carries its facts."""

    en: str = ""
    zh: str = ""

    def __bool__(self) -> bool:
        return bool(self.en or self.zh)


class Text:
    """The words of one language: ``text("window.menu.open")`` or ``text.of(words)``."""

    def __init__(self, language: Language) -> None:
        self.language: Language = language

    def __call__(self, id: str, **places: object) -> str:
        """Return the text of ``id`` with its named places filled; Words in a place are said in this language.

        A text with a ``count`` place may have a form for one: the id with ``.one`` behind it.
        Raises KeyError for an id that the locale files do not hold.
        """
        area, _, key = id.partition(".")
        texts = _area(self.language, area)
        if places.get("count") == 1 and f"{key}.one" in texts:
            key = f"{key}.one"
        text = texts[key]
        if not places:
            return text
        said = {k: self.of(value) if isinstance(value, Words) else value for k, value in places.items()}
        return text.format_map(said)

    def of(self, words: Words) -> str:
        """Return these words in this language."""
        return words.zh if self.language == "zh-TW" else words.en


def words(id: str, **places: object) -> Words:
    """Return the text of ``id`` in both languages."""
    return Words(Text("en")(id, **places), Text("zh-TW")(id, **places))


def system_language() -> Language:
    """Return the language that the user's environment asks for: Traditional Chinese or English."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name, "")
        if value:
            return "zh-TW" if value.lower().startswith(("zh_tw", "zh_hk", "zh_hant")) else "en"
    return "en"


def visible(name: str) -> str:
    """Return a name on one line: every character that would break or hide it gets a visible sign.

    Line breaks, tabs and other controls become their symbol (U+2400 block), marks that reverse or
    hide text become ``<U+202E>``; all else stays as it was typed.
    """
    if name.isprintable():  # nearly every name, at once
        return name
    return "".join(_visible_character(c) for c in name)


def _visible_character(c: str) -> str:
    code = ord(c)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\u2421"
    if c == "\u200d":  # joins emoji; harmless alone
        return c
    # What is no character (such as U+FFFE) stands in no XML, so in no workbook and no SVG.
    no_character = code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF
    if no_character or unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp"):
        return f"<U+{code:04X}>"
    return c


@cache
def _area(language: Language, area: str) -> Mapping[str, str]:
    file = resources() / "locales" / language / f"{area}.toml"
    copy = Copy(f"{language}-{area}", [file])
    known = copy.read()
    if isinstance(known, dict):
        return known
    flat: dict[str, str] = {}
    _flatten(_toml(file), "", flat)
    copy.write(flat)
    return flat


def _toml(file: Path) -> Mapping[str, object]:
    import tomllib

    return tomllib.loads(file.read_text("utf-8"))


def _flatten(table: Mapping[str, object], before: str, flat: dict[str, str]) -> None:
    for key, value in table.items():
        if isinstance(value, Mapping):
            _flatten(value, f"{before}{key}.", flat)
        else:
            flat[before + key] = str(value)
