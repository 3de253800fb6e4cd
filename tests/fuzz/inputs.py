"""Inputs that somebody might send to do harm: each made from a seed and a number, to be made again."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable
from functools import cache
from io import BytesIO
from random import Random
from zipfile import ZIP_DEFLATED, ZipFile

from portplanner.catalogue.load import load
from portplanner.checklist.model import Checklist
from portplanner.checklist.resolve import resolve
from portplanner.export.formats import Exports
from portplanner.export.verified import COLUMNS
from portplanner.paths import resources
from portplanner.plan.model import Document, Plan, Server, ServerRole, Site, Topology
from portplanner.plan.new import examples, starting_plan
from portplanner.plan.read import parse
from portplanner.plan.write import dump
from tests.hostile_names import NAMES

# What no shipped example says.
_EVERYTHING = """format = 1
exchange = "2013"
[topology]
edge = "2013"
outbound = "smart-host"
smart_hosts = ["relay.contoso.com"]
[sender_reputation]
open_proxy_detection = true
proxy = "Socks5"
proxy_server = "proxy.contoso.com"
proxy_port = 1080
[dns]
servers = ["10.0.0.53"]
[hybrid]
enabled = true
mail_through = "edge"
mx = "exchange-online"
[unified_messaging]
enabled = true
sip = "dual"
[namespaces]
domains = ["contoso.com", "fabrikam.com"]
mail = "mail.contoso.com"
internal = "mail.corp.contoso.com"
owa = "owa.contoso.com"
autodiscover = "srv"
mx = ["mx1.contoso.com"]
public_addresses = ["203.0.113.1"]
sending_addresses = ["203.0.113.2"]
[[site]]
name = "HQ"
subscribed = true
[[server]]
name = "MBX01"
fqdn = "mbx01.contoso.com"
addresses = ["10.0.0.11", "fe80::1"]
roles = ["mailbox", "client-access"]
site = "HQ"
in_edgesync = false
[[server]]
name = "EDGE01"
roles = ["edge-transport"]
site = "HQ"
edge_connectors = ["inbound"]
[[item]]
id = "mf-edge-in-internet-edge-25"
state = "done"
owner = "Lin Mei"
date = 2026-11-20
ticket = "007"
remark = "a\\nb"
meaning = "01234567"
"""
_VALUES = (
    *("1", "-1", "0", "1e999", "nan", "-inf", "0x" + "f" * 60, "9" * 400, "1" + "0" * 5000, "true"),
    *("1979-05-27", "1979-05-27T07:32:00Z", "25:61:61", '""', "''", '"a"', '"HQ"', '"mailbox"', "[]", "{}"),
    *("[[]]", "[1, 'a']", "{a = 1}", '["mailbox", "mailbox"]', "[" * 50 + "]" * 50, "[" * 1200 + "]" * 1200),
    *("{a=" * 300 + "1" + "}" * 300, '"\\ud800"', '"\\u0000"', '"\\U00110000"', '"\\x41"', '"\\'),
    *('"' + "x" * 300 + '"', '"' + "x" * 11_000 + '"', '"a\u0301\u202e\u2066\u200b"', '"""\na\n"""'),
    *("'''\n'''", '"""', "'", "\u2028", "143.0", "[143.0]", "[25, 25]", "65536", "[" + "1," * 3000 + "]"),
    *('["::1"]', '["10.0.0.999"]', '["fe80::1%eth0"]', '"2013"', '"se"', '"none"', "[true]", "[[1], [2]]"),
)
_KEYS = (
    *("format", "exchange", "name", "roles", "fqdn", "addresses", "site", "server", "item", "id", "state"),
    *("dns", "clients", "from", "topology", "edge", "document", "title", "date", "namespaces", "hybrid"),
    *(
        '""',
        '"a b"',
        "'\u202e'",
        '"\\u202e"',
        "é",
        "a.b",
        "a" + ".a" * 60,
        "site.name",
        "server.name",
        "x" * 999,
    ),
)
_HEADINGS = ("[{}]", "[[{}]]", "[ {} ]", "[{}.x]", "[[{}.x]]", "[{}", "[]", "[[]]", "[{}] x")
_BYTES = (
    b"\x00",
    b"\xff",
    b"\xed\xa0\x80",
    b"\xc0\xaf",
    b"\xef\xbb\xbf",
    b"\r",
    b"\r\n",
    b"\x1b[2J",
    b"\x85",
)


@cache
def _plans() -> tuple[str, ...]:
    texts = [starting_plan(name) for name in (None, *examples())]
    return (*texts, _EVERYTHING)


