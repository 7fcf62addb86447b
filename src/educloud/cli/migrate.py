"""``educloud migrate``: assess, plan and check; run, rollback and status stand beside."""

from __future__ import annotations

import datetime as dt
import shutil
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from educloud.cli import migrate_run
from educloud.cli.output import current_project, finish, json_option, print_json, say

if TYPE_CHECKING:
    from educloud.migration.assess import Assessment
    from educloud.migration.plan import Plan

WIDTH = 110  # of charts when stdout is no terminal


def _day(_: click.Context, __: click.Parameter, value: str | None) -> dt.date | None:
    if value is None:
        return None
    try:
        return dt.date.fromisoformat(value)
    except ValueError:
        raise click.BadParameter(f"{value!r} is no date such as 2026-12-07") from None


@click.group()
def migrate() -> None:
    """Assess, plan and move applications.

    \b
    Example:
      educloud migrate assess
      educloud migrate plan --out plan.json
      educloud migrate run --plan plan.json --week 2027-W05
    """


@migrate.command("assess")
@click.option("--as-of", callback=_day, help="The day to judge by; default: today.")
@json_option
@click.pass_context
def assess_command(ctx: click.Context, as_of: dt.date | None, as_json: bool) -> None:
    """Say what is to become of every room and application, and why.

    \b
    Example:
      educloud migrate assess --as-of 2026-12-07
    """
    from educloud.inventory.load import load_inventory  # noqa: PLC0415  keeps --help fast
    from educloud.migration.assess import assess  # noqa: PLC0415

    inventory = load_inventory(current_project(ctx))
    today = dt.datetime.now(tz=dt.UTC).astimezone().date()
    assessment = assess(inventory, as_of or today)
    if as_json:
        print_json(_assessment_document(assessment))
    else:
        names = {app.app_id: app.name for app in inventory.apps.values()}
        names |= {room.room_id: room.name for room in inventory.rooms.values()}
        _print_assessment(assessment, names)


def _assessment_document(assessment: Assessment) -> dict[str, Any]:
    return {
        "as_of": assessment.as_of.isoformat(),
        "strategies": dict(assessment.strategies),
        "apps": [
            {**asdict(app), "in_scope": app.in_scope, "zombie": app.zombie}
            for app in assessment.apps.values()
        ],
        "rooms": [{**asdict(room), "coverage": room.coverage} for room in assessment.rooms],
        "gaps": [asdict(gap) for gap in assessment.gaps],
    }


def _print_assessment(assessment: Assessment, names: dict[str, str]) -> None:
    from rich.console import Console  # noqa: PLC0415  keeps --help fast
    from rich.table import Table  # noqa: PLC0415

    from educloud.migration.gantt import VERDICTS  # noqa: PLC0415

    table = Table(title=f"机房“低小散旧”评分({assessment.as_of};0.6以上计一项)")
    for heading in ("机房", "应用", "低", "小", "散", "旧", "已知", "结论"):
        table.add_column(heading, justify="left" if heading in "机房结论" else "right")
    for room in assessment.rooms:
        scores = [
            "未知" if score.value is None else f"{score.value:.2f}{'*' if score.hit else ' '}"
            for score in room.scores
        ]
        table.add_row(
            names[room.room_id], str(len(room.apps)), *scores, f"{room.coverage:.0%}",
            VERDICTS[room.verdict],
        )  # fmt: skip
    console = Console(width=None if sys.stdout.isatty() else WIDTH)
    console.print(table)
    counts = ",".join(f"{name} {count}" for name, count in assessment.strategies.items())
    outside = sum(not app.in_scope for app in assessment.apps.values())
    console.print(
        f"范围内应用 {sum(assessment.strategies.values())} 个:{counts};范围外 {outside} 个"
    )
    click.echo(f"僵尸系统 {len(assessment.zombies)} 个:")
    for app in assessment.zombies:
        click.echo(f"  {app.app_id} {names[app.app_id]}:{'、'.join(app.signs)}")
    click.echo("未知数据及其处理:")
    for gap in assessment.gaps:
        click.echo(f"  {gap.table}.{gap.column} 空 {len(gap.ids)} 处: {gap.effect}")


