"""The window: options on the left, diagrams in the middle, the checklist below, details on the right."""

# ruff: noqa: D102 -- what an overridden method promises stands at its base

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QMenu,
    QWidget,
)

from portplanner.text import LANGUAGES, visible
from portplanner.window.frame import Frame
from portplanner.window.settings import Settings
from portplanner.window.theme import CHOICES, Theme

# All that the window is filled with is loaded when it has been seen: see ``fill``.
if TYPE_CHECKING:
    from PySide6.QtWidgets import QLabel, QMenu

    from portplanner.window.ask import Ask
    from portplanner.window.changes import ChangesWindow
    from portplanner.window.details import Details
    from portplanner.window.diagrams import Diagrams
    from portplanner.window.documents import Documents
    from portplanner.window.editor import Editor
    from portplanner.window.exporter import Exporter, Progress
    from portplanner.window.finder import Finder
    from portplanner.window.keeping import Keeping
    from portplanner.window.leaving import Leaving
    from portplanner.window.options_panel import OptionsPanel
    from portplanner.window.servers_draft import Draft
    from portplanner.window.status import Records
    from portplanner.window.table import ChecklistTable
    from portplanner.window.view_menu import ViewMenu


class MainWindow(Frame):
    """Puts the widgets together; each of them follows the editor by itself."""

    editor: Editor
    ask: Ask
    documents: Documents
    keeping: Keeping
    exporter: Exporter
    looks: ViewMenu
    options: OptionsPanel
    diagrams: Diagrams
    records: Records
    checklist: ChecklistTable
    details: Details
    leaving: Leaving
    progress: Progress
    _state: QLabel
    _missing: QLabel

    def __init__(self, settings: Settings, theme: Theme) -> None:
        super().__init__(settings, theme)
        self.filled = False
        self.finder: Finder | None = None
        self.changes: ChangesWindow | None = None
        self._said: object = None

    def fill(self, editor: Editor, unsaved: Path | None = None) -> None:
        """Show this editor's plan; ``unsaved`` is the folder for copies of unsaved work, if there is one."""
        from portplanner.window.ask import Ask
        from portplanner.window.details import Details
        from portplanner.window.diagrams import Diagrams
        from portplanner.window.documents import Documents
        from portplanner.window.exporter import Exporter
        from portplanner.window.keeping import Keeping
        from portplanner.window.leaving import Leaving
        from portplanner.window.options_panel import OptionsPanel
        from portplanner.window.status import Records
        from portplanner.window.table import ChecklistTable
        from portplanner.window.view_menu import ViewMenu

        self.editor = editor
        self.ask = Ask(self)
        self.documents = Documents(editor, self.settings, self.ask)
        self.keeping = Keeping(self, unsaved)
        self.exporter = Exporter(editor, self.ask)
        self.looks = ViewMenu(editor, self.settings, self)
        self.options = OptionsPanel(editor)
        self.diagrams = Diagrams(editor, self._theme)
        self.records = Records(editor)
        self.checklist = ChecklistTable(editor, self.records, self._theme)
        self.details = Details(editor, self.records)
        self.leaving = Leaving(editor, self.records, self.exporter, self)
        self._arrange()
        self._connect()
        self.filled = True
        self._show()
        self._show_parts()

    # How it is put together

    def _arrange(self) -> None:
        from portplanner.window.exporter import Progress
        from portplanner.window.fonts import SMALL
        from portplanner.window.labels import label
        from portplanner.window.view_menu import Corner

        self.looks.into(self.actions_.menu("view"), self.actions_.by_id["next-diagram"])
        self.diagrams.move_when(self.looks.moves)
        self.diagrams.set_corner(Corner(self.editor, self._theme, self.looks, self.actions_.by_id["find"]))
        self.put_above(self.keeping.bar)
        self.put(self.options, self.diagrams, self.checklist, self.details)
        self._state = label("soft", SMALL, wraps=False)
        self._missing = label("soft", SMALL, wraps=False)
        self.progress = Progress(self.exporter)
        for widget in (self.progress, self._missing, self._state):
            self.statusBar().addPermanentWidget(widget)

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
        self.zoom.clicked.connect(lambda: self.diagrams.canvas.actual_size())
        actions.on_value("language", self._speak)
        actions.on_value("theme", self._wear)
        actions.submenus["examples"].aboutToShow.connect(self._list_examples)
        actions.submenus["recent"].aboutToShow.connect(self._list_recent)
        documents.said.connect(self._say_shortly)
        self.diagrams.details_wanted.connect(self._show_details)
        self.diagrams.zoomed.connect(self._show_zoom)
        self.checklist.edit_wanted.connect(self._edit_status)
        self.checklist.gone_wanted.connect(self.show_gone)
        self._theme.changed.connect(self.paint_icons)
        editor.changed.connect(self._show)
        editor.selected.connect(self._show_parts)

    def _parts(self) -> dict[str, QWidget]:
        return {"show-options": self.left, "show-checklist": self.checklist, "show-details": self.right}

    # What it shows

    def _show(self) -> None:
        text, editor = self.editor.text, self.editor
        self.say(text, self.documents.name)
        self.setWindowModified(editor.dirty)
        self.actions_.by_id["undo"].setEnabled(editor.can_undo)
        self.actions_.by_id["redo"].setEnabled(editor.can_redo)
        missing = editor.checklist.placeholders
        self._missing.setText(text("window.status.missing", count=len(missing)) if missing else "")
        self._missing.setToolTip(_tip(missing))
        self._state.setText(text("window.status.edition", edition=editor.checklist.edition))
        if self._said is not text:
            self._said = text
            self.statusBar().clearMessage()
        self.exporter.say()

    def _show_parts(self) -> None:
        for id, part in self._parts().items():
            wanted = self.actions_.by_id[id].isChecked()
            if part is self.right and self.narrow:
                wanted = wanted and bool(self.editor.selection)
            part.setVisible(wanted)

    def _show_zoom(self) -> None:
        self.zoom.setText(f"{self.diagrams.canvas.scale:.0%}")

    def _say_shortly(self, words: str) -> None:
        self.statusBar().showMessage(words, 8000)

    # What its own commands do

    def _speak(self, language: str) -> None:
        known = next(one for one in LANGUAGES if one == language)
        self.settings.language = known
        self.editor.speak(known)

    def _wear(self, choice: str) -> None:
        known = next(one for one in CHOICES if one == choice)
        self.settings.theme = known
        self._theme.choose(known)

    def _next_diagram(self) -> None:
        from portplanner.window.editor import DIAGRAMS

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
        for number, path in enumerate(self.settings.recent, 1):
            name = visible(str(path)).replace("&", "&&")
            menu.addAction(f"&{number % 10}  {name}").triggered.connect(partial(self._on_recent_chosen, path))
        _none_if_empty(menu, self.editor.text("window.none"))

    def _on_recent_chosen(self, path: Path, checked: bool = False) -> None:
        self.documents.open_file(path)

    # Qt's events

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.filled:  # there is nothing to lose yet
            return
        if not self.documents.may_leave():
            event.ignore()
            return
        self.keep_places()
        self.exporter.cancel()
        self.leaving.cancel()
        self.keeping.close()
        event.accept()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow() and self.filled:
            self.keeping.outside.look_soon()

    def on_width(self) -> None:
        if self.filled:
            self._show_parts()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.filled and _dropped(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        path = _dropped(event)
        if path is not None:
            event.acceptProposedAction()
            from portplanner.window.leaving import FILLED

            if path.suffix.lower() in FILLED:
                self.leaving.bring_back(path)
            else:
                self.documents.open_file(path)


def _none_if_empty(menu: QMenu, none: str) -> None:
    if menu.isEmpty():
        menu.addAction(none).setEnabled(False)


def _tip(names: tuple[str, ...]) -> str:
    from html import escape

    return "<br>".join(escape(name) for name in names)


def _dropped(event: QDropEvent) -> Path | None:
    urls = [url for url in event.mimeData().urls() if url.isLocalFile()]
    return Path(urls[0].toLocalFile()) if len(urls) == 1 else None
