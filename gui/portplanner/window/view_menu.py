"""What the diagrams tell: callouts, labels, layers, legend and stacks, in the menu and over the tabs."""

# ruff: noqa: D102 -- what an overridden method promises stands at its base

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSize, Qt
from PySide6.QtGui import QAction, QActionGroup, QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QWidget

from portplanner.diagram.view import CALLOUTS, LABELS, LAYERS
from portplanner.window.editor import SERVER_IDS, Editor
from portplanner.window.icons import icon
from portplanner.window.settings import MOTIONS, Settings
from portplanner.window.theme import Theme

if TYPE_CHECKING:
    from portplanner.window.animation import Calm

_CHECKS = ("legend", "unfold")


class StayingMenu(QMenu):
    """A menu that stays open while choices in it are made, so that several can be tried."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        action = self.actionAt(event.position().toPoint())
        if action is not None and action.isCheckable() and action.isEnabled():
            action.trigger()
        else:
            super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        action = self.activeAction()
        if event.key() == Qt.Key.Key_Space and action is not None and action.isCheckable():
            action.trigger()
        else:
            super().keyPressEvent(event)


class ViewMenu(QObject):
    """The choices of how diagrams are looked at; the same ones in every menu, remembered for next time."""

    def __init__(self, editor: Editor, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._editor = editor
        self._settings = settings
        self._calm: Calm | None = None
        self._said: object = None
        unfolded = SERVER_IDS if settings.unfolded else frozenset()
        editor.look(replace(settings.view, unfolded=unfolded))
        self.actions: dict[str, QAction] = {}
        self._menus: dict[str, list[QMenu]] = {}
        self._headings: dict[str, QAction] = {}
        self._group("callouts", CALLOUTS, 1, self._on_callouts_chosen)
        self._group("labels", LABELS, 1 + len(CALLOUTS), self._on_labels_chosen)
        self._group("motion", MOTIONS, 0, self._on_motion_chosen)
        for layer in LAYERS:
            self._add(f"layers.{layer}").triggered.connect(self._on_layers_chosen)
        for check in _CHECKS:
            self._add(f"check.{check}")
        self.actions["check.legend"].triggered.connect(self._on_legend_chosen)
        self.actions["check.unfold"].triggered.connect(self._on_unfold_chosen)
        self.popup = StayingMenu()
        self._fill_popup()
        editor.changed.connect(self._show)
        self._show()

    def into(self, menu: QMenu, before: QAction) -> None:
        """Put all choices into a menu, as submenus and entries."""
        for id in ("callouts", "labels", "layers"):
            menu.insertMenu(before, self._submenu(id, menu))
        for check in _CHECKS:
            menu.insertAction(before, self.actions[f"check.{check}"])
        menu.insertMenu(before, self._submenu("motion", menu))
        menu.insertSeparator(before)
        self.say()

    def moves(self) -> bool:
        """Return whether changes of a diagram may move."""
        if self._calm is None:
            from portplanner.window.animation import Calm

            self._calm = Calm(self)
        return not self._calm.wanted(self._settings.motion)

    def _submenu(self, id: str, parent: QMenu) -> QMenu:
        menu = QMenu(parent)
        menu.addActions([action for name, action in self.actions.items() if name.startswith(f"{id}.")])
        self._menus.setdefault(id, []).append(menu)
        return menu

    def _fill_popup(self) -> None:
        for id in ("callouts", "labels", "layers"):
            heading = self.popup.addAction("")
            heading.setEnabled(False)
            self._headings[id] = heading
            self.popup.addActions([a for name, a in self.actions.items() if name.startswith(f"{id}.")])
            self.popup.addSeparator()
        self.popup.addActions([self.actions[f"check.{check}"] for check in _CHECKS])

    def _add(self, id: str) -> QAction:
        action = self.actions[id] = QAction(self)
        action.setCheckable(True)
        return action

    def _group(self, id: str, values: Sequence[str], key: int, slot: Callable[[QAction], None]) -> None:
        group = QActionGroup(self)
        for number, value in enumerate(values, key):
            action = self._add(f"{id}.{value}")
            action.setData(value)
            if key:
                action.setShortcut(QKeySequence(f"Alt+{number}"))
            group.addAction(action)
        group.triggered.connect(slot)

    # What it shows

    def _show(self) -> None:
        text, view = self._editor.text, self._editor.view
        if self._said is not text:
            self._said = text
            self.say()
        self.actions[f"callouts.{view.callouts}"].setChecked(True)
        self.actions[f"labels.{view.labels}"].setChecked(True)
        self.actions[f"motion.{self._settings.motion}"].setChecked(True)
        checked = {f"layers.{layer}": layer in view.layers for layer in LAYERS}
        checked |= {"check.legend": view.legend, "check.unfold": view.unfolded >= SERVER_IDS}
        for id, on in checked.items():
            self.actions[id].setChecked(on)

    def say(self) -> None:
        """Name everything in the editor's language."""
        text = self._editor.text
        for id, action in self.actions.items():
            action.setText(text(f"look.{id}"))
        for id, menus in self._menus.items():
            for menu in menus:
                menu.setTitle(text(f"look.menu.{id}"))
        for id, heading in self._headings.items():
            heading.setText(text(f"look.heading.{id}"))

    # What was chosen

    def _on_callouts_chosen(self, action: QAction) -> None:
        self._look(callouts=action.data())

    def _on_labels_chosen(self, action: QAction) -> None:
        self._look(labels=action.data())

    def _on_layers_chosen(self) -> None:
        self._look(layers=frozenset(one for one in LAYERS if self.actions[f"layers.{one}"].isChecked()))

    def _on_legend_chosen(self, on: bool) -> None:
        self._look(legend=on)

    def _on_unfold_chosen(self, on: bool) -> None:
        self._settings.unfolded = on
        self._look(unfolded=SERVER_IDS if on else frozenset())

    def _on_motion_chosen(self, action: QAction) -> None:
        self._settings.motion = next(motion for motion in MOTIONS if motion == action.data())

    def _look(self, **choice: object) -> None:
        view = replace(self._editor.view, **choice)  # type: ignore[arg-type] # each slot names its field
        self._settings.view = view
        self._editor.look(view)


