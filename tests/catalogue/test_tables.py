"""The tables of facts, row by row: where the catalogue says each, and with which words and numbers.

A row is: the fact, the entry of the catalogue that says it, what that entry has to say. Rows of ports and
endpoints, which are more than words, are held by test_exchange_2013, test_later_versions, test_hybrid and
test_unified_messaging; records of DNS by tests/checklist/test_names.
"""

from __future__ import annotations

import pytest

from tests.catalogue.said import missing

Fact = tuple[str, str, tuple[str, ...]]
BOTH = ("2013", "2016", "2019", "se")

# ── Names ───────────────────────────────────────────────────────────────────────────────────────

DNS: tuple[Fact, ...] = (
    ("duty-cas", "duty-cas", ("internal and external host names",)),
    ("duty-mbx-out", "duty-mbx-out", ("internal and external",)),
    ("duty-mbx", "duty-mbx", ("internal host names",)),
    ("duty-mbx-site", "duty-mbx-site", ("subscribed", "name of the Edge Transport server")),
    ("duty-edge", "duty-edge", ("Mailbox servers", "MX and A records")),
    ("duty-smarthost", "duty-smarthost", ("smart host",)),
    ("duty-um-gw", "um-gateway-host", ("host (A) record", "mutual TLS needs the FQDN")),
    ("dns-port", "mf-noedge-dns-53", ("53", "udp", "tcp")),
    ("dns-port", "dns-server-place", ("which DNS server",)),
    ("dns-proto", "dns-proto", ("Any by default", "UseTcpOnly", "UseUdpOnly")),
    ("dns-timeout", "dns-timeout", (
        "five seconds", "one minute", "neither time can be set", "order of their list",
    )),
    ("dns-fault", "dns-fault", (
        "DnsFaultTolerance", "EdgeTransport.exe.config", "Lenient", "Normal", "cumulative update",
    )),
    ("pub-mx-edges", "pub-mx-edge", ("same preference", "share the load")),
    ("pub-autod-order", "pub-autod-order", (
        "the SMTP domain itself, autodiscover.<SMTP domain>, a redirect", "80", "SRV",
    )),
    ("pub-ehlo", "sp-fqdn", ("Fqdn", "EHLO", "own FQDN where that is empty", "MX")),
    ("pub-legacy", "pub-legacy", ("2007", "A record", "legacy.<SMTP domain>")),
    ("int-scp", "note-cli-scp", ("service connection point", "Set-ClientAccessServer", "before it asks DNS")),
    ("int-noauto", "int-noauto", ("no internal and no external URL",)),
    ("edge-both-ways", "edge-both-ways", ("Before subscribing", "they must resolve the Edge")),
    ("edge-side-a", "edge-side-a", ("inner adapter", "hosts file")),
    ("edge-side-b", "edge-side-b", ("every Mailbox server of the subscribed site", "hosts file")),
    ("edge-hosts-path", "es-4", (r"%SystemRoot%\System32\Drivers\Etc\hosts",)),
    ("edge-outer", "edge-outer", ("public DNS server", "MX")),
    ("edge-inner", "edge-inner", ("perimeter network", "hosts file")),
    ("edge-suffix", "es-1", ("primary DNS suffix", "Setup fails", "cannot be changed")),
    ("edge-mailboxes-all", "edge-side-b", ("every Mailbox server",)),
    ("set-int-adapter", "set-dns", ("InternalDNSAdapterEnabled", "InternalDNSAdapterGuid", "any adapter")),
    ("set-int-list", "set-dns", ("InternalDNSServers", "$false")),
    ("set-ext-adapter", "set-dns", ("ExternalDNSAdapterEnabled", "ExternalDNSAdapterGuid")),
    ("set-ext-list", "set-dns", ("ExternalDNSServers",)),
    ("set-conn", "set-conn", ("UseExternalDNSServersEnabled", "the default is $false")),
    ("set-fet", "set-dns", ("Set-FrontendTransportService", "both")),
    ("set-eac", "set-dns", ("Servers > Servers > Edit > DNS lookups",)),
    ("dx-mx-cname", "pub-mx-a", ("CNAME as the target breaks the standards",)),
)  # fmt: skip
NOT_LATER = {
    "duty-cas",
    "dns-timeout",
    "dns-fault",
    "pub-legacy",
    "int-scp",
    "pub-ehlo",
    "duty-mbx-out",
    "duty-mbx",
}

