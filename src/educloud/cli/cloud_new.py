"""``educloud cloud new`` and ``cloud schema``: stack files from the inventory, help for editors."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import click

from educloud.cli.output import current_project, json_option, print_json, say

if TYPE_CHECKING:
    from educloud.cloud.spec.network import NetworkStack
    from educloud.cloud.spec.new.known import Known
    from educloud.cloud.spec.node import NodeStack

TIERS = ("main", "city", "university")


@click.command()
@click.option("--tier", type=click.Choice(TIERS), help="Tier of the node.")
@click.option("--division", metavar="CODE", help="Division of the node (with --tier).")
@click.option("--org", metavar="ID", help="Organisation the node belongs to (with --tier).")
@click.option("--node", metavar="ID", help="The node itself, by its id in nodes.csv.")
@click.option("--network", is_flag=True, help="The private network.")
@click.option("--all", "every", is_flag=True, help="The network and every node without a file.")
@click.option("--force", is_flag=True, help="Write files anew that are there; addresses stay.")
@json_option
@click.pass_context
def new(
    ctx: click.Context,
    tier: str | None,
    division: str | None,
    org: str | None,
    node: str | None,
    *,
    network: bool,
    every: bool,
    force: bool,
    as_json: bool,
) -> None:
    """Write stack files from the inventory: sizes are first values, addresses are for good.

    \b
    Example:
      educloud cloud new --tier city --division 410600
      educloud cloud new --tier university --org HB-ORG-039
      educloud cloud new --network
      educloud cloud new --all
    """
    from educloud.cloud.spec.new.write import look, refuse_standing, write_stacks  # noqa: PLC0415  keeps --help fast

    _one_choice(tier, division, org, node, network=network, every=every)
    project = current_project(ctx)
    known = look(project)
    if every:
        names = _every(known, force=force)
    else:
        names = tuple(_named(known, tier, division, org, node, network=network))
    if not (force or every):
        refuse_standing(known, names)
    _tell(write_stacks(project, known, names), as_json=as_json)


@click.command()
@click.argument("kind", type=click.Choice(("node", "network")), default="node")
def schema(kind: str) -> None:
    """Print the JSON Schema of stack files, for editors (default: a node's).

    Put it where 'cloud new' looks for it, and new files name it in their first line.

    \b
    Example:
      mkdir -p stacks/.schema
      educloud cloud schema node > stacks/.schema/node.json
      educloud cloud schema network > stacks/.schema/network.json
    """
    from educloud.cloud.spec.schema import stack_schema  # noqa: PLC0415  keeps --help fast

    print_json(stack_schema(kind))


def _one_choice(
    tier: str | None,
    division: str | None,
    org: str | None,
    node: str | None,
    *,
    network: bool,
    every: bool,
) -> None:
    if (tier is not None) + (node is not None) + network + every != 1:
        raise click.UsageError("give one of --tier, --node, --network, --all")
    if (division or org) and tier is None:
        raise click.UsageError("--division and --org go with --tier")
    if tier == "city" and division is None:
        raise click.UsageError("--tier city needs --division")
    if tier == "university" and not (org or division):
        raise click.UsageError("--tier university needs --org or --division")


def _every(known: Known, *, force: bool) -> tuple[str, ...]:
    from educloud.cloud.spec.new import missing, wanted  # noqa: PLC0415  keeps --help fast

    return wanted(known) if force else missing(known)


def _named(
    known: Known,
    tier: str | None,
    division: str | None,
    org: str | None,
    node: str | None,
    *,
    network: bool,
) -> Iterator[str]:
    from educloud.cloud.spec.network import NETWORK  # noqa: PLC0415  keeps --help fast
    from educloud.cloud.spec.new.choose import choose_node  # noqa: PLC0415  same
    from educloud.inventory.models import Tier  # noqa: PLC0415  same

    if network:
        yield NETWORK
    elif node:
        yield known.node(node).node_id
    elif tier:
        yield choose_node(known, Tier(tier), division, org)


def _tell(made: Mapping[str, NodeStack | NetworkStack], *, as_json: bool) -> None:
    if as_json:
        print_json({"written": [f"stacks/{name}.yaml" for name in made]})
    for name, stack in made.items():
        if not as_json:
            click.echo(f"stacks/{name}.yaml")
        for lack in _lacks(stack):
            say(f"stacks/{name}.yaml: {lack}")
    if not made:
        say("every stack has its file already")


def _lacks(stack: NodeStack | NetworkStack) -> Iterator[str]:
    """Say what a node's file leaves out because nothing stands yet that it could name."""
    from educloud.cloud.spec.node import NodeStack  # noqa: PLC0415  keeps --help fast

    if not isinstance(stack, NodeStack):
        return
    if stack.attach is None:
        yield "not attached, there is no private network yet: 'cloud new --network', then 'attach'"
    if stack.disaster_recovery is None:
        yield "no peer for disaster recovery stands yet: add 'disaster_recovery' when one does"
