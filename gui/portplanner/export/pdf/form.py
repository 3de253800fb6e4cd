"""The fields of the document (AcroForm): what people type in comes back by them.

The field of a box is named ``item.<id of the row>.done``, ``.owner``, ``.date``, ``.ticket`` or
``.remark``. The field above them tells by its tooltip what its row means, so that what comes back
says what was ticked. What the document was printed with stays as each field's default: what differs
from it was filled in.

Text typed in is set in the standard Helvetica, and readers find a font for what that lacks. What we
print into a field is drawn in the document's own font, whatever its script.

A document of a thousand servers has ten thousands of fields. reportlab's own would take minutes, so
each is written here as the bytes it comes to.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from reportlab.pdfbase import pdfdoc, pdfmetrics
from reportlab.pdfbase.pdfdoc import PDFObject
from reportlab.pdfgen.canvas import Canvas

from portplanner.export.fonts import Fonts
from portplanner.export.pdf import style
from portplanner.export.pdf.names import DONE, IDENTITY, ROWS, row_name
from portplanner.export.pdf.paper import PlacedField, PlacedTick
from portplanner.plan.model import MAX_NAME, MAX_REMARK

_BOX_LINE = 0.6
_MULTILINE = 1 << 12
_READ_ONLY = 1
_HIDDEN, _PRINT = 2, 4  # flags of an annotation
_LINE = style.TEXT * 1.25


class _Object(PDFObject):
    """Something whose bytes are known but for the page that it stands on."""

    __RefOnly__ = 1

    def __init__(self, data: bytes, page: str = "") -> None:
        self.data = data
        self.page = page

    def format(self, document: Any) -> bytes:
        if not self.page:
            return self.data
        return b"%s/P %d 0 R>>" % (self.data, document.idToObjectNumberAndVersion[self.page][0])


class Form:
    """The fields of one document, put on one page after the other."""

    def __init__(self, canvas: Canvas, fonts: Fonts) -> None:
        self.canvas = canvas
        self.document: Any = canvas._doc  # type: ignore[attr-defined]
        self.fonts = fonts
        self.rows: dict[str, list[int]] = {}  # the fields of each row, by its id
        self.parents: dict[str, int] = {}
        self.meanings: dict[str, str] = {}
        self.top: list[int] = []
        self.ticked = self.unticked = self.blank = self.root = 0

    def identity(self, value: str) -> None:
        """Put the hidden field on this page that says what this file is."""
        text = _string(value)
        body = b"/FT/Tx/T%s/V%s/DV%s/Ff %d/F %d/Rect[0 0 0 0]" % (
            _string(IDENTITY), text, text, _READ_ONLY, _HIDDEN,
        )  # fmt: skip
        self.top.append(self._widget(body))

    def tick(self, tick: PlacedTick, height: float) -> None:
        """Put a box to tick on this page."""
        self._prepare()
        rect = _rect(tick.x, height - tick.y - style.TICK, style.TICK, style.TICK)
        state = b"Yes" if tick.ticked else b"Off"
        body = b"/FT/Btn/T(%s)/TU%s/V/%s/DV/%s/AS/%s/AP<</N<</Yes %d 0 R/Off %d 0 R>>>>/F 4/H/N/Rect%s" % (
            DONE.encode(), _string(tick.label), state, state, state, self.ticked, self.unticked, rect,
        )  # fmt: skip
        self.meanings[tick.row] = tick.meaning
        self._field(tick.row, body)

    def field(self, field: PlacedField, height: float) -> None:
        """Put a box to write in on this page."""
        self._prepare()
        rect = _rect(field.x, height - field.y - field.height, field.width, field.height)
        look, held = self.blank, b""
        if field.value:
            text = _string(field.value)
            look, held = self._look(field), b"/V%s/DV%s" % (text, text)
        many = b"/Ff %d" % _MULTILINE if field.name == "remark" else b""
        body = b"/FT/Tx/T(%s)/TU%s%s%s/MaxLen %d/AP<</N %d 0 R>>/F 4/Rect%s" % (
            field.name.encode(), _string(field.label), held, many,
            MAX_REMARK if many else MAX_NAME, look, rect,
        )  # fmt: skip
        self._field(field.row, body)

    def finish(self) -> None:
        """Make the form known to the document; nothing may be added after this."""
        if not self.top and not self.rows:
            return
        self._prepare()
        for row, kids in self.rows.items():
            names = _string(row_name(row)), _string(self.meanings[row])
            data = b"<</T%s/TU%s/Parent %d 0 R/Kids[%s]>>" % (*names, self.root, _references(kids))
            self._set(self.parents[row], data)
        if self.rows:
            all_rows = _references(self.parents.values())
            self._set(self.root, b"<</T(%s)/Kids[%s]>>" % (ROWS.encode(), all_rows))
            self.top.append(self.root)
        helvetica = self._object(b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>")
        form = _Object(
            b"<</Fields[%s]/DA(/Helv %d Tf 0 g)/DR<</Font<</Helv %d 0 R>>>>>>"
            % (_references(self.top), style.TEXT, helvetica)
        )
        self.document._catalog.AcroForm = form

    # Objects ----------------------------------------------------------------------------------

    def _prepare(self) -> None:
        if not self.root:
            self.root = self._object(b"")
            self.unticked = self._stream(b"", style.TICK, style.TICK)
            self.ticked = self._stream(_CHECK, style.TICK, style.TICK)
            self.blank = self._stream(b"/Tx BMC EMC", 1, 1)

    def _field(self, row: str, body: bytes) -> None:
        if row not in self.parents:
            self.parents[row] = self._object(b"")
            self.rows[row] = []
        self.rows[row].append(self._widget(b"/Parent %d 0 R%s" % (self.parents[row], body)))

    def _widget(self, body: bytes) -> int:
        page = self.document.thisPageRef().name
        reference = self.document.Reference(_Object(b"<</Type/Annot/Subtype/Widget" + body, page))
        self.canvas._annotationrefs.append(reference)  # type: ignore[attr-defined]
        return self._number(reference)

    def _object(self, data: bytes) -> int:
        return self._number(self.document.Reference(_Object(data)))

    def _number(self, reference: Any) -> int:
        number: int = self.document.idToObjectNumberAndVersion[reference.name][0]
        return number

    def _set(self, number: int, data: bytes) -> None:
        self.document.idToObject[self.document.numberToId[number]].data = data

    def _stream(self, content: bytes, width: float, height: float) -> int:
        # all fonts of the document stand in one object of reportlab's
        fonts: int = self.document.idToObjectNumberAndVersion[pdfdoc.BasicFonts][0]
        return self._object(
            b"<</Type/XObject/Subtype/Form/BBox[0 0 %s %s]/Resources<</Font %d 0 R>>/Length %d>>"
            b"\nstream\n%s\nendstream\n" % (_real(width), _real(height), fonts, len(content), content)
        )

    def _look(self, field: PlacedField) -> int:
        """Return the look of a field that holds something, in the document's own font."""
        font: Any = pdfmetrics.getFont(self.fonts.regular.name)
        out = [b"/Tx BMC q 1 1 %s %s re W n BT 0 g" % (_real(field.width - 2), _real(field.height - 2))]
        y = field.height - style.FIELD / 2 - style.TEXT * 0.36
        for line in field.lines:
            out.append(b"1 0 0 1 3 %s Tm" % _real(y))
            for subset, data in font.splitString(line, self.document):
                name = font.getSubsetInternalName(subset, self.document).encode()
                out.append(b"%s %d Tf <%s> Tj" % (name, style.TEXT, data.hex().encode()))
            y -= _LINE
        return self._stream(b"\n".join([*out, b"ET Q EMC"]), field.width, field.height)


