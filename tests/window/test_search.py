"""The search finds what people type in a meeting."""

from __future__ import annotations

import pytest

from portplanner.catalogue.load import load
from portplanner.checklist.resolve import resolve
from portplanner.paths import resources
from portplanner.plan.read import read
from portplanner.text import Language, Text
from portplanner.window.search import Hit, Index


def _index(language: Language = "en") -> Index:
    plan = read(resources() / "examples" / "contoso-edge.toml").plan
    return Index(resolve(load("2013"), plan), plan, Text(language))


def _kinds(hits: list[Hit]) -> set[str]:
    return {hit.kind for hit in hits}


@pytest.mark.parametrize(
    ("typed", "kind", "name"),
    [
        ("MBX01", "server", "MBX01"),
        ("mbx01", "server", "MBX01"),
        ("203.0.113.21", "server", "EDGE01"),
        ("50636", "flow", "EdgeSync"),
        ("edgesync hq internet", "connector", "EdgeSync - HQ to Internet"),
        ("outlook anywhere", "service", "Outlook Anywhere"),
    ],
)
def test_the_best_result_comes_first(typed: str, kind: str, name: str) -> None:
    best = _index().find(typed)[0]
    assert best.kind == kind
    assert name in best.name


def test_a_port_finds_its_flows_and_its_connectors() -> None:
    found = _index().find("587")
    assert {"flow", "connector"} <= _kinds(found)


def test_a_purpose_finds_its_flow() -> None:
    assert "flow" in _kinds(_index().find("inbound mail"))


def test_a_server_stands_for_its_role_where_the_plan_uses_it() -> None:
    assert _index().find("MBX01")[0].ids == ("mail-flow-edge.mailbox",)
    assert "clients.client-access" in _index().find("CAS01")[0].ids


def test_every_typed_word_must_be_there() -> None:
    assert not _index().find("587 nonsense")
    assert not _index().find("   ")


def test_chinese_is_searched_in_chinese() -> None:
    assert _index("zh-TW").find("內送郵件")
    assert not _index("zh-TW").find("inbound mail")


def test_every_row_of_every_list_can_be_found_by_its_own_number() -> None:
    plan = read(resources() / "examples" / "contoso-edge.toml").plan
    checklist = resolve(load("2013"), plan)
    index = Index(checklist, plan, Text("en"))
    for number, flow in enumerate(checklist.flows, 1):
        assert any(flow.id in hit.ids for hit in index.find(f"network ports {number}"))
