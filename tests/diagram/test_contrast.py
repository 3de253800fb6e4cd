"""Every text of a diagram and of the window stands out from what lies below it, 4.5:1 and more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache

import pytest

from portplanner.catalogue.load import load
from portplanner.catalogue.model import Diagram
from portplanner.checklist.model import Checklist
from portplanner.checklist.resolve import resolve
from portplanner.checklist.words import port_text
from portplanner.diagram.draw import draw
from portplanner.diagram.drawing import Area, Chip, Drawing, Label
from portplanner.diagram.style import DARK, LIGHT
from portplanner.diagram.view import CALLOUTS, LAYERS, PLAIN
from portplanner.plan.change import with_choice
from portplanner.plan.model import Plan, SenderReputation, Server, ServerRole
from portplanner.text import Language, Text

_LEAST = 4.5
_DIAGRAMS: tuple[Diagram, ...] = ("clients", "mail-flow", "mail-flow-edge")
_ROLES: tuple[tuple[str, ServerRole], ...] = (
    ("MBX", "mailbox"),
    ("CAS", "client-access"),
    ("EDGE", "edge-transport"),
)
_THEMES = [pytest.param(LIGHT, id="light"), pytest.param(DARK, id="dark")]


def _luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(a: str, b: str) -> float:
    lighter, darker = sorted((_luminance(a), _luminance(b)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_the_measure_is_the_one_of_the_guidelines() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#767676", "#FFFFFF") == pytest.approx(4.54, abs=0.01)


@cache
def _plans() -> tuple[Plan, ...]:
    servers = tuple(
        Server(name=f"{name}{n:02}", roles=(role,), addresses=(f"10.0.0.{n}",))
        for name, role in _ROLES
        for n in range(1, 6)
    )
    edge = with_choice(Plan(), "topology.edge", "2013")
    proxied = replace(
        edge, sender_reputation=SenderReputation(proxy="Socks5", proxy_server="proxy", proxy_port=1080)
    )
    clients = with_choice(Plan(), "clients.from", ("internet", "internal"))
    return (
        Plan(), edge, clients, replace(proxied, servers=servers), replace(clients, servers=servers),
        with_choice(Plan(), "topology.roles", "combined"),
        with_choice(Plan(), "topology.outbound", "client-access-proxy"),
    )  # fmt: skip


@cache
def _drawn() -> tuple[tuple[Checklist, Drawing], ...]:
    every = replace(
        PLAIN,
        layers=frozenset(LAYERS),
        labels="address",
        unfolded=frozenset(f"{d}.mailbox" for d in _DIAGRAMS),
    )
    found = []
    for plan in _plans():
        checklist = resolve(load("2013"), plan)
        for diagram in _DIAGRAMS:
            if diagram in checklist.diagrams:
                found += [
                    (checklist, draw(checklist, plan, diagram, Text("en"), replace(every, callouts=callouts)))
                    for callouts in CALLOUTS
                ]
    return tuple(found)


def _below(drawing: Drawing, x: float, y: float, colours: Mapping[str, str]) -> str:
    """Return the colour of the last filled area that covers this point: areas are painted first."""
    colour = colours["page"]
    for shape in drawing.shapes:
        if isinstance(shape, Area) and colours.get(shape.fill):
            inside = shape.x <= x <= shape.x + shape.width and shape.y <= y <= shape.y + shape.height
            colour = colours[shape.fill] if inside else colour
    return colour


@pytest.mark.parametrize("colours", _THEMES)
def test_every_text_of_every_drawing_can_be_read(colours: Mapping[str, str]) -> None:
    pairs = set()
    for _, drawing in _drawn():
        for shape in drawing.shapes:
            if isinstance(shape, Chip):
                pairs.add((shape.colour, colours[shape.colour], colours[shape.fill]))
            elif isinstance(shape, Label):
                shift = {"start": 0.0, "middle": 0.5, "end": 1.0}[shape.anchor]
                left, y = shape.x - shift * shape.width, shape.baseline - shape.size * 0.36
                for x in (left + 1, left + shape.width / 2, left + shape.width - 1):
                    below = _below(drawing, x, y, colours)
                    pairs.add((shape.colour, colours[shape.colour], below))
    assert len(pairs) > 5
    weak = {
        (name, below): contrast(ink, below) for name, ink, below in pairs if contrast(ink, below) < _LEAST
    }
    assert not weak


@pytest.mark.parametrize("colours", _THEMES)
def test_arrows_and_their_heads_stand_out_from_every_lane(colours: Mapping[str, str]) -> None:
    for lane in ("page", "lane", "lane-perimeter", "lane-internal", "rule"):
        assert contrast(colours["arrow"], colours[lane]) >= 3


@pytest.mark.parametrize("theme", ["LIGHT_WINDOW", "DARK_WINDOW"])
def test_every_text_of_the_window_can_be_read(theme: str) -> None:
    from portplanner.window import theme as themes

    c = getattr(themes, theme)
    for ink in (c.ink, c.soft):
        for ground in (c.window, c.panel, c.field, c.hover, c.picked):
            assert contrast(ink, ground) >= _LEAST, (ink, ground)
    for ground in (c.window, c.panel):
        assert contrast(c.accent, ground) >= _LEAST, ground
    assert contrast(c.on_accent, c.accent) >= _LEAST
    assert contrast(c.notice_ink, c.notice) >= _LEAST


@pytest.mark.parametrize("language", ["en", "zh-TW"])
def test_tcp_and_udp_are_words(language: Language) -> None:
    text = Text(language)
    for checklist, _ in _drawn():
        for flow in checklist.flows:
            for port in flow.ports:
                assert port_text(port, text).endswith(("/TCP", "/UDP"))


def test_every_arrow_with_ports_says_them_unless_only_numbers_are_wanted() -> None:
    for checklist, drawing in _drawn():
        flows = {flow.id: flow for flow in checklist.flows}
        written: dict[str, str] = {}
        for shape in drawing.shapes:
            if isinstance(shape, Chip | Label):
                written[shape.id] = written.get(shape.id, "") + " " + shape.text
        for element in drawing.elements:
            if element.kind != "flow":
                continue
            transports = {port.transport.upper() for port in flows[element.id].ports}
            said = written[element.id]
            assert str(element.number) in said.split() or all(word in said for word in transports)
