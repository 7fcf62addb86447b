"""Server rooms: mostly low in use, small, scattered and old (低小散旧), a few worth keeping."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from educloud.inventory.generate.assumptions import (
    AS_OF,
    BETTER_FROM,
    OFFICES,
    ROOM_TYPES,
    SCHOOLS,
    UNKNOWN_CELL,
    RoomType,
    School,
)
from educloud.inventory.generate.draw import Draw
from educloud.inventory.generate.names import MARK, chinese
from educloud.inventory.generate.places import Place, Settlement
from educloud.inventory.models import OrgKind, SiteKind

BETTER = frozenset({OrgKind.PROVINCE_BUREAU, OrgKind.CITY_BUREAU, OrgKind.UNIVERSITY})
LEASES = (dt.date(2027, 6, 30), dt.date(2028, 12, 31))
LEASED = 0.06
COST_PER_RACK = (18_000, 42_000)  # yuan a year


@dataclass(frozen=True, slots=True)
class ServerRoom:
    """A room as the generator knows it; ``rank``: its number at its place."""

    room_id: str
    place: Place
    rank: int


def profile_of(place: Place) -> School:
    """Give the assumptions about a place: those of its kind of school, or of its office."""
    return OFFICES[place.owner.kind] if place.kind is SiteKind.BUREAU else SCHOOLS[place.kind]


def build_rooms(made: Settlement, count: int, draw: Draw) -> list[ServerRoom]:
    """Spread ``count`` rooms over the places, by the weight of their kind."""
    shares = draw.apportion(count, [profile_of(place).rooms for place in made.places])
    rooms: list[ServerRoom] = []
    for place, share in zip(made.places, shares, strict=True):
        for rank in range(1, share + 1):
            rooms.append(ServerRoom(f"{made.short}-ROOM-{len(rooms) + 1:05}", place, rank))
    return rooms


def room_rows(rooms: Sequence[ServerRoom], draw: Draw) -> Iterator[dict[str, object]]:
    """Give the rows of rooms."""
    for room in rooms:
        kind = room.place.owner.kind
        yield {
            "room_id": room.room_id,
            "name": _name(room),
            "org_id": room.place.owner.org_id,
            "division_code": room.place.division,
            "site_id": room.place.site_id,
            **_equipment(draw, better=kind in BETTER and room.rank == 1),
            "lease_end": draw.day(*LEASES) if draw.yes(LEASED) else None,
            "synthetic": "yes",
        }


def _name(room: ServerRoom) -> str:
    bare = room.place.name.removesuffix(MARK)
    rank = "" if room.rank == 1 else chinese(room.rank) + "号"
    return f"{bare}{rank}机房{MARK}"


def _equipment(draw: Draw, *, better: bool) -> dict[str, object]:
    kind = _type(draw.between(BETTER_FROM if better else 0.0, 1.0, digits=6))
    feeds, known = kind.feeds, UNKNOWN_CELL
    racks = draw.whole(*kind.racks)
    built = draw.whole(*kind.built)
    return {
        "area_m2": draw.known(draw.whole(*kind.area_m2), known),
        "racks": draw.known(racks, 0.06),
        "racks_used": draw.known(max(1, round(racks * draw.between(*kind.used))), known),
        "built_year": draw.known(built, 0.1),
        "ups_kva": draw.known(racks * draw.one_of((0, 2, 3, 5) if feeds == 1 else (4, 6)), known),
        "mains_feeds": draw.known(feeds, known),
        # Schools hardly ever measure it.
        "pue": draw.known(draw.between(*kind.pue), 0.8 if feeds == 1 else 0.3),
        "cpu_util_avg": draw.known(draw.between(*kind.cpu), 0.25),
        "server_age_avg": draw.known(_age(built, draw), 0.2),
        "staff_fulltime": draw.known(0 if feeds == 1 else draw.whole(0, 3), known),
        "uplink_mbps": draw.known(draw.one_of((100, 200, 500, 1000)) * feeds, 0.1),
        "mlps_room": draw.known(draw.one_of((1, 1, 2)) if feeds == 1 else draw.whole(2, 3), known),
        "annual_cost_cny": draw.known(racks * draw.whole(*COST_PER_RACK), 0.2),
    }


def _age(built: int, draw: Draw) -> int:
    return min(AS_OF.year - built, draw.whole(2, 11))


def _type(place: float) -> RoomType:
    """Give the type at a place, 0..1, of all rooms laid in a row, worst first."""
    for kind in ROOM_TYPES:
        place -= kind.share
        if place < 0:
            return kind
    return ROOM_TYPES[-1]
