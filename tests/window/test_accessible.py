"""What a screen reader finds: walked as a reader does, from the window's interface down."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from portplanner.plan.change import with_choice
from portplanner.plan.model import Plan, Server
from portplanner.text import Language
from portplanner.window.accessible import Part
from portplanner.window.canvas import Canvas
from portplanner.window.editor import Editor
from portplanner.window.main_window import MainWindow

_NAME, _DESCRIPTION = QAccessible.Text.Name, QAccessible.Text.Description


@pytest.fixture(autouse=True)
def _reader() -> Iterator[None]:
    """A screen reader that listens."""
    before = QAccessible.isActive()
    QAccessible.setActive(True)
    yield
    QAccessible.setActive(before)


@pytest.fixture
def canvas(window: MainWindow) -> Canvas:
    return window.diagrams.canvas


def _children(canvas: Canvas) -> list[QAccessibleInterface]:
    view = QAccessible.queryAccessibleInterface(canvas)
    return [view.child(n) for n in range(view.childCount())]


def test_every_element_is_a_child_in_reading_order(
    canvas: Canvas, editor: Editor, language: Language
) -> None:
    editor.speak(language)
    assert canvas.drawing is not None
    assert [child.text(_NAME) for child in _children(canvas)] == [
        element.title for element in canvas.drawing.elements
    ]


def test_the_view_itself_is_a_list_with_the_diagrams_name(canvas: Canvas, editor: Editor) -> None:
    view = QAccessible.queryAccessibleInterface(canvas)
    assert view.role() == QAccessible.Role.List
    assert view.text(_NAME) == editor.text("terms.diagram.clients")


def test_arrows_and_servers_are_entries_and_all_else_is_text(canvas: Canvas) -> None:
    assert canvas.drawing is not None
    for element, child in zip(canvas.drawing.elements, _children(canvas), strict=True):
        entry = element.kind in ("flow", "link", "server", "rule")
        assert (child.role() == QAccessible.Role.ListItem) == entry
        assert bool(child.state().focusable) == entry


def test_every_child_knows_its_place_and_is_found_there(canvas: Canvas) -> None:
    view = QAccessible.queryAccessibleInterface(canvas)
    for n, child in enumerate(_children(canvas)):
        assert view.indexOfChild(child) == n
        assert child.parent().object() is canvas
        assert child.isValid()
        assert view.rect().contains(child.rect().center())
        part = child.object()
        assert isinstance(part, Part)
        place = canvas.place_of(part.element.id)
        if part.element.kind == "flow":
            assert place is not None
            at = canvas.mapToGlobal(place.toPoint())
            assert view.childAt(at.x(), at.y()).text(_NAME) == part.element.title


def test_nothing_is_found_where_nothing_is(canvas: Canvas) -> None:
    at = canvas.mapToGlobal(QPoint(1, 1))
    assert QAccessible.queryAccessibleInterface(canvas).childAt(at.x(), at.y()) is None


def test_focus_follows_the_keyboards_mark(canvas: Canvas) -> None:
    canvas.setFocus()
    QTest.keyClick(canvas, Qt.Key.Key_Home)
    QTest.keyClick(canvas, Qt.Key.Key_Right)
    focused = [child for child in _children(canvas) if child.state().focused]
    assert [child.object().element.id for child in focused] == [canvas.marked]  # type: ignore[attr-defined]
    view = QAccessible.queryAccessibleInterface(canvas)
    assert view.focusChild().text(_NAME) == focused[0].text(_NAME)


def test_what_is_selected_says_so(canvas: Canvas, editor: Editor) -> None:
    id = canvas.order[0]
    editor.select(id)
    selected = {
        child.object().element.id  # type: ignore[attr-defined]
        for child in _children(canvas)
        if child.state().selected
    }
    assert id in selected


def test_a_stack_says_how_it_is_unfolded(window: MainWindow, editor: Editor) -> None:
    editor.choose(Plan(servers=tuple(Server(name=f"CAS{n}", roles=("client-access",)) for n in range(9))))
    said = [child.text(_DESCRIPTION) for child in _children(window.diagrams.canvas)]
    assert editor.text("look.card.unfold") in said


def test_links_of_the_details_are_links(window: MainWindow, editor: Editor) -> None:
    flow = next(flow for flow in editor.checklist.flows if flow.connectors)
    editor.select(flow.id)
    link = QAccessible.queryAccessibleInterface(window.details.links["connectors"][0])
    assert link.role() == QAccessible.Role.Link
    assert link.text(_NAME)


def test_a_reader_may_hold_on_while_drawings_change_and_windows_go(
    window: MainWindow, editor: Editor, qapp: QApplication
) -> None:
    canvas = window.diagrams.canvas
    for zones in (("internet", "internal"), ("internet",)) * 10:
        held = [QAccessible.uniqueId(child) for child in _children(canvas)]
        editor.choose(with_choice(editor.plan, "clients.from", zones))
        qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        gc.collect()
        known = [QAccessible.accessibleInterface(id) for id in held]
        assert all(child is None or child.isValid() for child in known)
    assert canvas.drawing is not None
    assert len(canvas.findChildren(Part)) == len(canvas.drawing.elements)


def test_without_a_reader_no_part_is_made(window: MainWindow, editor: Editor) -> None:
    QAccessible.setActive(False)
    canvas = window.diagrams.pages["mail-flow"].canvas
    window.diagrams.look_at("mail-flow")
    canvas.setFocus()
    QTest.keyClick(canvas, Qt.Key.Key_Home)
    assert not canvas.findChildren(Part)
