"""DOT source of a sketch. Every size is fixed here, so Graphviz never measures a text.

``source(sketch)`` is what the layout engines get: names like ``n0`` and cells without text.
``source(sketch, labelled=True)`` is the same graph for people, with its texts in the cells.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from itertools import chain, pairwise

from graphviz import Digraph

from portplanner.diagram.sketch import LEG_CELL, RANK_GAP, Edge, Node, Sketch
from portplanner.text import visible

_INCH = 72
_FONT = {"fontname": "Noto Sans TC", "fontsize": "11"}
_TABLE = '<TABLE BORDER="{border}" CELLBORDER="0" CELLSPACING="0" CELLPADDING="0">{rows}</TABLE>'


def source(sketch: Sketch, *, labelled: bool = False) -> str:
    """Return the DOT source of a sketch, with texts in its cells when ``labelled``."""
    graph = Digraph(
        sketch.id,
        graph_attr={"rankdir": "LR", "nodesep": "0.02", "ranksep": f"{RANK_GAP / _INCH:.4f}"},
        node_attr={"shape": "plain"} | (_FONT if labelled else {}),
        edge_attr={"weight": "10"} | (_FONT if labelled else {"dir": "none"}),
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
    plain = {node.id for node in sketch.nodes if node.kind in ("end", "pass")}  # without rows to point at

    def port(node: str, row: int, side: str) -> str:
        return f"{names[node]}:{side}" if node in plain else f"{names[node]}:r{row}:{side}"

    for edge in sketch.edges:
        for piece, (tail, head) in enumerate(pairwise(edge.places)):
            attributes = {"id": piece_id(edge, piece), "label": f"<{_edge_label(edge, piece, labelled)}>"}
            if labelled:
                at_head = piece == (len(edge.passes) if edge.forward else 0)
                way = "forward" if edge.forward else "back"
                attributes["dir"] = way if at_head else "none"
                attributes["tooltip"] = visible(edge.sentence)
            graph.edge(port(*tail, "e"), port(*head, "w"), **attributes)
    for upper, lower in _unlinked(sketch):
        graph.edge(names[upper], names[lower], id=f"{upper} above {lower}", style="invis", weight="0")
    for leg in sketch.legs:
        upper, between, lower = names[leg.upper], names[leg.legs], names[leg.lower]
        heads = ("none", "forward") if leg.down else ("back", "none")
        first, second = (
            {"dir": head, "tooltip": visible(leg.sentence)} if labelled else {} for head in heads
        )
        graph.edge(f"{upper}:b{leg.slot}:s", f"{between}:t{leg.slot}:n", id=f"{leg.id} 1", **first)
        graph.edge(f"{between}:b{leg.slot}:s", f"{lower}:t{leg.slot}:n", id=f"{leg.id} 2", **second)
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


def _node(graph: Digraph, name: str, node: Node, labelled: bool) -> None:
    if node.kind == "pass":
        graph.node(
            name, "", shape="box", fixedsize="true", style="invis" if labelled else "",
            width=f"{node.width / _INCH:.4f}", height=f"{(node.height - 4) / _INCH:.4f}",
        )  # fmt: skip
        return
    if node.kind == "end":
        label = f"<{_lines(_texts(node))}>" if labelled else ""
        graph.node(
            name, label, shape="box", fixedsize="true", style="rounded" if labelled else "",
            width=f"{node.width / _INCH:.4f}", height=f"{(node.height - 2) / _INCH:.4f}",
        )  # fmt: skip
        return
    rows = _port_row("t", node.width, node.legs_above)
    for row, height in enumerate(node.rows):
        text = _lines(_texts(node)) if labelled and row == (len(node.rows) - 1) // 2 else ""
        rows += f"<TR>{_cell(node.width, height, f'r{row}', text)}</TR>"
    rows += _port_row("b", node.width, node.legs_below)
    border = "1" if labelled and node.kind == "server" else "0"
    graph.node(name, "<" + _TABLE.format(border=border, rows=rows) + ">")


def _texts(node: Node) -> tuple[str, ...]:
    listed = (name for column in node.label.listing for name in column)
    loops = (line for loop in node.loops for line in loop.caption)
    return (*node.label.title, *node.label.names, *listed, *loops)


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
    table = _TABLE.format(border="0", rows=f"<TR>{cells}</TR>")
    return f"<TR><TD>{table}</TD></TR>"


def _cell(width: int, height: int, port: str, text: str = "") -> str:
    port = f' PORT="{port}"' if port else ""
    return f'<TD FIXEDSIZE="TRUE" WIDTH="{width}" HEIGHT="{height}"{port}>{text}</TD>'


def piece_id(edge: Edge, piece: int) -> str:
    """Return the id of one piece of an arrow; it has more than one where it runs through a lane."""
    return f"{edge.key} {piece}" if piece else edge.key


def _edge_label(edge: Edge, piece: int, labelled: bool) -> str:
    text = ""
    if labelled and piece == 0:
        mark = f"{edge.number}  {edge.chip}" if edge.number else edge.chip
        text = _lines(filter(None, (*edge.above, mark.strip(), *chain(*edge.below))))
    width = edge.pass_width if piece else edge.label_width
    return _TABLE.format(border="0", rows=f"<TR>{_cell(width, 24, '', text)}</TR>")


def _lines(lines: Iterable[str]) -> str:
    """Return lines of text for an HTML-like label; nothing in them can end or open a tag."""
    return "<BR/>".join(escape(visible(line)) for line in lines)
