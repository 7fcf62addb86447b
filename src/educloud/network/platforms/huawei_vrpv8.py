"""Huawei VRP V8, CloudEngine switches and NetEngine routers: two stages, then ``commit``.

Lines go into a candidate in the order in which they are typed, and references are checked at the
commit, which is the session's to say and no part of a patch. Undo forms after the command
references of CloudEngine 12800/6800 (V200) and NetEngine 8000 (V800): undo takes the key of a
line, seldom its value. A line that turns a port into another kind of port (layer 3, member of a
bundle, a link type) has one key: only one of them stands, and the lines of the old kind go first.
"""

from __future__ import annotations

from educloud.network.platform import (
    NEVER,
    Ids,
    Line,
    ManagementSigns,
    Platform,
    Raw,
    View,
)

SVI = r"interface Vlanif ?(?P<vlan>\d+)"
KIND = "port link-type"  # key of the line that says what a port is
RATES = (10, 25, 40, 50, 100, 200, 400)
NAMES = (
    (r"g(?:i|igabitethernet)", "GigabitEthernet"),
    ("ge", "GE"),
    *((f"{rate}ge", f"{rate}GE") for rate in RATES),
    *((name.lower(), name) for name in ("Eth-Trunk", "Vlanif", "Vbdif", "LoopBack", "Nve", "MEth")),
)
IDS = r"(?P<ids>\d+(?: to \d+)?(?: \d+(?: to \d+)?)*)"
V4 = r"\d+\.\d+\.\d+\.\d+"
ETHERNET = r"(?:\d+\|)?\d*GE|(?:X|40|100)?GigabitEthernet|Ethernet|Virtual-Ethernet|Global-VE"
LAYER3 = (
    r"(?:undo )?(?:ip (?!binding)|ipv6 |ospf |ospfv3 |isis |arp |dhcp select|dhcp relay|dhcpv6 "
    r"|vrrp |vrrp6 ).*"
)
HOP = rf"(?:NULL ?0|vpn-instance \S+ \S+|(?:[A-Z]|\d+GE)\S+(?: {V4})?|{V4})"
HOP6 = r"(?:NULL ?0|vpn-instance \S+ \S+|(?:[A-Z]|\d+GE)\S+(?: \S*:\S*)?|\S*:\S*)"

