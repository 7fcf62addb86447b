"""Huawei VRP V200 as the S series behaves: undo takes keys, link types change on bare ports."""

from __future__ import annotations

import re

from educloud.lab.switches.dialects import vrp_interfaces
from educloud.lab.switches.dialects.vrp_interfaces import ACL, IDS, V4, V6, value
from educloud.lab.switches.dialects.vrp_views import (
    ACCESS,
    FILTERS,
    POOLS,
    ROUTING,
    VLAN,
)
from educloud.lab.switches.grammar import Dialect, Kind, Statement, VlanList

KINDS = {**FILTERS, **VLAN, **POOLS, **ACCESS, **ROUTING, **vrp_interfaces.KINDS}
HOP = rf"(?:NULL0|(?:Vlanif|X?GigabitEthernet|Eth-Trunk)\S+(?: {V4})?|{V4})"
SSH_USER = r"ssh user (\S+)"
USM = r"snmp-agent usm-user v3 (\S+)"
HOST = r"snmp-agent target-host trap (?:ipv6 )?address udp-domain"
SNMP = (
    Statement(r"snmp-agent"),
    value("snmp-agent local-engineid", r"\S+"),
    Statement(r"snmp-agent community (read|write) (?:cipher )?\S+(?: .+)?",
              undo=r"snmp-agent community (?:read|write) (?:cipher )?\S+"),
    value("snmp-agent sys-info contact", ".+"),
    value("snmp-agent sys-info location", ".+"),
    Statement(r"snmp-agent sys-info version .+", slot=r"snmp-agent sys-info version .+", rigid=True),
    Statement(r"snmp-agent mib-view (?:included|excluded) \S+ \S+"),
    Statement(r"snmp-agent group v3 (\S+) (\S+)(?: .+)?", slot=r"snmp-agent group v3 {1} {2}.*",
              rigid=True, undo=r"snmp-agent group v3 \S+ (?:authentication|privacy|noauthentication)"),
    Statement(HOST + r" (\S+) params securityname (?:cipher )?(\S+)(?: .+)?",
              slot=HOST + r" {1} params securityname (?:cipher )?{2}.*",
              undo=HOST + r" \S+ params securityname (?:cipher )?\S+"),
    Statement(r"snmp-agent trap enable"),
    value("snmp-agent trap source", r"\S+"),
    value("snmp-agent protocol source-interface", r"\S+"),
    value("snmp-agent acl", r"\d+"),
    Statement(rf"{USM} group \S+(?: acl \d+)?", slot=r"snmp-agent usm-user v3 {1} group .+",
              undo=r"snmp-agent usm-user v3 \S+ group", needs=r"snmp-agent usm-user v3 \S+"),
    Statement(rf"{USM} authentication-mode \S+ cipher \S+",
              slot=r"snmp-agent usm-user v3 {1} authentication-mode .+",
              undo=r"snmp-agent usm-user v3 \S+ authentication-mode",
              needs=r"snmp-agent usm-user v3 \S+"),
    Statement(rf"{USM} privacy-mode \S+ cipher \S+",
              slot=r"snmp-agent usm-user v3 {1} privacy-mode .+",
              undo=r"snmp-agent usm-user v3 \S+ privacy-mode",
              needs=r"snmp-agent usm-user v3 \S+"),
    # Whatever a user has goes with the user.
    Statement(rf"{USM}(?: .+)?", undo=r"snmp-agent usm-user v3 \S+"),
)  # fmt: skip
ACCESS_LINES = (
    Statement(r"undo (telnet|http) server enable", stored=False, slot=r"{1} server enable"),
    Statement(r"telnet (?:ipv6 )?server enable"),
    Statement(r"http(?: secure)?(?:-server| server) enable"),
    Statement(r"stelnet (?:ipv4 |ipv6 )?server enable"),
    Statement(rf"{SSH_USER} authentication-type \S+", slot=r"ssh user {1} authentication-type .+",
              undo=r"ssh user \S+ authentication-type"),
    Statement(rf"{SSH_USER} service-type \S+", slot=r"ssh user {1} service-type .+",
              undo=r"ssh user \S+ service-type"),
    Statement(r"ssh user \S+(?: .+)?", undo=r"ssh user \S+"),
    Statement(r"ssh server (cipher|hmac|key-exchange|publickey|dh-exchange min-len|timeout"
              r"|authentication-retries|rsa-key min-length|acl) .+", slot=r"ssh server {1} .+",
              undo=r"ssh server (?:cipher|hmac|key-exchange|publickey|dh-exchange min-len|timeout"
              r"|authentication-retries|rsa-key min-length|acl)"),
    Statement(r"ssh (?:ipv6 )?server-source (?:all-interface|-i \S+)"),
    Statement(r"rsa local-key-pair create", stored=False),
)  # fmt: skip
ROOT = Kind(
    "",
    "",
    statements=(
        value("sysname", r"\S+"),
        value("router id", V4),
        Statement(r"ipv6", bars=""),
        Statement(r"dhcp enable"),
        Statement(r"dhcp snooping enable(?: ipv[46])?", needs=r"dhcp enable"),
        Statement(r"nd snooping enable", needs=r"ipv6"),
        Statement(r"lldp enable"),
        Statement(r"stp enable"),
        value("stp mode", r"\S+"),
        Statement(r"stp bpdu-protection"),
        Statement(
            r"stp instance (\d+) (?:priority|root) \S+",
            slot=r"stp instance {1} .+",
            undo=r"stp instance \d+ (?:priority|root)",
        ),
        Statement(r"stp (?:priority|root) \S+", slot=r"stp (?:priority|root) .+",
                  undo=r"stp (?:priority|root)"),
        value("clock timezone", r"\S+ (?:add|minus) \S+"),
        *ACCESS_LINES,
        Statement(rf"ip route-static ({V4}) ({V4}|\d+) ({HOP})(?: .+)?",
                  slot=r"ip route-static {1} {2} {3}(?: (?:preference|tag|description) .+)?",
                  undo=rf"ip route-static {V4} (?:{V4}|\d+) {HOP}"),
        Statement(rf"ip route-static vpn-instance (\S+) ({V4}) ({V4}|\d+) ({HOP})(?: .+)?",
                  slot=r"ip route-static vpn-instance {1} {2} {3} {4}(?: .+)?",
                  undo=rf"ip route-static vpn-instance \S+ {V4} (?:{V4}|\d+) {HOP}",
                  needs_top=r"ip vpn-instance {1}"),
        Statement(rf"ipv6 route-static ({V6}) (\d+) ((?:\S+ )?{V6}|NULL0)(?: .+)?",
                  slot=r"ipv6 route-static {1} {2} {3}(?: (?:preference|tag|description) .+)?",
                  undo=rf"ipv6 route-static {V6} \d+ (?:(?:\S+ )?{V6}|NULL0)", needs=r"ipv6"),
        Statement(rf"ipv6 route-static vpn-instance (\S+) ({V6}) (\d+) ((?:\S+ )?{V6}|NULL0)(?: .+)?",
                  slot=r"ipv6 route-static vpn-instance {1} {2} {3} {4}(?: .+)?",
                  undo=rf"ipv6 route-static vpn-instance \S+ {V6} \d+ (?:(?:\S+ )?{V6}|NULL0)",
                  needs=r"ipv6", needs_top=r"ip vpn-instance {1}"),
        Statement(r"ip (ip|ipv6)-prefix (\S+) index (\d+) .+", slot=r"ip {1}-prefix {2} index {3} .+",
                  undo=r"ip (?:ip|ipv6)-prefix \S+ index \d+"),
        Statement(rf"traffic-filter vlan (\d+) (?:inbound|outbound) acl {ACL}",
                  needs_top=r"vlan {1}"),
        Statement(r"info-center enable"),
        value("info-center loghost source", r"\S+"),
        Statement(rf"info-center loghost ((?:ipv6 )?(?:{V4}|{V6}))(?: .+)?",
                       slot=r"info-center loghost {1}(?: .+)?",
                       undo=rf"info-center loghost (?:ipv6 )?(?:{V4}|{V6})"),
        value("info-center timestamp log", ".+"),
        *SNMP,
        Statement(rf"ntp-service unicast-server ((?:ipv6 )?(?:{V4}|{V6}))(?: .+)?",
                  slot=r"ntp-service unicast-server {1}(?: .+)?",
                  undo=rf"ntp-service unicast-server (?:ipv6 )?(?:{V4}|{V6})"),
        Statement(rf"ntp-service ipv6 unicast-server {V6}"),
        Statement(r"ntp-service (?:ipv6 )?server disable"),
        Statement(r"ntp-service authentication enable"),
        Statement(r"ntp-service authentication-keyid (\d+) authentication-mode \S+ cipher \S+",
                  slot=r"ntp-service authentication-keyid {1} .+",
                  undo=r"ntp-service authentication-keyid \d+"),
        Statement(r"ntp-service reliable authentication-keyid \d+"),
        value("ntp-service source-interface", r"\S+"),
        value("user-interface maximum-vty", r"\d+"),
    ),
    lists=(VlanList(add=rf"vlan batch {IDS}", remove=rf"vlan batch {IDS}", shown=""),),
)  # fmt: skip



