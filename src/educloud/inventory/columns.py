"""Rows into records, column by column: each distinct cell text is checked once, not once a row.

A province has 300,000 devices of a dozen models: most cells repeat. The records are those that
``model_validate`` gives (the tests hold this), but equal values are one object, which is what keeps
a whole province in memory. Only classes without validators of whole rows can be built like this.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Annotated, Any, Generic, TypeVar

from pydantic import TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

from educloud.inventory.models import Record

Row = TypeVar("Row", bound=Record)

# Beyond this a column holds names or ids, which hardly repeat: remembering them costs more.
REMEMBERED = 20_000

_place = object.__setattr__  # records are frozen
_UNSEEN = object()


class _MissingError(Exception):
    """A required cell is blank."""


class _Column:
    """One column's texts and what they mean."""

    def __init__(self, field: FieldInfo) -> None:
        self.check = _check_of(field)
        self.required = field.is_required()
        self.blank = None if self.required else field.get_default()
        self.known: dict[str, Any] = {} if self.required else {"": self.blank}

    def learn(self, cell: str) -> Any:
        """Give a new text's value; ValidationError or _MissingError when it is wrong."""
        if not cell or cell.isspace():
            if self.required:
                raise _MissingError
            return self.blank
        value = self.check(cell)
        if len(self.known) < REMEMBERED:
            self.known[cell] = value
        return value


class RowReader(Generic[Row]):
    """Makes records of one class from rows under one header.

    The header's columns are distinct and hold every required one.
    """

    def __init__(self, kind: type[Row], header: Sequence[str]) -> None:
        fields = kind.model_fields
        self._kind = kind
        self.key = kind.key[0]
        self._blank = {name: info.get_default() for name, info in fields.items()}
        self._given = set(fields).intersection(header)
        self._header = list(header)
        self._own = [
            (place, name, column.known.get, column.learn)
            for place, name in enumerate(header)
            if name in fields
            for column in (_Column(fields[name]),)
        ]
        self._extra = [
            (place, name) for place, name in enumerate(header) if name and name not in fields
        ]
        self._extras: dict[tuple[str, ...], dict[str, str]] = {}

    def read(self, cells: Sequence[str]) -> Row:
        """Give the record of a row, which has a cell for each column of the header.

        ValidationError for a faulty row.
        """
        values = self._blank.copy()
        try:
            for place, name, known, learn in self._own:
                cell = cells[place]
                value = known(cell, _UNSEEN)
                values[name] = learn(cell) if value is _UNSEEN else value
        except (ValidationError, _MissingError):
            return self._slowly(cells)
        record = self._kind.__new__(self._kind)
        _place(record, "__dict__", values)
        _place(record, "__pydantic_fields_set__", self._given)
        _place(record, "__pydantic_extra__", self._extra_of(cells))
        _place(record, "__pydantic_private__", None)
        return record

    def _extra_of(self, cells: Sequence[str]) -> dict[str, str]:
        # One object for all rows that agree, as "synthetic: yes" does in a whole table.
        found = tuple(cells[place] for place, _ in self._extra)
        if found not in self._extras:
            pairs = zip(self._extra, found, strict=True)
            extra = {name: cell for (_, name), cell in pairs if cell and not cell.isspace()}
            if len(self._extras) >= REMEMBERED:
                return extra
            self._extras[found] = extra
        return self._extras[found]

    def _slowly(self, cells: Sequence[str]) -> Row:
        """Let pydantic say all that is wrong with the row."""
        named = zip(self._header, cells, strict=True)
        return self._kind.model_validate(
            {name: cell for name, cell in named if name and cell.strip()}
        )


def _check_of(field: FieldInfo) -> Callable[[str], Any]:
    """Give the check of one field alone, as its class would apply it."""
    annotation = field.annotation
    if annotation is str and not field.metadata:
        return str.strip
    whole = Annotated[(annotation, *field.metadata)] if field.metadata else annotation
    adapter: TypeAdapter[Any] = TypeAdapter(whole, config={"str_strip_whitespace": True})
    return adapter.validator.validate_python
