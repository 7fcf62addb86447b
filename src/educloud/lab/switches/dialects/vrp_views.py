"""Views of the S series other than interfaces: lists, pools, routing, access, terminal lines."""

from __future__ import annotations

from typing import Any

from educloud.lab.switches.dialects.vrp_interfaces import NAME, TEXT, V4, V6, around, value
from educloud.lab.switches.grammar import Kind, Statement

PROFILES = r"default_authen_profile|dot1x_authen_profile|mac_authen_profile|portal_authen_profile"
ACCESS_PROFILES = r"dot1x_access_profile|mac_access_profile"
PEER = r"\d+\.\d+\.\d+\.\d+|[0-9A-Fa-f:]*:[0-9A-Fa-f:]*"


def named(word: str, values: str, **more: Any) -> Statement:
    """Give a statement that names something before its value; undo ends with the name."""
    return Statement(rf"{word} {values}", slot=word.replace(r"(\S+)", "{1}") + " .+",
                     undo=word.replace(r"(\S+)", r"\S+"), **more)  # fmt: skip


FILTERS = {
    "acl": Kind(
        r"acl (ipv6 )?number (\d+)",
        "acl-adv-{2}",
        undo=r"acl (?:ipv6 )?number \d+",
        bound=r"traffic-filter (?:vlan \d+ )?\w+ acl {1}{2}|acl {1}{2} \w+bound|snmp-agent acl {2}",
        statements=(
            TEXT,
            Statement(r"step \d+", slot=r"step \d+", undo=r"step"),
            Statement(r"rule (\d+) (?:permit|deny)(?: .+)?", slot=r"rule {1} (?:permit|deny).*",
                      undo=r"rule \d+", rigid=True, drops=r"rule {1} description .+"),
            named(r"rule (\S+) description", ".+"),
        ),
    ),
    "acl-name": Kind(
        r"acl (ipv6 )?name ([A-Za-z]\S*)(?: \d+)?",
        "acl-adv-{2}",
        undo=r"acl (?:ipv6 )?name \S+",
        key="acl {1}name {2}",
        bound=r"traffic-filter (?:vlan \d+ )?\w+ acl {1}name {2}",
        statements=(
            TEXT,
            Statement(r"step \d+", slot=r"step \d+", undo=r"step"),
            Statement(r"rule (\d+) (?:permit|deny)(?: .+)?", slot=r"rule {1} (?:permit|deny).*",
                      undo=r"rule \d+", rigid=True, drops=r"rule {1} description .+"),
            named(r"rule (\S+) description", ".+"),
        ),
    ),
    "policy": Kind(
        r"route-policy (\S+) (?:permit|deny) node (\d+)",
        "route-policy",
        undo=r"route-policy \S+ node \d+",
        key="route-policy {1} node {2}",
        statements=(
            value("if-match ip-prefix", NAME),
            value("if-match acl", NAME),
            value("if-match tag", r"\d+"),
            value("apply cost", r"[+-]?\d+"),
            value("apply local-preference", r"\d+"),
            value("apply tag", r"\d+"),
        ),
    ),
    "raguard": Kind(
        r"nd raguard policy (\S+)",
        "nd-raguard-policy-{1}",
        undo=r"nd raguard policy \S+",
        bound=r"nd raguard attach-policy {1}",
        statements=(
            value("if-match prefix acl", r"\d+"),
            value("if-match ipv6-source-address acl", r"\d+"),
        ),
    ),
}  # fmt: skip
POOLS = {
    "pool": Kind(
        r"ip pool (\S+)",
        "ip-pool-{1}",
        undo=r"ip pool \S+",
        statements=(
            Statement(rf"gateway-list {V4}(?: {V4})*", slot=r"gateway-list .+", rigid=True,
                      undo="<none>", cancel=r"undo gateway-list all"),
            Statement(rf"network {V4} mask {V4}", slot=r"network .+", undo=r"network", rigid=True),
            Statement(rf"excluded-ip-address {V4}(?: {V4})?"),
            Statement(rf"dns-list {V4}(?: {V4})*", slot=r"dns-list .+", rigid=True, undo="<none>",
                      cancel=r"undo dns-list all"),
            value("lease", r"day \d+ hour \d+ minute \d+"),
            value("domain-name", NAME),
        ),
    ),
    "pool6": Kind(
        r"dhcpv6 pool (\S+)",
        "dhcpv6-pool-{1}",
        undo=r"dhcpv6 pool \S+",
        bound=r"dhcpv6 server {1}",
        statements=(
            Statement(rf"address prefix {V6}(?: life-time \S+ \S+)?", slot=r"address prefix .+",
                      undo=rf"address prefix {V6}", rigid=True),
            Statement(rf"excluded-address {V6}(?: to {V6})?"),
            Statement(rf"dns-server {V6}"),
            value("dns-domain-name", NAME),
            Statement(rf"prefix-delegation {V6} \d+(?: life-time \S+ \S+)?",
                      slot=r"prefix-delegation .+", undo=rf"prefix-delegation {V6} \d+",
                      rigid=True),
        ),
    ),
}  # fmt: skip
OSPF_LINES = (
    Statement(r"silent-interface \S+"),
    Statement(r"import-route (direct|static|bgp|ospf|ospfv3|isis)(?: .+)?",
              slot=r"import-route {1}.*",
              undo=r"import-route (?:direct|static|bgp|ospf|ospfv3|isis)"),
    Statement(r"default-route-advertise(?: always)?", slot=r"default-route-advertise.*",
              undo=r"default-route-advertise"),
    value("bandwidth-reference", r"\d+"),
    value("maximum load-balancing", r"\d+"),
)  # fmt: skip
AREA_LINES = (
    Statement(rf"network {V4} {V4}"),
    Statement(r"stub(?: no-summary)?", slot=r"stub.*", undo=r"stub"),
    Statement(r"nssa(?: .+)?", slot=r"nssa.*", undo=r"nssa"),
)
FAMILY_LINES = (
    Statement(rf"peer ({PEER}) enable", slot=r"undo peer {1} enable"),
    Statement(rf"undo peer ({PEER}) enable", slot=r"peer {1} enable"),
    Statement(r"peer (\S+) route-policy (\S+) (import|export)",
              slot=r"peer {1} route-policy \S+ {3}",
              undo=r"peer \S+ route-policy \S+ (?:import|export)",
              needs_top=r"route-policy {2} node \d+"),
    Statement(r"peer \S+ (?:next-hop-local|reflect-client|advertise-community|public-as-only)"),
    named(r"peer (\S+) preferred-value", r"\d+"),
    Statement(rf"network {V4} {V4}"),
    Statement(rf"network {V6} \d+"),
    Statement(r"import-route (direct|static|ospf \d+|ospfv3 \d+|isis \d+)(?: .+)?",
              slot=r"import-route {1}.*", undo=r"import-route (?:direct|static|\S+ \d+)"),
    value("maximum load-balancing", r"\d+"),
    Statement(r"undo synchronization", stored=False),
)  # fmt: skip
# Elsewhere a peer that is not enabled is not shown.
VPN_FAMILY_LINES = (*FAMILY_LINES[:1], *FAMILY_LINES[2:])
TARGETS = (
    Statement(r"policy vpn-target", stored=False, slot=r"undo policy vpn-target"),
    Statement(r"undo policy vpn-target"),
)
PEERS = (
    value("router-id", V4),
    Statement(r"undo default ipv4-unicast"),
    Statement(rf"peer ({PEER}) as-number \d+", slot=r"peer {1} as-number .+", rigid=True,
              undo=rf"peer (?:{PEER})", drops=r"(?:undo )?peer {1} .+"),
    Statement(r"group (\S+) (?:internal|external)", slot=r"group {1} .+", rigid=True,
              undo=r"group \S+", drops=r"peer {1} .+|peer \S+ group {1}"),
    Statement(r"peer (\S+) group \S+", slot=r"peer {1} group .+", rigid=True,
              undo=r"peer \S+ group \S+", needs=r"group .+"),
    named(r"peer (\S+) description", ".+", needs=r"(?:peer \S+ as-number|group) .+"),
    named(r"peer (\S+) connect-interface", NAME, needs=r"peer \S+ as-number \d+"),
    Statement(r"peer (\S+) ebgp-max-hop(?: \d+)?", slot=r"peer {1} ebgp-max-hop.*",
              undo=r"peer \S+ ebgp-max-hop", needs=r"peer \S+ as-number \d+"),
    Statement(r"peer (\S+) password (?:cipher|simple) \S+", slot=r"peer {1} password .+",
              undo=r"peer \S+ password", needs=r"peer \S+ as-number \d+"),
    Statement(r"peer (\S+) timer keepalive \d+ hold \d+", slot=r"peer {1} timer keepalive .+",
              undo=r"peer \S+ timer", needs=r"peer \S+ as-number \d+"),
    value("timer keepalive", r"\d+ hold \d+"),
    Statement(r"graceful-restart"),
)  # fmt: skip
ROUTING = {
    "vpn": Kind(
        r"ip vpn-instance (\S+)",
        "vpn-instance-{1}",
        undo=r"ip vpn-instance \S+",
        bound=r"ip binding vpn-instance {1}|ip(?:v6)? route-static vpn-instance {1} .+",
        statements=(TEXT,),
    ),
    "vpn-family": Kind(
        r"(ipv[46]-family)",
        "vpn-instance-af-{1}",
        undo=r"ipv[46]-family",
        inside="vpn",
        statements=(
            Statement(r"route-distinguisher \S+", slot=r"route-distinguisher .+", rigid=True,
                      undo=r"<none>"),
            Statement(r"vpn-target \S+ (?:export|import)-extcommunity",
                      needs=r"route-distinguisher .+"),
        ),
    ),
    "ospf": Kind(
        r"ospf (\d+)(?: router-id \S+)?(?: vpn-instance \S+)?",
        "ospf-{1}",
        undo=r"ospf \d+",
        key="ospf {1}",
        asks=True,
        bound=r"ospf enable {1} area \S+",
        statements=OSPF_LINES,
    ),
    "area": Kind(r"area (\S+)", "ospf-area-{1}", undo=r"area \S+", inside="ospf",
                 statements=AREA_LINES),
    "ospfv3": Kind(
        r"ospfv3 (\d+)(?: vpn-instance \S+)?",
        "ospfv3-{1}",
        undo=r"ospfv3 \d+",
        key="ospfv3 {1}",
        asks=True,
        bound=r"ospfv3 {1} area \S+",
        statements=(value("router-id", V4), *OSPF_LINES),
    ),
    "area6": Kind(r"area (\S+)", "ospfv3-area-{1}", undo=r"area \S+", inside="ospfv3",
                  statements=AREA_LINES[1:]),
    "isis": Kind(
        r"isis (\d+)",
        "isis-{1}",
        undo=r"isis \d+",
        asks=True,
        bound=r"isis (?:ipv6 )?enable {1}",
        statements=(
            value("is-level", r"\S+"),
            value("cost-style", r"\S+"),
            Statement(r"network-entity \S+", slot=r"network-entity .+", rigid=True),
            value("is-name", NAME),
            Statement(r"import-route (direct|static)(?: .+)?", slot=r"import-route {1}.*",
                      undo=r"import-route (?:direct|static)"),
            Statement(r"ipv6 enable topology (?:ipv6|standard)", slot=r"ipv6 enable topology .+",
                      undo=r"ipv6 enable", needs_top=r"ipv6"),
            Statement(r"ipv6 import-route (direct|static)(?: .+)?", slot=r"ipv6 import-route {1}.*",
                      undo=r"ipv6 import-route (?:direct|static)", needs=r"ipv6 enable .+"),
        ),
    ),
    "bgp": Kind(r"bgp (\d+)", "bgp", undo=r"bgp \d+", asks=True, bars=r"bgp (?!{1}$)\d+",
                statements=PEERS),
    "unicast": Kind(r"ipv4-family unicast", "bgp-af-ipv4", inside="bgp", statements=FAMILY_LINES),
    "unicast6": Kind(r"ipv6-family unicast", "bgp-af-ipv6", undo=r"ipv6-family unicast",
                     inside="bgp", statements=VPN_FAMILY_LINES),
    **{
        name: Kind(rf"{family} {name}", f"bgp-af-{name}", undo=rf"{family} {name}", inside="bgp",
                   statements=(*TARGETS, *VPN_FAMILY_LINES))
        for family, name in (("ipv4-family", "vpnv4"), ("ipv6-family", "vpnv6"))
    },
    "bgp-vpn": Kind(
        r"(ipv[46])-family vpn-instance (\S+)",
        "bgp-{2}",
        undo=r"ipv[46]-family vpn-instance \S+",
        inside="bgp",
        needs_top=r"ip vpn-instance {2}",
        statements=(*PEERS[2:9], *VPN_FAMILY_LINES),
    ),
}  # fmt: skip
USER = r"local-user (\S+)"
SCHEMES = ("authentication", "authorization", "accounting")
ACCESS = {
    "aaa": Kind(
        r"aaa",
        "aaa",
        statements=(
            Statement(rf"{USER} password (?:irreversible-)?cipher \S+",
                      slot=r"local-user {1} password .+", undo="<none>"),
            Statement(rf"{USER} privilege level \d+", slot=r"local-user {1} privilege .+",
                      undo=r"local-user \S+ privilege level"),
            Statement(rf"{USER} service-type .+", slot=r"local-user {1} service-type .+",
                      undo=r"local-user \S+ service-type"),
            Statement(rf"{USER} state block", undo=r"local-user \S+ state"),
            Statement(rf"{USER} idle-timeout \d+(?: \d+)?", slot=r"local-user {1} idle-timeout .+",
                      undo=r"local-user \S+ idle-timeout"),
            # Whatever a user has goes with the user.
            Statement(rf"{USER} (?:password|privilege|service-type|state|idle-timeout) .+",
                      undo=r"local-user \S+"),
        ),
    ),
    **{
        kind: Kind(
            rf"{kind}-scheme (\S+)",
            f"aaa-{kind}-{{1}}",
            undo=rf"{kind}-scheme (?!default$)\S+",
            inside="aaa",
            bound=rf"{kind}-scheme {{1}}",
            statements=(value(f"{kind}-mode", r".+"),),
        )
        for kind in SCHEMES
    },
    "domain": Kind(
        r"domain (\S+)",
        "aaa-domain-{1}",
        undo=r"domain (?!default$|default_admin$)\S+",
        inside="aaa",
        bound=r"access-domain {1}(?: .+)?",
        statements=(
            *(value(f"{kind}-scheme", NAME) for kind in SCHEMES),
            value("radius-server", NAME),
        ),
    ),
    "radius": Kind(
        r"radius-server template (\S+)",
        "radius-{1}",
        undo=r"radius-server template (?!default$)\S+",
        bound=r"radius-server {1}",
        statements=(
            value("radius-server shared-key", r"cipher \S+"),
            Statement(rf"radius-server (authentication|accounting) ({V4}|{V6}) (\d+)(?: .+)?",
                      slot=r"radius-server {1} {2} {3}.*",
                      undo=rf"radius-server (?:authentication|accounting) (?:{V4}|{V6}) \d+"),
            Statement(r"undo radius-server user-name domain-included"),
            value("radius-server retransmit", r"\d+(?: timeout \d+)?"),
        ),
    ),
    "dot1x": Kind(
        r"dot1x-access-profile name (\S+)",
        "dot1x-access-profile-{1}",
        undo=rf"dot1x-access-profile name (?!(?:{ACCESS_PROFILES})$)\S+",
        bound=r"dot1x-access-profile {1}",
        statements=(
            value("dot1x timer client-timeout", r"\d+"),
            Statement(r"dot1x reauthenticate"),
        ),
    ),
    "mac": Kind(
        r"mac-access-profile name (\S+)",
        "mac-access-profile-{1}",
        undo=rf"mac-access-profile name (?!(?:{ACCESS_PROFILES})$)\S+",
        bound=r"mac-access-profile {1}",
        statements=(Statement(r"mac-authen reauthenticate"),),
    ),
    "authen": Kind(
        r"authentication-profile name (\S+)",
        "authen-profile-{1}",
        undo=rf"authentication-profile name (?!(?:{PROFILES})$)\S+",
        bound=r"authentication-profile {1}",
        statements=(
            value("dot1x-access-profile", r"(\S+)", needs_top=r"dot1x-access-profile name {1}"),
            value("mac-access-profile", r"(\S+)", needs_top=r"mac-access-profile name {1}"),
            *around(r"access-domain \S+ force", r"access-domain \S+ force", r"access-domain force"),
            value("authentication mode", r"(?:multi-authen|single-terminal|single-\S+)"),
        ),
    ),
    "vty": Kind(
        r"user-interface (con 0|vty \d+ \d+)",
        "ui-{1}",
        statements=(
            *around(r"acl (\d+) (inbound|outbound)", r"acl \d+ {2}",
                    r"acl (?:inbound|outbound)", needs_top=r"acl number {1}"),
            *around(r"acl ipv6 (\d+) (inbound|outbound)", r"acl ipv6 \d+ {2}",
                    r"acl ipv6 (?:inbound|outbound)", needs_top=r"acl ipv6 number {1}"),
            value("authentication-mode", r"\S+"),
            value("set authentication password", r"cipher \S+"),
            value("user privilege level", r"\d+"),
            value("idle-timeout", r"\d+ \d+"),
            value("screen-length", r"\d+"),
            value("protocol inbound", r"\S+"),
        ),
    ),
}  # fmt: skip
VLAN = {
    "vlan": Kind(
        r"vlan (\d+)",
        "vlan{1}",
        undo=r"vlan \d+",
        bars_top="interface Vlanif{1}",
        bound=r"port default vlan {1}",
        statements=(
            TEXT,
            value("name", r"\S+"),
            Statement(r"dhcp snooping enable", needs_top=r"dhcp snooping enable"),
            Statement(r"nd snooping enable", needs_top=r"nd snooping enable"),
            Statement(r"ip source check user-bind enable"),
            Statement(r"mac-address learning disable"),
        ),
    ),
    "region": Kind(
        r"stp region-configuration",
        "mst-region",
        undo=r"stp region-configuration",
        statements=(
            value("region-name", NAME, wipes=r"active region-configuration"),
            value("revision-level", r"\d+", wipes=r"active region-configuration"),
            Statement(r"instance (\d+) vlan .+", undo=r"instance \d+ vlan .+",
                      wipes=r"active region-configuration"),
            Statement(r"active region-configuration"),
        ),
    ),
}  # fmt: skip
