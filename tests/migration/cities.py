"""Small synthetic inventories: one to build by hand, one drawn from a seed."""

import datetime as dt
import random
from typing import Any

from educloud.inventory.models import (
    App,
    Calendar,
    Capacity,
    Dependency,
    Division,
    Inventory,
    Link,
    Node,
    Org,
    Pin,
    PlannerPolicy,
    Room,
    Site,
    Team,
)

START = dt.date(2027, 3, 8)  # a Monday; no holiday in the four weeks from here on
DIVISIONS = (
    ("410000", None),
    ("410600", "410000"),
    ("410611", "410600"),
    ("410621", "410600"),
    ("410100", "410000"),
)
ORGS = (
    ("CITY", "city_bureau", "410600"),
    ("QIBIN", "county_bureau", "410611"),
    ("XUN", "county_bureau", "410621"),
    ("UNI", "university", "410600"),
)


def inventory(**tables: Any) -> Inventory:
    """Give a tiny city with plenty of everything; ``tables`` replaces tables with lists of rows."""
    rows = {
        "rooms": [room("R1"), room("R2", org_id="XUN", division_code="410621")],
        "sites": [],
        "nodes": [
            {"node_id": "main", "name": "main", "tier": "main", "division_code": "410000"},
            {"node_id": "city", "name": "city", "tier": "city", "division_code": "410600"},
        ],
        "capacity": [
            {"node_id": node, "from_date": dt.date(2026, 1, 1), "vcpu": 1000}
            for node in ("main", "city")
        ],
        "links": [{"link_id": "L", "division_code": "410000", "mbps": 1000}],
        "teams": [{"team_id": "T", "division_code": "410000", "hours_per_week": 1000}],
        "apps": [app("A1"), app("A2")],
        "deps": [],
        "pins": [],
        "calendar": {},
        "policy": {},
    } | tables

    def by_id(kind: Any, name: str, key: str) -> dict[str, Any]:
        return {row[key]: kind.model_validate(row) for row in rows[name]}

    return Inventory(
        divisions={
            code: Division(code=code, name_zh=code, name_pinyin=code, level="x", parent=parent)
            for code, parent in DIVISIONS
        },
        orgs={
            org: Org(org_id=org, name=org, kind=kind, division_code=code)
            for org, kind, code in ORGS
        },
        sites=by_id(Site, "sites", "site_id"),
        rooms=by_id(Room, "rooms", "room_id"),
        devices={},
        apps=by_id(App, "apps", "app_id"),
        nodes=by_id(Node, "nodes", "node_id"),
        links=by_id(Link, "links", "link_id"),
        teams=by_id(Team, "teams", "team_id"),
        pins=by_id(Pin, "pins", "app_id"),
        deps=tuple(Dependency.model_validate(row) for row in rows["deps"]),
        capacity=tuple(Capacity.model_validate(row) for row in rows["capacity"]),
        calendar=Calendar.model_validate(rows["calendar"]),
        policy=PlannerPolicy.model_validate(
            {"start": START, "weeks": 4, "copy_weeks": 1, "parallel_days": 5, "quarantine_days": 2}
            | rows["policy"]
        ),
    )


def app(app_id: str, **cells: Any) -> dict[str, Any]:
    return {
        "app_id": app_id,
        "name": app_id,
        "owner_org": "QIBIN",
        "division_code": "410611",
        "room_id": "R1",
        "hosting": "own_room",
        "vcpu": 2,
        "data_gb": 10,
        "effort_h": 4,
    } | cells


def room(room_id: str, **cells: Any) -> dict[str, Any]:
    return {
        "room_id": room_id,
        "name": f"机房{room_id}",
        "org_id": "QIBIN",
        "division_code": "410611",
    } | cells


def dep(app_id: str, depends_on: str, kind: str, **cells: Any) -> dict[str, Any]:
    return {"app_id": app_id, "depends_on": depends_on, "kind": kind} | cells


ZOMBIE = {"last_login": dt.date(2025, 1, 1), "users_active": 0}


