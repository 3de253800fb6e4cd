"""The diagrams and the checklist on paper, by the same painter as the window."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QMarginsF, QRectF, Qt
from PySide6.QtGui import QFont, QPageLayout, QPageSize, QPainter, QPen, QTextLayout, QTextOption
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrintPreviewDialog
from PySide6.QtWidgets import QDialog, QWidget

from portplanner.diagram.drawing import Drawing
from portplanner.diagram.style import LIGHT
from portplanner.text import visible
from portplanner.window.editor import DIAGRAMS, Editor
from portplanner.window.fonts import font
from portplanner.window.paint import paint
from portplanner.window.rows import Row, rows

_COLUMNS = (("list", 0.11), ("purpose", 0.21), ("source", 0.14), ("destination", 0.14), ("port", 0.12),
            ("connector", 0.17), ("default", 0.11))  # fmt: skip
_SIZE = 8.0
_PAD = 3.0

Paper = Callable[[QPainter], None]


def print_with_dialog(editor: Editor, parent: QWidget) -> None:
    """Ask for a printer and print."""
    printer = _printer(editor)
    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle(editor.text("window.action.print").replace("&", ""))
    if dialog.exec() == QDialog.DialogCode.Accepted:
        paint_pages(editor, printer)


def preview(editor: Editor, parent: QWidget) -> None:
    """Show what would be printed."""
    dialog = QPrintPreviewDialog(_printer(editor), parent)
    dialog.setWindowTitle(editor.text("window.action.preview").replace("&", ""))
    dialog.resize(1000, 760)
    dialog.paintRequested.connect(lambda printer: paint_pages(editor, printer))
    dialog.exec()


def paint_pages(editor: Editor, printer: QPrinter) -> int:
    """Paint every page and return how many there are: the used diagrams, then the checklist."""
    painter = QPainter(printer)
    points = printer.resolution() / 72
    painter.scale(points, points)
    area = printer.pageLayout().paintRect(QPageLayout.Unit.Point)
    sheet = _Sheet(painter, QRectF(0, 0, area.width(), area.height()))
    pages: list[Paper] = [sheet.diagram(drawing) for drawing in _drawings(editor, sheet.room)]
    pages += sheet.table(editor)
    for number, page in enumerate(pages, 1):
        if number > 1:
            printer.newPage()
        sheet.frame(editor, number, len(pages))
        page(painter)
    painter.end()
    return len(pages)


def _printer(editor: Editor) -> QPrinter:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    paper = editor.plan.document.paper
    size = QPageSize.PageSizeId.Letter if paper == "Letter" else QPageSize.PageSizeId.A4
    printer.setPageLayout(
        QPageLayout(QPageSize(size), QPageLayout.Orientation.Landscape, QMarginsF(12, 12, 12, 12),
                    QPageLayout.Unit.Millimeter)
    )  # fmt: skip
    printer.setDocName(_title(editor))
    return printer


def _drawings(editor: Editor, room: QRectF) -> Iterator[Drawing]:
    """Yield the used diagrams as they are looked at, in parts where their text would be too small."""
    from portplanner.diagram.page import parts

    size = room.width(), room.height()
    for diagram in (d for d in DIAGRAMS if d in editor.checklist.diagrams):
        yield from parts(editor.checklist, editor.plan, diagram, editor.text, editor.view, size)


def _title(editor: Editor) -> str:
    document = editor.plan.document
    return visible(document.title) or editor.text("document.untitled")


@dataclass(frozen=True, slots=True)
class _Sheet:
    painter: QPainter
    area: QRectF

    def frame(self, editor: Editor, number: int, of: int) -> None:
        """Write the title above and the page number below."""
        painter, area = self.painter, self.area
        painter.setPen(QPen(Qt.GlobalColor.black))
        self._line(_title(editor), QRectF(0, 0, area.width() * 0.7, 16), 11, bold=True)
        organization = visible(editor.plan.document.organization)
        right = Qt.AlignmentFlag.AlignRight
        self._line(organization, QRectF(area.width() * 0.7, 0, area.width() * 0.3, 16), 9, align=right)
        foot = QRectF(0, area.height() - 12, area.width(), 12)
        self._line(editor.text("window.print.page", page=number, pages=of), foot, 8, align=right)
        edition = editor.text("window.status.edition", edition=editor.checklist.edition)
        self._line(edition, foot, 8)

    @property
    def room(self) -> QRectF:
        """Where a diagram stands, between its title and the foot."""
        return QRectF(0, 44, self.area.width(), self.area.height() - 62)

    def diagram(self, drawing: Drawing) -> Paper:
        """Return a page with one diagram, as large as it fits."""

        def page(painter: QPainter) -> None:
            self._line(drawing.title, QRectF(0, 24, self.area.width(), 16), 10)
            room = self.room
            scale = min(room.width() / drawing.width, room.height() / drawing.height, 1.6)
            painter.save()
            painter.translate(room.left() + (room.width() - drawing.width * scale) / 2, room.top())
            painter.scale(scale, scale)
            paint(painter, drawing, LIGHT)
            painter.restore()

        return page

    def table(self, editor: Editor) -> list[Paper]:
        """Return the pages of the checklist; a row stays whole."""
        widths = [share * self.area.width() for _, share in _COLUMNS]
        head = [editor.text(f"window.column.{column}") for column, _ in _COLUMNS]
        pages: list[Paper] = []
        room = self.area.height() - 62
        part: list[tuple[Row, float]] = []
        used = 0.0
        for row in rows(editor.checklist, editor.text):
            height = self._height(_cells(row), widths)
            if part and used + height > room:
                pages.append(self._table_page(head, part, widths))
                part, used = [], 0.0
            part.append((row, height))
            used += height
        if part:
            pages.append(self._table_page(head, part, widths))
        return pages

    def _table_page(
        self, head: Sequence[str], part: Sequence[tuple[Row, float]], widths: Sequence[float]
    ) -> Paper:
        def page(painter: QPainter) -> None:
            top = 26.0
            self._row(head, widths, top, 14, bold=True)
            top += 16
            for row, height in part:
                painter.setPen(QPen(Qt.GlobalColor.lightGray, 0.4))
                painter.drawLine(0, round(top), round(self.area.width()), round(top))
                self._row(_cells(row), widths, top, height)
                top += height

        return page

    def _row(
        self, cells: Sequence[str], widths: Sequence[float], top: float, height: float, bold: bool = False
    ) -> None:
        left = 0.0
        self.painter.setPen(QPen(Qt.GlobalColor.black))
        for cell, width in _spread(cells, widths):
            place = QRectF(left + _PAD, top + _PAD, width - 2 * _PAD, height)
            self._line(cell, place, _SIZE, bold=bold, wraps=True)
            left += width

    def _height(self, cells: Sequence[str], widths: Sequence[float]) -> float:
        heights = (_text_height(cell, width - 2 * _PAD) for cell, width in _spread(cells, widths))
        return max(heights) + 2 * _PAD

    def _line(
        self,
        words: str,
        place: QRectF,
        size: float,
        bold: bool = False,
        wraps: bool = False,
        align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    ) -> None:
        device = self.painter.device()
        self.painter.setFont(font(size * 72 / (device.logicalDpiY() or 72), bold))
        option = QTextOption(align)
        mode = QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere if wraps else QTextOption.WrapMode.NoWrap
        option.setWrapMode(mode)
        self.painter.drawText(place, words, option)


def _cells(row: Row) -> list[str]:
    return [getattr(row, column) for column, _ in _COLUMNS]


def _spread(cells: Sequence[str], widths: Sequence[float]) -> Iterator[tuple[str, float]]:
    """Return cells with their widths; a text with nothing to its right takes all that room."""
    last = max((number for number, cell in enumerate(cells) if cell), default=0)
    yield from zip(cells[:last], widths[:last], strict=True)
    yield cells[last], sum(widths[last:])


def _text_height(words: str, width: float) -> float:
    layout = QTextLayout(words, QFont(_measuring()))
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    height = 0.0
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width * 10)
        height += line.height() / 10
    layout.endLayout()
    return height


def _measuring() -> QFont:
    """Return the table's font ten times its size, in pixels, so that measuring rounds little."""
    made = QFont(font(_SIZE))
    made.setPixelSize(round(_SIZE * 10))
    return made
