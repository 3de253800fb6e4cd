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
    cast,
    dataclass_transform,
    get_args,
    get_origin,
    get_type_hints,
)

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, TypeAdapter
    from pydantic_core import CoreSchema

F = TypeVar("F", bound=Callable[..., Any])
V = TypeVar("V", bound="Value")
Make = Callable[[Any], Any]


def per_class(function: F) -> F:
    """Call a function once per class; for mypy, classes are no keys of ``cache``."""
    return cast(F, cache(function))


class Limits:
    """What a text, a number or a list may be; words are those of pydantic's core schemas."""

    def __init__(self, **limits: int | str) -> None:
        self.limits = limits

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        schema: Any = handler(source)
        return cast("CoreSchema", schema | self.limits)

    def hold(self, value: Any) -> bool:
        """Return whether these limits surely allow this value; a pattern is not looked at."""
        limits: Any = self.limits
        if limits.keys() <= {"min_length", "max_length"}:
            return bool(limits.get("min_length", 0) <= len(value) <= limits.get("max_length", len(value)))
        return limits.keys() == {"ge", "le"} and bool(limits["ge"] <= value <= limits["le"])


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(field,))
class Value:
    """What all values have in common: made by name, equal by content, never changed, no unknown keys.

    It is a dataclass: ``fields`` and ``replace`` work. A field whose key in the file is no name of
    Python says so: ``field(metadata={"alias": "from"})``.
    """

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]
    __pydantic_config__: ClassVar[Mapping[str, Any]] = {"extra": "forbid"}
    _keys: ClassVar[Mapping[str, str]]
    _defaults: ClassVar[Mapping[str, Any]]

    def __init_subclass__(cls) -> None:
        dataclass(init=False, repr=False, eq=False, kw_only=True)(cls)
        cls._keys = {f.name: f.metadata.get("alias", f.name) for f in fields(cls)}
        cls._defaults = _defaults(cls)

    def __init__(self, **values: Any) -> None:
        own = self.__dict__
        own.update(self._defaults)
        own.update(values)
        if own.keys() != self._keys.keys():
            wrong = own.keys() ^ self._keys.keys()
            raise TypeError(f"{type(self).__name__} lacks or does not have: {', '.join(sorted(wrong))}")

    def __eq__(self, other: object) -> bool:
        return self.__dict__ == other.__dict__ if type(other) is type(self) else NotImplemented

    def __hash__(self) -> int:
        return hash(tuple(getattr(self, name) for name in self._keys))

    def __repr__(self) -> str:
        values = (f"{name}={getattr(self, name)!r}" for name in self._keys)
        return f"{type(self).__name__}({', '.join(values)})"

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise FrozenInstanceError(f"cannot assign to field {name!r}")

    def __delattr__(self, name: str) -> NoReturn:
        raise FrozenInstanceError(f"cannot delete field {name!r}")

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        schema = handler(source)
        inner: Any = handler.resolve_ref_schema(schema)
        inner["strict"] = False  # strict are its fields; a strict dataclass would take no table
        return schema


def _defaults(kind: Any) -> Mapping[str, Any]:
    """Return what each field is when nothing is said; all share it, since values never change."""
    found = {f.name: f.default if f.default_factory is MISSING else f.default_factory() for f in fields(kind)}
    return {name: value for name, value in found.items() if value is not MISSING}


# Fields and keys ---------------------------------------------------------------------------------


def keys(kind: type[Value]) -> Mapping[str, str]:
    """Return the key in the file for each field."""
    return kind._keys


def defaults(kind: type[Value]) -> Mapping[str, Any]:
    """Return what each field is when nothing is said; one that has to be said is not among them."""
    return kind._defaults


def named(value: Value) -> Iterator[tuple[str, Any]]:
    """Yield what each field holds with its key in the file."""
    for name, key in value._keys.items():
        yield key, getattr(value, name)


@per_class
def hints(kind: type[Any]) -> Mapping[str, Any]:
    """Return the type of each field."""
    found = get_type_hints(kind, include_extras=True)
    return {f.name: found[f.name] for f in fields(kind)}


# Data that a file holds --------------------------------------------------------------------------


def validated(kind: type[V], table: object) -> V:
    """Return the value that this table holds. Raises pydantic's ValidationError."""
    return cast(V, _adapter(kind).validate_python(table))


