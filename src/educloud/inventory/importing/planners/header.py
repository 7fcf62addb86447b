"""The header of a foreign sheet, and its rows by the names of their columns."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType

from educloud.inventory.importing.cleaning import values
from educloud.inventory.importing.draft import Cell, Change, Context, Rejection, Sheet
from educloud.inventory.importing.planners.reading import cleaner

SEARCHED = 12  # rows from the top in which a header may stand
TOLD_EVERY = 500  # rows between two reports of progress
NAMES_SHOWN = 12  # columns in a warning
REMEMBERED = 1 << 14  # texts: most cells of a long sheet repeat

Cleaner = Callable[[Cell], values.Value]


class Refused(Exception):
    """A row that cannot be taken; holds the rejection."""

    def __init__(self, rejection: Rejection) -> None:
        super().__init__(rejection)
        self.rejection = rejection


@lru_cache(maxsize=REMEMBERED, typed=True)
def plain(name: Cell) -> str:
    """Give a column name without case, blanks and marks: ``*OS name`` is ``osname``.

    Colons and dots stay: they part the words of ``mgn:app:name`` and ``site.name``.
    """
    text = unicodedata.normalize("NFKC", str(name or "")).casefold()
    return "".join(sign for sign in text if sign.isalnum() or sign in ":.")


@dataclass(frozen=True, slots=True)
class Header:
    """Where the header stands and what its columns are called; ``places``: plain name -> column.

    ``asked``: plain names that a format looked for, whether the file has them or not.
    """

    row: int  # as the spreadsheet shows it
    names: list[str]
    places: Mapping[str, int]
    asked: set[str] = field(default_factory=set)


def find_header(sheet: Sheet, score: Callable[[AbstractSet[str]], float]) -> tuple[Header, float]:
    """Give the row that ``score`` likes best of its plain names, and how much (0: none)."""
    best, likes = 0, 0.0
    for index, cells in enumerate(sheet.rows[:SEARCHED]):
        liked = score({plain(cell) for cell in cells} - {""})
        if liked > likes:
            best, likes = index, liked
    cells = sheet.rows[best] if sheet.rows else ()
    names = [str(cell if cell is not None else "").strip("\ufeff \t") for cell in cells]
    places: dict[str, int] = {}
    for column, name in enumerate(names):
        places.setdefault(plain(name), column)
    places.pop("", None)
    return Header(best + 1, names, MappingProxyType(places)), likes


def filled(cell: Cell) -> bool:
    """Tell whether there is anything in a cell."""
    return cell is not None and (not isinstance(cell, str) or (cell != "" and not cell.isspace()))


@lru_cache(maxsize=REMEMBERED, typed=True)
def _cleaned(clean: Cleaner, cell: Cell) -> values.Value:
    return clean(cell)


@dataclass(slots=True)
class Line:
    """One row under a header; ``changes`` tells what was read otherwise than it stands there."""

    row: int
    cells: tuple[Cell, ...] | list[Cell]
    header: Header
    changes: list[Change] = field(default_factory=list)

    def _place(self, *names: str) -> int | None:
        """Give the column of the first filled cell of these plain names."""
        self.header.asked.update(names)
        for name in names:
            place = self.header.places.get(name)
            if place is not None and place < len(self.cells) and filled(self.cells[place]):
                return place
        return None

    def title(self, *names: str) -> str:
        """Give what the sheet calls the column that these names find."""
        there = [self.header.places[name] for name in names if name in self.header.places]
        place = self._place(*names)
        place = place if place is not None else next(iter(there), None)
        return names[0] if place is None else self.header.names[place]

    def cell(self, *names: str) -> Cell:
        """Give the first filled cell of these plain names; None without one."""
        place = self._place(*names)
        return None if place is None else self.cells[place]

    def text(self, *names: str) -> str:
        """Give the first filled cell of these names as text; or be Refused."""
        return self.read(values.text, *names)

    def read(self, clean: Cleaner, *names: str) -> str:
        """Give the first filled cell of these names as ``clean`` reads it; or be Refused."""
        place = self._place(*names)
        if place is None:
            return ""
        return self.clean(clean, self.cells[place], self.header.names[place])

    def clean(self, clean: Cleaner, cell: Cell, title: str) -> str:
        """Give a cell of the column ``title`` as ``clean`` reads it; or be Refused."""
        try:
            value = _cleaned(clean, cell)
        except values.Unreadable as error:
            reason, hint = error.args
            raise self.refuse(title, str(cell), reason, hint) from None
        if value.rule:
            self.changes.append(Change(self.row, title, str(cell), value.text, value.rule))
        return value.text

    def turned(self, after: str, rule: str, *names: str, told: str = "") -> str:
        """Give ``after``, and note that it (or ``told``) stands for the cell of these names."""
        before = str(self.cell(*names)).strip()
        shown = told or after
        if shown != before:
            self.changes.append(Change(self.row, self.title(*names), before, shown, rule))
        return after

    def refuse(self, column: str, value: str | None, reason: str, hint: str) -> Refused:
        """Give the exception that refuses this row."""
        return Refused(Rejection(self.row, column, value, reason, hint))

    def refuse_cell(self, reason: str, hint: str, *names: str) -> Refused:
        """Give the exception that refuses this row for what stands in these columns."""
        cell = self.cell(*names)
        value = None if cell is None else str(cell)
        return self.refuse(self.title(*names), value, reason, hint)

    def mapped(self, table: str, mapping: Mapping[str, str]) -> dict[str, str]:
        """Give the columns that the user named for this row: header -> our column."""
        found: dict[str, str] = {}
        for name, column in mapping.items():
            if text := self.read(cleaner(table, column), plain(name)):
                found[column] = text
        return found


def unread(sheet: Sheet, header: Header) -> Iterator[str]:
    """Say which columns hold something that no part of the format was looked for in."""
    left = {name: place for name, place in header.places.items() if name not in header.asked}
    for row in sheet.rows[header.row :] if header.asked else ():
        for name in [one for one, place in left.items() if place < len(row) and filled(row[place])]:
            del left[name]
        if not left:
            break
    empty = left.keys()
    names = [
        header.names[place]
        for name, place in header.places.items()
        if name not in header.asked and name not in empty
    ]
    if names and header.asked:
        more = f"… ({len(names)} in all)" if len(names) > NAMES_SHOWN else ""
        yield (
            f"columns that were not read: {'、'.join(names[:NAMES_SHOWN])}{more};"
            " --map <header>=<our column> takes one in"
        )


def lines(sheet: Sheet, header: Header, context: Context) -> Iterator[Line]:
    """Give the rows below the header that are not blank, and report how far they are."""
    for row, cells in enumerate(sheet.rows[header.row :], start=header.row + 1):
        if row % TOLD_EVERY == 0:
            context.progress(row)
        if any(map(filled, cells)):
            yield Line(row, list(cells), header)
