"""Configurations of Comware 7 switches: what schools, campuses, hubs and backbones configure.

One number decides all, so that many long texts are drawn quickly. What refers to something also
has it; values that only one place may hold are dealt out, and move between the places.
"""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from hypothesis import strategies as st

VLANS = [10, 20, 21, 22, 30, 40, 99]
VPNS = ["OA", "VIDEO"]
TEXTS = ["room 101", "教室 3 号", "to library", "uplink to hub", "mgmt"]
PORTS = [f"GigabitEthernet1/0/{n}" for n in (1, 2, 3, 4)] + ["Ten-GigabitEthernet1/0/49"]
SOURCES = ["10.0.0.0 0.255.255.255", "10.1.0.0 0.0.255.255", "192.168.0.0 0.0.255.255"]
SOURCES6 = ["2001:DB8::/32", "2001:DB8:1::/48", "FD00::/8"]
Lines = Iterator[str]
KEY = "$c$3$SyntheticSecret=="
SECRET = f"cipher {KEY}"
# fmt: off  lines of configuration stand side by side


class Draw(Random):
    """Chance, in the words of a configuration."""

    def maybe(self, *lines: str, odds: float = 0.5) -> list[str]:
        """Give the lines or none of them."""
        return list(lines) if self.random() < odds else []

    def some(self, lines: list[str], odds: float = 0.5) -> list[str]:
        """Give some of the lines, in their order."""
        return [line for line in lines if self.random() < odds]

    def one(self, front: str, *values: object, odds: float = 0.5) -> list[str]:
        """Give a line with one of the values, or none."""
        return self.maybe(f"{front} {self.choice(values)}", odds=odds)


class Network:
    """What all parts of one configuration agree on."""

    def __init__(self, r: Draw) -> None:
        self.vlans = sorted({10, 99, *r.some(VLANS, 0.6)})  # type: ignore[type-var]
        self.routed = sorted({99, *r.some(self.vlans, 0.6)})  # type: ignore[arg-type]
        self.vpns = r.some(VPNS)
        self.ospf3 = r.random() < 0.6
        self.members = dict.fromkeys(r.some(PORTS[1:4], 0.3))
        self.bundles = sorted({*r.some([1, 2], 0.4)})  # type: ignore[arg-type]
        self.members = {p: r.choice(self.bundles) for p in self.members if self.bundles}
        self.acls = r.some(["basic 2000", "advanced 3000", "ipv6 basic 2000", "ipv6 advanced 3000"])
        self.hosts = r.sample(range(1, 60), 50)  # dealt out as subnets
        self.policies = r.some(["RP-IN", "RP-OUT"])
        self.region = r.random() < 0.3

    def vlan_list(self, r: Draw) -> str:
        """Give a list of VLANs as it is typed."""
        if r.random() < 0.02:
            return "all"
        found = sorted(r.sample(VLANS, r.randint(1, 5)))
        return " ".join(
            "20 to 22" if n == 20 and {21, 22} <= {*found} else str(n)
            for n in found
            if not (n in {21, 22} and {20, 21, 22} <= {*found})
        )


def text_of(number: int) -> str:
    """Give the configuration of a number."""
    r = Draw(number)
    n = Network(r)
    blocks: list[list[str]] = [[f"sysname {r.choice(['SW-A', 'SW-B', 'HZ-CORE-1'])}"]]
    for part in PARTS:
        if part not in SPARED or r.random() < 0.6:
            blocks += list(part(r, n))
    lines = ["#"]
    for block in blocks:
        margin = "" if block and block[0].startswith(HEADERS) else " "
        lines += [margin + line for line in block] + (["#"] if block else [])
    return "\n".join([*lines, "return", ""])


HEADERS = (
    "vlan ",
    "interface ",
    "acl ",
    "ospf ",
    "ospfv3 ",
    "isis ",
    "ip vpn-instance ",
    "bgp ",
    "route-policy ",
    "dhcp server ip-pool ",
    "ipv6 dhcp pool ",
    "radius scheme ",
    "domain ",
    "local-user ",
    "line ",
    "stp region-configuration",
    "ipv6 nd raguard policy ",
)


