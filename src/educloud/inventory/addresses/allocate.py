"""The address plan: province, city, county, site, VLAN, and the cloud nodes; nothing given moves.

The bit budget is that of Henan: eighteen cities need six bits, a county needs more than 256 sites.
The register (inventory/ipv6.csv) records every prefix given; new ids get the lowest free slot in
the order of their ids, removed ids keep theirs reserved.

Places of their own: slot 0 of every city is the city's own "county" (bureaus and schools that
belong to no county, all sites of a city without counties); the last city slot is the province's
pool, its slot 0 for provincial bodies, the rest for universities, a /48 per campus. Whatever lies
directly under the province is a city here, also a district where there are no prefectures; a
functional zone is a county where the divisions have a row for it.

Cloud nodes stand among the sites, after them: a city node in the block of its division (of a city:
the city's own), main and university nodes beside the provincial bodies.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from ipaddress import IPv6Network
from itertools import repeat

from educloud.errors import ProjectError
from educloud.inventory.addresses.plan import AddressPlan, Allocation, Fault, Key, Want, by_address
from educloud.inventory.addresses.prefixes import near, span
from educloud.inventory.addresses.scheme import DEFAULT, NODE_LENGTH, SERVICES, Scheme
from educloud.inventory.addresses.slots import free_slots
from educloud.inventory.garbage import without_collections
from educloud.inventory.models import Inventory, Node, Site, SiteKind, Tier

# What is given its place, step by step, and what may stand in its way.
_STEPS = (
    (("pool", "city"), ("pool", "city")),
    (("county",), ("county",)),
    (("site",), ("site", "node")),
    (("node",), ("site", "node")),
)

__all__ = ["DEFAULT", "SERVICES", "AddressPlan", "Allocation", "Fault", "Scheme", "plan_addresses"]


@without_collections()
def plan_addresses(
    inventory: Inventory,
    root: IPv6Network,
    register: Iterable[Allocation],
    scheme: Scheme = DEFAULT,
    province: str | None = None,
) -> AddressPlan:
    """Give every division, site and node its prefix; what ``register`` or a site's row holds stays.

    ``province`` may be left out when the divisions have one root. ProjectError when the root does
    not suit the scheme or the register was made under another one.
    """
    code = province or _only_province(inventory)
    recorded = {(one.kind, one.id): one for one in register}
    top = Allocation("province", code, root)
    _check_root(root, scheme, recorded.get(top.key, top).prefix)
    wants, complaints = _wants(inventory, code, scheme)
    fixed = {w.key: Allocation(*w.key, w.fixed) for w in wants if w.fixed is not None}
    complaints.extend(_contradicted(wants, recorded))
    planned = fixed | recorded | {top.key: top}
    for kinds, beside in _STEPS:
        lacking = [one for one in wants if one.kind in kinds and one.key not in planned]
        if lacking:
            siblings = (one.prefix for one in planned.values() if one.kind in beside)
            complaints.extend(_place(lacking, siblings, planned))
    return AddressPlan(
        scheme,
        register=tuple(sorted(planned.values(), key=by_address)),
        recorded=frozenset(recorded),
        complaints=tuple(complaints),
        wants={one.key: one for one in wants},
        province=code,
    )


def check_fit(inventory: Inventory, province: str, scheme: Scheme) -> None:
    """Refuse a scheme with too few bits for the divisions: ProjectError with the numbers."""
    children: dict[str | None, int] = defaultdict(int)
    for division in inventory.divisions.values():
        children[division.parent] += 1
    places = (1 << scheme.city) - 1
    if children[province] > places:
        raise ProjectError(
            f"{children[province]} cities (all that lies directly under {province}) do not fit "
            f"{scheme.city} city bits, {places} places besides the pool",
            "IPv6 scheme",
            "give more city bits",
        )
    cities = (one for one in inventory.divisions.values() if one.parent == province)
    fullest = max(cities, key=lambda one: children[one.code], default=None)
    places = (1 << scheme.county) - 1
    if fullest is not None and children[fullest.code] > places:
        raise ProjectError(
            f"{children[fullest.code]} counties of {fullest.name_zh} {fullest.code} do not fit "
            f"{scheme.county} county bits, {places} places besides the city's own",
            "IPv6 scheme",
            "give more county bits",
        )


def _wants(inventory: Inventory, province: str, scheme: Scheme) -> tuple[list[Want], list[Fault]]:
    """List what needs a prefix, parents first, and whatever stands in a division that has none."""
    wants = list(_blocks(inventory, province, scheme))
    own = {want.id for want in wants}
    blocks: dict[str, Key | None] = {}
    without = []

    def block_of(code: str) -> Key | None:
        if code not in blocks:
            nearest = next((one for one in inventory.lineage(code) if one in own), None)
            blocks[code] = ("county", nearest) if nearest else None
        return blocks[code]

    for name in sorted(inventory.sites):
        site = inventory.sites[name]
        block = block_of(site.division_code)
        if block is None:
            without.append(_stray("site", name, site.division_code, province, site.ipv6_prefix))
        else:
            wants.append(_site_want(site, block, ("pool", province), scheme))
    for name in sorted(inventory.nodes):
        node = inventory.nodes[name]
        block = block_of(node.division_code)
        if block is None:
            without.append(_stray("node", name, node.division_code, province, None))
        else:
            wants.append(_node_want(node, block, ("county", province)))
    return wants, without


def _stray(kind: str, name: str, code: str, province: str, held: IPv6Network | None) -> Fault:
    reason = f"its division {code} lies outside the province {province}"
    return Fault(kind, name, held, reason)


def _blocks(inventory: Inventory, province: str, scheme: Scheme) -> Iterator[Want]:
    root, pool = ("province", province), ("pool", province)
    city, county = scheme.city_length, scheme.county_length
    children = defaultdict(list)
    for division in inventory.divisions.values():
        children[division.parent].append(division.code)
    yield Want(pool, root, city, first=scheme.pool_slot)
    yield Want(("county", province), pool, county)
    for code in sorted(children[province]):
        yield Want(("city", code), root, city)
        yield Want(("county", code), ("city", code), county)
        for below in sorted(children[code]):
            yield Want(("county", below), ("city", code), county, first=1)


def _site_want(site: Site, block: Key, pool: Key, scheme: Scheme) -> Want:
    key = ("site", site.site_id)
    if site.kind is SiteKind.UNIVERSITY:
        return Want(key, pool, scheme.campus_length, scheme.first_campus, site.ipv6_prefix)
    return Want(key, block, scheme.site_length, fixed=site.ipv6_prefix)


def _node_want(node: Node, block: Key, provincial: Key) -> Want:
    """Put a city node into the block of its division, every other one beside the province's own."""
    parent = block if node.tier is Tier.CITY else provincial
    return Want(("node", node.node_id), parent, NODE_LENGTH)


