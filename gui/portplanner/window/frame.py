"""What the window shows first: menus, toolbar and empty panels, for which little has to be loaded.

A start paints this and fills it then; people see at once that the program is coming.
"""

# ruff: noqa: D102 -- what an overridden method promises stands at its base

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QMainWindow, QSizePolicy, QSplitter, QToolButton, QVBoxLayout, QWidget

from portplanner.text import LANGUAGES, Text
from portplanner.window.actions import Actions
from portplanner.window.icons import icon
from portplanner.window.settings import Settings
from portplanner.window.theme import CHOICES, Theme

_SIZE = (1440, 900)
_NARROW = 1200  # in a window narrower than this the details show only when something is selected


class Frame(QMainWindow):
    """The panels and how they share the room; what stands in them comes later."""

    def __init__(self, settings: Settings, theme: Theme) -> None:
        super().__init__()
        self.settings = settings
        self._theme = theme
        self.actions_ = Actions(self)
        self.left, self.right = _panel(), _panel()
        self._middle = QSplitter(Qt.Orientation.Vertical)
        self._across = QSplitter(Qt.Orientation.Horizontal)
        self.centre = QWidget()
        self.zoom, self.languages = QToolButton(), QToolButton()
        self.narrow = False
        self._arrange_panels()
        self._arrange_bars()
        self.language_actions = self.actions_.group("language", LANGUAGES)
        self.theme_actions = self.actions_.group("theme", CHOICES)
        self.setAcceptDrops(True)
        self.setMinimumSize(880, 560)
        self.resize(*_SIZE)
        self._restore()
        self.paint_icons()

    def _arrange_panels(self) -> None:
        for _ in range(2):
            self._middle.addWidget(_panel())
        self._middle.setStretchFactor(0, 1)
        self._middle.setSizes([540, 270])
        for widget in (self.left, self._middle, self.right):
            self._across.addWidget(widget)
        self._across.setStretchFactor(1, 1)
        self._across.setSizes([272, 896, 256])
        self.left.setMinimumWidth(232)
        self.right.setMinimumWidth(200)
        for splitter in (self._middle, self._across):
            splitter.setChildrenCollapsible(False)
            splitter.setHandleWidth(8)
        layout = QVBoxLayout(self.centre)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.addWidget(self._across, 1)
        self.setCentralWidget(self.centre)

    def _arrange_bars(self) -> None:
        bar = self.actions_.toolbar
        self.zoom.setMinimumWidth(56)
        self.zoom.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        bar.insertWidget(self.actions_.by_id["zoom-in"], self.zoom)
        gap = QWidget()
        gap.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        bar.addWidget(gap)
        self.languages.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.languages.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.languages.setMenu(self.actions_.submenus["language"])
        self.languages.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        bar.addWidget(self.languages)
        self.statusBar().setSizeGripEnabled(False)
        self.statusBar().setContentsMargins(8, 0, 12, 0)

    def put_above(self, bar: QWidget) -> None:
        """Put a bar above all panels."""
        layout = self.centre.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.insertWidget(0, bar)

    def put(self, left: QWidget, above: QWidget, below: QWidget, right: QWidget) -> None:
        """Fill the panels, at the sides and in the middle."""
        places = self._middle.saveState()
        for panel, inner in ((self.left, left), (self.right, right)):
            layout = panel.layout()
            assert layout is not None
            layout.addWidget(inner)
        for place, widget in enumerate((above, below)):
            if (empty := self._middle.replaceWidget(place, widget)) is not None:
                empty.deleteLater()
            widget.show()
        self._middle.setStretchFactor(0, 1)
        self._middle.restoreState(places)

    def say(self, text: Text, name: str) -> None:
        """Name everything in this language; ``name`` is what the open plan is called."""
        self.actions_.say(text)
        self.actions_.toolbar.setWindowTitle(text("window.panel.toolbar"))
        name = name.replace("[*]", "[*][*]")  # doubled, Qt shows it as it is
        self.setWindowTitle(text("window.title", name=f"{name}[*]"))
        for language, action in self.language_actions.items():
            action.setText(text(f"window.language.{language}"))
            action.setChecked(language == text.language)
        self.languages.setText(text(f"window.language.{text.language}"))
        self.languages.setToolTip(text("window.tip-language"))
        self.languages.setAccessibleName(text("window.tip-language"))
        for choice, action in self.theme_actions.items():
            action.setText(text(f"window.theme.{choice}"))
            action.setChecked(choice == self._theme.choice)
        self.zoom.setToolTip(text("window.tip-zoom"))
        self.zoom.setAccessibleName(text("window.tip-zoom"))

    def paint_icons(self) -> None:
        """Give the icons the theme's colours."""
        colours = self._theme.colours
        self.actions_.paint(colours)
        self.languages.setIcon(icon("language", colours.ink, colours.faint))

    def on_width(self) -> None:
        """Arrange what depends on whether the window is narrow."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = event.size().width() < _NARROW
        if narrow != self.narrow:
            self.narrow = narrow
            self.on_width()

    def keep_places(self) -> None:
        """Remember for the next start where everything stands."""
        self.settings.keep_state("geometry", self.saveGeometry())
        self.settings.keep_state("across", self._across.saveState())
        self.settings.keep_state("middle", self._middle.saveState())

    def _restore(self) -> None:
        if geometry := self.settings.state("geometry"):
            self.restoreGeometry(geometry)
        if across := self.settings.state("across"):
            self._across.restoreState(across)
        if middle := self.settings.state("middle"):
            self._middle.restoreState(middle)


def _panel() -> QFrame:
    panel = QFrame()
    panel.setObjectName("panel")
    layout = QVBoxLayout(panel)
    layout.setContentsMargins(1, 4, 1, 4)
    return panel
