"""A plan beside its inventory, with what several rules ask for."""

from __future__ import annotations

import datetime as dt
import statistics
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from educloud.inventory.models import App, Inventory, Org
from educloud.migration.plan import Entry, Plan

CUT_OVER = frozenset({"rehost", "replatform", "merge", "retire"})
MOVED = frozenset({"rehost", "replatform", "merge"})
ON_NODES = frozenset({"rehost", "replatform"})
STAYING = frozenset({"retain", "exempt"})
IN_CLOUD = frozenset({"gov_cloud", "public_cloud"})
TOLERANCE = 1e-6  # relative, of sums of decimal fractions


@dataclass(frozen=True, slots=True)
class Violation:
    """A broken rule (1 to 9), whom it concerns, and a sentence."""

    rule: int
    ids: tuple[str, ...]
    text: str


def over(used: float, limit: float) -> bool:
    """Tell whether a sum is above its limit, but for rounding."""
    return used > limit + TOLERANCE * max(1.0, limit)


def iso_week(day: dt.date) -> str:
    """Name the ISO week of a day."""
    calendar = day.isocalendar()
    return f"{calendar.year}-W{calendar.week:02d}"


class Facts:
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
        """Give the Monday of a week of the plan, 0 first."""
        return self.plan.start + dt.timedelta(weeks=number)

    def week(self, day: dt.date) -> int:
        """Give the number of a day's week, 0 for the plan's first."""
        first = self.plan.start - dt.timedelta(days=self.plan.start.weekday())
        return (day - first).days // 7

    def app(self, app_id: str) -> App:
        """Give an application of the inventory."""
        return self.inventory.apps[app_id]

    def owner(self, app: App) -> Org:
        """Give the organisation that owns an application."""
        return self.inventory.orgs[app.owner_org]

    def dated(self, strategies: Iterable[str]) -> Iterator[tuple[Entry, App, dt.date]]:
        """Give the entries of some strategies that have a cutover, with it."""
        for app_id, day in self.cutover.items():
            entry = self.entry[app_id]
            if entry.strategy in strategies:
                yield entry, self.app(app_id), day

    def nearest(self, code: str, codes: Iterable[str]) -> str | None:
        """Give the nearest of ``codes`` that is the division or above it."""
        known = set(codes)
        return next((up for up in self.inventory.lineage(code) if up in known), None)

    def in_scope(self, app: App) -> bool:
        """Tell whether an application must stand in the plan."""
        if app.hosting in IN_CLOUD:
            return False
        return (
            self.owner(app).kind in {"city_bureau", "county_bureau", "school"}
            or app.app_class == "generic"
        )

    def closings(self) -> dict[str, dt.date]:
        """Give the closing days that the plan names."""
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
