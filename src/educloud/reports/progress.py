"""The progress report: one self-contained HTML page, Chinese first, with its charts inside."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

from jinja2 import Environment, StrictUndefined

from educloud.inventory.load import load_inventory
from educloud.inventory.models import Blackout
from educloud.project import Project, write_document
from educloud.reports.status import Status, gather_status, read_plan_if_any

CHART_WIDTH = 1000  # px
CHART_HEIGHT = 120
WIDEST_BAR = 26

WORDS = {
    "changed": "已改造",
    "unchanged": "已达标",
    "undone": "已撤销",
    "failed": "失败",
    "moved": "已迁移",
    "rolled_back": "已回退",
    "running": "进行中",
    "close": "关停",
    "merge": "归并",
    "retrofit": "改造",
    "keep": "保留",
    "rehost": "直接迁移",
    "replatform": "平台化迁移",
    "retire": "下线",
    "retain": "留用",
    "exempt": "豁免",
}


@dataclass(frozen=True, slots=True)
class Week:
    """A week of the plan: its cutovers by strategy, the rooms still open at its end."""

    name: str
    monday: dt.date
    cutovers: int
    rooms_open: int
    frozen: str


def weeks_of(plan: Mapping[str, Any], freezes: tuple[Blackout, ...], rooms: int) -> list[Week]:
    """Give the plan's weeks from the first to the last that matters to a reader."""
    if not plan:
        return []
    start = dt.date.fromisoformat(plan["start"])
    cutovers = Counter(app["week"] for app in plan["apps"] if app.get("week"))
    closings = sorted(row["closes_on"] for row in plan["rooms"] if row.get("closes_on"))
    days = [row["cutover"] for row in plan["apps"] if row.get("cutover")]
    last = max([*days, *closings], default=plan["start"])
    count = min(plan["weeks"], (dt.date.fromisoformat(last) - start).days // 7 + 2)
    weeks = []
    for monday in (start + dt.timedelta(weeks=index) for index in range(count)):
        year, number, _ = monday.isocalendar()
        name, sunday = f"{year}-W{number:02d}", monday + dt.timedelta(days=6)
        closed = bisect_right(closings, sunday.isoformat())
        frozen = "、".join(b.name for b in freezes if b.from_ <= sunday and b.to >= monday)
        weeks.append(Week(name, monday, cutovers[name], rooms - closed, frozen))
    return weeks


def bars(weeks: list[Week], width: int) -> Iterator[dict[str, Any]]:
    """Give the geometry of the cutover bars, in pixels from the top left."""
    top = max((week.cutovers for week in weeks), default=0) or 1
    for index, week in enumerate(weeks):
        height = round(week.cutovers / top * CHART_HEIGHT)
        yield {"x": index * width, "y": CHART_HEIGHT - height, "height": height, "week": week}


def burn_down(weeks: list[Week], rooms: int, width: int) -> str:
    """Give the room curve as SVG points."""
    top = rooms or 1
    points = (
        f"{index * width},{CHART_HEIGHT - round(week.rooms_open / top * CHART_HEIGHT)}"
        for index, week in enumerate(weeks)
    )
    return " ".join(points)


def render_progress(
    status: Status, plan: Mapping[str, Any], freezes: tuple[Blackout, ...], as_of: dt.date
) -> str:
    """Give the page as HTML text; it loads nothing from anywhere."""
    source = resources.files("educloud.reports").joinpath("html/progress.html.j2")
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["zh"] = lambda word: WORDS.get(word, word or "—")
    weeks = weeks_of(plan, freezes, len(status.rooms))
    bar = min(WIDEST_BAR, CHART_WIDTH // max(len(weeks), 1))
    template = environment.from_string(source.read_text(encoding="utf-8"))
    return template.render(
        status=status,
        plan=plan,
        bars=list(bars(weeks, bar)),
        as_of=as_of,
        burn_down=burn_down(weeks, len(status.rooms), bar),
        bar=bar,
        height=CHART_HEIGHT,
        width=max(len(weeks), 1) * bar,
        device_counts=Counter(device.status for device in status.devices),
        strategies=Counter(app["strategy"] for app in plan.get("apps", ())),
    )


def report_progress(project: Project, plan_path: Path | None, path: Path, as_of: dt.date) -> Path:
    """Write the page of ``project`` to ``path``, whole or not at all."""
    plan = read_plan_if_any(plan_path or project.folder / "plan.json")
    status = gather_status(project, plan)
    freezes = tuple(
        one
        for one in load_inventory(project).calendar.blackouts
        if one.hard and not one.categories and _everywhere(one, project.settings.province)
    )
    write_document(path, render_progress(status, plan, freezes, as_of))
    return path


def _everywhere(blackout: Blackout, province: str) -> bool:
    return not blackout.divisions or province in blackout.divisions
