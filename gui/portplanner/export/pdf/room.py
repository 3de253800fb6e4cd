"""Diagrams in parts that fit the printed pages: what stands in them is never below 8 points."""

from __future__ import annotations

from collections.abc import Sequence

from portplanner.catalogue.model import Diagram
from portplanner.checklist.model import Checklist
from portplanner.diagram.drawing import Drawing
from portplanner.diagram.page import Size, parts
from portplanner.diagram.view import PLAIN, View
from portplanner.export.pdf import style
from portplanner.plan.model import Paper, Plan
from portplanner.text import Text

_GAP = 12.0  # between a diagram's heading and the diagram


def fitting(
    checklist: Checklist, plan: Plan, diagrams: Sequence[Diagram], text: Text, view: View = PLAIN
) -> list[Drawing]:
    """Return the diagrams in one language, each in as many parts as it needs pages."""
    room = diagram_room(plan.document.paper)
    return [part for diagram in diagrams for part in parts(checklist, plan, diagram, text, view, room)]


def diagram_room(paper: Paper) -> Size:
    """Return width and height of the room that a diagram has on a page of this size."""
    wide, high = style.PAGES[paper]
    heading = style.HEADING * style.LEADING + _GAP
    return wide - 2 * style.MARGIN, high - style.TOP - style.BOTTOM - heading
