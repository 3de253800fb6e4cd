"""A plan that asks for what Exchange does not support is refused, with the reason and its source."""

from __future__ import annotations

import pytest

from portplanner.plan import support
from portplanner.plan.problem import PlanErrors
from portplanner.plan.read import parse
from portplanner.text import LANGUAGES, Text

PAIRS = [
    (version, edge)
    for version in support.versions()
    for edge in support.edges()
    if support.edge_support(version, edge) is False
]


def refused(text: str) -> list[str]:
    with pytest.raises(PlanErrors) as caught:
        parse(f"format = 1\n{text}", "p.toml")
    return [problem.line_text(Text("en")) for problem in caught.value.problems]


def test_versions_stand_in_their_order() -> None:
    assert support.versions() == ("2013", "2016", "2019", "se")
    assert support.edges() == ("none", "2007", "2010", "2013", "2016", "2019", "se")


def test_six_pairs_are_refused() -> None:
    assert PAIRS == [
        ("2016", "2007"), ("2019", "2007"), ("2019", "2010"), ("se", "2007"), ("se", "2010"), ("se", "2013"),
    ]  # fmt: skip


@pytest.mark.parametrize(("version", "edge"), PAIRS)
def test_an_edge_that_is_not_supported_is_refused_with_the_reason(version: str, edge: str) -> None:
    (line,) = refused(f'exchange = "{version}"\n[topology]\nedge = "{edge}"\n')
    allowed = ", ".join(f'"{each}"' for each in ("none", *support.supported_edges(version)))
    assert line == (
        f"p.toml:4: topology.edge: Exchange {version.upper()} does not support an Edge Transport server of "
        f'version "{edge}"; allowed: {allowed}. {support.why_not_edge(version, edge).en}'
    )


@pytest.mark.parametrize("version", ["2019", "se"])
def test_unified_messaging_is_refused_with_the_reason(version: str) -> None:
    (line,) = refused(f'exchange = "{version}"\n[unified_messaging]\nenabled = true\n')
    assert line.startswith(f"p.toml:4: unified_messaging.enabled: Exchange {version.upper()} has no Unified")
    assert "removed in Exchange 2019" in line
    assert "What's discontinued in Exchange Server" in line


@pytest.mark.parametrize("version", ["2016", "2019", "se"])
def test_the_client_access_role_is_refused_with_the_reason(version: str) -> None:
    server = '[[server]]\nname = "A"\nroles = ["mailbox", "client-access"]\n'
    (line,) = refused(f'exchange = "{version}"\n{server}')
    assert line.startswith("p.toml:5: server[1].roles[2]: ")
    assert "part of the Mailbox server" in line


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_reason_is_said_in_the_language_that_is_asked_for(language: str) -> None:
    with pytest.raises(PlanErrors) as caught:
        parse('format = 1\nexchange = "2019"\n[topology]\nedge = "2010"\n', "p.toml")
    said = caught.value.problems[0].line_text(Text(language))  # type: ignore[arg-type]
    assert ("不支援與 Exchange 2010 共存。" in said) is (language == "zh-TW")


def test_a_newer_edge_is_a_warning_since_the_sources_are_silent() -> None:
    reading = parse('format = 1\nexchange = "2013"\n[topology]\nedge = "2016"\n', "p.toml")
    assert [warning.id for warning in reading.warnings] == ["plan.edge-silent"]
