"""Printing: the pages of the PDF on a printer, some of them or all, after a look at them or at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QMarginsF, QObject, QRectF, QSizeF, QTimer, Signal
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QAbstractPrintDialog, QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QWidget

from portplanner.text import Text, visible
from portplanner.window.editor import Editor
from portplanner.window.latest import Latest
from portplanner.window.sheet import Ink, paint_page

if TYPE_CHECKING:
    from portplanner.checklist.model import Checklist
    from portplanner.diagram.drawing import Drawing
    from portplanner.diagram.view import View
    from portplanner.export.pdf.document import Sheets
    from portplanner.plan.model import Plan
    from portplanner.window.preview import Preview
    from portplanner.window.theme import Theme


class Printing(QObject):
    """Lays the pages out beside the window, and prints them one after the other without stopping it."""

    changed = Signal()
    ready = Signal()

    def __init__(self, editor: Editor, parent: QWidget) -> None:
        super().__init__(parent)
        self._editor = editor
        self._window = parent
        self._latest = Latest(parent=self)
        self._latest.ready.connect(self._on_ready)
        self._then: Callable[[Sheets], None] | None = None
        self._job: Job | None = None
        self._sent = ""

    def print_with_dialog(self) -> None:
        """Lay the pages out, ask for a printer and print."""
        self.lay_out(self.ask_and_print)

    def preview(self, theme: Theme) -> Preview:
        """Show the pages, and return what shows them; what it wants printed goes to ``ask_and_print``."""
        from portplanner.window.preview import Preview

        shown = Preview(self._editor, theme, self._window)
        shown.finished.connect(self._on_preview_finished)
        shown.open()
        self.lay_out(shown.show_sheets)
        return shown

    def _on_preview_finished(self) -> None:
        if self._latest.busy:  # it was closed before there was anything to see
            self.cancel()

    def lay_out(self, then: Callable[[Sheets], None]) -> None:
        """Lay out the pages of the open plan and hand them to ``then``."""
        editor = self._editor
        self._then, self._sent = then, ""
        self._latest.ask(_work(editor.checklist, editor.plan, editor.view))
        self.changed.emit()

    def cancel(self) -> None:
        """Print nothing more."""
        self._latest.cancel()
        self._then = None
        if self._job is not None:
            self._job.cancel()
            self._job = None
        self.changed.emit()

    @property
    def busy(self) -> bool:
        """Whether pages are laid out or printed."""
        return self._latest.busy or self._job is not None

    @property
    def words(self) -> str:
        """How printing stands, in one line; empty when there is nothing to say."""
        text = self._editor.text
        if self._latest.busy:
            return text("status-window.print.preparing")
        if self._job is not None:
            return text("status-window.print.page-of", page=self._job.at, pages=len(self._job.numbers))
        return self._sent

    def say_cancel(self) -> str:
        """The word on the button that cancels."""
        return self._editor.text("status-window.import.cancel")

    def _on_ready(self, answer: object) -> None:
        then, self._then = self._then, None
        self.changed.emit()
        if isinstance(answer, BaseException):
            raise answer  # a bug: the one hook that the application installs takes it
        if then is not None:
            then(answer)  # type: ignore[arg-type]  # what _work returns
        self.ready.emit()

    def ask_and_print(self, sheets: Sheets) -> None:
        """Ask for a printer and print these pages."""
        printer = printer_for(sheets, self._editor.text)
        dialog = QPrintDialog(printer, self._window)
        dialog.setWindowTitle(self._editor.text("status-window.print.dialog"))
        dialog.setOption(QAbstractPrintDialog.PrintDialogOption.PrintPageRange)
        dialog.setOption(QAbstractPrintDialog.PrintDialogOption.PrintCollateCopies)
        dialog.setMinMax(1, len(sheets.pages))
        dialog.setFromTo(1, len(sheets.pages))
        accepted = dialog.exec() == QDialog.DialogCode.Accepted
        dialog.deleteLater()
        if accepted:
            self.start(sheets, printer)

    def start(self, sheets: Sheets, printer: QPrinter) -> None:
        """Print what the printer was told, a page whenever the window has nothing else to do."""
        self._job = Job(sheets, printer, self)
        self._job.advanced.connect(self.changed)
        self._job.done.connect(self._on_done)
        self._job.start()
        self.changed.emit()

    def _on_done(self, pages: int) -> None:
        text = self._editor.text
        self._job = None
        if pages:
            self._sent = text("status-window.print.sent", count=pages)
        else:
            self._sent = text("status-window.print.no-printer")
        self.changed.emit()


class Job(QObject):
    """Pages on their way to a printer. ``done`` tells how many it took."""

    advanced = Signal()
    done = Signal(int)

    def __init__(self, sheets: Sheets, printer: QPrinter, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._sheets = sheets
        self._printer = printer
        self._painter = QPainter()
        self._ink = Ink(printer.colorMode() == QPrinter.ColorMode.GrayScale)
        self.numbers = numbers_of(printer, len(sheets.pages))
        self.at = 0

    def start(self) -> None:
        """Begin with the first page."""
        if not self.numbers or not self._painter.begin(self._printer):
            QTimer.singleShot(0, self, lambda: self.done.emit(0))
            return
        QTimer.singleShot(0, self, self._next)

    def cancel(self) -> None:
        """Print no further page."""
        if self._painter.isActive():
            self._printer.abort()
            self._painter.end()
        self.at = len(self.numbers)
        self.deleteLater()

    def _next(self) -> None:
        if self.at >= len(self.numbers):
            return
        if self.at:
            self._printer.newPage()
        place_page(self._painter, self._printer, self._sheets, self.numbers[self.at], self._ink)
        self.at += 1
        if self.at < len(self.numbers):
            self.advanced.emit()
            QTimer.singleShot(0, self, self._next)
        else:
            self._painter.end()
            self.done.emit(len(self.numbers))
            self.deleteLater()


def place_page(painter: QPainter, printer: QPrinter, sheets: Sheets, number: int, ink: Ink) -> None:
    """Paint a page in the middle of the printer's paper, as large as the PDF has it or as fits."""
    paper = QRectF(printer.paperRect(QPrinter.Unit.DevicePixel))
    wide, high = sheets.size
    fits = min(paper.width() / wide, paper.height() / high)
    actual = printer.resolution() / 72
    scale = actual if abs(fits / actual - 1) < 0.02 else fits
    painter.save()
    painter.translate((paper.width() - wide * scale) / 2, (paper.height() - high * scale) / 2)
    painter.scale(scale, scale)
    paint_page(painter, sheets.pages[number - 1], sheets.fonts, ink)
    painter.restore()


