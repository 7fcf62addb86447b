"""What rules are judged on: the inventory, what was measured, the profile, the day."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby, repeat
from operator import attrgetter
from typing import Any, TypeVar

from educloud.inventory.models import (
    App,
    Circuit,
    Device,
    Indicator,
    Inventory,
    Org,
    Room,
    Site,
    SiteKind,
)
from educloud.inventory.profile import Profile
from educloud.migration.assess import Signs, weigh_signs
from educloud.migration.score import RoomAssessment, assess_rooms

Made = TypeVar("Made")
_SITE, _DIVISION = attrgetter("site_id"), attrgetter("division_code")


@dataclass(frozen=True, slots=True)
class Measured:
    """What this tool saw itself, newest sighting per id; nothing here is hearsay.

    ``devices``: id -> state of the last rollout or verification (changed, unchanged, failed, …).
    ``moved``: application -> the day it was moved and probed. ``nodes``: ids of the nodes that
    stand in a stack's state. ``prefixes``: sites that hold a prefix of the address plan.
    """

    devices: Mapping[str, str] = field(default_factory=dict)
    moved: Mapping[str, dt.date] = field(default_factory=dict)
    nodes: frozenset[str] = frozenset()
    prefixes: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Placed:
    """Rows and the division each counts in; holds the rows, so that their number stays theirs."""

    rows: Sequence[Any]
    codes: list[str]

    @cached_property
    def totals(self) -> Counter[str]:
        """How many rows each division has."""
        return Counter(self.codes)


@dataclass(frozen=True)
class Situation:
    """Everything a predicate may ask, with the joins it needs; built once per report.

    ``division``: only rows of this division and what lies under it are judged, None: all.
    """

    inventory: Inventory
    profile: Profile
    as_of: dt.date
    measured: Measured = field(default_factory=Measured)
    division: str | None = None  # only rows in it or under it are counted; None: all

    @cached_property
    def devices_of(self) -> Mapping[str, Sequence[Device]]:
        """The devices of a site."""
        return _grouped(self.inventory.devices.values(), "site_id")

    @cached_property
    def apps_in(self) -> Mapping[str, Sequence[App]]:
        """The applications in a room."""
        return _grouped(self.inventory.apps.values(), "room_id")

    @cached_property
    def apps_of(self) -> Mapping[str, Sequence[App]]:
        """The applications of an owner."""
        return _grouped(self.inventory.apps.values(), "owner_org")

    @cached_property
    def rooms_of(self) -> Mapping[str, Sequence[Room]]:
        """The server rooms of an organisation."""
        return _grouped(self.inventory.rooms.values(), "org_id")

    @cached_property
    def sites_of(self) -> Mapping[str, Sequence[Site]]:
        """The sites of an organisation."""
        return _grouped(self.inventory.sites.values(), "org_id")

    @cached_property
    def sites_by_kind(self) -> Mapping[SiteKind, Sequence[Site]]:
        """The sites of a kind."""
        groups: dict[SiteKind, list[Site]] = defaultdict(list)
        for site in self.inventory.sites.values():
            groups[site.kind].append(site)
        return groups

    @cached_property
    def circuits_of(self) -> Mapping[str, Sequence[Circuit]]:
        """The lines whose lower end is a division."""
        return _grouped(self.inventory.circuits.values(), "division_code")

    @cached_property
    def _site_divisions(self) -> Mapping[str, str]:
        # A third of the time of the way over the sites, and there are many devices.
        return {site_id: site.division_code for site_id, site in self.inventory.sites.items()}

    @cached_property
    def room_assessments(self) -> Mapping[str, RoomAssessment]:
        """The 低小散旧 scores of every room."""
        return {one.room_id: one for one in assess_rooms(self.inventory, self.as_of)}

    @cached_property
    def app_signs(self) -> Mapping[str, Signs]:
        """The zombie signs of every application, those shown and those unknown."""
        return {app_id: weigh_signs(app, self.as_of) for app_id, app in self.inventory.apps.items()}

    @cached_property
    def reported(self) -> Mapping[str, Sequence[Indicator]]:
        """The figures people reported up to the day, by name, oldest first."""
        rows = [row for row in self.inventory.indicators if row.as_of <= self.as_of]
        return _grouped(sorted(rows, key=lambda row: row.as_of), "name")

    @cached_property
    def _made(self) -> dict[Callable[[Situation], Any], Any]:
        return {}

    def once(self, make: Callable[[Situation], Made]) -> Made:
        """Give what ``make`` makes of this situation, made at the first asking only."""
        try:
            made: Made = self._made[make]
        except KeyError:
            made = self._made[make] = make(self)
        return made

    @cached_property
    def _selections(self) -> dict[frozenset[SiteKind], list[Site]]:
        return {}

    def sites_of_kinds(self, kinds: Collection[SiteKind]) -> list[Site]:
        """Give the sites of some kinds, kind by kind; the same list at every asking."""
        wanted = frozenset(kinds)
        if wanted not in self._selections:
            groups = self.sites_by_kind
            self._selections[wanted] = [
                site for kind in SiteKind if kind in wanted for site in groups.get(kind, ())
            ]
        return self._selections[wanted]

    def owner(self, app: App) -> Org | None:
        """Give the organisation that owns an application."""
        return self.inventory.orgs.get(app.owner_org)

    @cached_property
    def _placed(self) -> dict[int, Placed]:
        return {}

    def placed(self, rows: Sequence[Any]) -> Placed:
        """Give where the rows count; many rules have the very same list of rows."""
        if id(rows) not in self._placed:
            self._placed[id(rows)] = Placed(rows, list(self._places(rows)))
        return self._placed[id(rows)]

    def divisions_of(self, rows: Sequence[Any]) -> list[str]:
        """Give the division each row counts in."""
        return self.placed(rows).codes

    def _places(self, rows: Sequence[Any]) -> Iterator[str]:
        province = repeat(self.profile.province)
        for kind, same in groupby(rows, type):  # then no step asks what a row is
            if kind is Device:
                yield from map(self._site_divisions.get, map(_SITE, same), province)
            else:
                yield from map(_DIVISION, same)


def _grouped(rows: Any, column: str) -> Mapping[str, Sequence[Any]]:
    groups: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        groups[getattr(row, column)].append(row)
    return groups
