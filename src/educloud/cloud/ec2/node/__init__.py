"""What a node's stack file becomes in the EC2 family: one module for each part of it.

Names of resources are made of the file's own words, so that adding one thing never renames, moves
or renumbers another.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from educloud.cloud.declared import DeclaredStack, Declaring
from educloud.cloud.ec2.node.backup import declare_backup
from educloud.cloud.ec2.node.balancers import declare_balancers
from educloud.cloud.ec2.node.keys import declare_key
from educloud.cloud.ec2.node.logs import declare_logs
from educloud.cloud.ec2.node.machines import declare_pools
from educloud.cloud.ec2.node.names import declare_names
from educloud.cloud.ec2.node.network import declare_network, declare_private_network
from educloud.cloud.ec2.node.node import Node
from educloud.cloud.ec2.node.platforms import declare_fences, declare_platform_names
from educloud.cloud.ec2.node.stores import declare_buckets, declare_databases, declare_shares
from educloud.cloud.ec2.node.watching import declare_alarms
from educloud.cloud.ec2.node.zones import declare_zones
from educloud.cloud.spec.network import NetworkStack
from educloud.cloud.spec.node import NodeStack

# In this order none refers to what comes after it. Each gives outputs of the stack, or nothing.
_PARTS: tuple[Callable[[Node], Mapping[str, Any] | None], ...] = (
    declare_network,
    declare_zones,
    declare_private_network,
    declare_key,
    declare_logs,
    declare_buckets,
    declare_fences,
    declare_pools,
    declare_databases,
    declare_shares,
    declare_balancers,
    declare_names,
    declare_platform_names,
    declare_alarms,
    declare_backup,
)


def declare_node(stack: NodeStack, network: NetworkStack | None) -> DeclaredStack:
    """Give a node as resources; ``network`` is the private network's file, when there is one.

    Outputs: ``network``, ``ipv4_block``, ``ipv6_block``, ``subnets`` and ``security_groups`` by
    zone, ``attachment`` (to the private network), ``news`` (the topic of alarms), ``key``,
    ``buckets`` by purpose, ``bucket`` (of applications' files), ``machines`` by pool,
    ``databases``, ``shares`` and ``balancers`` by name, ``zone_id`` and ``zone_name`` (of DNS),
    ``vault`` (of backups). What the node has not is left out.
    """
    node = Node(stack, network, Declaring(stack.node_id))
    outputs: dict[str, Any] = {}
    for part in _PARTS:
        outputs |= part(node) or {}
    return node.declare.done(outputs)
