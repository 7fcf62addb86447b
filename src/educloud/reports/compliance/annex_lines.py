"""The lines of the report's lists, as typed facts."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from educloud.inventory.models import App, Room, Site
from educloud.migration.assess import Signs
from educloud.migration.score import RoomAssessment
from educloud.reports.compliance.rules.logic import at_least


@dataclass(frozen=True, slots=True)
class RoomLine:
    """A server room and how it was scored: facts, thresholds, unknowns and coverage in it."""

    room: Room
    place: str
    assessment: RoomAssessment


@dataclass(frozen=True, slots=True)
class SignLine:
    """An application with at least one zombie sign; ``zombie`` with enough of them."""

    app: App
    place: str
    signs: Signs

    @property
    def zombie(self) -> bool:
        """Tell whether the signs suffice; else it is a suspect."""
        return self.signs.zombie is True


@dataclass(frozen=True, slots=True)
class DoubleNonLine:
    """An application with neither own address nor own domain."""

    app: App
    place: str


@dataclass(frozen=True, slots=True)
class UrbanLine:
    """Schools of one urban class: by when they are due, and how many are all-optical with Wi-Fi."""

    code: str
    name: str
    rule: str
    due: dt.date | None
    done: int
    open: int
    unknown: int


@dataclass(frozen=True, slots=True)
class PonLine:
    """A school on PON: what a classroom is committed in each direction; None while unknown."""

    site: Site
    place: str
    down_mbps: float | None
    up_mbps: float | None
    wanted_mbps: float

    @property
    def down(self) -> bool | None:
        """Tell whether a classroom gets what it must downwards."""
        return at_least(self.down_mbps, self.wanted_mbps)

    @property
    def up(self) -> bool | None:
        """Tell whether it gets as much upwards, too."""
        return at_least(self.up_mbps, self.wanted_mbps)
