"""Reads a catalogue and says of every mistake in it: file, row and field."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from string import Formatter
from typing import get_args

from portplanner.catalogue import model, pile
from portplanner.catalogue.model import (
    Catalogue,
    Choice,
    Connector,
    Diagram,
    DnsRequirement,
    Fact,
    Flow,
    Guest,
    Port,
    SourceRef,
    Task,
    Variant,
    When,
)
from portplanner.catalogue.pile import Pile, Row, first_file, spelled_out
from portplanner.compiled import Copy
from portplanner.errors import UserError
from portplanner.paths import resources
from portplanner.text import Text, Words, visible
from portplanner.values import built, defaults, keys, per_class, plain, validated

_PREFIX = "exchange-"


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake: where it stands and, as ``id`` and ``places``, the text that explains it."""

    file: str
    row: str
    field: str
    id: str
    places: Mapping[str, object]

    def said(self, text: Text) -> str:
        """Return this mistake as one line: file, row, field and what is wrong."""
        where = ": ".join(part for part in (self.file, self.row, self.field) if part)
        return visible(f"{where}: {text(self.id, **self.places)}")


class CatalogueError(UserError):
    """A catalogue that cannot be used; ``problems`` holds every mistake found."""

    def __init__(self, name: str, problems: tuple[Problem, ...]) -> None:
        lines = "\n".join(problem.said(Text("en")) for problem in problems)
        super().__init__("catalogue.broken", name=name, count=len(problems), problems=lines)
        self.args = (lines,)  # what a log shows
        self.problems = problems


def known() -> tuple[str, ...]:
    """Return the Exchange versions that have a catalogue."""
    return tuple(sorted(_places()))


@cache
def load(exchange: str | None = None) -> Catalogue:
    """Return what is known about this Exchange version; without one, about the first there is."""
    places = _places()
    exchange = known()[0] if exchange is None else exchange
    if exchange not in places:
        raise UserError("catalogue.unknown-version", version=exchange, known=", ".join(known()))
    return _copied(places[exchange])


def read(path: Path) -> Catalogue:
    """Return the catalogue that this file, or this folder of files, holds.

    Raises CatalogueError with every mistake that can be seen at once.
    """
    merged = _Merged(path)
    catalogue = merged.validated()
    merged.problems.extend(merged.located(mistake) for mistake in _mistakes(catalogue))
    merged.raise_problems()
    return catalogue


def _copied(path: Path) -> Catalogue:
    """Return the catalogue from its copy, which was checked before it was written; else read it."""
    program = (Path(__file__), Path(model.__file__), Path(pile.__file__))
    # A catalogue may be based on any other, and which one only its files say.
    copy = Copy(path.name, (*sorted(path.parent.glob("**/*.toml")), *program))
    if (data := copy.read()) is not None:
        with suppress(TypeError, AttributeError):  # the copy is of another shape
            return built(Catalogue, data)
    catalogue = read(path)
    copy.write(plain(catalogue))
    return catalogue


def _files(path: Path) -> list[Path]:
    """Return the files of a catalogue; one that is named for a diagram stands after what it builds on."""
    if not path.is_dir():
        return [path]
    return sorted(path.glob("*.toml"), key=lambda file: (file.stem in get_args(Diagram), file.name))


def _place_of(folder: Path, name: str) -> Path | None:
    """Return the catalogue of this name in a folder, None when there is none."""
    return next((place for place in (folder / name, folder / f"{name}.toml") if place.exists()), None)


def _places() -> dict[str, Path]:
    folder = resources() / "catalogue"
    return _places_in(folder, folder.stat().st_mtime_ns)


@lru_cache(maxsize=4)
def _places_in(folder: Path, changed: int) -> dict[str, Path]:
    return {
        entry.stem.removeprefix(_PREFIX): entry
        for entry in folder.iterdir()
        if entry.name.startswith(_PREFIX) and (entry.is_dir() or entry.suffix == ".toml")
    }


