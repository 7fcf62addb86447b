"""Stand-ins for the outside world, each until interrupted."""

from __future__ import annotations

import contextlib
import signal
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from educloud.cli.lab_switches import switches
from educloud.cli.output import current_project, say

if TYPE_CHECKING:
    from types import FrameType


@click.group()
def lab() -> None:
    """Start stand-ins for the outside world: switches, a cloud, databases.

    \b
    Example:
      educloud -C out/demo lab up
      educloud lab switches --platform huawei_vrp --count 3 --port 2201
    """


lab.add_command(switches)


@lab.command()
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=0,
    show_default=True,
    help="Where to listen on 127.0.0.1; 0: any free port.",
)
@click.option(
    "--journal",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where the cloud remembers; default: forgotten at the end.",
)
@click.option(
    "--delay-ms",
    type=click.IntRange(min=0),
    default=0,
    show_default=True,
    help="How much longer every call takes, as if the cloud were far away.",
)
def cloud(port: int, journal: Path | None, delay_ms: int) -> None:
    """Run the embedded cloud on its own and print its address.

    \b
    Example:
      educloud lab cloud --port 5000
      EDUCLOUD_CLOUD_ENDPOINT=http://127.0.0.1:5000 educloud cloud preview --all
    """
    from educloud.lab.cloud import serve  # noqa: PLC0415  heavy
    from educloud.lab.faults import Faults, serve_behind  # noqa: PLC0415  heavy

    with tempfile.TemporaryDirectory(prefix="educloud-cloud-") as folder:
        kept = journal or Path(folder) / "journal.jsonl"
        if not delay_ms:
            serve(port, kept)
            return
        far = Faults(delay=delay_ms / 1000)
        serve(0, kept, announce=lambda near: serve_behind(near, port, far, say))


@lab.command()
@click.pass_context
def up(ctx: click.Context) -> None:
    """Run all that the project's demo needs, until Ctrl-C: cloud, switches, databases.

    \b
    Example:
      educloud -C out/demo lab up
    """
    from educloud.cloud.endpoint import open_cloud  # noqa: PLC0415  heavy
    from educloud.lab.databases import start_databases  # noqa: PLC0415
    from educloud.lab.switches.start import start_switches  # noqa: PLC0415

    project = current_project(ctx)
    with contextlib.ExitStack() as stack:
        endpoint = stack.enter_context(open_cloud(project))
        say(f"cloud      {endpoint.url}")
        stack.enter_context(start_switches(project))
        say("switches   every device of the inventory with a loopback address")
        stack.enter_context(start_databases(project))
        say("databases  the room's and the node's, as inventory/hosts.yml says")
        say("ready; Ctrl-C ends all of it, what was done is kept")
        wait_for_the_end()


def wait_for_the_end() -> None:
    """Wait for Ctrl-C or SIGTERM."""
    ended: list[int] = []

    def end(number: int, _frame: FrameType | None) -> None:
        ended.append(number)

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, end)
    while not ended:
        time.sleep(0.2)
