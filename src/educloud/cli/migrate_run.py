"""``educloud migrate run / rollback / status``: carry out a wave, take a move back, see them."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from educloud.cli.output import (
    confirm,
    current_project,
    finish,
    json_option,
    print_json,
    say,
    yes_option,
)

if TYPE_CHECKING:
    from educloud.migration.moves import MoveRecord

STATES = {
    "moved": "已迁移 moved",
    "rolled_back": "已回退 rolled back",
    "refused": "未开始 refused",
    "stuck": "需处理 stuck",
    "running": "进行中 running",
}


@click.command()
@click.option(
    "--plan", "plan_path", required=True, help="The plan file.",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)  # fmt: skip
@click.option("--week", required=True, help="ISO week of the wave, such as 2027-W05.")
@click.option("--app", "apps", multiple=True, help="Only this application; may be repeated.")
@click.option("--fault", "faults", multiple=True, help="Lab only: break a phase, as verify:APP.")
@json_option
@yes_option
@click.pass_context
def run(
    ctx: click.Context, *, plan_path: Path, week: str, apps: tuple[str, ...],
    faults: tuple[str, ...], as_json: bool, yes: bool,
) -> None:  # fmt: skip
    """Move a week's applications: copy, read-only, verify, switch the name, open.

    An application whose phase fails is taken back and serves from its room; the others go on. An
    interrupted run goes on where it stopped when it is started again.

    \b
    Example:
      educloud migrate run --plan plan.json --week 2027-W05
      educloud migrate run --plan plan.json --week 2027-W05 --app HB-APP-001
    """
    from educloud.migration.execute import check_faults, check_week  # noqa: PLC0415  keeps --help fast

    check_week(week)
    check_faults(faults)
    from educloud.workflows.migrate import WaveOrder, run_wave  # noqa: PLC0415  keeps --help fast

    confirm(f"Move the applications of week {week} now?", yes=yes)
    records = run_wave(current_project(ctx), WaveOrder(plan_path, week, apps, faults), say)
    report(records, as_json=as_json)
    finish(look=any(record.state != "moved" for record in records))


@click.command()
@click.argument("app_id", metavar="APP")
@json_option
@yes_option
@click.pass_context
def rollback(ctx: click.Context, app_id: str, as_json: bool, yes: bool) -> None:
    """Take an application back to its room; refused when its node holds newer data.

    \b
    Example:
      educloud migrate rollback HB-APP-001
    """
    from educloud.workflows.migrate import roll_back  # noqa: PLC0415  keeps --help fast

    confirm(f"Take {app_id} back to its room?", yes=yes)
    record = roll_back(current_project(ctx), app_id, say)
    report([record], as_json=as_json)
    finish(look=record.state != "rolled_back")


@click.command()
@json_option
@click.pass_context
def status(ctx: click.Context, as_json: bool) -> None:
    """Say of each application that began to move where it stands now.

    \b
    Example:
      educloud migrate status --json
    """
    from educloud.migration.records import read_records  # noqa: PLC0415  keeps --help fast

    records = read_records(current_project(ctx))
    report(records, as_json=as_json)
    if not records and not as_json:
        say("no application has begun to move")
    finish(look=any(record.state != "moved" for record in records))


def report(records: list[MoveRecord], *, as_json: bool) -> None:
    """Print records: a line per application and phase, or one JSON document."""
    if as_json:
        print_json([document(record) for record in records])
        return
    for record in records:
        move, tail = record.move, f": {record.reason}" if record.reason else ""
        click.echo(f"{move.app_id} {move.name}  {STATES[record.state]}{tail}")
        click.echo(f"  serves from {record.serves_from}")
        for phase in record.phases:
            word = "ok" if phase.ok else "failed"
            click.echo(
                f"  {phase.phase:<9} {word:<7} {phase.seconds:6.1f} s  {_figures(phase.facts)}"
            )


def document(record: MoveRecord) -> dict[str, Any]:
    """Give a record as JSON says it."""
    raw = asdict(record)
    return {
        "app_id": record.move.app_id,
        "state": record.state,
        "reason": record.reason,
        "serves_from": record.serves_from,
        **{key: value for key, value in raw["move"].items() if key != "app_id"},
        "phases": raw["phases"],
    }


def _figures(facts: Any) -> str:
    shown = {key: value for key, value in facts.items() if not key.endswith("sha256")}
    return ", ".join(key if value is True else f"{key} {value}" for key, value in shown.items())
