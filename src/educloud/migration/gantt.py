"""The waves as a Gantt chart of plain text: weeks to the right, a row per room."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence

from educloud.inventory.models import Blackout, Inventory
from educloud.migration.plan import Plan, RoomClosing
from educloud.migration.surroundings import Surroundings

LABEL = 24  # columns for a room's name
TAIL = 17  # columns for what becomes of it
MANY = 9  # more cutovers than this in a column show as "+"
VERDICTS = {"close": "关停", "merge": "归并", "retrofit": "改造", "keep": "保留"}
LEGEND = (
    "图例:数字=切换应用数(+为多于9)  -=双轨运行与静置  X=机房关闭",
    "     #=禁切  ~=部分受限  o=有节假日  .=无切换",
)


def gantt_lines(plan: Plan, inventory: Inventory, width: int = 100) -> list[str]:
    """Draw a plan in at most ``width`` columns; several weeks share one when they have to.

    A CJK character takes two columns.
    """
    step = -(-plan.weeks // max(10, width - LABEL - TAIL - 2))
    columns = -(-plan.weeks // step)
    chart = _Chart(plan, inventory, step, columns)
    weeks = "每格1周" if step == 1 else f"每格{step}周"
    lines = [
        _row(f"波次 {plan.start}起", chart.years(), weeks),
        _row("月份", chart.months()),
        _row("日历", chart.calendar()),
    ]
    lines += [_row(name, cells, tail) for name, cells, tail in chart.rooms()]
    lines += [_row("合计", chart.cutovers(chart.cutover_days())), *LEGEND]
    return [line.rstrip() for line in lines]


def display_width(text: str) -> int:
    """Count the columns that ``text`` takes in a terminal."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def fit(text: str, width: int) -> str:
    """Cut or fill ``text`` to exactly ``width`` columns."""
    if display_width(text) > width:
        while display_width(text) > width - 1:
            text = text[:-1]
        text += "~"
    return text + " " * (width - display_width(text))


def _row(label: str, cells: str, tail: str = "") -> str:
    return f"{fit(label, LABEL)} {cells} {tail}"


class _Chart:
    """The cells of a chart: ``columns`` of ``step`` weeks each."""

    def __init__(self, plan: Plan, inventory: Inventory, step: int, columns: int) -> None:
        self.plan = plan
        self.inventory = inventory
        self.step = step
        self.columns = columns
        self.mondays = [plan.start + dt.timedelta(weeks=step * n) for n in range(columns)]

    def column(self, day: dt.date) -> int:
        return (day - self.plan.start).days // (7 * self.step)

    def years(self) -> str:
        return self._labels([str(day.year) for day in self.mondays])

    def months(self) -> str:
        return self._labels([str(day.month) for day in self.mondays])

    def _labels(self, names: Sequence[str]) -> str:
        """Write each name where it first holds, or as soon as the one before leaves room."""
        cells, shown = "", ""
        for n, name in enumerate(names):
            if name != shown and len(cells) <= n <= self.columns - len(name):
                cells, shown = cells.ljust(n) + name + " ", name
        return cells[: self.columns].ljust(self.columns)

    def calendar(self) -> str:
        """Mark columns without any cutover day (#), with restrictions (~), with holidays (o)."""
        around = Surroundings(self.inventory)
        policy = self.inventory.policy
        days = [self.plan.start + dt.timedelta(days=n) for n in range(7 * self.plan.weeks)]
        possible = [day for day in days if day.weekday() in policy.cutover_weekdays]
        hard = [b for b in self.inventory.calendar.blackouts if b.hard and self._concerns(b)]
        whole = [b for b in hard if not b.categories and self._everywhere(b)]
        cells = [" "] * self.columns
        for n in range(self.columns):
            here = [day for day in possible if self.column(day) == n]
            free = [d for d in here if d not in around.holidays and not _covered(d, whole)]
            if not free:
                cells[n] = "#" if any(_covered(day, whole) for day in here) else "o"
            elif any(_covered(day, hard) for day in here):
                cells[n] = "~"
            elif len(free) < len(here):
                cells[n] = "o"
        return "".join(cells)

    def _divisions(self) -> set[str]:
        return {
            self.inventory.apps[entry.app_id].division_code
            for entry in self.plan.apps
            if entry.cutover and entry.app_id in self.inventory.apps
        }

    def _concerns(self, blackout: Blackout) -> bool:
        return not blackout.divisions or any(
            self.inventory.lies_under(division, code)
            for division in self._divisions()
            for code in blackout.divisions
        )

    def _everywhere(self, blackout: Blackout) -> bool:
        return not blackout.divisions or all(
            any(self.inventory.lies_under(division, code) for code in blackout.divisions)
            for division in self._divisions()
        )

    def cutover_days(self, app_ids: Iterable[str] | None = None) -> list[dt.date]:
        wanted = None if app_ids is None else set(app_ids)
        return [
            entry.cutover
            for entry in self.plan.apps
            if entry.cutover and (wanted is None or entry.app_id in wanted)
        ]

    def cutovers(self, days: Iterable[dt.date]) -> str:
        counts = Counter(self.column(day) for day in days)
        return "".join(
            "." if not counts[n] else str(counts[n]) if counts[n] <= MANY else "+"
            for n in range(self.columns)
        )

    def rooms(self) -> list[tuple[str, str, str]]:
        """Give name, cells and fate of every room with cutovers, then of what has no room."""
        closings = {room.room_id: room for room in self.plan.rooms}
        residents: dict[str, list[str]] = {}
        for app in self.inventory.apps.values():
            room_id = app.room_id if app.room_id in self.inventory.rooms else ""
            residents.setdefault(room_id or "", []).append(app.app_id)
        rows = []
        for room_id, room in self.inventory.rooms.items():
            days = self.cutover_days(residents.get(room_id, ()))
            if days or room_id in closings:
                rows.append((room.name, *self._room(days, closings.get(room_id))))
        elsewhere = self.cutover_days(residents.get("", ()))
        if elsewhere:
            rows.append(("(机房未知)", self.cutovers(elsewhere), ""))
        return rows

    def _room(self, days: list[dt.date], closing: RoomClosing | None) -> tuple[str, str]:
        cells = list(self.cutovers(days))
        if closing is None or closing.closes_on is None:
            return "".join(cells), "不关闭"
        first = self.column(max(days)) + 1 if days else 0
        end = self.column(closing.closes_on)
        for n in range(first, self.columns):
            cells[n] = "-" if n < end else "X" if n == end else " "
        verdict = VERDICTS.get(closing.verdict, closing.verdict)
        return "".join(cells), f"{closing.closes_on} {verdict}"


def _covered(day: dt.date, blackouts: Iterable[Blackout]) -> bool:
    return any(blackout.from_ <= day <= blackout.to for blackout in blackouts)
