"""Check: whether a plan keeps the nine rules, worked out anew from the inventory.

Plain Python that shares no code with the scheduler: neither how it states the problem nor how it
sums. A plan of any origin can be checked.
"""

from __future__ import annotations

import datetime as dt
import statistics
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import holidays

from educloud.inventory.models import App, Inventory, Org
from educloud.migration.plan import Entry, Plan

CUT_OVER = {"rehost", "replatform", "merge", "retire"}
MOVED = {"rehost", "replatform", "merge"}
ON_NODES = {"rehost", "replatform"}
STAYING = {"retain", "exempt"}
IN_CLOUD = {"gov_cloud", "public_cloud"}
WEIGHTS = {"low": 1, "medium": 2, "high": 4, "critical": 8}
GB_TOLERANCE = 0.1  # by which an application's transfers may miss its data
TOLERANCE = 1e-6  # relative, of sums of decimal fractions
KPI_TOLERANCE = 0.01
STAGE_NAMES = ["unplanned", "late_weeks", "room_weeks_open", "soft_weeks_apart"]


@dataclass(frozen=True, slots=True)
class Violation:
    """A broken rule (1 to 9), whom it concerns, and a sentence."""

    rule: int
    ids: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """All violations of a plan and the figures it really has."""

    violations: tuple[Violation, ...]
    kpi: Mapping[str, float | int | str | None]

    @property
    def valid(self) -> bool:
        """Tell whether no rule is broken."""
        return not self.violations


def check_plan(plan: Plan, inventory: Inventory) -> Verdict:
    """Check every rule and give all violations, in the order of the rules."""
    facts = _Facts(plan, inventory)
    rules = (
        _together,
        _before,
        _capacity,
        _links,
        _teams,
        _days,
        _nodes,
        _counts,
        _pins,
        _rooms,
        _entries,
        _strategies,
        _figures,
    )
    found = [violation for rule in rules for violation in rule(facts)]
    return Verdict(tuple(sorted(found, key=lambda v: v.rule)), facts.kpi())


class _Facts:
    """A plan beside its inventory, with what several rules ask for."""

    def __init__(self, plan: Plan, inventory: Inventory) -> None:
        self.plan = plan
        self.inventory = inventory
        self.policy = inventory.policy
        self.end = plan.start + dt.timedelta(weeks=plan.weeks)
        self.entry: dict[str, Entry] = {
            entry.app_id: entry for entry in plan.apps if entry.app_id in inventory.apps
        }
        self.unplanned = {item.app_id for item in plan.unplanned}
        self.cutover: dict[str, dt.date] = {
            app_id: entry.cutover for app_id, entry in self.entry.items() if entry.cutover
        }
        self.weeks = [self.monday(number) for number in range(plan.weeks)]

    def monday(self, number: int) -> dt.date:
        return self.plan.start + dt.timedelta(weeks=number)

    def week(self, day: dt.date) -> int:
        """Number the week of a day, the plan's first being 0."""
        first = self.plan.start - dt.timedelta(days=self.plan.start.weekday())
        return (day - first).days // 7

    def app(self, app_id: str) -> App:
        return self.inventory.apps[app_id]

    def owner(self, app: App) -> Org:
        return self.inventory.orgs[app.owner_org]

    def dated(self, strategies: Iterable[str]) -> Iterator[tuple[Entry, App, dt.date]]:
        for app_id, day in self.cutover.items():
            entry = self.entry[app_id]
            if entry.strategy in strategies:
                yield entry, self.app(app_id), day

    def nearest(self, code: str, codes: Iterable[str]) -> str | None:
        known = set(codes)
        return next((up for up in self.inventory.lineage(code) if up in known), None)

    def in_scope(self, app: App) -> bool:
        if app.hosting in IN_CLOUD:
            return False
        return (
            self.owner(app).kind in {"city_bureau", "county_bureau", "school"}
            or app.app_class == "generic"
        )

    def closings(self) -> dict[str, dt.date]:
        return {room.room_id: room.closes_on for room in self.plan.rooms if room.closes_on}

    def kpi(self) -> dict[str, float | int | str | None]:
        """Work out the plan's figures."""
        return {
            "unplanned": len(self.plan.unplanned),
            "late_weeks": sum(self._late(app_id, day) for app_id, day in self.cutover.items()),
            "room_weeks_open": round(self._room_weeks(), 6),
            "soft_weeks_apart": round(sum(self._apart()), 6),
            "finish": max(self.cutover.values()).isoformat() if self.cutover else None,
        }

    def _late(self, app_id: str, day: dt.date) -> int:
        pin = self.inventory.pins.get(app_id)
        room = self.inventory.rooms.get(self.app(app_id).room_id or "")
        limits = [pin.not_after if pin else None, room.lease_end if room else None]
        known = [limit for limit in limits if limit]
        return max(0, self.week(day) - self.week(min(known))) if known else 0

    def _room_weeks(self) -> float:
        rooms = self.inventory.rooms.values()
        costs = [room.annual_cost_cny for room in rooms if room.annual_cost_cny is not None]
        median = statistics.median(costs) if costs else 0
        closings = self.closings()
        total = 0.0
        for room in rooms:
            weeks: float = self.plan.weeks
            if room.room_id in closings:
                weeks = min(weeks, (closings[room.room_id] - self.plan.start).days / 7)
            cost = room.annual_cost_cny
            total += weeks if cost is None or not median else weeks * cost / median
        return total

    def _apart(self) -> Iterator[float]:
        for dep in self.inventory.deps:
            one, other = self.cutover.get(dep.app_id), self.cutover.get(dep.depends_on)
            if dep.kind == "soft" and one and other:
                weight = 1.0 if dep.weight is None else dep.weight
                yield weight * abs(self.week(one) - self.week(other))


