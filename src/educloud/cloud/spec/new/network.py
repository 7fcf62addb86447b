"""The stack file of the private network, from divisions, campuses and the address plan.

What a former file had given to somebody (an address, an autonomous system) it keeps.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network
from itertools import chain
from typing import Any

from educloud.cloud.spec.network import PROVINCE, Attachment, NetworkStack
from educloud.cloud.spec.new.blocks import (
    CAMPUS_BITS,
    CAMPUSES,
    COUNTIES,
    COUNTY_BITS,
    EXIT_BITS,
    EXITS,
    share_out,
)
from educloud.cloud.spec.new.known import Known, word_of
from educloud.cloud.spec.new.node import WORLD, hub_of
from educloud.inventory.addresses.prefixes import span
from educloud.inventory.addresses.scheme import ADDRESS_BITS, NODE_LENGTH
from educloud.inventory.models import SiteKind

ALL = IPv4Network("10.0.0.0/8")  # RFC 1918
WORLDS = ("teaching", "office", "video", "iot", "exam", "mgmt", "vocational")
CLOSED = {"video", "exam", "mgmt"}  # never to the Internet; the profile may name more
SECOND_EXIT = {"office", "iot"}  # the worlds that share the load of the second exit

# Stand-ins, to be replaced: documentation addresses (RFC 5737), then benchmarking ones (RFC 2544);
# autonomous systems for private use (RFC 6996) and documentation (RFC 5398).
COUNTY_ROUTERS = (IPv4Network("198.51.100.0/24"), IPv4Network("203.0.113.0/24"))
CAMPUS_ROUTERS = (IPv4Network("192.0.2.0/24"), IPv4Network("198.18.0.0/16"))
PEER_ROUTERS = {"egov": "198.19.0.1", "cernet": "198.19.0.2"}
PEER_SYSTEMS = {"egov": 64496, "cernet": 64497}
HUB_SYSTEMS = 64512
COUNTY_SYSTEMS = range(64600, 64900)
CAMPUS_SYSTEMS = range(64900, 65400)

EXIT_ZONES = {"first": "a", "second": "b"}  # exits and their availability zones
EXIT_NAMES = tuple(EXIT_ZONES)


@dataclass(frozen=True, slots=True)
class _Member:
    """Somebody who is attached: the key, what of, where, and the prefix of the address plan."""

    key: str
    kind: str
    division: str
    hub: str
    prefix: IPv6Network


def new_network(known: Known) -> NetworkStack:
    """Give the private network of the province; CloudError when a range of stand-ins is used up."""
    exits = dict(_exits(known))
    words = {
        "name": f"{known.province.name_zh}教育专网",
        "division": known.plan.province,
        "ipv4": [str(ALL)],
        "ipv6": [str(known.plan.prefix("province", known.plan.province))],
        "worlds": dict(_worlds(known, tuple(exits))),
        "hubs": dict(_hubs(known)),
        "exits": exits,
        "attachments": _attachments(known),
        "tags": {"owner": "province", "synthetic": "yes"},
    }
    return NetworkStack.model_validate(words)


def _worlds(known: Known, exits: tuple[str, ...]) -> Iterator[tuple[str, dict[str, Any]]]:
    said = {one.name: one for one in known.profile.vrfs}
    for name in WORLDS:
        about = said.get(name)
        text = {"text": about.name_zh} if about else {}
        if name in CLOSED or (about and about.internet is False):
            yield name, {**text, "internet": False}
        else:
            # With one city there is one exit, and it is everybody's.
            out = exits[-1:] if name in SECOND_EXIT else exits[:1]
            yield name, {**text, "internet": True, **({"exit": out[0]} if out else {})}


def _hubs(known: Known) -> Iterator[tuple[str, dict[str, Any]]]:
    network = known.standing.network
    kept = {name: hub.asn for name, hub in network.hubs.items()} if network else {}
    yield PROVINCE, {"division": known.plan.province, "asn": kept.get(PROVINCE, HUB_SYSTEMS)}
    systems = range(HUB_SYSTEMS + 1, COUNTY_SYSTEMS.start)
    shared = share_out(map(hub_of, known.cities), kept, systems, "private autonomous system")
    for city in known.cities:
        hub = hub_of(city)
        yield hub, {"division": city, "parent": PROVINCE, "asn": shared[hub]}


def _exits(known: Known) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give two ways out that share neither city, carrier nor cable; all three are stand-ins."""
    former = known.standing.network.exits if known.standing.network else {}
    held = {name: out.ipv4_block for name, out in former.items()}
    blocks = share_out(EXIT_NAMES, held, EXITS.subnets(new_prefix=EXIT_BITS), "IPv4 block")
    kept = {out.ipv6_block for out in former.values()}
    longer = (prefix for prefix in _exit_prefixes(known) if prefix not in kept)
    for number, (name, city) in enumerate(zip(EXIT_NAMES, _exit_cities(known), strict=False), 1):
        stays = former[name].ipv6_block if name in former else None
        zone = former[name].availability_zone if name in former else EXIT_ZONES[name]
        prefix = stays or next(longer, None)  # None: the cloud's own
        yield (
            name,
            {
                "division": city,
                "carrier": f"carrier-{number}",
                "risk_group": f"cable-{number}",
                "ipv4_block": str(blocks[name]),
                **({"ipv6_block": str(prefix)} if prefix else {}),
                "availability_zone": zone,
            },
        )


