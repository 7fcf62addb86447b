"""Packets on their way through a declared private network: what the tables do with an address."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from educloud.cloud.declared import Declared, DeclaredStack, Ref, resolved, together
from educloud.cloud.spec.network import NetworkStack
from educloud.cloud.spec.node import NodeStack

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Block = ipaddress.IPv4Network | ipaddress.IPv6Network
NOWHERE = "nowhere"
CIRCLES = "circles"
HOPS = 40
# Blocks that the cloud gives to nodes whose file names none.
CLOUDS_OWN = ipaddress.ip_network("2001:db8::/32")


def clouds_block(node: NodeStack) -> ipaddress.IPv6Network:
    number = int(node.ipv4_block.network_address) >> 16
    return ipaddress.IPv6Network((int(CLOUDS_OWN.network_address) + (number << 72), 56))


def joined(parts: Mapping[str, DeclaredStack]) -> DeclaredStack:
    """Give a network's stacks as one, each reference to another stack as to what that tells."""

    def known(ref: Ref) -> Any:
        if not ref.stack:
            return ref
        told: Any = parts[ref.stack].outputs
        for word in ref.output.split("."):
            told = told[word]
        return told

    every = together("network", parts.values()).resources
    outputs: dict[str, dict[str, Any]] = {}
    for part in parts.values():
        for name in ("hubs", "tables", "transit_tables", "known_by"):
            outputs.setdefault(name, {}).update(part.outputs[name])
    found = tuple(replace(one, wanted=resolved(one.wanted, known)) for one in every)
    return DeclaredStack("network", found, outputs)


@dataclass
class Network:
    """The private network as the cloud would have it, with all nodes attached."""

    stack: NetworkStack
    nodes: Mapping[str, NodeStack]
    declared: DeclaredStack

    def of_kind(self, kind: str) -> Iterator[Declared]:
        return (one for one in self.declared.resources if one.kind == kind)

    @cached_property
    def blocks(self) -> Mapping[str, tuple[Block, ...]]:
        """What each member answers to, what only the cloud knows included."""
        found: dict[str, tuple[Block, ...]] = {}
        for name, node in self.nodes.items():
            six = node.ipv6_block or (clouds_block(node) if node.dual_stack else None)
            found[name] = (node.ipv4_block, *((six,) if six else ()))
        for name, one in self.stack.attachments.items():
            found[name] = (*one.ipv4, *one.ipv6)
        return found

    @cached_property
    def places(self) -> Mapping[str, tuple[str, str]]:
        """The hub and the world of each member."""
        nodes = {name: (one.attach.hub, one.attach.world) for name, one in self.nodes.items()}
        return nodes | {name: (one.hub, one.world) for name, one in self.stack.attachments.items()}

    @cached_property
    def tables(self) -> Mapping[str, Mapping[Block, str]]:
        """Every table's routes: destination -> attachment; static ones win over learned ones."""
        learned: dict[str, dict[Block, str]] = {}
        static: dict[str, dict[Block, str]] = {}
        for name in self.nodes:
            hub, world = self.places[name]
            for table in self.declared.outputs["known_by"][hub][world]:
                learned.setdefault(table.resource, {}).update(
                    dict.fromkeys(self.blocks[name], name)
                )
        for one in self.of_kind("VpnConnection"):
            for table in one.wanted["propagates_to"]:
                into = static.setdefault(table.resource, {})
                into.update(
                    {ipaddress.ip_network(block): one.name for block in one.wanted["routes"]}
                )
        for one in self.of_kind("TransitRoutes"):
            into = static.setdefault(one.wanted["table"].resource, {})
            for text in one.wanted["destinations"]:
                block = ipaddress.ip_network(text)
                assert block not in into, f"two static routes to {text} in {one.wanted['table']}"
                blackhole = one.wanted["blackhole"]
                into[block] = NOWHERE if blackhole else one.wanted["attachment"].resource
        names = [one.name for one in self.of_kind("TransitRouteTable")]
        return {name: learned.get(name, {}) | static.get(name, {}) for name in names}

    def world_table(self, member: str) -> str:
        hub, world = self.places[member]
        table: Ref = self.declared.outputs["tables"][hub][world]
        for one in self.of_kind("VpnConnection"):
            if one.name.rpartition(".")[0] == member:
                assert one.wanted["table"] == table
        return table.resource

    def send(self, table: str, to: Address) -> str:
        """Give where a packet ends that is looked up here: member, ``exit-…``, NOWHERE, CIRCLES."""
        for _ in range(HOPS):
            target = longest(self.tables[table], to)
            if target in self.nodes or target == NOWHERE:
                return target
            one = self.declared[target]
            if one.kind == "VpnConnection":
                return one.name.rpartition(".")[0]
            if one.kind == "TransitPeering":
                table = self._other_side(one, table)
                continue
            assert one.kind == "TransitAttachment"
            out = one.name.partition(".")[0]
            if not self._comes_back(out, to):
                return out
            table = one.wanted["table"].resource
        return CIRCLES

    def _other_side(self, link: Declared, table: str) -> str:
        here = self.declared[table].wanted["transit_gateway"]
        near = here == link.wanted["transit_gateway"]
        return str(link.wanted["peer_table" if near else "table"].resource)

    def _comes_back(self, out: str, to: Address) -> bool:
        """Whether what enters an exit's network leaves it towards the hub again."""
        subnet = "inner"
        for _ in range(HOPS):
            routes = {
                ipaddress.ip_network(one.wanted["destination"]): one.wanted["target"].resource
                for one in self.of_kind("Route")
                if one.wanted["table"].resource == f"{out}.{subnet}-routes"
            }
            target = longest(routes, to)
            if target == f"{out}.translation":
                subnet = "public"
                continue
            return target == "hub"
        raise AssertionError("the exit's network goes in circles")


def longest(routes: Mapping[Block, str], to: Address) -> str:
    fitting = [block for block in routes if block.version == to.version and to in block]
    return routes[max(fitting, key=lambda one: one.prefixlen)] if fitting else NOWHERE