def _over(used: float, limit: float) -> bool:
    return used > limit + TOLERANCE * max(1.0, limit)


# --- rule 1 ----------------------------------------------------------------------------------
def _together(facts: _Facts) -> Iterator[Violation]:
    neighbours: dict[str, set[str]] = defaultdict(set)
    for dep in facts.inventory.deps:
        if dep.kind == "together":
            neighbours[dep.app_id].add(dep.depends_on)
            neighbours[dep.depends_on].add(dep.app_id)
    seen: set[str] = set()
    for start in neighbours:
        members, edge = [], [start]
        while edge:
            name = edge.pop()
            if name not in seen:
                seen.add(name)
                members.append(name)
                edge.extend(neighbours[name])
        yield from _one_set(facts, sorted(members))


def _one_set(facts: _Facts, members: list[str]) -> Iterator[Violation]:
    entries = [facts.entry[name] for name in members if name in facts.entry]
    moving = [entry for entry in entries if entry.strategy in ON_NODES]
    ids = tuple(entry.app_id for entry in moving)
    if len({(entry.cutover, entry.node_id) for entry in moving}) > 1:
        yield Violation(1, ids, f"{', '.join(ids)} must share cutover day and node")
    staying = [entry.app_id for entry in entries if entry.strategy in STAYING]
    staying += [name for name in members if name in facts.unplanned]
    if moving and staying:
        yield Violation(
            1, (*ids, *staying), f"{', '.join(ids)} move although {', '.join(staying)} stay"
        )


def _before(facts: _Facts) -> Iterator[Violation]:
    moved = {entry.app_id: day for entry, _, day in facts.dated(MOVED)}
    for dep in facts.inventory.deps:
        one, first = moved.get(dep.app_id), moved.get(dep.depends_on)
        if dep.kind == "before" and one and first and facts.week(first) > facts.week(one):
            yield Violation(
                1,
                (dep.app_id, dep.depends_on),
                f"{dep.app_id} cuts over in a week before {dep.depends_on}, which it depends on",
            )


