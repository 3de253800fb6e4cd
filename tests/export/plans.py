"""Plans that the tests of the tabular carriers share."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

from portplanner.catalogue.load import load
from portplanner.checklist.model import Checklist
from portplanner.checklist.resolve import resolve
from portplanner.export.formats import Exports
from portplanner.plan.model import Document, DocumentLanguage, Item, Plan, Server, State, Topology
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


def named(name: str) -> Plan:
    """Return a plan that bears this name wherever a plan can."""
    document = Document(
        title=name, organization=name, prepared_by=name, revision=name, date=name, language="en+zh-TW"
    )
    servers = (
        Server(name=name, fqdn=name, addresses=(name,), roles=("mailbox",), site=name),
        Server(name=f"2 {name}"[:255], roles=("client-access",)),
    )
    found = Plan(document=document, servers=servers)
    id = checklist(found).flows[0].id
    item = Item(id=id, state="done", owner=name, date=name, ticket=name, remark=name)
    return replace(found, items=(item,))
