"""What is where in a drawing: the place of each element, and the element at each place."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF

from portplanner.diagram.drawing import Area, Arrow, Chip, Drawing, Element, Glyph, Label, Line, Shape

_PICKED = ("flow", "link", "server", "rule", "firewall", "frame")  # what a click means
_STOPS = ("flow", "link", "server", "rule")  # where the keyboard stops
_SHIFTS = {"start": 0.0, "middle": 0.5, "end": 1.0}


class Places:
    """The places of one drawing. ``order`` are the ids where the keyboard stops, in reading order."""

    def __init__(self, drawing: Drawing) -> None:
        self.elements: dict[str, Element] = {element.id: element for element in drawing.elements}
        self.boxes: dict[str, QRectF] = {}
        self._shapes: list[Shape] = []
        self._centres: dict[str, QPointF] = {}
        for shape in drawing.shapes:
            element = self.elements.get(shape.id)
            if element is None:
                continue
            box = _rect(shape).adjusted(-1, -1, 1, 1)
            self.boxes[shape.id] = self.boxes[shape.id].united(box) if shape.id in self.boxes else box
            if isinstance(shape, Arrow | Area):
                self._centres.setdefault(shape.id, box.center())
            if element.kind in _PICKED:
                self._shapes.append(shape)
        self.order = [
            element.id for element in drawing.elements if element.kind in _STOPS and element.id in self.boxes
        ]

    def centre(self, id: str) -> QPointF:
        """Return where this element can be clicked."""
        return self._centres.get(id) or self.boxes[id].center()

    def id_at(self, point: QPointF, reach: float) -> str:
        """Return the id of what is here, or of the nearest arrow within reach; empty when there is none."""
        nearest, best = "", reach
        box = ""
        for shape in self._shapes:
            if isinstance(shape, Arrow):
                distance = _distance(shape, point)
                if distance < best:
                    nearest, best = shape.id, distance
            elif _rect(shape).contains(point):
                box = shape.id  # the last one painted lies on top
                if isinstance(shape, Chip):
                    nearest, best = shape.id, 0.0
        return nearest or box


def _rect(shape: Shape) -> QRectF:
    match shape:
        case Area() | Chip():
            return QRectF(shape.x, shape.y, shape.width, shape.height)
        case Glyph():
            return QRectF(shape.x, shape.y, shape.size, shape.size)
        case Label():
            left = shape.x - shape.width * _SHIFTS[shape.anchor]
            return QRectF(left, shape.baseline - shape.size, shape.width, shape.size * 1.3)
        case Arrow() | Line():
            return QRectF(QPointF(shape.x1, shape.y1), QPointF(shape.x2, shape.y2)).normalized()


def _distance(line: Arrow, point: QPointF) -> float:
    dx, dy = line.x2 - line.x1, line.y2 - line.y1
    length = dx * dx + dy * dy
    along = ((point.x() - line.x1) * dx + (point.y() - line.y1) * dy) / length if length else 0.0
    along = min(max(along, 0.0), 1.0)
    return math.hypot(point.x() - line.x1 - along * dx, point.y() - line.y1 - along * dy)
