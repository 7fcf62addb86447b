"""The stack files: what a cloud node and the private network shall be, in the field's own terms.

Nothing here knows of a cloud's API; ``program`` says what the words become.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from educloud.errors import CloudError
from educloud.inventory.fields import Code, Id
from educloud.inventory.models import Division, Node, Tier
from educloud.inventory.tables import read_table
from educloud.project import Project, read_yaml

NETWORK = "network"  # the one stack that is not a node
ZONES_PER_NETWORK = 64  # a zone has a slot, a slot has a subnet per availability zone
SUBNETS_PER_SLOT = 4
LARGEST_PREFIX = 16  # room for a /24 of every slot and availability zone

Word = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,30}$")]
Port = Annotated[int, Field(ge=1, le=65535)]
BucketName = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$")]
Domain = Annotated[str, Field(pattern=r"^[a-z0-9-]+(\.[a-z0-9-]+)+$")]
# YAML reads 410000 as a number; codes are text everywhere.
DivisionCode = Annotated[Code, BeforeValidator(lambda v: str(v) if isinstance(v, int) else v)]

INTERNET = "internet"
PRIVATE_NETWORK = "private-network"


class Declaration(BaseModel):
    """A part of a stack file: read once, checked, never changed."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Reach(StrEnum):
    """How far a zone's addresses reach by themselves."""

    PUBLIC = "public"  # in and out
    OUTBOUND = "outbound"  # out only, over IPv6
    PRIVATE = "private"  # the private network only


class Allow(Declaration):
    """Who may reach a zone on which port; written once, it holds for IPv4 and IPv6."""

    source: Annotated[str, Field(alias="from")]  # a zone, "internet" or "private-network"
    port: Port
    protocol: Literal["tcp", "udp"] = "tcp"
    text: Annotated[str, Field(pattern=r"^[A-Za-z0-9 ._:/()#,@+=&;{}!$*-]*$")] = ""


class Zone(Declaration):
    """A part of a node with a reach of its own; ``slot`` fixes its addresses for good."""

    slot: Annotated[int, Field(ge=0, lt=ZONES_PER_NETWORK)]
    reach: Reach = Reach.PRIVATE
    allow: tuple[Allow, ...] = ()


class Bucket(Declaration):
    """A place for objects; always encrypted and closed to the public."""

    name: BucketName
    versioned: bool = True
    purpose: Word = "data"


class Record(Declaration):
    """A name that the node itself needs (applications' names belong to their moves)."""

    name: Word
    type: Literal["A", "AAAA", "CNAME", "TXT"]
    values: Annotated[tuple[str, ...], Field(min_length=1)]
    ttl: Annotated[int, Field(ge=1)] = 300


class Dns(Declaration):
    """The node's DNS zone."""

    name: Domain
    private: bool = False
    records: tuple[Record, ...] = ()


class Attach(Declaration):
    """The node's place on the private network."""

    world: Word
    zone: Word  # the zone whose subnets carry the connection


class NodeStack(Declaration):
    """One cloud node."""

    node_id: Id
    name: str = ""
    tier: Tier
    division: DivisionCode
    mlps_level: Annotated[int, Field(ge=1, le=5)] = 3
    ipv4_block: ipaddress.IPv4Network
    dual_stack: bool = True
    availability_zones: Annotated[tuple[Word, ...], Field(min_length=1, max_length=4)]
    zones: Annotated[Mapping[Word, Zone], Field(min_length=1)]
    buckets: tuple[Bucket, ...] = ()
    dns: Dns | None = None
    attach: Attach | None = None
    tags: Mapping[Word, str] = {}

    @model_validator(mode="after")
    def _hold_together(self) -> NodeStack:
        slots = [zone.slot for zone in self.zones.values()]
        if len(set(slots)) != len(slots):
            raise ValueError("two zones have the same slot")
        if self.ipv4_block.prefixlen > LARGEST_PREFIX:
            raise ValueError(f"ipv4_block {self.ipv4_block} is smaller than a /16")
        known = {*self.zones, INTERNET, PRIVATE_NETWORK}
        for name, zone in self.zones.items():
            for allow in zone.allow:
                if allow.source not in known:
                    raise ValueError(f"zone {name}: 'from: {allow.source}' is no zone of this node")
        if self.attach and self.attach.zone not in self.zones:
            raise ValueError(f"attach: there is no zone {self.attach.zone!r}")
        return self

    def subnets(self, zone: Zone) -> Iterator[tuple[str, int, ipaddress.IPv4Network]]:
        """Give (availability zone, subnet number, IPv4 subnet) of each of a zone's subnets.

        The number places the IPv6 subnet in the same way.
        """
        base = int(self.ipv4_block.network_address)
        for place, name in enumerate(self.availability_zones):
            number = zone.slot * SUBNETS_PER_SLOT + place
            yield name, number, ipaddress.IPv4Network((base + (number << 8), 24))


