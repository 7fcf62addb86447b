"""Which applications a node must hold, and from which week on.

A plan file decides; without one an application goes to the node its pin names, else to its natural
node: the main node for provincial bodies, a university's own node, the node of the city it lies in.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from educloud.errors import PlanError
from educloud.inventory.models import (
    CLOUDS,
    App,
    Inventory,
    Node,
    OrgKind,
    StrategyName,
    Tier,
)
from educloud.project import first_fault

WHOLLY_IN_SCOPE = frozenset({OrgKind.CITY_BUREAU, OrgKind.COUNTY_BUREAU, OrgKind.SCHOOL})
PROVINCIAL = frozenset({OrgKind.PROVINCE_BUREAU, OrgKind.PROVINCIAL_BODY})
# What takes room on a node. Without a plan, whatever people have not decided otherwise does.
HOSTED = frozenset({StrategyName.REHOST, StrategyName.REPLATFORM})
NOT_HOSTED = frozenset(StrategyName) - HOSTED


class PlanEntry(BaseModel):
    """One application of a plan file."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    app_id: str
    strategy: str
    cutover: dt.date | None = None
    node_id: str | None = None


class PlanFile(BaseModel):
    """What sizing reads of a plan file ``educloud.plan/1``."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    format: Literal["educloud.plan/1"]
    start: dt.date
    weeks: Annotated[int, Field(ge=1, le=1000)]
    apps: tuple[PlanEntry, ...]


@dataclass(frozen=True, slots=True)
class Placed:
    """An application on a node; it takes its room from ``since`` on (None: all the time)."""

    app: App
    node_id: str
    since: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Placement:
    """Where applications go; ``nowhere``: in scope, but on no node, with the reason."""

    placed: tuple[Placed, ...]
    nowhere: Mapping[str, str]


def read_plan_file(path: Path) -> PlanFile:
    """Read a plan file; PlanError names the key that is wrong."""
    try:
        return PlanFile.model_validate(json.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise PlanError(
            f"the plan cannot be read: {error.strerror}", str(path), "name a plan file"
        ) from error
    except ValidationError as error:
        raise PlanError(first_fault(error), str(path), "write it with 'migrate plan'") from error
    except (ValueError, RecursionError) as error:
        raise PlanError(
            f"not readable as JSON: {error}", str(path), "write it with 'migrate plan'"
        ) from error


def place_by_plan(inventory: Inventory, plan: PlanFile) -> Placement:
    """Put applications where a plan says; PlanError when it names what the tables do not have."""
    placed = []
    for entry in plan.apps:
        if entry.strategy not in HOSTED:
            continue
        app = inventory.apps.get(entry.app_id)
        if app is None:
            raise PlanError(f"there is no application {entry.app_id!r}", "plan", "plan again")
        if entry.node_id not in inventory.nodes:
            raise PlanError(
                f"there is no node {entry.node_id!r}", f"plan, app_id {entry.app_id}", "plan again"
            )
        placed.append(Placed(app, str(entry.node_id), _occupied_from(inventory, entry)))
    known = {entry.app_id for entry in plan.apps}
    nowhere = {app.app_id: "not planned" for app in in_scope(inventory) if app.app_id not in known}
    return Placement(tuple(placed), nowhere)


def _occupied_from(inventory: Inventory, entry: PlanEntry) -> dt.date | None:
    """Give the Monday from which the target is occupied: lead weeks before the cutover's."""
    if entry.cutover is None:
        return None
    monday = entry.cutover - dt.timedelta(days=entry.cutover.weekday())
    return monday - dt.timedelta(weeks=inventory.policy.lead_weeks)


def place_naturally(inventory: Inventory) -> Placement:
    """Put every application in scope on its pinned, else its natural node, from now on."""
    placed, nowhere = [], {}
    nodes = NodeMap(inventory)
    for app in in_scope(inventory):
        if app.strategy in NOT_HOSTED:
            continue
        pin = inventory.pins.get(app.app_id)
        node_id = (pin.node_id if pin else None) or nodes.of_app(app)
        if node_id is None:
            level = f" of level {app.mlps_level} or higher" if app.mlps_level else ""
            arch = f" with {app.arch}" if app.arch else ""
            nowhere[app.app_id] = f"no node{level}{arch} serves it"
        else:
            placed.append(Placed(app, node_id))
    return Placement(tuple(placed), nowhere)


def in_scope(inventory: Inventory) -> Iterator[App]:
    """Give the applications that are to move to the cloud and are not there yet.

    All of city and county bureaus and schools; the generic ones of universities and provincial
    bodies (河南省“十四五”教育信息化规划: 应迁尽迁).
    """
    for app in inventory.apps.values():
        owner = inventory.orgs.get(app.owner_org)
        whole = owner is not None and owner.kind in WHOLLY_IN_SCOPE
        if (whole or app.app_class == "generic") and app.hosting not in CLOUDS:
            yield app


class NodeMap:
    """The nodes by whom they serve."""

    def __init__(self, inventory: Inventory) -> None:
        self._inventory = inventory
        nodes = inventory.nodes.values()
        self._main = [node for node in nodes if node.tier is Tier.MAIN]
        universities = [node for node in nodes if node.tier is Tier.UNIVERSITY]
        self._own = {node.org_id: node for node in universities if node.org_id}
        self._cities = {node.division_code: node for node in nodes if node.tier is Tier.CITY}
        self._campuses = {node.division_code: node for node in universities if not node.org_id}

    def of_app(self, app: App) -> str | None:
        """Give an application's natural node: the nearest that may and can carry it."""
        return next(
            (
                node.node_id
                for node in self._near(app.owner_org, app.division_code)
                if (node.mlps_level is None or node.mlps_level >= (app.mlps_level or 0))
                and (node.arch is None or app.arch is None or app.arch in node.arch)
            ),
            None,
        )

    def of_place(self, org_id: str, division: str) -> str | None:
        """Give the natural node of an organisation at a place."""
        return next((node.node_id for node in self._near(org_id, division)), None)

    def of_division(self, division: str) -> str | None:
        """Give the node of the city that a division is or lies under, else the main node."""
        return next((node.node_id for node in (*self._up(division), *self._main)), None)

    def _near(self, org_id: str, division: str) -> Iterator[Node]:
        owner = self._inventory.orgs.get(org_id)
        kind = owner.kind if owner else None
        if kind not in PROVINCIAL:
            if org_id in self._own:
                yield self._own[org_id]
            if kind is OrgKind.UNIVERSITY:
                yield from self._at(self._campuses, division)
            yield from self._up(division)
        yield from self._main

    def _up(self, division: str) -> Iterator[Node]:
        return self._at(self._cities, division)

    def _at(self, nodes: Mapping[str, Node], division: str) -> Iterator[Node]:
        for code in self._inventory.lineage(division):
            if code in nodes:
                yield nodes[code]
