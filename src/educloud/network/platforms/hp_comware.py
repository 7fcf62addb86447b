"""H3C and HPE Comware 7: changes act at once, global lines are shown with a leading blank.

Undo forms after the Comware 7 command references. ``rigid`` lines are those a new value of which
is refused or, as with rules of access lists, would only be merged into the old one.
"""

from __future__ import annotations

from educloud.network.platform import NEVER, Ids, Line, ManagementSigns, Platform, Raw, View

LINK_TYPE = "port link-type"
BUNDLE = "port link-aggregation group"
IDS = r"(?P<ids>all|\d+(?: to \d+)?(?: \d+(?: to \d+)?)*)"
ADDRESS = r"[\da-f.:]*[.:][\da-f.:]*"
VPN = r"(?: vpn-instance \S+)?"
BGP = "bgp bgp-af bgp-vpn bgp-vpn-af"
# What the device drops when an interface enters or leaves a VPN instance.
BOUND = r"(?:ip|ipv6) address .+|(?:ospf|ospfv3|isis) .+"
# What is left when a port becomes a router's or a switch's port.
FORGOTTEN = r"(?!shutdown$|combo enable|port link-mode ).*"

VIEWS = (
    View(r"ip vpn-instance \S+", "vpn", undo="undo {0}", rank=5),
    View("ip public-instance", "vpn", undo="undo {0}", rank=5),
    View(r"address-family \S+.*", "vpn-af", undo="undo {0}", inside="vpn"),
    View(r"ipv6 nd raguard policy \S+", "raguard", undo="undo {0}", rank=9),
    View("vlan 1", "vlan"),
    View(r"vlan \d+", "vlan", undo="undo {0}", rank=10),
    View("stp region-configuration", "region", undo="undo {0}", rank=11),
    View(r"(?:radius|hwtacacs) scheme \S+", "radius", undo="undo {0}", rank=12),
    View("domain system", "access", rank=14),
    View(r"domain (?!default |if-unknown )(?:name )?\S+", "access", undo="undo {0}", rank=14),
    View(r"traffic (classifier|behavior) (\S+)(?: operator \w+)?", "qos", rank=16,
         undo="undo traffic {0} {1}", key="traffic {0} {1}"),
    View(r"qos policy \S+", "qos", undo="undo {0}", rank=17),
    View(r"route-policy (\S+) (permit|deny) node (\d+)", "route-policy", rank=19,
         key="route-policy {0} {1} node {2}", undo="undo route-policy {0} {1} node {2}",
         exclusive="route-policy {0} node {2}"),
    View(r"acl (?:ipv6 )?(?:basic|advanced|number|mac) \S+(?: \S+)*", "acl", undo="undo {0}",
         rank=20),
    View(r"dhcp server ip-pool \S+|ipv6 dhcp pool \S+", "pool", undo="undo {0}", rank=21),
    # A process stays with its VPN instance: for another one it is made anew.
    View(r"(ospf \d+)(?: router-id \S+)?( vpn-instance \S+)?", "ospf", undo="undo {0}",
         key="{0}{1}", exclusive="{0}", rank=22),
    View(r"area \S+", "area", undo="undo {0}", inside="ospf"),
    View(r"(ospfv3 \d+)( vpn-instance \S+)?", "ospfv3", undo="undo {0}", exclusive="{0}", rank=22),
    View(r"area \S+", "area", undo="undo {0}", inside="ospfv3"),
    View(r"(isis \d+)( vpn-instance \S+)?", "isis", undo="undo {0}", exclusive="{0}", rank=22),
    View(r"address-family \S+.*", "isis-af", undo="undo {0}", inside="isis"),
    View(r"local-user \S+ class manage", "user", undo="undo {0}", rank=24,
         seeds=("authorization-attribute user-role network-operator",)),
    View(r"local-user \S+.*", "user", undo="undo {0}", rank=24),
    View(r"interface (?:Bridge|Route)-Aggregation[\d.]+", "bundle", undo="undo {0}", rank=28),
    View(r"interface (?:Vlan-interface|LoopBack|Tunnel)\d+.*|interface \S+\.\d+", "svi",
         undo="undo {0}", rank=30),
    View(r"interface .+", "port", rank=40),
    View(r"irf-port \S+", "irf", undo="undo {0}", rank=41),
    View(r"(bgp \d+.*)", "bgp", undo="undo {0}", exclusive="bgp", rank=55),
    View(r"address-family \S+.*", "bgp-af", undo="undo {0}", inside="bgp"),
    View(r"ip vpn-instance \S+", "bgp-vpn", undo="undo {0}", inside="bgp", rank=60),
    View(r"address-family \S+.*", "bgp-vpn-af", undo="undo {0}", inside="bgp-vpn"),
    View(r"line .+|user-interface .+", "access", rank=60),
    View(r"role name \S+|user-group \S+", "access", undo="undo {0}", rank=23),
)  # fmt: skip
LISTS = (
    Ids(rf"vlan {IDS}", add="vlan {0}", remove="undo vlan {0}", view="vlan {0}", views="top",
        rank=10, kept=(1,)),
    # VLAN 1 is permitted from the start; a line of its own says that it is not.
    Ids(rf"port trunk permit vlan {IDS}", add="port trunk permit vlan {0}", all="all", kept=(1,),
        remove="undo port trunk permit vlan {0}", needs=LINK_TYPE),
    Ids(rf"port hybrid vlan {IDS} untagged", add="port hybrid vlan {0} untagged", kept=(1,),
        key="port hybrid vlan {0}", remove="undo port hybrid vlan {0}", needs=LINK_TYPE, all="all"),
    Ids(rf"port hybrid vlan {IDS} tagged", add="port hybrid vlan {0} tagged",
        key="port hybrid vlan {0}", remove="undo port hybrid vlan {0}", needs=LINK_TYPE, all="all"),
    Ids(rf"loopback-detection enable vlan {IDS}", add="loopback-detection enable vlan {0}",
        remove="undo loopback-detection enable vlan {0}", all="all"),
)  # fmt: skip
SYSTEM = (
    Line(r"(?s)(header (?:legal|login|motd|shell|incoming)) .*", key="{0}"),
    Line(r"(?s)(public-key peer \S+)\n.*", key="{0}"),
    Line(r"undo (?:telnet server|ip https?|ftp server|sftp server|scp server) enable",
         default=True),
    Line(r"(sysname) \S+", key="{0}", rank=1),
    Line(r"(clock timezone|clock protocol|domain default enable|scheduler logfile size) .+",
         key="{0}"),
    Line(r"(irf member \d+ (?:priority|description)|irf domain) .+", key="{0}"),
    Line(r"(ssh server (?:acl|ipv6 acl|authentication-\w+|rekey-interval|dscp)) .+", key="{0}"),
    Line(r"(telnet server (?:acl|ipv6 acl|dscp|port)) .+", key="{0}"),
    Line(r"(ssh user \S+)(?: .+)?", key="{0}"),
    Line(r"(password) (?:hash|cipher|simple) .+", key="{0}", secret=True, rank=20,
         salt=r"\$h\$6\$(?P<salt>[^$]+)\$"),
    Line(r"service-type ftp", views="user"),
    Line(r"service-type .+", key="service-type", undo="undo {line}", rigid=True, unordered=True,
         views="user"),
    Line(r"(authorization-attribute (?!user-role)\S+) .+", key="{0}", views="user"),
    Line(r"(access-limit|group|state|password-control \S+) .+", key="{0}", views="user"),
    Line(r"(super password role \S+|super password) .+", key="{0}", secret=True),
    Line(r"(authentication-mode|protocol inbound|idle-timeout|screen-length"
         r"|history-command max-size|set authentication password) .+", key="{0}", views="access"),
    Line(r"(acl (?:ipv6 |mac )?)\S+ (inbound|outbound)", key="{0}{1}", undo="undo {line}",
         rigid=True, views="access"),
    Line(r"((?:authentication|authorization|accounting) \S+) .+", key="{0}", views="access"),
    Line(r"primary (authentication|accounting|authorization) ((?:ipv6 )?\S+)(?: .+)?", secret=True,
         key="primary {0} {1}", undo="undo primary {0}", exclusive="primary {0}", views="radius"),
    Line(r"secondary (authentication|accounting|authorization) ((?:ipv6 )?\S+)(?: .+)?",
         secret=True, key="secondary {0} {1}", views="radius"),
    Line(r"(key \w+) .+", key="{0}", secret=True, views="radius"),
    Line(r"(user-name-format|nas-ip|nas-ip ipv6|retry|timer \S+) .+", key="{0}", views="radius"),
    Line(r"(ntp-service (?:ipv6 )?unicast-server \S+(?: vpn-instance \S+)?)(?: .+)?", key="{0}",
         rank=80),
    Line(r"(ntp-service authentication-keyid \d+) .+", key="{0}", secret=True, rank=75),
    Line(r"ntp-service reliable .+", rank=76),
    Line(r"(ntp-service (?:ipv6 )?(?:source|max-dynamic-sessions)) .+", key="{0}"),
    Line(r"(info-center (?:loghost source|logbuffer size|logfile size-quota)) .+", key="{0}"),
    Line(rf"(info-center loghost{VPN} (?:ipv6 )?{ADDRESS})(?: .+)?", key="{0}", rank=80),
    Line(r"snmp-agent", rank=49),
    Line(r"(snmp-agent local-engineid) .+", key="{0}", undo=NEVER, rank=49),
    Line(r"snmp-agent sys-info version .+", key="snmp-agent sys-info version", undo="undo {line}",
         rigid=True, unordered=True),
    Line(r"(snmp-agent (?:sys-info \S+|trap source|packet max-size)) .+", key="{0}"),
    Line(r"snmp-agent mib-view \S+ (\S+) .+", undo="undo snmp-agent mib-view {0}"),
    Line(r"(snmp-agent group v3 \S+(?: privacy| authentication)?)(?: .+)?", key="{0}", rank=51),
    Line(r"(snmp-agent group v[12]c? \S+)(?: .+)?", key="{0}", rank=51),
    Line(r"(snmp-agent community (?:read|write)) (simple|cipher) (\S+)(?: .+)?", key="{0}",
         undo="undo snmp-agent community {1} {2}", secret=True, rank=52),
    Line(r"snmp-agent usm-user v3 (\S+) (\S+)(?: (?:cipher|simple))?(?: authentication-mode (\S+)"
         r" \S+(?: privacy-mode (\S+) \S+)?)?(?: acl (\d+))?", secret=True, rank=52,
         key="snmp-agent usm-user v3 {0} {1} {2} {3} {4}", exclusive="usm-user {0}",
         undo="undo snmp-agent usm-user v3 {0} local"),
    Line(rf"(snmp-agent target-host trap address udp-domain (?:ipv6 )?\S+)(?: udp-port \d+)?({VPN})"
         r" params securityname (\S+) .+", key="{0}{1}", rigid=True, rank=53,
         undo="undo {0} params securityname {2}{1}"),
)  # fmt: skip
SWITCHING = (
    Line(r"(description|name) .+", key="{0}", views="vlan port bundle svi acl vpn route-policy"),
    Line("undo shutdown", default=True),
    Line("(port link-mode) bridge", key="{0}", default=True),
    Line("(port link-mode) route", key="{0}", undo="port link-mode bridge", wipes=FORGOTTEN,
         rank=1),
    Line(f"({LINK_TYPE}) access", key="{0}", default=True),
    # From trunk to hybrid it goes by way of access.
    Line(rf"({LINK_TYPE}) \S+", key="{0}", rank=5, rigid=True),
    Line(r"(port access vlan) \d+", key="{0}", needs=LINK_TYPE),
    Line(r"(port trunk pvid|port hybrid pvid) vlan \d+", key="{0}", needs=LINK_TYPE),
    Line("undo port trunk permit vlan 1", needs=LINK_TYPE, rank=31),
    Line("undo port hybrid vlan 1", needs=LINK_TYPE, rank=31,
         undo="port hybrid vlan 1 untagged"),
    Line(rf"({BUNDLE}) \d+", key="{0}", rigid=True, rank=60),
    Line(r"(mtu|speed|duplex|jumboframe enable|lacp period|link-aggregation mode"
         r"|link-aggregation port-priority|port-isolate enable|storm-constrain \w+"
         r"|loopback-detection action|loopback-detection interval-time) .+", key="{0}"),
    Line(r"(broadcast-suppression|multicast-suppression|unicast-suppression) .+", key="{0}"),
    Line(r"(stp (?:mode|priority|cost|port priority|pathcost-standard|max-hops|timer \S+"
         r"|instance \S+ \S+|vlan \S+ \S+)) .+", key="{0}"),
    Line(r"(region-name|revision-level) .+", key="{0}", views="region",
         wipes="active region-configuration"),
    Line(r"(instance \d+) vlan .+", key="{0}", views="region", rigid=True,
         wipes="active region-configuration"),
    Line("active region-configuration", views="region", undo=NEVER, rank=90),
    Line(r"(qinq ethernet-type \S+) .+", key="{0}"),
    Line(r"(ipv6 nd raguard role|ipv6 nd raguard apply policy|ipv6 nd snooping max-learning-num)"
         r" \S+", key="{0}"),
    Line(r"(if-match (?:acl ipv6|prefix acl|router-preference|hop-limit \w+|autoconfig \S+)) .+",
         key="{0}", views="raguard"),
    Line(r"(ip verify source|ipv6 verify source) .+", key="{0}", needs=BUNDLE),
    Line(r"(dot1x (?:port-method|port-control|mandatory-domain|guest-vlan|auth-fail vlan"
         r"|critical vlan|max-user|authentication-method|timer \S+)) .+", key="{0}", needs=BUNDLE),
    Line(r"(mac-authentication (?:domain|guest-vlan|critical vlan|max-user|host-mode|timer \S+"
         r"|user-name-format)) .+", key="{0}", needs=BUNDLE),
    Line("dot1x|mac-authentication|undo dot1x .+|port-security .+", needs=BUNDLE),
    Line(r"packet-filter(?P<family>(?: ipv6| mac)?)(?P<name>(?: name)?) (?P<acl>\S+)"
         r" (?P<way>inbound|outbound)(?: .+)?", key="packet-filter{family} {way}",
         undo="undo packet-filter{family}{name} {acl} {way}", rigid=True, rank=60),
    Line(r"qos apply policy (\S+) (inbound|outbound)", key="qos apply policy {1}",
         undo="undo {line}", rigid=True, rank=60),
    # A changed rule would keep what the new one does not mention; two equal ones are refused.
    Line(r"((rule \d+) comment) .+", key="{0}", of="{1}", rank=51, views="acl"),
    Line(r"(rule \d+) (.+)", key="{0}", rigid=True, exclusive="rule {1}", views="acl"),
)  # fmt: skip
LAYER3 = (
    Line(r"(ip binding vpn-instance) \S+", key="{0}", rigid=True, rank=2, wipes=BOUND),
    Line(r"ip address (\S+) \S+ sub", exclusive="{0}", on="ip address", rank=51),
    Line(r"(ip address) (\S+)(?: \S+)?", key="{0}", undo="undo {line}", exclusive="{1}"),
    Line(r"ipv6 address (\S+) link-local", key="ipv6 address link-local", undo="undo {line}",
         rank=44),
    Line(r"ipv6 address (\S+/\d+)(?: .+)?", exclusive="{0}", rank=45),
    Line(r"(ipv6 nd ra interval|ipv6 nd ra router-lifetime|ipv6 nd router-preference|ipv6 mtu"
         r"|ipv6 nd ns retrans-timer|ipv6 nd nud reachable-time|ipv6 nd dad attempts) .+",
         key="{0}"),
    Line(r"(ipv6 nd ra prefix \S+)(?: .+)?", key="{0}"),
    Line(r"(dhcp select) .+", key="{0}", undo="undo {line}"),
    Line(r"(dhcp server apply ip-pool|ipv6 dhcp select|ipv6 dhcp server apply pool) .+", key="{0}"),
    Line(r"(gateway-list|dns-list|domain-name|expired|vpn-instance) .+", key="{0}", views="pool"),
    Line(r"(network) \S+ mask \S+", key="{0}", views="pool"),
    Line(r"(network \S+|prefix-pool \d+|option \d+)(?: .+)?", key="{0}", views="pool"),
    Line(r"(ipv6 dhcp prefix-pool \d+) .+", key="{0}", rigid=True, rank=18),
    Line(r"(ospf \d+ area) \S+.*", key="{0}", rigid=True),
    Line(r"(ospfv3 \d+ area) \S+.*", key="{0}", undo="undo {line}", rigid=True),
    Line(r"(ospf authentication-mode (?:md5|hmac-md5) \d+) .+", key="ospf authentication-mode",
         undo="undo {0}", secret=True),
    Line(r"((?:ospf|ospfv3|isis) (?:cost|network-type|timer \S+|dr-priority|circuit-level"
         r"|circuit-type|ipv6 cost)) .+", key="{0}", rank=52),
    Line(r"(isis enable|isis ipv6 enable) .+", key="{0}", rigid=True),
    Line(r"(vrrp (?:ipv6 )?vrid \d+ (?:priority|preempt-mode|timer)) .+", key="{0}", rank=52),
    Line(rf"(ip route-static{VPN} (?!default-preference)\S+ \S+ \S+(?: {ADDRESS})?)(?: .+)?",
         key="{0}", rank=70),
    Line(rf"(ipv6 route-static{VPN} (?!default-preference)\S+ \S+ \S+(?: {ADDRESS})?)(?: .+)?",
         key="{0}", rank=70),
)  # fmt: skip
ROUTING = (
    Line(r"(route-distinguisher) .+", key="{0}", views="vpn vpn-af", rank=10, rigid=True),
    Line(r"vpn-target .+ (import-extcommunity|export-extcommunity)", key="vpn-target {0}",
         undo="undo {line}", views="vpn vpn-af", rigid=True, unordered=True),
    Line(r"(router-id|bandwidth-reference|balance|preference) .+", key="{0}"),
    Line(r"(stub|nssa|default-route-advertise)(?: .+)?", key="{0}"),
    Line(r"(is-level|cost-style|is-name) .+", key="{0}", views="isis", rank=10),
    Line(r"network-entity .+", exclusive="network-entity", views="isis", rank=12),
    Line(r"(import-route (?:direct|static|(?:ospf|ospfv3|isis|rip|ripng|bgp|bgp4\+)(?: \d+)?))"
         r"(?: .+)?", key="{0}", rank=60),
    Line(r"(network \S+ \S+) route-policy .+", key="{0}", views=BGP),
    Line(r"(group \S+)(?: .+)?", key="{0}", rigid=True, rank=15, views=BGP),
    Line(rf"(peer {ADDRESS} as-number) \d+", key="{0}", rigid=True, rank=20, views=BGP),
    Line(rf"(peer {ADDRESS} group) (\S+)(?: .+)?", key="{0}", undo="undo {0} {1}",
         of="group {1}", rigid=True, rank=25, views=BGP),
    Line(rf"(peer ({ADDRESS}) (?:password)) .+", key="{0}", of="peer {1} as-number", secret=True,
         rank=30, views=BGP),
    Line(rf"(peer ({ADDRESS}) (?:route-policy|prefix-list|filter-policy)) \S+ (import|export)",
         key="{0} {2}", of="peer {1} as-number", rank=40, views=BGP),
    Line(rf"(peer ({ADDRESS}) (?:description|connect-interface|ebgp-max-hop|preferred-value|timer"
         r"|allow-as-loop|route-limit|route-update-interval)) .+", key="{0}",
         of="peer {1} as-number", rank=30, views=BGP),
    Line(rf"peer ({ADDRESS}) .+", of="peer {0} as-number", rank=30, views=BGP),
    Line(r"(peer (\S+) (?:route-policy|prefix-list|filter-policy)) \S+ (import|export)",
         key="{0} {2}", of="group {1}", rank=40, views=BGP),
    Line(r"(peer (\S+) (?:as-number|description|connect-interface|ebgp-max-hop|preferred-value"
         r"|timer)) .+", key="{0}", of="group {1}", rank=18, views=BGP),
    Line(r"(peer (\S+) password) .+", key="{0}", of="group {1}", secret=True, rank=18, views=BGP),
    Line(r"peer (\S+) .+", of="group {0}", rank=18, views=BGP),
    Line(r"(ip prefix-list \S+ index \d+|ipv6 prefix-list \S+ index \d+) .+", key="{0}", rank=18,
         rigid=True),
    Line(r"(if-match (?:ip|ipv6) \S+ (?:prefix-list|acl)|if-match \S+) .+", key="{0}",
         views="route-policy"),
    Line(r"(apply (?:ip-address next-hop|ipv6 next-hop|\S+)) .+", key="{0}", views="route-policy"),
)  # fmt: skip

