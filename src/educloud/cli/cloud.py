"""Commands that work on stacks: preview, up, refresh, drift, outputs, destroy."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from educloud.cli.cloud_cost import cost
from educloud.cli.cloud_drill import drill
from educloud.cli.cloud_graph import graph
from educloud.cli.cloud_new import new, schema
from educloud.cli.cloud_policies import policies
from educloud.cli.cloud_shown import progress, show_results
from educloud.cli.cloud_size import size
from educloud.cli.cloud_state import engine, history, import_resource, orphans
from educloud.cli.output import (
    confirm,
    current_project,
    finish,
    json_option,
    print_json,
    yes_option,
)

delete_data_option = click.option(
    "--yes-delete-data",
    is_flag=True,
    help="Also delete what holds data: buckets with objects, databases, volumes.",
)


@click.group()
def cloud() -> None:
    """Bring cloud nodes and the private network up and down.

    A NODE is the name of a stack file: network, main-410000, city-410600 … The network is a stack
    for each hub: network means all of them, network-h410600 one, and both together the province's
    and that one.

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
    from educloud.cloud.stacks import preview_stacks  # noqa: PLC0415  keeps --help fast

    some(nodes, every=every)
    with progress() as told:
        results = preview_stacks(current_project(ctx), nodes, told)
    show_results(results, as_json=as_json, done="would change")
    finish(look=any(result.changed for result in results))


@cloud.command()
@stack_options
@yes_option
@delete_data_option
@click.option(
    "--parallel",
    type=click.IntRange(1, 32),
    default=4,
    show_default=True,
    help="How many stacks at once.",
)
@click.pass_context
def up(
    ctx: click.Context,
    nodes: tuple[str, ...],
    *,
    every: bool,
    as_json: bool,
    yes: bool,
    yes_delete_data: bool,
    parallel: int,
) -> None:
    """Make stacks what their files say; may be repeated at any time.

    \b
    Example:
      educloud cloud up --all --yes
    """
    from educloud.workflows.provision import provision_stacks  # noqa: PLC0415  keeps --help fast

    some(nodes, every=every)
    confirm(f"Bring up {_named(nodes, every=every)}?", yes=yes or yes_delete_data)
    with progress() as told:
        results = provision_stacks(
            current_project(ctx), nodes, told, with_data=yes_delete_data, at_once=parallel
        )
    show_results(results, as_json=as_json, done="changed")


@cloud.command()
@stack_options
@click.pass_context
def refresh(ctx: click.Context, nodes: tuple[str, ...], every: bool, as_json: bool) -> None:
    """Write into the state what really stands in the cloud.

    \b
    Example:
      educloud cloud refresh city-410600
    """
    from educloud.cloud.stacks import refresh_stacks  # noqa: PLC0415  keeps --help fast

    some(nodes, every=every)
    with progress() as told:
        results = refresh_stacks(current_project(ctx), nodes, told)
    show_results(results, as_json=as_json, done="taken over")


@cloud.command()
@stack_options
@click.pass_context
def drift(ctx: click.Context, nodes: tuple[str, ...], every: bool, as_json: bool) -> None:
    """Say where the cloud has left the state; exit 2 when it has.

    \b
    Example:
      educloud cloud drift --all --json
    """
    from educloud.cloud.stacks import drift_stacks  # noqa: PLC0415  keeps --help fast

    some(nodes, every=every)
    with progress() as told:
        results = drift_stacks(current_project(ctx), nodes, told)
    show_results(results, as_json=as_json, done="drifted")
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
    from educloud.cloud.engine.state import outputs as read_outputs  # noqa: PLC0415
    from educloud.cloud.spec.load import load_stacks  # noqa: PLC0415  keeps --help fast

    project = current_project(ctx)
    some(nodes, every=every)
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
@delete_data_option
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
    """Remove stacks; what holds data only with --yes-delete-data.

    \b
    Example:
      educloud cloud destroy city-410600 --yes
    """
    from educloud.workflows.provision import remove_stacks  # noqa: PLC0415  keeps --help fast

    some(nodes, every=every)
    confirm(f"Destroy {_named(nodes, every=every)}?", yes=yes or yes_delete_data)
    with progress() as told:
        results = remove_stacks(
            current_project(ctx), nodes, with_data=yes_delete_data, on_event=told
        )
    show_results(results, as_json=as_json, done="removed")


def some(nodes: tuple[str, ...], *, every: bool) -> None:
    """Refuse a command that names no stack, or names some and all."""
    if bool(nodes) == every:
        raise click.UsageError("name stacks, or give --all")


def _named(nodes: tuple[str, ...], *, every: bool) -> str:
    return "every stack" if every else ", ".join(nodes)


for _command in (import_resource, orphans, history, engine):
    cloud.add_command(_command)
cloud.add_command(size)
cloud.add_command(cost)
cloud.add_command(policies)
cloud.add_command(new)
cloud.add_command(schema)
cloud.add_command(graph)
cloud.add_command(drill)
