"""The register of prefixes, ``inventory/ipv6.csv``: what was given, kept for good."""

from __future__ import annotations

import csv
import io
import ipaddress
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated

from pydantic import BeforeValidator

from educloud.errors import InventoryError, ProjectError
from educloud.inventory.addresses.allocate import AddressPlan, Allocation, check_fit, plan_addresses
from educloud.inventory.addresses.plan import Key
from educloud.inventory.addresses.prefixes import prefix_text, read_prefix
from educloud.inventory.addresses.scheme import DEFAULT, Scheme, sound_scheme
from educloud.inventory.fields import Id
from educloud.inventory.findings import Finding
from educloud.inventory.garbage import without_collections
from educloud.inventory.models import Inventory, Record
from educloud.inventory.profile import load_profile
from educloud.inventory.tables import Table, read_table
from educloud.project import Project, read_yaml, write_document

FILE = "ipv6.csv"


class Registered(Record):
    """A row of the register."""

    key = ("kind", "id")
    kind: Id
    id: Id
    prefix: Annotated[ipaddress.IPv6Network, BeforeValidator(read_prefix)]


def address_plan(project: Project, inventory: Inventory) -> AddressPlan:
    """Give the project's address plan: its root prefix, its scheme, its register, its tables."""
    settings = project.settings
    if settings.province not in inventory.divisions:
        raise ProjectError(
            f"province {settings.province!r} does not stand in inventory/divisions.csv",
            str(project.folder / "educloud.yaml"),
            "correct the code",
        )
    scheme = find_scheme(project, settings.ipv6_scheme)
    check_fit(inventory, settings.province, scheme)
    register = load_register(project)
    return plan_addresses(inventory, settings.ipv6_root, register, scheme, settings.province)


def find_scheme(project: Project, name: str) -> Scheme:
    """Give a scheme of the project's profile, or of a YAML file; ProjectError when it is unsound.

    A relative path starts at the project's folder.
    """
    if name == "default":
        return DEFAULT  # what every profile says too; no profile need be read for it
    known = load_profile(project.settings.profile).ipv6_schemes
    if name in known:
        return sound_scheme(known[name], f"IPv6 scheme {name}")
    path = project.folder / name
    if path.suffix not in {".yaml", ".yml"}:
        raise ProjectError(
            f"no IPv6 scheme {name!r}",
            "ipv6_scheme",
            f"choose one of {', '.join(known)}, or name a .yaml file",
        )
    return sound_scheme(read_yaml(path, Scheme), str(path))


@without_collections()
def load_register(project: Project) -> tuple[Allocation, ...]:
    """Give every prefix recorded so far; InventoryError names a wrong row."""
    table = read_table(project.inventory / FILE, Registered)
    findings = (*table.findings, *_twice(table))
    if findings:
        raise InventoryError(findings)
    return tuple(Allocation(row.kind, row.id, row.prefix) for row in table.records)


def register_rows(project: Project) -> dict[Key, int]:
    """Give the row of the file that each id stands in."""
    table = read_table(project.inventory / FILE, Registered)
    return {(row.kind, row.id): number for number, row in table.numbered()}


def save_register(project: Project, plan: AddressPlan) -> bool:
    """Record what ``plan`` gives, people's own columns kept; tell whether the file changed."""
    path = project.inventory / FILE
    text = register_text(plan.register, _notes(path))
    if path.exists() and path.read_bytes() == text.encode():
        return False
    write_document(path, text)
    return True


def _notes(path: Path) -> dict[Key, dict[str, str]]:
    """Give what people wrote in columns of their own."""
    if not path.exists():
        return {}
    with path.open("rb") as file:
        if file.readline().strip() == ",".join(Registered.model_fields).encode():
            return {}  # nearly always, and the register is long
    rows = read_table(path, Registered).records
    return {(row.kind, row.id): row.model_extra for row in rows if row.model_extra}


def register_text(
    register: Iterable[Allocation], extras: Mapping[Key, Mapping[str, str]] | None = None
) -> str:
    """Give the register as CSV; ``extras`` are the further cells of an id, by column."""
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    known = extras or {}
    columns = list(dict.fromkeys(name for cells in known.values() for name in cells))
    rows.writerow([*Registered.model_fields, *columns])
    for one in register:
        cells = known.get(one.key, {})
        further = (cells.get(name, "") for name in columns)
        rows.writerow((one.kind, one.id, prefix_text(one.prefix), *further))
    return text.getvalue()


def _twice(table: Table[Registered]) -> list[Finding]:
    first: dict[tuple[str, str], int] = {}
    return [
        Finding(table.name, number, "id", row.id, f"already stands in row {earlier}")
        for number, row in table.numbered()
        if (earlier := first.setdefault((row.kind, row.id), number)) != number
    ]
