"""The installed program that these tests use: a wheel's command or a built folder's file.

It runs as a stranger would run it: away from the checkout, with an empty PATH and a home of its own.
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

VARIABLE = "PORT_PLANNER_PROGRAM"
# What a process needs from its surroundings to run and to show a window, and nothing that helps Python.
_KEPT = ("DISPLAY", "XAUTHORITY", "SYSTEMROOT", "TEMP", "TMP")


class Program:
    """The installed program, and the home in which it runs."""

    def __init__(self, file: Path, home: Path) -> None:
        self.file = file
        self.home = home
        home.mkdir()

    @property
    def folder(self) -> Path:
        """The folder that came with the program: the built one, or the environment of the wheel."""
        parent = self.file.parent
        return parent.parent if parent.name in ("bin", "Scripts") else parent

    def run(self, *arguments: str, screen: bool = False, **environment: str) -> str:
        """Run it, expect it to end well without a word of complaint, and return what it says."""
        done = self.ended(*arguments, screen=screen, **environment)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def ended(
        self, *arguments: str, screen: bool = False, **environment: str
    ) -> subprocess.CompletedProcess[str]:
        """Run it in its home and return how it ended; without ``screen`` no window is really shown."""
        clean = {name: os.environ[name] for name in _KEPT if name in os.environ}
        clean |= {"PATH": "", "HOME": str(self.home), "USERPROFILE": str(self.home), "LANG": "C.UTF-8"}
        clean |= {} if screen else {"QT_QPA_PLATFORM": "offscreen"}
        return subprocess.run(
            [self.file, *arguments],
            cwd=self.home,
            env=clean | environment,
            capture_output=True,
            encoding="utf-8",
            timeout=60,
        )
