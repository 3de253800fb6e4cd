"""One choice of the plan each: the control, its name and a sentence of help."""

# ruff: noqa: D102 -- what an overridden method promises stands at its base

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from portplanner.catalogue.model import Choice
from portplanner.plan.change import choice, most_entries, with_choice
from portplanner.plan.model import MAX_NAME
from portplanner.text import Text, visible
from portplanner.window.combo import Combo
from portplanner.window.editor import Editor
from portplanner.window.fonts import SMALL
from portplanner.window.labels import WrappingButton, label

if TYPE_CHECKING:
    from portplanner.plan.problem import Finding

_ODD = 3  # so many odd names are spoken of at once


class Field(QWidget):
    """A choice with its name above and its help below. ``key`` is the plan's key."""

    def __init__(self, editor: Editor, key: str) -> None:
        super().__init__()
        self.key = key
        self._editor = editor
        self._said: Text | None = None
        self._name = label(bold=True)
        self._help = label("soft", SMALL)
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(3)
        self._rows.addWidget(self._name)

    def show_choice(self) -> None:
        """Show what the plan says, in the editor's language."""
        if self._said is not self._editor.text:
            self._said = self._editor.text
            self._say(self._said)
        self._set(choice(self._editor.plan, self.key))

    def _say(self, text: Text) -> None:
        name, help = (choice_words(self._editor, text, f"{self.key}.{part}") for part in ("label", "help"))
        self._name.setText(name)
        self._help.setText(help)
        self._help.setVisible(bool(help))
        for control in self.controls():
            control.setAccessibleName(name)
            control.setAccessibleDescription(help)

    def controls(self) -> Sequence[QWidget]:
        """Return the widgets that a person works with."""
        raise NotImplementedError

    def _set(self, value: object) -> None:
        raise NotImplementedError

    def _choose(self, value: object, merge: str = "") -> None:
        self._editor.choose(with_choice(self._editor.plan, self.key, value), merge)

    def _end(self) -> None:
        self._rows.addWidget(self._help)


class TypedField(Field):
    """A choice that is typed; what is odd about it is said below it while it is typed."""

    def __init__(self, editor: Editor, key: str) -> None:
        super().__init__(editor, key)
        self.odd = label("notice", SMALL)

    def show_choice(self) -> None:
        super().show_choice()
        text = self._editor.text
        said = [text(f"plan.{finding.id}", **finding.places) for finding in self._found()[:_ODD]]
        self.odd.setText("\n".join(said))
        self.odd.setVisible(bool(said))
        for control in self.controls():
            control.setAccessibleDescription("\n".join([*said, self._help.text()]))

    def _found(self) -> list[Finding]:
        plan = self._editor.plan
        if not choice(plan, self.key):
            return []
        from portplanner.plan.check import choice_warnings  # not at the start, where nothing is typed

        return choice_warnings(plan, self.key)

    def _end(self) -> None:
        self._rows.addWidget(self.odd)
        super()._end()


def choice_words(editor: Editor, text: Text, id: str) -> str:
    """Return the words for a choice or a value: the Exchange version's own, or those of all versions."""
    own = editor.catalogue.choice_words.get(id)
    return text.of(own) if own else text(f"choices.{id}")


def value_words(editor: Editor, text: Text, key: str, value: object) -> str:
    """Return the words for one value of a choice."""
    try:
        shown = str(value).lower() if isinstance(value, bool) else value
        return choice_words(editor, text, f"{key}.value.{shown}")
    except KeyError:
        return str(value)


def _say_values(editor: Editor, text: Text, key: str, buttons: Mapping[Choice, WrappingButton]) -> None:
    name = choice_words(editor, text, f"{key}.label")
    for value, button in buttons.items():
        words = value_words(editor, text, key, value)
        button.say(words, f"{name}: {words}")


class RadioField(Field):
    """One of a few values."""

    def __init__(self, editor: Editor, key: str, values: Sequence[Choice]) -> None:
        super().__init__(editor, key)
        self.buttons: dict[Choice, QRadioButton] = {}
        self._words: dict[Choice, WrappingButton] = {}
        self._group = QButtonGroup(self)
        for value in values:
            button = QRadioButton()
            self.buttons[value] = button
            self._group.addButton(button)
            self._words[value] = WrappingButton(button)
            self._rows.addWidget(self._words[value])
        self._group.buttonClicked.connect(self._on_button_clicked)
        self._end()

    def controls(self) -> Sequence[QWidget]:
        return list(self.buttons.values())

    def _say(self, text: Text) -> None:
        super()._say(text)
        _say_values(self._editor, text, self.key, self._words)

    def _set(self, value: object) -> None:
        for offered, button in self.buttons.items():
            button.setChecked(offered == value)

    def _on_button_clicked(self, clicked: QAbstractButton) -> None:
        self._choose(next(value for value, button in self.buttons.items() if button is clicked))


