"""Sentences about checklist values that several readers say alike."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from portplanner.catalogue.model import Zone
from portplanner.checklist.model import Checklist, Connector, Flow, Port
from portplanner.text import Text


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


def connectors_of(checklist: Checklist, flow: Flow) -> tuple[Connector, ...]:
    """Return the connector rows that a flow goes through, in the checklist's order."""
    wanted = set(flow.connectors)
    return tuple(row for row in checklist.connectors if row.id in wanted)


def service_text(checklist: Checklist, service: str, text: Text) -> str:
    """Return the name of a client service."""
    return next((text.of(words) for id, words in checklist.service_names if id == service), service)


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
