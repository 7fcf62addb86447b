"""What must hold between rows: unique ids and addresses, references, no loops."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from educloud.inventory.findings import Finding
from educloud.inventory.models import TABLES, Calendar, PlannerPolicy, Record
from educloud.inventory.tables import Table

Tables = Mapping[str, Table[Any]]
SSH_PORT = 22


def rule_findings(tables: Tables, calendar: Calendar, policy: PlannerPolicy) -> Iterator[Finding]:
    """Give every finding that one row alone cannot show; linear in the number of rows."""
    for table in tables.values():
        yield from _repeated_keys(table)
        yield from _dangling(table, tables)
    yield from _repeated_addresses(tables["devices"])
    yield from _loops(tables["devices"], "uplink_device", lambda row: row.uplink_device)
    yield from _loops(tables["divisions"], "parent", lambda row: row.parent)
    yield from _calendar(calendar, tables["divisions"].ids)
    yield from _policy(policy, tables["divisions"].ids)


def _repeated_keys(table: Table[Any]) -> Iterator[Finding]:
    columns = TABLES[table.name].key
    yield from _repeated(table, columns[0], lambda row: tuple(getattr(row, c) for c in columns))


def _repeated_addresses(devices: Table[Any]) -> Iterator[Finding]:
    yield from _repeated(
        devices, "mgmt_address", lambda row: (row.mgmt_address, row.mgmt_port or SSH_PORT)
    )


def _repeated(
    table: Table[Any], column: str, identity: Callable[[Any], tuple[Any, ...]]
) -> Iterator[Finding]:
    first: dict[tuple[Any, ...], int] = {}
    for number, record in table.numbered():
        value = identity(record)
        if first.setdefault(value, number) != number:
            shown = ", ".join(str(part) for part in value)
            yield Finding(
                table.name, number, column, shown, f"already stands in row {first[value]}"
            )


def _dangling(table: Table[Any], tables: Tables) -> Iterator[Finding]:
    for column, target in TABLES[table.name].references.items():
        if tables[target].unusable:
            continue  # its own finding says it once for all rows that point there
        known = tables[target].ids
        for number, record in table.numbered():
            value = getattr(record, column)
            if value is not None and value not in known:
                yield Finding(table.name, number, column, value, f"does not stand in {target}.csv")


def _loops(
    table: Table[Any], column: str, upward: Callable[[Any], str | None]
) -> Iterator[Finding]:
    """Report each loop once, at the first row that stands in it."""
    up: dict[str, str | None] = {_id(row): upward(row) for row in table.records}
    settled: set[str] = set()
    looped: set[str] = set()
    for start in up:
        path: dict[str, None] = {}
        current: str | None = start
        while current is not None and current in up and current not in settled:
            if current in path:
                members = list(path)
                looped.update(members[members.index(current) :][:1])
                break
            path[current] = None
            current = up[current]
        settled.update(path)
    for number, record in table.numbered():
        if _id(record) in looped:
            yield Finding(table.name, number, column, up[_id(record)], "leads back to this row")


def _id(record: Record) -> str:
    return str(getattr(record, record.key[0]))


def _calendar(calendar: Calendar, codes: set[str]) -> Iterator[Finding]:
    for number, blackout in enumerate(calendar.blackouts, start=1):
        if blackout.to < blackout.from_:
            reason = f"{blackout.name} ends before it begins ({blackout.from_})"
            yield Finding("calendar", number, "to", str(blackout.to), reason)
        for code in blackout.divisions:
            if code not in codes:
                yield Finding(
                    "calendar", number, "divisions", code, "does not stand in divisions.csv"
                )


def _policy(policy: PlannerPolicy, codes: set[str]) -> Iterator[Finding]:
    if policy.start.weekday() != 0:
        yield Finding("planner", 1, "start", str(policy.start), "is not a Monday")
    if policy.pilot_division is not None and policy.pilot_division not in codes:
        yield Finding(
            "planner", 1, "pilot_division", policy.pilot_division, "does not stand in divisions.csv"
        )