# ── Connectors ──────────────────────────────────────────────────────────────────────────────────

CONNECTORS: tuple[Fact, ...] = (
    ("rc13-client-proxy", "rc13-client-proxy", ("Client Proxy", "2013 topics print no port")),
    ("rc13-outbound-proxy", "rc13-outbound-proxy", ("Outbound Proxy Frontend", "2013 topics print no port")),
    ("rc13-edge-default", "rc13-edge-default", ("Default internal Receive connector", "25")),
    ("rc13-port25-sharing", "rc13-port25-sharing", (
        "not how the two services share that port", "Get-ReceiveConnector",
    )),
    ("rc13-edge2010-combined", "rx-2010-combined", ("rc13-port25-sharing",)),
    ("ec-name", "ec-inbound", ("EdgeSync - Inbound to {site}", "<Active Directory site name>")),
    ("ec-name", "ec-internet", ("EdgeSync - {site} to Internet",)),
    ("ec-address", "ec-settings", ("address space --", "* with cost 100")),
    ("ec-source", "ec-settings", ("share the Internet connector",)),
    ("ec-enabled", "ec-settings", ("Both are enabled",)),
    ("ec-dns", "ec-settings", ("without DNS", "by DNS")),
    ("ec-smart", "ec-settings", ("every Mailbox server of the site, later ones included",)),
    ("ec-domainsecure", "ec-settings", ("Domain Security on",)),
    ("ec-switch", "ec-inbound", ("CreateInboundSendConnector",)),
    ("ec-switch", "ec-internet", ("CreateInternetSendConnector",)),
    ("ec-second-edge", "second-edge-inbound", ("not whether the servers share it",)),
    ("ec-existing", "es-8", ("deletes the Send connectors",)),
    ("sp-name", "send-internet", ("no default name",)),
    ("sp-address", "sp-scope", ("lowest cost wins (1 to 100)",)),
    ("sp-source", "sp-scope", (
        "Mailbox servers or Edge Subscriptions, never both", "the server where it is made",
    )),
    ("sp-dns", "send-smart-host", ("DNSRoutingEnabled set to $false",)),
    ("sp-smart", "duty-smarthost", ("smart host",)),
    ("sp-smartauth", "sp-smartauth", (
        "None, BasicAuth, BasicAuthRequireTLS, ExchangeServer or ExternalAuthoritative",
        "AuthenticationCredential",
    )),
    ("sp-port", "send-smart-host", ("25 is the default of Port",)),
    ("sp-proxy", "send-internet-proxied", ("FrontendProxyEnabled", "Proxy through Client Access server")),
    ("sp-scoped", "sp-scope", ("IsScopedConnector ($false by default)", "same Active Directory site")),
    ("sp-extdns", "set-conn", ("UseExternalDNSServersEnabled",)),
    ("sp-fqdn", "sp-fqdn", ("Fqdn", "PTR")),
    ("es-1", "es-1", ("suffix",)),
    ("es-2", "es-2", ("License", "subscribed again")),
    ("es-3", "es-3", ("25/TCP", "50636/TCP", "50389/TCP stays closed", "3389/TCP")),
    ("es-4", "es-4", ("resolve each other's names",)),
    ("es-5", "es-5", ("accepted domains, remote domains", "Set-TransportConfig -InternalSMTPServers")),
    ("es-6", "es-6", ("New-EdgeSubscription -FileName",)),
    ("es-7", "es-7", ("share",)),
    ("es-8", "es-8", ("New-EdgeSubscription -FileData ([System.IO.File]::ReadAllBytes(", "-Site")),
    ("es-9", "es-9", ("Start-EdgeSynchronization",)),
    ("es-10", "es-10", ("Test-EdgeSynchronization",)),
    ("es-11", "es-11", ("both computers", "credentials")),
    ("ef-24h", "es-6", ("24 hours", "export again")),
    ("ef-site", "ef-site", ("one Active Directory site", "each with a subscription of its own")),
    ("ef-port", "mf-edge-edgesync-50636", ("50636", "ConfigureAdam.ps1")),
    ("ef-interval", "ef-interval", ("3 minutes", "5 minutes", "Set-EdgeSyncServiceConfig")),
    ("ef-lease", "ef-lease", ("LockDuration", "5 minutes", "every minute", "OptionDuration", "hour")),
    ("ef-disabled", "ef-disabled", (
        "New-, Set- and Remove-", "SendConnector, AcceptedDomain and RemoteDomain",
    )),
    ("ef-orphan", "ef-orphan", ("last Mailbox server", "orphaned")),
    ("ef-external-relay", "ef-external-relay", ("External relay domains", "smart host")),
    ("ue-send-internet", "ue-send-internet", ("To Internet",)),
    ("ue-send-org", "ue-send-org", ("To Internal Org",)),
    ("ue-recv-internet", "ue-recv-internet", ("new name",)),
    ("ue-recv-org", "ue-recv-org", ("From Internal Org",)),
    ("ue-send-edge", "ue-send-edge", ("To Edge",)),
    ("ue-587", "unsubscribed-auth-port", ("587",)),
    ("b25-what", "task-client-frontend-25", ("Add port 25", "587 remains")),
    ("b25-conflict", "task-default-frontend-25", ("already holds port 25 on all addresses",)),
    ("b25-rule", "task-default-frontend-25", ("share address, port and remote ranges",)),
    ("b25-ip", "task-client-frontend-25", ("must belong to the server", "Transport service may not start")),
    ("pi-imap-front", "pi-imap-front", (
        "Set-Service MSExchangeIMAP4 -StartupType Automatic; Start-Service MSExchangeIMAP4",
    )),
    ("pi-imap-back", "pi-imap-back", ("MSExchangeIMAP4BE",)),
    ("pi-pop-front", "pi-pop-front", ("MSExchangePOP3 ",)),
    ("pi-pop-back", "pi-pop-back", ("MSExchangePOP3BE",)),
    ("pi-ext", "pi-ext-imap", ("ExternalConnectionSettings", "993:SSL", "143:TLS", "Restart")),
    ("pi-ext", "pi-ext-pop", ("ExternalConnectionSettings", "995:SSL", "110:TLS")),
    ("pi-backend-port", "inner-leg-ports", ("ProxyTargetPort",)),
    ("sr-type", "task-sender-reputation-proxy", ("-ProxyServerType",)),
    ("sr-name", "task-sender-reputation-proxy", ("-ProxyServerName",)),
    ("sr-port", "task-sender-reputation-proxy", ("-ProxyServerPort",)),
    ("sr-detect", "sr-settings", (
        "cannot have SenderBlockingEnabled and OpenProxyDetectionEnabled both off",
    )),
    ("sr-block", "sr-settings", ("SenderBlockingEnabled, on",)),
    ("sr-period", "sr-settings", ("24 hours (SenderBlockingPeriod, 0 to 48)",)),
    ("sr-threshold", "sr-settings", ("a level of 7 (SrlBlockThreshold, 0 to 9)",)),
    ("sr-external", "sr-settings", ("ExternalMailEnabled, on", "InternalMailEnabled, off")),
    ("sr-where", "sr-where", ("Edge Transport servers by default",)),
    ("cx-received", "rc13-client-frontend", ("Received connector",)),
)  # fmt: skip
# Rows of 2013 alone, or that later versions say elsewhere.
ONLY_2013 = {
    fact for fact, entry, _ in CONNECTORS
    if entry.startswith(("rc13", "rx-2010")) or entry in ("inner-leg-ports", "unsubscribed-auth-port")
}  # fmt: skip

