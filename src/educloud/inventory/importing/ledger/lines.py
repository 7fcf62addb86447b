"""The rows of a ledger with their cells read, and everything told about them by the way."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from educloud.inventory.importing.cleaning import values
from educloud.inventory.importing.cleaning.cells import written
from educloud.inventory.importing.cleaning.numbers import tally
from educloud.inventory.importing.draft import Cell, Change, Context, Extract, Rejection, Sheet
from educloud.inventory.importing.ledger.binding import Binding, Bound, bind, match_column
from educloud.inventory.importing.ledger.columns import COLUMNS, FREE_FORM
from educloud.inventory.importing.ledger.data_rows import data_rows
from educloud.inventory.importing.ledger.layout import Layout, find_layout, plain
from educloud.inventory.importing.planners.header import Refused
from educloud.inventory.models import TABLES

TOLD_EVERY = 500  # rows between two reports of progress
SHOWN = 8  # rows in a warning
# Values from which a person should look whether the unit was meant otherwise (4096 MB, no GB).
LARGE = {
    "vcpu": 1024,
    "ram_gb": 2048,
    **dict.fromkeys(("disk_gb", "data_gb", "db_gb", "uplink_mbps", "exit_mbps"), 10**6),
    "area_m2": 10**5,
}
# Columns of what has happened already: a later day than today is told.
PAST = frozenset(
    ("built_year", "retrofit_year", "last_release", "assessed_on", "last_login", "network_ready_on")
)
LONGEST_KEPT = 60  # signs of a cell whose reading is kept: longer ones seldom come twice
_SERIAL_NAMES = frozenset(("编号", "id"))
WATCHED = PAST | LARGE.keys()
# Rules whose result a person should look at -> what happened.
DOUBTFUL = {
    "estimate": "estimates, taken as their numbers",
    "ambiguous_month": "months ending in .1, read as January; October may be meant",
    "year_only": "years without a day, read as a day of that year",
    "not_yet": "plans, read as no",
    "below_one_percent": "less than one per cent, under a header in per cent",
    "no_value": "formulas without a saved value, left empty",
    "ditto_of_nothing": "同上 below an empty cell, left empty",
    "ipv6_left_out": "IPv6 addresses in a column of IPv4 ones, left out",
    "port_left_out": "ports after addresses, left out",
    "merged_amount": "an amount in merged cells, counted once, in the first row",
}


class _Read(NamedTuple):
    text: str
    rule: str
    shown: str
    refusal: values.Unreadable | None = None


@dataclass(slots=True)
class Line:
    """One row; ``values``: our columns, ``headers``: what the sheet calls them."""

    row: int
    values: dict[str, str]
    headers: dict[str, str]
    changes: list[Change] = field(default_factory=list)

    def turned(self, column: str, before: str, after: str, rule: str) -> None:
        """Note that a value was read otherwise than it stands there."""
        if before != after:
            self.changes.append(Change(self.row, column, before, after, rule))

    def refuse(self, column: str, value: str | None, reason: str, hint: str) -> Refused:
        """Give the exception that refuses this row."""
        name = self.headers.get(column)
        told_ = f"{name}: {reason}" if name and value is not None else reason
        return Refused(Rejection(self.row, column, value, told_, hint))


@dataclass(slots=True)
class _Plan:
    """How one column of the sheet is read; ``kept``: readings of cells seen before.

    ``free``: a cell that cannot be read is unknown; else it refuses the row.
    """

    place: int
    name: str
    header: str
    clean: Callable[[Cell], values.Value]
    several: str
    free: bool = False
    kept: dict[object, _Read] = field(default_factory=dict)

    def read(self, key: object, cell: Cell) -> _Read:
        """Read a cell that was not seen before."""
        try:
            value = self.clean(cell)
            found = _Read(value.text, value.rule, _shown(cell) if value.rule else "")
        except values.Unreadable as refusal:
            found = _Read("", "no_value" if self.free else "", _shown(cell), refusal)
        if not isinstance(cell, str) or len(cell) < LONGEST_KEPT:
            self.kept[key] = found
        return found


class Ledger:
    """A sheet that is a ledger of one kind; ``lines`` reads it."""

    def __init__(self, sheet: Sheet, kind: str, context: Context) -> None:
        self._sheet = sheet
        self._context = context
        known = known_header(kind, context)
        self.layout = find_layout(sheet, known) or Layout(0, 0, [])
        self.binding: Binding = bind(self.layout.columns, kind, context.mapping)
        self.extract = Extract(self.layout.last_row + 1, list(self.layout.columns))
        fields = TABLES[kind].model_fields
        self._defaults = {c: text for c, text in context.defaults.items() if c in fields}
        self._doubts: dict[tuple[str, str], list[int]] = defaultdict(list)
        self._strange: dict[tuple[str, str], list[tuple[int, str]]] = defaultdict(list)
        self._today = dt.date.today().isoformat()  # noqa: DTZ011  a ledger's days have no zone
        self.headers = {one.column.name: one.header for one in reversed(self.binding.bound)}

    def lines(self, names: frozenset[str]) -> Iterator[Line]:
        """Give the rows that can be read; ``names``: our columns that tell data from remarks."""
        named = frozenset(one.place for one in self.binding.bound if one.column.name in names)
        amounts = frozenset(one.place for one in self.binding.bound if _is_amount(one))
        plans = [self._plan(one) for one in self.binding.bound if not self._counts_rows(one)]
        plans += [
            _Plan(place, header, header, values.text, "", free=True)
            for place, header in self.binding.extra.items()
        ]
        for row in data_rows(self._sheet, self.layout, named, amounts):
            if row.number % TOLD_EVERY == 0:
                self._context.progress(row.number)
            line = Line(row.number, {}, self.headers)
            if self._read(line, row.cells, plans):
                for column, text in self._defaults.items():
                    line.values.setdefault(column, text)
                yield line
        self._tell()

    def _read(self, line: Line, cells: list[Cell], plans: list[_Plan]) -> bool:
        held = line.values
        refused = False
        for plan in plans:
            cell = cells[plan.place]
            if cell is None or cell == "":
                continue
            key = cell if cell.__class__ is str else (cell.__class__, cell)
            text, rule, shown, refusal = plan.kept.get(key) or plan.read(key, cell)
            if refusal is not None and not plan.free:
                reason = f"{plan.header}: {refusal.reason}"
                self.extract.rejections.append(
                    Rejection(line.row, plan.name, shown, reason, refusal.hint)
                )
                refused = True
            elif rule:
                line.changes.append(Change(line.row, plan.name, shown, text, rule))
                if rule in DOUBTFUL:
                    self._doubts[plan.name, rule].append(line.row)
            if text:
                if plan.name in WATCHED and (doubt := self._doubt(plan.name, text)):
                    self._strange[plan.name, doubt].append((line.row, text))
                before = held.get(plan.name)
                held[plan.name] = text if before is None else _joined(before, text, plan.several)
        return not refused

    def _doubt(self, name: str, text: str) -> str:
        """Say why a value should be looked at; empty if it need not."""
        if name in PAST:
            return "not yet come" if text > self._today[: len(text)] else ""
        large = float(text) >= LARGE[name]
        return "very large, is its unit right?" if large else ""

    def _plan(self, bound: Bound) -> _Plan:
        clean = bound.clean
        if clean is values.identifier:
            clean = _with_zeros(self._sheet, self.layout, bound.place)
        elif clean is tally and "/" in bound.header:
            clean = values.tally
        name = bound.column.name
        free = name in FREE_FORM
        return _Plan(bound.place, name, bound.header, clean, bound.column.several, free)

    def _counts_rows(self, bound: Bound) -> bool:
        """Tell whether a column called 编号 holds 1, 2, 3 …: no ids, they would clash elsewhere."""
        if plain(bound.header) not in _SERIAL_NAMES:
            return False
        cells = (one[bound.place : bound.place + 1] for one in self._sheet.rows)
        texts = [plain(one[0]).removesuffix(".0") for one in cells if one]
        numbers = [text for text in texts[self.layout.last_row + 1 :] if text.isdigit()]
        serial = bool(numbers) and numbers == [str(place + 1) for place in range(len(numbers))]
        if serial:
            self.extract.warnings.append(
                f"column {bound.header!r} counts the rows and was not read as ids;"
                f" --map {bound.header}={bound.column.name} says otherwise"
            )
        return serial and plain(bound.header) not in map(plain, self._context.mapping)

    def _tell(self) -> None:
        """Put into warnings what a person should know of the sheet as a whole."""
        warn = self.extract.warnings.append
        ours = {one.header: one.column.name for one in self.binding.bound}
        for noted in self.layout.changes:
            change = replace(noted, column=ours.get(noted.column, noted.column))
            self.extract.changes.append(change)
            if change.rule in DOUBTFUL:
                self._doubts[change.column, change.rule].append(change.row)
        for reason, rows in self.layout.left_out.items():
            warn(f"{told(rows)}: no data ({reason}), left out")
        for (column, rule), rows in self._doubts.items():
            warn(f"{column}, {told(rows)}: {DOUBTFUL[rule]}")
        for (column, words), found in self._strange.items():
            shown = ", ".join(f"row {row} ({text})" for row, text in found[:SHOWN])
            warn(f"{column}, {shown}{' …' if len(found) > SHOWN else ''}: {words}")
        for header, unit in self.binding.unitless.items():
            warn(f"the unit in {header!r} is not known: its bare numbers were read as {unit}")
        for one in self.binding.bound:
            if one.likely:
                warn(f"column {one.header!r} was read as {one.column.name}; --map says otherwise")
        if self.binding.extra:
            shown = "、".join(self.binding.extra.values())
            warn(f"columns of no known meaning were kept under their own names: {shown}")


def known_header(kind: str, context: Context | None = None) -> Callable[[str], bool]:
    """Give the test whether a header names one of the columns of a table."""
    mapped = {plain(header) for header in context.mapping} if context else set()
    return lambda name: plain(name) in mapped or match_column(name, kind) is not None


def told(rows: list[int]) -> str:
    """Give row numbers for a sentence, the first few of them."""
    more = " …" if len(rows) > SHOWN else ""
    return f"row {', '.join(str(row) for row in sorted(set(rows))[:SHOWN])}{more}"


def _shown(cell: Cell) -> str:
    try:
        return written(cell)
    except values.Unreadable:
        return str(getattr(cell, "text", cell))


def _joined(before: str, text: str, several: str) -> str:
    match several:
        case "sum":
            return str(int(before) + int(text))
        case "path":
            return f"{before}/{text}"
        case "text":
            return before if text in before else f"{before} {text}"
    return before


def _is_amount(bound: Bound) -> bool:
    counted = bound.clean in {values.whole, values.tally}
    return counted or (bound.column.unit is not None and bound.column.unit != "%")


def _with_zeros(sheet: Sheet, layout: Layout, place: int) -> Callable[[Cell], values.Value]:
    """Read ids; where all that kept their zeros have one length, the others lost theirs."""
    widths = {
        len(cell.strip())
        for cells in sheet.rows[layout.last_row + 1 :]
        if place < len(cells)
        and isinstance(cell := cells[place], str)
        and cell.strip().isdigit()
        and cell.strip().startswith("0")
    }
    if len(widths) != 1:
        return values.identifier
    width = widths.pop()

    def restored(cell: Cell) -> values.Value:
        value = values.identifier(cell)
        if value.text.isdigit() and len(value.text) < width:
            return values.Value(value.text.zfill(width), "leading_zeros")
        return value

    return restored


__all__ = ["COLUMNS", "Ledger", "Line", "known_header", "told"]
