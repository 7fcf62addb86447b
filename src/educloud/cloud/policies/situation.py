"""What a rule judges: one stack as its file and its resources say, and what stands around it."""

from __future__ import annotations

import datetime as dt
import os
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from educloud.cloud.declared import together
from educloud.cloud.endpoint import ENDPOINT_VARIABLE
from educloud.cloud.family import Family
from educloud.cloud.policies.facts import Facts
from educloud.cloud.sizing.placement import read_plan_file
from educloud.cloud.spec.load import Stacks
from educloud.cloud.spec.network import NETWORK, NetworkStack
from educloud.cloud.spec.node import NodeStack
from educloud.inventory.models import App, Division, Pin
from educloud.inventory.profile import Profile, load_profile
from educloud.inventory.tables import read_table
from educloud.project import Project

UNKNOWN_LEVEL = 3  # of a private network whose nodes have no stack files yet
_DEEPEST = 8  # levels of divisions: more is a ring


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """What all stacks of a project share."""

    stacks: Stacks
    profile: Profile
    as_of: dt.date
    divisions: Mapping[str, Division] = field(default_factory=dict)
    placed: Mapping[str, tuple[App, ...]] = field(default_factory=dict)  # by node
    region: str = ""  # where stacks stand whose file names none; empty: not known

    def city_of(self, code: str) -> str:
        """Give the city a division lies in.

        Where there are no prefectures it is what lies right under the province (a district of
        Tianjin); a province's own node stands in its capital, which GB/T 2260 numbers 01.
        """
        if code.endswith("0000"):
            capital = f"{code[:2]}0100"
            return capital if capital in self.divisions or not self.divisions else code
        for _ in range(_DEEPEST):
            place = self.divisions.get(code)
            above = self.divisions.get(place.parent or "") if place else None
            if above is None or above.parent is None:
                break
            code = above.code
        return code if code in self.divisions else f"{code[:4]}00"

    def name_of(self, code: str) -> str:
        """Give a division's name, its code where it has none."""
        return self.divisions[code].name_zh if code in self.divisions else code


@dataclass(frozen=True, kw_only=True)
class Situation:
    """One stack file; ``facts`` are of everything it becomes."""

    stack: str
    spec: NodeStack | NetworkStack
    facts: Facts
    around: Surroundings

    @property
    def node(self) -> NodeStack | None:
        """The stack file, when it is a node's."""
        return self.spec if isinstance(self.spec, NodeStack) else None

    @property
    def network(self) -> NetworkStack | None:
        """The stack file, when it is the private network's."""
        return self.spec if isinstance(self.spec, NetworkStack) else None

    @cached_property
    def level(self) -> int:
        """The MLPS level: a node's own, the network's is the highest of the nodes it carries."""
        if self.node:
            return self.node.mlps_level
        nodes = self.around.stacks.nodes.values()
        return max((node.mlps_level for node in nodes), default=UNKNOWN_LEVEL)


def situations(
    around: Surroundings, names: tuple[str, ...], family: Family
) -> tuple[Situation, ...]:
    """Declare stacks (default: all) and give their files with what stands around them.

    The private network is judged once and as a whole, whichever parts of it are named.
    """
    files = dict.fromkeys(around.stacks.file(name) for name in around.stacks.order(names))
    return tuple(situation(file, around, family) for file in files)


def situation(name: str, around: Surroundings, family: Family) -> Situation:
    """Declare one stack file."""
    stacks = around.stacks
    spec = stacks.network if stacks.network and name == NETWORK else stacks.nodes[name]
    facts = family.facts(together(name, family.declare(stacks, name).values()))
    return Situation(stack=name, spec=spec, facts=facts, around=around)


def surroundings(
    project: Project, stacks: Stacks, plan: Path | None = None, as_of: dt.date | None = None
) -> Surroundings:
    """Read what the rules need of the project.

    ``plan`` is a plan file whose applications count as placed, besides those that are pinned;
    ``as_of`` is the day on which exceptions must not have ended (default: today).
    """
    rows = read_table(project.inventory / "divisions.csv", Division).records
    # The embedded cloud stands on this machine; only a given endpoint is anywhere else.
    given = os.environ.get(ENDPOINT_VARIABLE)
    region = os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION") or ""
    return Surroundings(
        stacks=stacks,
        profile=load_profile(project.settings.profile),
        as_of=as_of or dt.datetime.now(tz=dt.UTC).astimezone().date(),
        divisions={row.code: row for row in rows},
        placed=_placed(project, plan),
        region=region if given else "",
    )


def _placed(project: Project, plan: Path | None) -> Mapping[str, tuple[App, ...]]:
    """Give the applications of every node: where the plan puts them, and where they are pinned."""
    nodes = {
        pin.app_id: pin.node_id
        for pin in read_table(project.inventory / "pins.csv", Pin).records
        if pin.node_id
    }
    for entry in read_plan_file(plan).apps if plan else ():
        if entry.node_id:
            nodes[entry.app_id] = entry.node_id
    if not nodes:
        return {}
    found: dict[str, list[App]] = defaultdict(list)
    for app in read_table(project.inventory / "apps.csv", App).records:
        if app.app_id in nodes:
            found[nodes[app.app_id]].append(app)
    return {node: tuple(apps) for node, apps in found.items()}
