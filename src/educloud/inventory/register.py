"""The register of prefixes, ``inventory/ipv6.csv``: what was given, kept for good."""

from __future__ import annotations

import ipaddress

from educloud.errors import InventoryError, ProjectError
from educloud.inventory.findings import Finding
from educloud.inventory.ipv6 import AddressPlan, Allocation, plan_addresses
from educloud.inventory.models import Id, Inventory, Record
from educloud.inventory.tables import Table, read_table, table_text
from educloud.project import Project, write_document

FILE = "ipv6.csv"


class Registered(Record):
    """A row of the register."""

    key = ("kind", "id")
    kind: Id
    id: Id
    prefix: ipaddress.IPv6Network


def address_plan(project: Project, inventory: Inventory) -> AddressPlan:
    """Give the project's address plan: its root prefix, its register, its tables."""
    settings = project.settings
    if settings.province not in inventory.divisions:
        raise ProjectError(
            f"province {settings.province!r} does not stand in inventory/divisions.csv",
            str(project.folder / "educloud.yaml"),
            "correct the code",
        )
    return plan_addresses(
        inventory, settings.ipv6_root, load_register(project), province=settings.province
    )


def load_register(project: Project) -> tuple[Allocation, ...]:
    """Give every prefix recorded so far; InventoryError names a wrong row."""
    table = read_table(project.inventory / FILE, Registered)
    findings = (*table.findings, *_twice(table))
    if findings:
        raise InventoryError(findings)
    return tuple(Allocation(row.kind, row.id, row.prefix) for row in table.records)


def save_register(project: Project, plan: AddressPlan) -> bool:
    """Record what ``plan`` gives; tell whether the file changed."""
    path = project.inventory / FILE
    rows = [Registered(kind=one.kind, id=one.id, prefix=one.prefix) for one in plan.register]
    text = table_text(rows, Registered)
    if path.exists() and path.read_bytes() == text.encode():
        return False
    write_document(path, text)
    return True


def _twice(table: Table[Registered]) -> list[Finding]:
    first: dict[tuple[str, str], int] = {}
    return [
        Finding(table.name, number, "id", row.id, f"already stands in row {earlier}")
        for number, row in table.numbered()
        if (earlier := first.setdefault((row.kind, row.id), number)) != number
    ]
