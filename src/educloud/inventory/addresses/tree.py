"""The address plan for people: a tree from the province down to one site's VLANs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from educloud.errors import ProjectError
from educloud.inventory.addresses.plan import AddressPlan, Allocation, Key
from educloud.inventory.addresses.utilisation import places, utilisation
from educloud.inventory.models import Inventory

_EXAMPLE_SERVICES = ("mgmt", "teaching", "office", "wifi-student")


def plan_lines(plan: AddressPlan, inventory: Inventory, division: str | None) -> Iterator[str]:
    """Give the tree; ``division`` says which city is opened, else the one with most sites.

    ProjectError when the plan holds no such division.
    """
    opened = _opened(plan, inventory, division)
    cities = [one for one in plan.allocations if one.kind in {"city", "pool"}]
    for one in plan.allocations:
        if one.kind == "province":
            yield f"{one.prefix}  {inventory.divisions[one.id].name_zh} {one.id}"
    for city in cities:
        last = city is cities[-1]
        yield f"{'└─' if last else '├─'} {_city_line(plan, inventory, city)}"
        if city.kind == "city" and city.id == opened:
            indent = "   " if last else "│  "
            yield from (indent + line for line in _county_lines(plan, inventory, city))
    for level in utilisation(places(plan)):
        warning = "  ← less than a quarter in reserve" if level.tight else ""
        yield (
            f"{level.level:<10} {level.used:>5} of {level.capacity} in use; fullest: "
            f"{level.fullest or '-'} {level.fullest_used}/{level.fullest_capacity}{warning}"
        )


def under(plan: AddressPlan, inventory: Inventory, division: str) -> Iterator[Allocation]:
    """Give the allocations of ``division`` and of everything that lies under it.

    ProjectError when there is no such division.
    """
    _known(inventory, division)
    for one in plan.allocations:
        if inventory.lies_under(_division_of(one, inventory), division):
            yield one


def _division_of(one: Allocation, inventory: Inventory) -> str:
    if one.kind == "site":
        return inventory.sites[one.id].division_code
    return inventory.nodes[one.id].division_code if one.kind == "node" else one.id


def _opened(plan: AddressPlan, inventory: Inventory, division: str | None) -> str | None:
    cities = {one.id for one in plan.allocations if one.kind == "city"}
    if division is not None:
        _known(inventory, division)
        return next((code for code in inventory.lineage(division) if code in cities), None)
    counts = Counter(
        code
        for site in inventory.sites.values()
        for code in inventory.lineage(site.division_code)
        if code in cities
    )
    return counts.most_common(1)[0][0] if counts else None


def _known(inventory: Inventory, division: str) -> None:
    if division not in inventory.divisions:
        raise ProjectError(
            f"no division {division!r}", "inventory/divisions.csv", "give a 6-digit code of it"
        )


def _city_line(plan: AddressPlan, inventory: Inventory, city: Allocation) -> str:
    blocks = sum(1 for want in plan.blocks if want.parent == city.key)
    if city.kind == "pool":
        campuses = len(plan.sites_of(city.key))
        nodes = _nodes_said(plan, ("county", city.id))
        return (
            f"{city.prefix}  province pool: {campuses} university sites, provincial bodies{nodes}"
        )
    name = inventory.divisions[city.id].name_zh
    return f"{city.prefix}  {name} {city.id}: {blocks - 1} counties"


def _county_lines(plan: AddressPlan, inventory: Inventory, city: Allocation) -> Iterator[str]:
    counties = [
        one
        for one in plan.allocations
        if one.kind == "county" and plan.wants[one.key].parent == city.key
    ]
    exampled = False
    for county in counties:
        sites = plan.sites_of(county.key)
        last = county is counties[-1]
        name = "the city's own" if county.id == city.id else inventory.divisions[county.id].name_zh
        branch, nodes = "└─" if last else "├─", _nodes_said(plan, county.key)
        yield f"{branch} {county.prefix}  {name} {county.id}: {len(sites)} sites{nodes}"
        example = next((one for one in sites if _has_vlans(plan, one)), None)
        if county.id != city.id and example and not exampled:
            exampled = True
            indent = "   " if last else "│  "
            yield from (indent + line for line in _site_lines(plan, inventory, example))


def _nodes_said(plan: AddressPlan, block: Key) -> str:
    nodes = (f"{name} {plan.given('node', name)}" for name in plan.nodes_of(block))
    return "".join(f", node {one}" for one in nodes)


def _has_vlans(plan: AddressPlan, site: str) -> bool:
    prefix = plan.given("site", site)
    return prefix is not None and prefix.prefixlen <= plan.scheme.site_length


def _site_lines(plan: AddressPlan, inventory: Inventory, site: str) -> Iterator[str]:
    yield f"└─ {plan.prefix('site', site)}  {inventory.sites[site].name} {site}, for example"
    shown = [name for name in _EXAMPLE_SERVICES if name in plan.scheme.slots]
    for name in shown:
        end = "└─" if name == shown[-1] else "├─"
        yield f"   {end} {plan.service_prefix(site, name, 0)}  {name}, first VLAN"
