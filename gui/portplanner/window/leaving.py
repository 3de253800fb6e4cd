"""Where a plan leaves the window, and what comes back: export, print, preview and import of a status.

All of it is made when it is first asked for; the start of the window pays for none.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog, QWidget

from portplanner.plan.model import Plan
from portplanner.window.editor import Editor
from portplanner.window.exporter import Exporter, Progress
from portplanner.window.status import Records

if TYPE_CHECKING:
    from portplanner.window.guard import Finding, GuardDialog
    from portplanner.window.guard import Leaving as Way
    from portplanner.window.import_status import StatusImport
    from portplanner.window.main_window import MainWindow
    from portplanner.window.printing import Printing

FILLED = (".pdf", ".xlsx", ".xlsm")  # files that can bring a status back


class Leaving(QObject):
    """Lets the open plan leave, after what is worth knowing was said once."""

    def __init__(self, editor: Editor, records: Records, exporter: Exporter, window: MainWindow) -> None:
        super().__init__(window)
        self._editor = editor
        self._records = records
        self._exporter = exporter
        self._window = window
        self._printing: Printing | None = None
        self._importing: StatusImport | None = None
        self.dialog: GuardDialog | None = None
        self.quiet = False  # nothing is said any more about this plan
        self._seen: Plan = editor.plan
        editor.changed.connect(self._on_changed)

    def export(self) -> None:
        """Export, if nobody goes back to the plan first."""
        self._guard("export", self._exporter.choose)

    def print(self) -> None:
        """Print, if nobody goes back to the plan first."""
        self._guard("print", lambda: self.printing.print_with_dialog())

    def preview(self) -> None:
        """Show the pages as they will be printed."""
        shown = self.printing.preview(self._window._theme)
        shown.print_wanted.connect(
            lambda sheets: self._guard("print", partial(self.printing.ask_and_print, sheets), above=shown)
        )

    def import_status(self) -> None:
        """Ask for a filled-in file and bring it back."""
        self.importing.choose()

    def bring_back(self, path: Path) -> None:
        """Bring this filled-in file back."""
        self.importing.bring_back(path)

    def cancel(self) -> None:
        """Stop everything that is under way."""
        for work in (self._printing, self._importing):
            if work is not None:
                work.cancel()

    @property
    def printing(self) -> Printing:
        """What lays pages out and prints them."""
        if self._printing is None:
            from portplanner.window.printing import Printing

            self._printing = Printing(self._editor, self._window)
            self._window.show_progress(Progress(self._printing))
        return self._printing

    @property
    def importing(self) -> StatusImport:
        """What reads filled-in files."""
        if self._importing is None:
            from portplanner.window.import_status import StatusImport

            self._importing = StatusImport(self._editor, self._window.ask, self._window)
            self._window.show_progress(Progress(self._importing))
        return self._importing

    # Before it leaves

    def _guard(self, way: Way, go: Callable[[], None], above: QDialog | None = None) -> None:
        """Say what is open, ``above`` a dialog that leads there or above the window; then ``go``."""
        from portplanner.window.guard import GuardDialog, findings

        found = [] if self.quiet else findings(self._editor, self._records)
        if not found:
            go()
            return
        dialog = self.dialog = GuardDialog(found, way, self._editor, above or self._window)
        if above is not None:
            dialog.went.connect(above.reject)
        dialog.went.connect(self._go_to)

        def on_finished(result: int) -> None:
            self.quiet = dialog.quiet.isChecked()
            self.dialog = None
            dialog.deleteLater()
            if result == GuardDialog.DialogCode.Accepted:
                go()

        dialog.finished.connect(on_finished)
        dialog.open()

    def _on_changed(self) -> None:
        editor, seen = self._editor, self._seen
        self._seen = editor.plan
        if editor.plan is not seen and not editor.can_undo and not editor.can_redo:
            self.quiet = False  # another plan was opened

    def _go_to(self, one: Finding) -> None:
        window = self._window
        if one.place == "servers":
            window.actions_.by_id["servers"].trigger()
        elif one.place == "gone":
            window.show_gone()
        elif one.place == "row":
            window.actions_.by_id["show-checklist"].setChecked(True)
            window.checklist.reveal(one.target)
        elif one.place == "option":
            window.actions_.by_id["show-options"].setChecked(True)
            _focus(window.options.reveal(one.target))


def _focus(control: QWidget | None) -> None:
    if control is not None:
        control.setFocus()
