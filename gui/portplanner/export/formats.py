"""Which file formats there are, and how a plan's checklist becomes the bytes of each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from portplanner.catalogue.model import Diagram
from portplanner.checklist.model import Checklist
from portplanner.diagram.drawing import Drawing
from portplanner.diagram.view import PLAIN, View
from portplanner.export.words import languages, texts
from portplanner.plan.model import Plan
from portplanner.text import Text

if TYPE_CHECKING:
    from portplanner.diagram.page import PaperSize

FORMATS = ("pdf", "json", "csv", "xlsx", "md", "html", "svg", "png", "dot", "drawio", "ps1")
PICTURES = ("svg", "png", "dot", "drawio")
DRAWN = (*PICTURES, "pdf", "html")  # what shows diagrams
PAGED = ("svg", "png", "drawio")  # what can be put on pages, and written as a file for each

Painter = Callable[[Drawing], bytes]


@dataclass(frozen=True, slots=True)
class Look:
    """How diagrams look in a file: what they tell, on which paper, and in which colours.

    ``paper`` is None for a picture as large as its drawing. ``unfold`` lists every server of every
    stack, besides those that ``view`` unfolds. ``dark`` holds for SVG; a PNG's painter has its own.
    """

    view: View = PLAIN
    paper: PaperSize | None = None
    unfold: bool = False
    dark: bool = False


PLAIN_LOOK = Look()


def export(
    checklist: Checklist,
    plan: Plan,
    format: str,
    png: Painter,
    look: Look = PLAIN_LOOK,
) -> bytes:
    """Return one file of this format with all the diagrams that the plan uses."""
    return Exports(checklist, plan, checklist.diagrams, png, look).bytes_of(format)


class Exports:
    """All exports of one checklist. ``png`` is the window's painter; diagrams are drawn once."""

    def __init__(
        self,
        checklist: Checklist,
        plan: Plan,
        diagrams: Sequence[Diagram],
        png: Painter,
        look: Look = PLAIN_LOOK,
    ) -> None:
        self.checklist = checklist
        self.plan = plan
        self.diagrams = diagrams
        self.texts = texts(plan.document.language)
        self.look = look
        self._png = png
        self._drawn: dict[str, Sequence[Drawing]] = {}

    def bytes_of(self, format: str) -> bytes:
        """Return the file of this format, one of FORMATS."""
        makers: Mapping[str, Callable[[], bytes]] = {
            "pdf": self._pdf,
            "json": self._json,
            "csv": self._csv,
            "xlsx": self._xlsx,
            "md": self._markdown,
            "html": self._html,
            "svg": lambda: self._svg(self.picture),
            "png": lambda: self._png(self.picture),
            "dot": self._dot,
            "drawio": lambda: self._drawio(self.pages),
            "ps1": self._ps1,
        }
        return makers[format]()

    def separate(self, format: str) -> list[bytes]:
        """Return a file of this format, one of PAGED, for each page or, without paper, each diagram."""
        makers: Mapping[str, Callable[[Drawing], bytes]] = {
            "svg": self._svg,
            "png": self._png,
            "drawio": lambda page: self._drawio([page]),
        }
        return [makers[format](page) for page in self.pages]

    @cached_property
    def view(self) -> View:
        """What the diagrams tell, with every stack unfolded where that was asked for."""
        if not self.look.unfold:
            return self.look.view
        from portplanner.diagram.draw import draw

        drawn = (draw(self.checklist, self.plan, d, self.texts[0], self.look.view) for d in self.diagrams)
        stacks = frozenset(element.id for drawing in drawn for element in drawing.elements if element.stack)
        return replace(self.look.view, unfolded=self.look.view.unfolded | stacks)

    def drawings(self, text: Text) -> Sequence[Drawing]:
        """Return the diagrams in one language, each as large as it is drawn."""
        if text.language not in self._drawn:
            from portplanner.diagram.draw import draw

            self._drawn[text.language] = [
                draw(self.checklist, self.plan, diagram, text, self.view) for diagram in self.diagrams
            ]
        return self._drawn[text.language]

    @cached_property
    def pages(self) -> Sequence[Drawing]:
        """The diagrams in every language of the document, on pages where there is a paper."""
        if self.look.paper is None:
            return [drawing for text in self.texts for drawing in self.drawings(text)]
        from portplanner.diagram.page import pages

        return [
            page
            for text in self.texts
            for diagram in self.diagrams
            for page in pages(self.checklist, self.plan, diagram, text, self.view, self.look.paper)
        ]

    @cached_property
    def picture(self) -> Drawing:
        """The diagrams as one picture, under each other where there are several."""
        from portplanner.diagram.stack import sheets, stack

        if self.look.paper is not None:
            return sheets(self.pages)
        return self.pages[0] if len(self.pages) == 1 else stack(self.pages)

    def _pdf(self) -> bytes:
        from portplanner.export.pdf.document import document
        from portplanner.export.pdf.room import fitting

        def drawn(text: Text) -> Sequence[Drawing]:
            return fitting(self.checklist, self.plan, self.diagrams, text, self.view)

        return document(self.checklist, self.plan, drawn)

    def _json(self) -> bytes:
        from portplanner.export.json import document

        return document(self.checklist, self.plan)

    def _csv(self) -> bytes:
        from portplanner.export.csv import document

        return document(self.checklist, self.plan)

    def _xlsx(self) -> bytes:
        from portplanner.export.xlsx import document

        return document(self.checklist, self.plan)

    def _markdown(self) -> bytes:
        from portplanner.export.markdown import document

        return document(self.checklist, self.plan)

    def _html(self) -> bytes:
        from portplanner.export.html import document

        return document(self.checklist, self.plan, self.drawings)

    def _svg(self, drawing: Drawing) -> bytes:
        from portplanner.export.svg import document

        return document(drawing, languages(self.plan.document.language)[0], dark=self.look.dark)

    def _drawio(self, pages: Sequence[Drawing]) -> bytes:
        from portplanner.export.drawio import document

        return document(pages)

    def _ps1(self) -> bytes:
        from portplanner.export.ps1 import document

        return document(self.checklist, self.plan)

    def _dot(self) -> bytes:
        from portplanner.export.dot import document

        return document(self.checklist, self.plan, self.diagrams, self.texts, self.view)
