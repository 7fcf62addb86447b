"""Ruijie RGOS 11: Cisco-like, changes act at once, ``no`` takes them back.

A trunk without a list of allowed VLANs carries all of them; the list is set with ``only`` and
changed with ``add`` and ``remove`` (RGOS 11 configuration guide).
"""

from __future__ import annotations

from educloud.network.platform import Ids, Line, ManagementSigns, Platform, Raw, View

MODE = "switchport mode"
IDS = r"(?P<ids>\d+(?:-\d+)?(?:,\d+(?:-\d+)?)*)"

PLATFORM = Platform(
    name="zte_zxan",
    title="ZTE ZXAN C3xx and C6xx",
    netmiko_type="zte_zxros",
    negation="no",
    leave="exit",
    separator=r"\s*!|\s*",
    noise=r"Building configuration.*|Current configuration ?: \d+ bytes|version .+|end",
    raw=(Raw(r"banner (?:login|motd|exec) (?P<delim>\S)"),),
    signs=r"-",
    views=(
        View(r"vlan 1", "vlan"),
        View(r"vlan \d+", "vlan", undo="no {0}", rank=10),
        View(r"(?:ip|ipv6) access-list .+", "acl", undo="no {0}", rank=20),
        View(r"ipv6 router ospf \d+", "ospfv3", undo="no {0}", rank=22),
        View(r"router ospf \d+", "ospf", undo="no {0}", rank=22),
        View(r"interface (?:VLAN|Loopback|AggregatePort) \d+", "svi", undo="no {0}", rank=30),
        View(r"interface .+", "port", rank=40),
        View(r"line .+|nfpp", "access", rank=60),
    ),
    ids=(
        Ids(
            rf"vlan (?:range )?{IDS}",
            add="vlan {0}",
            remove="no vlan {0}",
            view="vlan {0}",
            views="top",
            kept=(1,),
            rank=10,
            joint="-",
            comma=",",
            per_line=1,
        ),
        Ids(
            rf"switchport trunk allowed vlan only {IDS}",
            add="switchport trunk allowed vlan add {0}",
            remove="switchport trunk allowed vlan remove {0}",
            only="switchport trunk allowed vlan only {0}",
            clear="no switchport trunk allowed vlan",
            needs=MODE,
            joint="-",
            comma=",",
        ),
    ),
    lines=(
        Line(r"(?s)(banner (?:login|motd|exec)) .*", key="{0}"),
        Line(r"no shutdown", default=True),
        Line(r"no enable service (?:telnet|web)-server", default=True),
        Line(r"(hostname) \S+", key="{0}", rank=1),
        Line(r"(description|name) .+", key="{0}"),
        Line(r"(switchport mode) \S+", key="{0}", rank=5),
        Line(r"(switchport access vlan) \d+", key="{0}", needs=MODE),
        Line(r"(switchport trunk native vlan) \d+", key="{0}", needs=MODE),
        Line(r"(mtu|speed|duplex|router-id|port-group) .+", key="{0}"),
        Line(r"(spanning-tree (?:priority|mode)) .+", key="{0}"),
        Line(r"ip address (\S+) \S+ secondary", exclusive="{0}"),
        Line(r"(ip address) (\S+) \S+", key="{0}", exclusive="{1}"),
        Line(r"ipv6 enable", rank=8),
        Line(r"ipv6 address (\S+)(?: .+)?", exclusive="{0}", rank=45),
        Line(r"(\d+) (?:permit|deny) .+", key="{0}"),
        Line(r"(ip access-group) (\S+) (in|out)", key="{0} {2}", undo="no {0} {1} {2}"),
        Line(r"(ip route \S+ \S+ \S+)(?: .+)?", key="{0}", rank=70),
        Line(r"(ipv6 route \S+ \S+)(?: .+)?", key="{0}", rank=70),
        Line(r"(ntp server (?:ipv6 )?\S+)(?: .+)?", key="{0}", rank=80),
        Line(
            r"(username \S+) password .+",
            key="{0} password",
            undo="no {0} password",
            secret=True,
            rank=20,
        ),
        Line(r"(enable (?:secret|password)) .+", key="{0}", secret=True),
        Line(r"(snmp-server community) .+", key="{0}", secret=True),
        Line(r"(login|transport input|exec-timeout)(?: .+)?", key="{0}"),
        Line(r"(access-class) (\S+) (in|out)", key="{0} {2}", undo="no {0} {1} {2}"),
    ),
    management=ManagementSigns(
        svi=r"interface VLAN (?P<vlan>\d+)",
        access=r"username .+|line .+|aaa .*|enable (?:secret|password) .*|enable service ssh-server"
        r"|ip ssh .*|crypto .*",
        address=r"ip address .+|ipv6 address .+",
        port_fixed=r"switchport mode .+|switchport access vlan .+|switchport trunk native .+"
        r"|port-group .+|no switchport|switchport trunk allowed vlan \D.*",
        down=r"shutdown",
        default_route=r"ip route 0\.0\.0\.0 0\.0\.0\.0 .+|ipv6 route ::/0 .+",
    ),
    port="GigabitEthernet 0/{n}",
    svi="VLAN {n}",
    enter_config="configure terminal",
    exit_config="end",
    paging_off=("terminal width 256", "terminal length 0"),
    show_running="show running-config",
    show_startup="show startup-config",
    save="write",
    saved=r"(?i)\[OK\]|success",
    prompt=r"{name}(?:\([^)\r\n]*\))?[#>]\s*\Z",
    rename=r"hostname (?P<name>\S+)",
    errors=r"(?m)^\s*% ?(?:Invalid|Unknown|Incomplete|Ambiguous|Error|Command|Bad|Unrecognized).*$",
    questions=(
        (r"(?i)change the password[^\n]*\s*\Z", "n"),
        (r"(?i)\[(?:yes/no|y/n)\][:?]?\s*\Z", "yes"),
    ),
    enable="enable",
)
