"""DOT source of a sketch. Every size is fixed here, so Graphviz never measures a text.

``source(sketch)`` is what the layout engines get: names like ``n0`` and cells without text.
``source(sketch, labelled=True)`` is the same graph for people, with its texts in the cells.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from graphviz import Digraph

from portplanner.diagram.sketch import LEG_CELL, Edge, Node, Sketch
from portplanner.text import visible

_INCH = 72
_TABLE = '<TABLE BORDER="{border}" CELLBORDER="0" CELLSPACING="0" CELLPADDING="0">{rows}</TABLE>'


def source(sketch: Sketch, *, labelled: bool = False) -> str:
    """Return the DOT source of a sketch, with texts in its cells when ``labelled``."""
    graph = Digraph(
        sketch.id,
        graph_attr={"rankdir": "LR", "nodesep": "0.02", "ranksep": "0.28"},
        node_attr={"shape": "plain", "fontname": "Noto Sans TC", "fontsize": "11"},
        edge_attr={"fontname": "Noto Sans TC", "fontsize": "11"} | ({} if labelled else {"dir": "none"}),
    )
    if labelled:
        graph.attr(label=f"<{escape(sketch.title)}>", labelloc="t")
    names = {node.id: f"n{i}" for i, node in enumerate(sketch.nodes)}
    for node in sketch.nodes:
        _node(graph, names[node.id], node, labelled)
    for column in sorted({node.column for node in sketch.nodes}):
        with graph.subgraph() as rank:
            rank.attr(rank="same")
            for node in sketch.nodes:
                if node.column == column:
                    rank.node(names[node.id])
    for edge in sketch.edges:
        ends = f"{names[edge.left]}:r{edge.left_row}:e", f"{names[edge.right]}:r{edge.right_row}:w"
        attributes = {"id": edge.id, "label": f"<{_edge_label(edge, labelled)}>", "weight": "10"}
        if labelled:
            attributes["dir"] = "forward" if edge.forward else "back"
        tail, head = _end(sketch, edge.left, ends[0], "e"), _end(sketch, edge.right, ends[1], "w")
        graph.edge(tail, head, **attributes)
    for leg in sketch.legs:
        upper, between, lower = names[leg.upper], names[leg.legs], names[leg.lower]
        heads = ("none", "forward") if leg.down else ("back", "none")
        first, second = ({"dir": head} if labelled else {} for head in heads)
        graph.edge(f"{upper}:b{leg.slot}:s", f"{between}:t{leg.slot}:n", id=f"{leg.id} 1", **first)
        graph.edge(f"{between}:b{leg.slot}:s", f"{lower}:t{leg.slot}:n", id=f"{leg.id} 2", **second)
    return str(graph.source)


def _end(sketch: Sketch, id: str, port: str, side: str) -> str:
    """An end point is a plain box and has no rows to point at."""
    node = next(node for node in sketch.nodes if node.id == id)
    return f"{port.partition(':')[0]}:{side}" if node.kind == "end" else port


def _node(graph: Digraph, name: str, node: Node, labelled: bool) -> None:
    if node.kind == "end":
        label = f"<{_lines((*node.title, *node.names))}>" if labelled else ""
        graph.node(
            name, label, shape="box", fixedsize="true", style="rounded" if labelled else "",
            width=f"{node.width / _INCH:.4f}", height=f"{(node.height - 2) / _INCH:.4f}",
        )  # fmt: skip
        return
    legs = max(node.legs_above, node.legs_below)
    cells = leg_cells(node.width, legs)
    span = len(cells)
    rows = _port_row("t", cells, node.legs_above)
    for row in range(node.rows):
        text = ""
        if labelled and row == (node.rows - 1) // 2:
            text = _lines((*node.title, *node.names))
        rows += f"<TR>{_cell(node.width, node.row_height, f'r{row}', text, span)}</TR>"
    rows += _port_row("b", cells, node.legs_below)
    border = "1" if labelled and node.kind == "server" else "0"
    graph.node(name, "<" + _TABLE.format(border=border, rows=rows) + ">")


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
    return (LEG_CELL, slot - LEG_CELL) * legs


def _port_row(letter: str, cells: Sequence[int], legs: int) -> str:
    """A row as good as flat, whose cells are the ports that legs meet."""
    if not legs:
        return ""
    ports = [1] if legs == 1 else [2 * slot for slot in range(legs)]
    row = "".join(
        _cell(cell, 2, f"{letter}{ports.index(i)}" if i in ports else "", "", 1)
        for i, cell in enumerate(cells)
    )
    return f"<TR>{row}</TR>"


def _cell(width: int, height: int, port: str, text: str, span: int) -> str:
    port = f' PORT="{port}"' if port else ""
    columns = f' COLSPAN="{span}"' if span > 1 else ""
    return f'<TD FIXEDSIZE="TRUE" WIDTH="{width}" HEIGHT="{height}"{port}{columns}>{text}</TD>'


def _edge_label(edge: Edge, labelled: bool) -> str:
    text = _lines(filter(None, (edge.caption, edge.chip))) if labelled else ""
    return _TABLE.format(border="0", rows=f"<TR>{_cell(edge.label_width, 24, '', text, 1)}</TR>")


def _lines(lines: Iterable[str]) -> str:
    """Return lines of text for an HTML-like label; nothing in them can end or open a tag."""
    return "<BR/>".join(escape(visible(line)) for line in lines)
