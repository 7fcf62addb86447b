"""What stands where now: nodes, devices, applications and rooms, from what runs have recorded."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from educloud.cloud.engine.state import files_of, network_stacks
from educloud.cloud.spec.network import NETWORK
from educloud.errors import ProjectError
from educloud.inventory.load import load_inventory
from educloud.inventory.models import CLOUDS, Inventory
from educloud.migration.plan import read_plan
from educloud.migration.records import read_records
from educloud.project import Project


@dataclass(frozen=True, slots=True)
class NodeStatus:
    """A declared stack: ``resources`` is None until it was brought up."""

    node_id: str
    name: str
    resources: int | None
    updated_at: str | None


@dataclass(frozen=True, slots=True)
class DeviceStatus:
    """A device that was rolled out to, and how the last attempt ended."""

    device_id: str
    hostname: str
    site: str
    platform: str
    status: str
    lines: int
    reason: str


@dataclass(frozen=True, slots=True)
class AppStatus:
    """An application whose move was begun, and where it is served from now."""

    app_id: str
    name: str
    state: str
    serves_from: str
    reason: str


@dataclass(frozen=True, slots=True)
class RoomStatus:
    """A server room: its applications in all and those that have left, and when it may close."""

    room_id: str
    name: str
    apps: int
    moved: int
    verdict: str | None
    closes_on: str | None


@dataclass(frozen=True, slots=True)
class Status:
    """Everything at once; ``counts`` gives rows per table, ``kpi`` the plan's own figures."""

    province: str
    counts: Mapping[str, int]
    nodes: tuple[NodeStatus, ...]
    devices: tuple[DeviceStatus, ...]
    untouched_devices: int
    apps: tuple[AppStatus, ...]
    rooms: tuple[RoomStatus, ...]
    kpi: Mapping[str, Any]


def gather_status(project: Project, plan: Mapping[str, Any] | None = None) -> Status:
    """Give the status of ``project``; ``plan`` adds what is planned for its rooms."""
    inventory = load_inventory(project)
    plan = read_plan_if_any(project.folder / "plan.json") if plan is None else plan
    apps = tuple(_apps(project))
    devices = tuple(_devices(project, inventory))
    province = inventory.divisions.get(project.settings.province)
    return Status(
        province=province.name_zh if province else project.settings.province,
        counts={
            name: len(getattr(inventory, name))
            for name in ("divisions", "orgs", "sites", "rooms", "devices", "apps", "nodes")
        },
        nodes=tuple(_nodes(project, inventory)),
        devices=devices,
        untouched_devices=len(inventory.devices) - len(devices),
        apps=apps,
        rooms=tuple(_rooms(inventory, plan, {a.app_id for a in apps if a.state == "moved"})),
        kpi=plan.get("kpi", {}),
    )


def read_plan_if_any(path: Path) -> dict[str, Any]:
    """Read a plan file as plain data; empty when there is none, PlanError when it is none."""
    return read_plan(path).model_dump(mode="json") if path.is_file() else {}


def device_records(project: Project) -> Iterator[dict[str, Any]]:
    """Give what the last attempt at each device left; ProjectError names a broken record."""
    for path in sorted((project.state / "network").glob("*.json")):
        try:
            yield json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise ProjectError(
                "the record is not readable", str(path), "delete it and roll the device out again"
            ) from error


def _nodes(project: Project, inventory: Inventory) -> Iterator[NodeStatus]:
    for path in sorted(project.stacks.glob("*.yaml")):
        node = inventory.nodes.get(path.stem)
        stacks = network_stacks(project) if path.stem == NETWORK else (path.stem,)
        files = [files_of(project, name) for name in stacks]
        stands = sum(1 for one in files for _ in one.resources())
        written = max(filter(None, (one.updated_at() for one in files)), default=None)
        yield NodeStatus(
            path.stem,
            node.name if node else "教育专网",
            stands or None,
            _when(written) if stands else None,
        )


def _when(written: str | None) -> str | None:
    if written is None:
        return None
    return dt.datetime.fromisoformat(written).astimezone().isoformat(" ", "minutes")


def _devices(project: Project, inventory: Inventory) -> Iterator[DeviceStatus]:
    for record in device_records(project):
        device = inventory.devices.get(record["device"])
        if device is None:
            continue
        site = inventory.sites.get(device.site_id)
        yield DeviceStatus(
            device.device_id,
            device.hostname,
            site.name if site else device.site_id,
            device.platform,
            record["status"],
            record["lines_sent"],
            record.get("reason") or "",
        )


def _apps(project: Project) -> Iterator[AppStatus]:
    for record in read_records(project):
        move = record.move
        yield AppStatus(
            move.app_id, move.name, record.state, record.serves_from or "?", record.reason
        )


def _rooms(inventory: Inventory, plan: Mapping[str, Any], moved: set[str]) -> Iterator[RoomStatus]:
    planned = {row["room_id"]: row for row in plan.get("rooms", ())}
    hosted = Counter(app.room_id for app in inventory.apps.values() if app.hosting not in CLOUDS)
    left = Counter(inventory.apps[app_id].room_id for app_id in moved if app_id in inventory.apps)
    for room in inventory.rooms.values():
        row = planned.get(room.room_id, {})
        yield RoomStatus(
            room.room_id,
            room.name,
            hosted[room.room_id],
            left[room.room_id],
            row.get("verdict"),
            row.get("closes_on"),
        )
