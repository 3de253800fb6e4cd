"""Prints every budget of the design beside its floor, measured in this run.

    python -m tests.benchmarks.run [--rounds N]

A figure is the median of N rounds, with the spread (least to most) behind it.
"""

from __future__ import annotations

import argparse
import gc
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from itertools import pairwise
from math import log10
from pathlib import Path
from statistics import median

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(ROOT / "gui"))

from portplanner.catalogue.load import load  # noqa: E402
from portplanner.checklist.resolve import resolve  # noqa: E402
from portplanner.diagram import layout, readable_dot  # noqa: E402
from portplanner.diagram.dot import source  # noqa: E402
from portplanner.diagram.sketch import sketch  # noqa: E402
from portplanner.plan.change import with_choice  # noqa: E402
from portplanner.plan.model import Plan  # noqa: E402
from portplanner.values import validated  # noqa: E402
from portplanner.window.editor import DIAGRAMS, Editor  # noqa: E402

BYTECODE = Path(tempfile.mkdtemp(prefix="port-planner-bytecode-"))
EXAMPLE = ROOT / "resources" / "examples" / "contoso-edge.toml"


def timed(work: Callable[[], object], rounds: int) -> list[float]:
    """Return the seconds each round took, after one that does not count."""
    work()
    seconds = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return seconds


def shown(seconds: list[float]) -> str:
    least, middle, most = (f"{1000 * s:.1f}" for s in (min(seconds), median(seconds), max(seconds)))
    return f"{middle} ms ({least} to {most})"


def row(what: str, ours: list[float], against: str, theirs: list[float], budget: str) -> None:
    ratio = median(ours) / median(theirs)
    print(f"{what:<44} {shown(ours):<30} {against:<26} {shown(theirs):<30} {ratio:6.2f}x   {budget}")