# ── Hybrid ──────────────────────────────────────────────────────────────────────────────────────

HYBRID: tuple[Fact, ...] = (
    ("hyb-adfs-443", "hyb-https-in-443", ("AD FS", "/adfs/*", "443/TCP")),
    ("hyb-adfs-443", "hyb-adfs-ends", ("neither who connects nor in which network",)),
    ("hyb-opt-edge", "hyb-opt-edge", ("needs an Edge Subscription", "two EdgeSync connectors")),
    ("hyb-opt-noedge", "hyb-opt-noedge", ("may not stand in a perimeter network",)),
    ("hyb-opt-no-middlebox", "hyb-opt-no-middlebox", ("external mail", "rules and journaling")),
    ("hyb-opt-mx", "hyb-opt-mx", ("never changes MX", "may then be closed")),
    ("hyb-opt-cmt", "hyb-opt-cmt", ("off by default", "ordinary outbound rows")),
    ("hyb-opt-agent", "hyb-opt-agent", (
        "443 and 80", "443, 80, 5985 and 5986", "do not pass through the agent",
    )),
    ("hyb-opt-unchanged", "hyb-opt-unchanged", ("on top of",)),
    ("hyb-opt-endpoints", "hyb-opt-endpoints", (
        "change all the time", "Microsoft 365 Common and Office Online",
    )),
    ("hyb-conn-send", "hyb-send", ("Outbound to Office 365", "mailbox")),
    ("hyb-conn-recv", "hyb-receive", ("new and existing Receive connectors",)),
    ("hyb-conn-cloud", "hyb-cloud-inbound", ("Inbound connector in Exchange Online",)),
    ("hyb-conn-cloud", "hyb-cloud-outbound", ("Outbound connector in Exchange Online",)),
    ("hyb-tls", "hyb-smtp-in-25", ("TLS is forced", "refuse")),
    ("hyb-cert-ca", "task-hyb-certificate", (
        "third-party", "same issuer and same subject", "Edge Transport servers included",
        "self-signed one is not accepted",
    )),
    ("hyb-cert-names", "task-hyb-certificate", (
        "primary shared SMTP domain", "Autodiscover name", "name under which mail is received",
    )),
    ("hyb-autod", "pub-hybrid-autod", ("each SMTP domain", "on premises")),
    ("hyb-coexist-domain", "task-hyb-wizard", ("<domain>.mail.onmicrosoft.com",)),
    ("hyb-edge-recreate", "task-hyb-edge-recreate", ("again",)),
    ("hyb-edgesync-cu", "task-hyb-edgesync", ("before the wizard runs", "each cumulative update")),
    ("hyb-endpoints", "hyb-https-out-443", (
        "outlook.office.com", "outlook.office365.com", "*.protection.outlook.com",
    )),
    ("hyb-endpoints", "hyb-smtp-out-25", ("*.mail.protection.outlook.com",)),
    ("hx-preauth", "hep-migration", ("not supported (2021; an older page said Yes)",)),
    ("hx-preauth", "hyb-preauth", ("2021", "2017")),
    ("hx-direction", "hyb-direction", ("prints both directions",)),
)  # fmt: skip
HYBRID_2013: tuple[Fact, ...] = (
    (
        "hx-mail-out-2013",
        "hyb-send-role",
        ("Send connector on the Mailbox server", "The row follows the table"),
    ),
    ("hybv-2013", "hyb-version", ("2013, 2016 or 2019, not on Exchange 2010",)),
)