def tight(seed: int, *, count: int = 3, weeks: int = 3) -> Inventory:
    """Draw a small inventory in which every rule is likely to bite."""
    dice = random.Random(seed)  # noqa: S311  repeatable, not secret

    def maybe(chance: float, value: Any) -> Any:
        return value if dice.random() < chance else None

    def week(number: int) -> dt.date:
        return START + dt.timedelta(weeks=number)

    names = [f"A{n}" for n in range(1, count + 1)]
    apps = []
    for name in names:
        county = dice.choice(["410611", "410621"])
        cells: dict[str, Any] = {
            "division_code": county,
            "owner_org": "QIBIN" if county == "410611" else "XUN",
            "room_id": dice.choice(["R1", "R2", None]),
            "vcpu": dice.choice([None, 2, 4, 6]),
            "data_gb": dice.choice([None, 20, 60, 100]),
            "effort_h": dice.choice([None, 4, 8, 12.5]),
            "importance": dice.choice([None, "low", "high", "critical"]),
            "mlps_level": dice.choice([None, 2, 3]),
            "arch": maybe(0.3, "aarch64"),
            "category": maybe(0.3, "招考"),
        }
        if dice.random() < 0.15:
            cells |= ZOMBIE
        if dice.random() < 0.15:
            cells["replaced_by"] = dice.choice(names)
        if dice.random() < 0.1:
            cells["strategy"] = dice.choice(["retain", "exempt", "retire"])
        apps.append(app(name, **cells))
    deps = {}
    for _ in range(dice.randint(0, count)):
        one, other = dice.sample(names, 2)
        kind = dice.choice(["together", "before", "before", "soft"])
        deps[one, other, kind] = dep(one, other, kind, weight=dice.choice([None, 0.5, 3]))
    pins = []
    if dice.random() < 0.5:
        monday = week(dice.randrange(weeks))
        pins.append(
            {
                "app_id": dice.choice(names),
                "week": maybe(0.5, f"{monday.isocalendar()[0]}-W{monday.isocalendar()[1]:02d}"),
                "not_after": maybe(0.5, week(dice.randrange(weeks))),
                "not_before": maybe(0.3, week(dice.randrange(weeks)) + dt.timedelta(days=6)),
                "node_id": maybe(0.2, "city"),
            }
        )
    blackouts = [
        {
            "name": "B",
            "from": START + dt.timedelta(days=5),
            "to": START + dt.timedelta(days=dice.choice([5, 6])),
            "divisions": ["410611"],
            "categories": dice.choice([[], ["招考"]]),
        },
    ]
    return inventory(
        apps=apps,
        deps=list(deps.values()),
        pins=pins,
        rooms=[
            room("R1", annual_cost_cny=maybe(0.7, dice.choice([1000, 2500])), site_id="S1"),
            room(
                "R2",
                org_id="XUN",
                division_code="410621",
                lease_end=maybe(0.5, week(1)),
                annual_cost_cny=maybe(0.7, 4000),
            ),
        ],
        sites=[
            {
                "site_id": "S1",
                "name": "S1",
                "kind": "bureau",
                "division_code": "410611",
                "org_id": "QIBIN",
                "network_ready_on": maybe(0.3, week(1) + dt.timedelta(days=6)),
            }
        ],
        nodes=[
            {
                "node_id": "main",
                "name": "main",
                "tier": "main",
                "division_code": "410000",
                "mlps_level": 3,
                "arch": ("x86_64", "aarch64"),
            },
            {
                "node_id": "city",
                "name": "city",
                "tier": "city",
                "division_code": "410600",
                "mlps_level": 2,
                "arch": ("x86_64",),
            },
        ],
        capacity=[
            {"node_id": "main", "from_date": dt.date(2026, 1, 1), "vcpu": dice.choice([4, 8])},
            {"node_id": "main", "from_date": week(1), "vcpu": dice.choice([6, 10])},
            {
                "node_id": "city",
                "from_date": week(dice.choice([-1, 1])),
                "vcpu": dice.choice([2, 6]),
            },
        ],
        links=[
            {
                "link_id": "L1",
                "division_code": dice.choice(["410600", "410611"]),
                "mbps": dice.choice([4, 6, 10]),
            },
            {"link_id": "L2", "division_code": "410621", "mbps": dice.choice([3, 6])},
        ],
        teams=[
            {"team_id": "T1", "division_code": "410600", "hours_per_week": dice.choice([8, 12, 16])}
        ],
        calendar={"blackouts": blackouts},
        policy={
            "weeks": weeks,
            "lead_weeks": dice.choice([0, 1]),
            "copy_weeks": dice.choice([0, 1]),
            "max_cutovers_per_county_week": dice.choice([1, 2, 40]),
            "max_apps_per_week": dice.choice([2, 4000]),
            "pilot_division": maybe(0.3, "410621"),
            "pilot_weeks": 1,
        },
    )
