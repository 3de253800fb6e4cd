"""The window is there at once: a start without a plan does only what the first picture needs."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

GUI = Path(__file__).parents[2] / "gui"


FIRST_PAINT = "main(['--quit-after-paint'])"
FILLED = """
from PySide6.QtWidgets import QApplication
from portplanner.window.start import open_window
app = QApplication([])
window = open_window(app)
window.show()
app.processEvents()
window.close()
"""
NEVER_AT_START = {"pydantic", "reportlab", "tomlkit", "tomllib", "fontTools", "importlib.metadata", "hashlib"}
AFTER_THE_FIRST_PAINT = {
    "graphviz", "pygraphviz", "uharfbuzz", "subprocess", "portplanner.catalogue.load",
    "portplanner.window.editor", "portplanner.window.table",
}  # fmt: skip


@pytest.fixture
def imported(tmp_path: Path) -> Callable[[str], set[str]]:
    """Return what gives the modules that a program has imported, in a home of its own."""
    environment = os.environ | {"PYTHONPATH": str(GUI), "XDG_CACHE_HOME": str(tmp_path)}
    environment |= {"LOCALAPPDATA": str(tmp_path), "LC_ALL": "C.UTF-8", "QT_QPA_PLATFORM": "offscreen"}
    environment |= {"XDG_CONFIG_HOME": str(tmp_path), "XDG_STATE_HOME": str(tmp_path)}

    def run(work: str) -> set[str]:
        program = f"import sys; from portplanner.cli import main\n{work}\nprint(*sys.modules)"
        done = subprocess.run(
            [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True
        )
        return set(done.stdout.split())

    return run


def test_the_first_paint_imports_nothing_it_does_not_need(imported: Callable[[str], set[str]]) -> None:
    imported(FIRST_PAINT)  # reads the texts
    assert imported(FIRST_PAINT) & (NEVER_AT_START | AFTER_THE_FIRST_PAINT) == set()


def test_a_window_without_a_plan_imports_nothing_it_does_not_need(
    imported: Callable[[str], set[str]],
) -> None:
    assert "pydantic" in imported(FILLED)  # the first start reads the catalogue
    later = imported(FILLED)
    assert later & NEVER_AT_START == set()
    assert later >= AFTER_THE_FIRST_PAINT - {"subprocess"}  # or the test above would say nothing
