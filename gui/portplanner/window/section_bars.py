"""How far each list of the checklist is: one bar each, which also shows that list alone."""

# ruff: noqa: D102 -- what an overridden method promises stands at its base

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from portplanner.checklist.status import Progress, Section
from portplanner.text import Text
from portplanner.window.fonts import SMALL, font
from portplanner.window.rows import LISTINGS, Listing
from portplanner.window.status import Records
from portplanner.window.theme import Theme

_BAR = 5.0
_PAD = 8.0
_NARROW = 620  # where only the lists that ask for work have room
_HATCH = 4.0  # between the strokes that tell what changed without its colour


def section_of(listing: Listing) -> Section:
    """Return the section of the checklist that a list of the table shows."""
    return cast(Section, listing.replace("-", "_"))


def progress_text(list: str, progress: Progress, text: Text) -> str:
    """Return how far a list is, in one sentence."""
    if not progress.total:
        return text("status-window.progress.empty", list=list)
    return text("status-window.progress.long", list=list, done=progress.done, count=progress.total)


class SectionBar(QAbstractButton):
    """One list: its name, how many of its rows are done, and a bar of all."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.progress = Progress()
        self._count = ""
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the choice of list beside the filter is for keys
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def show_progress(self, name: str, progress: Progress, text: Text) -> None:
        """Show how far this list is."""
        self.progress = progress
        self.setText(name)
        self._count = text("status-window.progress.short", done=progress.done, count=progress.total)
        self.setAccessibleName(progress_text(name, progress, text))
        self.setToolTip(
            text(
                "status-window.progress.more",
                list=name,
                done=progress.done,
                count=progress.total,
                open=progress.open,
                not_needed=progress.not_needed,
                changed=progress.changed,
            )
        )
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(120, round(QFontMetricsF(font(SMALL)).height() + _BAR + 14))

    def minimumSizeHint(self) -> QSize:
        return QSize(56, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        c = self._theme.colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        if self.isChecked() or self.underMouse():
            painter.setBrush(QColor(c.picked if self.isChecked() else c.hover))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)
        room = QRectF(self.rect()).adjusted(_PAD, 4, -_PAD, 0)
        painter.setFont(font(SMALL, bold=True))
        painter.setPen(QColor(c.ink))
        count, metrics = self._count, QFontMetricsF(painter.font())
        if metrics.horizontalAdvance(count + self.text()) > room.width():
            count = f"{self.progress.done}/{self.progress.total}"
        wide = metrics.horizontalAdvance(count)
        top = Qt.AlignmentFlag.AlignTop
        painter.drawText(room, Qt.AlignmentFlag.AlignRight | top, count)
        painter.setFont(font(SMALL))
        painter.setPen(QColor(c.ink if self.isChecked() else c.soft))
        metrics = QFontMetricsF(painter.font())
        name = metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width() - wide - 6)
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | top, name)
        self._bar(painter, QRectF(room.left(), room.top() + metrics.height() + 3, room.width(), _BAR))
        painter.end()

    def _bar(self, painter: QPainter, room: QRectF) -> None:
        c, progress = self._theme.colours, self.progress
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(c.edge))
        painter.drawRoundedRect(room, _BAR / 2, _BAR / 2)
        if not progress.total:
            return
        painter.save()
        painter.setClipRect(room)
        left = room.left()
        for count, colour in (
            (progress.done, c.accent), (progress.not_needed, c.faint), (progress.changed, c.notice_edge),
        ):  # fmt: skip
            part = QRectF(left, room.top(), room.width() * count / progress.total, _BAR)
            if not count:
                continue
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colour))
            if left == room.left():
                painter.drawRoundedRect(part, _BAR / 2, _BAR / 2)
                painter.drawRect(part.adjusted(min(_BAR / 2, part.width() / 2), 0, 0, 0))
            else:
                painter.drawRect(part)
            if count == progress.changed and colour == c.notice_edge:
                self._hatch(painter, part)
            left = part.right()
        painter.restore()

    def _hatch(self, painter: QPainter, part: QRectF) -> None:
        painter.save()
        painter.setClipRect(part)
        painter.setPen(QColor(self._theme.colours.notice_ink))
        x = part.left() - _BAR
        while x < part.right():
            painter.drawLine(round(x), round(part.bottom()), round(x + _BAR), round(part.top()))
            x += _HATCH
        painter.restore()


class SectionBars(QWidget):
    """The bars of all lists, side by side. ``chosen`` asks for one list alone, or "" for all again."""

    chosen = Signal(str)

    def __init__(self, records: Records, theme: Theme) -> None:
        super().__init__()
        self._records = records
        self.bars: dict[Listing, SectionBar] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 0, 4, 2)
        row.setSpacing(2)
        for listing in LISTINGS:
            bar = SectionBar(theme)
            bar.clicked.connect(lambda on, one=listing: self.chosen.emit(one if on else ""))
            self.bars[listing] = bar
            row.addWidget(bar, 1)
        theme.changed.connect(self.update)

    def show_progress(self, listing: str, text: Text) -> None:
        """Show how far every list is, and which one is shown alone."""
        for name, bar in self.bars.items():
            progress = self._records.statuses.progress[section_of(name)]
            bar.show_progress(text(f"window.list.{name}"), progress, text)
            bar.setChecked(name == listing)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Show the bars that have rows; in a narrow window those of the lists to work through."""
        narrow = self.width() < _NARROW
        for name, bar in self.bars.items():
            worked = name not in ("ground-rules", "open-points") or bar.isChecked()
            bar.setVisible(bool(bar.progress.total) and (worked or not narrow))
