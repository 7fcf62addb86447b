"""Rule 8: when a room may close."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterator

from educloud.inventory.models import App
from educloud.migration.rules.facts import IN_CLOUD, Facts, Violation


def closings(facts: Facts) -> Iterator[Violation]:
    """Give rooms that close too early or with something in them."""
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
