"""Every mistake is answered with its line, its key, what was found and what is allowed."""

from __future__ import annotations

import io
import json
import os
from pathlib import Path

import pytest

from portplanner.errors import CouldNot, UserError
from portplanner.plan.model import MAX_FILE_BYTES, Plan
from portplanner.plan.problem import PlanErrors
from portplanner.plan.read import parse, read
from portplanner.text import LANGUAGES, Text

SERVER = 'format = 1\n[[server]]\nname = "MBX01"\n'
TWO_SITES = '[[site]]\nname = "HQ"\n[[site]]\nname = "Branch"\n'


def errors(source: str) -> list[str]:
    """Return what the command line prints about this plan."""
    with pytest.raises(PlanErrors) as caught:
        parse(source, "p.toml")
    assert caught.value.exit_code == 2
    for language in LANGUAGES:
        for problem in caught.value.problems:
            assert "\n" not in problem.line_text(Text(language))
    return [problem.line_text(Text("en")) for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("source", "line", "key", "words"),
    [
        pytest.param("", 1, "format", ["missing", "format = 1"], id="empty file"),
        pytest.param("format = 2\nx = 1", 1, "format", ["Format 2", "reads format 1"], id="later format"),
        pytest.param("\nformat = true", 2, "format", ["Format true"], id="format that equals one"),
        pytest.param("format = 1.0", 1, "format", ["Format 1.0"], id="format with a point"),
        pytest.param('format = "1"', 1, "format", ['Format "1"'], id="format as text"),
        pytest.param("format = 1\na b", 2, "", ["not valid TOML"], id="not TOML"),
        pytest.param("format = 1\nx = [1,\n", 2, "", ["not valid TOML"], id="TOML that ends early"),
        pytest.param("format = 1\n\nformat = 1", 3, "", ["not valid TOML"], id="one key twice"),
        pytest.param("format = 1\n# \0", 2, "", ["NUL"], id="NUL"),
        pytest.param("format = 1\n# \ud800", 2, "", ["UTF-8"], id="half a character"),
        pytest.param("\n" + '"\\0".' + "x." * 50 + "x = 1", 2, "", ["not valid TOML"], id="damaged deep key"),
        pytest.param("x = " + "[" * 5000, 1, "", ["nested too deeply"], id="deep list"),
        pytest.param("x." * 5000 + "y = 1", 1, "", ["nested too deeply"], id="deep key"),
        pytest.param("x = " + "9" * 5000, 1, "", ["not valid TOML", "digits"], id="endless number"),
        pytest.param(
            "format = 1\nexchnge = 1",
            2,
            "exchnge",
            ["no such key", "mean exchange?", "topology"],
            id="unknown key",
        ),
        pytest.param(
            "format = 1\n[topology]\nrole = 1",
            3,
            "topology.role",
            ["mean roles?", "smart_hosts"],
            id="key in table",
        ),
        pytest.param(
            "format = 1\n[zzz]\na = 1", 2, "zzz", ["no such key", "unified_messaging"], id="unknown table"
        ),
        pytest.param('format = 1\n"a\\nb" = 1', 2, '"a␊b"', ["no such key"], id="key with a line break"),
        pytest.param(
            'format = 1\nexchange = "2012"',
            2,
            "exchange",
            ['"2012"', '"2013", "2016", "2019", "se"'],
            id="value",
        ),
        pytest.param("format = 1\nexchange = 2013", 2, "exchange", ["2013 is not", '"2013"'], id="no quotes"),
        pytest.param(
            'format = 1\n[clients]\nhttps = [\n"owa",\n"activsync"]',
            5,
            "clients.https[2]",
            ['"activsync"', 'mean "activesync"?'],
            id="value in list",
        ),
        pytest.param(
            "format = 1\n[clients]\nimap4 = [0]", 3, "clients.imap4[1]", ["0 is", "143, 993"], id="port 0"
        ),
        pytest.param(
            "format = 1\n[clients]\nsmtp = [587, 70000]",
            3,
            "clients.smtp[2]",
            ["70000", "25, 587"],
            id="port 70000",
        ),
        pytest.param(
            "format = 1\n[clients]\nimap4 = [143.0]",
            3,
            "clients.imap4[1]",
            ["143.0", "143, 993"],
            id="port as float",
        ),
        pytest.param(
            "format = 1\n[sender_reputation]\nproxy_port = 0",
            3,
            "sender_reputation.proxy_port",
            ["0 is not a port", "1 to 65535"],
            id="proxy port 0",
        ),
        pytest.param(
            "format = 1\n[sender_reputation]\nproxy_port = 70000",
            3,
            "sender_reputation.proxy_port",
            ["70000 is not a port", "1 to 65535"],
            id="proxy port 70000",
        ),
        pytest.param(
            "format = 1\n[sender_reputation]\nproxy_port = 0x" + "f" * 9000,
            3,
            "sender_reputation.proxy_port",
            ["0xfff", "1 to 65535"],
            id="endless port",
        ),
        pytest.param(
            'format = 1\n[sender_reputation]\nproxy_port = "1080"',
            3,
            "sender_reputation.proxy_port",
            ['"1080"', "whole number"],
            id="port as text",
        ),
        pytest.param(
            "format = 1\n[sender_reputation]\nproxy_port = 1.5",
            3,
            "sender_reputation.proxy_port",
            ["1.5", "whole number"],
            id="port with a point",
        ),
        pytest.param(
            "format = 1\n[document]\ntitle = 3", 3, "document.title", ["3 is not text"], id="no text"
        ),
        pytest.param(
            "format = 1\n[document]\ndate = 2025-01-02T03:04:05",
            3,
            "document.date",
            ["2025-01-02T03:04:05 is not text"],
            id="date with time",
        ),
        pytest.param(
            'format = 1\n[topology]\nedge_subscribed = "no"',
            3,
            "topology.edge_subscribed",
            ['"no"', "true, false"],
            id="no yes or no",
        ),
        pytest.param(
            "format = 1\n[clients]\npop3 = 110", 3, "clients.pop3", ["110", "square brackets"], id="no list"
        ),
        pytest.param("format = 1\ndocument = 1", 2, "document", ["1 is not a table"], id="no table"),
        pytest.param("format = 1\n[[document]]", 2, "document", ["only one"], id="table twice"),
        pytest.param("format = 1\n[server]\n", 2, "server", ["[[server]]"], id="one table for a list"),
        pytest.param(
            "format = 1\nserver = [1]", 2, "server[1]", ["1 is not a table"], id="number for a server"
        ),
        pytest.param(SERVER, 2, "server[1].roles", ["missing"], id="server without roles"),
        pytest.param(
            SERVER + "roles = []",
            4,
            "server[1].roles",
            ["not be empty", '"mailbox"'],
            id="server with no role",
        ),
        pytest.param('format = 1\n[[site]]\nname = ""', 3, "site[1].name", ["not be empty"], id="empty name"),
        pytest.param(
            'format = 1\n[[site]]\nname = " "', 3, "site[1].name", ["not be empty"], id="blank name"
        ),
        pytest.param(
            f'format = 1\n[[site]]\nname = "{"x" * 256}"', 3, "site[1].name", ['xxx…"', "255"], id="long name"
        ),
        pytest.param(
            f'format = 1\n[document]\ntitle = "{"x" * 256}"', 3, "document.title", ["255"], id="long title"
        ),
        pytest.param(
            SERVER + 'roles = ["mailbox"]\n[[server]]\nroles = ["mailbox"]\nname = "mbx01"',
            7,
            "server[2].name",
            ['Two servers have the name "mbx01"', "line 2"],
            id="two servers of one name",
        ),
        pytest.param(
            'format = 1\n[[site]]\nname = "HQ"\n[[site]]\nname = "hq"',
            5,
            "site[2].name",
            ['Two sites have the name "hq"', "line 2"],
            id="two sites of one name",
        ),
        pytest.param(
            'format = 1\n[[item]]\nid = "a"\n[[item]]\nid = "a"',
            5,
            "item[2].id",
            ['Two entries have the id "a"', "line 2"],
            id="two items of one id",
        ),
        pytest.param(
            SERVER + 'roles = ["mailbox"]\nsite = "Main"\n' + TWO_SITES,
            5,
            "server[1].site",
            ['"Main" is not defined', '"HQ", "Branch"'],
            id="unknown site",
        ),
        pytest.param(
            SERVER + 'roles = ["mailbox"]\nsite = "Main"\n',
            5,
            "server[1].site",
            ['"Main" is not defined', "[[site]]"],
            id="no sites",
        ),
        pytest.param(
            SERVER + 'roles = ["mailbox", "edge-transport"]',
            4,
            "server[1].roles",
            ["no other role"],
            id="Edge with another role",
        ),
        pytest.param(
            SERVER + 'roles = ["mailbox"]\naddresses = ["10.0.0.1",\n"10.0.0.256"]',
            6,
            "server[1].addresses[2]",
            ['"10.0.0.256"', "IPv6"],
            id="no address",
        ),
        pytest.param(
            SERVER + 'roles = ["mailbox"]\naddresses = ["fe80::1%<b>"]',
            5,
            "server[1].addresses[1]",
            ["IPv6"],
            id="address with a scope",
        ),
        pytest.param(
            'format = 1\nexchange = "2019"\n[topology]\nedge = "2010"',
            4,
            "topology.edge",
            ["Exchange 2019", '"2010"', '"none", "2013", "2016", "2019"'],
            id="2019 with a 2010 Edge",
        ),
        pytest.param(
            'format = 1\nexchange = "se"\n[topology]\nedge = "2010"',
            4,
            "topology.edge",
            ["Exchange SE", '"2016", "2019", "se"'],
            id="SE with a 2010 Edge",
        ),
        pytest.param(
            'format = 1\nexchange = "2016"\n[topology]\nedge = "2007"',
            4,
            "topology.edge",
            ["Exchange 2016"],
            id="2016 with a 2007 Edge",
        ),
        pytest.param(
            'format = 1\nexchange = "2019"\n[unified_messaging]\nenabled = true',
            4,
            "unified_messaging.enabled",
            ["Exchange 2019 has no Unified Messaging", "false"],
            id="Unified Messaging in 2019",
        ),
        pytest.param(
            'format = 1\nexchange = "2016"\n[[server]]\nname = "A"\nroles = ["client-access"]',
            5,
            "server[1].roles[1]",
            ["Exchange 2016", '"mailbox", "edge-transport"'],
            id="Client Access in 2016",
        ),
    ],
)
def test_one_mistake_gets_one_line(source: str, line: int, key: str, words: list[str]) -> None:
    [text] = errors(source)
    assert text.startswith(f"p.toml:{line}: {key}: " if key else f"p.toml:{line}: ")
    for word in words:
        assert word in text


