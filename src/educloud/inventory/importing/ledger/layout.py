"""Where the header of a sheet stands, and what its columns are called.

| on the sheet | here |
|---|---|
| titles and notes above the header | passed over; ``填报单位：…`` is kept |
| a header of several rows, groups in merged or empty cells | one name each: ``服务器数量/物理`` |

The rows below it are read by ``data_rows.py``.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from educloud.inventory.importing.cleaning.signs import closed_up, half_width
from educloud.inventory.importing.draft import Cell, Change, Formula, Sheet

SEARCHED = 40  # rows from the top in which a header may stand
DEEPEST = 3  # rows of a header
_UNIT_LINE = re.compile(
    r"(?:填报|报送|申报|填表|上报|责任)?单位(?:名称)?(?:\((?:盖章|公章|章)\))?:\s*([^\s:]{4,40})"
)
_SEAL = re.compile(r"\((?:单位|加盖)?(?:盖章|公章|签章|印章|章)\)$")


@dataclass(slots=True)
class Layout:
    """What stands where on a sheet."""

    first_row: int  # index of the header's first row
    last_row: int  # index of its last one
    columns: list[str]
    reporting_unit: str = ""
    left_out: dict[str, list[int]] = field(default_factory=dict)  # why -> rows
    changes: list[Change] = field(default_factory=list)


def plain(cell: Cell) -> str:
    """Give a cell's text as it is compared: without width, case and blanks."""
    if cell is None:
        return ""
    text = cell if isinstance(cell, str) else str(cell)
    return closed_up(half_width(text)).casefold()


def find_layout(sheet: Sheet, known: Callable[[str], bool]) -> Layout | None:
    """Give the layout whose header has most names that are ``known``; None when none has two."""
    best: Layout | None = None
    most = 1
    for place, cells in enumerate(sheet.rows[:SEARCHED]):
        if not any(isinstance(cell, str) and cell.strip() for cell in cells):
            continue
        for deep in range(1, DEEPEST + 1):
            if deep > 1 and not _continues(sheet, place, deep):
                break
            names = _names(sheet, place, deep)
            count = len({name for name in names if name and known(name)})
            end = place + deep - 1
            # As good and ending no lower: the rows before were titles, not a group's names.
            shorter = best is not None and count == most and end <= best.last_row
            if count > most or shorter:
                best, most = Layout(place, end, names), count
    if best is not None:
        best.reporting_unit = _reporting_unit(sheet, best.first_row)
    return best


def _continues(sheet: Sheet, first: int, deep: int) -> bool:
    """Tell whether one more row belongs to the header: empty where the names above stand alone."""
    if first + deep > len(sheet.rows):
        return False
    above = _names(sheet, first, deep - 1)
    row = sheet.rows[first + deep - 1]
    tops = [plain(cell) for cell in sheet.rows[first + deep - 2]]
    filled = [place for place, cell in enumerate(row) if plain(cell)]
    if not filled or not all(isinstance(row[place], str) for place in filled):
        return False
    if any(is_number(row[place]) for place in filled):
        return False
    wide = _wide(sheet, first + deep - 2, tops)
    return all(place in wide or not (place < len(above) and above[place]) for place in filled)


def _wide(sheet: Sheet, row: int, tops: Sequence[str]) -> set[int]:
    """Give the columns of a row's cells that stand over several columns."""
    columns: set[int] = set()
    for first_row, left, last_row, right in sheet.merged:
        if first_row <= row <= last_row and right > left and last_row == row:
            columns |= set(range(left, right + 1))
    for place, top in enumerate(tops):
        if top and place + 1 < len(tops) and not tops[place + 1]:
            end = place + 1
            while end < len(tops) and not tops[end]:
                end += 1
            columns |= set(range(place, end))
    return columns


def _names(sheet: Sheet, first: int, deep: int) -> list[str]:
    width = max(len(cells) for cells in sheet.rows[first : first + deep])
    parts: list[list[str]] = [[] for _ in range(width)]
    for offset in range(deep):
        cells = sheet.rows[first + offset]
        texts = [_label(cells[place] if place < len(cells) else None) for place in range(width)]
        if offset < deep - 1:
            texts = _spread(sheet, first + offset, texts, deep - 1 - offset)
        for place, text in enumerate(texts):
            if text and text not in parts[place]:
                parts[place].append(text)
    return ["/".join(names) for names in parts]


def _spread(sheet: Sheet, row: int, texts: list[str], below: int) -> list[str]:
    """Give a group's name to each column under it that has a name of its own below."""
    wide = list(texts)
    for first_row, left, last_row, right in sheet.merged:
        if first_row == row == last_row and right > left:
            wide[left : right + 1] = [texts[left]] * (min(right, len(texts) - 1) - left + 1)
    for place in range(1, len(wide)):
        under = [sheet.rows[row + step + 1] for step in range(below)]
        if not wide[place] and any(place < len(one) and plain(one[place]) for one in under):
            wide[place] = wide[place - 1]
    return wide


def _label(cell: Cell) -> str:
    return " ".join(str(cell).split()) if cell is not None else ""


def _reporting_unit(sheet: Sheet, first: int) -> str:
    for cells in sheet.rows[:first]:
        for cell in cells:
            found = _UNIT_LINE.search(half_width(cell)) if isinstance(cell, str) else None
            if found:
                return _SEAL.sub("", found[1])
    return ""


def is_number(cell: Cell) -> bool:
    """Tell whether a cell holds nothing but an amount: a number, one with its unit, a stroke."""
    if isinstance(cell, str):
        return bool(_NUMERIC.fullmatch(plain(cell)))
    return isinstance(cell, int | float | Formula) and not isinstance(cell, dt.date)


_NUMERIC = re.compile(r"-?[\d,]+(?:\.\d+)?(?:%|[个台套人条gtm]b?|万)?|[-—/]+|=.*")
