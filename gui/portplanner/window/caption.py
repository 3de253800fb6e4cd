"""What a walkthrough says about one flow, set as large as its room allows."""

# ruff: noqa: D102 -- what an overridden method promises stands at its base

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QSizePolicy, QWidget

from portplanner.checklist.walk import Caption, Fact, FactKind
from portplanner.window.fonts import font
from portplanner.window.theme import Colours

_LEAST = 13.0  # the base size in pixels, below which nothing is made smaller
_LEAST_TEXT = 11.0  # no line is set smaller than this
_LINES_IN_SCREEN = 34.0  # the base size is at most the window's height divided by this
_COMFORTABLE = 0.85  # of the largest size: for less, the diagram gives way
_TIGHT = 0.9  # how far lines stand apart, against what the font asks for
_LOOKS: dict[FactKind, tuple[float, bool]] = {  # size against the base, and whether bold
    "source": (1.15, True),
    "destination": (1.15, True),
    "ports": (2.2, True),
    "protocol": (1.0, False),
    "default": (1.0, True),
    "connectors": (1.0, True),
    "services": (0.85, False),
    "open-points": (0.85, False),
    "note": (0.74, False),
}
_HEADING = 0.64
_SOFT = 0.76
_SECTION = 0.74
_TITLE = 1.5
# Below a wide diagram the facts stand in columns, each with its share of the width.
_BAND: tuple[tuple[float, tuple[FactKind, ...]], ...] = (
    (0.33, ("source", "destination")),
    (0.22, ("ports", "protocol", "default")),
    (0.45, ("connectors", "services", "open-points", "note")),
)
_COLUMN: tuple[tuple[float, tuple[FactKind, ...]], ...] = (
    (1.0, ("source", "destination", "ports", "protocol", "default", "connectors", "services", "open-points",
           "note")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Run:
    """A piece of text in one look, broken into lines; ``layout`` holds them."""

    layout: QTextLayout
    place: QPointF
    colour: str
    height: float


@dataclass(frozen=True, slots=True)
class _Box:
    """A filled rectangle behind the text."""

    rect: QRectF
    fill: str
    edge: str = ""


@dataclass(slots=True)
class _Column:
    """Texts below each other."""

    runs: list[_Run]
    boxes: list[_Box]
    height: float = 0.0
    wide: float = 0.0  # the widest port


class CaptionView(QWidget):
    """Shows one caption; a port is never cut, and the least important texts go first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._caption: Caption | None = None
        self._colours: Colours | None = None
        self.band = False  # whether it lies below the diagram
        self.size_used = 0.0
        self.shown: tuple[FactKind, ...] = ()
        self.cut = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_caption(self, caption: Caption | None, colours: Colours) -> None:
        """Show this caption, or nothing."""
        self._caption, self._colours = caption, colours
        self.setAccessibleName(caption.title if caption else "")
        self.setAccessibleDescription(caption.sentence if caption else "")
        self.update()

    def fits(self, comfortably: bool) -> bool:
        """Whether everything that a room asks for fits: in the smallest size, or nearly in the largest."""
        if self._caption is None or self._colours is None:
            return True
        size = max(self._most * _COMFORTABLE, _LEAST) if comfortably else _LEAST
        return self._fits(self._laid(_needed(self._caption), self._colours, size))

    @property
    def _most(self) -> float:
        return max(self.window().height() / _LINES_IN_SCREEN, _LEAST)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._caption is None or self._colours is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        columns = self._fitted(self._caption, self._colours)
        for column in columns:
            for box in column.boxes:
                painter.setPen(QColor(box.edge) if box.edge else Qt.PenStyle.NoPen)
                painter.setBrush(QColor(box.fill))
                radius = min(box.rect.height() / 2, 8.0) if box.edge else box.rect.height() / 2
                painter.drawRoundedRect(box.rect, radius, radius)
            for run in column.runs:
                painter.setPen(QColor(run.colour))
                run.layout.draw(painter, run.place)
        painter.end()

    # How large

    def _fitted(self, caption: Caption, colours: Colours) -> Sequence[_Column]:
        """Return the columns in the largest size in which they fit; a note gives way first."""
        needed = _needed(caption)
        size = self._largest(needed, colours, self._most)
        for wanted in (size, size * 0.93, size * 0.86):
            with_note = self._laid(caption, colours, wanted)
            if wanted >= _LEAST and self._fits(with_note):
                return self._used(caption.facts, wanted, with_note, cut=False)
        laid = self._laid(needed, colours, size)
        if self._fits(laid):
            return self._used(needed.facts, size, laid, cut=False)
        return self._used(needed.facts, size, [self._shortened(column) for column in laid], cut=True)

    def _used(
        self, facts: Iterable[Fact], size: float, columns: Sequence[_Column], cut: bool
    ) -> Sequence[_Column]:
        self.shown = tuple(fact.kind for fact in facts)
        self.size_used, self.cut = size, cut
        return columns

    def _largest(self, caption: Caption, colours: Colours, most: float) -> float:
        low, high = _LEAST, most
        if self._fits(self._laid(caption, colours, high)):
            return high
        for _ in range(7):
            middle = (low + high) / 2
            if self._fits(self._laid(caption, colours, middle)):
                low = middle
            else:
                high = middle
        return low

    def _fits(self, columns: Sequence[_Column]) -> bool:
        widths = [share * self._inner for share, _ in self._shares]
        return all(
            column.height <= self.height() and column.wide <= width
            for column, width in zip(columns, widths, strict=True)
        )

    def _shortened(self, column: _Column) -> _Column:
        """Leave out what does not fit: the last texts of the column."""
        kept = [run for run in column.runs if run.place.y() + run.height <= self.height()]
        boxes = [box for box in column.boxes if box.rect.bottom() <= self.height()]
        return _Column(kept, boxes, column.height, column.wide)

    # Where what stands

    @property
    def _shares(self) -> tuple[tuple[float, tuple[FactKind, ...]], ...]:
        return _BAND if self.band else _COLUMN

    @property
    def _gap(self) -> float:
        return self.width() * 0.025 if self.band else 0.0

    @property
    def _inner(self) -> float:
        return self.width() - self._gap * (len(self._shares) - 1)

    def _laid(self, caption: Caption, colours: Colours, size: float) -> list[_Column]:
        facts = {fact.kind: fact for fact in caption.facts}
        columns: list[_Column] = []
        left = 0.0
        for number, (share, kinds) in enumerate(self._shares):
            setter = _Setter(self, colours, size, left, share * self._inner)
            if number == 0:
                setter.head(caption)
            for kind in kinds:
                if kind in facts:
                    setter.fact(facts[kind])
            columns.append(setter.column)
            left += share * self._inner + self._gap
        return columns


def _needed(caption: Caption) -> Caption:
    """Return the caption without what gives way first."""
    return replace(caption, facts=tuple(f for f in caption.facts if f.kind not in ("note", "sources")))


class _Setter:
    """Sets texts below each other in one column."""

    def __init__(self, view: QWidget, colours: Colours, size: float, left: float, width: float) -> None:
        self.column = _Column([], [])
        self._points = 72 / view.logicalDpiY()
        self._colours, self._size, self._left, self._width = colours, size, left, width

    def head(self, caption: Caption) -> None:
        """Set the section, and the title beside its number."""
        c = self._colours
        self._text(caption.section, _SECTION, False, c.soft)
        self.column.height += self._size * 0.2
        number = str(caption.number)
        face = self._font(_TITLE, True)
        digits = QFontMetricsF(face)
        high = digits.height()
        wide = max(high, digits.horizontalAdvance(number) + high * 0.5)
        top = self.column.height
        self.column.boxes.append(_Box(QRectF(self._left, top, wide, high), c.accent))
        layout, height = _layout(number, face, wide, centred=True)
        place = QPointF(self._left, top + (high - height) / 2)
        self.column.runs.append(_Run(layout, place, c.on_accent, height))
        self.column.height += (high - height) / 2
        self._text(caption.title, _TITLE, True, c.ink, left=wide + self._size * 0.5)
        self.column.height = max(self.column.height, top + high)

    def fact(self, fact: Fact) -> None:
        """Set a heading and what stands below it."""
        c = self._colours
        factor, bold = _LOOKS.get(fact.kind, (1.0, False))
        gap = self._size * 0.55 if self.column.height else 0.0
        self.column.height += gap
        notice = fact.kind == "open-points"
        pad = self._size * 0.45 if notice else 0.0
        top = self.column.height
        self.column.height += pad
        ink, soft = (c.notice_ink, c.notice_ink) if notice else (c.ink, c.soft)
        self._text(fact.heading, _HEADING, True, soft, pad, pad)
        if fact.kind == "ports":
            self._ports([line.text for line in fact.lines if not line.soft], factor)
        for line in fact.lines:
            if line.soft:
                self._text(line.text, _SOFT, False, soft, pad, pad)
            elif fact.kind != "ports":
                self._text(line.text, factor, bold, soft if fact.kind == "note" else ink, pad, pad)
        self.column.height += pad
        if notice:
            box = QRectF(self._left, top, self._width, self.column.height - top)
            self.column.boxes.append(_Box(box, c.notice, c.notice_edge))

    def _ports(self, ports: Sequence[str], factor: float) -> None:
        """Set ports beside each other as far as they go; none is ever broken, all are as large as fits."""
        metrics = QFontMetricsF(self._font(factor, True))
        widest = max((metrics.horizontalAdvance(port) for port in ports), default=1.0)
        face = self._font(max(min(factor, factor * self._width / widest * 0.96), 1.0), True)
        x = high = 0.0
        for port in ports:
            wide = QFontMetricsF(face).horizontalAdvance(port)
            if x and x + wide > self._width:
                x = 0.0
                self.column.height += high
            layout, high = _layout(port, face, 0.0, breaks=False)
            place = QPointF(self._left + x, self.column.height)
            self.column.runs.append(_Run(layout, place, self._colours.accent, high))
            self.column.wide = max(self.column.wide, wide)
            x += wide + self._size * 0.8
        self.column.height += high

    def _text(
        self, text: str, factor: float, bold: bool, colour: str, left: float = 0.0, right: float = 0.0
    ) -> None:
        layout, height = _layout(text, self._font(factor, bold), self._width - left - right)
        place = QPointF(self._left + left, self.column.height)
        self.column.runs.append(_Run(layout, place, colour, height))
        self.column.height += height

    def _font(self, factor: float, bold: bool) -> QFont:
        pixels = max(self._size * factor, _LEAST_TEXT)
        return font(round(pixels * self._points * 2) / 2, bold)


def _layout(
    text: str, face: QFont, width: float, centred: bool = False, breaks: bool = True
) -> tuple[QTextLayout, float]:
    """Return a text broken into lines of this width, and how high it is."""
    layout = QTextLayout(text, face)
    option = QTextOption(Qt.AlignmentFlag.AlignHCenter if centred else Qt.AlignmentFlag.AlignLeft)
    wraps = QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere if breaks else QTextOption.WrapMode.NoWrap
    option.setWrapMode(wraps)
    layout.setTextOption(option)
    layout.setCacheEnabled(True)
    natural = QFontMetricsF(face).height()
    step = natural * _TIGHT
    y = -(natural - step) / 2
    count = 0
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(max(width, 1.0) if breaks else 1e6)
        line.setPosition(QPointF(0, y + count * step))
        count += 1
    layout.endLayout()
    return layout, count * step
