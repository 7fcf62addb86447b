"""What the generator assumes about schools. None of these numbers is a fact about a province.

They are chosen so that a generated province looks like one half-way: most targets met, some
missed, between a tenth and a third of the cells of a column unknown.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from educloud.inventory.models import OrgKind, SiteKind

K = SiteKind

AS_OF = dt.date(2026, 11, 20)  # the day the generated tables were "collected"


@dataclass(frozen=True, slots=True)
class School:
    """How schools of a kind are: ``town`` share not in villages, classes and class size by place.

    ``devices``, ``rooms``, ``apps``: weights of the kind in sharing out the province's totals;
    devices also grow with ``per_class``. ``in_district``: how much likelier in a city's district.
    """

    town: float
    classes: tuple[int, int]
    rural_classes: tuple[int, int]
    pupils: tuple[int, int]
    devices: float
    per_class: float
    rooms: float
    apps: float
    in_district: float = 1.0


SCHOOLS: Mapping[SiteKind, School] = {
    K.KINDERGARTEN: School(0.60, (6, 15), (3, 9), (20, 32), 1.6, 0.08, 0.010, 0.12),
    K.PRIMARY: School(0.45, (12, 36), (6, 12), (25, 48), 2.0, 0.22, 0.22, 0.75),
    K.JUNIOR: School(0.60, (18, 40), (9, 18), (36, 50), 4.0, 0.34, 0.60, 2.0),
    K.NINE_YEAR: School(0.40, (18, 45), (12, 20), (30, 48), 4.0, 0.32, 0.70, 2.2),
    K.SENIOR: School(0.95, (30, 72), (18, 36), (42, 55), 8.0, 0.55, 0.90, 8.0, 1.3),
    K.SECONDARY_VOCATIONAL: School(0.97, (24, 60), (12, 24), (35, 50), 8.0, 0.6, 1.0, 10.0, 1.6),
    K.SPECIAL: School(0.95, (9, 14), (6, 9), (8, 14), 4.0, 0.2, 0.60, 2.0),
    K.TEACHING_POINT: School(0.0, (1, 3), (1, 5), (6, 20), 1.0, 0.02, 0.0, 0.0, 0.15),
    K.UNIVERSITY: School(1.0, (150, 700), (150, 300), (35, 45), 40.0, 0.15, 2.0, 45.0, 5.0),
    K.PARTY_SCHOOL: School(1.0, (2, 6), (2, 6), (30, 45), 3.0, 0.2, 0.4, 1.5, 1.2),
}
# The same for offices: by kind of organisation.
OFFICES: Mapping[OrgKind, School] = {
    OrgKind.PROVINCE_BUREAU: School(1.0, (0, 0), (0, 0), (0, 0), 40.0, 0.0, 3.0, 90.0),
    OrgKind.PROVINCIAL_BODY: School(1.0, (0, 0), (0, 0), (0, 0), 12.0, 0.0, 1.0, 15.0),
    OrgKind.CITY_BUREAU: School(1.0, (0, 0), (0, 0), (0, 0), 24.0, 0.0, 3.0, 60.0),
    OrgKind.COUNTY_BUREAU: School(1.0, (0, 0), (0, 0), (0, 0), 10.0, 0.0, 1.6, 40.0),
}

# Urban class codes by place, repeated by likelihood: in districts, in county towns, in villages.
DISTRICT_CLASSES = ("111", "111", "112")
TOWN_CLASSES = ("121", "121", "121", "122", "122", "123")
RURAL_CLASSES = ("210", "220", "220")


@dataclass(frozen=True, slots=True)
class Target:
    """How often a target is met in towns and in villages, and how often nobody knows."""

    town: float
    rural: float
    unknown: float

    def share(self, *, town: bool) -> float:
        """Give the share that meets the target at a place."""
        return self.town if town else self.rural


LINKED = Target(0.985, 0.95, 0.04)  # on the private network
UPLINK = Target(0.94, 0.80, 0.10)  # 1000 Mbps and more
IPV6 = Target(0.93, 0.84, 0.12)
OPTICAL = Target(0.94, 0.82, 0.13)
WIFI = Target(0.94, 0.84, 0.13)
CLASS_SPEED = Target(0.94, 0.84, 0.18)
AUTHENTICATED = Target(0.93, 0.84, 0.16)
MULTIMEDIA = Target(0.97, 0.90, 0.12)
BASIC = Target(0.90, 0.78, 0.18)
VIDEO = Target(0.90, 0.78, 0.15)
ABLE = Target(0.97, 0.86, 0.10)

SLOW_UPLINKS: Sequence[int] = (100, 100, 200, 200, 500, 500, 500)
FAST_UPLINKS: Sequence[int] = (1000, 1000, 1000, 1000, 2000)
UNKNOWN_CELL = 0.15  # of a column for which nothing else is said
LATE = 0.12  # share of what is done, but after its due day


@dataclass(frozen=True, slots=True)
class RoomType:
    """How rooms of a sort are: their share of all, and the spans of what is known of them."""

    share: float
    racks: tuple[int, int]
    used: tuple[float, float]
    area_m2: tuple[int, int]
    built: tuple[int, int]
    feeds: int
    cpu: tuple[float, float]
    pue: tuple[float, float]


# Worst first; the rooms of the province, the cities and the universities are of the last two.
ROOM_TYPES: Sequence[RoomType] = (
    RoomType(0.50, (1, 3), (0.2, 0.6), (8, 24), (2008, 2016), 1, (0.03, 0.12), (1.9, 2.5)),
    RoomType(0.25, (2, 6), (0.3, 0.7), (18, 50), (2012, 2019), 1, (0.06, 0.22), (1.7, 2.1)),
    RoomType(0.20, (4, 14), (0.45, 0.8), (30, 120), (2016, 2023), 2, (0.15, 0.38), (1.45, 1.8)),
    RoomType(0.05, (12, 80), (0.55, 0.9), (90, 600), (2018, 2024), 2, (0.25, 0.5), (1.28, 1.5)),
)
BETTER_FROM = 0.75
