"""Compare what a node must hold with what is declared: what is short, and what would do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from educloud.cloud.sizing.amounts import RESOURCES, Amounts, pieces
from educloud.cloud.sizing.demand import UNKNOWN_ARCH, Demand
from educloud.cloud.sizing.supply import Supply, in_force, machine, usable
from educloud.inventory.models import Capacity

# What is proposed where no pool of an architecture is declared yet; a default of this project.
MACHINE = Amounts(16, 64, 2000)
ANY_ARCH = "x86_64"
MANY = 32  # machines of a pool: from here on larger ones are worth a look


@dataclass(frozen=True, slots=True)
class Short:
    """Something that does not suffice, in a sentence."""

    what: str
    needed: float
    have: float
    text: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one node is short of; ``pools``: the counts that would do, by pool."""

    short: tuple[Short, ...]
    notes: tuple[str, ...]
    head_room: Mapping[str, float | None]  # percent of the usable; None: nothing is usable
    pools: Mapping[str, int]


def judge(
    demand: Demand, supply: Supply | None, capacity: Sequence[Capacity], reserve: float
) -> Verdict:
    """Judge a node; ``reserve`` (0..1) of what is usable shall stay free.

    ``capacity``: the node's own rows. ``supply`` is None when the node has no stack file.
    """
    short = [*_exits(demand), *_capacity_rows(demand, capacity)]
    notes = [*_doubts(demand)]
    if supply is None:
        notes.append("it has no stack file, so nothing is declared to compare with")
        return Verdict(tuple(short), tuple(notes), dict.fromkeys(RESOURCES), {})
    pools = list(_pools(demand, supply, reserve))
    short += [*pools, *_databases(demand, supply, reserve), *_video(demand, supply)]
    would_do = enough_pools(demand, supply, reserve) if pools else {}
    if max(would_do.values(), default=0) > MANY:
        count = pieces(demand.total * (1 / (1 - reserve)), MACHINE) + supply.spare
        shape = f"{MACHINE.vcpu} vCPU, {MACHINE.ram_gb} GB, {MACHINE.disk_gb:,} GB of disk"
        notes.append(f"of larger machines ({shape}) {count} would do")
    return Verdict(tuple(short), tuple(notes), _head_room(demand, supply), would_do)


def disagreement(supply: Supply | None, row: Capacity | None) -> str:
    """Say where capacity.csv and the stack file do not agree; empty when they do."""
    if supply is None or not supply.pools:
        return ""
    declared = ", ".join(f"{name} {value:,.0f}" for name, value in supply.usable.named().items())
    declares = f"the stack file declares {declared} with a machine of each pool down"
    if row is None:
        return f"capacity.csv has no row in force; {declares}: --write"
    said = (row.vcpu, row.ram_gb, row.disk_gb)
    if said == tuple(supply.usable):
        return ""
    table = ", ".join(
        f"{name} {'unknown' if value is None else f'{value:,.0f}'}"
        for name, value in zip(RESOURCES, said, strict=True)
    )
    return f"capacity.csv says {table}; {declares}"


def enough_pools(demand: Demand, supply: Supply, reserve: float) -> Mapping[str, int]:
    """Give the count of each pool that would do: the largest of its architecture grows.

    Where there is no pool to grow, one of ``MACHINE`` each is proposed as ``app-<architecture>``.
    """
    sizes = {name: machine(pool) for name, pool in supply.pools.items()}
    counts = {name: pool.count for name, pool in supply.pools.items()}
    arch_of = {name: str(pool.arch) for name, pool in supply.pools.items()}

    def grow(arch: str | None, asked: Amounts) -> None:
        own = [name for name in sizes if arch in {None, arch_of[name]}]
        if not own:
            new = f"app-{(arch or ANY_ARCH).replace('_', '-')}"
            sizes[new], counts[new], arch_of[new] = MACHINE, 0, arch or ANY_ARCH
            own = [new]
        largest = max(own, key=lambda name: (tuple(sizes[name]), name))
        others = sum(
            (sizes[name] * max(0, counts[name] - supply.spare) for name in own if name != largest),
            Amounts(),
        )
        needed = pieces(asked * (1 / (1 - reserve)) - others, sizes[largest])
        if needed:
            counts[largest] = max(counts[largest], needed + supply.spare)

    for arch, asked in demand.by_arch.items():
        if arch != UNKNOWN_ARCH:
            grow(arch, asked)
    grow(None, demand.total)
    return {name: count for name, count in counts.items() if count}


