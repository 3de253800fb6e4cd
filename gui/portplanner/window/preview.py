"""The pages as they will be printed, one below the other, in colour or in the greys of a printer."""

# ruff: noqa: D102 -- what an overridden method promises stands at its base

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from portplanner.window.editor import Editor
from portplanner.window.icons import icon
from portplanner.window.labels import label
from portplanner.window.sheet import Ink, paint_page
from portplanner.window.theme import Theme

if TYPE_CHECKING:
    from portplanner.export.pdf.document import Sheets

_GAP = 14.0  # around a page
_STEP = 1.25
_LEAST, _MOST = 0.25, 4.0
_KEPT = 8  # pages that are painted already


class Pages(QWidget):
    """All pages below each other. Only those in sight are painted."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._sheets: Sheets | None = None
        self._painted: dict[int, QPixmap] = {}
        self.scale = 1.0
        self.ink = Ink()

    def show_sheets(self, sheets: Sheets) -> None:
        """Show these pages."""
        self._sheets = sheets
        self._painted.clear()
        self._grow()

    def look(self, scale: float, ink: Ink) -> None:
        """Show the pages this large and with this ink."""
        if (scale, ink) != (self.scale, self.ink):
            self.scale, self.ink = scale, ink
            self._painted.clear()
            self._grow()

    def box(self, number: int) -> QRectF:
        """Return where this page is, counted from 0."""
        wide, high = self._size()
        left = max(_GAP, (self.width() - wide) / 2)
        return QRectF(left, _GAP + number * (high + _GAP), wide, high)

    def at(self, y: float) -> int:
        """Return the number of the page at this height, counted from 0."""
        count = len(self._sheets.pages) if self._sheets else 1
        return min(max(int((y - _GAP / 2) // (self._size()[1] + _GAP)), 0), count - 1)

    def _size(self) -> tuple[float, float]:
        wide, high = self._sheets.size if self._sheets else (842.0, 595.0)
        return wide * self.scale, high * self.scale

    def _grow(self) -> None:
        count = len(self._sheets.pages) if self._sheets else 0
        wide, high = self._size()
        self.setMinimumSize(QSize(round(wide + 2 * _GAP), round(_GAP + count * (high + _GAP))))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._sheets is None:
            return
        painter = QPainter(self)
        edge = QColor(self._theme.colours.edge)
        for number in range(self.at(event.rect().top()), self.at(event.rect().bottom()) + 1):
            box = self.box(number)
            if box.intersects(QRectF(event.rect())):
                painter.drawPixmap(box.topLeft(), self._pixmap(number))
                painter.setPen(edge)
                painter.drawRect(box)
        painter.end()

    def _pixmap(self, number: int) -> QPixmap:
        if number not in self._painted:
            assert self._sheets is not None
            ratio = self.devicePixelRatioF()
            wide, high = self._size()
            pixmap = QPixmap(round(wide * ratio), round(high * ratio))
            pixmap.setDevicePixelRatio(ratio)
            pixmap.fill(Qt.GlobalColor.white)
            painter = QPainter(pixmap)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.scale(self.scale, self.scale)
            paint_page(painter, self._sheets.pages[number], self._sheets.fonts, self.ink)
            painter.end()
            while len(self._painted) >= _KEPT:
                del self._painted[next(iter(self._painted))]
            self._painted[number] = pixmap
        return self._painted[number]


class Preview(QDialog):
    """A window over the pages; ``print_wanted`` hands them on to a printer."""

    print_wanted = Signal(object)

    def __init__(self, editor: Editor, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        text = self._text = editor.text
        self._theme = theme
        self._sheets: Sheets | None = None
        self._fits = True
        self.setWindowTitle(text("window.action.preview").partition("(")[0].replace("&", "").rstrip("…"))
        self.pages = Pages(theme)
        self.area = QScrollArea()
        self.area.setObjectName("pages")
        self.area.setWidget(self.pages)
        self.area.setWidgetResizable(True)
        self.area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.area.setStyleSheet(
            f"#pages, #pages > QWidget > QWidget {{ background: {theme.colours.window}; }}"
        )
        self.hint = label("soft", wraps=False)
        self.hint.setText(text("status-window.print.preparing"))
        self.number = label(wraps=False)
        self.grey = QCheckBox(text("status-window.print.grey"))
        self.print = QPushButton(text("status-window.print.print"))
        self.print.setDefault(True)
        self.print.setEnabled(False)
        self.buttons = {
            name: self._button(name) for name in ("previous", "next", "zoom-out", "fit", "zoom-in")
        }
        close = QPushButton(text("status-window.print.close"))
        close.setAutoDefault(False)
        self._arrange(close)
        self.buttons["previous"].clicked.connect(lambda: self.turn(-1))
        self.buttons["next"].clicked.connect(lambda: self.turn(1))
        self.buttons["zoom-in"].clicked.connect(lambda: self.zoom(_STEP))
        self.buttons["zoom-out"].clicked.connect(lambda: self.zoom(1 / _STEP))
        self.buttons["fit"].clicked.connect(self.fit)
        self.grey.toggled.connect(lambda on: self.pages.look(self.pages.scale, Ink(on)))
        self.print.clicked.connect(self._on_print_clicked)
        close.clicked.connect(self.reject)
        self.area.verticalScrollBar().valueChanged.connect(self._say_page)
        self.resize(1080, 820)

    def _button(self, name: str) -> QToolButton:
        button = QToolButton()
        words = self._text(f"status-window.print.{name}")
        button.setToolTip(words)
        button.setAccessibleName(words)
        button.setIcon(icon(name, self._theme.colours.ink, self._theme.colours.faint))
        button.setIconSize(QSize(20, 20))
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        return button

    def _arrange(self, close: QPushButton) -> None:
        bar = QWidget()
        bar.setObjectName("corner")
        row = QHBoxLayout(bar)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(4)
        row.addWidget(self.buttons["previous"])
        row.addWidget(self.number)
        row.addWidget(self.buttons["next"])
        row.addSpacing(16)
        for name in ("zoom-out", "fit", "zoom-in"):
            row.addWidget(self.buttons[name])
        row.addSpacing(16)
        row.addWidget(self.grey)
        row.addStretch(1)
        row.addWidget(self.hint)
        row.addSpacing(8)
        row.addWidget(self.print)
        row.addSpacing(4)
        row.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(bar)
        layout.addWidget(self.area, 1)

    def show_sheets(self, sheets: Sheets) -> None:
        """Show these pages."""
        self._sheets = sheets
        self.hint.hide()
        self.print.setEnabled(True)
        self.pages.show_sheets(sheets)
        self.fit()
        self._say_page()
        self.area.setFocus()

    # Looking at them

    @property
    def page(self) -> int:
        """The number of the page in the middle of the view, counted from 1."""
        return self.pages.at(self.area.verticalScrollBar().value() + self.area.viewport().height() / 2) + 1

    def turn(self, by: int) -> None:
        """Go on or back by this many pages."""
        self.go_to(self.page + by)

    def go_to(self, page: int) -> None:
        """Show this page, counted from 1."""
        count = len(self._sheets.pages) if self._sheets else 1
        top = self.pages.box(min(max(page, 1), count) - 1).top()
        self.area.verticalScrollBar().setValue(round(top - _GAP / 2))

    def zoom(self, by: float) -> None:
        """Show the pages larger or smaller."""
        self._fits = False
        self._look(min(max(self.pages.scale * by, _LEAST), _MOST))

    def fit(self) -> None:
        """Show a whole page, however large the window is."""
        self._fits = True
        if self._sheets is not None:
            wide, high = self._sheets.size
            room = self.area.viewport().size()
            self._look(
                max(min((room.width() - 2 * _GAP) / wide, (room.height() - 1.5 * _GAP) / high), _LEAST)
            )

    def _look(self, scale: float) -> None:
        page = self.page
        self.pages.look(scale, self.pages.ink)
        self.pages.resize(self.pages.minimumSize().expandedTo(self.area.viewport().size()))
        self.go_to(page)

    def _say_page(self) -> None:
        if self._sheets is None:
            return
        count = len(self._sheets.pages)
        self.number.setText(self._text("status-window.print.page-of", page=self.page, pages=count))
        self.buttons["previous"].setEnabled(self.page > 1)
        self.buttons["next"].setEnabled(self.page < count)

    def _on_print_clicked(self) -> None:
        if self._sheets is not None:
            self.print_wanted.emit(self._sheets)

    # Qt's events

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._fits:
            self.fit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(_STEP ** (event.angleDelta().y() / 120))
        else:
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        count = len(self._sheets.pages) if self._sheets else 1
        pages = {
            Qt.Key.Key_PageDown: self.page + 1,
            Qt.Key.Key_PageUp: self.page - 1,
            Qt.Key.Key_Home: 1,
            Qt.Key.Key_End: count,
        }
        if event.key() in pages:
            self.go_to(pages[Qt.Key(event.key())])
        elif event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom(_STEP)
        elif event.key() == Qt.Key.Key_Minus:
            self.zoom(1 / _STEP)
        elif event.key() == Qt.Key.Key_0:
            self.fit()
        else:
            super().keyPressEvent(event)
