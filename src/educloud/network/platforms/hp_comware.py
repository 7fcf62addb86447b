"""H3C and HPE Comware 7: changes act at once, global lines are shown with a leading blank.

Undo forms and first-hop security after the Comware 7 command references.
"""

from __future__ import annotations

from educloud.network.platform import Ids, Line, ManagementSigns, Platform, Raw, View

LINK_TYPE = "port link-type"
IDS = r"(?P<ids>\d+(?: to \d+)?(?: \d+(?: to \d+)?)*)"

PLATFORM = Platform(
    name="hp_comware",
    title="H3C / HPE Comware 7",
    netmiko_type="hp_comware",
    negation="undo",
    leave="quit",
    separator=r"\s*#",
    noise=r"version \d.*|return",
    raw=(Raw(r"header (?:legal|login|motd|shell|incoming) (?P<delim>\S)"),),
    signs=r"interface Vlan-interface\d+|port trunk permit .*|port link-mode .*|version 7\..*"
    r"|irf .*|line class .*",
    views=(
        View(r"vlan 1", "vlan"),
        View(r"vlan \d+", "vlan", undo="undo {0}", rank=10),
        View(r"acl (?:ipv6 )?(?:basic|advanced|number|mac) \S+(?: \S+)*", "acl", undo="undo {0}", rank=20),
        View(r"ospfv3 \d+.*", "ospfv3", undo="undo {0}", rank=22),
        View(r"ospf \d+.*", "ospf", undo="undo {0}", rank=22),
        View(r"local-user (\S+).*", "user", undo="undo {0}", rank=24),
        View(
            r"interface (?:Vlan-interface|LoopBack|Bridge-Aggregation)\d+", "svi", undo="undo {0}", rank=30
        ),
        View(r"interface .+", "port", rank=40),
        View(r"line .+|user-interface .+|domain .+|role .+", "access", rank=60),
    ),
    ids=(
        Ids(rf"vlan {IDS}", add="vlan {0}", remove="undo vlan {0}", view="vlan {0}", views="top", rank=10, kept=(1,)),
        Ids(
            rf"port trunk permit vlan {IDS}",
            add="port trunk permit vlan {0}",
            remove="undo port trunk permit vlan {0}",
            needs=LINK_TYPE,
        ),
        Ids(
            rf"port hybrid vlan {IDS} tagged",
            add="port hybrid vlan {0} tagged",
            remove="undo port hybrid vlan {0}",
            needs=LINK_TYPE,
        ),
        Ids(
            rf"port hybrid vlan {IDS} untagged",
            add="port hybrid vlan {0} untagged",
            remove="undo port hybrid vlan {0}",
            needs=LINK_TYPE,
        ),
    ),
    lines=(
        Line(r"(?s)(header (?:legal|login|motd|shell|incoming)) .*", key="{0}"),
        Line(r"undo shutdown", default=True),
        Line(r"undo (?:telnet|ip http) (?:server )?enable", default=True),
        Line(r"port link-mode bridge", default=True),
        Line(r"(sysname) \S+", key="{0}", rank=1),
        Line(r"(description|name) .+", key="{0}"),
        Line(r"(port link-type) \S+", key="{0}", rank=5),
        Line(r"(port access vlan) \d+", key="{0}", needs=LINK_TYPE),
        Line(r"(port trunk pvid) vlan \d+", key="{0}", needs=LINK_TYPE),
        Line(r"(port hybrid pvid) vlan \d+", key="{0}", needs=LINK_TYPE),
        Line(r"undo port trunk permit vlan 1", needs=LINK_TYPE, rank=31),
        Line(r"(port link-aggregation group) \d+", key="{0}"),
        Line(r"(mtu|speed|duplex|router-id) .+", key="{0}"),
        Line(r"(stp) (priority|mode) .+", key="{0} {1}"),
        Line(r"ip address (\S+) \S+ sub", exclusive="{0}"),
        Line(r"(ip address) (\S+) \S+", key="{0}", exclusive="{1}"),
        Line(r"ipv6 address (\S+)(?: .+)?", exclusive="{0}", rank=45),
        Line(r"(ipv6 nd raguard role) \S+", key="{0}"),
        Line(r"(rule \d+) .+", key="{0}"),
        Line(
            r"(packet-filter (?:ipv6 )?)(\S+) (inbound|outbound)",
            key="{0}{2}",
            undo="undo {0}{1} {2}",
        ),
        Line(r"(ip route-static \S+ \S+ \S+)(?: .+)?", key="{0}", rank=70),
        Line(r"(ipv6 route-static \S+ \d+ \S+)(?: .+)?", key="{0}", rank=70),
        Line(r"(ntp-service (?:ipv6 )?unicast-server \S+)(?: .+)?", key="{0}", rank=80),
        Line(r"(password) (?:hash|cipher|simple) .+", key="{0}", secret=True, rank=20),
        Line(
            r"(authentication-mode|protocol inbound|user-role|idle-timeout|service-type) .+",
            key="{line}",
        ),
        Line(r"(snmp-agent community (?:read|write)) .+", key="{0}", secret=True),
    ),
    management=ManagementSigns(
        svi=r"interface Vlan-interface(?P<vlan>\d+)",
        access=r"local-user .+|line .+|user-interface .+|domain .+|ssh .*|public-key .*|role .+",
        address=r"ip address .+|ipv6 address .+",
        port_fixed=r"port link-type .+|port access vlan .+|port trunk pvid .+"
        r"|port link-aggregation .+|port link-mode .+|port trunk permit vlan \D.*",
        down=r"shutdown",
        default_route=r"ip route-static 0\.0\.0\.0 (?:0|0\.0\.0\.0) .+|ipv6 route-static :: 0 .+",
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
)
