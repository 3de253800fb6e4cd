"""Names from strangers: out of every export as typed or visibly shortened, and none is broken."""

from __future__ import annotations

import csv
import json
import re
from io import BytesIO, StringIO
from xml.etree import ElementTree

import pygraphviz
import pytest
from pypdf import PdfReader

from portplanner.catalogue.load import load
from portplanner.checklist.resolve import resolve
from portplanner.export.formats import Exports
from portplanner.plan.model import Document, Plan, Server
from portplanner.text import visible
from tests.export.samples import HOSTILE


def exports(name: str) -> Exports:
    plan = Plan(
        document=Document(title=name, organization=name, prepared_by=name, language="en+zh-TW"),
        servers=(
            Server(name=name, fqdn=name, addresses=(name,), roles=("mailbox",)),
            Server(name=f"2 {name}"[:255], roles=("client-access",)),
        ),
    )
    listed = resolve(load(plan.exchange), plan)
    return Exports(listed, plan, listed.diagrams, lambda drawing: b"")


@pytest.fixture(params=HOSTILE, ids=lambda name: ascii(name)[:20])
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def close(text: str) -> str:
    """Return a text without its spaces: where lines break does not matter."""
    return re.sub(r"\s", "", text)


def test_pdf(name: str) -> None:
    reader = PdfReader(BytesIO(exports(name).bytes_of("pdf")))
    said = close("".join(page.extract_text() for page in reader.pages))
    assert close(visible(name)) in said  # the list of servers has it in full
    assert reader.get_fields()


def test_json(name: str) -> None:
    found = json.loads(exports(name).bytes_of("json"))
    assert found["title"] == {"en": name, "zh-TW": name}
    assert name in {server for flow in found["flows"] for server in flow["destination"]["servers"]}


def test_csv(name: str) -> None:
    data = exports(name).bytes_of("csv").decode("utf-8-sig")
    rows = list(csv.DictReader(StringIO(data, newline=""), strict=True))
    servers = {row["Server\n伺服器"] for row in rows}
    assert servers & {name, f"'{name}"}
    for row in rows:
        assert not any(cell.startswith(tuple("=+-@\t\r")) for cell in row.values())


def test_svg(name: str) -> None:
    root = ElementTree.fromstring(exports(name).bytes_of("svg"))
    texts = [element.text or "" for element in root.iter("{http://www.w3.org/2000/svg}text")]
    shown = visible(name)
    assert any(shown in text or ("…" in text and shown[:3] in text) for text in texts)


def test_dot(name: str) -> None:
    data = exports(name).bytes_of("dot").decode()
    graphs = re.findall(r"^digraph.*?^}$", data, re.S | re.M)
    assert len(graphs) == 4  # two diagrams in two languages
    for graph in graphs:
        assert pygraphviz.AGraph(string=graph).number_of_nodes() > 1
