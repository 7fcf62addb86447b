"""All tables of a synthetic province, each as a stream of rows; who reads them writes them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from educloud.errors import ProjectError
from educloud.inventory.generate.apps import build_apps
from educloud.inventory.generate.campus import site_rows
from educloud.inventory.generate.circuits import circuit_rows, link_rows
from educloud.inventory.generate.counts import assumed, site_counts
from educloud.inventory.generate.deps import dependency_rows
from educloud.inventory.generate.draw import Draw
from educloud.inventory.generate.land import Land, read_land
from educloud.inventory.generate.ledger import app_rows
from educloud.inventory.generate.network import device_rows
from educloud.inventory.generate.places import Settlement, add_campuses, cut_off, org_rows, settle
from educloud.inventory.generate.rooms import build_rooms, room_rows
from educloud.inventory.generate.work import (
    capacity_rows,
    indicator_rows,
    node_rows,
    pin_rows,
    team_rows,
)
from educloud.inventory.models import Division, SiteKind
from educloud.inventory.profile import Profile

LARGEST_SCALE = 2.0  # a county's prefix has room for 4,096 sites; the largest has some 1,000

Row = Mapping[str, object]
Tables = Mapping[str, Callable[[], Iterator[Row]]]


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be generated; ``platforms``: those the project has templates for."""

    profile: Profile
    divisions: Sequence[Division]
    platforms: Collection[str]
    scale: float = 1.0
    seed: int = 1


def province_tables(order: Order) -> Tables:
    """Give every table but divisions, by name; a stream may be asked for again and is the same.

    The same order gives the same rows. ProjectError when the scale is out of range or a division
    or template is missing.
    """
    if not 0 < order.scale <= LARGEST_SCALE:
        raise ProjectError(
            f"scale {order.scale:g} is out of range", "generate", f"above 0, to {LARGEST_SCALE:g}"
        )
    name, scale = order.profile.name, order.scale
    shape = assumed(name)

    def draw(table: str) -> Draw:
        return Draw(name, order.seed, table)

    weights = order.profile.population.weights
    land = read_land(order.divisions, order.profile.province, weights, draw("land"))
    made = Settlement(land, shape.short, order.profile.bureau)
    settle(made, _scaled(order), draw("places"))
    add_campuses(made, round(shape.campuses * scale), draw("campuses"))
    rooms = build_rooms(made, max(1, round(shape.rooms * scale)), draw("room places"))
    apps = build_apps(made, rooms, round(shape.apps * scale), draw("app owners"))
    unlinked = cut_off(made, draw("private lines"))
    tiers = order.profile.node_tiers
    devices = round(shape.devices * scale)
    ready = frozenset(room.place.number for room in rooms)
    return {
        "orgs": lambda: org_rows(made, _units(order.profile, land), draw("orgs")),
        "sites": lambda: site_rows(made, ready, unlinked, draw("sites")),
        "rooms": lambda: room_rows(rooms, draw("rooms")),
        "devices": lambda: device_rows(made, devices, order.platforms, draw("devices")),
        "apps": lambda: app_rows(apps, draw("apps")),
        "deps": lambda: dependency_rows(land, apps, draw("deps")),
        "nodes": lambda: node_rows(made, tiers, draw("nodes")),
        "capacity": lambda: capacity_rows(made, tiers, apps),
        "links": lambda: link_rows(land, made.short, draw("links")),
        "teams": lambda: team_rows(made, apps, draw("teams")),
        "pins": lambda: pin_rows(made, apps, draw("pins")),
        "circuits": lambda: circuit_rows(made, shape.backbone_km, unlinked, draw("circuits")),
        "indicators": lambda: indicator_rows(land, name),
    }


def _scaled(order: Order) -> dict[SiteKind, int]:
    """Give the number of schools of each kind: at least one."""
    counts = site_counts(order.profile)
    return {kind: max(1, round(count * order.scale)) for kind, count in counts.items()}


def _units(profile: Profile, land: Land) -> frozenset[str]:
    """Give the divisions that report to the province: the profile's, else its upper tier."""
    named = frozenset(unit.division for unit in profile.reporting_units if unit.division)
    return named or frozenset(division.code for division in land.cities or land.counties)
