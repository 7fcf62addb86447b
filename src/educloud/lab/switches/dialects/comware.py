"""H3C Comware 7: link types may change on configured ports, their old lines go silently."""

from __future__ import annotations

from educloud.lab.switches.grammar import Dialect, Kind, Statement, VlanList

IDS = r"(?P<ids>\d+(?: to \d+)?(?: \d+(?: to \d+)?){0,9})"
V4 = r"\d+\.\d+\.\d+\.\d+"
V6 = r"[0-9A-Fa-f:]*:[0-9A-Fa-f:]*(?:/\d+)?"

TEXT = Statement(r"description .+", slot=r"description .+", undo=r"description")
LAYER3 = (
    TEXT,
    Statement(
        rf"ip address ({V4}) (?:{V4}|\d+)",
        slot=rf"ip address {V4} \S+",
        undo=rf"ip address(?: {V4} (?:{V4}|\d+))?",
        unique="1",
    ),
    Statement(rf"ip address ({V4}) (?:{V4}|\d+) sub", unique="1"),
    Statement(rf"ipv6 address ({V6})(?: \d+)?(?: link-local| eui-64)?", unique="1"),
    Statement(r"ipv6 address auto(?: link-local)?"),
    Statement(r"undo ipv6 nd ra halt"),
    Statement(r"ipv6 nd autoconfig (?:managed-address-flag|other-flag)"),
    Statement(r"ospfv3 (\d+) area \S+", needs_top=r"ospfv3 {1}"),
    Statement(r"shutdown", undo=r"shutdown"),
)
TRUNK, ACCESS = r"port link-type trunk", r"port link-type access|^$"
PORT = (
    Statement(r"port link-mode (?:bridge|route)", slot=r"port link-mode .+"),
    TEXT,
    Statement(
        r"port link-type (?:access|trunk|hybrid)",
        slot=r"port link-type .+",
        undo=r"port link-type",
        drops=r"(?:undo )?port (?:trunk|access|hybrid) .*",
    ),
    Statement(
        r"port access vlan (\d+)",
        slot=r"port access vlan \d+",
        undo=r"port access vlan",
        needs_top=r"vlan {1}",
    ),
    Statement(
        r"port trunk pvid vlan \d+",
        slot=r"port trunk pvid vlan \d+",
        undo=r"port trunk pvid",
        needs=TRUNK,
    ),
    Statement(r"undo port trunk permit vlan 1", needs=TRUNK),
    Statement(
        r"port link-aggregation group \d+",
        slot=r"port link-aggregation .+",
        undo=r"port link-aggregation group",
    ),
    Statement(
        r"ipv6 nd raguard role (?:host|router)",
        slot=r"ipv6 nd raguard role .+",
        undo=r"ipv6 nd raguard role",
    ),
    Statement(r"ipv6 nd snooping uplink"),
    Statement(r"ipv6 nd detection trust"),
    Statement(r"ipv6 dhcp snooping trust"),
    Statement(r"packet-filter (?:ipv6 )?\d+ (inbound|outbound)", needs_top=r"acl .*"),
    Statement(r"stp edged-port"),
    Statement(r"loopback-detection enable vlan .+"),
    Statement(r"shutdown", undo=r"shutdown"),
    Statement(r"mtu \d+", slot=r"mtu \d+", undo=r"mtu"),
)
TRUNK_LIST = VlanList(
    add=rf"port trunk permit vlan {IDS}",
    remove=rf"port trunk permit vlan {IDS}",
    shown="port trunk permit vlan {0}",
    needs=TRUNK,
)
KINDS = {
    "acl": Kind(
        r"acl (?:ipv6 )?advanced (\d+)",
        "acl-ipv4-adv-{1}",
        undo=r"acl (?:ipv6 )?advanced \d+",
        statements=(
            Statement(r"rule (\d+) (?:permit|deny)(?: .+)?", slot=r"rule {1} .+", undo=r"rule \d+"),
            TEXT,
        ),
    ),
    "vlan": Kind(
        r"vlan (\d+)",
        "vlan{1}",
        undo=r"vlan \d+",
        bars_top="interface Vlan-interface{1}",
        statements=(
            TEXT,
            Statement(r"name .+", slot=r"name .+", undo=r"name"),
            Statement(r"ipv6 nd snooping enable (?:global|link-local)"),
        ),
    ),
    "user": Kind(
        r"local-user (\S+) class manage",
        "luser-manage-{1}",
        undo=r"local-user \S+ class manage",
        statements=(
            Statement(
                r"password (?:hash|simple|cipher) \S+", slot=r"password .+", undo=r"password"
            ),
            Statement(r"service-type .+"),
            Statement(r"authorization-attribute .+"),
        ),
    ),
    "ospfv3": Kind(
        r"ospfv3 (\d+)",
        "ospfv3-{1}",
        undo=r"ospfv3 \d+",
        asks=True,
        statements=(
            Statement(rf"router-id {V4}", slot=r"router-id .+", undo=r"router-id"),
            Statement(r"silent-interface \S+"),
            Statement(r"area \S+"),
            Statement(r"import-route \S+"),
            Statement(r"default-route-advertise(?: always)?"),
        ),
    ),
    "svi": Kind(
        r"interface Vlan-interface(\d+)",
        "Vlan-interface{1}",
        undo=r"interface Vlan-interface\d+",
        needs_top="vlan {1}",
        statements=LAYER3,
    ),
    "loopback": Kind(
        r"interface LoopBack(\d+)", "LoopBack{1}", undo=r"interface LoopBack\d+", statements=LAYER3
    ),
    "trunk": Kind(
        r"interface Bridge-Aggregation(\d+)",
        "Bridge-Aggregation{1}",
        undo=r"interface Bridge-Aggregation\d+",
        statements=PORT,
        lists=(TRUNK_LIST,),
    ),
    "port": Kind(
        r"interface ((?:Ten-)?GigabitEthernet1/0/\d+)", "{1}", statements=PORT, lists=(TRUNK_LIST,)
    ),
    "line": Kind(
        r"line (class \S+|aux 0|vty \d+ \d+)",
        "line-{1}",
        statements=(
            Statement(
                r"authentication-mode \S+",
                slot=r"authentication-mode .+",
                undo=r"authentication-mode",
            ),
            Statement(
                r"protocol inbound \S+", slot=r"protocol inbound .+", undo=r"protocol inbound"
            ),
            Statement(r"user-role \S+"),
            Statement(r"idle-timeout \d+(?: \d+)?", slot=r"idle-timeout .+", undo=r"idle-timeout"),
        ),
    ),
}
ROOT = Kind(
    "",
    "",
    statements=(
        Statement(r"sysname (\S+)", slot=r"sysname \S+", undo=r"sysname"),
        Statement(r"lldp global enable"),
        Statement(r"stp global enable"),
        Statement(r"stp mode \S+", slot=r"stp mode \S+", undo=r"stp mode"),
        Statement(r"telnet server enable"),
        Statement(r"ip http enable"),
        Statement(r"ip https enable"),
        Statement(r"ssh server enable"),
        Statement(r"ssh user \S+ .+"),
        Statement(r"irf .+"),
        Statement(r"password-recovery enable"),
        Statement(rf"ip route-static {V4} (?:{V4}|\d+) {V4}(?: .+)?"),
        Statement(rf"ipv6 route-static {V6} \d+ {V6}(?: .+)?"),
        Statement(r"ntp-service enable"),
        Statement(rf"ntp-service unicast-server {V4}"),
        Statement(rf"ntp-service ipv6 unicast-server {V6}"),
        Statement(r"ipv6 savi strict"),
        Statement(r"info-center (?:enable|loghost \S+.*)"),
        Statement(r"snmp-agent(?: .+)?"),
        Statement(r"dhcp enable"),
    ),
    lists=(
        VlanList(add=r"vlan (?P<ids>\d+ to \d+)", remove=r"vlan (?P<ids>\d+ to \d+)", shown=""),
    ),
)

