"""Stage e: applications are assessed and planned in waves; two of them move."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from educloud.cloud.endpoint import open_cloud
from educloud.demo.context import DemoRun, StageStory, timed
from educloud.inventory.load import inventory_digest, load_inventory
from educloud.inventory.models import Inventory
from educloud.migration.assess import assess
from educloud.migration.gantt import VERDICTS, gantt_lines
from educloud.migration.moves import MoveRecord
from educloud.migration.plan import Plan, write_plan
from educloud.migration.planning import plan_migration
from educloud.migration.probe import ProbeResult, probe_app
from educloud.migration.schedule import Limits
from educloud.project import open_project
from educloud.workflows.migrate import (
    chosen_moves,
    move_wave,
    playbook_variables,
    standing,
)
from educloud.workflows.runtime import task, tell

MOVED_APPS = ("HB-APP-001", "HB-APP-002")
# A row of the second application's copy is damaged before it is verified.
FAULTS = (f"verify:{MOVED_APPS[1]}",)
WIDTH = 110  # of the Gantt, in columns


@dataclass(frozen=True, slots=True)
class Planned:
    """What assessing and planning gave, and the week of the applications that move today."""

    lines: tuple[str, ...]
    week: str
    seconds: float


def migrate(demo: DemoRun) -> StageStory:
    """Assess, plan, move two applications; the second's copy is damaged: it is taken back."""
    planned = demo.once("plan", task, "plan", plan_waves, demo.folder)
    demo.week = week = planned.result.week
    if not demo.plan.is_file():
        plan_waves(demo.folder)  # the recorded plan's file was removed: the same bytes again
    for part in ("cloud", "databases"):
        demo.needs(part, "wave", "probe")
    plan = str(demo.plan)
    wave = (demo.folder, plan, week, MOVED_APPS, FAULTS)
    moved = demo.once("wave", move_wave, *wave, good=_as_meant)
    probed = demo.once("probe", task, "probe", probe_apps, demo.folder, plan, week)
    phases = (phase for record in moved.result for phase in record.phases)
    seconds = planned.result.seconds + sum(phase.seconds for phase in phases)
    lines = (
        *planned.result.lines,
        *(line for record in moved.result for line in _told_move(record)),
        *(_told_probe(probe) for probe in probed.result),
    )
    return StageStory(lines, round(seconds, 1), moved.repeated and probed.repeated)


def _as_meant(records: list[MoveRecord]) -> bool:
    """Tell whether the first moved and the damaged copy of the second was found."""
    first, second = records
    return first.state == "moved" and second.reason.startswith("verify")


def plan_waves(folder: str) -> Planned:
    """Assess, plan with CP-SAT, check, write plan.json, and draw the waves."""
    project = open_project(Path(folder))
    inventory = load_inventory(project)
    digest = inventory_digest(project)
    plan, seconds = timed(lambda: plan_migration(inventory, digest, Limits(), _tell_stage))
    write_plan(project.folder / "plan.json", plan)
    weeks = [entry.week for entry in plan.apps if entry.week and entry.app_id in MOVED_APPS]
    lines = (
        *_told_assessment(inventory),
        *_told_plan(plan, seconds),
        *gantt_lines(plan, inventory, WIDTH),
    )
    return Planned(lines, min(weeks), seconds)


def probe_apps(folder: str, plan: str, week: str) -> list[ProbeResult]:
    """Ask both applications, where their names lead now, to write and read a row."""
    project = open_project(Path(folder))
    with open_cloud(project) as endpoint:
        environment = playbook_variables(project, endpoint)
        return [
            probe_app(move, standing(project, move.node_id), environment=environment)
            for move in chosen_moves(folder, plan, week, MOVED_APPS)
        ]


def _tell_stage(stage: str, value: float, bound: float | None) -> None:
    tell(f"plan: {stage} {value:g}" + ("" if bound is None else f", at least {bound:g}"))


def _told_assessment(inventory: Inventory) -> Iterator[str]:
    found = assess(inventory, inventory.policy.start)
    strategies = " · ".join(f"{name} {count}" for name, count in found.strategies.items())
    verdicts = Counter(VERDICTS[room.verdict] for room in found.rooms)
    yield f"范围内 {sum(found.strategies.values())} 个应用: {strategies}"
    yield (
        "机房“低小散旧”: "
        + " · ".join(f"{verdict} {count}" for verdict, count in verdicts.items())
        + f"; 僵尸系统 {len(found.zombies)} 个"
    )


def _told_plan(plan: Plan, seconds: float) -> Iterator[str]:
    gap = plan.objective.gap
    proof = "差距未知" if gap is None else "已证明最优" if gap == 0 else f"距最优至多 {gap:.1%}"
    yield (
        f"{len(plan.apps)} 个应用已排期, 最后割接 {plan.kpi.finish}; "
        f"机房开放 {plan.kpi.room_weeks_open:g} 周 ({proof}); 求解 {seconds} s"
    )
    for one in plan.unplanned:
        yield f"未排 {one.app_id} [{one.reason}] {one.detail}"


def _told_move(record: MoveRecord) -> Iterator[str]:
    move = record.move
    yield f"{move.app_id} {move.name}: {record.state}, serves from {record.serves_from}"
    yield "  " + " → ".join(f"{phase.phase} {phase.seconds:.1f}s" for phase in record.phases)
    facts: dict[str, Any] = {}
    for phase in record.phases:
        facts |= phase.facts
    figures = ", ".join(
        f"{facts[name]} {name}"
        for name in ("tables", "rows", "sequences", "files")
        if name in facts
    )
    yield f"  {record.reason or figures + ': equal on both sides by count and checksum'}"


def _told_probe(probe: ProbeResult) -> str:
    said = "a row written and read" if probe.serves else f"DOES NOT SERVE ({probe.reason})"
    return f"{probe.name} -> {probe.points_to}: {said}"
