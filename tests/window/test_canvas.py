"""The diagram under mouse, wheel, fingers and keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import (
    QContextMenuEvent,
    QGuiApplication,
    QNativeGestureEvent,
    QPointingDevice,
    QWheelEvent,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from portplanner.plan.change import with_choice
from portplanner.plan.model import Plan, Server
from portplanner.window.canvas import Canvas
from portplanner.window.editor import Editor
from portplanner.window.element_menu import ElementMenu
from portplanner.window.main_window import MainWindow

_LEFT = Qt.MouseButton.LeftButton
_NONE = Qt.KeyboardModifier.NoModifier
_STACK = "mail-flow.mailbox"


@pytest.fixture
def canvas(window: MainWindow) -> Canvas:
    return window.diagrams.canvas


@pytest.fixture
def stacked(window: MainWindow, editor: Editor) -> Canvas:
    servers = tuple(Server(name=f"MBX{n:02}", roles=("mailbox",)) for n in range(1, 13))
    editor.choose(Plan(servers=servers))
    window.diagrams.look_at("mail-flow")
    return window.diagrams.canvas


def _place(canvas: Canvas, id: str) -> QPoint:
    place = canvas.place_of(id)
    assert place is not None
    return place.toPoint()


def _flow(canvas: Canvas) -> str:
    assert canvas.drawing is not None
    return next(element.id for element in canvas.drawing.elements if element.kind == "flow")


def _wheel(canvas: Canvas, steps: int, at: QPointF) -> None:
    event = QWheelEvent(
        at, canvas.mapToGlobal(at), QPoint(), QPoint(0, 120 * steps), Qt.MouseButton.NoButton, _NONE,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(canvas, event)


# Zoom


@pytest.mark.parametrize("steps", [1, 3, -2])
def test_the_wheel_zooms_about_the_mouse(canvas: Canvas, steps: int) -> None:
    before, id = canvas.scale, _flow(canvas)
    place = QPointF(_place(canvas, id))
    _wheel(canvas, steps, place)
    assert (canvas.scale > before) == (steps > 0)
    after = canvas.place_of(id)
    assert after is not None
    assert (after - place).manhattanLength() < 2


def _native(canvas: Canvas, kind: Qt.NativeGestureType, value: float, delta: QPointF) -> None:
    at = QPointF(canvas.rect().center())
    QApplication.sendEvent(
        canvas,
        QNativeGestureEvent(
            kind, QPointingDevice.primaryPointingDevice(), 2, at, at, canvas.mapToGlobal(at), value, delta
        ),
    )


def test_two_fingers_on_a_touchpad_zoom_and_pan(canvas: Canvas) -> None:
    before = canvas.scale
    _native(canvas, Qt.NativeGestureType.ZoomNativeGesture, 0.2, QPointF())
    assert canvas.scale == pytest.approx(before * 1.2)
    id = _flow(canvas)
    place = _place(canvas, id)
    _native(canvas, Qt.NativeGestureType.PanNativeGesture, 0, QPointF(30, 10))
    assert (_place(canvas, id) - place - QPoint(30, 10)).manhattanLength() < 2
    _native(canvas, Qt.NativeGestureType.SmartZoomNativeGesture, 0, QPointF())
    assert canvas.scale == pytest.approx(before)


def test_two_fingers_on_a_screen_zoom(canvas: Canvas) -> None:
    canvas._take_gestures()  # else a moment after the start
    before, middle, device = canvas.scale, canvas.rect().center(), QTest.createTouchDevice()
    for apart in range(40, 130, 10):
        left, right = middle - QPoint(apart, 0), middle + QPoint(apart, 0)
        touch = QTest.touchEvent(canvas, device)
        if apart == 40:
            touch.press(0, left, canvas).press(1, right, canvas)
        else:
            touch.move(0, left, canvas).move(1, right, canvas)
        touch.commit()
    assert canvas.scale > before * 1.5


def test_keys_zoom_the_focused_diagram(canvas: Canvas) -> None:
    canvas.setFocus()
    fitted = canvas.scale
    QTest.keyClick(canvas, Qt.Key.Key_Plus)
    larger = canvas.scale
    assert larger > fitted
    QTest.keyClick(canvas, Qt.Key.Key_Minus)
    assert canvas.scale == pytest.approx(fitted)
    QTest.keyClick(canvas, Qt.Key.Key_1)
    assert canvas.scale == pytest.approx(1)
    QTest.keyClick(canvas, Qt.Key.Key_0)
    assert canvas.scale == pytest.approx(fitted)


@pytest.mark.parametrize(
    ("key", "x", "y"),
    [(Qt.Key.Key_Left, 1, 0), (Qt.Key.Key_Right, -1, 0), (Qt.Key.Key_Up, 0, 1), (Qt.Key.Key_Down, 0, -1)],
)
def test_shift_and_arrows_pan(canvas: Canvas, key: Qt.Key, x: int, y: int) -> None:
    canvas.zoom_in()
    before = _place(canvas, _flow(canvas))
    QTest.keyClick(canvas, key, Qt.KeyboardModifier.ShiftModifier)
    moved = _place(canvas, _flow(canvas)) - before
    assert moved.x() * x > 0 or moved.x() == x
    assert moved.y() * y > 0 or moved.y() == y


def test_a_drag_pans_and_picks_nothing(canvas: Canvas, editor: Editor) -> None:
    id = _flow(canvas)
    start = _place(canvas, id)
    QTest.mousePress(canvas, _LEFT, pos=start)
    QTest.mouseMove(canvas, start + QPoint(20, 10))
    QTest.mouseMove(canvas, start + QPoint(60, 30))
    QTest.mouseRelease(canvas, _LEFT, pos=start + QPoint(60, 30))
    assert _place(canvas, id) != start
    assert editor.selection == ""


def test_space_picks_but_held_it_only_moves(canvas: Canvas, editor: Editor) -> None:
    canvas.setFocus()
    QTest.keyClick(canvas, Qt.Key.Key_Home)
    QTest.keyPress(canvas, Qt.Key.Key_Space)
    start = _place(canvas, canvas.marked)
    QTest.mousePress(canvas, _LEFT, pos=start)
    QTest.mouseMove(canvas, start + QPoint(40, 0))
    QTest.mouseRelease(canvas, _LEFT, pos=start + QPoint(40, 0))
    QTest.keyRelease(canvas, Qt.Key.Key_Space)
    assert editor.selection == ""
    QTest.keyClick(canvas, Qt.Key.Key_Space)
    assert editor.selection == canvas.marked != ""


# Keyboard


def test_the_keyboard_stops_at_every_arrow_and_server_in_reading_order(canvas: Canvas) -> None:
    canvas.setFocus()
    drawing = canvas.drawing
    assert drawing is not None
    stops = []
    for _ in canvas.order:
        QTest.keyClick(canvas, Qt.Key.Key_Right)
        stops.append(canvas.marked)
    wanted = [e.id for e in drawing.elements if e.kind in ("flow", "link", "server", "rule")]
    assert stops == wanted
    QTest.keyClick(canvas, Qt.Key.Key_Home)
    assert canvas.marked == wanted[0]
    QTest.keyClick(canvas, Qt.Key.Key_End)
    assert canvas.marked == wanted[-1]


def test_tab_walks_through_the_diagram_and_leaves_it_at_its_end(canvas: Canvas) -> None:
    canvas.setFocus(Qt.FocusReason.TabFocusReason)
    assert canvas.marked == canvas.order[0]
    for _ in canvas.order[1:]:
        QTest.keyClick(canvas, Qt.Key.Key_Tab)
    assert canvas.marked == canvas.order[-1]
    assert canvas.hasFocus()
    QTest.keyClick(canvas, Qt.Key.Key_Tab)
    assert not canvas.hasFocus()


def test_what_the_keyboard_comes_to_is_brought_into_sight(canvas: Canvas) -> None:
    canvas.setFocus()
    for _ in range(6):
        canvas.zoom_in()
    for _ in canvas.order:
        QTest.keyClick(canvas, Qt.Key.Key_Right)
        assert canvas.rect().intersects(canvas.rect_of(canvas.marked))


# Stacks


def _named(canvas: Canvas) -> set[str]:
    assert canvas.drawing is not None
    return {text for shape in canvas.drawing.shapes if (text := getattr(shape, "text", "")).startswith("MBX")}


def test_a_double_click_unfolds_a_stack_and_folds_it_again(stacked: Canvas, editor: Editor) -> None:
    folded = _named(stacked)
    QTest.mouseDClick(stacked, _LEFT, pos=_place(stacked, _STACK))
    assert editor.view.unfolded == {_STACK}
    assert {f"MBX{n:02}" for n in range(1, 13)} <= _named(stacked)
    QTest.mouseDClick(stacked, _LEFT, pos=_place(stacked, _STACK))
    assert _named(stacked) == folded


def test_enter_turns_the_stack_under_the_keyboards_mark(stacked: Canvas, editor: Editor) -> None:
    stacked.setFocus()
    while stacked.marked != _STACK:
        QTest.keyClick(stacked, Qt.Key.Key_Right)
    QTest.keyClick(stacked, Qt.Key.Key_Return)
    assert editor.view.unfolded == {_STACK}
    assert editor.selection == _STACK
    assert stacked.marked == _STACK


def test_a_double_click_on_an_arrow_turns_nothing(stacked: Canvas, editor: Editor) -> None:
    QTest.mouseDClick(stacked, _LEFT, pos=_place(stacked, _flow(stacked)))
    assert not editor.view.unfolded


# The menu


def _menu(window: MainWindow, id: str, qtbot: QtBot) -> ElementMenu:
    canvas = window.diagrams.canvas
    place = _place(canvas, id) if id else QPoint(2, 2)
    QApplication.sendEvent(
        canvas,
        QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, canvas.mapToGlobal(place), _NONE),
    )
    menus = canvas.findChildren(ElementMenu)
    assert len(menus) == 1
    return menus[0]


def _choose(menu: ElementMenu, words: str) -> None:
    action = next(a for a in menu.actions() if a.text().replace("&", "") == words)
    menu.close()
    action.trigger()


def test_the_menu_shows_details_and_copies(window: MainWindow, editor: Editor, qtbot: QtBot) -> None:
    window.actions_.by_id["show-details"].setChecked(False)
    id = _flow(window.diagrams.canvas)
    menu = _menu(window, id, qtbot)
    _choose(menu, "Copy id")
    assert QGuiApplication.clipboard().text() == id
    _choose(menu, "Copy name")
    flow = next(flow for flow in editor.checklist.flows if flow.id == id)
    assert QGuiApplication.clipboard().text() == flow.label.en
    _choose(menu, "Details")
    assert editor.selection == id
    assert window.details.isVisibleTo(window)


def test_the_menu_unfolds_a_stack(window: MainWindow, stacked: Canvas, editor: Editor, qtbot: QtBot) -> None:
    _choose(_menu(window, _STACK, qtbot), "Unfold the servers")
    assert editor.view.unfolded == {_STACK}


def test_beside_everything_the_menu_is_about_the_diagram(window: MainWindow, qtbot: QtBot) -> None:
    words = [a.text().replace("&", "") for a in _menu(window, "", qtbot).actions()]
    assert words == ["Fit the diagram", "Zoom in", "Zoom out", "Actual size"]


# The card


def _hover(canvas: Canvas, place: QPoint) -> None:
    QTest.mouseMove(canvas, place + QPoint(1, 0))
    QTest.mouseMove(canvas, place)


def test_the_mouse_that_rests_shows_a_card(window: MainWindow, canvas: Canvas, qtbot: QtBot) -> None:
    page, id = window.diagrams.page, _flow(canvas)
    _hover(canvas, _place(canvas, id))
    qtbot.waitUntil(lambda: page.card is not None and page.card.isVisible())
    assert page.card is not None
    flow = next(flow for flow in window.editor.checklist.flows if flow.id == id)
    assert page.card.title.text() == flow.label.en
    assert page.card.kind.text() == "Network ports 1"
    assert "Client Access server" in page.card.way.text()
    assert not page.card.hasFocus()
    assert window.rect().contains(page.card.geometry())
    QTest.mousePress(canvas, _LEFT, pos=_place(canvas, id))
    assert not page.card.isVisible()
    QTest.mouseRelease(canvas, _LEFT, pos=_place(canvas, id))


def test_leaving_hides_the_card(window: MainWindow, canvas: Canvas, qtbot: QtBot) -> None:
    page = window.diagrams.page
    _hover(canvas, _place(canvas, _flow(canvas)))
    qtbot.waitUntil(lambda: page.card is not None and page.card.isVisible())
    QApplication.sendEvent(canvas, QEvent(QEvent.Type.Leave))
    assert page.card is not None
    assert not page.card.isVisible()


def test_the_keyboard_shows_cards_that_never_leave_the_window(window: MainWindow, canvas: Canvas) -> None:
    window.resize(880, 560)
    canvas.setFocus()
    for _ in canvas.order:
        QTest.keyClick(canvas, Qt.Key.Key_Right)
        card = window.diagrams.page.card
        assert card is not None
        assert card.isVisible()
        assert window.rect().contains(card.geometry())
        assert canvas.hasFocus()
    canvas.clearFocus()
    assert window.diagrams.page.card is not None
    assert not window.diagrams.page.card.isVisible()


def test_a_servers_card_counts_and_names_its_servers(window: MainWindow, stacked: Canvas) -> None:
    stacked.pointed.emit(_STACK)
    card = window.diagrams.page.card
    assert card is not None
    assert card.kind.text() == "12 servers"
    assert card.way.text() == "MBX01, MBX02, MBX03, MBX04, MBX05, MBX06 and 6 more"
    assert "unfold" not in card.title.text()
    assert card.hint.isVisibleTo(card)


def test_a_card_of_hostile_names_is_plain_text_inside_the_window(window: MainWindow, editor: Editor) -> None:
    names = ("<b>x</b>" * 30, "M" * 255, "a\nb")
    editor.choose(Plan(servers=tuple(Server(name=name, roles=("client-access",)) for name in names)))
    canvas = window.diagrams.canvas
    for id in canvas.order:
        canvas.pointed.emit(id)
        card = window.diagrams.page.card
        assert card is not None
        assert window.rect().contains(card.geometry())
        assert card.way.textFormat() == Qt.TextFormat.PlainText


# What is lit


def test_a_server_lights_its_arrows_and_its_rows(window: MainWindow, editor: Editor) -> None:
    editor.choose(with_choice(editor.plan, "topology.edge", "2013"))
    window.diagrams.look_at("mail-flow-edge")
    editor.select("mail-flow-edge.edge-transport")
    touching = {
        flow.id
        for flow in editor.checklist.flows
        if "edge-transport" in (*flow.source.roles, *flow.destination.roles)
    }
    assert touching <= window.diagrams.canvas.lit
    model = window.checklist.model
    marked = {row.id for n, row in enumerate(model.rows) if model.lit(n)}
    assert touching <= marked
    assert {row.id for row in editor.checklist.connectors if row.role == "edge-transport"} <= marked
    first = next(n for n in range(model.rowCount()) if model.lit(n))
    assert model.index(first, 1).data(Qt.ItemDataRole.BackgroundRole)
    table = window.checklist.table
    index = window.checklist.shown.mapFromSource(model.index(first, 0))
    assert table.viewport().rect().intersects(table.visualRect(index))


def test_a_connector_lights_its_server_in_the_diagram(window: MainWindow, editor: Editor) -> None:
    connector = next(row for row in editor.checklist.connectors if row.role == "client-access")
    editor.select(connector.id)
    assert f"{window.diagrams.page.diagram}.client-access" in window.diagrams.canvas.lit


def test_servers_at_the_ends_of_a_lit_arrow_do_not_fade(window: MainWindow, editor: Editor) -> None:
    flow = editor.checklist.flows[0]
    editor.select(flow.id)
    assert "clients.client-access" in editor.near
    assert "clients.client-access" not in editor.lit


def test_lines_of_the_details_lead_on(window: MainWindow, editor: Editor) -> None:
    flow = next(flow for flow in editor.checklist.flows if flow.connectors)
    editor.select(flow.id)
    link = window.details.links["connectors"][0]
    assert link.isVisibleTo(window.details)
    link.setFocus()
    QTest.keyClick(link, Qt.Key.Key_Return)
    assert editor.selection == flow.connectors[0]
    back = next(link for link in window.details.links["used-by"] if link.target == flow.id)
    QTest.mouseClick(back, _LEFT)
    assert editor.selection == flow.id


def test_open_points_and_the_flows_that_have_them_lead_to_each_other(
    window: MainWindow, editor: Editor
) -> None:
    flow = next(flow for flow in editor.checklist.flows if flow.open_points)
    editor.select(flow.id)
    QTest.mouseClick(window.details.links["open-points"][0], _LEFT)
    assert editor.selection == flow.open_points[0]
    assert flow.id in {link.target for link in window.details.links["used-by"]}
