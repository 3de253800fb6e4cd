"""Names from strangers, wherever a plan can bear one, through every carrier and its own reader.

Each is held against the same plan with plain names: what a reader finds is built the same, and only
what it says is different.
"""

from __future__ import annotations

import csv
import json
import re
import zipfile
from collections import Counter
from dataclasses import replace
from functools import cache
from io import BytesIO, StringIO
from unicodedata import bidirectional
from xml.etree import ElementTree

import pygraphviz
import pytest
from markdown_it import MarkdownIt
from openpyxl import load_workbook
from pypdf import PdfReader

from portplanner.export.filled import returned
from portplanner.export.formats import Exports, Look
from portplanner.export.pdf.names import IDENTITY, ROWS
from portplanner.plan.model import Plan
from portplanner.text import visible
from tests.export import plans, samples, test_html
from tests.export.powershell import code, strings
from tests.hostile_names import GROUPS

Names = tuple[str, ...]
STRUCTURE = {"paragraph_open", "inline", "paragraph_close", "text", "code_inline", "softbreak", "hardbreak"}


@cache
def plan_of(names: Names) -> Plan:
    return plans.named(*names)


def plain(names: Names) -> Names:
    """Return as many names, of the same lengths, that do no harm."""
    return tuple(f"N{number:02}".ljust(len(name), "x") for number, name in enumerate(names))


@cache
def made(names: Names, format: str) -> bytes:
    """Return the file of this format, with every server in the diagrams."""
    plan = plan_of(names)
    listed = plans.checklist(plan)
    return Exports(listed, plan, listed.diagrams, lambda drawing: b"", Look(unfold=True)).bytes_of(format)


def close(text: str) -> str:
    """Return a text without its spaces: where lines break does not matter."""
    return re.sub(r"\s", "", text)


@pytest.fixture(params=GROUPS, ids=lambda group: f"{group[0][:9]} and others", scope="module")
def names(request: pytest.FixtureRequest) -> Names:
    group: Names = request.param
    return group


def test_no_two_names_of_a_group_are_one_for_windows() -> None:
    for group in GROUPS:
        assert len({name.strip().lower() for name in group}) >= len(group) - 1


# Diagrams ----------------------------------------------------------------------------------------


def test_graphviz_reads_dot_with_the_same_nodes_and_arrows(names: Names) -> None:
    graphs, expected = ([*_graphs(made(each, "dot").decode())] for each in (names, plain(names)))
    assert len(graphs) == len(expected) == 4  # two diagrams in two languages
    for graph, other in zip(graphs, expected, strict=True):
        assert graph.nodes() == other.nodes()
        assert graph.edges(keys=True) == other.edges(keys=True)
        assert len(graph.subgraphs()) == len(other.subgraphs())
        assert [_keys(graph, node) for node in graph.nodes()] == [
            _keys(other, node) for node in other.nodes()
        ]


def _graphs(data: str) -> list[pygraphviz.AGraph]:
    return [pygraphviz.AGraph(string=graph) for graph in re.findall(r"^digraph.*?^}$", data, re.S | re.M)]


def _keys(graph: pygraphviz.AGraph, node: str) -> set[str]:
    return set(graph.get_node(node).attr.keys())


@pytest.mark.parametrize("format", ["svg", "drawio"])
def test_an_xml_parser_finds_the_same_elements_and_attributes(names: Names, format: str) -> None:
    found, expected = (_built(made(each, format)) for each in (names, plain(names)))
    assert found == expected


def _built(data: bytes) -> dict[str, set[str]]:
    """Return which attributes each kind of element has; how many there are depends on how texts wrap."""
    built: dict[str, set[str]] = {}
    for element in ElementTree.fromstring(data).iter():
        built.setdefault(str(element.tag), set()).update(element.attrib)
    return built


def test_svg_says_every_name(names: Names) -> None:
    said = close("".join(ElementTree.fromstring(made(names, "svg")).itertext()))
    for name in names:
        shown = close(re.sub("[\ufffe\uffff]", lambda sign: f"<U+{ord(sign[0]):04X}>", visible(name)))
        assert shown in said or f"{shown[:3]}" in said  # a long one is shortened


# Documents ---------------------------------------------------------------------------------------


def test_pdf_has_the_same_form_and_leads_nowhere_else(names: Names) -> None:
    reader, other = (PdfReader(BytesIO(_pdf(each))) for each in (names, _NOBODY))
    assert {kind for _, kind in _fields(reader)} == {kind for _, kind in _fields(other)}
    assert {name.partition(".")[0] for name, _ in _fields(reader)} == {ROWS, IDENTITY}
    assert _actions(reader) == _actions(other)
    assert reader.root_object.keys() == other.root_object.keys()
    said = close("".join(page.extract_text() for page in reader.pages))
    for name in names:  # the list of servers has each in full; Arabic is read in another order
        assert close(visible(name)) in said or any(bidirectional(sign) == "AL" for sign in name)


_NOBODY: Names = ("N",)


