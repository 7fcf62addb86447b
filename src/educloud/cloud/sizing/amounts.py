"""Cores, memory and disk together: what is asked for, what is there."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

RESOURCES = ("vcpu", "ram_gb", "disk_gb")


@dataclass(frozen=True, slots=True)
class Amounts:
    """Cores, GB of memory, GB of disk."""

    vcpu: float = 0
    ram_gb: float = 0
    disk_gb: float = 0

    def __iter__(self) -> Iterator[float]:
        return iter((self.vcpu, self.ram_gb, self.disk_gb))

    def __add__(self, other: Amounts) -> Amounts:
        return Amounts(*(left + right for left, right in zip(self, other, strict=True)))

    def __sub__(self, other: Amounts) -> Amounts:
        return Amounts(*(left - right for left, right in zip(self, other, strict=True)))

    def __mul__(self, times: float) -> Amounts:
        return Amounts(*(one * times for one in self))

    def named(self) -> dict[str, float]:
        """Give each amount by the name of its column."""
        return dict(zip(RESOURCES, self, strict=True))


def pieces(needed: Amounts, one: Amounts) -> int:
    """Say how many of ``one`` it takes to have all that is needed."""
    return max(
        (
            math.ceil(round(want / each, 9))
            for want, each in zip(needed, one, strict=True)
            if want > 0 and each > 0
        ),
        default=0,
    )
