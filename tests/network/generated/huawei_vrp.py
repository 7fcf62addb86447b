"""Configurations of Huawei VRP switches, V200 S series.

Hypothesis draws which topics a switch has and a number; the rest follows from that number, so
that a draw is quick. What refers to something also has it, and between any two of these
configurations a way leads: no two differ in what the device only takes with a new process.
"""

from __future__ import annotations

from hypothesis import strategies as st

from .huawei_vrp_box import Box, block
from .huawei_vrp_interfaces import gateways, ports
from .huawei_vrp_routing import policies, pools, routing
from .huawei_vrp_system import access, filters, system

TOPICS = [
    "banner",
    "key",
    "acl",
    "vpn",
    "ospf",
    "ospfv3",
    "isis",
    "bgp",
    "pools",
    "snooping",
    "dot1x",
    "users",
    "snmp",
    "ntp",
    "syslog",
    "ssh",
    "routes",
    "routes6",
    "policy",
    "region",
    "vrrp",
    "loopback",
    "filters",
]


def management(box: Box) -> list[str]:
    said = [f"ip address 10.99.0.{box.number(2, 3)} 255.255.255.0"]
    return block("interface Vlanif99", said)


def routes(box: Box) -> list[str]:
    lines = [f"ip route-static 0.0.0.0 0.0.0.0 10.99.0.{box.one([1, 254])}"]
    if box.has("routes"):
        lines += [
            f"ip route-static 10.{n}.0.0 255.255.0.0 10.99.0.{box.one([1, 254])}"
            f"{box.one(['', ' preference 70', ' description campus'])}"
            for n in box.some([50, 51])
        ]
        lines += ["ip route-static 10.52.0.0 255.255.0.0 NULL0"] if box.maybe() else []
        lines += [
            f"ip route-static vpn-instance {vpn} 0.0.0.0 0.0.0.0 10.8.0.{box.number(1, 2)}"
            for vpn in box.vpns
        ]
    if box.has("routes6"):
        lines += ["#", f"ipv6 route-static :: 0 2001:DB8:99::{box.number(1, 2)}"]
        lines += [
            f"ipv6 route-static 2001:DB8:50:: 48 {box.one(['Vlanif99 FE80::1', '2001:DB8:99::1'])}"
        ]
    return [*lines, "#"]


def services(box: Box) -> list[str]:
    lines: list[str] = []
    if box.has("syslog"):
        lines += box.some(
            [
                f"info-center loghost 192.0.2.{box.number(30, 31)}",
                f"info-center loghost 192.0.2.32 facility local{box.number(1, 2)}",
                "info-center loghost source Vlanif99",
            ]
        )
        lines.append("#")
    if box.has("snmp"):
        lines += [
            "snmp-agent",
            "snmp-agent sys-info version v3",
            f"snmp-agent sys-info contact {box.one(['noc', 'help'])}",
            "snmp-agent mib-view included iso-view iso",
            f"snmp-agent group v3 watch privacy read-view {box.one(['iso-view', 'other'])}",
        ]
        for user in box.some(["nms", "probe"]):
            lines += [
                f"snmp-agent usm-user v3 {user}",
                f"snmp-agent usm-user v3 {user} group watch",
                f"snmp-agent usm-user v3 {user} authentication-mode sha2-256 cipher NotACipher",
                f"snmp-agent usm-user v3 {user} privacy-mode aes256 cipher NotACipher",
            ]
        lines += [
            f"snmp-agent target-host trap address udp-domain 192.0.2.{n}"
            " params securityname nms v3 privacy"
            for n in box.some([40, 41])
        ]
        lines += ["snmp-agent trap enable", "#"]
    if box.has("ntp"):
        lines += [
            f"ntp-service unicast-server 192.0.2.{n}{box.one(['', ' prefer'])}"
            for n in box.some([50, 51])
        ]
        lines += ["ntp-service unicast-server ipv6 2001:DB8::123"] if box.maybe() else []
        lines.append("#")
    if box.has("ssh"):
        lines += [
            "stelnet server enable",
            *box.some(
                [
                    "ssh server-source -i Vlanif99",
                    f"ssh server cipher {box.one(['aes256_ctr', 'aes256_ctr aes128_ctr'])}",
                ]
            ),
        ]
        for user in box.some(["netadmin", "auditor"]):
            lines += [
                f"ssh user {user}",
                f"ssh user {user} authentication-type {box.one(['password', 'rsa'])}",
                f"ssh user {user} service-type stelnet",
            ]
        lines.append("#")
    return lines


def terminals(box: Box) -> list[str]:
    said = ["authentication-mode aaa", f"idle-timeout {box.number(5, 10)} 0"]
    said += [f"protocol inbound {box.one(['ssh', 'all'])}"] if box.maybe() else []
    said += ["acl 3000 inbound"] if "number 3000" in box.acls and box.maybe() else []
    said += ["acl ipv6 3000 inbound"] if "ipv6 number 3000" in box.acls and box.maybe() else []
    lines = [f"user-interface maximum-vty {box.one([5, 15])}"] if box.maybe() else []
    return [
        *lines,
        "user-interface con 0",
        " authentication-mode aaa",
        "user-interface vty 0 4",
        *(f" {line}" for line in said),
        "#",
    ]


def write(number: int, topics: set[str]) -> str:
    """Give the text of the switch that follows from a number and the topics it has."""
    box = Box(number, topics)
    lists, doors = filters(box), access(box)
    routed = gateways(box)
    edges = ports(box)
    lines = ["!Software Version V200R019C10SPC500", "#", *system(box), *lists]
    if box.has("key"):
        lines += [
            "rsa peer-public-key nms",
            " public-key-code begin",
            f"  3047{box.number(1, 2)}",
            " public-key-code end",
            "peer-public-key end",
            "#",
        ]
    lines += pools(box) if box.has("pools") else []
    lines += doors
    if box.has("banner"):
        lines += [
            f'header login information "{box.one(["no access", "line one"])}',
            "# two",
            'three"',
            "#",
        ]
    lines += [*routing(box), *routed, *management(box), *edges]
    lines += policies(box) if box.has("policy") else []
    lines += [*routes(box), *services(box)]
    return "\n".join([*lines, *terminals(box), "return", ""])


configurations = st.builds(
    write, st.integers(0, 2**32 - 1), st.sets(st.sampled_from(TOPICS), max_size=len(TOPICS))
)
