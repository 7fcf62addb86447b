"""What the private network's stack file becomes in the EC2 family: a stack for each hub."""

from __future__ import annotations

from collections.abc import Mapping

from educloud.cloud.declared import DeclaredStack, Declaring
from educloud.cloud.ec2.network.exits import declare_exits
from educloud.cloud.ec2.network.hubs import Making, declare_hub, declare_routes
from educloud.cloud.ec2.network.routers import declare_routers
from educloud.cloud.ec2.network.topology import Topology, topology
from educloud.cloud.spec.network import PROVINCE, NetworkStack, stack_of_hub
from educloud.cloud.spec.node import NodeStack


def declare_network(
    stack: NetworkStack, nodes: Mapping[str, NodeStack]
) -> Mapping[str, DeclaredStack]:
    """Give the private network's stacks by name; ``nodes`` are all nodes' files, by name.

    Each holds one hub, its tables, whatever is attached to it, its link to the hub above and what
    is sent over that link either way; so it refers to the stack of the hub above, and to no other.
    The exits are the province's.

    Outputs of each, for its own hub: ``hubs`` by name, ``tables`` by hub and world,
    ``transit_tables`` by hub ("": no other hub is joined), and ``known_by`` by hub and world: all
    tables that shall know who is attached there. The province's has ``transit_gateway`` and
    ``worlds`` too (its hub and its tables), and ``exit_tables``, the exits' tables on its hub.
    """
    net = topology(stack, nodes)
    return {stack_of_hub(hub): _declared(net, hub) for hub in net.parents}


def _declared(net: Topology, hub: str) -> DeclaredStack:
    making = Making(net, hub, Declaring(stack_of_hub(hub)))
    declare_hub(making)
    if hub == PROVINCE:
        declare_exits(making)
    declare_routers(making)
    declare_routes(making)
    return making.declare.done(_outputs(making))


def _outputs(making: Making) -> Mapping[str, object]:
    net, hub = making.net, making.hub
    gateway = making.gateway(hub)
    tables = {world: making.table(hub, world) for world in net.worlds(hub)}
    outputs = {
        "hubs": {hub: gateway},
        "tables": {hub: tables},
        "transit_tables": {hub: making.transit(hub) if net.has_transit(hub) else ""},
        "known_by": {hub: {world: making.known_by(world) for world in tables}},
    }
    if hub != PROVINCE:
        return outputs
    exits = {out: making.returns(out) for out in net.stack.exits}
    return {"transit_gateway": gateway, "worlds": tables, **outputs, "exit_tables": exits}
