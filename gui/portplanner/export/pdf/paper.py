"""Pages while they are laid out: what stands where, before the number of pages is known.

Positions are points from the page's top left corner, y growing downward.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from portplanner.diagram.drawing import Drawing
from portplanner.export.fonts import Font, Fonts
from portplanner.export.pdf import style
from portplanner.export.pdf.wrap import shortened, unbroken


@dataclass(frozen=True, slots=True)
class Para:
    """A paragraph of one look. ``gap`` is the space above it.

    A ``whole`` one stands on one line, smaller where it has to be, then without its middle: a name.
    """

    text: str
    size: float = style.TEXT
    bold: bool = False
    colour: str = style.INK
    gap: float = 0.0
    lines: int = 40  # more are not shown; an ellipsis says so
    link: str = ""  # the anchor that a click leads to
    whole: bool = False


Cell = Sequence[Para]


@dataclass(frozen=True, slots=True)
class PlacedText:
    """One line of text on a page; ``y`` is its baseline."""

    x: float
    y: float
    text: str
    font: Font
    size: float
    colour: str


@dataclass(frozen=True, slots=True)
class PlacedRule:
    """A horizontal hairline."""

    x: float
    y: float
    width: float
    colour: str
    weight: float = 0.5


@dataclass(frozen=True, slots=True)
class PlacedBox:
    """A filled rectangle behind what follows."""

    x: float
    y: float
    width: float
    height: float
    colour: str


@dataclass(frozen=True, slots=True)
class PlacedTick:
    """A box to tick. ``row`` is the id of its row, ``label`` what a screen reader says."""

    x: float
    y: float
    row: str
    label: str
    meaning: str
    ticked: bool


@dataclass(frozen=True, slots=True)
class PlacedField:
    """A box to write in. ``value`` is what it holds, ``lines`` what of it can be seen."""

    x: float
    y: float
    width: float
    height: float
    row: str
    name: str
    label: str
    value: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlacedLink:
    """An area that leads to an anchor of this document."""

    x: float
    y: float
    width: float
    height: float
    anchor: str


@dataclass(frozen=True, slots=True)
class PlacedAnchor:
    """A place that links and bookmarks lead to. With a ``title`` it is a bookmark of this level."""

    y: float
    name: str
    title: str = ""
    level: int = 0


@dataclass(frozen=True, slots=True)
class PlacedDrawing:
    """A diagram, its top left corner at (x, y). ``faded`` says how opaque some of its ids are."""

    x: float
    y: float
    scale: float
    drawing: Drawing
    faded: Mapping[str, float] = field(default_factory=dict)


Placed = (
    PlacedText | PlacedRule | PlacedBox | PlacedTick | PlacedField | PlacedLink | PlacedAnchor | PlacedDrawing
)


@dataclass(slots=True)
class Page:
    """What stands on one page, in painting order."""

    placed: list[Placed] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Block:
    """Paragraphs broken into lines for one width."""

    lines: tuple[tuple[str, Para, float], ...]  # text, its paragraph, its top from the block's top
    height: float


class Paper:
    """Pages that fill from the top to the bottom."""

    def __init__(self, size: tuple[float, float], fonts: Fonts) -> None:
        self.width, self.height = size
        self.fonts = fonts
        self.left = style.MARGIN
        self.inner = self.width - 2 * style.MARGIN
        self.bottom = self.height - style.BOTTOM
        self.pages: list[Page] = []
        self.y = self.bottom
        self.anchor_pages: dict[str, int] = {}

    def turn(self) -> None:
        """Begin a new page."""
        self.pages.append(Page())
        self.y = style.TOP

    @property
    def room(self) -> float:
        """The height that is left on this page; none before the first page."""
        return self.bottom - self.y if self.pages else 0.0

    @property
    def full_room(self) -> float:
        """The height of an empty page."""
        return self.bottom - style.TOP

    def place(self, *things: Placed) -> None:
        """Put things on this page."""
        self.pages[-1].placed.extend(things)

    def anchor(self, name: str, title: str = "", level: int = 0) -> None:
        """Make this place one that links and bookmarks lead to."""
        self.anchor_pages[name] = len(self.pages) - 1
        self.place(PlacedAnchor(self.y, name, title, level))

    def font(self, para: Para) -> Font:
        """Return the font of a paragraph."""
        return self.fonts.bold if para.bold else self.fonts.regular

    def block(self, cell: Cell, width: float) -> Block:
        """Break paragraphs into lines of this width."""
        lines: list[tuple[str, Para, float]] = []
        y = 0.0
        for para in cell:
            y += para.gap if lines else 0.0
            if para.whole:
                para = self._whole(para, width)
            for line in shortened(para.text, self.font(para), para.size, width, para.lines):
                lines.append((line, para, y))
                y += para.size * style.LEADING
        return Block(tuple(lines), y)

    def _whole(self, para: Para, width: float) -> Para:
        font = self.font(para)
        size = para.size if font.width(para.text, para.size) <= width else style.SMALL
        return replace(para, text=unbroken(para.text, font, size, width), size=size)

    def put(self, block: Block, x: float, y: float, room: float = 1e9) -> None:
        """Place a block; lines below ``room`` are left out and an ellipsis says so."""
        fitting = [line for line in block.lines if line[2] + line[1].size * style.LEADING <= room + 0.01]
        for i, (text, para, top) in enumerate(fitting):
            if i == len(fitting) - 1 and len(fitting) < len(block.lines):
                text = text[:-1] + "…"
            font = self.font(para)
            # The middle of capital letters comes to the middle of the line.
            baseline = y + top + para.size * (style.LEADING / 2 + 0.36)
            self.place(PlacedText(x, baseline, text, font, para.size, para.colour))
            if para.link:
                self.place(
                    PlacedLink(x, y + top, font.width(text, para.size), para.size * style.LEADING, para.link)
                )

    def write(self, cell: Cell, x: float, y: float, width: float) -> float:
        """Place paragraphs and return the height that they took."""
        block = self.block(cell, width)
        self.put(block, x, y)
        return block.height
