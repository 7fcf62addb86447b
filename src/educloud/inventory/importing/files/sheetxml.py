"""What only the XML of an XLSX tells: which sheets lie where, formulas, errors, how far it reaches.

The cells themselves come from calamine, which gives the saved value of a formula without saying
that it is one, and which reserves memory for every cell between the first and the last.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from educloud.inventory.importing.files.package import chunks

SHOWN = 120  # signs of a formula that are kept
WORKBOOK = "xl/workbook.xml"
RELATIONS = "xl/_rels/workbook.xml.rels"

PLAIN_LIMIT = 10_000_000  # cells

# Errors, prefixed names. Looked for one by one: far faster than one expression for all.
_NOT_PLAIN = (b't="e"', b"t='e'", b":c", b":f")
_CELL = re.compile(rb'<c r="([A-Z]{1,3})([0-9]{1,7})"')

Place = tuple[int, int]


@dataclass(slots=True)
class Contents:
    """What a sheet holds besides plain values; places are (row, column), counted from 0."""

    formulas: dict[Place, str] = field(default_factory=dict)
    uncomputed: set[Place] = field(default_factory=set)  # formulas without a saved value
    errors: dict[Place, str] = field(default_factory=dict)  # #N/A, #REF! …
    height: int = 0
    width: int = 0


def sheet_parts(package: zipfile.ZipFile) -> dict[str, str]:
    """Give the part of the zip file that holds each sheet, by the sheet's name."""
    targets = {
        attributes["Id"]: attributes["Target"]
        for name, attributes in _elements(package, RELATIONS)
        if name == "Relationship"
    }
    parts = {}
    for name, attributes in _elements(package, WORKBOOK):
        relation = next((v for k, v in attributes.items() if k.endswith(":id")), "")
        if name == "sheet" and relation in targets:
            parts[attributes["name"]] = posixpath.join("/xl", targets[relation])[1:]
    return parts


def scan_sheet(package: zipfile.ZipFile, part: str) -> Contents:
    """Read through one sheet piece by piece; expat.ExpatError when it is no XML."""
    plain = _scan_plain(package, part)
    if plain is not None:
        return plain
    scan = _Scan()
    for chunk in chunks(package, package.getinfo(part)):
        scan.parser.Parse(chunk)
    scan.parser.Parse(b"", True)  # noqa: FBT003  expat's way to say that this was all
    return scan.finish()


def _scan_plain(package: zipfile.ZipFile, part: str) -> Contents | None:
    """Give the extent of a sheet of plain values only; None when it takes a parser to be sure.

    Three times as fast as the parser, and most sheets of half a million cells are plain.
    """
    columns: set[bytes] = set()
    rows: set[bytes] = set()
    rest = b""
    for chunk in chunks(package, package.getinfo(part)):
        text, opened, rest = (rest + chunk).rpartition(b"<")
        rest = opened + rest
        cells = _CELL.findall(text)
        if any(sign in text for sign in _NOT_PLAIN) or not _all_plain(text, len(cells)):
            return None
        columns.update(letters for letters, _ in cells)
        rows.update(digits for _, digits in cells)
    if not columns:
        return None
    width = 1 + max(_column(letters.decode()) for letters in columns)
    height = max(map(int, rows))
    # Cells without values count here: only a parser can leave them out.
    return Contents(height=height, width=width) if height * width <= PLAIN_LIMIT else None


def _all_plain(text: bytes, cells: int) -> bool:
    """Tell whether no element is a formula, and every cell is one that was counted."""
    formulas = text.count(b"<f")
    others = text.count(b"<c") - cells
    return not (formulas and formulas > text.count(b"<fo")) and not (
        others and others > text.count(b"<co") + text.count(b"<cf")
    )


def cell_name(row: int, column: int) -> str:
    """Give the name of a cell as the spreadsheet shows it: (0, 0) is A1."""
    return f"{_letters(column)}{row + 1}"


class _Scan:
    """Handlers for expat; written for speed, since a big ledger has millions of elements."""

    def __init__(self) -> None:
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self.start
        self.contents = Contents()
        self.row = 0  # counted from 1, as in the file
        self.cell = ""
        self.kind: str | None = None
        self.columns: set[str] = set()
        self.rows: set[str] = set()
        self.noting = False  # text is kept only of cells with a formula or an error
        self.formula: list[str] | None = None
        self.value: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take the start of an element."""
        if name in {"v", "is", "f"}:
            letters = self.cell.rstrip("0123456789")
            self.columns.add(letters)
            self.rows.add(self.cell[len(letters) :])
            if name == "f":
                self.noting, self.formula = True, []
                self.parser.CharacterDataHandler = self.formula.append
            elif self.noting:
                self.parser.CharacterDataHandler = self.value.append
        elif name == "c":
            if self.noting:
                self.close_cell()
            self.cell = attributes.get("r") or self.next_cell()
            self.kind = attributes.get("t")
            self.noting = self.kind == "e"
        elif name == "row":
            if self.noting:
                self.close_cell()
            self.row = int(attributes.get("r") or self.row + 1)
            self.cell = ""
        elif ":" in name:
            self.start(name.rpartition(":")[2], attributes)

    def next_cell(self) -> str:
        """Name the cell after the last one: some programs leave the names out."""
        letters = self.cell.rstrip("0123456789")
        return cell_name(self.row - 1, _column(letters) + 1 if letters else 0)

    def close_cell(self) -> None:
        """Note what the cell that ends here computes, or the error that it shows."""
        letters = self.cell.rstrip("0123456789")
        place = int(self.cell[len(letters) :]) - 1, _column(letters)
        value = "".join(self.value).strip()
        if self.formula is not None:
            text = "".join(self.formula).strip()
            self.contents.formulas[place] = f"={text}"[:SHOWN]
            if not value and self.kind != "str":
                self.contents.uncomputed.add(place)
        if self.kind == "e":
            self.contents.errors[place] = value
        self.parser.CharacterDataHandler = None
        self.noting, self.formula, self.value = False, None, []

    def finish(self) -> Contents:
        """Give what was found."""
        if self.noting:
            self.close_cell()
        self.contents.height = max(map(int, self.rows), default=0)
        self.contents.width = max(map(_column, self.columns), default=-1) + 1
        return self.contents


def _elements(package: zipfile.ZipFile, part: str) -> Iterator[tuple[str, dict[str, str]]]:
    found: list[tuple[str, dict[str, str]]] = []
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda name, attributes: found.append(
        (name.rpartition(":")[2], attributes)
    )
    names = {name.lower(): name for name in package.namelist()}
    if part not in names:
        return iter(found)
    for chunk in chunks(package, package.getinfo(names[part])):
        parser.Parse(chunk)
    return iter(found)


def _column(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _letters(column: int) -> str:
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
