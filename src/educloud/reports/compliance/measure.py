"""What this tool saw itself, read back from what its runs recorded in the project's state."""

from __future__ import annotations

import datetime as dt

from educloud.cloud.engine.state import files_of
from educloud.inventory.addresses.register import load_register
from educloud.inventory.models import Inventory
from educloud.migration.records import folder_of, read_records
from educloud.project import Project
from educloud.reports.compliance.situation import Measured
from educloud.reports.status import device_records


def measured(project: Project, inventory: Inventory) -> Measured:
    """Give what rollouts, moves and stacks left behind; ProjectError names a broken record.

    A wrong register of prefixes is an InventoryError: a report must not rest on half of it.
    """
    return Measured(
        devices={record["device"]: record["status"] for record in device_records(project)},
        moved=dict(_moved(project)),
        nodes=frozenset(
            node for node in inventory.nodes if any(files_of(project, node).resources())
        ),
        prefixes=frozenset(one.id for one in load_register(project) if one.kind == "site"),
    )


def _moved(project: Project) -> list[tuple[str, dt.date]]:
    found = []
    for record in read_records(project):
        if record.state == "moved":
            path = folder_of(project, record.move.app_id) / "record.json"
            ended = dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC).astimezone()
            found.append((record.move.app_id, ended.date()))
    return found