def _exit_cities(known: Known) -> Iterator[str]:
    """Give the capital and the most populous other city."""
    weights = known.profile.population.weights
    yield from known.cities[:1]
    others = sorted(known.cities[1:], key=lambda city: (-weights.get(city, 0), city))
    yield from others[:1]


def _exit_prefixes(known: Known) -> Iterator[IPv6Network]:
    """Give free prefixes of the province's own block, from the end that is filled last."""
    block = known.plan.given("county", known.plan.province)
    if block is None or block.prefixlen >= NODE_LENGTH:
        return
    _, end = span(block)
    size = 1 << ADDRESS_BITS - NODE_LENGTH
    for back in range(1, 1 << NODE_LENGTH - block.prefixlen):
        prefix = IPv6Network((end + 1 - back * size, NODE_LENGTH))
        if not known.plan.nesting.inside(prefix) and _holder(known, prefix) == block:
            yield prefix


def _holder(known: Known, prefix: IPv6Network) -> IPv6Network:
    return known.plan.register[known.plan.nesting.smallest(prefix)].prefix


def _attachments(known: Known) -> dict[str, dict[str, Any]]:
    counties, campuses = list(_counties(known)), list(_campuses(known))
    given = _Given.of(known)
    county_slices = COUNTIES.subnets(new_prefix=COUNTY_BITS)
    campus_slices = CAMPUSES.subnets(new_prefix=CAMPUS_BITS)
    return {
        **given.attached(counties, county_slices, COUNTY_ROUTERS, COUNTY_SYSTEMS),
        **given.attached(campuses, campus_slices, CAMPUS_ROUTERS, CAMPUS_SYSTEMS),
        **dict(_peerings(known)),
    }


def _counties(known: Known) -> Iterator[_Member]:
    """Give every county, and every city that has none (its schools are the city's own)."""
    wants = known.plan.wants
    below = {want.parent[1] for want in wants.values() if _is_county(want.key, want.parent)}
    for one in known.plan.allocations:
        if one.kind != "county" or one.id == known.plan.province:
            continue
        city = wants[one.key].parent[1]
        if one.id != city or city not in below:
            yield _Member(f"county-{one.id}", "county", one.id, hub_of(city), one.prefix)


def _is_county(key: tuple[str, str], parent: tuple[str, str]) -> bool:
    return key[0] == "county" and parent[0] == "city" and key[1] != parent[1]


def _campuses(known: Known) -> Iterator[_Member]:
    """Give the universities' sites; they are attached to the province's hub directly."""
    for site_id in sorted(known.inventory.sites):
        site = known.inventory.sites[site_id]
        prefix = known.plan.given("site", site_id)
        if site.kind is SiteKind.UNIVERSITY and prefix is not None:
            key = f"campus-{word_of(site_id, 24)}"
            yield _Member(key, "campus", site.division_code, PROVINCE, prefix)


def _peerings(known: Known) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give the e-government network (office) and CERNET (teaching), neither with blocks yet."""
    for kind, world in (("egov", "office"), ("cernet", WORLD)):
        yield (
            kind,
            {
                "kind": kind,
                "division": known.plan.province,
                "hub": PROVINCE,
                "world": world,
                "router": PEER_ROUTERS[kind],
                "asn": PEER_SYSTEMS[kind],
            },
        )


@dataclass(frozen=True, slots=True)
class _Given:
    """What a former file gave to its attachments."""

    former: Mapping[str, Attachment]
    nodes: tuple[IPv4Network, ...]

    @classmethod
    def of(cls, known: Known) -> _Given:
        network = known.standing.network
        nodes = tuple(node.ipv4_block for node in known.standing.nodes.values())
        return cls(network.attachments if network else {}, nodes)

    def attached(
        self,
        members: list[_Member],
        slices: Iterator[IPv4Network],
        routers: tuple[IPv4Network, ...],
        systems: range,
    ) -> dict[str, dict[str, Any]]:
        """Give the attachments of members of one sort, from ranges of that sort's own."""
        keys = [one.key for one in members]
        free = (block for block in slices if not any(map(block.overlaps, self.nodes)))
        kept = {key: one.ipv4[0] for key, one in self.former.items() if one.ipv4}
        blocks = share_out(keys, kept, free, "IPv4 slice")
        hosts = chain.from_iterable(network.hosts() for network in routers)
        places = {key: one.router for key, one in self.former.items()}
        routers_of = share_out(keys, places, hosts, "documentation address")
        numbers = {key: one.asn for key, one in self.former.items()}
        systems_of = share_out(keys, numbers, systems, "private autonomous system")
        return {
            one.key: {
                "kind": one.kind,
                "division": one.division,
                "hub": one.hub,
                "world": WORLD,
                "router": str(routers_of[one.key]),
                "asn": systems_of[one.key],
                "ipv4": [str(blocks[one.key])],
                "ipv6": [str(one.prefix)],
            }
            for one in members
        }
