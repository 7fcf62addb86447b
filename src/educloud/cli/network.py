"""``educloud network``: from the intended configuration to verified switches."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from educloud.cli.network_text import (
    allow_option,
    compliance,
    config_file,
    diff,
    parse,
    print_change,
)
from educloud.cli.output import (
    confirm,
    current_project,
    finish,
    json_option,
    print_json,
    say,
    yes_option,
)

if TYPE_CHECKING:
    from educloud.project import Project

THREADS = 8
Found = TypeVar("Found")
devices_option = click.option(
    "--device", "devices", multiple=True, metavar="ID", help="Only this device; may be repeated."
)


@click.group()
def network() -> None:
    """Render, compare and push configurations.

    \b
    Example:
      educloud network render HB-DEV-002
      educloud network rollout --device HB-DEV-002
    """


for command in (diff, compliance, parse):
    network.add_command(command)


@network.command()
@click.argument("devices", nargs=-1, required=True)
@json_option
@click.pass_context
def render(ctx: click.Context, devices: tuple[str, ...], as_json: bool) -> None:
    """Print the lines that educloud wants on devices.

    \b
    Example:
      educloud network render HB-DEV-002 HB-DEV-010
    """
    from educloud.network.render import render_device  # noqa: PLC0415  keeps --help fast
    from educloud.network.rollout import read_inputs  # noqa: PLC0415  keeps --help fast

    project = current_project(ctx)
    inventory, plan = read_inputs(project)
    texts = {name: render_device(project, inventory, plan, name) for name in devices}
    if as_json:
        print_json(texts)
    else:
        click.echo("".join(texts.values()), nl=False)


@network.command()
@click.option("--platform", required=True)
@click.option("--host", required=True)
@click.option("--port", type=click.IntRange(1, 65535), default=22, show_default=True)
@click.option("--username", required=True)
@click.option("--password-env", required=True, metavar="NAME", help="Variable with the password.")
@click.option("--intended", type=config_file, required=True, help="What it shall say.")
@click.option("--dry-run", is_flag=True, help="Only print the commands; exit 2 if any.")
@click.option(
    "--known-hosts",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path("~/.cache/educloud/known_hosts"),
    show_default=True,
)
@allow_option
@json_option
@yes_option
def push(  # noqa: PLR0917  click passes options by name
    platform: str,
    host: str,
    port: int,
    username: str,
    password_env: str,
    intended: Path,
    dry_run: bool,
    known_hosts: Path,
    allow_management_change: bool,
    as_json: bool,
    yes: bool,
) -> None:
    """Bring one device, outside any project, to a configuration: safely, verified, saved.

    \b
    Example:
      SW=secret educloud network push --platform hp_comware --host 192.0.2.7 \\
        --username admin --password-env SW --intended wanted.cfg --dry-run
    """
    from educloud.network.files import read_config  # noqa: PLC0415  keeps --help fast
    from educloud.network.patch import plan_replace  # noqa: PLC0415  keeps --help fast
    from educloud.network.platform import load_platform  # noqa: PLC0415  keeps --help fast
    from educloud.network.push import Intended, preview_device, push_device  # noqa: PLC0415  same
    from educloud.network.session import Target  # noqa: PLC0415  keeps --help fast

    if password_env not in os.environ:
        raise click.UsageError(f"the variable {password_env} is not set")
    text = read_config(load_platform(platform), intended)
    target = Target(f"{host}:{port}", platform, host, port, username, os.environ[password_env])
    want = Intended(text, plan_replace, allow_management_change)
    keys = known_hosts.expanduser()
    if dry_run:
        change = preview_device(target, want, known_hosts=keys)
        print_change(change, as_json=as_json)
        finish(look=bool(change))
    confirm(f"Push {intended} to {host}?", yes=yes)
    result = push_device(target, want, known_hosts=keys)
    _print_results([result], as_json=as_json)


@network.command()
@devices_option
@allow_option
@json_option
@yes_option
@click.pass_context
def rollout(
    ctx: click.Context,
    devices: tuple[str, ...],
    allow_management_change: bool,
    as_json: bool,
    yes: bool,
) -> None:
    """Roll out the project's devices in waves; an interrupted run goes on where it stopped.

    A device whose change would touch its management path is left as it is, unless that is allowed.

    \b
    Example:
      educloud network rollout
      educloud network rollout --device HB-DEV-004 --json
    """
    from educloud.workflows.rollout import roll_out  # noqa: PLC0415  keeps --help fast

    project = current_project(ctx)
    confirm(f"Roll out {', '.join(devices) or 'all devices with a credential'}?", yes=yes)
    results = roll_out(project, devices, say, allow_management_change=allow_management_change)
    _print_results(results, as_json=as_json)


@network.command()
@devices_option
@json_option
@click.pass_context
def verify(ctx: click.Context, devices: tuple[str, ...], as_json: bool) -> None:
    """Compare devices with what educloud wants on them; exit 2 when one deviates.

    \b
    Example:
      educloud network verify --device HB-DEV-004
    """
    from educloud.network.verify import verify_device  # noqa: PLC0415  keeps --help fast

    project = current_project(ctx)
    verdicts = _each(lambda name: verify_device(project, name), devices or _all_devices(project))
    if as_json:
        print_json([{**asdict(v), "ok": v.ok} for v in verdicts])
    for verdict in () if as_json else verdicts:
        word = "unreadable" if verdict.reason else "deviates" if verdict.missing else "unsaved"
        click.echo(f"{verdict.device}  {'ok' if verdict.ok else word}  {verdict.reason}".rstrip())
        for line in (*verdict.missing, *verdict.unsaved):
            click.echo(f"    {line}")
    finish(look=not all(v.ok for v in verdicts))


@network.command()
@devices_option
@json_option
@click.pass_context
def drift(ctx: click.Context, devices: tuple[str, ...], as_json: bool) -> None:
    """Show what others changed on devices since the last roll-out; exit 2 when anything.

    \b
    Example:
      educloud network drift --json
    """
    from educloud.network.verify import find_drift  # noqa: PLC0415  keeps --help fast

    project = current_project(ctx)
    found = _each(lambda name: find_drift(project, name), devices or _all_devices(project))
    if as_json:
        print_json([{**asdict(d), "ok": d.ok} for d in found])
    for one in () if as_json else found:
        click.echo(f"{one.device}  {'ok' if one.ok else one.reason or 'changed'}")
        for line in one.appeared:
            click.echo(f"  + {line}")
        for line in one.vanished:
            click.echo(f"  - {line}")
    finish(look=not all(d.ok for d in found))


def _all_devices(project: Project) -> tuple[str, ...]:
    from educloud.network.rollout import devices_in_order, read_inputs  # noqa: PLC0415  same

    return tuple(name for wave in devices_in_order(read_inputs(project)[0]) for name in wave)


def _each(function: Callable[[str], Found], names: Iterable[str]) -> list[Found]:
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415  keeps --help fast

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(function, names))


def _print_results(results: list[Any], *, as_json: bool) -> None:
    """Print how pushes ended; exit 1 when one was undone or failed."""
    if as_json:
        print_json([asdict(result) for result in results])
    for result in () if as_json else results:
        click.echo(
            f"{result.device}  {result.status}  {result.lines_sent} lines  {result.seconds} s"
        )
    bad = [result for result in results if result.status in {"undone", "failed"}]
    for result in bad:
        say(f"educloud: {result.status}: {result.reason}")
    if bad:
        raise click.exceptions.Exit(1)
