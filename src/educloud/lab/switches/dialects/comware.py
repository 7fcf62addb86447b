"""H3C and HPE Comware 7, after its command references: what a box takes, shows and refuses.

Link types may change on configured ports, their old lines go silently; trunk to hybrid only by way
of access. Where the references leave open whether a box is strict (a second filter in place of the
first, a second RD), this one is.
"""

from __future__ import annotations

from educloud.lab.switches.grammar import Dialect, Kind, Statement, VlanList

IDS = r"(?P<ids>all|\d+(?: to \d+)?(?: \d+(?: to \d+)?){0,9})"
V4 = r"\d+\.\d+\.\d+\.\d+"
V6 = r"[0-9A-Fa-f:]*:[0-9A-Fa-f:]*"
ANY = rf"(?:{V4}|{V6})"
NAME = r"[\w.-]{1,31}"
PORT_NAME = r"(?:Ten-)?GigabitEthernet1/0/\d+"


def value(front: str, rest: str = ".+", **more: str | bool) -> Statement:
    """Give a line of which one value stands; the words before the value take it back."""
    return Statement(f"{front} {rest}", slot=f"{front} .+", undo=front, **more)  # type: ignore[arg-type]


def exact(line: str, **more: str | bool) -> Statement:
    """Give a line that is taken back by all of it."""
    return Statement(f"({line})", undo="{1}", **more)  # type: ignore[arg-type]


def listed(front: str, options: str) -> Statement:
    """Give a line that its first words take back, whatever options follow."""
    return Statement(rf"({front})(?: {options})?", slot=rf"{{1}}(?: {options})?", undo=front)


