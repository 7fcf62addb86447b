"""The planning problem: units that cut over as one, their candidates, and what they compete for.

Pure: an inventory becomes a Problem of integers. A candidate that some rule forbids whatever the
others do is never made; a unit without candidates carries the reason.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from educloud.inventory.models import App, Dependency, DependencyKind, Inventory, StrategyName
from educloud.migration.assess import CLOUDS, Assessment
from educloud.migration.group import connected_sets
from educloud.migration.surroundings import Surroundings, demand_units, supply_units
from educloud.migration.weeks import week_of, weeks_between

RESOURCES = ("vcpu", "ram_gb", "disk_gb")
IMPORTANCE = {"low": 1, "medium": 2, "high": 4, "critical": 8}
PLACED = frozenset({StrategyName.REHOST, StrategyName.REPLATFORM})  # need a node, move data
MOVED = PLACED | {StrategyName.MERGE}
CUT_OVER = MOVED | {StrategyName.RETIRE}


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an application is not planned: a short word and a sentence."""

    word: str
    detail: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """One way to cut a unit over: week of the plan (0 first), day, node, weeks late.

    ``remoteness`` ranks the node's tier, the nearest 0.
    """

    week: int
    day: dt.date
    node_id: str | None
    late: int
    remoteness: int = 0


@dataclass(frozen=True, slots=True)
class Unit:
    """Applications that cut over on one day; amounts in thousandths (see surroundings)."""

    name: str
    apps: tuple[str, ...]
    placed: bool
    moved: bool
    weight: int
    demand: tuple[int, int, int]
    copies: Mapping[str, int]  # link pool -> GB
    effort: Mapping[str, int]  # team pool -> hours
    counties: Mapping[str, int]
    rooms: frozenset[str]
    pilot: tuple[int, int]  # applications inside, outside the pilot division
    pinned: bool
    candidates: tuple[Candidate, ...]
    barred: Mapping[str, Reason]  # app -> why; empty when there are candidates


@dataclass(frozen=True, slots=True)
class RoomCost:
    """A room's units and its cost; ``stays`` when it can never close."""

    room_id: str
    units: tuple[int, ...]
    cost: int
    stays: bool


@dataclass(frozen=True)
class Problem:
    """Everything the solver needs; units are meant by their position."""

    weeks: int
    lead_weeks: int
    copy_weeks: int
    closing_days: int
    start: dt.date
    units: tuple[Unit, ...]
    capacity: Mapping[str, tuple[tuple[int | None, ...], ...]]
    links: Mapping[str, int]
    teams: Mapping[str, int]
    county_cap: int
    week_cap: int
    pilot_weeks: int | None
    before: tuple[tuple[int, int], ...]  # (first, later): same week or earlier
    needs: tuple[tuple[int, int], ...]  # (unit, other): planned only when the other is
    soft: tuple[tuple[int, int, float], ...]
    rooms: tuple[RoomCost, ...]
    cost_per_room_week: int  # what a cost of 1.0 is in RoomCost units
    unit_of: Mapping[str, int] = field(default_factory=dict)

    def closes_after(self, candidate: Candidate) -> int:
        """Count the days from the start to the closing that a cutover allows, cut at the end."""
        days = (candidate.day - self.start).days + self.closing_days
        return min(days, 7 * self.weeks)


def state_problem(inventory: Inventory, assessment: Assessment) -> Problem:
    """State the planning problem of an inventory, strategies as assessed."""
    around = Surroundings(inventory)
    policy = inventory.policy
    units, needs = _units(around, assessment)
    units = _without_needless_nodes(units, around.capacity, policy.lead_weeks)
    unit_of = {app_id: index for index, unit in enumerate(units) for app_id in unit.apps}
    rooms, per_week = _rooms(inventory, assessment, unit_of)
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
    if staying:
        reason = Reason(
            "partner_unplanned", f"同日切换的伙伴 {', '.join(staying)} 保留或豁免,不迁移"
        )
        candidates, barred = (), dict.fromkeys(app_ids, reason)
    else:
        candidates, barred = _candidates(around, apps, placed=placed)
    load = _Load(around, apps, placed=placed)
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
        rooms=frozenset(app.room_id for app in apps if app.room_id in around.inventory.rooms),
        pilot=(inside, len(apps) - inside),
        pinned=any(around.pin(app).week for app in apps),
        candidates=candidates,
        barred=barred,
    )


