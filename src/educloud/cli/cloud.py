"""Commands of the cloud slice."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

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
    from educloud.cloud.engine import StackResult


@click.group()
def cloud() -> None:
    """Bring cloud nodes and the private network up and down.

    A NODE is the name of a stack file: network, main-410000, city-410600 …

    \b
    Example:
      educloud cloud up --all
      educloud cloud drift city-410600
    """


def stack_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command its NODE… or --all, and --json."""
    command = click.argument("nodes", nargs=-1, metavar="NODE…")(command)
    command = click.option("--all", "every", is_flag=True, help="Every stack file.")(command)
    return json_option(command)


@cloud.command()
@stack_options
@click.pass_context
def preview(ctx: click.Context, nodes: tuple[str, ...], every: bool, as_json: bool) -> None:
    """Say what 'up' would do; exit 2 when it would change something.

    \b
    Example:
      educloud cloud preview network city-410600
    """
    results = _run(ctx, "preview", nodes, every=every)
    _show(results, as_json=as_json, done="would change")
    finish(look=any(result.changed for result in results))


@cloud.command()
@stack_options
@yes_option
@click.pass_context
def up(ctx: click.Context, nodes: tuple[str, ...], every: bool, as_json: bool, yes: bool) -> None:
    """Make stacks what their files say; may be repeated at any time.

    \b
    Example:
      educloud cloud up --all --yes
    """
    from educloud.workflows.provision import bring_up_stacks  # noqa: PLC0415  keeps --help fast

    _some(nodes, every=every)
    confirm(f"Bring up {_named(nodes, every=every)}?", yes=yes)
    results = bring_up_stacks(current_project(ctx), nodes, _progress)
    _show(results, as_json=as_json, done="changed")


@cloud.command()
@stack_options
@click.pass_context
def refresh(ctx: click.Context, nodes: tuple[str, ...], every: bool, as_json: bool) -> None:
    """Write into the state what really stands in the cloud.

    \b
    Example:
      educloud cloud refresh city-410600
    """
    _show(_run(ctx, "refresh", nodes, every=every), as_json=as_json, done="taken over")


@cloud.command()
@stack_options
@click.pass_context
def drift(ctx: click.Context, nodes: tuple[str, ...], every: bool, as_json: bool) -> None:
    """Say where the cloud has left the state; exit 2 when it has.

    \b
    Example:
      educloud cloud drift --all --json
    """
    results = _run(ctx, "drift", nodes, every=every)
    _show(results, as_json=as_json, done="drifted")
    finish(look=any(result.changed for result in results))


@cloud.command()
@stack_options
@click.pass_context
def outputs(ctx: click.Context, nodes: tuple[str, ...], every: bool, as_json: bool) -> None:
    """Print what the stacks give to others: ids, buckets, zones.

    \b
    Example:
      educloud cloud outputs city-410600 --json
    """
    from educloud.cloud.spec import load_stacks  # noqa: PLC0415  keeps --help fast
    from educloud.cloud.state import outputs as read_outputs  # noqa: PLC0415

    project = current_project(ctx)
    _some(nodes, every=every)
    found = {name: read_outputs(project, name) for name in load_stacks(project).order(nodes)}
    if as_json:
        print_json(found)
        return
    for name, values in found.items():
        click.echo(f"{name}{'' if values else ': not up'}")
        for key, value in values.items():
            click.echo(f"  {key}: {value}")


@cloud.command()
@stack_options
@yes_option
@click.option("--yes-delete-data", is_flag=True, help="Also delete what the buckets hold.")
@click.pass_context
def destroy(
    ctx: click.Context,
    nodes: tuple[str, ...],
    *,
    every: bool,
    as_json: bool,
    yes: bool,
    yes_delete_data: bool,
) -> None:
    """Remove stacks; buckets that hold objects only with --yes-delete-data.

    \b
    Example:
      educloud cloud destroy city-410600 --yes
    """
    from educloud.workflows.provision import remove_stacks  # noqa: PLC0415  keeps --help fast

    confirm(f"Destroy {_named(nodes, every=every)}?", yes=yes or yes_delete_data)
    _some(nodes, every=every)
    results = remove_stacks(
        current_project(ctx), nodes, with_data=yes_delete_data, on_event=_progress
    )
    _show(results, as_json=as_json, done="removed")


@cloud.command()
@click.option("--install", is_flag=True, help="Download or build it when it is missing.")
@json_option
def engine(install: bool, as_json: bool) -> None:
    """Say which Pulumi engine is used; exit 2 when there is none.

    \b
    Example:
      educloud cloud engine --install
    """
    from educloud.cloud import install as engines  # noqa: PLC0415  keeps --help fast

    found = engines.install_engine(say) if install else engines.find_engine()
    if as_json:
        path, source = (str(found.path), found.source) if found else (None, None)
        print_json({"version": engines.ENGINE_VERSION, "path": path, "source": source})
    else:
        text = f"{found.path} ({found.source})" if found else "not installed: add --install"
        click.echo(f"Pulumi engine {engines.ENGINE_VERSION}: {text}")
    finish(look=found is None)


def _run(
    ctx: click.Context, action: str, nodes: tuple[str, ...], *, every: bool
) -> tuple[StackResult, ...]:
    from educloud.cloud.stacks import run_stacks  # noqa: PLC0415  keeps --help fast

    _some(nodes, every=every)
    return run_stacks(current_project(ctx), action, nodes, on_event=_progress)


def _some(nodes: tuple[str, ...], *, every: bool) -> None:
    if bool(nodes) == every:
        raise click.UsageError("name stacks, or give --all")


def _named(nodes: tuple[str, ...], *, every: bool) -> str:
    return "every stack" if every else ", ".join(nodes)


def _progress(line: str) -> None:
    if sys.stderr.isatty():
        say(line)


def _show(results: Sequence[StackResult], *, as_json: bool, done: str) -> None:
    if as_json:
        print_json([asdict(result) for result in results])
        return
    for result in results:
        click.echo(_line(result, done))
        # A stack made from nothing would list itself.
        for change in () if result.created == result.changed else result.changes:
            what = f" ({', '.join(change.properties)})" if change.properties else ""
            click.echo(f"  {change.action} {change.kind} {change.name}{what}")


def _line(result: StackResult, done: str) -> str:
    if not result.changed:
        return f"{result.stack}: nothing to change, {result.same} resources stand as declared"
    counts = {
        "created": result.created,
        "updated": result.updated,
        "replaced": result.replaced,
        "deleted": result.deleted,
    }
    said = ", ".join(f"{count} {word}" for word, count in counts.items() if count)
    changed = f"{result.changed} {done} ({said})"
    return f"{result.stack}: {changed}, {result.same} the same, {result.seconds} s"
