"""Hubs and their tables: a gateway each, a table per world, the links between, and their routes.

Names: the province's hub is ``hub``, its tables ``world-<world>``; another hub's things begin with
its name and a dot. No name depends on what else is attached.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from educloud.cloud.declared import Declaring, Ref
from educloud.cloud.ec2.network.topology import (
    Block,
    Topology,
    nowhere,
    ordered,
    transit_routes,
    world_routes,
)
from educloud.cloud.spec.network import PROVINCE
from educloud.cloud.spec.words import TagText

PROVINCE_ASN = 64512  # of the province's hub when the file does not name one

Tags = Mapping[str, TagText]


@dataclass(frozen=True)
class Making:
    """The network's resources while they are declared."""

    net: Topology
    declare: Declaring
    hubs: dict[str, Ref] = field(default_factory=dict)
    worlds: dict[tuple[str, str], Ref] = field(default_factory=dict)  # tables by (hub, world)
    transit: dict[str, Ref] = field(default_factory=dict)  # tables by hub
    links: dict[str, Ref] = field(default_factory=dict)  # the link upwards, by the lower hub
    returns: dict[str, Ref] = field(default_factory=dict)  # tables by exit

    def tags(self, **more: str) -> Tags:
        """Give the tags of one resource."""
        return {**self.net.stack.tags, **more}

    def link(self, hub: str, neighbour: str) -> Ref:
        """Give the link between two neighbouring hubs."""
        return self.links[hub if self.net.parents[hub] == neighbour else neighbour]

    def known_by(self, hub: str, world: str) -> list[Ref]:
        """Give the tables that know a member: its world's, the transit table, its exit's."""
        out = self.net.exit_of(world) if hub == PROVINCE else None
        transit = [self.transit[hub]] if hub in self.transit else []
        return [self.worlds[hub, world], *transit, *([self.returns[out]] if out else [])]


def at(hub: str, word: str) -> str:
    """Give the name of a hub's resource."""
    return word if hub == PROVINCE else f"{hub}.{word}"


def declare_hubs(making: Making) -> None:
    """Declare every hub's gateway and tables, then the links between hubs."""
    for hub in making.net.parents:
        _declare_hub(making, hub)
    for hub, parent in making.net.parents.items():
        if parent:
            making.links[hub] = making.declare(
                "TransitPeering", at(hub, "link"), transit_gateway=making.hubs[hub],
                peer=making.hubs[parent], table=making.transit[hub],
                peer_table=making.transit[parent], tags=making.tags(hub=hub),
            )  # fmt: skip


def _declare_hub(making: Making, hub: str) -> None:
    net, given = making.net, making.net.stack.hubs.get(hub)
    division = given.division if given else net.stack.division
    gateway = making.hubs[hub] = making.declare(
        "TransitGateway", at(hub, "hub"),
        text="education private network" if hub == PROVINCE else f"hub {hub}",
        asn=given.asn if given else PROVINCE_ASN, default_routes=False,
        tags=making.tags(hub=hub, **({"division": division} if division else {})),
    )  # fmt: skip
    for place, world in net.places:
        if place == hub:
            making.worlds[hub, world] = making.declare(
                "TransitRouteTable", at(hub, f"world-{world}"), transit_gateway=gateway,
                tags=making.tags(hub=hub, world=world),
            )  # fmt: skip
    if net.has_transit(hub):
        making.transit[hub] = making.declare(
            "TransitRouteTable", at(hub, "transit"), transit_gateway=gateway,
            tags=making.tags(hub=hub),
        )  # fmt: skip


def declare_routes(making: Making) -> None:
    """Declare what tables send to other hubs, and what they drop."""
    net = making.net
    for (hub, world), table in making.worlds.items():
        name = at(hub, f"world-{world}")
        declare_ways(making, name, table, hub, world_routes(net, hub, world))
        if dropped := nowhere(net, hub, world):
            making.declare(
                "TransitRoutes", f"{name}.nowhere", table=table, attachment="",
                destinations=ordered(dropped), blackhole=True,
            )  # fmt: skip
    for hub, table in making.transit.items():
        declare_ways(making, at(hub, "transit"), table, hub, transit_routes(net, hub))


def declare_ways(
    making: Making, name: str, table: Ref, hub: str, ways: Mapping[str, tuple[Block, ...]]
) -> None:
    """Declare what a table at a hub sends to which neighbour."""
    for neighbour, blocks in ways.items():
        making.declare(
            "TransitRoutes", f"{name}.to-{neighbour}", table=table,
            attachment=making.link(hub, neighbour), destinations=ordered(blocks), blackhole=False,
        )  # fmt: skip


def by_hub(tables: Mapping[tuple[str, str], Ref]) -> Mapping[str, Mapping[str, Ref]]:
    """Give the worlds' tables of each hub."""
    hubs = dict.fromkeys(hub for hub, _ in tables)
    return {hub: dict(_of(tables, hub)) for hub in hubs}


def _of(tables: Mapping[tuple[str, str], Ref], hub: str) -> Iterator[tuple[str, Ref]]:
    return ((world, table) for (place, world), table in tables.items() if place == hub)
