"""The draw.io file, read back: everything is there, where we drew it, and joined."""

from __future__ import annotations

import re
from base64 import b64decode
from dataclasses import dataclass, field
from xml.etree import ElementTree

import pytest

from portplanner.catalogue.load import load
from portplanner.catalogue.model import Diagram
from portplanner.checklist.resolve import resolve
from portplanner.diagram.draw import draw
from portplanner.diagram.drawing import Area, Arrow, Chip, Drawing, Element, Glyph, Label, Line
from portplanner.diagram.view import LAYERS, View
from portplanner.export.drawio import document
from portplanner.plan.model import Plan
from portplanner.text import LANGUAGES, Language, Text, visible
from portplanner.values import validated
from tests.export import samples
from tests.hostile_names import NAMES, shortly

Box = tuple[float, float, float, float]


@dataclass
class Cell:
    """A cell with its place on the page; ``x`` and ``y`` are its left top corner."""

    id: str
    text: str
    style: dict[str, str]
    attributes: dict[str, str]
    said: dict[str, str]
    parent: str
    box: Box = (0, 0, 0, 0)
    ends: list[tuple[float, float]] = field(default_factory=list)


def pages(data: bytes) -> list[dict[str, Cell]]:
    """Read a file as draw.io does: places are told from the parent's corner or the edge's middle."""
    root = ElementTree.fromstring(data)
    assert root.tag == "mxfile"
    return [_page(diagram.find("mxGraphModel/root")) for diagram in root.findall("diagram")]


def _page(root: ElementTree.Element | None) -> dict[str, Cell]:
    assert root is not None
    cells: dict[str, Cell] = {}
    for node in root:
        cell = node.find("mxCell") if node.tag == "UserObject" else node
        assert cell is not None
        said = dict(node.attrib) if node.tag == "UserObject" else {}
        id = node.attrib["id"]
        assert id not in cells
        style = dict(part.partition("=")[::2] for part in cell.get("style", "").split(";") if part)
        text = said.get("label", cell.get("value", ""))
        made = Cell(id, text, style, dict(cell.attrib), said, cell.get("parent", ""))
        geometry = cell.find("mxGeometry")
        if geometry is not None:
            _place(made, geometry, cells)
        cells[id] = made
    return cells


def _place(cell: Cell, geometry: ElementTree.Element, cells: dict[str, Cell]) -> None:
    parent = cells[cell.parent]  # the parent stands before its children
    x, y = parent.box[:2]
    points = {p.get("as"): (x + float(p.get("x", 0)), y + float(p.get("y", 0))) for p in geometry}
    if cell.attributes.get("edge"):
        cell.ends = [points["sourcePoint"], points["targetPoint"]]
        return
    if parent.ends:
        (x1, y1), (x2, y2) = parent.ends
        offset = geometry.find("mxPoint")
        assert offset is not None
        x, y = (x1 + x2) / 2 + float(offset.get("x", 0)), (y1 + y2) / 2 + float(offset.get("y", 0))
    x, y = x + float(geometry.get("x", 0)), y + float(geometry.get("y", 0))
    cell.box = (x, y, x + float(geometry.get("width", 0)), y + float(geometry.get("height", 0)))


def drawings(language: Language) -> list[Drawing]:
    """Every diagram with every layer, stacks folded and unfolded, and with few names and none."""
    found = []
    for count, unfolded in ((0, False), (2, False), (20, False), (20, True)):
        servers = tuple(
            {"name": f"{role[:4]}{n:02}", "addresses": (f"10.0.0.{n}",), "roles": (role,)}
            for role in ("mailbox", "client-access", "edge-transport")
            for n in range(1, count + 1)
        )
        for topology in ({}, {"edge": "2013"}, {"roles": "combined", "outbound": "client-access-proxy"}):
            plan = validated(Plan, {"topology": topology, "server": servers})
            checklist = resolve(load("2013"), plan)
            for diagram in checklist.diagrams:
                view = View(labels="address", layers=frozenset(LAYERS))
                drawing = draw(checklist, plan, diagram, Text(language), view)
                if unfolded:
                    stacks = frozenset(e.id for e in drawing.elements if e.stack)
                    more = View(layers=frozenset(LAYERS), unfolded=stacks)
                    drawing = draw(checklist, plan, diagram, Text(language), more)
                found.append(drawing)
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_is_there_where_it_was_drawn(language: Language) -> None:
    drawn = drawings(language)
    for drawing, cells in zip(drawn, pages(document(drawn)), strict=True):
        boxes = [cell for cell in cells.values() if not cell.ends]
        for element in drawing.elements:
            assert cells[element.id].said["tooltip"] == element.title
            assert cells[element.id].said["kind"] == element.kind
        for shape in drawing.shapes:
            match shape:
                case Area() if not shape.fill.startswith("link") or shape.id.endswith(".legend"):
                    place = (shape.x, shape.y, shape.x + shape.width, shape.y + shape.height)
                    assert any(near(cell.box, place) for cell in boxes), shape
                case Chip():
                    place = (shape.x, shape.y, shape.x + shape.width, shape.y + shape.height)
                    assert any(near(cell.box, place) and cell.text == shape.text for cell in boxes), shape
                case Glyph():
                    place = (shape.x, shape.y, shape.x + shape.size, shape.y + shape.size)
                    assert any(near(cell.box, place) and "image" in cell.style for cell in boxes), shape
                case Label():
                    assert any(says(cell, shape) for cell in boxes), shape
                case Arrow() | Line():
                    ends = [(shape.x1, shape.y1), (shape.x2, shape.y2)]
                    assert any(near_ends(cell, ends) for cell in cells.values()), shape


