"""The state of a site's network: the columns that rules look at, most of them met."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from educloud.inventory.generate.assumptions import (
    ABLE,
    AS_OF,
    AUTHENTICATED,
    BASIC,
    CLASS_SPEED,
    FAST_UPLINKS,
    IPV6,
    LATE,
    LINKED,
    MULTIMEDIA,
    OPTICAL,
    SLOW_UPLINKS,
    UNKNOWN_CELL,
    UPLINK,
    VIDEO,
    WIFI,
    Target,
)
from educloud.inventory.generate.draw import Draw
from educloud.inventory.generate.land import Land
from educloud.inventory.generate.places import Place, Settlement
from educloud.inventory.models import OrgKind, SiteKind

K = SiteKind
Cells = dict[str, object]

OFFICES = frozenset({K.BUREAU, K.PARTY_SCHOOL})
LARGE = frozenset({K.UNIVERSITY, K.BUREAU})
LARGE_UPLINKS = (10_000, 10_000, 20_000)
# When things were done: before their due day, or late.
TOWN_DONE, TOWN_LATE = dt.date(2024, 12, 31), dt.date(2025, 10, 31)
RURAL_DONE, RURAL_LATE = dt.date(2025, 12, 31), dt.date(2026, 9, 30)
BEGIN = dt.date(2021, 3, 1)
READY = (dt.date(2026, 9, 1), dt.date(2027, 4, 30))
PON = (
    *(("gpon", 8), ("gpon", 16), ("xg_pon", 32), ("xgs_pon", 64)) * 2,
    ("gpon", 32),
)
PON_PAYLOAD = {"gpon": 2300, "xg_pon": 8500, "xgs_pon": 8500}  # payload of a port, Mbps
PROVIDERS = ("县域运维服务商甲（合成）", "县域运维服务商乙（合成）", "通信企业集成公司（合成）")
EXEMPTIONS = ("已列入撤并计划（合成）", "山区光缆未通达（合成）")
SCATTER_DEGREES = 0.12
DIRECT = 0.4  # share of universities joined to the province's net itself


def site_rows(
    made: Settlement, ready: frozenset[int], cut_off: frozenset[int], draw: Draw
) -> Iterator[Cells]:
    """Give the rows of sites.

    ``ready``: numbers of the places with a room, connected first; ``cut_off``: of those without
    a line.
    """
    land = made.land
    for place in made.places:
        row = _identity(land, place, draw)
        row["network_ready_on"] = _ready(place, draw, early=place.number in ready)
        row |= _uplink(place, draw)
        row |= _private(land, place, draw, linked=place.number not in cut_off)
        row |= _optical(place, draw)
        row |= _wireless(place, draw)
        row |= _access(place, draw)
        if place.kind not in OFFICES:
            row |= _classrooms(place, draw)
            row |= _stars(place, draw)
        if place.kind is K.UNIVERSITY:
            row |= _university(draw)
        yield row


def _identity(land: Land, place: Place, draw: Draw) -> Cells:
    centre = land.centre(place.division)
    lon, lat = centre or (0.0, 0.0)
    able = None if place.town else draw.truth(ABLE.rural, ABLE.unknown)
    schooling = place.kind not in OFFICES
    return {
        "site_id": place.site_id,
        "name": place.name,
        "kind": place.kind.value,
        "division_code": place.division,
        "org_id": place.owner.org_id,
        "urban_class": draw.known(place.urban, 0.04),
        "classes": draw.known(place.classes, 0.05) if schooling else None,
        "students": draw.known(place.students, 0.08) if schooling else None,
        "lon": round(lon + draw.between(-SCATTER_DEGREES, SCATTER_DEGREES, 5), 5)
        if centre
        else None,
        "lat": round(lat + draw.between(-SCATTER_DEGREES, SCATTER_DEGREES, 5), 5)
        if centre
        else None,
        "able": able,
        "exempt_reason": draw.one_of(EXEMPTIONS) if able == "no" and draw.yes(0.8) else None,
        "ops_provider": draw.known(draw.one_of(PROVIDERS), 0.3),
        "synthetic": "yes",
    }


def _ready(place: Place, draw: Draw, *, early: bool) -> str | None:
    if early or place.kind in LARGE:
        return draw.known(draw.day(READY[0], AS_OF), UNKNOWN_CELL)
    return draw.known(draw.day(*READY), 0.3)


def _meets(target: Target, place: Place, draw: Draw) -> bool | None:
    """Tell whether a place meets a target; None: nobody knows. Bureaus and universities do."""
    if draw.yes(target.unknown):
        return None
    share = 0.98 if place.kind in LARGE else target.share(town=place.town)
    return draw.yes(share)


def _done(place: Place, draw: Draw) -> str:
    due, late = (TOWN_DONE, TOWN_LATE) if place.town else (RURAL_DONE, RURAL_LATE)
    if place.kind is K.TEACHING_POINT:
        due, late = RURAL_DONE, RURAL_LATE
    return draw.day(due, late) if draw.yes(LATE) else draw.day(BEGIN, due)


def _uplink(place: Place, draw: Draw) -> Cells:
    fast = _meets(UPLINK, place, draw)
    if place.kind in LARGE:
        mbps: int | None = draw.one_of(LARGE_UPLINKS)
    else:
        mbps = None if fast is None else draw.one_of(FAST_UPLINKS if fast else SLOW_UPLINKS)
    ipv6 = _meets(IPV6, place, draw)
    return {
        "uplink_mbps": mbps,
        "disjoint_paths": draw.known(_paths(place, draw), UNKNOWN_CELL),
        "ipv6_on": _done(place, draw) if ipv6 else None,
        "ipv6_route": None if ipv6 is None else "yes" if ipv6 else "no",
    }


def _private(land: Land, place: Place, draw: Draw, *, linked: bool) -> Cells:
    state = "up" if linked and draw.yes(0.99) else "down" if linked else "none"
    tier = upper_tier(land, place, draw)
    return {
        "private_link": draw.known(state, LINKED.unknown),
        "uplink_tier": draw.known(tier, UNKNOWN_CELL) if linked else None,
    }


def upper_tier(land: Land, place: Place, draw: Draw) -> str:
    """Give the level a place is joined to: its county's, its city's, or the province's."""
    above_county = "city" if land.cities else "province"
    if place.kind is K.BUREAU:
        return above_county if place.owner.kind is OrgKind.COUNTY_BUREAU else "province"
    if place.kind is K.UNIVERSITY:
        return "province" if draw.yes(DIRECT) else above_county
    return "city" if place.kind is K.SECONDARY_VOCATIONAL and land.cities else "county"


