"""What is recorded on the selected row, to be written: state, owner, date, ticket and remark."""

# ruff: noqa: D102 -- what an overridden method promises stands at its base

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast, get_args

from PySide6.QtCore import QDate, QEvent, QSignalBlocker, Qt
from PySide6.QtGui import QTextCharFormat
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
    QWidgetAction,
)

from portplanner.checklist.status import FIELDS, iso_date
from portplanner.plan.model import MAX_NAME, MAX_REMARK, Item, State
from portplanner.text import Text, visible
from portplanner.window.combo import Combo
from portplanner.window.editor import Editor
from portplanner.window.fonts import SMALL, font
from portplanner.window.icons import icon
from portplanner.window.labels import label, rule
from portplanner.window.status import Records

if TYPE_CHECKING:
    from PySide6.QtWidgets import QCalendarWidget

_STATES: tuple[State, ...] = get_args(State)
_REMARK_HEIGHT = 76


class ChangedNotice(QFrame):
    """Says that the selected row asks for something else than when it was marked, and confirms it anew."""

    def __init__(self, editor: Editor, records: Records) -> None:
        super().__init__()
        self._editor = editor
        self._records = records
        self._id = ""
        self.setObjectName("notice")
        self.words = label("notice", SMALL)
        self.confirm = QPushButton()
        self.confirm.setFont(font(SMALL, bold=True))
        rows = QVBoxLayout(self)
        rows.setContentsMargins(10, 8, 10, 6)
        rows.setSpacing(2)
        rows.addWidget(self.words)
        rows.addWidget(self.confirm, 0, Qt.AlignmentFlag.AlignRight)
        self.confirm.clicked.connect(lambda: self._records.confirm([self._id]))

    def show_row(self, id: str) -> None:
        """Show it for this row, or nothing where the row still asks the same."""
        text, statuses = self._editor.text, self._records.statuses
        self._id = id
        self.setVisible(id in statuses.changed)
        if id in statuses.changed:
            state = text(f"terms.state.{statuses.of(id).state}")
            self.words.setText(text("status-window.form.changed", state=state))
            self.confirm.setText(text("status-window.form.confirm"))


