"""Views of Ruijie RGOS: VLANs, VRFs, access lists, pools, interfaces, routing, terminal lines."""

from __future__ import annotations

from educloud.lab.switches.dialects.rgos_interfaces import (
    BASICS,
    DESCRIPTION,
    EDGE,
    FILTERS,
    IDS,
    INTERFACE,
    MEMBER,
    ROUTED,
    SHUTDOWN,
    SWITCHED,
    TRUNK_LIST,
    V4,
    V6,
    feature,
    routed,
    value,
)
from educloud.lab.switches.grammar import Kind, Statement, VlanList

ROUTE_ID = rf"(?:\d+|{V4}):\d+"
HASHED = r"(?:\d )?\S+"
RULES = (
    value(r"list-remark"),
    Statement(r"(\d+) (?:permit|deny) .+", slot=r"{1} (?:permit|deny) .+", undo=r"\d+", rigid=True),
)


def access_list(header: str, prompt: str, bound: str) -> Kind:
    """Give an access list; it cannot be removed while a line binds it."""
    return Kind(header, prompt, undo=header, statements=RULES, bound=bound)


def family(inside: str, header: str, *statements: Statement) -> Kind:
    """Give an address family inside of a view."""
    return Kind(
        rf"address-family {header}",
        f"{inside}-af",
        undo=rf"address-family {header}",
        inside=inside,
        ends="exit-address-family",
        statements=statements,
    )


NEIGHBOR = rf"(?:{V4}|{V6}|[A-Za-z]\S*)"


def neighbor(words: str, rest: str = "") -> Statement:
    """Give a setting of a neighbour or group, which must be there."""
    tail = f" {rest}" if rest else ""
    return Statement(
        rf"neighbor ({NEIGHBOR}) {words}{tail}",
        slot=rf"neighbor {{1}} {words}(?: .+)?",
        undo=rf"neighbor {NEIGHBOR} {words}",
    )