class _Merged:
    """The tables of all files of a catalogue and of those it is based on, and where each thing stands."""

    def __init__(self, path: Path) -> None:
        self.name = path.name
        self.problems: list[Problem] = []
        self._ever: dict[str, list[object]] = {}  # the values of each choice in this and its bases
        self._pile = self._gathered(path, "", ())
        self.raise_problems()
        self.data: dict[str, object] = {key: value for key, (value, _) in self._pile.values.items()}
        for key, table in self._pile.tables.items():
            self.data[key] = {name: value for name, (value, _) in table.items()}
        known = _lists(self._pile)
        for key, rows in self._pile.rows.items():
            self.data[key] = [spelled_out(row.said, known, self._ever) for row in rows]

    def _gathered(self, path: Path, before: str, around: tuple[Path, ...]) -> Pile:
        own = Pile()
        try:
            for file in _files(path):
                self._add(own, file, before + file.name)
        except OSError as error:
            self._problem(before + path.name, "", "", "catalogue.unreadable", reason=_reason(error))
        for key, values in _lists(own).items():
            self._ever.setdefault(key, []).extend(values)
        based, where = own.values.pop("base", (None, ""))
        without, removed = (own.rows.pop(key, []) for key in ("without", "remove"))
        if based is None:
            return own
        base = _place_of(path.parent, str(based))
        if base is None or base in (path, *around):
            self._problem(where, "", "base", "catalogue.no-base", value=based)
            return own
        held = self._gathered(base, f"{base.name}/" if base.is_dir() else "", (path, *around))
        self._strangers("without", without, held.files())
        self._strangers("remove", removed, held.ids())
        names, ids = ([row.said for row in rows] for rows in (without, removed))
        return held.inherited(names, ids).below(own)

    def _strangers(self, key: str, rows: list[Row], known: Collection[str]) -> None:
        for row in rows:
            if row.said not in known:
                self._problem(row.file, "", key, "catalogue.not-in-base", value=row.said)

    def _add(self, into: Pile, file: Path, label: str) -> None:
        import tomllib

        try:
            tables = tomllib.loads(file.read_text("utf-8"))
        except UnicodeDecodeError:
            self._problem(label, "", "", "catalogue.not-utf8")
            return
        except (ValueError, RecursionError) as error:  # also for endless numbers, and lists without end
            line = re.search(r"line (\d+)", str(error))
            where = f"{label}:{line[1]}" if line else label
            self._problem(where, "", "", "catalogue.not-toml", reason=str(error))
            return
        for key, value in tables.items():
            self._take(into, label, key, value)

    def _take(self, into: Pile, file: str, key: str, value: object) -> None:
        if isinstance(value, list) and key not in (*into.tables, *into.values):
            into.rows.setdefault(key, []).extend(Row(row, file) for row in value)
        elif isinstance(value, dict) and key not in (*into.rows, *into.values):
            table = into.tables.setdefault(key, {})
            for name, member in value.items():
                first = table.setdefault(name, (member, file))[1]
                if first != file:
                    self._problem(file, key, name, "catalogue.twice", first=first)
        elif key not in (*into.rows, *into.tables, *into.values):
            into.values[key] = value, file
        else:
            self._problem(file, "", key, "catalogue.twice", first=first_file(into, key))

    def validated(self) -> Catalogue:
        from pydantic import ValidationError

        try:
            return validated(Catalogue, self.data)
        except ValidationError as error:
            for detail in error.errors(include_url=False):
                self._wrong(detail["loc"], detail["type"], detail["msg"])
            raise CatalogueError(self.name, tuple(self.problems)) from error

    def _wrong(self, loc: tuple[int | str, ...], kind: str, reason: str) -> None:
        file, row, field = self._place(loc)
        if kind in ("missing", "missing_argument"):
            self._problem(file, row, field, "catalogue.missing")
        elif kind in ("extra_forbidden", "unexpected_keyword_argument"):
            self._problem(file, row, field, "catalogue.unknown-field")
        else:
            self._problem(file, row, field, "catalogue.wrong-value", reason=reason)

    def _place(self, loc: tuple[int | str, ...]) -> tuple[str, str, str]:
        """Return file, row and field of a place in the data."""
        table = str(loc[0]) if loc else ""
        if table in self._pile.rows and len(loc) > 1 and isinstance(loc[1], int):
            row = self._pile.rows[table][loc[1]]
            shown = row.id or f"{table} {loc[1] + 1}"
            file = row.changed.get(str(loc[2]), row.file) if len(loc) > 2 else row.file
            return file, shown, ".".join(map(str, loc[2:]))
        if table in self._pile.tables and len(loc) > 1:
            held = self._pile.tables[table]
            file = held[str(loc[1])][1] if str(loc[1]) in held else first_file(self._pile, table)
            return file or self.name, table, ".".join(map(str, loc[1:]))
        return first_file(self._pile, table) or self.name, "", ".".join(map(str, loc))

    def located(self, mistake: _Mistake) -> Problem:
        file, row, field = self._place(mistake.loc)
        return Problem(file, row, field, mistake.id, mistake.places)

    def _problem(self, file: str, row: str, field: str, id: str, **places: object) -> None:
        self.problems.append(Problem(file, row, field, id, places))

    def raise_problems(self) -> None:
        if self.problems:
            raise CatalogueError(self.name, tuple(self.problems))


