"""Configurations of Ruijie RGOS switches: access, campus core and backbone in one box.

Whatever refers to something also has it, and between any two of them a change may lie: secrets of
one user have one salt, and what a VRF is called decides its numbers.
"""

from __future__ import annotations

from hypothesis import strategies as st

from .dice import block, chosen, numbers, of, parts, seldom, yes
from .ruijie_parts import PORTS, filters, interface, port, some_vlans, system, users

VRFS = ("R_EDU", "R_CARD")
BUNDLES = (1, 2)
LISTS = ("ACL_IN", "ACL_OUT", "150")
HEAD = "\nversion S29_RGOS 11.4(1)B42P3\n!"
rule = of(
    "permit {0} any any",
    "deny {0} any any",
    "permit {0} {1} any",
    "deny tcp any any eq 445",
    "permit tcp {1} any eq www",
)
ACCESS_LISTS = {
    "ip access-list extended": ("ip", "10.10.0.0 0.0.255.255"),
    "ipv6 access-list": ("ipv6", "2001:db8:10::/48"),
}


@chosen
def peers(draw, world):
    """Draw a BGP process: peers, groups, families, VRFs."""
    lines = ["bgp router-id 192.0.2.1"] * draw(yes) + ["bgp log-neighbor-changes"] * draw(yes)
    group = draw(yes)
    lines += ["neighbor CORE peer-group"] * group
    lines += ["neighbor CORE update-source Loopback 0"] * (group and draw(yes))
    found = draw(parts("10.255.0.1", "10.255.0.2", "2001:db8:255::1"))
    for peer in found:
        lines.append(f"neighbor {peer} remote-as {draw(of(64512, 64513))}")
        lines.append(
            draw(
                of(
                    "",
                    f"neighbor {peer} description core",
                    f"neighbor {peer} shutdown",
                    f"neighbor {peer} ebgp-multihop 2\nneighbor {peer} timers 10 30",
                )
            )
        )
        lines.append(draw(of("", f"neighbor {peer} password 7 Synthetic")))
        lines += [f"neighbor {peer} peer-group CORE"] * (group and draw(yes))
    lines = [line for text in lines for line in text.split("\n")]
    text = block(f"router bgp {draw(of(64512, 64512, 64520))}", *lines)[:-1]
    tables = [f"address-family {v} vrf {vrf}" for vrf in world["vrfs"] for v in ("ipv4", "ipv6")]
    for table in draw(
        parts("address-family ipv4", "address-family ipv6", "address-family vpnv4", *tables)
    ):
        text += [f" {table}"]
        if "vrf" in table:
            text += [
                f"  neighbor 10.254.0.1 remote-as {draw(of(65001, 65002))}",
                "  neighbor 10.254.0.1 activate",
            ] * draw(yes)
            text += ["  redistribute connected"] * draw(yes)
        else:
            text += ["  network 10.10.0.0 mask 255.255.0.0"] * (draw(yes) and "ipv4" in table)
            text += ["  maximum-paths 2"] * draw(seldom)
            for peer in (p for p in found if draw(yes)):
                text += [f"  neighbor {peer} activate"]
                text += draw(
                    parts(
                        f"  neighbor {peer} send-community both",
                        f"  neighbor {peer} next-hop-self",
                        f"  neighbor {peer} route-reflector-client",
                    )
                )
                maps = [f"  neighbor {peer} route-map {name} in" for name in world["maps"]]
                text += [line for line in [draw(of("", *maps))] if line]
        text += [" exit-address-family"]
    return [*text, "!"]


@chosen
def routing(draw, world):
    """Draw the routing protocols and static routes."""
    text = draw(peers(world)) if draw(yes) else []
    if world["ospf6"]:
        text += block(
            f"ipv6 router ospf {world['ospf6']}",
            draw(of("", "router-id 192.0.2.1", "router-id 192.0.2.2")),
            draw(of("", "redistribute connected", "redistribute connected metric 10")),
            draw(of("", "default-information originate", "default-information originate always")),
        )
    if draw(yes):
        text += block(
            "router ospf 1",
            draw(of("", "router-id 192.0.2.1")),
            *draw(
                parts(
                    "network 10.10.0.0 0.0.255.255 area 0",
                    "area 1 stub",
                    "passive-interface VLAN 99",
                )
            ),
            draw(
                of(
                    "",
                    "network 10.20.0.0 0.0.255.255 area 1",
                    "network 10.20.0.0 0.0.255.255 area 0",
                )
            ),
        )
    if draw(seldom):
        text += block(
            "router isis EDU",
            "net 49.0371.1920.0000.2001.00",
            draw(of("", "is-type level-2-only")),
            draw(of("", "metric-style wide")),
        )
    for hop in draw(parts("10.99.0.1", "10.99.0.2", least=1)):
        text.append(f"ip route 0.0.0.0 0.0.0.0 {hop}{draw(of('', ' 10'))}")
    text += draw(
        parts(
            "ipv6 route ::/0 2001:db8:99::1",
            "ipv6 route 2001:db8:7::/48 VLAN 99 fe80::9",
            "ip route 10.7.0.0 255.255.0.0 10.99.0.2",
        )
    )
    text += [f"ip route vrf {vrf} 0.0.0.0 0.0.0.0 10.254.0.1" for vrf in world["vrfs"] if draw(yes)]
    return [*text, "!"]