class _Load:
    """What cutting over some applications together takes; pool "" stands for none at all."""

    def __init__(self, around: Surroundings, apps: Sequence[App], *, placed: bool) -> None:
        cores, ram, disk = 0, 0, 0
        self.copies: Counter[str] = Counter()
        self.effort: Counter[str] = Counter()
        self.counties = Counter(app.division_code for app in apps)
        for app in apps:
            hours = around.policy.default_effort_h if app.effort_h is None else app.effort_h
            if hours:
                self.effort[around.team_pool(app) or ""] += demand_units(hours)
            if placed:
                cores += demand_units(app.vcpu)
                ram += demand_units(app.ram_gb)
                disk += demand_units(app.disk_gb)
                if app.data_gb:
                    self.copies[around.link_pool(app) or ""] += demand_units(app.data_gb)
        self.demand = (cores, ram, disk)


# --- candidates ------------------------------------------------------------------------------
def _candidates(
    around: Surroundings, apps: Sequence[App], *, placed: bool
) -> tuple[tuple[Candidate, ...], dict[str, Reason]]:
    """Give the candidates of applications that cut over as one, or why each has none."""
    found = _search(around, apps, placed=placed)
    if not isinstance(found, Reason):
        return found, {}
    if len(apps) == 1:
        return (), {apps[0].app_id: found}
    alone = {app.app_id: _search(around, [app], placed=placed) for app in apps}
    own = {app_id: why for app_id, why in alone.items() if isinstance(why, Reason)}
    if not own:
        return (), {app.app_id: found for app in apps}
    partners = Reason("partner_unplanned", f"须与 {', '.join(own)} 同日切换,而后者无法安排")
    return (), {app.app_id: own.get(app.app_id, partners) for app in apps}


def _search(
    around: Surroundings, apps: Sequence[App], *, placed: bool
) -> tuple[Candidate, ...] | Reason:
    """Filter rule after rule; the first that leaves nothing is the reason."""
    nodes: Sequence[str | None] = (None,)
    if placed:
        eligible = _eligible_nodes(around, apps)
        if isinstance(eligible, Reason):
            return eligible
        nodes = eligible
    days = _allowed_days(around, apps)
    if isinstance(days, Reason):
        return days
    load = _Load(around, apps, placed=placed)
    weeks = _weeks_with_means(around, load, days)
    if isinstance(weeks, Reason):
        return weeks
    dues = [due for app in apps if (due := around.due(app))]
    found = tuple(
        Candidate(
            week,
            day,
            node,
            sum(max(0, weeks_between(due, day)) for due in dues),
            around.remoteness(node),
        )
        for week, day in weeks.items()
        for node in nodes
        if node is None or _fits(around, node, load.demand, week)
    )
    return found or _no_capacity(around, apps, nodes, load.demand)


def _eligible_nodes(around: Surroundings, apps: Sequence[App]) -> list[str] | Reason:
    who = "该应用" if len(apps) == 1 else "同日切换的各应用"
    serving = [node for node in around.nodes if all(around.serves(node, app) for app in apps)]
    if not serving:
        return Reason("no_node", f"没有服务于{who}所在区划或单位的云节点")
    level = max((app.mlps_level or 0 for app in apps), default=0)
    trusted = [node for node in serving if node.mlps_level is None or node.mlps_level >= level]
    if not trusted:
        levels = ", ".join(f"{node.node_id} 为{node.mlps_level}级" for node in serving)
        return Reason("no_node_with_mlps", f"需要等保{level}级云节点;可服务的节点:{levels}")
    archs = {app.arch for app in apps if app.arch}
    able = [node for node in trusted if node.arch is None or archs <= set(node.arch)]
    if not able:
        offers = ", ".join(f"{node.node_id} 为{'/'.join(node.arch or ())}" for node in trusted)
        wanted = "和".join(sorted(archs))
        return Reason("no_node_with_arch", f"需要{wanted}架构;可服务的节点:{offers}")
    pinned = {pin for app in apps if (pin := around.pin(app).node_id)}
    chosen = [node.node_id for node in able if pinned <= {node.node_id}]
    if not chosen:
        return Reason("pin_conflict", f"指定的云节点 {', '.join(sorted(pinned))} 不能承载{who}")
    return chosen


