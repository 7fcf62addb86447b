"""The province's divisions as the generator needs them: cities, counties, who weighs how much."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

from educloud.errors import ProjectError
from educloud.inventory.generate.draw import Draw
from educloud.inventory.models import Division

EARTH_KM = 6371.0
# Assumption of the generator: the counties of a city share its people within this spread.
SPREAD = (0.5, 1.5)


@dataclass(frozen=True, slots=True)
class Land:
    """A province: ``counties`` are the divisions that nothing lies under, cities those between.

    A city without counties (Jiyuan) is its own county. A province without cities (Tianjin) has
    none, its districts lie under it directly. ``weights`` are those of the counties.
    """

    province: Division
    cities: Sequence[Division]
    counties: Sequence[Division]
    weights: Sequence[float]
    by_code: Mapping[str, Division]

    def above(self, county: str) -> str:
        """Give the code of the city a county lies in: itself for Jiyuan, the province's else."""
        if any(city.code == county for city in self.cities):
            return county
        return self.by_code[county].parent or county

    def centre(self, code: str) -> tuple[float, float] | None:
        """Give longitude and latitude, of what lies above when its own are unknown."""
        division: Division | None = self.by_code[code]
        while division is not None:
            extra = division.model_extra or {}
            if extra.get("lon") and extra.get("lat"):
                return float(extra["lon"]), float(extra["lat"])
            division = self.by_code.get(division.parent or "")
        return None

    def distance_km(self, one: str, other: str) -> float | None:
        """Give the great-circle distance of two divisions; None when a place is unknown."""
        here, there = self.centre(one), self.centre(other)
        if here is None or there is None:
            return None
        (lon, lat), (lon2, lat2) = (tuple(map(radians, spot)) for spot in (here, there))
        half = sin((lat2 - lat) / 2) ** 2 + cos(lat) * cos(lat2) * sin((lon2 - lon) / 2) ** 2
        return 2 * EARTH_KM * asin(sqrt(half))


def read_land(
    divisions: Iterable[Division], province: str, weights: Mapping[str, float], draw: Draw
) -> Land:
    """Order a province's divisions; ProjectError when it or a weight is missing."""
    by_code = {division.code: division for division in divisions}
    if province not in by_code:
        raise ProjectError(
            f"province {province!r} does not stand in it", "inventory/divisions.csv", "add it"
        )
    parents = {division.parent for division in by_code.values()}
    under = [division for division in by_code.values() if division.parent == province]
    upper = {division.code for division in under}
    below = [division for division in by_code.values() if division.parent in upper]
    counties = sorted(
        (division for division in (*under, *below) if division.code not in parents),
        key=lambda division: division.code,
    )
    cities = under if below else []
    return Land(by_code[province], cities, counties, _spread(counties, weights, draw), by_code)


def _spread(counties: Sequence[Division], weights: Mapping[str, float], draw: Draw) -> list[float]:
    """Share out the people of each city among its counties at random."""
    shares = [draw.between(*SPREAD, digits=4) for _ in counties]
    whole: dict[str, float] = {}
    keys = [_weighed(county, weights) for county in counties]
    for key, share in zip(keys, shares, strict=True):
        whole[key] = whole.get(key, 0.0) + share
    return [weights[key] * share / whole[key] for key, share in zip(keys, shares, strict=True)]


def _weighed(county: Division, weights: Mapping[str, float]) -> str:
    for code in (county.code, county.parent):
        if code is not None and code in weights:
            return code
    raise ProjectError(
        f"no population is declared for {county.code} or what it lies under",
        "generate",
        "generate with the profile's own divisions",
    )