def near(one: Box, other: Box) -> bool:
    return all(abs(a - b) < 0.01 for a, b in zip(one, other, strict=True))


def near_ends(cell: Cell, ends: list[tuple[float, float]]) -> bool:
    return bool(cell.ends) and near((*cell.ends[0], *cell.ends[1]), (*ends[0], *ends[1]))


def says(cell: Cell, label: Label) -> bool:
    """Whether the label is a line of the cell's text, and the cell where the label is."""
    if label.text not in cell.text.split("\n"):
        return False
    left = label.x - {"start": 0, "middle": label.width / 2, "end": label.width}[label.anchor]
    inside = cell.box[0] - 0.01 <= left and left + label.width <= cell.box[2] + 0.01
    return inside and cell.box[1] <= label.baseline - label.size * 0.36 <= cell.box[3]


@pytest.mark.parametrize("language", LANGUAGES)
def test_arrows_stay_joined_to_what_they_point_at(language: Language) -> None:
    drawn = drawings(language)
    joined = 0
    for drawing, cells in zip(drawn, pages(document(drawn)), strict=True):
        flows = drawing.flows
        for cell in cells.values():
            if not cell.ends or not flows & {cell.id, cell.id.rpartition(".")[0]}:
                continue
            for end, name, place in zip(cell.ends, ("source", "target"), ("exit", "entry"), strict=True):
                box = cells[cell.attributes[name]].box
                x = box[0] + float(cell.style[f"{place}X"]) * (box[2] - box[0])
                y = box[1] + float(cell.style[f"{place}Y"]) * (box[3] - box[1])
                assert (x, y) == pytest.approx(end, abs=0.01)
                assert cell.style[f"{place}Perimeter"] == "0"
                joined += 1
        for element in drawing.elements:
            if element.kind in ("flow", "link"):
                cell = cells[element.id]
                assert cell.attributes["source"] != cell.attributes["target"]
    assert joined > 200


def test_a_flow_joins_its_end_point_and_its_server() -> None:
    plan = Plan()
    drawing = draw(resolve(load("2013"), plan), plan, "mail-flow", Text("en"))
    cells = pages(document([drawing]))[0]
    edge = cells["mf-noedge-in-internet-cas-25"]
    assert edge.attributes["source"] == "mf-noedge-in-internet-cas-25.end.1"
    assert edge.attributes["target"] == "mail-flow.client-access"
    said = [c.text for c in cells.values() if c.parent == edge.id]
    assert "25/TCP" in said
    server = cells["mail-flow.client-access"]
    assert server.parent == "mail-flow.lane-internal"
    assert server.style["container"] == "1"
    inside = [c for c in cells.values() if c.parent == server.id]
    assert any("Client Access" in c.text for c in inside)
    assert any(c.style.get("shape") == "image" for c in inside)
    link = cells["leg-noedge-in-cas-mbx"]
    assert {link.attributes["source"], link.attributes["target"]} == {server.id, "mail-flow.mailbox"}


def test_each_diagram_is_a_page_with_its_name() -> None:
    plan = Plan()
    checklist = resolve(load("2013"), plan)
    wanted: tuple[Diagram, ...] = ("clients", "mail-flow")
    drawn = [draw(checklist, plan, diagram, Text("en")) for diagram in wanted]
    root = ElementTree.fromstring(document(drawn))
    assert [d.get("name") for d in root.findall("diagram")] == [d.title for d in drawn]
    assert len({d.get("id") for d in root.findall("diagram")}) == 2


def test_glyphs_are_pictures_inside_the_file() -> None:
    data = document([samples.drawing(Text("en"))])
    uris = [c.style["image"] for c in pages(data)[0].values() if "image" in c.style]
    assert uris
    for uri in uris:
        kind, _, payload = uri.partition(",")
        assert kind == "data:image/svg+xml"
        assert ElementTree.fromstring(b64decode(payload)).tag == "{http://www.w3.org/2000/svg}svg"
    assert not re.search(rb"https?:", data)


@pytest.mark.parametrize("name", NAMES, ids=shortly)
def test_hostile_names_are_text(name: str) -> None:
    shapes = (Label(name, 10, 20, 40, name, 10, "ink"), Area("x", 0, 0, 5, 5, "lane"))
    drawing = Drawing(
        "d", name, 100, 100, shapes, (Element(name, "server", name), Element("x", "lane", name))
    )
    cells = pages(document([drawing]))[0]
    lines = "\n".join(map(visible, name.split("\n")))
    shown = re.sub("[\ufffe\uffff]", lambda sign: f"<U+{ord(sign[0]):04X}>", lines)  # XML cannot hold it
    assert shown in {cell.text for cell in cells.values()}
    assert all(cell.style.get("html") != "1" for cell in cells.values())
    assert all("placeholders" not in cell.said for cell in cells.values())


def test_the_same_drawing_gives_the_same_bytes() -> None:
    drawing = samples.drawing(Text("zh-TW"))
    assert document([drawing]) == document([drawing])
