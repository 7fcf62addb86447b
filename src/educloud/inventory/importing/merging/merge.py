"""Drafts into tables: rows with the same natural key are one thing, known values survive.

| case | what happens |
|---|---|
| a key no row has yet | a new row at the end, its id made of the key |
| a key that a row has | the row keeps id and place; what the file says overwrites, reported |
| an empty cell, a column the file lacks | what is known stays |
| the same key twice in one file | one row; the later one is rejected where it says otherwise |
| a row the table cannot hold, a reference to nothing | a rejection; the table keeps its old row |
| a device on another one's address, above itself | a rejection; the table keeps its old row |
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from educloud.inventory.columns import RowReader
from educloud.inventory.findings import Finding
from educloud.inventory.importing.draft import Change, Draft, Rejection
from educloud.inventory.importing.merging.devices import drop_clashing, name_uplinks
from educloud.inventory.importing.merging.identity import Identity, Names
from educloud.inventory.importing.merging.references import drop_dangling, resolve
from educloud.inventory.importing.merging.rows import Row, Rows, contradictions, join, told_twice
from educloud.inventory.models import TABLES, Record
from educloud.inventory.tables import cell_text, row_findings

UPDATED = "updated"  # rule of a change that overwrote what the table held
NAMESAKES_SHOWN = 6
FILLED = "filled"  # rule of a change where the table knew nothing


@dataclass(frozen=True, slots=True)
class Counts:
    """What became of the rows of one table."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0


@dataclass(slots=True)
class Merged:
    """The tables after the merge and what is to be told about it."""

    tables: dict[str, list[Record]] = field(default_factory=dict)
    taken: dict[str, list[Identity]] = field(default_factory=dict)  # rows the file speaks of
    counts: dict[str, Counts] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    rejections: list[Rejection] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def merge(
    known: Mapping[str, Sequence[Record]], drafts: Iterable[Draft], kind: str = "apps"
) -> Merged:
    """Give the tables with the drafts in them.

    ``known``: the records of every table that drafts are for or point to. Ids and references are
    filled into the drafts themselves. ``kind``: the table that the file's rows are for; of another
    one (an organisation that systems name) what a later row says otherwise is a warning only.
    """
    merged = Merged()
    by_table: dict[str, list[Draft]] = defaultdict(list)
    for draft in drafts:
        by_table[draft.table].append(draft)
    names = Names(known)
    rows: dict[str, Rows] = {}
    for table in sorted(by_table, key=list(TABLES).index):
        if table == "devices":
            name_uplinks(by_table[table], known.get(table, ()))
        rows[table] = _combine(table, by_table[table], names, merged, kind)
        _validate(table, rows[table], names, merged)
    _drop_wrong(rows, known, merged)
    for table, found in rows.items():
        _settle(table, found, names, known.get(table, ()), merged)
    return merged


def _drop_wrong(
    rows: Mapping[str, Rows], known: Mapping[str, Sequence[Record]], merged: Merged
) -> None:
    """Take the records from rows that are wrong beside others, until none is."""
    warnings: list[str] | None = None
    while True:
        clashing = drop_clashing(rows.get("devices", {}), known.get("devices", ()))
        dangling, unchecked = drop_dangling(rows, known)
        warnings = unchecked if warnings is None else warnings
        merged.rejections += [*clashing, *dangling]
        if not clashing and not dangling:
            break
    merged.warnings += warnings


def _combine(
    table: str, drafts: list[Draft], names: Names, merged: Merged, kind_of_file: str
) -> Rows:
    """Give each draft its id, then join those of the same thing.

    References inside the table are resolved last: all of its ids must be given before.
    """
    kind = TABLES[table]
    within = {column for column, target in kind.references.items() if target == table}
    settled: list[Draft] = []
    for draft in drafts:
        if refused := resolve(draft, names, [one for one in draft.refs if one not in within]):
            merged.rejections.append(refused)
            continue
        if draft.key:
            draft.values[kind.key[0]] = names.give(draft)
        settled.append(draft)
    rows: Rows = {}
    for draft in settled:
        if refused := resolve(draft, names, [one for one in draft.refs if one in within]):
            merged.rejections.append(refused)
        elif table == kind_of_file and (otherwise := contradictions(rows, draft)):
            merged.rejections += otherwise
        else:
            join(rows, draft)
    merged.warnings += filter(None, map(told_twice, rows.values()))
    return rows


def _validate(table: str, rows: Rows, names: Names, merged: Merged) -> None:
    kind = TABLES[table]
    old = names.old(table)
    required = [name for name, info in kind.model_fields.items() if info.is_required()]
    stated = (column for row in rows.values() for column in row.values)
    header = list(dict.fromkeys([*required, *stated]))
    reader: RowReader[Record] = RowReader(kind, header)
    for identity, row in rows.items():
        before = old.get(identity)
        try:
            if before is None:
                row.record = reader.read([row.values.get(column, "") for column in header])
            else:
                row.record = kind.model_validate(_filled(before) | row.values)
        except ValidationError as error:
            merged.rejections += [
                _invalid(draft, found)
                for draft in row.drafts
                for found in row_findings(table, draft.row, error)
            ]


def _invalid(draft: Draft, found: Finding) -> Rejection:
    hint = f"correct {found.column} and import the row again"
    return Rejection(draft.row, found.column, found.value, found.reason, hint, draft.sheet)


def _filled(record: Record) -> dict[str, Any]:
    own = {name: value for name, value in vars(record).items() if value is not None}
    return own | (record.model_extra or {})


def _settle(
    table: str,
    rows: Rows,
    names: Names,
    known: Sequence[Record],
    merged: Merged,
) -> None:
    """Put the rows into the table: old ones in their place, new ones at the end."""
    old = names.old(table)
    replaced: dict[int, Record] = {}
    new: list[Record] = []
    taken = merged.taken.setdefault(table, [])
    for identity, row in rows.items():
        if row.record is None:
            continue
        taken.append(identity)
        before = old.get(identity)
        if before is None:
            new.append(row.record)
        elif changes := list(_updates(before, row)):
            replaced[id(before)] = row.record
            merged.changes += changes
    merged.tables[table] = [*(replaced.get(id(one), one) for one in known), *new]
    merged.warnings += _namesakes(table, new, names)
    unchanged = len(taken) - len(new) - len(replaced)
    merged.counts[table] = Counts(len(new), len(replaced), unchanged)


def _namesakes(table: str, new: Iterable[Record], names: Names) -> Iterable[str]:
    """Tell of new rows under an id of their own whose natural key an older row has.

    Of systems the candidates tell.
    """
    twins = [] if table == "apps" else [(one, names.namesake(table, one)) for one in new]
    found = [f"{getattr(one, TABLES[table].key[0])} and {twin}" for one, twin in twins if twin]
    if found:
        more = " …" if len(found) > NAMESAKES_SHOWN else ""
        yield (
            f"{table}: {len(found)} new row(s) bear the name of one that is there by another id;"
            f" both stay: {', '.join(found[:NAMESAKES_SHOWN])}{more}; keep one of them"
        )


def _updates(before: Record, row: Row) -> Iterable[Change]:
    after = row.record
    if after is None or _held(before) == _held(after):
        return
    for column in row.values:
        was, now = getattr(before, column, None), getattr(after, column, None)
        if was != now:
            rule = FILLED if was is None else UPDATED
            draft = row.first
            yield Change(draft.row, column, cell_text(was), cell_text(now), rule, draft.sheet)


def _held(record: Record) -> tuple[dict[str, Any], dict[str, Any]]:
    return vars(record), record.model_extra or {}
