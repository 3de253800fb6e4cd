"""A program that is ended from outside keeps its unsaved work, asks nobody, and says nothing untoward."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from portplanner.plan.recovery import found

GUI = Path(__file__).parents[2] / "gui"
# Starts as a person does, and changes a choice as soon as the window is there.
PROGRAM = """
import sys
from PySide6.QtCore import QTimer
from portplanner.plan.change import with_choice
from portplanner.window import recovery, start
recovery.PAUSE = 3_600_000  # no copy before the end
fill = start.fill

def filled(window, *arguments):
    fill(window, *arguments)
    def work():
        window.editor.choose(with_choice(window.editor.plan, "topology.edge", "2013"))
        print("ready", flush=True)
    QTimer.singleShot(0, work)

start.fill = filled
from portplanner.cli import main
sys.exit(main([]))
"""


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP", "SIGINT"])
def test_a_signal_leaves_a_copy(tmp_path: Path, name: str) -> None:
    places = {
        key: str(tmp_path / key) for key in ("HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME")
    }
    environment = (
        os.environ | places | {"PYTHONPATH": str(GUI), "QT_QPA_PLATFORM": "offscreen", "LC_ALL": "C.UTF-8"}
    )
    program = subprocess.Popen(
        [sys.executable, "-c", PROGRAM],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        assert program.stdout is not None
        assert program.stdout.readline() == "ready\n"
        number = getattr(signal, name)
        program.send_signal(number)
        _, complaints = program.communicate(timeout=20)
    finally:
        program.kill()
    assert program.returncode == 128 + number
    assert complaints.replace("This plugin does not support propagateSizeHints()\n", "") == ""
    [copy] = (tmp_path / "XDG_STATE_HOME" / "port-planner" / "unsaved").glob("*.portplan")
    assert found(copy).plan.topology.edge == "2013"
