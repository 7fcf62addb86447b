"""What a format makes of a sheet: rows on their way into a table, and all that happened to them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from educloud.inventory.importing.naming.names import Directory
from educloud.inventory.models import App, Site


@dataclass(frozen=True, slots=True)
class Formula:
    """A cell that computes; its value is whatever the last program to save it thought."""

    text: str


# None (empty), str, int, float, bool, date, datetime, time, timedelta or Formula.
Cell = Any


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a file. Line ``n`` of ``rows`` is row ``n + 1`` as the spreadsheet shows it.

    ``merged``: ranges (first row, first column, last row, last column), counted from 0, included.
    ``formulas``: text of each cell (row, column, from 0) that computes, also of those whose saved
    value stands in ``rows``. A hidden sheet is named only: its ``rows`` are empty.
    """

    name: str
    rows: Sequence[Sequence[Cell]]
    merged: tuple[tuple[int, int, int, int], ...] = ()
    formulas: Mapping[tuple[int, int], str] = field(default_factory=dict)
    hidden: bool = False
    notes: tuple[str, ...] = ()  # what is doubtful about the way it was read
    origins: Mapping[int, str] = field(default_factory=dict)  # line: row of the file it came from


@dataclass(frozen=True, slots=True)
class Change:
    """A value that was read otherwise than it stands in the file."""

    row: int
    column: str
    before: str
    after: str
    rule: str
    sheet: str = ""  # told only when rows of several sheets were read


@dataclass(frozen=True, slots=True)
class Rejection:
    """A row that was not taken, and how to correct it."""

    row: int
    column: str
    value: str | None
    reason: str
    hint: str
    sheet: str = ""  # told only when rows of several sheets were read


@dataclass(slots=True)
class Draft:
    """A row of one of our tables; ``values`` holds text as the table's CSV would, no empty cells.

    ``row`` is the row of the spreadsheet it comes from; several drafts may come from one row.
    ``key``: the natural key, for a source without ids of its own (e.g. owner and name): rows with
    the same key are one thing, in this file and in every later one. Empty: the table's id column.
    ``refs``: columns that hold the id of a row known by its natural key only (column -> that key,
    in the table the column refers to); whoever gives the ids fills them in.
    """

    table: str
    row: int
    values: dict[str, str]
    key: tuple[str, ...] = ()
    refs: dict[str, tuple[str, ...]] = field(default_factory=dict)
    sheet: str = ""  # told only when rows of several sheets were read


@dataclass(slots=True)
class Extract:
    """What a format read from one sheet."""

    header_row: int  # as the spreadsheet shows it; the last one of a header of several rows
    header: list[str]  # the sheet's own column names, one per column, for the file of rejects
    drafts: list[Draft] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    rejections: list[Rejection] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Context:
    """What a format may know besides the sheet."""

    directory: Directory  # divisions, organisations, rooms already known
    mapping: Mapping[str, str] = field(default_factory=dict)  # --map: header -> our column
    progress: Callable[[int], None] = lambda _: None  # called with the number of rows done
    defaults: Mapping[str, str] = field(default_factory=dict)  # --set: our column -> its value
    sites: Mapping[str, Site] = field(default_factory=dict)  # already known
    apps: Mapping[str, App] = field(default_factory=dict)  # already known


@dataclass(frozen=True, slots=True)
class Format:
    """One foreign format. ``recognise`` says 0..1 how surely a sheet is of it, for a table."""

    name: str
    title: str
    kinds: tuple[str, ...]  # our tables it can fill
    recognise: Callable[[Sheet, str], float]
    read: Callable[[Sheet, str, Context], Extract]
    needs: str = ""  # the columns without which it is not recognised, for a sentence
