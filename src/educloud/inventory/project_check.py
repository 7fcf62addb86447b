"""What the tables alone cannot show: whether they agree with the rest of the project folder.

These findings do not keep other commands from working; ``inventory validate`` lists them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from operator import attrgetter

from educloud.errors import InventoryError, ProjectError
from educloud.inventory.addresses.plan import Fault, Key
from educloud.inventory.addresses.register import address_plan, register_rows
from educloud.inventory.findings import Finding
from educloud.inventory.load import Reading
from educloud.inventory.models import Inventory, Node, Site
from educloud.inventory.profile import load_profile
from educloud.inventory.rules import loops
from educloud.project import Project


def project_findings(project: Project, reading: Reading, inventory: Inventory) -> list[Finding]:
    """Give the findings: platforms without templates, misplaced prefixes and sites, settings."""
    return [
        *_settings(project, inventory),
        *_platforms(project, reading),
        *_circles(reading),
        *_addresses(project, reading, inventory),
    ]


def _settings(project: Project, inventory: Inventory) -> Iterator[Finding]:
    settings = project.settings
    try:
        profile = load_profile(settings.profile)
    except ProjectError as error:
        yield Finding("educloud", 1, "profile", settings.profile, error.what)
        return
    if profile.province != settings.province:
        reason = f"profile {profile.name} is of province {profile.province}"
        yield Finding("educloud", 1, "province", settings.province, reason)
    if settings.province not in inventory.divisions:
        reason = "does not stand in divisions.csv"
        yield Finding("educloud", 1, "province", settings.province, reason)


def _platforms(project: Project, reading: Reading) -> Iterator[Finding]:
    """Report a platform once, at the first of its devices."""
    table = reading.tables["devices"]
    counts = Counter(map(attrgetter("platform"), table.records))
    for platform, count in counts.items():
        if not any((project.templates / platform).glob("*.j2")):
            row = next(row for row, device in table.numbered() if device.platform == platform)
            reason = f"no template in templates/{platform}: {count} devices cannot be rendered"
            yield Finding("devices", row, "platform", platform, reason)


def _circles(reading: Reading) -> Iterator[Finding]:
    """Report loops of rows that name the one above them, or the one that replaces them."""
    tables = reading.tables
    yield from loops(tables["orgs"], "tenant_parent")
    yield from loops(tables["nodes"], "parent")
    yield from loops(tables["apps"], "replaced_by")


def _addresses(project: Project, reading: Reading, inventory: Inventory) -> Iterator[Finding]:
    if project.settings.province not in inventory.divisions:
        return  # reported already; without a province there is no plan
    try:
        faults = address_plan(project, inventory).check()
    except InventoryError as error:
        yield from (found for found in error.findings if isinstance(found, Finding))
        return
    except ProjectError as error:
        yield Finding("ipv6", 1, "prefix", None, str(error))
        return
    if not faults:
        return
    rows = {site.site_id: row for row, site in reading.tables["sites"].numbered()}
    registered = register_rows(project)
    for fault in faults:
        site = inventory.sites.get(fault.id) if fault.kind == "site" else None
        placed = site or (inventory.nodes.get(fault.id) if fault.kind == "node" else None)
        if placed is None or _is_placed(placed, inventory):  # else its division is reported already
            yield _finding(fault, site, rows, registered)


def _is_placed(placed: Site | Node, inventory: Inventory) -> bool:
    """Tell whether the way up from a row's division ends where a province may stand."""
    lineage = inventory.lineage(placed.division_code)
    top = inventory.divisions.get(lineage[-1]) if lineage else None
    return top is not None and top.parent is None


def _finding(
    fault: Fault, site: Site | None, rows: Mapping[str, int], registered: Mapping[Key, int]
) -> Finding:
    """Point to the cell that says so: the site's own, else the register's."""
    prefix = str(fault.prefix) if fault.prefix else None
    if site is not None and (fault.prefix is None or fault.prefix == site.ipv6_prefix):
        column, value = ("ipv6_prefix", prefix) if prefix else ("division_code", site.division_code)
        return Finding("sites", rows[site.site_id], column, value, fault.reason)
    row = registered.get((fault.kind, fault.id), 1)
    return Finding("ipv6", row, "prefix", prefix, f"{fault.kind} {fault.id}: {fault.reason}")