VIEWS = (
    View(r"vlan 1", "vlan"),
    View(r"vlan \d+", "vlan", undo="undo {line}", rank=10),
    View(r"stp region-configuration", "mst", undo="undo {line}", rank=12),
    View(r"bridge-domain \d+", "bd", undo="undo {line}", rank=11),
    View(r"evpn", "evpn", undo="undo evpn", inside="bd", rank=20),
    View(r"evpn vpn-instance \S+(?: .+)?", "evpn", undo="undo {line}", rank=11),
    View(r"ip vpn-instance \S+", "vpn", undo="undo {line}", rank=12),
    View(r"ipv[46]-family", "vpn-family", undo="undo {line}", inside="vpn", rank=10),
    View(r"acl (ipv6 )?(?:number )?(\d+)", "acl", undo="undo {line}", key="acl {0}number {1}",
         rank=13),
    View(r"(acl (?:ipv6 )?name \S+)(?: \S+)*", "acl", undo="undo {line}", key="{0}", rank=13),
    View(r"(route-policy \S+) (?:permit|deny) node (\d+)", "policy", undo="undo {line}",
         key="{0} node {1}", rank=15),
    View(r"(traffic classifier \S+)(?: .+)?", "classifier", undo="undo {line}", key="{0}", rank=16),
    View(r"traffic behavior \S+", "behavior", undo="undo {line}", rank=17),
    View(r"(traffic policy \S+)(?: .+)?", "acl", undo="undo {line}", key="{0}", rank=18),
    View(r"dhcpv6 pool \S+", "pool6", undo="undo {line}", rank=19),
    View(r"radius[- ]server (?:group|template) \S+", "radius", undo="undo {line}", rank=19),
    View(r"hwtacacs[- ]server template \S+", "radius", undo="undo {line}", rank=19),
    View(r"segment-routing ipv6", "srv6", undo="undo {line}", rank=20),
    View(r"(locator \S+) ipv6-prefix .+", "locator", undo="undo {line}", key="{0}", inside="srv6"),
    View(r"(isis \d+)( vpn-instance \S+)?", "isis", undo="undo {0}", exclusive="{0}", rank=22),
    View(r"(ospf \d+)(?: router-id \S+)?( vpn-instance \S+)?(?: .+)?", "ospf", undo="undo {0}",
         key="{0}{1}", exclusive="{0}", rank=22),
    View(r"(ospfv3 \d+)( vpn-instance \S+)?", "ospfv3", undo="undo {0}", exclusive="{0}", rank=22),
    View(r"area \S+", "area", undo="undo {line}", inside="ospf"),
    View(r"area \S+", "area", undo="undo {line}", inside="ospfv3"),
    View(r"interface (LoopBack) ?(\d+)", "svi", undo="undo {line}", key="interface {0}{1}",
         rank=28),
    View(r"interface (Vlanif|Vbdif) ?(\d+)", "svi", undo="undo {line}", key="interface {0}{1}",
         rank=30),
    View(r"interface (Eth-Trunk) ?(\d+)", "port", undo="undo {line}", key="interface {0}{1}",
         rank=35),
    View(r"interface (Nve) ?(\d+)", "nve", undo="undo {line}", key="interface {0}{1}", rank=44),
    View(r"interface (Tunnel) ?(\S+)", "svi", undo="undo {line}", key="interface {0}{1}", rank=43),
    View(rf"interface ({ETHERNET}|Eth-Trunk) ?(\d\S*\.\d+)(?: mode l2)?", "sub", undo="undo {line}",
         key="interface {0}{1}", rank=42),
    View(rf"interface ({ETHERNET}|MEth|NULL) ?(\d\S*)", "port", key="interface {0}{1}", rank=40),
    View(r"bgp \S+( instance \S+)?", "bgp", undo="undo {line}", exclusive="bgp{0}", rank=50),
    View(r"(?:ipv4-family (?:unicast|vpnv4|vpn-instance \S+)|ipv6-family (?:unicast|vpnv6"
         r"|vpn-instance \S+)|l2vpn-family evpn)", "family", undo="undo {line}", inside="bgp",
         rank=60),
    View(r"aaa", "aaa", rank=60),
    View(r"(?:authentication|authorization|accounting)-scheme default|domain default(?:_admin)?",
         "scheme", inside="aaa"),
    View(r"(?:authentication|authorization|accounting)-scheme \S+", "scheme", undo="undo {line}",
         inside="aaa", rank=60),
    View(r"domain \S+", "scheme", undo="undo {line}", inside="aaa", rank=61),
    View(r"user-interface (?:con|vty|tty|aux) .+", "vty", rank=62),
)  # fmt: skip

LISTS = (
    Ids(rf"vlan batch {IDS}", add="vlan batch {0}", remove="undo vlan batch {0}", view="vlan {0}",
        views="top", kept=(1,), rank=10),
    Ids(rf"instance (?P<n>\d+) vlan {IDS}", add="instance {n} vlan {0}",
        remove="undo instance {n} vlan {0}", views="mst"),
    Ids(rf"port trunk allow-pass vlan (?P<ids>all|{IDS[8:]}", add="port trunk allow-pass vlan {0}",
        remove="undo port trunk allow-pass vlan {0}", needs=KIND, kept=(1,), all="all"),
    Ids(rf"port hybrid tagged vlan {IDS}", add="port hybrid tagged vlan {0}",
        remove="undo port hybrid tagged vlan {0}", needs=KIND),
    Ids(rf"port hybrid untagged vlan {IDS}", add="port hybrid untagged vlan {0}",
        remove="undo port hybrid untagged vlan {0}", needs=KIND, kept=(1,)),
)  # fmt: skip

