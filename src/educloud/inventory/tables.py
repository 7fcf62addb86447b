"""One table as a CSV file: text to checked records, records to text."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from itertools import count, islice, zip_longest
from operator import attrgetter
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import ValidationError

from educloud.errors import ProjectError
from educloud.inventory.columns import RowReader
from educloud.inventory.findings import Finding
from educloud.inventory.models import Record
from educloud.project import write_document

Row = TypeVar("Row", bound=Record)

# Byte order marks first: they leave no doubt. GB18030 last: it accepts nearly every byte.
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_GUESSES = ("utf-8", "gb18030")

CHUNK = 2_000  # rows read at once; one wrong row among them, and all are read one by one

_NEEDS_QUOTES = re.compile('[,"\r\n]')

# pydantic's word for a fault -> ours; {…} is filled from the fault's own facts.
_REASONS = {
    "missing": "a required value is missing",
    "extra_forbidden": "unknown key",
    "int_type": "not a whole number",
    "int_parsing": "not a whole number",
    "int_parsing_size": "not a whole number that could be a count",
    "int_from_float": "not a whole number",
    "float_parsing": "not a number",
    "finite_number": "not a finite number",
    "bool_parsing": "neither yes nor no",
    "enum": "not one of {expected}",
    "literal_error": "not one of {expected}",
    "greater_than_equal": "less than {ge}",
    "less_than_equal": "more than {le}",
    "string_pattern_mismatch": "not of the form {pattern}",
    "string_too_long": "longer than {max_length} characters",
    "date_from_datetime_parsing": "not a date (YYYY-MM-DD)",
    "date_type": "not a date (YYYY-MM-DD)",
    "tuple_type": "not a list",
    "model_type": "not keys with values",
    "ip_any_address": "not an IP address",
    "ip_v4_address": "not an IP address",
    "ip_v6_address": "not an IP address",
    "ip_v6_network": "not an IPv6 prefix",
}


@dataclass(frozen=True, slots=True)
class Table(Generic[Row]):
    """What a file held: records with their row numbers, findings, and every id seen.

    ``ids`` also holds those of rejected rows, so that one wrong cell is reported once and not
    again by every row that points to it.
    """

    name: str
    records: list[Row] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    header: list[str] = field(default_factory=list)

    @property
    def unusable(self) -> bool:
        """Tell whether its header is wrong, so that no row could be read."""
        return any(finding.row == 1 for finding in self.findings)

    def numbered(self) -> Iterator[tuple[int, Row]]:
        """Give each record with its row number."""
        return zip(self.rows, self.records, strict=True)


def read_table(path: Path, kind: type[Row]) -> Table[Row]:
    """Read one table; a missing file is an empty one.

    ProjectError when the file as a whole is unreadable; wrong rows become findings.
    """
    table: Table[Row] = Table(path.stem)
    if not path.exists():
        return table
    rows = count(1)
    lines = zip(rows, csv.reader(io.StringIO(_decode(path), newline=""), strict=True), strict=False)
    with _csv_faults(path, rows):
        _, first = next(lines, (1, []))
        header = [name.strip() for name in first]
        table.header.extend(header)
        table.findings.extend(_header_findings(path.stem, header, kind))
        if not table.findings:
            reader = RowReader(kind, header)
            while chunk := list(islice(lines, CHUNK)):
                _take_all(table, reader, header, chunk)
    return table


def dump_table(path: Path, records: Iterable[Record], kind: type[Record]) -> None:
    """Write ``records`` so that reading gives them back, unknown columns included."""
    write_document(path, table_text(tuple(records), kind))


def table_text(records: Sequence[Record], kind: type[Record], header: Sequence[str] = ()) -> str:
    """Give the CSV text: required columns, then those that hold something, then unknown ones.

    The columns of ``header``, the file's until now, come first and stay, also where all are empty.
    """
    fields = kind.model_fields
    filled = [
        name
        for name, info in fields.items()
        if info.is_required() or any(getattr(record, name) is not None for record in records)
    ]
    extras = (name for record in records for name in record.model_extra or {})
    columns = list(dict.fromkeys([*filter(None, header), *filled, *extras]))
    cells_of = [
        attrgetter(name) if name in fields else partial(_extra_cell, name) for name in columns
    ]
    rows = ([cell_text(cell(record)) for cell in cells_of] for record in records)
    return "".join(_line(cells) for cells in (columns, *rows))


def _extra_cell(name: str, record: Record) -> Any:
    return (record.model_extra or {}).get(name)


def _line(cells: Iterable[str]) -> str:
    # Not csv.writer: before Python 3.13 it leaves a lone carriage return unquoted.
    quoted = (
        '"' + cell.replace('"', '""') + '"' if _NEEDS_QUOTES.search(cell) else cell
        for cell in cells
    )
    return ",".join(quoted) + "\n"


def _take_all(
    table: Table[Row],
    reader: RowReader[Row],
    header: list[str],
    chunk: Sequence[tuple[int, list[str]]],
) -> None:
    numbers, rows = zip(*chunk, strict=True)
    plain = "" not in header and set(map(len, rows)) == {len(header)}
    records = reader.read_all(rows) if plain else None
    if records is None:
        for number, cells in chunk:
            _take(table, reader, header, number, cells)
        return
    table.ids.update(map(attrgetter(reader.key), records))
    table.records.extend(records)
    table.rows.extend(numbers)


def _take(
    table: Table[Row], reader: RowReader[Row], header: list[str], number: int, cells: list[str]
) -> None:
    width = len(header)
    if len(cells) != width or "" in header:
        if not any(cell.strip() for cell in cells):
            return  # an empty line, as spreadsheets leave them at the end
        named = zip_longest(header, cells, fillvalue="")
        stray = next((cell for name, cell in named if not name and cell.strip()), None)
        if stray is not None:
            table.findings.append(
                Finding(table.name, number, "", stray, "a value stands in a column without a name")
            )
            return
        cells = (cells + [""] * width)[:width]
    try:
        record = reader.read(cells)
    except ValidationError as error:
        if any(cell.strip() for cell in cells):
            table.ids.add(cells[header.index(reader.key)].strip())
            table.findings.extend(row_findings(table.name, number, error))
        return
    table.ids.add(getattr(record, reader.key))
    table.records.append(record)
    table.rows.append(number)


@contextmanager
def _csv_faults(path: Path, rows: Iterator[int]) -> Iterator[None]:
    """Name the row that is no CSV; ``rows`` has counted one for each row asked for."""
    try:
        yield
    except csv.Error as error:
        raise ProjectError(
            f"row {next(rows) - 1} is not CSV: {error}",
            str(path),
            "save it as comma-separated text",
        ) from error


def _decode(path: Path) -> str:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise ProjectError(f"not readable: {error.strerror}", str(path), "mend the file") from error
    marked = [name for mark, name in _MARKS if raw.startswith(mark)]
    for encoding in marked or _GUESSES:
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        return text
    raise ProjectError(
        "holds NUL or undecodable bytes, so it is not a text table",
        str(path),
        "save it as CSV in UTF-8, GB18030 or UTF-16",
    )


def _header_findings(table: str, header: list[str], kind: type[Record]) -> Iterator[Finding]:
    if not any(header):
        yield Finding(table, 1, "", None, "the header row is missing")
        return
    required = [name for name, info in kind.model_fields.items() if info.is_required()]
    for name in required:
        if name not in header:
            yield Finding(table, 1, name, None, "the required column is missing")
    for name in sorted({name for name in header if name and header.count(name) > 1}):
        yield Finding(table, 1, name, name, "the column stands here more than once")


def row_findings(table: str, row: int, error: ValidationError) -> Iterator[Finding]:
    """Put what pydantic found wrong with a row into our words, one finding per column."""
    seen: set[str] = set()
    for fault in error.errors():
        column = str(fault["loc"][0]) if fault["loc"] else ""
        if column in seen:
            continue  # a union reports each of its members
        seen.add(column)
        value = None if fault["type"] == "missing" else str(fault["input"])
        yield Finding(table, row, column, value, fault_reason(fault))


def fault_reason(fault: Any) -> str:
    """Say in our words what pydantic found wrong with a value."""
    words = _REASONS.get(fault["type"])
    if words is None:
        return str(fault["msg"]).removeprefix("Value error, ")
    return words.format(**fault.get("ctx", {}))


def cell_text(value: Any) -> str:
    """Give a value as it stands in the CSV; unknown is empty."""
    if value is None or type(value) is str:  # most are
        return value or ""
    match value:
        case bool():
            return "yes" if value else "no"
        case float():
            return str(int(value)) if value.is_integer() else repr(value)
        case tuple():
            return ";".join(value)
        case dt.date():
            return value.isoformat()
    return str(value)
