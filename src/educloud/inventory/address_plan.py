"""An address plan: who holds which prefix, whether that is sound, and how full it is."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from ipaddress import IPv6Network

from educloud.errors import ProjectError
from educloud.inventory.scheme import ADDRESS_BITS, SUBNET_BITS, Scheme

MOST_USED = 0.75  # a quarter stays in reserve

Key = tuple[str, str]  # kind, id


@dataclass(frozen=True, slots=True)
class Allocation:
    """A prefix and whose it is; kind is province, pool, city, county or site."""

    kind: str
    id: str
    prefix: IPv6Network

    @property
    def key(self) -> Key:
        """Whose it is."""
        return self.kind, self.id


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong with one id's prefix."""

    kind: str
    id: str
    prefix: IPv6Network | None
    reason: str

    def __str__(self) -> str:
        held = f" ({self.prefix})" if self.prefix else ""
        return f"{self.kind} {self.id}{held}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Utilisation:
    """How full one level is, and where it is fullest; reserved slots count as used."""

    level: str
    used: int
    capacity: int
    fullest: str
    fullest_used: int
    fullest_capacity: int

    @property
    def tight(self) -> bool:
        """Tell whether the fullest place has less than a quarter in reserve."""
        return self.fullest_used > MOST_USED * self.fullest_capacity


@dataclass(frozen=True, slots=True)
class Want:
    """An id that needs a prefix of ``bits`` below its parent's, from slot ``first`` on."""

    kind: str
    id: str
    parent: Key
    bits: int
    first: int = 0
    fixed: IPv6Network | None = None  # what the tables already say

    @property
    def key(self) -> Key:
        """Whose it is."""
        return self.kind, self.id


@dataclass(frozen=True)
class AddressPlan:
    """Who holds which prefix; ``new`` is not in the register yet, ``reserved`` has no owner now."""

    scheme: Scheme
    allocations: tuple[Allocation, ...]
    reserved: tuple[Allocation, ...]
    new: tuple[Allocation, ...]
    complaints: tuple[Fault, ...]  # found while planning
    wants: Mapping[Key, Want]

    @cached_property
    def _prefixes(self) -> dict[Key, IPv6Network]:
        return {one.key: one.prefix for one in self.allocations}

    @property
    def register(self) -> tuple[Allocation, ...]:
        """Everything ever given, in the order of the addresses."""
        return tuple(sorted((*self.allocations, *self.reserved), key=by_address))

    def prefix(self, kind: str, identity: str) -> IPv6Network:
        """Give the prefix of one id; ProjectError when it has none."""
        try:
            return self._prefixes[kind, identity]
        except KeyError:
            raise ProjectError(
                f"{kind} {identity!r} has no IPv6 prefix", "inventory/ipv6.csv",
                "run 'educloud ipv6 plan --check'",
            ) from None  # fmt: skip

    def vlan_prefix(self, site_id: str, service: int, index: int) -> IPv6Network:
        """Give the /64 of the ``index``-th VLAN of a service (a slot of SERVICES) at a site."""
        scheme = self.scheme
        if not (0 <= service < 1 << scheme.service and 0 <= index < 1 << scheme.vlan):
            raise ProjectError(
                f"service {service}, VLAN {index} of site {site_id!r} does not fit the scheme",
                "IPv6 plan",
                f"a site has {1 << scheme.service} services of {1 << scheme.vlan} VLANs",
            )
        subnet = service << scheme.vlan | index
        inside = self.prefix("site", site_id)
        if inside.prefixlen > scheme.site_length:
            raise ProjectError(
                f"site {site_id!r} holds {inside}, too small for its VLANs",
                "inventory/ipv6.csv",
                f"give it a /{scheme.site_length}",
            )
        base = int(inside.network_address)
        return IPv6Network((base + (subnet << ADDRESS_BITS - SUBNET_BITS), SUBNET_BITS))

    def check(self) -> list[Fault]:
        """Give every id without a prefix, every overlap and every prefix outside its parent's.

        Exact: prefixes are either nested or disjoint, so walking them in order with the stack of
        those that enclose the current one meets every overlap; O(n log n).
        """
        faults = [*self.complaints, *self._too_small()]
        enclosing: list[Allocation] = []
        for one in self.register:
            while enclosing and not one.prefix.subnet_of(enclosing[-1].prefix):
                enclosing.pop()
            reason = self._misplaced(one, enclosing[-1] if enclosing else None)
            if reason:
                faults.append(Fault(*one.key, one.prefix, reason))
            enclosing.append(one)
        return faults

    def utilisation(self) -> list[Utilisation]:
        """Give how full each level is, from the cities down to the universities."""
        scheme, held = self.scheme, self.register
        pools = [one for one in self.allocations if one.kind == "pool"]
        provinces = [one for one in self.allocations if one.kind == "province"]
        cities = [one for one in held if one.kind == "city"]
        counties = [one for one in held if one.kind == "county"]
        sites = [one for one in held if one.kind == "site"]
        campuses = [one for one in sites if self._is_campus(one, pools)]
        schools = [one for one in sites if not self._is_campus(one, pools)]
        return [
            _fullness("city", cities, provinces, (1 << scheme.city) - 1),
            _fullness("county", counties, cities, 1 << scheme.county),
            _fullness("site", schools, counties, 1 << scheme.site),
            _fullness("university", campuses, pools, (1 << scheme.campus) - scheme.first_campus),
        ]

    def _is_campus(self, site: Allocation, pools: Sequence[Allocation]) -> bool:
        want = self.wants.get(site.key)
        if want is not None:
            return want.parent[0] == "pool"
        first = self.scheme.first_campus << ADDRESS_BITS - self.scheme.campus_length
        return any(
            site.prefix.subnet_of(pool.prefix)
            and int(site.prefix.network_address) - int(pool.prefix.network_address) >= first
            for pool in pools
        )

    def _too_small(self) -> Iterator[Fault]:
        longest = self.scheme.site_length
        for one in self.allocations:
            if one.kind == "site" and one.prefix.prefixlen > longest:
                yield Fault(*one.key, one.prefix, f"smaller than the /{longest} a site needs")

    def _misplaced(self, one: Allocation, around: Allocation | None) -> str | None:
        want = self.wants.get(one.key)
        if one.kind == "province":
            return None if around is None else f"lies inside {around.kind} {around.id}"
        if around is None:
            return "lies outside the province's prefix"
        if around.kind == "site":
            return f"overlaps site {around.id} ({around.prefix})"
        if want is not None and around.key != want.parent:
            kind, identity = want.parent
            return f"lies in {around.kind} {around.id}, not in its own {kind} {identity}"
        return None


def _fullness(
    level: str, used: Sequence[Allocation], parents: Sequence[Allocation], slots: int
) -> Utilisation:
    starts = [int(parent.prefix.network_address) for parent in parents]
    order = sorted(range(len(parents)), key=starts.__getitem__)
    ordered = [starts[place] for place in order]
    counts: Counter[str] = Counter()
    for one in used:
        place = bisect_left(ordered, int(one.prefix.network_address) + 1) - 1
        if place >= 0 and one.prefix.subnet_of(parents[order[place]].prefix):
            counts[parents[order[place]].id] += 1
    fullest, most = counts.most_common(1)[0] if counts else ("", 0)
    return Utilisation(level, len(used), slots * len(parents), fullest, most, slots)


def by_address(one: Allocation) -> tuple[int, int]:
    """Give the order of the addresses: enclosing prefixes first."""
    return int(one.prefix.network_address), one.prefix.prefixlen
