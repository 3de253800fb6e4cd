"""Prints every budget of the design beside its floor, measured in this run.

    python -m tests.benchmarks.run [--rounds N]

A figure is the median of N rounds, with the spread (least to most) behind it.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from math import log10
from pathlib import Path
from statistics import median

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(ROOT / "gui"))

from portplanner.catalogue.load import load  # noqa: E402
from portplanner.checklist.resolve import resolve  # noqa: E402
from portplanner.diagram import layout  # noqa: E402
from portplanner.diagram.dot import source  # noqa: E402
from portplanner.diagram.draw import draw  # noqa: E402
from portplanner.diagram.sketch import sketch  # noqa: E402
from portplanner.plan.change import with_choice  # noqa: E402
from portplanner.plan.model import Plan  # noqa: E402
from portplanner.text import Text  # noqa: E402

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


def plan_of(servers: int) -> Plan:
    """Return a plan with this many Mailbox and Client Access servers behind two Edge servers."""
    rows = [
        {"name": f"{'MBX' if i % 2 else 'CAS'}{i:04d}", "roles": ("mailbox",) if i % 2 else ("client-access",),
         "site": "HQ", "fqdn": f"server{i:04d}.example.com"}
        for i in range(max(servers - 2, 0))
    ]  # fmt: skip
    rows += [{"name": f"EDGE{i}", "roles": ("edge-transport",), "site": "HQ"} for i in range(2)]
    return Plan.model_validate(
        {"topology": {"edge": "2013"}, "site": ({"name": "HQ", "subscribed": True},), "server": tuple(rows)}
    )


def redraw(rounds: int) -> None:
    catalogue, text = load("2013"), Text("en")
    before = Plan()

    def three(plan: Plan) -> list[tuple[Plan, str]]:
        other = with_choice(plan, "topology.edge", "none" if plan.topology.edge != "none" else "2013")
        found = []
        for each in (plan, other):
            checklist = resolve(catalogue, each)
            for diagram in checklist.diagrams:
                if each is plan or diagram != "clients":
                    found.append((each, diagram))
        return found

    toggles = [
        ("topology.edge", "2013"), ("topology.roles", "combined"), ("topology.edge", "none"),
        ("topology.outbound", "client-access-proxy"), ("clients.from", ("internet", "internal")),
    ]  # fmt: skip
    state = {"plan": before, "next": 0}

    def toggle() -> None:
        key, value = toggles[state["next"] % len(toggles)]
        state["next"] += 1
        plan = with_choice(state["plan"], key, value)
        if plan is state["plan"]:
            plan = with_choice(plan, key, getattr(before.topology, key.split(".")[1], ("internet",)))
        state["plan"] = plan
        layout._laid_out.cache_clear()  # no drawing may come from memory
        for each, diagram in three(plan):
            draw(resolve(catalogue, each), each, diagram, text)  # type: ignore[arg-type]

    ours = timed(toggle, rounds * 10)
    dots = [
        source(sketch(resolve(catalogue, each), each, diagram, text))  # type: ignore[arg-type]
        for each, diagram in three(before)
    ]
    bare = timed(lambda: [layout.in_process(dot) for dot in dots], rounds * 10)
    row("option until three drawings are new", ours, "three bare layouts", bare, "at most 3x")
    if shutil.which("dot"):

        def processes() -> None:
            for dot in dots:
                subprocess.run(["dot", "-Tsvg"], input=dot.encode(), capture_output=True, check=True)

        row("the same", ours, "three dot processes", timed(processes, rounds), "at most 0.2x")
    else:
        print("the same                                     no dot on the PATH: not measured")


def process(*command: str) -> Callable[[], object]:
    environment = os.environ | {"PYTHONPATH": str(ROOT / "gui")}
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


def pdf(rounds: int) -> None:
    from pypdf import PdfReader

    with tempfile.TemporaryDirectory() as folder:
        file = str(Path(folder) / "plan.pdf")
        ours = timed(process("-m", "portplanner", "export", str(EXAMPLE), "--to", file), rounds)
        pages = len(PdfReader(file).pages)
        rows = len(PdfReader(file).get_fields() or {})
        bare = timed(process(str(HERE / "bare_pdf.py"), file, str(pages), str(rows)), rounds)
        row(f"export to PDF ({pages} pages, {rows} rows)", ours, "bare reportlab script", bare, "at most 2x")


def growth(rounds: int) -> None:
    from portplanner.plan.write import dump

    catalogue = load("2013")
    counts = (10, 100, 1000)
    resolving = [median(timed(lambda p=plan_of(n): resolve(catalogue, p), rounds)) for n in counts]
    exporting = []
    with tempfile.TemporaryDirectory() as folder:
        for n in counts:
            plan = Path(folder) / f"{n}.toml"
            plan.write_text(dump(plan_of(n)), "utf-8")
            work = process("-m", "portplanner", "export", str(plan), "--to", str(plan.with_suffix(".pdf")))
            exporting.append(median(timed(work, max(1, rounds // 3))))
    for what, seconds in (("resolve", resolving), ("export to PDF", exporting)):
        figures = ", ".join(f"{n}: {1000 * s:.1f} ms" for n, s in zip(counts, seconds, strict=True))
        steps = [b / a for a, b in zip(seconds, seconds[1:], strict=False)]
        exponent = log10(seconds[-1] / seconds[-2])
        print(f"{what} by servers: {figures}; 10x servers take {', '.join(f'{s:.1f}x' for s in steps)}"
              f" (exponent {exponent:.2f}); budget at most 12x")  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--only", choices=("redraw", "start", "pdf", "growth"))
    options = parser.parse_args()
    for part in (redraw, start, pdf, growth):
        if options.only in (None, part.__name__):
            part(options.rounds)


if __name__ == "__main__":
    main()
