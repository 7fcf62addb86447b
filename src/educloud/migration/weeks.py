"""ISO weeks as words (``2027-W05``) and as positions on a plan's time line."""

from __future__ import annotations

import datetime as dt
import re

WEEK = re.compile(r"(\d{4})-W(\d{2})")


def week_of(day: dt.date) -> str:
    """Name the ISO week in which ``day`` lies, as ``2027-W05``."""
    year, week, _ = day.isocalendar()
    return f"{year:04d}-W{week:02d}"


def monday_of(week: str) -> dt.date | None:
    """Give the Monday of ISO week ``2027-W05``; None when there is no such week."""
    match = WEEK.fullmatch(week)
    if match is None:
        return None
    try:
        return dt.date.fromisocalendar(int(match[1]), int(match[2]), 1)
    except ValueError:
        return None


def weeks_between(earlier: dt.date, later: dt.date) -> int:
    """Count ISO weeks from the week of ``earlier`` to that of ``later``; negative when before."""
    first = earlier - dt.timedelta(days=earlier.weekday())
    last = later - dt.timedelta(days=later.weekday())
    return (last - first).days // 7
