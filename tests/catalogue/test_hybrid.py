"""Hybrid deployment, held against the tables of the topic on its prerequisites row by row."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

import pytest

from portplanner.catalogue.load import load
from portplanner.catalogue.model import Catalogue
from portplanner.checklist.model import Checklist, Flow
from portplanner.checklist.resolve import resolve
from portplanner.plan.model import Plan
from portplanner.text import Text
from portplanner.values import validated

VERSIONS = ("2013", "2016", "2019", "se")
EDGE = {"2013": "2013", "2016": "2016", "2019": "2019", "se": "se"}
INSIDE = {"2013": "client-access", "2016": "mailbox", "2019": "mailbox", "se": "mailbox"}


class Row(NamedTuple):
    """One row of the firewall table. INSIDE is Client Access (2013) or Mailbox; EDGE may take its place."""

    id: str
    source: str
    destination: str
    port: str
    protocol: str


ROWS = [
    Row("hyb-smtp-in-25", "exchange-online@cloud", "INSIDE@internal or EDGE", "25/tcp", "SMTP/TLS"),
    Row("hyb-smtp-out-25", "INSIDE@internal or EDGE", "exchange-online@cloud", "25/tcp", "SMTP/TLS"),
    Row("hyb-https-in-443", "exchange-online@cloud", "INSIDE@internal", "443/tcp", "HTTPS"),
    Row("hyb-https-out-443", "INSIDE@internal", "exchange-online@cloud", "443/tcp", "HTTPS"),
]

SEARCH = ("/ews/exchange.asmx/wssecurity", "/autodiscover/autodiscover.svc/wssecurity",
          "/autodiscover/autodiscover.svc")  # fmt: skip
AUTODISCOVER = {
    "2013": ("/autodiscover/autodiscover.svc",),
    "2016": ("/autodiscover/autodiscover.svc/wssecurity",),
}
AZURE = "Azure AD authentication system"
ENDPOINTS: list[tuple[str, tuple[str, ...] | None, str, str, str]] = [
    # id, paths (None: by version), authentication, authorization, pre-authentication
    ("hep-smtp", (), "not applicable", "certificate", "not supported"),
    ("hep-autodiscover", None, AZURE, "WS-Security", "not supported"),
    ("hep-freebusy", ("/ews/exchange.asmx/wssecurity",), AZURE, "WS-Security", "not supported"),
    ("hep-search", SEARCH, "Auth Server", "WS-Security", "not supported"),
    ("hep-migration", ("/ews/mrsproxy.svc",), "NTLM", "Basic",
     "not supported (2021; an older page said Yes)"),
    ("hep-oauth", SEARCH, "Auth Server", "WS-Security", "not supported"),
    ("hep-adfs", ("/adfs/*",), AZURE, "varies", "two-factor"),
    ("hep-aadc", ("/adfs/*",), AZURE, "varies", "two-factor"),
]  # fmt: skip


@pytest.fixture(params=VERSIONS)
def catalogue(request: pytest.FixtureRequest) -> Catalogue:
    return load(request.param)


def checklist(
    catalogue: Catalogue, mail_through: str = "internal", edge: str = "none", **more: Any
) -> Checklist:
    values = {
        "exchange": catalogue.exchange,
        "hybrid": {"enabled": True, "mail_through": mail_through},
        "topology": {"edge": edge, **more},
    }
    return resolve(catalogue, validated(Plan, values))


def rows(found: Checklist) -> dict[str, Flow]:
    return {flow.id: flow for flow in found.flows if flow.diagram == "hybrid"}


def said(end: str, version: str, through_edge: bool) -> str:
    inside, _, edge = end.partition(" or ")
    return "edge-transport@perimeter" if edge and through_edge else inside.replace("INSIDE", INSIDE[version])


@pytest.mark.parametrize("through_edge", [False, True])
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_a_row_is_as_the_topic_prints_it(catalogue: Catalogue, row: Row, through_edge: bool) -> None:
    version = catalogue.exchange
    edge = EDGE[version] if through_edge else "none"
    flow = rows(checklist(catalogue, "edge" if through_edge else "internal", edge))[row.id]
    ends = [f"{'+'.join(end.roles)}@{end.zone}" for end in (flow.source, flow.destination)]
    assert ends == [said(row.source, version, through_edge), said(row.destination, version, through_edge)]
    assert [f"{port.number}/{port.transport}" for port in flow.ports] == [row.port]
    assert flow.protocol.en == row.protocol
    assert (flow.restrict, flow.pictured) == ("allowed", False)


def test_there_are_four_kinds_of_rows_and_what_stays_inside(catalogue: Catalogue) -> None:
    found = rows(checklist(catalogue))
    legs = {"leg-hyb-in-cas-mbx", "leg-hyb-out-mbx-cas"} if catalogue.exchange == "2013" else set()
    assert set(found) == {row.id for row in ROWS} | legs
    assert {id for id, flow in found.items() if flow.restrict == "never"} == legs


def test_they_come_on_top_of_all_other_rows(catalogue: Catalogue) -> None:
    without = resolve(catalogue, validated(Plan, {"exchange": catalogue.exchange}))
    with_hybrid = checklist(catalogue)
    assert tuple(flow for flow in with_hybrid.flows if flow.diagram != "hybrid") == without.flows
    assert not rows(without)


@pytest.mark.parametrize(
    ("id", "paths", "authentication", "authorization", "pre"), ENDPOINTS, ids=lambda v: str(v)[:20]
)
def test_an_endpoint_is_as_the_topic_prints_it(
    catalogue: Catalogue,
    id: str,
    paths: tuple[str, ...] | None,
    authentication: str,
    authorization: str,
    pre: str,
) -> None:
    found = {e.id: e for flow in rows(checklist(catalogue)).values() for e in flow.endpoints}
    assert set(found) == {row[0] for row in ENDPOINTS}
    endpoint = found[id]
    by_version = AUTODISCOVER["2013" if catalogue.exchange == "2013" else "2016"]
    assert endpoint.paths == (by_version if paths is None else paths)
    assert endpoint.authentication.en == authentication
    assert endpoint.authorization.en == authorization
    assert endpoint.pre_authentication.en == pre


def test_ad_fs_is_a_note_and_no_row(catalogue: Catalogue) -> None:
    found = rows(checklist(catalogue))
    assert "/adfs/*" in found["hyb-https-in-443"].note.en
    assert "hyb-adfs-ends" in found["hyb-https-in-443"].open_points
    assert not any("adfs" in (*flow.source.roles, *flow.destination.roles) for flow in found.values())


def test_mail_through_edge_needs_a_subscribed_edge(catalogue: Catalogue) -> None:
    edge = EDGE[catalogue.exchange]
    internal = rows(checklist(catalogue))
    for found, warning in (
        (checklist(catalogue, "edge"), "hybrid-edge-without-edge"),
        (checklist(catalogue, "edge", edge, edge_subscribed=False), "hybrid-edge-unsubscribed"),
    ):
        assert warning in {each.id for each in found.warnings}
        assert rows(found) == internal
    through = checklist(catalogue, "edge", edge)
    assert not {each.id for each in through.warnings if "hybrid" in each.id}
    https = ("hyb-https-in-443", "hyb-https-out-443")
    assert all(rows(through)[id] == internal[id] for id in https)
    assert "mf-edge-edgesync-50636" in {flow.id for flow in through.flows}


def test_hybrid_mail_between_edge_and_inside_is_shown_as_a_guest(catalogue: Catalogue) -> None:
    (guest,) = checklist(catalogue, "edge", EDGE[catalogue.exchange]).guests
    assert guest == ("hybrid", ("mf-edge-in-edge-mbx-25", "mf-edge-out-mbx-edge-25"))
    assert checklist(catalogue).guests == ()


def test_connectors_are_made_by_the_wizard_and_one_alone_has_a_name(catalogue: Catalogue) -> None:
    for found in (checklist(catalogue), checklist(catalogue, "edge", EDGE[catalogue.exchange])):
        made = [row for row in found.connectors if row.created_by == "hybrid-wizard"]
        assert sorted((row.kind, row.role == "exchange-online") for row in made) == [
            ("receive", False), ("receive", True), ("send", False), ("send", True),
        ]  # fmt: skip
        assert {row.name for row in made} == {"", "Outbound to Office 365"}
        assert all(row.kind == "send" for row in made if row.name)


def test_the_send_connector_is_on_the_mailbox_role(catalogue: Catalogue) -> None:
    send = next(row for row in checklist(catalogue).connectors if row.id == "hyb-send")
    assert send.role == "mailbox"


def test_an_autodiscover_record_leads_on_premises(catalogue: Catalogue) -> None:
    record = next(row for row in checklist(catalogue).dns if row.id == "pub-hybrid-autod")
    assert (record.record, record.scope, record.name) == ("CNAME", "external", "autodiscover.<SMTP domain>")


def test_the_wizard_changes_no_mx_and_adds_a_domain(catalogue: Catalogue) -> None:
    tasks = {task.id: task.text.en for task in checklist(catalogue).tasks}
    assert "<domain>.mail.onmicrosoft.com" in tasks["task-hyb-wizard"]
    assert "does not touch MX" in tasks["task-hyb-wizard"]
    assert "self-signed" in tasks["task-hyb-certificate"]
    assert list(tasks).index("task-hyb-certificate") < list(tasks).index("task-hyb-wizard")
    assert list(tasks)[-1] in ("task-hyb-wizard", "task-hyb-edge-recreate")  # after all that it builds on
    through = {task.id for task in checklist(catalogue, "edge", EDGE[catalogue.exchange]).tasks}
    assert through - set(tasks) >= {"task-hyb-edgesync", "task-hyb-edge-recreate"}


BASED_ON = {"2013": {"2013", "2016", "2019"}, "2016": {"2016", "2019"}, "2019": {"2019"}}


@pytest.mark.parametrize("version", BASED_ON)
def test_which_hybrid_versions_an_organization_may_have(version: str) -> None:
    note = next(n.text.en for n in checklist(load(version)).notes if n.id == "hyb-version")
    allowed = re.search(r"based on Exchange ([^.]*?)(?:, not|\.| alone)", note)
    assert allowed
    assert set(re.findall(r"20\d\d", allowed[1])) == BASED_ON[version]


def test_of_subscription_edition_the_sources_say_nothing() -> None:
    found = checklist(load("se"), "edge", "se")
    assert "do not name it" in next(n.text.en for n in found.notes if n.id == "hyb-version")
    assert "nothing" in next(p.text.en for p in found.open_points if p.id == "hyb-edge-version")


def test_endpoints_are_told_in_both_languages(catalogue: Catalogue) -> None:
    from portplanner.checklist.words import endpoint_text

    (migration,) = (e for f in checklist(catalogue).flows for e in f.endpoints if e.id == "hep-migration")
    assert endpoint_text(migration, Text("en")).startswith("Mailbox migrations (EWS): /ews/mrsproxy.svc – ")
    assert "預先驗證：不支援" in endpoint_text(migration, Text("zh-TW"))
