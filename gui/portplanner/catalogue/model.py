"""The shape of a catalogue file: one Exchange version's facts, each with its source.

Every row may carry ``when``: a table from a plan key to the values for which the row holds. For
a key that is a list in the plan (``clients.imap4``) the row holds when any listed value is chosen.
An empty ``when`` always holds. ``{ not = [...] }`` in a file stands for all other values of the choice.

A catalogue may say ``base``: the name of another one whose rows and tables it takes. Then a row with a
known id says anew the fields it names, a new one may stand ``before`` another, ``remove`` lists the
ids that do not hold here, ``without`` the files that are not taken. Format, version, edition and title
are always its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Annotated, Literal

from portplanner.text import Words
from portplanner.values import Limits, Value

Role = Literal[
    "internet", "client", "client-access", "mailbox", "edge-transport", "dns", "domain-controller",
    "skype", "exchange-online", "proxy", "smart-host", "voip-gateway", "adfs",
]  # fmt: skip
Zone = Literal["internet", "perimeter", "internal", "cloud"]
Diagram = Literal["clients", "mail-flow", "mail-flow-edge", "hybrid", "unified-messaging"]
Transport = Literal["tcp", "udp"]
Restrict = Literal["allowed", "never"]
Layer = Literal["dns", "sender-reputation", "ground-rule"]
ByDefault = Literal["on", "off", "manual"]
ConnectorKind = Literal["receive", "send"]
CreatedBy = Literal["setup", "edge-subscription", "administrator", "implicit", "hybrid-wizard"]
Record = Literal["MX", "A", "AAAA", "CNAME", "SRV", "PTR", "TXT", "resolution"]
Scope = Literal["internal", "external", "both"]
CheckTest = Literal["", "port", "closed", "name", "mx", "mx-tcp", "receive-connector", "send-connector"]
Choice = str | int | bool
PortNumber = Annotated[int, Limits(ge=1, le=65535)]
Id = Annotated[str, Limits(pattern=r"^[a-z0-9][a-z0-9-]*$")]


class Fact(Value):
    """What all rows of the catalogue have in common: no unknown fields, never changed."""


class Source(Fact):
    """A document that facts rest on."""

    title: Words


class SourceRef(Fact):
    """Where in a source a fact stands: ``ref`` is a key of the catalogue's sources."""

    ref: str
    part: str = ""


class Port(Fact):
    """One port, one range, or one port that the user supplies.

    ``choice`` names a list of the plan: the port counts only when the list holds its number.
    ``user`` names the plan key that supplies the number.
    """

    number: PortNumber | None = None
    from_: PortNumber | None = field(default=None, metadata={"alias": "from"})
    to: PortNumber | None = None
    user: str | None = None
    transport: Transport = "tcp"
    choice: str | None = None


NamesKey = Literal[
    "namespaces.domains", "namespaces.mail", "namespaces.internal", "namespaces.owa", "namespaces.mx",
    "namespaces.public_addresses", "namespaces.sending_addresses",
]  # fmt: skip
ServerChoice = Literal["all", "subscribed-site", "edgesync", "edge-inbound", "edge-internet"]


class End(Fact):
    """One end of a flow. ``servers`` says which of the plan's servers of these roles it means.

    ``all``: every one; ``subscribed-site``: those in the Active Directory site that the Edge is
    subscribed to; ``edgesync``: of those, the ones that take part in EdgeSync; ``edge-inbound`` and
    ``edge-internet``: Edge servers whose subscription made that Send connector.
    """

    roles: Annotated[tuple[Role, ...], Limits(min_length=1)]
    zone: Zone
    servers: ServerChoice = "all"


Sources = Annotated[tuple[SourceRef, ...], Limits(min_length=1)]
When = Mapping[str, tuple[Choice, ...]]


class Endpoint(Fact):
    """An address that a flow's destination offers behind the port, and how callers prove themselves."""

    id: Id
    feature: Words
    paths: tuple[str, ...] = ()
    authentication: Words
    authorization: Words
    pre_authentication: Words
    sources: Sources


