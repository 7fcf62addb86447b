"""Workbooks, XLSX and XLS (.et too): cells by calamine, what it does not tell by the XML."""

from __future__ import annotations

import io
import struct
import zipfile
from dataclasses import replace
from typing import Any
from xml.parsers import expat

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from educloud.errors import ProjectError
from educloud.inventory.importing.draft import Cell, Formula, Sheet
from educloud.inventory.importing.files.biff import formula_places
from educloud.inventory.importing.files.package import AGAIN, DAMAGED, FAULTS, open_package
from educloud.inventory.importing.files.sheetxml import Contents, cell_name, scan_sheet, sheet_parts

CELLS_LIMIT = 20_000_000  # between A1 and the last filled cell: what fits in some 1.5 GB
SHEETS_LIMIT = 300
CELLS_SHOWN = 5
PASSWORD = "is encrypted with a password"  # noqa: S105  a sentence
OPEN_IT = "open it and save it without a password"

# Part of a zip file or name of a stream in an OLE file -> what the file is, when no workbook.
_STREAMS = {
    "WordDocument": "a Word document",
    "PowerPoint Document": "a PowerPoint presentation",
    "__properties_version1.0": "an Outlook message",
}
_PARTS = {
    "word/document.xml": "a Word document (.docx)",
    "ppt/presentation.xml": "a PowerPoint presentation (.pptx)",
    "xl/workbook.bin": "a binary workbook (.xlsb)",
    "content.xml": "an OpenDocument file (.ods, .odt)",
}


def xlsx_sheets(raw: bytes, place: str, only: str | None) -> list[Sheet]:
    """Give the sheets of an XLSX; ProjectError when it is none, damaged or too large."""
    package = open_package(raw, place)
    names = {name.lower() for name in package.namelist()}
    if "xl/workbook.xml" not in names:
        found = next((what for part, what in _PARTS.items() if part in names), "a zip archive")
        raise ProjectError(f"is {found}, not a spreadsheet", place, "save it as .xlsx or CSV")
    try:
        parts = sheet_parts(package)
        with _open(raw, place) as book:
            return [
                _xlsx_sheet(book, package, parts, name, place) if read else _hidden(name)
                for name, read in _wanted(book, only, place)
            ]
    except (expat.ExpatError, KeyError, *FAULTS) as error:
        raise ProjectError(DAMAGED, place, AGAIN) from error


def xls_sheets(raw: bytes, place: str, only: str | None) -> list[Sheet]:
    """Give the sheets of an XLS; ProjectError when it is none, encrypted or damaged.

    The values that were saved with formulas are taken.
    """
    _check_streams(raw, place)
    with _open(raw, place) as book:
        try:
            places = dict(zip(book.sheet_names, formula_places(raw), strict=False))
        except (ValueError, IndexError, struct.error) as error:
            raise ProjectError(DAMAGED, place, AGAIN) from error
        return [
            _xls_sheet(book, name, places.get(name, []), place) if read else _hidden(name)
            for name, read in _wanted(book, only, place)
        ]


def _xls_sheet(
    book: CalamineWorkbook, name: str, computed: list[tuple[int, int]], place: str
) -> Sheet:
    """Give a sheet; its formulas are known by their places only, not by their text."""
    contents = Contents(formulas=dict.fromkeys(computed, "=…"))
    sheet = _sheet(_cells_of(book, name, place), contents)
    blank = [
        cell_name(row, column)
        for row, column in computed
        if row >= len(sheet.rows)
        or column >= len(sheet.rows[row])
        or sheet.rows[row][column] is None
    ]
    if not blank:
        return sheet
    shown = ", ".join(blank[:CELLS_SHOWN]) + ("…" if len(blank) > CELLS_SHOWN else "")
    note = f"sheet {name!r}: formulas without a saved value count as unknown: {shown}"
    return replace(sheet, notes=(note,))


