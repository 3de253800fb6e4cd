"""Where in a TOML text each key, value and heading stands; tomllib does not tell.

The text is expected to be valid: this reads only as much of TOML as is needed to walk over it, once
and in linear time. Text that makes no sense raises NotToml; not all text that is not TOML does.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass

Path = tuple[str | int, ...]

_DEPTH = 6  # a plan has four levels; deeper entries count as their parent
_SPACE = re.compile(r"(?:[ \t\r\n]++|#[^\n]*+)*+")
_BLANK = re.compile(r"[ \t]*+")
_KEY = re.compile(r"""[A-Za-z0-9_-]++|"(?:[^"\\\n]++|\\.)*+"|'[^'\n]*+'""")
_STRING = re.compile(
    r'''"""(?:[^"\\]++|\\[\s\S]|"{1,2}+(?!"))*+"{3,5}'''
    r"""|'''(?:[^']++|'{1,2}+(?!'))*+'{3,5}"""
    r'''|"(?:[^"\\\n]++|\\.)*+"'''
    r"""|'[^'\n]*+'"""
)
_OTHER = re.compile(r"[^,\]}#\r\n]++")


class NotToml(ValueError):
    """The text makes no sense at ``pos``."""

    def __init__(self, pos: int) -> None:
        super().__init__(pos)
        self.pos = pos


@dataclass(frozen=True, slots=True)
class Heading:
    """A ``[table]`` or ``[[table]]``; the path of the latter ends with its number."""

    path: Path
    start: int
    end: int


class Lines:
    """The places in one TOML text.

    ``values`` has the start and end of every value, ``starts`` where each key or entry begins,
    ``deepest`` is the number of parts of the longest key.
    """

    def __init__(self, source: str) -> None:
        self.deepest = 0
        self.starts: dict[Path, int] = {}
        self.values: dict[Path, tuple[int, int]] = {}
        self.headings: list[Heading] = []
        self._source = source
        self._entries: dict[Path, int] = {}  # how many [[tables]] of one name there were so far
        self._scan()

    def of(self, path: Path) -> int:
        """Return the line of the key or entry, or of the nearest thing around it."""
        path = path[:_DEPTH]
        while path and path not in self.starts:
            path = path[:-1]
        return self._source.count("\n", 0, self.starts.get(path, 0)) + 1

    def _note(self, path: Path, pos: int) -> None:
        if len(path) <= _DEPTH:
            self.starts.setdefault(path, pos)

    def _scan(self) -> None:
        source, table = self._source, Path()
        pos = self._skip(0)
        while pos < len(source):
            if source[pos] == "[":
                heading = self._heading(pos)
                self.headings.append(heading)
                table, pos = heading.path, heading.end
            else:
                path, pos = self._key(table, pos)
                pos = self._value(path, self._expect("=", pos))
            pos = self._skip(pos)

    def _heading(self, start: int) -> Heading:
        listed = self._source.startswith("[[", start)
        parts, pos = self._parts(self._blank(start + 1 + listed))
        path: Path = ()
        for number, part in enumerate(parts, 1):
            path = (*path, part)
            self._note(path, start)
            if listed and number == len(parts):
                self._entries[path] = self._entries.get(path, -1) + 1
            if path in self._entries:
                path = (*path, self._entries[path])
                self._note(path, start)
        end = self._expect("]]" if listed else "]", pos)
        return Heading(path[: _DEPTH + 1], start, end)

    def _key(self, around: Path, start: int) -> tuple[Path, int]:
        parts, pos = self._parts(start)
        path = around
        for part in parts:
            path = (*path, part)
            self._note(path, start)
        return path[: _DEPTH + 1], pos

    def _parts(self, pos: int) -> tuple[list[str], int]:
        """Return the parts of a dotted key, no more of them than can be asked for."""
        parts: list[str] = []
        count = 0
        while True:
            found = _KEY.match(self._source, pos)
            if not found:
                raise NotToml(pos)
            count += 1
            if len(parts) <= _DEPTH:
                parts.append(_unquoted(found[0], pos))
            pos = self._blank(found.end())
            if not self._source.startswith(".", pos):
                self.deepest = max(self.deepest, count)
                return parts, pos
            pos = self._blank(pos + 1)

    def _value(self, path: Path, pos: int) -> int:
        """Walk over one value with all that is in it and return where it ends."""
        source = self._source
        open_: list[tuple[Path, int, bool]] = []  # arrays (True) and inline tables around this place
        counts: list[int] = []
        while True:
            pos = self._skip(pos)
            self._note(path, pos)
            start = source[pos : pos + 1]
            if start in ("[", "{"):
                open_.append((path[: _DEPTH + 1], pos, start == "["))
                counts.append(0)
                pos += 1
            else:
                found = (_STRING if start in ('"', "'") else _OTHER).match(source, pos)
                if not found:
                    raise NotToml(pos)
                self._ends(path, pos, pos + len(found[0].rstrip(" \t")))
                pos = found.end()
            while open_:
                pos = self._skip(pos)
                if source.startswith(",", pos):
                    pos = self._skip(pos + 1)
                if source[pos : pos + 1] not in ("]", "}"):
                    break
                pos += 1
                counts.pop()
                path, begin, _ = open_.pop()
                self._ends(path, begin, pos)
            if not open_:
                return pos
            around, _, is_array = open_[-1]
            if is_array:
                path = (*around, counts[-1])
                counts[-1] += 1
            else:
                path, pos = self._key(around, pos)
                pos = self._expect("=", pos)

    def _ends(self, path: Path, start: int, end: int) -> None:
        if len(path) <= _DEPTH:
            self.values.setdefault(path, (start, end))

    def _skip(self, pos: int) -> int:
        found = _SPACE.match(self._source, pos)
        return found.end() if found else pos

    def _blank(self, pos: int) -> int:
        found = _BLANK.match(self._source, pos)
        return found.end() if found else pos

    def _expect(self, sign: str, pos: int) -> int:
        if not self._source.startswith(sign, pos):
            raise NotToml(pos)
        return pos + len(sign)


def _unquoted(key: str, pos: int) -> str:
    if key[0] == '"' and "\\" in key:
        try:
            return next(iter(tomllib.loads(f"{key}=0")))
        except tomllib.TOMLDecodeError as error:
            raise NotToml(pos) from error
    return key[1:-1] if key[0] in "\"'" else key