@cache
def _pdf(names: Names) -> bytes:
    """Return the document in one language: what takes long are its many pages."""
    plan = plan_of(names)
    english = replace(plan, document=replace(plan.document, language="en"))
    return plans.exports(english).bytes_of("pdf")


def _fields(reader: PdfReader) -> set[tuple[str, str]]:
    return {(name, str(field.get("/FT"))) for name, field in (reader.get_fields() or {}).items()}


def _actions(reader: PdfReader) -> tuple[set[str], set[str]]:
    """Return the kinds of actions in a document, and where its links lead outside of it."""
    kinds, links = set(), set()
    for page in reader.pages:
        assert "/AA" not in page
        for annotation in page.get("/Annots") or ():
            action = annotation.get_object().get("/A")
            if action:
                kinds.add(str(action.get_object()["/S"]))
                links.add(str(action.get_object().get("/URI", "")))
            assert "/AA" not in annotation.get_object()
    return kinds, links


def test_html_has_elements_and_attributes_of_its_own_only(names: Names) -> None:
    page, other = (test_html.Page(made(each, "html").decode()) for each in (names, plain(names)))
    built, expected = (
        {(tag, name) for tag, attributes, _ in each.elements for name in (*attributes, "")}
        for each in (page, other)
    )
    assert built == expected
    test_html.test_it_asks_for_nothing(page)
    test_html.test_ids_are_unique_and_every_link_leads_somewhere(page)
    for name in names:
        assert close(visible(name)) in page.said


def test_markdown_has_no_markup_of_a_name(names: Names) -> None:
    reader = MarkdownIt("commonmark", {"html": True, "linkify": False}).enable(["table", "strikethrough"])
    built, expected = (
        Counter(
            kind
            for token in reader.parse(made(each, "md").decode())
            for kind in (token.type, *(child.type for child in token.children or ()))
        )
        for each in (names, plain(names))
    )
    assert built.keys() == expected.keys()
    for kind in expected.keys() - STRUCTURE:
        assert built[kind] == expected[kind], kind


# Tables ------------------------------------------------------------------------------------------


def test_no_field_of_csv_begins_a_formula(names: Names) -> None:
    rows = list(csv.DictReader(StringIO(made(names, "csv").decode("utf-8-sig"), newline=""), strict=True))
    servers = {row["Server\n伺服器"] for row in rows}
    for row in rows:
        assert None not in row
        for cell in row.values():
            assert not cell.startswith(("\t", "\r", "\n"))
            assert not cell.strip().startswith(tuple("=+-@\uff1d\uff0b\uff0d\uff20"))
    for name in names:
        assert any(name in cell or visible(name) in cell for cell in servers), name


def test_xlsx_has_formulas_of_its_own_only(names: Names) -> None:
    data = made(names, "xlsx")
    book, other = (load_workbook(BytesIO(made(each, "xlsx"))) for each in (names, plain(names)))
    for sheet, expected in zip(book.worksheets, other.worksheets, strict=True):
        assert _formulas(sheet) == _formulas(expected)
        assert not any(cell.hyperlink for row in sheet.iter_rows() for cell in row)
    with (
        zipfile.ZipFile(BytesIO(data)) as archive,
        zipfile.ZipFile(BytesIO(made(plain(names), "xlsx"))) as known,
    ):
        assert archive.namelist() == known.namelist()
        assert not any("external" in part.lower() for part in archive.namelist())
    shown = [str(cell.value).removesuffix(" ") for cell in book["Servers 伺服器"]["A"]]
    for name in names:
        assert visible(name).removesuffix(" ") in shown
    back, _ = returned(data, "f.xlsx")
    assert not any(one.said() for one in back)  # nobody has changed anything
    assert {one.id for one in back} == set(samples.row_ids(plans.checklist(plan_of(names))))


def _parts(data: bytes) -> list[str]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return archive.namelist()


def _formulas(sheet: object) -> dict[str, str]:
    cells = (cell for row in sheet.iter_rows() for cell in row)  # type: ignore[attr-defined]
    return {cell.coordinate: str(cell.value) for cell in cells if cell.data_type == "f"}


# Data and script ---------------------------------------------------------------------------------


def test_json_has_names_as_they_were_typed(names: Names) -> None:
    found = json.loads(made(names, "json"))
    assert found["title"] == {"en": names[0], "zh-TW": names[0]}
    assert set(names) <= {server for flow in found["flows"] for server in flow["destination"]["servers"]}


def test_powershell_finds_the_same_code_and_every_name_in_its_string(names: Names) -> None:
    said, other = (made(each, "ps1").decode("utf-8-sig") for each in (names, plain(names)))
    assert _bare(code(said)) == _bare(code(other))
    assert {visible(name) for name in names} <= set(strings(said))


def _bare(source: str) -> str:
    """Return code in which a list of names is one: two names may be one for the script."""
    return re.sub(r"''(,\s*'')*", "''", re.sub(r"Use-Name '' ''\s*", "", source))
