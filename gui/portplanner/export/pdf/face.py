"""A TrueType font for reportlab that writes every character so that readers can copy it."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

from reportlab.pdfbase.ttfonts import TTFont

_LONG = re.compile(r"(<[0-9A-F]{2}>) <([0-9A-F]{5,6})>")


class Face(TTFont):
    """One font file, given as bytes."""

    def __init__(self, name: str, data: BytesIO) -> None:
        super().__init__(name, data, shapable=False)

    def widths(self) -> dict[int, float]:
        """Return the width of each character for size 1."""
        return _Widths({code: width / 1000 for code, width in self.face.charWidths.items()})

    def addObjects(self, doc: Any) -> None:
        """Write the font. reportlab 5.1 writes characters above U+FFFF in a form nobody reads."""
        super().addObjects(doc)
        for name, thing in doc.idToObject.items():
            if name.startswith("toUnicodeCMap:"):
                thing.content = _LONG.sub(_surrogates, thing.content)


class _Widths(dict[int, float]):
    def __missing__(self, code: int) -> float:
        return 0.5


def _surrogates(found: re.Match[str]) -> str:
    pair = chr(int(found[2], 16)).encode("utf-16-be").hex().upper()
    return f"{found[1]} <{pair}>"
