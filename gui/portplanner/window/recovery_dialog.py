"""Offers the work that a crash has left: what it is, from when, and how it differs from its file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QDateTime, QLocale, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
)

from portplanner.plan.differences import Difference, differences
from portplanner.plan.model import Plan
from portplanner.text import Text, visible
from portplanner.window.documents import reasons
from portplanner.window.editor import Editor
from portplanner.window.fields import choice_words, value_words
from portplanner.window.fonts import SMALL
from portplanner.window.labels import label
from portplanner.window.recovery import LeftBehind

if TYPE_CHECKING:
    from portplanner.plan.recovery import Unsaved
    from portplanner.window.main_window import MainWindow

_MOST = 300  # lines of what differs
_LONGEST = 120
_FIELDS = {"site": "servers", "server": "servers", "item": "status-window"}  # where their keys have words


class RecoveryDialog(QDialog):
    """``chosen`` is the copy to go on with after it was accepted."""

    def __init__(self, window: MainWindow, copies: Sequence[LeftBehind]) -> None:
        super().__init__(window)
        self._editor = editor = window.editor
        self._ask = window.ask
        self._text = text = editor.text
        self.chosen: LeftBehind | None = None
        self.setWindowTitle(text("lost.recovery.title"))
        self.what = label("soft")
        self.list = QListWidget()
        self.list.setAccessibleName(text("lost.recovery.title"))
        self.about = label()
        self.differences = QListWidget()
        self.differences.setAccessibleName(text("lost.recovery.differs"))
        self.differences.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.differences.setWordWrap(True)
        for widget in (self.list, self.differences):
            widget.setObjectName("list")
        buttons = QDialogButtonBox()
        roles = QDialogButtonBox.ButtonRole
        self.recover = buttons.addButton(text("lost.recovery.recover"), roles.AcceptRole)
        self.delete = buttons.addButton(text("lost.recovery.delete"), roles.ActionRole)
        self.later = buttons.addButton(text("lost.recovery.later"), roles.RejectRole)
        self.recover.setDefault(True)
        for button in (self.delete, self.later):
            button.setAutoDefault(False)
        heading = label("soft", SMALL)
        heading.setText(text("lost.recovery.differs"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(10)
        layout.addWidget(self.what)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.about)
        layout.addWidget(heading)
        layout.addWidget(self.differences, 2)
        layout.addWidget(buttons)
        self.resize(640, 520)
        for copy in copies:
            item = QListWidgetItem(_title(copy, text))
            item.setData(Qt.ItemDataRole.UserRole, copy)
            self.list.addItem(item)
        self.list.currentItemChanged.connect(self._show)
        self.list.itemActivated.connect(self._on_recover_clicked)
        self.recover.clicked.connect(self._on_recover_clicked)
        self.delete.clicked.connect(self._on_delete_clicked)
        buttons.rejected.connect(self.reject)
        self.list.setCurrentRow(0)
        self._show()

    def _copy(self) -> LeftBehind | None:
        item = self.list.currentItem()
        data = item.data(Qt.ItemDataRole.UserRole) if item else None
        return data if isinstance(data, LeftBehind) else None

    def _show(self, *_: object) -> None:
        text, copy = self._text, self._copy()
        none = self.list.count() == 0
        self.what.setText(text("lost.recovery.nothing" if none else "lost.recovery.what"))
        self.recover.setEnabled(copy is not None and copy.work is not None)
        self.delete.setEnabled(copy is not None)
        self.differences.clear()
        if copy is None:
            self.about.setText("")
        elif copy.work is None:
            lines = reasons(copy.error, text) if copy.error else []
            self.about.setText(
                "\n".join([text("lost.recovery.unreadable", file=visible(str(copy.file))), *lines[:3]])
            )
        else:
            self._show_work(copy.work)

    def _show_work(self, work: Unsaved) -> None:
        text, clean = self._text, work.on_disk()
        said = [text("lost.recovery.of", file=visible(str(work.path)))] if work.path else []
        if work.path and clean is None:
            said.append(text("lost.recovery.file-gone"))
        elif work.is_outdated():
            said.append(text("lost.recovery.outdated"))
        self.about.setText("\n".join(said or [text("lost.recovery.of-none")]))
        found = differences(clean or Plan(), work.plan)
        lines = [_line(self._editor, one, text) for one in found[:_MOST]]
        if len(found) > _MOST:
            lines.append(text("carriers.more", count=len(found) - _MOST))
        self.differences.addItems(lines or [text("lost.recovery.same")])

    def _on_recover_clicked(self, *_: object) -> None:
        copy = self._copy()
        if copy is not None and copy.work is not None:
            self.chosen = copy
            self.accept()

    def _on_delete_clicked(self) -> None:
        copy, text = self._copy(), self._text
        if copy is None or not self._ask.discard(
            text, text("lost.recovery.delete-ask", name=_name(copy, text))
        ):
            return
        copy.delete()
        self.list.takeItem(self.list.currentRow())
        if not self.list.count():
            self.reject()


def _name(copy: LeftBehind, text: Text) -> str:
    path = copy.work.path if copy.work else None
    if copy.work is None:
        return visible(copy.file.name)
    return visible(path.name) if path else copy.work.plan.document.title or text("window.untitled")


def _title(copy: LeftBehind, text: Text) -> str:
    name, time = _name(copy, text), copy.work.time if copy.work else None
    if time is None:
        return name
    local = QDateTime.fromSecsSinceEpoch(int(time.timestamp()))
    when = QLocale(text.language.replace("-", "_")).toString(local, QLocale.FormatType.ShortFormat)
    return text("lost.recovery.from", name=name, time=when)


def _line(editor: Editor, one: Difference, text: Text) -> str:
    if one.key in ("site", "server", "item"):
        name = visible(one.name)
        said = (
            text(f"{_FIELDS[one.key]}.{field.replace('_', '-')}")
            for field in one.fields
            if field != "meaning"
        )
        fields = text("checklist.list-mark").join(said)
        return text(f"lost.difference.{one.key}-{one.kind}", name=name, fields=fields)
    old, new = (_value(editor, one.key, value, text) for value in (one.old, one.new))
    return text("switch.changed", name=choice_words(editor, text, f"{one.key}.label"), old=old, new=new)


def _value(editor: Editor, key: str, value: object, text: Text) -> str:
    values = value if isinstance(value, tuple) else (value,)
    said = [value_words(editor, text, key, one) for one in values if one != ""]
    words = visible(text("checklist.list-mark").join(said))
    return (words[:_LONGEST] + "…" if len(words) > _LONGEST else words) or text("switch.nothing")
