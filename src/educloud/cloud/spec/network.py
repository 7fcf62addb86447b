"""The private network's stack file: hubs, the worlds that do not meet, exits, and who is attached.

Hubs form a tree (province, then cities). A world is a routing table of its own on every hub where
it has members; nothing leads from one to another. Whatever is attached is in one world.

The file becomes a stack for each hub: ``network`` is the province's, ``network-<hub>`` another's.
Each refers to the stack of the hub above it, and to no other.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator, Mapping
from typing import Annotated, Literal

from pydantic import Field, model_validator

from educloud.cloud.spec.words import (
    AutonomousSystem,
    Block,
    Declaration,
    DivisionCode,
    PolicyException,
    TagText,
    Word,
    first_overlap,
)
from educloud.inventory.fields import Id

NETWORK = "network"  # the stack of the province's hub, and the name of the file
PROVINCE = "province"  # the hub at the root
EXIT_IPV4_PREFIXES = (16, 27)  # room for two subnets of the least size, a /28
EXIT_IPV6_PREFIX = 56

IPv4Blocks = tuple[ipaddress.IPv4Network, ...]
IPv6Blocks = tuple[ipaddress.IPv6Network, ...]


def stack_of_hub(hub: str) -> str:
    """Name the stack that a hub, its tables, its link upwards and its attachments are in."""
    return NETWORK if hub == PROVINCE else f"{NETWORK}-{hub}"


class World(Declaration):
    """One of the separate networks; what is attached in different ones does not meet."""

    text: TagText = ""
    internet: bool = False  # whether it has a way to the exits
    exit: Word | None = None  # by which exit, when it has; None: the first


class Hub(Declaration):
    """Where attachments of a level meet: the province's, a city's."""

    division: DivisionCode
    parent: Word | None = None
    asn: AutonomousSystem


class Exit(Declaration):
    """A way out to the Internet; two of them share neither city, carrier nor cable."""

    division: DivisionCode
    carrier: Word
    risk_group: Word  # what fails together: duct, building, power (srlg)
    ipv4_block: ipaddress.IPv4Network  # of its own small network
    ipv6_block: ipaddress.IPv6Network | None = None
    availability_zone: Word = "a"  # another one for each exit, or they fail together

    @model_validator(mode="after")
    def _holds_two_subnets(self) -> Exit:
        smallest, largest = EXIT_IPV4_PREFIXES
        if not smallest <= self.ipv4_block.prefixlen <= largest:
            raise ValueError(f"ipv4_block {self.ipv4_block} is not a /{smallest} to /{largest}")
        if self.ipv6_block and self.ipv6_block.prefixlen != EXIT_IPV6_PREFIX:
            raise ValueError(f"ipv6_block {self.ipv6_block} is not a /{EXIT_IPV6_PREFIX}")
        return self


class Attachment(Declaration):
    """A router of ours or of others, attached to a hub in one world."""

    kind: Literal["county", "campus", "egov", "cernet", "body"]
    division: DivisionCode
    hub: Word = PROVINCE
    world: Word
    router: ipaddress.IPv4Address
    asn: AutonomousSystem
    ipv4: IPv4Blocks = ()
    ipv6: IPv6Blocks = ()


class NetworkStack(Declaration):
    """The private network between nodes, counties and campuses."""

    name: TagText = ""
    division: DivisionCode | None = None
    ipv4: IPv4Blocks  # what nodes reach over the private network
    ipv6: IPv6Blocks = ()
    worlds: Annotated[Mapping[Word, World], Field(min_length=1)]
    hubs: Mapping[Word, Hub] = {}
    exits: Mapping[Word, Exit] = {}
    attachments: Mapping[Word, Attachment] = {}
    after: tuple[Id, ...] = ()  # stacks that must stand before this one
    tags: Mapping[Word, TagText] = {}
    exceptions: tuple[PolicyException, ...] = ()  # from policies, each with a reason and an end

    @property
    def parents(self) -> Mapping[str, str | None]:
        """Every hub with the one above it, the province's first."""
        return {PROVINCE: None, **{name: hub.parent for name, hub in self.hubs.items()}}

    @model_validator(mode="after")
    def _hold_together(self) -> NetworkStack:
        hubs = {PROVINCE, *self.hubs}
        for name, hub in self.hubs.items():
            if (hub.parent is None) != (name == PROVINCE):
                raise ValueError(f"hub {name}: the province's hub, and only that, has no parent")
            if hub.parent and hub.parent not in hubs:
                raise ValueError(f"hub {name}: there is no hub {hub.parent!r}")
        for name in self.hubs:
            self._lineage(name)
        for name, one in self.attachments.items():
            if one.hub not in hubs:
                raise ValueError(f"attachment {name}: there is no hub {one.hub!r}")
            if one.world not in self.worlds:
                raise ValueError(f"attachment {name}: there is no world {one.world!r}")
        for name, world in self.worlds.items():
            if world.exit and world.exit not in self.exits:
                raise ValueError(f"world {name}: there is no exit {world.exit!r}")
        self._blocks_apart()
        return self

    def _lineage(self, name: str) -> None:
        """Follow a hub to the root; ValueError on a ring."""
        seen = [name]
        while (above := self.hubs[seen[-1]].parent if seen[-1] in self.hubs else None) is not None:
            if above in seen:
                raise ValueError(f"hubs {' -> '.join((*seen, above))} form a ring")
            seen.append(above)

    def _blocks_apart(self) -> None:
        """Refuse two owners of one address."""
        found = first_overlap(self._owned())
        if found:
            (first, block), (second, other) = found
            raise ValueError(f"{block} of {first} overlaps {other} of {second}")

    def _owned(self) -> Iterator[tuple[str, Block]]:
        for name, one in self.attachments.items():
            yield from ((f"attachment {name}", block) for block in one.ipv4)
            yield from ((f"attachment {name}", block) for block in one.ipv6)
        for name, out in self.exits.items():
            yield f"exit {name}", out.ipv4_block
            if out.ipv6_block:
                yield f"exit {name}", out.ipv6_block
