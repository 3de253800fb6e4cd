"""Frozen values that files hold: quick to define and to make; pydantic checks what a file says.

Only reading a file needs pydantic, and importing it takes longer than opening an empty window, so it
is imported here, when it is needed. The dataclass decorator would compile half a dozen methods for
each of some thirty classes, which is felt at every start too; values share theirs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import MISSING, Field, FrozenInstanceError, dataclass, field, fields, is_dataclass
from functools import cache
from types import UnionType
from typing import (
    TYPE_CHECKING,
    Annotated,
    Any,
    ClassVar,
    Literal,
    NoReturn,
    TypeVar,
    Union,
    dataclass_transform,
    get_args,
    get_origin,
    get_type_hints,
)

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, TypeAdapter
    from pydantic_core import CoreSchema

R = TypeVar("R", bound="Value")


class Limits:
    """What a text, a number or a list may be; words are those of pydantic's core schemas."""

    def __init__(self, **limits: int | str) -> None:
        self.limits = limits

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        schema: Any = handler(source)
        return schema | self.limits

    def hold(self, value: Any) -> bool:
        """Return whether these limits surely allow this value; a pattern is not looked at."""
        limits: Any = self.limits
        if limits.keys() & {"min_length", "max_length"}:
            return bool(limits.get("min_length", 0) <= len(value) <= limits.get("max_length", len(value)))
        return limits.keys() == {"ge", "le"} and bool(limits["ge"] <= value <= limits["le"])


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(field,))
class Value:
    """What all values have in common: made by name, equal by content, never changed, no unknown keys.

    A field whose key in the file is no name of Python says so: ``field(metadata={"alias": "from"})``.
    """

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]
    __pydantic_config__: ClassVar[Mapping[str, Any]] = {"extra": "forbid"}
    _names: ClassVar[frozenset[str]]
    _defaults: ClassVar[Mapping[str, Any]]  # shared by all, since values never change

    def __init_subclass__(cls) -> None:
        dataclass(init=False, repr=False, eq=False, kw_only=True)(cls)
        cls._names = frozenset(f.name for f in fields(cls))
        cls._defaults = {f.name: default(f) for f in fields(cls) if default(f) is not MISSING}

    def __init__(self, **values: Any) -> None:
        own = self.__dict__
        own.update(self._defaults)
        own.update(values)
        if own.keys() != self._names:
            wrong = own.keys() ^ self._names
            raise TypeError(f"{type(self).__name__} lacks or does not have: {', '.join(sorted(wrong))}")

    def __eq__(self, other: object) -> bool:
        return self.__dict__ == other.__dict__ if type(other) is type(self) else NotImplemented

    if not TYPE_CHECKING:  # mypy would take it for the classes' own and have none in a cache

        def __hash__(self) -> int:
            return hash(tuple(getattr(self, f.name) for f in fields(self)))

    def __repr__(self) -> str:
        values = (f"{f.name}={getattr(self, f.name)!r}" for f in fields(self))
        return f"{type(self).__name__}({', '.join(values)})"

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise FrozenInstanceError(f"cannot assign to field {name!r}")

    def __delattr__(self, name: str) -> NoReturn:
        raise FrozenInstanceError(f"cannot delete field {name!r}")

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        # strict means its values: pydantic would take no table for a strict dataclass
        schema = handler(source)
        handler.resolve_ref_schema(schema)["strict"] = False  # type: ignore[typeddict-unknown-key]
        return schema


# Fields and keys ---------------------------------------------------------------------------------


def default(f: Field[Any]) -> Any:
    """Return what a field is when nothing is said; MISSING when something has to be."""
    return f.default if f.default_factory is MISSING else f.default_factory()


@cache
def keys(kind: type[Any]) -> Mapping[str, str]:
    """Return the key in the file for each field."""
    return {f.name: f.metadata.get("alias", f.name) for f in fields(kind)}


def named(value: Value) -> Iterator[tuple[str, Any]]:
    """Yield every value of a value with its key in the file."""
    for name, key in keys(type(value)).items():
        yield key, getattr(value, name)


@cache
def hints(kind: type[Any]) -> Mapping[str, Any]:
    """Return the type of each field."""
    found = get_type_hints(kind, include_extras=True)
    return {f.name: found[f.name] for f in fields(kind)}


# Data that a file holds --------------------------------------------------------------------------


def validated(kind: type[R], table: object) -> R:
    """Return the value that this table holds. Raises pydantic's ValidationError."""
    return _adapter(kind).validate_python(table)


@cache
def _adapter(kind: type[R]) -> TypeAdapter[R]:
    from pydantic import TypeAdapter

    return TypeAdapter(kind)


def fits(kind: Any, value: object) -> bool:
    """Return whether pydantic would surely take this value as it is; if not, it has to be asked."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return fits(inner[0], value) and all(limits.hold(value) for limits in inner[1:])
    if origin is Literal:
        return any(type(value) is type(known) and value == known for known in inner)
    if origin is tuple:
        return type(value) is tuple and all(fits(inner[0], member) for member in value)
    if origin in (Union, UnionType):
        return any(fits(each, value) for each in inner)
    if kind is str:
        return type(value) is str and _is_text(value)
    return type(value) is kind  # a number, a switch, None, or one of ours


def _is_text(value: str) -> bool:
    try:
        value.encode()
    except UnicodeEncodeError:  # half a character
        return False
    return True


# Data that was checked before --------------------------------------------------------------------


def plain(value: Any) -> Any:
    """Return a value as JSON can hold it; what is at its default is left out."""
    if is_dataclass(value):
        return {f.name: plain(held) for f in fields(value) if (held := getattr(value, f.name)) != default(f)}
    if isinstance(value, tuple):
        return [plain(member) for member in value]
    if isinstance(value, Mapping):
        return {key: plain(member) for key, member in value.items()}
    return value


def built(kind: type[R], data: Any) -> R:
    """Return the value that ``plain`` gave this data for; nothing is checked but its fields."""
    make: Callable[[Any], R] = _maker(kind) or kind
    return make(data)


@cache
def _maker(kind: Any) -> Callable[[Any], Any] | None:
    """Return what makes a value of this type from plain data; None where it is the value already."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return _maker(inner[0])
    if origin is tuple:
        return _tuple_maker(_maker(inner[0]))
    if origin in (Union, UnionType):  # of None and one other, or of plain values
        return next(filter(None, map(_maker, inner)), None)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        member = _maker(inner[1])
        return member and (lambda table: {key: member(value) for key, value in table.items()})
    return _value_maker(kind) if is_dataclass(kind) and isinstance(kind, type) else None


def _tuple_maker(make: Callable[[Any], Any] | None) -> Callable[[Any], Any]:
    return tuple if make is None else lambda members: tuple([make(member) for member in members])


def _value_maker(kind: type[Any]) -> Callable[[Any], Any]:
    makers = {name: make for name, hint in hints(kind).items() if (make := _maker(hint))}

    def make(table: Any) -> Any:
        for name in makers.keys() & table.keys():
            table[name] = makers[name](table[name])
        return kind(**table)

    return make
