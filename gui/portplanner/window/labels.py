"""Labels that show names as they were typed and never read them as markup."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

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


def mnemonic_free(text: str) -> str:
    """Return a text whose ``&`` a button shows instead of underlining the next letter."""
    return text.replace("&", "&&")
