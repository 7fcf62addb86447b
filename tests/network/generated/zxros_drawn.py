"""What any drawn ZTE ZXROS switch has: names, VLANs, VRFs, filters, and how it is written."""

from __future__ import annotations

from random import Random

PORTS = [f"xgei-0/1/1/{n}" for n in range(1, 5)]
UPLINK = PORTS[0]
GROUPS = (1, 2)
VLANS = (10, 11, 12, 30, 1000)
MANAGEMENT = 99
WORDS = ("teaching", "office", "video", "教室3", "lab.2")
VRFS = ("VIDEO", "IOT")
LISTS4, LISTS6 = ("ADMIN", "3001"), ("ADMIN6", "V6-IN")
RULES4 = ("ip 10.0.0.0 0.255.255.255 any", "tcp any any eq 445", "any")
RULES6 = ("ipv6 2001:db8::/32 any", "tcp any any eq 445")
AREAS = ("0.0.0.0", "0.0.0.1")  # noqa: S104  areas of OSPF
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


class Drawn:
    """A switch as it is drawn."""

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

    def worlds(self) -> None:
        for number, name in enumerate(self.vrfs, start=1):
            families = [
                (
                    f"address-family {f}",
                    [f"route-target {w} 65001:{number}" for w in ("import", "export")],
                )
                for f in sorted(self.some(("ipv4", "ipv6")))
            ]
            self.block(
                f"ip vrf {name}", f"rd {self.one(65001, '192.0.2.1')}:{number}", inner=families
            )

    def filters(self) -> None:
        for name in self.lists4:
            self.block(
                f"ipv4-access-list {name}",
                *(
                    f"rule {n} {self.one('permit', 'deny')} {self.one(*RULES4)}"
                    for n in sorted(self.some((5, 10, 15)))
                ),
            )
        for name in self.lists6:
            self.block(
                f"ipv6-access-list {name}",
                *(
                    f"rule {n} {self.one('permit', 'deny')} {self.one(*RULES6)}"
                    for n in sorted(self.some((5, 10, 15)))
                ),
            )
