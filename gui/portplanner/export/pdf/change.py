"""document(request): a change request as the bytes of a PDF, on the paper of the checklist's document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial

from portplanner.checklist.model import Connector, Flow
from portplanner.checklist.status import Section
from portplanner.diagram.drawing import Drawing
from portplanner.diagram.overlay import Overlay
from portplanner.export.change_request.lines import numbers_text
from portplanner.export.change_request.request import PARTS, Entry, Request
from portplanner.export.fonts import fonts
from portplanner.export.pdf import style
from portplanner.export.pdf.content import Content, Part
from portplanner.export.pdf.document import _all_texts, _diagrams, _furniture, _part
from portplanner.export.pdf.paint import Properties, paint
from portplanner.export.pdf.paper import (
    Cell,
    Page,
    Paper,
    Para,
    PlacedBox,
    PlacedLink,
    PlacedRule,
    PlacedText,
)
from portplanner.export.pdf.room import diagram_room
from portplanner.export.pdf.table import Column, Row
from portplanner.export.tables import Cell as Lines
from portplanner.text import Text, visible

_COLOURS: Mapping[str, str] = {  # of actions; the words tell them apart without
    "open": "added", "added": "added", "keep": "added", "close": "removed", "removed": "removed",
    "release": "removed", "change": "altered", "altered": "altered",
}  # fmt: skip
# The columns of each part: heading, share of the width, and the cells that stand in it.
_Columns = Sequence[tuple[str, float, tuple[str, ...]]]
_PORTS: _Columns = (
    ("changes.column.action", 0.95, ()),
    ("document.column.source", 1.55, ("source", "source-hosts", "source-zone")),
    ("document.column.destination", 1.55, ("destination", "destination-hosts", "destination-zone")),
    ("document.column.port-transport", 0.95, ("ports",)),
    ("document.column.protocol", 1.25, ("protocol",)),
    ("document.column.direction", 0.85, ("direction",)),
    ("changes.column.reason", 2.2, ("purpose", "services")),
)
_CONNECTORS: _Columns = (
    ("changes.column.action", 0.95, ()),
    ("document.column.kind", 1.2, ("kind",)),
    ("document.column.server", 1.6, ("server",)),
    ("document.column.service", 1.8, ("role", "service")),
    ("document.column.ports", 0.8, ("ports",)),
    ("document.column.make", 2.2, ("make", "task")),
)
_DNS: _Columns = (
    ("changes.column.action", 0.95, ()),
    ("document.column.requirement", 4.2, ("purpose",)),
    ("document.column.record-type", 0.9, ("record",)),
    ("document.column.name", 1.9, ("name",)),
    ("document.column.scope", 1.2, ("scope",)),
)
_TEXTS: _Columns = (("changes.column.action", 0.95, ()), ("document.column.text", 8.0, ("purpose",)))
_TASKS: _Columns = (("changes.column.action", 0.95, ()), ("document.column.task", 8.0, ("purpose", "task")))
_TABLES: Mapping[Section, _Columns] = {
    "flows": _PORTS, "connectors": _CONNECTORS, "dns": _DNS, "tasks": _TASKS,
    "ground_rules": _TEXTS, "open_points": _TEXTS,
}  # fmt: skip
_BOLD = ("ports",)
_SOFT = ("services", "source-zone", "destination-zone", "service", "task")


def document(request: Request) -> bytes:
    """Return the PDF of these changes in the new plan's language and on its paper."""
    content = _Content(request)
    drawings = list(_drawings(request))
    made = [*content.parts(sign_apart=bool(drawings))]
    cut = fonts(_all_texts(content, made, drawings))
    size = style.PAGES[request.new.plan.document.paper]
    properties = Properties(
        title=f"{content.line('changes.title')}: {content.title}",
        author=content.document.prepared_by or content.document.organization,
        subject=content.subject,
        language=request.texts[0].language,
    )
    paper = Paper(size, cut)
    *tables, sign = made
    for part in tables:
        _part(paper, part, content)
    if drawings:
        _diagrams(paper, content, drawings)
    _part(paper, sign, content)
    pages = [_front(content, made, bool(drawings), paper), *paper.pages]
    for number, page in enumerate(pages, 1):
        _furniture(paper, content, page, number, len(pages))
    return paint(pages, size, cut, properties)


def _drawings(request: Request) -> Iterator[Drawing]:
    old, new = request.old, request.new
    overlay = Overlay((old.checklist, old.plan), (new.checklist, new.plan), request.changes)
    room = diagram_room(new.plan.document.paper)
    for text in request.texts:
        for diagram in overlay.diagrams:
            yield from overlay.parts(diagram, text, room)