# --- rule 2 ----------------------------------------------------------------------------------
def _capacity(facts: _Facts) -> Iterator[Violation]:
    guests: dict[str, list[tuple[int, App]]] = defaultdict(list)
    for entry, app, day in facts.dated(ON_NODES):
        if entry.node_id:
            guests[entry.node_id].append((facts.week(day) - facts.policy.lead_weeks, app))
    for node_id, here in sorted(guests.items()):
        rows = sorted(
            (row for row in facts.inventory.capacity if row.node_id == node_id),
            key=lambda row: row.from_date,
        )
        for resource in ("vcpu", "ram_gb", "disk_gb"):
            for number, monday in enumerate(facts.weeks):
                force = [row for row in rows if row.from_date <= monday]
                limit = getattr(force[-1], resource) if force else 0.0
                used = sum(getattr(app, resource) or 0.0 for since, app in here if since <= number)
                if limit is not None and _over(used, limit):
                    yield Violation(
                        2,
                        (node_id,),
                        f"{node_id} needs {used:g} {resource} in the week of {monday}, has {limit:g}",
                    )
                    break


# --- rule 3 ----------------------------------------------------------------------------------
def _links(facts: _Facts) -> Iterator[Violation]:
    weekly: dict[str, float] = defaultdict(float)
    for link in facts.inventory.links.values():
        hours = 6.0 if link.night_hours is None else link.night_hours
        share = 0.7 if link.efficiency is None else link.efficiency
        weekly[link.division_code] += link.mbps / 8 * hours * 7 * 3600 / 1000 * share
    load: dict[tuple[str, str], float] = defaultdict(float)
    for entry in facts.entry.values():
        yield from _transfer(facts, entry)
        app = facts.app(entry.app_id)
        room = facts.inventory.rooms.get(app.room_id or "")
        pool = facts.nearest(room.division_code if room else app.division_code, weekly)
        for part in entry.transfer:
            if pool is None and part.gb > 0:
                yield Violation(3, (entry.app_id,), f"{entry.app_id} copies without a link")
            elif pool is not None:
                load[pool, part.week] += part.gb
    for (pool, week), gb in sorted(load.items()):
        if _over(gb, weekly[pool]):
            yield Violation(
                3,
                (pool,),
                f"links of {pool} carry {weekly[pool]:.1f} GB a week, {week} has {gb:.1f}",
            )


def _transfer(facts: _Facts, entry: Entry) -> Iterator[Violation]:
    ids = (entry.app_id,)
    if entry.strategy not in ON_NODES:
        if entry.transfer:
            yield Violation(3, ids, f"{entry.app_id} is {entry.strategy} and copies nothing")
        return
    total = sum(part.gb for part in entry.transfer)
    data = facts.app(entry.app_id).data_gb or 0.0
    if abs(total - data) > GB_TOLERANCE + TOLERANCE * data:
        yield Violation(3, ids, f"{entry.app_id} copies {total:g} of {data:g} GB")
    if any(part.gb < 0 for part in entry.transfer):
        yield Violation(3, ids, f"{entry.app_id} copies a negative amount")
    if entry.cutover is None:
        return
    last = facts.week(entry.cutover)
    first = max(0, last - facts.policy.copy_weeks)
    allowed = {_iso_week(facts.monday(number)) for number in range(first, last + 1)}
    for part in entry.transfer:
        if part.week not in allowed:
            yield Violation(3, ids, f"{entry.app_id} may not copy in {part.week}")


def _iso_week(day: dt.date) -> str:
    calendar = day.isocalendar()
    return f"{calendar.year}-W{calendar.week:02d}"


# --- rule 4 ----------------------------------------------------------------------------------
def _teams(facts: _Facts) -> Iterator[Violation]:
    weekly: dict[str, float] = defaultdict(float)
    for team in facts.inventory.teams.values():
        weekly[team.division_code] += team.hours_per_week
    load: dict[tuple[str, int], float] = defaultdict(float)
    for _, app, day in facts.dated(CUT_OVER):
        hours = facts.policy.default_effort_h if app.effort_h is None else app.effort_h
        pool = facts.nearest(app.division_code, weekly)
        if pool is not None:
            load[pool, facts.week(day)] += hours
        elif hours > 0:
            yield Violation(4, (app.app_id,), f"{app.app_id} has no team that does the work")
    for (pool, week), hours in sorted(load.items()):
        if _over(hours, weekly[pool]):
            yield Violation(
                4,
                (pool,),
                f"teams of {pool} have {weekly[pool]:g} hours a week, "
                f"{_iso_week(facts.monday(week))} has {hours:g}",
            )


