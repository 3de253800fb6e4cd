"""Lines of a text in a given width: Latin words stay whole, Chinese breaks between characters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from portplanner.export.fonts import Font

# Signs that may not begin a line, and signs that may not end one.
_CLOSING = "，。、；：！？）」』》〉】］｝…—・％"
_OPENING = "（「『《〈【［｛"
_WIDE = "\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\U00020000-\U0003ffff"
_PIECE = re.compile(
    f"[{_OPENING}]*(?:[{_WIDE}]|[^\\s{_WIDE}]+)[{_CLOSING}]*"  # a Chinese character or a Latin word
    f"|[{_OPENING}{_CLOSING}]+"
    "|\\s+"
)


@lru_cache(maxsize=20_000)
def wrap(text: str, font: Font, size: float, width: float) -> tuple[str, ...]:
    """Return the lines of this text; only a word wider than a line is cut."""
    return tuple(line for part in text.split("\n") for line in _lines(part, font, size, width))


def _lines(text: str, font: Font, size: float, width: float) -> Iterator[str]:
    measured = font.width(text, size)
    if measured <= width:
        yield text
        return
    line, used = "", 0.0
    for piece in _PIECE.findall(text):
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
            sign = max(map(line.rfind, "/.-_@"))
            cut = sign + 1 if sign > len(line) // 3 else len(line)
            yield line[:cut]
            line = line[cut:]
            used = font.width(line, size)
        line, used = line + c, used + wide
    yield line


def shortened(text: str, font: Font, size: float, width: float, lines: int = 1) -> tuple[str, ...]:
    """Return at most so many lines; where text is left out, the last one ends with an ellipsis."""
    whole = wrap(text, font, size, width)
    if len(whole) <= lines:
        return whole
    last = whole[lines - 1]
    while last and font.width(last + "…", size) > width:
        last = last[:-1]
    return (*whole[: lines - 1], last.rstrip() + "…")
