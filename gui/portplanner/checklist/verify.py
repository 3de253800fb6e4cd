"""How each row is verified: commands with the plan's names, addresses and ports filled in. Pure.

Many servers stay few values: a step holds who runs a command and against whom, and the commands
are made one by one by who wants to see them. Names are escaped for PowerShell's single quotes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from portplanner.catalogue import model as facts
from portplanner.catalogue.model import Catalogue, CheckTest, Role
from portplanner.checklist.model import Checklist, Connector, DnsRequirement, End, Flow, Source
from portplanner.plan.model import Plan, Server
from portplanner.plan.names import is_fqdn
from portplanner.text import Words, visible

Row = Flow | Connector | DnsRequirement

# What a plan cannot name. The script asks for them by these parameters.
ASKED = {
    "mail.<domain>": "ClientName",
    "<Edge Transport server public name>": "EdgeName",
    "<MX host>": "MxHost",
    "<external domain>": "Domain",
}
_ENTRIES = {"entry": "mail.<domain>", "edge-entry": "<Edge Transport server public name>",
            "mx-host": "<MX host>", "external-domain": "<external domain>"}  # fmt: skip
_ROLE_NAMES = {
    "client-access": "<Client Access server {}>", "mailbox": "<Mailbox server {}>",
    "edge-transport": "<Edge Transport server {}>", "dns": "<DNS server>", "smart-host": "<smart host>",
    "internet": "<MX host>",
}  # fmt: skip
_QUOTES = "'\u2018\u2019\u201a\u201b"  # PowerShell takes each of them for a single quote


@dataclass(frozen=True, slots=True)
class Step:
    """One command: who runs it, against whom. ``roles`` run it where no ``servers`` are named.

    ``targets`` and ``ports`` are empty where the command has no place for them. ``named`` is false
    where a target or a port is a placeholder.
    """

    roles: tuple[Role, ...]
    servers: tuple[str, ...]
    command: str
    test: CheckTest
    targets: tuple[str, ...]
    ports: tuple[int | str, ...]
    connector: str = ""
    named: bool = True

    @property
    def measurable(self) -> bool:
        """Whether a script can measure it: nothing is missing but what the script asks for."""
        asked = all(target in ASKED for target in self.targets) and "<port>" not in self.ports
        return bool(self.test) and (self.named or asked)

    @property
    def places(self) -> tuple[str, ...]:
        """Where it is run: the servers' names, else the roles in angle brackets."""
        return tuple(map(visible, self.servers)) or tuple(f"<{role}>" for role in self.roles)

    @property
    def measured_targets(self) -> tuple[str, ...]:
        """What results call the targets; "" where the script asks for a name."""
        if self.connector:
            return (visible(self.connector),)
        return tuple("" if target in ASKED and not self.named else visible(target) for target in self.targets)

    @property
    def measured_ports(self) -> tuple[str, ...]:
        """What results call the ports."""
        if self.test in ("port", "closed"):
            return tuple(f"{port}/tcp" for port in self.ports)
        return {"mx": ("mx/udp",), "mx-tcp": ("mx/tcp",)}.get(self.test, ("",))


@dataclass(frozen=True, slots=True)
class Verification:
    """How one row is verified: the steps, what a good result looks like, and who says so."""

    row: str
    steps: tuple[Step, ...]
    good: Words
    sources: tuple[Source, ...]


def escaped(name: str) -> str:
    """Return a name, made visible, as it stands within PowerShell's single quotes."""
    return "".join(c * 2 if c in _QUOTES else c for c in visible(name))


def quoted(name: str) -> str:
    """Return a name, made visible, as a single-quoted string of PowerShell."""
    return f"'{escaped(name)}'"


def verifications(catalogue: Catalogue, plan: Plan, checklist: Checklist) -> Iterator[Verification]:
    """Yield how each row is verified, in the order of the checklist; rows without a way are left out."""
    made = _Verifying(catalogue, plan, checklist)
    rows: tuple[Row, ...] = (*checklist.flows, *checklist.connectors, *checklist.dns)
    for row in rows:
        if (found := made.of(row)) is not None:
            yield found


def verification(
    catalogue: Catalogue, plan: Plan, checklist: Checklist, id: str
) -> Verification | None:  # fmt: skip
    """Return how the row with this id is verified; None where the catalogue knows no way."""
    rows: tuple[Row, ...] = (*checklist.flows, *checklist.connectors, *checklist.dns)
    row = next((row for row in rows if row.id == id), None)
    return _Verifying(catalogue, plan, checklist).of(row) if row else None


def commands(step: Step, most: int) -> tuple[list[str], int]:
    """Return the first ``most`` commands of a step, and how many more there are."""
    servers = step.servers if "{server}" in step.command else ()
    if not servers and "{server}" in step.command:
        servers = (_unnamed(step.roles, "name"),)
    total = max(1, len(servers)) * max(1, len(step.targets)) * max(1, len(step.ports))
    return list(islice(_filled(step, servers), most)), max(0, total - most)