def plan_of(servers: int, sites: int = 1) -> Plan:
    """Return a plan with Mailbox and Client Access servers on these sites behind two Edge servers.

    One server has both roles and no Edge server before it.
    """
    if servers == 1:
        alone = {"name": "EX01", "roles": ("mailbox", "client-access"), "fqdn": "ex01.example.com"}
        return validated(Plan, {"topology": {"roles": "combined"}, "server": (alone,)})
    inside = (("MBX", "mailbox"), ("CAS", "client-access"))
    names = ["HQ", *(f"Site {i:02d}" for i in range(1, sites))]
    rows = [
        {
            "name": f"{name}{i:04d}", "roles": (role,), "site": names[i // 2 % sites],
            "fqdn": f"{name}{i:04d}.example.com",
        }
        for i in range(servers - 2)
        for name, role in inside[i % 2 : i % 2 + 1]
    ]  # fmt: skip
    rows += [{"name": f"EDGE{i}", "roles": ("edge-transport",), "site": "HQ"} for i in range(2)]
    places = tuple({"name": name, "subscribed": name == "HQ"} for name in names)
    return validated(Plan, {"topology": {"edge": "2013"}, "site": places, "server": tuple(rows)})


TOGGLES: tuple[tuple[str, object], ...] = (
    ("topology.edge", "2013"),
    ("topology.roles", "combined"),
    ("clients.from", ("internet", "internal")),
    ("topology.edge", "none"),
    ("topology.outbound", "client-access-proxy"),
    ("topology.roles", "separate"),
    ("clients.from", ("internet",)),
    ("topology.outbound", "direct"),
)

THREE = DIAGRAMS[:3]  # clients, mail flow without and with Edge: what the budget is about


def redraw(rounds: int) -> None:
    """One round goes through all toggles; figures are for one toggle."""
    editor = Editor()

    def toggle_all() -> None:
        for key, value in TOGGLES:
            layout._laid_out.cache_clear()  # no layout may come from memory
            editor.choose(with_choice(editor.plan, key, value))
            for diagram in THREE:
                editor.picture(diagram)

    laid_out: list[str] = []
    readable: list[str] = []
    for key, value in TOGGLES:
        editor.choose(with_choice(editor.plan, key, value))
        for diagram in THREE:
            picture = editor.picture(diagram)
            held = sketch(picture.checklist, editor.plan, diagram, editor.text)
            laid_out.append(source(held))
            readable.append(readable_dot.source(held, editor.text))

    def each(seconds: list[float]) -> list[float]:
        return [s / len(TOGGLES) for s in seconds]

    ours = each(timed(toggle_all, rounds * 3))
    bare = each(timed(lambda: [layout.in_process(dot) for dot in laid_out], rounds * 3))
    row("option until three drawings are new", ours, "three bare layouts", bare, "at most 3x")
    if not shutil.which("dot"):
        print("the same                                     no dot on the PATH: not measured")
        return

    def processes() -> None:
        for dot in readable:
            subprocess.run(["dot", "-Tsvg"], input=dot.encode(), capture_output=True, check=True)

    row("the same", ours, "three dot processes", each(timed(processes, 2)), "at most 0.2x")


def process(*command: str) -> Callable[[], object]:
    # An installed program is compiled once, at installation: so is the checkout here.
    environment = os.environ | {"PYTHONPATH": str(ROOT / "gui"), "PYTHONPYCACHEPREFIX": str(BYTECODE)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    environment.setdefault("QT_QPA_PLATFORM", "offscreen")

    def run() -> None:
        subprocess.run([sys.executable, *command], env=environment, check=True, capture_output=True)

    return run


def start(rounds: int) -> None:
    ours = timed(process("-m", "portplanner", "--quit-after-paint"), rounds)
    bare = timed(process(str(HERE / "bare_window.py")), rounds)
    row("start to the first painted window", ours, "bare PySide6 window", bare, "at most 1.8x")
    ours = timed(process("-m", "portplanner", "--quit-after-paint", str(EXAMPLE)), rounds)
    row("the same with the example plan", ours, "bare PySide6 window", bare, "at most 1.8x")
    ours = timed(process(str(HERE / "drawn_window.py"), str(EXAMPLE)), rounds)
    row("start to the drawn diagram of the example", ours, "bare PySide6 window", bare, "no budget")


def pdf(rounds: int) -> None:
    from pypdf import PdfReader

    with tempfile.TemporaryDirectory() as folder:
        file = str(Path(folder) / "plan.pdf")
        ours = timed(process("-m", "portplanner", "export", str(EXAMPLE), "--to", file), rounds)
        pages = len(PdfReader(file).pages)
        fields = PdfReader(file).get_fields() or {}
        rows = sum(name.endswith(".done") for name in fields)
        bare = timed(process(str(HERE / "bare_pdf.py"), file, str(pages), str(rows)), rounds)
        row(f"export to PDF ({pages} pages, {rows} rows)", ours, "bare reportlab script", bare, "at most 2x")


def growth(rounds: int) -> None:
    from portplanner.plan.write import dump

    catalogue = load("2013")
    counts = (10, 100, 1000)
    resolving = [median(timed(partial(resolve, catalogue, plan_of(n)), rounds)) for n in counts]
    exporting = []
    with tempfile.TemporaryDirectory() as folder:
        for n in counts:
            plan = Path(folder) / f"{n}.toml"
            plan.write_text(dump(plan_of(n)), "utf-8")
            work = process("-m", "portplanner", "export", str(plan), "--to", str(plan.with_suffix(".pdf")))
            exporting.append(median(timed(work, max(1, rounds // 3))))
    for what, seconds in (("resolve", resolving), ("export to PDF", exporting)):
        figures = ", ".join(f"{n}: {1000 * s:.1f} ms" for n, s in zip(counts, seconds, strict=True))
        steps = [b / a for a, b in pairwise(seconds)]
        exponent = log10(seconds[-1] / seconds[-2])
        print(f"{what} by servers: {figures}; 10x servers take {', '.join(f'{s:.1f}x' for s in steps)}"
              f" (exponent {exponent:.2f}); budget at most 12x")  # fmt: skip


SIZES = (1, 20, 200, 1000)
SITES = 50


def large(rounds: int) -> None:
    """What a person does with a plan of many servers on 50 sites, step by step, in one process."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    from portplanner.export.formats import export
    from portplanner.plan.read import parse
    from portplanner.plan.write import dump
    from portplanner.window.status import Records
    from portplanner.window.table import ChecklistTable
    from portplanner.window.theme import Theme

    def png(*drawn: object) -> bytes:
        raise NotImplementedError  # no format that is measured here asks for a picture

    app = QApplication.instance() or QApplication([])
    found: dict[str, list[float]] = {}
    for size in SIZES:
        plan, catalogue = plan_of(size, SITES), load("2013")
        source_text = dump(plan)
        editor = Editor(plan)
        table = ChecklistTable(editor, Records(editor), Theme())
        table.resize(900, 300)
        table.show()
        app.processEvents()

        def draw(editor: Editor = editor) -> None:
            layout._laid_out.cache_clear()
            editor._pictures.clear()
            for diagram in THREE:
                editor.picture(diagram)

        def search(table: ChecklistTable = table) -> None:
            for words in ("mbx0001", ""):
                table.filter.setText(words)
                app.processEvents()

        checklist = resolve(catalogue, plan)
        steps: dict[str, Callable[[], object]] = {
            "open the plan": partial(parse, source_text, "plan.toml"),
            "resolve": partial(resolve, catalogue, plan),
            "draw three diagrams, folded": draw,
            "filter the rows and show all": search,
        }
        for ending in ("pdf", "xlsx", "csv", "json"):
            steps[f"export to {ending}"] = partial(export, checklist, plan, ending, png)
        for what, work in steps.items():
            found.setdefault(what, []).append(median(timed(work, max(1, rounds // 2))))
        table.deleteLater()
    print(f"servers on {SITES} sites: {', '.join(map(str, SIZES))}")
    for what, seconds in found.items():
        figures = ", ".join(f"{1000 * s:.1f} ms" for s in seconds)
        exponent = log10(seconds[-1] / seconds[-2]) / log10(SIZES[-1] / SIZES[-2])
        print(f"{what:<32} {figures:<44} exponent {exponent:.2f}; budget at most {log10(12):.2f}")


def memory(rounds: int) -> None:
    """What 10,000 toggles in the window leave behind; the undo of so many steps is bounded."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    from portplanner.window.start import open_window

    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    window, held = open_window(app), {}
    window.show()
    for number in range(1, 10_001):
        key, value = TOGGLES[number % len(TOGGLES)]
        window.editor.choose(with_choice(window.editor.plan, key, value))
        app.processEvents()
        if number in (100, 1000, 10_000):
            gc.collect()
            held[number] = (resident(), len(gc.get_objects()))
    for number, (size, objects) in held.items():
        print(f"after {number:>6,} toggles {size:6.1f} MB, {objects:,} objects")


def resident() -> float:
    """Return how much memory this process holds, in MB; 0 where the system does not say."""
    status = Path("/proc/self/status")
    lines = status.read_text().splitlines() if status.exists() else []
    return sum(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS:"))


PARTS = (redraw, start, pdf, growth, large, memory)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--only", choices=[part.__name__ for part in PARTS])
    options = parser.parse_args()
    for part in PARTS:
        if options.only in (None, part.__name__):
            part(options.rounds)
    shutil.rmtree(BYTECODE)


if __name__ == "__main__":
    main()
