"""What the policies ask of declared resources, in words of no API."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass, field

LAST_PORT = 65535
# Blocks larger than these are the world, in however many pieces it is written: 0.0.0.0/1, 2000::/3.
_WORLD = {4: 8, 6: 16}


@dataclass(frozen=True, slots=True)
class Way:
    """A subnet (by resource name) of a zone and whether a route leads from it to the Internet.

    ``public``: both ways, so that the Internet reaches it; ``outbound``: out only.
    """

    resource: str
    zone: str
    public: bool
    outbound: bool


@dataclass(frozen=True, slots=True)
class Opening:
    """One rule that lets traffic through: ports ``first`` to ``last`` (0 and 65535: all).

    ``source`` is a block in text, or the name of what is only known later; of what leads out, it
    is the destination. ``family`` is 4, 6, or 0 when it holds for both or is not known yet.
    """

    resource: str
    protocol: str  # tcp, udp, any
    first: int
    last: int
    source: str
    family: int
    text: str = ""

    @property
    def everybody(self) -> bool:
        """Whether the block is the Internet, whole or in large pieces."""
        try:
            block = ipaddress.ip_network(self.source, strict=False)
        except ValueError:
            return False
        return block.prefixlen < _WORLD[block.version]

    @property
    def every_port(self) -> bool:
        """Whether all ports are open."""
        return self.first <= 1 and self.last == LAST_PORT

    @property
    def ports(self) -> str:
        """The ports for readers: "any", "22", "8000-8010"."""
        if self.every_port:
            return "any port"
        return f"port {self.first}" if self.first == self.last else f"{self.first}-{self.last}"


@dataclass(frozen=True, slots=True)
class Store:
    """Something that keeps data: a bucket, volume, database, share, machine's disk."""

    resource: str
    what: str
    encrypted: bool
    closed: bool = True  # not reachable by the public
    over_tls: bool = True  # reached over TLS only
    backed_up: bool | None = None  # None: not asked of this kind of store


@dataclass(frozen=True, slots=True)
class Kept:
    """A log, or what a backup plan makes, and how many days it is kept; None: for good."""

    resource: str
    days: int | None


@dataclass(frozen=True, slots=True)
class Facts:
    """All of one stack."""

    ways: tuple[Way, ...] = ()
    openings: tuple[Opening, ...] = ()  # inwards
    leavings: tuple[Opening, ...] = ()  # outwards
    stores: tuple[Store, ...] = ()
    logs: tuple[Kept, ...] = ()
    backups: tuple[Kept, ...] = ()
    database_subnets: frozenset[str] = frozenset()  # resource names of subnets that hold databases
    # Security groups (resource names) that the machines of a pool stand behind, by pool.
    guards: Mapping[str, frozenset[str]] = field(default_factory=dict)
    places: frozenset[str] = frozenset()  # availability zones it stands in
    single_databases: frozenset[str] = frozenset()  # databases with no copy in a second one
    flows_logged: bool | None = None  # None: the stack has no network of its own
    dual_stack: bool = True