# ── Unified Messaging ───────────────────────────────────────────────────────────────────────────

UM: tuple[Fact, ...] = (
    ("umw-tcp", "um-worker-sip", ("5065", "5067")),
    ("umw-tcp", "um-worker-ports", ("5065 and 5067", "5065 and 5066")),
    ("umw-tls", "um-worker-tls", ("mutual TLS",)),
    ("umw-dual", "um-worker-dual", ("5065", "5066", "5067", "5068")),
    ("umc-default", "umc-default", (
        "TCP mode", "Unsecured by default", "Dual mode is recommended", "started again",
    )),
    ("umc-nomedia", "umc-nomedia", ("carries no media", "TCP ports only")),
    ("umc-redirect", "um-mbx-sip-5062", ("redirect",)),
    ("umc-rtp", "um-worker-rtp", ("1024", "65535", "msexchangeum.config")),
    ("umc-winfw", "task-um-windows-firewall", (
        "eight", "SESWorker (GFW) (TCP-In)", "UMCallRouter (GFW) (TCP-In)", "UMCallRouter (TCP-In)",
        "UMService (GFW) (TCP-In)", "UMService (TCP-In)", "UMWorkerProcess - RPC (TCP-In)",
        "UMWorkerProcess (GFW) (TCP-In)", "UMWorkerProcess (TCP-In)",
    )),
    ("umc-webservices", "umc-webservices", ("Play on Phone", "no port")),
    ("umc-lync", "umc-lync", (
        "Communications Server 2007 R2, Lync Server 2010 or Lync 2013", "trusted peers",
    )),
    ("umc-lync-internal", "umc-lync-internal", ("first ground rule",)),
    ("umc-gateway", "task-um-gateway", ("5061", "5060 by default", "FQDN", "Set-UMIPGateway")),
    ("umc-dialplan", "umc-dialplan", ("signalling alone", "voice too")),
    ("umc-cmd", "task-um-mode-router", ("Set-UMCallRouterSettings", "-UMStartupMode")),
    ("umc-cmd", "task-um-mode-service", ("Set-UMService",)),
    ("ux-worker", "um-worker-ports", ("Two official topics disagree",)),
    ("ux-udp5060", "um-sip-transport", ("TCP and UDP on 5060", "The row is TCP alone")),
    ("ux-rtcp", "um-rtp-transport", ("our reading", "The row is UDP alone")),
    ("ux-both", "um-both-ports", ("The rows follow the startup mode",)),
    ("ux-mbx-change", "um-mailbox-ports", ("5062 and 5063 cannot be changed",)),
    ("ux-setumservice", "um-mailbox-ports", ("Set-UMService", "5060 and 5061")),
    ("ux-zh-negation", "um-mbx-sip-5062", ("cannot be changed",)),
    ("ux-um-names", "um-cas-sip-5060", ("Microsoft Exchange Unified Messaging Call Router",)),
)  # fmt: skip

