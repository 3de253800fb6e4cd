"""The words of one document in its language or languages, and what they are about."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from portplanner.checklist.model import Checklist, Source
from portplanner.checklist.status import FIELDS, status_of
from portplanner.export.pdf import style
from portplanner.export.pdf.paper import Cell, Para
from portplanner.export.pdf.record import seen
from portplanner.export.pdf.table import Band, Column, Row
from portplanner.export.sentences import Sentence, sentences
from portplanner.export.tables import row_numbers
from portplanner.plan.model import Plan
from portplanner.text import Text, Words, visible


@dataclass(frozen=True, slots=True)
class Part:
    """A section: its heading, and one table. A ``level`` above 0 stands below the part before it."""

    name: str
    title: str
    heading: Cell
    columns: Sequence[Column]
    rows: Sequence[Row | Band]
    ticks: bool = False
    numbers: bool = False
    new_page: bool = False
    together: bool = False  # all on one page where that is possible
    before_diagrams: bool = False

    def texts(self) -> Iterator[str]:
        """Every text of this part, for the fonts."""
        yield self.title
        yield from (para.text for para in self.heading)
        for column in self.columns:
            yield from (para.text for para in column.heading)
        for row in self.rows:
            if isinstance(row, Band):
                yield from (para.text for para in row.text)
                continue
            yield row.number
            for cell in (*row.cells, row.head, row.note, *(row.full or {}).values()):
                yield from (para.text for para in cell)


class Content:
    """The texts of one document."""

    def __init__(self, checklist: Checklist, plan: Plan, texts: Sequence[Text]) -> None:
        self.checklist = checklist
        self.plan = plan
        self.document = plan.document
        self.texts = texts
        self.status = status_of(checklist, plan)
        self.titles: dict[Words, int] = {}  # of the sources, in the order of their first use
        self.numbers = row_numbers(checklist)
        # records without a row have a part of their own
        self.warnings = [one for one in checklist.warnings if one.id != "items-without-row"]
        self.numbers |= {warning.id: f"W{i}" for i, warning in enumerate(self.warnings, 1)}
        self._field_words = [
            (name, [(text, text(f"document.field.{name}")) for text in texts]) for name in FIELDS
        ]

    # Words ------------------------------------------------------------------------------------

    def line(self, id: str, **places: object) -> str:
        """Return a text in one line; both languages stand beside each other."""
        return " · ".join(dict.fromkeys(text(id, **places) for text in self.texts))

    def each(
        self,
        make: Callable[[Text], str],
        *,
        size: float = style.TEXT,
        bold: bool = False,
        colour: str = style.INK,
        gap: float = 0.0,
        link: str = "",
    ) -> tuple[Para, ...]:
        """Return a paragraph for each language; the second is set back, one that says the same left out."""
        return self.said(map(make, self.texts), size=size, bold=bold, colour=colour, gap=gap, link=link)

    def said(
        self,
        words: Iterable[str],
        *,
        size: float = style.TEXT,
        bold: bool = False,
        colour: str = style.INK,
        gap: float = 0.0,
        link: str = "",
    ) -> tuple[Para, ...]:
        """Return a paragraph for each of these texts, which say one thing in the document's languages."""
        return tuple(
            Para(one, size, bold, colour if not i else style.SOFT, 1.5 if i else gap, link=link)
            for i, one in enumerate(filter(None, dict.fromkeys(words)))
        )

    def of(self, words: Words, *, bold: bool = False, size: float = style.TEXT) -> tuple[Para, ...]:
        """Return a fact's words."""
        return self.each(lambda text: text.of(words), bold=bold, size=size)

    def mark(self, sources: Iterable[Source]) -> str:
        """Return the numbers of these sources as they stand on a row: ``[1] L163``."""
        marks: dict[str, None] = {}
        for source in sources:
            number = self.titles.setdefault(source.title, len(self.titles) + 1)
            marks[f"[{number}] {source.part}".rstrip()] = None
        return "  ".join(marks)

    def field_labels(self) -> Mapping[str, str]:
        """Return the words before the boxes that people fill in."""
        return {
            name: " · ".join(dict.fromkeys(said for _, said in words)) for name, words in self._field_words
        }

    def box_labels(self, number: str) -> dict[str, str]:
        """Return what a screen reader says at each box of a row."""
        return {
            name: " · ".join(text("document.field.of", field=said, number=number) for text, said in words)
            for name, words in self._field_words
        }

    # The document as a whole --------------------------------------------------------------------

    @property
    def title(self) -> str:
        """The plan's title, or what the document is."""
        return visible(self.document.title) or self.line("document.untitled")

    @property
    def organization(self) -> str:
        """The organization's name on one line."""
        return visible(self.document.organization)

    @property
    def subject(self) -> str:
        """One line for the properties of the file."""
        names = " · ".join(dict.fromkeys(text.of(self.checklist.catalogue_title) for text in self.texts))
        return self.line("document.subject", exchange=names)

    @property
    def footer(self) -> str:
        """Revision, date and catalogue edition."""
        revision = visible(self.document.revision)
        parts = [
            self.line("document.revision", revision=revision) if revision else "",
            visible(self.document.date),
            self.line("document.edition", edition=self.checklist.edition),
        ]
        return "   ·   ".join(filter(None, parts))

    def page_line(self, page: int, pages: int) -> str:
        """Return the page number and how many there are."""
        return self.line("document.page", page=page, pages=pages)

    def meta(self) -> list[tuple[Cell, Cell]]:
        """Return the title block's labels and values."""
        document = self.document
        values = (
            ("organization", visible(document.organization)),
            ("prepared-by", visible(document.prepared_by)),
            ("revision", visible(document.revision)),
            ("date", visible(document.date)),
            ("edition", self.checklist.edition),
        )
        return [
            (self._label(f"document.meta.{name}"), (Para(value or "–", lines=3),)) for name, value in values
        ]

    def _label(self, id: str) -> Cell:
        return (Para(self.line(id), style.SMALL, colour=style.SOFT),)

    def choices(self) -> list[tuple[Cell, Cell]]:
        """Return what the plan chooses in sentences, each with what a warning says beside it."""
        return [
            (self.said(sentence.words), self._beside(sentence))
            for sentence in sentences(self.checklist, self.plan, self.texts)
        ]

    def _beside(self, sentence: Sentence) -> Cell:
        ids = sentence.no_effect or sentence.about
        if not ids:
            return ()
        id = "document.choice.no-effect" if sentence.no_effect else "document.choice.see"
        marks = ", ".join(self.numbers[id] for id in ids)
        return self.each(
            lambda text: text(id, number=marks),
            size=style.SMALL,
            bold=bool(sentence.no_effect),
            colour=style.ALERT if sentence.no_effect else style.SOFT,
            link=f"row:{ids[0]}",
        )

    def front_texts(self) -> Iterator[str]:
        """Every text outside the parts, for the fonts."""
        yield from (self.title, self.organization, self.subject, self.footer, self.page_line(1, 2))
        yield from (para.text for cells in self.meta() + self.choices() for cell in cells for para in cell)
        yield from (para.text for para in self.of(self.checklist.catalogue_title))
        for name in ("contents", "choices", "diagrams"):
            yield self.line(f"document.part.{name}")
        yield from self.field_labels().values()
        for item in self.plan.items:  # what the boxes hold
            yield from (seen(getattr(item, name)) for name in FIELDS)
        yield "0123456789"
