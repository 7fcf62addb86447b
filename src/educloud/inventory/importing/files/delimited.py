"""Delimited text (CSV): bytes to one sheet, whatever its encoding and delimiter."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable

from charset_normalizer import from_bytes

from educloud.errors import ProjectError
from educloud.inventory.importing.draft import Cell, Formula, Sheet

# Byte order marks first: they leave no doubt. GB18030 last: it accepts nearly every byte.
MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
DELIMITERS = ",;\t"
SAMPLE_LINES = 100
SAMPLE_SIGNS = 1 << 18
FIELD_LIMIT = 1 << 20  # signs in one cell
SAVE_AS = "save it as CSV in UTF-8 ('CSV UTF-8' in Excel) or as .xlsx"

_SEVERAL_HAN = re.compile("[\u4e00-\u9fff].*[\u4e00-\u9fff]")
_PRIVATE = re.compile("[\ue000-\uf8ff\ufffd]")
# ="00123" is how programs keep leading zeros in a CSV.
_QUOTED = re.compile(r'="([^"]*)"')


def csv_sheet(raw: bytes, place: str, name: str) -> Sheet:
    """Give the sheet; ProjectError when bytes or quotes make no table."""
    text, notes = decode(raw, place)
    return sheet_of(_records(text, place), name, notes)


def decode(raw: bytes, place: str) -> tuple[str, tuple[str, ...]]:
    """Give the text and what is doubtful about it; ProjectError names the line that has no text."""
    for mark, encoding in MARKS:
        if raw.startswith(mark):
            return _marked(raw, encoding, place), ()
    if 0 in raw:
        line = raw[: raw.index(0)].count(b"\n") + 1
        raise ProjectError(f"line {line} holds a NUL byte, so it is no text", place, SAVE_AS)
    try:
        return raw.decode("utf-8"), ()
    except UnicodeDecodeError:
        _refuse_mixed(raw, place)
    try:
        text = raw.decode("gb18030")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise ProjectError(
            f"line {line} is neither UTF-8 nor GB18030{_guess(raw)}", place, SAVE_AS
        ) from error
    # Characters for private use come of reading Big5 or the like as GB18030.
    notes = (f"the text may not be GB18030{_guess(raw)}",) if _PRIVATE.search(text) else ()
    return text, notes


def sheet_of(records: Iterable[list[str]], name: str, notes: tuple[str, ...] = ()) -> Sheet:
    """Give a sheet of lines of text: empty cells None, ``="001"`` as its text, formulas marked."""
    rows: list[list[Cell]] = []
    formulas: dict[tuple[int, int], str] = {}
    for row, record in enumerate(records):
        cells: list[Cell] = [cell or None for cell in record]
        for column, cell in enumerate(record):
            if cell[:1] == "=" and len(cell) > 1:
                quoted = _QUOTED.fullmatch(cell)
                formulas[row, column] = cell
                cells[column] = quoted[1] or None if quoted else Formula(cell)
        rows.append(cells)
    return Sheet(name, rows, formulas=formulas, notes=notes)


def _marked(raw: bytes, encoding: str, place: str) -> str:
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise ProjectError(f"line {line} is not {encoding}", place, SAVE_AS) from error
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        raise ProjectError(f"line {line} holds a NUL, so it is no text", place, SAVE_AS)
    return text


def _refuse_mixed(raw: bytes, place: str) -> None:
    """Refuse a file of which some lines are UTF-8 and others are not.

    GB18030 would take both kinds and make nonsense of the first. Two Chinese characters in one
    line that is UTF-8 as a whole are hardly ever there by chance.
    """
    kinds: dict[bool, list[int]] = {True: [], False: []}
    for number, line in enumerate(raw.split(b"\n"), start=1):
        if line.isascii():
            continue
        try:
            if _SEVERAL_HAN.search(line.decode("utf-8")):
                kinds[True].append(number)
        except UnicodeDecodeError:
            kinds[False].append(number)
    if kinds[True] and kinds[False]:
        few, many = sorted(kinds.values(), key=len)
        names = ("UTF-8", "GBK") if few is kinds[True] else ("GBK", "UTF-8")
        raise ProjectError(
            f"mixes encodings: line {few[0]} is {names[0]} ({len(few)} such lines),"
            f" line {many[0]} is {names[1]} ({len(many)})",
            place,
            SAVE_AS,
        )


def _guess(raw: bytes) -> str:
    best = from_bytes(raw[:SAMPLE_SIGNS]).best()
    return f" (it looks like {best.encoding})" if best else ""


def _records(text: str, place: str) -> Iterable[list[str]]:
    first, _, rest = text.partition("\n")
    named = re.fullmatch(r"sep=(.)\r?", first)  # Excel's own hint; a line of the file like others
    delimiter = named[1] if named else _delimiter(text)
    if named:
        yield []
    csv.field_size_limit(FIELD_LIMIT)
    source = io.StringIO(rest if named else text, newline="")
    reader = csv.reader(source, delimiter=delimiter, strict=True)
    row = int(bool(named))
    while True:
        row += 1
        try:
            yield next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise ProjectError(f"row {row} is not CSV: {error}", place, SAVE_AS) from error


def _delimiter(text: str) -> str:
    """Give the delimiter that parts most lines into the same number of cells, more than one."""
    sample = text[:SAMPLE_SIGNS]
    whole = sample if len(text) <= SAMPLE_SIGNS else sample[: sample.rfind("\n") + 1] or sample
    return max(DELIMITERS, key=lambda delimiter: _evenness(whole, delimiter))


def _evenness(sample: str, delimiter: str) -> float:
    widths: Counter[int] = Counter()
    try:
        for number, cells in enumerate(csv.reader(io.StringIO(sample), delimiter=delimiter)):
            widths[len(cells)] += bool(cells)
            if number == SAMPLE_LINES:
                break
    except csv.Error:
        return 0.0
    total = widths.total()
    del widths[1]  # titles and notes have one cell under any delimiter
    if not +widths:
        return 0.0
    width, lines = max(widths.items(), key=lambda one: (one[1], one[0]))
    # Evenness weighs far more than width: commas inside cells may well be many.
    return float((lines / total) ** 8 * (width - 1) ** 0.5)