def test_all_mistakes_are_reported_at_once_in_the_order_of_the_file() -> None:
    found = errors('exchange = "2012"\n[topology]\nedge = 1\n[[site]]\nname = "a"\n[[site]]\nname = "A"\n')
    assert [text.split(":")[1] for text in found] == ["1", "1", "3", "7"]


def test_a_server_counts_for_its_name_whatever_else_is_wrong_with_it() -> None:
    found = errors('format = 1\n[[server]]\nname = "a"\nroles = 1\n[[server]]\nname = "A"\nrole = 1\n')
    assert [text.split(": ")[1] for text in found] == [
        "server[1].roles", "server[2].roles", "server[2].name", "server[2].role"
    ]  # fmt: skip


def many(value: str | int, count: int) -> str:
    return f"{json.dumps(value)}, " * count


def numbered(one: str, count: int) -> str:
    return "".join(one.format(number) for number in range(count))


@pytest.mark.parametrize(
    ("source", "line", "key", "most"),
    [
        pytest.param(
            numbered('[[server]]\nname = "S{}"\nroles = ["mailbox"]\n', 2001), 2, "server", 2000, id="servers"
        ),
        pytest.param(numbered('[[site]]\nname = "S{}"\n', 2001), 2, "site", 2000, id="sites"),
        pytest.param(f"[dns]\nservers = [{many('a.b', 1001)}]", 3, "dns.servers", 1000, id="DNS servers"),
        pytest.param(
            f"[topology]\nsmart_hosts = [{many('a.b', 1001)}]", 3, "topology.smart_hosts", 1000, id="relays"
        ),
        pytest.param(
            SERVER + f"roles = ['mailbox']\naddresses = [{many('::1', 1001)}]",
            5, "server[1].addresses", 1000, id="addresses",
        ),
        pytest.param(
            f"[namespaces]\ndomains = [{many('a.b', 501)}]", 3, "namespaces.domains", 500, id="domains"
        ),
        pytest.param(f"[namespaces]\nmx = [{many('a.b', 101)}]", 3, "namespaces.mx", 100, id="MX"),
        pytest.param(f"[clients]\nimap4 = [{many(143, 101)}]", 3, "clients.imap4", 100, id="ports"),
        pytest.param(
            SERVER + f"roles = [{many('mailbox', 101)}]", 4, "server[1].roles", 100, id="roles"
        ),
    ],
)  # fmt: skip
def test_too_many_entries_are_one_mistake(source: str, line: int, key: str, most: int) -> None:
    [text] = errors(source if source.startswith("format") else "format = 1\n" + source)
    assert text == f"p.toml:{line}: {key}: There are {most + 1} entries; {most} are allowed."


