"""Ports and interfaces of a drawn VRP V8 switch."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from .vrpv8_common import VLANS, Draw, Switch, block, one, some, yes


def second_stack(draw: Draw, s: Switch, net: str) -> Iterator[str]:
    """What needs IPv6 on an interface."""
    if draw(yes):
        yield f"ipv6 address 2001:DB8:{net[-1]}::1/{draw(one(64, 64, 80))}"
    if draw(yes):
        yield f"ipv6 address FE80::{draw(one(1, 2))} link-local"
    if draw(yes):
        yield "undo ipv6 nd ra halt"
        yield from draw(
            some([f"ipv6 nd autoconfig {f}-flag" for f in ("managed-address", "other")])
        )
    yield from [f"ipv6 mtu {draw(one(1400, 1500))}"] * draw(yes)
    yield from [f"ipv6 nd ra router-lifetime {draw(one(600, 1800))}"] * draw(yes)
    if s["pools"] and draw(yes):
        yield f"dhcpv6 server {draw(one(*s['pools']))}"
    elif draw(yes):
        yield f"dhcpv6 relay destination 2001:DB8::{draw(one(53, 54))}"
    if s["ospfv3"] and draw(yes):
        yield f"ospfv3 1 area 0.0.0.{draw(one(*s['areas']))}"
        if draw(yes):
            yield f"ospfv3 cost {draw(one(10, 20))}"
    if s["isis"] and draw(yes):
        yield "isis ipv6 enable 1"
        if draw(yes):
            yield f"isis ipv6 cost {draw(one(10, 20))}"


def virtual(draw: Draw, net: str) -> Iterator[str]:
    """Give a virtual router's addresses, and its priority."""
    addresses = draw(some([251, 252])) if draw(yes) else []
    yield from (f"vrrp vrid 1 virtual-ip {net}.{n}" for n in addresses)
    yield from [f"vrrp vrid 1 priority {draw(one(110, 120))}"] * (bool(addresses) and draw(yes))


def routed(draw: Draw, s: Switch) -> Iterator[str]:
    """What stands on any interface with addresses."""
    if s["vrfs"] and draw(yes):
        yield f"ip binding vpn-instance {draw(one(*s['vrfs']))}"
    net = s["nets"].pop()
    if draw(yes):
        yield f"ip address {net}.1 255.255.255.0"
        yield from virtual(draw, net)
        if draw(yes):
            yield f"ip address 172.16.{net[-1]}.{draw(one(1, 2))} 255.255.255.0 sub"
    if draw(yes):
        yield "ipv6 enable"
        yield from second_stack(draw, s, net)
    if s["isis"] and draw(yes):
        yield "isis enable 1"
        yield from [f"isis cost {draw(one(10, 20))}"] * draw(yes)
        yield from ["isis circuit-type p2p"] * draw(yes)
    if draw(yes):
        yield from ("dhcp select relay", f"dhcp relay binding server ip 10.9.0.{draw(one(5, 6))}")


def hybrid(draw: Draw) -> Iterator[str]:
    yield "port link-type hybrid"
    yield from [f"port hybrid pvid vlan {draw(one(20, 30))}"] * draw(yes)
    yield from (f"port hybrid tagged vlan {n}" for n in draw(some([20, 21, 22])))
    yield from (f"port hybrid untagged vlan {n}" for n in draw(some([10, 30])))


def trunk(draw: Draw) -> Iterator[str]:
    yield "port link-type trunk"
    if draw(yes):
        yield f"port trunk pvid vlan {draw(one(10, 20))}"
    if draw(yes):
        yield "undo port trunk allow-pass vlan 1"
    vlans = draw(some(VLANS))
    if vlans:
        yield "port trunk allow-pass vlan " + " ".join(map(str, vlans))


def switched(draw: Draw, s: Switch) -> Iterator[str]:
    kind = draw(one("access", "trunk", "hybrid"))
    if kind == "hybrid":
        yield from hybrid(draw)
    elif kind == "trunk":
        yield from trunk(draw)
    elif s["vlans"]:
        yield f"port default vlan {draw(one(*s['vlans']))}"
    if draw(yes):
        yield "stp edged-port enable"
    if draw(yes):
        yield f"storm suppression {draw(one('broadcast', 'multicast'))} {draw(one(5, 10))}"
    if draw(yes):
        yield "stp root-protection"
    if draw(yes):
        yield "dhcp snooping trusted"


