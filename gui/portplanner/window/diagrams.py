"""The diagrams, one tab each, with what the plan has to be warned of above them."""

# ruff: noqa: D102 -- what an overridden method promises stands at its base

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QTabWidget, QVBoxLayout, QWidget

from portplanner.catalogue.model import Diagram
from portplanner.diagram.drawing import Element
from portplanner.window.canvas import Canvas
from portplanner.window.dropped import dropped_lines
from portplanner.window.editor import DIAGRAMS, Editor
from portplanner.window.fonts import SMALL
from portplanner.window.labels import label
from portplanner.window.theme import Theme

if TYPE_CHECKING:
    from portplanner.window.hover_card import HoverCard
    from portplanner.window.view_menu import Corner

_NARROW = 720  # below this the tabs need all the room that the corner can spare
_FEW = 2  # warnings that are shown before someone asks for all


class Page(QWidget):
    """One diagram with a banner for the case that the plan does not use it."""

    details_wanted = Signal()

    def __init__(self, editor: Editor, theme: Theme, diagram: Diagram) -> None:
        super().__init__()
        self.diagram: Diagram = diagram
        self._editor = editor
        self._theme = theme
        self.canvas = Canvas()
        self.card: HoverCard | None = None
        self.banner = label("notice", SMALL)
        self._strip = _strip()
        self._strip.layout().addWidget(self.banner)  # type: ignore[union-attr]
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self._strip)
        layout.addWidget(self.canvas, 1)
        self.canvas.describe = self._describe
        self.canvas.picked.connect(editor.select)
        self.canvas.pointed.connect(self._on_pointed)
        self.canvas.opened.connect(self._on_opened)
        self.canvas.asked.connect(self._on_asked)

    def show_diagram(self) -> None:
        """Show the diagram as the plan has it now."""
        text = self._editor.text
        picture = self._editor.picture(self.diagram)
        notes = [picture.drawing.notice] if picture.drawing.notice else []
        if not picture.used:
            id = self.diagram if picture.drawing.shapes else "unknown"
            notes.insert(0, text(f"window.unused.{id}"))
        self.banner.setText("\n".join(notes))
        self._strip.setVisible(bool(notes))
        self.canvas.show_drawing(picture.drawing, self._theme.colours.diagram, picture.used)
        self.show_lit()

    def show_lit(self) -> None:
        """Light what belongs to the selection, or what a search has found."""
        self.canvas.light(self._editor.lit, self._editor.near)

    def _describe(self, element: Element) -> str:
        text = self._editor.text
        if element.number:
            return text("window.table.number", list=text("window.list.flows"), number=element.number)
        if not element.stack:
            return ""
        folds = element.id in self._editor.view.unfolded
        return text("look.card.fold" if folds else "look.card.unfold")

    def _on_pointed(self, id: str) -> None:
        if self.card is not None:
            self.card.hide()
        element = self.canvas.element(id)
        if element is None:
            return
        from portplanner.window.hover_card import HoverCard, card

        editor = self._editor
        checklist = editor.picture(self.diagram).checklist
        unfolded = id in editor.view.unfolded
        words = card(element, checklist, self.diagram, editor.text, unfolded=unfolded)
        if words is None:
            return
        if self.card is None:
            self.card = HoverCard(self.window())
        about = self.canvas.anchor(id)
        self.card.show_card(words, QRect(self.canvas.mapTo(self.window(), about.topLeft()), about.size()))

    def _on_opened(self, id: str) -> None:
        element = self.canvas.element(id)
        if element is not None and element.stack:
            self._editor.turn_stack(id)

    def _on_asked(self, id: str, place: QPoint) -> None:
        from portplanner.window.element_menu import ElementMenu, name_of

        element = self.canvas.element(id)
        checklist = self._editor.picture(self.diagram).checklist
        name = name_of(element, checklist, self.diagram, self._editor.text) if element else ""
        menu = ElementMenu(self.canvas, self._editor, element, name)
        menu.details.connect(self.details_wanted)
        menu.popup(place)


class Notices(QFrame):
    """The warnings of a plan; they stand beside the work and never stop it."""

    def __init__(self, editor: Editor) -> None:
        super().__init__()
        self.setObjectName("notice")
        self._editor = editor
        self._all = False
        self.words = label("notice", SMALL)
        self.more = QPushButton()
        self.more.setFlat(True)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 7, 8, 7)
        layout.addWidget(self.words, 1)
        layout.addWidget(self.more, 0, Qt.AlignmentFlag.AlignTop)
        self.more.clicked.connect(self._on_more_clicked)
        editor.changed.connect(self._show)
        self._show()

    def _lines(self) -> Sequence[str]:
        text = self._editor.text
        warnings = self._editor.checklist.warnings
        # the table tells of records without a row, with a way to them
        said = [text.of(warning.text) for warning in warnings if warning.id != "items-without-row"]
        return [*dropped_lines(self._editor), *said, *self._editor.file_warnings()]

    def _show(self) -> None:
        lines = self._lines()
        self.setVisible(bool(lines))
        shown = lines if self._all else lines[:_FEW]
        self.words.setText("\n".join(shown))
        text = self._editor.text
        self.more.setVisible(len(lines) > _FEW)
        fewer = text("window.notices.fewer")
        self.more.setText(fewer if self._all else text("window.notices.all", count=len(lines)))

    def _on_more_clicked(self) -> None:
        self._all = not self._all
        self._show()


