"""Plans that the tests of the tabular carriers share."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

from portplanner.catalogue.load import load
from portplanner.checklist.model import Checklist
from portplanner.checklist.resolve import resolve
from portplanner.export.formats import Exports
from portplanner.plan.model import (
    Dns,
    Document,
    DocumentLanguage,
    Item,
    Plan,
    Server,
    Site,
    State,
    Topology,
)
from portplanner.plan.read import read

EXAMPLES = Path(__file__).parents[2] / "resources" / "examples"
LANGUAGES: tuple[DocumentLanguage, ...] = ("en", "zh-TW", "en+zh-TW")
NAMES = ("empty", "contoso-edge", "small-combined", "unsubscribed", "twenty")


@cache
def checklist(plan: Plan) -> Checklist:
    return resolve(load(plan.exchange), plan)


def exports(plan: Plan) -> Exports:
    listed = checklist(plan)
    return Exports(listed, plan, listed.diagrams, lambda drawing: b"")


@cache
def made(plan: Plan, format: str) -> bytes:
    """Return the file of this format, made once for all tests."""
    return exports(plan).bytes_of(format)


@cache
def plan(name: str, language: DocumentLanguage = "en") -> Plan:
    """Return a plan by its name, in this language."""
    match name:
        case "empty":
            found = Plan()
        case "unsubscribed":
            topology = Topology(edge="2013", edge_subscribed=False, roles="combined", outbound="smart-host")
            found = Plan(topology=topology, document=Document(paper="Letter"))
        case "twenty":
            found = many(20)
        case _:
            found = read(EXAMPLES / f"{name}.toml").plan
    found = replace(found, document=replace(found.document, language=language))
    return recorded(found)


def recorded(plan: Plan) -> Plan:
    """Return the plan with something recorded on a row of each kind."""
    listed = checklist(plan)
    ids = [rows[0].id for rows in (listed.flows, listed.connectors, listed.dns, listed.tasks) if rows]
    states: tuple[State, ...] = ("done", "not-needed", "open", "done")
    said = {"owner": "Lin <lin@contoso.com>", "date": "2026-11-20", "ticket": "007", "remark": "a|b\nc"}
    items = [Item(id=id, state=state, **said) for id, state in zip(ids, states, strict=False)]
    return replace(plan, items=tuple(items))


def many(count: int) -> Plan:
    """Return a plan with this many servers."""
    servers = tuple(
        Server(
            name=f"MBX{i:04}", fqdn=f"mbx{i:04}.contoso.com", addresses=(f"10.0.{i // 250}.{i % 250 + 1}",),
            roles=("mailbox", "client-access"),
        )
        for i in range(count)
    )  # fmt: skip
    return Plan(topology=Topology(roles="combined"), servers=servers)


def named(*names: str) -> Plan:
    """Return a plan that bears these names wherever a plan can."""
    title, organization, author, revision, date = (names * 5)[:5]
    document = Document(
        title=title,
        organization=organization,
        prepared_by=author,
        revision=revision,
        date=date,
        language="en+zh-TW",
    )
    found = Plan(
        document=document,
        topology=Topology(outbound="smart-host", smart_hosts=names[:100]),
        dns=Dns(servers=names[:100]),
        sites=tuple(Site(name=name, subscribed=name == names[0]) for name in names),
        servers=(
            *(Server(name=n, fqdn=n, addresses=(n,), roles=("mailbox",), site=n) for n in names),
            *(Server(name=f"2 {name}"[:255], roles=("client-access",)) for name in names[:3]),
        ),
    )
    listed = checklist(found)
    ids = [row.id for rows in (listed.flows, listed.connectors, listed.dns, listed.tasks) for row in rows]
    items = (
        Item(id=id, state="done", owner=name, date=name, ticket=name, remark=name)
        for id, name in zip(ids, names, strict=False)
    )
    return replace(found, items=tuple(items))