# With "no neighbor X" the neighbour goes as a whole, in the address families too.
SETTINGS = (
    Statement(
        r"neighbor ([A-Za-z]\S*) peer-group",
        undo=r"neighbor [A-Za-z]\S* peer-group",
        drops=r"neighbor {1} .+|neighbor \S+ peer-group {1}",
    ),
    Statement(
        rf"neighbor ({V4}|{V6}) remote-as \d+",
        slot=r"neighbor {1} remote-as .+",
        undo=rf"neighbor (?:{V4}|{V6})",
        along=r"neighbor {1} .+",
    ),
    neighbor(r"description", r".+"),
    neighbor(r"update-source", INTERFACE),
    neighbor(r"ebgp-multihop", r"\d+"),
    neighbor(r"password", HASHED),
    neighbor(r"timers", r"\d+ \d+"),
    neighbor(r"shutdown"),
    Statement(
        rf"neighbor ({V4}|{V6}) peer-group (\S+)",
        slot=r"neighbor {1} peer-group .+",
        undo=rf"neighbor (?:{V4}|{V6}) peer-group \S+",
        needs=r"neighbor \S+ peer-group",
    ),
)
EXCHANGE = (
    neighbor(r"activate"),
    neighbor(r"next-hop-self"),
    neighbor(r"send-community", r"(?:both|extended|standard)"),
    neighbor(r"route-reflector-client"),
    Statement(
        rf"neighbor ({NEIGHBOR}) (route-map|prefix-list) \S+ (in|out)",
        slot=r"neighbor {1} {2} \S+ {3}",
        undo=rf"neighbor {NEIGHBOR} (?:route-map|prefix-list) \S+ (?:in|out)",
    ),
    Statement(rf"network (?:{V4} mask {V4}|{V6})"),
    Statement(r"redistribute (?:connected|static|ospf \d+|isis \S+)"),
    Statement(r"maximum-paths \d+", slot=r"maximum-paths .+", undo=r"maximum-paths"),
)
ROUTER_ID = value(r"router-id", V4)
REDISTRIBUTE = Statement(
    r"redistribute (connected|static|bgp|isis)(?: .+)?",
    slot=r"redistribute {1}(?: .+)?",
    undo=r"redistribute (?:connected|static|bgp|isis)",
)
ORIGINATE = Statement(
    r"default-information originate(?: always)?",
    slot=r"default-information originate.*",
    undo=r"default-information originate",
)
KINDS = {
    "vlan": Kind(
        r"vlan (\d+)",
        "vlan",
        undo=r"vlan \d+",
        bars_top="interface VLAN {1}",
        bound="switchport access vlan {1}",
        statements=(value(r"name", r"\S+"),),
    ),
    "vrf": Kind(
        r"vrf definition (\S+)",
        "vrf",
        undo=r"vrf definition \S+",
        statements=(value(r"rd", ROUTE_ID), DESCRIPTION),
        bound="vrf forwarding {1}|ip route vrf {1} .+|ipv6 route vrf {1} .+",
    ),
    "vrf4": family("vrf", "ipv4", Statement(rf"route-target (?:import|export|both) {ROUTE_ID}")),
    "vrf6": family("vrf", "ipv6", Statement(rf"route-target (?:import|export|both) {ROUTE_ID}")),
    "acl": access_list(
        r"ip access-list (?:extended|standard) (\S+)",
        "ext-nacl",
        r"ip access-group {1} \S+|access-class {1} \S+|snmp-server (?:community|group) .* {1}",
    ),
    "acl6": access_list(
        r"ipv6 access-list (\S+)",
        "ipv6-nacl",
        r"ipv6 traffic-filter {1} \S+|ipv6 access-class {1} \S+"
        r"|snmp-server group .* ipv6 {1}(?: .+)?",
    ),
    "map": Kind(
        r"route-map (\S+) (permit|deny) (\d+)",
        "route-map",
        undo=r"route-map \S+ (?:permit|deny) \d+",
        key="route-map {1} {2} {3}",
        statements=(
            Statement(
                r"match (ip|ipv6) address prefix-list \S+",
                slot=r"match {1} address prefix-list .+",
                undo=r"match (?:ip|ipv6) address prefix-list \S+",
            ),
            value(r"set local-preference", r"\d+"),
            value(r"set metric", r"\d+"),
            value(r"set community", r".+"),
        ),
    ),
    "pool": Kind(
        r"ip dhcp pool (\S+)",
        "dhcp",
        undo=r"ip dhcp pool \S+",
        statements=(
            value(r"network", rf"{V4} {V4}"),
            value(r"lease", r"\d+(?: \d+ \d+)?|infinite"),
            value(r"option 138 ip", rf"{V4}(?: {V4})*"),
            value(r"dns-server", rf"{V4}(?: {V4})*"),
            value(r"domain-name", r"\S+"),
            value(r"default-router", rf"{V4}(?: {V4})*"),
        ),
    ),
    "pool6": Kind(
        r"ipv6 dhcp pool (\S+)",
        "dhcp",
        undo=r"ipv6 dhcp pool \S+",
        bound=r"ipv6 dhcp server {1}",
        statements=(
            Statement(
                rf"iana-address prefix {V6}(?: lifetime \d+ \d+)?",
                slot=r"iana-address prefix .+",
                undo=rf"iana-address prefix {V6}",
            ),
            value(r"prefix-delegation pool", r"(\S+)", needs_top=r"ipv6 local pool {1} .+"),
            Statement(rf"dns-server {V6}"),
            value(r"domain-name", r"\S+"),
        ),
    ),
    "mst": Kind(
        r"spanning-tree mst configuration",
        "mst",
        undo=r"spanning-tree mst configuration",
        statements=(value(r"name", r"\S+"), value(r"revision", r"\d+")),
        lists=tuple(
            VlanList(
                add=rf"instance {n} vlan {IDS}",
                remove=rf"instance {n} vlan {IDS}",
                shown=f"instance {n} vlan {{0}}",
                group="mst",
            )
            for n in range(1, 5)
        ),
    ),
    "vsu": Kind(
        r"switch virtual domain (\d+)",
        "vs-domain",
        statements=(
            Statement(r"switch \d"),
            Statement(
                r"switch (\d) (priority|description) \S+",
                slot=r"switch {1} {2} .+",
                undo=r"switch \d (?:priority|description)",
            ),
            Statement(
                r"dual-active detection (?:bfd|aggregateport)",
                slot=r"dual-active detection .+",
                undo=r"dual-active detection(?: \S+)?",
            ),
            Statement(rf"dual-active bfd interface {INTERFACE}"),
        ),
    ),
    "nfpp": Kind(
        r"nfpp",
        "nfpp",
        statements=(
            value(r"arp-guard rate-limit per-src-ip", r"\d+"),
            *(
                value(rf"nd-guard rate-limit per-port {kind}", r"\d+")
                for kind in ("ns-na", "rs", "ra-redirect")
            ),
            value(r"log-buffer entries", r"\d+"),
        ),
    ),
    "port": Kind(
        r"interface ((?:Ten|Forty|Hundred)?GigabitEthernet \d+(?:/\d+)+)",
        "if-{1}",
        statements=(*SWITCHED, MEMBER, *BASICS, *routed(ROUTED), *FILTERS, *EDGE, *SHUTDOWN),
        lists=(TRUNK_LIST,),
    ),
    "trunk": Kind(
        r"interface AggregatePort (\d+)",
        "if-AggregatePort {1}",
        undo=r"interface AggregatePort \d+",
        bound=r"port-group {1}(?: .+)?",
        statements=(*SWITCHED, *BASICS, *routed(ROUTED), *FILTERS, *EDGE, *SHUTDOWN),
        lists=(TRUNK_LIST,),
    ),
    "svi": Kind(
        r"interface VLAN (\d+)",
        "if-VLAN {1}",
        undo=r"interface VLAN \d+",
        needs_top="vlan {1}",
        statements=(DESCRIPTION, value(r"mtu", r"\d+"), *routed(), *FILTERS, *SHUTDOWN),
    ),
    "mgmt": Kind(
        r"interface Mgmt (\d+)",
        "if-Mgmt {1}",
        statements=(
            DESCRIPTION,
            Statement(
                rf"ip address {V4} {V4}",
                slot=rf"ip address {V4} {V4}",
                undo=rf"ip address {V4} {V4}",
            ),
            value(r"gateway", V4),
            *SHUTDOWN,
        ),
    ),
    "loopback": Kind(
        r"interface Loopback (\d+)",
        "if-Loopback {1}",
        undo=r"interface Loopback \d+",
        statements=(DESCRIPTION, *routed(), *SHUTDOWN),
    ),
    "ospf": Kind(
        r"router ospf (\d+)",
        "router",
        undo=r"router ospf \d+",
        statements=(
            ROUTER_ID,
            Statement(r"passive-interface .+"),
            REDISTRIBUTE,
            Statement(
                rf"network ({V4}) ({V4}) area \S+",
                slot=r"network {1} {2} area .+",
                undo=rf"network {V4} {V4} area \S+",
            ),
            Statement(r"area \S+ (?:stub|nssa)(?: no-summary)?"),
            ORIGINATE,
        ),
    ),
    "ospf6": Kind(
        r"ipv6 router ospf (\d+)(?: vrf \S+)?",
        "router",
        undo=r"ipv6 router ospf \d+(?: vrf \S+)?",
        statements=(ROUTER_ID, Statement(r"passive-interface .+"), REDISTRIBUTE, ORIGINATE),
    ),
    "isis": Kind(
        r"router isis(?: (\S+))?",
        "router",
        undo=r"router isis(?: \S+)?",
        statements=(
            Statement(r"net \S+"),
            value(r"is-type", r"(?:level-1|level-1-2|level-2-only)"),
            value(r"metric-style", r"(?:wide|narrow|transition)"),
            Statement(r"passive-interface .+"),
        ),
    ),
    "bgp": Kind(
        r"router bgp (\d+)",
        "router",
        undo=r"router bgp \d+",
        bars=r"router bgp \d+",
        statements=(
            value(r"bgp router-id", V4),
            Statement(r"bgp log-neighbor-changes"),
            Statement(r"no bgp default ipv4-unicast"),
            *SETTINGS,
        ),
    ),
    "bgp4": family("bgp", "ipv4", *EXCHANGE),
    "bgp6": family("bgp", "ipv6", *EXCHANGE),
    "vpn4": family("bgp", "vpnv4", *EXCHANGE),
    "vpn6": family("bgp", "vpnv6", *EXCHANGE),
    "bgp4vrf": family("bgp", r"ipv4 vrf (\S+)", *SETTINGS, *EXCHANGE),
    "bgp6vrf": family("bgp", r"ipv6 vrf (\S+)", *SETTINGS, *EXCHANGE),
    "line": Kind(
        r"line (console 0|vty \d+ \d+)",
        "line",
        statements=(
            *(
                Statement(
                    rf"{word} (\S+) in",
                    slot=rf"{word} \S+ in",
                    undo=rf"{word} \S+ in",
                    needs_top=rf"{family_} access-list (?:standard |extended )?{{1}}",
                )
                for word, family_ in (("access-class", "ip"), ("ipv6 access-class", "ipv6"))
            ),
            value(r"transport input", r"(?:all|ssh|telnet|none)"),
            feature(r"exec-timeout .+", r"exec-timeout 10(?: 0)?"),
            value(r"exec-timeout", r"\d+(?: \d+)?"),
            Statement(
                r"login(?: local| authentication \S+)?", slot=r"login(?: .+)?", undo=r"login"
            ),
            value(r"password", HASHED),
        ),
    ),
}