def printer_for(sheets: Sheets, text: Text) -> QPrinter:
    """Return a printer with the document's paper, its margins left to the pages themselves."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    wide, high = sheets.size
    size = QPageSize(QSizeF(high, wide), QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.FuzzyMatch)
    layout = QPageLayout(size, QPageLayout.Orientation.Landscape, QMarginsF())
    layout.setMode(QPageLayout.Mode.FullPageMode)
    printer.setPageLayout(layout)
    printer.setFullPage(True)
    title = visible(sheets.content.document.title) or text("document.untitled")
    printer.setDocName(title)
    return printer


def numbers_of(printer: QPrinter, count: int) -> Sequence[int]:
    """Return the numbers of the pages to print, in their order, as often as copies are wanted."""
    wanted = list(range(1, count + 1))
    if printer.printRange() == QPrinter.PrintRange.PageRange:
        ranges = printer.pageRanges()
        if not ranges.isEmpty():
            wanted = [number for number in wanted if ranges.contains(number)]
        elif printer.fromPage():
            wanted = list(range(printer.fromPage(), min(printer.toPage() or count, count) + 1))
    if printer.pageOrder() == QPrinter.PageOrder.LastPageFirst:
        wanted.reverse()
    if printer.supportsMultipleCopies():
        return wanted
    copies = max(printer.copyCount(), 1)
    return wanted * copies if printer.collateCopies() else [n for n in wanted for _ in range(copies)]


def _work(checklist: Checklist, plan: Plan, view: View) -> Callable[[], Sheets]:
    def work() -> Sheets:
        from portplanner.export.pdf.document import sheets
        from portplanner.export.pdf.room import fitting

        def drawn(text: Text) -> Sequence[Drawing]:
            return fitting(checklist, plan, checklist.diagrams, text, view)

        return sheets(checklist, plan, drawn)

    return work