class Variant(Fact):
    """What is different about a flow when a condition holds; the first variant that holds counts."""

    id: Id
    when: When
    purpose: Words | None = None
    source: End | None = None
    destination: End | None = None
    ports: tuple[Port, ...] | None = None
    protocol: Words | None = None
    by_default: ByDefault | None = None
    connectors: tuple[Id, ...] | None = None
    note: Words | None = None
    open_points: tuple[Id, ...] | None = None
    sources: tuple[SourceRef, ...] | None = None


class Twin(Fact):
    """The same flow from another kind of source, as a row of its own."""

    id: Id
    when: When
    source: End


class Flow(Fact):
    """One kind of connection: who opens it, to whom, on which ports, through which connectors.

    ``pictured`` says whether the source's pictures show it. ``layer`` names the optional layer of
    our diagrams that it is drawn in, "" when it is always drawn. ``services_choice`` names the
    plan's list that picks the services. ``outbound`` says that mail leaves by it, which its ends do
    not tell when both are of one role. Where ``unless`` holds, the row does not.
    """

    id: Id
    diagram: Diagram
    pictured: bool
    layer: Layer | Literal[""] = ""
    label: Words
    purpose: Words
    services: tuple[str, ...] = ()
    services_choice: str | None = None
    source: End
    destination: End
    ports: tuple[Port, ...] = ()
    protocol: Words = Words()
    restrict: Restrict = "allowed"
    by_default: ByDefault
    connectors: tuple[Id, ...] = ()
    note: Words = Words()
    endpoints: tuple[Endpoint, ...] = ()
    outbound: bool = False
    open_points: tuple[Id, ...] = ()
    sources: Sources
    when: When = field(default_factory=dict)
    unless: When = field(default_factory=dict)
    twin: Twin | None = None
    variants: tuple[Variant, ...] = ()


class Connector(Fact):
    """A Receive or Send connector. ``name`` is the exact English product name.

    ``{server}`` and ``{site}`` in the name are filled from the plan; without servers they show
    ``placeholder``. ``per`` says what a row stands for: one server, one Active Directory site, or
    the whole organization. ``servers`` picks the servers as in End.
    """

    id: Id
    kind: ConnectorKind
    name: str = ""
    placeholder: str = ""
    per: Literal["server", "site", "organization"]
    role: Role
    servers: ServerChoice = "all"
    service: Words
    ports: tuple[Port, ...] = ()
    created_by: CreatedBy
    task: Words = Words()
    note: Words = Words()
    sources: Sources


class Place(Fact):
    """What fills a place such as ``<MX target>`` in rows about names; while nothing does, it stays.

    The first of these that gives any counts: the plan's ``keys``, then its servers of these ``roles``,
    picked by ``servers`` as in End, by their ``give``; where these are more than ``most``, the plan does
    not say which of them it is, and nothing fills the place. With ``own`` it is about the row's name
    alone: the addresses of the server of that name (those of clients where it is the clients' name), or
    the name of the server of that address. Addresses that mean nothing in the Internet are left
    out, except of ``inside``, which is any IPv4 address that a server has.
    """

    text: str
    keys: tuple[NamesKey, ...] = ()
    roles: tuple[Role, ...] = ()
    servers: ServerChoice = "all"
    most: int | None = None
    give: Literal["fqdn", "address", "ipv4", "ipv6", "inside"] = "fqdn"
    own: bool = False
    when: When = field(default_factory=dict)


class DnsRequirement(Fact):
    """A duty to resolve names, or a record that has to exist.

    There is a row for each name that fills the place in ``name``. Places in the texts are filled with
    all that fills them. ``value`` is what the record holds, said once all its places are filled. The row
    holds when something fills the places that it ``needs``, nothing those that it ``lacks``, and not
    where ``unless`` does.
    """

    id: Id
    requirement: Words
    record: Record
    name: str = ""
    value: str = ""
    asked_by: Annotated[tuple[Role, ...], Limits(min_length=1)]
    scope: Scope
    verify: Words = Words()
    sources: Sources
    needs: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    when: When = field(default_factory=dict)
    unless: When = field(default_factory=dict)


