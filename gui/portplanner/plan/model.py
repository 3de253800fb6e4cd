"""The plan: one frozen value that holds every choice of the user. Every change makes a new one."""

from __future__ import annotations

from dataclasses import field
from types import MappingProxyType
from typing import Annotated, Literal, TypeVar

from portplanner.plan.support import OneOf, edges, versions
from portplanner.values import Limits, Value

MAX_FILE_BYTES = 5 * 1024 * 1024
# What is read within a second. 2,000 servers with a record on each of their 8,000 rows have 10,000
# tables, and 102,000 keys and values.
MAX_LINES = 250_000
MAX_ESCAPES = 200_000
MAX_ENTRIES = 15_000
MAX_VALUES = 110_000
MAX_SERVERS = 2000
MAX_SITES = 2000
MAX_HOSTS = 1000
MAX_DOMAINS = 500
MAX_PUBLIC = 100
MAX_CHOICES = 100  # of a few values, which may stand there twice
MAX_NAME = 255
MAX_REMARK = 10_000

Exchange = Annotated[str, OneOf(versions)]
DocumentLanguage = Literal["en", "zh-TW", "en+zh-TW"]
Paper = Literal["A4", "Letter"]
RolePlacement = Literal["separate", "combined"]
EdgeVersion = Annotated[str, OneOf(edges)]
Outbound = Literal["direct", "client-access-proxy", "smart-host"]
ClientZone = Literal["internet", "internal"]
HttpsService = Literal["autodiscover", "activesync", "ews", "oab", "outlook-anywhere", "mapi-http", "owa"]
HttpService = Literal["calendar-publishing", "owa-redirect", "autodiscover-fallback"]
Imap4Port = Literal[143, 993]
Pop3Port = Literal[110, 995]
SmtpPort = Literal[25, 587]
ProxyType = Literal["none", "Socks4", "Socks5", "HttpConnect", "HttpPost", "Telnet", "Cisco", "Wingate"]
ServerRole = Literal["client-access", "mailbox", "edge-transport"]
EdgeConnector = Literal["inbound", "internet"]
AutodiscoverRecord = Literal["undecided", "cname", "a", "srv"]
State = Literal["open", "done", "not-needed"]

T = TypeVar("T")
Name = Annotated[str, Limits(min_length=1, max_length=MAX_NAME)]
ShortText = Annotated[str, Limits(max_length=MAX_NAME)]
LongText = Annotated[str, Limits(max_length=MAX_REMARK)]
Hosts = Annotated[tuple[Name, ...], Limits(max_length=MAX_HOSTS)]
Domains = Annotated[tuple[Name, ...], Limits(max_length=MAX_DOMAINS)]
Choices = Annotated[tuple[T, ...], Limits(max_length=MAX_CHOICES)]
PublicNames = Annotated[tuple[Name, ...], Limits(max_length=MAX_PUBLIC)]


class Part(Value):
    """What all parts of a plan have in common: no unknown keys, no conversions, never changed."""

    __pydantic_config__ = MappingProxyType({"extra": "forbid", "strict": True})


class Document(Part):
    """What the printed document says about itself."""

    title: ShortText = ""
    organization: ShortText = ""
    prepared_by: ShortText = ""
    revision: ShortText = ""
    date: ShortText = ""
    language: DocumentLanguage = "en"
    paper: Paper = "A4"


class Topology(Part):
    """How the organization is built and how mail leaves it."""

    roles: RolePlacement = "separate"
    edge: EdgeVersion = "none"
    edge_subscribed: bool = True
    outbound: Outbound = "direct"
    smart_hosts: Hosts = ()


