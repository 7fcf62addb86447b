"""The node's zones: subnets, routes, and two fences around each.

A zone's group is the near fence: it knows connections. The access list around its subnets is the
far one: it does not, so that it lets answers in by their ports. Both let in what the file allows,
over IPv4 and IPv6 alike; nothing else gets in.
"""

from __future__ import annotations

from typing import Any

from educloud.cloud.declared import Ref
from educloud.cloud.ec2.node.network import declare_exits, declare_translation
from educloud.cloud.ec2.node.node import ADDRESSES, Node, group_name, subnet_name
from educloud.cloud.ec2.node.rules import (
    border_in,
    border_out,
    entries,
    ingress,
    reaching,
    rules,
)
from educloud.errors import CloudError

# Of an access list, each way; more than 20 have to be asked for. Source: Amazon VPC user guide,
# "Amazon VPC quotas".
MOST_ENTRIES = 40


def declare_zones(node: Node) -> dict[str, Any]:
    """Declare every zone; give the outputs."""
    for name in node.stack.zones:
        _declare_subnets(node, name)
    declare_translation(node)
    for name in node.stack.zones:
        declare_exits(node, name)
        _declare_fences(node, name)
    return {
        "subnets": {name: node.subnets(name) for name in node.stack.zones},
        "security_groups": {name: Ref(group_name(name)) for name in node.stack.zones},
    }


def _declare_subnets(node: Node, name: str) -> None:
    tags = node.tags(zone=name)
    for place, number, block in node.stack.subnets(node.zone(name)):
        node.declare(
            "Subnet",
            subnet_name(name, place),
            after=(ADDRESSES,) if node.stack.dual_stack else (),
            vpc=node.vpc,
            ipv4_block=str(block),
            ipv6_block=node.ipv6_subnet(number),
            assign_ipv6=node.stack.dual_stack,
            availability_zone=place,
            tags=tags,
        )
    node.declare("RouteTable", name, vpc=node.vpc, subnets=node.subnets(name), tags=tags)


def _declare_fences(node: Node, name: str) -> None:
    tags = node.tags(zone=name)
    node.declare(
        "NetworkAcl",
        f"border-{name}",
        vpc=node.vpc,
        subnets=node.subnets(name),
        ingress=_few(node, name, entries(border_in(node, name))),
        egress=_few(node, name, entries(border_out(node, name))),
        tags=tags,
    )
    node.declare(
        "SecurityGroup",
        group_name(name),
        vpc=node.vpc,
        text=f"zone {name} of {node.id}",
        ingress=rules(ingress(node, name)),
        egress=rules(reaching(node, name)),
        tags=tags,
    )


def _few(node: Node, name: str, found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Give entries as they are; CloudError when they are more than an access list holds."""
    if len(found) > MOST_ENTRIES:
        raise CloudError(
            f"the border of zone {name} needs {len(found)} entries, and holds {MOST_ENTRIES}",
            f"stacks/{node.id}.yaml",
            "allow fewer and larger blocks, or ranges of ports",
        )
    return found
