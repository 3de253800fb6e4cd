"""document(checklist, plan): a PowerShell script that measures, on each server, what its rows ask for.

The script only reads and adds lines to a CSV file. It runs on Windows PowerShell 3.0 and later. Names
stand in single-quoted strings and nowhere else; servers that measure the same share a section.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from portplanner.checklist.model import Checklist
from portplanner.checklist.verify import ASKED, Step, quoted
from portplanner.export.tables import row_numbers
from portplanner.export.ways import verified_by
from portplanner.export.words import texts
from portplanner.paths import resources
from portplanner.plan.model import Plan, Server
from portplanner.text import Text, visible

_PER_LINE = 8  # names in a line of a list
_MARK = "#SECTIONS\n"


def document(checklist: Checklist, plan: Plan) -> bytes:
    """Return the script; a byte order mark makes Windows PowerShell read it as UTF-8."""
    said = texts(plan.document.language)
    frame = (resources() / "verify.ps1").read_text("utf-8")
    head, _, tail = frame.partition(_MARK)
    lines = [*_intro(said), head, *_Sections(checklist, plan, said[0]).lines(), tail]
    return b"\xef\xbb\xbf" + "\n".join(lines).replace("\n", "\r\n").encode()


def _intro(said: Iterable[Text]) -> Iterator[str]:
    yield "#requires -Version 3.0"
    for text in said:
        yield from (f"# {line}".rstrip() for line in text("verification.script.intro").splitlines())


class _Sections:
    """The part of the script that the plan decides."""

    def __init__(self, checklist: Checklist, plan: Plan, text: Text) -> None:
        self.checklist = checklist
        self.plan = plan
        self.text = text
        self._numbers = row_numbers(checklist)
        self._lists: dict[tuple[str, ...], str] = {}
        self._tests: dict[str, list[str]] = {}

    def lines(self) -> Iterator[str]:
        """Yield words, lists of names, and a section for each kind of place."""
        self._collect()
        yield f"$saidUnknown = {quoted(self.text('verification.script.unknown'))}"
        yield f"$saidWrote = {quoted(self.text('verification.script.wrote'))}"
        for names, variable in self._lists.items():
            yield f"{variable} = {_listed(names)}"
        for server in self.plan.servers:
            yield from self._aliases(server)
        sections: dict[tuple[str, ...], list[str]] = {}
        for place, tests in self._tests.items():
            sections.setdefault(tuple(tests), []).append(place)
        for section, places in sections.items():
            servers = [place for place in places if place in self._servers]
            if servers:
                yield from _section(f"Test-Here {_listed(servers)}", section)
            for place in places:
                if place not in self._servers:
                    yield from _section(f"Test-From {quoted(place.strip('<>'))}", section)

    def _collect(self) -> None:
        self._servers = {visible(server.name) for server in self.plan.servers}
        self._tests = {visible(server.name): [] for server in self.plan.servers}  # in the plan's order
        for found in verified_by(self.plan, self.checklist).values():
            for step in found.steps:
                if step.measurable:
                    line = self._line(found.row, step)
                    for place in step.places:
                        self._tests.setdefault(place, []).append(line)
        self._tests = {place: tests for place, tests in self._tests.items() if tests}

    def _aliases(self, server: Server) -> Iterator[str]:
        """Yield what else a computer may call itself, unless another one is called so."""
        names = {name.casefold() for name in self._servers}
        for other in dict.fromkeys((server.fqdn, server.fqdn.partition(".")[0])):
            if other and visible(other).casefold() not in names:
                yield f"Use-Name {quoted(other)} {quoted(server.name)}"

    def _line(self, row: str, step: Step) -> str:
        of = f"{quoted(row)} {quoted(self._numbers[row])}"
        match step.test:
            case "port" | "closed":
                wanted = "open" if step.test == "port" else "closed"
                ports = ", ".join(str(int(port)) for port in step.ports)
                return f"Test-Tcp {of} {self._names(step)} @({ports}) '{wanted}'"
            case "name":
                return f"Test-Name {of} {self._names(step)}"
            case "mx" | "mx-tcp":
                return f"Test-Mx {of} {self._names(step)} '{step.measured_ports[0]}'"
            case "receive-connector":
                return f"Test-Connector {of} {quoted(step.connector)} 'Receive'"
            case _:
                return f"Test-Connector {of} {quoted(step.connector)} 'Send'"

    def _names(self, step: Step) -> str:
        """Return the targets as PowerShell says them; long lists are written once."""
        if not step.named:
            return f"@(${ASKED[step.targets[0]]})"
        if len(step.targets) == 1:
            return f"@({quoted(step.targets[0])})"
        return self._lists.setdefault(step.targets, f"$list{len(self._lists) + 1}")


def _section(condition: str, tests: Iterable[str]) -> Iterator[str]:
    yield f"if ({condition}) {{"
    yield from (f"    {test}" for test in tests)
    yield "}"


def _listed(names: Iterable[str]) -> str:
    quotes = [quoted(name) for name in names]
    rows = (", ".join(quotes[at : at + _PER_LINE]) for at in range(0, len(quotes), _PER_LINE))
    return f"@({(',' + chr(10) + '    ').join(rows)})"
