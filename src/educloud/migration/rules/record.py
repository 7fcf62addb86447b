"""Rule 9: every application stands once, its strategy is right, the figures are true."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator

from educloud.inventory.models import App
from educloud.migration.plan import Entry
from educloud.migration.rules.facts import CUT_OVER, ON_NODES, STAYING, TOLERANCE, Facts, Violation

WEIGHTS = {"low": 1, "medium": 2, "high": 4, "critical": 8}
KPI_TOLERANCE = 0.01
STAGE_NAMES = ["unplanned", "late_weeks", "room_weeks_open", "soft_weeks_apart"]


def entries(facts: Facts) -> Iterator[Violation]:
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


def strategies(facts: Facts) -> Iterator[Violation]:
    """Give strategies that the inventory does not support."""
    for entry in facts.entry.values():
        app = facts.app(entry.app_id)
        text = _strategy_fault(facts, app, entry.strategy)
        if text:
            yield Violation(9, (app.app_id,), f"{app.app_id} is {entry.strategy}: {text}")


def _strategy_fault(facts: Facts, app: App, strategy: str) -> str:
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


def figures(facts: Facts) -> Iterator[Violation]:
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


def _gap(facts: Facts) -> Iterator[Violation]:
    objective = facts.plan.objective
    rooms = objective.stages[2]
    gap = None if rooms.bound is None else (rooms.value - rooms.bound) / max(1.0, rooms.value)
    if (gap is None) != (objective.gap is None) or abs((gap or 0) - (objective.gap or 0)) > 1e-3:  # noqa: PLR2004
        yield Violation(9, (), f"objective.gap says {objective.gap}, it is {gap}")


def _same(said: object, true: float | str | None) -> bool:
    if isinstance(said, (int, float)) and isinstance(true, (int, float)):
        return abs(said - true) <= KPI_TOLERANCE + TOLERANCE * abs(true)
    return said == true
