"""Which file formats there are, and how a plan's checklist becomes the bytes of each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property

from portplanner.catalogue.model import Diagram
from portplanner.checklist.model import Checklist
from portplanner.diagram.drawing import Drawing
from portplanner.export.words import languages, texts
from portplanner.plan.model import Plan
from portplanner.text import Text

FORMATS = ("pdf", "json", "csv", "svg", "png", "dot")
PICTURES = ("svg", "png", "dot")

Painter = Callable[[Drawing], bytes]


def export(checklist: Checklist, plan: Plan, format: str, png: Painter) -> bytes:
    """Return one file of this format with all the diagrams that the plan uses."""
    return Exports(checklist, plan, checklist.diagrams, png).bytes_of(format)


class Exports:
    """All exports of one checklist. ``png`` is the window's painter; diagrams are drawn once."""

    def __init__(self, checklist: Checklist, plan: Plan, diagrams: Sequence[Diagram], png: Painter) -> None:
        self.checklist = checklist
        self.plan = plan
        self.diagrams = diagrams
        self.texts = texts(plan.document.language)
        self._png = png
        self._drawn: dict[str, Sequence[Drawing]] = {}

    def bytes_of(self, format: str) -> bytes:
        """Return the file of this format, one of FORMATS."""
        makers: Mapping[str, Callable[[], bytes]] = {
            "pdf": self._pdf,
            "json": self._json,
            "csv": self._csv,
            "svg": self._svg,
            "png": lambda: self._png(self.picture),
            "dot": self._dot,
        }
        return makers[format]()

    def drawings(self, text: Text) -> Sequence[Drawing]:
        """Return the diagrams in one language."""
        if text.language not in self._drawn:
            from portplanner.diagram.draw import draw

            self._drawn[text.language] = [draw(self.checklist, self.plan, d, text) for d in self.diagrams]
        return self._drawn[text.language]

    @cached_property
    def picture(self) -> Drawing:
        """The diagrams as one picture, under each other where there are several."""
        from portplanner.diagram.stack import stack

        drawings = [drawing for text in self.texts for drawing in self.drawings(text)]
        return drawings[0] if len(drawings) == 1 else stack(drawings)

    def _pdf(self) -> bytes:
        from portplanner.export.pdf.document import document

        return document(self.checklist, self.plan, self.drawings)

    def _json(self) -> bytes:
        from portplanner.export.json import document

        return document(self.checklist, self.plan)

    def _csv(self) -> bytes:
        from portplanner.export.csv import document

        return document(self.checklist, self.plan)

    def _svg(self) -> bytes:
        from portplanner.export.svg import document

        return document(self.picture, languages(self.plan.document.language)[0])

    def _dot(self) -> bytes:
        from portplanner.export.dot import document

        return document(self.checklist, self.plan, self.diagrams, self.texts)
