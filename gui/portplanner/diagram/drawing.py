"""A Drawing: a diagram as positioned shapes, painted alike by the window, the PDF and the SVG.

Units are points; x grows to the right, y grows downward, the origin is the top left corner.
Colours are names of the style record (``style.py``), so that one Drawing serves light and dark.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Anchor = Literal["start", "middle", "end"]
# A flow is an arrow with a port; a link is one that must never be restricted. "rule" is a ground rule.
ElementKind = Literal["flow", "link", "server", "lane", "firewall", "frame", "rule", "legend", "title"]


@dataclass(frozen=True, slots=True)
class Area:
    """A filled rectangle with rounded corners: a lane, a lane's header, a server's box, a frame."""

    id: str
    x: float
    y: float
    width: float
    height: float
    fill: str  # a colour name, "" for none
    stroke: str = ""  # a colour name, "" for none
    stroke_width: float = 1.0
    radius: float = 0.0
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A straight line without a head: a firewall."""

    id: str
    x1: float
    y1: float
    x2: float
    y2: float
    stroke: str
    stroke_width: float = 1.0
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Arrow:
    """A straight arrow; its filled head ends exactly at (x2, y2)."""

    id: str
    x1: float
    y1: float
    x2: float
    y2: float
    stroke: str
    stroke_width: float = 2.5
    head: float = 9.0  # length of the head; its half width is 0.5 of that
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Chip:
    """A label on a line: a filled pill with one line of text in its middle."""

    id: str
    x: float
    y: float
    width: float
    height: float
    text: str
    size: float
    fill: str
    stroke: str
    colour: str
    bold: bool = True


@dataclass(frozen=True, slots=True)
class Glyph:
    """A picture from ``glyphs.py``, scaled into the square at (x, y)."""

    id: str
    kind: str
    x: float
    y: float
    size: float


@dataclass(frozen=True, slots=True)
class Label:
    """One line of text. ``x`` is where ``anchor`` says, ``baseline`` the y of the baseline.

    ``width`` is the measured width of the text in the project's font.
    """

    id: str
    x: float
    baseline: float
    width: float
    text: str
    size: float
    colour: str
    bold: bool = False
    anchor: Anchor = "start"


Shape = Area | Line | Arrow | Chip | Glyph | Label


@dataclass(frozen=True, slots=True)
class Element:
    """One thing of a diagram that can be pointed at: all shapes with its id belong to it.

    ``title`` is one sentence for tooltips and screen readers. ``number`` is a flow's row number in
    the checklist, 0 where there is none. ``stack`` counts the servers of a node that can be folded
    and unfolded, 0 where there is nothing to fold.
    """

    id: str
    kind: ElementKind
    title: str
    number: int = 0
    stack: int = 0


@dataclass(frozen=True, slots=True)
class Drawing:
    """A diagram. ``shapes`` are in painting order, ``elements`` in reading order.

    Several shapes share an id when they stand for one thing: the arrow, chip and caption of a flow.
    ``notice`` is a text that must be shown with the drawing, empty when there is none.
    """

    id: str
    title: str
    width: float
    height: float
    shapes: tuple[Shape, ...]
    elements: tuple[Element, ...] = ()
    notice: str = ""

    @property
    def titles(self) -> dict[str, str]:
        """The sentence of each element by its id."""
        return {element.id: element.title for element in self.elements}

    @property
    def flows(self) -> frozenset[str]:
        """The ids of all flows, links between servers included."""
        return frozenset(element.id for element in self.elements if element.kind in ("flow", "link"))
