"""Planning: from an inventory to a checked plan."""

from __future__ import annotations

import datetime as dt
import math
import statistics
from collections.abc import Sequence

from educloud.errors import PlanError
from educloud.inventory.models import CLOUDS, App, Inventory
from educloud.migration.assess import Assessment, assess
from educloud.migration.check import check_plan
from educloud.migration.copying import Copy, spread
from educloud.migration.models import PLACED, Candidate, Problem
from educloud.migration.plan import (
    FORMAT,
    Entry,
    Kpi,
    Objective,
    ObjectiveStage,
    Plan,
    RoomClosing,
    Transfer,
    Unplanned,
)
from educloud.migration.problem import state_problem
from educloud.migration.reasons import unplanned_reasons
from educloud.migration.schedule import Limits, Progress, Stage, schedule
from educloud.migration.surroundings import SCALE, Surroundings, demand_units
from educloud.migration.weeks import week_of, weeks_between

DIGITS = 6  # of the plan file's numbers
ROOM_WEEKS = "room_weeks_open"


def plan_migration(
    inventory: Inventory,
    inputs_sha256: str,
    limits: Limits,
    progress: Progress | None = None,
) -> Plan:
    """Plan all applications in scope; PlanError rather than a plan that breaks a rule."""
    refuse_nonsense(inventory)
    assessment = assess(inventory, inventory.policy.start)
    problem = state_problem(inventory, assessment)
    choice, stages = schedule(problem, limits, progress)
    plan = write_down(inventory, assessment, problem, choice, stages).model_copy(
        update={
            "seed": limits.seed,
            "workers": limits.workers,
            "work_limit": None if limits.seconds else limits.work,
            "inputs_sha256": inputs_sha256,
        }
    )
    violations = check_plan(plan, inventory).violations
    if violations:
        first = violations[0]
        raise PlanError(
            f"the plan found breaks rule {first.rule}: {first.text}",
            "migrate plan",
            "nothing was written; report this as a fault, with the project folder",
        )
    return plan


def refuse_nonsense(inventory: Inventory) -> None:
    """Raise PlanError for a start that is no Monday and for an application behind itself."""
    start = inventory.policy.start
    if start.weekday():
        raise PlanError(
            f"start {start} is no Monday",
            "inventory/planner.yaml",
            f"write {start - dt.timedelta(days=start.weekday())}",
        )
    for dep in inventory.deps:
        if dep.app_id == dep.depends_on:
            raise PlanError(
                f"{dep.app_id} depends on itself ({dep.kind})",
                "inventory/deps.csv",
                "delete the row",
            )


def warnings(inventory: Inventory) -> list[str]:
    """Say what makes a plan uncertain: unknown holidays, provisional blackouts, idle teams."""
    around = Surroundings(inventory)
    said = []
    years = "、".join(str(year) for year in around.unknown_notices())
    if years:
        said.append(f"{years}年放假调休通知尚未公布:法定假日按推算,调休上班日未知")
    provisional = [
        blackout.name
        for blackout in inventory.calendar.blackouts
        if blackout.provisional
        and blackout.hard
        and blackout.from_ < around.end
        and blackout.to >= around.start
    ]
    if provisional:
        said.append(f"计划期内有{len(provisional)}个禁切期为暂定:{'、'.join(provisional)}")
    idle = [team.team_id for team in inventory.teams.values() if not team.hours_per_week]
    if idle:
        said.append(f"队伍 {', '.join(idle)} 每周0小时,不能承担切换")
    return said


def write_down(
    inventory: Inventory,
    assessment: Assessment,
    problem: Problem,
    choice: Sequence[Candidate | None],
    stages: Sequence[Stage],
) -> Plan:
    """Put a choice into the words of the plan file."""
    entries = _entries(inventory, assessment, problem, choice)
    reasons = unplanned_reasons(problem, choice)
    unplanned = tuple(
        Unplanned(app_id=app_id, reason=reason.word, detail=reason.detail)
        for app_id, reason in sorted(reasons.items())
    )
    rooms = _rooms(inventory, assessment, entries)
    kpi = _kpi(inventory, entries, unplanned, rooms)
    return Plan(
        format=FORMAT,
        start=inventory.policy.start,
        weeks=inventory.policy.weeks,
        seed=0,
        inputs_sha256="",
        apps=entries,
        unplanned=unplanned,
        rooms=rooms,
        kpi=kpi,
        objective=_objective(kpi, stages),
    )