class World(Declaration):
    """One of the private network's separate worlds; attachments in different ones do not meet."""

    text: str = ""


class NetworkStack(Declaration):
    """The private network between nodes."""

    name: str = ""
    ipv4: tuple[ipaddress.IPv4Network, ...]  # what nodes reach over the private network
    ipv6: tuple[ipaddress.IPv6Network, ...] = ()
    worlds: Annotated[Mapping[Word, World], Field(min_length=1)]


@dataclass(frozen=True, slots=True)
class Stacks:
    """All stack files of a project."""

    network: NetworkStack | None
    nodes: Mapping[str, NodeStack]

    def order(self, names: tuple[str, ...] = ()) -> tuple[str, ...]:
        """Give stacks (default: all) so that none comes before what it refers to."""
        every = (*((NETWORK,) if self.network else ()), *self.nodes)
        for name in names:
            if name not in every:
                raise CloudError(
                    f"there is no stack file for {name!r}",
                    f"stacks/{name}.yaml",
                    f"the stacks are: {', '.join(every)}" if every else "write it",
                )
        return tuple(name for name in every if not names or name in names)


def load_stacks(project: Project) -> Stacks:
    """Read and check every stack file; errors name file, key and reason."""
    network: NetworkStack | None = None
    nodes: dict[str, NodeStack] = {}
    for path in sorted(project.stacks.glob("*.yaml")):
        if path.stem == NETWORK:
            network = read_yaml(path, NetworkStack)
            continue
        node = nodes[path.stem] = read_yaml(path, NodeStack)
        if node.node_id != path.stem:
            raise CloudError(f"node_id is {node.node_id!r}", str(path), "name the file after it")
    stacks = Stacks(network, nodes)
    _check_blocks(project, nodes)
    _check_worlds(project, stacks)
    _check_inventory(project, stacks)
    return stacks


def _check_blocks(project: Project, nodes: Mapping[str, NodeStack]) -> None:
    seen: list[NodeStack] = []
    for node in nodes.values():
        for other in seen:
            if node.ipv4_block.overlaps(other.ipv4_block):
                raise CloudError(
                    f"ipv4_block {node.ipv4_block} overlaps {other.ipv4_block} of {other.node_id}",
                    str(project.stacks / f"{node.node_id}.yaml"),
                    "give each node a block of its own",
                )
        seen.append(node)


def _check_worlds(project: Project, stacks: Stacks) -> None:
    worlds = stacks.network.worlds if stacks.network else {}
    for node in stacks.nodes.values():
        if node.attach and node.attach.world not in worlds:
            raise CloudError(
                f"attach: the private network has no world {node.attach.world!r}",
                str(project.stacks / f"{node.node_id}.yaml"),
                "declare it in stacks/network.yaml",
            )


def _check_inventory(project: Project, stacks: Stacks) -> None:
    """Compare with the tables: a stack file is a node of ours, where and as the tables say."""
    if not (project.inventory / "nodes.csv").exists():
        return  # nothing to compare with
    nodes = {row.node_id: row for row in read_table(project.inventory / "nodes.csv", Node).records}
    divisions = {
        row.code for row in read_table(project.inventory / "divisions.csv", Division).records
    }
    for stack in stacks.nodes.values():
        where = str(project.stacks / f"{stack.node_id}.yaml")
        row = nodes.get(stack.node_id)
        if row is None:
            raise CloudError(
                f"node {stack.node_id} is not in the inventory", where, "add it to nodes.csv"
            )
        if stack.division not in divisions:
            raise CloudError(f"division {stack.division} does not exist", where, "correct the code")
        for key, said, known in (
            ("tier", stack.tier, row.tier),
            ("division", stack.division, row.division_code),
            ("mlps_level", stack.mlps_level, row.mlps_level),
        ):
            if known is not None and said != known:
                raise CloudError(
                    f"{key} is {said!s}, but {known!s} in nodes.csv", where, "make them agree"
                )