@cache
def served() -> tuple[Plan, Checklist]:
    """Return the plan whose documents come back, and its checklist."""
    plan = parse(starting_plan("contoso-edge"), "").plan
    return plan, resolve(load(plan.exchange), plan)


@cache
def _document(format: str) -> bytes:
    plan, listed = served()
    return Exports(listed, plan, listed.diagrams, lambda drawing: b"").bytes_of(format)


# Plans and catalogues ----------------------------------------------------------------------------


def plan(random: Random) -> bytes:
    """Return a plan, most often one that is still TOML."""
    lines = random.choice(_plans()).splitlines(keepends=True)
    if random.random() < 0.5:  # one that has the shape of a plan
        for _ in range(random.choice((1, 1, 2, 8))):
            _exchange_value(lines, random)
        return "".join(lines).encode("utf-8", "surrogatepass")
    for _ in range(random.choice((1, 1, 2, 3, 8))):
        at = random.randrange(len(lines) + 1)
        match random.randrange(9):
            case 0 | 1 | 2:
                _exchange_value(lines, random)
            case 3:  # a key
                lines.insert(at, f"{random.choice(_KEYS)} = {random.choice(_VALUES)}\n")
            case 4:  # a heading
                lines.insert(at, random.choice(_HEADINGS).format(random.choice(_KEYS)) + "\n")
            case 5:  # the same lines once more, perhaps very often
                piece = lines[at : at + random.randrange(1, 12)]
                lines[at:at] = piece * random.choice((1, 1, 1, 2, 100))
            case 6:
                del lines[at : at + random.randrange(1, 10)]
            case 7:  # a part of another plan
                other = random.choice(_plans()).splitlines(keepends=True)
                begin = random.randrange(len(other))
                lines[at:at] = other[begin : begin + random.randrange(1, 30)]
            case _:
                random.shuffle(lines)
    return _bytes(lines, random)


def _exchange_value(lines: list[str], random: Random) -> None:
    places = [place for place, line in enumerate(lines) if " = " in line]
    if places:
        place = random.choice(places)
        key = lines[place].partition(" = ")[0]
        match random.randrange(4):
            case 0:
                value = random.choice(_VALUES)
            case 1:
                value = lines[random.choice(places)].partition(" = ")[2].rstrip("\n")
            case 2:
                value = _written(random.choice(NAMES))
            case _:
                value = _said(random.choice(NAMES), random)
        lines[place] = f"{key} = {value}\n"


@cache
def _written(name: str) -> str:
    """Return a name as this program writes it."""
    lines = dump(Plan(document=Document(title=name[:255]))).splitlines()
    return next((line for line in lines if line.startswith("title")), "= ''").partition("= ")[2]


def _said(name: str, random: Random) -> str:
    """Return a name as people may write it."""
    quoted = (f'"{name}"', f"'{name}'", f'"""{name}"""', f"'''{name}'''", f'["{name}"]')
    return random.choice((*quoted, f"[{_written(name)}]", f"[{_written(name)}, {_written(name)}]"))


def _bytes(lines: list[str], random: Random) -> bytes:
    data = "".join(lines).encode("utf-8", "surrogatepass")
    return _damaged(data, random) if random.random() < 0.3 else data


def _damaged(data: bytes, random: Random) -> bytes:
    """Return the data with bytes turned, cut, doubled or put in."""
    found = bytearray(data)
    for _ in range(random.choice((1, 1, 2, 5, 30))):
        at = random.randrange(len(found) + 1)
        match random.randrange(5):
            case 0 if at < len(found):
                found[at] ^= 1 << random.randrange(8)
            case 1:
                found[at:at] = random.choice(_BYTES)
            case 2:
                del found[at : at + random.choice((1, 3, 40, len(found)))]
            case 3:
                piece = found[at : at + random.randrange(200)]
                found[at:at] = piece * random.choice((1, 1, 50))
            case _:
                found[at:at] = random.randbytes(random.randrange(6))
    return bytes(found)


CATALOGUE = "exchange-2016"


@cache
def _catalogue() -> tuple[tuple[str, str], ...]:
    files = sorted((resources() / "catalogue" / CATALOGUE).glob("*.toml"))
    return tuple((file.name, file.read_text("utf-8")) for file in files)


