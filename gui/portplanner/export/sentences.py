"""What a plan chooses, in sentences; a choice that a warning says something about names that warning."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from portplanner.checklist.model import Checklist
from portplanner.checklist.words import choice_text, folded, service_text, shown
from portplanner.plan import support
from portplanner.plan.model import Plan
from portplanner.text import Text, visible

# The warnings that say a choice has no effect, and those that say something else about it.
_NO_EFFECT = {
    "edge": ("unsubscribed-without-edge",),
    "outbound": (
        "proxy-with-edge",
        "proxy-with-unsubscribed-edge",
        "smart-host-with-edge",
        "smart-host-with-unsubscribed-edge",
    ),
    "smart-hosts": ("smart-hosts-without-use",),
    "https": ("clients-from-nowhere",),
    "proxy": ("sender-reputation-without-edge",),
}
_ABOUT = {
    "exchange": ("exchange-not-here",),
    "mail-clients": ("smtp-25-alone",),
    "hybrid": ("hybrid-not-here",),
    "unified-messaging": ("unified-messaging-not-here",),
    "sites": ("site-not-subscribed", "edge-site-not-subscribed", "no-mailbox-server-faces-edge"),
    "servers": (
        "servers-hold-both-roles",
        "servers-hold-one-role",
        "edge-servers-unused",
        "mailbox-servers-without-site",
    ),
}


@dataclass(frozen=True, slots=True)
class Sentence:
    """One choice in words, one text for each language. The ids are those of warnings about it."""

    name: str
    words: tuple[str, ...]
    no_effect: tuple[str, ...] = ()
    about: tuple[str, ...] = ()


def sentences(checklist: Checklist, plan: Plan, texts: Sequence[Text]) -> list[Sentence]:
    """Return the choices of a plan in these languages."""
    warned = {warning.id for warning in checklist.warnings}
    makers = _makers(checklist, plan)
    found = []
    for name, make in makers.items():
        words = tuple(make(text) for text in texts)
        if any(words):
            marks = (tuple(filter(warned.__contains__, ids.get(name, ()))) for ids in (_NO_EFFECT, _ABOUT))
            found.append(Sentence(name, words, *marks))
    return found


def _makers(checklist: Checklist, plan: Plan) -> dict[str, Callable[[Text], str]]:
    topology, clients = plan.topology, plan.clients

    def services(name: str, ids: Sequence[str], text: Text) -> str:
        if not ids:
            return text(f"document.choice.no-{name}")
        return text(
            f"document.choice.{name}", services=_list(text, (service_text(checklist, id, text) for id in ids))
        )

    def places(text: Text) -> str:
        if not clients.from_:
            return text("document.choice.no-clients")
        names = _list(text, (text(f"document.from.{place}") for place in clients.from_))
        return text("document.choice.clients", places=names)

    def roles(text: Text) -> str:
        if "client-access" not in support.roles(plan.exchange):
            return ""
        return text(f"document.roles.{topology.roles}")

    def smart_hosts(text: Text) -> str:
        if not topology.smart_hosts or topology.outbound == "smart-host":
            return ""
        return text("document.choice.smart-hosts", hosts=folded(topology.smart_hosts, text))

    def dns(text: Text) -> str:
        names = folded(plan.dns.servers, text)
        return text("document.choice.dns", servers=names) if names else ""

    def domains(text: Text) -> str:
        names = folded(plan.namespaces.domains, text)
        return text("document.choice.domains", domains=names) if names else ""

    def client_name(text: Text) -> str:
        name = plan.namespaces.mail
        return text("document.choice.client-name", name=visible(name)) if name else ""

    def sites(text: Text) -> str:
        names = folded([site.name for site in plan.sites], text)
        return text("document.choice.sites", sites=names) if names else ""

    def hybrid(text: Text) -> str:
        return text(f"document.hybrid.{plan.hybrid.mail_through}") if plan.hybrid.enabled else ""

    def mx(text: Text) -> str:
        return text(f"document.mx.{plan.hybrid.mx}") if plan.hybrid.enabled else ""

    def unified_messaging(text: Text) -> str:
        chosen = plan.unified_messaging
        return text(f"document.sip.{chosen.sip}") if chosen.enabled else ""

    return {
        "exchange": lambda text: text("document.choice.exchange", exchange=plan.exchange.upper()),
        "roles": roles,
        "edge": lambda text: _edge(plan, text),
        "outbound": lambda text: _outbound(checklist, plan, text),
        "smart-hosts": smart_hosts,
        "clients": places,
        "https": lambda text: services("https", clients.https, text),
        "http": lambda text: services("http", clients.http, text),
        "mail-clients": lambda text: _mail(plan, text),
        "proxy": lambda text: _proxy(plan, text),
        "dns": dns,
        "domains": domains,
        "client-name": client_name,
        "hybrid": hybrid,
        "mx": mx,
        "unified-messaging": unified_messaging,
        "sites": sites,
        "servers": lambda text: _servers(plan, text),
    }


def _edge(plan: Plan, text: Text) -> str:
    topology = plan.topology
    if topology.edge == "none":
        return text("document.edge.none")
    kind = "subscribed" if topology.edge_subscribed else "by-hand"
    return text(f"document.edge.{kind}", version=topology.edge.upper())


def _outbound(checklist: Checklist, plan: Plan, text: Text) -> str:
    topology = plan.topology
    if topology.outbound == "direct" and topology.edge != "none":
        return text("document.outbound.edge")
    if topology.outbound == "smart-host" and topology.smart_hosts:
        return text("document.outbound.smart-hosts", hosts=folded(topology.smart_hosts, text))
    if own := choice_text(checklist, "topology.outbound", topology.outbound, text):
        return text("document.outbound.own", way=own)
    return text(f"document.outbound.{topology.outbound}")


def _mail(plan: Plan, text: Text) -> str:
    clients = plan.clients
    offered = [
        text("document.choice.mail-client", protocol=protocol, ports=_list(text, map(str, numbers)))
        for protocol, numbers in (("IMAP4", clients.imap4), ("POP3", clients.pop3), ("SMTP", clients.smtp))
        if numbers
    ]
    if not offered:
        return text("document.choice.no-mail-clients")
    return text("document.choice.mail-clients", protocols=text("document.choice.mail-mark").join(offered))


def _proxy(plan: Plan, text: Text) -> str:
    reputation = plan.sender_reputation
    if reputation.proxy == "none":
        return ""
    return text(
        "document.choice.proxy",
        kind=reputation.proxy,
        server=shown(reputation.proxy_server) or text("document.choice.not-given"),
        port=reputation.proxy_port or text("document.choice.not-given"),
    )


def _servers(plan: Plan, text: Text) -> str:
    if not plan.servers:
        return text("document.choice.no-servers")
    counts = {
        role: sum(role in server.roles for server in plan.servers)
        for role in ("client-access", "mailbox", "edge-transport")
    }
    roles = (
        text("document.choice.counted", role=text(f"terms.role.{role}"), count=count)
        for role, count in counts.items()
        if count
    )
    return text("document.choice.servers", count=len(plan.servers), roles=_list(text, roles))


def _list(text: Text, names: Iterable[str]) -> str:
    return text("checklist.list-mark").join(names)
