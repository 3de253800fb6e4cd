"""A screen of its own: an X server, a window manager, a message bus, and hands that type and click."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from struct import unpack
from typing import TypeVar

from PySide6.QtGui import QImage

PROGRAMS = ("Xvfb", "openbox", "xdotool", "dbus-daemon")
SIZE = (1600, 1000)
PATIENCE = 15.0  # seconds that anything may take; nothing waits longer than it has to

T = TypeVar("T")


def missing() -> list[str]:
    """Return which programs a visit needs and this machine lacks."""
    return [program for program in PROGRAMS if shutil.which(program) is None]


def wait_for(
    what: str, look: Callable[[], T | None], patience: float = PATIENCE, seen: Callable[[], object] | None = None
) -> T:
    """Return what ``look`` finds as soon as it finds something.

    ``what`` names it when it never does, and ``seen`` tells what was there instead.
    """
    end = time.monotonic() + patience
    while True:
        found = look()
        if found:
            return found
        if time.monotonic() > end:
            instead = f"; there is {seen()!r}" if seen else ""
            raise AssertionError(f"waited {patience:.0f} s for {what}{instead}")
        time.sleep(0.02)


class Screen:
    """The screen. Everything on it goes when it is closed."""

    def __init__(self, folder: Path) -> None:
        self._processes: list[subprocess.Popen[bytes]] = []
        self._frames = folder
        self.environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "LANG": "C.UTF-8",
            "XDG_RUNTIME_DIR": str(folder),
        }
        try:
            self._open()
        except BaseException:
            self.close()
            raise

    def _open(self) -> None:
        numbers, number = os.pipe()
        self._start(
            "Xvfb", "-displayfd", str(number), "-screen", "0", "{}x{}x24".format(*SIZE),
            "-fbdir", str(self._frames), "-nolisten", "tcp",
            passed=number,
        )  # fmt: skip
        os.close(number)
        with open(numbers) as lines:
            self.environment["DISPLAY"] = f":{lines.readline().strip()}"
        self._start("openbox", "--sm-disable")
        addresses, address = os.pipe()
        self._start("dbus-daemon", "--session", "--nofork", f"--print-address={address}", passed=address)
        os.close(address)
        with open(addresses) as lines:
            self.environment["DBUS_SESSION_BUS_ADDRESS"] = lines.readline().strip()

    def close(self) -> None:
        """Take everything down."""
        for process in reversed(self._processes):
            process.terminate()
        for process in self._processes:
            process.wait(PATIENCE)

    # Hands

    def keys(self, *names: str) -> None:
        """Press these keys one after the other: ``ctrl+s``, ``Tab``, ``Return``."""
        self._do("key", "--clearmodifiers", "--delay", "15", *names)

    def type(self, words: str) -> None:
        """Type these words."""
        self._do("type", "--clearmodifiers", "--delay", "8", "--", words)

    def click(self, x: int, y: int, button: int = 1, times: int = 1) -> None:
        """Move the mouse there and click."""
        self._do("mousemove", str(x), str(y))
        self._do("click", "--repeat", str(times), "--delay", "60", str(button))

    def title(self) -> str:
        """Return the title of the window that has the keyboard; "" where none has."""
        done = self._run("xdotool", "getactivewindow", "getwindowname")
        return done.stdout.decode().strip() if not done.returncode else ""

    def picture(self, file: Path) -> None:
        """Keep what is on the screen as a PNG, once nothing on it moves any more."""
        frames = self._frames / "Xvfb_screen0"
        dump, still = frames.read_bytes(), 0
        end = time.monotonic() + PATIENCE
        while still < 3 and time.monotonic() < end:  # a cursor may blink for ever
            time.sleep(0.06)
            before, dump = dump, frames.read_bytes()
            still = still + 1 if dump == before else 0
        header, _, _, _, width, height = unpack(">6I", dump[:24])
        per_line, colours = unpack(">I", dump[48:52])[0], unpack(">I", dump[76:80])[0]
        pixels = dump[header + 12 * colours :]
        QImage(pixels, width, height, per_line, QImage.Format.Format_RGB32).save(str(file))

    def _do(self, *arguments: str) -> None:
        done = self._run("xdotool", *arguments)
        assert done.returncode == 0, done.stderr.decode()

    def _run(self, *command: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(command, env=self.environment, capture_output=True, timeout=PATIENCE)

    def _start(self, *command: str, passed: int | None = None) -> None:
        self._processes.append(
            subprocess.Popen(
                command,
                env=self.environment,
                pass_fds=() if passed is None else (passed,),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        )