class _Content(Content):
    """The words of one change request."""

    def __init__(self, request: Request) -> None:
        super().__init__(request.new.checklist, request.new.plan, request.texts)
        self.request = request

    @property
    def title(self) -> str:
        return self.request.title

    @property
    def subject(self) -> str:
        return self.line(
            "changes.subject", old=visible(self.request.old.name), new=visible(self.request.new.name)
        )

    def front_texts(self) -> Iterator[str]:
        """Every text outside the parts, for the fonts."""
        yield from super().front_texts()
        yield from (self.line("changes.title"), self.line("changes.overview"), self.line("changes.none"))
        yield from (para.text for cells in self.sides() for cell in cells for para in cell)
        for name, _ in self.request.parts:
            yield from (para.text for para in self.summary(name))

    def sides(self) -> list[tuple[Cell, Cell]]:
        """Return the labels and values of the title block."""
        document, request = self.document, self.request
        shown: list[tuple[str, tuple[str, ...]]] = [
            ("document.meta.organization", (visible(document.organization),)),
            ("document.meta.prepared-by", (visible(document.prepared_by),)),
            ("document.meta.date", (visible(document.date),)),
        ]
        for name, side in (("old", request.old), ("new", request.new)):
            revision = visible(side.plan.document.revision)
            said = self.line("document.revision", revision=revision) if revision else ""
            exchange = f"Exchange {side.plan.exchange.upper()}"
            shown.append((f"changes.side.{name}", (visible(side.name), exchange, said)))
        return [
            (
                (Para(self.line(id), style.SMALL, colour=style.SOFT),),
                tuple(Para(value, lines=3) for value in values if value) or (Para("–"),),
            )
            for id, values in shown
        ]

    def summary(self, name: Section) -> Cell:
        """Return how many rows of a section ask for what."""
        return self.each(partial(self.request.summary, name))

    # The parts ----------------------------------------------------------------------------------

    def parts(self, *, sign_apart: bool) -> Iterator[Part]:
        """Yield the sections that have changes, and the signatures, on a page of their own if so asked."""
        request = self.request
        if request.choices:
            rows = [
                Row((self.said(choice.old) or (Para("–"),), self.said(choice.new) or (Para("–"),)))
                for choice in request.choices
            ]
            sides = (("changes.column.before", 1.0), ("changes.column.now", 1.0))
            yield self._section("choices", "changes.choices", "changes.lead.choices", sides, rows)
        for name, entries in request.parts:
            id = PARTS[name]
            title = "changes.part.ports" if name == "flows" else f"document.part.{id}"
            lead = f"changes.lead.{id}"
            headings = [(heading, share) for heading, share, _ in _TABLES[name]]
            rows = [self._row(entry, _TABLES[name]) for entry in entries]
            yield self._section(id, title, lead, headings, rows, numbers=True)
        columns = (
            ("", 1.2), ("document.column.signed-by", 2.0), ("document.column.signature", 2.4),
            ("document.column.date", 1.0),
        )  # fmt: skip
        signs = [
            Row((self.each(partial(_say, f"changes.sign.{name}")), (Para(" ", 28),), (), ()))
            for name in ("requested", "approved", "carried-out")
        ]
        yield self._section(
            "sign-off", "document.part.sign-off", "changes.lead.sign-off", columns, signs,
            together=True, new_page=sign_apart,
        )  # fmt: skip

    def _section(
        self,
        name: str,
        title: str,
        lead: str,
        columns: Iterable[tuple[str, float]],
        rows: Sequence[Row],
        *,
        numbers: bool = False,
        together: bool = False,
        new_page: bool = False,
    ) -> Part:
        said = self.line(title)
        heading = (
            Para(said, style.HEADING, bold=True),
            *self.each(partial(_say, lead), colour=style.SOFT, gap=2),
        )
        made = [
            Column(
                self.each(partial(_say, id), size=style.SMALL, bold=True, colour=style.SOFT) if id else (),
                share,
            )
            for id, share in columns
        ]
        return Part(name, said, heading, made, rows, numbers=numbers, new_page=new_page, together=together)

    def _row(self, entry: Entry, columns: _Columns) -> Row:
        change = entry.change
        cells = [self._action(entry)]
        cells += [
            self._each_once(para for name in names for para in self._paras(entry.cells.get(name, ()), name))
            for _, _, names in columns[1:]
        ]
        note = [para for cell in (*entry.differs, *entry.hints) for para in self._paras(cell)]
        head = self._paras(entry.cells["name"], bold=True) if isinstance(change.row, Connector) else ()
        return Row(
            cells,
            id=f"{change.section}:{change.id}",
            number=entry.number or entry.number_before,
            link=f"drawn:{change.id}" if isinstance(change.row, Flow) else "",
            head=head,
            note=tuple(note),
        )

    def _action(self, entry: Entry) -> Cell:
        colour = _COLOURS[entry.action_id]
        action = tuple(Para(line.text, bold=True, colour=colour) for line in entry.action)
        if entry.number == entry.number_before:
            return action
        return (*action, Para(numbers_text(entry), style.SMALL, colour=style.SOFT))

    def _each_once(self, paras: Iterable[Para]) -> Cell:
        """Return the paragraphs without those that repeat a text: the Internet is a zone of that name."""
        return tuple({para.text: para for para in reversed(tuple(paras))}.values())[::-1]

    def _paras(self, cell: Lines, name: str = "", *, bold: bool = False) -> tuple[Para, ...]:
        """Return the lines of a cell; the second language is set back."""
        first = self.texts[0].language
        soft = name in _SOFT
        return tuple(
            Para(
                visible(line.text),
                style.SMALL if soft else style.TEXT,
                bold or name in _BOLD,
                style.SOFT if soft or line.language not in ("", first) else style.INK,
                1.0,
            )
            for line in cell
        )


