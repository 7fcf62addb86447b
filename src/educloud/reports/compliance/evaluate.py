"""Judge every rule as of a day: counts by division, and the state they amount to."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import compress, islice, repeat
from operator import is_
from typing import Any

from educloud.reports.compliance.rule import Rule
from educloud.reports.compliance.situation import Placed, Situation

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
    """Judge every rule; the order is kept.

    Rows outside ``situation.division`` are left out of the counts; figures speak of all rows.
    """
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
    found = rule.rows(situation)
    rows: Sequence[Any] = found if isinstance(found, list) else list(found)
    placed = situation.placed(rows)
    if situation.division is not None:
        under = situation.inventory.lies_under
        within = [under(code, situation.division) for code in placed.codes]
        placed = Placed(list(compress(rows, within)), list(compress(placed.codes, within)))
        rows = placed.rows
    verdicts = [rule.holds(row, situation) for row in rows]
    count = Count(verdicts.count(True), verdicts.count(False), verdicts.count(None))
    due = situation.profile.dues.get(rule.id, rule.due)
    return Standing(
        rule,
        status_of(count, due, situation.as_of, _last_day(rule, rows, count, situation)),
        due,
        _binds(rule, situation),
        count,
        _by_division(placed, verdicts, count),
        _examples(rows, verdicts, verdict=False) if count.failed else (),
        _examples(rows, verdicts, verdict=None) if count.unknown else (),
        _figures(rule, situation),
    )


def _figures(rule: Rule, situation: Situation) -> Mapping[str, str]:
    """Give the rule's figures; they speak of the whole province, and say so in a city's report."""
    if rule.figures is None:
        return {}
    found = rule.figures(situation)
    if situation.division is None:
        return found
    return {f"全省·{label}": figure for label, figure in found.items()}


def _by_division(placed: Placed, verdicts: Sequence[bool | None], count: Count) -> dict[str, Count]:
    # Plain counts, and only where there is something to count: there are 88 rules.
    codes = placed.codes
    satisfied = Counter(compress(codes, verdicts)) if count.satisfied else Counter[str]()
    unsure = map(is_, verdicts, repeat(None))
    unknown = Counter(compress(codes, unsure)) if count.unknown else Counter[str]()
    return {
        code: Count(satisfied[code], number - satisfied[code] - unknown[code], unknown[code])
        for code, number in placed.totals.items()
    }


def _examples(
    rows: Sequence[Any], verdicts: Sequence[bool | None], *, verdict: bool | None
) -> tuple[str, ...]:
    found = compress(rows, map(is_, verdicts, repeat(verdict)))
    return tuple(map(_id, islice(found, EXAMPLES)))


def _last_day(
    rule: Rule, rows: Sequence[Any], count: Count, situation: Situation
) -> dt.date | None:
    """Give the day from which on all rows held; None while one fails, is unknown or undated."""
    if rule.since is None or not rows or count.satisfied < count.total:
        return None
    days = [rule.since(row, situation) for row in rows]
    return None if None in days else max(day for day in days if day is not None)


def _binds(rule: Rule, situation: Situation) -> bool:
    document = situation.profile.documents.get(rule.document)
    return document is not None and document.province in (None, situation.profile.province)


def _id(row: object) -> str:
    key = getattr(row, "key", None)
    return str(getattr(row, key[0])) if key else str(getattr(row, "id", row))
