"""What a page of the hand-out says about its flow: captions in each language, in one or three columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from portplanner.checklist.walk import Caption, FactKind
from portplanner.diagram.drawing import Chip, Drawing
from portplanner.export.pdf import style
from portplanner.export.pdf.paper import Block, Paper, Para, PlacedBox, PlacedDrawing

_SIZES = (14.0, 13.0, 12.0, 11.0, 10.5, 10.0, 9.5, 9.0, 8.5, 8.0)  # of the text, the largest first
_APART, _CLOSE = 0.6, 0.25
_INK_NOTICE, _NOTICE = "#5C4400", "#FFF6DF"
_LOOKS: Mapping[FactKind, tuple[float, bool, str]] = {  # size against the text, bold, colour
    "source": (1.1, True, style.INK),
    "destination": (1.1, True, style.INK),
    "ports": (2.0, True, style.ACCENT),
    "default": (1.0, True, style.INK),
    "connectors": (1.0, True, style.INK),
    "open-points": (0.88, False, _INK_NOTICE),
    "note": (0.84, False, style.SOFT),
    "sources": (0.7, False, style.SOFT),
}
_SHORT: tuple[FactKind, ...] = ("source", "destination", "protocol", "default")  # both languages in a line
_MARK = " · "
_SOURCE_MARK = "  ·  "
_PLAIN = (1.0, False, style.INK)
_BELOW: tuple[tuple[float, tuple[FactKind, ...]], ...] = (
    (0.29, ("source", "destination")),
    (0.21, ("ports", "protocol", "default")),
    (0.50, ("connectors", "services", "open-points", "note", "sources")),
)
_BESIDE = ((1.0, tuple(kind for _, kinds in _BELOW for kind in kinds)),)
_BETWEEN = 14.0  # columns
_TITLE, _HEADING, _SOFT, _SECTION = 1.4, 0.72, 0.84, 0.8
# What is left out, in this order, where a page is too small even for the smallest text.
_GIVES_WAY: tuple[FactKind, ...] = ("note", "services", "sources")


@dataclass(frozen=True, slots=True)
class Setting:
    """How large the text is, how far the facts stand apart, against the text, and what is left out."""

    size: float
    gap: float = _APART
    without: tuple[FactKind, ...] = ()

    @property
    def worth(self) -> float:
        """How good it is: larger text is better, leaving out is worse."""
        return self.size - len(self.without) * 10 - (self.gap < _APART)


_SETTINGS = (
    *(Setting(size) for size in _SIZES),
    *(Setting(_SIZES[-1], _CLOSE, _GIVES_WAY[:count]) for count in range(len(_GIVES_WAY) + 1)),
)


@dataclass(frozen=True, slots=True)
class _Item:
    """Paragraphs that stay together; ``inset`` is the space around them in a tinted box."""

    block: Block
    gap: float
    inset: float = 0.0

    @property
    def height(self) -> float:
        """The height with the box."""
        return self.block.height + 2 * self.inset


class Legend:
    """The captions of one step, one for each language of the document."""

    def __init__(self, captions: Sequence[Caption]) -> None:
        self._captions = captions
        self.name = f"{captions[0].number}  {self._both([c.title for c in captions])}"

    def texts(self) -> Iterator[str]:
        """Every text, for the fonts."""
        yield self.name
        for said in self._captions:
            yield from (said.section, said.title)
            for fact in said.facts:
                yield fact.heading
                yield from (line.text for line in fact.lines)

    def fitting(self, paper: Paper, width: float, room: float, below: bool) -> Setting:
        """Return the best way to set it in this room."""
        return next(
            (one for one in _SETTINGS if self._height(paper, width, below, one) <= room), _SETTINGS[-1]
        )

    def put(
        self, paper: Paper, left: float, top: float, width: float, room: float, below: bool, setting: Setting
    ) -> None:
        """Place it; where even the last way needs more room, the last texts of a column are left out."""
        x = left
        for number, (wide, kinds) in enumerate(_columns(width, below)):
            y = top
            if number == 0:
                y += self._head(paper, x, y, wide, setting.size, place=True)
            for item in self._items(paper, wide, kinds, setting):
                y += item.gap
                if item.inset:
                    height = min(item.height, top + room - y)
                    paper.place(PlacedBox(x, y, wide, height, _NOTICE))
                paper.put(item.block, x + item.inset, y + item.inset, top + room - y - 2 * item.inset)
                y += item.height
            x += wide + _BETWEEN

    def _height(self, paper: Paper, width: float, below: bool, setting: Setting) -> float:
        heights = []
        for number, (wide, kinds) in enumerate(_columns(width, below)):
            height = 0.0 if number else self._head(paper, 0, 0, wide, setting.size, place=False)
            items = self._items(paper, wide, kinds, setting)
            heights.append(height + sum(item.gap + item.height for item in items))
        return max(heights)

    def _head(self, paper: Paper, x: float, y: float, width: float, size: float, place: bool) -> float:
        """The section, and the title beside its number; returns their height."""
        section = self._each([c.section for c in self._captions], size * _SECTION, False, style.SOFT)
        above = paper.block(section, width)
        number, bold = str(self._captions[0].number), paper.fonts.bold
        high = size * _TITLE * style.LEADING
        wide = max(high, bold.width(number, size * _TITLE) + high * 0.4)
        titles = self._each([c.title for c in self._captions], size * _TITLE, True, style.INK, smaller=0.75)
        block = paper.block(titles, width - wide - 8)
        if place:
            paper.put(above, x, y)
            top = y + above.height + 2
            chip = Chip("", 0, 0, wide, high, number, size * _TITLE, style.ACCENT, style.ACCENT, "#FFFFFF")
            paper.place(PlacedDrawing(x, top, 1.0, Drawing("", "", wide, high, (chip,))))
            paper.put(block, x + wide + 8, top)
        return above.height + 2 + max(high, block.height)

    def _items(
        self, paper: Paper, width: float, kinds: Sequence[FactKind], setting: Setting
    ) -> Iterator[_Item]:
        size = setting.size
        gap = size * setting.gap if kinds[0] == "source" else 0.0  # nothing stands above the others' first
        for kind in kinds:
            if kind in setting.without or not any(fact.kind == kind for fact in self._captions[0].facts):
                continue
            inset = size * setting.gap * 0.8 if kind == "open-points" else 0.0
            paras = self._fact(paper, kind, width - 2 * inset, size)
            yield _Item(paper.block(paras, width - 2 * inset), gap, inset)
            gap = size * setting.gap

    def _fact(self, paper: Paper, kind: FactKind, width: float, size: float) -> list[Para]:
        facts = [next(fact for fact in said.facts if fact.kind == kind) for said in self._captions]
        factor, bold, colour = _LOOKS.get(kind, _PLAIN)
        soft = _INK_NOTICE if kind == "open-points" else style.SOFT
        heading = self._both([fact.heading for fact in facts])
        paras = [Para(heading, _size(size * _HEADING), True, soft)]
        large = size * factor
        if kind == "ports":  # no port is ever broken: all are set as large as the widest allows
            ports = [line.text for fact in facts for line in fact.lines if not line.soft]
            widest = max((paper.fonts.bold.width(port, 1.0) for port in ports), default=1.0)
            large = min(large, (width - 1) / widest)
        for lines in zip(*(fact.lines for fact in facts), strict=True):
            said = [line.text for line in lines]
            if kind in _SHORT and not lines[0].soft:
                paras.append(Para(self._both(said), _size(large), bold, colour))
            elif kind in _SHORT:  # names are the same in both languages
                parts = [part for one in said for part in one.split(_MARK)]
                paras.append(Para(self._both(parts), _size(size * _SOFT), False, soft))
            elif lines[0].soft:
                paras += self._each(said, size * _SOFT, False, soft)
            elif kind != "sources":
                paras += self._each(said, large, bold, colour, 0.6 if kind == "ports" else 1.0)
        if kind == "sources":
            named = [_SOURCE_MARK.join(line.text for line in fact.lines) for fact in facts]
            paras += self._each(named, large, bold, colour)
        return paras

    @staticmethod
    def _both(said: Sequence[str]) -> str:
        return _MARK.join(dict.fromkeys(said))

    @staticmethod
    def _each(said: Sequence[str], size: float, bold: bool, colour: str, smaller: float = 1.0) -> list[Para]:
        """Return a paragraph for each language; one that says the same is left out."""
        return [
            Para(text, _size(size if not i else size * smaller), bold, colour)
            for i, text in enumerate(dict.fromkeys(said))
        ]


def _columns(width: float, below: bool) -> list[tuple[float, tuple[FactKind, ...]]]:
    shares = _BELOW if below else _BESIDE
    inner = width - _BETWEEN * (len(shares) - 1)
    return [(share * inner, kinds) for share, kinds in shares]


def _size(size: float) -> float:
    return max(size, style.SMALL)
