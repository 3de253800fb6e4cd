"""Positions for a sketch: from Graphviz in-process, from a ``dot`` program, or from a plain grid.

Both Graphviz ways answer the same JSON, so they are one seam. Positions are in points, y downward.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from portplanner.diagram.dot import leg_cells, source
from portplanner.diagram.sketch import LEG_CELL, Edge, Leg, Node, Sketch

_TIMEOUT = 10  # seconds that a dot process may take


@dataclass(frozen=True, slots=True)
class Positions:
    """Where everything of a sketch is.

    ``nodes``: id -> centre; ``edges``: key -> left end, right end, centre of the label cell;
    ``legs``: id -> upper end, lower end. ``on_grid`` says that no Graphviz was there.
    """

    nodes: dict[str, tuple[float, float]]
    edges: dict[str, tuple[tuple[float, float], tuple[float, float], tuple[float, float]]]
    legs: dict[str, tuple[tuple[float, float], tuple[float, float]]]
    on_grid: bool


Engine = Callable[[str], str]  # DOT source -> Graphviz JSON; raises EngineMissing


class EngineMissing(Exception):
    """This way to Graphviz is not there on this machine."""


def positions(sketch: Sketch, engines: tuple[Engine, ...] | None = None) -> Positions:
    """Return positions from the first engine that is there, from the grid when none is."""
    if not sketch.nodes:
        return Positions({}, {}, {}, on_grid=False)
    dot = source(sketch)
    try:
        placed = _laid_out(dot) if engines is None else _first(engines, dot)
    except EngineMissing:
        return grid(sketch)
    return _read(sketch, json.loads(placed))


def in_process(dot: str) -> str:
    """Lay out with the Graphviz that pygraphviz brings along."""
    try:
        from pygraphviz import AGraph
    except ImportError as error:
        raise EngineMissing from error
    graph = AGraph(string=dot)
    try:
        placed: bytes = graph.draw(format="json0", prog="dot")
    except ValueError as error:  # the wheel's plug-ins do not load here
        raise EngineMissing from error
    finally:
        graph.close()
    return placed.decode()


def dot_program(dot: str) -> str:
    """Lay out with the ``dot`` program on the PATH."""
    program = shutil.which("dot")
    if program is None:
        raise EngineMissing
    try:
        done = subprocess.run(
            [program, "-Tjson0"], input=dot.encode(), capture_output=True, check=True, timeout=_TIMEOUT
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise EngineMissing from error
    return done.stdout.decode()


ENGINES: tuple[Engine, ...] = (in_process, dot_program)


def _first(engines: tuple[Engine, ...], dot: str) -> str:
    for engine in engines:
        try:
            return engine(dot)
        except EngineMissing:
            continue
    raise EngineMissing


@lru_cache(maxsize=256)
def _laid_out(dot: str) -> str:
    return _first(ENGINES, dot)


def _read(sketch: Sketch, placed: dict[str, Any]) -> Positions:
    top = float(placed["bb"].split(",")[3])

    def point(text: str) -> tuple[float, float]:
        x, y = text.removeprefix("e,").split(",")[:2]
        return float(x), top - float(y)

    at = {o["name"]: point(o["pos"]) for o in placed["objects"] if "pos" in o}
    nodes = {node.id: at[f"n{i}"] for i, node in enumerate(sketch.nodes)}
    drawn = {e["id"]: e for e in placed.get("edges", ())}

    def ends(id: str) -> tuple[tuple[float, float], tuple[float, float]]:
        spline = drawn[id]["pos"].split(" ")
        return point(spline[0]), point(spline[-1])

    return Positions(
        nodes,
        {e.key: (*ends(e.key), point(drawn[e.key]["lp"])) for e in sketch.edges},
        {leg.id: (ends(f"{leg.id} 1")[0], ends(f"{leg.id} 2")[1]) for leg in sketch.legs},
        on_grid=False,
    )


def grid(sketch: Sketch) -> Positions:
    """Return positions on a plain grid: a column after the other, nodes under each other.

    Arrows may slant; nothing else differs from a layout by Graphviz.
    """
    by_id = {node.id: node for node in sketch.nodes}
    columns = sorted({node.column for node in sketch.nodes})
    nodes: dict[str, tuple[float, float]] = {}
    x = 0.0
    for column in columns:
        members = [node for node in sketch.nodes if node.column == column]
        widest = max(node.width for node in members)
        y = 0.0
        for node in members:
            nodes[node.id] = (x + widest / 2, y + node.height / 2)
            y += node.height
        gaps = [e.label_width for e in sketch.edges if by_id[e.left].column == column]
        x += widest + max(gaps, default=0) + 40
    return Positions(
        nodes,
        {edge.key: _on_grid(edge, by_id, nodes) for edge in sketch.edges},
        {leg.id: _leg_on_grid(leg, by_id, nodes) for leg in sketch.legs},
        on_grid=True,
    )


def _on_grid(
    edge: Edge, by_id: dict[str, Node], nodes: dict[str, tuple[float, float]]
) -> tuple[tuple[float, float], tuple[float, float], tuple[float, float]]:
    def end(id: str, row: int, side: int) -> tuple[float, float]:
        node, (x, y) = by_id[id], nodes[id]
        return x + side * node.width / 2, y - node.height / 2 + sum(node.rows[:row]) + node.rows[row] / 2

    left, right = end(edge.left, edge.left_row, 1), end(edge.right, edge.right_row, -1)
    return left, right, ((left[0] + right[0]) / 2, (left[1] + right[1]) / 2)


def _leg_on_grid(
    leg: Leg, by_id: dict[str, Node], nodes: dict[str, tuple[float, float]]
) -> tuple[tuple[float, float], tuple[float, float]]:
    between = by_id[leg.legs]
    cells = leg_cells(between.width, between.legs_below)
    before = sum(cells[: 1 if between.legs_below == 1 else 2 * leg.slot])
    x = nodes[leg.legs][0] - between.width / 2 + before + LEG_CELL / 2
    y = nodes[leg.legs][1]
    return (x, y - between.height / 2), (x, y + between.height / 2)
