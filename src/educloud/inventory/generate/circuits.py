"""Lines of the private network, and the planner's links over which rooms copy their data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from educloud.inventory.generate.assumptions import UNKNOWN_CELL
from educloud.inventory.generate.campus import upper_tier
from educloud.inventory.generate.draw import Draw
from educloud.inventory.generate.land import Land
from educloud.inventory.generate.places import Place, Settlement
from educloud.inventory.models import CircuitTier, Division, SiteKind

Cells = dict[str, object]

CARRIERS = ("telecom", "unicom", "mobile")
LINES_UP = 2  # of each city and county
DETOUR = 1.3  # a cable is longer than the straight line
SHARED_DUCT = 0.12  # share of double lines that lie in one duct
BACKBONE_MBPS = (100_000, 100_000, 400_000)
CITY_MBPS = (10_000, 10_000, 20_000, 40_000)
SITE_MBPS = (500, 1000, 1000, 1000, 2000)
EXIT_MBPS = (20_000, 40_000, 100_000)
PEERS = 2  # of each exit; a few have only one
PROVINCE_EXITS = 3


class _Lines:
    """Numbers the lines and says what all lines have."""

    def __init__(self, short: str, draw: Draw) -> None:
        self.short, self.draw, self.count = short, draw, 0

    def line(self, tier: CircuitTier, division: str, level: str, **cells: object) -> Cells:
        """Give a line; ``level`` answers for it, the level of its upper end mostly."""
        self.count += 1
        draw = self.draw
        return {
            "circuit_id": f"{self.short}-LINE-{self.count:06}",
            "tier": tier.value,
            "division_code": division,
            "carrier": draw.one_of(CARRIERS),
            "underlay": draw.known(self._underlay(), 0.08),
            "owner_level": draw.known(level if draw.yes(0.96) else "county", 0.1),
            "util_p95": draw.known(draw.between(0.15, 0.78), UNKNOWN_CELL),
            "loss": draw.known(draw.between(0, 0.008 if draw.yes(0.95) else 0.03, 4), UNKNOWN_CELL),
            "rtt_ms": draw.known(draw.between(1, 17 if draw.yes(0.96) else 30, 1), UNKNOWN_CELL),
            "synthetic": "yes",
            **cells,
        }

    def _underlay(self) -> str:
        return self.draw.one_of(
            ("egov", "egov", "cernet", *(f"carrier:{name}" for name in CARRIERS))
        )

    def pair(
        self, tier: CircuitTier, lower: str, upper: str, level: str, **cells: object
    ) -> Iterator[Cells]:
        """Give two lines upwards, mostly in ducts of their own."""
        shared = self.draw.yes(SHARED_DUCT)
        for number in range(1, LINES_UP + 1):
            duct = f"DUCT-{lower}-{1 if shared else number}"
            srlg = self.draw.known(duct, 0.1)
            yield self.line(tier, lower, level, upper_division=upper, srlg=srlg, **cells)


def circuit_rows(
    made: Settlement, backbone_km: float | None, cut_off: frozenset[int], draw: Draw
) -> Iterator[Cells]:
    """Give the rows of circuits: backbone, cities, counties, sites, exits, peerings.

    ``cut_off``: numbers of the places without a line.
    """
    lines = _Lines(made.short, draw)
    land = made.land
    yield from _backbone(lines, land, backbone_km)
    yield from _counties(lines, land)
    for place in made.places:
        if place.number not in cut_off:
            yield _site_line(lines, land, place)
    yield from _exits(lines, land)


def _backbone(lines: _Lines, land: Land, whole_km: float | None) -> Iterator[Cells]:
    """Join each city (each district, where there are no cities) with the province."""
    ends = land.cities or land.counties
    straight = [_km(land, end.code, land.province.code) for end in ends]
    known = sum(km for km in straight if km is not None) * LINES_UP
    stretch = whole_km / known if whole_km and known else DETOUR
    for end, km in zip(ends, straight, strict=True):
        for row in lines.pair(CircuitTier.BACKBONE, end.code, land.province.code, "province"):
            length = None if km is None else round(km * stretch, 1)
            yield {**row, "km": length, "mbps": lines.draw.one_of(BACKBONE_MBPS)}


def _km(land: Land, one: str, other: str) -> float | None:
    # The capital lies where its province does: a few kilometres of cable all the same.
    distance = land.distance_km(one, other)
    return None if distance is None else max(8.0, distance)


def _counties(lines: _Lines, land: Land) -> Iterator[Cells]:
    """Join each county with its city, and the cities (or else the districts) in a ring."""
    tier, level = (CircuitTier.CITY, "city") if land.cities else (CircuitTier.COUNTY, "county")
    ring = land.cities or land.counties
    for one, other in zip(ring, [*ring[1:], ring[0]], strict=True):
        mbps = lines.draw.one_of(CITY_MBPS)
        yield lines.line(tier, one.code, level, upper_division=other.code, mbps=mbps)
    for county in land.counties:
        if land.cities and land.above(county.code) != county.code:
            yield from _county(lines, land, county)


def _county(lines: _Lines, land: Land, county: Division) -> Iterator[Cells]:
    city = land.above(county.code)
    km = _km(land, county.code, city)
    for row in lines.pair(CircuitTier.COUNTY, county.code, city, "city"):
        length = None if km is None else lines.draw.known(round(km * DETOUR, 1), 0.2)
        yield {**row, "km": length, "mbps": lines.draw.one_of(CITY_MBPS)}


def _site_line(lines: _Lines, land: Land, place: Place) -> Cells:
    draw = lines.draw
    level = upper_tier(land, place, draw)
    uppers = {"county": place.division, "city": land.above(place.division)}
    upper = uppers.get(level, land.province.code)
    mbps = 10_000 if place.kind in {SiteKind.UNIVERSITY, SiteKind.BUREAU} else None
    return lines.line(
        CircuitTier.SITE,
        place.division,
        level,
        site_id=place.site_id,
        upper_division=upper,
        mbps=mbps or draw.known(draw.one_of(SITE_MBPS), 0.1),
        km=draw.known(draw.between(0.5, 25, 1), 0.6),
    )


def _exits(lines: _Lines, land: Land) -> Iterator[Cells]:
    """Give the exits of the province and of its cities, each with its peerings."""
    province = land.province.code
    for code in [province] * PROVINCE_EXITS + [city.code for city in land.cities]:
        level = "province" if code == province else "city"
        mbps = lines.draw.one_of(EXIT_MBPS)
        yield lines.line(CircuitTier.EXIT, code, level, upper_division=code, mbps=mbps)
        for number in range(PEERS if lines.draw.yes(0.92) else 1):
            yield lines.line(
                CircuitTier.PEERING,
                code,
                level,
                carrier=CARRIERS[number],
                underlay=f"carrier:{CARRIERS[number]}",
                mbps=mbps // PEERS,
                srlg=f"PEER-{code}-{number + 1}",
            )


LINK_MBPS = (500, 500, 1000, 1000, 2000)
UPPER_LINK_MBPS = 10_000


def link_rows(land: Land, short: str, draw: Draw) -> Iterator[Cells]:
    """Give the rows of links: one per county, a large one per city and for the province."""
    upper: Iterable[Division] = (land.province, *land.cities)
    large = {division.code for division in upper}
    counties = [county for county in land.counties if county.code not in large]
    for division in (*upper, *counties):
        mbps = UPPER_LINK_MBPS if division.code in large else draw.one_of(LINK_MBPS)
        yield {
            "link_id": f"{short}-LINK-{division.code}",
            "division_code": division.code,
            "mbps": mbps,
            "night_hours": draw.known(draw.one_of((6, 6, 7, 8)), 0.15),
            "efficiency": draw.known(draw.one_of((0.6, 0.7, 0.7, 0.8)), UNKNOWN_CELL),
            "synthetic": "yes",
        }
