"""``educloud inventory`` and ``educloud ipv6``."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from educloud.cli.output import current_project, finish, json_option, print_json, say

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

    reading = read_inventory(current_project(ctx))
    findings = reading.findings()
    gaps = find_gaps(reading.inventory())
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


@click.group()
def ipv6() -> None:
    """Plan addresses, province to VLAN.

    \b
    Example:
      educloud ipv6 plan
    """


@ipv6.command()
@click.option("--check", is_flag=True, help="Write nothing; exit 2 on faults or unrecorded ids.")
@click.option("--division", metavar="CODE", help="Show this division's part of the plan.")
@json_option
@click.pass_context
def plan(ctx: click.Context, check: bool, division: str | None, as_json: bool) -> None:
    """Give every division and site its prefix and record it; what was given never moves.

    \b
    Example:
      educloud ipv6 plan
      educloud ipv6 plan --division 410600
      educloud ipv6 plan --check --json
    """
    from educloud.inventory.load import load_inventory  # noqa: PLC0415  keeps --help fast
    from educloud.inventory.register import address_plan, save_register  # noqa: PLC0415  same
    from educloud.inventory.tree import plan_lines, under  # noqa: PLC0415  same

    project = current_project(ctx)
    tables = load_inventory(project)
    addresses = address_plan(project, tables)
    lines = list(plan_lines(addresses, tables, division))
    faults = addresses.check()
    if as_json:
        shown = under(addresses, tables, division) if division else addresses.allocations
        print_json([{"kind": o.kind, "id": o.id, "prefix": str(o.prefix)} for o in shown])
    else:
        click.echo("\n".join(lines))
    for fault in faults:
        say(f"fault: {fault}")
    unrecorded = len(addresses.new)
    if check:
        say(f"{unrecorded} prefixes are not in the register yet, {len(faults)} faults")
        finish(look=bool(faults or unrecorded))
    save_register(project, addresses)
    say(f"{unrecorded} prefixes recorded in inventory/ipv6.csv, {len(faults)} faults")
    finish(look=bool(faults))
