"""How every command speaks: its project, JSON on stdout, the rest on stderr, exit codes."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

if TYPE_CHECKING:
    from educloud.project import Project

SOMETHING_TO_LOOK_AT = 2

json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")


def yes_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command that changes things its ``--yes``."""
    return click.option("--yes", is_flag=True, help="Do not ask, also on a terminal.")(command)


def current_project(ctx: click.Context) -> Project:
    """Give the project that ``-C`` names, else the current folder's."""
    from educloud.project import open_project  # noqa: PLC0415  keeps --help fast

    folder: Path | None = ctx.find_root().obj
    return open_project(folder)


def confirm(question: str, *, yes: bool) -> None:
    """Ask on a terminal only; without one, or with ``--yes``, go on."""
    if not yes and sys.stdin.isatty():
        click.confirm(question, abort=True, err=True)


def say(text: str) -> None:
    """Print for people on stderr: progress, warnings."""
    click.echo(text, err=True)


def print_json(document: Any) -> None:
    """Print exactly one JSON document on stdout."""
    click.echo(json.dumps(document, ensure_ascii=False, indent=1, default=str))


def finish(*, look: bool) -> NoReturn:
    """Leave with 0, or with 2 when there is something to look at."""
    sys.exit(SOMETHING_TO_LOOK_AT if look else 0)
