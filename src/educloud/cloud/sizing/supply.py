"""What a node's stack file declares for applications.

A pool counts with one machine less (N+1: one may fail), so a pool of one machine counts nothing.
Pools and databases of platforms carry those alone. Managed databases are counted apart, in GB.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from educloud.cloud.sizing.amounts import Amounts
from educloud.cloud.spec.node import NodeStack
from educloud.cloud.spec.parts import Pool
from educloud.inventory.models import Capacity

VIDEO = "video"


@dataclass(frozen=True, slots=True)
class Supply:
    """What is declared: by pool with one machine less, databases in GB, where video may lie."""

    pools: Mapping[str, Pool]
    database_gb: float | None  # None: no managed database, so they run in the pools
    video_days: float | None  # how long the bucket of that purpose keeps; None: there is none
    spare: int

    @property
    def usable(self) -> Amounts:
        """What applications can have while a machine of each pool is down."""
        return sum((usable(pool, self.spare) for pool in self.pools.values()), Amounts())

    @property
    def whole(self) -> Amounts:
        """What stands there, every machine counted."""
        return sum((usable(pool, 0) for pool in self.pools.values()), Amounts())


def declared(stack: NodeStack, spare: int) -> Supply:
    """Give what a stack file declares; ``spare`` machines of a pool are not counted."""
    taken = {one.pool for one in stack.platforms.values()}
    reserved = {one.database for one in stack.platforms.values()}
    databases = [base for name, base in stack.databases.items() if name not in reserved]
    video = [bucket for bucket in stack.buckets if bucket.purpose == VIDEO]
    return Supply(
        pools={name: pool for name, pool in stack.pools.items() if name not in taken},
        database_gb=sum(base.storage_gb for base in databases) if databases else None,
        video_days=max((one.keep_days or float("inf") for one in video), default=None),
        spare=spare,
    )


def machine(pool: Pool) -> Amounts:
    """Give what one machine of a pool has."""
    return Amounts(pool.vcpu, pool.ram_gb, pool.disk_gb + pool.data_gb)


def usable(pool: Pool, spare: int) -> Amounts:
    """Give what a pool has when ``spare`` of its machines are down."""
    return machine(pool) * max(0, pool.count - spare)


def in_force(rows: Iterable[Capacity], node_id: str, day: dt.date) -> Capacity | None:
    """Give the row of capacity.csv that holds for a node on a day."""
    own = [row for row in rows if row.node_id == node_id and row.from_date <= day]
    return max(own, key=lambda row: row.from_date, default=None)
