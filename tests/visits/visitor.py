"""A person in front of the screen: starts the program, looks, types, clicks, and keeps pictures."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import portplanner
from portplanner.text import Language, Text
from tests.installed.program import VARIABLE
from tests.visits.reader import Reader, Thing
from tests.visits.screen import PATIENCE, SIZE, Screen, wait_for

_WHEEL_UP, _WHEEL_DOWN = 4, 5  # as the X server numbers what a mouse has
_MOST_TURNS = 200
_MOST_TABS = 60


class Visitor:
    """Visits the program with a screen and a home of its own.

    It finds things by their names in ``language``, waits until they are there, and uses nothing but
    the mouse and the keyboard on them.
    """

    def __init__(self, screen: Screen, home: Path, pictures: Path, language: Language = "en") -> None:
        self.screen = screen
        self.home = home
        self.text = Text(language)
        self._pictures = pictures
        self._taken = 0
        self._reader: Reader | None = None
        self.program: subprocess.Popen[bytes] | None = None
        if language != "en":  # chosen earlier: a machine need not have the locale that would say the same
            settings = home / ".config" / "Port Planner" / "Port Planner.ini"
            settings.parent.mkdir(parents=True)
            settings.write_text(f"[General]\nlanguage={language}\n", "utf-8")

    # The program

    def start(self, *arguments: str) -> None:
        """Start the program and wait for its window."""
        installed = os.environ.get(VARIABLE)
        command = [installed] if installed else [sys.executable, "-m", "portplanner"]
        checkout = {} if installed else {"PYTHONPATH": str(Path(portplanner.__file__).parents[1])}
        environment = self.screen.environment | checkout | {
            "HOME": str(self.home),
            "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
        }  # fmt: skip
        with open(self.home / "complaints.txt", "ab") as complaints:
            self.program = subprocess.Popen(
                [*command, *arguments], cwd=self.home, env=environment, stderr=complaints
            )
        wait_for("the program's window", self._window_or_end)

    def _window_or_end(self) -> bool:
        assert self.program is not None
        assert self.program.poll() is None, f"the program ended: {self.complaints}"
        return "Port Planner" in self.screen.title()

    @property
    def complaints(self) -> str:
        """What the program said on standard error."""
        return (self.home / "complaints.txt").read_text("utf-8")

    def until_ended(self) -> int:
        """Wait until the program has ended by itself and return its exit code."""
        assert self.program is not None
        return self.program.wait(PATIENCE)

    def kill(self) -> None:
        """End the program as a power cut would."""
        assert self.program is not None
        self.program.send_signal(signal.SIGKILL)
        self.program.wait(PATIENCE)

    def leave(self) -> None:
        """Take the program down, whatever state it is in; a picture shows where a visit ended early."""
        if self._reader is not None:
            self._reader.close()
        if self.program is not None and self.program.poll() is None:
            self.picture("at-the-end")
            self.kill()

    # Looking

    def until_title(self, *words: str) -> str:
        """Wait until the window that has the keyboard has these words in its title."""

        def look() -> str | None:
            title = self.screen.title()
            return title if all(word in title for word in words) else None

        return wait_for(f"a window titled {words}", look, seen=self.screen.title)

    def find(self, name: str, *, role: str = "", cells: bool = False) -> Thing | None:
        """Return the topmost thing with this name, if it shows; ``…`` in a name is any words."""
        for thing in self._read.things(cells=cells):
            if thing.box[2] > 0 and self.is_called(thing, name, role=role):
                return thing
        return None

    def is_called(self, thing: Thing, name: str, *, role: str = "") -> bool:
        """Return whether this thing has this name and, if one is given, a role with these words."""
        return role in thing.role and _matches(thing.name, name)

    def see(self, name: str, *, role: str = "", cells: bool = False) -> Thing:
        """Wait until a thing with this name shows, and return it."""
        return wait_for(f"{role} {name!r}", lambda: self.find(name, role=role, cells=cells))

    def until(self, what: str, look: Callable[[], object]) -> None:
        """Wait until this is so."""
        wait_for(what, look)

    def until_gone(self, name: str, *, role: str = "") -> None:
        """Wait until nothing with this name shows any more."""
        wait_for(f"{name!r} to go", lambda: self.find(name, role=role) is None)

    def focused(self) -> Thing | None:
        """Return what has the keyboard."""
        # Qt also calls the tab of the page that shows focused, and what is around the thing.
        found = [thing for thing in self._read.things() if "focused" in thing.states]
        held = [thing for thing in found if thing.role != "page tab"]
        return max(reversed(held), key=lambda thing: thing.role != "filler", default=None)

    def tab_to(self, name: str, *, role: str = "", key: str = "Tab") -> None:
        """Press Tab until the keyboard is on the thing with this name, as a person without a mouse does."""
        here = self.focused()
        for _ in range(_MOST_TABS):
            if here is not None and self.is_called(here, name, role=role):
                return
            self.keys(key)
            here = wait_for("the keyboard to move on", partial(self._focused_elsewhere, here))
        raise AssertionError(f"{_MOST_TABS} times {key} do not lead to {role} {name!r}")

    def _focused_elsewhere(self, before: Thing | None) -> Thing | None:
        now = self.focused()
        return now if now is not None and (before is None or now.place != before.place) else None

    def picture(self, name: str) -> None:
        """Keep what the screen shows, for people to look at."""
        self._taken += 1
        self.screen.picture(self._pictures / f"{self._taken:02}-{name}.png")

    @property
    def _read(self) -> Reader:
        if self._reader is None:
            self._reader = Reader(self.screen.environment["DBUS_SESSION_BUS_ADDRESS"])
        return self._reader

    # Touching

    def click(self, name: str, *, role: str = "", cells: bool = False) -> None:
        """Click the thing with this name, as soon as it is there."""
        thing = self.see(name, role=role, cells=cells)
        while (now := self._read.again(thing)) != thing:  # it is still on its way to its place
            thing = now or self.see(name, role=role, cells=cells)
        self.screen.click(*thing.middle)

    def menu(self, menu: str, *entries: str) -> None:
        """Open this menu of the menu bar and click through these entries, by the ids of their commands."""
        self.click(_plain(self.text(f"window.menu.{menu}")), role="menu item")
        for entry in entries:
            self.click(_plain(self.text(f"window.action.{entry}")), role="menu")

    def scroll_to(self, name: str, *, role: str = "", over: str) -> Thing:
        """Turn the wheel over the part called ``over`` until the thing with this name is well in sight."""
        part, thing = self.see(over), self.see(name, role=role)
        top, bottom = part.box[1], min(part.box[1] + part.box[3], SIZE[1])
        for _ in range(_MOST_TURNS):
            above, below = thing.box[1] < top + 20, thing.box[1] + thing.box[3] > bottom - 20
            if not above and not below:
                return thing
            self.screen.click(*part.middle, button=_WHEEL_UP if above else _WHEEL_DOWN)
            thing = wait_for("the wheel to turn", partial(self._moved, thing))
        raise AssertionError(f"{name!r} cannot be scrolled into sight")

    def _moved(self, thing: Thing) -> Thing | None:
        now = self._read.again(thing)
        return now if now is not None and now.box != thing.box else None

    def keys(self, *names: str) -> None:
        """Press these keys one after the other."""
        self.screen.keys(*names)

    def type(self, words: str) -> None:
        """Type these words."""
        self.screen.type(words)

    def answer_file(self, title: str, file: Path) -> None:
        """Type the whole path into the file dialog with this title, and wait until it is gone."""

        def is_here() -> bool:  # the whole title: the windows before and after may have these words in theirs
            return self.screen.title().partition(" — ")[0] == title

        wait_for(f"the dialog {title!r}", is_here, self.screen.title)
        field = wait_for("the field for the name", self._focused_field)
        self.keys("ctrl+a")
        self.type(str(file))
        wait_for(
            f"{file} in the field",
            lambda: self._read.text(field) == str(file),
            lambda: self._read.text(field),
        )
        self.keys("Return")
        wait_for(f"the dialog {title!r} to go", lambda: not is_here())

    def _focused_field(self) -> Thing | None:
        here = self.focused()
        return here if here is not None and here.role == "text" else None


def _plain(words: str) -> str:
    """Return the words of a menu without the mark of their key."""
    return words.replace("&", "")


def _matches(name: str, wanted: str) -> bool:
    """Return whether this is the name that was wanted; ``…`` in that stands for any words."""
    return re.fullmatch(".*".join(re.escape(part) for part in wanted.split("…")), name, re.DOTALL) is not None