@migrate.command("plan")
@click.option(
    "--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="The plan file."
)
@click.option("--seed", type=click.IntRange(0, 2**31 - 1), default=1, show_default=True)
@click.option(
    "--workers", type=click.IntRange(1, 64), default=1, show_default=True,
    help="Solver threads.",
)  # fmt: skip
@click.option(
    "--work-limit", type=click.FloatRange(min=0, min_open=True), default=40.0, show_default=True,
    help="Deterministic units: the same limit gives the same plan on every machine.",
)  # fmt: skip
@click.option(
    "--time-limit", type=click.FloatRange(min=0, min_open=True),
    help="Seconds, in place of --work-limit; then a plan may differ from run to run.",
)  # fmt: skip
@json_option
@click.pass_context
def plan_command(
    ctx: click.Context, *, out: Path, seed: int, workers: int, work_limit: float,
    time_limit: float | None, as_json: bool,
) -> None:  # fmt: skip
    """Plan waves that keep calendar, capacity, links and teams; exit 2 when apps stay unplanned.

    \b
    Example:
      educloud migrate plan --out plan.json
      educloud migrate plan --out plan.json --seed 7 --work-limit 100
    """
    from educloud.inventory.load import inventory_digest, load_inventory  # noqa: PLC0415
    from educloud.migration.plan import write_plan  # noqa: PLC0415
    from educloud.migration.planning import plan_migration, warnings  # noqa: PLC0415
    from educloud.migration.schedule import Limits  # noqa: PLC0415

    project = current_project(ctx)
    inventory = load_inventory(project)
    for warning in warnings(inventory):
        say(f"提示:{warning}")
    limits = Limits(seed, workers, work_limit, time_limit)
    plan = plan_migration(inventory, inventory_digest(project), limits, _tell)
    write_plan(out, plan)
    if as_json:
        print_json(plan.model_dump(mode="json"))
    else:
        from educloud.migration.gantt import gantt_lines  # noqa: PLC0415

        width = shutil.get_terminal_size((WIDTH, 24)).columns if sys.stdout.isatty() else WIDTH
        click.echo("\n".join([*gantt_lines(plan, inventory, width), *_summary(plan, out)]))
    finish(look=bool(plan.unplanned))


def _tell(stage: str, value: float, bound: float | None) -> None:
    proven = "" if bound is None else f", proven at least {bound:g}"
    say(f"{stage}: {value:g}{proven}")


def _summary(plan: Plan, out: Path) -> list[str]:
    kpi, gap = plan.kpi, plan.objective.gap
    proof = "差距未知" if gap is None else "已证明最优" if gap == 0 else f"距最优至多{gap:.2%}"
    closing = sum(room.closes_on is not None for room in plan.rooms)
    figures = (
        f"已排 {len(plan.apps)} 个应用,未排 {kpi.unplanned} 个",
        f"逾期 {kpi.late_weeks:g} 周",
        f"关闭机房 {closing} 个",
        f"机房开放 {kpi.room_weeks_open:g} 周({proof})",
        f"最后切换 {kpi.finish or '无'}",
    )
    lines = [";".join(figures)]
    lines += [f"  未排 {item.app_id} [{item.reason}] {item.detail}" for item in plan.unplanned]
    return [*lines, f"计划文件 {out}"]


@migrate.command("check")
@click.argument("plan_path", metavar="PLAN", type=click.Path(path_type=Path))
@json_option
@click.pass_context
def check_command(ctx: click.Context, plan_path: Path, as_json: bool) -> None:
    """Check any plan file against the nine rules; exit 2 when it breaks one.

    \b
    Example:
      educloud migrate check plan.json
    """
    from educloud.inventory.load import inventory_digest, load_inventory  # noqa: PLC0415
    from educloud.migration.check import check_plan  # noqa: PLC0415
    from educloud.migration.plan import read_plan  # noqa: PLC0415

    project = current_project(ctx)
    plan = read_plan(plan_path)
    verdict = check_plan(plan, load_inventory(project))
    if plan.inputs_sha256 != inventory_digest(project):
        say(f"提示:{plan_path} 由另一份台账生成(inputs_sha256 不同)")
    if as_json:
        print_json({
            "valid": verdict.valid,
            "violations": [asdict(violation) for violation in verdict.violations],
            "kpi": dict(verdict.kpi),
        })  # fmt: skip
    else:
        for violation in verdict.violations:
            click.echo(f"规则{violation.rule}:{violation.text}")
        figures = ", ".join(f"{name} {value}" for name, value in verdict.kpi.items())
        click.echo(f"{'有效' if verdict.valid else '无效'};{figures}")
    finish(look=not verdict.valid)


for command in (migrate_run.run, migrate_run.rollback, migrate_run.status):
    migrate.add_command(command)
