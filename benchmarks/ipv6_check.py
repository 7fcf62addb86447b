"""Check of a plan of 56,000 sites: ours, against sorting and comparing neighbours."""

from __future__ import annotations

from ipaddress import IPv6Network
from itertools import pairwise

from benchmarks.harness import Benchmark, Pair
from benchmarks.ipv6 import ROOT, SITES, province
from educloud.inventory.addresses.allocate import AddressPlan, plan_addresses


def neighbours(plan: AddressPlan) -> list[tuple[IPv6Network, IPv6Network]]:
    """Find overlaps of sites, and sites outside their counties, with the standard library."""
    sites = sorted(one.prefix for one in plan.allocations if one.kind == "site")
    counties = {one.id: one.prefix for one in plan.allocations if one.kind == "county"}
    outside = [
        (one.prefix, county)
        for one in plan.allocations
        if one.kind == "site"
        and (county := counties[plan.wants[one.key].parent[1]])
        and not one.prefix.subnet_of(county)
    ]
    return outside + [(left, right) for left, right in pairwise(sites) if left.overlaps(right)]


def prepare() -> Pair:
    """Give both ways over plans that nothing has been asked of yet."""
    inventory = province()
    register = plan_addresses(inventory, ROOT, ()).register
    fresh = [plan_addresses(inventory, ROOT, register) for _ in range(ROUNDS + 1)]
    plans = iter(fresh)  # a plan remembers its walk, so each round takes another one
    return Pair(
        lambda: next(plans).check(),
        lambda: neighbours(fresh[0]),
        note=lambda: f"{len(fresh[0].check())} faults, {len(neighbours(fresh[0]))} by the other",
    )


ROUNDS = 5
BENCHMARK = Benchmark(
    "ipv6-check",
    f"containment and disjointness of {SITES:,} sites",
    "sorted neighbours, stdlib ipaddress",
    prepare,
    rounds=ROUNDS,
)
