"""The best plan of a tiny inventory by trying everything; shares nothing with the scheduler."""

import datetime as dt
import itertools
import statistics
from typing import Any

import holidays

from educloud.inventory.models import Inventory

WEIGHTS = {None: 2, "low": 1, "medium": 2, "high": 4, "critical": 8}
Way = tuple[dt.date, str | None]


def best_values(city: Inventory, strategies: dict[str, str]) -> tuple[float, ...]:
    """Give (unplanned, late_weeks, room_weeks_open, soft_weeks_apart) of the best plan."""
    names = [name for name, strategy in strategies.items() if strategy not in {"retain", "exempt"}]
    ways = [[None, *_ways(city, name, strategies[name])] for name in names]
    found = []
    for combination in itertools.product(*ways):
        choice = {name: way for name, way in zip(names, combination, strict=True) if way}
        if _valid(city, strategies, choice):
            found.append(_values(city, strategies, choice))
    return min(found)


def _ways(city: Inventory, name: str, strategy: str) -> list[Way]:
    app, pin, policy = city.apps[name], city.pins.get(name), city.policy
    site = _site(city, name)
    days = []
    for number in range(7 * policy.weeks):
        day = policy.start + dt.timedelta(days=number)
        closed = any(
            b.hard and b.from_ <= day <= b.to
            and (not b.divisions or any(city.lies_under(app.division_code, d) for d in b.divisions))
            and (not b.categories or app.category in b.categories)
            for b in city.calendar.blackouts
        )  # fmt: skip
        pinned = pin and (
            (pin.week and _week(city, day) != _week_number(city, pin.week))
            or (pin.not_before and day < pin.not_before)
        )
        early = site and site.network_ready_on and day < site.network_ready_on
        if day.weekday() in policy.cutover_weekdays and not (
            closed or pinned or early or day in holidays.China()
        ):
            days.append(day)
    if strategy not in {"rehost", "replatform"}:
        return [(day, None) for day in days]
    nodes = [
        node.node_id
        for node in city.nodes.values()
        if (node.tier == "main" or city.lies_under(app.division_code, node.division_code))
        and (node.mlps_level or 9) >= (app.mlps_level or 0)
        and (not app.arch or node.arch is None or app.arch in node.arch)
        and not (pin and pin.node_id and pin.node_id != node.node_id)
    ]
    return list(itertools.product(days, nodes))


def _site(city: Inventory, name: str) -> Any:
    app = city.apps[name]
    room = city.rooms.get(app.room_id or "")
    if room and room.site_id:
        return city.sites[room.site_id]
    own = [site for site in city.sites.values() if site.org_id == app.owner_org]
    return own[0] if len(own) == 1 else None


def _week(city: Inventory, day: dt.date) -> int:
    return (day - city.policy.start).days // 7


def _week_number(city: Inventory, week: str) -> int:
    return _week(city, dt.date.fromisocalendar(int(week[:4]), int(week[6:]), 1))


def _valid(city: Inventory, strategies: dict[str, str], choice: dict[str, Way]) -> bool:
    return (
        _in_company(city, strategies, choice)
        and _work(city, choice)
        and _space(city, choice)
        and _copies(city, choice)
    )


def _in_company(city: Inventory, strategies: dict[str, str], choice: dict[str, Way]) -> bool:
    sets = [{name} for name in strategies]
    for dep in city.deps:
        if dep.kind == "together":
            joined = [s for s in sets if dep.app_id in s or dep.depends_on in s]
            sets = [s for s in sets if s not in joined] + [set().union(*joined)]
        moved = {"rehost", "replatform", "merge"}
        both = {dep.app_id, dep.depends_on} <= choice.keys()
        if (
            dep.kind == "before" and both
            and {strategies[dep.app_id], strategies[dep.depends_on]} <= moved
            and _week(city, choice[dep.depends_on][0]) > _week(city, choice[dep.app_id][0])
        ):  # fmt: skip
            return False
    for members in sets:
        placed = [n for n in members if strategies.get(n) in {"rehost", "replatform"}]
        planned = [n for n in placed if n in choice]
        stays = any(n in strategies and n not in choice for n in members)
        if planned and (stays or len({choice[n] for n in planned}) > 1):
            return False
    return True


