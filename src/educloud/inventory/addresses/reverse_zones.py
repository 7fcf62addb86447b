"""Reverse zones of an address plan: who is delegated which part of ip6.arpa.

Zones are cut on nibbles (RFC 3596, section 2.5): a prefix between two nibbles is covered by the
zones of the next nibble, /38 by four of /40. The province delegates to cities, the pool and
universities, a city to its counties; where a block and what lies in it come out as the same zone,
the inner one has it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from ipaddress import IPv6Network

from educloud.errors import ProjectError
from educloud.inventory.addresses.plan import ENDS, AddressPlan, Allocation
from educloud.inventory.addresses.scheme import ADDRESS_BITS

NIBBLE = 4
SUFFIX = "ip6.arpa"
TIMES = "3600 600 1209600 3600"  # refresh, retry, expire, negative answers (RFC 2308), seconds
TTL = 3600
_LABEL = "[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9])?"
_NAME = re.compile(rf"(?=.{{1,253}}$)({_LABEL}\.)*{_LABEL}", re.IGNORECASE)
_NO_LABEL = re.compile(r"[^a-z0-9]+")
FEWEST_SERVERS = 2  # RFC 2182, and what EDU.CN asks for


@dataclass(frozen=True, slots=True)
class Zone:
    """A zone, whose it is, and from which zone it is delegated; None for the province's."""

    prefix: IPv6Network
    owner: Allocation
    parent: IPv6Network | None

    @property
    def name(self) -> str:
        """The zone's name, without a dot at the end."""
        return zone_name(self.prefix)


def zone_name(prefix: IPv6Network) -> str:
    """Give the ip6.arpa name of a prefix that ends on a nibble."""
    digits = f"{int(prefix.network_address):032x}"[: prefix.prefixlen // NIBBLE]
    return ".".join((*reversed(digits), SUFFIX))


def covering(prefix: IPv6Network) -> Iterator[IPv6Network]:
    """Give the prefixes on a nibble that make up ``prefix``: itself, or two, four or eight."""
    yield from prefix.subnets(new_prefix=-(-prefix.prefixlen // NIBBLE) * NIBBLE)


def zones(plan: AddressPlan) -> list[Zone]:
    """Give the zones of the plan's blocks and universities, in the order of the addresses.

    A cloud node's names stand in the zone of the block it lies in.
    """
    owners: dict[IPv6Network, Allocation] = {}
    for one in plan.allocations:  # what encloses comes first, so that the inner one has the zone
        if one.kind not in ENDS or _is_campus(plan, one):
            owners |= dict.fromkeys(covering(one.prefix), one)
    return [Zone(prefix, one, _delegating(prefix, owners)) for prefix, one in owners.items()]


def zone_files(
    found: Sequence[Zone], servers: Mapping[str, Sequence[str]], contact: str, serial: int
) -> dict[str, str]:
    """Give the text of each zone file by its file name.

    ``servers`` names the name servers of each owner, by its id; ``contact`` is the mailbox of the
    SOA record as a domain name.
    """
    children: dict[IPv6Network, list[Zone]] = {}
    for zone in found:
        if zone.parent is not None:
            children.setdefault(zone.parent, []).append(zone)
    return {
        f"{zone.name}.zone": _zone_text(
            zone, children.get(zone.prefix, []), servers, contact, serial
        )
        for zone in found
    }


def named_conf(found: Sequence[Zone]) -> str:
    """Give the statements by which BIND loads the zone files."""
    return "".join(
        f'zone "{zone.name}" {{ type primary; file "{zone.name}.zone"; }};\n' for zone in found
    )


def name_servers(
    found: Sequence[Zone], domain: str, named: Sequence[str]
) -> dict[str, tuple[str, ...]]:
    """Give the name servers of each owner: ``named`` for all, else placeholders under ``domain``.

    ProjectError when fewer than two are named, or a name is none.
    """
    for name in (domain, *named):
        if not _NAME.fullmatch(name.rstrip(".")):
            raise ProjectError(f"{name!r} is no domain name", "--ns, --domain", "correct it")
    if named and len(named) < FEWEST_SERVERS:
        raise ProjectError(
            f"a zone needs {FEWEST_SERVERS} name servers, {len(named)} given", "--ns", "name two"
        )
    every = tuple(f"{name.rstrip('.')}." for name in named)
    owners = {zone.owner.id for zone in found}
    return {owner: every or _placeholders(f"{_label(owner)}.{domain}.") for owner in owners}


def _placeholders(domain: str) -> tuple[str, ...]:
    return tuple(f"ns{number}.{domain}" for number in range(1, FEWEST_SERVERS + 1))


def _label(identity: str) -> str:
    return _NO_LABEL.sub("-", identity.lower()).strip("-")[:63].rstrip("-") or "site"


def _zone_text(
    zone: Zone,
    children: Sequence[Zone],
    servers: Mapping[str, Sequence[str]],
    contact: str,
    serial: int,
) -> str:
    own = servers[zone.owner.id]
    lines = [
        "; the names of servers and of the mailbox are placeholders where none were given",
        f"; {zone.prefix}: {zone.owner.kind} {zone.owner.id}",
        f"$ORIGIN {zone.name}.",
        f"$TTL {TTL}",
        f"@ IN SOA {own[0]} {contact}. {serial} {TIMES}",
        *(f"@ IN NS {server}" for server in own),
    ]
    for child in children:
        label = child.name.removesuffix(f".{zone.name}")
        lines.append(f"; {child.prefix}: {child.owner.kind} {child.owner.id}")
        lines += (f"{label} IN NS {server}" for server in servers[child.owner.id])
    return "\n".join(lines) + "\n"


def _is_campus(plan: AddressPlan, one: Allocation) -> bool:
    want = plan.wants.get(one.key)
    return want is not None and want.parent[0] == "pool"


def _delegating(
    prefix: IPv6Network, owners: Mapping[IPv6Network, Allocation]
) -> IPv6Network | None:
    for length in range(prefix.prefixlen - NIBBLE, -1, -NIBBLE):
        shift = ADDRESS_BITS - length
        around = IPv6Network((int(prefix.network_address) >> shift << shift, length))
        if around in owners:
            return around
    return None


def summary(zone: Zone) -> dict[str, str | None]:
    """Give a zone as plain text: its name, prefix, owner and the zone it is delegated from."""
    return {
        "zone": zone.name,
        "prefix": str(zone.prefix),
        "kind": zone.owner.kind,
        "id": zone.owner.id,
        "parent": zone_name(zone.parent) if zone.parent else None,
    }


def refuse_unsound(plan: AddressPlan) -> None:
    """Refuse a plan with faults: who is delegated what would not be certain."""
    faults = plan.check()
    if faults:
        more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
        raise ProjectError(
            f"{faults[0]}{more}", "IPv6 plan", "mend what 'educloud ipv6 plan --check' lists"
        )
