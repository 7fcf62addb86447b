"""How full an address plan is: every city, county and pool, and each level as a whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from educloud.inventory.addresses.plan import AddressPlan, Key
from educloud.inventory.addresses.scheme import ADDRESS_BITS, Scheme

MOST_USED = 0.75  # a quarter stays in reserve

LEVELS = ("city", "county", "site", "university")  # what is counted
# What encloses, what is enclosed -> the level it counts at.
_LEVEL_OF = {
    ("province", "city"): "city",
    ("city", "county"): "county",
    ("county", "site"): "site",
    ("county", "node"): "site",  # a node stands among the sites
    ("pool", "site"): "university",
}
_COUNTED_IN = {kind: level for (kind, _), level in _LEVEL_OF.items()}


@dataclass(frozen=True, slots=True)
class Place:
    """A province, city, county or pool and how many of its slots are in use.

    A slot is what one id of ``level`` normally gets; a larger prefix uses several, a reserved one
    counts as used.
    """

    level: str
    kind: str
    id: str
    used: int
    capacity: int

    @property
    def reserve(self) -> float:
        """Share of the slots that is free."""
        return 1 - self.used / self.capacity if self.capacity else 0.0

    @property
    def tight(self) -> bool:
        """Tell whether less than a quarter is in reserve."""
        return self.used > MOST_USED * self.capacity


@dataclass(frozen=True, slots=True)
class Utilisation:
    """How full one level is, and where it is fullest."""

    level: str
    used: int
    capacity: int
    fullest: str
    fullest_used: int
    fullest_capacity: int
    tight_places: int

    @property
    def tight(self) -> bool:
        """Tell whether the fullest place has less than a quarter in reserve."""
        return self.tight_places > 0


def places(plan: AddressPlan) -> list[Place]:
    """Give every place that others are inside of, in the order of the addresses."""
    used = _used_slots(plan)
    return [
        Place(level, one.kind, one.id, used[one.key], _slots(plan.scheme, level, length))
        for one, length in ((one, one.prefix.prefixlen) for one in plan.register)
        if (level := _COUNTED_IN.get(one.kind)) is not None
    ]


def utilisation(counted: Iterable[Place]) -> list[Utilisation]:
    """Sum ``places`` up by level, from the cities down to the universities."""
    by_level: dict[str, list[Place]] = {level: [] for level in LEVELS}
    for place in counted:
        by_level[place.level].append(place)
    return [_summed(level, of_level) for level, of_level in by_level.items()]


def _summed(level: str, of_level: list[Place]) -> Utilisation:
    fullest = min(of_level, key=lambda one: one.reserve, default=None)
    return Utilisation(
        level,
        sum(one.used for one in of_level),
        sum(one.capacity for one in of_level),
        fullest.id if fullest and fullest.used else "",
        fullest.used if fullest else 0,
        fullest.capacity if fullest else 0,
        sum(one.tight for one in of_level),
    )


def _used_slots(plan: AddressPlan) -> Counter[Key]:
    """Count the slots touched in each place; the order of the addresses makes it exact."""
    used: Counter[Key] = Counter()
    beyond: dict[Key, int] = {}  # the first slot not counted yet
    shifts = {level: ADDRESS_BITS - _length(plan.scheme, level) for level in LEVELS}
    nesting = plan.nesting
    for place, one in enumerate(plan.register):
        around = plan.enclosing(place)
        level = _LEVEL_OF.get((around.kind, one.kind)) if around else None
        if around is None or level is None:
            continue
        key, base = around.key, nesting.starts[nesting.around[place]]
        first = max(nesting.starts[place] - base >> shifts[level], beyond.get(key, 0))
        beyond[key] = (nesting.ends[place] - base >> shifts[level]) + 1
        used[key] += max(0, beyond[key] - first)
    return used


def _length(scheme: Scheme, level: str) -> int:
    lengths = {
        "city": scheme.city_length,
        "county": scheme.county_length,
        "site": scheme.site_length,
        "university": scheme.campus_length,
    }
    return lengths[level]


def _slots(scheme: Scheme, level: str, length: int) -> int:
    taken = {"city": 1, "university": scheme.first_campus}.get(level, 0)  # the pool; its county
    return max(0, (1 << max(0, _length(scheme, level) - length)) - taken)