@pytest.mark.parametrize(
    ("source", "line", "words"),
    [
        pytest.param(numbered("[[item]]\n\n", 15_001), 30_002, "15,000 tables", id="tables"),
        pytest.param("x = [" + "1," * 110_001 + "]", 2, "110,000 keys and values", id="values on one line"),
        pytest.param(numbered("x{} = 1\n", 110_001), 110_001, "110,000 keys and values", id="keys"),
        pytest.param(
            numbered(f"{'a.' * 20}x{{}} = 1\n", 6000), 5240, "110,000 keys and values", id="long keys"
        ),
        pytest.param("#\n" * 250_001, 250_001, "250,000 lines", id="lines"),
        pytest.param('x = "' + r"\n" * 200_001 + '"', 2, "200,000 backslashes", id="escapes"),
    ],
)
def test_a_plan_that_says_too_much_is_refused_where_it_becomes_too_much(
    source: str, line: int, words: str
) -> None:
    [text] = errors("format = 1\n" + source)
    assert text.startswith(f"p.toml:{line}: The plan says too much")
    assert words in text


@pytest.mark.parametrize("sign", ["=", ",", ".", "[", "{", "#", "'", '\\"='])
def test_signs_in_texts_and_comments_are_not_counted(sign: str) -> None:
    remark = sign * (9_000 // len(sign))
    items = [f'[[item]]\nid = "{number}"\nremark = "{remark}" # {remark}\n' for number in range(30)]
    assert len(parse("format = 1\n" + "".join(items), "p.toml").plan.items) == 30


def test_the_largest_plan_that_is_allowed_is_read() -> None:
    server = numbered(
        '[[server]]\nname = "S{0}"\nfqdn = "s{0}.example.com"\naddresses = ["10.0.0.1", "fe80::{0}"]\n'
        'roles = ["mailbox", "client-access"]\nsite = "HQ"\nin_edgesync = true\n'
        'edge_connectors = ["inbound"]\n',
        2000,
    )
    item = numbered(
        '[[item]]\nid = "row-{}"\nstate = "done"\nowner = "o"\ndate = "d"\nticket = "t"\nremark = "r"\n'
        'meaning = "01234567"\n',
        8000,
    )
    plan = parse('format = 1\n[[site]]\nname = "HQ"\n' + server + item, "p.toml").plan
    assert (len(plan.servers), len(plan.items)) == (2000, 8000)


def test_a_key_of_any_length_is_named_shortly() -> None:
    [text] = errors("format = 1\n" + "a" * 1_000_000 + " = 1")
    assert text.startswith(f'p.toml:2: "{"a" * 60}…": There is no such key')


def test_thousands_of_mistakes_are_counted_not_listed() -> None:
    found = errors("format = 1\n" + "".join(f"k{number} = 1\n" for number in range(5000)))
    assert len(found) == 201
    assert found[-1].endswith("4800 more problems are not listed.")


@pytest.mark.parametrize(
    ("source", "line", "key", "words"),
    [
        pytest.param(
            "format = 1\n[clients]\nimap4 = [143,\n143]",
            4,
            "clients.imap4[2]",
            "143 stands",
            id="twice in a list",
        ),
        pytest.param(
            SERVER + 'roles = ["mailbox"]\nfqdn = "a b.c"',
            5,
            "server[1].fqdn",
            '"a b.c" is not',
            id="no host",
        ),
        pytest.param(
            SERVER + 'roles = ["mailbox"]\nfqdn = "mbx01"',
            5,
            "server[1].fqdn",
            "full host name",
            id="short name",
        ),
        pytest.param(
            'format = 1\n[dns]\nservers = ["<b>"]', 3, "dns.servers[1]", '"<b>" is neither', id="DNS server"
        ),
        pytest.param(
            'format = 1\n[topology]\nsmart_hosts = ["[10.0.0.1]", "[x]"]',
            3,
            "topology.smart_hosts[2]",
            '"[x]" is neither',
            id="smart host",
        ),
        pytest.param(
            'format = 1\n[sender_reputation]\nproxy = "Socks5"\nproxy_server = "a.example"',
            3,
            "sender_reputation.proxy_port",
            '"Socks5" needs this key',
            id="proxy without port",
        ),
        pytest.param(
            'format = 1\n[sender_reputation]\nproxy = "Socks5"\nproxy_port = 1',
            3,
            "sender_reputation.proxy_server",
            '"Socks5" needs this key',
            id="proxy without server",
        ),
        pytest.param(
            'format = 1\nexchange = "2016"\n[topology]\nedge = "2019"',
            4,
            "topology.edge",
            "The sources do not say",
            id="newer Edge",
        ),
    ],
)
def test_what_is_odd_is_a_warning(source: str, line: int, key: str, words: str) -> None:
    [warning] = parse(source, "p.toml").warnings
    assert warning.line_text(Text("en")).startswith(f"p.toml:{line}: {key}: ")
    assert words in warning.line_text(Text("en"))
    assert warning.line_text(Text("zh-TW")).startswith(f"p.toml:{line}: {key}: ")


NAMESPACES = "format = 1\n[namespaces]\n"


@pytest.mark.parametrize(
    ("row", "key", "words"),
    [
        ('domains = [""]', "domains[1]", "must not be empty"),
        (f"domains = {[f'd{n}.org' for n in range(501)]}", "domains", "There are 501 entries; 500"),
        ('autodiscover = "mx"', "autodiscover", 'allowed: "undecided", "cname", "a", "srv"'),
        ('public_adresses = ["203.0.113.1"]', "public_adresses", "did you mean"),
        ("ipv6 = true", "ipv6", "There is no such key"),
    ],
)
def test_names_that_cannot_be_read(row: str, key: str, words: str) -> None:
    with pytest.raises(PlanErrors) as raised:
        parse(NAMESPACES + row, "p.toml")
    [problem] = raised.value.problems
    for language in ("en", "zh-TW"):
        line = problem.line_text(Text(language))
        assert line.startswith(f"p.toml:3: namespaces.{key}: ")
    assert words in problem.line_text(Text("en"))


@pytest.mark.parametrize(
    ("row", "key", "words"),
    [
        ('domains = ["contoso.com", "contoso"]', "domains[2]", '"contoso" is not a domain'),
        ('domains = ["*.contoso.com"]', "domains[1]", "is not a domain"),
        ('mail = "mail"', "mail", '"mail" is not a full host name'),
        ('mail = "https://mail.contoso.com/owa"', "mail", "is not a full host name"),
        ('internal = "10.0.0.1"', "internal", "is not a full host name"),
        ('owa = " "', "owa", "is not a full host name"),
        ('mx = ["edge01"]', "mx[1]", "is not a full host name"),
        ('public_addresses = ["203.0.113.256"]', "public_addresses[1]", "neither an IPv4 nor an IPv6"),
        ('public_addresses = ["203.0.113.2", "fd00::1"]', "public_addresses[2]", "nothing in the Internet"),
        ('sending_addresses = ["fe80::1%eth0"]', "sending_addresses[1]", "neither an IPv4 nor an IPv6"),
    ],
)
def test_names_that_no_record_follows_from(row: str, key: str, words: str) -> None:
    [warning] = parse(NAMESPACES + row, "p.toml").warnings
    for language in ("en", "zh-TW"):
        assert warning.line_text(Text(language)).startswith(f"p.toml:3: namespaces.{key}: ")
    assert words in warning.line_text(Text("en"))


def test_mx_records_lead_to_the_cloud_only_in_a_hybrid_deployment() -> None:
    [warning] = parse('format = 1\n[hybrid]\nmx = "exchange-online"', "p.toml").warnings
    assert warning.key == "hybrid.mx"
    assert not parse('format = 1\n[hybrid]\nenabled = true\nmx = "exchange-online"', "p.toml").warnings


def test_two_spellings_of_one_name_or_address_count_once() -> None:
    names = 'domains = ["Contoso.com", "contoso.COM.", "b.org"]'
    reading = parse(NAMESPACES + names + '\npublic_addresses = ["2001:db8::1", "2001:DB8:0::1"]', "p.toml")
    assert reading.plan.namespaces.domains == ("Contoso.com", "b.org")
    assert reading.plan.namespaces.public_addresses == ("2001:db8::1",)
    assert [warning.key for warning in reading.warnings] == [
        "namespaces.domains[2]",
        "namespaces.public_addresses[2]",
    ]


@pytest.mark.parametrize("exchange", ["2013", "2016", "2019", "se"])
def test_an_edge_of_the_same_version_is_always_supported(exchange: str) -> None:
    reading = parse(f'format = 1\nexchange = "{exchange}"\n[topology]\nedge = "{exchange}"', "p.toml")
    assert not reading.warnings


def test_a_repeated_value_counts_once() -> None:
    reading = parse('format = 1\n[clients]\nimap4 = [143, 143]\n[dns]\nservers = ["b", "a", "b"]', "p.toml")
    assert reading.plan.clients.imap4 == (143,)
    assert reading.plan.dns.servers == ("b", "a")


def test_a_site_is_spelled_as_it_was_defined() -> None:
    reading = parse(SERVER + 'roles = ["mailbox"]\nsite = "hq"\n[[site]]\nname = "HQ"', "p.toml")
    assert reading.plan.servers[0].site == "HQ"
    assert not reading.warnings


def test_a_toml_date_becomes_text() -> None:
    source = 'format = 1\n[document]\ndate = 2025-01-02\n[[item]]\nid = "a"\ndate = 2025-03-04'
    plan = parse(source, "p.toml").plan
    assert (plan.document.date, plan.items[0].date) == ("2025-01-02", "2025-03-04")


@pytest.mark.parametrize("source", ["format = 1", "format = 1\r\n", "\ufeffformat = 1\n", "  format=0x1 # x"])
def test_a_plan_of_one_key_is_the_default_plan(source: str) -> None:
    assert parse(source, "p.toml").plan == Plan()


def test_a_file_is_read(tmp_path: Path) -> None:
    file = tmp_path / "計畫.toml"
    file.write_bytes('format = 1\r\n[document]\r\ntitle = "郵件"'.encode())
    reading = read(file)
    assert reading.plan.document.title == "郵件"
    assert reading.source.startswith("format = 1\r\n")


def test_standard_input_is_read() -> None:
    assert read("-", stdin=io.BytesIO(b'format = 1\nexchange = "2016"')).plan.exchange == "2016"


@pytest.mark.parametrize(
    ("content", "start", "words"),
    [
        pytest.param(b"format = 1\n\xff", ":2: ", "UTF-8", id="not UTF-8"),
        pytest.param("format = 1".encode("utf-16"), ":1: ", "UTF-8", id="UTF-16"),
        pytest.param(b"format = 1\n#" + b"x" * MAX_FILE_BYTES, ": ", "5 MB", id="too big"),
    ],
)
def test_a_file_that_is_no_plan_gets_one_line(tmp_path: Path, content: bytes, start: str, words: str) -> None:
    file = tmp_path / "p.toml"
    file.write_bytes(content)
    with pytest.raises(PlanErrors) as caught:
        read(file)
    [problem] = caught.value.problems
    assert problem.line_text(Text("en")).startswith(f"{file}{start}")
    assert words in problem.line_text(Text("en"))


def test_a_missing_file_and_a_folder_get_one_line(tmp_path: Path) -> None:
    for path, words in (
        (tmp_path / "none.toml", "no such file"),
        (tmp_path, "folder"),
        ("a\0b", "no such file"),
    ):
        with pytest.raises(PlanErrors) as caught:
            read(path)
        [problem] = caught.value.problems
        assert words in problem.line_text(Text("en"))
        assert "\n" not in problem.line_text(Text("zh-TW"))


def test_a_file_that_may_not_be_read_is_not_bad_input(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "p.toml"
    file.write_text("format = 1")

    def refuse(*_: object) -> None:
        raise PermissionError(13, os.strerror(13))

    monkeypatch.setattr("builtins.open", refuse)
    with pytest.raises(CouldNot) as caught:
        read(file)
    assert caught.value.exit_code == 1
    assert "no right" in Text("en")(caught.value.id, **caught.value.places)


def test_errors_have_words_of_their_own() -> None:
    with pytest.raises(UserError) as caught:
        parse("", "p.toml")
    assert Text("en")(caught.value.id, **caught.value.places) == "The plan has a problem."
    assert str(caught.value).startswith("p.toml:1: format: ")