class StatusForm(QWidget):
    """The form; what is typed is in the plan at once."""

    def __init__(self, editor: Editor, records: Records) -> None:
        super().__init__()
        self._editor = editor
        self._records = records
        self._said: Text | None = None
        self.id = ""
        self.title = label(bold=True)
        self.state = Combo()
        self.state.addItems(_STATES)
        self.state.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.lines = {name: QLineEdit() for name in FIELDS if name != "remark"}
        for line in self.lines.values():
            line.setMaxLength(MAX_NAME)
            line.setMinimumWidth(40)
        self.remark = QPlainTextEdit()
        self.remark.setTabChangesFocus(True)
        self.remark.setFixedHeight(_REMARK_HEIGHT)
        self.today = QPushButton()
        self.today.setFont(font(SMALL))
        self.calendar = QToolButton()
        self.calendar.setStyleSheet("QToolButton::menu-indicator { image: none; }")
        self.calendar.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.calendar.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.no_date = label("notice", SMALL)
        self._labels: dict[str, QLabel] = {}
        self._arrange()
        self._connect()

    def _arrange(self) -> None:
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(3)
        rows.addWidget(rule())
        rows.addSpacing(8)
        rows.addWidget(self.title)
        date = QHBoxLayout()
        date.setSpacing(4)
        date.addWidget(self.lines["date"], 1)
        date.addWidget(self.today)
        date.addWidget(self.calendar)
        for name in ("state", *FIELDS):
            self._labels[name] = label("soft", SMALL, bold=True)
            rows.addSpacing(4)
            rows.addWidget(self._labels[name])
            if name == "date":
                rows.addLayout(date)
                rows.addWidget(self.no_date)
            else:
                rows.addWidget(self._control(name))
            self._labels[name].setBuddy(self._control(name))

    def _control(self, name: str) -> QWidget:
        return {"state": self.state, "remark": self.remark}.get(name) or self.lines[name]

    def _connect(self) -> None:
        self.state.activated.connect(self._on_state_activated)
        for name, line in self.lines.items():
            line.textEdited.connect(self._writer(name))
        self.lines["date"].editingFinished.connect(self._on_date_finished)
        self.remark.textChanged.connect(self._on_remark_changed)
        self.today.clicked.connect(self._on_today_clicked)
        self.calendar.setMenu(QMenu(self))
        self.calendar.menu().aboutToShow.connect(self._fill_calendar)

    def _writer(self, name: str) -> Callable[[str], None]:
        return lambda typed: self._records.write(self.id, name, typed)

    def show_row(self, id: str) -> None:
        """Show what is recorded on this row; nothing where nothing can be."""
        self.id = id if id and self._records.holds(id) else ""
        self.setVisible(bool(self.id))
        if not self.id:
            return
        text = self._editor.text
        if self._said is not text:
            self._said = text
            self._say(text)
        item = self._records.statuses.of(self.id)
        self.state.setCurrentIndex(_STATES.index(item.state))
        for name, line in self.lines.items():
            shown = visible(getattr(item, name))
            if line.text() != shown:
                line.setText(shown)
        if self.remark.toPlainText() != item.remark:
            with QSignalBlocker(self.remark):
                self.remark.setPlainText(item.remark)
        self._say_of_date(item)

    def edit(self) -> None:
        """Let the keys write the owner."""
        self.lines["owner"].setFocus(Qt.FocusReason.OtherFocusReason)
        self.lines["owner"].selectAll()

    def _say(self, text: Text) -> None:
        self.title.setText(text("status-window.form.title"))
        for name, heading in self._labels.items():
            words = text(f"status-window.form.{name}")
            heading.setText(words)
            self._control(name).setAccessibleName(words)
        for index, state in enumerate(_STATES):
            self.state.setItemText(index, text(f"terms.state.{state}"))
        self.today.setText(text("status-window.form.today"))
        self.calendar.setToolTip(text("status-window.form.calendar"))
        self.calendar.setAccessibleName(text("status-window.form.calendar"))
        self.lines["date"].setToolTip(text("status-window.form.date-hint"))
        self.lines["date"].setAccessibleDescription(text("status-window.form.date-hint"))
        self.no_date.setText(text("status-window.form.no-date"))
        self._paint()

    def _paint(self) -> None:
        palette = self.palette()
        ink, faint = palette.text().color().name(), palette.placeholderText().color().name()
        self.calendar.setIcon(icon("calendar", ink, faint))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._paint()

    def _say_of_date(self, item: Item) -> None:
        typing = self.lines["date"].hasFocus()
        self.no_date.setVisible(bool(item.date) and iso_date(item.date) is None and not typing)

    def _on_state_activated(self, index: int) -> None:
        self._records.set_state([self.id], _STATES[index])

    def _on_remark_changed(self) -> None:
        typed = self.remark.toPlainText()
        if len(typed) > MAX_REMARK:
            with QSignalBlocker(self.remark):
                self.remark.setPlainText(typed[:MAX_REMARK])
        self._records.write(self.id, "remark", typed[:MAX_REMARK])

    def _on_date_finished(self) -> None:
        if not self.id:
            return
        date = iso_date(self._records.statuses.of(self.id).date.strip())
        if date:
            self._records.write(self.id, "date", date)
        self._say_of_date(self._records.statuses.of(self.id))

    def _on_today_clicked(self) -> None:
        self._records.write(self.id, "date", QDate.currentDate().toString(Qt.DateFormat.ISODate))

    def _fill_calendar(self) -> None:
        """Make the calendar; it is large, and few people open it."""
        from PySide6.QtWidgets import QCalendarWidget

        menu = self.calendar.menu()
        menu.clear()
        calendar = QCalendarWidget()
        calendar.setGridVisible(False)
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        calendar.setMinimumSize(300, 240)
        self._dress(calendar)
        known = QDate.fromString(self._records.statuses.of(self.id).date, Qt.DateFormat.ISODate)
        if known.isValid():
            calendar.setSelectedDate(known)
        calendar.clicked.connect(self._on_day_chosen)
        calendar.activated.connect(self._on_day_chosen)
        holder = QWidgetAction(menu)
        frame = QFrame()
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(4, 4, 4, 4)
        inside.addWidget(calendar)
        holder.setDefaultWidget(frame)
        menu.addAction(holder)
        calendar.setFocus()

    def _dress(self, calendar: QCalendarWidget) -> None:
        """Give the calendar the colours of the window; Qt's own are red and loud."""
        palette = self.palette()
        ink, ground = palette.text().color(), palette.base().color().name()
        days = QTextCharFormat()
        days.setForeground(ink)
        for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            calendar.setWeekdayTextFormat(day, days)
        calendar.setStyleSheet(
            f"QTableView {{ background: {ground}; }} QTableView::item {{ padding: 0; }}"
            f"#qt_calendar_navigationbar {{ background: {ground}; }}"
            f"QToolButton {{ color: {ink.name()}; background: {ground}; border: 0; padding: 4px 10px; }}"
            "QToolButton::menu-indicator { image: none; }"
        )
        for name, shown in (("qt_calendar_prevmonth", "previous"), ("qt_calendar_nextmonth", "next")):
            button = calendar.findChild(QToolButton, name)
            if isinstance(button, QToolButton):
                button.setIcon(icon(shown, ink.name(), ink.name()))

    def _on_day_chosen(self, day: QDate) -> None:
        self._records.write(self.id, "date", day.toString(Qt.DateFormat.ISODate))
        self.calendar.menu().close()
        self.lines["date"].setFocus()

    def day_picker(self) -> QCalendarWidget | None:
        """Return the calendar while it is open."""
        from PySide6.QtWidgets import QCalendarWidget

        return cast("QCalendarWidget | None", self.calendar.menu().findChild(QCalendarWidget))
