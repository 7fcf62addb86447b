"""``educloud cloud size``: what nodes must hold, what they have, what is short."""

from __future__ import annotations

import datetime as dt
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from educloud.cli.output import current_project, finish, json_option, print_json, say

if TYPE_CHECKING:
    from educloud.cloud.sizing.amounts import Amounts
    from educloud.cloud.sizing.run import NodeSize, Sizing

WIDTH = 110
SHOWN = 5


@click.command("size")
@click.argument("nodes", nargs=-1, metavar="NODE…")
@click.option("--all", "every", is_flag=True, help="Every node of nodes.csv.")
@click.option(
    "--plan", type=click.Path(dir_okay=False, path_type=Path),
    help="Place applications as this plan does; else by pins and natural nodes.",
)  # fmt: skip
@click.option(
    "--as-of", type=click.DateTime(["%Y-%m-%d"]), help="From which day on; default: today."
)
@click.option("--write", is_flag=True, help="Write the stack files' pools to capacity.csv.")
@json_option
@click.pass_context
def size(  # noqa: PLR0917  click passes them by name
    ctx: click.Context,
    nodes: tuple[str, ...],
    every: bool,
    plan: Path | None,
    as_of: dt.datetime | None,
    write: bool,
    as_json: bool,
) -> None:
    """Say what nodes must hold and what is short of it; exit 2 when something is.

    Counted are the applications on a node, cloud desktops, learners online at once and stored
    video, against the pools of its stack file with one machine of each down (N+1) and a quarter
    kept free, and against capacity.csv. Unknown sizes are counted and listed.

    \b
    Example:
      educloud cloud size --all --plan plan.json
      educloud cloud size city-410600 --write
    """
    from educloud.cloud.sizing.run import size_nodes, write_sizes  # noqa: PLC0415  keeps --help fast

    if bool(nodes) == every:
        raise click.UsageError("name nodes, or give --all")
    project = current_project(ctx)
    day = as_of.date() if as_of else dt.datetime.now(tz=dt.UTC).astimezone().date()
    sizing = size_nodes(project, nodes, day, plan)
    if write:
        for node_id in write_sizes(project, sizing):
            say(f"{node_id}: its stack file declares no pool, its rows in capacity.csv stay")
    if as_json:
        print_json(_document(sizing))
    else:
        _print(sizing)
    finish(look=sizing.short)


def _document(sizing: Sizing) -> dict[str, Any]:
    return {
        "as_of": sizing.as_of.isoformat(),
        "placed_by": sizing.placed_by,
        "reserve": sizing.reserve,
        "nodes": [_node(node) for node in sizing.nodes],
        "nowhere": dict(sizing.nowhere),
    }


def _node(node: NodeSize) -> dict[str, Any]:
    demand, supply, row = node.demand, node.supply, node.capacity
    return {
        "node_id": node.node_id,
        "demand": {
            "apps": demand.apps,
            "total": _rounded(demand.total),
            "weeks": [
                {"from": day.isoformat() if day else None, **_rounded(amounts)}
                for day, amounts in demand.steps.by_week
            ],
            "by_arch": {arch: _rounded(amounts) for arch, amounts in demand.by_arch.items()},
            "database_gb": demand.database_gb,
            "desktops": demand.desktops,
            "learners": asdict(demand.learners),
            "video": asdict(demand.video),
            "unknown": [
                {"what": one.what, "count": len(one.ids), "ids": one.ids} for one in demand.unknown
            ],
        },
        "declared": None
        if supply is None
        else {
            "usable": _rounded(supply.usable),
            "whole": _rounded(supply.whole),
            "pools": {name: pool.count for name, pool in supply.pools.items()},
            "database_gb": supply.database_gb,
        },
        "capacity": None
        if row is None
        else {
            "from_date": row.from_date.isoformat(),
            "vcpu": row.vcpu,
            "ram_gb": row.ram_gb,
            "disk_gb": row.disk_gb,
        },
        "head_room": dict(node.verdict.head_room),
        "short": [asdict(one) for one in node.verdict.short],
        "pools": dict(node.verdict.pools),
        "notes": list(node.notes),
    }


def _rounded(amounts: Amounts) -> dict[str, float]:
    return {name: round(value, 3) for name, value in amounts.named().items()}


def _print(sizing: Sizing) -> None:
    from rich.console import Console  # noqa: PLC0415  keeps --help fast
    from rich.table import Table  # noqa: PLC0415

    table = Table(title=f"云节点容量（{sizing.as_of}；预留{sizing.reserve:.0%}，资源池N+1）")
    for heading in ("节点", "应用", "vCPU", "内存GB", "磁盘GB", "视频TB", "余量%", "结论"):
        words = heading in {"节点", "结论"}
        table.add_column(heading, justify="left" if words else "right", no_wrap=words)
    for node in sizing.nodes:
        table.add_row(*_cells(node))
    Console(width=None if sys.stdout.isatty() else WIDTH).print(table)
    idle = [node for node in sizing.nodes if not node.demand.apps and node.supply is None]
    for node in sizing.nodes:
        if node not in idle:
            _print_node(node)
    if idle:
        click.echo(f"{len(idle)} nodes have no stack file, and no application goes there")
    if sizing.nowhere:
        click.echo(f"{len(sizing.nowhere)} applications are on no node:")
        for app_id, reason in list(sizing.nowhere.items())[:SHOWN]:
            click.echo(f"  {app_id}: {reason}")


def _cells(node: NodeSize) -> tuple[str, ...]:
    asked, supply = node.demand.total, node.supply
    pairs = (
        f"{want:,.0f}/{have:,.0f}" if supply else f"{want:,.0f}/—"
        for want, have in zip(asked, supply.usable if supply else asked, strict=True)
    )
    video, rooms = (
        node.demand.video,
        [one for one in node.verdict.head_room.values() if one is not None],
    )
    return (
        node.node_id,
        str(node.demand.apps),
        *pairs,
        "未知" if video.cameras is None else f"{video.storage_tb:,.1f}",
        f"{min(rooms):,.0f}" if rooms else "—",
        "不足" if node.short else "足够" if supply else "未声明",
    )


def _print_node(node: NodeSize) -> None:
    for one in node.verdict.short:
        click.echo(f"{node.node_id}: short: {one.text}")
    if node.verdict.pools:
        pools = ", ".join(f"{name} {count}" for name, count in node.verdict.pools.items())
        click.echo(f"{node.node_id}: machines that would do: {pools}")
    for note in node.notes:
        click.echo(f"{node.node_id}: {note}")