def _pools(demand: Demand, supply: Supply, reserve: float) -> Iterator[Short]:
    """Compare cores, memory and disk, all together and by architecture."""
    together = list(_amounts("", demand.total, supply.usable, reserve))
    yield from together
    if together:
        return  # which architecture is short says the proposal
    for arch, asked in demand.by_arch.items():
        if arch != UNKNOWN_ARCH:
            own = (usable(one, supply.spare) for one in supply.pools.values() if one.arch == arch)
            yield from _amounts(f" ({arch})", asked, sum(own, Amounts()), reserve)


def _amounts(which: str, asked: Amounts, there: Amounts, reserve: float) -> Iterator[Short]:
    for name, want, have in zip(RESOURCES, asked, there, strict=True):
        needed = want / (1 - reserve)
        if needed > have:
            text = (
                f"{name}{which}: {want:,.0f} are asked for, {needed:,.0f} with {reserve:.0%} kept"
                f" free; the pools have {have:,.0f} with one machine of each down"
            )
            yield Short(f"{name}{which}", round(needed, 3), have, text)


def _databases(demand: Demand, supply: Supply, reserve: float) -> Iterator[Short]:
    needed = demand.database_gb / (1 - reserve)
    if supply.database_gb is not None and needed > supply.database_gb:
        text = (
            f"databases: {demand.database_gb:,.0f} GB, {needed:,.0f} GB with {reserve:.0%} kept"
            f" free; {supply.database_gb:,.0f} GB are declared"
        )
        yield Short("database_gb", round(needed, 3), supply.database_gb, text)


def _video(demand: Demand, supply: Supply) -> Iterator[Short]:
    video = demand.video
    if not video.cameras:
        return
    if supply.video_days is None:
        text = f"video: {video.storage_tb:,.1f} TB are to be kept; no bucket of purpose video"
        yield Short("video_tb", round(video.storage_tb, 3), 0, text)
    elif supply.video_days < video.days:
        text = (
            f"video: it is to be kept {video.days:g} days, the bucket deletes after"
            f" {supply.video_days:g}"
        )
        yield Short("video_days", video.days, supply.video_days, text)


def _exits(demand: Demand) -> Iterator[Short]:
    """Name exits that do not carry even the lower rate of learners."""
    learners = demand.learners
    if learners.needed_mbps is None or learners.usable_mbps is None:
        return
    low, high = learners.needed_mbps
    if learners.usable_mbps < low:
        text = (
            f"exits: {low:,.0f} to {high:,.0f} Mbps for learners at once;"
            f" {learners.usable_mbps:,.0f} Mbps are usable"
        )
        yield Short("exit_mbps", low, learners.usable_mbps, text)


def _capacity_rows(demand: Demand, rows: Sequence[Capacity]) -> Iterator[Short]:
    """Name, for each resource, the first day on which applications ask for more than the table."""
    seen = set()
    for day, asked in demand.steps.by_week:
        row = in_force(rows, rows[0].node_id, day or dt.date.max) if rows else None
        limits = (row.vcpu, row.ram_gb, row.disk_gb) if row else (0.0, 0.0, 0.0)
        for name, want, limit in zip(RESOURCES, asked, limits, strict=True):
            if limit is not None and want > limit and name not in seen:
                seen.add(name)
                since = f" from {day}" if day else ""
                said = f"has {limit:,.0f}" if row else "has no row in force"
                text = f"{name}: applications ask for {want:,.0f}{since}; capacity.csv {said}"
                yield Short(f"capacity.{name}", want, limit, text)


def _doubts(demand: Demand) -> Iterable[str]:
    """Say what cannot be judged."""
    learners = demand.learners
    if learners.learners is None:
        yield "the learners of no site are known"
    elif learners.usable_mbps is None:
        yield "the Internet exits are not known, so learners' bandwidth is not judged"
    elif (
        learners.needed_mbps
        and learners.needed_mbps[0] <= learners.usable_mbps < learners.needed_mbps[1]
    ):
        yield "the exits carry the lower rate of learners, not the higher"
    if demand.video.cameras is None:
        yield "the cameras of no site are known"
    if demand.desktops is None:
        yield "the cloud desktops of no site are known"
    for unknown in demand.unknown:
        if unknown.what.startswith("apps."):
            yield f"{unknown.what} is unknown of {len(unknown.ids)} applications: at least the sum"


def _head_room(demand: Demand, supply: Supply) -> Mapping[str, float | None]:
    return {
        name: round((have - want) / have * 100, 1) if have else None
        for name, want, have in zip(RESOURCES, demand.total, supply.usable, strict=True)
    }
