"""What a stack file's words become: the inline programs the engine runs.

A program only declares; the engine decides what to make, change or remove.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pulumi

from educloud.cloud.resources import load_kinds, token
from educloud.cloud.resources.kind import Kind
from educloud.cloud.resources.security_group import rule_order
from educloud.cloud.spec import (
    INTERNET,
    PRIVATE_NETWORK,
    Allow,
    Bucket,
    Dns,
    NetworkStack,
    NodeStack,
    Reach,
    Zone,
)

EVERYWHERE_V4 = "0.0.0.0/0"
EVERYWHERE_V6 = "::/0"
# What the engine takes for "not known before it is made" in a preview.
UNKNOWN = pulumi.runtime.rpc.UNKNOWN

Program = Callable[[], None]
Outputs = Mapping[str, Any]


class Resource(pulumi.CustomResource):
    """A resource of ours, by its kind."""

    def __init__(self, kind: Kind, name: str, wanted: Mapping[str, Any]) -> None:
        known_later = dict.fromkeys(kind.outputs)
        super().__init__(token(kind), name, {**wanted, **known_later})

    def later(self, output: str) -> pulumi.Output[Any]:
        """Give what only the cloud knows, once it does."""
        value: pulumi.Output[Any] = getattr(self, output)
        return value


class Declaring:
    """Declares resources by the names of their kinds."""

    def __init__(self) -> None:
        self._kinds = load_kinds()

    def __call__(self, kind: str, name: str, /, **wanted: Any) -> Resource:
        """Declare one resource."""
        return Resource(self._kinds[kind], name, wanted)


def network_program(stack: NetworkStack) -> Program:
    """Give the program of the private network: a hub and its worlds."""

    def program() -> None:
        declare = Declaring()
        hub = declare("TransitGateway", "hub", text="education private network")
        tables = {
            world: declare("TransitRouteTable", f"world-{world}", transit_gateway=hub.id).id
            for world in stack.worlds
        }
        pulumi.export("transit_gateway", hub.id)
        pulumi.export("worlds", tables)

    return program


def node_program(stack: NodeStack, network: NetworkStack | None, joined: Outputs) -> Program:
    """Give the program of a node; ``joined`` are the private network's outputs."""

    def program() -> None:
        node = _Node(stack, network, joined)
        node.declare_network()
        node.declare_zones()
        node.declare_private_network()
        node.declare_buckets()
        if stack.dns:
            node.declare_names(stack.dns)

    return program