DEVICE = (
    Line(r"(?s)(header (?:login|shell)) .*", key="{0}", rank=3),
    Line(r"(sysname) \S+", key="{0}", rank=1),
    Line(r"undo (?:telnet|ftp|http)(?: ipv6)? server enable", default=True, views="top"),
    Line(r"(?:telnet|ntp)(?: ipv6)? server disable", default=True, views="top"),
    Line(r"evpn-overlay enable", rank=2),
    Line(r"(?:dhcp|lldp|stp|dhcp snooping|bfd) enable", views="top", rank=2),
    Line(r"(stp mode|stp priority|stp instance \d+ priority|stp instance \d+ root) .+", key="{0}"),
    Line(r"(clock timezone) .+", key="{0}", undo="undo clock timezone"),
    Line(r"(info-center loghost source) .+", key="{0}"),
    Line(r"(info-center loghost (?:ipv6 )?\S+(?: vpn-instance \S+)?)(?: .+)?", key="{0}"),
    Line(r"((?:ntp|ntp-service) unicast-server (?:ipv6 )?\S+)(?: .+)?", key="{0}", rank=80),
    Line(r"((?:ntp|ntp-service) source-interface) .+", key="{0}"),
    Line(r"(?:stelnet|sftp|snetconf)(?: ipv[46])? server enable", views="top"),
    Line(r"(ssh user (\S+) (?:authentication-type|service-type)) .+", key="{0}", of="ssh user {1}"),
    Line(r"ssh user \S+", rank=49),
    Line(r"(ssh server (?:port|timeout|rekey-interval|authentication-retries|cipher|hmac"
         r"|key-exchange|dh-exchange)) .+", key="{0}"),
    Line(r"(ssh(?: ipv6)? server acl) \S+", key="{0}"),
    Line(r"(ssh authorization-type default) \S+", key="{0}"),
    Line(r"snmp-agent", rank=48),
    Line(r"(snmp-agent local-engineid) .+", key="{0}", undo=NEVER),
    Line(r"(snmp-agent sys-info (?:contact|location)) .+", key="{0}"),
    Line(r"(snmp-agent (?:acl|trap source)) .+", key="{0}"),
    Line(r"(snmp-agent community (?:read|write) (?:cipher )?\S+)(?: .+)?", key="{0}"),
    Line(r"((?:ntp|ntp-service) authentication-keyid \d+) .+", key="{0}", secret=True),
    Line(r"(user-interface maximum-vty) \d+", key="{0}", rank=61),
    Line(r"(snmp-agent group v3 \S+ (?:privacy|authentication|noauthentication))(?: .+)?",
         key="{0}", rank=50),
    Line(r"(snmp-agent usm-user v3 (\S+) (?:authentication-mode|privacy-mode)) .+", key="{0}",
         of="snmp-agent usm-user v3 {1}", secret=True, rank=53),
    Line(r"(snmp-agent usm-user v3 (\S+) (?:group|acl)) .+", key="{0}",
         of="snmp-agent usm-user v3 {1}", rank=52),
    Line(r"snmp-agent usm-user v3 \S+", rank=51),
    Line(r"(snmp-agent target-host (?:host-name \S+ )?trap (?:ipv6 )?address udp-domain \S+"
         r"(?: (?:udp-port|vpn-instance|source) \S+)* params securityname \S+)(?: .+)?", key="{0}",
         rank=54),
)  # fmt: skip

ACCESS = (
    Line(r"(local-user (\S+) password) .+", key="local-user {1}", undo="undo local-user {1}",
         secret=True, salt=r"\$1[a-d]\$(?P<salt>[^$]+)\$", rank=20),
    Line(r"(local-user (\S+) (?:level|service-type|user-group|privilege level|ftp-directory)) .+",
         key="{0}", of="local-user {1}", rank=21),
    Line(r"(local-user (\S+) state block) .+", key="{0}", of="local-user {1}", rank=21),
    Line(r"(authentication-mode|authorization-mode|accounting-mode|protocol inbound|idle-timeout"
         r"|user privilege level|screen-length|history-command max-size) .+", key="{0}",
         views="vty scheme"),
    Line(r"(set authentication password) .+", key="{0}", secret=True, views="vty"),
    Line(r"(acl)( ipv6)? \S+ (inbound|outbound)", key="{0}{1} {2}", rigid=True, views="vty"),
    Line(r"(authentication-scheme|authorization-scheme|accounting-scheme) \S+", key="{0}",
         views="scheme"),
    Line(r"(radius[- ]server(?: group)?|hwtacacs[- ]server) \S+", key="{0}", views="scheme"),
    Line(r"(radius[- ]server shared-key(?:-cipher)?) .+", key="{0}", secret=True, views="radius"),
    Line(r"(hwtacacs[- ]server shared-key) .+", key="{0}", secret=True, views="radius"),
    Line(r"(radius[- ]server (?:authentication|accounting) \S+ \d+)(?: .+)?", key="{0}",
         views="radius"),
)  # fmt: skip