# --- rule 5 ----------------------------------------------------------------------------------
def _days(facts: _Facts) -> Iterator[Violation]:
    if facts.plan.start != facts.policy.start or facts.plan.weeks != facts.policy.weeks:
        yield Violation(
            5,
            (),
            f"the plan runs {facts.plan.weeks} weeks from {facts.plan.start}, "
            f"planner.yaml says {facts.policy.weeks} from {facts.policy.start}",
        )
    free = holidays.country_holidays("CN")
    for entry, app, day in facts.dated(CUT_OVER):
        for text in _day_faults(facts, app, day):
            yield Violation(5, (app.app_id,), f"{app.app_id} cuts over on {day}, {text}")
        if not facts.plan.start <= day < facts.end:
            yield Violation(5, (app.app_id,), f"{app.app_id} cuts over on {day}, outside the plan")
        elif day in free:
            yield Violation(5, (app.app_id,), f"{app.app_id} cuts over on {day}, a holiday")
        if entry.week != _iso_week(day):
            yield Violation(
                5, (app.app_id,), f"{app.app_id}: {day} does not lie in week {entry.week}"
            )


def _day_faults(facts: _Facts, app: App, day: dt.date) -> Iterator[str]:
    if day.weekday() not in facts.policy.cutover_weekdays:
        yield "a weekday without cutovers"
    for blackout in facts.inventory.calendar.blackouts:
        here = not blackout.divisions or any(
            code in blackout.divisions for code in facts.inventory.lineage(app.division_code)
        )
        concerned = not blackout.categories or app.category in blackout.categories
        if blackout.hard and here and concerned and blackout.from_ <= day <= blackout.to:
            yield f"in the blackout {blackout.name}"
    room = facts.inventory.rooms.get(app.room_id or "")
    site = facts.inventory.sites.get(room.site_id or "") if room else None
    if site is None:
        own = [s for s in facts.inventory.sites.values() if s.org_id == app.owner_org]
        site = own[0] if len(own) == 1 else None
    if site and site.network_ready_on and day < site.network_ready_on:
        yield f"before the network of {site.site_id} is ready on {site.network_ready_on}"


# --- rule 6 ----------------------------------------------------------------------------------
def _nodes(facts: _Facts) -> Iterator[Violation]:
    for entry, app, _ in facts.dated(ON_NODES):
        text = _node_fault(facts, app, entry.node_id)
        if text:
            yield Violation(6, (app.app_id,), f"{app.app_id}: {text}")


def _node_fault(facts: _Facts, app: App, node_id: str | None) -> str:
    node = facts.inventory.nodes.get(node_id or "")
    if node is None:
        return f"there is no node {node_id!r}"
    if app.mlps_level and node.mlps_level and node.mlps_level < app.mlps_level:
        return f"needs level {app.mlps_level}, {node.node_id} has {node.mlps_level}"
    if app.arch and node.arch is not None and app.arch not in node.arch:
        return f"needs {app.arch}, {node.node_id} has {', '.join(node.arch)}"
    if node.tier == "main":
        return ""
    if node.tier == "university" and node.org_id:
        return "" if node.org_id == app.owner_org else f"{node.node_id} serves {node.org_id}"
    if node.division_code not in facts.inventory.lineage(app.division_code):
        return f"{node.node_id} serves {node.division_code}"
    return ""


# --- rule 7 ----------------------------------------------------------------------------------
def _counts(facts: _Facts) -> Iterator[Violation]:
    counties: Counter[tuple[str, str]] = Counter()
    weeks: Counter[str] = Counter()
    for _, app, day in facts.dated(CUT_OVER):
        counties[app.division_code, _iso_week(day)] += 1
        weeks[_iso_week(day)] += 1
    for (county, week), count in sorted(counties.items()):
        if count > facts.policy.max_cutovers_per_county_week:
            yield Violation(7, (county,), f"{county} has {count} cutovers in {week}")
    for week, count in sorted(weeks.items()):
        if count > facts.policy.max_apps_per_week:
            yield Violation(7, (), f"{week} has {count} cutovers")
    yield from _pilot(facts)