class ComboField(Field):
    """One of many values."""

    def __init__(self, editor: Editor, key: str, values: Sequence[Choice]) -> None:
        super().__init__(editor, key)
        self._values = list(values)
        self.combo = Combo()
        self.combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.combo.setMinimumContentsLength(8)
        self.combo.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        for value in self._values:
            self.combo.addItem(str(value))
        self.combo.activated.connect(self._on_combo_activated)
        self._rows.addWidget(self.combo)
        self._end()

    def controls(self) -> Sequence[QWidget]:
        return [self.combo]

    def _say(self, text: Text) -> None:
        super()._say(text)
        for index, value in enumerate(self._values):
            self.combo.setItemText(index, value_words(self._editor, text, self.key, value))

    def _set(self, value: object) -> None:
        self.combo.setCurrentIndex(self._values.index(value) if value in self._values else -1)

    def _on_combo_activated(self, index: int) -> None:
        self._choose(self._values[index])


class ChecksField(Field):
    """Any of a few values."""

    def __init__(self, editor: Editor, key: str, values: Sequence[Choice]) -> None:
        super().__init__(editor, key)
        self.boxes: dict[Choice, QCheckBox] = {}
        self._words: dict[Choice, WrappingButton] = {}
        for value in values:
            box = QCheckBox()
            box.clicked.connect(self._on_box_clicked)
            self.boxes[value] = box
            self._words[value] = WrappingButton(box)
            self._rows.addWidget(self._words[value])
        self._end()

    def controls(self) -> Sequence[QWidget]:
        return list(self.boxes.values())

    def _say(self, text: Text) -> None:
        super()._say(text)
        _say_values(self._editor, text, self.key, self._words)

    def _set(self, value: object) -> None:
        for offered, box in self.boxes.items():
            box.setChecked(isinstance(value, tuple) and offered in value)

    def _on_box_clicked(self) -> None:
        self._choose(tuple(value for value, box in self.boxes.items() if box.isChecked()))


class VersionField(RadioField):
    """The Exchange version: another one changes what does not apply there."""

    def _choose(self, value: object, merge: str = "") -> None:
        self._editor.switch(str(value))


class LineField(TypedField):
    """A short text."""

    def __init__(self, editor: Editor, key: str) -> None:
        super().__init__(editor, key)
        self.line = QLineEdit()
        self.line.setMaxLength(MAX_NAME)
        self.line.textEdited.connect(self._on_line_edited)
        self._rows.addWidget(self.line)
        self._end()

    def controls(self) -> Sequence[QWidget]:
        return [self.line]

    def _set(self, value: object) -> None:
        shown = visible(str(value or ""))
        if self.line.text() != shown:
            self.line.setText(shown)

    def _on_line_edited(self, typed: str) -> None:
        self._choose(typed, merge=self.key)


class PortField(LineField):
    """A port number, or nothing yet."""

    def __init__(self, editor: Editor, key: str) -> None:
        super().__init__(editor, key)
        self.line.setMaxLength(5)
        self.line.setMaximumWidth(96)
        self.line.setValidator(QIntValidator(1, 65535, self.line))
        self.line.editingFinished.connect(self.show_choice)

    def _set(self, value: object) -> None:
        if not (self.line.hasFocus() and value is None and not self.line.hasAcceptableInput()):
            super()._set(value)

    def _on_line_edited(self, typed: str) -> None:
        self._choose(int(typed) if self.line.hasAcceptableInput() else None, merge=self.key)


class NamesField(TypedField):
    """A list of names or addresses, one on a line."""

    def __init__(self, editor: Editor, key: str) -> None:
        super().__init__(editor, key)
        self.lines = QPlainTextEdit()
        self.lines.setTabChangesFocus(True)
        self.lines.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.lines.setFixedHeight(self.lines.fontMetrics().lineSpacing() * 3 + 14)
        self.lines.textChanged.connect(self._on_lines_changed)
        self._rows.addWidget(self.lines)
        self._end()

    def controls(self) -> Sequence[QWidget]:
        return [self.lines]

    def _typed(self) -> tuple[str, ...]:
        """Return the names as they stand there, also more of them than a plan takes."""
        names: tuple[str, ...] = choice(self._editor.plan, self.key)
        before = {visible(name): name for name in names}  # a name with a line break stays as it is
        typed = (line.strip()[:MAX_NAME] for line in self.lines.toPlainText().splitlines())
        return tuple(before.get(line, line) for line in typed if line)

    def _set(self, value: object) -> None:
        if isinstance(value, tuple) and self._typed()[: most_entries(self.key)] != value:
            with QSignalBlocker(self.lines):
                self.lines.setPlainText("\n".join(visible(str(name)) for name in value))

    def _found(self) -> list[Finding]:
        found, most = len(self._typed()), most_entries(self.key)
        if found <= most:
            return super()._found()
        from portplanner.plan.problem import Finding

        return [Finding((), "too-many", {"found": found, "most": most}), *super()._found()]

    def _on_lines_changed(self) -> None:
        self._choose(self._typed()[: most_entries(self.key)], merge=self.key)
        self.show_choice()  # what is over the limit changes no plan
