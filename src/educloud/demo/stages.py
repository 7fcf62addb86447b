"""The stages of the demo: each runs durably and tells what it did, with its own figures."""

from __future__ import annotations

import contextlib
import datetime as dt
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from educloud.cloud.endpoint import open_cloud
from educloud.errors import PlanError
from educloud.inventory.load import inventory_digest, load_inventory, read_inventory
from educloud.inventory.models import Inventory
from educloud.inventory.register import address_plan, save_register
from educloud.inventory.tree import plan_lines
from educloud.lab.databases import start_databases
from educloud.lab.switches.start import start_switches
from educloud.lab.switches.switch import Faults
from educloud.migration.assess import assess
from educloud.migration.gantt import gantt_lines
from educloud.migration.plan import write_plan
from educloud.migration.planning import plan_migration
from educloud.migration.probe import ProbeResult, probe_app
from educloud.migration.schedule import Limits
from educloud.project import Project, open_project
from educloud.reports.progress import report_progress
from educloud.reports.status import gather_status
from educloud.workflows.migrate import chosen_moves, destination_of, move_wave, playbook_variables
from educloud.workflows.provision import provision
from educloud.workflows.rollout import rollout
from educloud.workflows.runtime import Outcome, run_once, task, tell, was_done

R = TypeVar("R")

CITY = "410600"
NODES = ("network", "main-410000", f"city-{CITY}")
MOVED_APPS = ("HB-APP-001", "HB-APP-002")
DAMAGED = f"verify:{MOVED_APPS[1]}"
# One switch refuses a line of its new configuration; its change is undone, the rest go on.
REFUSING = {"HB-DEV-010": Faults(refuse="raguard role router")}
GANTT_WIDTH = 110


@dataclass(frozen=True, slots=True)
class StageStory:
    """What a stage did, in lines for people; ``repeated`` when an earlier run had done it."""

    lines: tuple[str, ...]
    seconds: float
    repeated: bool = False


@dataclass
class DemoRun:
    """A demo under way: its project, the name of its inputs, and the lab it has started."""

    project: Project
    digest: str
    lab: contextlib.ExitStack
    week: str | None = None
    started: set[str] = field(default_factory=set)

    @property
    def folder(self) -> str:
        """The project's folder, as the steps of a run are given it."""
        return str(self.project.folder)

    @property
    def plan(self) -> Path:
        """Where the plan goes."""
        return self.project.folder / "plan.json"

    def once(self, name: str, workflow: Callable[..., R], *args: Any) -> Outcome[R]:
        """Run a part of the demo once for these inputs."""
        return run_once(self.project, f"demo/{name}/{self.digest}", workflow, *args)

    def is_done(self, name: str) -> bool:
        """Tell whether a part of the demo has been done for these inputs."""
        return was_done(self.project, f"demo/{name}/{self.digest}")

    def needs(self, part: str, *runs: str) -> None:
        """Start a part of the lab, unless it runs or all ``runs`` that need it are done."""
        undone = [name for name in runs if not self.is_done(name)]
        if undone and part not in self.started:
            tell(f"starting {part}")
            self.lab.enter_context(PARTS[part](self.project))
            self.started.add(part)


PARTS: dict[str, Callable[[Project], contextlib.AbstractContextManager[Any]]] = {
    "cloud": open_cloud,
    "switches": lambda project: start_switches(project, faults=REFUSING),
    "databases": start_databases,
}


def timed(do: Callable[[], R]) -> tuple[R, float]:
    """Do something and give its seconds beside its result."""
    begun = time.monotonic()
    result = do()
    return result, round(time.monotonic() - begun, 2)


# --- a. inventory ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Survey:
    """What the tables hold: rows, wrong rows, and how many gaps stay unknown."""

    rows: dict[str, int]
    findings: int
    synthetic: int
    seconds: float


def check_tables(folder: str) -> Survey:
    """Count the rows and the findings of the inventory."""
    begun = time.monotonic()
    reading = read_inventory(open_project(Path(folder)))
    records = {name: table.records for name, table in reading.tables.items()}
    marked = sum(
        (record.model_extra or {}).get("synthetic") == "yes"
        for rows in records.values()
        for record in rows
    )
    return Survey(
        {name: len(rows) for name, rows in records.items()},
        len(reading.findings()),
        marked,
        round(time.monotonic() - begun, 2),
    )


def survey(demo: DemoRun) -> StageStory:
    """Check the tables; go on only when every row holds."""
    done = demo.once("inventory", task, "check the tables", check_tables, demo.folder)
    found, rows = done.result, done.result.rows
    if found.findings:
        raise PlanError(f"{found.findings} rows of the inventory do not hold", demo.folder,
                        f"see them with 'educloud -C {demo.folder} inventory validate'")  # fmt: skip
    return StageStory((
        f"河南省 {rows['divisions']} 个行政区划 · {rows['nodes']} 个云节点（1 主 + {rows['nodes'] - 1} 市）",
        f"鹤壁市（合成数据）{rows['sites']} 个站点 · {rows['rooms']} 个机房 · {rows['devices']} 台设备 · "
        f"{rows['apps']} 个应用 · {rows['deps']} 条依赖",
        f"{sum(rows.values())} rows checked, {found.findings} wrong; {found.synthetic} marked synthetic",
    ), found.seconds, done.repeated)  # fmt: skip