def system(r: Draw, n: Network) -> Iterator[list[str]]:
    yield r.one("clock timezone", "Beijing add 08:00:00") + r.maybe("clock protocol ntp")
    yield r.some(["telnet server enable", "ip http enable", "ip https enable"], 0.3)
    yield r.some(
        [
            "dhcp enable",
            "dhcp snooping enable",
            "ipv6 dhcp snooping enable",
            "ipv6 savi strict",
            "lldp global enable",
            "undo info-center enable",
        ]
    )
    yield [
        *r.some(["dot1x", "mac-authentication"], 0.3),
        *r.one("dot1x authentication-method", "eap", "pap", odds=0.3),
    ]
    yield [
        *r.one("stp mode", "rstp", "pvst"),
        *r.one("stp instance 0 root", "primary", "secondary"),
        *r.some(
            [
                "stp bpdu-protection",
                "stp global enable",
                "loopback-detection global enable vlan all",
            ]
        ),
    ]
    if n.region:
        yield [
            "stp region-configuration",
            *(f" {x}" for x in r.one("region-name", "campus", "school")),
            *(f" {x}" for x in r.one("instance 1 vlan", "10 20", "10 to 12")),
            " active region-configuration",
        ]
    if r.random() < 0.4:
        text = r.choice(["no access", "one", "line one\n# line two\n"])
        yield [f"header {r.choice(['login', 'motd'])} %{text}%"]


def vpns(r: Draw, n: Network) -> Iterator[list[str]]:
    for at, name in enumerate(n.vpns, 1):
        targets = [
            " ".join(sorted(r.sample(["65000:1", "65000:2", "65000:3"], 2))) for _ in range(2)
        ]
        family = ["#", "address-family ipv6", f" vpn-target {targets[0]} import-extcommunity"]
        yield [
            f"ip vpn-instance {name}",
            f" route-distinguisher 65000:{at * 10 + r.randint(0, 1)}",
            *(f" {x}" for x in r.one("description", "office", "video", odds=0.3)),
            *(f" {x}" for x in r.maybe(f"vpn-target {targets[0]} import-extcommunity")),
            *(f" {x}" for x in r.maybe(f"vpn-target {targets[1]} export-extcommunity")),
            *(f" {x}" for x in r.maybe(*family, odds=0.3)),
        ]


def vlans(r: Draw, n: Network) -> Iterator[list[str]]:
    guarded = r.random() < 0.4
    if guarded:
        yield [
            "ipv6 nd raguard policy GATE",
            *(f" {x}" for x in r.one("if-match router-preference maximum", "high", "low")),
        ]
    for vlan in n.vlans:
        yield [
            f"vlan {vlan}",
            *(
                f" {x}"
                for x in (
                    *r.one("name", "teaching", "office", odds=0.3),
                    *r.one("description", *TEXTS, odds=0.3),
                    *r.some(
                        [
                            "arp detection enable",
                            "ipv6 nd detection enable",
                            "ipv6 nd snooping enable global",
                            "ipv6 nd snooping enable link-local",
                        ],
                        0.2,
                    ),
                    *r.maybe("ipv6 nd raguard apply policy GATE", odds=0.3 if guarded else 0),
                )
            ),
        ]


