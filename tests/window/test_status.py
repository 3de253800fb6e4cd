"""What people record on rows: in the table, in the details, and what the window says about it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QDate, QItemSelectionModel, QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from portplanner.checklist.status import with_status
from portplanner.plan.change import with_choice
from portplanner.plan.model import Item, Plan, Server
from portplanner.plan.read import read
from portplanner.plan.write import dump
from portplanner.window.editor import Editor
from portplanner.window.gone_dialog import GoneDialog
from portplanner.window.main_window import MainWindow
from portplanner.window.status_form import StatusForm
from portplanner.window.table import STATE


def _ids(editor: Editor, count: int = 3) -> list[str]:
    return [flow.id for flow in editor.checklist.flows[:count]]


def _states(editor: Editor, ids: list[str]) -> list[str]:
    known = {item.id: item.state for item in editor.plan.items}
    return [known.get(id, "open") for id in ids]


def _select(window: MainWindow, ids: list[str]) -> None:
    table, model = window.checklist.table, window.checklist.model
    flags = QItemSelectionModel.SelectionFlag
    table.clearSelection()
    for id in ids:
        index = window.checklist.shown.mapFromSource(model.index(model.row_of(id), 0))
        table.selectionModel().setCurrentIndex(index, flags.Select | flags.Rows)


def _state_cell(window: MainWindow, id: str) -> str:
    model = window.checklist.model
    return str(model.index(model.row_of(id), STATE).data())


def _form(window: MainWindow) -> StatusForm:
    assert window.details.form is not None
    return window.details.form


def _changed(editor: Editor, id: str) -> Plan:
    """Return the plan with a record on this row, made when the row meant something else."""
    plan = with_status(editor.plan, editor.checklist, id, state="done", owner="Lin")
    items = tuple(replace(i, meaning="00000000") if i.id == id else i for i in plan.items)
    return replace(plan, items=items)


# In the table


def test_space_ticks_the_selected_row_and_opens_it_again(window: MainWindow, editor: Editor) -> None:
    ids = _ids(editor, 1)
    _select(window, ids)
    QTest.keyClick(window.checklist.table, Qt.Key.Key_Space)
    assert _states(editor, ids) == ["done"]
    assert _state_cell(window, ids[0]) == "Done"
    assert editor.dirty
    QTest.keyClick(window.checklist.table, Qt.Key.Key_Space)
    assert editor.plan.items == ()
    assert not editor.dirty


def test_space_ticks_all_selected_rows_in_one_step_of_undo(window: MainWindow, editor: Editor) -> None:
    ids = _ids(editor)
    _select(window, ids)
    QTest.keyClick(window.checklist.table, Qt.Key.Key_Space)
    assert _states(editor, ids) == ["done"] * 3
    assert window.checklist.selected_ids() == ids
    editor.undo()
    assert _states(editor, ids) == ["open"] * 3
    editor.redo()
    assert _states(editor, ids) == ["done"] * 3


def test_a_click_on_the_mark_ticks_its_row_alone(window: MainWindow, editor: Editor) -> None:
    table, ids = window.checklist.table, _ids(editor)
    cell = table.visualRect(window.checklist.shown.index(1, STATE))
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=cell.topLeft() + QPoint(14, 15))
    assert _states(editor, ids) == ["open", "done", "open"]
    assert editor.selection == ids[1]
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=cell.topLeft() + QPoint(70, 15))
    assert _states(editor, ids) == ["open", "done", "open"]


def test_the_menu_records_every_state(window: MainWindow, editor: Editor) -> None:
    ids = _ids(editor)
    _select(window, ids)
    actions = {action.text().replace("&", ""): action for action in window.checklist.menu().actions()}
    actions["Not needed"].trigger()
    assert _states(editor, ids) == ["not-needed"] * 3
    actions["Open"].trigger()
    assert editor.plan.items == ()


def test_working_through_the_open_rows_goes_on_to_the_next(window: MainWindow, editor: Editor) -> None:
    window.checklist.state.setCurrentIndex(window.checklist.state.findData("open"))
    ids = _ids(editor, 4)
    _select(window, ids[:1])
    for _ in range(3):
        QTest.keyClick(window.checklist.table, Qt.Key.Key_Space)
    assert _states(editor, ids) == ["done", "done", "done", "open"]
    assert editor.selection == ids[3]


@pytest.mark.parametrize(("mark", "count"), [("done", 2), ("not-needed", 1), ("changed", 1)])
def test_rows_are_filtered_by_how_they_stand(
    window: MainWindow, editor: Editor, mark: str, count: int
) -> None:
    ids = _ids(editor, 4)
    editor.choose(_changed(editor, ids[0]))
    window.records.set_state(ids[1:3], "done")
    window.records.set_state(ids[3:], "not-needed")
    window.checklist.state.setCurrentIndex(window.checklist.state.findData(mark))
    assert window.checklist.shown.rowCount() == count


def test_what_is_recorded_is_found_by_the_filter(window: MainWindow, editor: Editor) -> None:
    window.records.write(_ids(editor)[2], "ticket", "CHG4711")
    window.checklist.filter.setText("chg4711")
    assert window.checklist.shown.rowCount() == 1


def test_a_row_that_is_chosen_elsewhere_is_selected_alone(window: MainWindow, editor: Editor) -> None:
    ids = _ids(editor)
    _select(window, ids[:2])
    editor.select(ids[2])
    assert window.checklist.selected_ids() == [ids[2]]


def test_the_bars_count_and_choose_a_list(window: MainWindow, editor: Editor) -> None:
    window.records.set_state(_ids(editor), "done")
    bar = window.checklist.bars.bars["flows"]
    assert (bar.progress.done, bar.progress.total) == (3, len(editor.checklist.flows))
    assert f"3 of {len(editor.checklist.flows)} done" in bar.accessibleName()
    bar.click()
    assert window.checklist.shown.rowCount() == len(editor.checklist.flows)
    bar.click()
    assert window.checklist.shown.rowCount() == window.checklist.model.rowCount()
    window.grab()


def test_recording_draws_nothing_anew(window: MainWindow, editor: Editor) -> None:
    drawing, checklist = editor.picture("clients"), editor.checklist
    window.records.set_state(_ids(editor), "done")
    assert editor.picture("clients") is drawing
    assert editor.checklist is checklist


# What changed, and what is gone


def test_a_changed_row_says_so_and_is_confirmed(window: MainWindow, editor: Editor) -> None:
    id = _ids(editor)[0]
    editor.choose(_changed(editor, id))
    assert window.checklist.notice.isVisibleTo(window)
    assert _state_cell(window, id) == "Check again"
    window.checklist.notice.changed.click()
    assert window.checklist.selected_ids() == [id]
    assert window.details.changed is not None
    assert window.details.changed.isVisibleTo(window)
    window.details.changed.confirm.click()
    assert not window.checklist.notice.isVisibleTo(window)
    assert not window.details.changed.isVisibleTo(window)
    assert _state_cell(window, id) == "Done"
    assert window.checklist.shown.rowCount() == window.checklist.model.rowCount()


def test_a_choice_that_changes_a_ticked_row_marks_it(window: MainWindow, editor: Editor) -> None:
    id = next(flow.id for flow in editor.checklist.flows if flow.ports and flow.destination.roles)
    editor.choose(replace(editor.plan, servers=(Server(name="A1", roles=("client-access", "mailbox")),)))
    window.records.set_state([id], "done")
    editor.choose(replace(editor.plan, servers=(Server(name="B1", roles=("client-access", "mailbox")),)))
    assert window.records.mark(id) == "changed"
    editor.undo()
    assert window.records.mark(id) == "done"


def test_records_without_a_row_are_kept_until_they_are_deleted(window: MainWindow, editor: Editor) -> None:
    gone = (Item(id="gone", state="done", remark="<b>x</b>\ny"), Item(id="older", owner="Wu"))
    editor.open(replace(editor.plan, items=gone))
    assert window.checklist.notice.gone.isVisibleTo(window)
    window.records.set_state(_ids(editor, 1), "done")
    assert editor.plan.items[:2] == gone
    dialog = GoneDialog(editor, window.records, window)
    assert dialog.table.rowCount() == 2
    dialog.table.selectRow(0)
    dialog.delete.click()
    assert next(item.id for item in editor.plan.items) == "older"
    dialog.table.selectRow(0)
    dialog.delete.click()
    assert len(editor.plan.items) == 1
    assert not window.checklist.notice.isVisibleTo(window)
    editor.undo()
    assert window.checklist.notice.isVisibleTo(window)
    dialog.deleteLater()


# In the details


def test_what_is_typed_is_in_the_plan_at_once_and_undone_by_field(window: MainWindow, editor: Editor) -> None:
    id = _ids(editor)[0]
    editor.select(id)
    form = _form(window)
    QTest.keyClicks(form.lines["owner"], "Lin Chen")
    QTest.keyClicks(form.remark, "two")
    QTest.keyClick(form.remark, Qt.Key.Key_Return)
    QTest.keyClicks(form.remark, "lines")
    item = editor.plan.items[0]
    assert (item.owner, item.remark) == ("Lin Chen", "two\nlines")
    editor.undo()
    assert form.remark.toPlainText() == ""
    assert form.lines["owner"].text() == "Lin Chen"
    editor.undo()
    assert editor.plan.items == ()
    assert form.lines["owner"].text() == ""


def test_the_state_is_chosen_in_the_details_too(window: MainWindow, editor: Editor) -> None:
    id = _ids(editor)[0]
    editor.select(id)
    form = _form(window)
    form.state.setCurrentIndex(2)
    form.state.activated.emit(2)
    assert _states(editor, [id]) == ["not-needed"]
    assert _state_cell(window, id) == "Not needed"


@pytest.mark.parametrize(
    ("typed", "kept", "hinted"),
    [("2026/1/2", "2026-01-02", False), ("2.1.2026", "2026-01-02", False), ("soon", "soon", True)],
)
def test_a_date_is_written_as_everybody_reads_it(
    window: MainWindow, editor: Editor, typed: str, kept: str, hinted: bool
) -> None:
    editor.select(_ids(editor)[0])
    form = _form(window)
    QTest.keyClicks(form.lines["date"], typed)
    form.lines["date"].editingFinished.emit()
    assert editor.plan.items[0].date == kept
    form.lines["owner"].setFocus()
    form.show_row(form.id)
    assert form.no_date.isVisibleTo(form) == hinted


def test_today_and_the_calendar_fill_the_date(window: MainWindow, editor: Editor) -> None:
    editor.select(_ids(editor)[0])
    form = _form(window)
    form.today.click()
    today = QDate.currentDate().toString(Qt.DateFormat.ISODate)
    assert editor.plan.items[0].date == today
    form.calendar.menu().aboutToShow.emit()
    calendar = form.day_picker()
    assert calendar is not None
    calendar.clicked.emit(QDate(2026, 12, 24))
    assert form.lines["date"].text() == "2026-12-24"


def test_enter_in_the_table_goes_to_the_form(window: MainWindow, editor: Editor, qtbot: QtBot) -> None:
    _select(window, _ids(editor, 1))
    window.activateWindow()
    QTest.keyClick(window.checklist.table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: _form(window).lines["owner"].hasFocus())


def test_nothing_is_recorded_on_what_is_no_row_of_the_plan(window: MainWindow, editor: Editor) -> None:
    editor.select(_ids(editor)[0])
    assert _form(window).isVisibleTo(window)
    editor.select("mail-flow.mailbox")
    assert not _form(window).isVisibleTo(window)


def test_the_details_name_the_row_as_the_table_does(window: MainWindow, editor: Editor) -> None:
    editor.choose(with_choice(editor.plan, "topology.edge", "2013"))
    for row in window.checklist.model.rows:
        editor.select(row.id)
        assert window.details.kind.text().startswith(row.list)


def test_language_and_theme_reach_everything_recorded(window: MainWindow, editor: Editor) -> None:
    id = _ids(editor)[0]
    editor.choose(_changed(editor, id))
    editor.select(id)
    editor.speak("zh-TW")
    assert _state_cell(window, id) == "請再確認"
    assert _form(window).title.text() == "狀態"
    window._theme.choose("dark")
    window.grab()


# In the file


def test_records_are_saved_and_comments_stay(window: MainWindow, editor: Editor, tmp_path: Path) -> None:
    path = tmp_path / "plan.toml"
    id = _ids(editor)[0]
    path.write_text(
        f'format = 1 # mine\n\n# who did it\n[[item]]\nid = "{id}"\nowner = "Wu" # ask\n', "utf-8"
    )
    window.documents.open_file(path)
    assert not editor.dirty
    window.records.set_state([id], "done")
    window.records.write(_ids(editor)[1], "remark", "a\nb")
    window.actions_.by_id["save"].trigger()
    text = path.read_text("utf-8")
    assert "# mine" in text
    assert "# who did it" in text
    assert "# ask" in text
    assert read(path).plan == editor.plan
    assert not editor.dirty
    assert dump(editor.plan, text) == text


@pytest.mark.parametrize("name", ["<b>x</b>", "=1+1", "&amp;", "郵件伺服器", "😀", "M" * 255])
def test_hostile_records_are_shown_as_typed(window: MainWindow, editor: Editor, name: str) -> None:
    id = _ids(editor)[0]
    window.records.write(id, "owner", name)
    window.records.write(id, "remark", name * 3)
    editor.select(id)
    assert _form(window).lines["owner"].text() == name
    model = window.checklist.model
    tip = str(model.index(model.row_of(id), STATE).data(Qt.ItemDataRole.ToolTipRole))
    assert "<b>x" not in tip
    window.grab()
