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

# What a visit needs, as Debian calls the packages.
PROGRAMS = {"Xvfb": "xvfb", "openbox": "openbox", "xdotool": "xdotool", "dbus-daemon": "dbus-daemon"}
READING = ("dbus-1/services/org.a11y.Bus.service", "at-spi2-core")
SIZE = (1600, 1000)
PATIENCE = 30.0  # seconds that anything may take; nothing waits longer than it has to

T = TypeVar("T")


def missing() -> list[str]:
    """Return the packages that a visit needs and this machine lacks."""
    lacking = [package for program, package in PROGRAMS.items() if shutil.which(program) is None]
    service, package = READING
    shared = os.environ.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share"
    if not any(Path(folder, service).is_file() for folder in shared.split(":")):
        lacking.append(package)
    return lacking


def wait_for(what: str, look: Callable[[], T | None], seen: Callable[[], object] | None = None) -> T:
    """Return what ``look`` finds as soon as it finds something.

    ``what`` names it when it never does, and ``seen`` tells what was there instead.
    """
    end = time.monotonic() + PATIENCE
    while True:
        found = look()
        if found:
            return found
        if time.monotonic() > end:
            instead = f"; there is {seen()!r}" if seen else ""
            raise AssertionError(f"waited {PATIENCE:.0f} s for {what}{instead}")
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
            "-noreset",  # else it starts anew, without who is connecting, when its only guest leaves
            passed=number,
        )  # fmt: skip
        os.close(number)
        with open(numbers) as lines:
            self.environment["DISPLAY"] = f":{lines.readline().strip()}"
        self._start("openbox", "--sm-disable")
        wait_for("the window manager", lambda: self._run("xdotool", "get_num_desktops").returncode == 0)
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
