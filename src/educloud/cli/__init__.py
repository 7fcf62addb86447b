"""The ``educloud`` program: parse, call one function, print.

Groups are imported when they are used, so that ``--help`` stays fast; this is also the one place
that turns an EduCloudError into a sentence and an exit code.
"""

from __future__ import annotations

import importlib
import os
import sys
from pathlib import Path
from typing import Any

import click

from educloud import __version__
from educloud.errors import EduCloudError

# name -> (module:object, one-line help). The help stands here so that listing imports nothing.
COMMANDS = {
    "init": ("educloud.cli.init:init", "Make a project folder."),
    "doctor": ("educloud.cli.doctor:doctor", "Say what this machine has and what it lacks."),
    "demo": ("educloud.cli.demo:demo", "Show the whole job, end to end, on real parts."),
    "status": ("educloud.cli.status:status", "Say what stands where now."),
    "inventory": ("educloud.cli.inventory:inventory", "Check and read the tables."),
    "ipv6": ("educloud.cli.ipv6:ipv6", "Plan addresses, province to VLAN."),
    "cloud": ("educloud.cli.cloud:cloud", "Bring cloud nodes up and down."),
    "network": ("educloud.cli.network:network", "Render, compare and push configurations."),
    "migrate": ("educloud.cli.migrate:migrate", "Assess, plan and move applications."),
    "report": ("educloud.cli.report:report", "Write reports."),
    "lab": ("educloud.cli.lab:lab", "Start stand-ins: switches, cloud, databases."),
    "completion": ("educloud.cli.completion:completion", "Print the shell's completion script."),
}


# 2 means: it worked, and there is something to look at. A command typed wrongly is an error.
click.UsageError.exit_code = 1


class Root(click.Group):
    """The root command: loads a subcommand when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name the subcommands in their working order."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and give one subcommand."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name][0].split(":")
        command: click.Command = getattr(importlib.import_module(module), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the subcommands without importing them."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])

    def invoke(self, ctx: click.Context) -> Any:
        """Run; an EduCloudError becomes one sentence on stderr and its exit code."""
        try:
            return super().invoke(ctx)
        except EduCloudError as error:
            if ctx.params.get("debug"):
                raise
            click.echo(f"educloud: {error}", err=True)
            ctx.exit(error.exit_code)
        except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
            raise
        except Exception as error:
            if ctx.params.get("debug"):
                raise
            what = error.strerror if isinstance(error, OSError) else f"{error!r}"
            where = f"{error.filename}: " if isinstance(error, OSError) and error.filename else ""
            click.echo(f"educloud: {where}{what}; --debug shows where it happened", err=True)
            ctx.exit(1)
        except KeyboardInterrupt:
            click.echo("educloud: interrupted; the state is kept, run it again to go on", err=True)
            ctx.exit(130)


@click.group(cls=Root, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="educloud")
@click.option(
    "-C",
    "folder",
    type=click.Path(path_type=Path),
    help="The project folder; default: the current one.",
)
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
@click.pass_context
def root(ctx: click.Context, folder: Path | None, debug: bool) -> None:
    """Provision cloud nodes, roll out networks, migrate applications.

    \b
    Example:
      educloud demo
      educloud -C my-province inventory validate
    """
    del debug
    ctx.obj = folder


def main() -> None:
    """Run the program; a closed pipe on stdout ends it quietly."""
    try:
        root(prog_name="educloud")
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
