"""Any file to sheets. What it is, its content says; the ending of its name is not believed."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from educloud.errors import ProjectError
from educloud.inventory.importing.draft import Cell, Sheet
from educloud.inventory.importing.files.delimited import csv_sheet, decode
from educloud.inventory.importing.files.webpage import page_sheets
from educloud.inventory.importing.files.workbook import xlsx_sheets
from educloud.inventory.importing.files.xls import xls_sheets_apart

SIZE_LIMIT = 256 << 20  # bytes
ZIP = b"PK\x03\x04"
EMPTY_ZIP = b"PK\x05\x06"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
CONTROLS_ALLOWED = 8  # a stray NUL or two is a broken text, which is told by its line
SAVE_AS = "save it as .xlsx or CSV"

# First bytes of what people send in place of a spreadsheet.
FOREIGN = (
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"BM", "a BMP picture"),
    (b"II*\x00", "a TIFF picture"),
    (b"%PDF", "a PDF document"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"{\\rtf", "an RTF document"),
    (b"SQLite format 3", "an SQLite database"),
)
_PAGE = re.compile(
    rb"\s*(<!doctype html|<html|<head|<meta|<body|<table|<style|<div)", re.IGNORECASE
)
_XML = re.compile(rb"\s*<\?xml", re.IGNORECASE)
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def read_sheets(path: Path, only: str | None = None) -> list[Sheet]:
    """Give the sheets of a file, or the one named ``only``.

    ProjectError in one sentence when it is no spreadsheet, encrypted, damaged or too large.
    Hidden sheets come without rows unless named.
    """
    place = str(path)
    raw = _read(path)
    if raw.startswith((ZIP, EMPTY_ZIP)):
        return xlsx_sheets(raw, place, only)
    if raw.startswith(OLE):
        return xls_sheets_apart(raw, place, only)
    return _chosen(_text_sheets(raw, path), only, place)


def _read(path: Path) -> bytes:
    place = str(path)
    try:
        if path.is_dir():
            raise ProjectError("is a folder, not a file", place, "name a file in it")
        if not path.exists():
            raise ProjectError("there is no such file", place, "correct the name")
        if not path.is_file():
            raise ProjectError("is not a regular file", place, SAVE_AS)
        if path.stat().st_size > SIZE_LIMIT:
            raise ProjectError(f"is larger than {SIZE_LIMIT >> 20} MB", place, "split it")
        raw = path.read_bytes()
    except OSError as error:
        raise ProjectError(f"not readable: {error.strerror}", place, "mend the file") from error
    if not raw.strip(b"\xef\xbb\xbf\xff\xfe \t\r\n"):
        raise ProjectError("is empty", place, "give a file with a table")
    return raw


def _text_sheets(raw: bytes, path: Path) -> list[Sheet]:
    place = str(path)
    found = next((what for start, what in FOREIGN if raw.startswith(start)), None)
    if found == "a BMP picture" and not _CONTROL.search(raw[:64]):
        found = None  # a header may well begin with BM
    if found:
        raise ProjectError(f"is {found}, not a spreadsheet", place, SAVE_AS)
    start = raw[:4096].removeprefix(b"\xef\xbb\xbf")
    if _PAGE.match(start):
        return _page(raw, place)
    if _XML.match(start):
        raise ProjectError("is an XML file, which is not read", place, SAVE_AS)
    if start.lstrip()[:1] in {b"[", b"{"}:
        return [_json_sheet(raw, path)]
    marked = raw.startswith((b"\xff\xfe", b"\xfe\xff"))
    if not marked and len(_CONTROL.findall(start)) > max(CONTROLS_ALLOWED, len(start) // 20):
        raise ProjectError("is a binary file, not a spreadsheet", place, SAVE_AS)
    return [csv_sheet(raw, place, path.stem)]


def _page(raw: bytes, place: str) -> list[Sheet]:
    text, _ = decode(raw, place)
    sheets = page_sheets(text)
    if not sheets:
        raise ProjectError("is a web page without a table", place, SAVE_AS)
    return sheets


def _chosen(sheets: list[Sheet], only: str | None, place: str) -> list[Sheet]:
    chosen = [sheet for sheet in sheets if only in {None, sheet.name}]
    if not chosen:
        there = "、".join(sheet.name for sheet in sheets)
        raise ProjectError(f"has no sheet {only!r}", place, f"choose one of: {there}")
    return chosen


def _json_sheet(raw: bytes, path: Path) -> Sheet:
    text, _ = decode(raw, str(path))
    try:
        content = json.loads(text.removeprefix("\ufeff"))
    except (ValueError, RecursionError) as error:
        raise ProjectError(f"is not JSON: {error}", str(path), SAVE_AS) from error
    records = content.get("results") if isinstance(content, dict) else content
    if not isinstance(records, list) or not all(isinstance(one, dict) for one in records):
        raise ProjectError("is JSON, but no list of records", str(path), SAVE_AS)
    flat = [_flat(record) for record in records]
    header = list(dict.fromkeys(name for record in flat for name in record))
    return Sheet(path.stem, [header, *([record.get(name) for name in header] for record in flat)])


def _flat(record: Mapping[str, Any], prefix: str = "") -> dict[str, Cell]:
    """Give the values inside a record by dotted names: ``{"site": {"name": …}}`` is site.name."""
    cells: dict[str, Cell] = {}
    for name, value in record.items():
        if isinstance(value, dict):
            cells |= _flat(value, f"{prefix}{name}.")
        elif isinstance(value, list):
            cells[prefix + name] = ";".join(map(_word, value)) or None
        else:
            cells[prefix + name] = None if value == "" else value
    return cells


def _word(value: Any) -> str:
    """Give what names one of several: of an object its slug, display or name."""
    if isinstance(value, dict):
        return str(value.get("slug") or value.get("display") or value.get("name") or "")
    return str(value)
