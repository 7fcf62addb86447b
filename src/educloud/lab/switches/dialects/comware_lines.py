"""Lines of Comware 7 interfaces, access lists and routing, after its command references.

Link types may change on configured ports, their old lines go silently; trunk to hybrid only by way
of access. Where the references leave open whether a box is strict (a second filter in place of the
first, a second RD), this one is.
"""

from __future__ import annotations

from educloud.lab.switches.grammar import Statement, VlanList

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
    Statement(
        r"dhcp select (?:relay|server)", slot="dhcp select .+", undo="dhcp select (?:relay|server)"
    ),
    exact(rf"dhcp relay server-address {V4}"),
    value("dhcp server apply ip-pool", NAME),
    value("ipv6 dhcp select", "(?:relay|server)"),
    exact(rf"ipv6 dhcp relay server-address {V6}"),
    value("ipv6 dhcp server apply pool", rf"{NAME}(?: .+)?"),
    *FILTERS,
    Statement(r"(ospf \d+ area) \S+", slot=r"{1} \S+", undo=r"ospf \d+ area", rigid=True),
    *(
        value(f"{p} {word}", r"\S+")
        for p in ("ospf", "ospfv3")
        for word in ("cost", "network-type")
    ),
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
        bars=ROUTED,
    ),
    value("port access vlan", r"(\d+)", needs_top="vlan {1}", bars=f"{ROUTED}|{TRUNK}|{HYBRID}"),
    value("port trunk pvid", r"vlan \d+", needs=TRUNK),
    value("port hybrid pvid", r"vlan \d+", needs=HYBRID),
    Statement("undo port trunk permit vlan 1", needs=TRUNK),
    Statement("undo port hybrid vlan 1", needs=HYBRID),
    exact("qinq enable", bars=ROUTED),
    exact("stp edged-port", bars=ROUTED),
    exact("undo stp enable", bars=ROUTED),
    exact("stp root-protection", bars=ROUTED),
    value("stp cost", r"\d+", bars=ROUTED),
    value("loopback-detection action", "(?:shutdown|block|no-learning)", bars=ROUTED),
    value("ipv6 nd raguard role", "(?:host|router)", bars=ROUTED),
    *(
        exact(line, bars=ROUTED)
        for line in (
            "ipv6 nd snooping uplink",
            "ipv6 nd detection trust",
            "ipv6 dhcp snooping trust",
            "ipv6 dhcp snooping check request-message",
            "dhcp snooping trust",
            "arp detection trust",
        )
    ),
    value("ipv6 nd snooping max-learning-num", r"\d+", bars=ROUTED),
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
    *(value(f"storm-constrain {kind}", r"(?:pps|kbps|ratio) \d+ \d+", bars=ROUTED)
      for kind in ("broadcast", "multicast", "unicast")),
    value("storm-constrain control", "(?:shutdown|block)", bars=ROUTED),
    value("port-isolate enable", r"group \d+", bars=ROUTED),
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
        Statement(rf"peer (\S+) {word} {rest}", slot=f"peer {{1}} {word} .+",
                  undo=rf"peer \S+ {word}")
        for word, rest in (("as-number", r"\d+"), ("description", ".+"), ("ebgp-max-hop", r"\d+"),
                           ("connect-interface", r"\S+"), ("password", r"cipher \S+"),
                           ("timer", r"keepalive \d+ hold \d+"), ("preferred-value", r"\d+"))
    ),
    Statement(r"peer (\S+) route-policy \S+ (import|export)", slot=r"peer {1} route-policy \S+ {2}",
              undo="peer {1} route-policy {2}"),
    *(exact(rf"peer \S+ {word}") for word in ("enable", "next-hop-local", "advertise-community",
                                             "reflect-client", "bfd")),
)  # fmt: skip
IMPORT = listed(
    r"import-route (?:direct|static|(?:ospf|ospfv3|isis|bgp) \d+)", r"(?:cost|med|route-policy) .+"
)
FAMILY_LINES = (
    value("balance", r"\d+"),
    exact("undo policy vpn-target"),
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