class Statement(Fact):
    """A sentence with its source: a ground rule, a note, a pointer, an open point, a contradiction.

    ``covers`` lists the roles beside Exchange servers that a ground rule forbids to restrict.
    """

    id: Id
    text: Words
    sources: Sources
    when: When = field(default_factory=dict)
    covers: tuple[Role, ...] = ()


class Note(Statement):
    """A statement that belongs to a diagram."""

    diagram: Diagram


class Task(Statement):
    """Something the administrator does. ``command`` is what to type, the same in every language.

    ``makes`` names the connectors that are there once it is done.
    """

    command: str = ""
    makes: tuple[Id, ...] = ()


class Guest(Fact):
    """Flows that another diagram than their own shows as well, to make its picture whole."""

    diagram: Diagram
    flows: Annotated[tuple[Id, ...], Limits(min_length=1)]
    when: When = field(default_factory=dict)


class Check(Fact):
    """One command that verifies a row. ``on`` says who runs it, ``test`` what a script measures with it.

    ``on`` and ``target`` may each name an end of the flow (``of``, else of the row itself); ``on`` may
    also be ``server``, which is the connector's own, or a role. ``target`` may also be ``entry`` (the
    name that clients use), ``edge-entry`` (the Edge's public name), ``mx-host``, ``external-domain``
    or ``proxy``. ``port`` is the one port that this is about, where it is not each of the flow's.

    The command's places ``{target}``, ``{server}``, ``{connector}``, ``{domain}`` stand within single
    quotes, since whoever fills them escapes for there; ``{port}`` is a number.
    """

    on: Literal["source", "destination", "server"] | Role
    command: str
    test: CheckTest = ""
    target: Literal["source", "destination", "entry", "edge-entry", "mx-host", "external-domain", "proxy"] = (
        "destination"
    )
    of: Id | None = None
    port: PortNumber | None = None


class Verification(Fact):
    """How an administrator verifies rows: the commands, and what a good result looks like.

    ``rows`` are ids of this catalogue, those of twins included; rows that a version does not have
    do no harm.
    """

    id: Id
    rows: Annotated[tuple[Id, ...], Limits(min_length=1)]
    checks: tuple[Check, ...] = ()
    good: Words
    sources: Sources


class Catalogue(Fact):
    """Everything known about one Exchange version.

    ``choices`` lists, per plan key, the values that this version knows; conditions may use no other.
    ``choice_words`` are words for choices where this version calls a thing otherwise; the key is that
    of the choice's text, such as ``topology.outbound.value.direct``. ``warnings`` are the texts for
    what a condition cannot say, such as servers that do not fit the role placement; the resolver
    fills their ``{names}``.
    """

    format: Literal[1]
    exchange: str
    title: Words
    edition: str
    choices: Mapping[str, tuple[Choice, ...]]
    choice_words: Mapping[str, Words] = field(default_factory=dict)
    service_names: Mapping[str, Words]
    sources: Mapping[str, Source]
    flows: tuple[Flow, ...] = field(metadata={"alias": "flow"})
    connectors: tuple[Connector, ...] = field(metadata={"alias": "connector"})
    dns: tuple[DnsRequirement, ...]
    ground_rules: tuple[Statement, ...] = field(metadata={"alias": "ground_rule"})
    notes: tuple[Note, ...] = field(metadata={"alias": "note"})
    tasks: tuple[Task, ...] = field(metadata={"alias": "task"})
    open_points: tuple[Statement, ...] = field(metadata={"alias": "open_point"})
    contradictions: tuple[Statement, ...] = field(metadata={"alias": "contradiction"})
    warnings: Mapping[str, Words]
    pointers: tuple[Statement, ...] = field(metadata={"alias": "pointer"})
    places: tuple[Place, ...] = field(default=(), metadata={"alias": "place"})
    guests: tuple[Guest, ...] = field(default=(), metadata={"alias": "guest"})
    verifications: tuple[Verification, ...] = field(default=(), metadata={"alias": "verification"})