def igps(r: Draw, n: Network) -> Iterator[list[str]]:
    router = f"192.0.2.{r.randint(1, 3)}"
    if r.random() < 0.5:
        bound = f" vpn-instance {r.choice(n.vpns)}" if n.vpns and r.random() < 0.3 else ""
        areas = [
            line
            for area in r.some(["0.0.0.0", "0.0.0.1"], 0.7)  # noqa: S104  an area
            for line in (
                f" area {area}",
                *r.some([f"  network 10.0.{k}.0 0.0.0.255" for k in (1, 2, 3)], 0.4),
                *(["  stub"] if area != "0.0.0.0" and r.random() < 0.5 else []),  # noqa: S104  an area
            )
        ]
        yield [
            f"ospf 1 router-id {router}{bound}",
            *(
                f" {x}"
                for x in (
                    *r.some(
                        ["silent-interface Vlan-interface10", "silent-interface Vlan-interface20"],
                        0.3,
                    ),
                    *r.one("import-route", "direct", "static cost 10", "bgp 65001", odds=0.4),
                    *r.one("default-route-advertise", "always", odds=0.2),
                )
            ),
            *areas,
        ]
    if n.ospf3:
        yield [
            "ospfv3 1",
            f" router-id {router}",
            *(
                f" {x}"
                for x in (
                    *r.maybe("silent-interface Vlan-interface10", odds=0.3),
                    *r.one("import-route", "direct", "static", odds=0.3),
                    *r.maybe("area 0.0.0.0", odds=0.4),
                )
            ),
        ]
    if r.random() < 0.3:
        yield [
            "isis 1",
            *(
                f" {x}"
                for x in (
                    *r.one("is-level", "level-1", "level-2"),
                    *r.maybe("cost-style wide"),
                    f"network-entity 49.0001.0000.0000.000{r.randint(1, 2)}.00",
                    *r.maybe("#", "address-family ipv4 unicast", " import-route direct", odds=0.3),
                    *r.maybe("#", "address-family ipv6 unicast", odds=0.6),
                )
            ),
        ]


def addresses(r: Draw, n: Network, *, keep: bool) -> Lines:
    if n.vpns and not keep:
        yield from r.one("ip binding vpn-instance", *n.vpns, odds=0.3)
    if r.random() < 0.7 or keep:
        yield f"ip address 10.0.{n.hosts.pop()}.1 255.255.255.0"
        if r.random() < 0.3:
            yield f"ip address 10.0.{n.hosts.pop()}.1 255.255.255.0 sub"
    for _ in range(r.choice([0, 1, 1, 2])):
        yield f"ipv6 address 2001:DB8:0:{n.hosts.pop():X}::1/64"
    yield from r.one("ipv6 address FE80::1", "link-local", odds=0.2)
    yield from r.maybe("undo ipv6 nd ra halt")
    yield from r.some(
        ["ipv6 nd autoconfig managed-address-flag", "ipv6 nd autoconfig other-flag"], 0.3
    )
    yield from r.one("ipv6 nd ra interval", "600 200", "1000 700", odds=0.2)
    yield from r.one(
        "ipv6 nd ra prefix 2001:DB8:0:F::/64",
        "2592000 604800",
        "2592000 604800 no-autoconfig",
        odds=0.2,
    )


def protocols(r: Draw, n: Network) -> Lines:
    yield from r.one(
        "dhcp select relay\ndhcp relay server-address", "10.9.0.1", "10.9.0.2", odds=0.2
    )
    yield from r.one(
        "ipv6 dhcp select relay\nipv6 dhcp relay server-address",
        "2001:DB8:9::1",
        "2001:DB8:9::2",
        odds=0.2,
    )
    yield from r.one("ospf 1 area", "0.0.0.0", "0.0.0.1", odds=0.3)  # noqa: S104  an area
    yield from r.one("ospf cost", 10, 20, odds=0.2)
    yield from r.one("ospf authentication-mode md5 1", SECRET, odds=0.1)
    if n.ospf3:
        yield from r.one("ospfv3 1 area", "0.0.0.0", "0.0.0.1")  # noqa: S104  an area
        yield from r.one("ospfv3 network-type", "p2p", odds=0.2)
    yield from r.one("isis enable", 1, 2, odds=0.2)
    yield from r.maybe("isis ipv6 enable 1", odds=0.2)
    yield from filters(r, n)


def filters(r: Draw, n: Network) -> Lines:
    for family in ("", "ipv6 "):
        held = [a for a in n.acls if a.startswith("ipv6") == bool(family)]
        for way in ("inbound", "outbound") if held else ():
            yield from r.maybe(
                f"packet-filter {family}{r.choice(held).split()[-1]} {way}", odds=0.2
            )


