"""Rules 2, 3, 4 and 7 (counts, pilot): what nodes, links, teams and counties can take."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from educloud.inventory.models import App
from educloud.migration.plan import Entry
from educloud.migration.rules.facts import (
    CUT_OVER,
    ON_NODES,
    TOLERANCE,
    Facts,
    Violation,
    iso_week,
    over,
)

GB_TOLERANCE = 0.1  # by which an application's transfers may miss its data


def capacity(facts: Facts) -> Iterator[Violation]:
    """Give the weeks in which a node is overfull."""
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
                if limit is not None and over(used, limit):
                    yield Violation(
                        2,
                        (node_id,),
                        f"{node_id} needs {used:g} {resource} in {iso_week(monday)}, has {limit:g}",
                    )
                    break


def links(facts: Facts) -> Iterator[Violation]:
    """Give overfull links and wrong transfers."""
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
        if over(gb, weekly[pool]):
            yield Violation(
                3,
                (pool,),
                f"links of {pool} carry {weekly[pool]:.1f} GB a week, {week} has {gb:.1f}",
            )


def _transfer(facts: Facts, entry: Entry) -> Iterator[Violation]:
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
    allowed = {iso_week(facts.monday(number)) for number in range(first, last + 1)}
    for part in entry.transfer:
        if part.week not in allowed:
            yield Violation(3, ids, f"{entry.app_id} may not copy in {part.week}")


def teams(facts: Facts) -> Iterator[Violation]:
    """Give the weeks in which a team has too much work."""
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
        if over(hours, weekly[pool]):
            yield Violation(
                4,
                (pool,),
                f"teams of {pool} have {weekly[pool]:g} hours a week, "
                f"{iso_week(facts.monday(week))} has {hours:g}",
            )


def counts(facts: Facts) -> Iterator[Violation]:
    """Give the weeks with too many cutovers."""
    counties: Counter[tuple[str, str]] = Counter()
    weeks: Counter[str] = Counter()
    for _, app, day in facts.dated(CUT_OVER):
        counties[app.division_code, iso_week(day)] += 1
        weeks[iso_week(day)] += 1
    for (county, week), count in sorted(counties.items()):
        if count > facts.policy.max_cutovers_per_county_week:
            yield Violation(7, (county,), f"{county} has {count} cutovers in {week}")
    for week, count in sorted(weeks.items()):
        if count > facts.policy.max_apps_per_week:
            yield Violation(7, (), f"{week} has {count} cutovers")


def pilot(facts: Facts) -> Iterator[Violation]:
    """Give cutovers that do not wait for the pilot."""
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
