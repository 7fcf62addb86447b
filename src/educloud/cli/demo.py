"""The demo's door: live progress on stderr, the story on stdout."""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import click

from educloud.cli.output import json_option, print_json, say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.status import Status

    from educloud.demo.run import Told
    from educloud.project import Project


class LiveProgress:
    """Shows what is being done: one changing line on a terminal, plain lines elsewhere."""

    def __init__(self) -> None:
        self.begun = time.monotonic()
        self.status: Status | None = None

    def __enter__(self) -> Self:
        if sys.stderr.isatty():
            from rich.console import Console  # noqa: PLC0415  only on a terminal

            self.status = Console(stderr=True).status("…")
            self.status.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self.status:
            self.status.stop()

    def show(self, text: str) -> None:
        """Show that ``text`` is being done."""
        line = f"{time.monotonic() - self.begun:6.1f}s  {text}"
        if self.status:
            self.status.update(line.replace("[", r"\["))
        else:
            say(line)

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Take the changing line away while something else is printed."""
        if self.status:
            self.status.stop()
        yield
        if self.status:
            self.status.start()


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

    told: list[dict[str, Any]] = []
    with LiveProgress() as progress, listen(progress.show):
        for one in run_demo(given_project(ctx), folder):
            told.append(document(one))
            if not as_json:
                with progress.aside():
                    tell_stage(told[-1])
    seconds = round(time.monotonic() - progress.begun, 1)
    if as_json:
        print_json({"stages": told, "seconds": seconds})
    else:
        click.echo(f"\n完成 done in {seconds} s · {folder}/report.html · {folder}/plan.json")
        click.echo(f"To repeat a command, first start the lab: educloud -C {folder} lab up")


def document(one: Told) -> dict[str, Any]:
    """Give a told stage as plain data."""
    return {
        "stage": one.stage.letter,
        "title": one.stage.title,
        "seconds": one.story.seconds,
        "repeated": one.story.repeated,
        "lines": list(one.story.lines),
        "commands": list(one.commands),
    }


def tell_stage(told: dict[str, Any]) -> None:
    """Print a stage's story and the commands that repeat it by hand."""
    again = "，先前已完成，未重复 done before, not repeated" if told["repeated"] else ""
    click.echo(f"\n{told['stage']}. {told['title']}  ({told['seconds']:.1f} s{again})")
    for line in told["lines"]:
        click.echo(f"   {line}")
    for command in told["commands"]:
        click.echo(f"   $ {command}")