PLATFORM = Platform(
    name="hp_comware",
    title="H3C / HPE Comware 7",
    netmiko_type="hp_comware",
    negation="undo",
    leave="quit",
    separator=r"\s*#",
    noise=r"version \d.*|return",
    raw=(
        Raw(r"header (?:legal|login|motd|shell|incoming) (?P<delim>\S)"),
        Raw(r"public-key peer \S+$", end="peer-public-key end"),
    ),
    signs=r"interface Vlan-interface\d+|port trunk permit .*|port link-mode .*|version 7\..*"
    r"|irf .*|line class .*|acl (?:ipv6 )?(?:basic|advanced) .*|local-user \S+ class .*"
    r"|ipv6 nd raguard role .*|port link-aggregation group .*",
    views=VIEWS,
    ids=LISTS,
    lines=(*SYSTEM, *SWITCHING, *LAYER3, *ROUTING),
    management=ManagementSigns(
        svi=r"interface Vlan-interface(?P<vlan>\d+)",
        access=r"local-user .+|user-group .+|line .+|user-interface .+|domain .+|ssh .*"
        r"|public-key .*|role .+|(?:radius|hwtacacs) scheme .+|super .+|password-control.*"
        r"|telnet server (?:ipv6 )?acl .+",
        address=r"ip address .+|ipv6 address .+",
        port_fixed=r"port link-type .+|port access vlan .+|port (?:trunk|hybrid) pvid .+"
        r"|port link-aggregation .+|port link-mode .+|undo port (?:trunk permit|hybrid) vlan 1",
        down=r"shutdown",
        default_route=r"ip route-static 0\.0\.0\.0 (?:0|0\.0\.0\.0) .+|ipv6 route-static :: 0 .+",
        filter=r"(?:packet-filter|acl|(?:ssh|telnet) server (?:ipv6 )?acl) (?:ipv6 |mac )?"
        r"(?:name )?"
        r"(?P<acl>\S+)(?: (?:inbound|outbound).*)?",
        member=rf"{BUNDLE} (?P<bundle>\d+)",
        bundle="interface Bridge-Aggregation{bundle}",
    ),
    port="GigabitEthernet1/0/{n}",
    svi="Vlan-interface{n}",
    enter_config="system-view",
    exit_config="return",
    paging_off=("screen-length disable",),
    show_running="display current-configuration",
    show_startup="display saved-configuration",
    save="save force",
    saved=r"(?i)saved (?:\S+ )*successfully|successfully saved",
    prompt=r"[\[<](?:RBM_[PS])?{name}(?:-[^\]>\r\n]*)?[\]>]\s*\Z",
    rename=r"sysname (?P<name>\S+)",
    errors=r"(?m)^\s*(?:% ?(?:Unrecognized|Too many|Incomplete|Error|Wrong|Ambiguous)|Error:).*$",
    questions=(
        (r"(?i)change (?:now|the password)[^\n]*\s*\Z", "n"),
        (r"\[Y/N\]:?\s*\Z", "y"),
        (r"Press Y or ENTER to continue.*\s*\Z", "y"),
    ),
    begins=r"version \d.*",
    ends="return",
    names=(
        (r"(?:(?i:GigabitEthernet)|GE|Gig?)", "GigabitEthernet"),
        (r"(?:(?i:Ten-GigabitEthernet)|XGE)", "Ten-GigabitEthernet"),
        (r"(?:(?i:Twenty-FiveGigE)|WGE)", "Twenty-FiveGigE"),
        (r"(?:(?i:FortyGigE)|FGE)", "FortyGigE"),
        (r"(?:(?i:HundredGigE)|HGE)", "HundredGigE"),
        (r"(?:(?i:Bridge-Aggregation)|BAGG)", "Bridge-Aggregation"),
        (r"(?:(?i:Route-Aggregation)|RAGG)", "Route-Aggregation"),
        (r"(?i:Vlan-interface|vlan-int)", "Vlan-interface"),
        (r"(?:(?i:LoopBack)|Loop)", "LoopBack"),
    ),
)
