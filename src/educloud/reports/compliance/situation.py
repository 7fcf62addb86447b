"""What rules are judged on: the inventory, what was measured, the profile, the day."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from educloud.inventory.models import App, Circuit, Device, Inventory, Org, Room, Site
from educloud.inventory.profile import Profile


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
class Situation:
    """Everything a predicate may ask, with the joins it needs; built once per report."""

    inventory: Inventory
    profile: Profile
    as_of: dt.date
    measured: Measured = field(default_factory=Measured)

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
    def circuits_of(self) -> Mapping[str, Sequence[Circuit]]:
        """The lines whose lower end is a division."""
        return _grouped(self.inventory.circuits.values(), "division_code")

    def owner(self, app: App) -> Org | None:
        """Give the organisation that owns an application."""
        return self.inventory.orgs.get(app.owner_org)

    def division_of(self, row: Any) -> str:
        """Give the division a row counts in; a device's is its site's."""
        if isinstance(row, Device):
            site = self.inventory.sites.get(row.site_id)
            return site.division_code if site else self.profile.province
        code: str = row.division_code
        return code


def _grouped(rows: Any, column: str) -> Mapping[str, Sequence[Any]]:
    groups: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        groups[getattr(row, column)].append(row)
    return groups
