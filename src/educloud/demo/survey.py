"""Stage a: the inventory is read and checked as a whole."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from educloud.demo.context import DemoRun, StageStory, timed
from educloud.errors import ProjectError
from educloud.inventory.load import Reading, read_inventory
from educloud.project import open_project
from educloud.workflows.runtime import task


@dataclass(frozen=True, slots=True)
class Survey:
    """What the tables hold: rows by table, wrong ones, those marked synthetic."""

    rows: dict[str, int]
    wrong: int
    synthetic: int
    seconds: float


def survey(demo: DemoRun) -> StageStory:
    """Check the tables; go on only when every row holds."""
    done = demo.once("inventory", task, "check the tables", check_tables, demo.folder)
    found, rows = done.result, done.result.rows
    if found.wrong:
        mend = f"see them with 'educloud -C {demo.folder} inventory validate'"
        raise ProjectError(f"{found.wrong} findings in the inventory", demo.folder, mend)
    lines = (
        f"河南省 {rows['divisions']} 个行政区划 · 云节点 1 主 + {rows['nodes'] - 1} 市",
        f"鹤壁市（合成数据）{rows['sites']} 个站点 · {rows['rooms']} 个机房 · "
        f"{rows['devices']} 台设备 · {rows['apps']} 个应用 · {rows['deps']} 条依赖",
        f"{sum(rows.values())} rows checked, {found.wrong} wrong; "
        f"{found.synthetic} of them marked synthetic",
    )
    return StageStory(lines, found.seconds, done.repeated)


def check_tables(folder: str) -> Survey:
    """Count the rows and the findings of the inventory."""
    (reading, wrong), seconds = timed(lambda: _checked(folder))
    tables = {name: table.records for name, table in reading.tables.items()}
    synthetic = sum(
        (record.model_extra or {}).get("synthetic") == "yes"
        for records in tables.values()
        for record in records
    )
    return Survey({name: len(rows) for name, rows in tables.items()}, wrong, synthetic, seconds)


def _checked(folder: str) -> tuple[Reading, int]:
    reading = read_inventory(open_project(Path(folder)))
    return reading, len(reading.findings())