def catalogue(random: Random) -> bytes:
    """Return one file of a catalogue, its name in the first line; the others stay as they are."""
    name, text = random.choice(_catalogue())
    lines = text.splitlines(keepends=True)
    for _ in range(random.choice((1, 1, 2, 6))):
        at = random.randrange(len(lines) + 1)
        match random.randrange(6):
            case 0 | 1 | 2:
                _exchange_value(lines, random)
            case 3:
                lines[at:at] = lines[at : at + random.randrange(1, 20)]
            case 4:
                other = random.choice(_catalogue())[1].splitlines(keepends=True)
                lines[at:at] = random.sample(other, 3)
            case _:
                del lines[at : at + random.randrange(1, 5)]
    return name.encode() + b"\n" + _bytes(lines, random)


# What comes back ---------------------------------------------------------------------------------

_CELLS = (
    *('"', '""', '"a\nb"', "\x00", "=1+1", "a,b", ";", "\t", "\ufeff", "9" * 5000, "ok", "failed", "open"),
    *("x" * 200_000, "\r", "", "MBX01", "EDGE01", "25", "50636", "2026-01-02T00:00:00"),
)


def csv(random: Random) -> bytes:
    """Return results of verify.ps1."""
    ids = [row.id for row in served()[1].flows]
    mark = random.choice((",", ",", ";", "\t"))
    lines = [mark.join(COLUMNS)]
    for _ in range(random.randrange(1, 60)):
        cells = [random.choice(ids), "1", "MBX01", "mbx01.contoso.com", "25", "ok", "open", "2026-01-01"]
        for _ in range(random.randrange(3)):
            cells[random.randrange(8)] = random.choice((*_CELLS, *NAMES))
        lines.append(mark.join(cells))
    encoding = random.choice(("utf-8", "utf-8", "utf-8-sig", "utf-16", "utf-16-be"))
    data = random.choice(("\r\n", "\n", "\r")).join(lines).encode(encoding, "surrogatepass")
    return _damaged(data, random) if random.random() < 0.5 else data


_DOCTYPE = (
    b'<!DOCTYPE a [<!ENTITY x "xxxxxxxxxx"><!ENTITY y "&x;&x;&x;&x;&x;&x;&x;&x;">'
    b'<!ENTITY z SYSTEM "file:///etc/passwd">]>'
)
_MEGABYTE = b" " * 1_000_000


def xlsx(random: Random) -> bytes:
    """Return a workbook: a damaged archive, or one of whose parts one was exchanged."""
    data = _document("xlsx")
    if random.random() < 0.3:
        return _damaged(data, random)
    made = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(made, "w", ZIP_DEFLATED, compresslevel=1) as new:
        chosen = random.choice(old.namelist())
        for name in old.namelist():
            part = old.read(name)
            if name == chosen:
                part = _other_part(part, random)
            new.writestr(name, part)
            if name == chosen and random.random() < 0.02:
                with new.open("xl/bomb.xml", "w") as bomb:
                    for _ in range(140):
                        bomb.write(_MEGABYTE)
    return made.getvalue()


def _other_part(part: bytes, random: Random) -> bytes:
    match random.randrange(7):
        case 0:
            return _damaged(part, random)
        case 1:
            return part.replace(b"?>", b"?>" + _DOCTYPE, 1).replace(b"<v>", b"<v>&y;", 1)
        case 2:
            numbers = (b'"-1"', b'"99999999999"', b'"A1"', b'"XFD1048576"')
            return re.sub(rb'"[A-Z]{0,2}\d+"', lambda old: random.choice((*numbers, old[0], old[0])), part)
        case 3:
            return part.replace(b"</sheetData>", b"<row>" * random.choice((1, 5000)) + b"</sheetData>")
        case 4:
            return b" " * random.choice((10, 30_000_000))
        case 5:
            values = (b"1E999", b"-1", b"99999999999999", b"nan", b"", b"\xff", b"2958466")
            return re.sub(rb"<v>[^<]*</v>", lambda old: b"<v>%b</v>" % random.choice(values), part)
        case _:
            return b""


_REFERENCE = re.compile(rb"\d+ 0 R")
_OBJECT = re.compile(rb"^(\d+) 0 obj", re.M)
_FIELD = re.compile(rb"/T\((?:owner|date|ticket|remark)\)")
_WORDS = (
    b"/Kids",
    b"/Fields",
    b"/Parent",
    b"/T(",
    b"/V",
    b"/Root",
    b"/Length",
    b"/DV",
    b"/Type",
    b"/FT",
    b"/TU",
)
_OTHER_WORDS = (
    b"/Kidz",
    b"/Kids",
    b"/Length 99999999999 %",
    b"/V " * 50,
    b"/Filter/LZWDecode/V ",
    b"[" * 3000,
)
_SAID = (
    *(b"(x)", b"<FEFF00780079>", b"<D800>", b"(\\376\\377\\330\\000)", b"/Yes", b"1e999", b"-0", b"null"),
    *(b"[1 0 R]", b"<</V 1 0 R>>", b"(" + b"x" * 200_000 + b")", b"(\\)", b"<GG>", b"true", b"99998 0 R"),
)