def _work(city: Inventory, choice: dict[str, Way]) -> bool:
    policy = city.policy
    hours: dict[Any, float] = {}
    counties: dict[Any, int] = {}
    weeks: dict[int, int] = {}
    for name, (day, _) in choice.items():
        app, week = city.apps[name], _week(city, day)
        pool = _nearest(city, app.division_code, {t.division_code for t in city.teams.values()})
        effort = policy.default_effort_h if app.effort_h is None else app.effort_h
        hours[pool, week] = hours.get((pool, week), 0) + effort
        counties[app.division_code, week] = counties.get((app.division_code, week), 0) + 1
        weeks[week] = weeks.get(week, 0) + 1
    supply: dict[Any, float] = {}
    for team in city.teams.values():
        supply[team.division_code] = supply.get(team.division_code, 0) + team.hours_per_week
    inside, outside = [], []
    for name, (day, _) in choice.items():
        pilot = policy.pilot_division
        code = city.apps[name].division_code
        (inside if pilot and city.lies_under(code, pilot) else outside).append(_week(city, day))
    return (
        all(used <= supply.get(pool, 0) for (pool, _), used in hours.items())
        and all(count <= policy.max_cutovers_per_county_week for count in counties.values())
        and all(count <= policy.max_apps_per_week for count in weeks.values())
        and not (inside and outside and min(outside) < max(inside) + policy.pilot_weeks)
    )


def _nearest(city: Inventory, code: str, codes: set[str]) -> str | None:
    return next((up for up in city.lineage(code) if up in codes), None)


def _space(city: Inventory, choice: dict[str, Way]) -> bool:
    for node in city.nodes:
        for week in range(city.policy.weeks):
            monday = city.policy.start + dt.timedelta(weeks=week)
            rows = [r for r in city.capacity if r.node_id == node and r.from_date <= monday]
            limit = max(rows, key=lambda r: r.from_date).vcpu if rows else 0
            used = sum(
                city.apps[name].vcpu or 0
                for name, (day, where) in choice.items()
                if where == node and _week(city, day) - city.policy.lead_weeks <= week
            )
            if limit is not None and used > limit:
                return False
    return True


def _copies(city: Inventory, choice: dict[str, Way]) -> bool:
    """Hall's condition: no set of weeks has to carry more than it can."""
    windows = []
    for name, (day, node) in choice.items():
        app = city.apps[name]
        room = city.rooms.get(app.room_id or "")
        code = room.division_code if room else app.division_code
        pool = _nearest(city, code, {link.division_code for link in city.links.values()})
        if node and app.data_gb:
            last = _week(city, day)
            weeks = set(range(max(0, last - city.policy.copy_weeks), last + 1))
            windows.append((pool, weeks, app.data_gb))
    for pool in {pool for pool, _, _ in windows}:
        weekly = sum(
            link.mbps / 8 * 6 * 7 * 3.6 * 0.7
            for link in city.links.values()
            if link.division_code == pool
        )
        for size in range(1, city.policy.weeks + 1):
            for some in itertools.combinations(range(city.policy.weeks), size):
                need = sum(gb for p, weeks, gb in windows if p == pool and weeks <= set(some))
                if need > weekly * size + 1e-6:
                    return False
    return True


def _values(
    city: Inventory, strategies: dict[str, str], choice: dict[str, Way]
) -> tuple[float, ...]:
    policy = city.policy
    unplanned = sum(
        WEIGHTS[city.apps[name].importance]
        for name, strategy in strategies.items()
        if strategy not in {"retain", "exempt"} and name not in choice
    )
    late = 0
    for name, (day, _) in choice.items():
        pin, room = city.pins.get(name), city.rooms.get(city.apps[name].room_id or "")
        limits = [d for d in (pin and pin.not_after, room and room.lease_end) if d]
        if limits:
            late += max(0, _week(city, day) - _week(city, min(limits)))
    costs = [r.annual_cost_cny for r in city.rooms.values() if r.annual_cost_cny is not None]
    median = statistics.median(costs) if costs else 1
    open_weeks = 0.0
    for room in city.rooms.values():
        here = [a.app_id for a in city.apps.values() if a.room_id == room.room_id]
        weeks: float = policy.weeks
        if all(name in choice for name in here):
            wait = policy.parallel_days + policy.quarantine_days
            ends = [(choice[name][0] - policy.start).days + wait for name in here]
            weeks = min(weeks, max(ends, default=0) / 7)
        cost = room.annual_cost_cny
        open_weeks += weeks * (1 if cost is None else cost / median)
    apart = sum(
        (1 if dep.weight is None else dep.weight)
        * abs(_week(city, choice[dep.app_id][0]) - _week(city, choice[dep.depends_on][0]))
        for dep in city.deps
        if dep.kind == "soft" and {dep.app_id, dep.depends_on} <= choice.keys()
    )
    return unplanned, late, round(open_weeks, 6), round(apart, 6)
