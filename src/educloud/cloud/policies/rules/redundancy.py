"""Redundancy: two availability zones, two exits that share nothing."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from educloud.cloud.policies.rule import NEVER, Offence, Rule
from educloud.cloud.policies.situation import Situation
from educloud.cloud.spec.network import Exit

REDUNDANT = "8.1.2.1 e"
LEAST_EXITS = 2


def _single_zone(situation: Situation) -> Iterator[Offence]:
    places = situation.facts.places
    if situation.node and len(places) == 1:
        yield Offence("availability_zones", f"everything stands in {', '.join(places)}")


def _single_database(situation: Situation) -> Iterator[Offence]:
    for name in sorted(situation.facts.single_databases):
        yield Offence(name, "the database has no copy in another availability zone")


def _single_machine(situation: Situation) -> Iterator[Offence]:
    node = situation.node
    for name, balancer in node.balancers.items() if node else ():
        if node and node.pools[balancer.pool].count == 1:
            yield Offence(f"pools.{balancer.pool}", f"balancer {name} has one machine behind it")


def _few_exits(situation: Situation) -> Iterator[Offence]:
    network = situation.network
    outside = network and any(world.internet for world in network.worlds.values())
    if network and outside and len(network.exits) < LEAST_EXITS:
        yield Offence("exits", f"worlds reach the Internet by {len(network.exits)} exits, not 2")


def _exits_together(situation: Situation) -> Iterator[Offence]:
    exits = situation.network.exits if situation.network else {}
    for (first, one), (second, other) in combinations(exits.items(), 2):
        shared = ", ".join(_shared(situation, one, other))
        if shared:
            yield Offence(f"exits.{second}", f"shares {shared} with exit {first}")


def _shared(situation: Situation, one: Exit, other: Exit) -> Iterator[str]:
    city_of = situation.around.city_of
    if city_of(one.division) == city_of(other.division):
        yield f"the city {situation.around.name_of(city_of(one.division))}"
    if one.carrier == other.carrier:
        yield f"the carrier {one.carrier}"
    if one.risk_group == other.risk_group:
        yield f"the risk group {one.risk_group}"


RULES = (
    Rule(
        id="two-zones",
        clauses=(REDUNDANT,),
        title="三级节点应跨可用区",
        fix="name two availability zones",
        find=_single_zone,
        denies_from=3,
    ),
    Rule(
        id="two-databases",
        clauses=(REDUNDANT,),
        title="三级节点的数据库应跨可用区",
        fix="set two_zones: true",
        find=_single_database,
        denies_from=3,
    ),
    Rule(
        id="two-machines",
        clauses=(REDUNDANT,),
        title="负载均衡后应有两台以上机器",
        fix="raise the pool's count",
        find=_single_machine,
        denies_from=NEVER,
    ),
    Rule(
        id="two-exits",
        clauses=(REDUNDANT,),
        title="专网出口不少于两个",
        fix="declare a second exit",
        find=_few_exits,
    ),
    Rule(
        id="exits-apart",
        clauses=(REDUNDANT,),
        title="两个出口不得同城、同运营商、同风险组",
        fix="give the exits cities, carriers and risk groups of their own",
        find=_exits_together,
    ),
)
