"""The checklist as one HTML file: what the PDF says, for screen readers, small screens and both themes.

It needs no script and asks for nothing: all it shows stands in it, and its own policy forbids the rest.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from html import escape

from portplanner.checklist.model import Checklist
from portplanner.diagram.drawing import Drawing
from portplanner.export.choices import choices, front, missing
from portplanner.export.html_picture import Pictures
from portplanner.export.html_style import STYLE
from portplanner.export.tables import RECORDED, Cell, Line, Row, Section, Tables
from portplanner.plan.model import Plan
from portplanner.text import Language, Text, Words, visible

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
_BOXES = {"open": "☐", "done": "☑", "not-needed": "☒"}
_UNBROKEN = 24  # a word longer than this may break anywhere
_NOT_ID = re.compile(r"[^A-Za-z0-9_-]")

Draw = Callable[[Text], Sequence[Drawing]]


def document(checklist: Checklist, plan: Plan, draw: Draw) -> bytes:
    """Return the page as UTF-8; ``draw`` gives the diagrams in one language."""
    return _Page(Tables(checklist, plan), draw).html().encode()


class _Page:
    def __init__(self, tables: Tables, draw: Draw) -> None:
        self.tables = tables
        self.first: Text = tables.texts[0]  # of attributes, which speak one language
        self.draw = draw
        self.sections = tables.sections()
        self.known: dict[Words, int] = {}
        self.anchors: dict[str, str] = {}
        self._taken: set[str] = set()
        for section in self.sections:
            for row in section.rows:
                if row.id:
                    self._anchor(row.id)
        flows = {row.number: row.id for s in self.sections if s.name == "ports" for row in s.rows}
        self.pictures = Pictures({number: self.anchors[id] for number, id in flows.items()})

    def _anchor(self, id: str) -> None:
        name = f"row-{_NOT_ID.sub(lambda found: f'_{ord(found[0]):x}', id)}"
        while name in self._taken:
            name += "_"
        self._taken.add(name)
        self.anchors[id] = name

    def html(self) -> str:
        diagrams = list(self._diagrams())
        main = [*self._choices(), *diagrams]
        for section in self.sections:
            main += self._section(section)
        main += self._sign_off()
        paper = self.tables.plan.document.paper.replace("Letter", "letter")
        title = visible(self.tables.plan.document.title) or self.first("document.untitled")
        lines = [
            "<!DOCTYPE html>",
            f'<html lang="{self.first.language}">',
            "<head>",
            '<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="color-scheme" content="light dark">',
            '<meta name="referrer" content="no-referrer">',
            f"<title>{escape(title)}</title>",
            f"<style>{STYLE.replace('PAPER', paper)}{self.pictures.style()}</style>",
            "</head>",
            "<body>",
            f'<a class="skip" href="#content">{self.inline(self.tables.word("carriers.html.skip"))}</a>',
            *self._header(),
            *self._contents(bool(diagrams)),
            '<main id="content">',
            *main,
            "</main>",
            "</body>",
            "</html>",
        ]
        return "\n".join(lines) + "\n"

    # What stands before the tables ------------------------------------------------------------

    def _header(self) -> Iterator[str]:
        tables = self.tables
        title = tables.plan.document.title
        yield "<header>"
        kind = tables.of(tables.checklist.catalogue_title)
        yield f'<p class="soft">{self.inline(kind)}</p>'
        said = escape(visible(title)) if title.strip() else self.inline(tables.word("document.untitled"))
        yield f"<h1>{said}</h1>"
        yield '<dl class="facts">'
        for label, value in front(tables):
            yield f"<dt>{self.inline(label)}</dt><dd>{self.inline(value) or '–'}</dd>"
        yield "</dl>"
        yield "</header>"

    def _contents(self, diagrams: bool) -> Iterator[str]:
        title = self.tables.word("document.part.contents")
        yield f'<nav aria-labelledby="contents"><h2 id="contents">{self.inline(title)}</h2>'
        yield "<ol>"
        parts = [("choices", self.tables.word("document.part.choices"))]
        if diagrams:
            parts.append(("diagrams", self.tables.word("document.part.diagrams")))
        parts += [(section.name, section.title) for section in self.sections]
        parts.append(("sign-off", self.tables.word("document.part.sign-off")))
        for name, words in parts:
            yield f'<li><a href="#{name}">{self.inline(words)}</a></li>'
        yield "</ol></nav>"

    def _choices(self) -> Iterator[str]:
        yield from self._heading("choices", self.tables.word("document.part.choices"))
        yield "<ul>"
        for sentence in choices(self.tables):
            yield f"<li>{self.lines(sentence)}</li>"
        yield "</ul>"
        gone = missing(self.tables)
        if gone:
            yield f"<p><strong>{self.lines(gone)}</strong></p>"
        yield "</section>"

    def _diagrams(self) -> Iterator[str]:
        drawings = [(text, self.draw(text)) for text in self.tables.texts]
        if not any(drawn for _, drawn in drawings):
            return
        yield from self._heading("diagrams", self.tables.word("document.part.diagrams"))
        for text, drawn in drawings:
            lang = self._lang(text.language)
            for drawing in drawn:
                yield f"<figure{lang}>"
                yield f"<figcaption>{escape(visible(drawing.title))}</figcaption>"
                yield self.pictures.svg(drawing, text.language)
                yield "</figure>"
        yield "</section>"

    # Tables -----------------------------------------------------------------------------------

    def _heading(self, name: str, title: Cell) -> Iterator[str]:
        yield f'<section class="{name}-part" aria-labelledby="{name}">'
        yield f'<h2 id="{name}">{self.inline(title)}</h2>'

    def _section(self, section: Section) -> Iterator[str]:
        yield from self._heading(section.name, section.title)
        yield f'<p class="lead">{self.lines(section.lead)}</p>'
        if section.progress:
            count, done = len(section.rows), section.progress.done + section.progress.not_needed
            words = self.tables.word("carriers.progress.said", done=done, count=count)
            label = escape(self.first("carriers.progress.title"))
            bar = f'<progress value="{done}" max="{count}" aria-label="{label}"></progress>'
            yield f'<p class="lead">{bar} {self.inline(words)}</p>'
        for number, rows in enumerate(section.groups(), 1):
            name = f"{section.name}-{number}"
            group = rows[0].group
            caption = section.title
            if group:
                title = self.tables.term("diagram", group)
                yield f"<h3>{self.inline(title)}</h3>"
                caption = title
            yield from self._table(section, rows, name, caption)
        yield "</section>"

    def _table(self, section: Section, rows: Sequence[Row], name: str, caption: Cell) -> Iterator[str]:
        columns = section.together
        numbered = any(row.number for row in rows)
        sourced = any(row.sources for row in rows)
        heads = [
            *(["number"] if numbered else []),
            *columns,
            *(["state"] if section.progress else []),
            *(["sources"] if sourced else []),
        ]
        yield f'<div class="scroll" role="region" aria-labelledby="{name}" tabindex="0">'
        yield f'<table><caption id="{name}">{self.inline(caption)}</caption>'
        widths = "".join(f'<col class="{head}">' for head in heads)
        yield f"<colgroup>{widths}</colgroup>"
        said = (self.lines(self.tables.heading(section.name, head)) for head in heads)
        yield f"<thead><tr>{_heads(said)}</tr></thead>"
        yield "<tbody>"
        for row in rows:
            yield self._row(section, row, columns.values(), numbered, sourced)
        yield "</tbody></table></div>"

    def _row(
        self, section: Section, row: Row, columns: Iterable[Sequence[str]], numbered: bool, sourced: bool
    ) -> str:  # fmt: skip
        cells = [f'<th scope="row">{self._number(row)}</th>'] if numbered else []
        for fields in columns:
            said = dict.fromkeys(line for name in fields for line in row.cells.get(name, ()))
            named = not cells and section.name in ("servers", "gone")
            tag, scope = ("th", ' scope="row"') if named else ("td", "")
            cells.append(f"<{tag}{scope}>{self.lines(tuple(said))}</{tag}>")
        if section.progress:
            cells.append(f"<td>{self._recorded(row)}</td>")
        if sourced:
            cells.append(f"<td>{self.lines(self.tables.source_marks(row, self.known))}</td>")
        anchor = f' id="{self.anchors[row.id]}"' if row.id else ""
        return f"<tr{anchor}>{''.join(cells)}</tr>"

    def _number(self, row: Row) -> str:
        """Return a row's number; of a pictured flow it leads to the diagram."""
        number = escape(row.number)
        if row.number not in self.pictures.places:
            return number
        label = escape(self.first("carriers.html.in-diagram", number=row.number))
        return f'<a href="#{self.pictures.places[row.number]}" aria-label="{label}">{number}</a>'

    def _recorded(self, row: Row) -> str:
        state = "open" if row.changed or row.item is None else row.item.state
        box = f'<span class="box" aria-hidden="true">{_BOXES[state]}</span> '
        look = ' class="changed"' if row.changed else ""
        said = [f'<span{look}><span class="line">{box}{self.inline(row.cells["state"])}</span></span>']
        for name in RECORDED[1:]:
            if row.cells[name]:
                label = self.inline(self.tables.heading("", name))
                said.append(f'<span class="line"><span class="soft">{label}:</span></span>')
                said.append(self.lines(row.cells[name]))
        return "".join(said)

    def _sign_off(self) -> Iterator[str]:
        word = self.tables.word
        yield from self._heading("sign-off", word("document.part.sign-off"))
        yield f"<p>{self.lines(word('document.lead.sign-off'))}</p>"
        caption = self.inline(word("document.part.sign-off"))
        heads = [self.lines(word(f"document.column.{name}")) for name in ("signed-by", "signature", "date")]
        yield f'<table class="sign"><caption>{caption}</caption>'
        yield f"<thead><tr><td></td>{_heads(heads)}</tr></thead>"
        yield "<tbody>"
        for name in ("prepared", "checked", "approved"):
            said = self.lines(word(f"document.sign.{name}"))
            yield f'<tr><th scope="row">{said}</th><td></td><td></td><td></td></tr>'
        yield "</tbody></table>"
        yield "</section>"

    # Words ------------------------------------------------------------------------------------

    def lines(self, cell: Cell) -> str:
        """Return the lines of a cell below each other."""
        if len(cell) == 1:
            return self.line(cell[0])
        return "".join(f'<span class="line">{self.line(line)}</span>' for line in cell)

    def inline(self, cell: Cell) -> str:
        """Return the lines of a cell behind each other."""
        return " · ".join(map(self.line, cell))

    def line(self, line: Line) -> str:
        """Return one line, with its language where it is not the page's, and with its link."""
        said = escape(visible(line.text))
        if line.kind == "name":
            lang = self._lang("en") if line.text.isascii() else ""
            long = any(len(word) > _UNBROKEN for word in line.text.split())
            look = ' class="long"' if long else ""
            said = f'<bdi translate="no"{look}{lang}>{said}</bdi>'
        elif line.language and line.language != self.first.language:
            said = f'<span class="also" lang="{line.language}">{said}</span>'
        anchor = self.anchors.get(line.to)
        if not anchor:
            return said
        number = self.tables.numbers.get(line.to)
        if number is None:
            return f'<a href="#{anchor}">{said}</a>'
        return f'<a href="#{anchor}">{number}</a> {said}'

    def _lang(self, language: Language) -> str:
        return f' lang="{language}"' if language != self.first.language else ""


def _heads(said: Iterable[str]) -> str:
    return "".join(f'<th scope="col">{one}</th>' for one in said)