PORTS = (
    Line(r"undo shutdown", default=True),
    Line(r"portswitch", rank=4),  # a router's port bridges when told to
    Line(r"undo portswitch", key=KIND, undo="portswitch", rigid=True, rank=5),
    Line(r"eth-trunk \d+", key=KIND, undo="undo eth-trunk", rigid=True, rank=5),
    Line(r"port link-type access", key=KIND, default=True),
    Line(r"port link-type \S+", key=KIND, rank=5),
    Line(r"(port default vlan) \d+", key="{0}", needs=KIND),
    Line(r"(port (?:trunk|hybrid) pvid vlan) \d+", key="{0}", needs=KIND),
    Line(r"undo port trunk allow-pass vlan 1", needs=KIND, rank=31),
    Line(r"undo port hybrid (?:untagged )?vlan 1", needs=KIND, rank=31),
    Line(r"(stp edged-port) (?:enable|disable)", key="{0}", needs=KIND),
    Line(r"stp (?:root|loop)-protection", needs=KIND),
    Line(r"(stp cost|stp port priority) .+", key="{0}"),
    Line(r"(storm suppression \S+) .+", key="{0}"),
    Line(r"(storm control (?:broadcast|multicast|unknown-unicast|unicast)) .+", key="{0}"),
    Line(r"(storm control action) .+", key="{0}"),
    Line(r"(speed|duplex|fec mode|flow-control|jumboframe enable|device transceiver"
         r"|port crc-statistics trigger) .+", key="{0}"),
    Line(r"(mtu) \d+", key="{0}"),
    Line(r"mode lacp-(?:static|dynamic)", key="mode", undo="undo mode", rank=4),
    Line(r"mode manual.*", key="mode", default=True),
    Line(r"(lacp (?:priority|timeout|preempt delay)|least active-linknumber|max active-linknumber"
         r"|load-balance) .+", key="{0}"),
    Line(r"dhcp snooping (?:enable|trusted)", needs=KIND),
    Line(r"ip(?:v4|v6)? source check user-bind enable", needs=KIND),
    Line(r"(port-isolate enable) group \d+", key="{0}", needs=KIND),
    Line(r"(traffic-policy) \S+ (inbound|outbound)", key="{0} {1}", rigid=True, needs=KIND),
    Line(r"(encapsulation|dot1q termination vid|vlan-type dot1q) .+", key="{0}", rank=4,
         undo="undo {line}", rigid=True, views="sub"),
    Line(r"(bridge-domain) \d+", key="{0}", undo="undo {line}", rigid=True, views="sub", rank=20),
    Line(r"qinq (?:termination|stacking) .+", views="sub"),
)  # fmt: skip