def _allowed_days(around: Surroundings, apps: Sequence[App]) -> list[dt.date] | Reason:
    common = set(around.open_days(apps[0].division_code, apps[0].category))
    for app in apps[1:]:
        common &= set(around.open_days(app.division_code, app.category))
    if not common:
        return Reason("no_allowed_day", "计划期内没有同时避开禁切期、节假日和非切换日的日子")
    ready = max((day for app in apps if (day := around.ready_on(app))), default=around.start)
    later = sorted(day for day in common if day >= ready)
    if not later:
        return Reason("not_ready", f"站点网络{ready}就绪,此后计划期内没有可切换的日子")
    pins = [around.pin(app) for app in apps]
    first = max((pin.not_before for pin in pins if pin.not_before), default=around.start)
    weeks = {pin.week for pin in pins if pin.week}
    free = [day for day in later if day >= first and weeks <= {week_of(day)}]
    if not free:
        wanted = [f"周次{week}" for week in sorted(weeks)]
        wanted += [f"不早于{first}"] if first > around.start else []
        return Reason("pin_conflict", f"指定的{'、'.join(wanted)}内没有可切换的日子")
    return free


def _weeks_with_means(
    around: Surroundings, load: _Load, days: Sequence[dt.date]
) -> dict[int, dt.date] | Reason:
    """Keep of each week the first day; drop weeks in which teams or links can never do it."""
    policy = around.policy
    if sum(load.counties.values()) > policy.max_apps_per_week:
        return Reason("week_limit", f"每周全省最多切换{policy.max_apps_per_week}个应用")
    for county, count in load.counties.items():
        if count > policy.max_cutovers_per_county_week:
            limit = policy.max_cutovers_per_county_week
            return Reason("county_week_limit", f"{county} 每周最多切换{limit}个应用")
    for pool, effort in load.effort.items():
        hours = around.team_hours.get(pool, 0.0)
        if effort > supply_units(hours):
            team = f"{pool} 的队伍每周{hours:g}小时" if pool else "没有负责该区划的队伍"
            return Reason("team_capacity", f"切换需要{effort / 1000:g}小时;{team}")
    weeks: dict[int, dt.date] = {}
    for day in days:
        week = (day - around.start).days // 7
        span = min(week, policy.copy_weeks) + 1
        enough = all(
            pool and gb <= supply_units(around.link_gb(pool)) * span
            for pool, gb in load.copies.items()
        )
        if enough:
            weeks.setdefault(week, day)
    return weeks or _too_thin(around, load)


def _too_thin(around: Surroundings, load: _Load) -> Reason:
    if "" in load.copies:
        return Reason("link_too_thin", "所在区划及其上级没有可用于复制数据的链路")
    pool, gb = max(load.copies.items(), key=lambda item: item[1] / (around.link_gb(item[0]) or 1))
    return Reason(
        "link_too_thin",
        f"需复制{gb / 1000:g}GB;{pool} 的链路每周{around.link_gb(pool):.1f}GB,"
        f"切换周及之前{around.policy.copy_weeks}周内传不完",
    )


def _fits(around: Surroundings, node: str, demand: Sequence[int], week: int) -> bool:
    """Tell whether the node alone could hold the demand from its lead weeks to the end."""
    first = max(0, week - around.policy.lead_weeks)
    return all(
        limit is None or need <= limit
        for limits in around.capacity[node][first:]
        for need, limit in zip(demand, limits, strict=True)
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


def _no_capacity(
    around: Surroundings, apps: Sequence[App], nodes: Sequence[str | None], demand: Sequence[int]
) -> Reason:
    wanted = ", ".join(
        f"{name} {need / 1000:g}" for name, need in zip(RESOURCES, demand, strict=True)
    )
    held = "; ".join(
        f"{node} 至多 "
        + ", ".join(
            f"{name} {'不限' if amount is None else f'{amount / 1000:g}'}"
            for name, amount in zip(RESOURCES, around.capacity[node][-1], strict=True)
        )
        for node in nodes
        if node
    )
    who = "需要" if len(apps) == 1 else "同日切换的各应用合计需要"
    return Reason("node_capacity", f"{who} {wanted};{held}")


# --- between units ---------------------------------------------------------------------------
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


def _rooms(
    inventory: Inventory, assessment: Assessment, unit_of: Mapping[str, int]
) -> tuple[tuple[RoomCost, ...], int]:
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
        if app.room_id not in inventory.rooms:
            continue
        if app.app_id in unit_of:
            units.setdefault(app.room_id, set()).add(unit_of[app.app_id])
        elif app.hosting not in CLOUDS:
            stays.add(app.room_id)
    del assessment
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