class Corner(QWidget):
    """The buttons beside the tabs: search, and what the diagrams tell. Narrow, they are only icons."""

    def __init__(self, editor: Editor, theme: Theme, looks: ViewMenu, find: QAction) -> None:
        super().__init__()
        self.setObjectName("corner")
        self._editor = editor
        self._theme = theme
        self.search = QToolButton()
        self.search.clicked.connect(find.trigger)
        self.view = QToolButton()
        self.view.setMenu(looks.popup)
        self.view.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 2)
        row.setSpacing(2)
        for button in (self.search, self.view):
            button.setAutoRaise(True)
            button.setIconSize(QSize(18, 18))
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            row.addWidget(button)
        self._keys = find.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        editor.changed.connect(self._show)
        theme.changed.connect(self._paint)
        self._show()
        self._paint()

    def narrow(self, on: bool) -> None:
        """Show the icons alone, or the name beside the one that opens a menu."""
        style = Qt.ToolButtonStyle
        self.view.setToolButtonStyle(style.ToolButtonIconOnly if on else style.ToolButtonTextBesideIcon)

    def _show(self) -> None:
        text = self._editor.text
        self.view.setText(text("look.button"))
        self.view.setToolTip(text("look.tip-button"))
        self.view.setAccessibleName(text("look.tip-button"))
        name = text("look.tip-find")
        self.search.setToolTip(text("window.tip", name=name, keys=self._keys))
        self.search.setAccessibleName(name)

    def _paint(self) -> None:
        colours = self._theme.colours
        self.search.setIcon(icon("find", colours.ink, colours.faint))
        self.view.setIcon(icon("view", colours.ink, colours.faint))
