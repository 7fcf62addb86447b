"""The views of VRP V8; see ``vrpv8``."""

from __future__ import annotations

from educloud.lab.switches.dialects.vrpv8_lines import (
    BRIDGE,
    COMMON,
    EXCHANGED,
    IDS,
    IFACE,
    IMPORTED,
    IP,
    LISTS,
    NAME,
    PHYSICAL,
    RULE,
    SCHEME,
    SRV6,
    SWITCHED,
    TEXT,
    V4,
    V6,
    VPN_FAMILY,
    layer3,
    peers,
    ports,
    value,
)
from educloud.lab.switches.grammar import Kind, Statement

KINDS = {
    "vlan": Kind(
        r"vlan (\d+)", "vlan{1}", undo=r"vlan \d+", bars_top="interface Vlanif{1}",
        bound=r"port default vlan {1}",
        statements=(TEXT, value("name", r"\S+")),
    ),
    "mst": Kind(
        r"stp region-configuration", "mst-region", undo=r"stp region-configuration",
        statements=(value("region-name", r"\S+"), value("revision-level", r"\d+"),
                    Statement(rf"instance (\d+) vlan {IDS}", each=2)),
    ),
    "bd": Kind(
        r"bridge-domain (\d+)", "bd{1}", undo=r"bridge-domain \d+", bound="bridge-domain {1}",
        bars_top="interface Vbdif{1}",
        statements=(TEXT, Statement(r"vxlan vni \d+", slot=r"vxlan vni \d+", rigid=True)),
    ),
    "evpn": Kind(r"evpn", "bd-evpn", undo="evpn", inside="bd", statements=VPN_FAMILY),
    "vpn": Kind(
        rf"ip vpn-instance ({NAME})", "vpn-instance-{1}", undo=rf"ip vpn-instance {NAME}",
        bound=r"(?:.* )?vpn-instance {1}(?: .*)?",
        statements=(TEXT, Statement(r"vxlan vni \d+", slot=r"vxlan vni \d+", rigid=True)),
    ),
    "vpn-family": Kind(
        r"(ipv[46])-family", "vpn-instance-{1}", undo=r"ipv[46]-family", inside="vpn",
        statements=VPN_FAMILY,
    ),
    "acl": Kind(
        r"acl number (\d+)", "acl-{1}", undo=r"acl number \d+", statements=RULE,
        bound=r"if-match acl {1}|acl {1} (?:in|out)bound|ssh server acl {1}|snmp-agent acl {1}",
    ),
    "acl6": Kind(
        r"acl ipv6 number (\d+)", "acl6-{1}", undo=r"acl ipv6 number \d+", statements=RULE,
        bound=r"if-match ipv6 acl {1}|acl ipv6 {1} (?:in|out)bound|ssh ipv6 server acl {1}",
    ),
    "policy": Kind(
        r"(route-policy \S+) (?:permit|deny) node (\d+)", "{1}", key="{1} node {2}",
        undo=r"route-policy \S+ node \d+",
        statements=(
            TEXT,
            Statement(r"if-match ip-prefix (\S+)", slot=r"if-match ip-prefix \S+",
                      undo="if-match ip-prefix", needs_top=r"ip ip-prefix {1} index .*"),
            Statement(r"if-match ipv6 address prefix-list (\S+)",
                      slot=r"if-match ipv6 address prefix-list \S+",
                      undo="if-match ipv6 address prefix-list",
                      needs_top=r"ip ipv6-prefix {1} index .*"),
            value("apply local-preference", r"\d+"),
            value("apply cost", r"\d+"),
            value("apply community", r".+"),
        ),
    ),
    "classifier": Kind(
        r"(traffic classifier \S+)(?: type (?:or|and))?", "{1}", key="{1}",
        undo=r"traffic classifier \S+", bound="classifier {1} behavior .+",
        statements=(
            Statement(r"if-match acl (\d+)", needs_top="acl number {1}"),
            Statement(r"if-match ipv6 acl (\d+)", needs_top="acl ipv6 number {1}"),
        ),
    ),
    "behavior": Kind(
        r"traffic behavior (\S+)", "behavior-{1}", undo=r"traffic behavior \S+",
        bound=r"classifier \S+ behavior {1}(?: .+)?",
        statements=(Statement("deny", slot="permit|deny"),
                    Statement("permit", slot="deny", stored=False)),
    ),
    "traffic": Kind(
        r"traffic policy (\S+)", "trafficpolicy-{1}", undo=r"traffic policy \S+",
        bound=r"traffic-policy {1} \S+",
        statements=(
            Statement(r"classifier (\S+) behavior (\S+) precedence \d+",
                      slot="classifier {1} behavior .+", rigid=True, undo=r"classifier \S+",
                      needs_top="traffic classifier {1}"),
        ),
    ),
    "radius": Kind(
        r"radius server group (\S+)", "radius-{1}", undo=r"radius server group \S+",
        bound="radius server group {1}",
        statements=(
            value("radius server shared-key-cipher", r"\S+"),
            Statement(rf"radius server authentication {IP} \d+(?: \S+)?"),
        ),
    ),
    "pool6": Kind(
        rf"dhcpv6 pool ({NAME})", "dhcpv6-pool-{1}", undo=rf"dhcpv6 pool {NAME}",
        bound="dhcpv6 server {1}",
        statements=(
            Statement(rf"vpn-instance ({NAME})", slot="vpn-instance .+", rigid=True,
                      needs_top="ip vpn-instance {1}"),
            Statement(rf"address prefix {V6}"),
            Statement(rf"prefix-delegation {V6} \d+"),
            Statement(rf"dns-server {V6}"),
            value("dns-domain-name", r"\S+"),
        ),
    ),
    "srv6": Kind(
        r"segment-routing ipv6", "segment-routing-ipv6", undo="segment-routing ipv6",
        statements=(value("encapsulation source-address", V6),),
    ),
    "locator": Kind(
        rf"locator (\S+) ipv6-prefix {V6} \d+ static \d+", "srv6-locator-{1}", key="locator {1}",
        undo=r"locator \S+", inside="srv6", bound=r"segment-routing ipv6 locator {1}",
        statements=(Statement(r"opcode ::\S+ end(?: psp| no-flavor)?"),),
    ),
    "isis": Kind(
        r"isis (\d+)", "isis-{1}", undo=r"isis \d+", asks=True,
        bound=r"isis (?:ipv6 )?enable {1}",
        statements=(
            value("is-level", r"level-\S+"),
            value("cost-style", r"\S+"),
            Statement(r"network-entity [0-9a-f.]+", rigid=True, slot=r"network-entity .+"),
            value("is-name", r"\S+"),
            Statement(r"ipv6 enable topology (?:ipv6|standard)", slot="ipv6 enable .+",
                      undo="ipv6 enable"),
            SRV6[0],
            Statement(r"(?:ipv6 )?import-route (?:direct|static)"),
        ),
    ),
    "ospf": Kind(
        r"(ospf (\d+)) router-id \S+", "ospf-{2}", key="{1}", undo=r"ospf \d+", asks=True,
        statements=(value("bandwidth-reference", r"\d+"), Statement(r"silent-interface \S+"),
                    Statement("import-route (?:direct|static)")),
    ),
    "ospf-area": Kind(
        r"area (\S+)", "ospf-area-{1}", undo=r"area \S+", inside="ospf",
        statements=(Statement(rf"network {V4} {V4}"), Statement("stub", undo="stub")),
    ),
    "ospfv3": Kind(
        rf"ospfv3 (\d+)(?: vpn-instance {NAME})?", "ospfv3-{1}", key="ospfv3 {1}",
        undo=r"ospfv3 \d+", asks=True,
        bound=r"ospfv3 {1} area \S+",
        statements=(
            value("router-id", V4),
            value("bandwidth-reference", r"\d+"),
            Statement("import-route (?:direct|static)"),
            Statement("default-route-advertise(?: always)?"),
        ),
    ),
    "ospfv3-area": Kind(
        r"area (\S+)", "ospfv3-area-{1}", undo=r"area \S+", inside="ospfv3",
        bound=r"ospfv3 \d+ area {1}",
    ),
    "loopback": Kind(
        r"interface LoopBack(\d+)", "LoopBack{1}", undo=r"interface LoopBack\d+",
        statements=(TEXT, *layer3()),
    ),
    "svi": Kind(
        r"interface Vlanif(\d+)", "Vlanif{1}", undo=r"interface Vlanif\d+", needs_top="vlan {1}",
        statements=(*COMMON, *layer3()),
    ),
    "bdif": Kind(
        r"interface Vbdif(\d+)", "Vbdif{1}", undo=r"interface Vbdif\d+",
        needs_top="bridge-domain {1}",
        statements=(
            *COMMON, *layer3(), Statement("vxlan anycast-gateway enable"),
            Statement("arp collect host enable"), value("mac-address", r"[0-9a-f-]{14}"),
        ),
    ),
    "trunk": Kind(
        r"interface Eth-Trunk(\d+)", "Eth-Trunk{1}", undo=r"interface Eth-Trunk\d+",
        bound="eth-trunk {1}",
        statements=(*COMMON, value("mode", r"lacp-(?:static|dynamic)"),
                    *(p for p in PHYSICAL if "portswitch" in p.syntax), *SWITCHED,
                    *layer3("undo portswitch")),
        lists=LISTS,
    ),
    "sub-l2": Kind(
        rf"(interface ({IFACE}\.\d+)) mode l2", "{2}", key="{1}", undo=r"interface \S+\.\d+",
        statements=(
            TEXT,
            Statement(r"encapsulation dot1q vid \d+", slot="encapsulation .+", rigid=True),
            Statement(r"bridge-domain (\d+)", slot=r"bridge-domain \d+", rigid=True,
                      needs_top="bridge-domain {1}"),
        ),
    ),
    "sub": Kind(
        rf"interface ({IFACE}\.\d+)", "{1}", undo=r"interface \S+\.\d+",
        statements=(
            *COMMON,
            Statement(r"dot1q termination vid \d+", slot=r"dot1q termination vid \d+", rigid=True),
            Statement(r"vlan-type dot1q \d+", slot=r"vlan-type dot1q \d+", rigid=True),
            *layer3(r"(?:dot1q termination vid|vlan-type dot1q) \d+"),
        ),
    ),
    "port": ports("{1}", rf"interface ({BRIDGE})"),
    "router-port": Kind(
        r"interface (GigabitEthernet\d+/\d+/\d+)", "{1}",
        statements=(*COMMON, PHYSICAL[2], *layer3()),
    ),
    "meth": Kind(r"interface (MEth\d+/\d+/\d+)", "{1}", statements=(*COMMON, *layer3())),
    "nve": Kind(
        r"interface Nve(\d+)", "Nve{1}", undo=r"interface Nve\d+",
        statements=(
            TEXT,
            Statement(rf"source {IP}", slot="source .+"),
            Statement(r"vni (\d+) head-end peer-list protocol bgp"),
        ),
    ),
    "bgp": Kind(
        r"bgp (\d+)", "bgp", undo=r"bgp \d+", asks=True, bars=r"bgp \d+",
        statements=(
            value("router-id", V4),
            Statement("undo default ipv4-unicast"),
            *peers("undo default ipv4-unicast"),
        ),
    ),
    "family": Kind(
        r"(ipv[46]-family (?:unicast|vpnv[46])|l2vpn-family evpn)", "bgp-af", inside="bgp",
        undo=r"(?:ipv[46]-family (?:unicast|vpnv[46])|l2vpn-family evpn)",
        statements=(*EXCHANGED, *IMPORTED, *SRV6, Statement("undo policy vpn-target"),
                    Statement("policy vpn-target", slot="undo policy vpn-target", stored=False)),
    ),
    "vrf-family": Kind(
        rf"ipv([46])-family vpn-instance ({NAME})", "bgp-{1}-{2}", inside="bgp",
        undo=r"ipv[46]-family vpn-instance \S+", needs_top="ip vpn-instance {2}",
        statements=(*IMPORTED, *SRV6, *peers(), *EXCHANGED,
                    Statement("advertise l2vpn evpn")),
    ),
    "aaa": Kind(
        r"aaa", "aaa",
        statements=(
            Statement(r"local-user (\S+) password irreversible-cipher \S+",
                      slot=r"local-user {1} password .+"),
            *(Statement(rf"local-user (\S+) {what} .+", slot=f"local-user {{1}} {what} .+",
                        undo=rf"local-user \S+ {what}", needs=r"local-user \S+ password .+")
              for what in ("level", "service-type", "user-group", "state block")),
            Statement(r"local-user (\S+) .+", undo=r"local-user \S+"),
        ),
    ),
    "default-scheme": Kind(
        r"((?:authentication|authorization|accounting)-scheme) default", "aaa-{1}", inside="aaa",
        statements=SCHEME,
    ),
    "default-domain": Kind(r"domain (default(?:_admin)?)", "aaa-domain-{1}", inside="aaa",
                           statements=()),
    "scheme": Kind(
        r"((?:authentication|authorization|accounting)-scheme) (\S+)", "aaa-{1}-{2}", inside="aaa",
        undo=r"(?:authentication|authorization|accounting)-scheme \S+", statements=SCHEME,
        bound="{1} {2}",
    ),
    "domain": Kind(
        r"domain (\S+)", "aaa-domain-{1}", undo=r"domain \S+", inside="aaa",
        statements=(
            *(Statement(rf"{what}-scheme (\S+)", slot=rf"{what}-scheme \S+", undo=f"{what}-scheme",
                        needs_top=f"aaa\n{what}-scheme {{1}}")
              for what in ("authentication", "authorization", "accounting")),
            Statement(r"radius server group (\S+)", slot=r"radius server group \S+",
                      undo="radius server group", needs_top="radius server group {1}"),
        ),
    ),
    "vty": Kind(
        r"user-interface (con 0|vty \d+ \d+)", "ui-{1}",
        statements=(
            value("authentication-mode", r"\S+"),
            value("protocol inbound", r"\S+"),
            value("idle-timeout", r"\d+ \d+"),
            value("user privilege level", r"\d+"),
            Statement(r"acl (\d+) (inbound|outbound)",
                      undo=r"acl (?:inbound|outbound)", needs_top="acl number {1}"),
            Statement(r"acl ipv6 (\d+) (inbound|outbound)",
                      undo=r"acl ipv6 (?:inbound|outbound)", needs_top="acl ipv6 number {1}"),
        ),
    ),
}  # fmt: skip