TEXT = value("description")
DOWN = exact("shutdown")
FILTERS = tuple(
    Statement(
        rf"packet-filter {family}(?:name )?(\S+) (inbound|outbound)",
        slot=rf"packet-filter {family}(?:name )?(?!ipv6 )\S+ {{2}}",
        undo=rf"packet-filter {family}\S+ (?:inbound|outbound)",
        needs_top=rf"acl {family}(?:basic|advanced) {{1}}",
        rigid=True,
    )
    for family in ("ipv6 ", "")
)
LAYER3 = (
    Statement(
        rf"ip binding vpn-instance ({NAME})",
        slot=r"ip binding vpn-instance \S+",
        undo="ip binding vpn-instance",
        needs_top="ip vpn-instance {1}",
        wipes=r"(?:ip|ipv6) address .+|(?:ospf|ospfv3|isis) .+",
        rigid=True,
    ),
    Statement(
        rf"ip address ({V4}) {V4}",
        slot=rf"ip address {V4} {V4}",
        undo=rf"ip address {V4} {V4}",
        unique="1",
    ),
    exact(rf"ip address ({V4}) {V4} sub", unique="2", needs=rf"ip address {V4} {V4}"),
    exact(rf"ipv6 address ({V6}/\d+)", unique="2"),
    Statement(
        rf"ipv6 address {V6} link-local",
        slot=rf"ipv6 address {V6} link-local",
        undo=rf"ipv6 address {V6} link-local",
    ),
    exact("ipv6 address auto link-local"),
    exact("undo ipv6 nd ra halt"),
    *(exact(f"ipv6 nd autoconfig {flag}") for flag in ("managed-address-flag", "other-flag")),
    value("ipv6 nd ra interval", r"\d+ \d+"),
    value("ipv6 nd ra router-lifetime", r"\d+"),
    value("ipv6 nd router-preference", "(?:high|medium|low)"),
    listed(rf"ipv6 nd ra prefix {V6}/\d+", r"\d+ \d+(?: no-autoconfig)?(?: off-link)?"),
    Statement(r"dhcp select (?:relay|server)", slot="dhcp select .+", undo="dhcp select (?:relay|server)"),
    exact(rf"dhcp relay server-address {V4}"),
    value("dhcp server apply ip-pool", NAME),
    value("ipv6 dhcp select", "(?:relay|server)"),
    exact(rf"ipv6 dhcp relay server-address {V6}"),
    value("ipv6 dhcp server apply pool", rf"{NAME}(?: .+)?"),
    *FILTERS,
    Statement(r"(ospf \d+ area) \S+", slot=r"{1} \S+", undo=r"ospf \d+ area", rigid=True),
    *(value(f"{p} {word}", r"\S+") for p in ("ospf", "ospfv3") for word in ("cost", "network-type")),
    Statement(
        r"ospf authentication-mode md5 \d+ cipher \S+",
        slot="ospf authentication-mode .+",
        undo=r"ospf authentication-mode md5 \d+",
    ),
    Statement(
        r"(ospfv3 (\d+) area) \S+",
        slot=r"{1} \S+",
        undo=r"ospfv3 \d+ area \S+",
        needs_top="ospfv3 {2}",
        rigid=True,
    ),
    value("isis enable", r"\d+"),
    value("isis ipv6 enable", r"\d+"),
    *(value(f"isis {word}", r"\S+") for word in ("circuit-level", "circuit-type", "cost")),
    *(exact(rf"{v}vrid (\d+) virtual-ip \S+(?: link-local)?") for v in ("vrrp ", "vrrp ipv6 ")),
    *(
        Statement(
            rf"({v}vrid \d+ priority) \d+",
            slot=r"{1} \d+",
            undo=rf"{v}vrid \d+ priority",
            needs=rf"{v}vrid \d+ virtual-ip .+",
        )
        for v in ("vrrp ", "vrrp ipv6 ")
    ),
)
ROUTED = "port link-mode route"
BRIDGE_ONLY = {"bars": ROUTED}
TRUNK, HYBRID = "port link-type trunk", "port link-type hybrid"
GROUP = r"port link-aggregation group \d+"
LOGIN = r"dot1x(?: .+)?|mac-authentication(?: .+)?|ip(?:v6)? verify source .+"
L2 = (
    Statement(
        f"({TRUNK}|{HYBRID})",
        slot="port link-type .+",
        undo="port link-type",
        drops=r"(?:undo )?port (?:trunk|access|hybrid) .*",
        bars=rf"{ROUTED}|port link-type (?:trunk|hybrid)",
    ),
    Statement(
        "port link-type access",
        slot="port link-type .+",
        undo="port link-type",
        drops=r"(?:undo )?port (?:trunk|access|hybrid) .*",
        **BRIDGE_ONLY,
    ),
    value("port access vlan", r"(\d+)", needs_top="vlan {1}", bars=f"{ROUTED}|{TRUNK}|{HYBRID}"),
    value("port trunk pvid", r"vlan \d+", needs=TRUNK),
    value("port hybrid pvid", r"vlan \d+", needs=HYBRID),
    Statement("undo port trunk permit vlan 1", needs=TRUNK),
    Statement("undo port hybrid vlan 1", needs=HYBRID),
    exact("qinq enable", **BRIDGE_ONLY),
    exact("stp edged-port", **BRIDGE_ONLY),
    exact("undo stp enable", **BRIDGE_ONLY),
    exact("stp root-protection", **BRIDGE_ONLY),
    value("stp cost", r"\d+", **BRIDGE_ONLY),
    value("loopback-detection action", "(?:shutdown|block|no-learning)", **BRIDGE_ONLY),
    value("ipv6 nd raguard role", "(?:host|router)", **BRIDGE_ONLY),
    *(
        exact(line, **BRIDGE_ONLY)
        for line in (
            "ipv6 nd snooping uplink",
            "ipv6 nd detection trust",
            "ipv6 dhcp snooping trust",
            "ipv6 dhcp snooping check request-message",
            "dhcp snooping trust",
            "arp detection trust",
        )
    ),
    value("ipv6 nd snooping max-learning-num", r"\d+", **BRIDGE_ONLY),
)
LISTS = (
    VlanList(
        add=rf"port trunk permit vlan {IDS}",
        remove=rf"port trunk permit vlan {IDS}",
        shown="port trunk permit vlan {0}",
        needs=TRUNK,
        all="all",
        unheld="undo port trunk permit vlan 1",
    ),
    *(
        VlanList(
            add=rf"port hybrid vlan {IDS} {tag}",
            remove=rf"port hybrid vlan {IDS}",
            shown=f"port hybrid vlan {{0}} {tag}",
            needs=HYBRID,
            group="hybrid",
            unheld="undo port hybrid vlan 1" if tag == "untagged" else "",
        )
        for tag in ("tagged", "untagged")
    ),
    VlanList(
        add=rf"loopback-detection enable vlan {IDS}",
        remove=rf"loopback-detection enable vlan {IDS}",
        shown="loopback-detection enable vlan {0}",
        all="all",
    ),
)
PORT = (
    Statement(
        "port link-mode (?:bridge|route)",
        slot="port link-mode .+",
        undo="<never>",
        wipes=r"(?!shutdown$|combo enable|port link-mode ).*",
    ),
    TEXT,
    *L2,
    Statement(GROUP, slot=GROUP, undo="port link-aggregation group", rigid=True,
              needs_top="interface Bridge-Aggregation.+", bars=rf"{ROUTED}|{LOGIN}"),
    value("lacp period", "short"),
    *(
        Statement(
            f"{family} verify source (?:ip-address|mac-address|ip-address mac-address)",
            slot=f"{family} verify source .+",
            undo=f"{family} verify source",
            bars=f"{ROUTED}|{GROUP}",
        )
        for family in ("ip", "ipv6")
    ),
    *(exact(word, bars=f"{ROUTED}|{GROUP}") for word in ("dot1x", "mac-authentication")),
    exact("undo dot1x handshake", bars=f"{ROUTED}|{GROUP}"),
    *(
        value(f"dot1x {word}", r"\S+", bars=f"{ROUTED}|{GROUP}")
        for word in ("port-method", "mandatory-domain", "guest-vlan", "max-user")
    ),
    value("mac-authentication domain", r"\S+", bars=f"{ROUTED}|{GROUP}"),
    value("speed", r"\d+"),
    value("duplex", "(?:full|half)"),
    value("jumboframe enable", r"\d+"),
    value("mtu", r"\d+", needs=ROUTED),
    *(value(f"{kind}-suppression", r"(?:\d+|pps \d+|kbps \d+)")
      for kind in ("broadcast", "multicast", "unicast")),
    *(value(f"storm-constrain {kind}", r"(?:pps|kbps|ratio) \d+ \d+", **BRIDGE_ONLY)
      for kind in ("broadcast", "multicast", "unicast")),
    value("storm-constrain control", "(?:shutdown|block)", **BRIDGE_ONLY),
    value("port-isolate enable", r"group \d+", **BRIDGE_ONLY),
    exact("undo lldp enable"),
    exact("lldp compliance admin-status cdp txrx"),
    exact("poe enable"),
    *(_routed for _routed in LAYER3 if not _routed.syntax.startswith("packet-filter")),
    *FILTERS,
    DOWN,
)  # fmt: skip
RULE = r"(?:permit|deny)(?: .+)?"
ACL = (
    TEXT,
    Statement(r"rule (\d+) comment .+", slot=r"rule {1} comment .+", undo=r"rule \d+ comment",
              needs=rf"rule \d+ {RULE}"),
    Statement(rf"rule (\d+) ({RULE})", slot=rf"rule {{1}} {RULE}", undo=r"rule \d+", rigid=True,
              bars=r"rule (?!{1} )\d+ {2}", drops=r"rule {1} comment .+"),
)  # fmt: skip
PEER = (
    Statement(rf"group ({NAME}) (?:internal|external)", slot="group {1} .+", rigid=True,
              undo=rf"group {NAME}", drops=r"peer {1} .+|peer \S+ group {1}"),
    Statement(rf"peer ({ANY}) as-number \d+", slot=r"peer {1} as-number \d+", rigid=True,
              undo=rf"peer {ANY} as-number", drops="peer {1} .+"),
    Statement(rf"peer ({ANY}) group ({NAME})", slot="peer {1} group .+", rigid=True,
              undo=rf"peer {ANY} group {NAME}", needs=r"group \S+ .+"),
    *(
        Statement(rf"peer (\S+) {word} {rest}", slot=f"peer {{1}} {word} .+", undo=rf"peer \S+ {word}")
        for word, rest in (("as-number", r"\d+"), ("description", ".+"), ("ebgp-max-hop", r"\d+"),
                           ("connect-interface", r"\S+"), ("password", r"cipher \S+"),
                           ("timer", r"keepalive \d+ hold \d+"), ("preferred-value", r"\d+"))
    ),
    Statement(r"peer (\S+) route-policy \S+ (import|export)", slot=r"peer {1} route-policy \S+ {2}",
              undo="peer {1} route-policy {2}"),
    *(exact(rf"peer \S+ {word}") for word in ("enable", "next-hop-local", "advertise-community",
                                             "reflect-client", "bfd")),
)  # fmt: skip
IMPORT = listed(r"import-route (?:direct|static|(?:ospf|ospfv3|isis|bgp) \d+)", r"(?:cost|med|route-policy) .+")
FAMILY_LINES = (
    value("balance", r"\d+"),
    IMPORT,
    listed(rf"network {V4} {V4}", r"route-policy \S+"),
    listed(rf"network {V6} \d+", r"route-policy \S+"),
    *PEER,
)
ROUTER_ID = value("router-id", V4)
SILENT = exact(r"silent-interface \S+")
DEFAULT = Statement("default-route-advertise(?: always)?", slot="default-route-advertise.*",
                    undo="default-route-advertise")  # fmt: skip
