"""Values are what pydantic would make of the same table, without asking it where that is sure."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Iterator
from dataclasses import FrozenInstanceError, fields, replace
from typing import Any

import pytest
from hypothesis import given
from pydantic import ValidationError

from portplanner.catalogue.load import known, load
from portplanner.catalogue.model import Catalogue
from portplanner.plan.model import Clients, Document, Part, Plan, Server, Site, Topology
from portplanner.values import built, fits, hints, keys, named, plain, surely, validated
from tests.plan.plans import plans


def test_a_value_is_made_by_name_with_its_defaults() -> None:
    server = Server(name="A", roles=("mailbox",))
    assert (server.name, server.fqdn, server.in_edgesync) == ("A", "", True)
    assert repr(Site(name="HQ")) == "Site(name='HQ', subscribed=False)"


@pytest.mark.parametrize("values", [{}, {"name": "A"}, {"name": "A", "roles": (), "colour": "red"}])
def test_a_value_needs_its_fields_and_no_others(values: dict[str, Any]) -> None:
    with pytest.raises(TypeError):
        Server(**values)


def test_values_are_equal_by_content() -> None:
    assert Topology() == Topology(edge="none")
    assert hash(Plan()) == hash(Plan(topology=Topology()))
    assert Topology() != Topology(edge="2013")
    assert Topology() != Clients()
    assert replace(Topology(), edge="2013") == Topology(edge="2013")
    for twin in (copy.deepcopy(Plan()), copy.copy(Plan()), pickle.loads(pickle.dumps(Plan()))):
        assert twin == Plan()


def test_values_never_change() -> None:
    site = Site(name="HQ")
    with pytest.raises(FrozenInstanceError):
        site.name = "Branch"  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        del site.name
    assert site == Site(name="HQ")


def test_a_key_may_differ_from_its_field() -> None:
    assert dict(named(Clients()))["from"] == ("internet",)
    assert keys(Plan)["servers"] == "server"
    with pytest.raises(ValidationError):
        validated(Plan, {"servers": ()})


@given(plans())
def test_pydantic_agrees_with_a_plan(plan: Plan) -> None:
    assert validated(Plan, dict(named(plan))) == plan
    for f in fields(plan):
        assert fits(hints(Plan)[f.name], getattr(plan, f.name))


def leaves(kind: type[Part]) -> Iterator[tuple[type[Part], str]]:
    for name, hint in hints(kind).items():
        if isinstance(hint, type) and issubclass(hint, Part):
            yield from leaves(hint)
        else:
            yield kind, name


LEAVES = [leaf for kind in (Plan, Server, Site) for leaf in leaves(kind)]
ODD: tuple[object, ...] = (
    None, True, False, 0, 1, 25, 143, 143.0, 65535, 65536, -1, "", "x", "x" * 256, "\ud800", "none", "2013",
    b"x", "separate", ["x"], {}, (), ("mailbox",), ("internet", 1), (143, 993), (143.0,), (True,), ("",),
    ("x" * 256,), Site(name="HQ"), (Site(name="HQ"),), Server(name="A", roles=("mailbox",)), Document(),
    object(),
)  # fmt: skip


@pytest.mark.parametrize(("kind", "name"), LEAVES)
@pytest.mark.parametrize("value", ODD, ids=lambda value: repr(value)[:20])
def test_what_fits_is_what_pydantic_takes_as_it_is(kind: type[Part], name: str, value: object) -> None:
    needed: dict[Any, dict[str, object]] = {Server: {"name": "A", "roles": ("mailbox",)}, Site: {"name": "A"}}
    table = needed.get(kind, {}) | {keys(kind)[name]: value}
    try:
        taken: Any = getattr(validated(kind, table), name)
    except ValidationError:
        taken = ValidationError
    if fits(hints(kind)[name], value):
        assert repr(taken) == repr(value)
    else:  # or it only looks like one that fits
        assert taken is ValidationError or isinstance(value, bool | float) or 143.0 in value  # type: ignore[operator]


@pytest.mark.parametrize(("kind", "name"), LEAVES)
@pytest.mark.parametrize("value", ODD, ids=lambda value: repr(value)[:20])
def test_what_is_sure_is_what_pydantic_makes(kind: type[Part], name: str, value: object) -> None:
    needed: dict[Any, dict[str, object]] = {Server: {"name": "A", "roles": ("mailbox",)}, Site: {"name": "A"}}
    table = needed.get(kind, {}) | {keys(kind)[name]: value}
    sure = surely(kind, table)
    if sure is not None:
        assert repr(sure) == repr(validated(kind, table))


def table_of(part: object) -> object:
    """Return what the plan file would hold for a part, as a reader hands it on."""
    if isinstance(part, Part):
        return {key: table_of(value) for key, value in named(part) if value is not None}
    if isinstance(part, tuple):
        return tuple(map(table_of, part))
    return part


@given(plans())
def test_a_right_plan_is_made_without_asking_pydantic(plan: Plan) -> None:
    table = table_of(plan)
    assert surely(Plan, table) == validated(Plan, table) == plan


@pytest.mark.parametrize(
    "table",
    [
        {"topologies": {}},
        {"servers": ()},
        {"server": ({"name": "A"},)},
        {"server": ({"name": "A", "roles": ("mailbox",)},) * 2001},
        {"server": [{"name": "A", "roles": ("mailbox",)}]},
        {"topology": ()},
        {"format": True},
        (),
        None,
    ],
    ids=lambda table: repr(table)[:30],
)
def test_nothing_wrong_is_sure(table: object) -> None:
    assert surely(Plan, table) is None


@pytest.mark.parametrize("version", known())
def test_a_catalogue_is_the_same_from_plain_data(version: str) -> None:
    assert built(Catalogue, plain(load(version))) == load(version)
