"""Prints how long installed programs take to start, side by side, and how large a built folder is.

python -m tests.benchmarks.installed venv/bin/port-planner folder/port-planner [--rounds N]
"""

from __future__ import annotations

import argparse
import os
import subprocess
import tempfile
import time
from pathlib import Path
from statistics import median

EXAMPLE = Path(__file__).parents[2] / "resources" / "examples" / "contoso-edge.toml"
VISITS = {
    "--version": ("--version",),
    "check": ("check", str(EXAMPLE)),
    "export to PDF": ("export", str(EXAMPLE), "--to", os.devnull, "--format", "pdf"),
    "window painted": ("--quit-after-paint", str(EXAMPLE)),
}


def seconds(program: Path, arguments: tuple[str, ...], home: str) -> float:
    start = time.perf_counter()
    environment = {"PATH": "", "HOME": home, "QT_QPA_PLATFORM": "offscreen", "LANG": "C.UTF-8"}
    subprocess.run([program, *arguments], env=environment, check=True, capture_output=True)
    return time.perf_counter() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("programs", nargs="+", type=Path)
    parser.add_argument("--rounds", type=int, default=9)
    options = parser.parse_args()
    programs = [program.absolute() for program in options.programs]
    with tempfile.TemporaryDirectory() as home:
        for name, arguments in VISITS.items():
            for program in programs:
                seconds(program, arguments, home)  # the first start writes copies; it does not count
            taken: dict[Path, list[float]] = {program: [] for program in programs}
            for _ in range(options.rounds):
                for program in programs:
                    taken[program].append(seconds(program, arguments, home))
            for program, all in taken.items():
                least, middle, most = (f"{1000 * s:.0f}" for s in (min(all), median(all), max(all)))
                print(f"{name:<16} {middle:>5} ms ({least} to {most})   {program}")
    for program in programs:
        folder = program.parent
        if (folder / "lib").is_dir():
            sizes = [file.stat().st_size for file in folder.rglob("*") if file.is_file()]
            print(f"{sum(sizes) / 2**20:.0f} MB in {len(sizes)} files   {folder}")


if __name__ == "__main__":
    main()
