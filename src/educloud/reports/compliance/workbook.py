"""The report as a workbook: rules, cities, counties, and every annex on a sheet of its own."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from educloud.reports.compliance.evaluate import Count, Status
from educloud.reports.compliance.report import STATUS_ZH, Report
from educloud.reports.printable import printable

FILLS = {
    Status.MET: "C6E7CE",
    Status.MET_LATE: "E2F0D9",
    Status.ON_TRACK: "DDEBF7",
    Status.OVERDUE: "F8CBAD",
    Status.UNKNOWN: "FFF2CC",
}
RULE_COLUMNS = (
    ("规则", 7), ("要求", 26), ("状态", 11), ("达标", 9), ("总数", 9), ("未知", 9), ("期限", 12),
    ("适用", 8), ("计数对象", 12), ("来源文件", 30), ("原文", 60), ("判定依据", 60), ("数字", 40),
    ("未达标示例", 40), ("待核实示例", 40),
)  # fmt: skip
FORMULA_OR_ERROR = ("=", "#")  # how openpyxl tells them from text


def workbook_bytes(report: Report) -> bytes:
    """Give the workbook as the bytes of an XLSX file."""
    book = Workbook(write_only=True)
    _rules_sheet(book, report)
    cities = report.parts(report.division.code)
    _place_sheets(book, "各地区", report, [(one.name_zh, one.code) for one in cities])
    counties = [
        (f"{city.name_zh} {county.name_zh}", county.code)
        for city in cities
        for county in report.parts(city.code)
    ]
    if counties:
        _place_sheets(book, "各区县", report, counties)
    for sheet in report.annexes.sheets():
        _plain_sheet(book, sheet.title, sheet.columns, sheet.rows)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _rules_sheet(book: Workbook, report: Report) -> None:
    sheet = book.create_sheet("规则总表")
    sheet.freeze_panes = "C3"
    for place, (_, width) in enumerate(RULE_COLUMNS):
        sheet.column_dimensions[get_column_letter(place + 1)].width = width
    mark = "（含合成数据）" if report.synthetic else ""
    head = f"{report.division.name_zh} 政策合规报告{mark} 截至 {report.as_of}"
    sheet.append([_said(sheet, head)])
    sheet.append([_head(sheet, name) for name, _ in RULE_COLUMNS])
    for one in report.standings:
        state = WriteOnlyCell(sheet, STATUS_ZH[one.status])
        state.fill = PatternFill("solid", fgColor=FILLS[one.status])
        long = (
            f"{one.rule.document} {report.profile.documents[one.rule.document].title}",
            one.rule.quote,
            one.rule.basis,
            "\n".join(f"{label}：{figure}" for label, figure in one.figures.items()),
            "、".join(one.failing),
            "、".join(one.unsure),
        )
        sheet.append(
            [
                one.rule.id,
                one.rule.item,
                state,
                one.count.satisfied,
                one.count.total,
                one.count.unknown,
                one.due.isoformat() if one.due else "—",
                "本省" if one.binding else "对照",
                one.rule.entity,
                *(_wrapped(sheet, text) for text in long),
            ]
        )


def _place_sheets(
    book: Workbook, title: str, report: Report, places: Sequence[tuple[str, str]]
) -> None:
    """Write a row a place, a column a rule: the shares, to sort by, and the counts, to read."""
    rules = [one.rule.id for one in report.standings]
    for name, cell_of in ((f"{title}达标率", _share), (f"{title}计数", _counts)):
        sheet = book.create_sheet(name)
        sheet.freeze_panes = "C2"
        sheet.column_dimensions["A"].width = 22
        sheet.append([_head(sheet, head) for head in ("名称", "代码", *rules)])
        for place, code in places:
            counts = (report.count(code, rule) for rule in rules)
            sheet.append([_said(sheet, place), code, *(cell_of(sheet, one) for one in counts)])


def _share(sheet: Any, count: Count) -> Cell | None:
    if not count.total:
        return None
    cell = WriteOnlyCell(sheet, count.satisfied / count.total)
    cell.number_format = "0.0%"
    return cell


def _counts(_: Any, count: Count) -> str | None:
    if not count.total:
        return None
    unknown = f"（{count.unknown}未知）" if count.unknown else ""
    return f"{count.satisfied}/{count.total}{unknown}"


def _plain_sheet(
    book: Workbook, title: str, columns: Sequence[str], rows: Iterable[Sequence[object]]
) -> None:
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for place, name in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = max(12, 2 * len(name))
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}1"
    sheet.append([_head(sheet, name) for name in columns])
    for row in rows:
        sheet.append([_said(sheet, cell) for cell in row])


def _head(sheet: Any, name: str) -> Cell:
    cell = WriteOnlyCell(sheet, name)
    cell.font = Font(bold=True)
    return cell


def _wrapped(sheet: Any, text: str) -> Cell:
    cell = _text(sheet, printable(text))
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def _said(sheet: Any, value: object) -> object:
    """Give a value as a cell takes it: names come from ledgers, "=" begins no formula there."""
    if not isinstance(value, str):
        return value
    shown = printable(value)
    return _text(sheet, shown) if shown[:1] in FORMULA_OR_ERROR else shown


def _text(sheet: Any, text: str) -> Cell:
    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"
    return cell