def _contradicted(wants: Iterable[Want], recorded: Mapping[Key, Allocation]) -> Iterator[Fault]:
    for want in wants:
        held = recorded.get(want.key) if want.fixed is not None else None
        if held is not None and held.prefix != want.fixed:
            reason = f"sites.csv says so, the register says {held.prefix} (which stands)"
            yield Fault(*want.key, want.fixed, reason)


def _place(
    wants: Sequence[Want], siblings: Iterable[IPv6Network], planned: dict[Key, Allocation]
) -> Iterator[Fault]:
    """Put each want into the lowest slot no sibling touches; give those with no place."""
    blocks = [planned[one].prefix for one in {want.parent for want in wants} if one in planned]
    spans = sorted(map(span, near(blocks, siblings)))
    groups: dict[tuple[Key, int], list[Want]] = defaultdict(list)
    for want in wants:
        groups[want.parent, want.length].append(want)
    for (parent, length), group in groups.items():
        block = planned.get(parent)
        firsts = [want.first for want in group]
        found = free_slots(block.prefix, length, firsts, spans) if block else repeat(None)
        for want, prefix in zip(group, found, strict=False):
            if prefix is None:
                yield Fault(*want.key, None, f"no free place in {parent[0]} {parent[1]}")
            else:
                planned[want.key] = Allocation(*want.key, prefix)


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