class Diagrams(QWidget):
    """The tabs. A diagram is drawn when its tab is looked at."""

    zoomed = Signal()
    details_wanted = Signal()

    def __init__(self, editor: Editor, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._editor = editor
        self._said: object = None
        self._corner: Corner | None = None
        self.notices = Notices(editor)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.setUsesScrollButtons(False)
        self.tabs.setElideMode(Qt.TextElideMode.ElideRight)
        self.pages: dict[Diagram, Page] = {}
        self._used: dict[Diagram, bool] = {}
        for diagram in DIAGRAMS:
            page = Page(editor, theme, diagram)
            page.canvas.zoomed.connect(self.zoomed)
            page.details_wanted.connect(self.details_wanted)
            self.pages[diagram] = page
            self.tabs.addTab(page, "")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.notices)
        layout.addWidget(self.tabs, 1)
        self.tabs.currentChanged.connect(self._show_page)
        editor.changed.connect(self._show)
        editor.selected.connect(self.show_selection)
        theme.changed.connect(self._show_page)
        self._show()

    @property
    def page(self) -> Page:
        """The page that is looked at."""
        return self.pages[DIAGRAMS[self.tabs.currentIndex()]]

    @property
    def canvas(self) -> Canvas:
        """The canvas that is looked at."""
        return self.page.canvas

    def look_at(self, diagram: Diagram) -> None:
        """Turn to this diagram's tab."""
        self.tabs.setCurrentIndex(DIAGRAMS.index(diagram))

    def move_when(self, moves: Callable[[], bool]) -> None:
        """Let changes of the diagrams move whenever this says so."""
        for page in self.pages.values():
            page.canvas.moves = moves

    def set_corner(self, corner: Corner) -> None:
        """Show these buttons beside the tabs."""
        self._corner = corner
        self.tabs.setCornerWidget(corner)
        corner.narrow(self.width() < _NARROW)

    def resizeEvent(self, event: QResizeEvent) -> None:
        if self._corner is not None:
            self._corner.narrow(event.size().width() < _NARROW)
        super().resizeEvent(event)

    def _show(self) -> None:
        text = self._editor.text
        self.tabs.setAccessibleName(text("window.panel.diagrams"))
        used = {diagram: diagram in self._editor.checklist.diagrams for diagram in DIAGRAMS}
        if used != self._used or self._said is not text:
            self._said = text
            for index, diagram in enumerate(DIAGRAMS):
                name = text(f"terms.diagram.{diagram}")
                words = name if used[diagram] else text("window.tab.unused", diagram=name)
                short = text(f"window.tab.{diagram}")
                short = short if used[diagram] else text("window.tab.unused-short", diagram=short)
                self.tabs.setTabText(index, short)
                self.tabs.setTabToolTip(index, words)
        for index, diagram in enumerate(DIAGRAMS):
            self.tabs.setTabVisible(index, self._editor.knows(diagram))
        self._follow(used)
        self._used = used
        self._show_page()

    def _follow(self, used: dict[Diagram, bool]) -> None:
        """When the diagram in sight goes out of use, turn to the one that came into use."""
        here = self.page.diagram
        if self._used.get(here, True) and not used[here]:
            came = [diagram for diagram in DIAGRAMS if used[diagram] and not self._used.get(diagram, False)]
            if came:
                here_now = self.canvas.seen() if self.canvas.isVisible() and self.canvas.moves() else None
                self.pages[came[0]].canvas.start_from(here_now)
                self.look_at(came[0])

    def _show_page(self) -> None:
        self.page.show_diagram()
        self.zoomed.emit()

    def show_selection(self) -> None:
        """Light what is selected, in the diagram that has it; what a search finds turns no page."""
        if self._editor.hits:
            self.page.show_lit()
            return
        layers = self._editor.view.layers
        shown = [flow for flow in self._editor.checklist.flows if flow.drawn or flow.layer in layers]
        flows = {flow.id: flow.diagram for flow in shown}
        homes = [flows[id] for id in sorted(self._editor.lit) if id in flows]
        if homes and self.page.diagram not in homes and homes[0] in self.pages:
            self.look_at(homes[0])
        self.page.show_lit()


def _strip() -> QFrame:
    strip = QFrame()
    strip.setObjectName("notice")
    layout = QVBoxLayout(strip)
    layout.setContentsMargins(12, 6, 12, 6)
    return strip
