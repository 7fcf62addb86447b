"""What a node must hold: applications week by week, cloud desktops, learners, video."""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from educloud.cloud.sizing.amounts import RESOURCES, Amounts
from educloud.cloud.sizing.placement import NodeMap, Placed, Placement
from educloud.inventory.models import Circuit, CircuitTier, Inventory, Site
from educloud.inventory.profile import Profile

SECONDS_PER_DAY = 86400
MEGABITS_PER_TERABYTE = 8e6
UNKNOWN_ARCH = "any"


@dataclass(frozen=True, slots=True)
class Unknown:
    """Cells that are unknown, so that the sum they belong to is a least value."""

    what: str  # table.column
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Served:
    """Whom a node is there for: applications, sites, and its ways out (Mbps; None: unknown)."""

    placed: tuple[Placed, ...]
    sites: tuple[Site, ...]
    exit_mbps: float | None


def served_by(inventory: Inventory, placement: Placement) -> Mapping[str, Served]:
    """Sort applications, sites and Internet exits by node; every node of the tables is there."""
    nodes = NodeMap(inventory)
    apps: dict[str, list[Placed]] = defaultdict(list)
    for one in placement.placed:
        apps[one.node_id].append(one)
    sites: dict[str | None, list[Site]] = defaultdict(list)
    for site in inventory.sites.values():
        sites[nodes.of_place(site.org_id, site.division_code)].append(site)
    exits: dict[str | None, list[Circuit]] = defaultdict(list)
    for circuit in inventory.circuits.values():
        if circuit.tier is CircuitTier.EXIT:
            exits[nodes.of_division(circuit.division_code)].append(circuit)
    return {
        node: Served(tuple(apps[node]), tuple(sites[node]), _exit_mbps(exits[node]))
        for node in inventory.nodes
    }


@dataclass(frozen=True, slots=True)
class Steps:
    """What applications take from a day on: never less later, since none leaves a node."""

    by_week: tuple[tuple[dt.date | None, Amounts], ...]  # None: from the beginning

    @property
    def peak(self) -> Amounts:
        """The most they ever take."""
        return self.by_week[-1][1] if self.by_week else Amounts()


@dataclass(frozen=True, slots=True)
class Learners:
    """Learners online at once and the bandwidth they take, at the low and the high rate."""

    learners: int | None  # None: of no site known
    rates: tuple[float, float]
    concurrent: tuple[int, int] | None
    needed_mbps: tuple[float, float] | None
    exit_mbps: float | None  # of the Internet exits; None: none known
    usable_mbps: float | None


@dataclass(frozen=True, slots=True)
class Video:
    """Cameras of a node's sites: what they send and what must be kept."""

    cameras: int | None  # None: of no site known
    mbps: float
    storage_tb: float
    days: float  # the longest that any of it is kept


@dataclass(frozen=True, slots=True)
class Demand:
    """All that a node must hold."""

    apps: int
    steps: Steps
    by_arch: Mapping[str, Amounts]
    database_gb: float
    desktops: int | None  # seats; None: of no site known
    desktop_amounts: Amounts
    learners: Learners
    video: Video
    unknown: tuple[Unknown, ...] = field(default=())

    @property
    def total(self) -> Amounts:
        """Applications at their peak, with the desktops."""
        return self.steps.peak + self.desktop_amounts


def node_demand(profile: Profile, served: Served) -> Demand:
    """Give what one node must hold."""
    own, sites = served.placed, served.sites
    seats = _sum_known(site.desktops for site in sites)
    return Demand(
        apps=len(own),
        steps=weekly(own),
        by_arch=_by_arch(own),
        database_gb=sum(one.app.db_gb or 0 for one in own),
        desktops=seats,
        desktop_amounts=desktop_amounts(profile, seats or 0),
        learners=online_learners(profile, sites, served.exit_mbps),
        video=video_storage(profile, sites),
        unknown=tuple(_unknown(own, sites)),
    )