_CHECK = b"q 0.06 0.42 0.74 RG 1.6 w 1 J 1 j 2.4 5.2 m 4.4 2.9 l 8.2 7.9 l S Q"


def frames(things: Sequence[PlacedTick | PlacedField], height: float) -> str:
    """Return what draws the frames of these boxes on the page itself, where a pen can use them."""
    out = [f"q {_BOX_LINE} w {_rgb(style.BOX)} RG"]
    for thing in things:
        wide = thing.width if isinstance(thing, PlacedField) else style.TICK
        high = thing.height if isinstance(thing, PlacedField) else style.TICK
        out.append(f"{thing.x:.2f} {height - thing.y - high:.2f} {wide:.2f} {high:.2f} re")
    return " ".join([*out, "S Q"])


def _rgb(colour: str) -> str:
    return " ".join(f"{int(colour[i : i + 2], 16) / 255:.3f}" for i in (1, 3, 5))


def _references(numbers: Iterable[int]) -> bytes:
    return b" ".join([b"%d 0 R" % number for number in numbers])


def _real(value: float) -> bytes:
    return b"%g" % round(value, 2)


def _rect(x: float, y: float, width: float, height: float) -> bytes:
    return b"[%g %g %g %g]" % (round(x, 2), round(y, 2), round(x + width, 2), round(y + height, 2))


def _string(text: str) -> bytes:
    """Return a text string of PDF: plain where it is ASCII, else UTF-16."""
    if text.isascii() and text.isprintable():
        return b"(%s)" % text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)").encode()
    return b"<FEFF%s>" % text.encode("utf-16-be").hex().upper().encode()
