"""The PDF's fonts: small static cuts of Noto Sans TC, made once and kept in the user's cache.

reportlab embeds TrueType outlines with one fixed weight, the shipped font is variable and large.
So each weight is cut to the characters that our words and one plan need. A character that the font
does not have (an emoji) gets a glyph that spells its code, ``<U+1F600>``: paper then shows what is
there, and the text of the PDF still holds the character as it was typed.
"""

from __future__ import annotations

import hashlib
import os
import struct
import tempfile
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from io import BytesIO
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from portplanner.diagram.measure import font_file
from portplanner.paths import cache as cache_folder
from portplanner.paths import resources

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont as FontFile

REGULAR, BOLD = 400, 700
_STYLES = {REGULAR: "Regular", BOLD: "Bold"}
_RECIPE = "4"  # changes when the cut itself changes, so that older cached fonts are not used
_KEPT = 12  # cached fonts; older ones are removed
_TABLES = ("GSUB", "GPOS", "GDEF", "BASE", "STAT", "vhea", "vmtx", "VORG", "prep", "gasp", "DSIG")


@dataclass(frozen=True, slots=True, eq=False)
class Font:
    """A font that reportlab knows by ``name``, with the widths of its characters."""

    name: str
    widths: dict[int, float] = field(repr=False)  # per character, for size 1

    def width(self, text: str, size: float) -> float:
        """Return how wide this text is in this size, in points."""
        widths = self.widths
        return size * sum([widths[c] for c in map(ord, text)])


@dataclass(frozen=True, slots=True)
class Fonts:
    """The two weights of one document."""

    regular: Font
    bold: Font


def fonts(texts: Iterable[str]) -> Fonts:
    """Return both weights with every character of these texts, registered with reportlab."""
    wanted = base_characters().union(*map(set, texts)) - _controls()
    characters = "".join(sorted(wanted))
    return Fonts(_registered(REGULAR, characters), _registered(BOLD, characters))


@cache
def base_characters() -> frozenset[str]:
    """Return the characters that most documents need: Latin, our signs, and all of our own words."""
    latin = map(chr, chain(range(0x20, 0x7F), range(0xA0, 0x100), range(0x2010, 0x2040)))
    files = chain.from_iterable((resources() / room).rglob("*.toml") for room in ("catalogue", "locales"))
    words = (file.read_text("utf-8") for file in files)
    return frozenset(chain("…→←↔≤≥×、。「」（）：；，！？／", latin)).union(*words) - _controls()


@cache
def _controls() -> frozenset[str]:
    return frozenset(map(chr, chain(range(0x20), range(0x7F, 0xA0))))


@cache
def _registered(weight: int, characters: str) -> Font:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFError

    from portplanner.export.pdf.face import Face

    file = font_file()
    name = f"NotoSansTC-{_STYLES[weight]}-{_key(file, weight, characters)}"
    try:
        kept: Path | None = cache_folder() / "fonts" / f"{name}.ttf"
    except RuntimeError:  # this user has no home
        kept = None
    try:
        face = Face(name, BytesIO(kept.read_bytes() if kept else b""))
    except (
        OSError,
        TTFError,
        ValueError,
        LookupError,
        ArithmeticError,
        struct.error,
    ):  # not there, or damaged
        data = _cut(file, weight, characters, name)
        if kept:
            _keep(kept, data)
        face = Face(name, BytesIO(data))
    pdfmetrics.registerFont(face)
    return Font(name, face.widths())


def _key(file: Path, weight: int, characters: str) -> str:
    seen = file.stat()
    parts = (_RECIPE, str(seen.st_size), str(seen.st_mtime_ns), str(weight), characters)
    return hashlib.sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:12]


