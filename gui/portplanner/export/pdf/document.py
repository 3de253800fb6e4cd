"""document(checklist, plan): the printed document of a plan, as the bytes of a PDF."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from portplanner.checklist.meaning import fingerprint
from portplanner.checklist.model import Checklist
from portplanner.checklist.status import rows
from portplanner.diagram.drawing import Chip, Drawing, Label
from portplanner.export.fonts import Fonts, fonts
from portplanner.export.pdf import style
from portplanner.export.pdf.content import Content, Part
from portplanner.export.pdf.front import front_pages
from portplanner.export.pdf.names import FORMAT
from portplanner.export.pdf.paint import Properties, paint
from portplanner.export.pdf.paper import Page, Paper, Para, PlacedDrawing, PlacedRule, PlacedText
from portplanner.export.pdf.parts import parts
from portplanner.export.pdf.table import Table
from portplanner.export.words import texts
from portplanner.plan.model import Plan
from portplanner.text import Text

Draw = Callable[[Text], Sequence[Drawing]]


def document(checklist: Checklist, plan: Plan, draw: Draw | None = None) -> bytes:
    """Return the PDF of this plan in the language and on the paper that the plan names.

    ``draw`` gives the diagrams in one language; without it they are drawn here.
    """
    made = sheets(checklist, plan, draw)
    content = made.content
    properties = Properties(
        title=content.title,
        author=content.document.prepared_by or content.document.organization,
        subject=content.subject,
        language=content.texts[0].language,
        identity=identity(checklist, plan),
    )
    return paint(made.pages, made.size, made.fonts, properties)


@dataclass(frozen=True, slots=True)
class Sheets:
    """The pages of a document before anything writes or prints them; ``size`` is in points."""

    pages: Sequence[Page]
    size: tuple[float, float]
    fonts: Fonts
    content: Content


def sheets(checklist: Checklist, plan: Plan, draw: Draw | None = None) -> Sheets:
    """Return the pages of this plan's document: the same for the file and for a printer."""
    words = texts(plan.document.language)
    content = Content(checklist, plan, words)
    drawings = [drawing for text in words for drawing in (draw or _drawer(checklist, plan))(text)]
    made = parts(content)
    cut = fonts(_all_texts(content, made, drawings))
    paper = plan.document.paper
    return Sheets(laid_out(content, made, drawings, cut, paper), style.PAGES[paper], cut, content)


def identity(checklist: Checklist, plan: Plan) -> str:
    """Return what says, in a hidden field, that this file is ours and which plan it belongs to."""
    import json

    known = {"format": FORMAT, "title": plan.document.title, "checklist": fingerprint(rows(checklist))}
    return json.dumps(known)


def laid_out(
    content: Content, parts: Sequence[Part], drawings: Sequence[Drawing], cut: Fonts, size: str
) -> list[Page]:
    """Return all pages, ready to be painted."""
    paper = Paper(style.PAGES[size], cut)
    for part in parts:
        if part.before_diagrams:
            _part(paper, part, content)
    if drawings:
        _diagrams(paper, content, drawings)
    for part in parts:
        if not part.before_diagrams:
            _part(paper, part, content)
    pages = [*front_pages(content, parts, bool(drawings), paper), *paper.pages]
    for number, page in enumerate(pages, 1):
        _furniture(paper, content, page, number, len(pages))
    return pages


def _drawer(checklist: Checklist, plan: Plan) -> Draw:
    from portplanner.export.pdf.room import fitting

    return lambda text: fitting(checklist, plan, checklist.diagrams, text)


def _all_texts(content: Content, parts: Iterable[Part], drawings: Iterable[Drawing]) -> Iterator[str]:
    """Every text of the document, for the fonts; the paragraphs of the tables are ready made."""
    yield from content.front_texts()
    for part in parts:
        yield from part.texts()
    for drawing in drawings:
        yield drawing.title
        yield drawing.notice
        for shape in drawing.shapes:
            if isinstance(shape, Label | Chip):
                yield shape.text


def _diagrams(paper: Paper, content: Content, drawings: Sequence[Drawing]) -> None:
    """A page for each drawing. Rows lead to the first one that shows them."""
    shown: set[str] = set()
    for i, drawing in enumerate(drawings):
        paper.turn()
        if i == 0:
            paper.anchor("part:diagrams", content.line("document.part.diagrams"))
        paper.anchor(f"diagram:{i}", drawing.title, 1)
        for id in sorted(drawing.flows - shown):
            paper.anchor(f"drawn:{id}")
        shown |= drawing.flows
        paper.y += paper.write(
            (Para(drawing.title, style.HEADING, bold=True),), paper.left, paper.y, paper.inner
        )
        if drawing.notice:
            paper.y += paper.write(
                (Para(drawing.notice, colour=style.SOFT),), paper.left, paper.y, paper.inner
            )
        paper.y += 12
        scale = min(paper.inner / drawing.width, paper.room / drawing.height, 1.3)
        x = paper.left + (paper.inner - drawing.width * scale) / 2
        paper.place(PlacedDrawing(x, paper.y, scale, drawing))


def _part(paper: Paper, part: Part, content: Content) -> None:
    """A heading and its table; the heading never stands without the first row."""
    heading = paper.block(part.heading, paper.inner)
    table = Table(paper, part.columns, content.field_labels(), tick=part.ticks, number=part.numbers)
    height = heading.height + 10
    gap = 24.0
    need = table.full_height(part.rows) if part.together else table.first_height(part.rows)
    if not paper.room or gap + height + need > paper.room or part.new_page:
        paper.turn()
    else:
        paper.y += gap
    paper.anchor(f"part:{part.name}", part.title, 0)
    paper.put(heading, paper.left, paper.y)
    paper.y += height
    table.lay(part.rows)


def _furniture(paper: Paper, content: Content, page: Page, number: int, count: int) -> None:
    """The header and the footer."""
    placed: list[PlacedText | PlacedRule] = []
    font = paper.fonts.regular

    def line(text: str, y: float, right: bool, room: float) -> None:
        while font.width(text, style.SMALL) > room:
            text = text[:-2] + "…"
        x = paper.left + paper.inner - font.width(text, style.SMALL) if right else paper.left
        placed.append(PlacedText(x, y, text, font, style.SMALL, style.SOFT))

    if number > 1:
        line(content.title, 34, False, paper.inner * 0.6)
        line(content.organization, 34, True, paper.inner * 0.36)
        placed.append(PlacedRule(paper.left, 41, paper.inner, style.HAIRLINE))
    low = paper.height - 27
    placed.append(PlacedRule(paper.left, low - 12, paper.inner, style.HAIRLINE))
    line(content.footer, low, False, paper.inner * 0.68)
    line(content.page_line(number, count), low, True, paper.inner * 0.3)
    page.placed.extend(placed)