class _Node:
    """The resources of one node while they are declared."""

    def __init__(self, stack: NodeStack, network: NetworkStack | None, joined: Outputs) -> None:
        self.stack = stack
        self.joined = joined
        self.network = network
        self.declare = Declaring()
        self.subnets: dict[str, list[Resource]] = {}
        self.tables: dict[str, Resource] = {}

    def declare_network(self) -> None:
        """Declare the node's network and its ways out."""
        self.vpc = self.declare(
            "Vpc",
            "network",
            ipv4_block=str(self.stack.ipv4_block),
            dual_stack=self.stack.dual_stack,
            dns=True,
        )
        self.inbound = self.declare("InternetGateway", "internet", vpc=self.vpc.id)
        if self.stack.dual_stack:
            self.outbound = self.declare("EgressOnlyGateway", "outbound", vpc=self.vpc.id)
        pulumi.export("network", self.vpc.id)
        pulumi.export("ipv4_block", str(self.stack.ipv4_block))
        pulumi.export("ipv6_block", self.vpc.later("ipv6_block"))

    def declare_zones(self) -> None:
        """Declare each zone's subnets, routes and rules."""
        groups = {}
        for name, zone in self.stack.zones.items():
            self.subnets[name] = [
                self.declare(
                    "Subnet",
                    f"{name}-{place}",
                    vpc=self.vpc.id,
                    ipv4_block=str(block),
                    ipv6_block=self._ipv6_subnet(number),
                    availability_zone=place,
                )
                for place, number, block in self.stack.subnets(zone)
            ]
            self.tables[name] = self.declare(
                "RouteTable",
                name,
                vpc=self.vpc.id,
                subnets=_sorted(self.subnets[name]),
            )
            self._declare_exits(name, zone)
            groups[name] = self._declare_rules(name, zone).id
        pulumi.export("security_groups", groups)
        subnets = {name: [one.id for one in made] for name, made in self.subnets.items()}
        pulumi.export("subnets", subnets)

    def declare_private_network(self) -> None:
        """Declare the node's place on the private network and the routes to it."""
        attach = self.stack.attach
        if attach is None or self.network is None:
            return
        hub = self.joined["transit_gateway"]
        place = self.declare(
            "TransitAttachment",
            "private-network",
            transit_gateway=hub,
            vpc=self.vpc.id,
            subnets=_sorted(self.subnets[attach.zone]),
            dual_stack=self.stack.dual_stack,
            table=_world(self.joined, attach.world),
        )
        blocks: list[ipaddress.IPv4Network | ipaddress.IPv6Network] = [*self.network.ipv4]
        if self.stack.dual_stack:
            blocks += self.network.ipv6
        # Routes wait for the attachment: the hub takes none from a stranger.
        target = pulumi.Output.all(place.id, hub).apply(lambda known: known[1])
        for name in self.stack.zones:
            for block in blocks:
                self._declare_route(name, f"private-v{block.version}", str(block), target)
        pulumi.export("attachment", place.id)

    def declare_buckets(self) -> None:
        """Declare the node's buckets."""
        for bucket in self.stack.buckets:
            self.declare(
                "Bucket",
                bucket.name,
                name=bucket.name,
                versioned=bucket.versioned,
                encryption="AES256",
                closed=True,
                tags={**self.stack.tags, "purpose": bucket.purpose, "node": self.stack.node_id},
            )
        pulumi.export("buckets", {one.purpose: one.name for one in self.stack.buckets})
        pulumi.export("bucket", _bucket_of_apps(self.stack.buckets))

    def declare_names(self, dns: Dns) -> None:
        """Declare the node's DNS zone and its own names."""
        zone = self.declare(
            "Zone",
            "names",
            name=dns.name,
            private=dns.private,
            text=self.stack.node_id,
            vpc=self.vpc.id if dns.private else "",
        )
        for record in dns.records:
            self.declare(
                "Record",
                f"{record.name}-{record.type}",
                zone=zone.id,
                name=f"{record.name}.{dns.name}",
                type=record.type,
                ttl=record.ttl,
                values=sorted(record.values),
            )
        pulumi.export("zone_id", zone.id)
        pulumi.export("zone_name", dns.name)

    def _ipv6_subnet(self, number: int) -> pulumi.Output[str] | str:
        if not self.stack.dual_stack:
            return ""
        return self.vpc.later("ipv6_block").apply(lambda block: nth_subnet(block, number))

    def _declare_exits(self, name: str, zone: Zone) -> None:
        if zone.reach is Reach.PUBLIC:
            self._declare_route(name, "internet-v4", EVERYWHERE_V4, self.inbound.id)
            if self.stack.dual_stack:
                self._declare_route(name, "internet-v6", EVERYWHERE_V6, self.inbound.id)
        elif zone.reach is Reach.OUTBOUND and self.stack.dual_stack:
            self._declare_route(name, "outbound-v6", EVERYWHERE_V6, self.outbound.id)

    def _declare_route(self, zone: str, name: str, destination: str, target: Any) -> None:
        table = self.tables[zone].id
        self.declare("Route", f"{zone}-{name}", table=table, destination=destination, target=target)

    def _declare_rules(self, name: str, zone: Zone) -> Resource:
        block = (
            self.vpc.later("ipv6_block") if self.stack.dual_stack else pulumi.Output.from_input("")
        )
        rules = block.apply(lambda known: rules_of(self.stack, self.network, zone, known))
        return self.declare(
            "SecurityGroup",
            f"zone-{name}",
            vpc=self.vpc.id,
            text=f"zone {name} of {self.stack.node_id}",
            rules=rules,
        )


def rules_of(
    stack: NodeStack, network: NetworkStack | None, zone: Zone, ipv6_block: str
) -> list[dict[str, Any]]:
    """Give a zone's rules block by block; each rule stands for IPv4 and, with dual stack, IPv6."""
    rules = [
        {"protocol": allow.protocol, "port": allow.port, "source": source, "text": allow.text}
        for allow in zone.allow
        for source in _sources(stack, network, allow, ipv6_block)
    ]
    return sorted(rules, key=rule_order)


def _sources(
    stack: NodeStack, network: NetworkStack | None, allow: Allow, ipv6_block: str
) -> list[str]:
    if allow.source == INTERNET:
        found = [EVERYWHERE_V4, EVERYWHERE_V6]
    elif allow.source == PRIVATE_NETWORK:
        found = [str(one) for one in (*network.ipv4, *network.ipv6)] if network else []
    else:
        subnets = list(stack.subnets(stack.zones[allow.source]))
        found = [str(block) for _, _, block in subnets]
        if ipv6_block:
            found += [nth_subnet(ipv6_block, number) for _, number, _ in subnets]
    return [one for one in found if ipv6_block or ":" not in one]


def nth_subnet(block: str, number: int) -> str:
    """Give the ``number``-th /64 of an IPv6 block."""
    network = ipaddress.IPv6Network(block)
    return str(ipaddress.IPv6Network((int(network.network_address) + (number << 64), 64)))


def _sorted(made: Sequence[Resource]) -> pulumi.Output[list[str]]:
    return pulumi.Output.all(*(one.id for one in made)).apply(sorted)


def _world(joined: Outputs, name: str) -> Any:
    worlds = joined["worlds"]
    return worlds if worlds == UNKNOWN else worlds[name]


def _bucket_of_apps(buckets: Sequence[Bucket]) -> str:
    """Give the bucket that takes applications' files: the one for that purpose, else the first."""
    names = [one.name for one in buckets if one.purpose == "apps"] or [one.name for one in buckets]
    return names[0] if names else ""