def _check_streams(raw: bytes, place: str) -> None:
    def has(stream: str) -> bool:
        return stream.encode("utf-16-le") in raw

    if has("EncryptedPackage"):
        raise ProjectError(PASSWORD, place, OPEN_IT)
    if not has("Workbook") and not has("Book"):
        found = next((what for name, what in _STREAMS.items() if has(name)), "an OLE file")
        raise ProjectError(f"is {found}, not a spreadsheet", place, "save it as .xlsx or CSV")


def _open(raw: bytes, place: str) -> CalamineWorkbook:
    return _guarded(lambda: CalamineWorkbook.from_filelike(io.BytesIO(raw)), place)  # type: ignore[no-any-return]


def _guarded(read: Any, place: str) -> Any:
    """Call into calamine and put what it says into our words."""
    try:
        return read()
    except CalamineError as error:
        if type(error).__name__ == "PasswordError":
            raise ProjectError(PASSWORD, place, OPEN_IT) from error
        raise ProjectError(DAMAGED, place, AGAIN) from error
    except BaseException as error:
        # A panic of the Rust library is no Exception; on damaged files it happens.
        if type(error).__name__ != "PanicException":
            raise
        raise ProjectError(DAMAGED, place, AGAIN) from error


def _wanted(book: CalamineWorkbook, only: str | None, place: str) -> list[tuple[str, bool]]:
    """Name the sheets with cells, and whether each is read: hidden ones only when asked for."""
    sheets = [
        (one.name, one.visible == SheetVisibleEnum.Visible)
        for one in book.sheets_metadata
        if one.typ == SheetTypeEnum.WorkSheet
    ]
    if only is not None:
        if only not in {name for name, _ in sheets}:
            there = "、".join(name for name, _ in sheets)
            raise ProjectError(f"has no sheet {only!r}", place, f"choose one of: {there}")
        return [(only, True)]
    if len(sheets) > SHEETS_LIMIT:
        raise ProjectError(f"has more than {SHEETS_LIMIT} sheets", place, "choose one by --sheet")
    return sheets


def _hidden(name: str) -> Sheet:
    return Sheet(name, (), hidden=True)


def _xlsx_sheet(
    book: CalamineWorkbook, package: zipfile.ZipFile, parts: dict[str, str], name: str, place: str
) -> Sheet:
    contents = scan_sheet(package, parts[name])
    if contents.height * contents.width > CELLS_LIMIT:
        corner = cell_name(contents.height - 1, contents.width - 1)
        raise ProjectError(
            f"sheet {name!r} reaches to cell {corner}, which is too large to read",
            place,
            "delete the cells that stand far from the table, or choose another sheet by --sheet",
        )
    return _sheet(_cells_of(book, name, place), contents)


def _cells_of(book: CalamineWorkbook, name: str, place: str) -> CalamineSheet:
    return _guarded(lambda: book.get_sheet_by_name(name), place)  # type: ignore[no-any-return]


def _sheet(cells: CalamineSheet, contents: Contents) -> Sheet:
    rows: list[list[Cell]] = cells.to_python(skip_empty_area=False)
    for row in rows:
        if "" in row:
            row[:] = [None if cell == "" else cell for cell in row]
    for place, text in contents.errors.items():
        _put(rows, place, text)
    for place in contents.uncomputed:
        _put(rows, place, Formula(contents.formulas[place]))
    last = len(rows) - 1  # a range may reach below the last filled row
    merged = tuple(
        (top, left, min(low, last), right)
        for (top, left), (low, right) in cells.merged_cell_ranges or ()
        if top <= last
    )
    return Sheet(cells.name, rows, merged, contents.formulas)


def _put(rows: list[list[Cell]], place: tuple[int, int], cell: Cell) -> None:
    row, column = place
    while len(rows) <= row:
        rows.append([])
    rows[row].extend([None] * (column + 1 - len(rows[row])))
    rows[row][column] = cell
