"""The rows of data under a header.

| on the sheet | here |
|---|---|
| merged cells | the value stands in each row they cover, an amount in the first only |
| ``同上``, ``〃`` | the value of the row directly above |
| totals, also ``共10个系统``, sections, notes, signatures, a header again | left out, told |
| the example and the row of instructions (``必填``) of a form | left out, and told |
| empty rows | left out |

Row numbers stay those of the spreadsheet.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from educloud.inventory.importing.draft import Cell, Change, Sheet
from educloud.inventory.importing.ledger.layout import Layout, is_number, plain
from educloud.inventory.importing.planners.header import filled

DITTO = frozenset(("同上", "同前", "〃", "″", '"', "“", "”", "''", "同上行"))

_TOTAL = re.compile(
    r"\d*(?:合计|总计|小计|共计|总数|累计|汇总|本页小计|本页合计)(?:\(.*\)|:.*)?(?:数|数量)?"
)
_SUM_WORDS = frozenset(("合计", "总计", "小计", "共计"))
_COUNT = re.compile(
    r"(?:共|共计|合计|总计)?约?\d[\d,.]*万?(?:个|家|所|台|套|条|项|间|处|座|种|人|名|㎡|平方米)[\u4e00-\u9fff]{0,6}"
)
_SECTION = re.compile(
    r"\(?[一二三四五六七八九十]{1,3}[、.)]|第[一二三四五六七八九十\d]+(?:部分|类|章)|[\dIVX]+[、.]\D.*(?:类|部分|单位|学校)$"
)
_NOTE = re.compile(
    r"(?:填表|填报|填写|编制)?(?:说明|要求|须知)(?::|$)|(?:备?注|说明|提示|\*|※)\d*[:.、]|注\d|填表说明"
)
_SIGNATURE = re.compile(
    r"(?:填表|填报|制表|审核|复核|统计|报送|经办)(?:人|单位|时间|日期)|(?:单位)?(?:负责人|领导)(?:签字|签章|\(|:)"
    r"|单位\(?(?:盖章|公章)|\(?盖章|\(?公章|联系(?:人|电话|方式):|(?:日期|时间|电话):"
)
_EXAMPLE = re.compile(r"(?:填写|填报)?(?:示例|样例|举例|例)(?:行|\d*)[:.]?")
_TOLD_HOW = re.compile("必填|选填|非必填|可不填|请填|请按|填写|格式")
_FEW = 3


@dataclass(frozen=True, slots=True)
class Row:
    """A row of data; ``cells`` has one per column of the header."""

    number: int  # as the spreadsheet shows it
    cells: list[Cell]


def data_rows(
    sheet: Sheet, layout: Layout, names: frozenset[int], amounts: frozenset[int]
) -> Iterator[Row]:
    """Give the rows of data; what is left out and filled in is noted in ``layout``.

    ``names``: columns of which one is filled in every real row; ``amounts``: columns whose merged
    cells are one amount for several rows.
    """
    header = _header_words(layout)
    filling = _merged_down(sheet, layout)
    wide = _merged_across(sheet, layout)
    width = len(layout.columns)
    above: list[Cell] = [None] * width
    for index in range(layout.last_row + 1, len(sheet.rows)):
        cells = list(sheet.rows[index][:width])
        cells += [None] * (width - len(cells))
        filled = _filled_places(cells)
        if not filled and index not in filling:
            continue
        if index in filling:  # the row of a total may lie in the last merged cells
            reason = "total" if _is_sum_row(cells, filled) else ""
        else:
            reason = _left_out(cells, filled, header, names)
        if reason or (index in wide and len(filled) == 1):
            layout.left_out.setdefault(reason or "section", []).append(index + 1)
            continue
        for place, (top, left) in filling.get(index, {}).items():
            value = sheet.rows[top][left] if left < len(sheet.rows[top]) else None
            _fill(layout, cells, (index, place), value, amounts)
        if any(cells[place] in DITTO for place in filled):
            _ditto(layout, cells, above, index + 1)
        above = cells
        yield Row(index + 1, cells)


def _header_words(layout: Layout) -> set[str]:
    return {plain(part) for name in layout.columns for part in (name, *name.split("/"))} - {""}


def _filled_places(cells: list[Cell]) -> list[int]:
    return [
        place
        for place, cell in enumerate(cells)
        if cell is not None and cell != "" and (cell.__class__ is not str or not cell.isspace())
    ]


def _merged_across(sheet: Sheet, layout: Layout) -> set[int]:
    """Give the rows in which one cell goes over more than half of the columns."""
    half = len(layout.columns) // 2
    return {
        top for top, left, bottom, right in sheet.merged if top == bottom and right - left > half
    }


def _merged_down(sheet: Sheet, layout: Layout) -> dict[int, dict[int, tuple[int, int]]]:
    """Give row -> column -> the cell whose value stands there too."""
    filling: dict[int, dict[int, tuple[int, int]]] = {}
    for top, left, bottom, right in sheet.merged:
        if bottom <= layout.last_row or top == bottom or top <= layout.last_row:
            continue
        for row in range(top + 1, min(bottom, len(sheet.rows) - 1) + 1):
            for column in range(left, min(right, len(layout.columns) - 1) + 1):
                filling.setdefault(row, {})[column] = (top, column if right == left else left)
    return filling


def _fill(
    layout: Layout, cells: list[Cell], place: tuple[int, int], value: Cell, amounts: frozenset[int]
) -> None:
    row, column = place
    if filled(cells[column]) or not filled(value):
        return
    name = layout.columns[column]
    if column in amounts:
        layout.changes.append(Change(row + 1, name, str(value), "", "merged_amount"))
        return
    cells[column] = value
    layout.changes.append(Change(row + 1, name, "", str(value), "merged"))


def _ditto(layout: Layout, cells: list[Cell], above: list[Cell], row: int) -> None:
    for place, cell in enumerate(cells):
        if cell in DITTO:
            cells[place] = above[place]
            after = "" if above[place] is None else str(above[place])
            rule = "ditto" if after else "ditto_of_nothing"
            layout.changes.append(Change(row, layout.columns[place], cell, after, rule))


def _left_out(cells: list[Cell], filled: list[int], header: set[str], names: frozenset[int]) -> str:
    """Say why a row is no data; empty when it is."""
    if (
        len(filled) > _FEW
        and names.intersection(filled)
        and isinstance(cells[filled[0]], float | int)
    ):
        return ""  # the common row: a serial number, a name, and more
    texts = [plain(cells[place]) for place in filled]
    if len(texts) > 1 and sum(text in header for text in texts) * 2 > len(texts):
        return "header again"
    if not texts:
        return ""
    if _is_total(cells, filled, texts):
        return "total"
    return _of_the_form(texts) or _aside(texts, filled, names)


def _of_the_form(texts: list[str]) -> str:
    """Say whether the row belongs to the empty form: its example, or how to fill it in."""
    if len(texts) > 1 and _EXAMPLE.fullmatch(texts[0]):
        return "example"
    told_how = sum(bool(_TOLD_HOW.match(text)) for text in texts)
    return "instructions" if len(texts) > 1 and told_how * 2 > len(texts) else ""


def _aside(texts: list[str], filled: list[int], names: frozenset[int]) -> str:
    signed = sum(bool(_SIGNATURE.match(text)) for text in texts)
    if signed and (signed * 2 >= len(texts) or len(texts) <= _FEW):
        return "signature"
    if len(texts) <= 2 and any(_NOTE.match(text) for text in texts):  # noqa: PLR2004  a number, a note
        return "note"
    if len(texts) == 1 and _SECTION.match(texts[0]):
        return "section"
    if len(texts) == 1 and not names.intersection(filled):
        return "note"
    return ""


def _is_sum_row(cells: list[Cell], filled: list[int]) -> bool:
    """Tell a row that begins with 合计: then comes ``共10个系统``, or counts and numbers only."""
    texts = [plain(cells[place]) for place in filled]
    if not texts or texts[0] not in _SUM_WORDS:
        return False
    counts = [
        is_number(cells[place]) or text in _SUM_WORDS or bool(_COUNT.fullmatch(text))
        for place, text in zip(filled[1:], texts[1:], strict=True)
    ]
    return all(counts) or bool(_COUNT.fullmatch(texts[1]))


def _is_total(cells: list[Cell], filled: list[int], texts: list[str]) -> bool:
    """Tell a row of sums by two signs: the word alone in a cell, and nothing but numbers else."""
    if _is_sum_row(cells, filled):
        return True
    if not any(_TOTAL.fullmatch(text) for text in texts):
        return False
    others = [
        cells[place]
        for place, text in zip(filled, texts, strict=True)
        if not _TOTAL.fullmatch(text)
    ]
    return all(is_number(cell) for cell in others)
