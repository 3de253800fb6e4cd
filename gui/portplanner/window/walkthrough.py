"""The walkthrough for meetings: the whole screen, one flow at a time, and "what if"."""

# ruff: noqa: D102 -- what an overridden method promises stands at its base

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from itertools import groupby, product

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QCloseEvent,
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from portplanner.catalogue.model import Diagram
from portplanner.checklist.model import Checklist
from portplanner.checklist.resolve import resolve
from portplanner.checklist.walk import (
    SWITCHES,
    Caption,
    Step,
    caption,
    diagram_text,
    differences,
    ends,
    first_step,
    matching,
    part_text,
    switched,
    walk,
)
from portplanner.diagram.draw import draw
from portplanner.diagram.drawing import Drawing
from portplanner.plan.change import choice
from portplanner.plan.model import Plan
from portplanner.text import visible
from portplanner.window.ask import Ask
from portplanner.window.canvas import Canvas
from portplanner.window.caption import CaptionView
from portplanner.window.editor import Editor
from portplanner.window.exporter import Exporter
from portplanner.window.fonts import SMALL, font
from portplanner.window.labels import label
from portplanner.window.progress import Group, WalkProgress
from portplanner.window.theme import Theme

_MARGIN = 20
_BESIDE = (0.34, 360)  # of the width, what a caption beside the diagram takes at least; and in pixels
_BELOW = (0.40, 230)  # the same of the height, for one below
_SHARES = (1.0, 1.2, 1.4, 1.6)  # times as much for the caption, where its text would be small
_USUAL_HEIGHT = 820  # of a screen in pixels; on a higher one the words around the caption grow too
_FRAME = 5  # the frame around what is not the plan
_KEYS = {
    Qt.Key.Key_Right: "next", Qt.Key.Key_Down: "next", Qt.Key.Key_PageDown: "next", Qt.Key.Key_Space: "next",
    Qt.Key.Key_Return: "next", Qt.Key.Key_Enter: "next",
    Qt.Key.Key_Left: "back", Qt.Key.Key_Up: "back", Qt.Key.Key_PageUp: "back",
    Qt.Key.Key_Backspace: "back",
    Qt.Key.Key_Home: "first", Qt.Key.Key_End: "last",
    Qt.Key.Key_Escape: "leave", Qt.Key.Key_F5: "leave",
    Qt.Key.Key_E: "topology.edge", Qt.Key.Key_O: "topology.outbound", Qt.Key.Key_R: "topology.roles",
    Qt.Key.Key_K: "keep", Qt.Key.Key_P: "plan", Qt.Key.Key_H: "hand-out",
}  # fmt: skip
_LETTERS = {
    command: chr(key.value) for key, command in _KEYS.items() if key.value < 0x80 and key.value > 0x20
}


def walk_through(
    editor: Editor, theme: Theme, exporter: Exporter, diagram: Diagram, parent: QWidget
) -> Walkthrough:
    """Open the walkthrough on the whole screen that the window is on; there is one at a time."""
    there = parent.findChild(Walkthrough)
    if there is not None and there.isVisible():
        there.activateWindow()
        return there
    made = Walkthrough(editor, theme, exporter, diagram, parent)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    made.setGeometry(parent.screen().geometry())
    made.showFullScreen()
    made.activateWindow()
    made.setFocus(Qt.FocusReason.OtherFocusReason)
    return made