def _lists(pile: Pile) -> dict[str, list[object]]:
    """Return the values of each choice."""
    return {key: held for key, (held, _) in pile.tables.get("choices", {}).items() if isinstance(held, list)}


def _reason(error: OSError) -> str:
    return error.strerror or str(error)


Loc = tuple[int | str, ...]


@dataclass(frozen=True, slots=True)
class _Mistake:
    """A mistake at a place in the data."""

    loc: Loc
    id: str
    places: Mapping[str, object]


def _mistake(loc: Loc, id: str, **places: object) -> _Mistake:
    return _Mistake(loc, f"catalogue.{id}", places)


def _mistakes(catalogue: Catalogue) -> Iterator[_Mistake]:
    """What the shape of the data cannot say: references, both languages, ports that make sense."""
    connectors = {connector.id for connector in catalogue.connectors}
    open_points = {point.id for point in catalogue.open_points}
    flows = {flow.id for flow in catalogue.flows}
    places = {place.text for place in catalogue.places}
    ids: set[str] = set()
    for loc, fact in _facts(catalogue, ()):
        yield from _words(loc, fact)
        if isinstance(fact, SourceRef):
            if fact.ref not in catalogue.sources:
                yield _mistake((*loc, "ref"), "unknown-source", value=fact.ref)
            continue
        if isinstance(fact, Port):
            yield from _port(catalogue, loc, fact)
            continue
        for name in ("when", "unless"):
            yield from _when(catalogue, (*loc, name), getattr(fact, name, {}))
        if (id := getattr(fact, "id", None)) is not None:
            if id in ids:
                yield _mistake((*loc, "id"), "repeated-id", value=id)
            ids.add(id)
        if isinstance(fact, Flow | Variant):
            used, asked = fact.connectors or (), fact.open_points or ()
            yield from _unknown((*loc, "connectors"), "unknown-connector", used, connectors)
            yield from _unknown((*loc, "open_points"), "unknown-open-point", asked, open_points)
        if isinstance(fact, Task):
            yield from _unknown((*loc, "makes"), "unknown-connector", fact.makes, connectors)
        if isinstance(fact, Guest):
            yield from _unknown((*loc, "flows"), "unknown-flow", fact.flows, flows)
        if isinstance(fact, DnsRequirement):
            for name in ("needs", "lacks"):
                for value in sorted(set(getattr(fact, name)) - places):
                    yield _mistake((*loc, name), "no-such-place", value=value)
        if isinstance(fact, Flow):
            yield from _flow(catalogue, loc, fact)
        elif isinstance(fact, Connector):
            yield from _name(loc, fact)


def _facts(fact: Fact, loc: Loc) -> Iterator[tuple[Loc, Fact]]:
    """This fact and all within it, each with its place in the data."""
    yield loc, fact
    for name, at, _ in _fields(type(fact)):
        for where, member in _members(getattr(fact, name), (*loc, at)):
            if isinstance(member, Fact):
                yield from _facts(member, where)


