"""verify.ps1: it only reads, no name leaves its quotes, and many servers stay bounded."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
import tree_sitter_powershell
from tree_sitter import Language, Parser

from portplanner.catalogue.load import load
from portplanner.checklist.resolve import resolve
from portplanner.export.ps1 import document
from portplanner.paths import resources
from portplanner.plan.model import Document, Plan, Server, Site, Topology
from portplanner.plan.read import read
from portplanner.text import visible
from tests.export.powershell import code, strings
from tests.hostile_names import NAMES, shortly

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


def test_it_runs_nothing_but_what_reads() -> None:
    for plan in (CONTOSO, Plan()):
        left = code(script(plan))
        own = set(re.findall(r"^function ([\w-]+)", left, re.M))
        called = set(re.findall(r"(?<![\w$.-])[A-Za-z]+-[A-Za-z]+\b", left))
        assert called - own <= READS
        assert not re.search(r"Invoke|iex|&|Start-|Remove-|Set-(?!StrictMode)|\.\s", left)
        assert set(re.findall(r"New-Object ([\w.]+)", left)) <= MADE
        assert left.count("Export-Csv") == 1
        for sign in ("()", "{}", "[]"):
            assert left.count(sign[0]) == left.count(sign[1])


def test_a_server_measures_what_it_opens() -> None:
    said = script(CONTOSO)
    sections = dict(re.findall(r"if \(Test-Here @\('(\w+)'\)\) \{\r\n(.*?)\r\n\}", said, re.S))
    assert "'mf-edge-edgesync-50636'" in sections["MBX01"]
    assert "'mf-edge-edgesync-50636'" not in sections["MBX02"]
    assert "MBX03" not in sections
    assert "if (Test-From 'internet') {" in said
    assert "@('mbx01.contoso.com', 'mbx02.contoso.com')" in said


def test_the_code_is_the_same_whatever_the_names_are() -> None:
    assert code(script(named("plain"))) == code(script(named("other")))


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


def without_aliases(source: str) -> str:
    """Return the code but for the names that a server has besides: as many as its name has dots."""
    return re.sub(r"Use-Name '' ''\s*", "", code(source))


@pytest.mark.parametrize("name", NAMES, ids=shortly)
def test_no_name_leaves_its_quotes(name: str) -> None:
    said = script(named(name))
    assert without_aliases(said) == without_aliases(script(named("plain")))
    assert visible(name) in strings(said)


def test_the_script_is_powershell() -> None:
    """Read by a grammar: names stand in strings, so that one plan shows it for all (see above)."""
    for plan in (CONTOSO, Plan(), named("it's")):
        source = re.sub(
            r"\|\s+", "| ", code(script(plan))
        )  # the grammar ends a line where PowerShell goes on
        tree = Parser(Language(tree_sitter_powershell.language())).parse(source.encode())
        assert not tree.root_node.has_error
        assert tree.root_node.descendant_count > 1000


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
