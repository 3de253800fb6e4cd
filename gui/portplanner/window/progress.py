"""How far a walkthrough has come: a mark for each step, in groups with names."""

# ruff: noqa: D102 -- what an overridden method promises stands at its base

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from portplanner.window.fonts import SMALL, font
from portplanner.window.theme import Colours

_MARK, _LEAST_MARK = 26.0, 5.0  # how wide a mark is
_BETWEEN = 4.0
_APART = 20.0  # between groups
_BAR = 6.0


@dataclass(frozen=True, slots=True)
class Group:
    """Steps that belong together."""

    name: str
    count: int


class WalkProgress(QWidget):
    """A row of marks; a click on one asks for its step."""

    asked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._groups: Sequence[Group] = ()
        self._at = 0
        self._colours: Colours | None = None
        self._grown = 1.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def grow(self, grown: float) -> None:
        """Be so much larger than usual."""
        if grown != self._grown:
            self._grown = grown
            self.updateGeometry()
            self.update()

    def show_progress(self, groups: Sequence[Group], at: int, colours: Colours) -> None:
        """Show these groups, and which of all steps is the current one."""
        self._groups, self._at, self._colours = groups, at, colours
        self.update()

    def marks(self) -> list[QRectF]:
        """Return where the mark of each step is."""
        return [mark for _, marks in self._placed() for mark in marks]

    def sizeHint(self) -> QSize:
        return QSize(480, round(QFontMetricsF(self._font(True)).height() + _BAR * self._grown + 10))

    def _font(self, bold: bool) -> QFont:
        return font(round(SMALL * self._grown * 2) / 2, bold)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._colours is None:
            return
        c = self._colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        number = 0
        for (room, marks), group in zip(self._placed(), self._groups, strict=True):
            here = number <= self._at < number + group.count
            painter.setFont(self._font(here))
            painter.setPen(QColor(c.ink if here else c.soft))
            name = QFontMetricsF(painter.font()).elidedText(
                group.name, Qt.TextElideMode.ElideRight, room.width()
            )
            painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, name)
            painter.setPen(Qt.PenStyle.NoPen)
            for mark in marks:
                now = number == self._at
                painter.setBrush(QColor(c.accent if number <= self._at else c.edge))
                grown = 2.0 if now else 0.0  # the current one is larger: colour alone tells nothing
                box = mark.adjusted(0, -grown, 0, grown)
                painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
                number += 1
        painter.end()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        for number, mark in enumerate(self.marks()):
            if mark.adjusted(-_BETWEEN / 2, -30, _BETWEEN / 2, 8).contains(event.position()):
                self.asked.emit(number)
                return

    def _placed(self) -> list[tuple[QRectF, list[QRectF]]]:
        """Return the room and the marks of each group: as wide as its name where there is room."""
        metrics = QFontMetricsF(self._font(True))
        names = [metrics.horizontalAdvance(group.name) + 2 for group in self._groups]
        total = self.width() - _APART * (len(self._groups) - 1)
        pitch = _MARK * self._grown + _BETWEEN
        bar = _BAR * self._grown
        wishes = [max(name, group.count * pitch) for name, group in zip(names, self._groups, strict=True)]
        squeeze = min(1.0, total / sum(wishes)) if wishes else 1.0
        placed = []
        left = 0.0
        top = self.height() - bar - 4
        for group, wish in zip(self._groups, wishes, strict=True):
            width = wish * squeeze
            step = min(pitch, width / group.count)
            mark = max(step - _BETWEEN, min(_LEAST_MARK, step * 0.7))
            marks = [QRectF(left + i * step, top, mark, bar) for i in range(group.count)]
            placed.append((QRectF(left, 0, width, top - 2), marks))
            left += width + _APART
        return placed
