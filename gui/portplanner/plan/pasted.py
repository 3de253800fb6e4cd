"""Servers from a spreadsheet: lines of cells that become servers of a plan, or say why they cannot."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal, get_args

from portplanner.plan import check
from portplanner.plan.check import same_name
from portplanner.plan.model import (
    MAX_HOSTS,
    MAX_NAME,
    MAX_SERVERS,
    EdgeConnector,
    Plan,
    Server,
    ServerRole,
    Site,
)
from portplanner.plan.names import is_address, is_fqdn
from portplanner.plan.problem import Finding, listed, shown
from portplanner.plan.support import roles as known_roles

Column = Literal["name", "roles", "site", "fqdn", "addresses", "in_edgesync", "edge_connectors"]
Outcome = Literal["new", "changed", "same", "wrong"]
Sites = Mapping[str, str]  # how the plan writes a site, by its name in lower case
Words = Mapping[str, Sequence[str]]  # what people call a column, a role, yes and no, by its id

COLUMNS: tuple[Column, ...] = (
    "name", "roles", "site", "fqdn", "addresses", "in_edgesync", "edge_connectors",
)  # fmt: skip
_MOST_CHARACTERS = 5_000_000
_BETWEEN = re.compile(r"[,;、/|+\n]+")
_ROLES: tuple[ServerRole, ...] = get_args(ServerRole)
_CONNECTORS: tuple[EdgeConnector, ...] = get_args(EdgeConnector)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the sheet: its number from 1, what it comes to, and what is wrong with it."""

    number: int
    outcome: Outcome
    server: Server | None
    findings: tuple[Finding, ...] = ()
    warnings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Pasted:
    """What a sheet comes to: its lines, the plan with them, and the sites that it brings along."""

    lines: tuple[Line, ...]
    plan: Plan
    sites: tuple[str, ...] = ()
    too_much: bool = False  # nothing was read: the sheet is larger than any plan

    @property
    def changes(self) -> bool:
        """Whether the plan is another one with it."""
        return any(line.outcome in ("new", "changed") for line in self.lines)


@dataclass(slots=True)
class _Draft:
    number: int
    cells: dict[Column, Any]
    findings: list[Finding] = field(default_factory=list)


def pasted(sheet: str, plan: Plan, words: Words) -> Pasted:
    """Return what these lines come to in this plan.

    Cells stand apart by tabs, semicolons or commas. A first line that names columns says what is in
    them; without one, addresses, host names, roles and known sites are told by what they look like,
    and the first other cell is the name. A server that the plan has is changed in the cells given. Lines with
    mistakes change nothing; sites that the plan does not know are added.
    """
    if len(sheet) > _MOST_CHARACTERS:
        return Pasted((), plan, too_much=True)
    rows = _rows(sheet)
    sites = {same_name(site.name): site.name for site in plan.sites}
    header = _header(rows[0][1], words) if rows else None
    drafts = [_draft(number, cells, header, words, sites) for number, cells in rows[1 if header else 0 :]]
    return _taken(drafts, plan)


def _rows(sheet: str) -> list[tuple[int, list[str]]]:
    lines = sheet.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff")
    first = lines.partition("\n")[0]
    mark = next((one for one in ("\t", ";") if one in first), ",")
    # A field of a clipboard may hold anything; the csv module's own limit would stop at 128 KB.
    csv.field_size_limit(_MOST_CHARACTERS)
    found = []
    for number, cells in enumerate(csv.reader(lines.replace("\0", "").splitlines(True), delimiter=mark), 1):
        stripped = [cell.strip() for cell in cells]
        if any(stripped):
            found.append((number, stripped))
    return found


def _header(cells: Sequence[str], words: Words) -> list[Column | None] | None:
    """Return what each column is, None when the line names none: then it is a server already."""
    columns = [next((c for c in COLUMNS if _is_one_of(cell, words[c])), None) for cell in cells]
    return columns if "name" in columns else None


