"""The DOT for people: Graphviz takes it without a warning, and it says what the checklist says."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

import pytest
from pygraphviz import AGraph

from portplanner.catalogue.load import load
from portplanner.checklist.resolve import resolve
from portplanner.checklist.words import numbers, ports_text
from portplanner.diagram.draw import draw
from portplanner.diagram.layout import EngineMissing, in_process
from portplanner.diagram.view import LAYERS, View
from portplanner.export.dot import document
from portplanner.plan.model import Plan
from portplanner.text import LANGUAGES, Language, Text, visible
from portplanner.values import validated
from tests.combinations import topologies
from tests.hostile_names import NAMES, shortly

ALL = View(layers=frozenset(LAYERS), labels="address")


def plans() -> Iterator[Plan]:
    """Yield a few different plans; names are hostile, and many."""
    for number, topology in enumerate(list(topologies())[::5]):
        names = [NAMES[(number + i) % len(NAMES)] for i in range(number % 6)]
        servers = tuple(
            {"name": f"{role[0]}{i}{name}"[:255], "roles": (role,), "addresses": (name[:60],)}
            for i, name in enumerate(names)
            for role in ("mailbox", "client-access", "edge-transport")
        )
        values: dict[str, Any] = {"server": servers}
        yield validated(Plan, values | {"topology": topology})


def graphs(plan: Plan, language: Language, view: View = ALL) -> Iterator[tuple[str, str]]:
    """Yield each diagram's id and its graph."""
    checklist = resolve(load("2013"), plan)
    for diagram in checklist.diagrams:
        yield diagram, document(checklist, plan, [diagram], [Text(language)], view).decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_flow_has_its_id_its_number_its_ports_and_its_sentence(language: Language) -> None:
    text = Text(language)
    for plan in plans():
        checklist = resolve(load("2013"), plan)
        rows = numbers(checklist)
        flows = {flow.id: flow for flow in checklist.flows}
        for diagram, source in graphs(plan, language):
            drawing = draw(checklist, plan, diagram, text, ALL)  # type: ignore[arg-type]
            graph = AGraph(string=source)
            edges = {edge.attr["id"]: edge.attr for edge in graph.edges()}
            assert drawing.flows <= set(edges)
            for id in drawing.flows:
                assert str(rows[id]) in edges[id]["label"]
                assert edges[id]["tooltip"] == drawing.titles[id].replace("&", "&amp;")
                if flows[id].restrict == "allowed":
                    assert ports_text(flows[id].ports, text) in edges[id]["label"]
            clusters = {cluster.graph_attr["id"] for cluster in graph.subgraphs() if cluster.name}
            lanes = {element.id for element in drawing.elements if element.kind == "lane"}
            assert lanes <= clusters
            graph.close()


def test_arrows_point_from_who_opens_the_connection() -> None:
    ((_, _), (_, source)) = graphs(Plan(), "en", View())
    graph = AGraph(string=source)
    edges = {edge.attr["id"]: edge for edge in graph.edges()}
    inbound, outbound = edges["mf-noedge-in-internet-cas-25"], edges["mf-noedge-out-mbx-internet-25"]
    assert inbound.attr["dir"] == "forward"
    assert inbound[1] == "mail-flow.client-access"
    assert outbound.attr["dir"] == "back"  # drawn from left to right, its head is at the left
    assert outbound[1] == "mail-flow.mailbox"
    graph.close()


def test_graphviz_lays_it_out_in_process() -> None:
    for plan in plans():
        for diagram, source in graphs(plan, "en"):
            try:
                assert '"bb"' in in_process(source), diagram
            except EngineMissing:
                pytest.skip("pygraphviz brings no Graphviz here")


@pytest.mark.dot
@pytest.mark.skipif(shutil.which("dot") is None, reason="no dot on the PATH")
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_dot_program_takes_it_without_a_word(language: Language) -> None:
    for plan in list(plans())[:: 1 if language == "en" else 3]:
        for _, source in graphs(plan, language):
            done = subprocess.run(["dot", "-Tsvg"], input=source.encode(), capture_output=True, check=True)
            assert done.stderr == b""
            ids = {element.get("id") for element in ElementTree.fromstring(done.stdout).iter()}
            graph = AGraph(string=source)
            assert {edge.attr["id"] for edge in graph.edges()} <= ids
            graph.close()


@pytest.mark.dot
@pytest.mark.skipif(shutil.which("dot") is None, reason="no dot on the PATH")
@pytest.mark.parametrize("name", NAMES, ids=shortly)
def test_a_name_comes_out_as_it_was_typed(name: str) -> None:
    plan = validated(Plan, {"server": ({"name": name, "roles": ("mailbox",)},)})
    source = dict(graphs(plan, "en", View()))["mail-flow"]
    done = subprocess.run(["dot", "-Tsvg"], input=source.encode(), capture_output=True, check=True)
    texts = [element.text or "" for element in ElementTree.fromstring(done.stdout).iter()]
    said = "".join(texts).replace("\u00a0", " ").replace(" ", "")
    shown = visible(name).replace(" ", "")
    assert shown in said or ("…" in said and shown[:3] in said)
