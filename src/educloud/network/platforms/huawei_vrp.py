"""Huawei VRP, V200 S series: changes act at once, ``undo`` takes them back.

Undo forms after the S series command references: undo takes the key of a line, seldom its value.
A line that makes a port another kind of port (a link type, layer 3, member of an Eth-Trunk) has
one key, ``KIND``: only one of them stands, and the lines of the old kind go first.
"""

from __future__ import annotations

from educloud.network.platform import NEVER, Ids, Line, ManagementSigns, Platform, Raw, View

SVI = r"interface Vlanif(?P<vlan>\d+)"
KIND = "port link-type"
IDS = r"(?P<ids>\d+(?: to \d+)?(?: \d+(?: to \d+)?)*)"
IP = r"(?:\d+\.\d+\.\d+\.\d+|[0-9A-Fa-f]*:[0-9A-Fa-f:.]*)"
HOP = rf"(?:NULL0|vpn-instance \S+ {IP}|[A-Z]\S*\d(?: {IP})?|{IP})"
# What a change of the VPN instance takes off an interface.
BOUND = (
    r"(?:undo )?(?:ip (?!binding |source ).*|ipv6 .*|ospf .*|ospfv3 .*|isis .*|vrrp6? .*|dhcpv6 .*"
    r"|dhcp (?:select|relay|server) .*|arp-proxy .*)"
)
ACTIVE = r"active region-configuration"
SALTED = r"\$1[a-d]\$"
PROFILES = (
    r"default_authen_profile|dot1x_authen_profile|mac_authen_profile|portal_authen_profile"
    r"|dot1xmac_authen_profile|multi_authen_profile|dot1x_access_profile|mac_access_profile"
)

VIEWS = (
    View(r"vlan 1", "vlan"),
    View(r"vlan \d+", "vlan", undo="undo {0}", rank=10),
    View(r"ip vpn-instance \S+", "vpn", undo="undo {0}", rank=8),
    View(r"ipv[46]-family", "vpn-family", undo="undo {0}", inside="vpn"),
    View(r"stp region-configuration", "region", undo="undo {0}", rank=11),
    View(r"radius-server template default", "radius", rank=14),
    View(r"radius-server template \S+", "radius", undo="undo {0}", rank=14),
    View(rf"(?:dot1x|mac)-access-profile name (?:{PROFILES})", "profile", rank=15),
    View(r"(?:dot1x|mac|portal)-access-profile name \S+", "profile", undo="undo {0}", rank=15),
    View(r"route-policy (\S+) (?:permit|deny) node (\d+)", "policy",
         key="route-policy {0} node {1}", undo="undo route-policy {0} node {1}", rank=16),
    View(r"aaa", "aaa", rank=17),
    View(r"(?:authentication|authorization|accounting)-scheme default|domain default(?:_admin)?",
         "aaa-part", inside="aaa"),
    View(r"(?:authentication|authorization|accounting)-scheme \S+", "aaa-part", undo="undo {0}",
         inside="aaa", rank=20),
    View(r"domain \S+", "aaa-part", undo="undo {0}", inside="aaa", rank=30),
    View(rf"authentication-profile name (?:{PROFILES})", "profile", rank=18),
    View(r"authentication-profile name \S+", "profile", undo="undo {0}", rank=18),
    View(r"acl (ipv6 )?(?:number )?(\d+)", "acl", key="acl {0}number {1}",
         undo="undo acl {0}number {1}", rank=20),
    View(r"acl (ipv6 )?name (\S+)(?: \S+)?", "acl", key="acl {0}name {1}",
         undo="undo acl {0}name {1}", rank=20),
    View(r"nd raguard policy \S+", "raguard", undo="undo {0}", rank=21),
    View(r"traffic classifier (\S+)(?: .+)?", "qos", key="traffic classifier {0}",
         undo="undo traffic classifier {0}", rank=22),
    View(r"traffic behavior \S+", "qos", undo="undo {0}", rank=22),
    View(r"traffic policy (\S+)(?: .+)?", "qos", key="traffic policy {0}",
         undo="undo traffic policy {0}", rank=23),
    View(r"ip pool \S+", "pool", undo="undo {0}", rank=24),
    View(r"dhcpv6 pool \S+", "pool", undo="undo {0}", rank=24),
    View(r"ospf (\d+)(?: .+)?", "ospf", key="ospf {0}", undo="undo ospf {0}", rank=26),
    View(r"ospfv3 (\d+)(?: .+)?", "ospfv3", key="ospfv3 {0}", undo="undo ospfv3 {0}", rank=26),
    View(r"isis (\d+)(?: .+)?", "isis", key="isis {0}", undo="undo isis {0}", rank=26),
    View(r"area \S+", "area", undo="undo {0}", inside="ospf", rank=60),
    View(r"area \S+", "area", undo="undo {0}", inside="ospfv3", rank=60),
    View(r"interface Vlanif1", "svi", rank=30),
    View(r"interface (?:Vlanif|LoopBack)\d+", "svi", undo="undo {0}", rank=30),
    View(r"interface Eth-Trunk\d+", "port", undo="undo {0}", rank=35),
    View(r"interface \S+\.\d+", "svi", undo="undo {0}", rank=42),
    View(r"interface (?:MEth|NULL)\S+", "svi", rank=30),
    View(r"interface Tunnel\S+", "svi", undo="undo {0}", rank=43),
    View(r"interface .+", "port", rank=40),
    View(r"bgp \d+", "bgp", undo="undo {0}", rank=48, exclusive="bgp"),
    View(r"ipv4-family unicast", "family", inside="bgp", rank=60),
    View(r"ipv6-family unicast|(?:ipv[46]|l2vpn)-family \S+(?: \S+)?", "family", undo="undo {0}",
         inside="bgp", rank=60),
    View(r"user-interface (?!maximum-vty).+", "vty", rank=68),
)  # fmt: skip

