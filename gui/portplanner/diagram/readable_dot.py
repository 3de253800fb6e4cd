"""The DOT source of a diagram for people who lay it out themselves with Graphviz.

It has no sizes, so that ``dot`` fits everything to its own fonts. Ids are those of the checklist.
"""

from __future__ import annotations

from graphviz import Digraph, escape, nohtml

from portplanner.diagram.sketch import Edge, Leg, Node, Sketch
from portplanner.diagram.style import LIGHT
from portplanner.text import Text, visible

_FONT = "Noto Sans TC"


def source(held: Sketch, text: Text) -> str:
    """Return the DOT source of one diagram: a cluster for each zone, flows with numbers and ports."""
    graph = Digraph(
        held.id,
        graph_attr={
            "rankdir": "LR", "label": _lines(held.title), "labelloc": "t", "fontname": _FONT,
            "fontsize": "16", "tooltip": _lines(held.title), "ranksep": "1.2", "nodesep": "0.4",
        },
        node_attr={"fontname": _FONT, "fontsize": "11", "shape": "box", "style": "rounded"},
        edge_attr={"fontname": _FONT, "fontsize": "10", "color": LIGHT["arrow"]},
    )  # fmt: skip
    for zone in held.zones:
        with graph.subgraph(name=f"cluster_{zone}") as lane:
            name = text(f"terms.zone.{zone}")
            lane.attr(
                id=f"{held.id}.lane-{zone}", label=_lines(name), tooltip=_lines(name), style="filled,rounded",
                fillcolor=LIGHT["lane"], color=LIGHT["lane-edge"], fontname=_FONT, fontsize="13",
            )  # fmt: skip
            here = [node for node in held.nodes if node.zone == zone and node.kind != "legs"]
            for column in sorted({node.column for node in here}):
                with lane.subgraph() as rank:
                    rank.attr(rank="same")
                    for node in here:
                        if node.column == column:
                            _node(rank, node)
    for edge in held.edges:
        _edge(graph, edge)
    for leg in held.legs:
        _leg(graph, leg, text)
    return str(graph.source)


def _node(graph: Digraph, node: Node) -> None:
    label = node.label
    texts = (*label.title, *label.names, *(name for column in label.listing for name in column))
    look = {"fillcolor": LIGHT["server"], "style": "filled,rounded"} if node.kind == "server" else {}
    if label.folded:
        look["peripheries"] = "2"
    graph.node(node.id, _lines(*texts), id=node.id, tooltip=_lines(node.sentence), **look)


def _edge(graph: Digraph, edge: Edge) -> None:
    below = [line for paragraph in edge.below for line in paragraph]
    _join(graph, edge.left, edge.right, edge.key, edge.sentence, edge.forward,
          *edge.above, _mark(edge.number, edge.chip), *below)  # fmt: skip


def _leg(graph: Digraph, leg: Leg, text: Text) -> None:
    mark = _mark(leg.number, text("diagram.never-restricted") if leg.link else leg.chip)
    look = {"style": "bold", "color": LIGHT["link-edge"]} if leg.link else {}
    _join(graph, leg.upper, leg.lower, leg.id, leg.sentence, leg.down, mark, *leg.caption, **look)


def _join(
    graph: Digraph, tail: str, head: str, id: str, sentence: str, forward: bool, *texts: str, **look: str
) -> None:
    """Draw every edge from left to right and turn its head: then lanes keep their order."""
    said = _lines(sentence)
    graph.edge(
        tail, head, label=_lines(*texts), id=id, tooltip=said, labeltooltip=said,
        dir="forward" if forward else "back", **look,
    )  # fmt: skip


def _mark(number: int, words: str) -> str:
    return f"{number}  {words}".strip() if number else words


def _lines(*texts: str) -> str:
    """Return lines for a label; nothing in them is an escape, an entity or markup."""
    shown = (escape(visible(line).replace("&", "&amp;")) for line in texts if line)
    joined: str = nohtml("\\n".join(shown))
    return joined