def _is_one_of(cell: str, words: Iterable[str]) -> bool:
    return _plain(cell) in {_plain(word) for word in words}


def _plain(words: str) -> str:
    return re.sub(r"[\s_-]+", "", words).casefold()


def _draft(
    number: int,
    cells: Sequence[str],
    header: list[Column | None] | None,
    words: Words,
    sites: Sites,
) -> _Draft:
    columns = header or _guessed(cells, words, sites)
    draft = _Draft(number, {})
    for column, cell in zip(columns, cells, strict=False):
        if column and cell:
            draft.cells[column] = _value(column, cell, words, sites, draft)
    return draft


def _guessed(cells: Sequence[str], words: Words, sites: Sites) -> list[Column | None]:
    left = list(COLUMNS)
    found: list[Column | None] = []
    for cell in cells:
        column = next((c for c in _looks_like(cell, words, sites) if c in left), None)
        found.append(column)
        if column:
            left.remove(column)
    return found


def _looks_like(cell: str, words: Words, sites: Sites) -> Iterator[Column]:
    parts = _parts(cell)
    if not parts:
        return
    if all(is_address(part) for part in parts):
        yield "addresses"
    elif all(_role(part, words) for part in parts):
        yield "roles"
    elif "." in cell and is_fqdn(cell):
        yield "fqdn"
        yield "name"
    else:
        if same_name(cell) in sites:
            yield "site"
        yield "name"
        yield "site"


def _parts(cell: str) -> list[str]:
    return [part.strip() for part in _BETWEEN.split(cell) if part.strip()]


def _role(word: str, words: Words) -> ServerRole | None:
    return next((role for role in _ROLES if _is_one_of(word, (role, *words[role]))), None)


def _value(column: Column, cell: str, words: Words, sites: Sites, draft: _Draft) -> Any:
    match column:
        case "addresses":
            parts = [part for piece in _parts(cell) for part in piece.split()]
            for part in parts:
                if not is_address(part):
                    draft.findings.append(Finding((column,), "address", {"value": shown(part)}))
            return tuple(dict.fromkeys(parts))
        case "roles":
            found = {part: _role(part, words) for part in _parts(cell)}
            for part, role in found.items():
                if role is None:
                    allowed = listed(
                        words[role][0] for role in ("mailbox", "client-access", "edge-transport")
                    )
                    places = {"value": shown(part), "allowed": allowed}
                    draft.findings.append(Finding((column,), "cell", places))
            return tuple(dict.fromkeys(role for role in found.values() if role))
        case "in_edgesync":
            for answer in (True, False):
                if _is_one_of(cell, words["yes" if answer else "no"]):
                    return answer
            allowed = listed((words["yes"][0], words["no"][0]))
            places = {"value": shown(cell), "allowed": allowed}
            draft.findings.append(Finding((column,), "cell", places))
            return True
        case "edge_connectors":
            if _is_one_of(cell, words["none"]):
                return ()
            for part in _parts(cell):
                if part.casefold() not in _CONNECTORS:
                    places = {"value": shown(part), "allowed": listed(_CONNECTORS)}
                    draft.findings.append(Finding((column,), "cell", places))
            return tuple(one for one in _CONNECTORS if one in cell.casefold())
        case "site":
            return sites.get(same_name(cell), cell)
    return cell


def _taken(drafts: Sequence[_Draft], plan: Plan) -> Pasted:
    """Make servers of the drafts, and find what is wrong with them where they will stand."""
    places = {same_name(server.name): number for number, server in enumerate(plan.servers)}
    first: dict[str, int] = {}
    room = MAX_SERVERS - len(plan.servers)
    made: list[Server | None] = []
    for draft in drafts:
        server = _made(draft, plan, places)
        made.append(server)
        if server is None:
            draft.findings.append(Finding(("name",), "empty"))
            continue
        name = same_name(server.name)
        if first.setdefault(name, draft.number) != draft.number:
            here = {"value": shown(server.name), "line": first[name]}
            draft.findings.append(Finding(("name",), "same-server", here))
        elif name not in places:
            room -= 1
            if room < 0:
                most = {"found": MAX_SERVERS - room, "most": MAX_SERVERS}
                draft.findings.append(Finding(("name",), "too-many", most))
        draft.findings += _too_long(server)
    odd = _found(drafts, made, plan)
    return _put(drafts, made, odd, plan, places)


