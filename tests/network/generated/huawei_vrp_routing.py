"""Routing, policies and address pools of Huawei switches."""

from __future__ import annotations

from .huawei_vrp_box import Box, block


def routing(box: Box) -> list[str]:
    lines: list[str] = []
    for n, name in enumerate(["edu", "exam"]):
        if name not in box.vpns:
            continue
        said = [f"description {name}"] if box.maybe() else []
        said += ["ipv4-family", f" route-distinguisher 65000:{n}"]
        said += [
            f" vpn-target 65000:{t} {way}-extcommunity"
            for t in (1, 2)
            for way in box.some(["export", "import"])
        ]
        said += ["ipv6-family", f" route-distinguisher 65000:{n}"] if box.maybe() else []
        lines += block(f"ip vpn-instance {name}", said)
    redistributed = ["import-route static", f"import-route direct cost {box.one([10, 20])}"]
    if box.has("ospf"):
        said = [
            *box.some(["silent-interface Vlanif10", "default-route-advertise always"]),
            *box.some(redistributed),
        ]
        for area in box.some(["0.0.0.1", "0.0.0.2"]):
            said += [
                f"area {area}",
                *(f" network 10.{n}.0.0 0.0.255.255" for n in box.some([1, 2])),
            ]
            said += [" stub"] if area.endswith("1") and box.maybe() else []
        lines += block(f"ospf 1 router-id 192.0.2.{box.number(1, 2)}", said)
    if box.has("ospfv3"):
        said = [f"router-id 192.0.2.{box.number(1, 2)}"] if box.maybe() else []
        said += box.some(redistributed)
        said += ["area 0.0.0.0"] if box.maybe() else []
        lines += block("ospfv3 1", said)
    if box.has("isis"):
        said = [
            f"is-level {box.one(['level-1', 'level-2'])}",
            "cost-style wide",
            f"network-entity 49.0001.0000.0000.000{box.number(1, 2)}.00",
        ]
        said += ["ipv6 enable topology ipv6"] if box.has("ospfv3") or box.maybe() else []
        lines += block("isis 1", said)
    return lines + (bgp(box) if box.has("bgp") else [])


def bgp(box: Box) -> list[str]:
    said, plain, plain6 = [f"router-id 192.0.2.{box.number(1, 2)}"], [], []
    groups = [f"mesh{n}" for n in box.some([1, 2])]
    for group in groups:
        said += [f"group {group} {box.one(['internal', 'external'])}"]
        said += [f"peer {group} description {group}"] if box.maybe() else []
    for peer in box.some(["192.0.2.20", "192.0.2.21", "2001:DB8:FF::20"]):
        said.append(f"peer {peer} as-number {box.one([64501, 64502])}")
        said += [f"peer {peer} description {box.one(['north', 'south'])}"] if box.maybe() else []
        said += [f"peer {peer} connect-interface LoopBack0"] if box.maybe() else []
        said += [f"peer {peer} ebgp-max-hop {box.one([2, 255])}"] if box.maybe() else []
        said += [f"peer {peer} group {box.one(groups)}"] if groups and box.maybe() else []
        if ":" in peer:
            plain6 += [f"peer {peer} enable"] if box.maybe() else []
            continue
        plain.append(f"{box.one(['', 'undo '])}peer {peer} enable")
        plain += [f"peer {peer} next-hop-local"] if box.maybe() else []
        if box.has("policy"):
            plain += [
                f"peer {peer} route-policy {box.one(['in', 'out'])} {way}port"
                for way in box.some(["im", "ex"])
            ]
    lines = [
        "bgp 64500",
        *(f" {line}" for line in said),
        " #",
        " ipv4-family unicast",
        "  undo synchronization",
        *(f"  {line}" for line in plain),
    ]
    lines += [f"  import-route {box.one(['static', 'direct'])}"] if box.maybe() else []
    if plain6 or box.maybe():
        lines += [
            " #",
            " ipv6-family unicast",
            "  undo synchronization",
            *(f"  {line}" for line in plain6),
        ]
    for vpn in box.vpns:
        if box.maybe():
            lines += [" #", f" ipv4-family vpn-instance {vpn}"]
            lines += ["  import-route direct"] if box.maybe() else []
            lines += (
                [f"  peer 198.51.100.2 as-number {box.one([64503, 64504])}"] if box.maybe() else []
            )
    return [*lines, "#"]


def policies(box: Box) -> list[str]:
    lines: list[str] = []
    for name in ["in", "out"]:
        said = ["if-match ip-prefix campus"] if box.maybe() else []
        said += [f"apply cost {box.one([10, 20])}"] if box.maybe() else []
        lines += block(f"route-policy {name} permit node 10", said)
        lines += block(f"route-policy {name} deny node 20", []) if box.maybe() else []
    for n in box.some([10, 20]):
        lines.append(
            f"ip ip-prefix campus index {n} permit 10.{box.number(0, 1)}.0.0 16 less-equal 24"
        )
    return [*lines, "#"]


def pools(box: Box) -> list[str]:
    said = [
        f"gateway-list 10.9.0.{box.number(1, 2)}",
        "network 10.9.0.0 mask 255.255.255.0",
        f"dns-list 10.9.0.{box.number(3, 4)} 10.9.0.5",
        f"lease day {box.number(1, 3)} hour 0 minute 0",
    ]
    lines = block("ip pool staff", said) if box.maybe() else []
    for name in box.pools:
        said = [f"address prefix 2001:DB8:9:{box.number(1, 2)}::/64"] if box.maybe() else []
        said += [f"prefix-delegation 2001:DB8:A::/48 {box.one([56, 60])}"] if box.maybe() else []
        said += [f"dns-server 2001:DB8::{n}" for n in box.some([53, 54])]
        lines += block(f"dhcpv6 pool {name}", said)
    return lines