NUMBERS = (
    Ids(
        rf"vlan batch {IDS}",
        add="vlan batch {0}",
        remove="undo vlan batch {0}",
        view="vlan {0}",
        views="top",
        kept=(1,),
        rank=10,
    ),
    Ids(
        rf"port trunk allow-pass vlan (?P<ids>all|{IDS.removeprefix('(?P<ids>')}",
        add="port trunk allow-pass vlan {0}",
        remove="undo port trunk allow-pass vlan {0}",
        needs=KIND,
        kept=(1,),
        all="all",
    ),
    *(
        Ids(
            rf"port hybrid {tag} vlan {IDS}",
            add=f"port hybrid {tag} vlan {{0}}",
            remove="undo port hybrid vlan {0}",
            key="port hybrid vlan {0}",
            needs=KIND,
        )
        for tag in ("tagged", "untagged")
    ),
)

SYSTEM = (
    Line(r"(?s)(header (?:login|shell)) .*", key="{0}"),
    Line(r"(?s)((?:rsa|dsa|ecc) peer-public-key \S+).*", key="{0}", rank=64),
    Line(r"undo (?:telnet|http)(?: ipv6| secure-server| server)? (?:server )?enable", default=True),
    Line(r"(sysname) \S+", key="{0}", rank=1),
    Line(r"(router id) \S+", key="{0}", rank=2),
    Line(r"(clock timezone) .+", key="{0}", rank=2),
    Line(r"ipv6", views="top", rank=2),
    Line(r"dhcp enable", views="top", rank=3),
    Line(r"dhcp snooping enable.*", views="top", rank=4),
    Line(r"nd snooping enable", views="top", rank=5),
    Line(r"(stp mode) \S+", key="{0}", rank=6),
    Line(r"(stp instance \d+ (?:root|priority)|stp (?:priority|root)) \S+", key="{0}", views="top"),
    Line(r"(info-center loghost source|info-center timestamp \S+) .+", key="{0}", rank=78),
    Line(rf"(info-center loghost (?:ipv6 )?{IP})(?: .+)?", key="{0}", rank=79),
    Line(rf"(ntp-service (?:ipv6 )?unicast-server (?:ipv6 )?{IP})(?: .+)?", key="{0}", rank=80),
    Line(r"(ntp-service authentication-keyid \d+) .+", key="{0}", secret=True, rank=76),
    Line(r"ntp-service reliable authentication-keyid \d+", rank=77),
    Line(r"(ntp-service source-interface) .+", key="{0}", rank=77),
    Line(r"(user-interface maximum-vty) \d+", key="{0}", rank=67),
)  # fmt: skip
HOST = rf"snmp-agent target-host trap (?:ipv6 )?address udp-domain {IP}"
SNMP = (
    Line(r"snmp-agent", rank=80),
    # The device makes its own from its address; whoever changes it locks all SNMPv3 users out.
    Line(r"(snmp-agent local-engineid) \S+", key="{0}", undo=NEVER, rank=81),
    Line(r"(snmp-agent sys-info version) .+", key="{0}", undo="undo {line}", rigid=True, rank=82),
    Line(r"(snmp-agent (?:sys-info \S+|trap source|protocol \S+|acl|packet max-size)) .+",
         key="{0}", rank=82),
    Line(r"snmp-agent mib-view .+", rank=82),
    Line(r"(snmp-agent community (?:read|write)) ((?:cipher )?\S+)( mib-view \S+)?( acl \S+)?",
         key="{0}{2}{3}", undo="undo {0} {1}", secret=True, rank=84),
    Line(r"(snmp-agent group v3 \S+ (?:authentication|privacy|noauthentication))(?: .+)?",
         key="{0}", rigid=True, rank=83),
    Line(r"snmp-agent usm-user v3 \S+", rank=84),
    Line(r"(snmp-agent usm-user v3 \S+) (group) .+", key="{0} {1}", of="{0}", rank=85),
    Line(r"(snmp-agent usm-user v3 \S+) (authentication-mode|privacy-mode) .+", key="{0} {1}",
         of="{0}", secret=True, rank=86),
    Line(r"(snmp-agent usm-user v3 \S+) .+", key="{0}", secret=True, rank=84),
    Line(rf"({HOST}) (.*params securityname) (cipher \S+)(?: .+)?", key="{0} {1}",
         undo="undo {0} {1} {2}", secret=True, rank=87),
    Line(rf"({HOST} .*params securityname \S+)(?: .+)?", key="{0}", rank=87),
    Line(r"snmp-agent .+", rank=88),
)  # fmt: skip
ACCESS = (
    Line(r"stelnet .+|ssh (?:ipv6 )?server-source .+", rank=65),
    Line(r"(ssh user \S+)", key="{0}", rank=65),
    Line(r"(ssh user \S+) (authentication-type|service-type|assign \S+) .+", key="{0} {1}",
         of="{0}", rank=66),
    Line(r"(ssh (?:server|client) (?:dh-exchange min-len|rsa-key min-length|\S+)) .+", key="{0}",
         rank=65),
    Line(r"(local-user \S+) password .+", key="{0}", secret=True, rank=40),
    Line(r"(local-user \S+) (privilege) level .+", key="{0} {1}", undo="undo {0} {1} level",
         of="{0}", rank=41),
    Line(r"(local-user \S+) (state) \S+", key="{0} {1}", of="{0}", rank=41),
    Line(r"(local-user \S+) (\S+) .+", key="{0} {1}", of="{0}", rank=41),
    Line(r"(radius-server shared-key) .+", key="{0}", views="radius", secret=True),
    Line(rf"(radius-server (?:authentication|accounting) {IP} \d+)(?: .+)?", key="{0}",
         views="radius"),
    Line(r"(radius-server retransmit) .+", key="{0}", views="radius"),
    Line(r"(\S+-mode|\S+-scheme|radius-server) .+", key="{0}", views="aaa-part"),
    Line(r"(dot1x-access-profile|mac-access-profile|authentication mode) .+", key="{0}",
         views="profile"),
    Line(r"(access-domain) \S+( dot1x| mac-authen| portal)?( force)?", key="{0}{1}{2}",
         views="profile"),
    Line(r"(dot1x timer \S+|mac-authen timer \S+) .+", key="{0}", views="profile"),
    Line(r"(acl(?: ipv6)?) \S+ (inbound|outbound)", key="{0} {1}", views="vty"),
    Line(r"(set authentication password) .+", key="{0}", views="vty", secret=True),
    Line(r"(authentication-mode|protocol inbound|user privilege level|idle-timeout|screen-length"
         r"|history-command max-size)(?: .+)?", key="{0}", views="vty"),
)  # fmt: skip
PORTS = (
    Line(r"undo shutdown", default=True),
    Line(r"(description|name) .+", key="{0}"),
    Line(r"port link-type dot1q-tunnel", key=KIND, rigid=True, rank=5),
    Line(r"(port link-type) \S+", key=KIND, rank=5),
    Line(r"undo portswitch", key=KIND, undo="portswitch", rigid=True, rank=5),
    Line(r"eth-trunk \d+", key=KIND, undo="undo eth-trunk", rigid=True, rank=5),
    Line(r"(port default vlan) \d+", key="{0}", needs=KIND, on=KIND),
    Line(r"(port (?:trunk|hybrid) pvid vlan) \d+", key="{0}", needs=KIND),
    Line(r"undo port (?:trunk allow-pass|hybrid) vlan 1", needs=KIND, rank=31),
    Line(r"qinq vlan-translation enable", needs=KIND, rank=20),
    Line(r"port vlan-stacking .+", needs=KIND),
    Line(r"undo negotiation auto", rank=10),
    Line(r"(mtu|speed|duplex|jumboframe enable|arp expire-time) .+", key="{0}"),
    Line(r"(load-balance|(?:least|max) active-linknumber|lacp \S+) .+", key="{0}", views="port"),
    Line(r"(mode) (?:lacp|lacp-static|manual load-balance)", key="{0}", views="port", rank=6),
    Line(r"(stp instance \d+ (?:cost|port priority)|stp (?:cost|port priority)) \S+", key="{0}",
         views="port", needs=KIND),
    Line(r"stp .+", views="port", needs=KIND),
    Line(r"(loopback-detect (?:action|recovery-time|packet vlan)) .+", key="{0}", needs=KIND),
    Line(r"loopback-detect .+", needs=KIND),
    Line(r"(storm-control (?:interval|action|broadcast|multicast|unicast)) .+", key="{0}",
         needs=KIND),
    Line(r"storm-control .+", needs=KIND),
    Line(r"(broadcast-suppression|multicast-suppression|unicast-suppression) .+", key="{0}",
         needs=KIND),
    Line(r"port-isolate .+", needs=KIND),
    Line(r"port-security enable", needs=KIND, rank=45),
    Line(r"(port-security (?:max-mac-num|protect-action|aging-time)) .+", key="{0}", needs=KIND),
    Line(r"port-security .+", needs=KIND),
    Line(r"(voice-vlan) \d+ (enable)", key="{0} {1}", needs=KIND),
    Line(r"(dhcp snooping max-user-number) \d+", key="{0}", needs=KIND),
    Line(r"(?:dhcp|nd) snooping .+", views="port", needs=KIND),
    Line(r"(nd raguard attach-policy) .+", key="{0}", needs=KIND),
    Line(r"ip source check .+", views="port", needs=KIND),
    Line(r"arp anti-attack .+", views="port", needs=KIND),
    Line(r"(authentication-profile) .+", key="{0}", views="port", needs=KIND),
    Line(r"traffic-filter (?:vlan \d+ )?(?:inbound|outbound) acl ipv6 .+", exclusive="filter6",
         needs=KIND),
    Line(r"traffic-filter (?:vlan \d+ )?(?:inbound|outbound) acl .+", exclusive="filter",
         needs=KIND),
    Line(r"(traffic-policy) \S+ (inbound|outbound)", key="{0} {1}", needs=KIND),
)  # fmt: skip
LAYER3 = (
    Line(r"ip binding vpn-instance \S+", key="ip binding", undo="undo {line}", rigid=True, rank=8,
         wipes=BOUND, needs=KIND),
    Line(r"ip address (\S+) \S+ sub", exclusive="{0}", on="ip address", rank=51,
         needs=KIND),
    Line(r"(ip address) (\S+) \S+", key="{0}", exclusive="{1}", needs=KIND),
    Line(r"ipv6 enable", views="svi port", rank=9, needs=KIND),
    Line(r"ipv6 address (\S+)(?: .+)?", exclusive="{0}", rank=45, needs=KIND),
    Line(r"(ipv6 nd ra (?:prefix \S+|min-interval|max-interval|router-lifetime|hop-limit)) .+",
         key="{0}", needs=KIND),
    Line(r"(ipv6 mtu|ospfv3 (?:cost|network-type|dr-priority)) .+", key="{0}", needs=KIND),
    Line(r"(dhcpv6 server) \S+", key="{0}", views="svi port", needs=KIND),
    Line(r"dhcpv6 relay destination .+", needs="dhcpv6 server", on=KIND),
    Line(r"(dhcp select) \S+", key="{0}", undo="undo {line}", rank=46, needs=KIND),
    Line(r"(dhcp server (?:dns-list|nbns-list)) .+", key="{0}", undo="undo {0} all", rigid=True,
         needs="dhcp select", on=KIND, rank=47),
    Line(r"dhcp (?:relay|server) .+", needs="dhcp select", on=KIND, rank=47),
    Line(r"ospf enable .+", key="ospf enable", undo="undo {line}", rigid=True, needs=KIND),
    Line(r"(ospf authentication-mode) .+", key="{0}", secret=True, rank=55, needs=KIND),
    Line(r"(ospf (?:cost|network-type|dr-priority|timer \S+|mtu-enable)) .+", key="{0}", rank=55,
         needs=KIND),
    Line(r"ospfv3 \d+ area \S+", key="ospfv3 area", undo="undo {line}", rigid=True, needs=KIND),
    Line(r"isis ipv6 enable.*", key="isis ipv6 enable", undo="undo {line}", rigid=True, needs=KIND),
    Line(r"isis enable.*", key="isis enable", undo="undo {line}", rigid=True, rank=48, needs=KIND),
    Line(r"(isis \S+) .+", key="{0}", of="isis enable", rank=55, needs=KIND),
    Line(r"vrrp6? vrid \d+ virtual-ip .+", rank=56, needs=KIND),
    Line(r"(vrrp6? vrid \d+ \S+)(?: .+)?", key="{0}", rank=57, needs=KIND),
    Line(r"(?:undo )?(?:ipv6 nd|arp-proxy) .+", needs=KIND),
)  # fmt: skip
FILTERS = (
    Line(r"(rule \d+) (description) .+", key="{0} {1}", of="{0}", rank=51),
    Line(r"(rule \d+) .+", key="{0}", rigid=True),  # typed anew, it would be merged with the old
    Line(r"(step) \d+", key="{0}", rank=40),
    Line(r"(ip (?:ip|ipv6)-prefix \S+ index \d+) .+", key="{0}", rank=12),
    Line(r"(if-match (?:prefix acl|ipv6-source-address acl|ip-prefix|acl|\S+)) .+", key="{0}",
         views="policy raguard"),
    Line(r"(apply \S+) .+", key="{0}", views="policy"),
    Line(r"(region-name|revision-level) .+", key="{0}", views="region", wipes=ACTIVE),
    Line(r"instance \d+ vlan .+", views="region", wipes=ACTIVE),
    Line(ACTIVE, views="region", rank=90),
)  # fmt: skip
POOLS = (
    Line(r"(network) .+", key="{0}", views="pool", rigid=True),
    # Addresses said anew are added to the list.
    Line(r"(gateway-list|dns-list) .+", key="{0}", undo="undo {0} all", views="pool", rigid=True),
    Line(r"(lease|domain-name|dns-domain-name|information-refresh) .+", key="{0}", views="pool"),
    Line(r"(address prefix) (\S+)(?: .+)?", key="{0}", undo="undo {0} {1}", views="pool",
         rigid=True, rank=40),
    Line(r"(prefix-delegation) (\S+ \d+)(?: .+)?", key="{0}", undo="undo {0} {1}", views="pool",
         rigid=True, rank=40),
)  # fmt: skip
ROUTING = (
    # The device has no command that takes it back; its family would have to go.
    Line(r"(route-distinguisher) .+", key="{0}", undo=NEVER, views="vpn-family", rank=10),
    Line(rf"((?:ip|ipv6) route-static (?:vpn-instance \S+ )?\S+ \S+ {HOP})(?: .+)?", key="{0}",
         rank=70),
    Line(r"(router-id|bandwidth-reference|maximum load-balancing|is-level|cost-style|is-name"
         r"|timer keepalive|preference) .+", key="{0}"),
    Line(r"(network-entity) .+", key="{0}", undo="undo {line}", views="isis", rigid=True, rank=40),
    Line(r"(ipv6 enable) topology \S+", key="{0}", views="isis", rank=45),
    Line(r"((?:ipv6 )?import-route (?:ospf \d+|ospfv3 \d+|isis \d+))(?: .+)?", key="{0}",
         views="family bgp"),
    Line(r"((?:ipv6 )?import-route \S+)(?: .+)?", key="{0}"),
    Line(r"(default-route-advertise|stub|nssa)(?: .+)?", key="{0}"),
    Line(r"undo synchronization", default=True, views="family"),
    Line(rf"(peer {IP}) as-number \d+", key="{0}", rigid=True, rank=20),
    Line(rf"(?:undo )?(peer {IP}) (enable)", key="{0} {1}", undo="undo {0} {1}", of="{0}",
              rank=40),
    Line(r"(peer \S+) (route-policy|ip-prefix|filter-policy) \S+ (import|export)",
         key="{0} {1} {2}", undo="undo {line}", of="{0}"),
    Line(r"(peer \S+) (group) (\S+)", key="{0} {1}", undo="undo {line}", of="{0}",
         on="group {2}", rigid=True, rank=30),
    Line(rf"peer ((?!{IP} )\S+) (route-policy|ip-prefix|filter-policy) \S+ (import|export)",
         key="peer {0} {1} {2}", undo="undo {line}", of="group {0}"),
    Line(rf"peer ((?!{IP} )\S+) (password) .+", key="peer {0} {1}", of="group {0}", secret=True),
    Line(rf"peer ((?!{IP} )\S+) (\S+)(?: .+)?", key="peer {0} {1}", of="group {0}"),
    Line(r"(peer \S+) (password) .+", key="{0} {1}", of="{0}", secret=True),
    Line(r"(peer \S+) (timer) .+", key="{0} {1}", of="{0}"),
    Line(r"(peer \S+) (\S+)(?: .+)?", key="{0} {1}", of="{0}"),
    Line(r"(group \S+) (?:internal|external)", key="{0}", rigid=True, rank=15),
    Line(r"undo (policy vpn-target)", key="{0}", undo="{0}", views="family"),
    Line(r"(policy vpn-target)", key="{0}", default=True, views="family"),
)  # fmt: skip

