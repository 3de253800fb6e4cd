"""The way from one drawing to the next: what stays moves, what goes fades out, what comes fades in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from portplanner.diagram.drawing import Area, Arrow, Chip, Drawing, Glyph, Label, Line, Shape

_GONE = 0.6  # the part of the way after which nothing is left of what goes
_COMES = 0.4  # the part of the way before which nothing is seen of what comes

Key = tuple[type[Shape], str, str, int]


@dataclass(frozen=True, slots=True)
class Frame:
    """A moment on the way: shapes in painting order, and how opaque each of them is."""

    width: float
    height: float
    shapes: tuple[Shape, ...]
    opacities: tuple[float, ...]


def still(drawing: Drawing) -> Frame:
    """Return a drawing as it is when nothing moves."""
    return Frame(drawing.width, drawing.height, drawing.shapes, (1.0,) * len(drawing.shapes))


def between(old: Frame, new: Drawing, t: float) -> Frame:
    """Return the moment ``t`` of the way, from 0 (exactly ``old``) to 1 (exactly ``new``)."""
    return Change(old, new).at(t)


class Change:
    """The way from what is on the screen to a new drawing; what belongs together is found once.

    Shapes are the same thing when kind, id and what is written in them are equal, and the count of
    such shapes before them. The first part of an id that has a dot is its diagram's name and does
    not count: the lanes and servers of one diagram move to their places in another one. A chip
    stays when its words change; other texts with new words fade over.
    """

    def __init__(self, old: Frame, new: Drawing) -> None:
        self._old, self._new = old, still(new)
        stays = _matched(old.shapes, new.shapes)
        places = {was: i for i, was in stays.items()}
        goes: dict[int, list[int]] = {}  # what goes lies on what it lay on: above that shape's new place
        below = -1
        for was in range(len(old.shapes)):
            if was in places:
                below = places[was]
            else:
                goes.setdefault(below, []).append(was)
        self._steps: list[tuple[int | None, int | None]] = [(was, None) for was in goes.get(-1, ())]
        for i in range(len(new.shapes)):
            self._steps.append((stays.get(i), i))
            self._steps += [(was, None) for was in goes.get(i, ())]

    def at(self, t: float) -> Frame:
        """Return the moment ``t`` of the way."""
        if t <= 0:
            return self._old
        if t >= 1:
            return self._new
        old, new = self._old, self._new
        going = max(0.0, 1 - t / _GONE)
        coming = max(0.0, (t - _COMES) / (1 - _COMES))
        shapes: list[Shape] = []
        opacities: list[float] = []
        for was, now in self._steps:
            if was is not None and now is not None:
                before, after = old.shapes[was], new.shapes[now]
                shapes.append(after if before == after else _moved(before, after, t))
                opacities.append(old.opacities[was] + (1 - old.opacities[was]) * t)
            elif was is not None and going:
                shapes.append(old.shapes[was])
                opacities.append(old.opacities[was] * going)
            elif now is not None and coming:
                shapes.append(new.shapes[now])
                opacities.append(coming)
        return Frame(
            _mix(old.width, new.width, t), _mix(old.height, new.height, t), tuple(shapes), tuple(opacities)
        )


def _matched(old: Sequence[Shape], new: Sequence[Shape]) -> dict[int, int]:
    """Return which new shape was which old one, by their places."""
    places = {key: i for i, key in enumerate(_keys(old))}
    stays = {i: places.pop(key) for i, key in enumerate(_keys(new)) if key in places}
    goes = sorted(places.values())
    comes = [i for i in range(len(new)) if i not in stays]
    chips = {key: goes[i] for i, key in enumerate(_keys((old[i] for i in goes), worded=False))}
    for i, key in zip(comes, _keys((new[i] for i in comes), worded=False), strict=True):
        if key[0] is Chip and key in chips:
            stays[i] = chips[key]
    return stays


def _keys(shapes: Iterable[Shape], *, worded: bool = True) -> Iterator[Key]:
    counts: dict[tuple[type[Shape], str, str], int] = {}
    for shape in shapes:
        _, dot, name = shape.id.partition(".")
        one = (type(shape), name if dot else shape.id, _words(shape) if worded else "")
        count = counts[one] = counts.get(one, -1) + 1
        yield (*one, count)


def _words(shape: Shape) -> str:
    match shape:
        case Label() | Chip():
            return shape.text
        case Glyph():
            return shape.kind
        case _:
            return ""


def _mix(a: float, b: float, t: float) -> float:
    return a + (b - a) * t


def _moved(old: Shape, new: Shape, t: float) -> Shape:
    """Return a shape on its way; colours and words change in the middle of it."""
    near = new if t >= 0.5 else old
    match old, new, near:
        case Area(), Area(), Area():
            return Area(
                new.id, _mix(old.x, new.x, t), _mix(old.y, new.y, t), _mix(old.width, new.width, t),
                _mix(old.height, new.height, t), near.fill, near.stroke,
                _mix(old.stroke_width, new.stroke_width, t), _mix(old.radius, new.radius, t), near.dashed,
            )  # fmt: skip
        case Line(), Line(), Line():
            return Line(
                new.id, _mix(old.x1, new.x1, t), _mix(old.y1, new.y1, t), _mix(old.x2, new.x2, t),
                _mix(old.y2, new.y2, t), near.stroke, _mix(old.stroke_width, new.stroke_width, t),
                near.dashed,
            )  # fmt: skip
        case Arrow(), Arrow(), Arrow():
            return Arrow(
                new.id, _mix(old.x1, new.x1, t), _mix(old.y1, new.y1, t), _mix(old.x2, new.x2, t),
                _mix(old.y2, new.y2, t), near.stroke, _mix(old.stroke_width, new.stroke_width, t),
                _mix(old.head, new.head, t), near.dashed,
            )  # fmt: skip
        case Chip(), Chip(), Chip():
            return Chip(
                new.id, _mix(old.x, new.x, t), _mix(old.y, new.y, t), _mix(old.width, new.width, t),
                _mix(old.height, new.height, t), near.text, near.size, near.fill, near.stroke, near.colour,
                near.bold,
            )  # fmt: skip
        case Glyph(), Glyph(), Glyph():
            return Glyph(
                new.id, new.kind, _mix(old.x, new.x, t), _mix(old.y, new.y, t), _mix(old.size, new.size, t)
            )
        case Label(), Label(), Label():
            return Label(
                new.id, _mix(_left(old), _left(new), t) + _shift(new), _mix(old.baseline, new.baseline, t),
                new.width, new.text, near.size, near.colour, near.bold, new.anchor,
            )  # fmt: skip
        case _:
            return near


_SHIFTS = {"start": 0.0, "middle": 0.5, "end": 1.0}


def _shift(label: Label) -> float:
    return _SHIFTS[label.anchor] * label.width


def _left(label: Label) -> float:
    return label.x - _shift(label)
