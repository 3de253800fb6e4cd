"""The rooms stay honest: all but the window work where Qt is not installed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

GUI = Path(__file__).parents[1] / "gui"

PROGRAM = """
import importlib, pkgutil, sys
for name in ("PySide6", "shiboken6"):
    sys.modules[name] = None
import portplanner
for module in pkgutil.walk_packages(portplanner.__path__, "portplanner."):
    room = module.name.split(".")[1]
    if room not in ("window", "app", "__main__"):
        importlib.import_module(module.name)
from portplanner.cli import main
sys.exit(main(["export", sys.argv[1], "--to", *sys.argv[2:]]))
"""


def test_every_room_but_the_window_works_without_qt(tmp_path: Path) -> None:
    plan = tmp_path / "plan.toml"
    plan.write_text("format = 1\n", "utf-8")
    kinds = ("pdf", "json", "csv", "xlsx", "md", "html", "svg", "dot")
    files = [str(tmp_path / f"out.{kind}") for kind in kinds]
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(plan), *files],
        env=os.environ | {"PYTHONPATH": str(GUI)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert all(Path(file).stat().st_size for file in files)


def test_starting_the_command_line_imports_nothing_heavy() -> None:
    program = "import sys, portplanner.cli; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=os.environ | {"PYTHONPATH": str(GUI)}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    heavy = {
        "PySide6",
        "reportlab",
        "pydantic",
        "graphviz",
        "pygraphviz",
        "uharfbuzz",
        "tomlkit",
        "fontTools",
        "xlsxwriter",
        "openpyxl",
    }
    assert heavy.isdisjoint(done.stdout.split())