ROUTED = (
    Line(r"ip binding vpn-instance \S+", key="ip binding vpn-instance", undo="undo {line}", rank=7,
         rigid=True, wipes=LAYER3, needs=KIND),
    Line(r"ip address (\S+) \S+ sub", exclusive="{0}", on="ip address", rank=10, needs=KIND),
    Line(r"(ip address) (\S+) (\S+)", key="{0}", undo="undo ip address {1} {2}", exclusive="{1}",
         rank=9, needs=KIND),
    Line(r"(ip address) unnumbered .+", key="{0}", rank=9, needs=KIND),
    Line(r"ipv6 enable", rank=8, needs=KIND),
    Line(r"ipv6 address auto .+", of="ipv6 enable", rank=10, needs=KIND),
    Line(r"ipv6 address \S+ link-local", key="ipv6 address link-local", undo="undo {line}",
         of="ipv6 enable", rank=9, needs=KIND),
    Line(r"ipv6 address (\S+?)[ /](\d+)(?: .+)?", key="ipv6 address {0}", undo="undo {line}",
         exclusive="{0}", of="ipv6 enable", rank=10, rigid=True, needs=KIND),
    Line(r"undo ipv6 nd ra halt", of="ipv6 enable", needs=KIND),
    Line(r"(ipv6 nd ra (?:router-lifetime|max-interval|min-interval|preference|hop-limit)) .+",
         key="{0}", of="ipv6 enable", needs=KIND),
    Line(r"(ipv6 nd ra prefix \S+(?: \d+)?)(?: .+)?", key="{0}", of="ipv6 enable", needs=KIND),
    Line(r"(ipv6 mtu) \d+", key="{0}", of="ipv6 enable", needs=KIND),
    Line(r"ipv6 nd .+", of="ipv6 enable", needs=KIND),
    Line(r"(ospfv3 \d+) area \S+(?: .+)?", key="{0} area", undo="undo {line}", on="ipv6 enable",
         rigid=True, needs=KIND, rank=45),
    Line(r"(ospfv3 (?:cost|network-type|timer \S+|dr-priority)) .+", key="{0}", on="ipv6 enable",
         needs=KIND, rank=46),
    Line(r"(ospf (?:cost|network-type|timer \S+|dr-priority)) .+", key="{0}", needs=KIND),
    Line(r"(ospf enable) .+", key="{0}", undo="undo {line}", rigid=True, needs=KIND),
    Line(r"isis ipv6 enable(?: \d+)?", key="isis ipv6 enable", undo="undo isis ipv6 enable",
         on="ipv6 enable", rigid=True, needs=KIND, rank=46),
    Line(r"isis enable(?: \d+)?", key="isis enable", undo="undo isis enable", rigid=True,
         needs=KIND, rank=45),
    Line(r"(isis (?:ipv6 )?(?:cost|circuit-type|circuit-level|timer \S+)) .+",
         key="{0}", on="isis enable", needs=KIND, rank=47),
    Line(r"(isis (?:ipv6 )?authentication-mode|ospf authentication-mode) .+", key="{0}",
         secret=True, needs=KIND, rank=48),
    Line(r"(vrrp6? vrid \d+ (?:priority|preempt-mode|timer advertise)) .+", key="{0}", needs=KIND,
         rank=48),
    Line(r"vrrp6? vrid \d+ virtual-ip .+", needs=KIND, rank=47),
    Line(r"(dhcp select) \S+", key="{0}", undo="undo {line}", needs=KIND),
    Line(r"(dhcpv6 server) \S+(?: .+)?", key="{0}", on="ipv6 enable", rigid=True, needs=KIND,
         views="svi port sub"),
    Line(r"(arp (?:expire-time|timeout)) .+", key="{0}", needs=KIND),
    Line(r"dhcpv6 relay .+", needs=f"{KIND}; dhcpv6 server"),
    Line(r"(?:dhcp relay|dhcpv6|arp) .+", needs=KIND),
    Line(r"mac-address \S+", key="mac-address", undo="undo mac-address", views="svi port"),
)  # fmt: skip

