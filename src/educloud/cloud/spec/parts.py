"""The parts of a node's stack file: zones, machines, databases, buckets, names, what is kept."""

from __future__ import annotations

import ipaddress
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, model_validator

from educloud.cloud.spec.words import (
    BucketName,
    ClockTime,
    Days,
    Declaration,
    Domain,
    Hours,
    Port,
    RuleText,
    TagText,
    Word,
)
from educloud.inventory.fields import Id

ZONES_PER_NETWORK = 64  # a zone has a slot, a slot has a subnet per availability zone

Arch = Literal["x86_64", "aarch64"]
Level = Annotated[int, Field(ge=1, le=5)]
Count = Annotated[int, Field(ge=1, le=500)]
Cores = Annotated[int, Field(ge=1, le=512)]
Gigabytes = Annotated[int, Field(ge=1)]


class Reach(StrEnum):
    """How far a zone's addresses reach by themselves."""

    PUBLIC = "public"  # in and out
    OUTBOUND = "outbound"  # out only: IPv6 directly, IPv4 translated when the node translates
    PRIVATE = "private"  # the private network only


class Allow(Declaration):
    """Who may reach a zone on which ports.

    From a zone, "internet", "private-network" or a block. Written once it holds for IPv4 and IPv6;
    only a block is of one family, and needs a twin.
    """

    source: Annotated[str, Field(alias="from")]
    port: Port | Literal["any"]
    to_port: Port | None = None  # the last of a range that begins with ``port``
    protocol: Literal["tcp", "udp", "any"] = "tcp"
    text: RuleText = ""

    @model_validator(mode="after")
    def _ports(self) -> Allow:
        if self.to_port is not None and (self.port == "any" or self.to_port < self.port):
            raise ValueError(f"to_port {self.to_port} does not follow port {self.port}")
        if self.protocol == "any" and self.port != "any":
            raise ValueError("protocol 'any' goes with port 'any'")
        return self

    @property
    def block(self) -> ipaddress.IPv4Network | ipaddress.IPv6Network | None:
        """The block it names, when it names one."""
        try:
            return ipaddress.ip_network(self.source)
        except ValueError:
            return None


class Zone(Declaration):
    """A part of a node with a reach of its own; ``slot`` fixes its addresses for good."""

    slot: Annotated[int, Field(ge=0, lt=ZONES_PER_NETWORK)]
    reach: Reach = Reach.PRIVATE
    allow: tuple[Allow, ...] = ()


class Pool(Declaration):
    """Machines of one kind in one zone, spread over the availability zones."""

    zone: Word
    count: Count
    vcpu: Cores
    ram_gb: Gigabytes
    disk_gb: Gigabytes = 100
    data_gb: Annotated[int, Field(ge=0)] = 0  # a volume of its own for each machine
    arch: Arch = "x86_64"
    image: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")] = "ami-00000000"
    encrypted: bool = True


class Database(Declaration):
    """A managed database; its password is the cloud's to make and keep."""

    zone: Word
    engine: Literal["postgres", "mysql"] = "postgres"
    version: Annotated[str, Field(pattern=r"^[0-9.]{1,12}$")] = "16"
    vcpu: Cores = 4
    ram_gb: Gigabytes = 16
    storage_gb: Gigabytes = 100
    two_zones: bool = True  # a second copy in another availability zone
    backup_days: Annotated[int, Field(ge=0, le=35)] = 14
    encrypted: bool = True


class Share(Declaration):
    """A shared file system of a zone."""

    zone: Word
    encrypted: bool = True


class Bucket(Declaration):
    """A place for objects; closed to the public, reached over TLS only."""

    name: BucketName
    purpose: Word = "data"
    versioned: bool = True
    encrypted: bool = True
    keep_days: Days | None = None  # objects older than that are deleted; None: kept
    old_version_days: Days | None = 90  # as ``keep_days``, for versions that were replaced


class Balancer(Declaration):
    """One address in front of a pool's machines."""

    zone: Word
    pool: Word
    port: Port = 443
    pool_port: Port = 8080
    health_path: Annotated[str, Field(pattern=r"^/[A-Za-z0-9/_.-]{0,200}$")] = "/"


class Record(Declaration):
    """A name the node itself needs (applications' names belong to their moves).

    Either ``values``, or ``balancer`` whose address it follows.
    """

    name: Word
    type: Literal["A", "AAAA", "CNAME", "TXT"]
    values: tuple[Annotated[str, Field(min_length=1, max_length=255)], ...] = ()
    balancer: Word | None = None
    ttl: Annotated[int, Field(ge=1, le=604800)] = 300

    @model_validator(mode="after")
    def _one_target(self) -> Record:
        if bool(self.values) == bool(self.balancer):
            raise ValueError(f"record {self.name}: give values, or the balancer it leads to")
        if self.balancer and self.type not in {"A", "AAAA"}:
            raise ValueError(f"record {self.name}: only A and AAAA lead to a balancer")
        return self


class Dns(Declaration):
    """The node's DNS zone."""

    name: Domain
    private: bool = False
    records: tuple[Record, ...] = ()


class Logs(Declaration):
    """Where connections and services are logged, and for how long (days)."""

    retention_days: Days = 180
    flows: bool = True


class Backup(Declaration):
    """What is saved when: every volume, database and share of the node, each night."""

    at: ClockTime = "02:00"
    keep_days: Days = 35


class DisasterRecovery(Declaration):
    """The node that takes over, in another city."""

    peer: Id
    rto_hours: Hours = 24
    rpo_hours: Hours = 24


class Alarms(Declaration):
    """Watches machines and databases (percent of CPU, 95th percentile)."""

    cpu_p95_percent: Annotated[int, Field(ge=1, le=100)] = 70


class Platform(Declaration):
    """A platform service of the province that this node carries, apart from all others."""

    name: TagText
    owner: Id
    level: Level = 3
    pool: Word
    port: Port = 8080
    database: Word | None = None


class Attach(Declaration):
    """The node's place on the private network."""

    world: Word
    zone: Word  # the zone whose subnets carry the connection
    hub: Word = "province"