def gateways(r: Draw, n: Network) -> Iterator[list[str]]:
    for number in r.some([0, 1], 0.4):  # type: ignore[list-item]
        yield [
            f"interface LoopBack{number}",
            f" ip address 192.0.2.{n.hosts.pop()} 255.255.255.255",
            f" ipv6 address 2001:DB8:FF::{n.hosts.pop():X}/128",
        ]
    for vlan in n.routed:
        lines = [
            *r.one("description", *TEXTS, odds=0.3),
            *addresses(r, n, keep=vlan == 99),
            *"\n".join(protocols(r, n)).split("\n"),
        ]
        if vlan == 40:  # the one with a second gateway
            lines += r.maybe(
                "vrrp vrid 1 virtual-ip 10.0.40.254", *r.one("vrrp vrid 1 priority", 110, 120)
            )
        lines += r.maybe("shutdown", odds=0.1)
        yield [f"interface Vlan-interface{vlan}", *(f" {line}" for line in lines if line)]


def switched(r: Draw, n: Network) -> Lines:
    kind = r.choice(["bare", "access", "trunk", "trunk", "hybrid"])
    if kind == "access":
        yield f"port access vlan {r.choice(n.vlans)}"
    if kind == "trunk":
        yield "port link-type trunk"
        yield from r.maybe("undo port trunk permit vlan 1", odds=0.7)
        yield from r.maybe(f"port trunk permit vlan {n.vlan_list(r)}", odds=0.9)
        yield from r.one("port trunk pvid vlan", *VLANS, odds=0.3)
    if kind == "hybrid":
        tagged = sorted(r.sample(VLANS, 3))
        plain = sorted({*VLANS} - {*tagged})
        yield "port link-type hybrid"
        yield from r.maybe("undo port hybrid vlan 1", odds=0.7)
        yield from r.maybe("port hybrid vlan " + " ".join(map(str, tagged)) + " tagged")
        yield from r.maybe("port hybrid vlan " + " ".join(map(str, plain)) + " untagged")
        yield from r.one("port hybrid pvid vlan", *VLANS, odds=0.3)


def watched(r: Draw) -> Lines:
    yield from r.some(["stp edged-port", "stp root-protection", "undo stp enable"], 0.2)
    yield from r.one("loopback-detection enable vlan", "10", "10 20 to 22", "all", odds=0.15)
    yield from r.one("loopback-detection action", "shutdown", "block", odds=0.2)
    yield from r.one("ipv6 nd raguard role", "host", "router", odds=0.3)
    yield from r.some(
        [
            "ipv6 nd snooping uplink",
            "ipv6 nd detection trust",
            "dhcp snooping trust",
            "ipv6 dhcp snooping trust",
            "arp detection trust",
        ],
        0.15,
    )
    yield from r.one("ipv6 nd snooping max-learning-num", 32, 64, odds=0.1)
    yield from r.one("storm-constrain broadcast pps", "2000 1000", "4000 2000", odds=0.1)
    yield from r.one("storm-constrain control", "shutdown", "block", odds=0.1)
    yield from r.one("port-isolate enable group", 1, 2, odds=0.1)


def proven(r: Draw) -> Lines:
    """Give what asks hosts who they are; not on members of a bundle."""
    yield from r.some(["dot1x", "undo dot1x handshake", "mac-authentication"], 0.2)
    yield from r.one("dot1x port-method", "portbased", odds=0.15)
    yield from r.one("dot1x mandatory-domain", "campus", odds=0.15)
    for family in ("ip", "ipv6"):
        yield from r.one(
            f"{family} verify source", "ip-address mac-address", "ip-address", odds=0.15
        )


