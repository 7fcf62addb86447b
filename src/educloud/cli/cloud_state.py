"""Commands around the state of stacks: import, orphans, history, the engine itself."""

from __future__ import annotations

from dataclasses import asdict

import click

from educloud.cli.output import current_project, finish, json_option, print_json, say


@click.command("import")
@click.argument("node")
@click.argument("resource")
@click.argument("identity", metavar="ID")
@json_option
@click.pass_context
def import_resource(
    ctx: click.Context, node: str, resource: str, identity: str, as_json: bool
) -> None:
    """Take a resource that stands already into a stack that declares it.

    RESOURCE is the name in the stack ('educloud cloud graph NODE' shows them), ID the cloud's. Exit
    2 when the next 'up' will change something of it.

    \b
    Example:
      educloud cloud import city-410600 edu-city-410600-backup edu-city-410600-backup
      educloud cloud import city-410600 network vpc-0a1b2c3d
    """
    from educloud.cloud.adopting import adopt_resource  # noqa: PLC0415  keeps --help fast

    adopted = adopt_resource(current_project(ctx), node, resource, identity)
    if as_json:
        print_json(asdict(adopted))
    else:
        click.echo(f"{node}: imported {adopted.kind} {resource} ({identity})")
        if adopted.differs:
            click.echo(f"  the next 'up' changes its {', '.join(adopted.differs)}")
    finish(look=bool(adopted.differs))


@click.command()
@json_option
@click.pass_context
def orphans(ctx: click.Context, as_json: bool) -> None:
    """List what carries our tag in the cloud and is in no stack; exit 2 when there is some.

    \b
    Example:
      educloud cloud orphans
    """
    from educloud.cloud.engine.session import open_session  # noqa: PLC0415  keeps --help fast
    from educloud.cloud.orphans import find_orphans  # noqa: PLC0415

    with open_session(current_project(ctx)) as session:
        found = find_orphans(session)
    if as_json:
        print_json([asdict(one) for one in found])
    else:
        for one in found:
            click.echo(f"{one.kind} {one.identity}: made as {one.name} of {one.stack}")
        say(f"{len(found)} orphans" if found else "no orphans")
    finish(look=bool(found))


@click.command()
@click.argument("node")
@click.option("--last", type=click.IntRange(1), default=20, show_default=True, help="How many.")
@json_option
@click.pass_context
def history(ctx: click.Context, node: str, last: int, as_json: bool) -> None:
    """Say what was done to a stack, newest first.

    \b
    Example:
      educloud cloud history city-410600
    """
    from educloud.cloud.engine.history import history_of  # noqa: PLC0415  keeps --help fast
    from educloud.cloud.spec.load import load_stacks  # noqa: PLC0415

    project = current_project(ctx)
    load_stacks(project).order((node,))
    found = history_of(project, node)[:last]
    if as_json:
        print_json([{**asdict(one), "began": one.began.isoformat()} for one in found])
        return
    for one in found:
        counts = ", ".join(f"{count} {word}" for word, count in one.changes.items())
        took = f"{one.seconds:.0f} s" if one.seconds is not None else "ended early"
        began = one.began.astimezone().isoformat(" ", "seconds")
        click.echo(f"{began}  {one.kind:<8} {one.result:<12} {took:>8}  {counts}")
    if not found:
        say(f"{node} was never brought up")


@click.command()
@click.option("--install", is_flag=True, help="Download or build it when it is missing.")
@json_option
def engine(install: bool, as_json: bool) -> None:
    """Say which Pulumi engine is used; exit 2 when there is none.

    \b
    Example:
      educloud cloud engine --install
    """
    from educloud.cloud.engine import install as engines  # noqa: PLC0415  keeps --help fast

    found = engines.install_engine(say) if install else engines.find_engine()
    if as_json:
        path, source = (str(found.path), found.source) if found else (None, None)
        print_json({"version": engines.ENGINE_VERSION, "path": path, "source": source})
    else:
        text = f"{found.path} ({found.source})" if found else "not installed: add --install"
        click.echo(f"Pulumi engine {engines.ENGINE_VERSION}: {text}")
    finish(look=found is None)