def _pilot(facts: _Facts) -> Iterator[Violation]:
    pilot = facts.policy.pilot_division
    if not pilot:
        return
    inside: list[int] = []
    outside: list[tuple[int, str]] = []
    for _, app, day in facts.dated(CUT_OVER):
        if pilot in facts.inventory.lineage(app.division_code):
            inside.append(facts.week(day))
        else:
            outside.append((facts.week(day), app.app_id))
    if inside:
        first = max(inside) + facts.policy.pilot_weeks
        for week, app_id in outside:
            if week < first:
                yield Violation(7, (app_id,), f"{app_id} cuts over before the pilot has run")


def _pins(facts: _Facts) -> Iterator[Violation]:
    for entry, app, day in facts.dated(CUT_OVER):
        pin = facts.inventory.pins.get(app.app_id)
        if pin is None:
            continue
        if pin.week and _iso_week(day) != pin.week:
            yield Violation(7, (app.app_id,), f"{app.app_id} is pinned to {pin.week}")
        if pin.not_before and day < pin.not_before:
            yield Violation(7, (app.app_id,), f"{app.app_id} may not move before {pin.not_before}")
        if pin.node_id and entry.strategy in ON_NODES and entry.node_id != pin.node_id:
            yield Violation(7, (app.app_id,), f"{app.app_id} is pinned to {pin.node_id}")


# --- rule 8 ----------------------------------------------------------------------------------
def _rooms(facts: _Facts) -> Iterator[Violation]:
    residents: dict[str, list[App]] = defaultdict(list)
    for app in facts.inventory.apps.values():
        if app.room_id and app.hosting not in IN_CLOUD:
            residents[app.room_id].append(app)
    wait = facts.policy.parallel_days + facts.policy.quarantine_days
    listed: Counter[str] = Counter(room.room_id for room in facts.plan.rooms)
    for room in facts.plan.rooms:
        ids = (room.room_id,)
        if room.room_id not in facts.inventory.rooms or listed[room.room_id] > 1:
            yield Violation(8, ids, f"{room.room_id} is unknown or listed twice")
            continue
        if room.closes_on is None:
            continue
        here = residents[room.room_id]
        stay = [app.app_id for app in here if app.app_id not in facts.cutover]
        if stay:
            yield Violation(8, (*ids, *stay), f"{room.room_id} closes with {', '.join(stay)} in it")
            continue
        last = max((facts.cutover[app.app_id] for app in here), default=None)
        if room.last_cutover != last:
            yield Violation(8, ids, f"{room.room_id}: the last cutover is {last}")
        earliest = last + dt.timedelta(days=wait) if last else facts.plan.start
        if room.closes_on < earliest:
            yield Violation(8, ids, f"{room.room_id} may not close before {earliest}")


# --- rule 9 ----------------------------------------------------------------------------------
def _entries(facts: _Facts) -> Iterator[Violation]:
    """Every application in scope stands exactly once, with the fields of its strategy."""
    names = Counter(
        [entry.app_id for entry in facts.plan.apps] + [u.app_id for u in facts.plan.unplanned]
    )
    for app_id, count in names.items():
        app = facts.inventory.apps.get(app_id)
        if app is None:
            yield Violation(9, (app_id,), f"there is no application {app_id!r}")
        elif not facts.in_scope(app):
            yield Violation(9, (app_id,), f"{app_id} is out of scope")
        elif count > 1:
            yield Violation(9, (app_id,), f"{app_id} stands {count} times in the plan")
    for app in facts.inventory.apps.values():
        if app.app_id not in names and facts.in_scope(app):
            yield Violation(9, (app.app_id,), f"{app.app_id} is missing from the plan")
    for entry in facts.entry.values():
        yield from _fields(entry)


