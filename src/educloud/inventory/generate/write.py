"""Generated rows become the project's tables; rows of real people and places are never lost."""

from __future__ import annotations

import csv
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from pathlib import Path

from educloud.errors import ProjectError
from educloud.inventory.generate.province import Row, Tables
from educloud.inventory.models import TABLES

# Replaced as a whole, so nothing real may stand in them. Of the others the real rows stay.
REPLACED = (
    "sites", "rooms", "devices", "apps", "deps", "links", "teams", "pins", "circuits",
    "indicators",
)  # fmt: skip
MARK_COLUMN, MARKED = "synthetic", "yes"
BATCH = 2000

Advance = Callable[[str, int], None]
RealRows = Mapping[str, Sequence[Row]]


def refuse_real_rows(folder: Path) -> None:
    """Raise ProjectError when a table to be replaced holds a row that is not marked synthetic."""
    for name in REPLACED:
        path = folder / f"{name}.csv"
        for number, row in enumerate(_rows(path), start=2):
            if row.get(MARK_COLUMN) != MARKED:
                raise ProjectError(
                    f"row {number} is not marked synthetic, and generated rows would replace it",
                    str(path),
                    "generate into a new folder with --out DIR",
                )


def real_rows(folder: Path) -> RealRows:
    """Give the rows that stay: those not marked synthetic of the tables not replaced."""
    return {
        name: [row for row in _rows(folder / f"{name}.csv") if row.get(MARK_COLUMN) != MARKED]
        for name in TABLES
        if name not in REPLACED
    }


def write_province(
    folder: Path, tables: Tables, real: RealRows, advance: Advance
) -> Mapping[str, int]:
    """Write all tables, then put them in place; tell how many rows each has.

    ``real`` rows stand first in their table; what is generated under the same id is left out.
    ``advance`` hears the table and how many more rows of it are written. Nothing in ``folder``
    changes when anything fails before the last row is written; ProjectError when it cannot be.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder, prefix=".generated-") as name:
            staged = Path(name)
            counts = {
                table: _write(staged / f"{table}.csv", real.get(table, ()), rows(), advance)
                for table, rows in tables.items()
            }
            for table in tables:
                (staged / f"{table}.csv").replace(folder / f"{table}.csv")
    except OSError as error:
        raise ProjectError(
            f"cannot be written: {error.strerror}", str(folder), "make room, or use --out DIR"
        ) from error
    return counts


def _write(path: Path, real: Sequence[Row], rows: Iterator[Row], advance: Advance) -> int:
    table = path.stem
    identity = TABLES[table].key[0]  # of capacity the node: its dates belong together
    taken = {row[identity] for row in real}
    every = chain(real, (row for row in rows if row[identity] not in taken))
    columns = _columns(table, real)
    count = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        while batch := [[row.get(c) for c in columns] for row in islice(every, BATCH)]:
            writer.writerows(batch)
            count += len(batch)
            advance(table, len(batch))
        file.flush()
        os.fsync(file.fileno())
    return count


def _columns(table: str, real: Iterable[Row]) -> list[str]:
    own = dict.fromkeys([*TABLES[table].model_fields, MARK_COLUMN])
    return list(own | dict.fromkeys(column for row in real for column in row))


def _rows(path: Path) -> Iterator[dict[str, str]]:
    if not path.exists():
        return
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file, strict=True):
                # Cells beyond the header and empty lines are no rows to lose.
                yield {name: cell for name, cell in row.items() if name and isinstance(cell, str)}
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise ProjectError(
            f"cannot be read as UTF-8 CSV: {error}", str(path), "mend it, or use --out DIR"
        ) from error
