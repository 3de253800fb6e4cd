"""How the window sees to it that no work is lost: copies, what a crash left, and what happens to its file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from portplanner.errors import UserError
from portplanner.window.documents import Documents, reasons
from portplanner.window.editor import Editor
from portplanner.window.notice_bar import NoticeBar, Offer
from portplanner.window.outside import Outside
from portplanner.window.recovery import Recovery

if TYPE_CHECKING:
    from portplanner.window.main_window import MainWindow


class Keeping(QObject):
    """Says in the window's notice bar what happened to the plan's file and to the copies of work."""

    def __init__(self, window: MainWindow, folder: Path | None) -> None:
        super().__init__(window)
        self._window = window
        self._editor: Editor = window.editor
        self._documents: Documents = window.documents
        self.bar = NoticeBar()
        self.recovery = Recovery(window.editor, folder, self)
        self.outside = Outside(window.editor, folder, self)
        self._no_copy: UserError | None = None
        self._dismissed = ""
        self.recovery.failed.connect(self._on_copy_failed)
        self.outside.noticed.connect(self._on_noticed)
        self._editor.changed.connect(self._say)

    def offer(self) -> None:
        """Offer what a crash has left, if there is anything."""
        if self.recovery.has_left_behind():
            self.show_left_behind(at_start=True)

    def show_left_behind(self, *, at_start: bool = False) -> None:
        """Show what a crash has left; ``at_start`` only if there is anything."""
        from portplanner.window.recovery_dialog import RecoveryDialog

        copies = list(self.recovery.left_behind())
        if not copies and at_start:
            return
        dialog = RecoveryDialog(self._window, copies)
        try:
            dialog.exec()
        finally:
            for copy in copies:
                if copy is not dialog.chosen:
                    copy.release()
            dialog.deleteLater()
        chosen = dialog.chosen
        if chosen is None or chosen.work is None:
            return
        if self._documents.may_leave():
            self.recovery.adopt(chosen)
            self._documents.recover(chosen.work)
        else:
            chosen.release()

    def close(self) -> None:
        """Let go of the file and the copy: nothing is left that could be lost."""
        self.recovery.close()
        self.outside.close()

    # What the bar says

    def _on_copy_failed(self, error: UserError) -> None:
        self._no_copy = error
        self._say()

    def _on_noticed(self) -> None:
        self._dismissed = ""
        self._say()

    def _say(self) -> None:
        text, state = self._editor.text, self.outside.state
        if state and state != self._dismissed:
            words = text(f"lost.notice.{state}", name=self._documents.name)
            self.bar.say(words, [*self._offers(), self._away(state)])
        elif self._no_copy is not None:
            reason = reasons(self._no_copy, text)[0]
            self.bar.say(text("lost.notice.no-copy", reason=reason), [self._away("")])
        else:
            self.bar.say("")

    def _offers(self) -> list[Offer]:
        text, documents = self._editor.text, self._documents
        offers: dict[str, list[Offer]] = {
            "changed": [
                (text("lost.offer.load"), documents.load_again),
                (text("lost.offer.compare"), self._compare),
            ],
            "gone": [(text("lost.offer.save-again"), documents.save)],
            "read-only": [(text("lost.offer.save-as"), documents.save_as)],
        }
        return offers.get(self.outside.state, [])

    def _away(self, state: str) -> Offer:
        def dismiss() -> None:
            if state:
                self._dismissed = state
            else:
                self._no_copy = None
            self._say()

        return self._editor.text("lost.offer.dismiss"), dismiss

    def _compare(self) -> None:
        if self._editor.path is not None:
            self._window.show_changes_against(self._editor.path)
