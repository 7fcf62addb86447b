"""VPN instances, bridge domains and routing of a drawn VRP V8 switch."""

from __future__ import annotations

from collections.abc import Iterator

from .vrpv8_common import VRFS, Draw, Switch, block, one, some, yes

PEERS = ["10.255.0.2", "2001:db8:ffff::2"]


def vpns(draw: Draw, s: Switch) -> Iterator[str]:
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
        if draw(yes):
            yield f"vxlan vni {s['vnis'][name]}"

    for name in s["vrfs"]:
        yield from block(f"ip vpn-instance {name}", families(VRFS.index(name) + 1))


def domains(draw: Draw, s: Switch) -> Iterator[str]:
    def lines(number: int) -> Iterator[str]:
        if draw(yes):
            yield "description lab"
        yield f"vxlan vni {s['vnis'][number]}"
        if draw(yes):
            yield from ("#", "evpn", f" route-distinguisher 1:{number}")
            for target in draw(some([1, 2])):
                yield f" vpn-target 0:{target} export-extcommunity"

    for number in s["bds"]:
        yield from block(f"bridge-domain {number}", lines(number))


def routing(draw: Draw, s: Switch) -> Iterator[str]:
    if s["srv6"]:
        lines = [f"encapsulation source-address 2001:DB8:255::{draw(one(1, 2))}"]
        lines += ["locator edu ipv6-prefix 2001:DB8:100:: 64 static 32"]
        yield from block("segment-routing ipv6", iter(lines))
    if s["isis"]:
        lines = ["is-level level-2", "cost-style wide"]
        lines += [f"network-entity 49.0001.0000.0000.000{draw(one(1, 2))}.00"]
        lines += ["ipv6 enable topology ipv6"]
        lines += ["segment-routing ipv6 locator edu"] if s["srv6"] else []
        lines += [f"ipv6 import-route {what}" for what in draw(some(["direct", "static"]))]
        yield from block("isis 1", iter(lines))
    if draw(yes):
        lines = [f"area 0.0.0.{n}" for n in draw(some([0, 1]))]
        nets = [f" network 10.1.{n}.0 0.0.0.255" for n in draw(some([1, 2]))]
        lines += nets if lines else []
        front = [f"silent-interface Vlanif{n}" for n in draw(some([10, 20]))]
        front += [f"bandwidth-reference {draw(one(10000, 100000))}"] * draw(yes)
        front += ["import-route static"] * draw(yes)
        lines = [*front, *lines]
        yield from block(f"ospf 1 router-id 10.255.255.{draw(one(1, 2))}", iter(lines))
    if s["ospfv3"]:
        lines = [f"router-id 10.255.255.{draw(one(1, 2))}"] if draw(yes) else []
        lines += ["default-route-advertise"] if draw(yes) else []
        lines += [f"area 0.0.0.{n}" for n in s["areas"]]
        yield from block("ospfv3 1", iter(lines))
    for name in s["maps"]:
        for node in (10, 20) if draw(yes) else (10,):
            lines = [
                f"if-match {what} edu"
                for what in draw(some(["ip-prefix", "ipv6 address prefix-list"]))
            ]
            lines += [f"apply local-preference {draw(one(100, 200))}"] * draw(yes)
            lines += [f"apply cost {draw(one(5, 6))}"] * draw(yes)
            lines += [f"apply community {draw(one('65001:1', '65001:2 additive'))}"] * draw(yes)
            mode = draw(one("permit", "deny"))
            yield from block(f"route-policy {name} {mode} node {node}", iter(lines))
    for index in (10, 20) if draw(yes) else (10,):
        verdict = draw(one("permit 10.0.0.0 8 greater-equal 16", "deny 10.0.0.0 8"))
        yield from (f"ip ip-prefix edu index {index} {verdict}", "#")
        verdict = draw(one("permit 2001:DB8:: 32 less-equal 64", "deny 2001:DB8:: 32"))
        yield from (f"ip ipv6-prefix edu index {index} {verdict}", "#")


def bgp(draw: Draw, s: Switch) -> Iterator[str]:
    peers = {peer: draw(one(65001, 65002)) for peer in draw(some(PEERS))}
    group = draw(yes)
    yield "router-id 10.255.255.1"
    yield "undo default ipv4-unicast"
    if group:
        yield f"group rr {draw(one('internal', 'external'))}"
        yield from ["peer rr connect-interface LoopBack0"] if draw(yes) else []
    for peer, asn in peers.items():
        yield f"peer {peer} as-number {asn}"
        yield from [f"peer {peer} description {draw(one('pe 2', 'pe 3'))}"] if draw(yes) else []
        yield from [f"peer {peer} connect-interface LoopBack0"] if draw(yes) else []
    for family in draw(some(["ipv4-family unicast", "ipv4-family vpnv4", "l2vpn-family evpn"])):
        yield from ("#", family)
        yield from (
            [draw(one(" policy vpn-target", " undo policy vpn-target"))] if "vpn" in family else []
        )
        yield from [" network 10.0.0.0 255.0.0.0"] if draw(yes) and family.endswith("st") else []
        for peer in peers:
            if draw(yes):
                yield f" peer {peer} enable"
                yield from [f" peer {peer} group rr"] if group and draw(yes) else []
                yield from [
                    f" peer {peer} {what}"
                    for what in draw(some(["next-hop-local", "reflect-client"]))
                ]
                way = draw(one("import", "export"))
                yield from [f" peer {peer} route-policy {m} {way}" for m in s["maps"][:1]]
    for name in s["vrfs"]:
        if draw(yes):
            yield from ("#", f"ipv6-family vpn-instance {name}", " import-route direct")
        if draw(yes):
            yield from ("#", f"ipv4-family vpn-instance {name}")
            yield from draw(some([" import-route direct", " import-route static"]))
            yield from [" segment-routing ipv6 locator edu"] if s["srv6"] else []
            if draw(yes):
                yield f" peer 10.2.0.2 as-number {draw(one(65101, 65102))}"
                yield from [" peer 10.2.0.2 ebgp-max-hop 2"] if draw(yes) else []