def _words(loc: Loc, fact: Fact) -> Iterator[_Mistake]:
    """A text that is there, or has to be, is there in both languages."""
    for name, at, needed in _fields(type(fact)):
        for where, member in _members(getattr(fact, name), (*loc, at)):
            if isinstance(member, Words) and (needed or member):
                for language in ("en", "zh"):
                    if not getattr(member, language).strip():
                        yield _mistake((*where, language), "no-words")


@per_class
def _fields(kind: type[Fact]) -> tuple[tuple[str, str, bool], ...]:
    """Name, name in the file and necessity of every field that can hold facts or words."""
    others = ("id", "when", "unless", "roles", "choices", "services", "asked_by")
    usual = defaults(kind)
    return tuple((name, key, name not in usual) for name, key in keys(kind).items() if name not in others)


def _members(value: object, loc: Loc) -> Iterator[tuple[Loc, object]]:
    if isinstance(value, tuple):
        for index, member in enumerate(value):
            yield (*loc, index), member
    elif isinstance(value, Mapping):
        for key, member in value.items():
            yield (*loc, key), member
    elif isinstance(value, Fact | Words):
        yield loc, value


def _unknown(loc: Loc, id: str, used: tuple[str, ...], known: set[str]) -> Iterator[_Mistake]:
    for value in used:
        if value not in known:
            yield _mistake(loc, id, value=value)


def _when(catalogue: Catalogue, loc: Loc, when: When) -> Iterator[_Mistake]:
    for key, values in when.items():
        at = (*loc, key)
        if key not in catalogue.choices:
            yield _mistake(at, "unknown-choice", value=key)
            continue
        for value in values:
            if not _is_choice(catalogue, key, value):
                allowed = ", ".join(map(str, catalogue.choices[key]))
                yield _mistake(at, "unknown-choice-value", value=value, allowed=allowed)


def _is_choice(catalogue: Catalogue, key: str, value: Choice) -> bool:
    """Whether the catalogue knows this value; 1 and true are not the same."""
    return any(known == value and type(known) is type(value) for known in catalogue.choices[key])


def _port(catalogue: Catalogue, loc: Loc, port: Port) -> Iterator[_Mistake]:
    if sum(each is not None for each in (port.number, port.from_, port.user)) != 1:
        yield _mistake(loc, "port-what")
    if (port.from_ is None) != (port.to is None) or (port.from_ or 0) > (port.to or 0):
        yield _mistake(loc, "port-range")
    if port.choice is not None:
        if port.choice not in catalogue.choices:
            yield _mistake((*loc, "choice"), "unknown-choice", value=port.choice)
        elif port.number is not None and not _is_choice(catalogue, port.choice, port.number):
            allowed = ", ".join(map(str, catalogue.choices[port.choice]))
            yield _mistake((*loc, "choice"), "unknown-choice-value", value=port.number, allowed=allowed)


def _flow(catalogue: Catalogue, loc: Loc, flow: Flow) -> Iterator[_Mistake]:
    if flow.restrict == "allowed" and not flow.ports:
        yield _mistake((*loc, "ports"), "no-ports")
    services = (*loc, "services")
    yield from _unknown(services, "unknown-service", flow.services, set(catalogue.service_names))
    if flow.services_choice is None:
        return
    if flow.services_choice not in catalogue.choices:
        yield _mistake((*loc, "services_choice"), "unknown-choice", value=flow.services_choice)
        return
    allowed = ", ".join(map(str, catalogue.choices[flow.services_choice]))
    for service in flow.services:
        if not _is_choice(catalogue, flow.services_choice, service):
            yield _mistake(services, "unknown-choice-value", value=service, allowed=allowed)


def _name(loc: Loc, connector: Connector) -> Iterator[_Mistake]:
    at = (*loc, "name")
    if not connector.name.isascii():
        yield _mistake(at, "name-not-english")
    try:
        fields = {field for _, field, _, _ in Formatter().parse(connector.name) if field is not None}
    except ValueError as error:
        yield _mistake(at, "wrong-value", reason=str(error))
        return
    for field in sorted(fields - {"server", "site"}):
        yield _mistake(at, "unknown-place", value=field)
    if fields and not connector.placeholder:
        yield _mistake((*loc, "placeholder"), "missing")
