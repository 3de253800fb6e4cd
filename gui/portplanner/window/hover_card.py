"""A short card beside what is pointed at in a diagram: enough to talk about it, without a click."""

# ruff: noqa: D102 -- what an overridden method promises stands at its base

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from portplanner.catalogue.model import Diagram, Role
from portplanner.checklist.model import Checklist, Flow
from portplanner.checklist.related import servers_at
from portplanner.checklist.words import connectors_of, ports_text
from portplanner.diagram.drawing import Element
from portplanner.text import Text, visible
from portplanner.window.editor import role_of
from portplanner.window.fonts import SMALL
from portplanner.window.labels import label
from portplanner.window.rows import end_text

_WIDTH = 320
_GAP = 14  # between the card and what it is about
_MOST_NAMES = 6
_LONGEST = 120  # characters of a line that names from users can make long


@dataclass(frozen=True, slots=True)
class Card:
    """The words of one card. ``facts`` are pairs of a heading and what holds."""

    kind: str
    title: str
    way: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    hint: str = ""


def card(
    element: Element, checklist: Checklist, diagram: Diagram, text: Text, *, unfolded: bool = False
) -> Card | None:
    """Return what the card of this element says, None for what needs no card."""
    id = element.id
    flow = next((flow for flow in checklist.flows if flow.id == id), None)
    if flow is not None:
        return _flow_card(element, flow, checklist, text)
    role = role_of(id)
    if element.kind == "server" and role:
        return _server_card(element, role, servers_at(checklist, diagram, role), text, unfolded=unfolded)
    return Card("", element.title) if element.kind in ("rule", "server") else None


def _flow_card(element: Element, flow: Flow, checklist: Checklist, text: Text) -> Card:
    kind = text("window.kind.flow")
    if element.number:
        kind = text("window.table.number", list=text("window.list.flows"), number=element.number)
    connectors = [visible(row.name) or text("window.table.unnamed") for row in connectors_of(checklist, flow)]
    never = text("terms.restrict.never") if flow.restrict == "never" else ""
    facts = (
        (text("look.card.ports"), ports_text(flow.ports, text)),
        (text("look.card.connector"), _some(tuple(dict.fromkeys(connectors)), 2, text)),
        (text("look.card.default"), text(f"terms.by-default.{flow.by_default}")),
        (text("look.card.restrict"), never),
    )
    return Card(
        kind,
        text.of(flow.label) or text.of(flow.purpose),
        text(
            "look.card.way",
            source=_short(end_text(flow.source, text)),
            destination=_short(end_text(flow.destination, text)),
        ),
        tuple((heading, words) for heading, words in facts if words),
    )


def _server_card(element: Element, role: Role, names: Sequence[str], text: Text, *, unfolded: bool) -> Card:
    hint = text("look.card.fold" if unfolded else "look.card.unfold") if element.stack else ""
    return Card(
        text("look.card.servers", count=len(names)) if names else "",
        text(f"terms.role.{role}"),
        _some([visible(name) for name in names], _MOST_NAMES, text),
        (),
        hint,
    )


def _some(names: Sequence[str], most: int, text: Text) -> str:
    mark = text("checklist.list-mark")
    if len(names) <= most + 1:
        return _short(mark.join(names))
    return text("look.card.rest", name=_short(mark.join(names[:most])), count=len(names) - most)


def _short(words: str) -> str:
    return words if len(words) <= _LONGEST else words[:_LONGEST].rstrip() + "…"


class HoverCard(QWidget):
    """Shows a card inside the window; it takes neither focus nor clicks."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._room = parent
        self.setObjectName("card")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.kind = label("soft", SMALL)
        self.title = label(bold=True)
        self.way = label()
        self.hint = label("soft", SMALL)
        self._facts = QGridLayout()
        self._facts.setHorizontalSpacing(10)
        self._facts.setVerticalSpacing(2)
        self._facts.setColumnStretch(1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 9, 12, 10)
        column.setSpacing(3)
        for part in (self.kind, self.title, self.way):
            column.addWidget(part)
        column.addLayout(self._facts)
        column.addWidget(self.hint)
        self.hide()

    def show_card(self, words: Card, about: QRect) -> None:
        """Show these words beside a rectangle of the parent, without covering it where there is room."""
        for part, said in (
            (self.kind, words.kind), (self.title, words.title), (self.way, words.way),
            (self.hint, words.hint),
        ):  # fmt: skip
            part.setText(said)
            part.setVisible(bool(said))
        self._show_facts(words.facts)
        self.setFixedWidth(_WIDTH)
        layout = self.layout()
        assert layout is not None
        layout.activate()
        self.setFixedHeight(max(layout.heightForWidth(_WIDTH), layout.minimumSize().height()))
        self.move(_beside(about, QRect(QPoint(), self.size()), self._room.rect()))
        self.raise_()
        self.show()

    def _show_facts(self, facts: Sequence[tuple[str, str]]) -> None:
        while item := self._facts.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        for row, (heading, words) in enumerate(facts):
            name, value = label("soft", SMALL, wraps=False), label()
            name.setText(heading)
            value.setText(words)
            self._facts.addWidget(name, row, 0, Qt.AlignmentFlag.AlignTop)
            self._facts.addWidget(value, row, 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette = self.palette()
        painter.setPen(QPen(palette.color(QPalette.ColorRole.Mid), 1))
        painter.setBrush(palette.color(QPalette.ColorRole.ToolTipBase))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)


def _beside(about: QRect, card: QRect, room: QRect) -> QPoint:
    """Return where the card goes: below, above, right or left of what it is about, inside the room."""
    room = room.adjusted(4, 4, -4, -4)
    centre = about.center()
    for place in (
        QPoint(centre.x() - card.width() // 2, about.bottom() + _GAP),
        QPoint(centre.x() - card.width() // 2, about.top() - _GAP - card.height()),
        QPoint(about.right() + _GAP, centre.y() - card.height() // 2),
        QPoint(about.left() - _GAP - card.width(), centre.y() - card.height() // 2),
    ):
        inside = _inside(QRect(place, card.size()), room)
        if not inside.intersects(about):
            return inside.topLeft()
    return _inside(QRect(QPoint(centre.x(), about.bottom() + _GAP), card.size()), room).topLeft()


def _inside(card: QRect, room: QRect) -> QRect:
    card.moveLeft(max(room.left(), min(card.left(), room.right() - card.width())))
    card.moveTop(max(room.top(), min(card.top(), room.bottom() - card.height())))
    return card
