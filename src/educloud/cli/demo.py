"""The demo's door: live progress on stderr, the story on stdout."""

from __future__ import annotations

import sys
import time
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from educloud.cli.output import json_option, print_json, say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from educloud.project import Project


@contextmanager
def live_progress() -> Iterator[Callable[[str], None]]:
    """Give what shows progress: one changing line on a terminal, plain lines elsewhere."""
    begun = time.monotonic()
    if not sys.stderr.isatty():
        yield lambda text: say(f"{time.monotonic() - begun:6.1f}s  {text}")
        return
    from rich.console import Console  # noqa: PLC0415  only on a terminal

    console = Console(stderr=True)
    with console.status("…") as status:

        def show(text: str) -> None:
            if text.startswith("["):
                console.print(f"{time.monotonic() - begun:6.1f}s  {text}", markup=False)
            status.update(text.replace("[", r"\["))

        yield show


def given_project(ctx: click.Context) -> Project | None:
    """Give the project the user stands in or names; None: the shipped one."""
    from educloud.project import open_project  # noqa: PLC0415

    folder: Path | None = ctx.find_root().obj
    if folder is None and not Path("educloud.yaml").is_file():
        return None
    return open_project(folder)


@click.command()
@click.option(
    "--out",
    "folder",
    type=click.Path(path_type=Path),
    default=Path("out/demo"),
    show_default=True,
    help="Where the demo works and leaves its results.",
)
@json_option
@click.pass_context
def demo(ctx: click.Context, folder: Path, as_json: bool) -> None:
    """Show the whole job, end to end, on real parts.

    A copy of the project is worked on: cloud nodes on the embedded cloud, 24 switches of the device
    farm, two applications on real PostgreSQL. Interrupted, it goes on next time.

    \b
    Example:
      educloud demo
      educloud demo --out /tmp/demo
    """
    from educloud.demo.run import run_demo  # noqa: PLC0415  heavy packages
    from educloud.workflows.runtime import listen  # noqa: PLC0415

    begun = time.monotonic()
    told: list[dict[str, Any]] = []
    progress: AbstractContextManager[Callable[[str], None]] = live_progress()
    with progress as show, listen(show):
        for one in run_demo(given_project(ctx), folder):
            lines = list(one.story.lines)
            told.append(
                {
                    "stage": one.stage.letter,
                    "title": one.stage.title,
                    "lines": lines,
                    "seconds": one.story.seconds,
                    "repeated": one.story.repeated,
                    "commands": list(one.commands),
                }
            )
            if not as_json:
                again = (
                    "，先前已完成，未重复 done before, not repeated" if one.story.repeated else ""
                )
                click.echo(
                    f"\n{one.stage.letter}. {one.stage.title}  ({one.story.seconds:.1f} s{again})"
                )
                for line in lines:
                    click.echo(f"   {line}")
                for command in one.commands:
                    click.echo(f"   $ {command}")
    seconds = round(time.monotonic() - begun, 1)
    if as_json:
        print_json({"stages": told, "seconds": seconds})
    else:
        click.echo(f"\n完成 done in {seconds} s · {folder}/report.html · {folder}/plan.json")
