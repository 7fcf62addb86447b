"""What the private network's stack file becomes in the EC2 family."""

from __future__ import annotations

from collections.abc import Mapping

from educloud.cloud.declared import DeclaredStack, Declaring
from educloud.cloud.ec2.network.exits import declare_exits
from educloud.cloud.ec2.network.hubs import Making, by_hub, declare_hubs, declare_routes
from educloud.cloud.ec2.network.routers import declare_routers
from educloud.cloud.ec2.network.topology import topology
from educloud.cloud.spec.load import NETWORK
from educloud.cloud.spec.network import PROVINCE, NetworkStack
from educloud.cloud.spec.node import NodeStack


def declare_network(stack: NetworkStack, nodes: Mapping[str, NodeStack]) -> DeclaredStack:
    """Give the private network as resources; ``nodes`` are all nodes' files, by name.

    Outputs: ``transit_gateway`` and ``worlds`` (the province's hub and its tables), ``hubs`` by
    name, ``tables`` by hub and world, ``transit_tables`` by hub ("": no other hub is joined), and
    ``known_by`` by hub and world: all tables that shall know who is attached there.
    """
    making = Making(topology(stack, nodes), Declaring(NETWORK))
    declare_hubs(making)
    declare_exits(making)
    declare_routers(making)
    declare_routes(making)
    return making.declare.done(_outputs(making))


def _outputs(making: Making) -> Mapping[str, object]:
    tables = by_hub(making.worlds)
    known_by = {
        hub: {world: making.known_by(hub, world) for world in worlds}
        for hub, worlds in tables.items()
    }
    return {
        "transit_gateway": making.hubs[PROVINCE],
        "worlds": tables[PROVINCE],
        "hubs": making.hubs,
        "tables": tables,
        "transit_tables": {hub: making.transit.get(hub, "") for hub in making.hubs},
        "known_by": known_by,
    }
