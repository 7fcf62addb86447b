"""What must hold between rows: unique ids and addresses, references, no loops."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from operator import attrgetter
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
    yield from loops(tables["devices"], "uplink_device")
    yield from loops(tables["divisions"], "parent")
    yield from _calendar(calendar, tables["divisions"].ids)
    yield from _policy(policy, tables["divisions"].ids)


def _repeated_keys(table: Table[Any]) -> Iterator[Finding]:
    columns = TABLES[table.name].key
    yield from _repeated(table, columns[0], list(map(attrgetter(*columns), table.records)))


def _repeated_addresses(devices: Table[Any]) -> Iterator[Finding]:
    # As one number: hashing 300,000 addresses takes ten times as long.
    taken = [
        int(row.mgmt_address) << 24 | (row.mgmt_port or SSH_PORT) << 8 | row.mgmt_address.version
        for row in devices.records
    ]
    if len(set(taken)) < len(taken):
        shown = [(str(row.mgmt_address), row.mgmt_port or SSH_PORT) for row in devices.records]
        yield from _repeated(devices, "mgmt_address", shown)


def _repeated(table: Table[Any], column: str, values: Sequence[Any]) -> Iterator[Finding]:
    if len(set(values)) == len(values):
        return
    first: dict[Any, int] = {}
    for number, value in zip(table.rows, values, strict=True):
        if first.setdefault(value, number) != number:
            shown = ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
            yield Finding(
                table.name, number, column, shown, f"already stands in row {first[value]}"
            )


def _dangling(table: Table[Any], tables: Tables) -> Iterator[Finding]:
    for column, target in TABLES[table.name].references.items():
        if tables[target].unusable:
            continue  # its own finding says it once for all rows that point there
        strays = set(map(attrgetter(column), table.records)) - tables[target].ids - {None}
        if not strays:
            continue
        if not tables[target].ids:
            yield _all_dangling(table, column, target, strays)
            continue
        for number, record in table.numbered():
            value = getattr(record, column)
            if value in strays:
                yield Finding(table.name, number, column, value, f"does not stand in {target}.csv")


def _all_dangling(table: Table[Any], column: str, target: str, strays: Collection[str]) -> Finding:
    """Say once, at the first row, what is wrong with every row that points to an empty table."""
    number, value = next(
        (number, value)
        for number, record in table.numbered()
        if (value := getattr(record, column)) in strays
    )
    reason = f"{target}.csv is missing or empty: {len(strays)} ids are named here"
    return Finding(table.name, number, column, value, reason)


def loops(table: Table[Any], column: str) -> Iterator[Finding]:
    """Report each loop once, at the first row that stands in it."""
    names = map(attrgetter(TABLES[table.name].key[0]), table.records)
    up = dict(zip(names, map(attrgetter(column), table.records), strict=True))
    if looped := _in_loops(up):
        for number, record in table.numbered():
            if _id(record) in looped:
                yield Finding(table.name, number, column, up[_id(record)], "leads back to this row")


def _in_loops(up: Mapping[str, str | None]) -> set[str]:
    """Give one id of each loop: the first in the order of ``up``."""
    settled: set[str | None] = {None}
    looped: set[str] = set()
    for start, above in up.items():
        if above in settled:
            settled.add(start)  # nearly every row: what is above it was walked already
            continue
        path: dict[str, None] = {}
        current: str | None = start
        while current is not None and current in up and current not in settled:
            if current in path:
                looped.add(current)
                break
            path[current] = None
            current = up[current]
        settled.update(path)
    return looped


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