DIALECT = Dialect(
    platform="hp_comware",
    negation="undo",
    leave="quit",
    root=ROOT,
    kinds=KINDS,
    order=(
        r"sysname .*",
        r"irf .*",
        r"telnet .*|ip http.*|dhcp .*",
        r"lldp .*",
        r"ipv6 savi .*",
        r"password-recovery .*",
        r"ospfv3 .*",
        r"vlan \d+",
        r"stp .*",
        r"interface Bridge.*",
        r"interface LoopBack.*",
        r"interface Vlan-interface.*",
        r"interface .*Gig.*",
        r"header .*",
        r"line .*",
        r"ip route.*",
        r"ipv6 route.*",
        r"info-center .*",
        r"snmp-agent.*",
        r"ssh .*",
        r"ntp.*",
        r"acl .*",
        r"local-user .*",
    ),
    layout="hash",
    indent_top=True,
    batch=False,
    vlan_joint=" to ",
    vlan_comma=" ",
    header=(" version 7.1.070, Release 6616P05",),
    footer="return",
    banner=r"header (?:legal|login|motd|shell) (?P<delim>\S)",
    login="\r\n" + "*" * 78 + "\r\n* Copyright (c) 2004-2026 New H3C Technologies Co., Ltd. "
    "All rights reserved.*\r\n" + "*" * 78 + "\r\n\r\n",
    user_prompt="<{name}>",
    enabled_prompt="",
    config_prompt="[{name}{view}]",
    enter_config="system-view",
    leave_config=("return",),
    show_running="display current-configuration",
    show_startup="display saved-configuration",
    show_version="display version",
    version="H3C Comware Software, Version 7.1.070, Release 6616P05\n"
    "H3C S5560X-30C-EI uptime is 0 weeks, 3 days, 2 hours, 11 minutes",
    quiet=("undo terminal monitor",),
    paging_off="screen-length disable",
    save="save force",
    save_question="",
    saved="Validating file. Please wait...\n"
    "Configuration is saved to mainboard device successfully.",
    unknown=" % Unrecognized command found at '^' position.",
    incomplete=" % Incomplete command found at '^' position.",
    excess=" % Too many parameters found at '^' position.",
    refused=" % Error: {reason}",
    hostname=r"sysname (\S+)",
    question="Undo OSPF process? [Y/N]:",
    loud_upper=True,
)
