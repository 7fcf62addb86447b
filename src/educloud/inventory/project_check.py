"""What the tables alone cannot show: whether they agree with the rest of the project folder.

These findings do not keep other commands from working; ``inventory validate`` lists them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from educloud.errors import InventoryError, ProjectError
from educloud.inventory.addresses.plan import Fault
from educloud.inventory.addresses.register import address_plan
from educloud.inventory.findings import Finding
from educloud.inventory.load import Reading
from educloud.inventory.models import Inventory
from educloud.inventory.profile import load_profile
from educloud.project import Project


def project_findings(project: Project, reading: Reading, inventory: Inventory) -> list[Finding]:
    """Give the findings: platforms without templates, misplaced prefixes and sites, settings."""
    return [
        *_settings(project, inventory),
        *_platforms(project, reading),
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
    counts = Counter(device.platform for device in table.records)
    first = {device.platform: row for row, device in reversed(list(table.numbered()))}
    for platform, count in counts.items():
        if not any((project.templates / platform).glob("*.j2")):
            reason = f"no template in templates/{platform}: {count} devices cannot be rendered"
            yield Finding("devices", first[platform], "platform", platform, reason)


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
    for fault in faults:
        site = inventory.sites.get(fault.id) if fault.kind == "site" else None
        if site is None or site.division_code in inventory.divisions:  # else reported already
            yield _finding(fault, rows)


def _finding(fault: Fault, rows: dict[str, int]) -> Finding:
    prefix = str(fault.prefix) if fault.prefix else None
    if fault.kind == "site" and fault.id in rows:
        column = "ipv6_prefix" if fault.prefix else "division_code"
        return Finding("sites", rows[fault.id], column, prefix, fault.reason)
    return Finding("ipv6", 1, "prefix", prefix, f"{fault.kind} {fault.id}: {fault.reason}")
