"""What the planner's modules share: units, candidates, and the problem they make.

Amounts are whole numbers of thousandths (see surroundings): the solver knows integers only.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from educloud.inventory.models import StrategyName

RESOURCES = ("vcpu", "ram_gb", "disk_gb")
IMPORTANCE = {"low": 1, "medium": 2, "high": 4, "critical": 8}
PLACED = frozenset({StrategyName.REHOST, StrategyName.REPLATFORM})  # need a node, move data
MOVED = PLACED | {StrategyName.MERGE}
CUT_OVER = MOVED | {StrategyName.RETIRE}


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an application is not planned: a short word and a sentence."""

    word: str
    detail: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """One way to cut a unit over: week of the plan (0 first), day, node, weeks late.

    ``remoteness`` ranks the node's tier, the nearest 0.
    """

    week: int
    day: dt.date
    node_id: str | None
    late: int
    remoteness: int = 0


@dataclass(frozen=True, slots=True)
class Unit:
    """Applications that cut over on one day; amounts in thousandths."""

    name: str
    apps: tuple[str, ...]
    placed: bool
    moved: bool
    weight: int
    demand: tuple[int, int, int]
    copies: Mapping[str, int]  # link pool -> GB
    effort: Mapping[str, int]  # team pool -> hours
    counties: Mapping[str, int]
    rooms: frozenset[str]
    pilot: tuple[int, int]  # applications inside, outside the pilot division
    pinned: bool
    candidates: tuple[Candidate, ...]
    barred: Mapping[str, Reason]  # app -> why; empty when there are candidates


@dataclass(frozen=True, slots=True)
class RoomCost:
    """A room's units and its cost; ``stays`` when it can never close."""

    room_id: str
    units: tuple[int, ...]
    cost: int
    stays: bool


@dataclass(frozen=True)
class Problem:
    """Everything the solver needs; units are meant by their position."""

    weeks: int
    lead_weeks: int
    copy_weeks: int
    closing_days: int
    start: dt.date
    units: tuple[Unit, ...]
    capacity: Mapping[str, tuple[tuple[int | None, ...], ...]]
    links: Mapping[str, int]
    teams: Mapping[str, int]
    county_cap: int
    week_cap: int
    pilot_weeks: int | None
    before: tuple[tuple[int, int], ...]  # (first, later): same week or earlier
    needs: tuple[tuple[int, int], ...]  # (unit, other): planned only when the other is
    soft: tuple[tuple[int, int, float], ...]
    rooms: tuple[RoomCost, ...]
    cost_per_room_week: int  # what a cost of 1.0 is in RoomCost units
    unit_of: Mapping[str, int] = field(default_factory=dict)

    def closes_after(self, candidate: Candidate) -> int:
        """Count the days from the start to the closing that a cutover allows, cut at the end."""
        days = (candidate.day - self.start).days + self.closing_days
        return min(days, 7 * self.weeks)
