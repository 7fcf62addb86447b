"""Configurations of ZTE ZXROS switches, of which any can become any other.

Each is written from the seed of a random generator: all that refers to something also has it.
"""

from __future__ import annotations

from hypothesis import strategies as st

from .zxros_drawn import LISTS4, LISTS6, MANAGEMENT, PORTS, UPLINK, VLANS, WORDS, numbers
from .zxros_routing import Routed


class Switch(Routed):
    """A switch as it is drawn, and its text."""

    def text(self) -> str:
        """Write all."""
        self.lines = [f"hostname {self.one('SW-A', 'SW-B')}", "!"]
        self.top(
            *self.maybe(
                f"banner incoming #{self.one('no access', 'line one$$ line two')}#".replace(
                    "$", "\n"
                )
            )
        )
        self.top(*self.maybe(f"clock timezone {self.one('BJ 8', 'CST 8')}"))
        self.worlds()
        self.filters()
        self.ports()
        self.switching()
        self.gateways()
        self.people()
        self.routing()
        self.services()
        return "\n".join([*self.lines[:-1], "!</ipv6-static>"]) + "\n"

    def ports(self) -> None:
        for port, kind in self.kinds.items():
            state = "no shutdown" if port == UPLINK else self.one("shutdown", "no shutdown")
            self.block(
                f"interface {port}",
                *(
                    ["description uplink"]
                    if port == UPLINK
                    else self.maybe(f"description {self.one(*WORDS)} room")
                ),
                state,
                *self.maybe(f"mtu {self.one(1500, 9216)}"),
                *self.maybe(f"speed {self.one('speed-1G', 'speed-10G')}"),
                *self.maybe("negotiation auto disable"),
                *self.maybe("optical-inform monitor enable"),
                *self.maybe(f"broadcast-limit percent {self.one(5, 10)}"),
                *(("switch attribute disable", *self.addresses(port)) if kind == "routed" else ()),
            )
        for group in self.groups:
            self.block(
                f"interface smartgroup{group}",
                *self.maybe("description core"),
                *self.maybe("shutdown"),
            )
        self.tagged = [
            f"{port}.{n}"
            for port, kind in self.kinds.items()
            if kind == "tagged"
            for n in sorted(self.some((100, 200)))
        ]
        for name in self.tagged:
            self.block(f"interface {name}", *self.addresses(name))
        for number in self.loopbacks:
            self.block(
                f"interface loopback{number}",
                f"ip address 10.255.255.{self.hosts.pop()} 255.255.255.255",
                *self.maybe("ipv6 enable", f"ipv6 address 2001:db8:ffff:{self.hosts.pop()}::1/128"),
            )

    def addresses(self, name: str):
        """Give the layer-3 lines of an interface."""
        vrf = self.one("", *self.vrfs) if name != f"vlan{MANAGEMENT}" else ""
        yield from [f"ip vrf forwarding {vrf}"] if vrf else []
        if name == f"vlan{MANAGEMENT}":
            yield f"ip address 10.99.0.{self.one(2, 3)} 255.255.255.0"
        elif self.random.random() < 0.7:
            yield f"ip address 10.0.{self.hosts.pop()}.1 255.255.255.0"
            yield from self.maybe(f"ip address 10.1.{self.hosts.pop()}.1 255.255.255.0 secondary")
        if self.random.random() < 0.6:
            yield "ipv6 enable"
            yield from self.maybe(f"ipv6 address 2001:DB8:0:{self.hosts.pop()}::1/64")
            yield from self.maybe(f"ipv6 address FD00:0:{self.hosts.pop()}::1/64")
            yield from self.maybe("ipv6 nd managed-config-flag")
            yield from self.maybe("ipv6 nd other-config-flag")
            yield from self.maybe(f"ipv6 nd ra-interval {self.one(30, 200)}")
            yield from self.maybe(self.one("no ipv6 nd suppress-ra", "ipv6 nd suppress-ra"))
        if name != f"vlan{MANAGEMENT}":
            yield from self.maybe(f"ipv4-access-group ingress {self.one(*LISTS4)}")
            yield from self.maybe(f"ipv6-access-group ingress {self.one(*LISTS6)}")

    def switching(self) -> None:
        views = [
            (f"vlan {vlan}", self.maybe(f"name {self.one(*WORDS)}")) for vlan in sorted(self.vlans)
        ]
        l2 = [(p, k) for p, k in self.kinds.items() if k in {"access", "trunk", "hybrid"}]
        l2 += [(f"smartgroup{n}", self.one("trunk", "hybrid")) for n in self.groups]
        views += [(f"interface {port}", list(self.switchport(port, kind))) for port, kind in l2]
        self.block(
            "switchvlan-configuration",
            inner=[view for view in views if view[1] or "vlan" in view[0]],
        )
        members = [(p, k.split()[1]) for p, k in self.kinds.items() if k.startswith("member")]
        bundles = [
            (
                f"interface smartgroup{n}",
                ["lacp mode 802.3ad", *self.maybe(f"lacp minimum-member {self.one(1, 2)}")],
            )
            for n in self.groups
        ]
        bundles += [
            (
                f"interface {p}",
                [
                    f"smartgroup {n} mode {self.one('active', 'passive')}",
                    *self.maybe("lacp timeout short"),
                ],
            )
            for p, n in members
        ]
        if bundles:
            self.block("lacp", inner=bundles)
        if self.tagged:
            self.block(
                "vlan-configuration",
                inner=[
                    (
                        f"interface {name}",
                        [
                            self.one(
                                f"encapsulation-dot1q {name.split('.')[1]}",
                                "qinq internal-vlanid 30 external-vlanid 300",
                            )
                        ],
                    )
                    for name in self.tagged
                ],
            )

    def switchport(self, port: str, kind: str):
        """Give the lines of a port in the VLANs' view."""
        if kind == "access":
            yield from self.maybe("switchport mode access")
            yield f"switchport access vlan {self.one(*sorted(self.vlans))}"
            return
        yield f"switchport mode {kind}"
        tagged, untagged = self.some(VLANS), self.some(VLANS)
        if kind == "trunk":
            tagged |= {MANAGEMENT} if port == UPLINK else {10}
            yield f"switchport trunk vlan {numbers(tagged)}"
            yield from (
                self.maybe(f"switchport trunk native vlan {self.one(1, 10)}")
                if port != UPLINK
                else ()
            )
        else:
            for vlans, word in ((tagged, "tag"), (untagged - tagged, "untag")):
                yield from [f"switchport hybrid vlan {numbers(vlans)} {word}"] if vlans else []
            yield from self.maybe(f"switchport hybrid native vlan {self.one(1, 10)}")
        yield from self.maybe(f"switchport qinq tpid external {self.one('0x8100', '0x88a8')}")

    def gateways(self) -> None:
        for vlan in self.svis:
            self.block(
                f"interface vlan{vlan}",
                *self.maybe(f"description {self.one(*WORDS)}"),
                *self.addresses(f"vlan{vlan}"),
                *(self.maybe("shutdown") if vlan != MANAGEMENT else ()),
            )
        groups = sorted(self.some((1, 2)))
        for group in groups:
            self.block(
                f"ip dhcp relay server group {group}",
                *(
                    f"server {n} 10.9.0.{self.one(n, n + 10)}"
                    for n in sorted({1, *self.some((2,))})
                ),
            )
        served = sorted(self.some(self.svis)) if groups else []
        if served:
            self.block(
                "dhcp",
                *self.maybe("enable"),
                inner=[
                    (
                        f"interface vlan{vlan}",
                        [
                            "mode relay",
                            f"relay agent 10.0.0.{vlan % 250}",
                            f"relay server group {self.one(*groups)}",
                        ],
                    )
                    for vlan in served
                ],
            )

    def people(self) -> None:
        radius = sorted(self.some(("RADIUS-A",)))
        for name in radius:
            self.block(
                f"radius authentication-group {name}",
                *(
                    f"server {n} 10.8.0.{self.one(n, n + 10)} master key encrypted Synthetic{n}"
                    for n in sorted({1, *self.some((2,))})
                ),
            )
        templates = sorted({1, *self.some((2,))})
        for n in templates:
            self.block(
                f"aaa-authentication-template {n}",
                f"aaa-authentication-type {self.one('local', 'local-radius')}",
                *(self.maybe(f"authentication-radius-group {radius[0]}") if radius else ()),
            )
            self.block(f"aaa-authorization-template {n}", "aaa-authorization-type local")
        views = [
            (
                "authentication-template 1",
                [f"bind aaa-authentication-template {self.one(*templates)}"],
            ),
            (
                "authorization-template 1",
                [
                    f"bind aaa-authorization-template {self.one(*templates)}",
                    f"local-privilege-level {self.one(7, 15)}",
                ],
            ),
        ]
        views += [
            (
                f"user-name {name}",
                [
                    "bind authentication-template 1",
                    "bind authorization-template 1",
                    f"password encrypted *21*Synthetic{name}",
                ],
            )
            for name in sorted({"netadmin", *self.some(("auditor",))})
        ]
        self.block(
            "system-user", *self.maybe("strong-password length 8 character-set-num 3"), inner=views
        )
        off = sorted(self.some(PORTS))
        if off or self.random.random() < 0.3:
            self.block(
                "lldp",
                *self.maybe(self.one("lldp disable", "lldp enable")),
                inner=[(f"interface {port}", ["lldp disable"]) for port in off],
            )


configurations = st.integers(0, 2**32).map(lambda seed: Switch(seed).text())
