"""The window: options on the left, diagrams in the middle, the checklist below, details on the right."""

# ruff: noqa: D102 -- what an overridden method promises stands at its base

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QMainWindow,
    QMenu,
    QSizePolicy,
    QSplitter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from portplanner.text import LANGUAGES, visible
from portplanner.window.actions import Actions
from portplanner.window.ask import Ask
from portplanner.window.details import Details
from portplanner.window.diagrams import Diagrams
from portplanner.window.documents import Documents
from portplanner.window.editor import DIAGRAMS, Editor
from portplanner.window.exporter import Exporter, Progress
from portplanner.window.fonts import SMALL
from portplanner.window.icons import icon
from portplanner.window.keeping import Keeping
from portplanner.window.labels import label
from portplanner.window.leaving import FILLED, Leaving
from portplanner.window.options_panel import OptionsPanel
from portplanner.window.settings import Settings
from portplanner.window.status import Records
from portplanner.window.table import ChecklistTable
from portplanner.window.theme import CHOICES, Theme
from portplanner.window.view_menu import Corner, ViewMenu

if TYPE_CHECKING:
    from portplanner.window.changes import ChangesWindow
    from portplanner.window.finder import Finder
    from portplanner.window.servers_draft import Draft

_SIZE = (1440, 900)
_NARROW = 1200  # in a window narrower than this the details show only when something is selected