def face(draw: Draw, s: Switch) -> Iterator[str]:
    if draw(yes):
        words = ["to lab", "教室 3 号楼", *["uplink to province"] * (not s["calm"])]
        yield f"description {draw(one(*words))}"
    if draw(yes):
        yield "shutdown"
    if draw(yes):
        yield f"mtu {draw(one(1600, 9000))}"
    if s["policy"] and draw(yes):
        yield f"traffic-policy {draw(one('p1', 'p2'))} {draw(one('inbound', 'outbound'))}"


def port(draw: Draw, s: Switch) -> Iterator[str]:
    kind = draw(one("bare", "switched", "routed", "member"))
    if kind == "member" and s["trunks"]:
        yield f"eth-trunk {draw(one(*s['trunks']))}"
        return
    yield from face(draw, s)
    if kind == "switched":
        yield from switched(draw, s)
    if kind == "routed":
        yield "undo portswitch"
        yield from routed(draw, s)


def interfaces(draw: Draw, s: Switch) -> Iterator[str]:
    management = [
        "ip address 10.99.0.9 255.255.255.0",
        "ipv6 enable",
        "ipv6 address 2001:DB8:99::9/64",
    ]
    yield from block("interface Vlanif99", iter(management[: 3 if s["calm"] else draw(one(1, 3))]))
    lines = ["description uplink", "port link-type trunk"]
    lines += ["port trunk allow-pass vlan " + " ".join(map(str, [*draw(some(VLANS)), 99]))]
    yield from block("interface 10GE1/0/46", iter(lines))
    for vlan in s["vlans"][:2]:
        yield from block(f"interface Vlanif{vlan}", routed(draw, s))

    def gateway() -> Iterator[str]:
        yield from routed(draw, s)
        if draw(yes):
            yield f"mac-address 0000-5e00-010{draw(one(1, 2))}"
        yield "vxlan anycast-gateway enable"

    for number in s["bds"][:1]:
        yield from block(f"interface Vbdif{number}", gateway())
    for number in s["trunks"]:
        lines = ["mode lacp-static", *face(draw, s), *switched(draw, s)]
        yield from block(f"interface Eth-Trunk{number}", iter(lines))
    for number in (1, 2, 3):
        yield from block(f"interface 10GE1/0/{number}", port(draw, s))
    for number in s["bds"]:
        lines = [f"encapsulation dot1q vid {draw(one(1, 2))}{number}"]
        lines.append(f"bridge-domain {draw(one(*s['bds']))}")
        yield from block(f"interface 10GE1/0/47.{number} mode l2", iter(lines))
    yield from block("interface 10GE1/0/48", iter(["undo portswitch"]))
    yield from block("interface GigabitEthernet0/1/0", chain(face(draw, s), routed(draw, s)))
    if draw(yes):
        lines = [f"vlan-type dot1q {draw(one(7, 8))}", *routed(draw, s)]
        yield from block("interface GigabitEthernet0/1/1.7", iter(lines))
    if draw(yes):
        lines = [f"dot1q termination vid {draw(one(7, 8))}", *routed(draw, s)]
        yield from block("interface 10GE1/0/48.7", iter(lines))
    yield from endpoints(draw, s)


def endpoints(draw: Draw, s: Switch) -> Iterator[str]:
    """What stands on no port: the loopback interface, the end of the VXLAN tunnels."""
    lines = [f"ip address 10.255.255.{draw(one(1, 2))} 255.255.255.255"]
    if s["isis"] and draw(yes):
        lines.append("isis enable 1")
    yield from block("interface LoopBack0", iter(lines))
    if s["bds"]:
        lines = [f"source 10.255.255.{draw(one(1, 2))}"]
        lines += [
            f"vni {s['vnis'][n]} head-end peer-list protocol bgp" for n in draw(some(s["bds"]))
        ]
        yield from block("interface Nve1", iter(lines))
