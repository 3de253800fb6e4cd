"""Gives every reader a great many hostile inputs and prints one table of how they came out.

    python -m tests.fuzz.run [--plans 100000] [--seed N] [--only plan|catalogue|status|labels]

An input hangs when its reader takes longer than a second, and a second more for each megabyte: what
reads PDF is Python, and takes one for a document of 1,000 servers that nobody damaged.

Needs Linux: it bounds the memory of the readers and asks the system how much they used. Ends with 1
when a promise was broken; then the inputs that broke it follow below the table.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

ROOT = Path(__file__).parents[2]
# Kinds of inputs, what carries them, and how many for each 100,000 plans.
KINDS = {
    "plan": ("plan", "plan", 100_000),
    "catalogue": ("catalogue", "catalogue", 4_000),
    "pdf": ("status", "filled-in PDF", 1_500),
    "xlsx": ("status", "filled-in workbook", 3_000),
    "csv": ("status", "results of verify.ps1", 10_000),
    "names": ("labels", "DOT and labels", 2_000),
}
MOST_MS = 1000.0  # of the processor, for each megabyte that was begun
_MOST_SHOWN = 20


@dataclass
class Tally:
    """How the inputs of one kind came out."""

    outcomes: Counter[str] = field(default_factory=Counter)
    slowest: float = 0.0
    slowest_number: int = -1
    largest: int = 0
    broken: dict[int, tuple[str, str]] = field(default_factory=dict)

    @property
    def inputs(self) -> int:
        return self.outcomes.total()

    def count(self, why: str) -> int:
        """Return how many inputs broke this promise."""
        return sum(kind == why for kind, _ in self.broken.values())

    def add(self, number: int, found: dict[str, object]) -> None:
        """Count one input."""
        self.outcomes[str(found["outcome"])] += 1
        ms = float(str(found["ms"]))
        if ms > self.slowest:
            self.slowest, self.slowest_number = ms, number
        self.largest = max(self.largest, int(str(found["kb"])))
        if "broken" in found:
            self.broken[number] = str(found["broken"]), str(found["said"])
        elif ms > MOST_MS * max(1, float(str(found["bytes"])) / 1_000_000):
            self.broken[number] = "slow", f"{ms:.0f} ms"


def tally(kind: str, seed: int, count: int, worker: str = "tests.fuzz.worker") -> Tally:
    """Return how this many inputs of a kind came out; each process has its share of them."""
    processes = min(os.cpu_count() or 1, count)
    found = Tally()
    with ThreadPoolExecutor(processes) as pool:
        share = partial(_share, worker, kind, seed, step=processes, end=count)
        shares = [pool.submit(list, share(first=first)) for first in range(processes)]
        for answer in shares:
            for number, came_out in answer.result():
                found.add(number, came_out)
    return found


def _share(
    worker: str, kind: str, seed: int, first: int, step: int, end: int
) -> Iterator[tuple[int, dict[str, object]]]:
    """Yield how each input came out; one that ends its process is told, and another process goes on."""
    while first < end:
        command = [sys.executable, "-m", worker, kind, *map(str, (seed, first, step, end))]
        environment = os.environ | {"PYTHONPATH": os.pathsep.join(("gui", "."))}
        done = subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
        )  # fmt: skip
        lines = done.stdout.splitlines()
        for number, found in zip(lines[::2], lines[1::2], strict=False):
            yield int(number), json.loads(found)
        if done.returncode == 0:
            return
        if not lines:
            raise RuntimeError(done.stderr)
        said = f"ended with {done.returncode}: " + "\n".join(done.stderr.splitlines()[-_MOST_SHOWN:])
        yield (
            int(lines[-1]),
            {"outcome": "refused", "ms": 0, "kb": 0, "bytes": 0, "broken": "ended", "said": said},
        )
        first = int(lines[-1]) + step


def table(tallies: dict[str, Tally]) -> str:
    """Return the table, and below it what broke a promise."""
    head = (
        "carrier",
        "inputs",
        "refused",
        "accepted",
        "slowest ms",
        "memory MB",
        "tracebacks",
        "hangs",
        "no place",
    )
    rows = [head]
    for kind, found in tallies.items():
        rows.append(
            (
                KINDS[kind][1],
                f"{found.inputs:,}",
                f"{found.outcomes['refused']:,}",
                f"{found.outcomes['accepted']:,}",
                f"{found.slowest:.0f}",
                f"{found.largest / 1024:.0f}",
                str(found.count("traceback")),
                str(found.count("slow") + found.count("ended")),
                str(found.count("place")),
            )
        )
    first, *others = (max(map(len, column)) for column in zip(*rows, strict=True))
    lines = [
        "  ".join([row[0].ljust(first), *(cell.rjust(w) for cell, w in zip(row[1:], others, strict=True))])
        for row in rows
    ]
    for kind, found in tallies.items():
        for number, (why, said) in list(found.broken.items())[:_MOST_SHOWN]:
            lines += ["", f"{kind} {number}: {why}", said]
    return "\n".join(lines)


def main(arguments: list[str] | None = None) -> int:
    """Print the table and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz.run", description=__doc__)
    parser.add_argument(
        "--plans", type=int, default=100_000, help="how many plans; the others follow in proportion"
    )
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", choices=sorted({group for group, _, _ in KINDS.values()}))
    chosen = parser.parse_args(arguments)
    tallies: dict[str, Tally] = {}
    for kind, (group, _, share) in KINDS.items():
        if chosen.only in (None, group):
            count = max(1, round(chosen.plans * share / KINDS["plan"][2]))
            tallies[kind] = tally(kind, chosen.seed, count)
    print(table(tallies))
    return int(any(found.broken for found in tallies.values()))


if __name__ == "__main__":
    sys.exit(main())
