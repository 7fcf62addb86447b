"""Reports for people."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from educloud.cli.output import current_project


@click.group()
def report() -> None:
    """Write reports.

    \b
    Example:
      educloud report progress --out report.html
    """


@report.command()
@click.option(
    "--plan",
    "plan_path",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The plan to report on; default: plan.json of the project, if there is one.",
)
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path("report.html"),
    show_default=True,
    help="The HTML file to write.",
)
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="The day of the report.")
@click.pass_context
def progress(
    ctx: click.Context, plan_path: Path | None, out: Path, as_of: dt.datetime | None
) -> None:
    """Write waves, rooms and devices as one self-contained HTML page.

    \b
    Example:
      educloud report progress --plan plan.json --out report.html
    """
    from educloud.reports.progress import report_progress  # noqa: PLC0415

    day = (as_of or dt.datetime.now().astimezone()).date()
    path = report_progress(current_project(ctx), plan_path, out, day)
    click.echo(str(path))
