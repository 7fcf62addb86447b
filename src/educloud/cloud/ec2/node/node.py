"""What the parts of a node's declaration share: the file, names of resources, tags, addresses.

Resources are referred to by their names, so that no part hands another anything over.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from educloud.cloud.declared import Declaring, Ref
from educloud.cloud.spec.network import NetworkStack
from educloud.cloud.spec.node import SUBNETS_PER_SLOT, NodeStack
from educloud.cloud.spec.parts import Zone

NETWORK = "network"
ADDRESSES = "ipv6-block"
INBOUND = "internet"
OUTBOUND = "outbound"
TRANSLATION = "translation"
KEY = "key"
ATTACHMENT = "private-network"
NAMES = "names"

# From this level on a node has a key of its own (GB/T 22239 8.1.4.8: stored data kept secret).
KEY_FROM_LEVEL = 3
ADDRESS_BITS = {4: 8, 6: 64}  # of hosts in a subnet

Made = TypeVar("Made")
Block = str | Ref


@dataclass(frozen=True, slots=True)
class Node:
    """One node while it is declared."""

    stack: NodeStack
    network: NetworkStack | None
    declare: Declaring

    @property
    def id(self) -> str:
        """The node's name, in which everything of it that needs one of its own begins."""
        return self.stack.node_id

    @property
    def vpc(self) -> Ref:
        """The node's network."""
        return Ref(NETWORK)

    @property
    def has_key(self) -> bool:
        """Whether the node's data are encrypted with a key of its own."""
        return self.stack.mlps_level >= KEY_FROM_LEVEL

    def key(self, *, encrypted: bool = True) -> Block:
        """Give the key for something that is encrypted; "" for the service's own, or none."""
        return Ref(KEY) if self.has_key and encrypted else ""

    def called(self, *parts: str) -> str:
        """Give a name that an account has once."""
        return "-".join(("educloud", self.id, *parts))

    def tags(self, **more: str) -> dict[str, str]:
        """Give the tags of a resource: the file's, then whose it is."""
        own = {
            "node": self.id,
            "division": self.stack.division,
            "mlps-level": str(self.stack.mlps_level),
        }
        return {**self.stack.tags, **own, **more}

    def saved(self) -> dict[str, str]:
        """Give the tag by which the node's backup finds what it saves."""
        return {"backup": self.id}

    def zone(self, name: str) -> Zone:
        """Give a zone by its name."""
        return self.stack.zones[name]

    def subnets(self, zone: str) -> list[Ref]:
        """Give the subnets of a zone."""
        return [Ref(subnet_name(zone, place)) for place in self.stack.availability_zones]

    def ipv6(self, made: Callable[[ipaddress.IPv6Network], Made]) -> Made | Ref:
        """Give what is made of the node's IPv6 block: at once when the file has the block."""
        if self.stack.ipv6_block:
            return made(self.stack.ipv6_block)
        return Ref(ADDRESSES, "ipv6_block", then=lambda block: made(ipaddress.IPv6Network(block)))

    def ipv6_subnet(self, number: int) -> Block:
        """Give the ``number``-th /64 of the node; "" without IPv6."""
        if not self.stack.dual_stack:
            return ""
        return self.ipv6(lambda block: str(nth(block, number, ADDRESS_BITS[6])))

    def own_blocks(self) -> Iterator[tuple[str, Block]]:
        """Give (label, block) of all of the node, for each family of addresses."""
        yield "node v4", str(self.stack.ipv4_block)
        if self.stack.dual_stack:
            yield "node v6", self.ipv6(str)

    def zone_blocks(self, name: str) -> Iterator[tuple[str, Block]]:
        """Give (label, block) of a zone, its present and future subnets together."""
        first = self.zone(name).slot * SUBNETS_PER_SLOT
        yield f"{name} v4", str(_slot(self.stack.ipv4_block, first))
        if self.stack.dual_stack:
            yield f"{name} v6", self.ipv6(lambda block: str(_slot(block, first)))

    def private_blocks(self) -> Iterator[tuple[str, Block]]:
        """Give (label, block) of what is reached over the private network."""
        if self.network is None:
            return
        families = (self.network.ipv4, self.network.ipv6 if self.stack.dual_stack else ())
        for blocks in families:
            yield from ((str(block), str(block)) for block in blocks)


def subnet_name(zone: str, place: str) -> str:
    """Give the name of a zone's subnet in an availability zone."""
    return f"{zone}-{place}"


def group_name(zone: str) -> str:
    """Give the name of a zone's security group."""
    return f"zone-{zone}"


Network = ipaddress.IPv4Network | ipaddress.IPv6Network


def nth(block: Network, number: int, host_bits: int, subnets: int = 1) -> Network:
    """Give the block that begins at the ``number``-th subnet and spans ``subnets`` of them."""
    bits = host_bits + (subnets - 1).bit_length()
    start = int(block.network_address) + (number << host_bits)
    return type(block)((start, block.max_prefixlen - bits))


def _slot(block: Network, first: int) -> Network:
    return nth(block, first, ADDRESS_BITS[block.version], SUBNETS_PER_SLOT)
