"""Address plan of 56,000 sites: our plan, against taking the first free /56 of each county."""

from __future__ import annotations

import tempfile
import time
from dataclasses import replace
from ipaddress import IPv6Network, ip_network
from pathlib import Path
from typing import cast

from benchmarks.harness import Benchmark, Pair
from educloud.inventory.addresses.allocate import plan_addresses
from educloud.inventory.addresses.register import load_register, save_register
from educloud.inventory.load import load_inventory
from educloud.inventory.models import Inventory, Site
from educloud.project import Project

SITES = 56_000
ROOT = cast("IPv6Network", ip_network("3fff:410::/32"))


def province() -> Inventory:
    """Give the shipped divisions with 56,000 synthetic sites spread over them."""
    shipped = load_inventory(Project(Path(__file__).resolve().parents[1]))
    counties = [
        d.code for d in shipped.divisions.values() if d.level not in ("province", "prefecture")
    ]
    sites = {
        f"S{n:05d}": Site.model_construct(
            site_id=f"S{n:05d}",
            name="",
            kind="primary",
            org_id="O",
            division_code=counties[n % len(counties)],
            ipv6_prefix=None,
        )
        for n in range(SITES)
    }
    return replace(shipped, sites=sites)


def first_free(inventory: Inventory) -> dict[str, IPv6Network]:
    """Allocate as address managers do: per site, the first /56 of its county that is not taken."""
    codes = sorted({site.division_code for site in inventory.sites.values()})
    blocks = dict(zip(codes, ROOT.subnets(new_prefix=44), strict=False))
    taken: set[IPv6Network] = set()
    given = {}
    for site in inventory.sites.values():
        county = blocks[site.division_code]
        prefix = next(p for p in county.subnets(new_prefix=56) if p not in taken)
        taken.add(prefix)
        given[site.site_id] = prefix
    return given


def full_register() -> tuple[tempfile.TemporaryDirectory[str], Project, Inventory]:
    """Give a folder whose register holds all prefixes of the province."""
    inventory = province()
    folder = tempfile.TemporaryDirectory()
    project = Project(Path(folder.name))
    project.inventory.mkdir()
    save_register(project, plan_addresses(inventory, ROOT, ()))
    return folder, project, inventory


def prepare() -> Pair:
    """Give both ways over the same inventory; the note measures the way with a full register."""
    folder, project, inventory = full_register()

    def note() -> str:
        before = time.perf_counter()
        plan = plan_addresses(inventory, ROOT, load_register(project))
        planned = time.perf_counter()
        faults = plan.check()
        checked = time.perf_counter()
        return (
            f"register of {len(plan.register):,} read and planned over in "
            f"{planned - before:.2f} s, {len(plan.new)} new; checked in {checked - planned:.2f} s, "
            f"{len(faults)} faults"
        )

    return Pair(
        lambda: plan_addresses(inventory, ROOT, ()),
        lambda: first_free(inventory),
        close=folder.cleanup,
        note=note,
    )


BENCHMARK = Benchmark(
    "ipv6-plan", f"plan of {SITES:,} sites", "first free /56, stdlib ipaddress", prepare, rounds=3
)
