"""Configurations of ZTE ZXROS switches, of which any can become any other.

Each is written from the seed of a random generator: all that refers to something also has it.
"""

from __future__ import annotations

from random import Random

from hypothesis import strategies as st

PORTS = [f"xgei-0/1/1/{n}" for n in range(1, 6)]
UPLINK = PORTS[0]
GROUPS = (1, 2)
VLANS = (10, 11, 12, 30, 200, 1000)
MANAGEMENT = 99
WORDS = ("teaching", "office", "video", "教室3", "lab.2")
VRFS = ("VIDEO", "IOT")
LISTS4, LISTS6 = ("ADMIN", "3001"), ("ADMIN6", "V6-IN")
PEERS = ("10.255.0.1", "10.255.0.2", "2001:db8:ffff::1")


def numbers(vlans) -> str:
    """Give a list as ZXROS writes it."""
    runs: list[list[int]] = []
    for vlan in sorted(vlans):
        if runs and runs[-1][1] == vlan - 1:
            runs[-1][1] = vlan
        else:
            runs.append([vlan, vlan])
    return ",".join(str(a) if a == b else f"{a}-{b}" for a, b in runs)


class Switch:
    """A switch as it is drawn, and its text."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)  # noqa: S311  no secret
        self.lines: list[str] = []
        self.vlans = {MANAGEMENT, *self.some(VLANS)}
        self.vrfs = sorted(self.some(VRFS))
        self.lists4, self.lists6 = sorted(self.some(LISTS4)), sorted(self.some(LISTS6))
        self.groups = sorted(self.some(GROUPS))
        self.kinds = {port: self.kind(port) for port in PORTS}
        self.svis = sorted({MANAGEMENT, *self.some(sorted(self.vlans))})
        self.loopbacks = sorted(self.some((0, 1)))
        self.hosts = self.random.sample(range(1, 80), 79)

    def maybe(self, *lines: str) -> tuple[str, ...]:
        """Give the lines, or none."""
        return lines if self.random.random() < 0.5 else ()

    def some(self, things):
        """Give a part of the things."""
        return {thing for thing in things if self.random.random() < 0.5}

    def one(self, *things):
        """Give one of the things."""
        return self.random.choice(things)

    def kind(self, port: str) -> str:
        """Draw what a port is used for."""
        if port == UPLINK:
            return "trunk"
        members = [f"member {n}" for n in self.groups]
        return self.one("", "access", "trunk", "hybrid", "routed", "tagged", *members)

    def block(self, header: str, *lines: str, inner=()) -> None:
        """Write a block at the margin; ``inner`` are headers with lines."""
        self.lines.append(header)
        self.lines += [f"  {line}" for line in lines]
        for title, body in inner:
            self.lines += [f"  {title}", *(f"    {line}" for line in body), "  $"]
        self.lines += ["$", "!"]

    def top(self, *lines: str) -> None:
        """Write lines at the margin."""
        self.lines += [*lines, "!"] if lines else []

    def text(self) -> str:
        """Write all."""
        self.lines = [f"hostname {self.one('SW-A', 'SW-B')}", "!"]
        self.top(*self.maybe(f"banner incoming #{self.one('no access', 'line one$$ line two')}#"
                             .replace("$", "\n")))  # fmt: skip
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

    def worlds(self) -> None:
        for number, name in enumerate(self.vrfs, start=1):
            families = [(f"address-family {f}", [f"route-target {w} 65001:{number}" for w in ("import", "export")])
                        for f in sorted(self.some(("ipv4", "ipv6")))]  # fmt: skip
            self.block(f"ip vrf {name}", f"rd {self.one(65001, '192.0.2.1')}:{number}", inner=families)

    def filters(self) -> None:
        for name in self.lists4:
            self.block(f"ipv4-access-list {name}", *(
                f"rule {n} {self.one('permit', 'deny')} {self.one('ip 10.0.0.0 0.255.255.255 any', 'tcp any any eq 445', 'any')}"
                for n in sorted(self.some((5, 10, 15)))))  # fmt: skip
        for name in self.lists6:
            self.block(f"ipv6-access-list {name}", *(
                f"rule {n} {self.one('permit', 'deny')} {self.one('ipv6 2001:db8::/32 any', 'tcp any any eq 445')}"
                for n in sorted(self.some((5, 10, 15)))))  # fmt: skip

    def ports(self) -> None:
        for port, kind in self.kinds.items():
            state = "no shutdown" if port == UPLINK else self.one("shutdown", "no shutdown")
            self.block(
                f"interface {port}",
                *(["description uplink"] if port == UPLINK else self.maybe(f"description {self.one(*WORDS)} room")),
                state,
                *self.maybe(f"mtu {self.one(1500, 9216)}"),
                *self.maybe(f"speed {self.one('speed-1G', 'speed-10G')}"),
                *self.maybe("negotiation auto disable"),
                *self.maybe("optical-inform monitor enable"),
                *self.maybe(f"broadcast-limit percent {self.one(5, 10)}"),
                *(("switch attribute disable", *self.addresses(port)) if kind == "routed" else ()),
            )  # fmt: skip
        for group in self.groups:
            self.block(f"interface smartgroup{group}", *self.maybe("description core"),
                       *self.maybe("shutdown"))  # fmt: skip
        self.tagged = [f"{port}.{n}" for port, kind in self.kinds.items() if kind == "tagged"
                       for n in sorted(self.some((100, 200)))]  # fmt: skip
        for name in self.tagged:
            self.block(f"interface {name}", *self.addresses(name))
        for number in self.loopbacks:
            self.block(f"interface loopback{number}", f"ip address 10.255.255.{self.hosts.pop()} 255.255.255.255",
                       *self.maybe("ipv6 enable", f"ipv6 address 2001:db8:ffff:{self.hosts.pop()}::1/128"))  # fmt: skip

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
        views = [(f"vlan {vlan}", self.maybe(f"name {self.one(*WORDS)}")) for vlan in sorted(self.vlans)]
        l2 = [(p, k) for p, k in self.kinds.items() if k in {"access", "trunk", "hybrid"}]
        l2 += [(f"smartgroup{n}", self.one("trunk", "hybrid")) for n in self.groups]
        views += [(f"interface {port}", list(self.switchport(port, kind))) for port, kind in l2]
        self.block("switchvlan-configuration", inner=[view for view in views if view[1] or "vlan" in view[0]])
        members = [(p, k.split()[1]) for p, k in self.kinds.items() if k.startswith("member")]
        bundles = [(f"interface smartgroup{n}", ["lacp mode 802.3ad", *self.maybe(f"lacp minimum-member {self.one(1, 2)}")])
                   for n in self.groups]  # fmt: skip
        bundles += [(f"interface {p}", [f"smartgroup {n} mode {self.one('active', 'passive')}", *self.maybe("lacp timeout short")])
                    for p, n in members]  # fmt: skip
        if bundles:
            self.block("lacp", inner=bundles)
        if self.tagged:
            self.block("vlan-configuration", inner=[
                (f"interface {name}", [self.one(f"encapsulation-dot1q {name.split('.')[1]}",
                                                "qinq internal-vlanid 30 external-vlanid 300")])
                for name in self.tagged])  # fmt: skip

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
            yield from self.maybe(f"switchport trunk native vlan {self.one(1, 10)}") if port != UPLINK else ()
        else:
            for vlans, word in ((tagged, "tag"), (untagged - tagged, "untag")):
                yield from [f"switchport hybrid vlan {numbers(vlans)} {word}"] if vlans else []
            yield from self.maybe(f"switchport hybrid native vlan {self.one(1, 10)}")
        yield from self.maybe(f"switchport qinq tpid external {self.one('0x8100', '0x88a8')}")

    def gateways(self) -> None:
        for vlan in self.svis:
            self.block(f"interface vlan{vlan}", *self.maybe(f"description {self.one(*WORDS)}"), *self.addresses(f"vlan{vlan}"),
                       *(self.maybe("shutdown") if vlan != MANAGEMENT else ()))  # fmt: skip
        groups = sorted(self.some((1, 2)))
        for group in groups:
            self.block(f"ip dhcp relay server group {group}", *(
                f"server {n} 10.9.0.{self.one(n, n + 10)}" for n in sorted({1, *self.some((2, 3))})))  # fmt: skip
        served = sorted(self.some(self.svis)) if groups else []
        if served:
            self.block("dhcp", *self.maybe("enable"), inner=[
                (f"interface vlan{vlan}", ["mode relay", f"relay agent 10.0.0.{vlan % 250}",
                                           f"relay server group {self.one(*groups)}"])
                for vlan in served])  # fmt: skip

    def people(self) -> None:
        radius = sorted(self.some(("RADIUS-A", "RADIUS-B")))
        for name in radius:
            self.block(f"radius authentication-group {name}", *(
                f"server {n} 10.8.0.{self.one(n, n + 10)} master key encrypted Synthetic{n}"
                for n in sorted({1, *self.some((2,))})))  # fmt: skip
        templates = sorted({1, *self.some((2, 3))})
        for n in templates:
            self.block(f"aaa-authentication-template {n}", f"aaa-authentication-type {self.one('local', 'local-radius')}",
                       *(self.maybe(f"authentication-radius-group {radius[0]}") if radius else ()))  # fmt: skip
            self.block(f"aaa-authorization-template {n}", "aaa-authorization-type local")
        views = [("authentication-template 1", [f"bind aaa-authentication-template {self.one(*templates)}"]),
                 ("authorization-template 1", [f"bind aaa-authorization-template {self.one(*templates)}",
                                               f"local-privilege-level {self.one(7, 15)}"])]  # fmt: skip
        views += [(f"user-name {name}", ["bind authentication-template 1", "bind authorization-template 1",
                                         f"password encrypted *21*Synthetic{name}"])
                  for name in sorted({"netadmin", *self.some(("auditor", "backup"))})]  # fmt: skip
        self.block("system-user", *self.maybe("strong-password length 8 character-set-num 3"), inner=views)
        off = sorted(self.some(PORTS))
        if off or self.random.random() < 0.3:
            self.block("lldp", *self.maybe(self.one("lldp disable", "lldp enable")),
                       inner=[(f"interface {port}", ["lldp disable"]) for port in off])  # fmt: skip

    def routing(self) -> None:
        interfaces = [f"vlan{vlan}" for vlan in self.svis] + [f"loopback{n}" for n in self.loopbacks]
        maps = sorted(self.some(("IN", "OUT")))
        for name in maps:
            self.block(f"route-map {name} permit 10", *self.maybe(f"set community additive 65001:{self.one(1, 2)}"),
                       *self.maybe(f"match as-path {self.one(1, 2)}"))  # fmt: skip
        for family in sorted(self.some(("router ospf", "ipv6 router ospf"))):
            self.ospf(family, interfaces)
        if self.random.random() < 0.4:
            self.block("router isis 1", "area 49.0001", f"system-id 0100.0000.000{self.one(1, 2)}",
                       f"is-type {self.one('level-1', 'level-2-only')}",
                       inner=[*self.maybe(("address-family ipv6", ["multi-topology"])),
                              *((f"interface {i}", [*self.maybe("ip router isis"), "ipv6 router isis",
                                                    *self.maybe(f"ipv6 metric {self.one(5, 10)}"),
                                                    *self.maybe("network point-to-point")])
                                for i in sorted(self.some(interfaces)))])  # fmt: skip
        if self.random.random() < 0.5:
            self.bgp(maps)

    def ospf(self, family: str, interfaces: list[str]) -> None:
        """Write the processes of a family; an interface stands in one area of one process."""
        free = sorted(self.some(interfaces))
        self.random.shuffle(free)
        for process in sorted(self.some((1, 2))):
            self.lines += [f"{family} {process}", f"  router-id 192.0.2.{self.one(1, 2)}",
                           *(f"  {line}" for line in self.maybe(f"redistribute {self.one('static', 'connected')}")),
                           *(f"  passive-interface {i}" for i in sorted(self.some(interfaces)))]  # fmt: skip
            for area in sorted(self.some(("0.0.0.0", "0.0.0.1"))):
                self.lines.append(f"  area {area}")
                taken, free = free[: len(free) // 2 + 1], free[len(free) // 2 + 1 :]
                for name in taken:
                    lines = [*self.maybe(f"cost {self.one(10, 20)}"), *self.maybe("network point-to-point")]
                    self.lines += [f"    interface {name}", *(f"      {line}" for line in lines), "    $"]
                self.lines.append("  $")
            self.lines += ["$", "!"]

    def bgp(self, maps: list[str]) -> None:
        peers = sorted(self.some(PEERS))
        lines = [f"bgp router-id 192.0.2.{self.one(1, 2)}", *self.maybe("synchronization disable")]
        group = self.random.random() < 0.5
        if group:
            lines += ["neighbor CORE peer-group", f"neighbor CORE remote-as {self.one(65001, 65009)}"]
        for peer in peers:
            lines += [f"neighbor {peer} remote-as {self.one(65001, 65002)}",
                      *(self.maybe(f"neighbor {peer} peer-group CORE") if group else ()),
                      *self.maybe(f"neighbor {peer} description {self.one(*WORDS)}"),
                      *self.maybe(f"neighbor {peer} update-source loopback0"),
                      *(self.maybe(f"neighbor {peer} route-map {self.one(*maps)} {self.one('in', 'out')}") if maps else ())]  # fmt: skip
        families = [(f"address-family {f}", [
            *(line for peer in sorted(self.some(peers)) for line in (f"neighbor {peer} activate", *self.maybe(f"neighbor {peer} send-community")))])
            for f in sorted(self.some(("vpnv4", "vpnv6", "ipv6")))]  # fmt: skip
        families += [(f"address-family ipv{n} vrf {vrf}", [
            f"redistribute {self.one('connected', 'static')}",
            *self.maybe(f"neighbor 10.7.{n}.1 remote-as {self.one(65100, 65101)}", f"neighbor 10.7.{n}.1 activate")])
            for vrf in self.vrfs for n in (4, 6) if self.random.random() < 0.5]  # fmt: skip
        self.block(f"router bgp {self.one(65001, 65001, 65010)}", *lines, inner=families)

    def services(self) -> None:
        clocks = sorted(self.some(("10.9.0.1", "10.9.0.2", "2001:db8:9::1")))
        ranks = self.random.sample((1, 2, 3), 3)
        self.top(*self.maybe("ntp enable"),
                 *(f"ntp server {a} priority {n}{' version 4' if ':' in a else ''}" for a, n in zip(clocks, ranks, strict=False)))  # fmt: skip
        self.top(*self.maybe("line telnet server disable"), f"line telnet idle-timeout {self.one(5, 10)}")
        self.top("ssh server enable", *self.maybe(f"ssh server version {self.one(1, 2)}"),
                 *(self.maybe(f"ssh server access-class ipv4 {self.one(*self.lists4)}") if self.lists4 else ()),
                 *(self.maybe(f"line telnet access-class ipv4 {self.one(*self.lists4)}") if self.lists4 else ()),
                 *(self.maybe(f"ssh server access-class ipv6 {self.one(*self.lists6)}") if self.lists6 else ()))  # fmt: skip
        self.top(*(f"syslog-server host {a}" for a in sorted(self.some(("10.9.0.5", "2001:db8:9::5")))),
                 *self.maybe(f"syslog level {self.one('warnings', 'notice')}"))  # fmt: skip
        self.top(*self.maybe(f"snmp-server location {self.one(*WORDS)} 2"),
                 *self.maybe("snmp-server view AllView 1.3 included", "snmp-server group NMS v3 priv read AllView",
                             "snmp-server user nms NMS v3 encrypted auth sha Synthetic priv aes128 Synthetic"),
                 *self.maybe(f"snmp-server host 10.9.0.{self.one(6, 7)} trap version 3 priv nms udp-port {self.one(162, 1162)}"),
                 *self.maybe("snmp-server version v3 enable"),
                 *(self.maybe(f"snmp-server access-list ipv4 {self.one(*self.lists4)}") if self.lists4 else ()))  # fmt: skip
        self.top(f"ip route 0.0.0.0 0.0.0.0 10.99.0.{self.one(1, 254)}",
                 *(f"ip route vrf {v} 10.0.0.0 255.0.0.0 10.99.1.{self.one(1, 2)}" for v in self.vrfs),
                 *self.maybe(f"ip route 10.200.0.0 255.255.0.0 10.99.0.1 {self.one('name a', 'name b')}"))  # fmt: skip
        self.top("!<ipv6-static>", *self.maybe(f"ipv6 route ::/0 2001:db8::{self.one(1, 2)}"))


configurations = st.integers(0, 2**32).map(lambda seed: Switch(seed).text())