@chosen
def shared(draw):
    """Draw what others refer to: VLANs, VRFs, lists, pools; and give their text."""
    vlans = sorted({30, 99, *draw(some_vlans)})
    world = {
        "vlans": vlans,
        "vrfs": draw(parts(*VRFS)),
        "bundles": draw(parts(*BUNDLES, least=1)),
        "ospf6": draw(of(0, 1)),
        "maps": draw(parts("RM_IN", "RM_UP")),
        "pools6": draw(parts("P6_A", "P6_B")),
        "free": draw(lambda dice: dice.sample(range(1, 13), 12)),
        "acl4": draw(parts(*LISTS)),
        "acl6": draw(parts("V6_IN", "V6_OUT")),
    }
    text = []
    for vrf in world["vrfs"]:
        text += [f"vrf definition {vrf}", f" rd 64512:{1 + VRFS.index(vrf)}"]
        for family in draw(parts("ipv4", "ipv6")):
            targets = draw(parts("import 64512:1", "both 64512:2", "export 64512:3"))
            text += [f" address-family {family}", *(f"  route-target {t}" for t in targets)]
            text += [" exit-address-family"]
        text += ["!"]
    for (header, names), (word, net) in zip(
        (("ip access-list extended", world["acl4"]), ("ipv6 access-list", world["acl6"])),
        ACCESS_LISTS.values(),
        strict=True,
    ):
        for name in names:
            found = [(n, draw(rule)) for n in draw(parts(10, 20, 30, 40))]
            remark = draw(of("", "", "list-remark exam"))
            text += block(
                f"{header} {name}", remark, *(f"{n} {r.format(word, net)}" for n, r in found)
            )
    for name in world["maps"]:
        text += [
            f"ip prefix-list {name} seq {n} {draw(of('permit', 'deny'))} 10.{n}.0.0/16 le 24"
            for n in draw(parts(5, 10, 15))
        ]
        text += block(
            f"route-map {name} permit 10",
            draw(of("", f"match ip address prefix-list {name}")),
            draw(
                of(
                    "",
                    "set local-preference 200",
                    "set local-preference 50\n set metric 9",
                    "set community 64512:9",
                )
            ),
        )
    pd = ["prefix-delegation pool PD"] * draw(yes)
    text += [f"ipv6 local pool PD 2001:db8:f00::/40 {draw(of(48, 56))}", "!"] * len(pd)
    for name in world["pools6"]:
        text += block(
            f"ipv6 dhcp pool {name}",
            draw(of("", "iana-address prefix 2001:db8:10::/64", *pd)),
            draw(of("", "dns-server 2001:db8:99::53")),
            draw(of("", "domain-name a.example")),
        )
    for name in draw(parts("teaching", "ap")):
        text += block(
            f"ip dhcp pool {name}",
            draw(of("", "lease 1 0 0", "option 138 ip 10.99.0.3", "domain-name a.example")),
            "network 10.10.0.0 255.255.0.0",
            "default-router 10.10.0.1",
            draw(of("", "dns-server 10.99.0.53 10.99.0.54")),
        )
    if draw(yes):
        held = {vlan: draw(of(0, 1, 2)) for vlan in vlans}
        lists = {n: numbers(v for v in vlans if held[v] == n) for n in (1, 2)}
        text += block(
            "spanning-tree mst configuration",
            draw(of("", "name campus", "revision 1")),
            *(f"instance {n} vlan {t}" for n, t in lists.items() if t),
        )
    for vlan in vlans:
        text += block(f"vlan {vlan}", draw(of("", "", "name teaching", "name vlan004")))
    return world, text


@chosen
def text(draw):
    """Draw the text of a switch, as the device shows it but for the order of its blocks."""
    world, lines = draw(shared())
    lines = [HEAD, *draw(system), *draw(users), "!", *lines]
    lines += block(
        "nfpp",
        draw(
            of(
                "",
                "nd-guard rate-limit per-port ns-na 15",
                "nd-guard rate-limit per-port rs 9\n nd-guard rate-limit per-port ra-redirect 9",
            )
        ),
        draw(of("", "arp-guard rate-limit per-src-ip 4")),
    )
    for number in world["bundles"]:
        kinds = ("bare", "access", "trunk", "routed")
        lines += block(f"interface AggregatePort {number}", *draw(port(world, kinds)))
    for name in PORTS:
        kinds = ("bare", "access", "trunk", "routed", "member", "tunnel")
        lines += block(f"interface {name}", *draw(port(world, kinds)))
    lines += block("interface Loopback 0", "ip address 192.0.2.1 255.255.255.255") * draw(yes)
    for vlan in draw(parts(*world["vlans"]))[:3]:
        body = [*draw(interface(world)), *draw(filters(world))]
        lines += block(f"interface VLAN {vlan}", draw(of("", "description 上联 transit")), *body)
    lines += draw(routing(world))
    banner = draw(of("", "no access", "line one\n! line two\n"))
    lines += [f"banner login ^{banner}^", "!"] * bool(banner)
    way = [f"access-class {name} in" for name in world["acl4"]]
    way += [f"ipv6 access-class {name} in" for name in world["acl6"]]
    lines += ["line console 0"]
    lines += block(
        "line vty 0 4",
        draw(of("", *way)),
        draw(of("", "transport input ssh", "exec-timeout 5 0", "exec-timeout 10 0")),
        draw(of("", "login local", "login")),
        "password 7 Synthetic",
    )
    return "\n".join([*lines, "end", ""])


# One seed for each text: a draw of single choices would take ten times as long.
configurations = st.randoms(use_true_random=True).map(text())