class Walkthrough(QWidget):
    """Shows the editor's plan step by step. A "what if" is forgotten on leaving unless it is kept."""

    left = Signal()
    stepped = Signal()

    def __init__(
        self,
        editor: Editor,
        theme: Theme,
        exporter: Exporter,
        diagram: Diagram,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self._editor, self._theme, self._exporter = editor, theme, exporter
        self.now: Plan = editor.plan  # the plan that is shown: the editor's own, or a "what if"
        self._own: Plan = editor.plan
        self._checklist: Checklist = editor.checklist
        self.steps: tuple[Step, ...] = walk(self._checklist)
        self.at = first_step(self.steps, editor.selection, editor.lit, diagram)
        self._origin: tuple[str, str] | None = None  # the flow where a "what if" began, and where it came out
        self._drawings: dict[tuple[object, ...], Drawing] = {}
        self._commands: dict[str, Callable[[], object]] = {
            "next": lambda: self.go(self.at + 1), "back": lambda: self.go(self.at - 1),
            "first": lambda: self.go(0), "last": lambda: self.go(len(self.steps) - 1),
            "leave": self.close, "keep": self.keep, "plan": self.return_to_plan, "hand-out": self.hand_out,
            **{key: partial(self.switch, key) for key in SWITCHES},
        }  # fmt: skip
        self.ask = Ask(self)
        self._arrange()
        editor.changed.connect(self._on_editor_changed)
        theme.changed.connect(self._show)
        exporter.changed.connect(self._show_words)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._show()

    # How it is put together

    def _arrange(self) -> None:
        self.title = _Short("soft")
        self.banner = _Short("notice")
        self._strip = QFrame()
        self._strip.setObjectName("notice")
        inside = QHBoxLayout(self._strip)
        inside.setContentsMargins(12, 4, 12, 4)
        inside.addWidget(self.banner)
        self.progress = WalkProgress()
        self.count = label(bold=True, wraps=False)
        head = QHBoxLayout()
        head.setSpacing(_MARGIN)
        for widget, stretch in ((self.title, 0), (self._strip, 0), (self.progress, 1), (self.count, 0)):
            head.addWidget(widget, stretch)
        self.stage = _Stage()
        self.canvas, self.caption = self.stage.canvas, self.stage.caption
        self.buttons = {
            id: _Button() for id in (*SWITCHES, "keep", "plan", "hand-out", "back", "next", "leave")
        }
        foot = QHBoxLayout()
        foot.setSpacing(8)
        for id, button in self.buttons.items():
            if id == "hand-out":
                self.said = _Short("soft")
                foot.addWidget(self.said, 1)
            button.clicked.connect(self._commands[id])
            foot.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(_MARGIN, 12, _MARGIN, 12)
        column.setSpacing(10)
        column.addLayout(head)
        column.addWidget(self.stage, 1)
        column.addLayout(foot)
        self.progress.asked.connect(self.go)
        self.canvas.picked.connect(self._on_picked)

    # Walking

    @property
    def step(self) -> Step | None:
        """The step that is shown; None for a plan without flows."""
        return self.steps[self.at] if self.steps else None

    def go(self, number: int) -> None:
        """Show the step with this number, counted from 0; there is nothing beyond the ends."""
        number = min(max(number, 0), len(self.steps) - 1)
        if self.steps and number != self.at:
            self.at = number
            self._show()
            self._announce()
            self.stepped.emit()

    def _on_picked(self, id: str) -> None:
        """Go to the flow that was clicked; a click beside all is a step forward."""
        numbers = [number for number, step in enumerate(self.steps) if step.flow.id == id]
        self.go(numbers[0] if numbers else self.at + 1)

    # What if

    @property
    def what_if(self) -> bool:
        """Whether something else than the plan is shown."""
        return self.now != self._own

    def switch(self, key: str) -> None:
        """Show what would be with the next value of this switch; the plan stays as it is."""
        changed = switched(self._editor.catalogue, self._own, self.now, key)
        if changed is not None:
            self._move(changed)

    def return_to_plan(self) -> None:
        """Show the plan again, as it is."""
        self._move(self._own)

    def keep(self) -> None:
        """Make what is shown the plan; it can be undone like any choice."""
        if self.what_if:
            self._origin = None
            self._editor.choose(self.now)

    def _move(self, plan: Plan) -> None:
        """Show the matching step of this plan; the way back ends where the "what if" began."""
        before = self.step
        home = self._home(before)
        self.now = plan
        own = plan == self._own
        self._checklist = self._editor.checklist if own else resolve(self._editor.catalogue, plan)
        self.steps = walk(self._checklist)
        ids = [step.flow.id for step in self.steps]
        if home in ids:
            self.at = ids.index(home)
        else:
            self.at = matching(before, self.steps) if before and ids else 0
        self._origin = None if own or not ids else (home, ids[self.at])
        self._drawings.clear()
        self._show()
        self._announce()
        self.stepped.emit()

    def _home(self, step: Step | None) -> str:
        """Return the flow that a "what if" began at, or the one that somebody went on to since."""
        if step is None:
            return ""
        began, came_out = self._origin or (step.flow.id, step.flow.id)
        return began if came_out == step.flow.id else step.flow.id

    def _on_editor_changed(self) -> None:
        """Follow the plan; what was asked "what if" before it changed is over."""
        self._own = self._editor.plan
        self._origin = None
        self._move(self._own)

    # The hand-out

    def hand_out(self) -> None:
        """Export the walk through the plan as a PDF."""
        if not self.what_if and self.steps:
            self._exporter.choose_hand_out(self.ask)

    # What it shows

    def _show(self) -> None:
        text, colours = self._editor.text, self._theme.colours
        self.setWindowTitle(text("walkthrough.title"))
        step = self.step
        said: Caption | None = None
        if step is not None:
            said = caption(self._checklist, step, text)
            drawing = self._drawing(step)
            self.canvas.light(frozenset((step.flow.id,)), ends(step))
            self.canvas.show_drawing(drawing, colours.diagram)
        self.caption.show_caption(said, colours)
        self.canvas.setVisible(step is not None)
        self.stage.arrange()
        self.progress.show_progress(self._groups(), self.at, colours)
        self._show_words()
        self._name(said)
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        grown = max(1.0, min(self.height() / _USUAL_HEIGHT, 2.0))
        small = font(round(SMALL * grown * 2) / 2)
        for widget in (self.title, self.said, *self.buttons.values()):
            widget.setFont(small)
        for strong in (self.banner, self.count):
            strong.setFont(font(round(SMALL * grown * 2 + 2) / 2, bold=True))
        self.progress.grow(grown)
        self.title.setMaximumWidth(round(self.width() * 0.3))
        self.banner.setMaximumWidth(round(self.width() * 0.45))

    def _show_words(self) -> None:
        text = self._editor.text
        count = len(self.steps)
        self.count.setText(text("walkthrough.count", step=self.at + 1, steps=count) if count else "")
        self.title.setText(
            visible(self._editor.plan.document.title) if count else text("walkthrough.nothing")
        )
        self.title.setVisible(not self.what_if and bool(self.title.text()))
        self._strip.setVisible(self.what_if)
        changed = [self._switch_text(key, self.now) for key in differences(self._own, self.now)]
        self.banner.setText(text("walkthrough.what-if", changes=text("walkthrough.mark").join(changed)))
        for id, button in self.buttons.items():
            words = self._switch_text(id, self.now) if id in SWITCHES else text(f"walkthrough.button.{id}")
            keys = _LETTERS.get(id) or text(f"walkthrough.key.{id}")
            button.setText(text("walkthrough.button-key", name=words, key=keys))
            button.setToolTip(text(f"walkthrough.tip.{id}"))
        for key in SWITCHES:
            self.buttons[key].setEnabled(
                switched(self._editor.catalogue, self._own, self.now, key) is not None
            )
        self.buttons["keep"].setVisible(self.what_if)
        self.buttons["plan"].setVisible(self.what_if)
        self.buttons["hand-out"].setVisible(not self.what_if and bool(count))
        self.buttons["back"].setEnabled(self.at > 0)
        self.buttons["next"].setEnabled(self.at < count - 1)
        self.said.setText("" if self.what_if else self._exporter.words)

    def _switch_text(self, key: str, plan: Plan) -> str:
        text = self._editor.text
        value = choice(plan, key)
        name, chosen = text(f"walkthrough.switch.{key}.name"), text(f"walkthrough.switch.{key}.{value}")
        return text("walkthrough.switch-value", name=name, value=chosen)

    def _groups(self) -> list[Group]:
        text = self._editor.text
        parts = groupby(self.steps, key=lambda step: part_text(step, text) or diagram_text(step, text))
        return [Group(name, len(list(steps))) for name, steps in parts]

    def _drawing(self, step: Step) -> Drawing:
        editor, flow = self._editor, step.flow
        layers = editor.view.layers | ({flow.layer} if flow.layer else set())
        callouts = (
            "port" if editor.view.callouts == "purpose" else editor.view.callouts
        )  # the caption says it
        view = replace(editor.view, callouts=callouts, layers=frozenset(layers), legend=False, numbered=True)
        key = (flow.diagram, view, editor.text.language)
        if key not in self._drawings:
            self._drawings[key] = draw(self._checklist, self.now, flow.diagram, editor.text, view)
        return self._drawings[key]

    # For screen readers

    def _name(self, said: Caption | None) -> None:
        text = self._editor.text
        if said is None:
            self.setAccessibleName(text("walkthrough.nothing"))
            self.setAccessibleDescription("")
            return
        place = text("walkthrough.said.place", step=self.at + 1, steps=len(self.steps))
        self.setAccessibleName(text("walkthrough.said.name", title=said.title, place=place))
        before = f"{self.banner.text()}. " if self.what_if else ""
        self.setAccessibleDescription(before + said.sentence)
        self.progress.setAccessibleName(place)

    def _announce(self) -> None:
        if not QAccessible.isActive():
            return
        for kind in (QAccessible.Event.NameChanged, QAccessible.Event.DescriptionChanged):
            QAccessible.updateAccessibility(QAccessibleEvent(self, kind))
        from PySide6 import QtGui

        announcement = getattr(QtGui, "QAccessibleAnnouncementEvent", None)  # Qt 6.8 has it
        if announcement is not None:
            QAccessible.updateAccessibility(announcement(self, self.accessibleDescription()))

    # Qt's events

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _command(event):
            event.accept()  # the window's own F5 stays out of this
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        command = _command(event)
        if command is None:
            super().keyPressEvent(event)
        elif not (event.isAutoRepeat() and command == "leave"):  # the F5 that opened it may still be held
            self._commands[command]()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.go(self.at + 1)
        elif event.button() in (Qt.MouseButton.RightButton, Qt.MouseButton.BackButton):
            self.go(self.at - 1)
        elif event.button() == Qt.MouseButton.ForwardButton:
            self.go(self.at + 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        colours = self._theme.colours
        painter.fillRect(self.rect(), QColor(colours.diagram["page"]))
        if self.what_if:  # seen from the last row: this is not the plan
            pen = QPen(QColor(colours.notice_edge), _FRAME)
            pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
            painter.setPen(pen)
            half = _FRAME / 2
            painter.drawRect(QRectF(self.rect()).adjusted(half, half, -half, -half))
        painter.end()

    def closeEvent(self, event: QCloseEvent) -> None:
        step = self.step
        if step is not None:
            own = walk(self._editor.checklist)
            if own:
                self._editor.select(own[matching(step, own)].flow.id)
        self.left.emit()
        super().closeEvent(event)


def _command(event: QKeyEvent) -> str | None:
    """Return what a key asks for; None for keys that are held with Control or Alt, and for all others."""
    held = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    if event.modifiers() & (held | Qt.KeyboardModifier.MetaModifier):
        return None
    return _KEYS.get(Qt.Key(event.key()))


class _Button(QPushButton):
    """A button that leaves the walkthrough its keys: arrows walk wherever the focus is."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setStyleSheet("padding: 5px 7px;")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
        else:
            event.ignore()


class _Short(QLabel):
    """One line of text that ends with an ellipsis where the room does."""

    def __init__(self, tone: str) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("tone", tone)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
        painter.end()


class _Stage(QWidget):
    """The diagram, and the caption where the diagram leaves more room: beside it or below it."""

    def __init__(self) -> None:
        super().__init__()
        self.canvas = Canvas(self)
        self.canvas.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.canvas.setMinimumSize(40, 40)
        self.caption = CaptionView(self)

    def arrange(self) -> None:
        """Give diagram and caption their places; the diagram gives way until the caption fits."""
        drawing = self.canvas.drawing
        if drawing is None or self.width() < 1:
            return
        for comfortably, share in product((True, False), _SHARES):
            self._place(drawing, share)
            if self.caption.fits(comfortably):
                break
        self.canvas.fit()

    def _place(self, drawing: Drawing, share: float) -> None:
        width, height = float(self.width()), float(self.height())
        beside = max(width * _BESIDE[0] * share, _BESIDE[1])
        below = max(height * _BELOW[0] * share, _BELOW[1])
        scale_beside = min((width - beside) / drawing.width, height / drawing.height)
        scale_below = min(width / drawing.width, (height - below) / drawing.height)
        if scale_below > scale_beside:
            tall = min(height - below, drawing.height * scale_below + 16)
            self.canvas.setGeometry(0, 0, round(width), round(tall))
            self.caption.setGeometry(0, round(tall) + 12, round(width), round(height - tall) - 12)
        else:
            wide = min(width - beside, max(drawing.width * scale_beside + 16, width * 0.5))
            self.canvas.setGeometry(0, 0, round(wide), round(height))
            self.caption.setGeometry(round(wide) + 20, 0, round(width - wide) - 20, round(height))
        self.caption.band = scale_below > scale_beside

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.arrange()
