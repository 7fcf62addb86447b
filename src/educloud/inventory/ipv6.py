"""The address plan: province, city, county, site, VLAN; what was once given never moves.

The bit budget is that of Henan: eighteen cities need six bits, a county needs more than 256 sites.
The register (inventory/ipv6.csv) records every prefix given; new ids get the lowest free slot in
the order of their ids, removed ids keep theirs reserved.

Places of their own: slot 0 of every city is the city's own "county" (bureaus and schools that
belong to no county, all sites of a city without counties); the last city slot is the province's
pool, its slot 0 for provincial bodies, the rest for universities, a /48 per campus.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from ipaddress import IPv6Network

from educloud.errors import ProjectError
from educloud.inventory.models import Inventory, Site, SiteKind

ADDRESS_BITS = 128
SUBNET_BITS = 64
MOST_USED = 0.75  # a quarter stays in reserve

# What stands in the four service bits of a site's subnets; the slot is the place in the list.
SERVICES = (
    "mgmt", "teaching", "office", "video", "iot", "wifi-staff", "wifi-student", "exam", "dmz",
    "vocational",
)  # fmt: skip

Key = tuple[str, str]  # kind, id


@dataclass(frozen=True, slots=True)
class Scheme:
    """How many bits each level gets, from the province's prefix down to the /64."""

    city: int
    county: int
    site: int
    service: int
    vlan: int
    campus: int  # bits from the pool's prefix to a university's

    @property
    def root_length(self) -> int:
        """Length of the province's prefix that makes every VLAN a /64."""
        return SUBNET_BITS - self.city - self.county - self.site - self.service - self.vlan

    @property
    def site_length(self) -> int:
        """Length of a site's prefix."""
        return SUBNET_BITS - self.service - self.vlan

    @property
    def campus_length(self) -> int:
        """Length of a university's prefix."""
        return self.root_length + self.city + self.campus

    @property
    def pool_slot(self) -> int:
        """The city slot that is the province's pool: the last one."""
        return (1 << self.city) - 1


# /32, /38 city, /44 county, /56 site, 16 services of 16 VLANs; /48 for a university.
DEFAULT = Scheme(city=6, county=6, site=12, service=4, vlan=4, campus=10)


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
        return tuple(sorted((*self.allocations, *self.reserved), key=_place))

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
            _fullness("university", campuses, pools, (1 << scheme.campus) - _first_campus(scheme)),
        ]

    def _is_campus(self, site: Allocation, pools: Sequence[Allocation]) -> bool:
        want = self.wants.get(site.key)
        if want is not None:
            return want.parent[0] == "pool"
        first = _first_campus(self.scheme) << ADDRESS_BITS - self.scheme.campus_length
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


def plan_addresses(
    inventory: Inventory,
    root: IPv6Network,
    register: Iterable[Allocation],
    scheme: Scheme = DEFAULT,
    province: str | None = None,
) -> AddressPlan:
    """Give every division and site its prefix; what ``register`` or a site's row holds stays.

    ``province`` may be left out when the divisions have one root. ProjectError when the root does
    not suit the scheme or the register was made under another one.
    """
    code = province or _only_province(inventory)
    given = {one.key: one.prefix for one in register}
    _check_root(root, scheme, given.get(("province", code), root))
    wants, complaints = _wants(inventory, code, scheme)
    held = {want.key: want.fixed for want in wants if want.fixed is not None}
    held |= given | {("province", code): root}
    complaints.extend(_contradicted(wants, given))
    planned = dict(held)
    for level in (("pool", "city"), ("county",), ("site",)):
        of_level = [want for want in wants if want.kind in level]
        siblings = [prefix for (kind, _), prefix in held.items() if kind in level]
        for want, prefix in _fill(of_level, siblings, planned):
            if prefix is None:
                kind, identity = want.parent
                reason = f"no free place in {kind} {identity}"
                complaints.append(Fault(*want.key, None, reason))
            else:
                planned[want.key] = prefix
    live = {("province", code), *(want.key for want in wants)}
    every = sorted((Allocation(*key, prefix) for key, prefix in planned.items()), key=_place)
    return AddressPlan(
        scheme,
        allocations=tuple(one for one in every if one.key in live),
        reserved=tuple(one for one in every if one.key not in live),
        new=tuple(one for one in every if one.key not in given),
        complaints=tuple(complaints),
        wants={want.key: want for want in wants},
    )


