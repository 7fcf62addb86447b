"""An address plan: who holds which prefix, and whether that is sound."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from ipaddress import IPv6Network

from educloud.errors import ProjectError
from educloud.inventory.addresses.nesting import Nesting
from educloud.inventory.addresses.scheme import ADDRESS_BITS, NODE_LENGTH, SUBNET_BITS, Scheme

Key = tuple[str, str]  # kind, id

KINDS = ("province", "pool", "city", "county", "site", "node")  # from the outside to the inside
ENDS = ("site", "node")  # what nothing else lies inside of
_RANK = {kind: rank for rank, kind in enumerate(KINDS)}


@dataclass(frozen=True, slots=True)
class Allocation:
    """A prefix and whose it is; kind is one of KINDS."""

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
class Want:
    """An id that needs a /``length`` inside its parent's prefix, from slot ``first`` on."""

    key: Key
    parent: Key
    length: int
    first: int = 0
    fixed: IPv6Network | None = None  # what the tables already say

    @property
    def kind(self) -> str:
        """What it is: one of KINDS."""
        return self.key[0]

    @property
    def id(self) -> str:
        """Its id in the tables."""
        return self.key[1]


@dataclass(frozen=True)
class AddressPlan:
    """Who holds which prefix: ``register`` is everything ever given, in the order of addresses.

    ``recorded`` are the ids whose prefix was in the register before; ``complaints`` were found
    while planning.
    """

    scheme: Scheme
    register: tuple[Allocation, ...]
    recorded: frozenset[Key]
    complaints: tuple[Fault, ...]
    wants: Mapping[Key, Want]
    province: str

    @cached_property
    def allocations(self) -> tuple[Allocation, ...]:
        """What has an owner now."""
        return tuple(one for one in self.register if self.is_live(one))

    @cached_property
    def reserved(self) -> tuple[Allocation, ...]:
        """What has no owner now: nobody else gets it."""
        return tuple(one for one in self.register if not self.is_live(one))

    @cached_property
    def new(self) -> tuple[Allocation, ...]:
        """What is not in the register yet."""
        return tuple(one for one in self.register if one.key not in self.recorded)

    @cached_property
    def nesting(self) -> Nesting:
        """Which prefix of the register encloses which."""
        return Nesting(one.prefix for one in self.register)

    @cached_property
    def _prefixes(self) -> dict[Key, IPv6Network]:
        return {one.key: one.prefix for one in self.allocations}

    @cached_property
    def blocks(self) -> tuple[Want, ...]:
        """What others lie inside of: the pool, the cities, the counties."""
        return tuple(want for want in self.wants.values() if want.kind not in ENDS)

    @cached_property
    def _ends(self) -> dict[tuple[str, Key], list[str]]:
        of: dict[tuple[str, Key], list[str]] = {}
        for want in self.wants.values():
            if want.kind in ENDS:
                of.setdefault((want.kind, want.parent), []).append(want.id)
        return of

    def sites_of(self, parent: Key) -> list[str]:
        """List the sites whose prefix belongs into that of a county or of the pool."""
        return self._ends.get(("site", parent), [])

    def nodes_of(self, parent: Key) -> list[str]:
        """List the cloud nodes whose prefix belongs into that of a county."""
        return self._ends.get(("node", parent), [])

    def is_live(self, one: Allocation) -> bool:
        """Tell whether an allocation has an owner in the tables."""
        return one.key in self.wants or one.key == ("province", self.province)

    def given(self, kind: str, identity: str) -> IPv6Network | None:
        """Give the prefix of one id, None when it has none."""
        return self._prefixes.get((kind, identity))

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
        """Give the /64 of the ``index``-th VLAN of a service (its slot in the scheme) at a site."""
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

    def service_prefix(self, site_id: str, service: str, index: int) -> IPv6Network:
        """Give the /64 of the ``index``-th VLAN of a service, by its name, at a site."""
        return self.vlan_prefix(site_id, self.scheme.slot(service), index)

    def enclosing(self, place: int) -> Allocation | None:
        """Give the smallest allocation around the one at ``place`` of the register."""
        around = self.nesting.around[place]
        return None if around < 0 else self.register[around]

    def check(self) -> list[Fault]:
        """Give every id without a prefix, every overlap and every prefix outside its parent's.

        Exact: prefixes are either nested or disjoint, so a walk in their order with the stack of
        those that enclose the current one meets every overlap; O(n log n) with the sorting.
        """
        return [*self.complaints, *self._too_small(), *self._misplaced()]

    def _too_small(self) -> Iterator[Fault]:
        scheme = self.scheme
        needed = {
            "pool": scheme.city_length,
            "city": scheme.city_length,
            "county": scheme.county_length,
            "site": scheme.site_length,
            "node": NODE_LENGTH,
        }
        for one in self.allocations:
            longest = needed.get(one.kind, ADDRESS_BITS)
            if one.prefix.prefixlen > longest:
                yield Fault(*one.key, one.prefix, f"smaller than the /{longest} a {one.kind} needs")

    def _misplaced(self) -> Iterator[Fault]:
        for place, one in enumerate(self.register):
            around = self.enclosing(place)
            want = self.wants.get(one.key)
            if around is not None and want is not None and around.key == want.parent:
                continue  # where it belongs
            reason = _fault_of_place(one, around, want)
            if reason:
                yield Fault(*one.key, one.prefix, reason)


def _fault_of_place(one: Allocation, around: Allocation | None, want: Want | None) -> str | None:
    if one.kind == "province":
        return None if around is None else f"lies inside {around.kind} {around.id}"
    if around is None:
        return "lies outside the province's prefix"
    if around.kind in ENDS:
        return f"overlaps {around.kind} {around.id} ({around.prefix})"
    if want is not None:
        kind, identity = want.parent
        return f"lies in {around.kind} {around.id}, not in its own {kind} {identity}"
    return None


def by_address(one: Allocation) -> tuple[int, int, int]:
    """Give the order of the addresses: enclosing prefixes first, and of equal ones the kinds'."""
    prefix = one.prefix
    return int(prefix.network_address), prefix.prefixlen, _RANK.get(one.kind, len(KINDS))
