"""How PowerShell divides a script into strings, comments and code: its own rules of quoting.

After the language specification (2.3.5.2, string literals) and the tokenizer that Windows runs: the
curly quotes U+2018 to U+201B are single quotes and U+201C to U+201E double ones, wherever a straight
one may stand; any of them ends a string that another of its kind began, and two of them stand for one.
A grammar that editors use (tree-sitter-powershell) knows the straight ones only.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

SINGLE = "'\u2018\u2019\u201a\u201b"
DOUBLE = '"\u201c\u201d\u201e'
_OPENS_COMMENT = " \t\r\n;,(){}|&"  # after anything else, # is a part of a word

Kind = Literal["code", "comment", "string", "expandable"]


class Unclosed(ValueError):
    """A string or a comment does not end."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a script; of a string, ``text`` is what it stands for, else it is as it was written."""

    kind: Kind
    text: str


def pieces(source: str) -> Iterator[Piece]:
    """Yield the pieces of a script, one after the other."""
    place = begin = 0
    while place < len(source):
        found = _special(source, place)
        if found is None:
            place += 2 if source[place] == "`" else 1  # a backtick takes its meaning from what follows
            continue
        piece, end = found
        if place > begin:
            yield Piece("code", source[begin:place])
        yield piece
        place = begin = end
    if begin < len(source):
        yield Piece("code", source[begin:])


def _special(source: str, place: int) -> tuple[Piece, int] | None:
    """Return the string or comment that begins here, and where it ends; None for code."""
    sign, after = source[place], source[place + 1 : place + 2]
    if source.startswith("<#", place):
        end = _found(source, "#>", place + 2) + 2
        return Piece("comment", source[place:end]), end
    if sign == "#" and (place == 0 or source[place - 1] in _OPENS_COMMENT):
        end = min((at for c in "\r\n" if (at := source.find(c, place)) >= 0), default=len(source))
        return Piece("comment", source[place:end]), end
    if sign == "@" and after and after in SINGLE + DOUBLE:
        return _here(source, place)
    if sign in SINGLE:
        return _single(source, place)
    if sign in DOUBLE:
        end = _double_end(source, place)
        return Piece("expandable", source[place:end]), end
    if sign == "$" and after == "{":
        end = _found(source, "}", place + 2) + 1
        return Piece("code", source[place:end]), end
    return None


def _found(source: str, sign: str, place: int) -> int:
    at = source.find(sign, place)
    if at < 0:
        raise Unclosed(source[place : place + 40])
    return at


def _single(source: str, begin: int) -> tuple[Piece, int]:
    text: list[str] = []
    place = begin + 1
    while place < len(source):
        if source[place] in SINGLE:
            if source[place + 1 : place + 2] not in tuple(SINGLE):
                return Piece("string", "".join(text)), place + 1
            place += 1  # two of them stand for the first
            text.append(source[place - 1])
        else:
            text.append(source[place])
        place += 1
    raise Unclosed(source[begin : begin + 40])


def _double_end(source: str, begin: int) -> int:
    place = begin + 1
    while place < len(source):
        sign = source[place]
        if sign == "`":
            place += 2
        elif source.startswith("$(", place):
            place = _code_end(source, place + 2)
        elif sign in DOUBLE:
            if source[place + 1 : place + 2] not in tuple(DOUBLE):
                return place + 1
            place += 2
        else:
            place += 1
    raise Unclosed(source[begin : begin + 40])


def _code_end(source: str, begin: int) -> int:
    """Return where the code inside ``$(`` and ``)`` ends."""
    place, depth = begin, 1
    while place < len(source):
        found = _special(source, place)
        if found is not None:
            place = found[1]
            continue
        depth += {"(": 1, ")": -1}.get(source[place], 0)
        place += 2 if source[place] == "`" else 1
        if not depth:
            return place
    raise Unclosed(source[begin : begin + 40])


def _here(source: str, begin: int) -> tuple[Piece, int] | None:
    """Return a here-string: its text begins in the next line and ends before a line with a quote and @."""
    quotes = SINGLE if source[begin + 1] in SINGLE else DOUBLE
    line_end = source.find("\n", begin)
    if line_end < 0 or source[begin + 2 : line_end].strip():
        return None
    ends = [at for c in quotes if (at := source.find(f"\n{c}@", line_end)) >= 0]
    if not ends:
        raise Unclosed(source[begin : begin + 40])
    text = source[line_end + 1 : min(ends)].removesuffix("\r")
    return Piece("string" if quotes is SINGLE else "expandable", text), min(ends) + 3


def strings(source: str) -> list[str]:
    """Return what the single-quoted strings of a script stand for."""
    return [piece.text for piece in pieces(source) if piece.kind == "string"]


def code(source: str) -> str:
    """Return a script without its comments and with every single-quoted string empty."""
    return "".join(
        "''" if piece.kind == "string" else piece.text for piece in pieces(source) if piece.kind != "comment"
    )
