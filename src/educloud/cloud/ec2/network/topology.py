"""The private network as a tree of hubs: who is attached where, and what each table may know.

Worlds are held apart by what tables know, and by nothing else. A hub has a table for every world
with members there; it knows members of that world only. What comes in from another hub is looked up
in the hub's transit table, which knows every member: so whatever leaves a hub must have been sent
to a member of its own world already, or to nobody that is known.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from educloud.cloud.spec.network import PROVINCE, NetworkStack
from educloud.cloud.spec.node import NodeStack
from educloud.errors import CloudError

Block = ipaddress.IPv4Network | ipaddress.IPv6Network
EVERYWHERE: Mapping[int, Block] = {
    4: ipaddress.IPv4Network("0.0.0.0/0"),
    6: ipaddress.IPv6Network("::/0"),
}


@dataclass(frozen=True, slots=True)
class Member:
    """Who is attached: a node, or a router of ours or of others."""

    name: str
    hub: str
    world: str
    blocks: tuple[Block, ...]  # as far as they are known beforehand
    is_node: bool
    all_known: bool = True  # whether it can have no further blocks


@dataclass(frozen=True)
class Topology:
    """The hubs, from the province downwards, and all members."""

    stack: NetworkStack
    parents: Mapping[str, str | None]
    members: tuple[Member, ...]
    # (a hub, another): a node at the first takes over from one at the second, in this world.
    takes_over: frozenset[tuple[str, str, str]] = frozenset()

    @cached_property
    def places(self) -> Mapping[tuple[str, str], tuple[Member, ...]]:
        """The members of each (hub, world) that has a table: the province has one for each."""
        found: dict[tuple[str, str], list[Member]] = {
            (PROVINCE, world): [] for world in self.stack.worlds
        }
        for one in self.members:
            found.setdefault((one.hub, one.world), []).append(one)
        return {place: tuple(members) for place, members in found.items()}

    def worlds(self, hub: str) -> tuple[str, ...]:
        """Give the worlds that have a table at a hub."""
        return tuple(world for place, world in self.places if place == hub)

    def children(self, hub: str) -> tuple[str, ...]:
        """Give the hubs directly below one."""
        return tuple(name for name, parent in self.parents.items() if parent == hub)

    def above(self, hub: str) -> tuple[str, ...]:
        """Give a hub and all above it, up to the province."""
        parent = self.parents[hub]
        return (hub, *self.above(parent)) if parent else (hub,)

    def toward(self, hub: str, other: str) -> str:
        """Give the neighbour of a hub on the way to another one."""
        way = self.above(other)
        if hub in way:
            return way[way.index(hub) - 1]
        return str(self.parents[hub])

    def has_transit(self, hub: str) -> bool:
        """Tell whether traffic of other hubs passes through a hub."""
        return self.parents[hub] is not None or bool(self.children(hub))

    def exit_of(self, world: str) -> str | None:
        """Give the exit by which a world's members at the province's hub leave; None: it has none.

        The other exits are its spares: moving a world is one changed line, ``exit:``.
        """
        one = self.stack.worlds[world]
        return (one.exit or next(iter(self.stack.exits), None)) if one.internet else None

    @property
    def common_exit(self) -> str | None:
        """The exit by which members at all other hubs leave: that of the first world with one.

        Behind a link between hubs nothing tells which world a packet to the Internet came from.
        """
        return next((out for world in self.stack.worlds if (out := self.exit_of(world))), None)

    def exit_from(self, hub: str, world: str) -> str | None:
        """Give the exit by which members of a world leave that are attached to this hub."""
        out = self.exit_of(world)
        return out if hub == PROVINCE or out is None else self.common_exit


def topology(stack: NetworkStack, nodes: Mapping[str, NodeStack]) -> Topology:
    """Give the private network with all that is attached.

    CloudError when a block of one world lies in one of another: nothing could keep them apart.
    """
    members = (*_nodes(nodes), *_routers(stack))
    _check_apart(members)
    return Topology(stack, stack.parents, members, frozenset(_takes_over(nodes)))


def _check_apart(members: Iterable[Member]) -> None:
    owned = [(block, one) for one in members for block in one.blocks]
    owned.sort(key=lambda pair: (pair[0].version, pair[0].network_address, pair[0].prefixlen))
    around: list[tuple[Block, Member]] = []  # the blocks that the present one lies in
    for block, one in owned:
        while around and not _inside(block, around[-1][0]):
            around.pop()
        for outer, other in around:
            if other.world != one.world:
                raise CloudError(
                    f"{block} of {one.name} ({one.world}) lies in {outer} of {other.name} "
                    f"({other.world})",
                    "stacks/network.yaml",
                    "give each world addresses of its own",
                )
        around.append((block, one))


def _nodes(nodes: Mapping[str, NodeStack]) -> Iterator[Member]:
    for name, node in nodes.items():
        if node.attach:
            blocks = tuple(one for one in (node.ipv4_block, node.ipv6_block) if one)
            known = node.ipv6_block is not None or not node.dual_stack
            place = node.attach
            yield Member(name, place.hub, place.world, blocks, is_node=True, all_known=known)


def _takes_over(nodes: Mapping[str, NodeStack]) -> Iterator[tuple[str, str, str]]:
    """Give (hub of a peer, hub of the node it takes over from, world) where these differ."""
    for node in nodes.values():
        peer = nodes.get(node.disaster_recovery.peer) if node.disaster_recovery else None
        mine, its = node.attach, peer.attach if peer else None
        if mine and its and its.hub != mine.hub and its.world == mine.world:
            yield its.hub, mine.hub, mine.world


def _routers(stack: NetworkStack) -> Iterator[Member]:
    for name, one in stack.attachments.items():
        yield Member(name, one.hub, one.world, (*one.ipv4, *one.ipv6), is_node=False)


# What tables know of members at other hubs ------------------------------------------------------


def reached(net: Topology, hub: str, world: str) -> tuple[Member, ...]:
    """Give the members at other hubs that a world's members at this hub reach.

    All of that world above and below this hub; its nodes everywhere; and whoever is at a hub whose
    node is taken over by one at this hub, so that those find an answer there.
    """
    return tuple(
        one
        for one in net.members
        if one.world == world
        and one.hub != hub
        and (
            one.is_node
            or hub in net.above(one.hub)
            or one.hub in net.above(hub)
            or (hub, one.hub, world) in net.takes_over
        )
    )


def world_routes(net: Topology, hub: str, world: str) -> Mapping[str, tuple[Block, ...]]:
    """Give what a world's table at a hub sends to which neighbour, defaults included."""
    ways = [(net.toward(hub, one.hub), one.blocks) for one in reached(net, hub, world)]
    if hub != PROVINCE:
        ways += [(str(net.parents[hub]), defaults(net, hub, world))]
    return _joined(ways)