class Clients(Part):
    """Which clients and services reach the organization, and from where."""

    from_: Choices[ClientZone] = field(default=("internet",), metadata={"alias": "from"})
    https: Choices[HttpsService] = (
        "autodiscover", "activesync", "ews", "oab", "outlook-anywhere", "mapi-http", "owa",
    )  # fmt: skip
    http: Choices[HttpService] = ("calendar-publishing", "owa-redirect", "autodiscover-fallback")
    imap4: Choices[Imap4Port] = (143, 993)
    pop3: Choices[Pop3Port] = (110, 995)
    smtp: Choices[SmtpPort] = (587,)


class SenderReputation(Part):
    """Sender reputation on the Edge Transport server, and the proxy server it needs, if any."""

    open_proxy_detection: bool = True
    proxy: ProxyType = "none"
    proxy_server: ShortText = ""
    proxy_port: Annotated[int, Limits(ge=1, le=65535)] | None = None


class Dns(Part):
    """The DNS servers that Exchange asks: names or addresses."""

    servers: Hosts = ()


class Namespaces(Part):
    """The names that others know the organization by; DNS records follow from them.

    An addition to format 1 that files may leave out, since nobody but the user knows these names.
    ``internal`` is another name for ``mail`` inside; without one the same name has two answers.
    ``mx`` are the names that MX records point to, when they are not those of the servers. Clients
    connect to the public addresses, and mail is sent from the sending ones. What is no name or no
    address is a warning, and no record follows from it.
    """

    domains: Domains = ()
    mail: ShortText = ""
    internal: ShortText = ""
    owa: ShortText = ""
    autodiscover: AutodiscoverRecord = "undecided"
    mx: PublicNames = ()
    public_addresses: PublicNames = ()
    sending_addresses: PublicNames = ()


class Hybrid(Part):
    """A hybrid deployment with Exchange Online.

    ``mx``, an addition to format 1 that files may leave out, says where MX records lead.
    """

    enabled: bool = False
    mail_through: Literal["internal", "edge"] = "internal"
    mx: Literal["on-premises", "exchange-online"] = "on-premises"


class UnifiedMessaging(Part):
    """Unified Messaging and how its SIP is secured."""

    enabled: bool = False
    sip: Literal["unsecured", "secured", "dual"] = "unsecured"


class Site(Part):
    """An Active Directory site."""

    name: Name
    subscribed: bool = False


class Server(Part):
    """A server. ``site``, for an Edge Transport server, is the site it is subscribed to."""

    name: Name
    fqdn: ShortText = ""
    addresses: Hosts = ()
    roles: Annotated[tuple[ServerRole, ...], Limits(min_length=1, max_length=MAX_CHOICES)]
    site: ShortText = ""
    in_edgesync: bool = True
    edge_connectors: Choices[EdgeConnector] = ("inbound", "internet")


class Item(Part):
    """What people recorded on the checklist row with this id.

    ``meaning`` is an addition to format 1 that files may leave out: the fingerprint of what the row
    asked for when its state was recorded (``checklist/meaning.py``), "" when it is not known.
    """

    id: Name
    state: State = "open"
    owner: ShortText = ""
    date: ShortText = ""
    ticket: ShortText = ""
    remark: LongText = ""
    meaning: Annotated[str, Limits(max_length=8)] = ""


Sites = Annotated[tuple[Site, ...], Limits(max_length=MAX_SITES)]
Servers = Annotated[tuple[Server, ...], Limits(max_length=MAX_SERVERS)]


class Plan(Part):
    """Everything the user chose. The field order is the order of the plan file."""

    format: Literal[1] = 1
    exchange: Exchange = "2013"
    document: Document = Document()
    topology: Topology = Topology()
    clients: Clients = Clients()
    sender_reputation: SenderReputation = SenderReputation()
    dns: Dns = Dns()
    namespaces: Namespaces = Namespaces()
    hybrid: Hybrid = Hybrid()
    unified_messaging: UnifiedMessaging = UnifiedMessaging()
    sites: Sites = field(default=(), metadata={"alias": "site"})
    servers: Servers = field(default=(), metadata={"alias": "server"})
    items: tuple[Item, ...] = field(default=(), metadata={"alias": "item"})
