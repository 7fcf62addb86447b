"""What an Amazon EC2 instance type has: planners that plan for AWS give sizes by its name alone.

A type is ``<family>.<size>``: within a family memory grows with the number of vCPU, and the size
names that number. Source: the answers of EC2's DescribeInstanceTypes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

# GiB of memory per vCPU -> the families of servers that have it.
FAMILIES: dict[float, str] = {
    1.875: "c3 c4",
    2: "c5 c5a c5ad c5d c6a c6g c6gd c6gn c6i c6id c6in c7a c7g c7gd c7gn c7i c7i-flex c8g c8i",
    2.625: "c5n",
    3.75: "m3",
    4: "m4 m5 m5a m5ad m5d m5dn m5n m5zn m6a m6g m6gd m6i m6id m6idn m6in m7a m7g m7gd m7i m7i-flex"
    " m8g m8i t2 t3 t3a t4g",
    7.625: "i3 r4",
    8: "i3en i4i r5 r5a r5ad r5b r5d r5dn r5n r6a r6g r6gd r6i r6id r6idn r6in r7a r7g r7gd r7i"
    " r7iz r8g r8i z1d",
}
# The few that break the rule: vCPU and GiB.
ODD: Mapping[str, tuple[float, float]] = {
    "c4.8xlarge": (36, 60),
    "c5n.9xlarge": (36, 96),
    "c5n.18xlarge": (72, 192),
    "t2.nano": (1, 0.5),
    "t2.micro": (1, 1),
    "t2.small": (1, 2),
    "t2.medium": (2, 4),
} | {
    f"{family}.{size}": (2, memory)
    for family in ("t3", "t3a", "t4g")
    for size, memory in (("nano", 0.5), ("micro", 1), ("small", 2), ("medium", 4))
}
_PER_VCPU = {family: ratio for ratio, names in FAMILIES.items() for family in names.split()}
_SIZES = {"medium": 1, "large": 2, "xlarge": 4}


def size(instance_type: str) -> tuple[float, float] | None:
    """Give the vCPU and GiB of memory of a type; None when it is not known here."""
    name = instance_type.strip().lower()
    if name in ODD:
        return ODD[name]
    family, _, word = name.partition(".")
    times = re.fullmatch(r"(\d+)xlarge", word)
    vcpu = 4 * int(times[1]) if times else _SIZES.get(word)
    if vcpu is None or family not in _PER_VCPU:
        return None
    return vcpu, vcpu * _PER_VCPU[family]
