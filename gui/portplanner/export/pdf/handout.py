"""handout(checklist, plan): the walkthrough as a PDF with one page a step, to take home."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from portplanner.catalogue.model import Diagram
from portplanner.checklist.model import Checklist, Flow
from portplanner.checklist.walk import Step, caption, diagram_text, ends, part_text, walk
from portplanner.diagram.draw import draw
from portplanner.diagram.drawing import Area, Arrow, Chip, Drawing, Label, Line, Shape
from portplanner.diagram.page import SIZES, SMALLEST, PaperSize, Size, parts, readable, scale
from portplanner.diagram.style import TEXT
from portplanner.diagram.view import LABELS, PLAIN, Callouts, View
from portplanner.export.fonts import fonts
from portplanner.export.pdf import style
from portplanner.export.pdf.content import Content
from portplanner.export.pdf.legend import Legend, Setting
from portplanner.export.pdf.paint import Properties, paint
from portplanner.export.pdf.paper import Paper, Para, PlacedDrawing, PlacedRule, PlacedText
from portplanner.export.words import texts
from portplanner.plan.model import Plan
from portplanner.text import Text

_FADED: Mapping[str, float] = {"flow": 0.25, "link": 0.25, "server": 0.45}
_HALO = 7.0  # how much wider than its arrow the halo of the current flow is
_LARGEST = 1.4  # times; a drawing of a few shapes need not fill the page
_SIDE = 0.36  # of the width, what a caption beside the drawing takes
_LEAST_BELOW = 150.0  # points that a caption below the drawing has at least
_GAP = 18.0
_TOP = 52.0
_COMFORTABLE = 9.5  # the size of text for which a drawing gives way


@dataclass(frozen=True, slots=True)
class _Placement:
    """Where a drawing and its caption stand on a page."""

    drawing: Drawing
    scale: float
    below: bool


@dataclass(frozen=True, slots=True)
class _Place:
    """A drawing at its size, and where its caption stands and how it is set."""

    drawing: Drawing
    scale: float
    left: float
    top: float
    width: float
    setting: Setting


def handout(
    checklist: Checklist,
    plan: Plan,
    diagrams: Sequence[Diagram] | None = None,
    size: PaperSize | None = None,
    view: View = PLAIN,
) -> bytes:
    """Return the PDF. ``diagrams`` picks some of them; ``size`` replaces the plan's paper.

    The captions say what lines carry and what the signs mean, so the drawings need not.
    """
    words = texts(plan.document.language)
    content = Content(checklist, plan, words)
    steps = [step for step in walk(checklist) if diagrams is None or step.flow.diagram in diagrams]
    legends = {step.flow.id: Legend([caption(checklist, step, text) for text in words]) for step in steps}
    page = SIZES[size or plan.document.paper]
    pictures = _Pictures(checklist, plan, words[0], page, view)
    cut = fonts(_all_texts(content, words, steps, legends.values(), pictures))
    paper = Paper(page, cut)
    for number, step in enumerate(steps):
        _page(paper, step, legends[step.flow.id], pictures, words, steps[number - 1] if number else None)
    if not steps:
        paper.turn()
        paper.write(
            (Para(_line(words, "walkthrough.nothing"), style.HEADING),), paper.left, _TOP, paper.inner
        )
    for number, made in enumerate(paper.pages, 1):
        made.placed += _furniture(paper, content, number, len(paper.pages))
    properties = Properties(
        title=content.title,
        author=content.document.prepared_by or content.document.organization,
        subject=_line(words, "walkthrough.subject"),
        language=words[0].language,
    )
    return paint(paper.pages, page, cut, properties)


def _page(
    paper: Paper, step: Step, legend: Legend, pictures: _Pictures, words: Sequence[Text], before: Step | None
) -> None:
    paper.turn()
    paper.y = _TOP
    section = _section(step, words)
    if before is None or _section(before, words) != section:
        paper.anchor(f"section:{step.flow.diagram}:{step.part}", section, 0)
    paper.anchor(f"row:{step.flow.id}", legend.name, 1)  # the chips of all pages lead here
    found = [_fitted(paper, legend, placement) for placement in pictures.placements(step)]
    place = found[0]
    if place.setting.worth < SMALLEST:  # not everything fits beside the larger drawing
        place = max(found, key=lambda one: one.setting.worth)
    drawing, k = place.drawing, place.scale
    below = place.top > _TOP
    x = paper.left + (paper.inner - drawing.width * k) / 2 if below else paper.left
    spare = paper.bottom - _TOP - drawing.height * k
    y = _TOP if below else _TOP + max(0.0, min(spare / 2, _GAP * 2))
    paper.place(PlacedDrawing(x, y, k, _emphasized(drawing, step), _faded(drawing, step)))
    if drawing.notice:
        notice = (Para(drawing.notice, style.SMALL, colour=style.SOFT),)
        paper.write(notice, x, y + drawing.height * k, drawing.width * k)
    legend.put(paper, place.left, place.top, place.width, paper.bottom - place.top, below, place.setting)


def _fitted(paper: Paper, legend: Legend, placement: _Placement) -> _Place:
    """Return where things stand: the drawing gives way as far as it can be read, for text of good size."""
    drawing, below = placement.drawing, placement.below
    least = min(placement.scale, SMALLEST / _smallest(drawing))
    tried: list[_Place] = []
    for part in (0.0, 0.25, 0.5, 0.75, 1.0):
        k = placement.scale + (least - placement.scale) * part
        left = paper.left if below else paper.left + drawing.width * k + _GAP
        top = _TOP + drawing.height * k + _GAP if below else _TOP
        width = paper.left + paper.inner - left
        setting = legend.fitting(paper, width, paper.bottom - top, below)
        tried.append(_Place(drawing, k, left, top, width, setting))
        if setting.worth >= _COMFORTABLE:
            break
    best = max(tried, key=lambda place: place.setting.worth)
    return best if best.setting.worth > 0 else tried[-1]


def _smallest(drawing: Drawing) -> float:
    return min((shape.size for shape in drawing.shapes if isinstance(shape, Label | Chip)), default=TEXT)


class _Pictures:
    """The drawing for each step: the whole diagram, or a part of it that can still be read."""

    def __init__(self, checklist: Checklist, plan: Plan, text: Text, page: Size, view: View) -> None:
        self._checklist, self._plan, self._text = checklist, plan, text
        callouts: Callouts = "port" if view.callouts == "purpose" else view.callouts
        self._view = replace(view, callouts=callouts, legend=False)
        wide, high = page[0] - 2 * style.MARGIN, page[1] - _TOP - style.BOTTOM
        self._beside: Size = wide * (1 - _SIDE) - _GAP, high
        self._below: Size = wide, high - _LEAST_BELOW - _GAP
        self._drawn = cache(self._draw)
        self._parts = cache(self._split)
        self.placements = cache(self._placements)

    def _placements(self, step: Step) -> list[_Placement]:
        """Return the drawing with this step, where its caption may stand; the largest drawing first."""
        for drawing in self._ever_smaller(step.flow):
            if step.flow.id not in drawing.flows:
                continue
            found = [
                (scale(drawing, room, _LARGEST), below)
                for room, below in ((self._beside, False), (self._below, True))
                if readable(drawing, room)
            ]
            if found:
                return [_Placement(drawing, *one) for one in sorted(found, reverse=True)]
        return [_Placement(drawing, scale(drawing, self._below, _LARGEST), True)]

    def _ever_smaller(self, flow: Flow) -> Iterator[Drawing]:
        """Yield the whole diagram, its parts, the flows of one layer, and at last the flow alone."""
        layers = self._view.layers | ({flow.layer} if flow.layer else set())
        view = replace(self._view, layers=frozenset(layers))
        yield self._drawn(flow.diagram, view, None)
        yield from self._parts(flow.diagram, view)
        alike = [
            one.id for one in self._checklist.flows if (one.diagram, one.layer) == (flow.diagram, flow.layer)
        ]
        for ids in (alike, [flow.id]):
            for labels in LABELS[1::-1]:
                yield self._drawn(flow.diagram, replace(view, labels=labels), frozenset(ids))

    def _draw(self, diagram: Diagram, view: View, only: frozenset[str] | None) -> Drawing:
        return draw(self._checklist, self._plan, diagram, self._text, view, only=only)

    def _split(self, diagram: Diagram, view: View) -> tuple[Drawing, ...]:
        return parts(self._checklist, self._plan, diagram, self._text, view, self._below)


# The current flow stands out ----------------------------------------------------------------------


def _faded(drawing: Drawing, step: Step) -> dict[str, float]:
    """Return how strongly what does not belong to this step is still seen."""
    near = ends(step) | {step.flow.id}
    return {
        element.id: _FADED[element.kind]
        for element in drawing.elements
        if element.kind in _FADED and element.id not in near
    }


def _emphasized(drawing: Drawing, step: Step) -> Drawing:
    """Return the drawing with a halo behind the flow of this step, above the areas and below all else."""
    areas = [shape for shape in drawing.shapes if isinstance(shape, Area)]
    halos = [halo for shape in drawing.shapes if shape.id == step.flow.id for halo in _halo(shape)]
    others = [shape for shape in drawing.shapes if not isinstance(shape, Area)]
    return replace(drawing, shapes=(*areas, *halos, *others))


def _halo(shape: Shape) -> Iterator[Shape]:
    match shape:
        case Arrow():
            width = shape.stroke_width + _HALO
            yield Line(shape.id, shape.x1, shape.y1, shape.x2, shape.y2, "halo", width)
        case Chip():
            yield Area(
                shape.id, shape.x, shape.y, shape.width, shape.height, "", "halo", _HALO, shape.height / 2
            )
        case Area():
            yield replace(shape, fill="", stroke="halo", stroke_width=_HALO, dashed=False)


# Around it ----------------------------------------------------------------------------------------


def _line(words: Iterable[Text], id: str, **places: object) -> str:
    return " · ".join(dict.fromkeys(text(id, **places) for text in words))


def _section(step: Step, words: Iterable[Text]) -> str:
    return " / ".join(dict.fromkeys(_section_in(step, text) for text in words))


def _section_in(step: Step, text: Text) -> str:
    diagram, part = diagram_text(step, text), part_text(step, text)
    return text("walkthrough.section", diagram=diagram, part=part) if part else diagram


def _all_texts(
    content: Content,
    words: Sequence[Text],
    steps: Iterable[Step],
    legends: Iterable[Legend],
    pictures: _Pictures,
) -> Iterator[str]:
    """Every text of the document, for the fonts."""
    yield from (content.title, content.organization, content.footer, "0123456789·/…")
    yield content.page_line(1, 2)
    yield _line(words, "walkthrough.nothing")
    for legend in legends:
        yield from legend.texts()
    for step in steps:
        drawing = pictures.placements(step)[0].drawing
        yield drawing.notice
        yield from (shape.text for shape in drawing.shapes if isinstance(shape, Label | Chip))


def _furniture(paper: Paper, content: Content, number: int, count: int) -> list[PlacedText | PlacedRule]:
    """Return the header and the footer."""
    font = paper.fonts.regular
    right_edge = paper.left + paper.inner

    def line(text: str, y: float, right: bool, room: float) -> PlacedText:
        while font.width(text, style.SMALL) > room:
            text = text[:-2] + "…"
        x = right_edge - font.width(text, style.SMALL) if right else paper.left
        return PlacedText(x, y, text, font, style.SMALL, style.SOFT)

    low = paper.height - 27
    return [
        line(content.title, 30, False, paper.inner * 0.6),
        line(content.organization, 30, True, paper.inner * 0.36),
        PlacedRule(paper.left, 37, paper.inner, style.HAIRLINE),
        PlacedRule(paper.left, low - 12, paper.inner, style.HAIRLINE),
        line(content.footer, low, False, paper.inner * 0.68),
        line(content.page_line(number, count), low, True, paper.inner * 0.3),
    ]
