"""Candidates: the days and nodes open to applications that cut over as one, or why none is.

Rule after rule filters; what a rule forbids whatever the others do is never made.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence

from educloud.inventory.models import App
from educloud.migration.models import RESOURCES, Candidate, Reason
from educloud.migration.surroundings import Surroundings, demand_units, supply_units
from educloud.migration.weeks import week_of, weeks_between


class Load:
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


def find_candidates(
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
    load = Load(around, apps, placed=placed)
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
    around: Surroundings, load: Load, days: Sequence[dt.date]
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


def _too_thin(around: Surroundings, load: Load) -> Reason:
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
