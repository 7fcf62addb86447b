"""The file of rejected rows: as they stand in the sheet, with what is wrong, to correct and import.

Values are not masked in it, so it is for its owner's eyes.
"""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from educloud.inventory.importing.draft import Cell, Extract, Formula, Rejection, Sheet
from educloud.inventory.importing.ledger.data_rows import DITTO

FOLDER = "rejected"
ADDED = ("行号", "原因", "建议", "校验码")
CODE_DIGITS = 8
# A cell that begins so is a formula to a spreadsheet; a blank before it makes it text.
FORMULA_SIGNS = ("=", "+", "-", "@")


# Stands before a formula that has no value: to be replaced by one, never computed or read as text.
FORMULA_MARK = "〔公式,请改为数值〕"


def rejects_text(read: Iterable[tuple[Sheet, Extract]], rejections: Iterable[Rejection]) -> str:
    """Give the CSV; an empty text when no row was rejected."""
    faults: dict[tuple[str, int], list[Rejection]] = defaultdict(list)
    for rejection in rejections:
        faults[rejection.sheet, rejection.row].append(rejection)
    if not faults:
        return ""
    read = list(read)
    header = list(dict.fromkeys(name for _, extract in read for name in _named(extract)))
    target = io.StringIO(newline="")
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerow([*(name.partition("\0")[0] for name in header), *ADDED])
    for sheet, extract in read:
        label = sheet.name if len(read) > 1 else ""
        names = _named(extract)
        for row in sorted(row for name, row in faults if name == label):
            cells = dict(zip(names, _filled(sheet, row - 1, extract.header_row), strict=False))
            found = faults[label, row]
            number = sheet.origins.get(row - 1) or f"{label} {row}".strip()
            told = (_joined(one.reason for one in found), _joined(one.hint for one in found))
            own = [cells.get(name, "") for name in header]
            writer.writerow([*own, number, *told, _code(own)])
    return "\ufeff" + target.getvalue()  # without the mark Excel takes it for GBK


def without_added(sheet: Sheet) -> Sheet:
    """Give the sheet of a corrected file of rejects as one that has only its own columns."""
    width = _width(sheet)
    if width is None:
        return sheet
    numbers = {line: _text(row[width]) for line, row in enumerate(sheet.rows) if len(row) > width}
    return replace(
        sheet,
        rows=[[_unmarked(cell) for cell in row[:width]] for row in sheet.rows],
        origins={line: text for line, text in numbers.items() if line and text.strip()},
    )


def was_corrected(rejects: Sheet) -> bool:
    """Tell whether a file of rejects has a row that is not as it was written."""
    width = _width(rejects)
    if width is None:
        return True
    rows = [list(map(_text, row)) for row in rejects.rows[1:]]
    return any(
        _code(row[:width]) not in row[width : width + len(ADDED)] for row in rows if any(row)
    )


def _width(sheet: Sheet) -> int | None:
    """Give the number of the sheet's own columns; None when it is no file of rejects.

    The last of the added columns may have been deleted: people cannot read it.
    """
    header = [str(cell or "").strip() for cell in sheet.rows[0]] if sheet.rows else []
    while header and (not header[-1] or header[-1] == ADDED[-1]):
        header.pop()
    width = len(header) - len(ADDED) + 1
    return width if tuple(header[width:]) == ADDED[:-1] and width > 0 else None


def _code(texts: Iterable[str]) -> str:
    """Give the sign by which a row is known to be as it was written; never like a number."""
    text = "\0".join("".join(text.split()) for text in texts)
    return f"k{hashlib.sha256(text.encode()).hexdigest()[:CODE_DIGITS]}"


def _unmarked(cell: Cell) -> Cell:
    if isinstance(cell, str) and cell.startswith(FORMULA_MARK):
        return Formula(cell.removeprefix(FORMULA_MARK))
    return cell


def _named(extract: Extract) -> list[str]:
    """Name every column, also where the header is blank or says the same twice."""
    names: list[str] = []
    for name in extract.header:
        same = sum(name == one.partition("\0")[0] for one in names)
        names.append(f"{name}\0{same}" if same else name)
    return names


def _filled(sheet: Sheet, index: int, header_row: int) -> list[str]:
    """Give a row as text, with what it takes over from the rows above it."""
    cells = list(sheet.rows[index]) if index < len(sheet.rows) else []
    for top, left, low, right in sheet.merged:
        if top <= index <= low and top >= header_row and left < len(cells):
            width = min(right + 1, len(cells)) - left
            cells[left : left + width] = [sheet.rows[top][left]] * width
    return [
        _text(_above(sheet, index, place, header_row) if cell in DITTO else cell)
        for place, cell in enumerate(cells)
    ]


def _above(sheet: Sheet, index: int, column: int, header_row: int) -> Cell:
    """Give what "the same as above" stands for: the cell right above, which may say so itself."""
    for row in sheet.rows[index - 1 : header_row - 1 : -1] if index > header_row else ():
        cell = row[column] if column < len(row) else None
        if cell not in DITTO:
            return cell
    return None


def _text(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case Formula():
            return f"{FORMULA_MARK}{cell.text}"
        case bool():
            return "是" if cell else "否"
        case float() if cell.is_integer():
            return str(int(cell))
        case dt.datetime() if cell.time() == dt.time():
            return cell.date().isoformat()
    text = str(cell)
    return f"\t{text}" if text.startswith(FORMULA_SIGNS) and len(text) > 1 else text


def _joined(sentences: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(sentence for sentence in sentences if sentence))
