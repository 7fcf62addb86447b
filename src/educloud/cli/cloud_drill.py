"""``educloud cloud drill``: prove that a node's backups come back at its peer."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from educloud.cli.output import current_project, finish, json_option, print_json, say

if TYPE_CHECKING:
    from educloud.cloud.drill.record import Drill


@click.command("drill")
@click.argument("node")
@click.option("--app", "apps", multiple=True, help="Only this application, with its database.")
@click.option("--database-env", help="Variable with the URL of the node's PostgreSQL.")
@click.option("--peer-database-env", help="Variable with the URL of the peer's PostgreSQL.")
@json_option
@click.pass_context
def drill(  # noqa: PLR0917  click passes them by name
    ctx: click.Context,
    node: str,
    apps: tuple[str, ...],
    database_env: str | None,
    peer_database_env: str | None,
    as_json: bool,
) -> None:
    """Restore a node's backups at its disaster recovery peer, compare, and clean up.

    Objects of the backup bucket go under a prefix of their own in the peer's. An application's
    database goes into one of its own: from the newest apps/APP/database/*.dump (pg_dump -Fc) in
    the backup bucket, else from the database as it is, which proves no RPO. RTO and RPO are
    measured, compared and recorded in .educloud/drills. Exit 2 when something did not come back
    or a target was missed. A drill that was killed goes on.

    \b
    Example:
      educloud cloud drill city-410600
      educloud cloud drill city-410600 --app HB-APP-001
    """
    from educloud.cloud.drill.node import drill_node  # noqa: PLC0415  keeps --help fast

    project = current_project(ctx)
    done = drill_node(project, node, apps, (database_env, peer_database_env), say)
    if as_json:
        print_json({**asdict(done), "passed": done.passed})
    else:
        _print(done)
    finish(look=not done.passed)


def _print(done: Drill) -> None:
    click.echo(f"{done.node} → {done.peer}: {'通过' if done.passed else '未通过'}")
    for part in done.parts:
        size = "" if part.size is None else f", {part.size:,} bytes"
        wrong = f", {len(part.faults)} wrong" if part.faults else ""
        click.echo(
            f"  {part.what}: {part.count:,}{size} from {part.source}, compared by"
            f" {part.compared}{wrong}, {part.seconds:.1f} s"
        )
    rto, rpo = done.rto_hours or 0, done.rpo_hours
    click.echo(f"  RTO {rto:.2f} h（目标 {done.target.rto_hours:g} h）")
    said = "未证明" if rpo is None else f"{rpo:.2f} h"
    click.echo(f"  RPO {said}（目标 {done.target.rpo_hours:g} h）")
    click.echo(f"  灾备等级：{done.level or '未达到'}（GB/T 20988-2007 附录，未核实）")
    for line in done.missed:
        click.echo(f"  missed: {line}")