# ── Later versions ──────────────────────────────────────────────────────────────────────────────

LATER: tuple[Fact, ...] = (
    ("d-cli-imap", "pi-imap-front", ("Mailbox server",)),
    ("d-cli-smtp", "rc16-client-frontend", ("Client Frontend", "587", "Front End Transport")),
    ("d-in", "mf-noedge-in-internet-cas-25", ("mailbox", "rc16-default-frontend")),
    ("d-out-proxy", "mf-noedge-out-cas-internet-25", ("mailbox",)),
    ("d-senderrep", "mf-edge-senderrep-detection", ("1081", "1080", "23", "6588", "3128", "80")),
    ("t-name-cas", "send-internet-proxied", ("Proxy through Client Access server",)),
    ("t-2525", "rc16-default-hub", ("2525",)),
    ("r-inner-ports", "rc16-outbound-proxy", ("717",)),
    ("r-inner-ports", "rc16-client-proxy", ("465",)),
)  # fmt: skip


def for_later(table: tuple[Fact, ...], but: set[str]) -> tuple[Fact, ...]:
    return tuple(row for row in table if row[0] not in but)


def test_names_of_2013() -> None:
    assert missing("2013", DNS) == []


@pytest.mark.parametrize("exchange", ["2016", "2019", "se"])
def test_names_of_later_versions(exchange: str) -> None:
    assert (
        missing(
            exchange,
            tuple(r for r in for_later(DNS, NOT_LATER) if exchange == "2016" or r[0] != "duty-um-gw"),
        )
        == []
    )


def test_connectors_of_2013() -> None:
    assert missing("2013", CONNECTORS) == []


@pytest.mark.parametrize("exchange", ["2016", "2019", "se"])
def test_connectors_of_later_versions(exchange: str) -> None:
    assert missing(exchange, for_later(CONNECTORS, ONLY_2013)) == []


@pytest.mark.parametrize("exchange", BOTH)
def test_hybrid(exchange: str) -> None:
    assert missing(exchange, HYBRID) == []


def test_hybrid_of_2013() -> None:
    assert missing("2013", HYBRID_2013) == []


@pytest.mark.parametrize("exchange", ["2013", "2016"])
def test_unified_messaging(exchange: str) -> None:
    assert missing(exchange, UM) == []


@pytest.mark.parametrize("exchange", ["2016", "2019", "se"])
def test_later_versions(exchange: str) -> None:
    assert missing(exchange, LATER) == []


def test_a_fact_that_is_not_said_is_found() -> None:
    assert missing("2013", [("x", "es-6", ("24 hours", "25 hours")), ("y", "no-such-entry", ("a",))]) == [
        "x: es-6 does not say '25 hours'",
        "y: no-such-entry does not say 'a'",
    ]
