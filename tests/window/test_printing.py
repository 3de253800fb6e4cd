"""What goes to a printer."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtPrintSupport import QPrinter

from portplanner.diagram.view import LAYERS, View
from portplanner.plan.change import with_choice
from portplanner.text import Language
from portplanner.window.editor import Editor
from portplanner.window.printing import _printer, paint_pages


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_used_diagrams_and_the_checklist_are_printed(
    qapp: object, tmp_path: Path, language: Language, paper: str
) -> None:
    from pypdf import PdfReader

    editor = Editor(language=language)
    editor.choose(with_choice(editor.plan, "document.paper", paper))
    editor.choose(with_choice(editor.plan, "document.title", "<b>Title</b>"))
    printer = _printer(editor)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "print.pdf"))
    pages = paint_pages(editor, printer)
    read = PdfReader(tmp_path / "print.pdf")
    assert len(read.pages) == pages >= 3
    width = {"A4": 842, "Letter": 792}[paper]
    assert abs(float(read.pages[0].mediabox.width) - width) < 2


def test_a_diagram_with_much_to_say_is_printed_on_several_pages(qapp: object, tmp_path: Path) -> None:
    editor = Editor()
    printer = _printer(editor)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "plain.pdf"))
    plain = paint_pages(editor, printer)
    editor.look(View(layers=frozenset(LAYERS), labels="address"))
    printer.setOutputFileName(str(tmp_path / "much.pdf"))
    assert paint_pages(editor, printer) > plain
