"""Ruijie RGOS 11: Cisco-like; a trunk without a list carries every VLAN."""

from __future__ import annotations

from educloud.lab.switches.grammar import Dialect, Kind, Statement, VlanList

IDS = r"(?P<ids>\d+(?:-\d+)?(?:,\d+(?:-\d+)?)*)"
V4 = r"\d+\.\d+\.\d+\.\d+"
V6 = r"[0-9A-Fa-f:]*:[0-9A-Fa-f:]*(?:/\d+)?"

TEXT = Statement(r"description .+", slot=r"description .+", undo=r"description")
LAYER3 = (
    TEXT,
    Statement(
        rf"ip address ({V4}) {V4}",
        slot=rf"ip address {V4} {V4}",
        undo=rf"ip address(?: {V4} {V4})?",
        unique="1",
    ),
    Statement(rf"ip address ({V4}) {V4} secondary", unique="1"),
    Statement(r"ipv6 enable", drops=r"(?:no )?ipv6 .*"),
    Statement(rf"ipv6 address ({V6})(?: eui-64)?", unique="1"),
    Statement(r"no ipv6 nd suppress-ra"),
    Statement(r"ipv6 nd (?:managed-config-flag|other-config-flag)"),
    Statement(r"ipv6 ospf (\d+) area \S+", needs_top=r"ipv6 router ospf {1}"),
    Statement(r"shutdown", undo=r"shutdown"),
)
TRUNK, ACCESS = r"switchport mode trunk", r"switchport mode access"
PORT = (
    TEXT,
    Statement(
        r"switchport mode (?:access|trunk|hybrid|uplink)",
        slot=r"switchport mode .+",
        undo=r"switchport mode",
        bars=r"switchport (?:trunk|access) .*",
    ),
    Statement(
        r"switchport access vlan (\d+)",
        slot=r"switchport access vlan \d+",
        undo=r"switchport access vlan",
        needs_top=r"vlan {1}",
    ),
    Statement(
        r"switchport trunk native vlan \d+",
        slot=r"switchport trunk native vlan \d+",
        undo=r"switchport trunk native vlan",
        needs=TRUNK,
    ),
    Statement(r"port-group \d+(?: mode \S+)?", slot=r"port-group .+", undo=r"port-group"),
    Statement(r"ip access-group \S+ (in|out)"),
    Statement(r"spanning-tree portfast"),
    Statement(r"rldp port loop-detect shutdown-port", undo=r"rldp port loop-detect"),
    Statement(r"shutdown", undo=r"shutdown"),
    Statement(r"mtu \d+", slot=r"mtu \d+", undo=r"mtu"),
)
TRUNK_LIST = VlanList(
    add=rf"switchport trunk allowed vlan add {IDS}",
    remove=rf"switchport trunk allowed vlan remove {IDS}",
    sets=rf"switchport trunk allowed vlan only {IDS}",
    clear=r"switchport trunk allowed vlan",
    shown="switchport trunk allowed vlan only {0}",
    needs=TRUNK,
)
KINDS = {
    "vlan": Kind(
        r"vlan (\d+)",
        "vlan",
        undo=r"vlan \d+",
        bars_top="interface VLAN {1}",
        statements=(Statement(r"name \S+", slot=r"name \S+", undo=r"name"),),
    ),
    "acl": Kind(
        r"ip access-list (extended|standard) (\S+)",
        "{1}-nacl",
        undo=r"ip access-list (?:extended|standard) \S+",
        statements=(
            Statement(r"(\d+) (?:permit|deny) .+", slot=r"{1} (?:permit|deny) .+", undo=r"\d+"),
        ),
    ),
    "acl6": Kind(
        r"ipv6 access-list (\S+)",
        "ipv6-nacl",
        undo=r"ipv6 access-list \S+",
        statements=(
            Statement(r"(\d+) (?:permit|deny) .+", slot=r"{1} (?:permit|deny) .+", undo=r"\d+"),
        ),
    ),
    "port": Kind(
        r"interface ((?:Ten)?GigabitEthernet 0/\d+)", "if-{1}", statements=PORT, lists=(TRUNK_LIST,)
    ),
    "trunk": Kind(
        r"interface AggregatePort (\d+)",
        "if-AggregatePort {1}",
        undo=r"interface AggregatePort \d+",
        statements=PORT,
        lists=(TRUNK_LIST,),
    ),
    "svi": Kind(
        r"interface VLAN (\d+)",
        "if-VLAN {1}",
        undo=r"interface VLAN \d+",
        needs_top="vlan {1}",
        statements=LAYER3,
    ),
    "loopback": Kind(
        r"interface Loopback (\d+)",
        "if-Loopback {1}",
        undo=r"interface Loopback \d+",
        statements=LAYER3,
    ),
    "ospf6": Kind(
        r"ipv6 router ospf (\d+)",
        "router",
        undo=r"ipv6 router ospf \d+",
        statements=(
            Statement(rf"router-id {V4}", slot=r"router-id .+", undo=r"router-id"),
            Statement(r"passive-interface .+"),
            Statement(r"redistribute \S+"),
            Statement(r"default-information originate(?: always)?"),
        ),
    ),
    "line": Kind(
        r"line (console 0|vty \d+ \d+)",
        "line",
        statements=(
            Statement(r"login(?: local)?", slot=r"login(?: .+)?", undo=r"login"),
            Statement(r"transport input .+", slot=r"transport input .+", undo=r"transport input"),
            Statement(r"exec-timeout \d+ \d+", slot=r"exec-timeout .+", undo=r"exec-timeout"),
            Statement(r"access-class \S+ (in|out)"),
            Statement(r"password .+", slot=r"password .+", undo=r"password"),
        ),
    ),
}
ROOT = Kind(
    "",
    "",
    statements=(
        Statement(r"hostname (\S+)", slot=r"hostname \S+", undo=r"hostname"),
        Statement(
            r"username (\S+) password (?:\d )?\S+",
            slot=r"username {1} password .+",
            undo=r"username \S+(?: password)?",
        ),
        Statement(
            r"enable (?:secret|password) .+",
            slot=r"enable (?:secret|password) .+",
            undo=r"enable (?:secret|password)",
        ),
        Statement(r"enable service (?:ssh-server|telnet-server|web-server(?: \S+)?|snmp-agent)"),
        Statement(r"ip ssh version \d", slot=r"ip ssh version \d", undo=r"ip ssh version"),
        Statement(r"spanning-tree"),
        Statement(
            r"spanning-tree mode \S+", slot=r"spanning-tree mode .+", undo=r"spanning-tree mode"
        ),
        Statement(r"lldp enable"),
        Statement(r"rldp enable"),
        Statement(r"service dhcp"),
        Statement(rf"ip route {V4} {V4} {V4}(?: .+)?"),
        Statement(rf"ipv6 route {V6} {V6}(?: .+)?"),
        Statement(rf"ntp server (?:ipv6 )?(?:{V4}|{V6})"),
        Statement(r"logging (?:on|server .+)"),
        Statement(r"snmp-server .+"),
    ),
    lists=(VlanList(add=rf"vlan range {IDS}", remove=rf"vlan range {IDS}", shown=""),),
)

