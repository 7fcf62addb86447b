"""Reports for people."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

import click

from educloud.cli.output import current_project, finish, json_option, print_json

PIPED_WIDTH = 140  # columns of a report that goes to a file or another program


@click.group()
def report() -> None:
    """Write reports.

    \b
    Example:
      educloud report progress --out report.html
      educloud report compliance --as-of 2026-11-24
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

    path = report_progress(current_project(ctx), plan_path, out, _day(as_of))
    click.echo(str(path))


@report.command()
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="The day of the report.")
@click.option("--division", metavar="CODE", help="Report on this city or county alone.")
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), help="Also write this HTML page."
)
@click.option(
    "--xlsx", type=click.Path(dir_okay=False, path_type=Path), help="Also write this workbook."
)
@json_option
@click.pass_context
def compliance(  # noqa: PLR0917  click passes options by name
    ctx: click.Context,
    as_of: dt.datetime | None,
    division: str | None,
    out: Path | None,
    xlsx: Path | None,
    as_json: bool,
) -> None:
    """Judge every rule of the policy documents; exit 2 when one that binds is overdue.

    \b
    Example:
      educloud report compliance --as-of 2026-11-24
      educloud report compliance --division 410600 --out hebi.html --xlsx hebi.xlsx
    """
    from rich.console import Console  # noqa: PLC0415  keeps --help fast

    from educloud.reports.compliance.page import render_page  # noqa: PLC0415  keeps --help fast
    from educloud.reports.compliance.report import compliance_report, document  # noqa: PLC0415
    from educloud.reports.compliance.terminal import print_report  # noqa: PLC0415  same
    from educloud.reports.compliance.workbook import workbook_bytes  # noqa: PLC0415  same

    found = compliance_report(current_project(ctx), _day(as_of), division)
    if out:
        _write(out, render_page(found).encode())
    if xlsx:
        _write(xlsx, workbook_bytes(found))
    if as_json:
        print_json(document(found))
    else:
        print_report(found, Console(width=None if sys.stdout.isatty() else PIPED_WIDTH))
    finish(look=bool(found.failed))


def _write(path: Path, content: bytes) -> None:
    from educloud.errors import ProjectError  # noqa: PLC0415  keeps --help fast
    from educloud.project import write_bytes  # noqa: PLC0415  same

    try:
        write_bytes(path, content)
    except OSError as error:
        what = f"the report cannot be written: {error.strerror}"
        raise ProjectError(what, str(path), "name a file in a folder you may write to") from error


def _day(given: dt.datetime | None) -> dt.date:
    return (given or dt.datetime.now().astimezone()).date()
