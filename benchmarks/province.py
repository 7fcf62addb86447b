"""A whole province (56,000 sites, 300,000 devices, 60,000 applications): what each command takes.

Every figure is a command run as people run it, in a process of its own: seconds from start to
end, and its peak memory. The limits are what the project promises for two cores.
"""

from __future__ import annotations

import csv
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from openpyxl import Workbook

PROGRAM = Path(sys.executable).with_name("educloud")
ROWS = 60_000
# Our column -> the header a ledger would have.
LEDGER = {
    "app_id": "系统编号",
    "name": "系统名称",
    "owner_org": "主管单位",
    "division_code": "行政区划代码",
    "category": "类别",
    "app_class": "通用/专用",
    "hosting": "部署位置",
    "mlps_level": "等保级别",
    "mlps_filing": "等保备案号",
    "importance": "重要程度",
    "users_reg": "注册用户",
    "users_active": "月活",
    "last_login": "最近登录",
    "built_year": "建设年份",
    "last_release": "最近更新",
    "contract_end": "维保到期",
    "vcpu": "CPU核数",
    "ram_gb": "内存(GB)",
    "disk_gb": "磁盘(GB)",
    "data_gb": "数据量(GB)",
    "arch": "架构",
    "os": "操作系统",
    "db": "数据库",
    "ipv6": "是否支持IPv6",
    "domain": "域名",
    "vendor": "承建单位",
    "sso": "统一认证",
    "remark": "备注",
}
LEVELS = {"1": "一级", "2": "二级", "3": "第三级", "4": "四级"}


@dataclass(frozen=True)
class Figure:
    """One command and what it may take; ``None``: no limit was promised."""

    name: str
    arguments: tuple[str, ...]
    seconds: float | None = None
    mebibytes: float | None = None


@dataclass(frozen=True)
class Taken:
    """What a figure's command took; ``status`` is its exit status."""

    figure: Figure
    seconds: float
    mebibytes: float
    status: int


def figures(folder: Path) -> tuple[Figure, ...]:
    """List the commands in their order; the first makes the province that the others read."""
    province = ("-C", str(folder / "province"))
    ledger = str(folder / "ledger.xlsx")
    return (
        Figure(
            "generate the province",
            ("inventory", "generate", "--profile", "henan", "--scale", "1.0", "--seed", "1",
             "--out", str(folder / "province")),
        ),
        Figure("load and validate", (*province, "inventory", "validate"), 10, 1500),
        Figure("plan and record all prefixes (with loading)", (*province, "ipv6", "plan")),
        Figure("check the plan (with loading)", (*province, "ipv6", "plan", "--check")),
        Figure(
            "compliance report as page and workbook (with loading)",
            (*province, "report", "compliance", "--as-of", "2026-11-24",
             "--out", str(folder / "report.html"), "--xlsx", str(folder / "report.xlsx")),
        ),
        Figure(
            "compliance report as JSON (with loading)",
            (*province, "report", "compliance", "--as-of", "2026-11-24", "--json"),
        ),
        Figure(
            f"import a ledger of {ROWS:,} rows (XLSX)",
            (*province, "inventory", "import", ledger, "--kind", "apps", "--out",
             str(folder / "imported")),
            30,
        ),
    )  # fmt: skip


def measure_province() -> Iterator[Taken]:
    """Run every figure's command on one province, made and removed here."""
    with tempfile.TemporaryDirectory(prefix="educloud-bench-") as name:
        folder = Path(name)
        for figure in figures(folder):
            if "import" in figure.arguments:
                write_ledger(folder / "province" / "inventory", folder / "ledger.xlsx")
                (folder / "imported").mkdir()
            yield take(figure)
        yield take_judged(folder / "province")


def take(figure: Figure) -> Taken:
    """Run one command and give what the operating system counted for it."""
    before = time.perf_counter()
    process = subprocess.Popen(
        [str(PROGRAM), *figure.arguments], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    assert process.stderr is not None  # noqa: S101  it was asked for
    said = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 2):
        raise SystemExit(f"{figure.name}: {said.decode()}")
    seconds = time.perf_counter() - before
    return Taken(figure, seconds, usage.ru_maxrss / 1024, process.returncode)


def take_judged(project: Path) -> Taken:
    """Give what the report itself takes once the province is loaded, by its own clock."""
    command = [sys.executable, "-m", "benchmarks.judged", str(project)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return Taken(
        Figure("compliance report of the loaded province", (), 10), float(done.stdout), peak, 0
    )


def write_ledger(inventory: Path, target: Path) -> None:
    """Write the province's applications as a ledger such as people keep: titles, Chinese words."""
    names = {row["org_id"]: row["name"] for row in _rows(inventory / "orgs.csv")}
    book = Workbook(write_only=True)
    sheet = book.create_sheet("系统台账")
    sheet.append(["信息系统台账（合成）"])
    sheet.append([*LEDGER.values()])
    for number, row in enumerate(_rows(inventory / "apps.csv")):
        if number == ROWS:
            break
        cells = {**row, "owner_org": names[row["owner_org"]]}
        cells["mlps_level"] = LEVELS.get(cells.get("mlps_level", ""), "")
        cells["hosting"] = {"own_room": "自建机房", "gov_cloud": "政务云"}.get(
            row["hosting"], "托管"
        )
        sheet.append([_typed(cells.get(column, "")) for column in LEDGER])
    book.save(target)


def province_table(taken: Sequence[Taken]) -> str:
    """Give the figures as a Markdown table."""
    head = "| command | s | limit | peak MiB | limit | exit |\n|---|---|---|---|---|---|"
    lines = [
        f"| {one.figure.name} | {one.seconds:.1f} | {one.figure.seconds or '–'} "
        f"| {one.mebibytes:.0f} | {one.figure.mebibytes or '–'} | {one.status} |"
        for one in taken
    ]
    return "\n".join([head, *lines])


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _typed(cell: str) -> str | float | None:
    # Spreadsheets hold numbers as numbers; ids keep their zeros as text.
    if not cell:
        return None
    return float(cell) if cell.replace(".", "", 1).isdigit() and len(cell) < 6 else cell  # noqa: PLR2004
