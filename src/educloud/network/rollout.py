"""One device of a project from its inventory to its saved configuration, and the order of all."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path

from educloud.errors import DeviceError, EduCloudError
from educloud.inventory.addresses.allocate import AddressPlan
from educloud.inventory.addresses.register import address_plan
from educloud.inventory.load import inventory_digest, load_inventory
from educloud.inventory.models import Device, Inventory
from educloud.network.credentials import target_of
from educloud.network.memory import Memory
from educloud.network.push import Intended, PushResult, Status, push_device
from educloud.network.render import render_device
from educloud.project import Project, write_atomically


def roll_out_device(
    project: Project, device_id: str, *, allow_management_change: bool = False
) -> PushResult:
    """Render, push, verify and save one device; record how it ended. Repeating it is harmless."""
    try:
        inventory, plan = read_inputs(project)
        target = target_of(project, find_device(inventory, device_id))
        text = render_device(project, inventory, plan, device_id)
        result = push_device(
            target,
            Intended(text, allow_management_change=allow_management_change),
            known_hosts=known_hosts(project),
            memory=memory_of(project, device_id),
        )
    except EduCloudError as error:
        result = PushResult(device_id, Status.FAILED, reason=str(error))
    except Exception as error:  # noqa: BLE001  the results of a wave's other devices must not be lost
        said = (str(error).splitlines() or ["no reason given"])[0]
        reason = f"an error nobody expected, {type(error).__name__}: {said}"
        result = PushResult(device_id, Status.FAILED, reason=reason)
    record = {**asdict(result), "at": dt.datetime.now(dt.UTC).isoformat(timespec="seconds")}
    write_atomically(
        record_path(project, device_id), json.dumps(record, ensure_ascii=False, indent=1)
    )
    return result


def devices_in_order(inventory: Inventory) -> list[tuple[str, ...]]:
    """Give the devices with a credential in waves: a canary, then from the leaves to the hub.

    The canary is one device: the first by id of those furthest below the hub, whatever its
    platform; it speaks for the templates of that platform alone. A wave holds devices of one depth,
    so it never holds two of one uplink path: a device's turn comes when those behind it are done.
    What a failure means for the waves that follow is for the caller to decide.
    """
    ready = sorted(d.device_id for d in inventory.devices.values() if d.credential)
    depths = {device_id: _depth(inventory, device_id) for device_id in ready}
    waves = [
        tuple(i for i in ready if depths[i] == depth)
        for depth in sorted(set(depths.values()), reverse=True)
    ]
    if waves and len(ready) > 1:
        canary, *rest = waves[0]
        waves = [(canary,), tuple(rest), *waves[1:]]
    return [wave for wave in waves if wave]


def record_path(project: Project, device_id: str) -> Path:
    """Give the file in which the last roll-out of a device is recorded."""
    return _folder(project) / f"{device_id}.json"


def memory_of(project: Project, device_id: str) -> Memory:
    """Give the files that remember what a device said before and after its last roll-out."""
    folder = _folder(project)
    return Memory(folder / f"{device_id}.before.json", folder / f"{device_id}.after.txt")


def known_hosts(project: Project) -> Path:
    """Give the file of the devices' host keys."""
    return project.state / "known_hosts"


def find_device(inventory: Inventory, device_id: str) -> Device:
    """Give a device; DeviceError when the inventory has none of that id."""
    device = inventory.devices.get(device_id)
    if device is None:
        raise DeviceError(
            f"there is no device {device_id!r}", "devices.csv", "name one that is in the inventory"
        )
    return device


@dataclass(frozen=True, slots=True)
class _Inputs:
    folder: Path
    digest: str
    register: bytes


def read_inputs(project: Project) -> tuple[Inventory, AddressPlan]:
    """Give inventory and address plan; read again only when a table changed."""
    register = project.inventory / "ipv6.csv"
    content = register.read_bytes() if register.exists() else b""
    return _read(_Inputs(project.folder, inventory_digest(project), content))


@lru_cache(2)
def _read(inputs: _Inputs) -> tuple[Inventory, AddressPlan]:
    project = Project(inputs.folder)
    inventory = load_inventory(project)
    return inventory, address_plan(project, inventory)


def _folder(project: Project) -> Path:
    folder = project.state / "network"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def _depth(inventory: Inventory, device_id: str) -> int:
    seen = {device_id}
    above = inventory.devices[device_id].uplink_device
    while above and above in inventory.devices and above not in seen:
        seen.add(above)
        above = inventory.devices[above].uplink_device
    return len(seen)
