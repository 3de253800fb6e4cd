"""Sentences about checklist values that several readers say alike."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Literal

from portplanner.catalogue.model import Zone
from portplanner.checklist.model import Checklist, Connector, Endpoint, Flow, Port, Task
from portplanner.text import LANGUAGES, Text, Words, visible

LONGEST_NAME = 80


def port_text(port: Port, text: Text) -> str:
    """Return one port in words: ``25/TCP``, ``1024–65535/UDP`` or ``user defined/TCP``."""
    transport = port.transport.upper()
    if port.number is None:
        return text("checklist.port.user", transport=transport)
    if port.to is not None:
        return f"{port.number}–{port.to}/{transport}"
    return f"{port.number}/{transport}"


def ports_text(ports: Iterable[Port], text: Text) -> str:
    """Return ports in words, apart by the language's list mark: ``143/TCP, 993/TCP``."""
    return text("checklist.list-mark").join(port_text(port, text) for port in ports)


def short_ports_text(ports: Sequence[Port], text: Text) -> str:
    """Return ports in words; more than two of one transport name it once: ``23, 80, 1080/TCP``."""
    transports = {port.transport for port in ports}
    if len(ports) <= 2 or len(transports) > 1 or any(p.number is None or p.to is not None for p in ports):
        return ports_text(ports, text)
    listed = text("checklist.list-mark").join(str(port.number) for port in ports)
    return f"{listed}/{transports.pop().upper()}"


def connectors_of(checklist: Checklist, flow: Flow) -> tuple[Connector, ...]:
    """Return the connector rows that a flow goes through, in the checklist's order."""
    wanted = set(flow.connectors)
    return tuple(row for row in checklist.connectors if row.id in wanted)


def commands_making(checklist: Checklist) -> Callable[[Connector], tuple[Task, ...]]:
    """Return what finds the tasks with a command that make a connector, in the checklist's order."""
    makers: dict[str, list[Task]] = {}
    for task in checklist.tasks:
        for id in task.makes if task.command else ():
            makers.setdefault(id, []).append(task)
    return lambda row: tuple(makers.get(row.id.partition("--")[0], ()))


def service_text(checklist: Checklist, service: str, text: Text) -> str:
    """Return the name of a client service."""
    return next((text.of(words) for id, words in checklist.service_names if id == service), service)


def choice_text(checklist: Checklist, key: str, value: str, text: Text) -> str:
    """Return what this version calls a value of a choice, "" where it has no words of its own for it."""
    wanted = f"{key}.value.{value}"
    return next((text.of(words) for id, words in checklist.choice_words if id == wanted), "")


def numbers(checklist: Checklist) -> dict[str, int]:
    """Return the number of each flow by its id: the same on screen, on paper and in every file."""
    return {flow.id: number for number, flow in enumerate(checklist.flows, 1)}


def direction(flow: Flow) -> Literal["inbound", "outbound", "inside"]:
    """Return which way a flow crosses the firewalls: to zones further inside, out of them, or neither."""
    source, destination = _INWARD[flow.source.zone], _INWARD[flow.destination.zone]
    if source == destination:
        return "inside"
    return "inbound" if source < destination else "outbound"


_INWARD: dict[Zone, int] = {"internet": 0, "cloud": 0, "perimeter": 1, "internal": 2}


def endpoint_text(endpoint: Endpoint, text: Text) -> str:
    """Return one endpoint in a line: what it is for, its paths, and how callers prove themselves."""
    return text(
        "checklist.endpoint.line" if endpoint.paths else "checklist.endpoint.pathless",
        feature=text.of(endpoint.feature),
        paths=text("checklist.list-mark").join(endpoint.paths),
        authentication=text.of(endpoint.authentication),
        authorization=text.of(endpoint.authorization),
        pre_authentication=text.of(endpoint.pre_authentication),
    )


def notes(flow: Flow) -> tuple[Words, ...]:
    """Return the note of a flow and, one by one, the endpoints behind its port."""
    return (flow.note, *map(endpoint_words, flow.endpoints))


def endpoint_words(endpoint: Endpoint) -> Words:
    """Return one endpoint in a line of each language."""
    return Words(*(endpoint_text(endpoint, Text(language)) for language in LANGUAGES))


def shown(name: str, longest: int = LONGEST_NAME) -> str:
    """Return a name on one line; of a very long one the middle becomes an ellipsis."""
    name = visible(name)
    return name if len(name) <= longest else f"{name[: longest - 20]}…{name[-19:]}"


def folded(names: Sequence[str], text: Text, most: int = 4) -> str:
    """Return a list of names; a long one shows its beginning and its count."""
    if len(names) <= most:
        return text("checklist.list-mark").join(map(shown, names))
    first = text("checklist.list-mark").join(shown(name, 40) for name in names[: most - 2])
    return text("checklist.folded", first=first, last=shown(names[-1], 40), count=len(names))
