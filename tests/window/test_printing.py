"""What goes to a printer: the pages of the PDF."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPageRanges, QPainter
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from portplanner.checklist.status import with_status
from portplanner.export.pdf import style
from portplanner.export.pdf.document import Sheets, document, sheets
from portplanner.export.pdf.paper import Page
from portplanner.plan.model import Document, Paper, Plan, Server, Topology
from portplanner.text import Language, Text
from portplanner.window.editor import Editor
from portplanner.window.main_window import MainWindow
from portplanner.window.preview import Preview
from portplanner.window.printing import Job, numbers_of, printer_for
from portplanner.window.sheet import Ink, paint_page

NAME = "<b>x</b> & 郵件伺服器 ＡＢ"


def _editor(language: Language = "en", paper: Paper = "A4") -> Editor:
    server = Server(name=NAME, roles=("mailbox", "client-access"))
    about = Document(title="<b>Title</b>", paper=paper, language=language)
    return Editor(Plan(document=about, topology=Topology(roles="combined"), servers=(server,)), language)


def _sheets(editor: Editor) -> Sheets:
    return sheets(editor.checklist, editor.plan)


def _printer(made: Sheets, path: Path) -> QPrinter:
    printer = printer_for(made, Text("en"))
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    return printer


def _print(qtbot: QtBot, made: Sheets, printer: QPrinter) -> int:
    job = Job(made, printer)
    with qtbot.waitSignal(job.done, timeout=20_000) as done:
        job.start()
    assert isinstance(done.args, list)
    return int(done.args[0])


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_a_printer_gets_the_pages_of_the_pdf(
    qtbot: QtBot, tmp_path: Path, language: Language, paper: Paper
) -> None:
    editor = _editor(language, paper)
    made = _sheets(editor)
    assert _print(qtbot, made, _printer(made, tmp_path / "print.pdf")) == len(made.pages)
    printed = PdfReader(tmp_path / "print.pdf")
    (tmp_path / "file.pdf").write_bytes(document(editor.checklist, editor.plan))
    written = PdfReader(tmp_path / "file.pdf")
    assert len(printed.pages) == len(written.pages)
    for ours, theirs in zip(printed.pages, written.pages, strict=True):
        assert abs(float(ours.mediabox.width) - float(theirs.mediabox.width)) < 2
        assert abs(float(ours.mediabox.height) - float(theirs.mediabox.height)) < 2


@pytest.mark.parametrize(
    ("wanted", "pages"), [("2", [2]), ("2-3", [2, 3]), ("1,3-4", [1, 3, 4]), ("", [1, 2, 3, 4, 5])]
)
def test_some_pages_can_be_printed(qapp: object, wanted: str, pages: Sequence[int]) -> None:
    printer = QPrinter()
    if wanted:
        printer.setPrintRange(QPrinter.PrintRange.PageRange)
        printer.setPageRanges(QPageRanges.fromString(wanted))
    assert list(numbers_of(printer, 5)) == pages


def test_a_range_of_pages_is_the_length_of_the_printout(qtbot: QtBot, tmp_path: Path) -> None:
    made = _sheets(_editor())
    printer = _printer(made, tmp_path / "print.pdf")
    printer.setPrintRange(QPrinter.PrintRange.PageRange)
    printer.setFromTo(2, 3)
    assert _print(qtbot, made, printer) == 2
    assert len(PdfReader(tmp_path / "print.pdf").pages) == 2


def test_grey_is_grey(qapp: object) -> None:
    made = _sheets(_editor())
    for page in made.pages:
        small = _picture(made, page, grey=True).scaled(300, 212)
        colours = [QColor(small.pixel(x, y)) for x in range(0, 300, 3) for y in range(0, 212, 3)]
        assert all(colour.saturation() == 0 for colour in colours)
        assert len({colour.lightness() for colour in colours}) > 3


@pytest.mark.parametrize("colour", ["INK", "SOFT", "ACCENT", "ALERT"])
def test_every_colour_of_words_is_dark_enough_in_grey(qapp: object, colour: str) -> None:
    assert Ink(grey=True).of(getattr(style, colour)).lightness() < 120  # 4.5 : 1 on white at least


@pytest.mark.qt_log_ignore("QPainter::begin")
def test_a_printer_that_takes_nothing_says_so(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    made = _sheets(window.editor)
    printer = _printer(made, tmp_path / "there" / "is" / "no" / "folder.pdf")
    window.leaving.printing.start(made, printer)
    qtbot.waitUntil(lambda: not window.leaving.printing.busy)
    assert window.leaving.printing.words == window.editor.text("status-window.print.no-printer")


def test_the_preview_shows_every_page_and_turns_them(qtbot: QtBot, window: MainWindow) -> None:
    window.actions_.by_id["preview"].trigger()
    shown = window.findChild(Preview)
    assert isinstance(shown, Preview)
    assert not shown.print.isEnabled()
    qtbot.waitUntil(shown.print.isEnabled, timeout=20_000)
    count = len(_sheets(window.editor).pages)
    assert str(count) in shown.number.text()
    seen = [shown.page]
    for _ in range(count - 1):
        QTest.mouseClick(shown.buttons["next"], Qt.MouseButton.LeftButton)
        seen.append(shown.page)
    assert seen == list(range(1, count + 1))
    assert not shown.buttons["next"].isEnabled()
    QTest.keyClick(shown, Qt.Key.Key_Home)
    assert shown.page == 1
    shown.grab()
    shown.grey.click()
    assert shown.pages.ink.grey
    shown.grab()
    shown.reject()


def test_recorded_rows_are_ticked_on_paper(qapp: object) -> None:
    editor = _editor()
    row = editor.checklist.flows[0]
    plan = with_status(editor.plan, editor.checklist, row.id, state="done", owner="Lin")
    before, after = (_pictures(_sheets(one)) for one in (editor, Editor(plan)))
    assert len(before) == len(after)
    assert before != after


def _pictures(made: Sheets) -> list[bytes]:
    found = []
    for page in made.pages:
        image = _picture(made, page)
        found.append(bytes(image.constBits()))
    return found


def _picture(made: Sheets, page: Page, *, grey: bool = False) -> QImage:
    wide, high = made.size
    image = QImage(round(wide), round(high), QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    paint_page(painter, page, made.fonts, Ink(grey))
    painter.end()
    return image
