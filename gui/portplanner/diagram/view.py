"""How much a diagram says: what stands on its lines, how its servers are named, what is added."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from portplanner.catalogue.model import Layer

Callouts = Literal["number", "port", "purpose"]
Labels = Literal["role", "name", "address"]

CALLOUTS: tuple[Callouts, ...] = get_args(Callouts)
LABELS: tuple[Labels, ...] = get_args(Labels)
LAYERS: tuple[Layer, ...] = get_args(Layer)


@dataclass(frozen=True, slots=True)
class View:
    """What a reader of a diagram asked for.

    ``callouts``: a line carries its number, or also its port, or also what it is for. ``labels``: a
    server shows its role, or also its name, or also its address. ``layers`` adds what the source's
    pictures leave out: DNS servers, the proxy for sender reputation, and the Active Directory and
    Skype servers under the ground rule. ``unfolded`` holds the ids of the servers' nodes that list
    every server instead of a stack with a count. ``numbered`` is false for a diagram that the plan
    does not use: its flows have no row in the checklist. ``marked``: the labels of flows say what became
    of them.
    """

    callouts: Callouts = "purpose"
    labels: Labels = "name"
    layers: frozenset[Layer] = frozenset()
    unfolded: frozenset[str] = frozenset()
    legend: bool = True
    numbered: bool = True
    marked: bool = False


PLAIN = View()
