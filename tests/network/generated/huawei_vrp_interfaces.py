"""Interfaces of Huawei switches."""

from __future__ import annotations

from .huawei_vrp_box import QINQ_VLAN, VLANS, Box, block, numbers
from .huawei_vrp_system import filtered

PORTS = ["GigabitEthernet0/0/1", "GigabitEthernet0/0/2", "GigabitEthernet0/0/23"]
TRUNKED = ["GigabitEthernet0/0/24", "XGigabitEthernet0/0/1"]


def layer3(box: Box, vpn: str) -> list[str]:
    """Give the lines of a VLAN's interface, a loopback or a port without VLANs."""
    said = [f"ip binding vpn-instance {vpn}"] if vpn else []
    if box.maybe():
        said.append(f"ip address 10.{box.addresses.pop()}.0.1 255.255.255.0")
        said += (
            [f"ip address 10.{box.addresses.pop()}.0.1 255.255.255.0 sub"] if box.maybe() else []
        )
        if box.has("vrrp") and box.maybe():
            said += [f"vrrp vrid 1 virtual-ip 10.{box.number(1, 2)}.0.254"]
            said += [f"vrrp vrid 1 priority {box.one([110, 120])}"] if box.maybe() else []
    if box.has("ospf") and box.maybe():
        said.append(f"ospf enable 1 area 0.0.0.{box.number(0, 1)}")
        said += [f"ospf cost {box.one([10, 100])}"] if box.maybe() else []
    if box.has("isis") and box.maybe():
        said += ["isis enable 1", *box.some(["isis circuit-type p2p", "isis cost 20"])]
    if box.maybe():
        said += ["ipv6 enable", *layer3_v6(box)]
    return said


def layer3_v6(box: Box) -> list[str]:
    said = [f"ipv6 address 2001:DB8:{box.addresses.pop()}::1/64"] if box.maybe() else []
    said += ["ipv6 address auto link-local"] if box.maybe() else []
    said += box.some(
        [
            "undo ipv6 nd ra halt",
            "ipv6 nd autoconfig managed-address-flag",
            "ipv6 nd autoconfig other-flag",
            f"ipv6 nd ra max-interval {box.one([60, 120])}",
        ]
    )
    said += ["ospfv3 1 area 0.0.0.0"] if box.has("ospfv3") and box.maybe() else []
    if box.pools and box.maybe():
        said.append(f"dhcpv6 server {box.one(box.pools)}")
    elif box.maybe():
        said += [f"dhcpv6 relay destination 2001:DB8::{n}" for n in box.some([547, 548])]
    said += ["isis ipv6 enable 1"] if box.has("isis") and box.maybe() else []
    return said


def gateways(box: Box) -> list[str]:
    lines: list[str] = []
    for vlan in box.svis:
        vpn = box.one(["", *box.vpns])
        said = [f"description {box.one(['teaching', 'office'])}"] if box.maybe() else []
        said += layer3(box, vpn)
        said += [f"mtu {box.one([1400, 1500])}"] if box.maybe() else []
        if box.maybe():
            said.append(f"dhcp select {box.one(['relay', 'global'])}")
            if said[-1].endswith("relay"):
                said += [f"dhcp relay server-ip 192.0.2.{n}" for n in box.some([67, 68])]
        said += filtered(box)
        lines += block(f"interface Vlanif{vlan}", said)
    if box.has("loopback"):
        lines += block("interface LoopBack0", layer3(box, ""))
    return lines


def switched(box: Box) -> list[str]:
    """Give the lines of a port with VLANs."""
    kind = box.one(["", "access", "trunk", "hybrid", "dot1q-tunnel"])
    said = [f"port link-type {kind}"] if kind else []
    chosen = box.some(VLANS) or [99]
    if kind == "access":
        vlan = box.one(VLANS)
        box.vlans.add(vlan)
        said.append(f"port default vlan {vlan}")
    elif kind == "dot1q-tunnel":
        said.append(f"port default vlan {QINQ_VLAN}")
    elif kind == "trunk":
        said += [f"port trunk pvid vlan {box.one(VLANS)}"] if box.maybe() else []
        said += ["undo port trunk allow-pass vlan 1"] if box.maybe() else []
        said.append(f"port trunk allow-pass vlan {numbers(chosen)}")
    elif kind == "hybrid":
        said += [f"port hybrid pvid vlan {box.one(VLANS)}"] if box.maybe() else []
        said += ["undo port hybrid vlan 1"] if box.maybe() else []
        half = box.number(0, len(chosen))
        for tag, part in (("tagged", chosen[:half]), ("untagged", chosen[half:])):
            said += [f"port hybrid {tag} vlan {numbers(part)}"] if part else []
        if box.maybe():
            said += ["qinq vlan-translation enable"]
            said += ["port vlan-stacking vlan 100 to 110 stack-vlan 40"] if box.maybe() else []
    said += box.some(
        [
            "stp edged-port enable",
            "stp root-protection",
            "loopback-detect enable",
            f"loopback-detect action {box.one(['block', 'shutdown'])}",
            f"storm-control broadcast min-rate 1000 max-rate {box.one([2000, 3000])}",
            f"storm-control action {box.one(['block', 'error-down'])}",
            f"port-isolate enable group {box.number(1, 2)}",
            f"voice-vlan {box.one([30, 40])} enable",
        ]
    )
    if box.has("snooping"):
        said += box.some(
            [
                "dhcp snooping enable",
                "dhcp snooping trusted",
                "nd snooping enable",
                "nd snooping trusted",
                "ip source check user-bind enable",
            ]
        )
        said += ["nd raguard attach-policy routers"] if box.raguard and box.maybe() else []
    return said + filtered(box)


def ports(box: Box) -> list[str]:
    lines: list[str] = []
    for number in box.bundles:
        said = [f"description {box.one(['core', '上联'])}"] if box.maybe() else []
        said += switched(box)
        said += [
            "mode lacp",
            *([f"least active-linknumber {box.number(1, 2)}"] if box.maybe() else []),
        ]
        lines += block(f"interface Eth-Trunk{number}", said)
    for name in PORTS:
        said = [f"description {box.one(['room 101', '教室 3 号'])}"] if box.maybe() else []
        kind = box.one(["layer2", "layer2", "member", "routed"])
        if kind == "member" and box.bundles:
            said.append(f"eth-trunk {box.one(box.bundles)}")
        elif kind == "routed":
            said += ["undo portswitch", *layer3(box, box.one(["", *box.vpns]))]
        elif kind == "layer2":
            said += switched(box)
            if box.profiles and name.endswith("23") and box.maybe():
                said.append(f"authentication-profile {box.one(box.profiles)}")
            elif not name.endswith("23") and box.maybe():
                said += [
                    "port-security enable",
                    *box.some(
                        [
                            f"port-security max-mac-num {box.number(1, 4)}",
                            "port-security mac-address sticky",
                        ]
                    ),
                ]
        if box.maybe():
            said += ["undo negotiation auto"]
            said += [f"speed {box.one([10, 100])}"] if box.maybe() else []
        said += ["shutdown"] if box.maybe() else []
        lines += block(f"interface {name}", said)
    for name in TRUNKED:
        said = [f"description {box.one(['core', 'uplink'])}"] if box.maybe() else []
        said += [
            "port link-type trunk",
            f"port trunk allow-pass vlan {numbers({99, *box.some(VLANS)})}",
        ]
        lines += block(f"interface {name}", said)
    return lines