# --- b. IPv6 plan ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Addresses:
    """What the address plan gave: prefixes by kind, new ones, faults, and its tree."""

    by_kind: dict[str, int]
    new: int
    faults: int
    tree: tuple[str, ...]
    seconds: float


def allocate_prefixes(folder: str) -> Addresses:
    """Plan the addresses, keep the register, and check the result."""
    project = open_project(Path(folder))
    inventory = load_inventory(project)
    plan, seconds = timed(lambda: address_plan(project, inventory))
    new = len(plan.new)
    save_register(project, plan)
    kinds = Counter(one.kind for one in plan.allocations)
    return Addresses(
        dict(kinds), new, len(plan.check()), tuple(plan_lines(plan, inventory, CITY)), seconds
    )


def addresses(demo: DemoRun) -> StageStory:
    """Plan the addresses and show the city's branch of the tree."""
    done = demo.once("addresses", task, "allocate", allocate_prefixes, demo.folder)
    plan = done.result
    opened = next(n for n, line in enumerate(plan.tree) if CITY in line)
    branch = [plan.tree[0], *plan.tree[opened : opened + 11]]
    kinds = ", ".join(f"{count} {kind}" for kind, count in plan.by_kind.items())
    return StageStory((
        *branch, f"{kinds} prefixes; {plan.new} new, {plan.faults} faults (overlaps, strays)",
    ), plan.seconds, done.repeated)  # fmt: skip


# --- c. cloud -------------------------------------------------------------------------------------


def provision_nodes(demo: DemoRun) -> StageStory:
    """Bring up network, main node and city node, twice: the second changes nothing."""
    demo.needs("cloud", "cloud-again")
    first = demo.once("cloud", provision, demo.folder, NODES)
    tell("up again: nothing may change")
    again = demo.once("cloud-again", provision, demo.folder, NODES)
    lines = [
        f"{one.stack:<14} {one.created} created, {one.updated} updated, {one.same} the same"
        f"  ({one.seconds:.1f} s)"
        for one in first.result
    ]
    stands = sum(one.same for one in again.result)
    changed = sum(one.changed for one in again.result)
    lines.append(
        f"up again: {'nothing changed' if not changed else f'{changed} CHANGED'}, "
        f"{stands} resources stand as declared"
    )
    city = next(one for one in again.result if one.stack == NODES[-1])
    lines.append(
        f"鹤壁节点 {city.outputs['ipv4_block']} + {city.outputs['ipv6_block']}, "
        f"zone {city.outputs['zone_name']}"
    )
    seconds = sum(one.seconds for one in (*first.result, *again.result))
    return StageStory(tuple(lines), round(seconds, 1), first.repeated and again.repeated)


# --- d. network -----------------------------------------------------------------------------------


def roll_out_switches(demo: DemoRun) -> StageStory:
    """Move the farm's switches to IPv6; one refuses a line and is put back as it was."""
    demo.needs("switches", "network")
    devices = local_devices(demo.project)
    done = demo.once("network", rollout, demo.folder, devices)
    results, seconds = done.result.results, done.result.seconds
    inventory = load_inventory(demo.project)
    tally = Counter((inventory.devices[one.device].platform, one.status) for one in results)
    lines = [
        f"{platform:<12} {status}: {count}" for (platform, status), count in sorted(tally.items())
    ]
    sent = sum(one.lines_sent for one in results if one.status == "changed")
    lines.append(
        f"{len(results)} devices over SSH, {sent} lines pushed, read back and saved "
        f"in {seconds:.1f} s"
    )
    for one in results:
        if one.status not in ("changed", "unchanged"):
            host = inventory.devices[one.device].hostname
            lines.append(f"{one.device} {host}: {one.status} — {one.reason}")
    return StageStory(tuple(lines), seconds, done.repeated)


def local_devices(project: Project) -> tuple[str, ...]:
    """Give the devices that the farm stands for: those managed over the loopback, and no other."""
    inventory = load_inventory(project)
    return tuple(
        one.device_id
        for one in inventory.devices.values()
        if one.mgmt_address.is_loopback and one.credential
    )


# --- e. migration ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Planned:
    """What assessing and planning gave, and the week of the applications that move today."""

    lines: tuple[str, ...]
    gantt: tuple[str, ...]
    week: str
    seconds: float


def assessed(inventory: Inventory) -> tuple[str, ...]:
    """Tell what the assessment found."""
    found = assess(inventory, inventory.policy.start)
    verdicts = Counter(str(room.verdict) for room in found.rooms)
    words = {"close": "关停", "merge": "归并", "retrofit": "改造", "keep": "保留"}
    strategies = " · ".join(f"{name} {count}" for name, count in found.strategies.items())
    return (
        f"范围内 {sum(found.strategies.values())} 个应用: {strategies}; 僵尸系统 {len(found.zombies)} 个",
        "机房低小散旧: " + " · ".join(f"{words.get(v, v)} {n}" for v, n in verdicts.items()),
    )


