"""``educloud network`` on files: compare, judge, read; no device, no project."""

from __future__ import annotations

import shutil
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from educloud.cli.output import finish, json_option, print_json, say

if TYPE_CHECKING:
    from educloud.network.patch import Change

config_file = click.Path(exists=True, dir_okay=False, path_type=Path)
platform_option = click.option("--platform", required=True, help="Platform of both files.")
running_option = click.option(
    "--running", type=config_file, required=True, help="What the device says."
)
intended_option = click.option(
    "--intended", type=config_file, required=True, help="What it shall say."
)
allow_option = click.option(
    "--allow-management-change",
    is_flag=True,
    help="Also change the path by which the device is managed.",
)


@click.command()
@platform_option
@running_option
@intended_option
@allow_option
@click.option(
    "--view",
    type=click.Choice(["commands", "unified", "side-by-side"]),
    default="commands",
    show_default=True,
    help="Commands to type, or a comparison to read.",
)
@json_option
def diff(  # noqa: PLR0917  click passes options by name
    platform: str,
    running: Path,
    intended: Path,
    allow_management_change: bool,
    view: str,
    as_json: bool,
) -> None:
    """Print the commands from one configuration to another; exit 2 when there are any.

    \b
    Example:
      educloud network diff --platform huawei_vrp --running now.cfg --intended wanted.cfg
      educloud network diff --platform huawei_vrp --running now.cfg --intended wanted.cfg \\
        --view side-by-side
    """
    from educloud.network.files import read_config  # noqa: PLC0415  keeps --help fast
    from educloud.network.patch import plan_replace  # noqa: PLC0415  keeps --help fast
    from educloud.network.platform import load_platform  # noqa: PLC0415  keeps --help fast

    kind = load_platform(platform)
    before, after = read_config(kind, running), read_config(kind, intended)
    if view != "commands" and not as_json:
        _print_view(view, platform, (before, after))
        return
    change = plan_replace(kind, before, after, allow_management_change=allow_management_change)
    print_change(change, as_json=as_json)
    finish(look=bool(change))


@click.command()
@platform_option
@running_option
@intended_option
@json_option
def compliance(platform: str, running: Path, intended: Path, as_json: bool) -> None:
    """Judge a configuration section by section; exit 2 when one deviates.

    \b
    Example:
      educloud network compliance --platform hp_comware --running now.cfg --intended wanted.cfg
    """
    from educloud.network.compliance import compliance as judge  # noqa: PLC0415  same
    from educloud.network.files import read_config  # noqa: PLC0415  keeps --help fast
    from educloud.network.platform import load_platform  # noqa: PLC0415  keeps --help fast

    kind = load_platform(platform)
    verdicts = judge(kind, read_config(kind, running), read_config(kind, intended))
    if as_json:
        print_json([{**asdict(one), "ok": one.ok} for one in verdicts])
    for one in () if as_json else verdicts:
        click.echo(f"{'✓' if one.ok else '✗'} {one.name_zh} {one.feature}")
        for line in one.missing:
            click.echo(f"    + {line}")
        for line in one.extra:
            click.echo(f"    - {line}")
    finish(look=not all(one.ok for one in verdicts))


@click.command()
@click.option("--platform", required=True, help="Platform of the device.")
@click.option("--command", required=True, help="The show or display command as it was typed.")
@click.argument("file", type=config_file)
@json_option
def parse(platform: str, command: str, file: Path, as_json: bool) -> None:
    """Read a device's answer to a show or display command as rows.

    \b
    Example:
      educloud network parse --platform huawei_vrp --command "display version" answer.txt --json
    """
    from educloud.network.files import read_text  # noqa: PLC0415  keeps --help fast
    from educloud.network.parsing import parse_output  # noqa: PLC0415  keeps --help fast
    from educloud.network.platform import load_platform  # noqa: PLC0415  keeps --help fast

    rows = parse_output(load_platform(platform), command, read_text(file), str(file))
    documents = [asdict(row) for row in rows]
    if as_json:
        print_json(documents)
    for document in () if as_json else documents:
        said = (f"{name}={value}" for name, value in document.items() if value not in {None, ()})
        click.echo("  ".join(said))


def print_change(change: Change, *, as_json: bool) -> None:
    """Print a change: its commands, warnings beside them; as JSON with the way back."""
    if as_json:
        print_json({"apply": change.apply, "undo": change.undo, "warnings": change.warnings})
        return
    for warning in change.warnings:
        say(f"warning: {warning}")
    for line in change.apply:
        click.echo(line)


def _print_view(view: str, platform: str, texts: tuple[str, str]) -> None:
    from educloud.network.compare import side_by_side, unified  # noqa: PLC0415  same
    from educloud.network.platform import load_platform  # noqa: PLC0415  keeps --help fast

    kind, (before, after) = load_platform(platform), texts
    width = shutil.get_terminal_size((120, 24)).columns
    shown = (
        unified(kind, before, after)
        if view == "unified"
        else side_by_side(kind, before, after, width)
    )
    lines = list(shown)
    for line in lines:
        click.echo(line)
    finish(look=len(lines) > (view == "side-by-side"))
