"""``cloud cost``: what stack files cost by the month and by the year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from educloud.cli.output import current_project, json_option, print_json

if TYPE_CHECKING:
    from educloud.cloud.cost import Prices, StackCost


@click.command()
@click.argument("nodes", nargs=-1, metavar="NODE…")
@click.option("--all", "every", is_flag=True, help="Every stack file.")
@json_option
@click.pass_context
def cost(ctx: click.Context, nodes: tuple[str, ...], *, every: bool, as_json: bool) -> None:
    """Say what stacks cost (CNY), by kind of resource; what has no price is listed apart.

    Prices are assumptions until your contract's stand in prices.yaml of the project folder.

    \b
    Example:
      educloud cloud cost --all
      educloud cloud cost city-410600 --json
    """
    from educloud.cloud.cost import cost_of, declared_stacks, read_prices  # noqa: PLC0415
    from educloud.cloud.family import family  # noqa: PLC0415  keeps --help fast
    from educloud.cloud.spec.load import load_stacks  # noqa: PLC0415

    if bool(nodes) == every:
        raise click.UsageError("name stacks, or give --all")
    project, used = current_project(ctx), family()
    prices = read_prices(project, used)
    stacks = load_stacks(project)
    costs = [cost_of(one, prices) for one in declared_stacks(stacks, nodes, used)]
    if as_json:
        month, year = sum(one.month for one in costs), sum(one.year for one in costs)
        total = {"month": round(month, 2), "year": round(year, 2)}
        said = {"currency": "CNY", "source": prices.source, "mark": prices.mark}
        print_json({**said, **total, "stacks": [asdict(one) for one in costs]})
    else:
        _show(costs, prices)


def _show(costs: Sequence[StackCost], prices: Prices) -> None:
    for one in costs:
        click.echo(f"{one.stack}: 每月 {one.month:,.2f} 元，每年 {one.year:,.2f} 元")
        for kind in one.kinds:
            click.echo(f"  {kind.kind} x {kind.count}: 每月 {kind.month:,.2f} 元")
        for left in one.unpriced:
            click.echo(f"  未计价 {left.kind} x {left.count} {left.charge}: {left.reason}")
    if len(costs) > 1:
        month, year = sum(one.month for one in costs), sum(one.year for one in costs)
        click.echo(f"合计: 每月 {month:,.2f} 元，每年 {year:,.2f} 元，未计价项除外")
    click.echo(f"单价: {prices.source}（{prices.mark}）")