_STREAM = b"99999 0 R"  # where it stands


@cache
def _stream(megabytes: int) -> bytes:
    """Return an object whose stream grows to this size, made without as much memory."""
    packer = zlib.compressobj()
    packed = b"".join([packer.compress(_MEGABYTE) for _ in range(megabytes)]) + packer.flush()
    head = b"99999 0 obj\n<</Filter/FlateDecode/Length %d>>stream\n" % len(packed)
    return head + packed + b"\nendstream\nendobj\n"


def pdf(random: Random) -> bytes:
    """Return a document: damaged, or with references that go wrong, in circles, or to a huge stream."""
    data = _document("pdf")
    body, _, tail = data.rpartition(b"\nxref")
    body += b"\n"
    match random.randrange(7):
        case 0:
            return _damaged(data, random)
        case 1:
            body = _damaged(body, random)
        case 2 | 3:
            share, most = random.choice((0.001, 0.02, 0.3)), body.count(b" 0 obj")

            def other(found: re.Match[bytes]) -> bytes:
                return b"%d 0 R" % random.randrange(1, most + 9) if random.random() < share else found[0]

            body = _REFERENCE.sub(other, body)
        case 4:
            count = random.choice((1, 3, 9999))
            body = body.replace(random.choice(_WORDS), random.choice(_OTHER_WORDS), count)
        case 5:
            said = random.choice((*_SAID, b"(" + random.choice(NAMES).encode("utf-16") + b")"))
            return filled(said, random.choice((1, 500)))
        case _:
            return filled(_STREAM, random.choice((1, 20, 500)), random.choice((1, 10, 70, 80)))
    return _with_table(body, tail)


def filled(said: bytes, fields: int, megabytes: int = 0) -> bytes:
    """Return a document whose first fields hold this, with a stream that grows to this size."""
    body, _, tail = _document("pdf").rpartition(b"\nxref")
    body = _FIELD.sub(lambda found: found[0] + b"/V " + said, body, count=fields) + b"\n"
    return _with_table(body + (_stream(megabytes) if megabytes else b""), tail)


def _with_table(body: bytes, tail: bytes) -> bytes:
    """Return a document whose table says where its objects are, so that they are read at all."""
    rows = (b"%s 1\n%010d 00000 n \n" % (found[1], found.start()) for found in _OBJECT.finditer(body))
    trailer = tail[tail.index(b"trailer") : tail.index(b"startxref")]
    return body + b"xref\n" + b"".join(rows) + trailer + b"startxref\n%d\n%%%%EOF\n" % len(body)


# Labels ------------------------------------------------------------------------------------------

_ROLES: tuple[tuple[ServerRole, ...], ...] = (
    *(("mailbox",), ("client-access",), ("mailbox", "client-access"), ("edge-transport",)),
)


def names(random: Random) -> bytes:
    """Return a plan whose servers, sites and hosts bear hostile names, as this program writes it."""
    codes = (0x7F, 0x300, 0x202E, 0xE000, 0x1F600, 0xFFFE)

    def name() -> str:
        parts = [random.choice(NAMES) for _ in range(random.choice((1, 1, 2, 3)))]
        parts.append(chr(random.choice((*codes, random.randrange(1, 0xD800)))))
        return "".join(parts)[:255].strip() or "x"

    chosen = dict.fromkeys(name().lower().strip() for _ in range(random.randrange(1, 12)))
    site = name()
    made = Plan(
        document=Document(title=name()),
        topology=Topology(edge="2013", smart_hosts=(name(),), outbound="smart-host"),
        sites=(Site(name=site, subscribed=True),),
        servers=tuple(
            Server(name=each[:255], fqdn=name(), roles=random.choice(_ROLES), site=site) for each in chosen
        ),
    )
    return dump(made).encode()


MAKERS: dict[str, Callable[[Random], bytes]] = {
    "plan": plan,
    "catalogue": catalogue,
    "csv": csv,
    "xlsx": xlsx,
    "pdf": pdf,
    "names": names,
}


def made(kind: str, number: int, seed: int = 0) -> bytes:
    """Return the input of this kind with this number."""
    return MAKERS[kind](Random(f"{seed} {kind} {number}"))
