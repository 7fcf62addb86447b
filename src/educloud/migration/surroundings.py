"""What surrounds an application: its link, team, site, nodes, and the days it may cut over."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Mapping
from functools import cache, cached_property

from educloud.inventory.models import App, Inventory, Node, Pin, Tier

SCALE = 1000  # GB, cores and hours are counted in thousandths: the solver knows integers only
TINY = 1e-6  # what floating point may add or lose in a thousandth
DEFAULT_NIGHT_HOURS = 6.0
DEFAULT_EFFICIENCY = 0.7
NODE_ORDER = {Tier.UNIVERSITY: 0, Tier.CITY: 1, Tier.MAIN: 2}  # the nearest node first
NO_PIN = Pin(app_id="-")


def demand_units(amount: float | None) -> int:
    """Scale a demand, rounding up; unknown counts as 0."""
    return math.ceil((amount or 0.0) * SCALE - TINY)


def supply_units(amount: float) -> int:
    """Scale a supply, rounding down."""
    return math.floor(amount * SCALE + TINY)


class Surroundings:
    """Answers about an inventory's applications, each worked out once."""

    def __init__(self, inventory: Inventory) -> None:
        self.inventory = inventory
        self.policy = inventory.policy
        self.start = self.policy.start
        self.end = self.start + dt.timedelta(weeks=self.policy.weeks)  # first day after the plan
        self.link_gb = cache(self._link_gb)
        self.open_days = cache(self._open_days)

    def monday(self, week: int) -> dt.date:
        """Give the Monday of a week of the plan, 0 first."""
        return self.start + dt.timedelta(weeks=week)

    def pin(self, app: App) -> Pin:
        """Give the application's pin, an empty one when there is none."""
        return self.inventory.pins.get(app.app_id, NO_PIN)

    # --- links and teams: pooled per division, the nearest division counts -------------------
    @cached_property
    def _link_divisions(self) -> frozenset[str]:
        return frozenset(link.division_code for link in self.inventory.links.values())

    @cached_property
    def team_hours(self) -> Mapping[str, float]:
        """Hours per week of each division's teams together."""
        hours: dict[str, float] = {}
        for team in self.inventory.teams.values():
            hours[team.division_code] = hours.get(team.division_code, 0.0) + team.hours_per_week
        return hours

    def link_pool(self, app: App) -> str | None:
        """Name the division whose links the application copies over; None: no link."""
        room = self.inventory.rooms.get(app.room_id or "")
        return self._nearest(
            room.division_code if room else app.division_code, self._link_divisions
        )

    def team_pool(self, app: App) -> str | None:
        """Name the division whose teams do the work; None: no team."""
        return self._nearest(app.division_code, self.team_hours)

    def _nearest(self, code: str, divisions: Iterable[str]) -> str | None:
        return next((up for up in self.inventory.lineage(code) if up in divisions), None)

    def _link_gb(self, pool: str) -> float:
        """Give the GB that a division's links carry in the nights of one week."""
        total = 0.0
        for link in self.inventory.links.values():
            if link.division_code == pool:
                hours = DEFAULT_NIGHT_HOURS if link.night_hours is None else link.night_hours
                share = DEFAULT_EFFICIENCY if link.efficiency is None else link.efficiency
                total += link.mbps / 8 * hours * 7 * 3600 / 1000 * share
        return total

    # --- nodes -------------------------------------------------------------------------------
    @cached_property
    def nodes(self) -> tuple[Node, ...]:
        """All nodes, the nearest kind first."""
        return tuple(
            sorted(self.inventory.nodes.values(), key=lambda n: (NODE_ORDER[n.tier], n.node_id))
        )

    def remoteness(self, node_id: str | None) -> int:
        """Rank a node's tier, the nearest 0; so does no node at all."""
        return NODE_ORDER[self.inventory.nodes[node_id].tier] if node_id else 0

    def serves(self, node: Node, app: App) -> bool:
        """Tell whether a node is there for the application at all."""
        if node.tier is Tier.MAIN:
            return True
        if node.tier is Tier.UNIVERSITY and node.org_id:
            return node.org_id == app.owner_org
        return self.inventory.lies_under(app.division_code, node.division_code)

    @cached_property
    def capacity(self) -> Mapping[str, tuple[tuple[int | None, ...], ...]]:
        """Per node and week of the plan: cores, RAM, disk in thousandths; None is no limit."""
        rows: dict[str, list[tuple[dt.date, tuple[int | None, ...]]]] = {}
        for row in self.inventory.capacity:
            amounts = tuple(
                None if amount is None else supply_units(amount)
                for amount in (row.vcpu, row.ram_gb, row.disk_gb)
            )
            rows.setdefault(row.node_id, []).append((row.from_date, amounts))
        table = {}
        for node_id in self.inventory.nodes:
            steps = sorted(rows.get(node_id, []), key=lambda step: step[0])
            weeks: list[tuple[int | None, ...]] = []
            for week in range(self.policy.weeks):
                force = [amounts for day, amounts in steps if day <= self.monday(week)]
                weeks.append(force[-1] if force else (0, 0, 0))
            table[node_id] = tuple(weeks)
        return table

    # --- days --------------------------------------------------------------------------------
    @cached_property
    def holidays(self) -> frozenset[dt.date]:
        """Every statutory holiday of the plan's years."""
        import holidays  # noqa: PLC0415  a second of imports that most commands never need

        return frozenset(
            holidays.country_holidays("CN", years=range(self.start.year, self.end.year + 1))
        )

    def _open_days(self, division: str, category: str | None) -> tuple[dt.date, ...]:
        """Give the days on which applications of a division and category may cut over."""
        hard = [
            b
            for b in self.inventory.calendar.blackouts
            if b.hard
            and (not b.categories or category in b.categories)
            and (
                not b.divisions
                or any(self.inventory.lies_under(division, code) for code in b.divisions)
            )
        ]
        days = (self.start + dt.timedelta(days=n) for n in range(7 * self.policy.weeks))
        return tuple(
            day
            for day in days
            if day.weekday() in self.policy.cutover_weekdays
            and day not in self.holidays
            and not any(b.from_ <= day <= b.to for b in hard)
        )

    @cached_property
    def _only_site(self) -> Mapping[str, str]:
        sites: dict[str, list[str]] = {}
        for site in self.inventory.sites.values():
            sites.setdefault(site.org_id, []).append(site.site_id)
        return {org: found[0] for org, found in sites.items() if len(found) == 1}

    def ready_on(self, app: App) -> dt.date | None:
        """Give the day from which the application's site is reachable; None: no condition."""
        room = self.inventory.rooms.get(app.room_id or "")
        site_id = (room.site_id if room else None) or self._only_site.get(app.owner_org)
        site = self.inventory.sites.get(site_id or "")
        return site.network_ready_on if site else None

    def due(self, app: App) -> dt.date | None:
        """Give the earlier of not_after and the end of the room's lease."""
        room = self.inventory.rooms.get(app.room_id or "")
        days = [self.pin(app).not_after, room.lease_end if room else None]
        return min((day for day in days if day), default=None)

    def unknown_notices(self) -> tuple[int, ...]:
        """Name the plan's years whose make-up workdays are not yet published."""
        import holidays  # noqa: PLC0415

        years = range(self.start.year, (self.end - dt.timedelta(days=1)).year + 1)
        known = {day.year for day in holidays.country_holidays("CN", years=years).weekend_workdays}
        return tuple(year for year in years if year not in known)
