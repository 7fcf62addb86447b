"""Ruijie RGOS 11: Cisco-like; a trunk without a list carries every VLAN.

After the RGOS 11 command references of the S2900, S5700 and S6000 families. Where releases differ
the stricter one is played: an entry of a list is not overwritten, what is in use stays.
"""

from __future__ import annotations

import re

from educloud.lab.switches.dialects.rgos_interfaces import IDS, INTERFACE, V4, V6, feature, value
from educloud.lab.switches.dialects.rgos_views import HASHED, KINDS
from educloud.lab.switches.grammar import Dialect, Kind, Statement, VlanList

SHORT = (
    (r"(?<= )gi(?:gabitethernet)? ?(?=\d+/)", "GigabitEthernet "),
    (r"(?<= )te(?:ngigabitethernet)? ?(?=\d+/)", "TenGigabitEthernet "),
    (r"^interface ag(?:gregateport)? ?(?=\d)", "interface AggregatePort "),
    (r"^interface vlan ?(?=\d)", "interface VLAN "),
)


def spelled(text: str) -> str:
    """Give a text as the box takes it: interfaces by their full names, entries with a number."""
    lines: list[str] = []
    last = 0
    for typed in text.split("\n"):
        line = typed
        for short, name in () if line.startswith(" description") else SHORT:
            line = re.sub(short, name, line, flags=re.IGNORECASE)
        lacking = re.fullmatch(rf"( switchport trunk allowed vlan) remove {IDS}(?<=-4094)", line)
        if lacking:  # so an older release shows it; typed, it takes away from what stands
            line = f"{lacking[1]} only {_others(lacking['ids'])}"
        last = last if line.startswith(" ") else 0
        entry = re.match(r" (?:(\d+) )?((?:permit|deny) .*)", line)
        if entry:
            last = int(entry[1] or last // 10 * 10 + 10)
        lines.append(f" {last} {entry[2]}" if entry else line)
    return "\n".join(lines)


def _others(listed: str) -> str:
    """Give the VLANs that are not in a list, each on its own."""
    found = set(range(1, 4095))
    for item in listed.split(","):
        first, _, last = item.partition("-")
        found -= set(range(int(first), int(last or first) + 1))
    return ",".join(map(str, sorted(found)))


ROOT = Kind(
    "",
    "",
    statements=(
        value(r"hostname", r"(\S+)"),
        Statement(
            rf"username (\S+) (?:privilege \d+ )?(?:password|secret) {HASHED}",
            slot=r"username {1} (?:privilege \d+ )?(?:password|secret) .+",
            undo=r"username \S+",
            along=r"username {1} .+",
        ),
        Statement(
            r"username (\S+) privilege \d+",
            slot=r"username {1} privilege \d+",
            undo=r"username \S+ privilege",
        ),
        value(r"enable secret", HASHED),
        value(r"enable password", HASHED),
        Statement(r"aaa new-model", drops=r"aaa .+"),
        *(
            Statement(
                rf"aaa {kind} (\S+) (\S+) .+",
                slot=rf"aaa {kind} {{1}} {{2}} .+",
                undo=rf"aaa {kind} \S+ \S+",
                needs=r"aaa new-model",
            )
            for kind in ("authentication", "authorization", "accounting")
        ),
        Statement(
            rf"radius-server host ({V4}|{V6})(?: .+)?",
            slot=r"radius-server host {1}(?: .+)?",
            undo=rf"radius-server host (?:{V4}|{V6})",
        ),
        value(r"radius-server key", HASHED),
        value(r"dot1x authentication", r"\S+"),
        *(
            feature(rf"enable service {name}.*", rf"no enable service {name}")
            for name in ("telnet-server", "web-server")
        ),
        Statement(r"enable service (?:ssh-server|telnet-server|web-server(?: \S+)?)"),
        Statement(r"enable service snmp-agent", stored=False, slot=r"no enable service snmp-agent"),
        Statement(r"no enable service snmp-agent"),
        value(r"ip ssh version", r"\d"),
        value(r"ip ssh time-out", r"\d+"),
        Statement(r"spanning-tree"),
        value(r"spanning-tree mode", r"(?:stp|rstp|mstp)"),
        value(r"spanning-tree priority", r"\d+"),
        Statement(
            r"spanning-tree mst (\d+) priority \d+",
            slot=r"spanning-tree mst {1} priority .+",
            undo=r"spanning-tree mst \d+ priority",
        ),
        value(r"aggregateport load-balance", r"\S+"),
        value(r"errdisable recovery interval", r"\d+"),
        Statement(r"lldp enable", stored=False, slot=r"no lldp enable"),
        Statement(r"no lldp enable"),
        Statement(r"rldp enable"),
        value(r"ip default-gateway", V4),
        Statement(r"cwmp", stored=False, slot=r"no cwmp"),
        Statement(r"no cwmp"),
        Statement(rf"ip name-server {V4}"),
        value(r"password policy min-size", r"\d+"),
        Statement(r"service dhcp"),
        Statement(r"service password-encryption"),
        Statement(r"service sequence-numbers"),
        Statement(r"ip dhcp snooping"),
        Statement(r"ipv6 dhcp snooping"),
        Statement(r"ipv6 nd snooping enable"),
        value(r"address-bind ipv6-mode", r"(?:compatible|loose|strict)"),
        Statement(rf"ip dhcp excluded-address {V4}(?: {V4})?"),
        Statement(
            rf"ipv6 local pool (\S+) {V6} \d+",
            slot=r"ipv6 local pool {1} .+",
            undo=r"ipv6 local pool \S+",
            rigid=True,
        ),
        Statement(
            r"(ip|ipv6) prefix-list (\S+) seq (\d+) (?:permit|deny) .+",
            slot=r"{1} prefix-list {2} seq {3} .+",
            rigid=True,
            undo=r"(?:ip|ipv6) prefix-list \S+ seq \d+ (?:permit|deny) .+",
        ),
        Statement(
            rf"ip route( vrf \S+)? ({V4}) ({V4}) ({V4}|{INTERFACE}(?: {V4})?)(?: \d+)?",
            slot=r"ip route{1} {2} {3} {4}(?: \d+)?",
            undo=rf"ip route(?: vrf \S+)? {V4} {V4} (?:{V4}|{INTERFACE}(?: {V4})?)",
        ),
        Statement(
            rf"ipv6 route( vrf \S+)? ({V6}) ((?:{INTERFACE} )?{V6})(?: \d+)?",
            slot=r"ipv6 route{1} {2} {3}(?: \d+)?",
            undo=rf"ipv6 route(?: vrf \S+)? {V6} (?:{INTERFACE} )?{V6}",
        ),
        value(r"clock timezone", r"\S+ [+-]?\d+(?: \d+)?"),
        Statement(r"ntp authenticate"),
        Statement(
            r"ntp authentication-key (\d+) md5 .+",
            slot=r"ntp authentication-key {1} .+",
            undo=r"ntp authentication-key \d+",
        ),
        Statement(r"ntp trusted-key \d+"),
        Statement(
            rf"ntp server ((?:ipv6 )?(?:{V4}|{V6}))(?: (?:key \d+|prefer))*",
            slot=r"ntp server {1}(?: .+)?",
            undo=rf"ntp server (?:ipv6 )?(?:{V4}|{V6})",
        ),
        Statement(r"logging on", stored=False, slot=r"no logging on"),
        Statement(r"no logging on"),
        Statement(rf"logging server (?:ipv6 )?(?:{V4}|{V6})"),
        value(r"logging trap", r"\S+"),
        value(r"logging source interface", INTERFACE),
        Statement(
            r"snmp-server community ((?:7 )?\S+) (?:ro|rw)(?: \S+)?",
            slot=r"snmp-server community {1} .+",
            undo=r"snmp-server community (?:7 )?\S+",
        ),
        Statement(r"snmp-server view (\S+) \S+ (?:include|exclude)"),
        Statement(
            r"snmp-server group (\S+) v3 (?:auth|noauth|priv)(?: .+)?",
            slot=r"snmp-server group {1} v3 .+",
            undo=r"snmp-server group \S+ v3 (?:auth|noauth|priv)",
        ),
        Statement(
            r"snmp-server user (\S+) (\S+) v3 .+",
            slot=r"snmp-server user {1} .+",
            undo=r"snmp-server user \S+ \S+ v3",
            needs=r"snmp-server group .+",
        ),
        Statement(
            rf"snmp-server host ({V4}|{V6}|ipv6 {V6}) .+",
            slot=r"snmp-server host {1} .+",
            undo=rf"snmp-server host (?:{V4}|{V6}|ipv6 {V6}) .+",
        ),
        Statement(r"snmp-server enable traps"),
        Statement(
            r"snmp-server enable version (v1|v2c|v3)",
            stored=False,
            slot=r"no snmp-server enable version {1}",
        ),
        Statement(r"no snmp-server enable version (?:v1|v2c|v3)"),
        value(r"snmp-server location"),
        value(r"snmp-server contact"),
    ),
    lists=(VlanList(add=rf"vlan range {IDS}", remove=rf"vlan range {IDS}", shown=""),),
)
DIALECT = Dialect(
    platform="ruijie_os",
    negation="no",
    leave="exit",
    root=ROOT,
    kinds=KINDS,
    order=(
        r"hostname .*",
        r"spanning-tree mst configuration",
        r"spanning-tree.*",
        r"username .*",
        r"aaa .*|radius-server .*|dot1x .*",
        r"vrf definition .*",
        r"switch virtual .*",
        r"nfpp",
        r"enable .*|no enable .*",
        r"ip ssh.*",
        r"lldp .*|no lldp .*|rldp .*|errdisable .*",
        r"service .*",
        r"clock .*",
        r"ip dhcp pool .*",
        r"ipv6 dhcp pool .*",
        r"ip dhcp .*|ipv6 dhcp .*|ipv6 nd .*|address-bind .*|ipv6 local .*",
        r"ip access-list .*",
        r"ipv6 access-list .*",
        r"ip prefix-list .*|ipv6 prefix-list .*",
        r"route-map .*",
        r"vlan \d+",
        r"aggregateport .*",
        r"interface .*Gig.*",
        r"interface Agg.*",
        r"interface Loopback.*",
        r"interface VLAN.*",
        r"interface Mgmt.*",
        r"router bgp .*",
        r"router ospf .*",
        r"router isis.*",
        r"ipv6 router .*",
        r"ip route .*|ip default-gateway .*",
        r"ipv6 route .*",
        r"logging .*|no logging .*",
        r"snmp-server .*|no snmp-server .*",
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
    inner_leaves=("exit-address-family",),
    plain=spelled,
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
