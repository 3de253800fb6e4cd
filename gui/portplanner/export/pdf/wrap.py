"""Lines of a text in a given width: Latin words stay whole, Chinese breaks between characters.

No line begins with a closing sign or ends with an opening one. A Latin word is cut only when it is
wider than a line, behind one of its signs where it has one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from portplanner.export.fonts import Font

# Signs that may not end a line, and signs that may not begin one; the second parts are Latin signs,
# which matter where they touch Chinese characters.
_OPENING = "（「『《〈【［｛" + re.escape("([{“‘«")
_WIDE_CLOSING = "，。、；：！？）」』》〉】］｝…—・％"
_CLOSING = _WIDE_CLOSING + re.escape(")]},.;:!?%”’»")
_WIDE = "\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\U00020000-\U0003ffff"
_PIECE = re.compile(
    rf"(?:[{_OPENING}]\s*)*"
    rf"(?:[{_WIDE}]|[^\s{_WIDE}]*[^\s{_WIDE}{_OPENING}])"  # a Chinese character or a Latin word
    rf"[{_CLOSING}]*(?:\s+[{_WIDE_CLOSING}]+)*"
    rf"|[{_OPENING}{_CLOSING}]+"
    r"|\s+"
)
_NOT_FIRST = re.compile(f"[{_CLOSING}]")
_NOT_LAST = re.compile(f"[{_OPENING}]")


@lru_cache(maxsize=20_000)
def wrap(text: str, font: Font, size: float, width: float) -> tuple[str, ...]:
    """Return the lines of this text; only a word wider than a line is cut."""
    return tuple(line for part in text.split("\n") for line in _lines(part, font, size, width))


def pieces(text: str) -> list[str]:
    """Return the parts of a text between which a line may break; spaces are parts of their own."""
    return _PIECE.findall(text)


def _lines(text: str, font: Font, size: float, width: float) -> Iterator[str]:
    measured = font.width(text, size)
    if measured <= width:
        yield text
        return
    line, used = "", 0.0
    for piece in pieces(text):
        wide = font.width(piece, size)
        if used + wide <= width:
            line, used = line + piece, used + wide
        elif piece.isspace():
            yield line
            line, used = "", 0.0
        else:
            if line.strip():
                yield line.rstrip()
            *full, line = _cut(piece, font, size, width)
            yield from full
            used = font.width(line, size)
    if line.strip():
        yield line.rstrip()


def _cut(word: str, font: Font, size: float, width: float) -> Iterator[str]:
    """Cut a word that is wider than a line, behind one of its signs where it has one."""
    line, used = "", 0.0
    for c in word:
        wide = font.width(c, size)
        if line and used + wide > width:
            cut = _place(line, c)
            yield line[:cut]
            line = line[cut:]
            used = font.width(line, size)
        line, used = line + c, used + wide
    yield line


def _place(line: str, following: str) -> int:
    """Return where to cut a full line: behind a sign, else as late as the signs around allow."""
    sign = max(map(line.rfind, "/.-_@"))
    cut = sign + 1 if sign > len(line) // 3 else len(line)
    text = line + following
    while cut > 1 and (_NOT_FIRST.match(text[cut]) or _NOT_LAST.match(text[cut - 1])):
        cut -= 1
    return cut


def shortened(text: str, font: Font, size: float, width: float, lines: int = 1) -> tuple[str, ...]:
    """Return at most so many lines; where text is left out, the last one ends with an ellipsis."""
    whole = wrap(text, font, size, width)
    if len(whole) <= lines:
        return whole
    last = whole[lines - 1]
    while last and font.width(last + "…", size) > width:
        last = last[:-1]
    return (*whole[: lines - 1], last.rstrip() + "…")


def unbroken(text: str, font: Font, size: float, width: float) -> str:
    """Return a name on one line; where even that is too wide, its middle becomes an ellipsis."""
    if font.width(text, size) <= width:
        return text
    least, most = 0, len(text)  # how many characters stay
    while least < most:
        middle = (least + most + 1) // 2
        if font.width(_without_middle(text, middle), size) <= width:
            least = middle
        else:
            most = middle - 1
    return _without_middle(text, least)


def _without_middle(text: str, kept: int) -> str:
    tail = kept // 3
    return f"{text[: kept - tail]}…{text[len(text) - tail :]}"
