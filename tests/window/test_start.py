"""The window is there at once: a start without a plan does only what the first picture needs."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

GUI = Path(__file__).parents[2] / "gui"


def test_a_start_without_a_plan_imports_nothing_it_does_not_need(tmp_path: Path) -> None:
    program = (
        "import sys; from portplanner.cli import main; main(['--quit-after-paint']); print(*sys.modules)"
    )
    environment = os.environ | {"PYTHONPATH": str(GUI), "XDG_CACHE_HOME": str(tmp_path)}
    environment |= {"LOCALAPPDATA": str(tmp_path), "LC_ALL": "C", "QT_QPA_PLATFORM": "offscreen"}

    def imported() -> set[str]:
        done = subprocess.run(
            [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True
        )
        return set(done.stdout.split())

    assert "pydantic" in imported()  # the first start reads the catalogue
    heavy = {"pydantic", "reportlab", "tomlkit", "tomllib", "fontTools", "importlib.metadata", "hashlib"}
    assert imported() & heavy == set()