def _paths(place: Place, draw: Draw) -> int:
    if place.kind is K.BUREAU:
        return draw.one_of((1, 2, 2, 2, 3))
    return 2 if draw.yes(0.3) else 1


def _optical(place: Place, draw: Draw) -> Cells:
    optical = _meets(OPTICAL, place, draw)
    fast = _meets(CLASS_SPEED, place, draw)
    if not optical:
        speed = None if fast is None else 100 if fast else draw.one_of((10, 20, 50))
        return {"optical": None if optical is None else "none", "class_mbps": speed}
    if draw.yes(0.62):
        speed = None if fast is None else draw.one_of((100, 1000)) if fast else 50
        return {"optical": "eth_optical", "optical_on": _done(place, draw), "class_mbps": speed}
    kind, split = draw.one_of(PON)
    return {
        "optical": "pon",
        "optical_on": _done(place, draw),
        "pon_type": draw.known(kind, 0.1),
        "pon_split": draw.known(split, UNKNOWN_CELL),
        "class_mbps": None if fast is None else PON_PAYLOAD[kind] // split,
    }


def _wireless(place: Place, draw: Draw) -> Cells:
    full = _meets(WIFI, place, draw)
    wired = _meets(WIFI, place, draw)
    return {
        "wired_coverage": None if wired is None else 1 if wired else draw.between(0.6, 0.98),
        "wifi_coverage": None if full is None else 1 if full else draw.between(0.2, 0.95),
        "wifi_gen": draw.known(draw.one_of((5, 6, 6, 6, 7)), 0.25),
        "wifi_on": _done(place, draw) if full else None,
        "open_ssids": draw.known(0 if draw.yes(0.94) else 1, UNKNOWN_CELL),
    }


def _access(place: Place, draw: Draw) -> Cells:
    known = _meets(AUTHENTICATED, place, draw)
    segments = ["wired", "wifi", *(s for s, share in _SEGMENTS if draw.yes(share))]
    if place.kind is K.SECONDARY_VOCATIONAL:
        segments.append("vocational")
    if place.kind in {K.SENIOR, K.UNIVERSITY}:
        segments.append("exam")
    return {
        "segments": draw.known(";".join(segments), UNKNOWN_CELL),
        "access_auth": None if known is None else draw.one_of(_AUTH) if known else "none",
    }


_SEGMENTS = (("iot", 0.88), ("video", 0.92), ("broadcast", 0.75), ("5g", 0.2))
_AUTH = ("802.1X;MAB", "802.1X;portal", "portal", "portal", "802.1X")


def _classrooms(place: Place, draw: Draw) -> Cells:
    rooms = place.classes + place.classes // 6
    media = _meets(MULTIMEDIA, place, draw)
    video = _meets(VIDEO, place, draw)
    fitted = None if media is None else rooms if media else int(rooms * draw.between(0.5, 0.95))
    cameras = max(4, rooms * 2)
    return {
        "rooms_in_use": draw.known(rooms, 0.1) if media is not None else None,
        "multimedia_rooms": fitted,
        "interactive_rooms": None if fitted is None else int(fitted * draw.one_of((1, 1, 1, 0.7))),
        "cameras": None if video is None else cameras,
        "video_days": None if video is None else draw.one_of((90, 90, 180)) if video else 30,
        "desktops": draw.known(place.classes * draw.whole(0, 4), 0.3),
    }


def _stars(place: Place, draw: Draw) -> Cells:
    if place.kind in {K.KINDERGARTEN, K.UNIVERSITY}:
        return {}
    passed = _meets(BASIC, place, draw)
    if not passed or draw.yes(0.35):
        return {"basic_pass": None if passed is None else "yes" if passed else "no"}
    return {
        "basic_pass": "yes",
        "stars": draw.one_of((1, 2, 2, 3, 3, 3, 3, 4, 4, 5) if place.town else (1, 1, 2, 2, 3, 4)),
        "stars_year": draw.one_of((2022, 2024, 2024, 2026, 2026)),
    }


def _university(draw: Draw) -> Cells:
    return {
        "roaming": draw.truth(0.85, 0.12),
        "exit_mbps": draw.known(draw.one_of((4000, 8000, 10_000, 20_000)), 0.1),
        "exit_p95": draw.known(draw.between(0.35, 0.85), 0.2),
        "mec": draw.truth(0.3, 0.3),
    }
