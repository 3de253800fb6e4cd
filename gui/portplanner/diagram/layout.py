"""Positions for a sketch: from Graphviz in-process, from a ``dot`` program, or from a plain grid.

Both Graphviz ways answer the same JSON, so they are one seam. Positions are in points, y downward.

Graphviz cannot be interrupted, and its time grows faster than what it lays out. So what it gets is
bounded before: the names of a plan never reach it, all servers of a role are one box, and a sketch
over the limits below is put on the grid. Then a layout ends within a tenth of a second, and a
process of its own with a deadline, which would cost every drawing more than its layout, is not needed.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from portplanner.diagram.dot import leg_cells, piece_id, source
from portplanner.diagram.sketch import LEG_CELL, RANK_GAP, Edge, Leg, Node, Sketch

MOST_NODES = 60  # four times what the catalogue's largest diagram has
MOST_JOINS = 120  # arrows and legs
MOST_POINTS = 65_535  # of a cell's side; Graphviz ignores a larger one
_TIMEOUT = 10  # seconds that a dot process may take


Notice = Literal["", "grid", "too-large"]


@dataclass(frozen=True, slots=True)
class Positions:
    """Where everything of a sketch is.

    ``nodes``: id -> centre; ``edges``: key -> left end, right end, centre of the label cell;
    ``legs``: id -> upper end, lower end. ``notice`` names what has to be said about the picture: that
    it is on the grid, and why.
    """

    nodes: dict[str, tuple[float, float]]
    edges: dict[str, tuple[tuple[float, float], tuple[float, float], tuple[float, float]]]
    legs: dict[str, tuple[tuple[float, float], tuple[float, float]]]
    notice: Notice = ""


Engine = Callable[[str], str]  # DOT source -> Graphviz JSON; raises EngineMissing


class EngineMissing(Exception):
    """This way to Graphviz is not there on this machine."""


def positions(sketch: Sketch, engines: tuple[Engine, ...] | None = None) -> Positions:
    """Return positions from the first engine that is there, from the grid when none is."""
    if not sketch.nodes:
        return Positions({}, {}, {})
    if not _is_bounded(sketch):
        return grid(sketch, "too-large")
    dot = source(sketch)
    try:
        placed = _laid_out(dot) if engines is None else _first(engines, dot)
    except EngineMissing:
        return grid(sketch)
    try:
        return _read(sketch, json.loads(placed))
    except KeyError:  # it found no way for an arrow
        return grid(sketch, "too-large")


def _is_bounded(sketch: Sketch) -> bool:
    """Return whether Graphviz lays this out at once, and reads every size in it."""
    sides = (side for node in sketch.nodes for side in (node.width, *node.rows))
    return (
        len(sketch.nodes) <= MOST_NODES
        and len(sketch.edges) + len(sketch.legs) <= MOST_JOINS
        and max((*sides, *(edge.label_width for edge in sketch.edges))) <= MOST_POINTS
    )


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
        {
            e.key: (ends(e.key)[0], ends(piece_id(e, len(e.passes)))[1], point(drawn[e.key]["lp"]))
            for e in sketch.edges
        },
        {leg.id: (ends(f"{leg.id} 1")[0], ends(f"{leg.id} 2")[1]) for leg in sketch.legs},
    )


def grid(sketch: Sketch, notice: Notice = "grid") -> Positions:
    """Return positions on a plain grid: a column after the other, servers under each other.

    A server stands where its first arrow to a server already placed runs straight, an end point at
    the height of its arrow. Arrows may slant where servers of three columns meet unevenly.
    """
    by_id = {node.id: node for node in sketch.nodes}
    nodes: dict[str, tuple[float, float]] = {}
    x = 0.0
    for column in sorted({node.column for node in sketch.nodes}):
        members = [node for node in sketch.nodes if node.column == column]
        widest = max(node.width for node in members)
        bottom = 0.0
        for node in members:
            top = bottom
            if node.kind != "end":
                top = max(bottom, _straight_top(sketch, node, by_id, nodes))
                bottom = top + node.height
            nodes[node.id] = (x + widest / 2, top + node.height / 2)
        gaps = [e.label_width for e in sketch.edges if by_id[e.left].column == column]
        x += widest + max(gaps, default=0) + 2 * RANK_GAP
    for edge in sketch.edges:
        for id, other, row in (
            (edge.left, edge.right, edge.right_row),
            (edge.right, edge.left, edge.left_row),
        ):
            if by_id[id].kind == "end" and by_id[other].kind != "end":
                nodes[id] = (nodes[id][0], _row_middle(by_id[other], nodes, row))
    return Positions(
        nodes,
        {edge.key: _on_grid(edge, by_id, nodes) for edge in sketch.edges},
        {leg.id: _leg_on_grid(leg, by_id, nodes) for leg in sketch.legs},
        notice,
    )


def _straight_top(
    sketch: Sketch, node: Node, by_id: dict[str, Node], nodes: dict[str, tuple[float, float]]
) -> float:
    """Return the top of a node whose first arrow from a server on the left runs straight."""
    for edge in sketch.edges:
        if edge.right == node.id and edge.left in nodes and by_id[edge.left].kind != "end":
            middle = _row_middle(by_id[edge.left], nodes, edge.left_row)
            return middle - sum(node.rows[: edge.right_row]) - node.rows[edge.right_row] / 2
    return 0.0


def _row_middle(node: Node, nodes: dict[str, tuple[float, float]], row: int) -> float:
    return nodes[node.id][1] - node.height / 2 + sum(node.rows[:row]) + node.rows[row] / 2


def _on_grid(
    edge: Edge, by_id: dict[str, Node], nodes: dict[str, tuple[float, float]]
) -> tuple[tuple[float, float], tuple[float, float], tuple[float, float]]:
    def end(id: str, row: int, side: int) -> tuple[float, float]:
        node = by_id[id]
        return nodes[id][0] + side * node.width / 2, _row_middle(node, nodes, row)

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
