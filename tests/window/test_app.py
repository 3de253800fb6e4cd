"""The start: one line instead of an abort, and a window that was really painted."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from portplanner import app
from portplanner.text import Text


def _run(code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    hidden = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "LANG", "LC_ALL", "LC_MESSAGES")
    clean = {name: value for name, value in os.environ.items() if name not in hidden}
    clean["PYTHONPATH"] = os.pathsep.join(sys.path)
    return subprocess.run(
        [sys.executable, "-c", code], env=clean | environment, capture_output=True, text=True, check=False
    )


_START = "import sys; from portplanner.app import run; sys.exit(run({plan!r}, True))"


def test_the_window_is_painted_once_and_ends_well() -> None:
    done = _run(_START.format(plan=None), QT_QPA_PLATFORM="offscreen")
    assert done.returncode == 0, done.stderr


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux can be without a screen")
def test_without_a_screen_there_is_one_line() -> None:
    done = _run(_START.format(plan=None))
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1


def test_a_plan_that_cannot_be_read_is_told_in_lines() -> None:
    done = _run(_START.format(plan="no-such-plan.toml"), QT_QPA_PLATFORM="offscreen")
    assert done.returncode == 2
    assert "no-such-plan.toml" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux lacks libraries of a window")
def test_missing_libraries_are_named_by_their_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setattr(app, "_loads", lambda library: "icccm" not in library)
    trouble = app._trouble(Text("en"))
    assert trouble.endswith("apt-get install libxcb-icccm4")
    assert "\n" not in trouble


def test_the_start_needs_no_heavy_library() -> None:
    heavy = ("reportlab", "tomlkit", "PySide6.QtPrintSupport", "fontTools")
    code = (
        "import sys; from portplanner.app import run; run(None, True)\n"
        f"print([m for m in {heavy!r} if m in sys.modules])"
    )
    done = _run(code, QT_QPA_PLATFORM="offscreen")
    assert done.stdout.strip() == "[]", done.stderr
