"""What the tables already hold, read when it is first asked for: a big province takes seconds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Generic, TypeVar

from educloud.errors import ProjectError
from educloud.inventory.models import TABLES, Record
from educloud.inventory.tables import Table, read_table

Row = TypeVar("Row", bound=Record)


class Known(Mapping[str, list[Any]]):
    """The records of each table of a folder, by the table's name.

    ``divisions`` of a folder without that table are the ones of ``fallback``.
    """

    def __init__(self, folder: Path, fallback: Path) -> None:
        self._folder = folder
        self._fallback = fallback
        self._tables: dict[str, Table[Any]] = {}

    def __getitem__(self, table: str) -> list[Any]:
        """Give the records that are right; KeyError when there is no such table."""
        if table not in TABLES:
            raise KeyError(table)
        return self._table(table).records

    def __iter__(self) -> Iterator[str]:
        return iter(TABLES)

    def __len__(self) -> int:
        return len(TABLES)

    def check(self, table: str) -> None:
        """Raise ProjectError when the table holds wrong rows: writing it would lose them."""
        found = self._table(table).findings
        if found:
            raise ProjectError(
                f"{found[0]}, and a table with wrong rows is not written to",
                str(self._path(table)),
                "correct it; 'educloud inventory validate' lists every finding",
            )

    def header(self, table: str) -> list[str]:
        """Give the columns of the table's file; none when there is no file."""
        return self._table(table).header

    def by_id(self, table: str) -> Mapping[str, Any]:
        """Give the records by id, read when they are first looked at."""
        return _Lazy(
            lambda: {getattr(one, TABLES[table].key[0]): one for one in self._table(table).records}
        )

    def _table(self, table: str) -> Table[Any]:
        if table not in self._tables:
            self._tables[table] = read_table(self._path(table), TABLES[table])
        return self._tables[table]

    def _path(self, table: str) -> Path:
        path = self._folder / f"{table}.csv"
        return self._fallback if table == "divisions" and not path.exists() else path


class _Lazy(Mapping[str, Row], Generic[Row]):
    def __init__(self, make: Callable[[], dict[str, Row]]) -> None:
        self._make = make
        self._made: dict[str, Row] | None = None

    @property
    def _all(self) -> dict[str, Row]:
        if self._made is None:
            self._made = self._make()
        return self._made

    def __getitem__(self, key: str) -> Row:
        return self._all[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)
