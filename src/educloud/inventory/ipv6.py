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
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from ipaddress import IPv6Network

from educloud.errors import ProjectError
from educloud.inventory.address_plan import AddressPlan, Allocation, Fault, Key, Want, by_address
from educloud.inventory.models import Inventory, Site, SiteKind
from educloud.inventory.scheme import ADDRESS_BITS, DEFAULT, SERVICES, Scheme

__all__ = ["DEFAULT", "SERVICES", "AddressPlan", "Allocation", "Fault", "Scheme", "plan_addresses"]


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
    every = sorted((Allocation(*key, prefix) for key, prefix in planned.items()), key=by_address)
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
        first = scheme.first_campus
        return Want("site", site.site_id, pool, scheme.campus, first, site.ipv6_prefix)
    return Want("site", site.site_id, ("county", block), scheme.site, fixed=site.ipv6_prefix)


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