TARGETS = tuple(
    Statement(rf"vpn-target .+ {way}", slot=rf"vpn-target .+ {way}", undo=rf"vpn-target .+ {way}",
              rigid=True)
    for way in ("import-extcommunity", "export-extcommunity")
)  # fmt: skip


def inner(header: str, inside: str, prompt: str, *statements: Statement, undo: str = "") -> Kind:
    """Give a view inside of another one, taken back by its header."""
    return Kind(header, prompt, undo=undo or header, inside=inside, statements=statements)


KINDS = {
    "vpn": Kind(
        rf"ip vpn-instance ({NAME})",
        "vpn-instance-{1}",
        undo=rf"ip vpn-instance {NAME}",
        bound=r"ip binding vpn-instance {1}",
        statements=(
            value("route-distinguisher", rigid=True),
            TEXT,
            *TARGETS,
        ),
    ),
    "vpn-af": inner("address-family ipv[46]", "vpn", "vpn", *TARGETS),
    "ospf": Kind(
        rf"ospf (\d+)(?: router-id {V4})?(?: vpn-instance {NAME})?",
        "ospf-{1}",
        undo=r"ospf \d+",
        asks=True,
        key="ospf {1}",
        statements=(SILENT, DEFAULT, IMPORT, value("bandwidth-reference", r"\d+")),
    ),
    "area": inner(
        r"area \S+",
        "ospf",
        "area",
        exact(rf"network {V4} {V4}"),
        Statement("stub(?: no-summary)?", slot="stub.*", undo="stub"),
        value("authentication-mode", ".+"),
    ),
    "ospfv3": Kind(
        r"ospfv3 (\d+)(?: vpn-instance \S+)?",
        "ospfv3-{1}",
        undo=r"ospfv3 \d+",
        asks=True,
        key="ospfv3 {1}",
        statements=(ROUTER_ID, SILENT, DEFAULT, IMPORT),
    ),
    "area3": inner(
        r"area \S+", "ospfv3", "area", Statement("stub(?: no-summary)?", slot="stub.*", undo="stub")
    ),
    "isis": Kind(
        r"isis (\d+)(?: vpn-instance \S+)?",
        "isis-{1}",
        undo=r"isis \d+",
        asks=True,
        key="isis {1}",
        statements=(
            value("is-level", "level-(?:1|2|1-2)"),
            value("cost-style", "(?:wide|narrow|compatible)"),
            Statement(r"network-entity \S+", slot=r"network-entity \S+",
                      undo=r"network-entity \S+", rigid=True),
            value("is-name", r"\S+"),
        ),
    ),
    "isis-af": inner("address-family ipv[46] unicast", "isis", "isis", IMPORT, DEFAULT),
    "pool": Kind(
        rf"dhcp server ip-pool ({NAME})",
        "dhcp-pool-{1}",
        undo=rf"dhcp server ip-pool {NAME}",
        statements=(
            value("vpn-instance", NAME),
            value("gateway-list"),
            value("network", rf"{V4} mask {V4}"),
            value("dns-list"),
            value("domain-name"),
            value("expired", r"day \d+.*"),
            exact("forbidden-ip .+"),
            listed(r"option \d+", "(?:hex|ascii|ip-address) .+"),
        ),
    ),
    "vlan": Kind(
        r"vlan (\d+)",
        "vlan{1}",
        undo=r"vlan \d+",
        bars_top="interface Vlan-interface{1}",
        drops="port access vlan {1}",
        statements=(
            value("name"),
            TEXT,
            *(exact(f"ipv6 nd snooping enable {what}") for what in ("global", "link-local")),
            exact("ipv6 nd detection enable"),
            exact("ipv6 dhcp snooping binding record"),
            exact("dhcp snooping binding record"),
            exact("arp detection enable"),
            value("ipv6 nd raguard apply policy", NAME),
        ),
    ),
    "raguard": Kind(
        rf"ipv6 nd raguard policy ({NAME})",
        "raguard-policy-{1}",
        undo=rf"ipv6 nd raguard policy {NAME}",
        bound="ipv6 nd raguard apply policy {1}",
        statements=(
            *(value(f"if-match {what}") for what in (
                "acl ipv6", "prefix acl", "router-preference", "hop-limit (?:maximum|minimum)",
                "autoconfig (?:managed-address|other)-flag")),
        ),
    ),
    "region": Kind(
        "stp region-configuration",
        "mst-region",
        undo="stp region-configuration",
        statements=(
            value("region-name", r"\S+", wipes="active region-configuration"),
            value("revision-level", r"\d+", wipes="active region-configuration"),
            Statement(rf"(instance \d+) vlan {IDS}", slot="{1} vlan .+", undo=r"instance \d+",
                      wipes="active region-configuration", rigid=True),
            Statement("active region-configuration", undo="<never>"),
        ),
    ),
    "policy": Kind(
        r"route-policy (\S+) (permit|deny) node (\d+)",
        "route-policy-{1}-{3}",
        undo=r"route-policy \S+ (?:permit|deny) node \d+",
        bars="route-policy {1} (?:permit|deny) node {3}",
        statements=(
            TEXT,
            *(value(f"if-match {what}", r"\S+") for what in (
                "ip address prefix-list", "ipv6 address prefix-list", "ip address acl",
                "as-path", "tag")),
            *(value(f"apply {what}") for what in (
                "local-preference", "cost", "community", "as-path", "tag", "preference")),
        ),
    ),
    "pool6": Kind(
        rf"ipv6 dhcp pool ({NAME})",
        "dhcp6-pool-{1}",
        undo=rf"ipv6 dhcp pool {NAME}",
        statements=(
            listed(rf"network {V6}/\d+", r"preferred-lifetime \d+ valid-lifetime \d+"),
            listed(r"prefix-pool \d+", r"preferred-lifetime \d+ valid-lifetime \d+"),
            exact(rf"dns-server {V6}"),
            exact(r"domain-name \S+"),
        ),
    ),
    "bundle": Kind(
        r"interface Bridge-Aggregation(\d+)",
        "Bridge-Aggregation{1}",
        undo=r"interface Bridge-Aggregation\d+",
        drops="port link-aggregation group {1}",
        statements=(TEXT, *L2, value("link-aggregation mode", "dynamic"), DOWN),
        lists=LISTS,
    ),
    "loopback": Kind(
        r"interface LoopBack(\d+)",
        "LoopBack{1}",
        undo=r"interface LoopBack\d+",
        statements=(TEXT, *LAYER3),
    ),
    "svi": Kind(
        r"interface Vlan-interface(\d+)",
        "Vlan-interface{1}",
        undo=r"interface Vlan-interface\d+",
        needs_top="vlan {1}",
        statements=(TEXT, value("mtu", r"\d+"), *LAYER3, DOWN),
    ),
    "port": Kind(rf"interface ({PORT_NAME})", "{1}", statements=PORT, lists=LISTS),
    "bgp": Kind(
        r"bgp (\d+)",
        "bgp-default",
        undo=r"bgp \d+",
        asks=True,
        bars=r"bgp \d+",
        statements=(ROUTER_ID, *PEER),
    ),
    "bgp-af": inner("address-family (?:ipv[46] unicast|vpnv[46])", "bgp", "bgp", *FAMILY_LINES),
    "bgp-vpn": Kind(
        rf"ip vpn-instance ({NAME})",
        "bgp-default-{1}",
        undo=rf"ip vpn-instance {NAME}",
        inside="bgp",
        needs_top="ip vpn-instance {1}",
        statements=(ROUTER_ID, *PEER),
    ),
    "bgp-vpn-af": inner("address-family ipv[46] unicast", "bgp-vpn", "bgp", *FAMILY_LINES),
    "acl": Kind(
        r"acl (basic|advanced) (\d+)",
        "acl-ipv4-{1}-{2}",
        undo=r"acl (?:basic|advanced) \d+",
        statements=ACL,
    ),
    "acl6": Kind(
        r"acl ipv6 (basic|advanced) (\d+)",
        "acl-ipv6-{1}-{2}",
        undo=r"acl ipv6 (?:basic|advanced) \d+",
        statements=ACL,
    ),
    "radius": Kind(
        rf"radius scheme ({NAME})",
        "radius-{1}",
        undo=rf"radius scheme {NAME}",
        statements=(
            *(value(f"primary {what}", rf"{ANY}(?: \d+)?(?: key cipher \S+)?")
              for what in ("authentication", "accounting")),
            *(listed(rf"secondary {what} {ANY}", r"(?:\d+ ?)?(?:key cipher \S+)?")
              for what in ("authentication", "accounting")),
            *(value(f"key {what}", r"cipher \S+") for what in ("authentication", "accounting")),
            value("user-name-format", r"\S+"),
            value("nas-ip", V4),
        ),
    ),
    "domain": Kind(
        rf"domain (?!default )({NAME})",
        "isp-{1}",
        undo=rf"domain (?!system$){NAME}",
        statements=tuple(
            value(f"{what} {who}") for what in ("authentication", "authorization", "accounting")
            for who in ("lan-access", "login", "default")),
    ),
    "guest": Kind(
        r"local-user (\S+) class network",
        "luser-network-{1}",
        undo=r"local-user \S+ class network",
        statements=(
            Statement(r"password cipher \S+", slot="password .+", undo="password"),
            exact("service-type lan-access"),
            value("authorization-attribute vlan", r"\d+"),
        ),
    ),
    "user": Kind(
        r"local-user (\S+) class manage",
        "luser-manage-{1}",
        undo=r"local-user \S+ class manage",
        seeds=("authorization-attribute user-role network-operator",),
        statements=(
            Statement(r"password (?:hash|cipher) \S+", slot="password .+", undo="password"),
            Statement("service-type .+", slot="service-type .+", undo="service-type .+", rigid=True),
            exact(r"authorization-attribute user-role \S+"),
            *(value(f"authorization-attribute {what}", r"\S+") for what in ("vlan", "idle-cut")),
        ),
    ),
    "line": Kind(
        r"line (class \S+|aux 0|vty \d+ \d+)",
        "line-{1}",
        statements=(
            value("authentication-mode", r"\S+"),
            value("protocol inbound", "(?:ssh|telnet|all)"),
            exact(r"user-role \S+"),
            value("idle-timeout", r"\d+(?: \d+)?"),
            value("history-command max-size", r"\d+"),
            *(
                Statement(rf"acl {family}\d+ inbound", slot=rf"acl {family}\d+ inbound",
                          undo=rf"acl {family}\d+ inbound", rigid=True)
                for family in ("ipv6 ", "")
            ),
        ),
    ),
}  # fmt: skip
VPN = rf"(?: vpn-instance {NAME})?"
ROOT = Kind(
    "",
    "",
    statements=(
        value("sysname", r"\S+"),
        value("clock timezone"),
        value("clock protocol", "ntp"),
        Statement(r"(irf member \d+ priority) \d+", slot=r"{1} \d+", undo=r"irf member \d+ priority"),
        *(
            exact(line)
            for line in (
                "telnet server enable",
                "ip http enable",
                "ip https enable",
                "irf .+",
                "password-recovery enable",
                "lldp global enable",
                "ssh server enable",
                "sftp server enable",
                "dhcp enable",
                "dhcp snooping enable",
                "ipv6 dhcp snooping enable",
                "ipv6 savi strict",
                "dot1x",
                "mac-authentication",
                "stp global enable",
                "loopback-detection global enable vlan all",
                "stp bpdu-protection",
                "undo info-center enable",
                "ntp-service enable",
                "ntp-service authentication enable",
                "snmp-agent",
                "snmp-agent trap enable(?: .+)?",
            )
        ),
        value("dot1x authentication-method", "(?:eap|chap|pap)"),
        value("domain default enable", NAME),
        *(value(f"stp {what}", r"\S+") for what in ("mode", "priority")),
        value(r"stp instance \d+ root", "(?:primary|secondary)"),
        value("loopback-detection action", r"\S+"),
        value("loopback-detection interval-time", r"\d+"),
        listed(rf"ssh user {NAME}", "service-type .+"),
        value("ssh server acl", r"\d+"),
        value("ssh server ipv6 acl", r"ipv6 \d+"),
        listed(rf"ip prefix-list {NAME} index \d+", "(?:permit|deny) .+"),
        listed(rf"ipv6 prefix-list {NAME} index \d+", "(?:permit|deny) .+"),
        listed(rf"ip route-static{VPN} {V4} \d+ (?:{V4}|NULL0|\S+ {V4})",
               "(?:preference|tag|description|public) .+"),
        listed(rf"ipv6 route-static{VPN} {V6} \d+ (?:{V6}|NULL0|\S+ {V6})",
               "(?:preference|tag|description) .+"),
        listed(r"ipv6 dhcp prefix-pool \d+", rf"prefix {V6}/\d+ assign-len \d+"),
        listed(rf"ntp-service (?:ipv6 )?unicast-server {ANY}{VPN}",
               r"(?:authentication-keyid \d+|priority|source \S+)(?: .+)?"),
        listed(r"ntp-service authentication-keyid \d+", r"authentication-mode md5 cipher \S+"),
        exact(r"ntp-service reliable authentication-keyid \d+"),
        value("ntp-service source", r"\S+"),
        value("info-center loghost source", r"\S+"),
        listed(rf"info-center loghost {ANY}", r"(?:port \d+ ?)?(?:facility local\d)?"),
        value("snmp-agent local-engineid", r"\S+"),
        *(value(f"snmp-agent sys-info {what}") for what in ("contact", "location")),
        Statement("snmp-agent sys-info version .+", slot="snmp-agent sys-info version .+",
                  undo="snmp-agent sys-info version .+", rigid=True),
        Statement(r"snmp-agent community (?=\S+ cipher (\S+))(read|write) cipher \S+(?: acl \d+)?",
                  slot="snmp-agent community {2} .+", undo="snmp-agent community cipher {1}"),
        Statement(rf"snmp-agent mib-view (?:included|excluded) ({NAME}) \S+",
                  undo="snmp-agent mib-view {1}"),
        listed(rf"snmp-agent group v3 {NAME} privacy", r"(?:(?:read|write|notify)-view \S+ ?)*(?:acl \d+)?"),
        Statement(
            rf"(snmp-agent usm-user v3 {NAME}) {NAME} cipher authentication-mode (?:md5|sha) \S+"
            r" privacy-mode (?:aes128|des56) \S+(?: acl \d+)?",
            slot="{1} .+",
            undo="{1} local",
            rigid=True,
        ),
        Statement(
            rf"(snmp-agent target-host trap address udp-domain (?:{V4}|ipv6 {V6})) params"
            r" securityname (\S+) v(?:2c|3 privacy)",
            slot="{1} .+",
            undo="{1} params securityname {2}",
            rigid=True,
        ),
    ),
    lists=(
        VlanList(add=r"vlan (?P<ids>\d+ to \d+)", remove=r"vlan (?P<ids>\d+ to \d+)", shown=""),
    ),
)  # fmt: skip

