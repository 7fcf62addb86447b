"""IPv4 blocks that new stack files get: each owner's own, for good, and nobody's twice.

A node has a /16. Main and city nodes have theirs by the city's place in the IPv6 plan: 10.64 is the
main node's, 10.65 that of the city in slot 0, and so on. Where that is taken already, and for other
nodes, the lowest /16 that is no city's.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping
from ipaddress import IPv4Network
from itertools import chain
from typing import TypeVar

from educloud.cloud.spec.new.known import Known
from educloud.errors import CloudError
from educloud.inventory.addresses.scheme import ADDRESS_BITS
from educloud.inventory.models import Tier

NODE_BITS = 16
NODES = IPv4Network("10.64.0.0/10")  # a home for the main node and 63 cities
FURTHER_NODES = IPv4Network("10.0.0.0/10")
COUNTIES = IPv4Network("10.128.0.0/10")  # 256 slices
COUNTY_BITS = 18
CAMPUSES = IPv4Network("10.192.0.0/11")  # 256 slices
CAMPUS_BITS = 19
EXITS = IPv4Network("10.224.0.0/16")
EXIT_BITS = 20

_HOMES = tuple(NODES.subnets(new_prefix=NODE_BITS))

Owner = TypeVar("Owner", bound=Hashable)
Thing = TypeVar("Thing", bound=Hashable)


def node_blocks(known: Known) -> Mapping[str, IPv4Network]:
    """Give every node of the tables its block; what a stack file has stays."""
    given = {name: node.ipv4_block for name, node in known.standing.nodes.items()}
    taken = frozenset(sixteenths(chain(given.values(), _further_blocks(known))))
    homes = dict(_homes(known))
    spare = (
        block
        for block in chain(_HOMES, FURTHER_NODES.subnets(new_prefix=NODE_BITS))
        if block not in taken and block not in homes.values()
    )
    for city, home in homes.items():
        owner = known.main_node(city) if city == known.plan.province else known.city_node(city)
        if owner in given:
            continue
        # A city without a node counts too: its node may come later, and others' blocks stay.
        block = next(spare, None) if home in taken else home
        if owner and block:
            given[owner] = block
    for name in sorted(set(known.inventory.nodes) - set(given), key=lambda n: _in_turn(known, n)):
        if block := next(spare, None):
            given[name] = block
    return given


def node_block(known: Known, node_id: str) -> IPv4Network:
    """Give one node's block; CloudError when every /16 is taken."""
    try:
        return node_blocks(known)[node_id]
    except KeyError:
        raise CloudError(
            f"no /16 of {NODES} and {FURTHER_NODES} is left for {node_id}",
            f"stacks/{node_id}.yaml",
            "give it an ipv4_block of another private range by hand",
        ) from None


def sixteenths(blocks: Iterable[IPv4Network]) -> Iterator[IPv4Network]:
    """Give every /16 that ``blocks`` touch."""
    for block in blocks:
        if block.prefixlen >= NODE_BITS:
            yield block.supernet(new_prefix=NODE_BITS)
        else:
            yield from block.subnets(new_prefix=NODE_BITS)


def share_out(
    owners: Iterable[Owner], kept: Mapping[Owner, Thing], things: Iterable[Thing], what: str
) -> dict[Owner, Thing]:
    """Give every owner what it had, else the next thing that is nobody's; CloudError when none."""
    held: Collection[Thing] = set(kept.values())
    free = (thing for thing in things if thing not in held)
    shared: dict[Owner, Thing] = {}
    for owner in owners:
        thing = kept[owner] if owner in kept else next(free, None)
        if thing is None:
            raise CloudError(
                f"no {what} is left for {owner}", "stacks/network.yaml", "enter it by hand"
            )
        shared[owner] = thing
    return shared


def _homes(known: Known) -> Iterator[tuple[str, IPv4Network]]:
    """Give the province and each city with the block that is meant for its node."""
    yield known.plan.province, _HOMES[0]
    scheme = known.plan.scheme
    root = int(known.plan.prefix("province", known.plan.province).network_address)
    for city in known.cities:
        prefix = known.plan.given("city", city)
        if prefix is None:
            continue
        slot = int(prefix.network_address) - root >> ADDRESS_BITS - scheme.city_length
        if slot + 1 < len(_HOMES):
            yield city, _HOMES[slot + 1]


def _in_turn(known: Known, node_id: str) -> tuple[bool, int, str]:
    """Give the order of nodes without a home: as the register received them, universities first."""
    prefix = known.plan.given("node", node_id)
    node = known.inventory.nodes[node_id]
    return node.tier is not Tier.UNIVERSITY, int(prefix.network_address) if prefix else 0, node_id


def _further_blocks(known: Known) -> Iterator[IPv4Network]:
    network = known.standing.network
    if network:
        yield from (out.ipv4_block for out in network.exits.values())
        yield from (block for one in network.attachments.values() for block in one.ipv4)
