"""What stands in the box of a role: its name, its servers, their addresses; folded or in full."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil, sqrt

from portplanner.catalogue.model import Role
from portplanner.diagram import style
from portplanner.diagram.measure import width, wrap
from portplanner.diagram.view import View
from portplanner.plan.model import Plan, Server
from portplanner.text import Text, visible

WIDTH = 172  # of a box, unless it lists servers that need more
FEW = 3  # so many servers are named one by one; more are a stack
LIST_GLYPH = 13  # before each server of an unfolded stack
LIST_LINE = 17.0
COLUMN_GAP = 14
_PAD = 12  # between the box and what stands in it
_COLUMN = 24  # servers under each other before a second column is better
_WIDEST_NAME = 240

Line = tuple[str, float, str, bool]  # text, size, colour, bold


@dataclass(frozen=True, slots=True)
class ServerLabel:
    """The lines of a box. ``listing`` are the columns of an unfolded stack, ``stack`` its count."""

    title: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    listing: tuple[tuple[str, ...], ...] = ()
    stack: int = 0
    folded: bool = False
    width: int = 0
    sentence: str = ""

    @property
    def height(self) -> float:
        """Height of all lines in points."""
        lines = sum(size * style.LINE_HEIGHT for _, size, _, _ in self.styled(bold=True))
        return lines + (len(self.listing[0]) * LIST_LINE + 6 if self.listing else 0)

    def styled(self, *, bold: bool) -> Iterator[Line]:
        """Yield title and names with their looks; ``bold`` is for the title."""
        for line in self.title:
            yield line, style.TEXT, "ink", bold
        for line in self.names:
            yield line, style.TEXT_SMALL, "ink-soft", False


NO_LABEL = ServerLabel()


class ServerLabels:
    """Makes the labels of one diagram in one language."""

    def __init__(self, plan: Plan, text: Text, view: View) -> None:
        self._plan = plan
        self._text = text
        self._view = view
        self._servers: dict[str, Server] = {}
        self.width = WIDTH

    def roles(self, name: str) -> tuple[str, ...]:
        """Return the roles of a server of the plan."""
        server = self._by_name().get(name)
        return server.roles if server else ()

    def label(self, id: str, role: Role, names: Sequence[str], *, with_other: bool) -> ServerLabel:
        """Return the label of a role's box. ``with_other``: the other inside role is on it too."""
        room = WIDTH - 2 * _PAD + 8
        role_name = self._text(f"terms.role.{role}")
        title = wrap(role_name, style.TEXT, room, 2, bold=True)
        sentence = role_name
        if names:
            shown = ", ".join(visible(name) for name in names)
            sentence = self._text("diagram.title.server", role=role_name, names=shown)
        lines: list[str] = []
        other = {"client-access": "diagram.with-mailbox", "mailbox": "diagram.with-client-access"}
        if with_other and role in other:
            lines += wrap(self._text(other[role]), style.TEXT_SMALL, room, 2)
        stack = len(names) if len(names) > FEW else 0
        if stack and id in self._view.unfolded:
            columns = self._columns(names)
            listed = sum(column_width(column) for column in columns) + COLUMN_GAP * (len(columns) - 1)
            wide = max(WIDTH, 2 * ceil((listed + 2 * _PAD) / 2))
            return ServerLabel(title, tuple(lines), columns, stack, False, wide, sentence)
        lines += self._named(names, room)
        return ServerLabel(title, tuple(lines), (), stack, bool(stack), WIDTH, sentence)

    def _named(self, names: Sequence[str], room: float) -> Iterator[str]:
        if not names:
            return
        if self._view.labels == "role":
            if len(names) > 1:
                yield self._text("diagram.count", count=len(names))
            return
        if self._view.labels == "name" or len(names) > FEW:
            yield from wrap(fold(names, self._text), style.TEXT_SMALL, room, 2)
            addresses = [address for name in names for address in self._addresses(name)]
            if self._view.labels == "address" and addresses:
                yield from wrap(fold(addresses, self._text, ends_only=True), style.TEXT_SMALL, room, 2)
            return
        for name in names:
            yield from wrap(self._with_address(name), style.TEXT_SMALL, room, 2)

    def _columns(self, names: Sequence[str]) -> tuple[tuple[str, ...], ...]:
        shown = [wrap(self._with_address(name), style.TEXT_SMALL, _WIDEST_NAME, 1)[0] for name in names]
        columns = max(1, round(sqrt(len(shown) / _COLUMN)))
        rows = ceil(len(shown) / columns)
        return tuple(tuple(shown[i : i + rows]) for i in range(0, len(shown), rows))

    def _with_address(self, name: str) -> str:
        addresses = self._addresses(name) if self._view.labels == "address" else ()
        return "  ".join((visible(name), *addresses))

    def _addresses(self, name: str) -> tuple[str, ...]:
        server = self._by_name().get(name)
        return tuple(visible(address) for address in server.addresses) if server else ()

    def _by_name(self) -> dict[str, Server]:
        if not self._servers:
            self._servers = {server.name: server for server in self._plan.servers}
        return self._servers


def column_width(column: Sequence[str]) -> float:
    """Return the width of one column of an unfolded stack, its small glyphs included."""
    return LIST_GLYPH + 6 + max(width(line, style.TEXT_SMALL) for line in column)


def fold(names: Sequence[str], text: Text, *, ends_only: bool = False) -> str:
    """Return a few names as they are, many as the first, the last and their count."""
    shown = [visible(name) for name in names if name]
    if len(shown) <= FEW:
        return ", ".join(shown)
    if ends_only:
        return f"{shown[0]} … {shown[-1]}"
    return text("diagram.folded", first=shown[0], last=shown[-1], count=len(shown))
