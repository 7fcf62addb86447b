"""The planning problem of an inventory: its units, and what they compete for.

Pure: an inventory becomes a Problem of integers; a unit without candidates carries the reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from educloud.inventory.models import CLOUDS, Dependency, DependencyKind, Inventory
from educloud.migration.assess import Assessment
from educloud.migration.candidates import Load, find_candidates
from educloud.migration.group import connected_sets
from educloud.migration.models import (
    CUT_OVER,
    IMPORTANCE,
    MOVED,
    PLACED,
    Candidate,
    Problem,
    Reason,
    RoomCost,
    Unit,
)
from educloud.migration.surroundings import Surroundings, supply_units


def state_problem(inventory: Inventory, assessment: Assessment) -> Problem:
    """State the planning problem of an inventory, strategies as assessed."""
    around = Surroundings(inventory)
    policy = inventory.policy
    units, needs = _units(around, assessment)
    units = _without_needless_nodes(units, around.capacity, policy.lead_weeks)
    unit_of = {app_id: index for index, unit in enumerate(units) for app_id in unit.apps}
    rooms, per_week = _rooms(inventory, unit_of)
    return Problem(
        weeks=policy.weeks,
        lead_weeks=policy.lead_weeks,
        copy_weeks=policy.copy_weeks,
        closing_days=policy.parallel_days + policy.quarantine_days,
        start=policy.start,
        units=units,
        capacity=around.capacity,
        links={pool: supply_units(around.link_gb(pool)) for pool in sorted(_keys(units, "copies"))},
        teams={
            pool: supply_units(around.team_hours[pool]) for pool in sorted(_keys(units, "effort"))
        },
        county_cap=policy.max_cutovers_per_county_week,
        week_cap=policy.max_apps_per_week,
        pilot_weeks=policy.pilot_weeks if policy.pilot_division else None,
        before=_order(inventory.deps, units, unit_of),
        needs=needs,
        soft=_soft(inventory.deps, unit_of),
        rooms=rooms,
        cost_per_room_week=per_week,
        unit_of=unit_of,
    )


def _keys(units: Iterable[Unit], name: str) -> set[str]:
    return {key for unit in units for key in getattr(unit, name)}


# --- units -----------------------------------------------------------------------------------
def _units(
    around: Surroundings, assessment: Assessment
) -> tuple[tuple[Unit, ...], tuple[tuple[int, int], ...]]:
    """Make the units and the pairs (unit, other) where one needs the other to be planned."""
    inventory = around.inventory
    strategy = {app_id: app.strategy for app_id, app in assessment.apps.items() if app.strategy}
    together = [
        (dep.app_id, dep.depends_on)
        for dep in inventory.deps
        if dep.kind is DependencyKind.TOGETHER
    ]
    alone = [(app_id, app_id) for app_id in strategy]
    units: list[Unit] = []
    needs: list[tuple[int, int]] = []
    for members in connected_sets([*alone, *together]):
        placed = [app_id for app_id in members if strategy.get(app_id) in PLACED]
        staying = [a for a in members if strategy.get(a) in {"retain", "exempt"}]
        if placed:
            units.append(_unit(around, f"G{len(units) + 1}", placed, staying))
        group = len(units) - 1
        for app_id in members:
            if strategy.get(app_id) in CUT_OVER - PLACED:
                if placed:
                    needs.append((group, len(units)))
                moved = strategy[app_id] in MOVED
                units.append(_unit(around, app_id, [app_id], [], placed=False, moved=moved))
    return tuple(units), tuple(needs)


def _unit(
    around: Surroundings,
    name: str,
    app_ids: Sequence[str],
    staying: Sequence[str],
    *,
    placed: bool = True,
    moved: bool = True,
) -> Unit:
    apps = [around.inventory.apps[app_id] for app_id in app_ids]
    candidates, barred = find_candidates(around, apps, placed=placed)
    if staying:
        partners = ", ".join(staying)
        reason = Reason("partner_unplanned", f"须同日切换的 {partners} 保留或豁免,不迁移")
        candidates, barred = (), dict.fromkeys(app_ids, reason)
    load = Load(around, apps, placed=placed)
    pilot = around.policy.pilot_division
    inside = sum(
        bool(pilot) and around.inventory.lies_under(app.division_code, pilot or "") for app in apps
    )
    return Unit(
        name=name,
        apps=tuple(app_ids),
        placed=placed,
        moved=moved,
        weight=sum(IMPORTANCE[app.importance or "medium"] for app in apps),
        demand=load.demand,
        copies={pool: gb for pool, gb in load.copies.items() if pool},
        effort={pool: hours for pool, hours in load.effort.items() if pool},
        counties=load.counties,
        rooms=frozenset(app.room_id for app in apps if app.room_id),
        pilot=(inside, len(apps) - inside),
        pinned=any(around.pin(app).week for app in apps),
        candidates=candidates,
        barred=barred,
    )


def _without_needless_nodes(
    units: Sequence[Unit], capacity: Mapping[str, Sequence[Sequence[int | None]]], lead_weeks: int
) -> tuple[Unit, ...]:
    """Drop candidates for which a nearer node is never short, whoever else comes to it."""
    guests: dict[str, list[int]] = {}
    for unit in units:
        for node in {c.node_id for c in unit.candidates if c.node_id}:
            total = guests.setdefault(node, [0, 0, 0])
            guests[node] = [sum(pair) for pair in zip(total, unit.demand, strict=True)]
    ample_from = {}
    for node, total in guests.items():
        first = len(capacity[node])
        while first and all(
            limit is None or need <= limit
            for need, limit in zip(total, capacity[node][first - 1], strict=True)
        ):
            first -= 1
        ample_from[node] = first

    def ample(candidate: Candidate) -> bool:
        since = max(0, candidate.week - lead_weeks)
        return candidate.node_id is not None and since >= ample_from[candidate.node_id]

    thinned = []
    for unit in units:
        chosen: dict[int, Candidate] = {}
        for candidate in unit.candidates:  # the nearest node of a week comes first
            if ample(candidate):
                chosen.setdefault(candidate.week, candidate)
        kept = tuple(c for c in unit.candidates if chosen.get(c.week, c) is c)
        thinned.append(replace(unit, candidates=kept))
    return tuple(thinned)


def _order(
    deps: Iterable[Dependency], units: Sequence[Unit], unit_of: Mapping[str, int]
) -> tuple[tuple[int, int], ...]:
    pairs = {
        (unit_of[dep.depends_on], unit_of[dep.app_id])
        for dep in deps
        if dep.kind is DependencyKind.BEFORE and dep.app_id in unit_of and dep.depends_on in unit_of
    }
    return tuple(
        sorted(
            (first, later)
            for first, later in pairs
            if first != later and units[first].moved and units[later].moved
        )
    )


def _soft(
    deps: Iterable[Dependency], unit_of: Mapping[str, int]
) -> tuple[tuple[int, int, float], ...]:
    weights: dict[tuple[int, int], float] = {}
    for dep in deps:
        if dep.kind is DependencyKind.SOFT and {dep.app_id, dep.depends_on} <= unit_of.keys():
            one, other = sorted((unit_of[dep.app_id], unit_of[dep.depends_on]))
            if one != other:
                weight = 1.0 if dep.weight is None else dep.weight
                weights[one, other] = weights.get((one, other), 0.0) + weight
    return tuple((one, other, weight) for (one, other), weight in sorted(weights.items()))


def _rooms(inventory: Inventory, unit_of: Mapping[str, int]) -> tuple[tuple[RoomCost, ...], int]:
    """Give the rooms with whole-number costs, and what the median cost is in those numbers."""
    # Twice a hundredth of a yuan: the median of an even number of costs stays whole.
    costs = {
        room.room_id: round(room.annual_cost_cny * 200)
        for room in inventory.rooms.values()
        if room.annual_cost_cny is not None
    }
    ordered = sorted(costs.values())
    middle = len(ordered) // 2
    median = (ordered[middle] + ordered[~middle]) // 2 if ordered else 0
    units: dict[str, set[int]] = {}
    stays: set[str] = set()
    for app in inventory.apps.values():
        if not app.room_id or app.room_id not in inventory.rooms:
            continue
        if app.app_id in unit_of:
            units.setdefault(app.room_id, set()).add(unit_of[app.app_id])
        elif app.hosting not in CLOUDS:
            stays.add(app.room_id)
    rooms = tuple(
        RoomCost(
            room_id,
            tuple(sorted(units.get(room_id, ()))),
            costs.get(room_id, median) if median else 1,
            room_id in stays,
        )
        for room_id in inventory.rooms
    )
    return rooms, median or 1
