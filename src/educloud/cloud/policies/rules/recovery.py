"""Disaster recovery: a node that takes over, elsewhere, and fit for it."""

from __future__ import annotations

from collections.abc import Iterator

from educloud.cloud.policies.rule import Offence, Rule
from educloud.cloud.policies.situation import Situation
from educloud.cloud.spec.node import NodeStack

BACKUP = "8.1.4.9"
PLACE = "disaster_recovery"


def _peer(situation: Situation) -> NodeStack | None:
    recovery = situation.node.disaster_recovery if situation.node else None
    return situation.around.stacks.nodes.get(recovery.peer) if recovery else None


def _none(situation: Situation) -> Iterator[Offence]:
    if situation.node and situation.node.disaster_recovery is None:
        yield Offence(PLACE, "no node takes over when this one is lost")


def _same_city(situation: Situation) -> Iterator[Offence]:
    node, peer, around = situation.node, _peer(situation), situation.around
    if node and peer:
        city = around.city_of(node.division)
        if city == around.city_of(peer.division):
            yield Offence(PLACE, f"the peer {peer.node_id} stands in {around.name_of(city)} too")


def _peer_below(situation: Situation) -> Iterator[Offence]:
    node, peer = situation.node, _peer(situation)
    if node and peer and peer.mlps_level < node.mlps_level:
        what = f"the peer {peer.node_id} is of level {peer.mlps_level}, this node {node.mlps_level}"
        yield Offence(PLACE, what)


RULES = (
    Rule(
        id="recovery-declared",
        clauses=(BACKUP,),
        title="三级节点应有异地灾备",
        fix="name a node of another city as disaster_recovery.peer",
        find=_none,
        denies_from=3,
    ),
    Rule(
        id="recovery-elsewhere",
        clauses=(BACKUP,),
        title="灾备节点应在另一城市",
        fix="name a node of another city as disaster_recovery.peer",
        find=_same_city,
    ),
    Rule(
        id="recovery-level",
        clauses=("8.2.2.1 a", BACKUP),
        title="灾备节点等级不得低于本节点",
        fix="name a node of at least the same level as disaster_recovery.peer",
        find=_peer_below,
    ),
)