def _found(
    drafts: Sequence[_Draft], made: Sequence[Server | None], plan: Plan
) -> dict[int, tuple[Finding, ...]]:
    """Let the checks of a plan look at all servers at once; return the warnings of each draft."""
    rows = [number for number, server in enumerate(made) if server and not drafts[number].findings]
    servers = tuple(server for number in rows if (server := made[number]))
    sites = {same_name(server.site): Site(name=server.site) for server in servers if server.site}
    trial = Plan(exchange=plan.exchange, servers=servers, sites=tuple(sites.values()))
    odd: dict[int, list[Finding]] = {}
    for finding in check.plan_errors(trial):
        if finding.path[0] == "server" and isinstance(finding.path[1], int):
            drafts[rows[finding.path[1]]].findings.append(replace(finding, path=finding.path[2:]))
    for finding in check.plan_warnings(trial):
        if finding.path[0] == "server" and isinstance(finding.path[1], int):
            odd.setdefault(rows[finding.path[1]], []).append(replace(finding, path=finding.path[2:]))
    return {number: tuple(found) for number, found in odd.items()}


def _put(
    drafts: Sequence[_Draft],
    made: Sequence[Server | None],
    odd: Mapping[int, tuple[Finding, ...]],
    plan: Plan,
    places: Mapping[str, int],
) -> Pasted:
    servers, sites = list(plan.servers), {same_name(site.name): site for site in plan.sites}
    lines: list[Line] = []
    for number, (draft, server) in enumerate(zip(drafts, made, strict=True)):
        if server is None or draft.findings:
            lines.append(Line(draft.number, "wrong", server, tuple(draft.findings)))
            continue
        if server.site:
            sites.setdefault(same_name(server.site), Site(name=server.site))
        place = places.get(same_name(server.name))
        outcome: Outcome = "new"
        if place is None:
            servers.append(server)
        else:
            outcome = "same" if servers[place] == server else "changed"
            servers[place] = server
        lines.append(Line(draft.number, outcome, server, (), odd.get(number, ())))
    added = tuple(site.name for site in sites.values() if site not in plan.sites)
    changed = replace(plan, servers=tuple(servers), sites=tuple(sites.values()))
    return Pasted(tuple(lines), changed, added)


def _made(draft: _Draft, plan: Plan, places: Mapping[str, int]) -> Server | None:
    """Return the server of a line: a new one, or the plan's with the cells given."""
    cells: dict[str, Any] = {str(column): value for column, value in draft.cells.items()}
    if not cells.get("name"):
        cells["name"] = str(cells.get("fqdn", "")).partition(".")[0]
    if not cells["name"]:
        return None
    place = places.get(same_name(cells["name"]))
    if place is not None:
        return replace(plan.servers[place], **cells)
    roles = known_roles(plan.exchange)
    cells.setdefault("roles", ("mailbox",) if "mailbox" in roles else roles[:1])
    return Server(**cells)


def _too_long(server: Server) -> Iterator[Finding]:
    for column in ("name", "fqdn", "site"):
        value = getattr(server, column)
        if len(value) > MAX_NAME:
            yield Finding((column,), "too-long", {"value": shown(value), "most": MAX_NAME})
    if (found := len(server.addresses)) > MAX_HOSTS:
        yield Finding(("addresses",), "too-many", {"found": found, "most": MAX_HOSTS})