def weekly(placed: Iterable[Placed]) -> Steps:
    """Sum up what applications take, from each day on which one comes."""
    arrivals: dict[dt.date | None, Amounts] = defaultdict(Amounts)
    for one in placed:
        arrivals[one.since] += amounts_of(one)
    total, steps = Amounts(), []
    for day in sorted(arrivals, key=lambda day: day or dt.date.min):
        total += arrivals[day]
        steps.append((day, total))
    return Steps(tuple(steps))


def amounts_of(one: Placed) -> Amounts:
    """Give what is known of what an application takes."""
    return Amounts(one.app.vcpu or 0, one.app.ram_gb or 0, one.app.disk_gb or 0)


def desktop_amounts(profile: Profile, seats: int) -> Amounts:
    """Give what cloud desktops take, by the profile's amounts a seat."""
    of = profile.threshold
    return Amounts(of("desktop_vcpu"), of("desktop_ram_gb"), of("desktop_disk_gb")) * seats


def concurrent(learners: int, rate: float) -> int:
    """Give how many of ``learners`` learn at once when ``rate`` (0..1) of them do, rounded up."""
    return math.ceil(round(learners * rate, 6))


def video_tb(cameras: int, mbps: float, days: float) -> float:
    """Give the storage of streams of ``mbps`` each kept for ``days``, in TB (10^12 bytes)."""
    return cameras * mbps * SECONDS_PER_DAY * days / MEGABITS_PER_TERABYTE


def online_learners(profile: Profile, sites: Iterable[Site], exits: float | None) -> Learners:
    """Give who learns online at once, and what of ``exits`` (Mbps) may carry them."""
    rates = (profile.threshold("concurrency_low"), profile.threshold("concurrency_high"))
    known = _sum_known(site.students for site in sites)
    usable = None if exits is None else exits * profile.threshold("exit_load")
    if known is None:
        return Learners(None, rates, None, None, exits, usable)
    low, high = (concurrent(known, rate) for rate in rates)
    each = profile.threshold("learner_kbps") / 1000
    return Learners(known, rates, (low, high), (low * each, high * each), exits, usable)


def video_storage(profile: Profile, sites: Iterable[Site]) -> Video:
    """Give what the cameras of sites need; a site that must keep longer than the norm does."""
    rate, floor = profile.threshold("camera_mbps"), profile.threshold("camera_days")
    known = [site for site in sites if site.cameras is not None]
    if not known:
        return Video(None, 0, 0, floor)
    cameras = sum(site.cameras or 0 for site in known)
    days = {site.site_id: max(floor, site.video_days or 0) for site in known if site.cameras}
    stored = sum(
        video_tb(site.cameras or 0, rate, days[site.site_id]) for site in known if site.cameras
    )
    return Video(cameras, cameras * rate, stored, max(days.values(), default=floor))


def _exit_mbps(circuits: Iterable[Circuit]) -> float | None:
    """Give what Internet exits carry; None when there is none, or one is unknown."""
    mbps = [one.mbps for one in circuits]
    return None if not mbps or None in mbps else sum(one or 0 for one in mbps)


def _by_arch(placed: Iterable[Placed]) -> Mapping[str, Amounts]:
    found: dict[str, Amounts] = defaultdict(Amounts)
    for one in placed:
        found[one.app.arch or UNKNOWN_ARCH] += amounts_of(one)
    return dict(sorted(found.items()))


def _sum_known(values: Iterable[int | None]) -> int | None:
    known = [value for value in values if value is not None]
    return sum(known) if known else None


def _unknown(placed: Iterable[Placed], sites: Iterable[Site]) -> Iterable[Unknown]:
    apps, places = [one.app for one in placed], list(sites)
    for column in (*RESOURCES, "arch"):
        ids = tuple(app.app_id for app in apps if getattr(app, column) is None)
        yield from [Unknown(f"apps.{column}", ids)] if ids else []
    # Only a database has a size.
    ids = tuple(app.app_id for app in apps if app.db and app.db_gb is None)
    yield from [Unknown("apps.db_gb", ids)] if ids else []
    for column in ("students", "cameras", "desktops"):
        ids = tuple(site.site_id for site in places if getattr(site, column) is None)
        yield from [Unknown(f"sites.{column}", ids)] if ids else []
