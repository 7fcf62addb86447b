"""What stands where now, in the terminal."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict

import click

from educloud.cli.output import current_project, json_option, print_json


@click.command()
@json_option
@click.pass_context
def status(ctx: click.Context, as_json: bool) -> None:
    """Say what stands where now: nodes, devices, applications, rooms.

    \b
    Example:
      educloud status
      educloud -C out/demo status --json
    """
    from educloud.reports.status import gather_status  # noqa: PLC0415

    found = gather_status(current_project(ctx))
    if as_json:
        print_json(asdict(found))
        return
    click.echo(f"{found.province}  " + "  ".join(f"{name} {n}" for name, n in found.counts.items()))
    click.echo("云节点 nodes")
    for node in found.nodes:
        stands = "未开通 not up" if node.resources is None else f"{node.resources} resources"
        click.echo(f"  {node.node_id:<14} {stands:<16} {node.updated_at or ''}  {node.name}")
    tally = Counter(device.status for device in found.devices)
    click.echo(
        "网络设备 devices  "
        + "  ".join(f"{k} {n}" for k, n in sorted(tally.items()))
        + f"  untouched {found.untouched_devices}"
    )
    for device in found.devices:
        if device.reason:
            click.echo(f"  {device.device_id} {device.hostname} {device.status}: {device.reason}")
    click.echo("应用 apps")
    for app in found.apps:
        click.echo(
            f"  {app.app_id} {app.name}  {app.state}, serves from {app.serves_from}"
            + (f" ({app.reason})" if app.reason else "")
        )
    click.echo("机房 rooms")
    for room in found.rooms:
        click.echo(
            f"  {room.room_id:<12} {room.moved}/{room.apps} moved, {room.verdict or '?'}, "
            f"closes {room.closes_on or '—'}  {room.name}"
        )
