"""Fills the places of DNS rows with the plan's names and addresses: one row for each record. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from portplanner.catalogue import model as facts
from portplanner.catalogue.model import When
from portplanner.checklist.model import DnsRequirement
from portplanner.plan.change import choice
from portplanner.plan.model import Plan, Server
from portplanner.plan.names import is_fqdn, is_inside, parsed_address, same_address, same_host
from portplanner.text import Words

_LISTED = 5  # a text names this many; with more its place stays, and a record counts the rest
_MARKS = {"en": ", ", "zh": "、"}

Select = Callable[[tuple[facts.Role, ...], str], tuple[Server, ...]]


@dataclass(frozen=True, slots=True)
class NamedRow:
    """A row of the catalogue as the checklist shows it, and what decides how often it is there."""

    fact: facts.DnsRequirement
    shown: DnsRequirement


class Names:
    """What one plan's names are, place by place. ``select`` picks servers, ``holds`` knows conditions."""

    def __init__(
        self, places: Iterable[facts.Place], plan: Plan, select: Select, holds: Callable[[When], bool]
    ) -> None:
        self._plan = plan
        self._select = select
        self._places: dict[str, facts.Place] = {}
        for place in places:
            if place.text not in self._places and holds(place.when):
                self._places[place.text] = place
        longest = sorted(self._places, key=len, reverse=True)
        self._pattern = re.compile("|".join(map(re.escape, longest))) if longest else None
        self._known: dict[tuple[str, str], tuple[str, ...]] = {}

    def rows(self, row: NamedRow, slug: Callable[[str], str]) -> Iterator[DnsRequirement]:
        """Yield what a row of the catalogue comes to: itself, or one for each name in its place."""
        fact, shown = row.fact, row.shown
        found = self._found(fact.name)
        several = self.values(found[0], "") if found else ()
        for filler in several or ("",):
            name = fact.name.replace(found[0], filler) if filler else fact.name
            if not all(self.values(place, name) for place in fact.needs):
                continue
            if any(self.values(place, name) for place in fact.lacks):
                continue
            if not self._pattern or not (filler or self._known_any):
                yield shown
                continue
            yield replace(
                shown,
                id=f"{shown.id}--{slug(filler)}" if filler else shown.id,
                name=name,
                requirement=self._words(shown.requirement, fact, name, found, filler),
                verify=self._filled(shown.verify, name, found, filler),
            )

    def values(self, text: str, name: str) -> tuple[str, ...]:
        """Return what fills a place in the row of this name."""
        place = self._places[text]
        key = (text, name if place.own else "")
        if key not in self._known:
            said = self._own(place, name) if place.own else self._said(place)
            fits = (one for one in said if _is_kind(one, place.give))
            same = same_host if place.give == "fqdn" else same_address
            self._known[key] = tuple({same(one): one for one in reversed(list(fits))}.values())[::-1]
        return self._known[key]

    def _said(self, place: facts.Place) -> Iterable[str]:
        for key in place.keys:
            held = choice(self._plan, key)
            if names := held if isinstance(held, tuple) else (held,) if held else ():
                return names
        servers = self._select(place.roles, place.servers) if place.roles else ()
        if place.most is not None and len(servers) > place.most:
            return ()
        if place.give == "fqdn":
            return [server.fqdn for server in servers]
        return [address for server in servers for address in server.addresses]

    def _own(self, place: facts.Place, name: str) -> Iterable[str]:
        """Return the other half of a name that one of the plan's servers, or the clients' entry, has."""
        if place.give == "fqdn":
            return self._by_address.get(same_address(name), ())
        host, names = same_host(name), self._plan.namespaces
        if names.mail and host == same_host(names.mail):
            return names.public_addresses
        return self._by_host.get(host, ())

    @cached_property
    def _known_any(self) -> bool:
        """Whether anything is known that a place could be filled with."""
        own = any(place.own for place in self._places.values())
        if own and any(server.fqdn and server.addresses for server in self._plan.servers):
            return True
        return any(self.values(text, "") for text, place in self._places.items() if not place.own)

    @cached_property
    def _by_host(self) -> dict[str, list[str]]:
        """The addresses of the servers of each name."""
        found: dict[str, list[str]] = {}
        for server in self._plan.servers:
            if server.fqdn:
                found.setdefault(same_host(server.fqdn), []).extend(server.addresses)
        return found

    @cached_property
    def _by_address(self) -> dict[str, list[str]]:
        """The names of the servers of each address."""
        found: dict[str, list[str]] = {}
        for server in self._plan.servers:
            for address in server.addresses:
                found.setdefault(same_address(address), []).append(server.fqdn)
        return found

    def _found(self, text: str) -> list[str]:
        return self._pattern.findall(text) if self._pattern else []

    def _words(
        self, words: Words, fact: facts.DnsRequirement, name: str, found: list[str], filler: str
    ) -> Words:
        said = self._filled(words, name, found, filler)
        places = self._found(fact.value)
        known = all(self.values(place, name) for place in places)
        if not self._pattern or not fact.value or not filler or not known:
            return said
        held = self._pattern.sub(lambda place: _counted(self.values(place[0], name)), fact.value)
        record = f"{name} {fact.record} {held}"
        return Words(f"{said.en} {record}", f"{said.zh}{record}")

    def _filled(self, words: Words, name: str, found: list[str], filler: str) -> Words:
        own = dict.fromkeys(found[:1], filler) if filler else {}
        return Words(
            self._text(words.en, name, _MARKS["en"], own), self._text(words.zh, name, _MARKS["zh"], own)
        )

    def _text(self, text: str, name: str, mark: str, own: dict[str, str]) -> str:
        if not self._pattern:
            return text

        def fill(match: re.Match[str]) -> str:
            place = match[0]
            names = (own[place],) if place in own else self.values(place, name)
            return mark.join(names) if 0 < len(names) <= _LISTED else place

        return self._pattern.sub(fill, text)


def _counted(names: tuple[str, ...]) -> str:
    shown = ", ".join(names[:_LISTED])
    return f"{shown} … ({len(names)})" if len(names) > _LISTED else shown


def _is_kind(value: str, kind: str) -> bool:
    if kind == "fqdn":
        return is_fqdn(value)
    address = parsed_address(value)
    if address is None:
        return False
    if kind == "inside":
        return address.version == 4
    if is_inside(value):
        return False
    return kind == "address" or f"ipv{address.version}" == kind
