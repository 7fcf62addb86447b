"""References of new rows: by natural key into ids, and none that points to nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from educloud.inventory.importing.draft import Draft, Rejection
from educloud.inventory.importing.merging.identity import Names
from educloud.inventory.importing.merging.rows import Rows
from educloud.inventory.models import TABLES, Record
from educloud.inventory.tables import cell_text


def resolve(draft: Draft, names: Names, columns: Iterable[str]) -> Rejection | None:
    """Fill in the ids of what ``columns`` name by natural key; a rejection when there is none."""
    for column in columns:
        target = TABLES[draft.table].references.get(column, "")
        found = names.find(target, draft.refs[column])
        if found is None:
            return _dangling(draft, column, " / ".join(draft.refs[column]), target)
        draft.values[column] = found
    return None


def drop_dangling(
    rows: Mapping[str, Rows], known: Mapping[str, Sequence[Record]]
) -> tuple[list[Rejection], list[str]]:
    """Take the records from rows that point to nothing, then from those that pointed to them.

    Gives their rejections, and a warning for each column that points to a table without rows:
    nothing can be said about it.
    """
    ids = _ids(rows, known)
    old = {table: frozenset(ids[table]) for table in rows}
    for table, found in rows.items():
        ids[table].update(identity[0] for identity, row in found.items() if row.record)
    checked = {
        table: {c: t for c, t in TABLES[table].references.items() if ids[t] or t in rows}
        for table in rows
    }
    rejections: list[Rejection] = []
    before = -1
    while before < len(rejections):
        before = len(rejections)
        for table, found in rows.items():
            gone = _drop(found, checked[table], ids, rows, rejections)
            if len(TABLES[table].key) == 1:
                ids[table] -= gone - old[table]
    return rejections, list(_unchecked(rows, checked))


def _ids(rows: Mapping[str, Rows], known: Mapping[str, Sequence[Record]]) -> dict[str, set[str]]:
    targets = {target for table in rows for target in TABLES[table].references.values()}
    return {
        target: {cell_text(getattr(one, TABLES[target].key[0])) for one in known.get(target, ())}
        for target in {*targets, *rows}
    }


def _drop(
    found: Rows,
    references: Mapping[str, str],
    ids: Mapping[str, set[str]],
    rows: Mapping[str, Rows],
    rejections: list[Rejection],
) -> set[str]:
    gone = set()
    for identity, row in found.items():
        for column, target in references.items() if row.record else ():
            value = getattr(row.record, column)
            if value is not None and value not in ids[target]:
                text = _called(rows.get(target, {}), cell_text(value))
                rejections += [_dangling(one, column, text, target) for one in row.drafts]
                row.record = None
                gone.add(identity[0])
                break
    return gone


def _called(rows: Rows, identity: str) -> str:
    """Give what the file calls a row of it that was refused: nobody knows the id made for it."""
    row = rows.get((identity,))
    if row is None or not row.first.key:
        return identity
    return row.values.get("hostname") or row.values.get("name") or identity


def _dangling(draft: Draft, column: str, value: str, target: str) -> Rejection:
    hint = f"import {target} first, or correct {column}"
    if target == draft.table:
        hint = f"correct {column}, or import the row of {value!r} with this one"
    reason = f"no row of {target} is known by {value!r}"
    return Rejection(draft.row, column, value, reason, hint, draft.sheet)


def _unchecked(rows: Mapping[str, Rows], checked: Mapping[str, Mapping[str, str]]) -> Iterable[str]:
    for table, found in rows.items():
        for column, target in TABLES[table].references.items():
            if column not in checked[table] and any(column in row.values for row in found.values()):
                yield f"{column} of {table} was not checked, because {target}.csv has no rows yet"
