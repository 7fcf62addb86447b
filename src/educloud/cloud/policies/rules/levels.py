"""Levels: nothing on a node that is of a higher level than the node."""

from __future__ import annotations

from collections.abc import Iterator

from educloud.cloud.policies.rule import Offence, Rule
from educloud.cloud.policies.situation import Situation

CARRIES = "8.2.2.1 a"


def _apps(situation: Situation) -> Iterator[Offence]:
    for app in situation.around.placed.get(situation.stack, ()):
        if app.mlps_level is not None and app.mlps_level > situation.level:
            what = f"{app.name} is of level {app.mlps_level}, the node of {situation.level}"
            yield Offence(app.app_id, what)


def _platforms(situation: Situation) -> Iterator[Offence]:
    for name, platform in situation.node.platforms.items() if situation.node else ():
        if platform.level > situation.level:
            what = f"{platform.name} is of level {platform.level}, the node of {situation.level}"
            yield Offence(f"platforms.{name}", what)


RULES = (
    Rule(
        id="app-level",
        clauses=(CARRIES,),
        title="节点等级不得低于所承载的系统",
        fix="place it on a node of its level, or raise this one's",
        find=_apps,
    ),
    Rule(
        id="platform-level",
        clauses=(CARRIES,),
        title="节点等级不得低于所承载的平台",
        fix="place it on a node of its level, or raise this one's",
        find=_platforms,
    ),
)
