"""Interfaces of the S series: what a layer 3 interface, a port and an Eth-Trunk accept."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from educloud.lab.switches.grammar import Kind, Statement, VlanList

IDS = r"(?P<ids>\d+(?: to \d+)?(?: \d+(?: to \d+)?){0,9})"
V4 = r"\d+\.\d+\.\d+\.\d+"
V6 = r"[0-9A-Fa-f:]*:[0-9A-Fa-f:]*(?:/\d+)?"
ACL = r"(?:ipv6 )?(?:name )?\S+"
NAME = r"\S+"
IPV6_LINES = r"(?:undo )?(?:ipv6|ospfv3|dhcpv6|vrrp6|isis ipv6) .*"
BOUND_LINES = (
    r"(?:undo )?(?:ip (?!binding|source).*|ipv6 .*|ospf .*|ospfv3 .*|isis .*|vrrp6? .*"
    r"|dhcp (?:select|relay|server) .*|dhcpv6 .*|arp-proxy .*)"
)  # fmt: skip


def value(word: str, values: str, **more: Any) -> Statement:
    """Give a statement of one value; undo takes the words before it and nothing else."""
    return Statement(rf"{word} {values}", slot=rf"{word} .+", undo=word, **more)


def around(syntax: str, slot: str, undo: str, **more: Any) -> tuple[Statement, Statement]:
    """Give a statement whose undo leaves out a word in its middle: ``undo acl inbound``."""
    return Statement(syntax, slot=slot, undo="<none>", **more), Statement(syntax, undo=undo)


SHUTDOWN = (
    Statement(r"undo shutdown", stored=False, slot=r"shutdown"),
    Statement(r"shutdown"),
)
TEXT = value("description", ".+")
IPV6 = (
    Statement(r"ipv6 enable", needs_top=r"ipv6", drops=IPV6_LINES),
    Statement(
        rf"ipv6 address ({V6})(?: \d+)?(?: link-local| eui-64)?", needs=r"ipv6 enable", unique="1"
    ),
    Statement(r"ipv6 address auto (?:global|link-local)", needs=r"ipv6 enable"),
    value("ipv6 mtu", r"\d+", needs=r"ipv6 enable"),
    Statement(r"undo ipv6 nd ra halt", needs=r"ipv6 enable"),
    Statement(r"ipv6 nd autoconfig (?:managed-address-flag|other-flag)", needs=r"ipv6 enable"),
    Statement(
        r"ipv6 nd ra (min-interval|max-interval|router-lifetime) \d+",
        slot=r"ipv6 nd ra {1} \d+",
        undo=r"ipv6 nd ra (?:min-interval|max-interval|router-lifetime)",
        needs=r"ipv6 enable",
    ),
    Statement(rf"ipv6 nd ra prefix ({V6}) .+", slot=r"ipv6 nd ra prefix {1} .+",
              undo=rf"ipv6 nd ra prefix {V6}", needs=r"ipv6 enable"),
    Statement(r"dhcpv6 server (\S+)", slot=r"dhcpv6 server .+", undo=r"dhcpv6 server",
              needs=r"ipv6 enable", needs_top=r"dhcpv6 pool {1}", bars=r"dhcpv6 relay .+"),
    Statement(rf"dhcpv6 relay destination {V6}", needs=r"ipv6 enable", bars=r"dhcpv6 server .+",
              needs_top=r"dhcp enable"),
    Statement(r"ospfv3 (\d+) area \S+", needs=r"ipv6 enable", needs_top=r"ospfv3 {1}",
              slot=r"ospfv3 \d+ area \S+", rigid=True, undo=r"ospfv3 \d+ area \S+"),
    value("ospfv3 cost", r"\d+", needs=r"ipv6 enable"),
    value("ospfv3 network-type", r"\S+", needs=r"ipv6 enable"),
)  # fmt: skip
ROUTING = (
    Statement(r"ospf enable (\d+) area \S+", slot=r"ospf enable .+", rigid=True,
              undo=r"ospf enable \d+ area \S+", needs_top=r"ospf {1}"),
    value("ospf cost", r"\d+"),
    value("ospf network-type", r"\S+"),
    value("ospf dr-priority", r"\d+"),
    value("ospf authentication-mode", r"(?:md5|hmac-md5|hmac-sha256) \d+ cipher \S+"),
    Statement(r"isis enable (\d+)", slot=r"isis enable .+", rigid=True, undo=r"isis enable \d+",
              needs_top=r"isis {1}", drops=r"isis (?!enable |ipv6 enable ).+"),
    Statement(r"isis ipv6 enable (\d+)", slot=r"isis ipv6 enable .+", rigid=True,
              undo=r"isis ipv6 enable \d+", needs=r"ipv6 enable", needs_top=r"isis {1}"),
    value("isis cost", r"\d+", needs=r"isis (?:ipv6 )?enable \d+"),
    value("isis circuit-type", r"p2p", needs=r"isis (?:ipv6 )?enable \d+"),
    value("isis circuit-level", r"\S+", needs=r"isis (?:ipv6 )?enable \d+"),
)  # fmt: skip
FILTER = Statement(rf"traffic-filter (inbound|outbound) acl {ACL}", needs_top=r"acl .*")
LAYER3 = (
    TEXT,
    Statement(r"ip binding vpn-instance (\S+)", slot=r"ip binding .+", rigid=True,
              undo=r"ip binding vpn-instance \S+", needs_top=r"ip vpn-instance {1}",
              wipes=BOUND_LINES),
    value("mtu", r"\d+"),
    Statement(
        rf"ip address ({V4}) (?:{V4}|\d+)",
        slot=rf"ip address {V4} \S+",
        undo=rf"ip address(?: {V4} (?:{V4}|\d+))?",
        unique="1",
        stays=r"ip address \S+ \S+ sub",
    ),
    Statement(rf"ip address ({V4}) (?:{V4}|\d+) sub", unique="1", needs=r"ip address \S+ \S+"),
    *IPV6,
    *ROUTING,
    Statement(r"dhcp select (?:global|interface|relay)", slot=r"dhcp select .+",
              undo=r"dhcp select (?:global|interface|relay)", needs_top=r"dhcp enable"),
    Statement(rf"dhcp relay server-ip {V4}", needs=r"dhcp select relay"),
    Statement(rf"dhcp server dns-list {V4}(?: {V4})*", slot=r"dhcp server dns-list .+", rigid=True,
              undo="<none>", cancel=r"undo dhcp server dns-list all",
              needs=r"dhcp select interface"),
    Statement(rf"vrrp vrid \d+ virtual-ip {V4}", needs=r"ip address .+"),
    Statement(r"vrrp vrid (\d+) priority \d+", slot=r"vrrp vrid {1} priority \d+",
              undo=r"vrrp vrid \d+ priority", needs=r"vrrp vrid \d+ virtual-ip .+"),
    Statement(rf"vrrp6 vrid \d+ virtual-ip {V6} link-local", needs=r"ipv6 enable"),
    Statement(r"vrrp6 vrid (\d+) priority \d+", slot=r"vrrp6 vrid {1} priority \d+",
              undo=r"vrrp6 vrid \d+ priority", needs=r"vrrp6 vrid \d+ virtual-ip .+"),
    Statement(r"arp-proxy enable"),
    value("arp expire-time", r"\d+"),
    FILTER,
    *SHUTDOWN,
)  # fmt: skip

TRUNK, HYBRID = r"port link-type trunk", r"port link-type hybrid"
SWITCHED = (
    Statement(
        r"port link-type (?:access|trunk|hybrid|dot1q-tunnel|auto)",
        slot=r"port link-type .+",
        undo=r"port link-type",
        bars=r"(?:undo )?port (?:trunk|default|hybrid|vlan-stacking) .*|eth-trunk \d+"
        r"|undo portswitch",
        stays=r"(?:undo )?port (?:trunk|default|hybrid|vlan-stacking) .*",
    ),
    Statement(
        r"port default vlan (\d+)",
        slot=r"port default vlan \d+",
        undo=r"port default vlan",
        needs=r"port link-type (?:access|dot1q-tunnel)",
        needs_top=r"vlan {1}",
    ),
    value("port trunk pvid vlan", r"\d+", needs=TRUNK),
    Statement(r"undo port trunk allow-pass vlan 1", needs=TRUNK),
    value("port hybrid pvid vlan", r"\d+", needs=HYBRID),
    Statement(r"undo port hybrid vlan 1", needs=HYBRID),
    Statement(r"qinq vlan-translation enable", stays=r"port vlan-stacking .+"),
    Statement(r"port vlan-stacking vlan \d+(?: to \d+)? stack-vlan \d+",
              needs=r"qinq vlan-translation enable"),
    Statement(r"stp edged-port enable"),
    Statement(r"stp bpdu-filter enable"),
    Statement(r"stp root-protection", bars=r"stp loop-protection"),
    Statement(r"stp loop-protection", bars=r"stp root-protection"),
    Statement(r"stp disable"),
    Statement(r"stp instance (\d+) cost \d+", slot=r"stp instance {1} cost \d+",
              undo=r"stp instance \d+ cost"),
    Statement(r"loopback-detect enable"),
    value("loopback-detect action", r"(?:block|nolearn|shutdown|trap|quitvlan)"),
    Statement(r"storm-control (broadcast|multicast|unicast) "
              r"min-rate (?:percent )?\d+ max-rate (?:percent )?\d+",
              slot=r"storm-control {1} .+", undo=r"storm-control (?:broadcast|multicast|unicast)"),
    value("storm-control interval", r"\d+"),
    value("storm-control action", r"(?:block|error-down)"),
    Statement(r"storm-control enable (?:log|trap)"),
    Statement(r"(broadcast|multicast|unicast)-suppression (?:\d+|packets \d+)",
              slot=r"{1}-suppression .+", undo=r"(?:broadcast|multicast|unicast)-suppression"),
    Statement(r"port-isolate enable group \d+"),
    Statement(r"port-security enable", drops=r"port-security (?!enable).+",
              bars=r"authentication-profile .+"),
    value("port-security max-mac-num", r"\d+", needs=r"port-security enable"),
    value("port-security protect-action", r"\S+", needs=r"port-security enable"),
    Statement(r"port-security mac-address sticky", needs=r"port-security enable"),
    *around(r"voice-vlan \d+ enable", r"voice-vlan .+", r"voice-vlan enable"),
    Statement(r"dhcp snooping enable", needs_top=r"dhcp snooping enable"),
    Statement(r"dhcp snooping trusted", needs_top=r"dhcp snooping enable"),
    value("dhcp snooping max-user-number", r"\d+"),
    Statement(r"nd snooping enable", needs_top=r"nd snooping enable"),
    Statement(r"nd snooping trusted", needs_top=r"nd snooping enable"),
    Statement(r"nd snooping check (?:na|ns|rs) enable"),
    value("nd raguard attach-policy", r"\S+"),
    Statement(r"ip source check user-bind enable"),
    Statement(r"arp anti-attack check user-bind enable"),
    Statement(r"authentication-profile (\S+)", slot=r"authentication-profile .+",
              undo=r"authentication-profile", needs_top=r"authentication-profile name {1}",
              bars=r"port-security enable"),
    FILTER,
)  # fmt: skip
MEMBER_BARS = (
    r"(?:undo )?port (?:link-type|trunk|default|hybrid|vlan-stacking) .*|undo portswitch|stp .+"
    r"|loopback-detect .+|(?:storm-control|traffic-filter|port-isolate|port-security|voice-vlan) .+"
    r"|(?:dhcp|nd) snooping .+|nd raguard .+|\S+-suppression .+|ip .+|arp .+"
    r"|authentication-profile .+|qinq .+"
)
ETHERNET = (
    Statement(r"undo portswitch",
              bars=MEMBER_BARS.replace("|undo portswitch", "") + r"|eth-trunk \d+",
              stays=r"(?:undo )?(?:ip|ipv6|ospf|ospfv3|isis|vrrp|vrrp6|dhcp|dhcpv6"
              r"|arp-proxy|arp|mtu|traffic-filter) .*"),
    Statement(r"eth-trunk (\d+)", slot=r"eth-trunk \d+", undo=r"eth-trunk", rigid=True,
              needs_top=r"interface Eth-Trunk{1}", bars=MEMBER_BARS),
    Statement(r"undo negotiation auto", stays=r"(?:speed|duplex) .+"),
    value("speed", r"\d+", needs=r"undo negotiation auto"),
    value("duplex", r"(?:half|full)", needs=r"undo negotiation auto"),
    value("jumboframe enable", r"\d+"),
    Statement(r"undo lldp enable"),
    Statement(r"undo poe enable"),
    *SHUTDOWN,
    value("mtu", r"\d+"),
)  # fmt: skip
BUNDLE = (
    value("mode", r"(?:lacp|lacp-static|manual load-balance)"),
    value("load-balance", r"\S+"),
    value("least active-linknumber", r"\d+"),
    value("max active-linknumber", r"\d+"),
    value("lacp timeout", r"(?:fast|slow)"),
    *SHUTDOWN,
    value("jumboframe enable", r"\d+"),
)
LISTS = (
    VlanList(
        add=rf"port trunk allow-pass vlan {IDS}",
        remove=rf"port trunk allow-pass vlan {IDS}",
        shown="port trunk allow-pass vlan {0}",
        needs=TRUNK,
    ),
    *(
        VlanList(
            add=rf"port hybrid {tag} vlan {IDS}",
            remove=rf"port hybrid vlan {IDS}",
            shown=f"port hybrid {tag} vlan {{0}}",
            needs=HYBRID,
            group="hybrid",
        )
        for tag in ("tagged", "untagged")
    ),
)


def _not_with(pattern: str, statements: tuple[Statement, ...]) -> tuple[Statement, ...]:
    """Give statements that are also refused beside lines that match."""
    return tuple(
        replace(one, bars=f"{one.bars}|{pattern}" if one.bars else pattern) for one in statements
    )


def _routed(statements: tuple[Statement, ...]) -> tuple[Statement, ...]:
    """Give layer 3 statements as a port takes them: it must be no layer 2 port any more."""
    return tuple(
        one
        if one.needs or one.syntax.startswith("traffic-filter")
        else replace(one, needs="undo portswitch")
        for one in statements
        if one.syntax not in {TEXT.syntax, "shutdown", "undo shutdown", r"mtu \d+"}
    )


KINDS = {
    "svi": Kind(
        r"interface Vlanif(\d+)",
        "Vlanif{1}",
        undo=r"interface Vlanif\d+",
        needs_top="vlan {1}",
        statements=LAYER3,
    ),
    "loopback": Kind(
        r"interface LoopBack(\d+)", "LoopBack{1}", undo=r"interface LoopBack\d+", statements=LAYER3
    ),
    "trunk": Kind(
        r"interface Eth-Trunk(\d+)",
        "Eth-Trunk{1}",
        undo=r"interface Eth-Trunk\d+",
        bound=r"eth-trunk {1}",
        statements=(TEXT, *SWITCHED, *BUNDLE),
        lists=LISTS,
    ),
    "port": Kind(
        r"interface ((?:X?GigabitEthernet|40GE|100GE|MEth)\d+(?:/\d+){2})",
        "{1}",
        statements=(
            TEXT,
            *_routed(LAYER3),
            *_not_with(r"eth-trunk \d+|undo portswitch", SWITCHED[:-1]),
            *ETHERNET,
        ),
        lists=LISTS,
    ),
}
