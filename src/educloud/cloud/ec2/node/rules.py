"""Who may reach whom: the file's words as rules of groups and entries of access lists.

A ``Passage`` is a rule for one block. ``label`` says what block it is, also while the block itself
is not known yet (the cloud assigns it).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from educloud.cloud.declared import Ref
from educloud.cloud.ec2.node.network import EVERYWHERE, translates
from educloud.cloud.ec2.node.node import Block, Node
from educloud.cloud.spec.node import INTERNET, PRIVATE_NETWORK
from educloud.cloud.spec.parts import Allow, Reach

ANY = ("any", 0, 0)
# What a machine that reaches out needs of the Internet: services, names, time.
SERVICES = (("tcp", 443, 443), ("tcp", 53, 53), ("udp", 53, 53), ("udp", 123, 123))
# Ports on which answers come back. Source: Linux net.ipv4.ip_local_port_range, and RFC 6056 for
# what stands in public zones: translation and balancers take any port from 1024 on.
ANSWERS = (32768, 65535)
ANSWERS_IN_PUBLIC = (1024, 65535)
# "This packet is too big": IPv4 type 3 code 4 (RFC 1191), IPv6 type 2 (RFC 8201). Without it
# connections hang that begin well.
TOO_BIG = {4: ("icmp", 3, 4), 6: ("icmpv6", 2, 0)}
FILES = ("tcp", 2049, 2049)  # NFS. Source, of this and the next: IANA service names.
DATABASE_PORTS = {"postgres": 5432, "mysql": 3306}
ADMINISTRATION = frozenset({22})  # SSH
FIRST_ENTRY = 100

Ports = tuple[str, int, int]
Labelled = tuple[str, Block]


@dataclass(frozen=True, slots=True)
class Passage:
    """Ports of a protocol, to or from one block."""

    ports: Ports
    label: str
    block: Block
    text: str

    @property
    def key(self) -> tuple[str, int, int, str]:
        """What makes two passages the same one."""
        return (*self.ports, self.label if isinstance(self.block, Ref) else self.block)


def rules(passages: Iterable[Passage]) -> list[dict[str, Any]]:
    """Give passages as the rules of a security group, in one order, each once."""
    return [
        {**_ports(one), "peer": one.block, "text": one.text}
        for _, one in sorted(_once(passages).items())
    ]


def entries(passages: Iterable[Passage]) -> list[dict[str, Any]]:
    """Give passages as the entries of an access list, in the order given, each once."""
    return [
        {"number": number, "action": "allow", **_ports(one), "block": one.block}
        for number, one in enumerate(_once(passages).values(), FIRST_ENTRY)
    ]


def _ports(one: Passage) -> dict[str, Any]:
    protocol, first, last = one.ports
    return {"protocol": protocol, "from": first, "to": last}


def _once(passages: Iterable[Passage]) -> dict[tuple[str, int, int, str], Passage]:
    found: dict[tuple[str, int, int, str], Passage] = {}
    for one in passages:
        found.setdefault(one.key, one)
    return found


def ingress(node: Node, zone: str) -> Iterator[Passage]:
    """Give what a zone lets in: what the file allows, its balancers and shares."""
    for allow in node.zone(zone).allow:
        yield from passages(ports_of(allow), sources(node, allow.source), allow.text)
    for name, balancer in node.stack.balancers.items():
        if node.stack.pools[balancer.pool].zone == zone:
            ports = ("tcp", balancer.pool_port, balancer.pool_port)
            yield from passages(ports, node.zone_blocks(balancer.zone), f"from balancer {name}")
    for name, share in node.stack.shares.items():
        if share.zone == zone:
            yield from passages(FILES, node.zone_blocks(zone), f"share {name}")
    yield from _too_big(node, zone)


def _too_big(node: Node, zone: str) -> Iterator[Passage]:
    for label, block in reached(node, zone):
        family = 6 if is_ipv6(label, block) else 4
        yield Passage(TOO_BIG[family], label, block, "path MTU")


def is_ipv6(label: str, block: Block) -> bool:
    """Tell whether a block, known or not, is one of IPv6."""
    return label.endswith(" v6") if isinstance(block, Ref) else ":" in block


def reaching(node: Node, zone: str) -> Iterator[Passage]:
    """Give what a zone may reach: its node, the private network, services when it reaches out."""
    yield from passages(ANY, node.own_blocks(), "own node")
    yield from passages(ANY, node.private_blocks(), "private network")
    if node.zone(zone).reach is not Reach.PRIVATE:
        for ports in SERVICES:
            yield from passages(ports, everywhere(node), "services, names, time")


def border_in(node: Node, zone: str) -> Iterator[Passage]:
    """Give what comes in over a zone's border: what it lets in, itself, and answers."""
    yield from ingress(node, zone)
    yield from _to_platforms(node, zone)
    yield from passages(ANY, node.zone_blocks(zone), "own zone")
    public = node.zone(zone).reach is Reach.PUBLIC
    for protocol in ("tcp", "udp"):
        answers = (protocol, *(ANSWERS_IN_PUBLIC if public else ANSWERS))
        yield from passages(answers, reached(node, zone), "answers")
    if public and translates(node):  # it stands in such a zone
        for ports in SERVICES:
            yield from passages(ports, node.own_blocks(), "to be translated")