def _filled(step: Step, servers: Sequence[str]) -> Iterator[str]:
    for server in servers or ("",):
        for target in step.targets or ("",):
            for port in step.ports or ("",):
                places = {
                    "{server}": escaped(server),
                    "{target}": escaped(target),
                    "{connector}": escaped(step.connector),
                    "{domain}": _ENTRIES["external-domain"],
                    "{port}": str(port),
                }
                yield _fill(step.command, places)


def _fill(template: str, places: dict[str, str]) -> str:
    """Fill all places at once, so that what was filled in is not looked at again."""
    import re

    return re.sub(r"\{[a-z]+\}", lambda found: places[found[0]], template)


def _unnamed(roles: Iterable[Role], what: str) -> str:
    """Return the placeholder for a server of the first of these roles that has one."""
    known = (_ROLE_NAMES[role] for role in roles if role in _ROLE_NAMES)
    return next(known, "<server {}>").format(what)


def address(server: Server) -> str:
    """Return how others reach a server: by its FQDN, else its name as it stands in the plan."""
    return server.fqdn or server.name


class _Verifying:
    """One run; keeps what several rows ask for."""

    def __init__(self, catalogue: Catalogue, plan: Plan, checklist: Checklist) -> None:
        self.plan = plan
        self.catalogue = catalogue
        self.facts = {row: fact for fact in catalogue.verifications for row in fact.rows}
        self.flows = {flow.id: flow for flow in checklist.flows}
        self.servers = {server.name: server for server in plan.servers}
        self._targets: dict[End, tuple[str, ...]] = {}
        self._placeholders: set[str] = set()

    def of(self, row: Row) -> Verification | None:
        fact = self.facts.get(row.id) or self.facts.get(row.id.partition("--")[0])
        if fact is None:
            return None
        steps = tuple(step for check in fact.checks if (step := self._step(row, check)) is not None)
        sources = tuple(Source(self.catalogue.sources[s.ref].title, s.part) for s in fact.sources)
        return Verification(row.id, steps, fact.good, sources)

    def _step(self, row: Row, check: facts.Check) -> Step | None:
        flow = self.flows.get(check.of) if check.of else row if isinstance(row, Flow) else None
        if check.of and flow is None:  # the plan has no such flow: nothing to ask
            return None
        ports = self._ports(flow, check)
        if ports is None:
            return None
        roles, servers = self._who(row, flow, check)
        targets = self._whom(flow, check) if "{target}" in check.command else ()
        connector = row.name if isinstance(row, Connector) else ""
        if "{connector}" in check.command and not connector:
            return None
        named = not any(target in self._placeholders for target in targets) and "<port>" not in ports
        return Step(roles, servers, check.command, check.test, targets, ports, connector, named)

    def _ports(self, flow: Flow | None, check: facts.Check) -> tuple[int | str, ...] | None:
        """Return the TCP ports that a command is about; None when the flow has none of them."""
        if "{port}" not in check.command:
            return ()
        known = [port for port in flow.ports if port.transport == "tcp"] if flow else []
        numbers = tuple("<port>" if port.number is None else port.number for port in known)
        if check.port is None:
            return numbers or None
        return (check.port,) if check.port in numbers or check.test == "closed" else None

    def _who(
        self, row: Row, flow: Flow | None, check: facts.Check
    ) -> tuple[tuple[Role, ...], tuple[str, ...]]:
        match check.on:
            case "source" if flow:
                return flow.source.roles, self._named(flow.source.servers)
            case "destination" if flow:
                return flow.destination.roles, self._named(flow.destination.servers)
            case "server" | "source" | "destination":
                if isinstance(row, Connector):
                    known = row.server.split(", ") if row.server not in self.servers else [row.server]
                    return (row.role,), self._named(known)
                return (), ()
            case role:
                named = tuple(s.name for s in self.plan.servers if role in s.roles)
                return (role,), named

    def _named(self, names: Iterable[str]) -> tuple[str, ...]:
        return tuple(name for name in names if name in self.servers)

    def _whom(self, flow: Flow | None, check: facts.Check) -> tuple[str, ...]:
        mail = self.plan.namespaces.mail
        if check.target == "entry" and is_fqdn(mail):
            return (mail,)
        if check.target in _ENTRIES:
            return (self._placeholder(_ENTRIES[check.target]),)
        if check.target == "proxy":
            return (self.plan.sender_reputation.proxy_server or self._placeholder("<proxy server>"),)
        if flow is None:
            return ()
        end = flow.source if check.target == "source" else flow.destination
        if end not in self._targets:
            known = (self.servers.get(name) for name in end.servers)
            named = tuple(
                address(server) if server else name for name, server in zip(end.servers, known, strict=True)
            )
            self._targets[end] = named or (self._placeholder(_unnamed(end.roles, "FQDN")),)
        return self._targets[end]

    def _placeholder(self, name: str) -> str:
        self._placeholders.add(name)
        return name