ROUTING = (
    Line(r"(router-id|router id) .+", key="{0}", rank=3),
    Line(rf"(ip route-static (?:vpn-instance \S+ )?{V4} \S+ {HOP})(?: .+)?", key="{0}", rank=70),
    Line(rf"(ipv6 route-static (?:vpn-instance \S+ )?\S*:\S* \d+ {HOP6})(?: .+)?", key="{0}",
         rank=70),
    Line(r"(ip ip(?:v6)?-prefix \S+ index \d+) .+", key="{0}", rank=14),
    Line(r"ip (?:as-path-filter|(?:ext)?community-filter) .+", rank=14),
    Line(r"(is-level|cost-style|is-name|bandwidth-reference|preference|maximum load-balancing"
         r"|silent-interface all) .+", key="{0}", views="isis ospf ospfv3 bgp family"),
    Line(r"((?:area-|domain-)?authentication-mode) .+", key="{0}", views="isis area", secret=True),
    Line(r"(address prefix \S+|prefix-delegation \S+ \d+)(?: .+)?", key="{0}", views="pool6"),
    Line(r"(dns-domain-name) \S+", key="{0}", views="pool6"),
    Line(r"vpn-instance \S+", key="vpn-instance", undo="undo {line}", rigid=True, views="pool6",
         rank=4),
    Line(r"(region-name|revision-level) \S+", key="{0}", views="mst"),
    Line(r"(network-entity) \S+", key="{0}", undo="undo {line}", rigid=True, views="isis", rank=4),
    Line(r"(ipv6 enable)(?: topology \S+)?", key="{0}", views="isis", rank=10),
    Line(r"(segment-routing ipv6 locator \S+)(?: .+)?", key="{0}", views="isis family", rank=20),
    Line(r"(encapsulation source-address) \S+.*", key="{0}", views="srv6", rank=4),
    Line(r"(description) .+", key="{0}", rank=6),
    Line(r"(name) .+", key="{0}", views="vlan", rank=6),
    Line(r"(step) \d+", key="{0}", views="acl", rank=4),
    Line(r"(rule (\d+) description) .+", key="{0}", of="rule {1}", rank=51),
    Line(r"(rule \d+) (?:permit|deny)(?: .+)?", key="{0}", rigid=True, views="acl"),
    Line(r"(if-match) (acl|ipv6 acl|dscp|vlan) .+", undo="undo {line}", views="classifier"),
    Line(r"(if-match (?:ip-prefix|ipv6 address prefix-list|community-filter|cost|tag)) .+",
         key="{0}", views="policy"),
    Line(r"(apply (?:local-preference|cost|community|as-path|preferred-value|tag)) .+", key="{0}",
         views="policy"),
    Line(r"(?:permit|deny)", key="action", undo="permit", views="behavior", rank=4),
    Line(r"(classifier \S+) behavior \S+(?: precedence \d+)?", key="{0}", rigid=True,
         views="acl"),
    Line(r"route-distinguisher \S+", key="route-distinguisher", undo="undo {line}", rigid=True,
         rank=3),
    Line(r"vxlan vni (\d+)", key="vxlan vni", undo="undo {line}", rigid=True, exclusive="vni {0}",
         rank=4),
    Line(r"(vni \d+) .+", key="{0}", undo="undo {line}", views="nve", rigid=True),
    Line(r"(source) \S+", key="{0}", undo="undo {line}", views="nve", rank=4),
)  # fmt: skip

BGP = (
    Line(r"undo synchronization", default=True),
    Line(r"undo policy vpn-target", key="policy vpn-target", undo="policy vpn-target", rank=5),
    Line(r"policy vpn-target", default=True),
    Line(r"undo default ipv4-unicast", rank=2),
    Line(r"group (\S+)(?: (?:internal|external))?", key="group {0}", undo="undo group {0}",
         rigid=True, rank=5),
    Line(r"(peer ([A-Za-z][^\s:]*)) as-number \S+", key="{0} as-number", undo="undo {0} as-number",
         of="group {1}", rigid=True, rank=6),
    Line(r"(peer \S+) as-number \S+", key="{0}", undo="undo {0}", rigid=True, rank=7),
    Line(r"peer ([A-Za-z][^\s:]*) enable", of="group {0}", rank=20),
    Line(r"(peer \S+) enable", key="{line}", of="{0}", rank=20),
    Line(r"((peer \S+) group) (\S+)", key="{0}", undo="undo {line}", of="{1} | group {2}",
         rigid=True, rank=21),
    Line(r"((peer \S+) route-policy) \S+ (import|export)", key="{0} {2}", undo="undo {line}",
         of="{1}", rank=30),
    Line(r"((peer \S+) (?:ip-prefix|ipv6-prefix|filter-policy)) .+", key="{line}", of="{1}",
         rank=30),
    Line(r"((peer \S+) password) .+", key="{0}", of="{1}", secret=True, rank=30),
    Line(r"((peer ([A-Za-z][^\s:]*)) (?:description|connect-interface|ebgp-max-hop|timer"
         r"|route-limit|bfd)) .+", key="{0}", of="group {2}", rank=30),
    Line(r"((peer \S+) (?:description|connect-interface|ebgp-max-hop|timer|preferred-value"
         r"|route-limit|tcp-mss|bfd)) .+", key="{0}", of="{1}", rank=30),
    Line(r"peer ([A-Za-z][^\s:]*) .+", of="group {0}", rank=31),
    Line(r"(peer \S+) .+", key="{line}", of="{0}", rank=31),
    Line(r"((?:ipv6 )?import-route \S+(?: \d+)?)(?: .+)?", key="{0}",
         views="family bgp ospf ospfv3 isis"),
    Line(r"network .+", views="family area", rank=40),
)  # fmt: skip