@per_class
def _adapter(kind: type[Any]) -> TypeAdapter[Any]:
    from pydantic import TypeAdapter

    return TypeAdapter(kind)


def surely(kind: type[V], table: object) -> V | None:
    """Return the value that this table holds where pydantic would surely make the same, else None.

    Most files are right, and then pydantic need not be imported: it is there to say what is wrong.
    """
    try:
        return cast(V, _sure(kind, table))
    except _NotSure:
        return None


class _NotSure(Exception):
    """Only pydantic can tell."""


def _sure(kind: Any, data: object) -> Any:
    origin, inner = get_origin(kind), get_args(kind)
    if origin is Annotated:
        value = _sure(inner[0], data)
        if all(limits.hold(value) for limits in inner[1:]):
            return value
    elif origin is tuple and isinstance(data, tuple):
        return tuple([_sure(inner[0], member) for member in data])
    elif isinstance(kind, type) and issubclass(kind, Value) and type(data) is dict:
        return _sure_value(kind, data)
    elif fits(kind, data):
        return data
    raise _NotSure


def _sure_value(kind: type[Value], table: Mapping[str, object]) -> Value:
    own, types = _names(kind), hints(kind)
    if not table.keys() <= own.keys():
        raise _NotSure
    values = {own[key]: _sure(types[own[key]], data) for key, data in table.items()}
    if values.keys() | defaults(kind).keys() != types.keys():
        raise _NotSure
    return kind(**values)


@per_class
def _names(kind: type[Value]) -> Mapping[str, str]:
    """Return the field for each key in the file."""
    return {key: name for name, key in keys(kind).items()}


def fits(kind: Any, value: object) -> bool:
    """Return whether pydantic would surely take this as it is; if not, it has to be asked."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return fits(inner[0], value) and all(limits.hold(value) for limits in inner[1:])
    if origin is Literal:
        return any(type(value) is type(known) and value == known for known in inner)
    if origin is tuple:
        return isinstance(value, tuple) and all(fits(inner[0], member) for member in value)
    if origin in (Union, UnionType):
        return any(fits(each, value) for each in inner)
    return type(value) is kind and not (isinstance(value, str) and _is_broken(value))


def _is_broken(value: str) -> bool:
    try:
        value.encode()
    except UnicodeEncodeError:  # half a character
        return True
    return False


# Data that was checked before --------------------------------------------------------------------


def plain(value: Any) -> Any:
    """Return a value as JSON can hold it; what is at its default is left out."""
    if is_dataclass(value):
        usual = _defaults(value)
        held = {f.name: getattr(value, f.name) for f in fields(value)}
        return {name: plain(each) for name, each in held.items() if name not in usual or each != usual[name]}
    if isinstance(value, tuple):
        return [plain(member) for member in value]
    if isinstance(value, Mapping):
        return {key: plain(member) for key, member in value.items()}
    return value


def built(kind: type[V], data: Any) -> V:
    """Return the value that ``plain`` gave this data for; of the data, only the keys are checked."""
    return cast(V, _value_maker(kind)(data))


@per_class
def _maker(kind: Any) -> Make | None:
    """Return what makes a value of this type from plain data; None where it is the value already."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return _maker(inner[0])
    if origin is tuple:
        return _tuple_maker(_maker(inner[0]))
    if origin in (Union, UnionType):  # of one of ours and None, or of plain values
        return _or_none(next(filter(None, map(_maker, inner)), None))
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return _mapping_maker(_maker(inner[1]))
    return _value_maker(kind) if is_dataclass(kind) else None


def _tuple_maker(make: Make | None) -> Make:
    return tuple if make is None else lambda members: tuple([make(member) for member in members])


def _or_none(make: Make | None) -> Make | None:
    return None if make is None else lambda data: None if data is None else make(data)


def _mapping_maker(make: Make | None) -> Make | None:
    return None if make is None else lambda table: {key: make(value) for key, value in table.items()}


@per_class
def _value_maker(kind: Any) -> Make:
    makers = {name: make for name, hint in hints(kind).items() if (make := _maker(hint))}
    return lambda table: kind(
        **{name: makers[name](value) if name in makers else value for name, value in table.items()}
    )