def ports(r: Draw, n: Network) -> Iterator[list[str]]:
    for bundle in n.bundles:
        yield [
            f"interface Bridge-Aggregation{bundle}",
            *(
                f" {x}"
                for x in (
                    *r.one("description", *TEXTS, odds=0.3),
                    *switched(r, n),
                    *r.maybe("link-aggregation mode dynamic"),
                )
            ),
        ]
    for name in PORTS:
        member = n.members.get(name)
        route = not member and r.random() < 0.2
        lines = [
            f"port link-mode {'route' if route else 'bridge'}",
            *r.one("description", *TEXTS, odds=0.4),
        ]
        if route:
            lines += [
                *r.one("mtu", 1600, 9000, odds=0.3),
                *addresses(r, n, keep=False),
                *"\n".join(protocols(r, n)).split("\n"),
            ]
        else:
            lines += [
                *switched(r, n),
                *watched(r),
                *(proven(r) if not member else ()),
                *filters(r, n),
            ]
        lines += [
            *r.one("speed", 100, 1000, odds=0.2),
            *r.one("duplex", "full", odds=0.1),
            *r.one("broadcast-suppression", "pps 3000", "10", odds=0.2),
            *r.maybe("undo lldp enable", odds=0.1),
            *r.maybe("shutdown", odds=0.2),
        ]
        lines += [f"port link-aggregation group {member}"] if member else []
        yield [f"interface {name}", *(f" {line}" for line in lines if line)]


def rules(r: Draw, n: Network) -> Iterator[list[str]]:
    for acl in n.acls:
        sources = SOURCES6 if acl.startswith("ipv6") else SOURCES
        kind = "ipv6 " if acl.startswith("ipv6") else "ip "
        said = [
            f"{way} {kind if 'adv' in acl else ''}source {s}"
            for s in sources
            for way in ("permit", "deny")
        ]
        lines = []
        picked = r.sample(said, r.randint(0, 4))
        for number, rule in zip(
            sorted(r.sample([0, 5, 10, 15, 20, 25], len(picked))), picked, strict=True
        ):
            lines += [f" rule {number} {rule}"]
            lines += r.maybe(f" rule {number} comment {r.choice(['staff', 'guests'])}", odds=0.2)
        yield [f"acl {acl}", *(f" {x}" for x in r.one("description", "who may", odds=0.2)), *lines]


def bgp(r: Draw, n: Network) -> Iterator[list[str]]:
    for at, name in enumerate(n.policies):
        yield [
            f"route-policy {name} {r.choice(['permit', 'permit', 'deny'])} node 10",
            *(
                f" {x}"
                for x in (
                    *r.one("if-match ip address prefix-list", "P1", "P2"),
                    *r.one("apply local-preference", 100 + at, 200),
                )
            ),
        ]
    yield [
        x
        for index in (10, 20)
        for x in r.one(
            f"ip prefix-list P1 index {index}",
            "permit 10.0.0.0 8 less-equal 24",
            "deny 10.1.0.0 16",
            odds=0.3,
        )
    ]
    yield r.one("ipv6 prefix-list P6 index 10", "permit 2001:DB8:: 32 less-equal 64", odds=0.2)
    if r.random() < 0.6:
        yield [
            f"bgp {r.choice([65001, 65001, 65002])}",
            *(f" {x}" for x in (*r.maybe(f"router-id 192.0.2.{r.randint(1, 2)}"), *sessions(r, n))),
        ]


def sessions(r: Draw, n: Network) -> Lines:
    group = r.maybe("RR")
    if group:
        yield f"group RR {r.choice(['internal', 'internal', 'external'])}"
        yield from r.maybe("peer RR connect-interface LoopBack0")
        yield from r.some([f"peer 192.0.2.{k} group RR" for k in (101, 102)])
    peers = r.some(["10.255.0.1", "10.255.0.5", "2001:DB8:FE::1"], 0.6)
    for peer in peers:
        yield f"peer {peer} as-number {r.choice([65010, 65020])}"
        yield from r.one(f"peer {peer} description", "hub", "county", odds=0.3)
        yield from r.one(f"peer {peer} ebgp-max-hop", 2, 5, odds=0.2)
        yield from r.one(f"peer {peer} timer", "keepalive 10 hold 30", odds=0.2)
        yield from r.one(f"peer {peer} password", SECRET, odds=0.2)
    for family, own in (
        ("ipv4", [p for p in peers if ":" not in p]),
        ("ipv6", [p for p in peers if ":" in p]),
    ):
        if r.random() < 0.7:
            yield from ("#", f"address-family {family} unicast")
            yield from (
                f" {x}"
                for x in r.maybe("peer RR enable", "peer RR reflect-client")
                if group and family == "ipv4"
            )
            yield from (f" {x}" for x in family_lines(r, n, own))
    for at, name in enumerate(r.some(n.vpns), 1):
        yield from ("#", f"ip vpn-instance {name}")
        yield f" peer 10.25{at}.0.1 as-number {r.choice([65030, 65040])}"
        yield from (" #", " address-family ipv4 unicast")
        yield from (f"  {x}" for x in family_lines(r, n, [f"10.25{at}.0.1"]))


