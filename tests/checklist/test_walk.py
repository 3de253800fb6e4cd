"""The walk: every flow once, as mail travels; "what if" stays on the matching step."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from itertools import product
from string import Formatter

import pytest

from portplanner.catalogue.load import load
from portplanner.checklist.resolve import resolve
from portplanner.checklist.walk import (
    SWITCHES,
    Step,
    caption,
    differences,
    first_step,
    matching,
    switched,
    walk,
)
from portplanner.checklist.words import port_text
from portplanner.paths import resources
from portplanner.plan.change import with_choice, with_exchange
from portplanner.plan.model import Clients, Plan, SenderReputation, Server, Topology
from portplanner.plan.support import versions
from portplanner.text import Language, Text
from portplanner.values import validated
from tests.combinations import client_groups, topologies

CATALOGUE = load("2013")
MAIL = ("inbound", "outbound")


def steps_of(plan: Plan) -> tuple[Step, ...]:
    return walk(resolve(CATALOGUE, plan))


def with_edge(edge: str, plan: Plan | None = None) -> Plan:
    return with_choice(plan or Plan(), "topology.edge", edge)


def ids(steps: tuple[Step, ...], part: str) -> list[str]:
    return [step.flow.id for step in steps if step.part == part]


def named(count: int) -> tuple[Server, ...]:
    roles = {"CAS": "client-access", "MBX": "mailbox", "EDGE": "edge-transport"}
    return tuple(
        Server(name=f"{name}{i:02}", roles=(role,))  # type: ignore[arg-type]
        for name, role in roles.items()
        for i in range(1, count + 1)
    )


def test_every_flow_of_every_plan_is_one_step_and_mail_is_followed_hop_by_hop() -> None:
    both = Clients(from_=("internet", "internal"))
    proxied = validated(SenderReputation, {"proxy": "Socks5"})
    for topology, clients in product(topologies(), (Clients(), both)):
        plan = Plan(topology=topology, clients=clients, sender_reputation=proxied)
        checklist = resolve(CATALOGUE, plan)
        steps = walk(checklist)
        assert sorted(s.flow.id for s in steps) == sorted(f.id for f in checklist.flows)
        diagrams = [s.flow.diagram for s in steps]
        assert diagrams == sorted(diagrams, key=list(dict.fromkeys(diagrams)).index)
        for place, step in enumerate(steps):
            for later in steps[place + 1 :]:
                if step.part in MAIL and later.part == step.part:
                    # Nothing that comes later ends where this hop starts.
                    assert not set(later.flow.destination.roles) & set(step.flow.source.roles)


@pytest.mark.parametrize("exchange", versions())
def test_mail_handed_from_the_transport_service_to_the_front_end_is_on_its_way_out(exchange: str) -> None:
    plan = with_choice(with_exchange(Plan(), exchange)[0], "topology.outbound", "client-access-proxy")
    steps = walk(resolve(load(exchange), plan))
    assert ids(steps, "outbound") == ["leg-noedge-out-mbx-cas", "mf-noedge-out-cas-internet-25"]
    assert ids(steps, "inbound")[-1] == "leg-noedge-in-cas-mbx"


def test_clients_come_as_the_table_lists_them() -> None:
    for clients in client_groups():
        checklist = resolve(CATALOGUE, Plan(clients=clients))
        steps = walk(checklist)
        assert sorted(step.flow.id for step in steps) == sorted(flow.id for flow in checklist.flows)
        rows = [flow.id for flow in checklist.flows if flow.diagram == "clients"]
        assert [step.flow.id for step in steps if step.flow.diagram == "clients"] == rows


@pytest.mark.parametrize(
    ("topology", "inbound", "outbound"),
    [
        pytest.param(
            {}, ["mf-noedge-in-internet-cas-25", "leg-noedge-in-cas-mbx"], ["mf-noedge-out-mbx-internet-25"],
            id="direct",
        ),
        pytest.param(
            {"outbound": "client-access-proxy"},
            ["mf-noedge-in-internet-cas-25", "leg-noedge-in-cas-mbx"],
            ["leg-noedge-out-mbx-cas", "mf-noedge-out-cas-internet-25"],
            id="proxied",
        ),
        pytest.param(
            {"edge": "2013", "roles": "combined"},
            ["mf-edge-in-internet-edge-25", "mf-edge-in-edge-mbx-25", "leg-edge-fet-transport"],
            ["mf-edge-out-mbx-edge-25", "mf-edge-out-edge-internet-25"],
            id="edge",
        ),
    ],
)  # fmt: skip
def test_mail_comes_in_and_then_goes_out(
    topology: dict[str, str], inbound: list[str], outbound: list[str]
) -> None:
    steps = steps_of(Plan(topology=replace(Topology(), **topology)))  # type: ignore[arg-type]
    assert ids(steps, "inbound") == inbound
    assert ids(steps, "outbound") == outbound


def test_edgesync_dns_and_sender_reputation_come_last() -> None:
    plan = with_choice(with_edge("2013"), "sender_reputation.proxy", "Socks5")
    parts = [step.part for step in steps_of(plan) if step.flow.diagram == "mail-flow-edge"]
    assert parts == [*["inbound"] * 2, *["outbound"] * 2, "edgesync", "dns", "sender-reputation"]


def test_the_walk_starts_at_the_selection_else_at_the_diagram() -> None:
    steps = steps_of(Plan())
    order = [step.flow.id for step in steps]
    assert order[first_step(steps, "leg-noedge-in-cas-mbx")] == "leg-noedge-in-cas-mbx"
    lit = frozenset(("rc13-client-frontend", "cli-smtp-auth-587"))
    assert order[first_step(steps, "rc13-client-frontend", lit)] == "cli-smtp-auth-587"
    assert order[first_step(steps, "", frozenset(), "mail-flow")] == "mf-noedge-in-internet-cas-25"
    assert first_step(steps, "unknown", frozenset(), "mail-flow-edge") == 0


def test_every_what_if_stays_on_its_part() -> None:
    every = [Plan(topology=topology) for topology in topologies()]
    walks = [steps_of(plan) for plan in every]
    for before, after in product(walks, walks):
        for step in before:
            other = after[matching(step, after)]
            assert (other.flow.diagram == "clients") == (step.flow.diagram == "clients")
            assert other.part == step.part or step.part == "edgesync"
            if step.part == other.part and step.part in MAIL and step.flow.id != other.flow.id:
                same = [s for s in after if s.part == step.part]
                assert other.place == min(step.place, len(same) - 1)


def test_what_if_matches_flow_then_hop() -> None:
    without, with_ = steps_of(Plan()), steps_of(with_edge("2013"))

    def there(id: str) -> str:
        step = next(step for step in (*without, *with_) if step.flow.id == id)
        target = with_ if step in without else without
        return target[matching(step, target)].flow.id

    assert there("cli-https-443") == "cli-https-443"
    assert there("leg-noedge-in-cas-mbx") == "mf-edge-in-edge-mbx-25"
    assert there("mf-edge-in-edge-mbx-25") == "leg-noedge-in-cas-mbx"
    assert there("mf-edge-out-edge-internet-25") == "mf-noedge-out-mbx-internet-25"
    assert there("mf-edge-dns-53") == "mf-noedge-dns-53"
    assert there("mf-edge-edgesync-50636") == "mf-noedge-out-mbx-internet-25"


def test_a_switch_goes_through_its_values_and_back() -> None:
    plan = Plan()
    with_ = switched(CATALOGUE, plan, plan, "topology.edge")
    assert with_ is not None
    assert with_.topology.edge == "2013"  # the newest that the catalogue knows
    assert switched(CATALOGUE, plan, with_, "topology.edge") == plan
    now, seen = plan, []
    for _ in range(3):
        changed = switched(CATALOGUE, plan, now, "topology.outbound")
        assert changed is not None
        now = changed
        seen.append(now.topology.outbound)
    assert seen == ["client-access-proxy", "smart-host", "direct"]


def test_edge_is_switched_back_to_the_version_of_the_plan() -> None:
    plan = with_edge("2010")
    without = switched(CATALOGUE, plan, plan, "topology.edge")
    assert without is not None
    assert without.topology.edge == "none"
    assert switched(CATALOGUE, plan, without, "topology.edge") == plan
    assert differences(plan, without) == ("topology.edge",)


def test_a_switch_that_would_change_no_flow_is_not_offered() -> None:
    plan = with_edge("2013")
    assert switched(CATALOGUE, plan, plan, "topology.outbound") is None
    assert switched(CATALOGUE, Plan(), Plan(), "topology.roles") is not None


@pytest.mark.parametrize("language", ["en", "zh-TW"])
@pytest.mark.parametrize("servers", [0, 2, 20])
def test_a_caption_says_all_that_a_room_asks(language: Language, servers: int) -> None:
    text = Text(language)
    for edge in ("none", "2013"):
        plan = replace(
            with_edge(edge), servers=named(servers), clients=Clients(from_=("internet", "internal"))
        )
        checklist = resolve(CATALOGUE, plan)
        for step in walk(checklist):
            said = caption(checklist, step, text)
            flow, facts = step.flow, {fact.kind: fact for fact in said.facts}
            assert checklist.flows[said.number - 1] is flow
            lines = {kind: [line.text for line in fact.lines] for kind, fact in facts.items()}
            for port in flow.ports:
                assert port_text(port, text) in lines["ports"]
            if flow.restrict == "never":
                assert text("terms.restrict.never") in lines["ports"]
            assert lines["default"] == [text(f"terms.by-default.{flow.by_default}")]
            assert text(f"terms.role.{flow.source.roles[0]}") in lines["source"][0]
            assert text(f"terms.role.{flow.destination.roles[0]}") in lines["destination"][0]
            assert bool(flow.connectors) == ("connectors" in facts)
            assert len(lines.get("open-points", [])) == len(flow.open_points)
            for line in (line for kind, found in lines.items() if kind != "sources" for line in found):
                assert line.rstrip(".。") in said.sentence


def test_connectors_are_named_exactly_and_many_are_folded() -> None:
    checklist = resolve(CATALOGUE, replace(Plan(), servers=named(20)))
    step = next(step for step in walk(checklist) if step.flow.id == "mf-noedge-in-internet-cas-25")
    lines = next(f for f in caption(checklist, step, Text("en")).facts if f.kind == "connectors").lines
    assert [line.text for line in lines] == [
        "Default Frontend CAS01 … Default Frontend CAS20 (20)",
        "Receive connector · Front End Transport service listens · made by Setup",
    ]


def test_both_languages_have_the_same_words_and_places() -> None:
    def places(language: str) -> dict[str, set[str | None]]:
        file = resources() / "locales" / language / "walkthrough.toml"
        flat: dict[str, set[str | None]] = {}

        def put(table: dict[str, object], before: str) -> None:
            for key, value in table.items():
                if isinstance(value, dict):
                    put(value, f"{before}{key}.")
                else:
                    flat[before + key] = {name for _, name, _, _ in Formatter().parse(str(value))}

        put(tomllib.loads(file.read_text("utf-8")), "")
        return {id: found - {None} for id, found in flat.items() if not id.endswith(".one")}

    assert places("en") == places("zh-TW")


def test_every_switch_has_words() -> None:
    for language in ("en", "zh-TW"):
        text = Text(language)
        for key in SWITCHES:
            for value in CATALOGUE.choices[key]:
                assert text(f"walkthrough.switch.{key}.{value}")
