"""The JSON that other programs rely on."""

from __future__ import annotations

import json
from typing import Any

import pytest

from portplanner.export.json import document
from tests.export import samples

TEXT, WORD, LIST = "a text", str, list
SOURCES = [{"title": TEXT, "part": str}]
END = {"roles": [str], "zone": str, "servers": [str]}
CONTRACT: Any = {
    "format": int, "exchange": str, "language": str, "title": TEXT,
    "warnings": [{"id": str, "text": TEXT}],
    "flows": [{
        "id": str, "diagram": str, "pictured": bool, "purpose": TEXT, "services": [str], "source": END,
        "destination": END, "ports": "ports", "protocol": TEXT, "restrict": str, "by_default": str,
        "connectors": [str], "note": TEXT, "sources": SOURCES,
    }],
    "connectors": [{
        "id": str, "kind": str, "name": str, "server": str, "role": str, "service": TEXT, "ports": [int],
        "created_by": str, "task": TEXT, "note": TEXT, "sources": SOURCES,
    }],
    "dns": [{
        "id": str, "requirement": TEXT, "record": str, "name": str, "asked_by": [str], "scope": str,
        "verify": TEXT, "sources": SOURCES,
    }],
    "ground_rules": [{"id": str, "text": TEXT, "sources": SOURCES}],
    "tasks": [{"id": str, "text": TEXT, "sources": SOURCES}],
}  # fmt: skip
PORTS = ({"number", "transport"}, {"from", "to", "transport"}, {"user", "transport"})


def data(language: str = "en") -> Any:
    return json.loads(document(samples.checklist(["CAS01", "CAS02"]), samples.plan(language)))


def hold(value: Any, contract: Any, both: bool) -> None:
    if contract == TEXT:
        if both:
            assert set(value) == {"en", "zh-TW"}
            assert all(isinstance(one, str) for one in value.values())
        else:
            assert isinstance(value, str)
    elif contract == "ports":
        assert all(set(port) in PORTS for port in value)
    elif isinstance(contract, dict):
        assert list(value) == list(contract)
        for key, inner in contract.items():
            hold(value[key], inner, both)
    elif isinstance(contract, list):
        assert isinstance(value, list)
        for one in value:
            hold(one, contract[0], both)
    else:
        assert type(value) is contract


@pytest.mark.parametrize("language", ["en", "zh-TW", "en+zh-TW"])
def test_the_contract_holds(language: str) -> None:
    found = data(language)
    hold(found, CONTRACT, both=language == "en+zh-TW")
    assert found["format"] == 1
    assert found["language"] == language


def test_only_texts_change_with_the_language() -> None:
    def bare(value: Any, contract: Any) -> Any:
        if contract == TEXT:
            return None
        if isinstance(contract, dict):
            return {k: bare(value[k], c) for k, c in contract.items()}
        if isinstance(contract, list):
            return [bare(one, contract[0]) for one in value]
        return value

    english, chinese, both = (
        bare(data(language) | {"language": ""}, CONTRACT) for language in ("en", "zh-TW", "en+zh-TW")
    )
    assert english == chinese == both


def test_ports_say_number_range_or_who_supplies_them() -> None:
    flows = {flow["id"]: flow for flow in data()["flows"]}
    assert flows["dns-53"]["ports"] == [
        {"number": 53, "transport": "udp"},
        {"number": 53, "transport": "tcp"},
    ]
    assert flows["range"]["ports"] == [
        {"from": 1024, "to": 65535, "transport": "udp"},
        {"user": "sender_reputation.proxy_port", "transport": "tcp"},
    ]
    assert flows["inner"]["ports"] == []


def test_open_points_and_commands_are_not_lost() -> None:
    found = data()
    assert found["flows"][0]["note"] == "Anonymous mail arrives here.\nWho answers on 25 is open."
    assert found["tasks"][0]["text"] == "Create a Send connector.\nNew-SendConnector -Name <Name>"


def test_connectors_of_a_flow_are_ids_of_rows() -> None:
    found = data()
    ids = {row["id"] for row in found["connectors"]}
    assert {id for flow in found["flows"] for id in flow["connectors"]} <= ids