def _keep(path: Path, data: bytes) -> None:
    """Write the font into the cache; a cache that cannot be written is no reason to fail."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".cut-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            os.replace(name, path)
        except OSError:
            os.unlink(name)
            raise
        old = sorted(path.parent.glob("*.ttf"), key=lambda f: f.stat().st_mtime, reverse=True)
        for file_ in old[_KEPT:]:
            file_.unlink()
    except OSError:
        pass


def _cut(file: Path, weight: int, characters: str, name: str) -> bytes:
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont as FontFile
    from fontTools.varLib.instancer import instantiateVariableFont

    options = Options()
    options.drop_tables += list(_TABLES)
    options.hinting = False
    options.notdef_outline = True
    options.name_IDs = [1, 2, 4, 6]
    with FontFile(file, lazy=True) as whole:
        known = whole.getBestCmap()
        subsetter = Subsetter(options)
        subsetter.populate(unicodes=[ord(c) for c in characters])
        subsetter.subset(whole)
        font = instantiateVariableFont(whole, {"wght": weight}, inplace=True)
        _spell(font, [c for c in characters if ord(c) not in known or c in _RESPELLED])
        _rename(font, weight, name)
        font.recalcTimestamp = False
        out = BytesIO()
        font.save(out)
    return out.getvalue()


def _rename(font: FontFile, weight: int, name: str) -> None:
    """Give each cut a name of its own: reportlab takes two fonts of one name for one font."""
    table: Any = font["name"]
    table.names = []
    for number, text in ((1, name), (2, _STYLES[weight]), (4, name), (6, name)):
        table.setName(text, number, 3, 1, 0x409)
        table.setName(text, number, 1, 0, 0)


def _spell(font: FontFile, missing: list[str]) -> None:
    """Add a glyph for each missing character that spells what it is."""
    from fontTools.pens.transformPen import TransformPen
    from fontTools.pens.ttGlyphPen import TTGlyphPen
    from fontTools.ttLib.tables._c_m_a_p import CmapSubtable

    glyphs: Any = font["glyf"]
    advances: Any = font["hmtx"]
    tables: Any = font["cmap"]
    cmap = font.getBestCmap()
    shapes = font.getGlyphSet()
    em: int = font["head"].unitsPerEm
    for c in missing:
        pen = TTGlyphPen(shapes)
        x = 0.0
        spelled, scale, rise = _spelling(c, em)
        for i, letter in enumerate(spelled):
            glyph = cmap[ord(letter)]
            y = rise * (1 - i / max(1, len(spelled) - 1)) if c != "…" else 0.0
            shapes[glyph].draw(TransformPen(pen, (scale, 0, 0, scale, x, y)))
            x += advances[glyph][0] * scale
        name = f"code{ord(c):X}"
        glyphs[name] = pen.glyph()
        cmap[ord(c)] = name
        glyphs[name].recalcBounds(glyphs)
        advances[name] = (round(x), getattr(glyphs[name], "xMin", 0))
    font.setGlyphOrder(glyphs.glyphOrder)
    whole = CmapSubtable.newSubtable(12)
    whole.platformID, whole.platEncID, whole.language, whole.cmap = 3, 10, 0, cmap
    tables.tables = [whole]


# The font's own are as wide as a Chinese character and stand at the middle of the line.
_RESPELLED = {"…": "...", "·": "."}
_CONTROL_NAMES = (
    *("NUL", "SOH", "STX", "ETX", "EOT", "ENQ", "ACK", "BEL", "BS", "HT", "LF", "VT", "FF", "CR", "SO", "SI"),
    *("DLE", "DC1", "DC2", "DC3", "DC4", "NAK", "SYN", "ETB", "CAN", "EM", "SUB", "ESC", "FS", "GS", "RS"),
    *("US", "SP", "DEL"),
)


def _spelling(c: str, em: int) -> tuple[str, float, float]:
    """Return the letters that stand for a character, their scale, and how far the first one rises."""
    code = ord(c)
    if c in _RESPELLED:
        return _RESPELLED[c], 1.0, em * 0.28 if c == "·" else 0.0
    if 0x2400 <= code <= 0x2421:  # the signs of control characters: their letters, going down
        return _CONTROL_NAMES[code - 0x2400], 0.6, em * 0.28
    if unicodedata.category(c) in ("Mn", "Me", "Cf"):  # joiners and variation marks of emoji
        return "", 1.0, 0.0
    return f"<U+{code:04X}>", 0.85, 0.0
