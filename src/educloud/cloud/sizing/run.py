"""Size nodes of a project: read its tables, its stack files and a plan, and judge."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from educloud.cloud.sizing.amounts import Amounts
from educloud.cloud.sizing.capacity import write_capacity
from educloud.cloud.sizing.demand import Demand, node_demand, served_by
from educloud.cloud.sizing.judge import Verdict, disagreement, judge
from educloud.cloud.sizing.placement import place_by_plan, place_naturally, read_plan_file
from educloud.cloud.sizing.supply import Supply, declared, in_force
from educloud.cloud.spec.load import load_stacks
from educloud.errors import CloudError
from educloud.inventory.load import load_inventory
from educloud.inventory.models import Capacity, Inventory
from educloud.inventory.profile import load_profile
from educloud.project import Project


@dataclass(frozen=True, slots=True)
class NodeSize:
    """One node: what it must hold, what is declared, what capacity.csv says, what is short."""

    node_id: str
    name: str
    demand: Demand
    supply: Supply | None
    capacity: Capacity | None  # the row in force on the day
    verdict: Verdict

    @property
    def short(self) -> bool:
        """Tell whether something does not suffice."""
        return bool(self.verdict.short)

    @property
    def notes(self) -> tuple[str, ...]:
        """What is to be known besides: what cannot be judged, where tables do not agree."""
        apart = disagreement(self.supply, self.capacity)
        return (*self.verdict.notes, *((apart,) if apart else ()))


@dataclass(frozen=True, slots=True)
class Sizing:
    """All nodes asked for; ``nowhere``: applications that no node takes, with the reason."""

    as_of: dt.date
    placed_by: str
    nodes: tuple[NodeSize, ...]
    nowhere: Mapping[str, str]
    reserve: float

    @property
    def short(self) -> bool:
        """Tell whether a node is short."""
        return any(node.short for node in self.nodes)


def size_nodes(
    project: Project, names: Sequence[str], as_of: dt.date, plan: Path | None = None
) -> Sizing:
    """Size nodes (none named: all); with a plan file by it, else by pins and natural nodes."""
    inventory = load_inventory(project)
    wanted = _known(inventory, names)
    placement = (
        place_by_plan(inventory, read_plan_file(plan)) if plan else place_naturally(inventory)
    )
    profile = load_profile(project.settings.profile)
    reserve, spare = profile.threshold("node_reserve"), int(profile.threshold("pool_spare"))
    served, stacks = served_by(inventory, placement), load_stacks(project).nodes
    sizes = []
    for node_id in wanted:
        demand = node_demand(profile, served[node_id])
        supply = declared(stacks[node_id], spare) if node_id in stacks else None
        rows = [row for row in inventory.capacity if row.node_id == node_id]
        verdict = judge(demand, supply, rows, reserve)
        name = inventory.nodes[node_id].name
        row = in_force(rows, node_id, as_of)
        sizes.append(NodeSize(node_id, name, demand, supply, row, verdict))
    by = f"plan {plan.name}" if plan else "pins and natural nodes"
    return Sizing(as_of, by, tuple(sizes), placement.nowhere, reserve)


def write_sizes(project: Project, sizing: Sizing) -> tuple[str, ...]:
    """Write what stack files declare into capacity.csv; give the nodes that declare nothing.

    Those keep the rows they have: no pool is no statement that a node has nothing.
    """
    amounts: dict[str, Amounts] = {}
    silent = []
    for node in sizing.nodes:
        if node.supply and node.supply.pools:
            amounts[node.node_id] = node.supply.usable
        else:
            silent.append(node.node_id)
    write_capacity(project, amounts, sizing.as_of)
    return tuple(silent)


def _known(inventory: Inventory, names: Sequence[str]) -> Sequence[str]:
    for name in names:
        if name not in inventory.nodes:
            raise CloudError(
                f"there is no node {name!r}", "inventory/nodes.csv",
                f"name one of: {', '.join(inventory.nodes) or 'none yet'}",
            )  # fmt: skip
    return names or tuple(inventory.nodes)