DIALECT = Dialect(
    platform="frr",
    negation="no",
    leave="exit",
    root=ROOT,
    kinds=KINDS,
    order=(
        r"hostname .*",
        r"username .*",
        r"enable .*",
        r"ip ssh.*",
        r"spanning-tree.*",
        r"lldp .*|rldp .*",
        r"service .*",
        r"ip access-list .*",
        r"ipv6 access-list .*",
        r"vlan \d+",
        r"interface .*Gig.*",
        r"interface Agg.*",
        r"interface Loopback.*",
        r"interface VLAN.*",
        r"ipv6 router .*",
        r"ip route .*",
        r"ipv6 route .*",
        r"logging .*",
        r"snmp-server .*",
        r"ntp .*",
        r"banner .*",
        r"line .*",
    ),
    layout="bang",
    indent_top=False,
    batch=False,
    vlan_joint="-",
    vlan_comma=",",
    header=(
        "",
        "Building configuration...",
        "Current configuration : {size} bytes",
        "",
        "version S29_RGOS 11.4(1)B42P3",
    ),
    footer="end",
    banner=r"banner (?:login|motd|exec) (?P<delim>\S)",
    login="\r\n",
    user_prompt="{name}>",
    enabled_prompt="{name}#",
    config_prompt="{name}(config{view})#",
    enter_config="configure terminal",
    leave_config=("end",),
    show_running="show running-config",
    show_startup="show startup-config",
    show_version="show version",
    version="System description      : Ruijie Gigabit Security & Intelligence Access Switch"
    " (S2910-24GT4XS-E) By Ruijie Networks\nSystem software version : S29_RGOS 11.4(1)B42P3",
    quiet=("terminal width 256", "terminal width 511"),
    paging_off="terminal length 0",
    save="write",
    save_question="",
    saved="Building configuration...\n[OK]",
    unknown="% Invalid input detected at '^' marker.",
    incomplete="% Incomplete command.",
    excess="% Invalid input detected at '^' marker.",
    refused="% Error: {reason}",
    hostname=r"hostname (\S+)",
    question="Continue? [yes/no]:",
)
