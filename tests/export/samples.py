"""Checklists, plans and drawings made by hand, small enough to see through."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from portplanner.checklist.model import (
    Checklist,
    Connector,
    DnsRequirement,
    End,
    Flow,
    Port,
    Source,
    Statement,
    Task,
    Warning,
)
from portplanner.diagram.drawing import Area, Arrow, Chip, Drawing, Element, Glyph, Label, Line, Shape
from portplanner.plan.model import Document, Item, Plan, Server
from portplanner.text import Text, Words
from portplanner.values import validated

TOPIC = Source(
    Words("Network ports for clients and mail flow", "用戶端和郵件流程的網路連接埠"), "T1 r1, L70-80"
)
OTHER = Source(Words("Receive connectors", "接收連接器"), "")

MX = DnsRequirement(
    id="mx",
    requirement=Words("An MX record for the domain", "網域的 MX 記錄"),
    record="MX",
    name="contoso.com",
    asked_by=("edge-transport", "client-access"),
    scope="external",
    verify=Words("Ask a public server.", "查詢公用伺服器。"),
    sources=(TOPIC,),
)
TASK = Task(
    "task-1",
    Words("Create a Send connector.", "建立傳送連接器。"),
    "New-SendConnector -Name <Name>",
    (),
    (OTHER,),
)


def said(id: str, en: str, zh: str) -> Statement:
    return Statement(id, Words(en, zh), (TOPIC,))


def flow(id: str, **changes: object) -> Flow:
    """Return a flow from the Internet to Client Access servers, with these changes."""
    values: dict[str, object] = {
        "id": id,
        "diagram": "mail-flow",
        "pictured": True,
        "layer": "",
        "label": Words("Inbound mail", "內送郵件"),
        "purpose": Words("Inbound mail from the Internet", "來自網際網路的內送郵件"),
        "services": (),
        "source": End(("internet",), "internet"),
        "destination": End(("client-access",), "internal"),
        "ports": (Port(25, "tcp"),),
        "protocol": Words("SMTP", "SMTP"),
        "restrict": "allowed",
        "by_default": "on",
        "connectors": (),
        "note": Words("Anonymous mail arrives here.", "匿名郵件由此進入。"),
        "open_points": (),
        "sources": (TOPIC,),
    }
    return Flow(**{**values, **changes})  # type: ignore[arg-type]


def checklist(servers: Sequence[str] = ("CAS01",)) -> Checklist:
    """Return a checklist with a row of every kind; each server has a connector."""
    connectors = tuple(
        Connector(
            f"default-frontend--{i}", "receive", f"Default Frontend {name}", name, "client-access",
            Words("Front End Transport", "前端傳輸服務"), (Port(25, "tcp"),), "setup", Words(),
            Words("It takes anonymous mail.", "收匿名郵件。"), (TOPIC, OTHER),
        )
        for i, name in enumerate(servers, 1)
    )  # fmt: skip
    inside = End(("client-access",), "internal", tuple(servers))
    return Checklist(
        exchange="2013",
        edition="2026-11-23",
        catalogue_title=Words("Exchange 2013: ports", "Exchange 2013：連接埠"),
        diagrams=("mail-flow",),
        warnings=(Warning("no-effect", Words("The smart host has no effect.", "智慧主機沒有作用。")),),
        flows=(
            flow(
                "in-25",
                destination=inside,
                connectors=tuple(c.id for c in connectors),
                open_points=("port-25",),
                services=("owa",),
            ),
            flow(
                "dns-53",
                source=inside,
                destination=End(("dns",), "internal"),
                ports=(Port(53, "udp"), Port(53, "tcp")),
                pictured=False,
                by_default="manual",
            ),
            flow(
                "inner",
                source=inside,
                destination=End(("mailbox", "domain-controller"), "internal"),
                ports=(),
                restrict="never",
            ),
            flow(
                "range",
                diagram="unified-messaging",
                ports=(Port(1024, "udp", to=65535), Port(None, "tcp", user="sender_reputation.proxy_port")),
                by_default="off",
            ),
        ),
        connectors=connectors,
        dns=(MX,),
        ground_rules=(said("rule-1", "Never limit inner traffic.", "絕不限制內部流量。"),),
        notes=(said("note-1", "Edge plays no part.", "Edge 不參與。"),),
        tasks=(TASK,),
        open_points=(said("port-25", "Who answers on 25 is open.", "由誰接聽 25 未定。"),),
        pointers=(said("hybrid", "Hybrid is a topic of its own.", "混合式部署另有主題。"),),
        service_names=(("owa", Words("Outlook Web App", "Outlook Web App")),),
        placeholders=("<Mailbox server name>", "<Edge Transport server name>"),
    )  # fmt: skip


def plan(language: str = "en", **document: object) -> Plan:
    """Return a plan with a filled title block."""
    values = {
        "title": "Contoso mail",
        "organization": "Contoso",
        "prepared_by": "Chen Mei",
        "revision": "3",
        "date": "2026-11-23",
        "language": language,
        **document,
    }
    return Plan(
        document=validated(Document, values),
        items=(Item(id="in-25", state="done", owner="Lin", date="2026-11-20", ticket="4711", remark="ok"),),
    )


def named(names: Sequence[str], language: str = "en") -> Plan:
    """Return a plan whose texts and servers bear these names."""
    servers = tuple(
        Server(name=name, fqdn=name, addresses=(name,), roles=("client-access",), site="") for name in names
    )
    return replace(plan(language, title=names[0], organization=names[-1]), servers=servers)


def drawing(text: Text, names: Sequence[str] = ("CAS01",)) -> Drawing:
    """Return a drawing with a shape of every kind."""
    shapes: list[Shape] = [
        Area("internet", 0, 0, 200, 300, "lane", "lane-edge", radius=6),
        Area("box", 250, 0, 200, 300, "", "frame-edge", 1.5, 4, dashed=True),
        Line("firewall", 225, 0, 225, 300, "firewall", 2, dashed=True),
        Arrow("in-25", 60, 100, 300, 100, "arrow"),
        Chip("in-25", 120, 90, 80, 20, "25/TCP", 11.5, "chip", "chip-edge", "chip-ink"),
        Glyph("cas", "mailbox", 300, 60, 48),
    ]
    shapes += [
        Label("cas", 350, 150 + 14 * i, 90, name[:40].replace("\n", "␊"), 11, "ink", anchor="middle")
        for i, name in enumerate(names)
    ]
    elements = (
        Element("in-25", "flow", text.of(Words("Inbound mail", "內送郵件"))),
        Element("cas", "server", names[0]),
    )
    return Drawing("mail-flow", text("terms.diagram.mail-flow"), 460, 320, tuple(shapes), elements)


def row_ids(listed: Checklist) -> list[str]:
    """Return the id of every row that can be ticked, in the checklist's order."""
    return [
        *(row.id for row in listed.flows),
        *(row.id for row in listed.connectors),
        *(row.id for row in listed.dns),
        *(row.id for row in listed.tasks),
        *(row.id for row in listed.ground_rules),
        *(row.id for row in listed.open_points),
    ]
