"""What belongs together: the rows and roles that one row, or one role, has to do with."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from portplanner.catalogue.model import Diagram, Role
from portplanner.checklist.model import Checklist, Flow


@dataclass(frozen=True, slots=True)
class Related:
    """Rows by their ids. ``roles`` are meant themselves, ``beside`` stand at the ends of the flows."""

    rows: frozenset[str] = frozenset()
    roles: frozenset[Role] = frozenset()
    beside: frozenset[Role] = frozenset()


def related(checklist: Checklist, id: str) -> Related:
    """Return what has to do with the row of this id, itself included."""
    for flow in checklist.flows:
        if flow.id == id:
            return _related([flow], {id, *flow.connectors, *flow.open_points})
    for connector in checklist.connectors:
        if connector.id == id:
            flows = [flow for flow in checklist.flows if id in flow.connectors]
            return _related(flows, {id, *_ids(flows)}, {connector.role})
    for need in checklist.dns:
        if need.id == id:
            asking = set(need.asked_by)
            flows = [f for f in checklist.flows if f.layer == "dns" and asking & set(f.source.roles)]
            return _related(flows, {id, *_ids(flows)}, asking)
    flows = [flow for flow in checklist.flows if id in flow.open_points]
    return _related(flows, {id, *_ids(flows)})


def related_to_role(checklist: Checklist, role: Role) -> Related:
    """Return what has to do with the servers of this role."""
    flows = [flow for flow in checklist.flows if role in _roles([flow])]
    rows = _ids(flows)
    rows.update(row.id for row in checklist.connectors if row.role == role)
    rows.update(row.id for row in checklist.dns if role in row.asked_by)
    return _related(flows, rows, {role})


def servers_at(checklist: Checklist, diagram: Diagram, role: Role) -> tuple[str, ...]:
    """Return the names of the servers that stand for a role in a diagram."""
    ends = [
        end
        for flow in checklist.shown_in(diagram)
        for end in (flow.source, flow.destination)
        if role in end.roles
    ]
    own = [end for end in ends if len(end.roles) == 1]  # an end of several roles names servers of all
    return tuple(dict.fromkeys(name for end in own or ends for name in end.servers))


def _related(flows: list[Flow], rows: Iterable[str], roles: Iterable[Role] = ()) -> Related:
    return Related(frozenset(rows), frozenset(roles), frozenset(_roles(flows)))


def _ids(flows: Iterable[Flow]) -> set[str]:
    return {flow.id for flow in flows}


def _roles(flows: Iterable[Flow]) -> set[Role]:
    return {role for flow in flows for end in (flow.source, flow.destination) for role in end.roles}
