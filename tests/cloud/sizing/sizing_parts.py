"""A small province made in memory (合成): divisions, bodies, nodes, applications."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from educloud.cloud.spec.node import NodeStack
from educloud.inventory.models import (
    App,
    Capacity,
    Circuit,
    Division,
    Inventory,
    Node,
    Org,
    Pin,
    Site,
)

DAY = dt.date(2027, 1, 4)
DIVISIONS = (
    ("410000", "province", None),
    ("410100", "prefecture", "410000"),
    ("410102", "district", "410100"),
    ("419001", "county-level city", "410000"),
)
ORGS = (
    ("PROV", "province_bureau", "410000"),
    ("CITY", "city_bureau", "410100"),
    ("SCHOOL", "school", "410102"),
    ("UNI", "university", "410102"),
    ("POOR-UNI", "university", "419001"),
)
NODES = (
    ("main", "main", "410000", None),
    ("city-410100", "city", "410100", None),
    ("university-UNI", "university", "410102", "UNI"),
)


def app(app_id: str, owner: str = "SCHOOL", division: str = "410102", **more: Any) -> App:
    return App(app_id=app_id, name=f"{app_id}（合成）", owner_org=owner,
               division_code=division, **more)  # fmt: skip


def site(site_id: str, org: str = "SCHOOL", division: str = "410102", **more: Any) -> Site:
    return Site(site_id=site_id, name=f"{site_id}（合成）", kind="primary", division_code=division,
                org_id=org, **more)  # fmt: skip


def province(
    *apps: App,
    sites: tuple[Site, ...] = (),
    pins: tuple[Pin, ...] = (),
    capacity: tuple[Capacity, ...] = (),
    exits: tuple[Circuit, ...] = (),
    limits: Mapping[str, Mapping[str, Any]] | None = None,
) -> Inventory:
    divisions = [
        Division(code=code, name_zh=code, name_pinyin=code, level=level, parent=parent)
        for code, level, parent in DIVISIONS
    ]
    orgs = [Org(org_id=i, name=i, kind=kind, division_code=code) for i, kind, code in ORGS]
    nodes = [
        Node(node_id=i, name=i, tier=tier, division_code=code, org_id=org,
             **(limits or {}).get(i, {}))
        for i, tier, code, org in NODES
    ]  # fmt: skip
    return Inventory(
        divisions={one.code: one for one in divisions},
        orgs={one.org_id: one for one in orgs},
        sites={one.site_id: one for one in sites},
        rooms={}, devices={}, links={}, teams={}, deps=(),
        apps={one.app_id: one for one in apps},
        nodes={one.node_id: one for one in nodes},
        pins={one.app_id: one for one in pins},
        capacity=capacity,
        circuits={one.circuit_id: one for one in exits},
    )  # fmt: skip


def stack(**parts: Any) -> NodeStack:
    return NodeStack.model_validate(
        {
            "node_id": "city-410100",
            "tier": "city",
            "division": "410100",
            "ipv4_block": "10.66.0.0/16",
            "availability_zones": ["a", "b"],
            "zones": {"app": {"slot": 0}},
            **parts,
        }
    )
