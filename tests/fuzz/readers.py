"""The readers under test: each takes one input and raises when it breaks a promise."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import Callable
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Literal
from unicodedata import category

from portplanner.catalogue import load as catalogues
from portplanner.checklist.resolve import resolve
from portplanner.checklist.status import merge
from portplanner.diagram.draw import draw
from portplanner.diagram.sketch import sketch
from portplanner.errors import UserError
from portplanner.export.dot import document
from portplanner.export.returned import read_returned
from portplanner.paths import resources
from portplanner.plan.problem import PlanErrors, Problem
from portplanner.plan.read import read
from portplanner.text import LANGUAGES, Text
from tests.fuzz.inputs import CATALOGUE, served

Outcome = Literal["accepted", "refused"]
_TEXTS = tuple(Text(language) for language in LANGUAGES)


class NoPlace(Exception):
    """What is wrong was said without a line that names its place."""


class Broken(Exception):
    """Another promise was broken."""


def _check_line(line: str, place: str) -> None:
    breaks = any(category(sign) in ("Cc", "Cs", "Zl", "Zp") for sign in line)
    if not line or breaks or not line.startswith(place):
        raise NoPlace(ascii(line[:300]))


# Plans -------------------------------------------------------------------------------------------


def plan(data: bytes) -> Outcome:
    """Read a plan and resolve it; of what is wrong, every line names its place."""
    try:
        reading = read("-", stdin=BytesIO(data))
    except PlanErrors as error:
        if not error.problems:
            raise NoPlace("no problem is named") from error
        _check_problems(error.problems, data)
        return "refused"
    _check_problems(reading.warnings, data)
    resolve(catalogues.load(reading.plan.exchange), reading.plan)
    return "accepted"


def _check_problems(problems: tuple[Problem, ...], data: bytes) -> None:
    lines = data.count(b"\n") + 1
    for problem in problems:
        if not 1 <= problem.line <= lines and problem.id != "plan.too-big":  # there is no line to name
            raise NoPlace(f"{problem.id} in line {problem.line} of {lines}")
        for text in _TEXTS:
            _check_line(problem.line_text(text), f"-:{problem.line}: " if problem.line else "-: ")


# Catalogues --------------------------------------------------------------------------------------


@cache
def folder() -> Path:
    """Return a folder for files, gone when this process ends."""
    made = Path(tempfile.mkdtemp(prefix="port-planner-fuzz-"))
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    return made


@cache
def _catalogues() -> Path:
    shutil.copytree(resources() / "catalogue", folder() / "catalogue")
    return folder() / "catalogue"


def catalogue(data: bytes) -> Outcome:
    """Read a catalogue of which one file is another; of what is wrong, every line names a file."""
    name, _, text = data.partition(b"\n")
    names = {file.name.encode(): file for file in sorted((_catalogues() / CATALOGUE).glob("*.toml"))}
    file = names.get(name) or next(iter(names.values()))  # a fuzzer may name any
    good = file.read_bytes()
    file.write_bytes(text)
    try:
        catalogues.read(file.parent)
    except catalogues.CatalogueError as error:
        if not error.problems:
            raise NoPlace("no problem is named") from error
        for problem in error.problems:
            for words in _TEXTS:
                line = problem.said(words)
                _check_line(line, "")
                if (
                    not (file.parents[1] / line.partition(":")[0]).exists()
                    and not (file.parent / line.partition(":")[0]).exists()
                ):
                    raise NoPlace(ascii(line[:300])) from error
        return "refused"
    finally:
        file.write_bytes(good)
    return "accepted"


# What comes back ---------------------------------------------------------------------------------


def returned(data: bytes) -> Outcome:
    """Read a document that comes back, and record what it says; what is wrong names the file."""
    file = folder() / "filled"
    file.write_bytes(data)
    plan, listed = served()
    try:
        found = read_returned(file, plan, listed, anyway=True)
    except UserError as error:
        for text in _TEXTS:
            line = text(error.id, **error.places)
            _check_line(line, "")
            if str(file) not in line:
                raise NoPlace(ascii(line[:300])) from error
        return "refused"
    merge(plan, listed, found)
    return "accepted"


# Labels ------------------------------------------------------------------------------------------


def labels(data: bytes) -> Outcome:
    """Draw a plan in every diagram, and let Graphviz read the DOT that is for people."""
    from pygraphviz import AGraph

    plan = read("-", stdin=BytesIO(data)).plan
    listed = resolve(catalogues.load(plan.exchange), plan)
    for diagram in listed.diagrams:
        draw(listed, plan, diagram, _TEXTS[0])
        held = sketch(listed, plan, diagram, _TEXTS[0])
        graph = AGraph(string=document(listed, plan, (diagram,), _TEXTS[:1]).decode())
        nodes, edges = len(graph.nodes()), len(graph.edges())
        graph.close()
        boxes = sum(node.kind != "legs" for node in held.nodes)
        if (nodes, edges) != (boxes, len(held.edges) + len(held.legs)):
            raise Broken(f"a name became a node or an arrow: {nodes} of {boxes}")
    return "accepted"


READERS: dict[str, Callable[[bytes], Outcome]] = {
    "plan": plan,
    "catalogue": catalogue,
    "csv": returned,
    "xlsx": returned,
    "pdf": returned,
    "names": labels,
}