DIALECT = Dialect(
    platform="hp_comware",
    negation="undo",
    leave="quit",
    root=ROOT,
    kinds=KINDS,
    order=(
        r"sysname .*",
        r"clock .*",
        r"irf .*",
        r"telnet .*|ip http.*",
        r"ip vpn-instance .*",
        r"ospf .*",
        r"ospfv3 .*",
        r"isis .*",
        r"dhcp (?!server).*|ipv6 dhcp snooping.*",
        r"lldp .*",
        r"ipv6 savi .*",
        r"password-recovery .*",
        r"ipv6 nd raguard policy .*",
        r"vlan \d+",
        r"stp region.*",
        r"stp .*|loopback-detection .*",
        r"dhcp server .*",
        r"ipv6 dhcp .*",
        r"interface Bridge.*",
        r"interface LoopBack.*",
        r"interface Vlan-interface.*",
        r"interface .*Gig.*",
        r"bgp .*",
        r"route-policy .*",
        r"ip prefix-list .*",
        r"ipv6 prefix-list .*",
        r"header .*",
        r"line .*",
        r"ip route.*",
        r"ipv6 route.*",
        r"info-center .*",
        r"snmp-agent.*",
        r"ssh .*",
        r"ntp.*",
        r"acl .*",
        r"dot1x.*|mac-auth.*",
        r"radius .*",
        r"domain (?!default).*",
        r"domain default .*",
        r"local-user .*",
    ),
    inner_marks=True,
    short=(
        ("GE", "GigabitEthernet"),
        ("XGE", "Ten-GigabitEthernet"),
        ("BAGG", "Bridge-Aggregation"),
        ("[Vv]lan-interface", "Vlan-interface"),
    ),
    layout="hash",
    indent_top=True,
    batch=False,
    vlan_joint=" to ",
    vlan_comma=" ",
    header=(" version 7.1.070, Release 6616P05",),
    footer="return",
    banner=r"header (?:legal|login|motd|shell) (?P<delim>\S)",
    login="\r\n" + "*" * 78 + "\r\n* Copyright (c) 2004-2026 New H3C Technologies Co., Ltd. "
    "All rights reserved.*\r\n" + "*" * 78 + "\r\n\r\n",
    user_prompt="<{name}>",
    enabled_prompt="",
    config_prompt="[{name}{view}]",
    enter_config="system-view",
    leave_config=("return",),
    show_running="display current-configuration",
    show_startup="display saved-configuration",
    show_version="display version",
    version="H3C Comware Software, Version 7.1.070, Release 6616P05\n"
    "H3C S5560X-30C-EI uptime is 0 weeks, 3 days, 2 hours, 11 minutes",
    quiet=("undo terminal monitor",),
    paging_off="screen-length disable",
    save="save force",
    save_question="",
    saved="Validating file. Please wait...\n"
    "Configuration is saved to mainboard device successfully.",
    unknown=" % Unrecognized command found at '^' position.",
    incomplete=" % Incomplete command found at '^' position.",
    excess=" % Too many parameters found at '^' position.",
    refused=" % Error: {reason}",
    hostname=r"sysname (\S+)",
    question="Undo OSPF process? [Y/N]:",
    loud_upper=True,
)