def transit_routes(net: Topology, hub: str) -> Mapping[str, tuple[Block, ...]]:
    """Give what a hub's transit table sends to which neighbour.

    Downwards every member that is attached there; upwards what the hubs below send there.
    """
    below = [place for place in net.places if place[0] != hub and hub in net.above(place[0])]
    ways = [(net.toward(hub, one), member.blocks)
            for one, world in below for member in net.places[one, world]]  # fmt: skip
    for one, world in below if net.parents[hub] else ():
        outside = (far for far in reached(net, one, world) if hub not in net.above(far.hub))
        ways += [(str(net.parents[hub]), far.blocks) for far in outside]
        ways += [(str(net.parents[hub]), defaults(net, one, world))]
    return _joined(ways)


def return_routes(net: Topology, out: str) -> Mapping[str, tuple[Block, ...]]:
    """Give what an exit's table sends from the province's hub to which neighbour."""
    return _joined(
        (net.toward(PROVINCE, one.hub), one.blocks)
        for one in net.members
        if one.hub != PROVINCE and net.exit_from(one.hub, one.world) == out
    )


def defaults(net: Topology, hub: str, world: str) -> tuple[Block, ...]:
    """Give the defaults of a world's table at a hub; empty for a world without the Internet.

    Away from the province's hub there is none for IPv6 while any node has a block that only the
    cloud knows: nothing could keep packets to it from passing into another world.
    """
    out = net.exit_from(hub, world)
    if out is None:
        return ()
    known = hub == PROVINCE or all(one.all_known for one in net.members)
    six = net.stack.exits[out].ipv6_block is not None and known
    return (EVERYWHERE[4], EVERYWHERE[6]) if six else (EVERYWHERE[4],)


def nowhere(net: Topology, hub: str, world: str) -> tuple[Block, ...]:
    """Give what a table with a default must drop: all of the private network it has no route to."""
    families = {one.version for one in defaults(net, hub, world)}
    local = net.places[hub, world]
    own = [block for one in (*local, *reached(net, hub, world)) for block in one.blocks]
    everything = (*net.stack.ipv4, *net.stack.ipv6, *(b for one in net.members for b in one.blocks))
    return tuple(
        block
        for block in collapsed(one for one in everything if one.version in families)
        if not any(_inside(block, mine) for mine in own)
    )


def collapsed(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """Give the fewest blocks that are the same addresses, IPv4 first, in order."""
    every = set(blocks)
    four = [one for one in every if isinstance(one, ipaddress.IPv4Network)]
    six = [one for one in every if isinstance(one, ipaddress.IPv6Network)]
    return (*ipaddress.collapse_addresses(four), *ipaddress.collapse_addresses(six))


def ordered(blocks: Iterable[Block]) -> list[str]:
    """Give blocks as the API lists them: as sorted text, each once."""
    return sorted({str(one) for one in blocks})


def _inside(block: Block, other: Block) -> bool:
    return block.version == other.version and block.subnet_of(other)  # type: ignore[arg-type]


def _joined(ways: Iterable[tuple[str, tuple[Block, ...]]]) -> Mapping[str, tuple[Block, ...]]:
    found: dict[str, set[Block]] = {}
    for neighbour, blocks in ways:
        found.setdefault(neighbour, set()).update(blocks)
    by_text: Callable[[Block], str] = str
    return {one: tuple(sorted(found[one], key=by_text)) for one in sorted(found) if found[one]}
