"""How wide a text is in the project's font, without Qt and without the system's fonts.

The font is Noto Sans TC, one variable TrueType file for Latin and Traditional Chinese, that comes
with the package ``justmytype-intl-cjk``; window, PDF and SVG use the same file.
"""

from __future__ import annotations

from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import uharfbuzz

FAMILY = "Noto Sans TC"
REGULAR = 400
BOLD = 700

# Safety margin: the painters' own rasterizers round glyph advances a little differently.
_MARGIN = 1.015


def font_file() -> Path:
    """Return the variable font file; its weight axis runs from 100 to 900."""
    package = find_spec("justmytype_intl_cjk")  # importing it would cost more than finding it
    if package is None or package.origin is None:
        raise FileNotFoundError("justmytype-intl-cjk")
    return Path(package.origin).parent / "fonts/ofl/notosanstc/NotoSansTC[wght].ttf"


@lru_cache(maxsize=8192)
def width(text: str, size: float, bold: bool = False) -> float:
    """Return the width of one line of text, in points, at this size in points."""
    import uharfbuzz

    font = _font(BOLD if bold else REGULAR)
    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    uharfbuzz.shape(font, buffer, {"kern": True})
    positions = buffer.glyph_positions or ()
    advance: int = sum(position.x_advance for position in positions)
    return float(advance * size / font.face.upem * _MARGIN)


@cache
def _font(weight: int) -> uharfbuzz.Font:
    import uharfbuzz

    font = uharfbuzz.Font(_face())
    font.set_variations({"wght": weight})
    return font


@cache
def _face() -> uharfbuzz.Face:
    import uharfbuzz

    return uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(font_file())))


@lru_cache(maxsize=4096)
def wrap(text: str, size: float, limit: float, lines: int, bold: bool = False) -> tuple[str, ...]:
    """Return the text in at most ``lines`` lines, none wider than ``limit`` points.

    Latin words stay whole where they fit; between Chinese characters a line may break, but none
    starts with closing punctuation or ends with an opening bracket, and no Chinese character stands
    alone on the last. What does not fit is shortened with an ellipsis.
    """
    out: list[str] = []
    line = ""
    rest = _with_whole_brackets(_pieces(text), size, limit, bold)
    while rest:
        piece = rest.pop(0)
        candidate = line + piece if line else piece.lstrip()
        if width(candidate.rstrip(), size, bold) <= limit:
            line = candidate
            continue
        if len(out) == lines - 1:
            return (*out, shorten((candidate + "".join(rest)).rstrip(), size, limit, bold))
        if not line:  # one piece wider than a line: cut it where it fits
            cut = _fitting(piece, size, limit, bold)
            joint = max(piece.rfind(sign, 0, cut) for sign in _JOINTS) + 1
            cut = joint if joint > cut / 2 else cut
            out.append(piece[:cut])
            rest.insert(0, piece[cut:])
        else:
            out.append(line.rstrip())
            rest.insert(0, piece)
        line = ""
    if not line.strip() and out:
        return tuple(out)
    if out and len(line.strip()) == 1 and _may_part(out[-1], line) and width(line, size, bold) * 2 <= limit:
        line = out[-1][-1] + line
        out[-1] = out[-1][:-1].rstrip()
    return (*out, line.rstrip())


def _may_part(before: str, line: str) -> bool:
    """Return whether the last character of a line may move to the lone one below it."""
    wide = all(ord(c) >= _WIDE for c in (before[-1], line[0]))
    return wide and len(before) > 2 and before[-1] not in _CLOSING and before[-2] not in _OPENING


def shorten(text: str, size: float, limit: float, bold: bool = False) -> str:
    """Return the text, or as much of its beginning as fits ``limit`` points with an ellipsis."""
    if width(text, size, bold) <= limit:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if width(text[:middle].rstrip() + "…", size, bold) <= limit:
            low = middle
        else:
            high = middle - 1
    return text[:low].rstrip() + "…"


def _fitting(text: str, size: float, limit: float, bold: bool) -> int:
    low, high = 1, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if width(text[:middle], size, bold) <= limit:
            low = middle
        else:
            high = middle - 1
    return low


def _with_whole_brackets(pieces: list[str], size: float, limit: float, bold: bool) -> list[str]:
    """Join what stands in brackets to one piece where it fits a line: it reads better unbroken."""
    joined: list[str] = []
    while pieces:
        end = next((i for i, piece in enumerate(pieces, 1) if "）" in piece), 0)
        group = "".join(pieces[:end])
        if end > 1 and pieces[0].startswith("（") and width(group, size, bold) <= limit:
            joined.append(group)
            del pieces[:end]
        else:
            joined.append(pieces.pop(0))
    return joined


_JOINTS = ".-_/@:\\"  # a name that needs two lines is best cut behind one of these
_WIDE = 0x2E80  # the first code of the characters that are as wide as they are high
_CLOSING = "，。、；：！？）」』》〉】…—.,;:!?)]}"
_OPENING = "（「『《〈【([{"


def _pieces(text: str) -> list[str]:
    """Cut a text where a line may break: after spaces and around Chinese characters."""
    pieces: list[str] = []
    glue = False  # the character before wants the next one on its line
    for c in text:
        wide = ord(c) >= _WIDE
        if pieces and (
            glue
            or c in _CLOSING
            or c == " "
            or (not wide and not pieces[-1].endswith(" ") and ord(pieces[-1][-1]) < _WIDE)
        ):
            pieces[-1] += c
        else:
            pieces.append(c)
        glue = c in _OPENING
    return pieces
