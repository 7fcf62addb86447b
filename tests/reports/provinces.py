"""Small synthetic provinces for the rules: tables as lists of cells, verdicts as a dictionary."""

import datetime as dt
from dataclasses import replace
from typing import Any

from educloud.inventory.models import TABLES, Inventory
from educloud.inventory.profile import load_profile
from educloud.reports.compliance.evaluate import evaluate
from educloud.reports.compliance.rules import all_rules
from educloud.reports.compliance.situation import Measured, Situation

DAY = dt.date(2026, 11, 24)
DIVISIONS = (
    ("410000", "河南省", None),
    ("410100", "郑州市", "410000"),
    ("410600", "鹤壁市", "410000"),
    ("410611", "淇滨区", "410600"),
    ("410621", "浚县", "410600"),
    ("419001", "济源市", "410000"),
)
ORGS = (
    ("P", "province_bureau", "410000", None),
    ("CITY", "city_bureau", "410600", "P"),
    ("QIBIN", "county_bureau", "410611", "CITY"),
    ("SCHOOL", "school", "410611", "QIBIN"),
    ("UNI", "university", "410600", "P"),
)
TUPLES = frozenset({"deps", "capacity", "indicators"})
RULES = {rule.id: rule for rule in all_rules()}


def situation(
    as_of: dt.date = DAY, profile: str = "henan", measured: Measured | None = None, **tables: Any
) -> Situation:
    """Give a province whose ``tables`` are lists of cells; orgs and divisions have defaults."""
    rows = {
        "divisions": [
            {"code": code, "name_zh": name, "name_pinyin": code, "level": "x", "parent": parent}
            for code, name, parent in DIVISIONS
        ],
        "orgs": [
            {
                "org_id": org,
                "name": f"{org}（合成）",
                "kind": kind,
                "division_code": code,
                "tenant_parent": parent,
            }
            for org, kind, code, parent in ORGS
        ],
    } | tables
    read: dict[str, Any] = {}
    for name, kind in TABLES.items():
        records = [kind.model_validate(cells) for cells in rows.get(name, [])]
        by_id = {getattr(record, kind.key[0]): record for record in records}
        read[name] = tuple(records) if name in TUPLES else by_id
    return Situation(Inventory(**read), load_profile(profile), as_of, measured or Measured())


def verdicts(rule: str, where: Situation) -> dict[str, bool | None]:
    """Judge every row that a rule concerns, by its id."""
    declared = RULES[rule]
    found = {}
    for row in declared.rows(where):
        name = str(getattr(row, row.key[0])) if hasattr(row, "key") else row.id
        found[name] = declared.holds(row, where)
    return found


def standing(rule: str, where: Situation) -> Any:
    """Judge one rule as the report does."""
    (found,) = evaluate([RULES[rule]], where)
    return found


def with_threshold(where: Situation, name: str, value: float) -> Situation:
    """Give the same province with another threshold."""
    known = where.profile.thresholds
    changed = {**known, name: known[name].model_copy(update={"value": value})}
    return replace(where, profile=where.profile.model_copy(update={"thresholds": changed}))


def app(app_id: str = "A1", **cells: Any) -> dict[str, Any]:
    return {
        "app_id": app_id,
        "name": f"{app_id}（合成）",
        "owner_org": "QIBIN",
        "division_code": "410611",
    } | cells


def site(site_id: str = "S1", **cells: Any) -> dict[str, Any]:
    return {
        "site_id": site_id,
        "name": f"{site_id}（合成）",
        "kind": "primary",
        "division_code": "410611",
        "org_id": "SCHOOL",
    } | cells


def room(room_id: str = "R1", **cells: Any) -> dict[str, Any]:
    return {
        "room_id": room_id,
        "name": f"{room_id}（合成）",
        "org_id": "QIBIN",
        "division_code": "410611",
    } | cells


def node(node_id: str, tier: str, code: str, **cells: Any) -> dict[str, Any]:
    return {"node_id": node_id, "name": node_id, "tier": tier, "division_code": code} | cells


def device(device_id: str = "D1", **cells: Any) -> dict[str, Any]:
    return {
        "device_id": device_id,
        "hostname": device_id,
        "site_id": "S1",
        "platform": "huawei_vrp",
        "role": "core",
        "mgmt_address": "192.0.2.1",
    } | cells


def indicator(name: str, value: float, **cells: Any) -> dict[str, Any]:
    return {
        "name": name,
        "division_code": "410000",
        "as_of": dt.date(2026, 1, 1),
        "value": value,
    } | cells
