"""A list of choices in a panel that scrolls."""

# ruff: noqa: D102 -- what an overridden method promises stands at its base

from __future__ import annotations

from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox


class Combo(QComboBox):
    """Leaves the wheel to the panel: scrolling over it must never choose something."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()
