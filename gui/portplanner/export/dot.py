"""The DOT source of diagrams, for people who lay them out themselves with Graphviz."""

from __future__ import annotations

from collections.abc import Iterable

from portplanner.catalogue.model import Diagram
from portplanner.checklist.model import Checklist
from portplanner.diagram.readable_dot import source
from portplanner.diagram.sketch import sketch
from portplanner.diagram.view import PLAIN, View
from portplanner.plan.model import Plan
from portplanner.text import Text


def document(
    checklist: Checklist,
    plan: Plan,
    diagrams: Iterable[Diagram],
    texts: Iterable[Text],
    view: View = PLAIN,
) -> bytes:
    """Return one graph for each diagram and language, one after the other."""
    graphs = (
        source(sketch(checklist, plan, diagram, text, view), text) for text in texts for diagram in diagrams
    )
    return "\n".join(graphs).encode()
