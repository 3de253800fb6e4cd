"""Tick boxes that can be ticked on screen or with a pen: AcroForm fields, one for each row."""

from __future__ import annotations

from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFString
from reportlab.pdfgen.canvas import Canvas

from portplanner.export.pdf import style

_PRINT = 4  # annotation flag: shown on paper too


class Ticks:
    """The tick boxes of one document.

    reportlab's own ``checkbox`` makes six appearances anew for every box; here all boxes share two.
    """

    def __init__(self, canvas: Canvas) -> None:
        self.canvas = canvas
        self.form: Any = None
        self.looks: Any = None

    def add(self, x: float, y: float, name: str, label: str, ticked: bool) -> None:
        """Put a tick box on the current page, its lower left corner at (x, y)."""
        if self.form is None:
            self.form = self.canvas.acroForm  # made by reportlab when first asked for
            self.looks = self._appearance()
        state = PDFName("Yes" if ticked else "Off")
        box = PDFDictionary(
            {
                "Type": PDFName("Annot"),
                "Subtype": PDFName("Widget"),
                "FT": PDFName("Btn"),
                "T": PDFString(name),
                "TU": PDFString(label),
                "V": state,
                "AS": state,
                "AP": self.looks,
                "F": _PRINT,
                "H": PDFName("N"),
                "Rect": PDFArray((x, y, x + style.TICK, y + style.TICK)),
                "P": self.canvas._doc.thisPageRef(),  # type: ignore[attr-defined]
            }
        )
        self.canvas._addAnnotation(box)  # type: ignore[attr-defined]
        self.form.fields.append(self.form.getRef(box))

    def _appearance(self) -> Any:
        looks = {
            state: self.form.getRef(
                self.form.checkboxAP(
                    "N",
                    state,
                    buttonStyle="check",
                    fillColor=HexColor("#FFFFFF"),
                    borderColor=HexColor("#6E7781"),
                    textColor=HexColor(style.ACCENT),
                    borderWidth=0.8,
                    size=style.TICK,
                )
            )
            for state in ("Yes", "Off")
        }
        return PDFDictionary({"N": PDFDictionary(looks)})