def spelled_out(text: str) -> str:
    """Give a text with the ports' names in full: a switch takes ``interface g0/0/1``."""
    return re.sub(
        r"(?mi)^interface (x?)g[ei]?(?=\d)",
        lambda match: f"interface {match[1].upper()}GigabitEthernet",
        text,
    )


DIALECT = Dialect(
    platform="huawei_vrp",
    negation="undo",
    leave="quit",
    root=ROOT,
    kinds=KINDS,
    order=(
        r"sysname .*",
        r"router id .*",
        r"ipv6",
        r"vlan batch.*",
        r"stp (?!region).*",
        r"authentication-profile .*",
        r"lldp .*",
        r"dhcp (?:enable|snooping .*)",
        r"telnet .*|http .*",
        r"clock .*",
        r"radius-server template .*",
        r"acl .*",
        r"nd .*",
        r"ip vpn-instance .*",
        r"stp region-configuration",
        r"rsa peer-public-key .*",
        r"vlan \d+",
        r"ip pool .*",
        r"dhcpv6 pool .*",
        r"aaa",
        r"header .*",
        r"isis .*",
        r"ospfv3 .*",
        r"ntp.*",
        r"traffic-filter .*",
        r"interface Vlanif.*",
        r"interface MEth.*",
        r"interface Eth-Trunk.*",
        r"interface .*Gig.*|interface \d+GE.*",
        r"interface LoopBack.*",
        r"bgp .*",
        r"ospf .*",
        r"route-policy .*",
        r"ip ip.*-prefix .*",
        r"ip route.*",
        r"ipv6 route.*",
        r"info-center .*",
        r"snmp-agent.*",
        r"stelnet .*|ssh .*",
        r"user-interface .*",
        r"dot1x-access-profile .*",
        r"mac-access-profile .*",
    ),
    layout="hash",
    indent_top=False,
    batch=True,
    vlan_joint=" to ",
    vlan_comma=" ",
    header=("!Software Version V200R019C10SPC500",),
    footer="return",
    banner=r"(?:header (?:login|shell) information|rsa(?= peer-public-key))"
    r" (?P<delim>\"|peer-public-key)",
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
    plain=spelled_out,
)