PLATFORM = Platform(
    name="huawei_vrpv8",
    title="Huawei VRP V8 (CloudEngine, NetEngine)",
    netmiko_type="huawei_vrpv8",
    negation="undo",
    leave="quit",
    separator=r"\s*#",
    noise=r"!.*|return",
    raw=(
        Raw(r"header (?:login|shell) information (?P<delim>\")"),
        Raw(r"(?:rsa|dsa|ecc) peer-public-key \S+", end=r"peer-public-key end"),
    ),
    signs=r"interface \d*GE\d+/\d+/\d+(?:\.\d+)?(?: mode l2)?|interface (?:Nve|Vbdif)\d+"
    r"|bridge-domain \d+|!Software Version .*|undo portswitch|evpn-overlay enable"
    r"|l2vpn-family evpn",
    views=VIEWS,
    ids=LISTS,
    lines=(*DEVICE, *ACCESS, *BGP, *PORTS, *ROUTED, *ROUTING),
    management=ManagementSigns(
        svi=SVI,
        access=r"aaa|user-interface .+|(?:stelnet|ssh|rsa|ecc|dsa|radius|hwtacacs)[ -].*",
        address=r"ip address .+|ipv6 address .+",
        port_fixed=r"port link-type .+|port default vlan .+|port trunk pvid .+|eth-trunk .+"
        r"|undo portswitch|port trunk allow-pass vlan \D.*",
        down=r"shutdown",
        default_route=r"ip route-static 0\.0\.0\.0 (?:0|0\.0\.0\.0) .+|ipv6 route-static :: 0 .+",
        filter=r"(?:(?:acl(?: ipv6)?|traffic-policy) (?=\S+ (?:in|out)bound)"
        r"|ssh(?: ipv6)? server acl )(?P<acl>\S+)(?: (?:in|out)bound)?",
        member=r"eth-trunk (?P<bundle>\d+)",
        bundle="interface Eth-Trunk{bundle}",
    ),
    port="10GE1/0/{n}",
    svi="Vlanif{n}",
    enter_config="system-view",
    exit_config="return",
    paging_off=("screen-length 0 temporary",),
    show_running="display current-configuration",
    show_startup="display saved-configuration",
    save="save",
    saved=r"(?i)saved? (?:the configuration )?successfully|saved successfully",
    prompt=r"[\[<][~*]?{name}(?:-[^\]>\r\n]*)?[\]>]\s*\Z",
    rename=r"sysname (?P<name>\S+)",
    errors=r"(?m)^\s*Error\s*(?:\[\d+\])?\s*:.*$",
    questions=(
        (r"(?i)change (?:now|the password)[^\n]*\s*\Z", "n"),
        (r"(?i)uncommitted[^\n]*\[Y\S*/N\S*/C\S*\]:?\s*\Z", "n"),
        (r"\[Y/N\]:?\s*\Z", "y"),
        (r"(?i)\(y/n\)\s*(?:\[\w\])?:?\s*\Z", "y"),
        (r"file name\s*\(\*\.cfg[^)]*\):\s*\Z", ""),
    ),
    begins=r"!Software Version .*",
    ends=r"return",
    names=tuple(
        (rf"(?i){front}{short}(?=\d+{rest})", front + long)
        for front, rest in (("interface ", r"(?:/\d+)*(?:\.\d+)?$"), ("", r"(?:/|$)"))
        for short, long in NAMES
    ),
)
