"""The first page: title block, what the plan chooses, and the contents with their pages."""

from __future__ import annotations

from collections.abc import Sequence

from portplanner.export.pdf import style
from portplanner.export.pdf.content import Content, Part
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

_MARK = 96.0  # the width of what stands behind a sentence


def front_pages(content: Content, parts: Sequence[Part], diagrams: bool, body: Paper) -> list[Page]:
    """Return the first page, or pages where the choices need more; ``body`` holds all that follow."""
    pages = _laid_out(content, parts, diagrams, body, before=1)
    return pages if len(pages) == 1 else _laid_out(content, parts, diagrams, body, before=len(pages))


def _laid_out(
    content: Content, parts: Sequence[Part], diagrams: bool, body: Paper, before: int
) -> list[Page]:
    paper = Paper((body.width, body.height), body.fonts)
    paper.turn()
    paper.y = 58.0
    paper.place(PlacedBox(paper.left, paper.y, 34, 3, style.ACCENT))
    paper.y += 14
    kind = content.of(content.checklist.catalogue_title)
    paper.y += paper.write(
        [Para(p.text, 11, colour=style.ACCENT, bold=True) for p in kind], paper.left, paper.y, paper.inner
    )
    size = style.TITLE if paper.fonts.bold.width(content.title, style.TITLE) < paper.inner else 18.0
    paper.y += 2 + paper.write(
        (Para(content.title, size, bold=True, lines=3),), paper.left, paper.y + 2, paper.inner
    )
    paper.y += 12
    _meta(content, paper)
    top = paper.y + 20
    entries = [(part.name, part.title) for part in parts if part.before_diagrams]
    entries += [("diagrams", content.line("document.part.diagrams"))] if diagrams else []
    entries += [(part.name, part.title) for part in parts if not part.before_diagrams]
    numbered = [(name, title, before + body.anchor_pages[f"part:{name}"] + 1) for name, title in entries]
    if len(content.texts) > 1:  # the languages stand beside each other, the contents on a page of their own
        _choices(content, paper, top, paper.inner, beside=True)
        paper.turn()
        _contents(content, numbered, paper, paper.left, paper.y, paper.inner * 0.62)
        return paper.pages
    right = paper.left + paper.inner * 0.62
    _contents(content, numbered, paper, right, top, paper.left + paper.inner - right)
    _choices(content, paper, top, paper.inner * 0.56)
    return paper.pages


def _meta(content: Content, paper: Paper) -> None:
    paper.place(PlacedRule(paper.left, paper.y, paper.inner, style.RULE))
    cells = content.meta()
    share = paper.inner / len(cells)
    heights = []
    for i, (label, value) in enumerate(cells):
        height = paper.write((*label, *value), paper.left + i * share, paper.y + 8, share - style.GUTTER)
        heights.append(height)
    paper.y += max(heights) + 16
    paper.place(PlacedRule(paper.left, paper.y, paper.inner, style.RULE))


def _heading(content: Content, id: str, paper: Paper, x: float, y: float, width: float) -> float:
    return paper.write((Para(content.line(id), 12.5, bold=True),), x, y, width) + 6


def _choices(content: Content, paper: Paper, top: float, width: float, *, beside: bool = False) -> None:
    """Sentences, in one column or in one for each language; what a warning says stands behind them."""
    y = top + _heading(content, "document.part.choices", paper, paper.left, top, width)
    for words, mark in content.choices():
        columns = [(one,) for one in words] if beside else [words]
        marked = paper.block(mark, _MARK)
        share = (width - (_MARK + style.GUTTER if beside or mark else 0)) / len(columns)
        blocks = [paper.block(_short(column), share - style.GUTTER) for column in columns]
        height = max(block.height for block in (*blocks, marked))
        y = _room_for(height, y, paper)
        for i, block in enumerate(blocks):
            paper.put(block, paper.left + i * share, y)
        paper.put(marked, paper.left + width - _MARK, y)
        y += height + 4.5


def _room_for(height: float, y: float, paper: Paper) -> float:
    if y + height <= paper.bottom:
        return y
    paper.turn()
    return paper.y


def _short(value: Cell) -> Cell:
    return [Para(p.text, p.size, p.bold, p.colour, p.gap, lines=4) for p in value]


def _contents(
    content: Content,
    entries: Sequence[tuple[str, str, int]],
    paper: Paper,
    x: float,
    top: float,
    width: float,
) -> None:
    y = top + _heading(content, "document.part.contents", paper, x, top, width)
    font = paper.fonts.regular
    for name, title, page in entries:
        number = str(page)
        paper.write((Para(title),), x, y, width - 30)
        baseline = y + style.TEXT * (style.LEADING / 2 + 0.36)
        end = x + width - font.width(number, style.TEXT)
        paper.place(PlacedText(end, baseline, number, font, style.TEXT, style.SOFT))
        paper.place(PlacedLink(x, y, width, 15, f"part:{name}"))
        y += style.TEXT * style.LEADING + 3
        paper.place(PlacedRule(x, y - 1, width, style.HAIRLINE))
        y += 2
