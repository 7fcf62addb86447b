"""A hub and its tables: a gateway, a table per world, the link upwards, and the routes.

Names: the province's hub is ``hub``, its tables ``world-<world>``; another hub's things begin with
its name and a dot. No name depends on what else is attached, and none is in two stacks.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from educloud.cloud.declared import Declaring, Ref
from educloud.cloud.ec2.network.topology import (
    Block,
    Topology,
    nowhere,
    ordered,
    return_routes,
    transit_routes,
    world_routes,
)
from educloud.cloud.spec.network import PROVINCE, stack_of_hub
from educloud.cloud.spec.words import TagText

PROVINCE_ASN = 64512  # of the province's hub when the file does not name one

Tags = Mapping[str, TagText]
Ways = Mapping[str, tuple[Block, ...]]  # what goes to which neighbouring hub


@dataclass(frozen=True, slots=True)
class Making:
    """The stack of one hub while it is declared."""

    net: Topology
    hub: str
    declare: Declaring

    def tags(self, **more: str) -> Tags:
        """Give the tags of one resource."""
        return {**self.net.stack.tags, **more}

    def gateway(self, hub: str) -> Ref:
        """Give a hub's gateway."""
        return self._of(hub, at(hub, "hub"), f"hubs.{hub}")

    def table(self, hub: str, world: str) -> Ref:
        """Give a world's table at a hub."""
        return self._of(hub, at(hub, f"world-{world}"), f"tables.{hub}.{world}")

    def transit(self, hub: str) -> Ref:
        """Give the table at a hub that what comes from other hubs is looked up in."""
        return self._of(hub, at(hub, "transit"), f"transit_tables.{hub}")

    def returns(self, out: str) -> Ref:
        """Give the table at the province's hub that an exit's traffic is looked up in."""
        return self._of(PROVINCE, f"exit-{out}.returns", f"exit_tables.{out}")

    def _of(self, hub: str, name: str, output: str) -> Ref:
        """Give a resource of a hub: of this stack, or told by that hub's."""
        return Ref(name) if hub == self.hub else Ref("", output, stack=stack_of_hub(hub))

    def known_by(self, world: str) -> list[Ref]:
        """Give the tables that know a member here: its world's, the transit table, its exit's."""
        net, hub = self.net, self.hub
        out = net.exit_of(world) if hub == PROVINCE else None
        transit = [self.transit(hub)] if net.has_transit(hub) else []
        return [self.table(hub, world), *transit, *([self.returns(out)] if out else [])]


def at(hub: str, word: str) -> str:
    """Give the name of a hub's resource."""
    return word if hub == PROVINCE else f"{hub}.{word}"


def declare_hub(making: Making) -> None:
    """Declare the hub's gateway and tables, then its link to the hub above."""
    net, hub = making.net, making.hub
    _declare_gateway(making)
    for world in net.worlds(hub):
        making.declare(
            "TransitRouteTable", at(hub, f"world-{world}"), transit_gateway=making.gateway(hub),
            tags=making.tags(hub=hub, world=world),
        )  # fmt: skip
    if net.has_transit(hub):
        making.declare(
            "TransitRouteTable", at(hub, "transit"), transit_gateway=making.gateway(hub),
            tags=making.tags(hub=hub),
        )  # fmt: skip
    if parent := net.parents[hub]:
        making.declare(
            "TransitPeering", at(hub, "link"), transit_gateway=making.gateway(hub),
            peer=making.gateway(parent), table=making.transit(hub),
            peer_table=making.transit(parent), tags=making.tags(hub=hub),
        )  # fmt: skip


def _declare_gateway(making: Making) -> None:
    net, hub = making.net, making.hub
    given = net.stack.hubs.get(hub)
    division = given.division if given else net.stack.division
    making.declare(
        "TransitGateway", at(hub, "hub"),
        text="education private network" if hub == PROVINCE else f"hub {hub}",
        asn=given.asn if given else PROVINCE_ASN, default_routes=False,
        tags=making.tags(hub=hub, **({"division": division} if division else {})),
    )  # fmt: skip


def declare_routes(making: Making) -> None:
    """Declare what the hub's tables drop, and what is sent over its link either way."""
    net, hub = making.net, making.hub
    for world in net.worlds(hub):
        if dropped := nowhere(net, hub, world):
            making.declare(
                "TransitRoutes", f"{at(hub, f'world-{world}')}.nowhere",
                table=making.table(hub, world), attachment="",
                destinations=ordered(dropped), blackhole=True,
            )  # fmt: skip
    if parent := net.parents[hub]:
        _declare_ways(making, hub, parent)
        _declare_ways(making, parent, hub)


def _declare_ways(making: Making, here: str, neighbour: str) -> None:
    """Declare what each table at one end of the link sends to the other end."""
    for name, table, ways in _tables(making, here):
        if blocks := ways.get(neighbour):
            making.declare(
                "TransitRoutes", f"{name}.to-{neighbour}", table=table,
                attachment=Ref(at(making.hub, "link")), destinations=ordered(blocks),
                blackhole=False,
            )  # fmt: skip


def _tables(making: Making, hub: str) -> Iterator[tuple[str, Ref, Ways]]:
    """Give every table at a hub: its name, itself, and what it sends to which neighbour."""
    net = making.net
    for world in net.worlds(hub):
        yield at(hub, f"world-{world}"), making.table(hub, world), world_routes(net, hub, world)
    if net.has_transit(hub):
        yield at(hub, "transit"), making.transit(hub), transit_routes(net, hub)
    for out in net.stack.exits if hub == PROVINCE else ():
        yield f"exit-{out}.returns", making.returns(out), return_routes(net, out)
