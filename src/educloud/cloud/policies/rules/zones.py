"""Zones: databases away from the edge, tenants apart, worlds without a way out."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from educloud.cloud.policies.facts import Way
from educloud.cloud.policies.rule import NEVER, Offence, Rule
from educloud.cloud.policies.situation import Situation

ZONES = "8.1.2.1 c、d"
BOUNDARY = "8.1.3.1"
# Worlds of the private network that never meet the Internet.
CLOSED_WORLDS = frozenset({"exam", "video"})


def _database_ways(situation: Situation) -> Iterator[Way]:
    """Give the subnets that hold databases: managed ones, and those of zones that serve one."""
    node = situation.node
    if node is None:
        return
    ports = {one.port for one in situation.around.profile.service_ports if one.kind == "database"}
    serving = {
        name
        for name, zone in node.zones.items()
        if any(allow.port in ports and allow.to_port in {None, allow.port} for allow in zone.allow)
    }
    for way in situation.facts.ways:
        if way.resource in situation.facts.database_subnets or way.zone in serving:
            yield way


def _public(situation: Situation) -> Iterator[Offence]:
    for way in _database_ways(situation):
        if way.public:
            yield Offence(way.resource, f"holds databases (zone {way.zone}) and has a public route")


def _outbound(situation: Situation) -> Iterator[Offence]:
    for way in _database_ways(situation):
        if way.outbound and not way.public:
            yield Offence(way.resource, f"holds databases (zone {way.zone}) and has a way out")


def _shared_groups(situation: Situation) -> Iterator[Offence]:
    node, guards = situation.node, situation.facts.guards
    platforms = node.platforms.items() if node else ()
    for (one, first), (other, second) in combinations(platforms, 2):
        shared = guards.get(first.pool, frozenset()) & guards.get(second.pool, frozenset())
        for group in sorted(shared):
            yield Offence(f"platforms.{other}", f"stands behind {group} together with {one}")


def _worlds_outside(situation: Situation) -> Iterator[Offence]:
    for name, world in situation.network.worlds.items() if situation.network else ():
        if name in CLOSED_WORLDS and world.internet:
            yield Offence(f"worlds.{name}", f"the world {name} has a way to the Internet")


RULES = (
    Rule(
        id="database-public",
        clauses=(ZONES,),
        title="数据库子网不得有公网路由",
        fix="put databases into a zone of reach 'private'",
        find=_public,
    ),
    Rule(
        id="database-outbound",
        clauses=(ZONES,),
        title="数据库子网不宜有外出路由",
        fix="put databases into a zone of reach 'private'",
        find=_outbound,
        denies_from=NEVER,
    ),
    Rule(
        id="platforms-apart",
        clauses=("8.2.2.1 b、8.2.3.1",),
        title="各平台应各有安全组",
        fix="give each platform a pool of its own",
        find=_shared_groups,
    ),
    Rule(
        id="closed-world",
        clauses=(BOUNDARY,),
        title="考试与视频网不得通互联网",
        fix="set internet: false",
        find=_worlds_outside,
    ),
)
