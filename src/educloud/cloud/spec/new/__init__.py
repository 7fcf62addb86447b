"""New stack files from the inventory: pure; the same tables and files give the same again."""

from __future__ import annotations

from collections.abc import Collection

from educloud.cloud.spec.network import NETWORK, NetworkStack
from educloud.cloud.spec.new.known import Known
from educloud.cloud.spec.new.network import new_network
from educloud.cloud.spec.new.node import new_node
from educloud.cloud.spec.node import NodeStack

__all__ = ["Known", "missing", "new_network", "new_node", "new_stacks"]


def missing(known: Known) -> tuple[str, ...]:
    """Name the stacks there should be and are not: the network's, every node's of the tables."""
    return tuple(name for name in wanted(known) if name not in known.standing.names)


def wanted(known: Known) -> tuple[str, ...]:
    """Name the stacks there should be, the network first."""
    return (NETWORK, *sorted(known.inventory.nodes))


def new_stacks(known: Known, names: Collection[str]) -> dict[str, NodeStack | NetworkStack]:
    """Give the stack files of ``names``, each beside what stands and what is made with it."""
    made: dict[str, NodeStack | NetworkStack] = {}
    network = known.standing.network
    if NETWORK in names:
        network = made[NETWORK] = new_network(known)
    stand = {*known.standing.nodes, *names}
    for name in names:
        if name != NETWORK:
            made[name] = new_node(known, name, stand, network)
    return made
