"""``educloud inventory profile``: the facts of a province, each with its source and its mark."""

from __future__ import annotations

from dataclasses import asdict
from itertools import groupby

import click

from educloud.cli.output import current_project, json_option, print_json

MARKS = {"read": "已读原文", "checked": "已核对", "default": "项目默认", "unverified": "未核实"}


@click.command()
@click.argument("name", required=False)
@json_option
@click.pass_context
def profile(ctx: click.Context, name: str | None, as_json: bool) -> None:
    """List the facts of profile NAME (default: the project's), with sources.

    \b
    Example:
      educloud inventory profile
      educloud inventory profile tianjin --json
    """
    from educloud.inventory.profile import load_profile  # noqa: PLC0415  keeps --help fast
    from educloud.inventory.profile_facts import fact_lines  # noqa: PLC0415  same

    found = load_profile(name or current_project(ctx).settings.profile)
    lines = list(fact_lines(found))
    if as_json:
        print_json({"profile": found.name, "facts": [asdict(line) for line in lines]})
        return
    click.echo(f"{found.name_zh} {found.province}: {len(lines)} 条事实")
    for topic, group in groupby(lines, key=lambda line: line.topic):
        click.echo(f"\n{topic}")
        for line in group:
            text = f": {line.text}" if line.text else ""
            click.echo(f"  {line.name}{text} 〔{MARKS[line.mark]}: {line.source}〕")