def family_lines(r: Draw, n: Network, peers: list[str]) -> Lines:
    yield from r.one("balance", 2, 4, odds=0.2)
    yield from r.one("import-route", "direct", "static med 10", odds=0.4)
    for peer in r.some(peers, 0.8):
        yield f"peer {peer} enable"
        yield from r.some([f"peer {peer} next-hop-local", f"peer {peer} advertise-community"], 0.2)
        for way in ("import", "export") if n.policies else ():
            yield from r.maybe(f"peer {peer} route-policy {r.choice(n.policies)} {way}", odds=0.3)


def routes(r: Draw, n: Network) -> Iterator[list[str]]:
    yield [
        f"ip route-static 0.0.0.0 0 10.99.0.{r.randint(1, 2)}",
        *r.one(
            "ip route-static 10.128.0.0 9",
            "NULL0",
            "10.99.0.1 preference 200",
            "10.99.0.1 preference 210",
            "10.99.0.2",
        ),
        *(
            f"ip route-static vpn-instance {v} 0.0.0.0 0 10.7.0.{r.randint(1, 2)}"
            for v in n.vpns
            if r.random() < 0.5
        ),
    ]
    yield [
        *r.one("ipv6 route-static :: 0", "2001:DB8:99::1", "2001:DB8:99::2"),
        *r.one("ipv6 route-static 2001:DB8:: 32", "NULL0", "Vlan-interface99 FE80::99", odds=0.3),
    ]


def leases(r: Draw, n: Network) -> Iterator[list[str]]:
    if r.random() < 0.3:
        yield [
            "dhcp server ip-pool teaching",
            *(
                f" {x}"
                for x in (
                    *r.one("gateway-list", "10.0.1.1", "10.0.2.1"),
                    *r.one("network 10.0.1.0 mask", "255.255.255.0", "255.255.254.0"),
                    *r.one("dns-list", "10.9.0.53", "10.9.0.53 10.9.0.54"),
                    *r.maybe("expired day 1"),
                )
            ),
        ]
    if r.random() < 0.3:
        yield [f"ipv6 dhcp prefix-pool 1 prefix 2001:DB8:F00::/40 assign-len {r.choice([48, 56])}"]
        yield [
            "ipv6 dhcp pool hosts",
            *(
                f" {x}"
                for x in (
                    *r.one(
                        "network 2001:DB8:0:1::/64", "preferred-lifetime 3600 valid-lifetime 7200"
                    ),
                    *r.some(["dns-server 2001:DB8:9::53", "dns-server 2001:DB8:9::54"]),
                    *r.maybe("prefix-pool 1"),
                )
            ),
        ]


def terminals(r: Draw, n: Network) -> Iterator[list[str]]:
    yield [
        "line vty 0 63",
        *(
            f" {x}"
            for x in (
                "authentication-mode scheme",
                *r.some(["user-role network-operator"]),
                *r.one("protocol inbound", "ssh", "telnet"),
                *r.one("idle-timeout", "5 0", "15 0"),
                *r.maybe("acl 2000 inbound", odds=0.2),
                *r.maybe("acl ipv6 2000 inbound", odds=0.2),
            )
        ),
    ]


