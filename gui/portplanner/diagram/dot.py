"""DOT source of a sketch for the layout engines: names like ``n0`` and cells without text.

Every size is fixed here, so Graphviz never measures a text. ``readable_dot.py`` is for people.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from graphviz import Digraph
from graphviz.quoting import quote

from portplanner.diagram.sketch import LEG_CELL, RANK_GAP, Edge, Node, Sketch

_INCH = 72
_TABLE = '<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="0" CELLPADDING="0">{rows}</TABLE>'


def source(sketch: Sketch) -> str:
    """Return the DOT source of a sketch."""
    graph = Digraph(
        sketch.id,
        graph_attr={"rankdir": "LR", "nodesep": "0.02", "ranksep": f"{RANK_GAP / _INCH:.4f}"},
        node_attr={"shape": "plain"},
        edge_attr={"weight": "10", "dir": "none"},
    )
    names = {node.id: f"n{i}" for i, node in enumerate(sketch.nodes)}
    for node in sketch.nodes:
        graph.body.append(f"\t{names[node.id]} [{_attributes(node)}]\n")
    for column in sorted({node.column for node in sketch.nodes}):
        members = "; ".join(names[node.id] for node in sketch.nodes if node.column == column)
        graph.body.append(f"\t{{ rank=same; {members} }}\n")
    plain = {node.id for node in sketch.nodes if node.kind in ("end", "pass")}  # without rows to point at

    def port(node: str, row: int, side: str) -> str:
        return f"{names[node]}:{side}" if node in plain else f"{names[node]}:r{row}:{side}"

    def joined(tail: str, head: str, id: str, more: str = "") -> None:
        # ``graph.edge`` and ``node`` take a sixth of a redraw; only the id can hold what people typed
        graph.body.append(f"\t{tail} -> {head} [id={quote(id)}{more}]\n")

    for edge in sketch.edges:
        for piece, (tail, head) in enumerate(pairwise(edge.places)):
            label = f"<{_edge_label(edge, piece)}>"
            joined(port(*tail, "e"), port(*head, "w"), piece_id(edge, piece), f" label={label}")
    for upper, lower in _unlinked(sketch):
        joined(names[upper], names[lower], f"{upper} above {lower}", " style=invis weight=0")
    for leg in sketch.legs:
        upper, between, lower = names[leg.upper], names[leg.legs], names[leg.lower]
        joined(f"{upper}:b{leg.slot}:s", f"{between}:t{leg.slot}:n", f"{leg.id} 1")
        joined(f"{between}:b{leg.slot}:s", f"{lower}:t{leg.slot}:n", f"{leg.id} 2")
    return str(graph.source)


def _unlinked(sketch: Sketch) -> Iterator[tuple[str, str]]:
    """Yield boxes of one column that no leg joins: Graphviz has to be told which is above."""
    linked = {leg.lower for leg in sketch.legs}
    columns: dict[int, list[str]] = {}
    for node in sketch.nodes:
        if node.kind in ("server", "pass"):
            columns.setdefault(node.column, []).append(node.id)
    for boxes in columns.values():
        yield from ((upper, lower) for upper, lower in pairwise(boxes) if lower not in linked)


def _attributes(node: Node) -> str:
    if node.kind in ("end", "pass"):
        air = 4 if node.kind == "pass" else 2  # what stays free between two of them
        width, height = node.width / _INCH, (node.height - air) / _INCH
        return f'label="" shape=box fixedsize=true width={width:.4f} height={height:.4f}'
    rows = "".join(f"<TR>{_cell(node.width, height, f'r{row}')}</TR>" for row, height in enumerate(node.rows))
    rows = _port_row("t", node.width, node.legs_above) + rows + _port_row("b", node.width, node.legs_below)
    return f"label=<{_TABLE.format(rows=rows)}>"


def leg_cells(width: int, legs: int) -> tuple[int, ...]:
    """Return the widths of the cells above or below a server: arrow, caption, arrow, caption …

    A single leg stands in the middle: caption, arrow, caption. No leg is one cell.
    """
    if legs == 0:
        return (width,)
    if legs == 1:
        side = (width - LEG_CELL) // 2
        return (side, width - 2 * side, side)
    slot = width // legs
    return (LEG_CELL, slot - LEG_CELL) * (legs - 1) + (LEG_CELL, width - slot * (legs - 1) - LEG_CELL)


def _port_row(letter: str, width: int, legs: int) -> str:
    """Return a row as good as flat, whose cells are the ports that legs meet."""
    if not legs:
        return ""
    ports = [1] if legs == 1 else [2 * slot for slot in range(legs)]
    cells = "".join(
        _cell(cell, 2, f"{letter}{ports.index(i)}" if i in ports else "")
        for i, cell in enumerate(leg_cells(width, legs))
    )
    # A table of its own: the row above or below may be cut elsewhere.
    table = _TABLE.format(rows=f"<TR>{cells}</TR>")
    return f"<TR><TD>{table}</TD></TR>"


def _cell(width: int, height: int, port: str = "") -> str:
    port = f' PORT="{port}"' if port else ""
    return f'<TD FIXEDSIZE="TRUE" WIDTH="{width}" HEIGHT="{height}"{port}></TD>'


def piece_id(edge: Edge, piece: int) -> str:
    """Return the id of one piece of an arrow; it has more than one where it runs through a lane."""
    return f"{edge.key} {piece}" if piece else edge.key


def _edge_label(edge: Edge, piece: int) -> str:
    return _TABLE.format(rows=f"<TR>{_cell(edge.pass_width if piece else edge.label_width, 24)}</TR>")