def plan_waves(folder: str) -> Planned:
    """Assess, plan with CP-SAT, check, write plan.json, and draw the waves."""
    project = open_project(Path(folder))
    inventory = load_inventory(project)
    begun = time.monotonic()
    plan = plan_migration(
        inventory,
        inventory_digest(project),
        Limits(1, 1, 40.0, None),
        lambda stage, value, _bound: tell(f"{stage} {value:g}"),
    )
    seconds = round(time.monotonic() - begun, 1)
    path = project.folder / "plan.json"
    write_plan(path, plan)
    gap = plan.objective.gap
    weeks = {entry.week for entry in plan.apps if entry.app_id in MOVED_APPS}
    proof = "差距未知" if gap is None else "已证明最优" if gap == 0 else f"距最优至多 {gap:.1%}"
    lines = (
        *assessed(inventory),
        f"{len(plan.apps)} 个应用已排期, 最后割接 {plan.kpi.finish}; 机房开放 "
        f"{plan.kpi.room_weeks_open:g} 周 ({proof}); 求解 {seconds} s",
        *(f"未排 {one.app_id} [{one.reason}] {one.detail}" for one in plan.unplanned),
    )
    return Planned(
        lines,
        tuple(gantt_lines(plan, inventory, GANTT_WIDTH)),
        min(week for week in weeks if week),
        seconds,
    )


def probe_apps(folder: str, plan: str, week: str) -> list[ProbeResult]:
    """Probe the demo's applications."""
    project = open_project(Path(folder))
    with open_cloud(project) as endpoint:
        return [
            probe_app(
                move,
                destination_of(project, move.node_id),
                environment=playbook_variables(project, endpoint),
            )
            for move in chosen_moves(folder, plan, week, MOVED_APPS)
        ]


def migrate(demo: DemoRun) -> StageStory:
    """Assess, plan, then move two applications; the second's copy is damaged and it is taken back."""
    planned = demo.once("plan", task, "plan", plan_waves, demo.folder)
    demo.week = planned.result.week
    if not demo.plan.is_file():
        plan_waves(demo.folder)
    for part in ("cloud", "databases"):
        demo.needs(part, "wave", "probe")
    wave, plan = demo.week, str(demo.plan)
    moved = demo.once("wave", move_wave, demo.folder, plan, wave, MOVED_APPS, (DAMAGED,))
    probed = demo.once("probe", task, "probe", probe_apps, demo.folder, plan, wave)
    lines = [*planned.result.lines, *planned.result.gantt]
    seconds = planned.result.seconds
    for record in moved.result:
        seconds += sum(phase.seconds for phase in record.phases)
        lines += _told_move(record)
    for probe in probed.result:
        serves = "serves" if probe.serves else f"DOES NOT SERVE ({probe.reason})"
        lines.append(
            f"{probe.app_id} {probe.name} -> {probe.points_to} {serves}: row written and read"
        )
    return StageStory(tuple(lines), round(seconds, 1), moved.repeated and probed.repeated)


def _told_move(record: Any) -> list[str]:
    phases = " → ".join(f"{phase.phase} {phase.seconds:.1f}s" for phase in record.phases)
    head = (
        f"{record.move.app_id} {record.move.name}: {record.state}, serves from {record.serves_from}"
    )
    lines = [head, f"  {phases}"]
    facts: dict[str, Any] = {}
    for phase in record.phases:
        facts |= phase.facts
    if record.state == "moved":
        figures = ", ".join(
            f"{name} {value}" for name, value in facts.items() if not name.endswith("sha256")
        )
        lines.append(f"  {figures}")
    else:
        lines.append(f"  {record.reason}")
    return lines


# --- f. status and report -------------------------------------------------------------------------


def write_page(folder: str, as_of: str) -> float:
    """Write the report and give its seconds."""
    project = open_project(Path(folder))
    day = dt.date.fromisoformat(as_of)
    path = project.folder / "report.html"
    return timed(lambda: report_progress(project, project.folder / "plan.json", path, day))[1]


def report(demo: DemoRun) -> StageStory:
    """Write the report, and tell what stands where now."""
    today = dt.datetime.now().astimezone().date().isoformat()
    done = demo.once(f"report-{today}", task, "report", write_page, demo.folder, today)
    if not (demo.project.folder / "report.html").is_file():
        write_page(demo.folder, today)
    now = gather_status(demo.project)
    devices = Counter(one.status for one in now.devices)
    nodes = ", ".join(f"{one.node_id} {one.resources}" for one in now.nodes if one.resources)
    return StageStory((
        f"nodes (resources): {nodes}",
        "devices: " + ", ".join(f"{name} {n}" for name, n in sorted(devices.items()))
        + f", untouched {now.untouched_devices}",
        *(f"{one.app_id} {one.name}: {one.state}, serves from {one.serves_from}" for one in now.apps),
        f"rooms: {sum(bool(one.closes_on) for one in now.rooms)} of {len(now.rooms)} close by plan",
    ), done.result, done.repeated)  # fmt: skip
