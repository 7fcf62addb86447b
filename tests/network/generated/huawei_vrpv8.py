"""Configurations of Huawei VRP V8: a campus core with VXLAN and the routing of a backbone.

Synthetic. What refers to something also has it, so that between any two of them a change may lie.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from hypothesis import strategies as st

VLANS = [10, 20, 21, 22, 30, 40]
VRFS = ["edu", "iot"]
NETS = ["10.1.1", "10.1.2", "10.1.3", "10.1.4", "10.1.5", "10.1.6"]
PEERS = ["10.255.0.2", "2001:db8:ffff::2"]
HASH = "$1c$Synthetic0$"
yes = st.booleans()
Draw = Callable[[st.SearchStrategy[Any]], Any]


def some(values: list[Any]) -> st.SearchStrategy[list[Any]]:
    """Some of the values, sorted."""
    return st.lists(st.sampled_from(values), unique=True, max_size=len(values)).map(sorted)


def one(*values: Any) -> st.SearchStrategy[Any]:
    return st.sampled_from(values)


def block(header: str, lines: Iterator[str]) -> Iterator[str]:
    yield header
    yield from (f" {line}" for line in lines)
    yield "#"


def system(draw: Draw, s: dict[str, Any]) -> Iterator[str]:
    yield from (
        "#",
        f"sysname {draw(one('CORE-A', 'CORE-B'))}",
        "#",
    )
    if draw(yes):
        yield from (
            f"info-center loghost {draw(one('10.9.0.1', '10.9.0.2', 'ipv6 2001:db8::9'))}",
            "#",
        )
    if draw(yes):
        yield from (f"ntp unicast-server {draw(one('10.9.0.3', 'ipv6 2001:db8::3'))}", "#")
    yield from ("vlan batch 99 " + " ".join(map(str, s["vlans"])), "#")
    if draw(yes):
        yield from ("stp mode rstp", "#")
    if draw(yes):
        yield from ("telnet server enable", "#")
    yield from ("dhcp enable", "#")
    if s["bds"]:
        yield from ("evpn-overlay enable", "#")
    word = draw(one("", "", "no access", "line one\n# line two\n"))
    if word:
        yield from (f'header login information "{word}"', "#")


def vpns(draw: Draw, s: dict[str, Any]) -> Iterator[str]:
    def families(number: int) -> Iterator[str]:
        if draw(yes):
            yield f"description world {draw(one('a', 'b'))}"
        for family in (4, 6):
            yield f"ipv{family}-family"
            yield f" route-distinguisher 65001:{number}"
            for target in draw(some([1, 2])):
                yield f" vpn-target 65001:{target} export-extcommunity"
                yield f" vpn-target 65001:{target} import-extcommunity"
            yield "#"

    for name in s["vrfs"]:
        yield from block(f"ip vpn-instance {name}", families(VRFS.index(name) + 1))


def domains(draw: Draw, s: dict[str, Any]) -> Iterator[str]:
    def lines(number: int) -> Iterator[str]:
        if draw(yes):
            yield "description lab"
        yield f"vxlan vni {10000 + number}"
        if draw(yes):
            yield from ("#", "evpn", f" route-distinguisher 1:{number}")
            for target in draw(some([1, 2])):
                yield f" vpn-target 0:{target} export-extcommunity"

    for number in s["bds"]:
        yield from block(f"bridge-domain {number}", lines(number))


def rules(draw: Draw, family: int) -> Iterator[str]:
    proto = "ip source 10.0.0.0 0.255.255.255" if family == 4 else "ipv6 source 2001:DB8::/32"
    for number in draw(some([5, 10, 15])):
        verdict = draw(one("permit", "deny"))
        yield f"rule {number} {verdict} {draw(one(proto, 'tcp destination-port eq 22'))}"
        if draw(yes):
            yield f"rule {number} description {draw(one('schools', 'video'))}"


def filters(draw: Draw, s: dict[str, Any]) -> Iterator[str]:
    for number in s["acls"]:
        yield from block(f"acl number {number}", rules(draw, 4))
        if number != 2000:
            yield from block(f"acl ipv6 number {number}", rules(draw, 6))

    def matches() -> Iterator[str]:
        yield f"if-match acl {s['acls'][0]}"
        if s["acls"][0] != 2000:
            yield f"if-match ipv6 acl {s['acls'][0]}"

    if s["policy"]:
        yield from block("traffic classifier c1 type or", matches())
        yield from block("traffic behavior b1", iter(["deny"] if draw(yes) else []))
        for name in ("p1", "p2"):
            line = f"classifier c1 behavior b1 precedence {draw(one(5, 10))}"
            yield from block(f"traffic policy {name}", iter([line]))


def second_stack(draw: Draw, s: dict[str, Any], net: str) -> Iterator[str]:
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
    if draw(yes):
        yield f"dhcpv6 relay destination 2001:DB8::{draw(one(53, 54))}"
    if s["ospfv3"] and draw(yes):
        yield f"ospfv3 1 area 0.0.0.{draw(st.sampled_from(s['areas']))}"
        if draw(yes):
            yield f"ospfv3 cost {draw(one(10, 20))}"
    if s["isis"] and draw(yes):
        yield "isis ipv6 enable 1"
        if draw(yes):
            yield f"isis ipv6 cost {draw(one(10, 20))}"


def routed(draw: Draw, s: dict[str, Any]) -> Iterator[str]:
    """What stands on any interface with addresses."""
    if s["vrfs"] and draw(yes):
        yield f"ip binding vpn-instance {draw(st.sampled_from(s['vrfs']))}"
    net = s["nets"].pop()
    if draw(yes):
        yield f"ip address {net}.1 255.255.255.0"
        if draw(yes):
            yield f"ip address 172.16.{net[-1]}.{draw(one(1, 2))} 255.255.255.0 sub"
    if draw(yes):
        yield "ipv6 enable"
        yield from second_stack(draw, s, net)
    if draw(yes):
        yield from ("dhcp select relay", f"dhcp relay binding server ip 10.9.0.{draw(one(5, 6))}")


def switched(draw: Draw, s: dict[str, Any]) -> Iterator[str]:
    kind = draw(one("access", "trunk"))
    if kind == "access":
        if s["vlans"]:
            yield f"port default vlan {draw(st.sampled_from(s['vlans']))}"
    else:
        yield "port link-type trunk"
        if draw(yes):
            yield f"port trunk pvid vlan {draw(one(10, 20))}"
        if draw(yes):
            yield "undo port trunk allow-pass vlan 1"
        vlans = draw(some(VLANS))
        if vlans:
            yield "port trunk allow-pass vlan " + " ".join(map(str, vlans))
    if draw(yes):
        yield "stp edged-port enable"
    if draw(yes):
        yield f"storm suppression broadcast {draw(one(5, 10))}"
    if draw(yes):
        yield "dhcp snooping trusted"


def face(draw: Draw, s: dict[str, Any]) -> Iterator[str]:
    if draw(yes):
        yield f"description {draw(one('to lab', '教室 3 号楼', 'uplink to province'))}"
    if draw(yes):
        yield "shutdown"
    if draw(yes):
        yield f"mtu {draw(one(1600, 9000))}"
    if s["policy"] and draw(yes):
        yield f"traffic-policy {draw(one('p1', 'p2'))} {draw(one('inbound', 'outbound'))}"


def port(draw: Draw, s: dict[str, Any]) -> Iterator[str]:
    kind = draw(one("bare", "switched", "routed", "member"))
    if kind == "member" and s["trunks"]:
        yield f"eth-trunk {draw(st.sampled_from(s['trunks']))}"
        return
    yield from face(draw, s)
    if kind == "switched":
        yield from switched(draw, s)
    if kind == "routed":
        yield "undo portswitch"
        yield from routed(draw, s)


def interfaces(draw: Draw, s: dict[str, Any]) -> Iterator[str]:
    management = [
        "ip address 10.99.0.9 255.255.255.0",
        "ipv6 enable",
        "ipv6 address 2001:DB8:99::9/64",
    ]
    yield from block("interface Vlanif99", iter(management[: draw(one(1, 3))]))
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
        lines.append(f"bridge-domain {draw(st.sampled_from(s['bds']))}")
        yield from block(f"interface 10GE1/0/47.{number} mode l2", iter(lines))
    yield from block("interface 10GE1/0/48", iter(["undo portswitch"]))
    if draw(yes):
        lines = [f"dot1q termination vid {draw(one(7, 8))}", *routed(draw, s)]
        yield from block("interface 10GE1/0/48.7", iter(lines))
    yield from endpoints(draw, s)


def endpoints(draw: Draw, s: dict[str, Any]) -> Iterator[str]:
    """What stands on no port: the loopback interface, the end of the VXLAN tunnels."""
    lines = [f"ip address 10.255.255.{draw(one(1, 2))} 255.255.255.255"]
    if s["isis"] and draw(yes):
        lines.append("isis enable 1")
    yield from block("interface LoopBack0", iter(lines))
    if s["bds"]:
        lines = [f"source 10.255.255.{draw(one(1, 2))}"]
        lines += [f"vni {10000 + n} head-end peer-list protocol bgp" for n in draw(some(s["bds"]))]
        yield from block("interface Nve1", iter(lines))


def routing(draw: Draw, s: dict[str, Any]) -> Iterator[str]:
    if s["srv6"]:
        lines = [f"encapsulation source-address 2001:DB8:255::{draw(one(1, 2))}"]
        lines += [f"locator edu ipv6-prefix 2001:DB8:{draw(one(100, 101))}:: 64 static 32"]
        yield from block("segment-routing ipv6", iter(lines))
    if s["isis"]:
        lines = ["is-level level-2", "cost-style wide"]
        lines += [f"network-entity 49.0001.0000.0000.000{draw(one(1, 2))}.00"]
        lines += ["ipv6 enable topology ipv6"]
        lines += ["segment-routing ipv6 locator edu"] if s["srv6"] else []
        yield from block("isis 1", iter(lines))
    if draw(yes):
        lines = [f"area 0.0.0.{n}" for n in draw(some([0, 1]))]
        nets = [f" network 10.1.{n}.0 0.0.0.255" for n in draw(some([1, 2]))]
        lines += nets if lines else []
        yield from block(f"ospf 1 router-id 10.255.255.{draw(one(1, 2))}", iter(lines))
    if s["ospfv3"]:
        lines = [f"router-id 10.255.255.{draw(one(1, 2))}"] if draw(yes) else []
        lines += ["default-route-advertise"] if draw(yes) else []
        lines += [f"area 0.0.0.{n}" for n in s["areas"]]
        yield from block("ospfv3 1", iter(lines))
    for name in s["maps"]:
        for node in (10, 20) if draw(yes) else (10,):
            lines = [f"if-match {what} edu" for what in draw(some(["ip-prefix"]))]
            lines += [f"apply local-preference {draw(one(100, 200))}"] if draw(yes) else []
            mode = draw(one("permit", "deny"))
            yield from block(f"route-policy {name} {mode} node {node}", iter(lines))
    for index in (10, 20) if draw(yes) else (10,):
        verdict = draw(one("permit 10.0.0.0 8 greater-equal 16", "deny 10.0.0.0 8"))
        yield from (f"ip ip-prefix edu index {index} {verdict}", "#")


def bgp(draw: Draw, s: dict[str, Any]) -> Iterator[str]:
    peers = {peer: draw(one(65001, 65002)) for peer in draw(some(PEERS))}
    group = draw(yes)
    yield "router-id 10.255.255.1"
    yield "undo default ipv4-unicast"
    if group:
        yield "group rr internal"
        yield from ["peer rr connect-interface LoopBack0"] if draw(yes) else []
    for peer, asn in peers.items():
        yield f"peer {peer} as-number {asn}"
        yield from [f"peer {peer} description {draw(one('pe 2', 'pe 3'))}"] if draw(yes) else []
        yield from [f"peer {peer} connect-interface LoopBack0"] if draw(yes) else []
    for family in draw(some(["ipv4-family unicast", "ipv4-family vpnv4", "l2vpn-family evpn"])):
        yield from ("#", family)
        yield from [" policy vpn-target"] if "vpn" in family else []
        yield from [" network 10.0.0.0 255.0.0.0"] if draw(yes) and family.endswith("st") else []
        for peer in peers:
            if draw(yes):
                yield f" peer {peer} enable"
                yield from [f" peer {peer} group rr"] if group and draw(yes) else []
                way = draw(one("import", "export"))
                yield from [f" peer {peer} route-policy {m} {way}" for m in s["maps"][:1]]
    for name in s["vrfs"]:
        if draw(yes):
            yield from ("#", f"ipv4-family vpn-instance {name}")
            yield from draw(some([" import-route direct", " import-route static"]))
            yield from [" segment-routing ipv6 locator edu"] if s["srv6"] else []
            if draw(yes):
                yield f" peer 10.2.0.2 as-number {draw(one(65101, 65102))}"
                yield from [" peer 10.2.0.2 ebgp-max-hop 2"] if draw(yes) else []


def users(draw: Draw, s: dict[str, Any]) -> Iterator[str]:
    for name in draw(some(["netadmin", "watch"])):
        yield f"local-user {name} password irreversible-cipher {HASH}{draw(one('aaaa', 'bbbb'))}$"
        yield f"local-user {name} service-type {draw(one('ssh', 'ssh terminal'))}"
        yield from [f"local-user {name} level {draw(one(1, 3))}"] if draw(yes) else []
    yield "#"
    if s["radius"]:
        yield from ("authentication-scheme edu", " authentication-mode radius local", "#")
        yield from ("domain edu", " authentication-scheme edu", " radius server group rad", "#")


def ends(draw: Draw, s: dict[str, Any]) -> Iterator[str]:
    hops = draw(st.lists(one("10.99.0.1", "10.99.0.2"), unique=True, min_size=1, max_size=2))
    for hop in hops:
        yield f"ip route-static 0.0.0.0 0.0.0.0 {hop}{draw(one('', ' preference 70'))}"
    yield "#"
    yield from (f"ipv6 route-static :: 0 2001:DB8:99::{draw(one(1, 2))}", "#")
    for name in s["vrfs"]:
        if draw(yes):
            hop = draw(one("NULL0", "10.1.1.9"))
            yield f"ip route-static vpn-instance {name} 10.8.0.0 255.255.0.0 {hop}"
    yield "#"
    if draw(yes):
        yield from ("snmp-agent", "snmp-agent sys-info version v3")
        yield f"snmp-agent sys-info contact {draw(one('noc', 'network center'))}"
        yield "snmp-agent group v3 edu privacy"
        if draw(yes):
            yield from ("snmp-agent usm-user v3 watch", "snmp-agent usm-user v3 watch group edu")
        host = draw(one("10.9.0.7", "10.9.0.8"))
        yield (f"snmp-agent target-host trap address udp-domain {host}"
               f" params securityname {draw(one('watch', 'other'))} v3 privacy")  # fmt: skip
        yield "#"
    yield "stelnet server enable"
    for name in draw(some(["netadmin", "watch"])):
        yield f"ssh user {name}"
        yield from [f"ssh user {name} authentication-type {draw(one('password', 'rsa'))}"]
    yield from [f"ssh server-source -i {draw(one('LoopBack0', 'Vlanif99'))}"] if draw(yes) else []
    yield "#"
    yield "user-interface vty 0 4"
    if s["acls"]:
        yield from [f" acl {draw(st.sampled_from(s['acls']))} inbound"] if draw(yes) else []
    yield from [" authentication-mode aaa", f" idle-timeout {draw(one(5, 10))} 0"]
    yield from [" protocol inbound ssh"] if draw(yes) else []
    yield from ("#", "return")


@st.composite
def written(draw: Draw) -> str:
    """Draw a device as text; parts draw what they say, ``s`` is what others refer to."""
    s: dict[str, Any] = {
        "vlans": draw(some(VLANS)),
        "vrfs": draw(some(VRFS)),
        "bds": draw(some([10, 20])),
        "acls": draw(some([2000, 3000, 3001])),
        "trunks": draw(some([1, 2])),
        "maps": draw(some(["in", "out"])),
        "nets": [*draw(st.permutations(NETS)), "10.1.7", "10.1.8"],
        **{name: draw(yes) for name in ("srv6", "isis", "ospfv3", "radius", "policy")},
        "areas": draw(one([0], [1], [0, 1])),
    }
    s["nets"].reverse()
    s["policy"] = s["policy"] and bool(s["acls"])
    lines = [*system(draw, s), *vpns(draw, s), *domains(draw, s), *filters(draw, s)]
    for vlan in draw(some(s["vlans"])) if s["vlans"] else []:
        word = draw(one("description teaching", "description office", "name lab"))
        lines += block(f"vlan {vlan}", iter([word]))
    if s["radius"]:
        servers = [f"radius server authentication 10.9.0.{draw(one(10, 11))} 1812"]
        lines += block("radius server group rad", iter(servers))
    lines += block("aaa", users(draw, s))
    lines += [*interfaces(draw, s), *routing(draw, s)]
    lines += block("bgp 65001", bgp(draw, s)) if draw(yes) else []
    lines += ends(draw, s)
    return "\n".join(lines) + "\n"


configurations = written()