def _fields(entry: Entry) -> Iterator[Violation]:
    ids = (entry.app_id,)
    if entry.strategy in CUT_OVER and (entry.cutover is None or entry.week is None):
        yield Violation(9, ids, f"{entry.app_id} is {entry.strategy} and has no week or cutover")
    if entry.strategy in STAYING and (entry.cutover or entry.week):
        yield Violation(9, ids, f"{entry.app_id} is {entry.strategy} and never cuts over")
    if entry.strategy not in ON_NODES and entry.node_id is not None:
        yield Violation(9, ids, f"{entry.app_id} is {entry.strategy} and needs no node")


def _strategies(facts: _Facts) -> Iterator[Violation]:
    for entry in facts.entry.values():
        app = facts.app(entry.app_id)
        text = _strategy_fault(facts, app, entry.strategy)
        if text:
            yield Violation(9, (app.app_id,), f"{app.app_id} is {entry.strategy}: {text}")


def _strategy_fault(facts: _Facts, app: App, strategy: str) -> str:
    if strategy not in CUT_OVER | STAYING:
        return "no such strategy"
    if app.strategy is not None:
        return "" if app.strategy == strategy else f"{app.strategy} was decided"
    if strategy in STAYING:
        return "only people decide that"
    if strategy == "retire" and _zombie_signs(app, facts.plan.start) < 2:  # noqa: PLR2004  the rule
        return "fewer than two zombie signs"
    if strategy == "merge" and app.replaced_by not in facts.inventory.apps:
        return "replaced_by names no application"
    return ""


def _zombie_signs(app: App, day: dt.date) -> int:
    floor = max(10.0, (app.users_reg or 0) / 100)
    stale = app.last_release is not None and (day - app.last_release).days > 730  # noqa: PLR2004
    return sum(
        (
            app.last_login is not None and (day - app.last_login).days > 180,  # noqa: PLR2004
            app.users_active is not None and app.users_active < floor,
            app.cpu_p95 is not None and app.cpu_p95 < 0.05,  # noqa: PLR2004
            stale and app.contract_end is not None and app.contract_end < day,
            app.replaced_by is not None,
            app.open_high_findings_days is not None and app.open_high_findings_days > 90,  # noqa: PLR2004
        )
    )


def _figures(facts: _Facts) -> Iterator[Violation]:
    """Compare what the plan says of itself with what it is."""
    true, said = facts.kpi(), facts.plan.kpi.model_dump(mode="json")
    for name, value in true.items():
        if not _same(said[name], value):
            yield Violation(9, (), f"kpi.{name} says {said[name]}, it is {value}")
    stages = facts.plan.objective.stages
    if [stage.name for stage in stages] != STAGE_NAMES:
        yield Violation(9, (), f"objective needs the stages {', '.join(STAGE_NAMES)} in this order")
        return
    weight = sum(
        WEIGHTS[facts.app(a).importance or "medium"]
        for a in facts.unplanned
        if a in facts.inventory.apps
    )
    for stage, value in zip(stages, [weight, *list(true.values())[1:4]], strict=True):
        if not _same(stage.value, value):
            yield Violation(9, (), f"objective.{stage.name} says {stage.value:g}, it is {value}")
        if stage.bound is not None and stage.bound > stage.value + KPI_TOLERANCE:
            yield Violation(9, (), f"objective.{stage.name}: the bound lies above the value")
    yield from _gap(facts)


def _gap(facts: _Facts) -> Iterator[Violation]:
    objective = facts.plan.objective
    rooms = objective.stages[2]
    gap = None if rooms.bound is None else (rooms.value - rooms.bound) / max(1.0, rooms.value)
    if (gap is None) != (objective.gap is None) or abs((gap or 0) - (objective.gap or 0)) > 1e-3:  # noqa: PLR2004
        yield Violation(9, (), f"objective.gap says {objective.gap}, it is {gap}")


def _same(said: object, true: float | str | None) -> bool:
    if isinstance(said, (int, float)) and isinstance(true, (int, float)):
        return abs(said - true) <= KPI_TOLERANCE + TOLERANCE * abs(true)
    return said == true
