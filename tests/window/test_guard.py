"""What is said before a plan leaves, and how a status comes back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject, TextStringObject
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from portplanner.checklist.status import with_status
from portplanner.export.pdf.document import document
from portplanner.export.xlsx import document as workbook
from portplanner.plan.change import with_choice
from portplanner.plan.model import Document, Item, Plan, Server
from portplanner.text import Language
from portplanner.values import validated
from portplanner.window.editor import Editor
from portplanner.window.guard import GuardDialog, findings
from portplanner.window.main_window import MainWindow
from portplanner.window.preview import Preview
from portplanner.window.printing import Printing
from tests.window.conftest import Answers

Filled = Callable[[Editor, str], bytes]


@pytest.fixture
def loud(window: MainWindow) -> MainWindow:
    """A window that says what is open before an export."""
    window.leaving.quiet = False
    return window


def _dialog(window: MainWindow) -> GuardDialog:
    assert window.leaving.dialog is not None
    return window.leaving.dialog


def _export(window: MainWindow, answers: Answers, tmp_path: Path) -> None:
    answers.path = tmp_path / "out.json"
    window.actions_.by_id["export"].trigger()


# Before it leaves


def test_nothing_stops_an_export(loud: MainWindow, answers: Answers, qtbot: QtBot, tmp_path: Path) -> None:
    _export(loud, answers, tmp_path)
    dialog = _dialog(loud)
    assert dialog.go_on.isDefault()
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not loud.exporter.busy, timeout=20_000)
    assert (tmp_path / "out.json").exists()


def test_going_back_exports_nothing(loud: MainWindow, answers: Answers, tmp_path: Path) -> None:
    _export(loud, answers, tmp_path)
    QTest.keyClick(_dialog(loud), Qt.Key.Key_Escape)
    assert not loud.exporter.busy
    assert not (tmp_path / "out.json").exists()
    assert loud.leaving.dialog is None


def test_it_is_not_shown_again_for_this_plan(
    loud: MainWindow, answers: Answers, qtbot: QtBot, tmp_path: Path
) -> None:
    _export(loud, answers, tmp_path)
    _dialog(loud).quiet.click()
    _dialog(loud).reject()
    loud.records.set_state([loud.editor.checklist.flows[0].id], "done")
    loud.editor.undo()
    _export(loud, answers, tmp_path)
    assert loud.leaving.dialog is None
    qtbot.waitUntil(lambda: not loud.exporter.busy, timeout=20_000)
    loud.editor.open(Plan(document=Document(title="Another one")))
    _export(loud, answers, tmp_path)
    _dialog(loud).reject()


def test_a_plan_with_nothing_to_say_leaves_at_once(
    loud: MainWindow, answers: Answers, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portplanner.window.guard.findings", lambda *_: [])
    _export(loud, answers, tmp_path)
    assert loud.leaving.dialog is None
    qtbot.waitUntil(lambda: not loud.exporter.busy, timeout=20_000)


def test_missing_names_contradictions_open_points_and_changed_rows_are_listed(
    window: MainWindow, editor: Editor, language: Language
) -> None:
    editor.speak(language)
    plan = with_choice(editor.plan, "topology.edge", "2013")
    editor.choose(with_choice(plan, "topology.outbound", "client-access-proxy"))
    id = editor.checklist.flows[0].id
    plan = with_status(editor.plan, editor.checklist, id, state="done")
    items = (*(replace(item, meaning="00000000") for item in plan.items), Item(id="gone", owner="Wu"))
    editor.choose(replace(plan, items=items))
    found = findings(editor, window.records)
    kinds = {one.kind for one in found}
    assert kinds == {"missing", "warnings", "changed", "gone", "open-points"}
    assert len([one for one in found if one.kind == "missing"]) == len(editor.checklist.placeholders)
    assert all(one.place for one in found)
    dialog = GuardDialog(found, "print", editor, window)
    assert all(jump.accessibleName() for jump in dialog.jumps)
    dialog.grab()
    dialog.deleteLater()


def test_printing_says_it_too_and_so_does_the_preview(
    loud: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    printed: list[object] = []
    monkeypatch.setattr(Printing, "ask_and_print", lambda _, sheets: printed.append(sheets))
    loud.actions_.by_id["print"].trigger()
    _dialog(loud).go_on.click()
    qtbot.waitUntil(lambda: len(printed) == 1, timeout=20_000)
    loud.actions_.by_id["preview"].trigger()
    shown = loud.findChild(Preview)
    assert isinstance(shown, Preview)
    qtbot.waitUntil(shown.print.isEnabled, timeout=20_000)
    shown.print.click()
    _dialog(loud).go_on.click()
    assert len(printed) == 2
    shown.print.click()
    _dialog(loud).jumps[-1].click()
    assert not shown.isVisible()
    assert len(printed) == 2


@pytest.mark.parametrize(
    ("choices", "target"),
    [
        ({"topology.outbound": "smart-host"}, "topology.smart_hosts"),
        ({"topology.smart_hosts": ("host",)}, "topology.smart_hosts"),
        ({"topology.edge": "2013", "sender_reputation.proxy": "Socks5"}, "sender_reputation.proxy_port"),
        ({"topology.edge": "2013", "topology.outbound": "client-access-proxy"}, "topology.outbound"),
        ({"clients.from": ()}, "clients.from"),
        ({"clients.smtp": (25,)}, "clients.smtp"),
    ],
)
def test_a_finding_leads_to_its_option(
    loud: MainWindow, editor: Editor, choices: dict[str, object], target: str
) -> None:
    plan = editor.plan
    for key, value in choices.items():
        plan = with_choice(plan, key, value)
    editor.choose(plan)
    found = [one for one in findings(editor, loud.records) if one.place == "option"]
    assert target in [one.target for one in found]
    loud.activateWindow()
    loud.actions_.by_id["export"].trigger()
    dialog = _dialog(loud)
    which = [one for one in findings(editor, loud.records) if one.place].index(
        next(one for one in found if one.target == target)
    )
    dialog.jumps[which].click()
    assert loud.leaving.dialog is None
    controls = loud.options.fields[target].controls()
    assert loud.options.fields[target].isVisibleTo(loud)
    assert loud.focusWidget() in controls


def test_every_warning_leads_somewhere(window: MainWindow) -> None:
    from portplanner.catalogue.load import known as versions
    from portplanner.catalogue.load import load
    from portplanner.window.guard import _GONE, _OPTIONS, _SERVERS

    known = {*_OPTIONS, *_SERVERS, _GONE}
    fields: set[str] = set()
    for version in versions():
        catalogue = load(version)
        ids = {*catalogue.warnings, *(one.id for one in catalogue.contradictions)}
        assert ids <= known
        window.editor.choose(validated(Plan, {"exchange": version}))
        fields |= {*window.options.fields}
    assert {*_OPTIONS.values()} <= fields


def test_a_finding_leads_to_its_row(loud: MainWindow, editor: Editor) -> None:
    loud.checklist.filter.setText("no row holds this")
    loud.actions_.by_id["export"].trigger()
    point = editor.checklist.open_points[0]
    places = [one.target for one in findings(editor, loud.records) if one.place]
    _dialog(loud).jumps[places.index(point.id)].click()
    assert loud.checklist.selected_ids() == [point.id]


# What comes back


def _filled_pdf(editor: Editor, owner: str) -> bytes:
    writer = PdfWriter()
    writer.append(PdfReader(BytesIO(document(editor.checklist, editor.plan))))
    notes = [one.get_object() for page in writer.pages for one in page.get("/Annots", [])]
    first = next(note for note in notes if note.get("/T") == "owner")
    first[NameObject("/V")] = TextStringObject(owner)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def _filled_xlsx(editor: Editor, owner: str) -> bytes:
    book = load_workbook(BytesIO(workbook(editor.checklist, editor.plan)))
    sheet = book[editor.text("carriers.sheet.ports")]
    heading, id = editor.text("carriers.column.owner"), editor.checklist.flows[0].id
    cells = {(r, c): cell for r, row in enumerate(sheet.values, 1) for c, cell in enumerate(row, 1)}
    column = next(c for (_, c), value in cells.items() if value == heading)
    row = next(r for (r, _), value in cells.items() if value == id)
    sheet.cell(row, column).value = owner
    out = BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(("fill", "ending"), [(_filled_pdf, "pdf"), (_filled_xlsx, "xlsx")])
def test_a_filled_in_file_comes_back_in_one_step(
    window: MainWindow, editor: Editor, answers: Answers, qtbot: QtBot, tmp_path: Path,
    fill: Filled, ending: str,
) -> None:  # fmt: skip
    answers.path = tmp_path / f"filled.{ending}"
    answers.path.write_bytes(fill(editor, "王小明"))
    with qtbot.waitSignal(window.leaving.importing.imported, timeout=20_000):
        window.actions_.by_id["import-status"].trigger()
    assert [item.owner for item in editor.plan.items] == ["王小明"]
    report = window.leaving.importing.report
    assert report is not None
    assert "1 row updated" in report.title.text()
    report.accept()
    editor.undo()
    assert editor.plan.items == ()
    assert not editor.dirty


def test_a_dropped_file_brings_its_status_back(
    window: MainWindow, editor: Editor, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "Filled.PDF"
    path.write_bytes(_filled_pdf(editor, "Lin"))
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    with qtbot.waitSignal(window.leaving.importing.imported, timeout=20_000):
        window.dropEvent(
            QDropEvent(
                QPointF(50, 50), Qt.DropAction.CopyAction, data,
                Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier,
            )
        )  # fmt: skip
    assert editor.plan.items[0].owner == "Lin"


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\nbroken", b"PK\x03\x04broken", b"Hello", None])
def test_a_file_that_is_none_of_ours_changes_nothing(
    window: MainWindow, editor: Editor, answers: Answers, qtbot: QtBot, tmp_path: Path, content: bytes | None
) -> None:
    path = tmp_path / "odd.pdf"
    if content is not None:
        path.write_bytes(content)
    before = editor.plan
    window.leaving.bring_back(path)
    qtbot.waitUntil(lambda: bool(answers.troubles), timeout=20_000)
    assert len(answers.troubles) == 1
    assert len(answers.troubles[0]) == 1
    assert "\n" not in answers.troubles[0][0]
    assert editor.plan is before
    assert not editor.can_undo


@pytest.mark.parametrize("anyway", [True, False])
def test_a_file_of_another_plan_is_asked_about(
    window: MainWindow, editor: Editor, answers: Answers, qtbot: QtBot, tmp_path: Path, anyway: bool
) -> None:
    server = Server(name="X1", roles=("mailbox", "client-access"))
    other = Editor(Plan(document=Document(title="Another <b>plan</b>"), servers=(server,)))
    path = tmp_path / "filled.pdf"
    path.write_bytes(_filled_pdf(other, "Lin"))
    answers.anyway = anyway
    window.leaving.bring_back(path)
    qtbot.waitUntil(lambda: bool(answers.asked), timeout=20_000)
    qtbot.waitUntil(lambda: not window.leaving.importing.busy, timeout=20_000)
    assert "Another <b>plan</b>" in answers.asked[0]
    assert [item.owner for item in editor.plan.items] == (["Lin"] if anyway else [])


def test_an_import_that_is_cancelled_changes_nothing(
    window: MainWindow, editor: Editor, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "filled.pdf"
    path.write_bytes(_filled_pdf(editor, "Lin"))
    window.leaving.bring_back(path)
    assert window.leaving.importing.words
    window.leaving.cancel()
    assert not window.leaving.importing.busy
    qtbot.wait(50)
    assert editor.plan.items == ()
