"""The commands of the window: menus and toolbar, each with its shortcut, named in one place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu, QToolBar

from portplanner.text import Text
from portplanner.window.icons import icon
from portplanner.window.theme import Colours

Keys = QKeySequence.StandardKey | str | None


@dataclass(frozen=True, slots=True)
class Command:
    """One entry: its id below ``window.action``, its icon and its keys. "-" is a line."""

    id: str
    icon: str = ""
    keys: Keys = None


LINE = Command("-")
FILE = (
    Command("new", "new", QKeySequence.StandardKey.New),
    Command("examples"),
    Command("open", "open", QKeySequence.StandardKey.Open),
    Command("recent"),
    Command("unsaved"),
    LINE,
    Command("save", "save", QKeySequence.StandardKey.Save),
    Command("save-as", "", "Ctrl+Shift+S"),
    LINE,
    Command("export", "export", "Ctrl+E"),
    Command("preview"),
    Command("print", "print", QKeySequence.StandardKey.Print),
    LINE,
    Command("changes", "", "Ctrl+D"),
    Command("import-status", "", "Ctrl+I"),
    LINE,
    Command("quit", "", "Ctrl+Q"),
)
EDIT = (
    Command("undo", "undo", QKeySequence.StandardKey.Undo),
    Command("redo", "redo", "Ctrl+Shift+Z"),
    LINE,
    Command("copy-diagram", "", "Ctrl+Shift+C"),
    LINE,
    Command("servers", "servers", "Ctrl+Shift+E"),
    LINE,
    Command("find", "", QKeySequence.StandardKey.Find),
)
VIEW = (
    Command("zoom-in", "zoom-in", "Ctrl++"),
    Command("zoom-out", "zoom-out", "Ctrl+-"),
    Command("zoom-actual", "", "Ctrl+1"),
    Command("zoom-fit", "fit", "Ctrl+0"),
    LINE,
    Command("next-diagram", "", "Ctrl+Tab"),
    LINE,
    Command("walkthrough", "", "F5"),
    Command("only-diagram", "", "F11"),
    Command("show-options", "", "F2"),
    Command("show-checklist", "", "F3"),
    Command("show-details", "", "F4"),
    LINE,
    Command("language"),
    Command("theme"),
)
HELP = (Command("about"),)
MENUS: tuple[tuple[str, Sequence[Command]], ...] = (
    ("file", FILE),
    ("edit", EDIT),
    ("view", VIEW),
    ("help", HELP),
)
SUBMENUS = ("examples", "recent", "language", "theme")
CHECKED = ("only-diagram", "show-options", "show-checklist", "show-details")
TOOLBAR = (
    "new", "open", "save", "-", "undo", "redo", "-", "servers", "-", "zoom-out", "zoom-fit", "zoom-in",
    "-", "export", "print",
)  # fmt: skip


class Actions:
    """The window's actions and submenus by id."""

    def __init__(self, window: QMainWindow) -> None:
        self.by_id: dict[str, QAction] = {}
        self.submenus: dict[str, QMenu] = {}
        self._menus: dict[str, QMenu] = {}
        self._icons: dict[str, str] = {}
        self._groups: dict[str, QActionGroup] = {}
        self._window = window
        for menu_id, commands in MENUS:
            menu = window.menuBar().addMenu("")
            self._menus[menu_id] = menu
            for command in commands:
                self._add(menu, command)
        self.toolbar = QToolBar()
        self.toolbar.setObjectName("toolbar")
        self.toolbar.setMovable(False)
        window.addToolBar(self.toolbar)
        for id in TOOLBAR:
            if id == "-":
                self.toolbar.addSeparator()
            else:
                self.toolbar.addAction(self.by_id[id])

    def menu(self, id: str) -> QMenu:
        """Return one of the menus of the menu bar."""
        return self._menus[id]

    def on(self, id: str, slot: Callable[[], object]) -> None:
        """Run this when the action is chosen."""
        self.by_id[id].triggered.connect(lambda: slot())

    def group(self, id: str, values: Sequence[str]) -> dict[str, QAction]:
        """Fill a submenu with values of which one holds."""
        group = QActionGroup(self._window)
        made = {}
        for value in values:
            action = self.submenus[id].addAction(value)
            action.setCheckable(True)
            action.setData(value)
            group.addAction(action)
            made[value] = action
        self._groups[id] = group
        return made

    def on_value(self, id: str, slot: Callable[[str], object]) -> None:
        """Run this with the value that is chosen in the submenu."""
        self._groups[id].triggered.connect(lambda action: slot(action.data()))

    def say(self, text: Text) -> None:
        """Name everything in this language."""
        for id, menu in self._menus.items():
            menu.setTitle(text(f"window.menu.{id}"))
        for id, submenu in self.submenus.items():
            submenu.setTitle(text(f"window.action.{id}"))
        for id, action in self.by_id.items():
            words = text(f"window.action.{id}")
            action.setText(words)
            keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            name = words.replace("&", "").rstrip("…")
            name = name.partition("(")[0].strip() or name
            action.setToolTip(text("window.tip", name=name, keys=keys) if keys else name)

    def paint(self, colours: Colours) -> None:
        """Give the icons these colours."""
        for id, name in self._icons.items():
            self.by_id[id].setIcon(icon(name, colours.ink, colours.faint))

    def _add(self, menu: QMenu, command: Command) -> None:
        if command.id == "-":
            menu.addSeparator()
        elif command.id in SUBMENUS:
            self.submenus[command.id] = menu.addMenu("")
        else:
            action = menu.addAction("")
            if command.keys is not None:
                action.setShortcut(QKeySequence(command.keys))
            if command.icon:
                self._icons[command.id] = command.icon
            action.setIconVisibleInMenu(False)
            action.setCheckable(command.id in CHECKED)
            self.by_id[command.id] = action
