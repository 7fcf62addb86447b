"""Rows into records, column by column: each distinct cell text is checked once, not once a row.

A province has 300,000 devices of a dozen models: most cells repeat. The records are those that
``model_validate`` gives (the tests hold this), but equal values are one object, which is what keeps
a whole province in memory. Only classes without validators of whole rows can be built like this.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import repeat
from typing import Annotated, Any, Generic, TypeVar

from pydantic import TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

from educloud.inventory.models import Record

Row = TypeVar("Row", bound=Record)
Rows = Sequence[Sequence[str]]

# Beyond this a column holds names or ids, which hardly repeat: remembering them costs more.
REMEMBERED = 20_000

_place = object.__setattr__  # records are frozen


class _MissingError(Exception):
    """A required cell is blank."""


class _Column:
    """One column's texts and what they mean."""

    def __init__(self, field: FieldInfo) -> None:
        self.required = field.is_required()
        self.blank = None if self.required else field.get_default()
        self.check = _check_of(field)
        self.known: dict[str, Any] = {}

    def read(self, cells: Sequence[str]) -> list[Any]:
        """Give the value of each cell; ValidationError or _MissingError when one is wrong."""
        try:
            return list(map(self.known.__getitem__, cells))
        except KeyError:
            return self._learn(cells)

    def _learn(self, cells: Sequence[str]) -> list[Any]:
        known = self.known
        new = set(cells).difference(known)
        blanks = {cell for cell in new if not cell or cell.isspace()}
        if blanks and self.required:
            raise _MissingError
        if len(new) == len(cells) and not blanks:
            return list(self.check(cells))  # ids and names: none stands here twice
        if len(known) + len(new) > REMEMBERED:
            known.clear()
            new, blanks = set(cells), {cell for cell in cells if not cell or cell.isspace()}
        known.update(dict.fromkeys(blanks, self.blank))
        told = list(new - blanks)
        known.update(zip(told, self.check(told), strict=True))
        return list(map(known.__getitem__, cells))


class RowReader(Generic[Row]):
    """Makes records of one class from rows under one header.

    The header's columns are distinct and hold every required one.
    """

    def __init__(self, kind: type[Row], header: Sequence[str]) -> None:
        fields = kind.model_fields
        self._kind = kind
        self.key = kind.key[0]
        self._header = list(header)
        self._given = set(fields).intersection(header)
        self._names = [name for name in header if name in fields]
        self._columns = [
            (place, _Column(fields[name])) for place, name in enumerate(header) if name in fields
        ]
        self._blank = {name: info.get_default() for name, info in fields.items()}
        self._extra = [place for place, name in enumerate(header) if name and name not in fields]
        self._extras: dict[tuple[str, ...], dict[str, str]] = {}

    def read_all(self, rows: Rows) -> list[Row] | None:
        """Give a record for each row; None when any is wrong.

        Each row has a cell for each column of the header.
        """
        columns = list(zip(*rows, strict=True))
        try:
            values = [column.read(columns[place]) for place, column in self._columns]
        except (ValidationError, _MissingError):
            return None
        extras = zip(*(columns[place] for place in self._extra), strict=True)
        return list(
            map(
                self._record,
                zip(*values, strict=True),
                map(self._shared, extras) if self._extra else repeat({}, len(rows)),
            )
        )

    def read(self, cells: Sequence[str]) -> Row:
        """Give the record of one row; ValidationError says all that is wrong with it."""
        named = zip(self._header, cells, strict=True)
        return self._kind.model_validate(
            {name: cell for name, cell in named if name and cell.strip()}
        )

    def _record(self, row: tuple[Any, ...], extra: dict[str, str]) -> Row:
        values = self._blank.copy()
        values.update(zip(self._names, row, strict=True))
        record = self._kind.__new__(self._kind)
        _place(record, "__dict__", values)
        _place(record, "__pydantic_fields_set__", self._given)
        _place(record, "__pydantic_extra__", extra)
        _place(record, "__pydantic_private__", None)
        return record

    def _shared(self, cells: tuple[str, ...]) -> dict[str, str]:
        # One object for all rows that agree, as "synthetic: yes" does in a whole table.
        if cells not in self._extras:
            names = (self._header[place] for place in self._extra)
            told = zip(names, cells, strict=True)
            extra = {name: cell for name, cell in told if cell and not cell.isspace()}
            if len(self._extras) >= REMEMBERED:
                return extra
            self._extras[cells] = extra
        return self._extras[cells]


def _check_of(field: FieldInfo) -> Callable[[Sequence[str]], Iterable[Any]]:
    """Give the check of many cells of one field, each as its class would apply it."""
    if field.annotation is str and not field.metadata:
        return lambda cells: map(str.strip, cells)
    whole: Any = (
        Annotated[(field.annotation, *field.metadata)] if field.metadata else field.annotation
    )
    adapter: TypeAdapter[list[Any]] = TypeAdapter(
        list[whole], config={"str_strip_whitespace": True}
    )
    return adapter.validator.validate_python
