"""Huawei VRP V200 as the S series behaves: undo takes keys, link types change on bare ports."""

from __future__ import annotations

from educloud.lab.switches.grammar import Dialect, Kind, Statement, VlanList

IDS = r"(?P<ids>\d+(?: to \d+)?(?: \d+(?: to \d+)?){0,9})"
V4 = r"\d+\.\d+\.\d+\.\d+"
V6 = r"[0-9A-Fa-f:]*:[0-9A-Fa-f:]*(?:/\d+)?"

TEXT = Statement(r"description .+", slot=r"description .+", undo=r"description")
IPV6 = (
    Statement(r"ipv6 enable", needs_top=r"ipv6", drops=r"(?:undo )?(?:ipv6|ospfv3) .*"),
    Statement(
        rf"ipv6 address ({V6})(?: \d+)?(?: link-local| eui-64)?", needs=r"ipv6 enable", unique="1"
    ),
    Statement(r"ipv6 address auto (?:global|link-local)", needs=r"ipv6 enable"),
    Statement(r"undo ipv6 nd ra halt", needs=r"ipv6 enable"),
    Statement(r"ipv6 nd autoconfig (?:managed-address-flag|other-flag)", needs=r"ipv6 enable"),
    Statement(r"ospfv3 (\d+) area \S+", needs=r"ipv6 enable", needs_top=r"ospfv3 {1}"),
)
LAYER3 = (
    TEXT,
    Statement(
        rf"ip address ({V4}) (?:{V4}|\d+)",
        slot=rf"ip address {V4} \S+",
        undo=rf"ip address(?: {V4} (?:{V4}|\d+))?",
        unique="1",
    ),
    Statement(rf"ip address ({V4}) (?:{V4}|\d+) sub", unique="1"),
    *IPV6,
    Statement(r"shutdown", undo=r"shutdown"),
    Statement(r"dhcp select (?:global|relay|interface)"),
)
TRUNK, ACCESS = r"port link-type trunk", r"port link-type access"
PORT = (
    TEXT,
    Statement(
        r"port link-type (?:access|trunk|hybrid)",
        slot=r"port link-type .+",
        undo=r"port link-type",
        bars=r"(?:undo )?port (?:trunk|default|hybrid) .*",
    ),
    Statement(
        r"port default vlan (\d+)",
        slot=r"port default vlan \d+",
        undo=r"port default vlan",
        needs=ACCESS,
        needs_top=r"vlan {1}",
    ),
    Statement(
        r"port trunk pvid vlan \d+",
        slot=r"port trunk pvid vlan \d+",
        undo=r"port trunk pvid vlan",
        needs=TRUNK,
    ),
    Statement(r"undo port trunk allow-pass vlan 1", needs=TRUNK),
    Statement(r"eth-trunk \d+", slot=r"eth-trunk \d+", undo=r"eth-trunk"),
    Statement(r"nd snooping enable"),
    Statement(r"nd snooping trusted"),
    Statement(
        r"traffic-filter (inbound|outbound) acl (?:ipv6 )?\S+",
        undo=r"traffic-filter (?:inbound|outbound) acl",
        needs_top=r"acl .*",
    ),
    Statement(r"stp edged-port enable"),
    Statement(r"loopback-detect enable"),
    Statement(r"shutdown", undo=r"shutdown"),
    Statement(r"mtu \d+", slot=r"mtu \d+", undo=r"mtu"),
)
TRUNK_LIST = VlanList(
    add=rf"port trunk allow-pass vlan {IDS}",
    remove=rf"port trunk allow-pass vlan {IDS}",
    shown="port trunk allow-pass vlan {0}",
    needs=TRUNK,
)
KINDS = {
    "acl": Kind(
        r"acl (?:ipv6 )?number (\d+)",
        "acl-adv-{1}",
        undo=r"acl (?:ipv6 )?number \d+",
        statements=(
            Statement(r"rule (\d+) (?:permit|deny)(?: .+)?", slot=r"rule {1} .+", undo=r"rule \d+"),
            TEXT,
        ),
    ),
    "vlan": Kind(
        r"vlan (\d+)",
        "vlan{1}",
        undo=r"vlan \d+",
        bars_top="interface Vlanif{1}",
        statements=(
            TEXT,
            Statement(r"name \S+", slot=r"name \S+", undo=r"name"),
            Statement(r"nd snooping enable"),
        ),
    ),
    "aaa": Kind(
        r"aaa",
        "aaa",
        statements=(
            Statement(
                r"local-user (\S+) password (?:irreversible-)?cipher \S+",
                slot=r"local-user {1} password .+",
            ),
            Statement(r"local-user (\S+) privilege level \d+", slot=r"local-user {1} privilege .+"),
            Statement(r"local-user (\S+) service-type .+", slot=r"local-user {1} service-type .+"),
            Statement(r"authentication-scheme \S+"),
            Statement(r"authorization-scheme \S+"),
            Statement(r"accounting-scheme \S+"),
            Statement(r"domain \S+"),
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
        r"interface Vlanif(\d+)",
        "Vlanif{1}",
        undo=r"interface Vlanif\d+",
        needs_top="vlan {1}",
        statements=LAYER3,
    ),
    "loopback": Kind(
        r"interface LoopBack(\d+)", "LoopBack{1}", undo=r"interface LoopBack\d+", statements=LAYER3
    ),
    "trunk": Kind(
        r"interface Eth-Trunk(\d+)",
        "Eth-Trunk{1}",
        undo=r"interface Eth-Trunk\d+",
        statements=PORT,
        lists=(TRUNK_LIST,),
    ),
    "port": Kind(
        r"interface (GigabitEthernet0/0/\d+|XGigabitEthernet0/0/\d+)",
        "{1}",
        statements=PORT,
        lists=(TRUNK_LIST,),
    ),
    "vty": Kind(
        r"user-interface (con 0|vty \d+ \d+)",
        "ui-{1}",
        statements=(
            Statement(
                r"authentication-mode \S+",
                slot=r"authentication-mode .+",
                undo=r"authentication-mode",
            ),
            Statement(
                r"protocol inbound \S+", slot=r"protocol inbound .+", undo=r"protocol inbound"
            ),
            Statement(
                r"user privilege level \d+",
                slot=r"user privilege level \d+",
                undo=r"user privilege level",
            ),
            Statement(r"idle-timeout \d+ \d+", slot=r"idle-timeout .+", undo=r"idle-timeout"),
            Statement(
                r"acl (?:ipv6 )?\d+ (inbound|outbound)", undo=r"acl (?:ipv6 )?(?:inbound|outbound)"
            ),
        ),
    ),
}
ROOT = Kind(
    "",
    "",
    statements=(
        Statement(r"sysname (\S+)", slot=r"sysname \S+", undo=r"sysname"),
        Statement(r"ipv6", bars=""),
        Statement(r"nd snooping enable", needs=r"ipv6"),
        Statement(r"lldp enable"),
        Statement(r"stp enable"),
        Statement(r"stp mode \S+", slot=r"stp mode \S+", undo=r"stp mode"),
        Statement(
            r"stp instance 0 (?:priority|root) \S+",
            slot=r"stp instance 0 .+",
            undo=r"stp instance 0 (?:priority|root)",
        ),
        Statement(r"telnet (?:ipv6 )?server enable"),
        Statement(r"http(?: secure)?(?:-server| server) enable"),
        Statement(r"http server enable"),
        Statement(r"stelnet (?:ipv4 |ipv6 )?server enable"),
        Statement(r"ssh user \S+(?: .+)?"),
        Statement(r"ssh server .+"),
        Statement(r"rsa local-key-pair create", stored=False),
        Statement(rf"ip route-static {V4} (?:{V4}|\d+) {V4}(?: .+)?"),
        Statement(rf"ipv6 route-static {V6} \d+ {V6}(?: .+)?", needs=r"ipv6"),
        Statement(rf"ntp-service unicast-server (?:{V4}|ipv6 {V6})"),
        Statement(rf"ntp-service ipv6 unicast-server {V6}"),
        Statement(r"info-center (?:enable|loghost \S+.*)"),
        Statement(r"snmp-agent(?: .+)?"),
        Statement(r"dhcp enable"),
    ),
    lists=(VlanList(add=rf"vlan batch {IDS}", remove=rf"vlan batch {IDS}", shown=""),),
)

DIALECT = Dialect(
    platform="huawei_vrpv8",
    negation="undo",
    leave="quit",
    root=ROOT,
    kinds=KINDS,
    order=(
        r"sysname .*",
        r"vlan batch.*",
        r"stp .*",
        r"lldp .*",
        r"ipv6",
        r"nd .*",
        r"telnet .*|http .*|dhcp .*",
        r"acl .*",
        r"vlan \d+",
        r"aaa",
        r"header .*",
        r"ospfv3 .*",
        r"interface Vlanif.*",
        r"interface Eth-Trunk.*",
        r"interface X?Gig.*",
        r"interface LoopBack.*",
        r"ip route.*",
        r"ipv6 route.*",
        r"info-center .*",
        r"snmp-agent.*",
        r"stelnet .*|ssh .*",
        r"ntp.*",
        r"user-interface .*",
    ),
    layout="hash",
    indent_top=False,
    batch=True,
    vlan_joint=" to ",
    vlan_comma=" ",
    header=("!Software Version V200R019C10SPC500",),
    footer="return",
    banner=r"header (?:login|shell) information (?P<delim>\")",
    login="\r\nInfo: The max number of VTY users is 5, and the number\r\n"
    "      of current VTY users on line is 1.\r\n",
    user_prompt="<{name}>",
    enabled_prompt="",
    config_prompt="[{name}{view}]",
    enter_config="system-view",
    leave_config=("return",),
    show_running="display current-configuration",
    show_startup="display saved-configuration",
    show_version="display version",
    version="Huawei Versatile Routing Platform Software\n"
    "VRP (R) software, Version 5.170 (S5735 V200R019C10SPC500)\n"
    "HUAWEI S5735-L24T4X-A Routing Switch uptime is 1 week, 2 days",
    quiet=("undo terminal monitor",),
    paging_off="screen-length 0 temporary",
    save="save",
    save_question="The current configuration will be written to the device.\n"
    "Are you sure to continue?[Y/N]",
    saved="Now saving the current configuration to the slot 0.\n"
    "Save the configuration successfully.",
    unknown="Error: Unrecognized command found at '^' position.",
    incomplete="Error:Incomplete command found at '^' position.",
    excess="Error:Too many parameters found at '^' position.",
    refused="Error: {reason}",
    hostname=r"sysname (\S+)",
    question="Warning: The operation may interrupt services. Continue? [Y/N]:",
    loud_upper=True,
)
