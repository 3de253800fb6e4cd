"""The one font family of the window, the pictures and the print: the file that the diagrams measure."""

from __future__ import annotations

from functools import cache, lru_cache

from PySide6.QtGui import QFont, QFontDatabase

from portplanner.diagram.measure import BOLD, FAMILY, REGULAR, font_file

SIZE = 10.0  # points, of the window's texts
SMALL = 9.0
LARGE = 12.5


@cache
def family() -> str:
    """Register the font file, once, and return its family's name."""
    number = QFontDatabase.addApplicationFont(str(font_file()))
    names = QFontDatabase.applicationFontFamilies(number) if number >= 0 else []
    return FAMILY if FAMILY in names else (names or [QFont().family()])[0]


@lru_cache(maxsize=256)
def font(size: float = SIZE, bold: bool = False) -> QFont:
    """Return the project's font at this size in points.

    The file is variable and registers as Thin, so the weight is an axis; ``setWeight`` would fake it.
    """
    made = QFont(family())
    made.setPointSizeF(size)
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    made.setVariableAxis(QFont.Tag("wght"), BOLD if bold else REGULAR)
    return made
