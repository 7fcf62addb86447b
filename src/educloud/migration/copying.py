"""Copying: in which weeks each application's data goes over its link."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from educloud.errors import PlanError


@dataclass(frozen=True, slots=True)
class Copy:
    """Data (in thousandths of a GB) that cuts over in a week over one link pool."""

    app_id: str
    pool: str
    week: int
    amount: int


def spread(
    copies: Sequence[Copy], limits: Mapping[str, int], window: int
) -> dict[str, list[tuple[int, int]]]:
    """Give per application the (week, amount) of its copying, each as late as it can be.

    Late copies go stale least. Per pool and week no more than its limit is copied, per application
    only in its cutover week and ``window`` weeks before. PlanError when that is impossible.
    """
    parts: dict[str, list[tuple[int, int]]] = {copy.app_id: [] for copy in copies}
    for pool in sorted({copy.pool for copy in copies}):
        waiting = sorted((c for c in copies if c.pool == pool), key=lambda c: (c.week, c.app_id))
        left = {copy.app_id: copy.amount for copy in waiting}
        # From the last week back, what could begin latest goes first: nothing else can wait less.
        for week in range(max((c.week for c in waiting), default=-1), -1, -1):
            free = limits[pool]
            for copy in reversed(waiting):
                part = min(free, left[copy.app_id])
                if part and copy.week - window <= week <= copy.week:
                    parts[copy.app_id].append((week, part))
                    left[copy.app_id] -= part
                    free -= part
        unplaced = [app_id for app_id, amount in left.items() if amount]
        if unplaced:
            raise PlanError(
                f"{', '.join(unplaced)} cannot be copied in time",
                f"links of division {pool}",
                "report this as a fault, with the project folder",
            )
    return {app_id: sorted(found) for app_id, found in parts.items()}