def _entries(
    inventory: Inventory,
    assessment: Assessment,
    problem: Problem,
    choice: Sequence[Candidate | None],
) -> tuple[Entry, ...]:
    copying = _copying(inventory, problem, choice)
    entries = []
    for app_id, app in sorted(assessment.apps.items()):
        if app.strategy is None:
            continue
        index = problem.unit_of.get(app_id)
        cutover = choice[index] if index is not None else None
        if index is not None and cutover is None:
            continue
        group = problem.units[index].name if index is not None else None
        entries.append(
            Entry(
                app_id=app_id,
                strategy=app.strategy.value,
                group=group if app.strategy in PLACED else None,
                week=week_of(cutover.day) if cutover else None,
                cutover=cutover.day if cutover else None,
                node_id=cutover.node_id if cutover else None,
                transfer=copying.get(app_id, ()),
            )
        )
    return tuple(entries)


def _copying(
    inventory: Inventory, problem: Problem, choice: Sequence[Candidate | None]
) -> dict[str, tuple[Transfer, ...]]:
    around = Surroundings(inventory)
    copies = []
    for unit, cutover in zip(problem.units, choice, strict=True):
        for app_id in unit.apps if cutover and unit.placed else ():
            app = inventory.apps[app_id]
            pool = around.link_pool(app)
            if app.data_gb and pool and cutover:
                copies.append(Copy(app_id, pool, cutover.week, demand_units(app.data_gb)))
    parts = spread(copies, problem.links, problem.copy_weeks)
    return {
        app_id: tuple(
            Transfer(week=week_of(around.monday(week)), gb=amount / SCALE) for week, amount in found
        )
        for app_id, found in parts.items()
    }


def _rooms(
    inventory: Inventory, assessment: Assessment, entries: Sequence[Entry]
) -> tuple[RoomClosing, ...]:
    """List the rooms that become empty, with the first day on which they may close."""
    policy = inventory.policy
    wait = dt.timedelta(days=policy.parallel_days + policy.quarantine_days)
    cutover = {entry.app_id: entry.cutover for entry in entries}
    residents: dict[str, list[App]] = {}
    for app in inventory.apps.values():
        if app.room_id and app.hosting not in CLOUDS:
            residents.setdefault(app.room_id, []).append(app)
    rooms = []
    for room in assessment.rooms:
        days = [cutover.get(app.app_id) for app in residents.get(room.room_id, [])]
        if None in days:
            continue
        last = max((day for day in days if day), default=None)
        rooms.append(
            RoomClosing(
                room_id=room.room_id,
                verdict=room.verdict,
                last_cutover=last,
                closes_on=last + wait if last else policy.start,
            )
        )
    return tuple(rooms)


def _kpi(
    inventory: Inventory,
    entries: Sequence[Entry],
    unplanned: Sequence[Unplanned],
    rooms: Sequence[RoomClosing],
) -> Kpi:
    around = Surroundings(inventory)
    cutover = {entry.app_id: entry.cutover for entry in entries if entry.cutover}
    late = sum(
        max(0, weeks_between(due, day))
        for app_id, day in cutover.items()
        if (due := around.due(inventory.apps[app_id]))
    )
    apart = sum(
        (1.0 if dep.weight is None else dep.weight)
        * abs(weeks_between(cutover[dep.app_id], cutover[dep.depends_on]))
        for dep in inventory.deps
        if dep.kind == "soft" and {dep.app_id, dep.depends_on} <= cutover.keys()
    )
    return Kpi(
        unplanned=len(unplanned),
        late_weeks=late,
        room_weeks_open=round(_room_weeks(inventory, rooms), DIGITS),
        soft_weeks_apart=round(apart, DIGITS),
        finish=max(cutover.values(), default=None),
    )


def _room_weeks(inventory: Inventory, rooms: Sequence[RoomClosing]) -> float:
    policy = inventory.policy
    known = [r.annual_cost_cny for r in inventory.rooms.values() if r.annual_cost_cny is not None]
    median = statistics.median(known) if known else 0.0
    closes = {room.room_id: room.closes_on for room in rooms}
    total = 0.0
    for room in inventory.rooms.values():
        day = closes.get(room.room_id)
        weeks = min(policy.weeks, (day - policy.start).days / 7) if day else policy.weeks
        cost = room.annual_cost_cny
        total += weeks * (cost / median if cost is not None and median else 1.0)
    return total


def _objective(kpi: Kpi, stages: Sequence[Stage]) -> Objective:
    """Say the stages in the plan file's numbers; a bound never lies above its value."""
    values = {
        "late_weeks": kpi.late_weeks,
        "room_weeks_open": kpi.room_weeks_open,
        "soft_weeks_apart": kpi.soft_weeks_apart,
    }
    rows = []
    for stage in stages:
        value = values.get(stage.name, stage.value)
        bound = None if stage.bound is None else min(value, round(stage.bound, DIGITS))
        if isinstance(value, int) and bound is not None:
            bound = math.ceil(bound)
        rows.append(ObjectiveStage(name=stage.name, value=value, bound=bound))
    room = next(row for row in rows if row.name == ROOM_WEEKS)
    gap = None if room.bound is None else round((room.value - room.bound) / max(1, room.value), 9)
    return Objective(stages=tuple(rows), gap=gap)