PLATFORM = Platform(
    name="huawei_vrp",
    title="Huawei VRP (S series V200)",
    netmiko_type="huawei",
    negation="undo",
    leave="quit",
    separator=r"\s*#",
    noise=r"!.*|return|\[V\d{3}R\d{3}.*\]|<[^<>\s]+>.*",
    raw=(
        Raw(r"header (?:login|shell) information (?P<delim>\")"),
        Raw(r"(?:rsa|dsa|ecc) peer-public-key .+", end=r"peer-public-key end"),
    ),
    signs=r"interface Vlanif\d+|port trunk allow-pass .*|vlan batch .*|!Software Version .*"
    r"|user-interface .*",
    views=VIEWS,
    ids=NUMBERS,
    lines=(*SYSTEM, *SNMP, *ACCESS, *PORTS, *LAYER3, *FILTERS, *POOLS, *ROUTING),
    management=ManagementSigns(
        svi=SVI,
        access=r"aaa|user-interface .+|stelnet .*|ssh .*|rsa .*|ecc .*|dsa .*",
        address=r"ip address .+|ipv6 address .+",
        port_fixed=r"port link-type .+|port default vlan .+|port trunk pvid .+|eth-trunk .+"
        r"|undo portswitch|port trunk allow-pass vlan \D.*|ip binding .+",
        down=r"shutdown",
        default_route=r"ip route-static 0\.0\.0\.0 (?:0|0\.0\.0\.0) .+|ipv6 route-static :: 0 .+",
        filter=r"(?=traffic-filter |.*bound$)(?:traffic-filter (?:inbound|outbound) )?acl"
        r" (?:ipv6 )?(?:name )?(?P<acl>\S+)(?: inbound| outbound)?",
        member=r"eth-trunk (?P<bundle>\d+)",
        bundle="interface Eth-Trunk{bundle}",
    ),
    port="GigabitEthernet0/0/{n}",
    svi="Vlanif{n}",
    enter_config="system-view",
    exit_config="return",
    paging_off=("screen-length 0 temporary",),
    show_running="display current-configuration",
    show_startup="display saved-configuration",
    save="save",
    saved=r"(?i)saved? (?:the configuration )?successfully|saved successfully",
    prompt=r"[\[<][~*]?(?:HRP_[MS])?{name}(?:-[^\]>\r\n]*)?[\]>]\s*\Z",
    rename=r"sysname (?P<name>\S+)",
    errors=r"(?m)^\s*Error\s*(?:\[\d+\])?\s*:.*$",
    questions=(
        (r"(?i)change (?:now|the password)[^\n]*\s*\Z", "n"),
        (r"\[Y/N\]:?\s*\Z", "y"),
        (r"(?i)\(y/n\)\s*(?:\[\w\])?:?\s*\Z", "y"),
        (r"file name\s*\(\*\.cfg[^)]*\):\s*\Z", ""),
    ),
    begins=r"!Software Version .*",
    ends=r"return",
    names=(
        (r"(?i)g(?:e|i|igabitethernet)?(?=\d+/\d)", "GigabitEthernet"),
        (r"(?i)xg(?:e|i|igabitethernet)?(?=\d+/\d)", "XGigabitEthernet"),
        (r"(?i)vlanif(?=\d)", "Vlanif"),
        (r"(?i)eth-trunk(?=\d)", "Eth-Trunk"),
        (r"(?i)loopback(?=\d)", "LoopBack"),
    ),
)
