"""Judge every rule as of a day: counts by division, and the state they amount to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from educloud.reports.compliance.rule import Rule
from educloud.reports.compliance.situation import Situation

EXAMPLES = 20  # ids kept per rule and verdict, for readers


class Status(StrEnum):
    """What the counts amount to."""

    MET = "met"
    MET_LATE = "met_late"
    ON_TRACK = "on_track"
    OVERDUE = "overdue"
    UNKNOWN = "unknown"


@dataclass(slots=True)
class Count:
    """How many rows satisfy a rule, fail it, or are unknown."""

    satisfied: int = 0
    failed: int = 0
    unknown: int = 0

    @property
    def total(self) -> int:
        """All rows concerned."""
        return self.satisfied + self.failed + self.unknown


@dataclass(slots=True)
class Standing:
    """How one rule stands. ``binding``: its document is one of the profile's own, or national."""

    rule: Rule
    status: Status
    due: dt.date | None
    binding: bool
    count: Count
    divisions: Mapping[str, Count]  # by the division of the rows themselves: sum up for a city
    failing: tuple[str, ...] = ()
    unsure: tuple[str, ...] = ()
    figures: Mapping[str, str] = field(default_factory=dict)


def evaluate(rules: Iterable[Rule], situation: Situation) -> tuple[Standing, ...]:
    """Judge every rule; the order is kept."""
    return tuple(_stand(rule, situation) for rule in rules)


def status_of(count: Count, due: dt.date | None, as_of: dt.date, since: dt.date | None) -> Status:
    """Give the state.

    Unknown rows never satisfy: a rule with unknown rows and none failing is unknown. Whoever fails
    before the due day (or without one) is on track, after it overdue. All satisfied: met when the
    due day has not passed, or when every row is known to have held by then (``since``: the last
    of their days, None when one is not known); else met late, for nothing shows it was in time.
    """
    if count.total == 0:
        return Status.UNKNOWN
    past = due is not None and as_of > due
    if count.failed:
        return Status.OVERDUE if past else Status.ON_TRACK
    if count.unknown:
        return Status.UNKNOWN
    if past and (since is None or since > due):  # type: ignore[operator]  # past: due is a day
        return Status.MET_LATE
    return Status.MET


def _stand(rule: Rule, situation: Situation) -> Standing:
    divisions: dict[str, Count] = {}
    failing: list[str] = []
    unsure: list[str] = []
    days: list[dt.date | None] = []
    holds, since = rule.holds, rule.since
    for row in rule.rows(situation):
        code = situation.division_of(row)
        tally = divisions.get(code)
        if tally is None:
            tally = divisions[code] = Count()
        verdict = holds(row, situation)
        if verdict:
            tally.satisfied += 1
            if since is not None:
                days.append(since(row, situation))
        elif verdict is None:
            tally.unknown += 1
            if len(unsure) < EXAMPLES:
                unsure.append(_id(row))
        else:
            tally.failed += 1
            if len(failing) < EXAMPLES:
                failing.append(_id(row))
    count = Count(
        sum(one.satisfied for one in divisions.values()),
        sum(one.failed for one in divisions.values()),
        sum(one.unknown for one in divisions.values()),
    )
    due = situation.profile.dues.get(rule.id, rule.due)
    known = [day for day in days if day is not None]
    last = max(known) if known and len(known) == len(days) else None
    return Standing(
        rule,
        status_of(count, due, situation.as_of, last),
        due,
        _binds(rule, situation),
        count,
        divisions,
        tuple(failing),
        tuple(unsure),
        rule.figures(situation) if rule.figures else {},
    )


def _binds(rule: Rule, situation: Situation) -> bool:
    document = situation.profile.documents.get(rule.document)
    return document is not None and document.province in (None, situation.profile.province)


def _id(row: object) -> str:
    key = getattr(row, "key", None)
    return str(getattr(row, key[0])) if key else str(getattr(row, "id", row))
