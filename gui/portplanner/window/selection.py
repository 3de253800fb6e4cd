"""Which rows of a table are selected."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractItemView


def selected_rows(view: QAbstractItemView) -> list[int]:
    """Return where the selected rows stand, from the top.

    Qt's own selectedRows asks for every cell of them; with a thousand rows that is felt.
    """
    found = view.selectionModel().selection()
    ranges = (found.at(index) for index in range(found.count()))
    return sorted({row for one in ranges for row in range(one.top(), one.bottom() + 1)})
