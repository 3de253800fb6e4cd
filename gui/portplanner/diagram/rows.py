"""How high the rows are that arrows meet: alike at both ends of an arrow, so that it runs straight."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil

Place = tuple[str, int]  # a node and one of its rows


@dataclass(frozen=True, slots=True)
class Need:
    """An arrow between two rows, and the points it needs above and below itself."""

    ends: tuple[Place, Place]
    up: float
    down: float


class Rows:
    """The rows of all nodes. ``contents`` are the least heights of nodes, in points."""

    def __init__(self, needs: Sequence[Need], contents: Mapping[str, float]) -> None:
        self._first: dict[Place, Place] = {}
        for need in needs:
            self._join(*need.ends)
        self._up: dict[Place, float] = {}
        self._down: dict[Place, float] = {}
        for need in needs:
            place = self._find(need.ends[0])
            self._up[place] = max(self._up.get(place, 0), need.up)
            self._down[place] = max(self._down.get(place, 0), need.down)
        self._count: dict[str, int] = dict.fromkeys(contents, 1)
        for node, row in self._first:
            self._count[node] = max(self._count.get(node, 1), row + 1)
        self._grow(contents)

    def heights(self, node: str) -> tuple[int, ...]:
        """Return the height of each row of a node, in whole points."""
        return tuple(2 * ceil(self._height((node, row)) / 2) for row in range(self._count[node]))

    def shift(self, place: Place) -> float:
        """Return how far below the middle of its row an arrow runs."""
        first = self._find(place)
        return (self._up[first] - self._down[first]) / 2

    def _grow(self, contents: Mapping[str, float]) -> None:
        """Give every node the height it needs; rows at the other ends of its arrows grow along."""
        lacking = True
        while lacking:
            lacking = False
            for node, content in contents.items():
                places = [(node, row) for row in range(self._count[node])]
                lack = content - sum(self._height(place) for place in places)
                if lack > 0.5:
                    lacking = True
                    for place in {self._find(place) for place in places}:
                        share = lack / len(places) / 2
                        self._up[place] = self._up.get(place, 0) + share
                        self._down[place] = self._down.get(place, 0) + share

    def _height(self, place: Place) -> float:
        first = self._find(place)
        return self._up.get(first, 0) + self._down.get(first, 0)

    def _join(self, one: Place, other: Place) -> None:
        self._first[self._find(one)] = self._find(other)
        self._first.setdefault(one, one)
        self._first.setdefault(other, other)

    def _find(self, place: Place) -> Place:
        while self._first.get(place, place) != place:
            place = self._first[place]
        return place
