"""A Huawei switch in the making: its luck, its topics and what others may refer to."""

from __future__ import annotations

import random

VLANS = [10, 20, 21, 22, 30, 40, 99]
QINQ_VLAN = 60  # on tunnel ports only
HASH = "$1a$Synth3tic$NotAHash$"
ACLS = [
    "number 3000",
    "number 3001",
    "name school 3998",
    "ipv6 number 3000",
    "ipv6 name guest 3999",
]


class Box:
    """A switch in the making: its luck, its topics and what others may refer to."""

    def __init__(self, number: int, topics: set[str]) -> None:
        self.luck = random.Random(number)  # noqa: S311  nothing here is secret
        self.topics = topics
        self.vlans: set[int] = set()  # of access ports
        self.raguard = False
        self.acls = self.some(ACLS) if "acl" in topics else []
        self.vpns = self.some(["edu", "exam"]) if "vpn" in topics else []
        self.pools = self.some(["office6", "wifi6"]) if "pools" in topics else []
        self.profiles = self.some(["staff", "cameras"]) if "dot1x" in topics else []
        self.bundles = self.some([1, 2])
        self.svis = sorted(self.some([10, 20, 30]))
        self.addresses = self.mixed(list(range(1, 21)))

    def has(self, topic: str) -> bool:
        return topic in self.topics

    def maybe(self) -> bool:
        return self.luck.random() < 0.5

    def one(self, choices):
        return self.luck.choice(choices)

    def some(self, choices):
        return [choice for choice in choices if self.luck.random() < 0.5]

    def mixed(self, choices):
        return self.luck.sample(choices, len(choices))

    def number(self, first: int, last: int) -> int:
        return self.luck.randint(first, last)


def block(header: str, lines) -> list[str]:
    return [header, *(f" {line}" for line in lines), "#"]


def numbers(chosen) -> str:
    """Give a list of VLANs as the device shows it."""
    parts: list[list[int]] = []
    for n in sorted(chosen):
        if parts and parts[-1][1] == n - 1:
            parts[-1][1] = n
        else:
            parts.append([n, n])
    return " ".join(f"{a} to {b}" if a != b else f"{a}" for a, b in parts)