class MainWindow(QMainWindow):
    """Puts the widgets together; each of them follows the editor by itself."""

    def __init__(self, editor: Editor, settings: Settings, theme: Theme, unsaved: Path | None = None) -> None:
        """``unsaved`` is the folder for copies of unsaved work, None where there is none."""
        super().__init__()
        self.editor = editor
        self._settings = settings
        self._theme = theme
        self.ask = Ask(self)
        self.documents = Documents(editor, settings, self.ask)
        self.keeping = Keeping(self, unsaved)
        self.exporter = Exporter(editor, self.ask)
        self.actions_ = Actions(self)
        self.looks = ViewMenu(editor, settings, self)
        self.options = OptionsPanel(editor)
        self.diagrams = Diagrams(editor, theme)
        self.records = Records(editor)
        self.checklist = ChecklistTable(editor, self.records, theme)
        self.details = Details(editor, self.records)
        self.leaving = Leaving(editor, self.records, self.exporter, self)
        self.finder: Finder | None = None
        self.changes: ChangesWindow | None = None
        self._arrange()
        self._connect()
        self._show()
        self._paint()
        self.setAcceptDrops(True)
        self.setMinimumSize(880, 560)
        self.resize(*_SIZE)
        self._restore()

    # How it is put together

    def _arrange(self) -> None:
        self._middle = QSplitter(Qt.Orientation.Vertical)
        self._middle.addWidget(self.diagrams)
        self._middle.addWidget(self.checklist)
        self._middle.setStretchFactor(0, 1)
        self._middle.setSizes([540, 270])
        self._across = QSplitter(Qt.Orientation.Horizontal)
        self._left, self._right = _panel(self.options), _panel(self.details)
        for widget in (self._left, self._middle, self._right):
            self._across.addWidget(widget)
        self._across.setStretchFactor(1, 1)
        self._across.setSizes([272, 896, 256])
        self._left.setMinimumWidth(232)
        self._right.setMinimumWidth(200)
        for splitter in (self._middle, self._across):
            splitter.setChildrenCollapsible(False)
            splitter.setHandleWidth(8)
        centre = QWidget()
        layout = QVBoxLayout(centre)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.addWidget(self.keeping.bar)
        layout.addWidget(self._across, 1)
        self.setCentralWidget(centre)
        self.looks.into(self.actions_.menu("view"), self.actions_.by_id["next-diagram"])
        self.diagrams.move_when(self.looks.moves)
        self.diagrams.set_corner(Corner(self.editor, self._theme, self.looks, self.actions_.by_id["find"]))
        self._zoom = QToolButton()
        self._zoom.setMinimumWidth(56)
        self._zoom.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        bar = self.actions_.toolbar
        bar.insertWidget(self.actions_.by_id["zoom-in"], self._zoom)
        gap = QWidget()
        gap.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        bar.addWidget(gap)
        self._languages = QToolButton()
        self._languages.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._languages.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._languages.setMenu(self.actions_.submenus["language"])
        self._languages.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        bar.addWidget(self._languages)
        self._state = label("soft", SMALL, wraps=False)
        self._missing = label("soft", SMALL, wraps=False)
        self.progress = Progress(self.exporter)
        self.statusBar().addPermanentWidget(self.progress)
        self.statusBar().addPermanentWidget(self._missing)
        self.statusBar().addPermanentWidget(self._state)
        self.statusBar().setSizeGripEnabled(False)
        self.statusBar().setContentsMargins(8, 0, 12, 0)

    def _connect(self) -> None:
        documents, editor, actions = self.documents, self.editor, self.actions_
        for id, slot in (
            ("new", documents.new), ("open", documents.open), ("save", documents.save),
            ("save-as", documents.save_as), ("unsaved", self.keeping.show_left_behind), ("quit", self.close),
            ("undo", editor.undo), ("redo", editor.redo),
            ("export", self.leaving.export), ("print", self.leaving.print), ("preview", self.leaving.preview),
            ("import-status", self.leaving.import_status),
            ("servers", self._edit_servers), ("find", self._find), ("about", self._about),
            ("zoom-in", lambda: self.diagrams.canvas.zoom_in()),
            ("zoom-out", lambda: self.diagrams.canvas.zoom_out()),
            ("zoom-actual", lambda: self.diagrams.canvas.actual_size()),
            ("zoom-fit", lambda: self.diagrams.canvas.fit()),
            ("next-diagram", self._next_diagram), ("walkthrough", self._walk_through),
            ("copy-diagram", self._copy_diagram), ("changes", self._show_changes),
        ):  # fmt: skip
            actions.on(id, slot)
        for id in self._parts():
            action = actions.by_id[id]
            action.setChecked(True)
            action.toggled.connect(self._show_parts)
        actions.by_id["only-diagram"].toggled.connect(self._on_only_diagram)
        self._zoom.clicked.connect(lambda: self.diagrams.canvas.actual_size())
        self._language_actions = actions.group("language", LANGUAGES, self._speak)
        self._theme_actions = actions.group("theme", CHOICES, self._wear)
        actions.submenus["examples"].aboutToShow.connect(self._list_examples)
        actions.submenus["recent"].aboutToShow.connect(self._list_recent)
        documents.said.connect(self._say_shortly)
        self.diagrams.details_wanted.connect(self._show_details)
        self.diagrams.zoomed.connect(self._show_zoom)
        self.checklist.edit_wanted.connect(self._edit_status)
        self.checklist.gone_wanted.connect(self.show_gone)
        self._theme.changed.connect(self._paint)
        editor.changed.connect(self._show)
        editor.selected.connect(self._show_parts)

    def _parts(self) -> dict[str, QWidget]:
        return {"show-options": self._left, "show-checklist": self.checklist, "show-details": self._right}

    # What it shows

    def _show(self) -> None:
        text, editor = self.editor.text, self.editor
        self.actions_.say(text)
        self.actions_.toolbar.setWindowTitle(text("window.panel.toolbar"))
        name = self.documents.name.replace("[*]", "[*][*]")  # doubled, Qt shows it as it is
        self.setWindowTitle(text("window.title", name=f"{name}[*]"))
        self.setWindowModified(editor.dirty)
        self.actions_.by_id["undo"].setEnabled(editor.can_undo)
        self.actions_.by_id["redo"].setEnabled(editor.can_redo)
        for language, action in self._language_actions.items():
            action.setText(text(f"window.language.{language}"))
            action.setChecked(language == text.language)
        self._languages.setText(text(f"window.language.{text.language}"))
        self._languages.setToolTip(text("window.tip-language"))
        self._languages.setAccessibleName(text("window.tip-language"))
        for choice, action in self._theme_actions.items():
            action.setText(text(f"window.theme.{choice}"))
            action.setChecked(choice == self._theme.choice)
        self._zoom.setToolTip(text("window.tip-zoom"))
        self._zoom.setAccessibleName(text("window.tip-zoom"))
        missing = editor.checklist.placeholders
        self._missing.setText(text("window.status.missing", count=len(missing)) if missing else "")
        self._missing.setToolTip(_tip(missing))
        self._state.setText(text("window.status.edition", edition=editor.checklist.edition))
        if self._said is not text:
            self._said = text
            self.statusBar().clearMessage()
        self.exporter.say()

    _said: object = None
    _narrow = False

    def _show_parts(self) -> None:
        for id, part in self._parts().items():
            wanted = self.actions_.by_id[id].isChecked()
            if part is self._right and self._narrow:
                wanted = wanted and bool(self.editor.selection)
            part.setVisible(wanted)

    def _show_zoom(self) -> None:
        self._zoom.setText(f"{self.diagrams.canvas.scale:.0%}")

    def _paint(self) -> None:
        colours = self._theme.colours
        self.actions_.paint(colours)
        self._languages.setIcon(icon("language", colours.ink, colours.faint))

    def _say_shortly(self, words: str) -> None:
        self.statusBar().showMessage(words, 8000)

    # What its own commands do

    def _speak(self, language: str) -> None:
        known = next(one for one in LANGUAGES if one == language)
        self._settings.language = known
        self.editor.speak(known)

    def _wear(self, choice: str) -> None:
        known = next(one for one in CHOICES if one == choice)
        self._settings.theme = known
        self._theme.choose(known)

    def _next_diagram(self) -> None:
        known = [diagram for diagram in DIAGRAMS if self.editor.knows(diagram)]
        here = known.index(self.diagrams.page.diagram)
        self.diagrams.look_at(known[(here + 1) % len(known)])

    def _on_only_diagram(self, on: bool) -> None:
        """Give the diagram the whole screen, for a room; and give back what it took."""
        for id in self._parts():
            self.actions_.by_id[id].setChecked(not on)
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def _walk_through(self) -> None:
        from portplanner.window.walkthrough import walk_through

        walk_through(self.editor, self._theme, self.exporter, self.diagrams.page.diagram, self)

    def _find(self) -> None:
        if self.finder is None:
            from portplanner.window.finder import Finder

            self.finder = Finder(self.editor, self.diagrams)
        self.finder.open()

    def _show_details(self) -> None:
        self.actions_.by_id["show-details"].setChecked(True)

    def _edit_status(self) -> None:
        self._show_details()
        self.details.edit_status()

    def _edit_servers(self) -> None:
        from portplanner.window.servers_dialog import ServersDialog

        dialog = ServersDialog(self.editor, self._theme, self)
        dialog.draft.changed.connect(lambda: self._keep_draft(dialog.draft))
        dialog.exec()
        self.keeping.recovery.draft(None)
        dialog.deleteLater()

    def _keep_draft(self, draft: Draft) -> None:
        if draft.usable:
            self.keeping.recovery.draft(draft.plan)

    def _show_changes(self) -> None:
        self._changes_window().open_up()

    def show_changes_against(self, path: Path) -> None:
        """Show what changes from the plan in this file to the open one."""
        changes = self._changes_window()
        changes.compare_with(path)
        changes.open_up()

    def _changes_window(self) -> ChangesWindow:
        if self.changes is None:
            from portplanner.window.changes import ChangesWindow

            self.changes = ChangesWindow(self.editor, self._theme, self.ask, self)
        return self.changes

    def _copy_diagram(self) -> None:
        from portplanner.window.copying import copy_diagram

        copy_diagram(self.editor, self.diagrams.page.diagram, self.statusBar())

    def show_gone(self) -> None:
        """Show the records whose row is no longer there."""
        from portplanner.window.gone_dialog import GoneDialog

        dialog = GoneDialog(self.editor, self.records, self)
        dialog.exec()
        dialog.deleteLater()

    def show_progress(self, progress: QWidget) -> None:
        """Show how other work stands beside how an export does."""
        self.statusBar().insertPermanentWidget(0, progress)

    def _about(self) -> None:
        from portplanner.window.about import AboutDialog

        dialog = AboutDialog(self.editor, self)
        dialog.exec()
        dialog.deleteLater()

    def _list_examples(self) -> None:
        menu = self.actions_.submenus["examples"]
        menu.clear()
        from portplanner.plan.new import examples

        for name in examples():
            menu.addAction(name).triggered.connect(partial(self._on_example_chosen, name))
        _none_if_empty(menu, self.editor.text("window.none"))

    def _on_example_chosen(self, name: str, checked: bool = False) -> None:
        self.documents.new_from(name)

    def _list_recent(self) -> None:
        menu = self.actions_.submenus["recent"]
        menu.clear()
        for number, path in enumerate(self._settings.recent, 1):
            name = visible(str(path)).replace("&", "&&")
            menu.addAction(f"&{number % 10}  {name}").triggered.connect(partial(self._on_recent_chosen, path))
        _none_if_empty(menu, self.editor.text("window.none"))

    def _on_recent_chosen(self, path: Path, checked: bool = False) -> None:
        self.documents.open_file(path)

    # Qt's events

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.documents.may_leave():
            event.ignore()
            return
        self._settings.keep_state("geometry", self.saveGeometry())
        self._settings.keep_state("across", self._across.saveState())
        self._settings.keep_state("middle", self._middle.saveState())
        self.exporter.cancel()
        self.leaving.cancel()
        self.keeping.close()
        event.accept()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self.keeping.outside.look_soon()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = event.size().width() < _NARROW
        if narrow != self._narrow:
            self._narrow = narrow
            self._show_parts()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _dropped(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        path = _dropped(event)
        if path is not None:
            event.acceptProposedAction()
            if path.suffix.lower() in FILLED:
                self.leaving.bring_back(path)
            else:
                self.documents.open_file(path)

    def _restore(self) -> None:
        if geometry := self._settings.state("geometry"):
            self.restoreGeometry(geometry)
        if across := self._settings.state("across"):
            self._across.restoreState(across)
        if middle := self._settings.state("middle"):
            self._middle.restoreState(middle)


def _panel(inner: QWidget) -> QFrame:
    panel = QFrame()
    panel.setObjectName("panel")
    layout = QVBoxLayout(panel)
    layout.setContentsMargins(1, 4, 1, 4)
    layout.addWidget(inner)
    return panel


def _none_if_empty(menu: QMenu, none: str) -> None:
    if menu.isEmpty():
        menu.addAction(none).setEnabled(False)


def _tip(names: tuple[str, ...]) -> str:
    from html import escape

    return "<br>".join(escape(name) for name in names)


def _dropped(event: QDropEvent) -> Path | None:
    urls = [url for url in event.mimeData().urls() if url.isLocalFile()]
    return Path(urls[0].toLocalFile()) if len(urls) == 1 else None
