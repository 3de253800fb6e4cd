"""The window as a person uses it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QDropEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QTabWidget,
    QWidget,
)
from pytestqt.qtbot import QtBot

from portplanner.plan.change import with_choice
from portplanner.plan.model import Document, Plan, Server
from portplanner.plan.read import read
from portplanner.plan.write import save
from portplanner.text import Language
from portplanner.window.editor import Editor
from portplanner.window.fields import ChecksField, ComboField, LineField, NamesField, PortField, RadioField
from portplanner.window.main_window import MainWindow
from portplanner.window.settings import Settings
from tests.hostile_names import NAMES
from tests.window.conftest import Answers


def _radio(window: MainWindow, key: str, value: str) -> QAbstractButton:
    field = window.options.fields[key]
    assert isinstance(field, RadioField)
    return field.buttons[value]


# Options


def test_a_click_on_an_option_changes_plan_and_drawing(window: MainWindow, editor: Editor) -> None:
    before = window.diagrams.pages["mail-flow-edge"].canvas.drawing
    _radio(window, "topology.edge", "2013").click()
    assert editor.plan.topology.edge == "2013"
    window.diagrams.look_at("mail-flow-edge")
    assert window.diagrams.canvas.drawing is not before
    assert window.diagrams.canvas.used


def test_a_click_on_the_words_counts_as_a_click_on_the_button(
    window: MainWindow, editor: Editor, qtbot: QtBot
) -> None:
    field = window.options.fields["topology.roles"]
    assert isinstance(field, RadioField)
    QTest.mouseClick(field._words["combined"].words, Qt.MouseButton.LeftButton)
    assert editor.plan.topology.roles == "combined"


def test_check_boxes_keep_the_catalogues_order(window: MainWindow, editor: Editor) -> None:
    field = window.options.fields["clients.smtp"]
    assert isinstance(field, ChecksField)
    field.boxes[25].click()
    assert set(editor.plan.clients.smtp) == {25, 587}
    field.boxes[587].click()
    assert editor.plan.clients.smtp == (25,)


def test_a_list_that_opens_chooses(window: MainWindow, editor: Editor) -> None:
    field = window.options.fields["sender_reputation.proxy"]
    assert isinstance(field, ComboField)
    field.combo.setCurrentIndex(3)
    field.combo.activated.emit(3)
    assert editor.plan.sender_reputation.proxy == "HttpConnect"
    assert window.options.fields["sender_reputation.proxy_port"].isVisibleTo(window)


def test_the_wheel_over_a_list_scrolls_and_chooses_nothing(window: MainWindow, editor: Editor) -> None:
    field = window.options.fields["sender_reputation.proxy"]
    assert isinstance(field, ComboField)
    before, at = editor.plan, QPointF(field.combo.rect().center())
    turn = QWheelEvent(
        at, field.combo.mapToGlobal(at), QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    field.combo.setFocus()
    QApplication.sendEvent(field.combo, turn)
    assert editor.plan == before
    assert not turn.isAccepted()


def test_typed_texts_are_in_the_plan_at_once(window: MainWindow, editor: Editor, qtbot: QtBot) -> None:
    field = window.options.fields["document.title"]
    assert isinstance(field, LineField)
    QTest.keyClicks(field.line, "Contoso")
    assert editor.plan.document.title == "Contoso"
    editor.undo()
    assert field.line.text() == ""


def test_a_port_out_of_range_is_no_port(window: MainWindow, editor: Editor, qtbot: QtBot) -> None:
    editor.choose(with_choice(editor.plan, "sender_reputation.proxy", "Socks5"))
    field = window.options.fields["sender_reputation.proxy_port"]
    assert isinstance(field, PortField)
    QTest.keyClicks(field.line, "70000")
    assert editor.plan.sender_reputation.proxy_port in (None, 7000)
    field.line.clear()
    QTest.keyClicks(field.line, "8080")
    assert editor.plan.sender_reputation.proxy_port == 8080


def test_more_names_than_a_plan_takes_are_told_and_not_taken(window: MainWindow, editor: Editor) -> None:
    field = window.options.fields["namespaces.domains"]
    assert isinstance(field, NamesField)
    typed = "\n".join(f"d{number}.example.com" for number in range(501))
    field.lines.setPlainText(typed)
    assert len(editor.plan.namespaces.domains) == 500
    assert field.lines.toPlainText() == typed
    assert "501" in field.odd.text()
    field.lines.setPlainText(typed.rpartition("\n")[0])
    assert "501" not in field.odd.text()


def test_names_stand_one_on_a_line(window: MainWindow, editor: Editor) -> None:
    field = window.options.fields["dns.servers"]
    assert isinstance(field, NamesField)
    field.lines.setPlainText("10.0.0.1\n\n dns.contoso.com ")
    assert editor.plan.dns.servers == ("10.0.0.1", "dns.contoso.com")
    editor.undo()
    assert field.lines.toPlainText() == ""


def test_a_name_that_cannot_be_is_said_below_it_while_it_is_typed(window: MainWindow, editor: Editor) -> None:
    field = window.options.fields["namespaces.mail"]
    assert isinstance(field, LineField)
    QTest.keyClicks(field.line, "mail.contoso")
    assert field.odd.isHidden()
    QTest.keyClicks(field.line, " com")
    assert '"mail.contoso com"' in field.odd.text()
    assert field.odd.text() in field.line.accessibleDescription()
    editor.speak("zh-TW" if editor.text.language == "en" else "en")
    assert '"mail.contoso com"' in field.odd.text()
    editor.undo()
    assert field.odd.isHidden()
    addresses = window.options.fields["namespaces.public_addresses"]
    assert isinstance(addresses, NamesField)
    addresses.lines.setPlainText("203.0.113.1\n10.0.0.1")
    assert "10.0.0.1" in addresses.odd.text()
    assert editor.plan.namespaces.public_addresses == ("203.0.113.1", "10.0.0.1")


def test_undo_and_redo_show_in_the_options(window: MainWindow, editor: Editor) -> None:
    _radio(window, "topology.outbound", "smart-host").click()
    window.actions_.by_id["undo"].trigger()
    assert _radio(window, "topology.outbound", "direct").isChecked()
    window.actions_.by_id["redo"].trigger()
    assert _radio(window, "topology.outbound", "smart-host").isChecked()


def test_the_diagram_in_sight_follows_the_choice(window: MainWindow) -> None:
    window.diagrams.look_at("mail-flow")
    shown: list[str] = []
    for edge in ("2010", "none"):
        _radio(window, "topology.edge", edge).click()
        shown.append(window.diagrams.page.diagram)
    assert shown == ["mail-flow-edge", "mail-flow"]


def test_an_unused_diagram_is_there_and_says_so(window: MainWindow) -> None:
    window.diagrams.look_at("mail-flow-edge")
    page = window.diagrams.page
    assert page.banner.isVisibleTo(window)
    assert page.banner.text()
    assert not page.canvas.used


def test_contradictions_stand_above_the_diagrams(window: MainWindow, editor: Editor) -> None:
    assert not window.diagrams.notices.isVisibleTo(window)
    plan = with_choice(editor.plan, "topology.edge", "2013")
    editor.choose(with_choice(plan, "topology.outbound", "client-access-proxy"))
    assert window.diagrams.notices.isVisibleTo(window)
    assert window.diagrams.notices.words.text()


# Files


def test_unsaved_work_is_asked_about(window: MainWindow, editor: Editor, answers: Answers) -> None:
    editor.choose(with_choice(editor.plan, "topology.edge", "2013"))
    plan = editor.plan
    window.actions_.by_id["new"].trigger()
    assert len(answers.asked) == 1
    assert editor.plan == plan
    assert not window.close()
    answers.answer = "discard"
    window.actions_.by_id["new"].trigger()
    assert editor.plan.topology.edge == "none"
    assert not editor.dirty


def test_saved_work_is_not_asked_about(
    window: MainWindow, editor: Editor, answers: Answers, tmp_path: Path
) -> None:
    editor.choose(with_choice(editor.plan, "topology.edge", "2013"))
    answers.path = tmp_path / "plan.toml"
    answers.answer = "save"
    window.actions_.by_id["new"].trigger()
    assert read(answers.path).plan.topology.edge == "2013"
    assert not editor.dirty


def test_the_title_names_the_file_whatever_its_name(
    window: MainWindow, answers: Answers, tmp_path: Path
) -> None:
    """Qt takes ``[*]`` in a title for the place of its mark."""
    window.show()
    answers.path = tmp_path / "draft [*].toml"
    window.actions_.by_id["save-as"].trigger()
    assert window.windowHandle().title() == "draft [*].toml – Port Planner"
    _radio(window, "topology.edge", "2013").click()
    assert window.windowHandle().title() == "draft [*].toml* – Port Planner"


def test_save_as_open_and_recent(
    window: MainWindow, editor: Editor, answers: Answers, settings: Settings, tmp_path: Path
) -> None:
    answers.path = tmp_path / "a.toml"
    editor.choose(with_choice(editor.plan, "document.title", "A"))
    window.actions_.by_id["save-as"].trigger()
    assert not editor.dirty
    assert "a.toml" in window.windowTitle()
    window.actions_.by_id["new"].trigger()
    assert editor.plan.document.title == ""
    window.actions_.by_id["open"].trigger()
    assert editor.plan.document.title == "A"
    assert settings.recent[0] == tmp_path / "a.toml"
    window.actions_.submenus["recent"].aboutToShow.emit()
    entries = window.actions_.submenus["recent"].actions()
    assert "a.toml" in entries[0].text()
    editor.open(Plan())
    entries[0].trigger()
    assert editor.plan.document.title == "A"


def test_saving_keeps_the_comments_of_the_file(window: MainWindow, editor: Editor, tmp_path: Path) -> None:
    path = tmp_path / "plan.toml"
    path.write_text('format = 1 # mine\nexchange = "2013"\n', "utf-8")
    window.documents.open_file(path)
    editor.choose(with_choice(editor.plan, "topology.edge", "2013"))
    window.actions_.by_id["save"].trigger()
    assert "# mine" in path.read_text("utf-8")
    assert read(path).plan == editor.plan


@pytest.mark.parametrize("content", ["not toml [", 'format = 1\nwrong = 1\nexchange = "1999"\n', None])
def test_a_bad_file_leaves_the_plan_as_it_was(
    window: MainWindow, editor: Editor, answers: Answers, tmp_path: Path, content: str | None
) -> None:
    path = tmp_path / "bad.toml"
    if content is not None:
        path.write_text(content, "utf-8")
    before = editor.plan
    assert not window.documents.open_file(path)
    assert editor.plan is before
    assert len(answers.troubles) == 1
    assert all("\n" not in line for line in answers.troubles[0])


def test_a_save_that_fails_is_told_and_the_work_stays(
    window: MainWindow, editor: Editor, answers: Answers, tmp_path: Path
) -> None:
    editor.choose(with_choice(editor.plan, "topology.edge", "2013"))
    answers.path = tmp_path / "no" / "such" / "folder.toml"
    window.actions_.by_id["save"].trigger()
    assert answers.troubles
    assert editor.dirty


def test_a_dropped_plan_is_opened(window: MainWindow, editor: Editor, tmp_path: Path) -> None:
    path = tmp_path / "dropped.toml"
    save(Plan(exchange="2013", document=Document(title="Dropped")), path)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    event = QDropEvent(
        QPointF(10, 10),
        Qt.DropAction.CopyAction,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    window.dropEvent(event)
    assert editor.plan.document.title == "Dropped"


def test_every_example_opens(window: MainWindow, editor: Editor) -> None:
    window.actions_.submenus["examples"].aboutToShow.emit()
    entries = window.actions_.submenus["examples"].actions()
    assert entries
    for entry in list(entries):
        entry.trigger()
        assert editor.plan.servers or editor.plan.topology
        assert editor.path is None


@pytest.mark.parametrize("ending", ["json", "csv", "svg", "png", "dot", "pdf"])
def test_export_writes_beside_the_window(
    window: MainWindow, answers: Answers, qtbot: QtBot, tmp_path: Path, ending: str
) -> None:
    answers.path = tmp_path / f"out.{ending}"
    window.actions_.by_id["export"].trigger()
    assert window.exporter.busy
    qtbot.waitUntil(lambda: not window.exporter.busy, timeout=20_000)
    assert not window.exporter.failed
    assert answers.path.stat().st_size > 100
    assert answers.path.name in window.progress.words.text()


def test_an_export_that_fails_says_why(
    window: MainWindow, answers: Answers, qtbot: QtBot, tmp_path: Path
) -> None:
    answers.path = tmp_path / "none" / "out.json"
    window.actions_.by_id["export"].trigger()
    qtbot.waitUntil(lambda: not window.exporter.busy, timeout=20_000)
    assert window.exporter.failed
    assert "out.json" in window.progress.words.text()


def test_a_cancelled_export_writes_nothing(
    window: MainWindow, answers: Answers, qtbot: QtBot, tmp_path: Path
) -> None:
    answers.path = tmp_path / "out.json"
    window.actions_.by_id["export"].trigger()
    window.progress.cancel.click()
    qtbot.wait(300)
    assert not answers.path.exists()


def test_a_format_that_nobody_knows_is_told(window: MainWindow, tmp_path: Path) -> None:
    window.exporter.export(tmp_path / "plan.xyz")
    assert "plan.xyz" in window.progress.words.text()


# Words


def _texts(window: MainWindow) -> dict[str, str]:
    found: dict[str, str] = {}
    for number, widget in enumerate(window.findChildren(QWidget)):
        place = f"{type(widget).__name__} {number} {widget.objectName()}"
        if isinstance(widget, QLabel | QAbstractButton):
            found[place] = widget.text()
        elif isinstance(widget, QLineEdit):
            found[place] = widget.placeholderText()
        elif isinstance(widget, QComboBox):
            found[place] = "\n".join(widget.itemText(i) for i in range(widget.count()))
        elif isinstance(widget, QTabWidget):
            found[place] = "\n".join(widget.tabText(i) for i in range(widget.count()))
        elif isinstance(widget, QMenu):
            found[place] = widget.title()
        found[place + " tip"] = widget.toolTip()
        found[place + " name"] = widget.accessibleName()
    for number, action in enumerate(window.findChildren(QAction)):
        if not action.isSeparator():
            found[f"action {number}"] = action.text()
    model = window.checklist.model
    for column in range(model.columnCount()):
        found[f"header {column}"] = str(model.headerData(column, Qt.Orientation.Horizontal))
        for row in range(model.rowCount()):
            found[f"cell {row} {column}"] = str(model.index(row, column).data())
    return found


def test_a_switch_of_language_in_mid_edit_leaves_no_word_behind(window: MainWindow, editor: Editor) -> None:
    editor.choose(with_choice(editor.plan, "topology.edge", "2013"))
    editor.select("mf-edge-edgesync-50636")
    english = _texts(window)
    window.language_actions["zh-TW"].trigger()
    assert editor.plan.topology.edge == "2013"
    assert editor.can_undo
    assert editor.selection == "mf-edge-edgesync-50636"
    chinese = _texts(window)
    assert english.keys() == chinese.keys()
    same = {
        words for place, words in english.items() if words and words == chinese[place] and not _is_name(words)
    }
    assert not same
    window.language_actions["en"].trigger()
    assert _texts(window) == english


def _is_name(words: str) -> bool:
    """Whether this is the same in both languages: numbers, product names, connector names."""
    if not any(c.isalpha() for c in words):
        return True
    names = (
        "Exchange",
        "Edge",
        "Default",
        "EdgeSync",
        "Client",
        "Socks",
        "IMAP4",
        "POP3",
        "DNS",
        "Outlook",
        "English",
        "繁體中文",
        "A4",
        "<",
        "MX",
        "CNAME",
        "SRV",
        "PTR",
        "TXT",
        "A",
        "Outbound Proxy",
        "&lt;",
        "Letter",
        "Scroll ",
    )  # fmt: skip -- "Scroll" is on hidden buttons of Qt
    return words.startswith(names) or "TCP" in words or "UDP" in words or "-" in words or "." in words


def test_every_word_has_both_languages(window: MainWindow, language: Language) -> None:
    window._speak(language)
    for place, words in _texts(window).items():
        if words and language == "zh-TW" and ("help" in place or "banner" in place):
            assert any(ord(c) > 0x2E80 for c in words), place


# Selection


def test_a_row_lights_its_arrow_and_fills_the_details(window: MainWindow, editor: Editor) -> None:
    editor.choose(with_choice(editor.plan, "topology.edge", "2013"))
    model, table = window.checklist.model, window.checklist.table
    row = next(n for n, row in enumerate(model.rows) if row.id == "mf-edge-edgesync-50636")
    table.selectRow(window.checklist.shown.mapFromSource(model.index(row, 0)).row())
    assert editor.selection == "mf-edge-edgesync-50636"
    assert window.diagrams.page.diagram == "mail-flow-edge"
    assert "mf-edge-edgesync-50636" in window.diagrams.canvas.lit
    assert "50636/TCP" in window.details.bodies["ports"].text()
    assert window.details.bodies["sources"].isVisibleTo(window.details)


def test_a_click_on_an_arrow_selects_its_row(window: MainWindow, editor: Editor, qtbot: QtBot) -> None:
    canvas = window.diagrams.canvas
    flow = next(flow for flow in editor.checklist.flows if flow.diagram == "clients" and flow.drawn)
    place = canvas.place_of(flow.id)
    assert place is not None
    QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=place.toPoint() + QPoint(0, 4))
    assert editor.selection == flow.id
    table = window.checklist
    chosen = [table.shown.mapToSource(i).row() for i in table.table.selectionModel().selectedRows()]
    assert [table.model.rows[row].id for row in chosen] == [flow.id]
    assert window.details.title.text() == flow.label.en


def test_a_click_beside_everything_selects_nothing(window: MainWindow, editor: Editor, qtbot: QtBot) -> None:
    editor.select(editor.checklist.flows[0].id)
    QTest.mouseClick(window.diagrams.canvas, Qt.MouseButton.LeftButton, pos=QPoint(2, 2))
    assert editor.selection == ""
    assert not window.checklist.table.selectionModel().selectedRows()
    assert window.details.hint.isVisibleTo(window.details)


def test_a_connector_lights_the_flows_that_use_it(window: MainWindow, editor: Editor) -> None:
    connector = editor.checklist.connectors[0]
    flows = {flow.id for flow in editor.checklist.flows if connector.id in flow.connectors}
    editor.select(connector.id)
    assert flows <= window.diagrams.canvas.lit


def test_every_row_can_be_looked_at(window: MainWindow, editor: Editor, language: Language) -> None:
    editor.speak(language)
    for row in window.checklist.model.rows:
        editor.select(row.id)
        assert window.details.title.text()
        assert not window.details.hint.isVisibleTo(window.details)


def test_the_keyboard_walks_through_the_diagram(window: MainWindow, editor: Editor, qtbot: QtBot) -> None:
    canvas = window.diagrams.canvas
    canvas.setFocus()
    QTest.keyClick(canvas, Qt.Key.Key_Right)
    first = canvas.marked
    QTest.keyClick(canvas, Qt.Key.Key_Right)
    assert first
    assert canvas.marked != first
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    assert editor.selection == canvas.marked
    assert canvas.accessibleDescription()
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    assert editor.selection == ""


# Table


def test_the_filter_finds_every_typed_word(window: MainWindow) -> None:
    table = window.checklist
    all_rows = table.shown.rowCount()
    table.filter.setText("imap4 143")
    assert 0 < table.shown.rowCount() < all_rows
    table.filter.setText("nothing like this")
    assert table.shown.rowCount() == 0
    table.filter.clear()
    assert table.shown.rowCount() == all_rows


def test_one_list_can_be_shown_alone(window: MainWindow, editor: Editor) -> None:
    table = window.checklist
    table.listing.setCurrentIndex(table.listing.findData("dns"))
    assert table.shown.rowCount() == len(editor.checklist.dns)


def test_the_table_sorts(window: MainWindow) -> None:
    table = window.checklist
    table.table.sortByColumn(2, Qt.SortOrder.DescendingOrder)
    sources = [table.shown.index(n, 2).data().casefold() for n in range(table.shown.rowCount())]
    assert sources == sorted(sources, reverse=True)


# Zoom


def test_zoom_and_fit(window: MainWindow) -> None:
    canvas = window.diagrams.canvas
    fitted = canvas.scale
    window.actions_.by_id["zoom-in"].trigger()
    assert canvas.scale > fitted
    window.actions_.by_id["zoom-actual"].trigger()
    assert canvas.scale == pytest.approx(1)
    assert window.zoom.text() == "100%"
    window.actions_.by_id["zoom-fit"].trigger()
    assert canvas.scale == pytest.approx(fitted)


def test_a_fitted_diagram_fits_after_every_change(window: MainWindow) -> None:
    window.resize(1000, 700)
    canvas = window.diagrams.canvas
    drawing = canvas.drawing
    assert drawing is not None
    unit = canvas.scale * canvas.logicalDpiY() / 72
    assert drawing.width * unit <= canvas.width()
    assert drawing.height * unit <= canvas.height()


# Themes and hostile names


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_themes_change_the_canvas(window: MainWindow, theme: str) -> None:
    window._wear(theme)
    page = window._theme.colours.diagram["page"]
    assert window.diagrams.canvas.grab().toImage().pixelColor(2, 2).name().upper() == page


def test_hostile_names_are_shown_as_typed(window: MainWindow, editor: Editor) -> None:
    servers = tuple(Server(name=name, roles=("client-access",)) for name in NAMES[::9])
    editor.choose(replace(editor.plan, servers=servers))
    window.grab()
    for label in window.findChildren(QLabel):
        assert label.textFormat() == Qt.TextFormat.PlainText
    cells = [
        str(window.checklist.model.index(row, column).data())
        for row in range(window.checklist.model.rowCount())
        for column in range(window.checklist.model.columnCount())
    ]
    assert any("<b>x</b>" in cell for cell in cells)
    assert not any("\n" in cell for cell in cells)
    for row in window.checklist.model.rows:
        editor.select(row.id)


def test_no_plain_text_field_takes_rich_text(window: MainWindow) -> None:
    assert all(not field.document().toHtml().count("<b>") for field in window.findChildren(QPlainTextEdit))
