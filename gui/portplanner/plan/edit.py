"""Changes a plan's text where the plan changed and nowhere else, so that comments and order stay.

The text is cut into sections, one per heading; a comment directly above a heading goes with it.
tomlkit was tried: it counts such comments to the table before, so that removing one server took the
next one's comment along, and it needs a quarter of a second for 1,000 servers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from portplanner.plan.lines import Lines
from portplanner.plan.lines import Path as Key
from portplanner.plan.model import Part, Plan
from portplanner.plan.toml import ALWAYS, entry, table, toml
from portplanner.values import keys, named

_ORDER = {key: number for number, key in enumerate(keys(Plan).values())}
_IDENTITY = {"site": "name", "server": "name", "item": "id"}
_COMMENT = re.compile(r"#[^\n]*")
_EMPTY_LINE = re.compile(r"^[ \t]*\n", re.M)


@dataclass(slots=True, eq=False)
class _Section:
    """A heading with what stands below it; the first section has none."""

    path: Key
    start: int
    end: int
    heading: int  # where the heading itself begins
    after: int  # behind the line of its last key
    edits: list[tuple[int, int, str]] = field(default_factory=list)


def edited(original: str, old: Plan, new: Plan) -> str:
    """Return the original, which is the text of ``old``, changed to the text of ``new``."""
    if old == new:
        return original
    windows = "\r\n" in original
    text = original.replace("\r\n", "\n")
    if not text.endswith("\n"):
        text += "\n"
    text = _Editor(text).edit(old, new)
    return text.replace("\n", "\r\n") if windows else text


class _Editor:
    def __init__(self, text: str) -> None:
        self._text = text
        self._lines = Lines(text)
        self._sections = _cut(text, self._lines)
        self._order: list[_Section | str] = list(self._sections)

    def edit(self, old: Plan, new: Plan) -> str:
        before = dict(named(old))
        for key, value in named(new):
            if value == before[key]:
                continue
            if isinstance(value, Part):
                self._edit_table((key,), before[key], value)
            elif key in ALWAYS:
                self._set((), key, before[key], value)
            else:
                self._edit_entries(key, before[key], value)
        return self._joined()

    def _edit_table(self, path: Key, old: Part, new: Part) -> None:
        before = dict(named(old))
        changed = [(key, value) for key, value in named(new) if value != before[key]]
        missing = [key for key, _ in changed if (*path, key) not in self._lines.values]
        if path not in self._lines.starts:
            self._insert(str(path[0]), table(str(path[0]), new))
        elif path in self._lines.values and missing:
            self._replace(*self._lines.values[path], toml(new))
        else:
            for key, value in changed:
                if value is None:
                    self._remove((*path, key))
                else:
                    self._set(path, key, before[key], value)

    def _set(self, path: Key, key: str, old: object, value: object) -> None:
        place = (*path, key)
        if place not in self._lines.values:
            self._add(path, f"{key} = {toml(value)}\n")
        elif isinstance(value, tuple) and isinstance(old, tuple):
            self._set_list(place, old, value)
        else:
            self._replace(*self._lines.values[place], toml(value))

    def _set_list(self, place: Key, old: tuple[Any, ...], new: tuple[Any, ...]) -> None:
        """Change a list so that comments between its lines stay."""
        start, end = self._lines.values[place]
        spans: list[tuple[int, int]] = []
        while (*place, len(spans)) in self._lines.values:
            spans.append(self._lines.values[(*place, len(spans))])
        if len(spans) == len(old) == len(new):
            for span, was, value in zip(spans, old, new, strict=True):
                if was != value:
                    self._replace(*span, toml(value))
            return
        outside: list[str] = []
        last = start
        for begin, finish in [*spans, (end, end)]:
            outside.append(self._text[last:begin])
            last = finish
        comments = [comment for gap in outside for comment in _COMMENT.findall(gap)]
        if comments:
            rows = [*comments, *(f"{toml(value)}," for value in new)]
            self._replace(start, end, "[\n" + "".join(f"    {row}\n" for row in rows) + "]")
        else:
            self._replace(start, end, toml(new))

    def _add(self, path: Key, row: str) -> None:
        """Add a line to the table at this path, wherever the table is."""
        for section in self._sections:
            if section.path == path:
                section.edits.append((section.after, section.after, row))
                return
        # no heading: its keys are written with dots below another one
        inside = [start for key, start in self._lines.starts.items() if key[: len(path)] == path]
        pos = self._text.index("\n", max(self._value_end(path), *inside)) + 1
        self._replace(pos, pos, f"{path[0]}.{row}")

    def _value_end(self, path: Key) -> int:
        return max(end for key, (_, end) in self._lines.values.items() if key[: len(path)] == path)

    def _remove(self, place: Key) -> None:
        """Remove a key; a comment behind it stays."""
        start, end = self._lines.starts[place], self._lines.values[place][1]
        rest = self._text.index("\n", end)
        if self._text[end:rest].strip():
            self._replace(start, end + len(self._text[end:rest]) - len(self._text[end:rest].lstrip()), "")
        else:
            self._replace(self._text.rfind("\n", 0, start) + 1, rest + 1, "")

    def _replace(self, start: int, end: int, text: str) -> None:
        section = next(s for s in reversed(self._sections) if s.start <= start)
        section.edits.append((start, end, text))

    def _edit_entries(self, key: str, old: tuple[Any, ...], new: tuple[Any, ...]) -> None:
        if (key,) in self._lines.values:  # written as a list of inline tables
            self._replace(*self._lines.values[key,], toml(new))
            return
        pairs = _pairs(key, old, new)
        for number, part in enumerate(new):
            if (was := pairs[number]) is not None and old[was] != part:
                self._edit_table((key, was), old[was], part)
        if pairs == list(range(len(old))):
            return
        sections: dict[int, list[_Section]] = {}
        for section in self._sections:
            if section.path[:1] == (key,) and isinstance(section.path[1], int):
                sections.setdefault(section.path[1], []).append(section)
        if not sections:
            for part in new:
                self._insert(key, entry(key, part))
            return
        self._reorder(key, sections, pairs, new)

    def _reorder(
        self, key: str, sections: dict[int, list[_Section]], pairs: list[int | None], new: tuple[Any, ...]
    ) -> None:
        """Put the entries in the new order, at the place of the first one."""
        mine = {section for group in sections.values() for section in group}
        place = next(number for number, piece in enumerate(self._order) if piece in mine)
        kept = {was for was in pairs if was is not None}
        head = "".join(self._above(s) for was, group in sections.items() if was not in kept for s in group)
        entries: list[_Section | str] = [head] if head else []
        for part, was in zip(new, pairs, strict=True):
            entries.extend([entry(key, part)] if was is None else sections[was])
        before = self._order[:place]
        after = [piece for piece in self._order[place:] if piece not in mine]
        self._order = [*before, *entries, *after]

    def _above(self, section: _Section) -> str:
        """Return the comments above a removed section that are not directly above its heading."""
        above = self._text[section.start : section.heading]
        ends = [found.end() for found in _EMPTY_LINE.finditer(above)]
        return above[: ends[-1]] if ends else ""

    def _insert(self, key: str, text: str) -> None:
        """Insert a new section where the plan file usually has it."""
        place = len(self._order)
        while place > 1 and self._rank(self._order[place - 1]) > _ORDER[key]:
            place -= 1
        self._order.insert(place, text)

    def _rank(self, piece: _Section | str) -> int:
        if isinstance(piece, _Section):
            return _ORDER.get(str(piece.path[0]), 0) if piece.path else 0
        return _ORDER.get(piece.strip("[").partition("]")[0], 0)

    def _joined(self) -> str:
        pieces: list[str] = []
        was_new = False
        for piece in self._order:
            is_new = isinstance(piece, str)
            if pieces and (is_new or was_new) and not pieces[-1].endswith("\n\n"):
                pieces.append("\n")
            pieces.append(piece if isinstance(piece, str) else self._applied(piece))
            was_new = is_new
        return "".join(pieces)

    def _applied(self, section: _Section) -> str:
        pieces, pos = [], section.start
        for start, end, text in sorted(section.edits, key=lambda edit: edit[:2]):
            pieces += [self._text[pos:start], text]
            pos = end
        return "".join([*pieces, self._text[pos : section.end]])


def _cut(text: str, lines: Lines) -> list[_Section]:
    """Cut the text into sections: each ends where the comments above the next heading begin."""
    ends = sorted([*(end for _, end in lines.values.values()), *(h.end for h in lines.headings)])
    sections: list[_Section] = []
    path, start, heading, place = Key(), 0, 0, 0
    for next_ in [*lines.headings, None]:
        limit = next_.start if next_ else len(text)
        last = 0
        while place < len(ends) and ends[place] <= limit:
            last = ends[place]
            place += 1
        after = text.index("\n", last) + 1 if last else 0
        end = after
        if next_ is None:
            end = limit
        elif blank := _EMPTY_LINE.search(text, after, limit):
            end = blank.end()
        sections.append(_Section(path, start, end, heading, after))
        if next_:
            path, start, heading = next_.path, end, next_.start
    return sections


def _pairs(key: str, old: tuple[Any, ...], new: tuple[Any, ...]) -> list[int | None]:
    """Return for each new entry the old one that it was: of the same name, else renamed in its place."""

    def name(part: Any) -> str:
        return str(getattr(part, _IDENTITY[key])).strip().lower()

    was = {name(part): number for number, part in enumerate(old)}
    pairs = [was.get(name(part)) for part in new]
    if len(old) == len(new):
        free = set(range(len(old))) - set(pairs)
        pairs = [n if p is None and n in free else p for n, p in enumerate(pairs)]
    return pairs