def _wants(inventory: Inventory, province: str, scheme: Scheme) -> tuple[list[Want], list[Fault]]:
    """List what needs a prefix, parents first, and the sites whose division has none."""
    root, pool = ("province", province), ("pool", province)
    children = defaultdict(list)
    for division in inventory.divisions.values():
        children[division.parent].append(division.code)
    wants = [
        Want(*pool, root, scheme.city, first=scheme.pool_slot),
        Want("county", province, pool, scheme.county),
    ]
    own = {province}
    for city in sorted(children[province]):
        own.add(city)
        wants.append(Want("city", city, root, scheme.city))
        wants.append(Want("county", city, ("city", city), scheme.county))
        for county in sorted(children[city]):
            own.add(county)
            wants.append(Want("county", county, ("city", city), scheme.county, first=1))
    without = []
    for site in sorted(inventory.sites.values(), key=lambda site: site.site_id):
        block = next((code for code in inventory.lineage(site.division_code) if code in own), None)
        if block is None:
            reason = f"its division {site.division_code} lies outside the province {province}"
            without.append(Fault("site", site.site_id, site.ipv6_prefix, reason))
        else:
            wants.append(_site_want(site, block, pool, scheme))
    return wants, without


def _contradicted(wants: Iterable[Want], given: Mapping[Key, IPv6Network]) -> Iterator[Fault]:
    for want in wants:
        registered = given.get(want.key, want.fixed)
        if want.fixed is not None and registered != want.fixed:
            reason = f"sites.csv says so, the register says {registered} (which stands)"
            yield Fault(*want.key, want.fixed, reason)


def _site_want(site: Site, block: str, pool: Key, scheme: Scheme) -> Want:
    if site.kind is SiteKind.UNIVERSITY:
        first = _first_campus(scheme)
        return Want("site", site.site_id, pool, scheme.campus, first, site.ipv6_prefix)
    return Want("site", site.site_id, ("county", block), scheme.site, fixed=site.ipv6_prefix)


def _first_campus(scheme: Scheme) -> int:
    # The pool's first county-sized block is that of the provincial bodies.
    return 1 << scheme.campus - scheme.county


def _fill(
    wants: Sequence[Want], siblings: Sequence[IPv6Network], planned: Mapping[Key, IPv6Network]
) -> Iterator[tuple[Want, IPv6Network | None]]:
    """Give each want that holds nothing yet the lowest slot no sibling touches."""
    spans = sorted((int(one.network_address), int(one.broadcast_address)) for one in siblings)
    groups: dict[Key, list[Want]] = defaultdict(list)
    for want in wants:
        if want.key not in planned:
            groups[want.parent].append(want)
    for parent_key, group in groups.items():
        parent = planned.get(parent_key)
        if parent is None:
            yield from ((want, None) for want in group)
            continue
        shift = ADDRESS_BITS - parent.prefixlen - group[0].bits
        taken = set(_taken_slots(parent, shift, spans))
        free: dict[int, Iterator[int]] = {}
        for want in group:
            slots = free.setdefault(want.first, _untaken(range(want.first, 1 << want.bits), taken))
            slot = next(slots, None)
            if slot is None:
                yield want, None
                continue
            taken.add(slot)
            start = int(parent.network_address) + (slot << shift)
            yield want, IPv6Network((start, parent.prefixlen + want.bits))


def _untaken(slots: range, taken: set[int]) -> Iterator[int]:
    # Lazily: a slot given away in the meantime is passed over, and none is looked at twice.
    return (slot for slot in slots if slot not in taken)


def _taken_slots(
    parent: IPv6Network, shift: int, spans: Sequence[tuple[int, int]]
) -> Iterator[int]:
    first, last = int(parent.network_address), int(parent.broadcast_address)
    if _is_enclosed(first, last, spans):
        yield from range((last - first >> shift) + 1)
        return
    inside = slice(bisect_left(spans, (first, 0)), bisect_left(spans, (last + 1, 0)))
    for start, end in spans[inside]:
        yield from range(start - first >> shift, (end - first >> shift) + 1)


def _is_enclosed(first: int, last: int, spans: Sequence[tuple[int, int]]) -> bool:
    """Tell whether a span covers first..last; one lookup per prefix length it might have."""
    for bits in range((last - first).bit_length(), ADDRESS_BITS + 1):
        start = first >> bits << bits
        span = (start, start + (1 << bits) - 1)
        place = bisect_left(spans, span)
        if place < len(spans) and spans[place] == span:
            return True
    return False


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


def _only_province(inventory: Inventory) -> str:
    roots = [one.code for one in inventory.divisions.values() if one.parent is None]
    if len(roots) != 1:
        raise ProjectError(
            f"{len(roots)} divisions have no parent, one province was expected",
            "inventory/divisions.csv",
            "keep one province and what lies under it",
        )
    return roots[0]


def _check_root(root: IPv6Network, scheme: Scheme, registered: IPv6Network) -> None:
    if root.prefixlen != scheme.root_length:
        raise ProjectError(
            f"ipv6_root is a /{root.prefixlen}, the scheme needs a /{scheme.root_length}",
            "educloud.yaml",
            "give a prefix of that length",
        )
    if registered != root:
        raise ProjectError(
            f"the register was made under {registered}, ipv6_root is now {root}",
            "inventory/ipv6.csv",
            "put the old ipv6_root back, or keep the register elsewhere and plan anew",
        )


def _place(one: Allocation) -> tuple[int, int]:
    return int(one.prefix.network_address), one.prefix.prefixlen
