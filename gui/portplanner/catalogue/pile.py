"""What the files of a catalogue say, and what one catalogue takes from another it is based on.

Everything remembers the file that says it, so that a mistake can be named where it stands.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace

OWN = ("format", "exchange", "edition", "title")  # what a catalogue never takes from its base


@dataclass(frozen=True, slots=True)
class Row:
    """One entry of a list, and which file says it; ``changed`` names the file of fields said anew."""

    said: object
    file: str
    changed: Mapping[str, str] = field(default_factory=dict)

    @property
    def id(self) -> str | None:
        """The row's id, None when it says none."""
        named = self.said.get("id") if isinstance(self.said, dict) else None
        return str(named) if named else None

    def over(self, inherited: Row) -> Row:
        """Return the inherited row with the fields that this one says."""
        assert isinstance(self.said, dict)
        assert isinstance(inherited.said, dict)
        changed = {**inherited.changed, **dict.fromkeys(self.said, self.file)}
        return Row(inherited.said | self.said, inherited.file, changed)


@dataclass(frozen=True, slots=True)
class Pile:
    """What files say: lists of rows, tables by key, single values; each with its file."""

    rows: dict[str, list[Row]] = field(default_factory=dict)
    tables: dict[str, dict[str, tuple[object, str]]] = field(default_factory=dict)
    values: dict[str, tuple[object, str]] = field(default_factory=dict)

    def ids(self) -> set[str]:
        """Return the ids of all rows, twins and variants."""
        return {id for rows in self.rows.values() for row in rows for id in _ids(row.said)}

    def files(self) -> set[str]:
        """Return the names of the files that say anything here."""
        held = {row.file for rows in self.rows.values() for row in rows}
        held |= {file for table in self.tables.values() for _, file in table.values()}
        return {bare(file) for file in held}

    def inherited(self, without: Collection[object], removed: Collection[object]) -> Pile:
        """Return this without what a catalogue never inherits, some files and some ids."""
        rows = {
            key: [
                replace(row, said=_without(row.said, removed))
                for row in held
                if row.id not in removed and bare(row.file) not in without
            ]
            for key, held in self.rows.items()
        }
        tables = {
            key: {name: held for name, held in table.items() if bare(held[1]) not in without}
            for key, table in self.tables.items()
            if key not in OWN
        }
        return Pile(rows, tables, {key: held for key, held in self.values.items() if key not in OWN})

    def below(self, own: Pile) -> Pile:
        """Return this with what a catalogue itself says: new rows, changed rows, values said anew."""
        rows = {key: list(held) for key, held in self.rows.items()}
        for key, held in own.rows.items():
            known = {row.id: place for place, row in enumerate(rows.setdefault(key, [])) if row.id}
            for row in held:
                if row.id in known:
                    place = known.pop(row.id)
                    rows[key][place] = row.over(rows[key][place])
                else:
                    _insert(rows[key], row)
        tables = {
            key: self.tables.get(key, {}) | own.tables.get(key, {}) for key in (*self.tables, *own.tables)
        }
        return Pile(rows, tables, self.values | own.values)


def _insert(rows: list[Row], row: Row) -> None:
    """Put a new row at the end, or before the row that it names."""
    if isinstance(row.said, dict) and "before" in row.said:
        place = next((n for n, other in enumerate(rows) if other.id == row.said["before"]), None)
        if place is not None:
            said = {key: value for key, value in row.said.items() if key != "before"}
            rows.insert(place, replace(row, said=said))
            return
    rows.append(row)


def bare(file: str) -> str:
    """Return a file's name without its folder."""
    return file.rpartition("/")[2]


def _ids(row: object) -> Iterator[str]:
    """The ids of a row: its own, its twin's, its variants'."""
    if isinstance(row, dict):
        variants = row.get("variants")
        for part in (row, row.get("twin"), *(variants if isinstance(variants, list) else ())):
            if isinstance(part, dict) and isinstance(part.get("id"), str):
                yield part["id"]


def _without(row: object, removed: Collection[object]) -> object:
    """Return a row without the twin and the variants of these ids."""
    if not isinstance(row, dict) or not any(id in removed for id in _ids(row)):
        return row
    kept = dict(row)
    if isinstance(twin := row.get("twin"), dict) and twin.get("id") in removed:
        del kept["twin"]
    if isinstance(variants := row.get("variants"), list):
        kept["variants"] = [v for v in variants if not (isinstance(v, dict) and v.get("id") in removed)]
    return kept


def first_file(pile: Pile, key: str) -> str:
    """Return the file that first says anything of this key, "" when none does."""
    if key in pile.values:
        return pile.values[key][1]
    tables = (file for _, file in pile.tables.get(key, {}).values())
    return next(tables, next((row.file for row in pile.rows.get(key, ())), ""))


def spelled_out(row: object, known: Mapping[str, list[object]], ever: Mapping[str, list[object]]) -> object:
    """Return a row whose conditions list every value: ``{ not = ["none"] }`` is all others of ``known``.

    What is left out may be a value that only a catalogue further down knows: one of ``ever``.
    """
    if isinstance(row, list):
        return [spelled_out(each, known, ever) for each in row]
    if not isinstance(row, dict):
        return row
    return {
        key: {name: _others(value, known.get(name, []), ever.get(name, [])) for name, value in held.items()}
        if key in ("when", "unless") and isinstance(held, dict)
        else spelled_out(held, known, ever)
        for key, held in row.items()
    }


def _others(condition: object, known: list[object], ever: list[object]) -> object:
    if not (isinstance(condition, dict) and condition.keys() == {"not"} and known):
        return condition
    left_out = condition["not"]
    if not isinstance(left_out, list) or not all(value in ever for value in left_out):
        return left_out  # the check of conditions says which value is none
    return [value for value in known if value not in left_out]
