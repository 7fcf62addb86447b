"""Stage b: every division and site gets its IPv6 prefix."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from educloud.demo.context import CITY, DemoRun, StageStory, timed
from educloud.inventory.addresses.register import address_plan, save_register
from educloud.inventory.addresses.tree import plan_lines
from educloud.inventory.load import load_inventory
from educloud.project import open_project
from educloud.workflows.runtime import task

SHOWN = 11  # lines of the city's branch


@dataclass(frozen=True, slots=True)
class Addresses:
    """What the address plan gave: prefixes by kind, new ones, faults, and its tree."""

    by_kind: dict[str, int]
    new: int
    faults: int
    tree: tuple[str, ...]
    seconds: float


def addresses(demo: DemoRun) -> StageStory:
    """Plan the addresses and show the city's branch of the tree."""
    done = demo.once("addresses", task, "allocate", allocate_prefixes, demo.folder)
    plan = done.result
    opened = next(number for number, line in enumerate(plan.tree) if CITY in line)
    kinds = ", ".join(f"{count} {kind}" for kind, count in plan.by_kind.items())
    lines = (
        plan.tree[0],
        *plan.tree[opened : opened + SHOWN],
        f"prefixes: {kinds} (with each city's own block); {plan.new} new, "
        f"{plan.faults} faults (overlaps, strays)",
    )
    return StageStory(lines, plan.seconds, done.repeated)


def allocate_prefixes(folder: str) -> Addresses:
    """Plan the addresses, keep the register, and check the result."""
    project = open_project(Path(folder))
    inventory = load_inventory(project)
    plan, seconds = timed(lambda: address_plan(project, inventory))
    save_register(project, plan)
    kinds = Counter(one.kind for one in plan.allocations)
    tree = tuple(plan_lines(plan, inventory, CITY))
    return Addresses(dict(kinds), len(plan.new), len(plan.check()), tree, seconds)
