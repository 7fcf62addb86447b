"""Huawei VRP, V200 S series: changes act at once, ``undo`` takes them back.

Undo forms after the S series command references; undo takes the key of a line, seldom its value.
"""

from __future__ import annotations

from educloud.network.platform import Ids, Line, ManagementSigns, Platform, Raw, View

PORT = r"interface (?:X|10|25|40|100)?(?:GigabitEthernet|GE)\d+(?:/\d+)+"
SVI = r"interface Vlanif(?P<vlan>\d+)"
LINK_TYPE = "port link-type"
IDS = r"(?P<ids>\d+(?: to \d+)?(?: \d+(?: to \d+)?)*)"

PLATFORM = Platform(
    name="huawei_vrpv8",
    title="Huawei VRP V8 (CE, NE)",
    netmiko_type="huawei_vrpv8",
    negation="undo",
    leave="quit",
    separator=r"\s*#",
    noise=r"!.*|return|\[V\d{3}R\d{3}.*\]",
    raw=(Raw(r"header (?:login|shell) information (?P<delim>\")"),),
    signs=r"-",
    views=(
        View(r"vlan 1", "vlan"),
        View(r"vlan \d+", "vlan", undo="undo {0}", rank=10),
        View(r"acl (?:ipv6 )?(?:number |name )?\S+(?: \S+)?", "acl", undo="undo {0}", rank=20),
        View(r"ospfv3 \d+", "ospfv3", undo="undo {0}", rank=22),
        View(r"ospf \d+.*", "ospf", undo="undo {0}", rank=22),
        View(r"interface (?:Vlanif|LoopBack)\d+", "svi", undo="undo {0}", rank=30),
        View(r"interface Eth-Trunk\d+", "port", undo="undo {0}", rank=35),
        View(r"interface .+", "port", rank=40),
        View(r"aaa|user-interface .+", "access", rank=60),
    ),
    ids=(
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
            rf"port trunk allow-pass vlan {IDS}",
            add="port trunk allow-pass vlan {0}",
            remove="undo port trunk allow-pass vlan {0}",
            needs=LINK_TYPE,
        ),
        Ids(
            rf"port hybrid tagged vlan {IDS}",
            add="port hybrid tagged vlan {0}",
            remove="undo port hybrid vlan {0}",
            needs=LINK_TYPE,
        ),
        Ids(
            rf"port hybrid untagged vlan {IDS}",
            add="port hybrid untagged vlan {0}",
            remove="undo port hybrid vlan {0}",
            needs=LINK_TYPE,
        ),
    ),
    lines=(
        Line(r"(?s)(header (?:login|shell)) .*", key="{0}"),
        Line(r"undo shutdown", default=True),
        Line(r"undo (?:telnet|http)(?: ipv6)? server enable", default=True),
        Line(r"(sysname) \S+", key="{0}", rank=1),
        Line(r"ipv6", views="top", rank=2),
        Line(r"nd snooping enable", views="top", rank=15),
        Line(r"(description|name) .+", key="{0}"),
        Line(r"(port link-type) \S+", key="{0}", rank=5),
        Line(r"(port default vlan) \d+", key="{0}", needs=LINK_TYPE),
        Line(r"(port trunk pvid vlan) \d+", key="{0}", needs=LINK_TYPE),
        Line(r"(port hybrid pvid vlan) \d+", key="{0}", needs=LINK_TYPE),
        Line(r"undo port trunk allow-pass vlan 1", needs=LINK_TYPE, rank=31),
        Line(r"(eth-trunk) \d+", key="{0}"),
        Line(r"(mtu|speed|stp priority|stp mode|router-id|arp expire-time) .+", key="{0}"),
        Line(r"ip address (\S+) \S+ sub", exclusive="{0}"),
        Line(r"(ip address) (\S+) \S+", key="{0}", exclusive="{1}"),
        Line(r"ipv6 enable", rank=8),
        Line(r"ipv6 address (\S+)(?: .+)?", exclusive="{0}", rank=45),
        Line(r"(rule \d+) .+", key="{0}"),
        Line(r"(step) \d+", key="{0}"),
        Line(r"(traffic-filter (?:inbound|outbound) acl) .+", key="{0}", undo="undo {0}"),
        Line(r"(ip route-static \S+ \S+ \S+)(?: .+)?", key="{0}", rank=70),
        Line(r"(ipv6 route-static \S+ \d+ \S+)(?: .+)?", key="{0}", rank=70),
        Line(r"(ntp-service (?:ipv6 )?unicast-server (?:ipv6 )?\S+)(?: .+)?", key="{0}", rank=80),
        Line(r"(local-user \S+ password) .+", key="{0}", secret=True, rank=20),
        Line(r"(local-user \S+ (?:privilege level|service-type)) .+", key="{0}"),
        Line(
            r"(authentication-mode|protocol inbound|user privilege level|idle-timeout)(?: .+)?",
            key="{0}",
        ),
        Line(r"(acl) \S+ (inbound|outbound)", key="{0} {1}", undo="undo acl {1}"),
        Line(r"(snmp-agent community (?:read|write)) .+", key="{0}", secret=True),
    ),
    management=ManagementSigns(
        svi=SVI,
        access=r"aaa|user-interface .+|stelnet .*|ssh .*|rsa .*|ecc .*|dsa .*",
        address=r"ip address .+|ipv6 address .+",
        port_fixed=r"port link-type .+|port default vlan .+|port trunk pvid .+|eth-trunk .+"
        r"|undo portswitch|port trunk allow-pass vlan \D.*",
        down=r"shutdown",
        default_route=r"ip route-static 0\.0\.0\.0 (?:0|0\.0\.0\.0) .+|ipv6 route-static :: 0 .+",
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
)