def people(r: Draw, n: Network) -> Iterator[list[str]]:
    if r.random() < 0.4:
        yield [
            "radius scheme campus",
            *(
                f" {x}"
                for x in (
                    *r.one("primary authentication", *(f"10.9.0.{k} key {SECRET}" for k in (1, 2))),
                    *r.one("primary accounting", "10.9.0.1"),
                    *r.one("secondary authentication", "10.9.0.3"),
                    *r.maybe(f"key authentication {SECRET}"),
                    *r.one("user-name-format", "without-domain"),
                )
            ),
        ]
        yield [
            "domain campus",
            *(
                f" {x}"
                for x in (
                    *r.one("authentication lan-access", "radius-scheme campus", "none"),
                    *r.one("accounting lan-access", "radius-scheme campus", "none"),
                )
            ),
        ]
        yield r.maybe("domain default enable campus")
    for name in r.some(["netadmin", "auditor"], 0.7):
        yield [
            f"local-user {name} class manage",
            *(
                f" {x}"
                for x in (
                    "password hash $h$6$SyntheticSalt$NotARealHash",
                    f"service-type {r.choice(['ssh', 'ssh terminal', 'ssh telnet terminal'])}",
                    *r.some(
                        [
                            "authorization-attribute user-role network-admin",
                            "authorization-attribute user-role network-operator",
                        ]
                    ),
                )
            ),
        ]
    if r.random() < 0.2:
        yield [
            "local-user printer class network",
            f" password {SECRET}",
            " service-type lan-access",
        ]


def watchers(r: Draw, n: Network) -> Iterator[list[str]]:
    yield [
        *r.maybe("ssh server enable"),
        *r.one("ssh server acl", 2000, 2001, odds=0.3),
        *r.one("ssh server ipv6 acl ipv6", 2000, odds=0.2),
        *r.one(
            "ssh user netadmin",
            "service-type stelnet authentication-type password",
            "service-type all authentication-type password",
        ),
    ]
    yield [
        *r.some([f"info-center loghost 10.9.0.{k}" for k in (1, 2)], 0.3),
        *r.one("info-center loghost 10.9.0.3", "facility local5", "facility local6", odds=0.3),
        *r.one("info-center loghost source", "Vlan-interface99", "LoopBack0", odds=0.3),
    ]
    if r.random() < 0.5:
        yield [
            "snmp-agent",
            *r.one("snmp-agent community read", SECRET, odds=0.2),
            *r.one("snmp-agent sys-info version", "v3", "v2c v3"),
            *r.one("snmp-agent sys-info contact", "network centre"),
            *r.one("snmp-agent group v3 ops privacy", "read-view all", "write-view all"),
            *r.maybe("snmp-agent mib-view included all iso"),
            *r.one(
                "snmp-agent target-host trap address udp-domain 10.9.0.1 params securityname ops",
                "v3 privacy",
                "v2c",
                odds=0.3,
            ),
            *r.one(
                "snmp-agent usm-user v3 ops ops cipher authentication-mode",
                f"sha {KEY} privacy-mode aes128 {KEY}",
                f"md5 {KEY} privacy-mode aes128 {KEY}",
            ),
        ]
    yield [
        *r.maybe("ntp-service enable"),
        *r.maybe(
            "ntp-service authentication enable",
            f"ntp-service authentication-keyid 1 authentication-mode md5 {SECRET}",
            "ntp-service reliable authentication-keyid 1",
            odds=0.3,
        ),
        *r.one("ntp-service unicast-server 10.9.0.1", "priority", "source Vlan-interface99"),
        *r.maybe("ntp-service ipv6 unicast-server 2001:DB8:9::7", odds=0.3),
    ]


PARTS = (
    system,
    vpns,
    vlans,
    igps,
    leases,
    gateways,
    ports,
    bgp,
    routes,
    rules,
    terminals,
    people,
    watchers,
)
SPARED = (system, leases, bgp, people, watchers)
configurations = st.integers(0, 2**32 - 1).map(text_of)
