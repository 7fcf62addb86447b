"""``educloud lab switches``: the device farm on its own."""

from __future__ import annotations

import signal
import time
from pathlib import Path

import click

from educloud.cli.output import current_project, say


@click.command()
@click.option("--platform", help="Platform of all switches.")
@click.option("--count", type=click.IntRange(1, 500), default=1, show_default=True)
@click.option(
    "--port",
    type=click.IntRange(1024, 65000),
    default=22001,
    show_default=True,
    help="Port of the first; the others follow.",
)
@click.option(
    "--inventory",
    "from_inventory",
    is_flag=True,
    help="In place of --platform: the project's devices on loopback addresses.",
)
@click.option(
    "--state",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where the switches live; default: a folder that ends with them.",
)
@click.option(
    "--fault",
    "faults",
    multiple=True,
    metavar="DEVICE:KIND=VALUE",
    help="refuse=REGEX, drop=LINES or slow=SECONDS; may be repeated.",
)
@click.pass_context
def switches(  # noqa: PLR0917  click passes options by name
    ctx: click.Context,
    platform: str | None,
    count: int,
    port: int,
    from_inventory: bool,
    state: Path | None,
    faults: tuple[str, ...],
) -> None:
    """Run a farm of stateful switches on loopback until interrupted.

    Each line printed is host, port and user of a switch; the password is EDUCLOUD_LAB_PASSWORD,
    else stands in the file named on stderr.

    \b
    Example:
      educloud lab switches --platform huawei_vrp --count 8 --port 22001
      educloud lab switches --inventory --fault HB-DEV-012:refuse=route-static
    """
    import contextlib  # noqa: PLC0415  keeps --help fast
    import tempfile  # noqa: PLC0415  keeps --help fast
    from dataclasses import replace  # noqa: PLC0415  keeps --help fast

    from educloud.lab.switches import start as farm  # noqa: PLC0415  keeps --help fast

    wrong = farm.read_faults(faults)
    with contextlib.ExitStack() as stack:
        if from_inventory:
            project = current_project(ctx)
            folder = project.state / "switches"
            devices = stack.enter_context(farm.start_switches(project, faults=wrong))
        elif platform:
            folder = state or Path(stack.enter_context(tempfile.TemporaryDirectory()))
            plain = farm.plain_farm(platform, count, port)
            plain = [replace(d, faults=wrong.get(d.device_id, d.faults)) for d in plain]
            devices = stack.enter_context(farm.run_farm(plain, folder))
        else:
            raise click.UsageError("give --platform, or --inventory in a project")
        for device in devices:
            click.echo(f"{device.host} {device.port} {farm.USER}")
        say(f"password: EDUCLOUD_LAB_PASSWORD, else in {folder / 'password'}; end with Ctrl-C")
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, signal.default_int_handler)
        while True:
            time.sleep(3600)
