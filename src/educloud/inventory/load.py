"""The project's inventory: all tables, the calendar and the planner policy, checked as a whole."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from educloud.errors import InventoryError
from educloud.inventory.findings import Finding
from educloud.inventory.garbage import without_collections
from educloud.inventory.models import TABLES, Calendar, Inventory, PlannerPolicy, Record
from educloud.inventory.rules import rule_findings
from educloud.inventory.tables import Table, dump_table, fault_reason, read_table
from educloud.project import Project, yaml_document

Model = TypeVar("Model", bound=BaseModel)

CALENDAR = "calendar.yaml"
PLANNER = "planner.yaml"


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything the inventory folder held, right or wrong."""

    tables: dict[str, Table[Any]]
    calendar: Calendar
    policy: PlannerPolicy
    misread: tuple[Finding, ...] = ()  # of the two YAML files, then taken at their defaults

    def findings(self) -> list[Finding]:
        """Give every finding, table by table, row by row."""
        found = [finding for table in self.tables.values() for finding in table.findings]
        found.extend(self.misread)
        found.extend(rule_findings(self.tables, self.calendar, self.policy))
        order = {name: place for place, name in enumerate(TABLES)}
        return sorted(found, key=lambda one: (order.get(one.table, len(order)), one.row))

    def inventory(self) -> Inventory:
        """Give the tables as one object; rejected rows are not in it."""
        keyed = {name: _by_id(table.records) for name, table in self.tables.items()}
        return Inventory(
            divisions=keyed["divisions"],
            orgs=keyed["orgs"],
            sites=keyed["sites"],
            rooms=keyed["rooms"],
            devices=keyed["devices"],
            apps=keyed["apps"],
            nodes=keyed["nodes"],
            links=keyed["links"],
            teams=keyed["teams"],
            pins=keyed["pins"],
            deps=tuple(self.tables["deps"].records),
            capacity=tuple(self.tables["capacity"].records),
            circuits=keyed["circuits"],
            indicators=tuple(self.tables["indicators"].records),
            calendar=self.calendar,
            policy=self.policy,
        )


def load_inventory(project: Project) -> Inventory:
    """Give the project's inventory; InventoryError with all findings when a row is wrong."""
    reading = read_inventory(project)
    findings = reading.findings()
    if findings:
        raise InventoryError(tuple(findings))
    return reading.inventory()


def check_inventory(project: Project) -> list[Finding]:
    """Give every finding of the project's inventory; ProjectError when a file is unreadable."""
    return read_inventory(project).findings()


def read_inventory(project: Project) -> Reading:
    """Read all files without judging rows; ProjectError when a file is unreadable."""
    folder = project.inventory
    with without_collections():
        tables = {name: read_table(folder / f"{name}.csv", kind) for name, kind in TABLES.items()}
    calendar, wrong_days = _yaml_or_default(folder / CALENDAR, Calendar)
    policy, wrong_keys = _yaml_or_default(folder / PLANNER, PlannerPolicy)
    return Reading(tables, calendar, policy, (*wrong_days, *wrong_keys))


def write_tables(folder: Path, tables: dict[str, list[Record]]) -> None:
    """Write each named table as ``<name>.csv`` into ``folder``."""
    for name, records in tables.items():
        dump_table(folder / f"{name}.csv", records, TABLES[name])


def inventory_digest(project: Project) -> str:
    """Give the SHA-256 of what the planner reads: every table, the calendar, the policy."""
    digest = hashlib.sha256()
    for name in [*(f"{table}.csv" for table in sorted(TABLES)), CALENDAR, PLANNER]:
        path = project.inventory / name
        content = path.read_bytes() if path.exists() else b""
        digest.update(f"{name}:{len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()


def _by_id(records: list[Any]) -> dict[str, Any]:
    # deps, capacity and indicators have keys of several columns and are used as plain rows.
    return {getattr(record, record.key[0]): record for record in records}


def _yaml_or_default(path: Path, model: type[Model]) -> tuple[Model, tuple[Finding, ...]]:
    if not path.exists():
        return model(), ()
    try:
        return model.model_validate(yaml_document(path)), ()
    except ValidationError as error:
        return model(), tuple(_yaml_findings(path.stem, error))


def _yaml_findings(name: str, error: ValidationError) -> Iterator[Finding]:
    """Give a finding per key: ``row`` is the entry of a list that it stands in, else 1."""
    for fault in error.errors():
        entries = [part for part in fault["loc"] if isinstance(part, int)]
        keys = [part for part in fault["loc"] if isinstance(part, str)]
        value = None if fault["type"] == "missing" else str(fault["input"])
        row = entries[0] + 1 if entries and len(keys) > 1 else 1
        yield Finding(name, row, keys[-1] if keys else "", value, fault_reason(fault))
