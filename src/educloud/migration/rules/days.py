"""Rule 5: the days on which an application may cut over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import holidays

from educloud.inventory.models import App
from educloud.migration.rules.facts import CUT_OVER, Facts, Violation, iso_week


def allowed_days(facts: Facts) -> Iterator[Violation]:
    """Give cutovers on days that are not allowed."""
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
        if entry.week != iso_week(day):
            yield Violation(
                5, (app.app_id,), f"{app.app_id}: {day} does not lie in week {entry.week}"
            )


def _day_faults(facts: Facts, app: App, day: dt.date) -> Iterator[str]:
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
