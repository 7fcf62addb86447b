"""The report on a terminal: every rule with its counts and its quote, then the annexes in short."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console
from rich.table import Table
from rich.text import Text

from educloud.reports.compliance.evaluate import Standing, Status
from educloud.reports.compliance.report import STATUS_ZH, Report
from educloud.reports.printable import printable

STYLES = {
    Status.MET: "green",
    Status.MET_LATE: "green4",
    Status.ON_TRACK: "cyan",
    Status.OVERDUE: "bold red",
    Status.UNKNOWN: "yellow",
}
SHOWN = 10  # rows of an annex; the workbook and the page hold all


def print_report(report: Report, console: Console) -> None:
    """Print the whole report, Chinese first."""
    mark = "（含合成数据）" if report.synthetic else ""
    head = f"{report.division.name_zh} 政策合规报告{mark}  截至 {report.as_of}"
    console.print(Text(printable(head), style="bold"))  # a name is no markup
    console.print(_summary(report), style="bold")
    console.print(_rules(report))
    for title, lines in _annexes(report):
        console.print(title, style="bold")
        for line in lines:
            console.print(f"  {printable(line)}", highlight=False, markup=False)
    console.print(_summary(report), style="bold")


def _summary(report: Report) -> str:
    tally = "  ".join(f"{STATUS_ZH[status]} {count}" for status, count in report.tally().items())
    others = sum(not one.binding for one in report.standings)
    return f"本省适用规则：{tally}；外省文件 {others} 条，仅供对照"


def _rules(report: Report) -> Table:
    table = Table(show_lines=False, expand=True, pad_edge=False)
    table.add_column("规则", no_wrap=True)
    table.add_column("要求与原文", ratio=1, overflow="fold")
    table.add_column("状态", no_wrap=True)
    table.add_column("达标/总数", justify="right", no_wrap=True)
    table.add_column("未知", justify="right", no_wrap=True)
    table.add_column("期限", no_wrap=True)
    for one in report.standings:
        table.add_row(
            one.rule.id,
            _wording(one, report),
            Text(STATUS_ZH[one.status], style=STYLES[one.status] if one.binding else "dim"),
            f"{one.count.satisfied}/{one.count.total}",
            str(one.count.unknown),
            one.due.isoformat() if one.due else "—",
            style="" if one.binding else "dim",
        )
    return table


def _wording(one: Standing, report: Report) -> Text:
    title = report.profile.documents[one.rule.document].title
    wording = Text(f"{one.rule.item}（按{one.rule.entity}计）")
    wording.append(f"\n{one.rule.document}《{title}》「{one.rule.quote}」", style="dim")
    for label, figure in one.figures.items() if one.binding else ():
        wording.append(printable(f"\n{label}：{figure}"), style="italic")
    return wording


def _annexes(report: Report) -> Iterator[tuple[str, list[str]]]:
    for sheet in report.annexes.sheets():
        rows = [
            "  ".join(f"{name}={cell}" for name, cell in zip(sheet.columns, row, strict=True))
            for row in sheet.rows[:SHOWN]
        ]
        left = len(sheet.rows) - len(rows)
        if left > 0:
            rows.append(f"… 另有 {left} 行，见 --xlsx 或 --out")
        yield f"附表 {sheet.title}（{len(sheet.rows)}）", rows or ["（无）"]
