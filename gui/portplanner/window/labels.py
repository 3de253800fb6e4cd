"""Labels that show names as they were typed and never read them as markup."""

# ruff: noqa: D102 -- what an overridden method promises stands at its base

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QEnterEvent, QFocusEvent, QFont, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QLabel, QSizePolicy, QWidget

from portplanner.window.fonts import SIZE, font

Tone = Literal["", "soft", "accent", "notice"]


def label(tone: Tone = "", size: float = SIZE, bold: bool = False, wraps: bool = True) -> QLabel:
    """Return an empty label for plain text."""
    made = QLabel()
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setFont(font(size, bold))
    made.setWordWrap(wraps)
    if tone:
        made.setProperty("tone", tone)
    if wraps:
        made.setMinimumWidth(40)
        policy = made.sizePolicy()
        policy.setHorizontalPolicy(QSizePolicy.Policy.Expanding)
        made.setSizePolicy(policy)
    return made


def rule(parent: QWidget | None = None) -> QFrame:
    """Return a thin horizontal line."""
    made = QFrame(parent)
    made.setObjectName("rule")
    return made


class ClickLabel(QLabel):
    """A label beside a button; a click on it is a click on the button."""

    clicked = Signal()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.rect().contains(event.position().toPoint()):
            self.clicked.emit()


class Link(QLabel):
    """A text that leads somewhere, by mouse and by keys; ``followed`` tells that someone goes there."""

    followed = Signal(str)

    def __init__(self, words: str, target: str) -> None:
        super().__init__()
        self.target = target
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setMinimumWidth(40)
        self.setProperty("tone", "accent")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setText(words)
        self.setAccessibleName(words)
        self._show(False)

    def _show(self, underlined: bool) -> None:
        face = QFont(font())
        face.setUnderline(underlined)
        self.setFont(face)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.rect().contains(event.position().toPoint()):
            self.followed.emit(self.target)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.followed.emit(self.target)
        else:
            super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        self._show(True)
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._show(self.hasFocus())
        super().leaveEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._show(True)
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._show(False)
        super().focusOutEvent(event)


class WrappingButton(QWidget):
    """A radio button or check box whose text takes as many lines as it needs."""

    def __init__(self, button: QAbstractButton) -> None:
        super().__init__()
        self.button = button
        self.words = ClickLabel()
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setWordWrap(True)
        self.words.setMinimumWidth(40)
        self.words.clicked.connect(button.click)
        self.setFocusProxy(button)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        button.setFixedSize(20, self.words.fontMetrics().height() + 2)
        layout.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self.words, 1)

    def say(self, words: str, name: str) -> None:
        """Show these words; ``name`` is what a screen reader says."""
        self.words.setText(words)
        self.button.setAccessibleName(name)