def _to_platforms(node: Node, zone: str) -> Iterator[Passage]:
    for key, platform in node.stack.platforms.items():
        if node.stack.pools[platform.pool].zone == zone:
            yield from to_platform(node, key)
        if platform.database and node.stack.databases[platform.database].zone == zone:
            yield from to_database_of(node, key)


def to_platform(node: Node, key: str) -> Iterator[Passage]:
    """Give what a platform lets in: its callers at its port, and who administers its zone."""
    platform = node.stack.platforms[key]
    balancers = [one for one in node.stack.balancers.values() if one.pool == platform.pool]
    for one in balancers:
        ports = ("tcp", one.pool_port, one.pool_port)
        yield from passages(ports, node.zone_blocks(one.zone), "from its balancer")
    if not balancers:
        ports = ("tcp", platform.port, platform.port)
        yield from passages(ports, sources(node, PRIVATE_NETWORK), "callers")
    for allow in node.zone(node.stack.pools[platform.pool].zone).allow:
        if allow.port in ADMINISTRATION:
            yield from passages(ports_of(allow), sources(node, allow.source), allow.text)


def to_database_of(node: Node, key: str) -> Iterator[Passage]:
    """Give what leads from a platform's zone to its database."""
    platform = node.stack.platforms[key]
    if platform.database:
        port = DATABASE_PORTS[node.stack.databases[platform.database].engine]
        zone = node.stack.pools[platform.pool].zone
        yield from passages(("tcp", port, port), node.zone_blocks(zone), f"platform {key}")


def border_out(node: Node, zone: str) -> Iterator[Passage]:
    """Give what goes out over a zone's border: what it may reach, and answers to callers."""
    yield from reaching(node, zone)
    if node.zone(zone).reach is Reach.PUBLIC:
        for protocol in ("tcp", "udp"):
            ports = (protocol, *ANSWERS_IN_PUBLIC)
            yield from passages(ports, everywhere(node), "answers")


def reached(node: Node, zone: str) -> Iterator[Labelled]:
    """Give the blocks a zone exchanges packets with."""
    if node.zone(zone).reach is Reach.PRIVATE:
        yield from node.own_blocks()
        yield from node.private_blocks()
    else:
        yield from everywhere(node)


def everywhere(node: Node) -> Iterator[Labelled]:
    """Give the blocks that are everybody."""
    for family in (4, 6) if node.stack.dual_stack else (4,):
        yield EVERYWHERE[family], EVERYWHERE[family]


def sources(node: Node, source: str) -> Iterator[Labelled]:
    """Give the blocks a rule's source stands for."""
    if source == INTERNET:
        yield from everywhere(node)
    elif source == PRIVATE_NETWORK:
        yield from node.private_blocks()
    elif source in node.stack.zones:
        yield from node.zone_blocks(source)
    elif node.stack.dual_stack or ":" not in source:
        yield source, source


def ports_of(allow: Allow) -> Ports:
    """Give the ports of a rule: (protocol, first, last)."""
    if allow.port == "any":
        return ANY if allow.protocol == "any" else (allow.protocol, 0, 65535)
    return allow.protocol, allow.port, allow.to_port or allow.port


def passages(ports: Ports, blocks: Iterable[Labelled], text: str) -> Iterator[Passage]:
    """Give the passages of the same ports for several blocks."""
    for label, block in blocks:
        yield Passage(ports, label, block, text)
