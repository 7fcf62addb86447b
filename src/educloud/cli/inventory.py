"""``educloud inventory``."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from educloud.cli.inventory_generate import generate
from educloud.cli.inventory_import import import_
from educloud.cli.inventory_profile import profile
from educloud.cli.output import current_project, finish, json_option, print_json

if TYPE_CHECKING:
    from educloud.inventory.findings import Finding, Gap

SHOWN_FINDINGS = 50


@click.group()
def inventory() -> None:
    """Check and read the tables.

    \b
    Example:
      educloud inventory validate
    """


inventory.add_command(import_)
inventory.add_command(generate)
inventory.add_command(profile)


@inventory.command()
@json_option
@click.pass_context
def validate(ctx: click.Context, as_json: bool) -> None:
    """Check every table of the project; exit 2 when there are findings.

    \b
    Example:
      educloud inventory validate
      educloud -C my-province inventory validate --json
    """
    from educloud.inventory.gaps import find_gaps  # noqa: PLC0415  keeps --help fast
    from educloud.inventory.load import read_inventory  # noqa: PLC0415  keeps --help fast
    from educloud.inventory.project_check import project_findings  # noqa: PLC0415  same

    project = current_project(ctx)
    reading = read_inventory(project)
    tables = reading.inventory()
    findings = [*reading.findings(), *project_findings(project, reading, tables)]
    gaps = find_gaps(tables)
    rows = {name: len(table.records) for name, table in reading.tables.items()}
    if as_json:
        print_json(
            {
                "valid": not findings,
                "tables": rows,
                "findings": [asdict(finding) for finding in findings],
                "gaps": [{**asdict(gap), "count": len(gap.ids)} for gap in gaps],
            }
        )
    else:
        _print_validation(rows, findings, gaps)
    finish(look=bool(findings))


def _print_validation(rows: dict[str, int], findings: list[Finding], gaps: tuple[Gap, ...]) -> None:
    click.echo("tables: " + ", ".join(f"{name} {count}" for name, count in rows.items()))
    for gap in gaps:
        click.echo(f"unknown: {gap.table}.{gap.column} in {len(gap.ids)} rows: {gap.effect}")
    for finding in findings[:SHOWN_FINDINGS]:
        click.echo(str(finding))
    if len(findings) > SHOWN_FINDINGS:
        click.echo(f"… and {len(findings) - SHOWN_FINDINGS} more; --json lists all")
    click.echo(f"{len(findings)} findings" if findings else "valid: every row holds")
