"""A node's stack file: what one cloud node shall be, in the field's own terms.

Nothing here knows of a cloud's API; a family of APIs says what the words become.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Collection, Iterator, Mapping
from typing import Annotated

from pydantic import Field, model_validator

from educloud.cloud.spec.parts import (
    Alarms,
    Attach,
    Backup,
    Balancer,
    Bucket,
    Database,
    DisasterRecovery,
    Dns,
    Level,
    Logs,
    Platform,
    Pool,
    Share,
    Zone,
)
from educloud.cloud.spec.words import Declaration, DivisionCode, PolicyException, TagText, Word
from educloud.inventory.fields import Id
from educloud.inventory.models import Tier

SUBNETS_PER_SLOT = 4
IPV4_PREFIX = 16  # room for a /24 of every slot and availability zone
IPV6_PREFIX = 56  # room for a /64 of the same

INTERNET = "internet"
PRIVATE_NETWORK = "private-network"


class NodeStack(Declaration):
    """One cloud node."""

    node_id: Id
    name: TagText = ""
    tier: Tier
    division: DivisionCode
    mlps_level: Level = 3
    region: Annotated[str, Field(pattern=r"^[a-z0-9-]{2,30}$")] | None = None
    ipv4_block: ipaddress.IPv4Network
    dual_stack: bool = True
    ipv6_block: ipaddress.IPv6Network | None = None  # of the address plan; None: the cloud's own
    translate_ipv4: bool = True  # zones that reach out do so over IPv4 too
    availability_zones: Annotated[tuple[Word, ...], Field(min_length=1, max_length=4)]
    zones: Annotated[Mapping[Word, Zone], Field(min_length=1)]
    pools: Mapping[Word, Pool] = {}
    databases: Mapping[Word, Database] = {}
    shares: Mapping[Word, Share] = {}
    buckets: tuple[Bucket, ...] = ()
    balancers: Mapping[Word, Balancer] = {}
    dns: Dns | None = None
    logs: Logs | None = None
    backup: Backup | None = None
    disaster_recovery: DisasterRecovery | None = None
    alarms: Alarms | None = None
    platforms: Mapping[Word, Platform] = {}
    attach: Attach | None = None
    after: tuple[Id, ...] = ()  # stacks that must stand before this one
    tags: Mapping[Word, TagText] = {}
    exceptions: tuple[PolicyException, ...] = ()  # from policies, each with a reason and an end

    @model_validator(mode="after")
    def _addresses(self) -> NodeStack:
        slots = [zone.slot for zone in self.zones.values()]
        if len(set(slots)) != len(slots):
            raise ValueError("two zones have the same slot")
        if len(set(self.availability_zones)) != len(self.availability_zones):
            raise ValueError("an availability zone stands twice")
        if self.ipv4_block.prefixlen != IPV4_PREFIX:
            raise ValueError(f"ipv4_block {self.ipv4_block} is not a /{IPV4_PREFIX}")
        if self.ipv6_block and self.ipv6_block.prefixlen != IPV6_PREFIX:
            raise ValueError(f"ipv6_block {self.ipv6_block} is not a /{IPV6_PREFIX}")
        if self.ipv6_block and not self.dual_stack:
            raise ValueError("ipv6_block is given, dual_stack is false")
        return self

    @model_validator(mode="after")
    def _names_lead_somewhere(self) -> NodeStack:
        for place, word, known in self._references():
            if word not in known:
                raise ValueError(f"{place}: there is no {word!r} in this node")
        buckets = [bucket.name for bucket in self.buckets]
        if len(set(buckets)) != len(buckets):
            raise ValueError("two buckets have the same name")
        return self

    def _references(self) -> Iterator[tuple[str, str, Collection[str]]]:
        """Give (place, word, words it must be one of) of every name that stands for a part."""
        yield from self._zones_named()
        for name, balancer in self.balancers.items():
            yield f"balancers.{name}.pool", balancer.pool, self.pools
        for name, platform in self.platforms.items():
            yield f"platforms.{name}.pool", platform.pool, self.pools
            if platform.database:
                yield f"platforms.{name}.database", platform.database, self.databases
        for record in self.dns.records if self.dns else ():
            if record.balancer:
                yield f"dns.records.{record.name}.balancer", record.balancer, self.balancers

    def _zones_named(self) -> Iterator[tuple[str, str, Collection[str]]]:
        sources = {*self.zones, INTERNET, PRIVATE_NETWORK}
        for name, zone in self.zones.items():
            for allow in zone.allow:
                if allow.block is None:
                    yield f"zones.{name}.allow.from", allow.source, sources
        parts: Mapping[str, Mapping[str, Pool | Database | Share | Balancer]] = {
            "pools": self.pools,
            "databases": self.databases,
            "shares": self.shares,
            "balancers": self.balancers,
        }
        for kind, entries in parts.items():
            for name, part in entries.items():
                yield f"{kind}.{name}.zone", part.zone, self.zones
        if self.attach:
            yield "attach.zone", self.attach.zone, self.zones

    def subnets(self, zone: Zone) -> Iterator[tuple[str, int, ipaddress.IPv4Network]]:
        """Give (availability zone, subnet number, IPv4 subnet) of each of a zone's subnets.

        The number places the IPv6 subnet in the same way.
        """
        base = int(self.ipv4_block.network_address)
        for place, name in enumerate(self.availability_zones):
            number = zone.slot * SUBNETS_PER_SLOT + place
            yield name, number, ipaddress.IPv4Network((base + (number << 8), 24))
