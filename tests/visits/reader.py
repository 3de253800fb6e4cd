"""What a screen reader finds on the screen; the visits look for things by the names that it would read.

It speaks AT-SPI, as Orca does, so a visit also shows that everything it touches can be found that way.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from jeepney import DBusAddress, new_method_call
from jeepney.io.blocking import DBusConnection, open_dbus_connection
from jeepney.wrappers import DBusErrorResponse, unwrap_msg

from tests.visits.screen import PATIENCE

_ACCESSIBLE = "org.a11y.atspi.Accessible"
_PROPERTIES = "org.freedesktop.DBus.Properties"
_STATES = {"checked": 4, "enabled": 8, "focused": 12, "selected": 23, "showing": 25}
_TABLES = ("table", "tree table", "tree")  # their cells are read only when something in them is looked for

Place = tuple[str, str]  # a program on the bus, and an object of it


@dataclass(frozen=True)
class Thing:
    """One thing on the screen, as it was when it was found."""

    place: Place
    role: str
    name: str
    states: frozenset[str]
    box: tuple[int, int, int, int]  # left, top, width, height, in pixels of the screen

    @property
    def middle(self) -> tuple[int, int]:
        """Where one would click."""
        left, top, width, height = self.box
        return left + width // 2, top + height // 2


class Reader:
    """Reads the screen of one message bus."""

    def __init__(self, bus: str) -> None:
        with open_dbus_connection(bus) as session:
            call = new_method_call(DBusAddress("/org/a11y/bus", "org.a11y.Bus", "org.a11y.Bus"), "GetAddress")
            (address,) = unwrap_msg(session.send_and_get_reply(call))
        self._bus: DBusConnection = open_dbus_connection(address)
        self._roles: dict[Place, str] = {}  # a thing's never changes

    def close(self) -> None:
        """Hang up."""
        self._bus.close()

    def things(self, *, cells: bool = False) -> Iterator[Thing]:
        """Yield everything that shows, window by window, what is on top first."""
        root = ("org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root")
        for program in self._children(root):
            for window in reversed(self._children(program)):
                yield from self._below(window, cells)

    def again(self, thing: Thing) -> Thing | None:
        """Return the same thing as it is now, if it still shows."""
        try:
            return self._thing(thing.place)
        except DBusErrorResponse:
            return None

    def text(self, thing: Thing) -> str:
        """Return what is written in a field."""
        written: str = self._ask(thing.place, "org.a11y.atspi.Text", "GetText", "ii", (0, -1))[0]
        return written

    def _below(self, place: Place, cells: bool) -> Iterator[Thing]:
        try:
            thing = self._thing(place)
            if thing is None:
                return
            yield thing
            if cells or thing.role not in _TABLES:
                for child in self._children(place):
                    yield from self._below(child, cells)
        except DBusErrorResponse:
            return  # it went while it was read

    def _thing(self, place: Place) -> Thing | None:
        low, high = self._ask(place, _ACCESSIBLE, "GetState")[0]
        bits = low | high << 32
        states = frozenset(name for name, bit in _STATES.items() if bits >> bit & 1)
        if "showing" not in states:
            return None
        (_, name) = self._ask(place, _PROPERTIES, "Get", "ss", (_ACCESSIBLE, "Name"))[0]
        if place not in self._roles:
            (self._roles[place],) = self._ask(place, _ACCESSIBLE, "GetRoleName")
        (box,) = self._ask(place, "org.a11y.atspi.Component", "GetExtents", "u", (0,))
        return Thing(place, self._roles[place], name, states, box)

    def _children(self, place: Place) -> list[Place]:
        try:
            found: list[Place] = self._ask(place, _ACCESSIBLE, "GetChildren")[0]
        except DBusErrorResponse:
            return []
        return found

    def _ask(
        self,
        place: Place,
        interface: str,
        method: str,
        signature: str | None = None,
        body: tuple[Any, ...] = (),
    ) -> Any:
        program, object = place
        call = new_method_call(DBusAddress(object, program, interface), method, signature, body)
        return unwrap_msg(self._bus.send_and_get_reply(call, timeout=PATIENCE))