def _front(content: _Content, parts: Sequence[Part], diagrams: bool, body: Paper) -> Page:
    """The first page: what this is, between which plans, and how much changes where."""
    paper = Paper((body.width, body.height), body.fonts)
    paper.turn()
    paper.y = 58.0
    paper.place(PlacedBox(paper.left, paper.y, 34, 3, style.ACCENT))
    paper.y += 14
    kind = (Para(content.line("changes.title"), 11, colour=style.ACCENT, bold=True),)
    paper.y += paper.write(kind, paper.left, paper.y, paper.inner)
    size = style.TITLE if paper.fonts.bold.width(content.title, style.TITLE) < paper.inner else 18.0
    title = (Para(content.title, size, bold=True, lines=3),)
    paper.y += 14 + paper.write(title, paper.left, paper.y + 2, paper.inner)
    paper.place(PlacedRule(paper.left, paper.y, paper.inner, style.RULE))
    cells = content.sides()
    share = paper.inner / len(cells)
    heights = [
        paper.write((*label, *value), paper.left + i * share, paper.y + 8, share - style.GUTTER)
        for i, (label, value) in enumerate(cells)
    ]
    paper.y += max(heights) + 16
    paper.place(PlacedRule(paper.left, paper.y, paper.inner, style.RULE))
    paper.y += 22
    heading = (Para(content.line("changes.overview"), 12.5, bold=True),)
    paper.y += paper.write(heading, paper.left, paper.y, paper.inner) + 8
    if not content.request.changes:
        said = content.each(partial(_say, "changes.none"))
        paper.y += paper.write(said, paper.left, paper.y, paper.inner) + 12
    summaries: dict[str, Cell] = {PARTS[name]: content.summary(name) for name, _ in content.request.parts}
    entries = [(part.name, part.title) for part in parts]
    if diagrams:
        entries.insert(-1, ("diagrams", content.line("changes.part.diagrams")))
    for name, title_of_part in entries:
        page = body.anchor_pages[f"part:{name}"] + 2
        _entry(paper, f"part:{name}", title_of_part, summaries.get(name, ()), str(page))
    return paper.pages[0]


def _entry(paper: Paper, anchor: str, title: str, summary: Cell, page: str) -> None:
    top, font = paper.y, paper.fonts.regular
    width = paper.inner * 0.3
    height = paper.write((Para(title, bold=True),), paper.left, top, width - style.GUTTER)
    height = max(height, paper.write(summary, paper.left + width, top, paper.inner * 0.62))
    x = paper.left + paper.inner - font.width(page, style.TEXT)
    baseline = top + style.TEXT * (style.LEADING / 2 + 0.36)
    paper.place(PlacedText(x, baseline, page, font, style.TEXT, style.SOFT))
    paper.place(PlacedLink(paper.left, top, paper.inner, height, anchor))
    paper.y += height + 5
    paper.place(PlacedRule(paper.left, paper.y, paper.inner, style.HAIRLINE))
    paper.y += 5


def _say(id: str, text: Text) -> str:
    return text(id)
