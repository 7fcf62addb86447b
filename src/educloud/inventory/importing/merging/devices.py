"""What must hold between devices: uplinks by name, one address each, none above itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from educloud.inventory.importing.draft import Draft, Rejection
from educloud.inventory.importing.merging.rows import Row, Rows
from educloud.inventory.rules import SSH_PORT

_Address = tuple[str, int]


def name_uplinks(drafts: Sequence[Draft], known: Sequence[Any]) -> None:
    """Fill in the ids of uplinks that are named as devices of the table are; of several, no id."""
    ids = {draft.values.get("device_id") for draft in drafts} | {one.device_id for one in known}
    named: dict[str, list[Any]] = {}
    for one in known:
        named.setdefault(one.hostname.casefold(), []).append(one)
    for draft in drafts:
        above = draft.values.get("uplink_device", "")
        found = named.get(above.casefold(), []) if above not in ids else []
        if len(found) > 1:
            found = [one for one in found if one.site_id == draft.values.get("site_id")]
        if len(found) == 1:
            draft.values["uplink_device"] = found[0].device_id


def drop_clashing(rows: Rows, known: Sequence[Any]) -> list[Rejection]:
    """Take the records from rows on an address of another device, and from those in a loop.

    What was there before, or stands above in the file, has the address.
    """
    old = {one.device_id: one for one in known} if rows else {}
    return [*_on_taken_addresses(rows, old), *_in_loops(rows, old)]


def _on_taken_addresses(rows: Rows, old: Mapping[str, Any]) -> Iterator[Rejection]:
    now = {identity[0]: row.record for identity, row in rows.items() if row.record}
    held: dict[_Address, Any] = {}
    for before in old.values():
        if _address(now.get(before.device_id, before)) == _address(before):
            held.setdefault(_address(before), before)
    for row in rows.values():
        if row.record is None:
            continue
        one: Any = row.record
        before = old.get(one.device_id)
        if before and _address(before) == _address(one):
            continue
        holder = held.setdefault(_address(one), one)
        if holder.device_id != one.device_id:
            address, port = _address(one)
            reason = f"{holder.hostname} is managed by this address, port {port}, too"
            hint = "correct the address, or give the port that leads to this device (管理端口)"
            yield from _dropped(row, "mgmt_address", address, reason, hint)


def _in_loops(rows: Rows, old: Mapping[str, Any]) -> Iterator[Rejection]:
    devices = dict(old)
    devices |= {identity[0]: row.record for identity, row in rows.items() if row.record}
    clear: set[str | None] = {None}
    looped: set[str] = set()
    for start in devices:
        path: dict[str, None] = {}
        current: str | None = start
        while current and current in devices and current not in clear and current not in path:
            path[current] = None
            current = devices[current].uplink_device
        if current in path:
            steps = list(path)
            looped.update(steps[steps.index(current) :])
        clear.update(path)
    for row in rows.values():
        one: Any = row.record
        if one is None or one.device_id not in looped:
            continue
        before = old.get(one.device_id)
        if before is None or before.uplink_device != one.uplink_device:
            above = devices[one.uplink_device].hostname
            reason = "the way up from this device leads back to it"
            hint = "correct its uplink (上联设备), or that of the devices above it"
            yield from _dropped(row, "uplink_device", above, reason, hint)


def _address(device: Any) -> _Address:
    return str(device.mgmt_address), device.mgmt_port or SSH_PORT


def _dropped(row: Row, column: str, value: str, reason: str, hint: str) -> Iterator[Rejection]:
    row.record = None
    for draft in row.drafts:
        yield Rejection(draft.row, column, value, reason, hint, draft.sheet)
