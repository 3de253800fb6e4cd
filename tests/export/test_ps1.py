"""verify.ps1: it only reads, no name leaves its quotes, and many servers stay bounded."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from portplanner.catalogue.load import load
from portplanner.checklist.resolve import resolve
from portplanner.export.ps1 import document
from portplanner.paths import resources
from portplanner.plan.model import Document, Plan, Server, Site, Topology
from portplanner.plan.read import read
from portplanner.text import visible
from tests.checklist.test_verify import NAMES, QUOTES

CONTOSO = read(resources() / "examples" / "contoso-edge.toml").plan
READS = {
    "Get-Command", "Get-Date", "Get-ReceiveConnector", "Get-SendConnector", "Resolve-DnsName",
    "ForEach-Object", "Where-Object", "Select-Object", "Set-StrictMode",
    "Write-Host", "Write-Warning", "Write-Verbose", "Export-Csv", "New-Object",
}  # fmt: skip
MADE = {"Microsoft", "System.Collections.ArrayList", "System.Net.Sockets.TcpClient", "PSObject"}


def script(plan: Plan) -> str:
    data = document(resolve(load(plan.exchange), plan), plan)
    assert data.startswith(b"\xef\xbb\xbf")
    return data.decode("utf-8-sig")


def parts(source: str) -> tuple[str, list[str]]:
    """Return a script without comments and strings, and its single-quoted strings, as PowerShell reads."""
    code: list[str] = []
    found: list[str] = []
    place = 0
    while place < len(source):
        c = source[place]
        if c == "#":
            while place < len(source) and source[place] != "\n":
                place += 1
        elif c in QUOTES:
            place, text = _string(source, place)
            found.append(text)
            code.append("''")
        elif c in '"\u201c\u201d\u201e':
            end = source.index('"', place + 1)
            assert "\n" not in source[place:end]
            code.append(source[place : end + 1])
            place = end + 1
        else:
            code.append(c)
            place += 1
    return "".join(code), found


def _string(source: str, place: int) -> tuple[int, str]:
    text: list[str] = []
    place += 1
    while True:
        c = source[place]
        if c in QUOTES:
            if place + 1 < len(source) and source[place + 1] in QUOTES:
                place += 1
                c = source[place - 1]
            else:
                return place + 1, "".join(text)
        text.append(c)
        place += 1


def test_it_runs_nothing_but_what_reads() -> None:
    for plan in (CONTOSO, Plan()):
        code, _ = parts(script(plan))
        own = set(re.findall(r"^function ([\w-]+)", code, re.M))
        called = set(re.findall(r"(?<![\w$.-])[A-Za-z]+-[A-Za-z]+\b", code))
        assert called - own <= READS
        assert not re.search(r"Invoke|iex|&|Start-|Remove-|Set-(?!StrictMode)|\.\s", code)
        assert set(re.findall(r"New-Object ([\w.]+)", code)) <= MADE
        assert code.count("Export-Csv") == 1
        for sign in ("()", "{}", "[]"):
            assert code.count(sign[0]) == code.count(sign[1])


def test_a_server_measures_what_it_opens() -> None:
    said = script(CONTOSO)
    sections = dict(re.findall(r"if \(Test-Here @\('(\w+)'\)\) \{\r\n(.*?)\r\n\}", said, re.S))
    assert "'mf-edge-edgesync-50636'" in sections["MBX01"]
    assert "'mf-edge-edgesync-50636'" not in sections["MBX02"]
    assert "MBX03" not in sections
    assert "if (Test-From 'internet') {" in said
    assert "@('mbx01.contoso.com', 'mbx02.contoso.com')" in said


def test_the_code_is_the_same_whatever_the_names_are() -> None:
    assert parts(script(named("plain")))[0] == parts(script(named("other")))[0]


def named(name: str) -> Plan:
    return Plan(
        document=Document(title=name, organization=name),
        topology=Topology(edge="2013"),
        sites=(Site(name=name, subscribed=True),),
        servers=(
            Server(name=name, fqdn=name, addresses=(name,), roles=("mailbox",), site=name),
            Server(name="EDGE0001", fqdn=name, roles=("edge-transport",), site=name),
        ),
    )


@pytest.mark.parametrize("name", NAMES, ids=lambda name: ascii(name)[:20])
def test_no_name_leaves_its_quotes(name: Any) -> None:
    code, strings = parts(script(named(name)))
    assert code == parts(script(named("plain")))[0]
    assert visible(name) in strings
    assert "\x00" not in code


def test_both_languages_introduce_it() -> None:
    said = script(replace(CONTOSO, document=Document(language="en+zh-TW")))
    assert "# 依檢查清單" in said
    assert "# Measures" in said
    assert all(line.startswith("#") for line in said.split("[CmdletBinding()]")[0].splitlines())


def test_a_thousand_servers_make_a_script_of_bounded_size() -> None:
    mailboxes = tuple(
        Server(name=f"MBX{i:04}", fqdn=f"mbx{i:04}.contoso.com", roles=("mailbox",)) for i in range(970)
    )
    edges = tuple(Server(name=f"EDGE{i:02}", roles=("edge-transport",)) for i in range(30))
    plan = Plan(topology=Topology(edge="2013"), sites=(Site(name="HQ", subscribed=True),))
    said = script(replace(plan, servers=(*mailboxes, *edges)))
    assert len(said) < 2_000_000
    assert said.count("'mbx0500.contoso.com'") == 2  # in one list, and as another name of the server
