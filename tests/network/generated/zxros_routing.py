"""Routing and services of a drawn ZTE ZXROS switch."""

from __future__ import annotations

from .zxros_drawn import AREAS, PEERS, WORDS, Drawn


class Routed(Drawn):
    """A switch with its processes and services."""

    def routing(self) -> None:
        interfaces = [f"vlan{vlan}" for vlan in self.svis] + [
            f"loopback{n}" for n in self.loopbacks
        ]
        maps = sorted(self.some(("IN", "OUT")))
        for name in maps:
            self.block(
                f"route-map {name} permit 10",
                *self.maybe(f"set community additive 65001:{self.one(1, 2)}"),
                *self.maybe(f"match as-path {self.one(1, 2)}"),
            )
        for family in sorted(self.some(("router ospf", "ipv6 router ospf"))):
            self.ospf(family, interfaces)
        if self.random.random() < 0.4:
            self.block(
                "router isis 1",
                "area 49.0001",
                f"system-id 0100.0000.000{self.one(1, 2)}",
                f"is-type {self.one('level-1', 'level-2-only')}",
                inner=[
                    *self.maybe(("address-family ipv6", ["multi-topology"])),
                    *(
                        (
                            f"interface {i}",
                            [
                                *self.maybe("ip router isis"),
                                "ipv6 router isis",
                                *self.maybe(f"ipv6 metric {self.one(5, 10)}"),
                                *self.maybe("network point-to-point"),
                            ],
                        )
                        for i in sorted(self.some(interfaces))
                    ),
                ],
            )
        if self.random.random() < 0.5:
            self.bgp(maps)

    def ospf(self, family: str, interfaces: list[str]) -> None:
        """Write the processes of a family; an interface stands in one area of one process."""
        free = sorted(self.some(interfaces))
        self.random.shuffle(free)
        for process in sorted(self.some((1, 2))):
            self.lines += [
                f"{family} {process}",
                f"  router-id 192.0.2.{self.one(1, 2)}",
                *(
                    f"  {line}"
                    for line in self.maybe(f"redistribute {self.one('static', 'connected')}")
                ),
                *(f"  passive-interface {i}" for i in sorted(self.some(interfaces))),
            ]
            for area in sorted(self.some(AREAS)):
                self.lines.append(f"  area {area}")
                taken, free = free[: len(free) // 2 + 1], free[len(free) // 2 + 1 :]
                for name in taken:
                    lines = [
                        *self.maybe(f"cost {self.one(10, 20)}"),
                        *self.maybe("network point-to-point"),
                    ]
                    self.lines += [
                        f"    interface {name}",
                        *(f"      {line}" for line in lines),
                        "    $",
                    ]
                self.lines.append("  $")
            self.lines += ["$", "!"]

    def bgp(self, maps: list[str]) -> None:
        peers = sorted(self.some(PEERS))
        lines = [f"bgp router-id 192.0.2.{self.one(1, 2)}", *self.maybe("synchronization disable")]
        group = self.random.random() < 0.5
        if group:
            lines += [
                "neighbor CORE peer-group",
                f"neighbor CORE remote-as {self.one(65001, 65009)}",
            ]
        for peer in peers:
            lines += [
                f"neighbor {peer} remote-as {self.one(65001, 65002)}",
                *(self.maybe(f"neighbor {peer} peer-group CORE") if group else ()),
                *self.maybe(f"neighbor {peer} description {self.one(*WORDS)}"),
                *self.maybe(f"neighbor {peer} update-source loopback0"),
                *(
                    self.maybe(
                        f"neighbor {peer} route-map {self.one(*maps)} {self.one('in', 'out')}"
                    )
                    if maps
                    else ()
                ),
            ]
        families = [
            (
                f"address-family {f}",
                [
                    *(
                        line
                        for peer in sorted(self.some(peers))
                        for line in (
                            f"neighbor {peer} activate",
                            *self.maybe(f"neighbor {peer} send-community"),
                        )
                    )
                ],
            )
            for f in sorted(self.some(("vpnv4", "vpnv6", "ipv6")))
        ]
        families += [
            (
                f"address-family ipv{n} vrf {vrf}",
                [
                    f"redistribute {self.one('connected', 'static')}",
                    *self.maybe(
                        f"neighbor 10.7.{n}.1 remote-as {self.one(65100, 65101)}",
                        f"neighbor 10.7.{n}.1 activate",
                    ),
                ],
            )
            for vrf in self.vrfs
            for n in (4, 6)
            if self.random.random() < 0.5
        ]
        self.block(f"router bgp {self.one(65001, 65001, 65010)}", *lines, inner=families)

    def services(self) -> None:
        clocks = sorted(self.some(("10.9.0.1", "10.9.0.2", "2001:db8:9::1")))
        ranks = self.random.sample((1, 2, 3), 3)
        self.top(
            *self.maybe("ntp enable"),
            *(
                f"ntp server {a} priority {n}{' version 4' if ':' in a else ''}"
                for a, n in zip(clocks, ranks, strict=False)
            ),
        )
        self.top(
            *self.maybe("line telnet server disable"), f"line telnet idle-timeout {self.one(5, 10)}"
        )
        self.top(
            "ssh server enable",
            *self.maybe(f"ssh server version {self.one(1, 2)}"),
            *(
                self.maybe(f"ssh server access-class ipv4 {self.one(*self.lists4)}")
                if self.lists4
                else ()
            ),
            *(
                self.maybe(f"line telnet access-class ipv4 {self.one(*self.lists4)}")
                if self.lists4
                else ()
            ),
            *(
                self.maybe(f"ssh server access-class ipv6 {self.one(*self.lists6)}")
                if self.lists6
                else ()
            ),
        )
        self.top(
            *(f"syslog-server host {a}" for a in sorted(self.some(("10.9.0.5", "2001:db8:9::5")))),
            *self.maybe(f"syslog level {self.one('warnings', 'notice')}"),
        )
        self.top(
            *self.maybe(f"snmp-server location {self.one(*WORDS)} 2"),
            *self.maybe(
                "snmp-server view AllView 1.3 included",
                "snmp-server group NMS v3 priv read AllView",
                "snmp-server user nms NMS v3 encrypted auth sha Synthetic priv aes128 Synthetic",
            ),
            *self.maybe(
                f"snmp-server host 10.9.0.{self.one(6, 7)} trap version 3 priv nms"
                f" udp-port {self.one(162, 1162)}"
            ),
            *self.maybe("snmp-server version v3 enable"),
            *(
                self.maybe(f"snmp-server access-list ipv4 {self.one(*self.lists4)}")
                if self.lists4
                else ()
            ),
        )
        self.top(
            f"ip route 0.0.0.0 0.0.0.0 10.99.0.{self.one(1, 254)}",
            *(f"ip route vrf {v} 10.0.0.0 255.0.0.0 10.99.1.{self.one(1, 2)}" for v in self.vrfs),
            *self.maybe(
                f"ip route 10.200.0.0 255.255.0.0 10.99.0.1 {self.one('name a', 'name b')}"
            ),
        )
        self.top("!<ipv6-static>", *self.maybe(f"ipv6 route ::/0 2001:db8::{self.one(1, 2)}"))
