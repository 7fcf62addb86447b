"""A province small enough to write down: tests put their own rows on top."""

import datetime as dt

from educloud.inventory.models import TABLES, Inventory
from educloud.inventory.profile import load_profile
from educloud.reports.compliance.situation import Measured, Situation

AS_OF = dt.date(2026, 11, 24)
DIVISIONS = [
    ("410000", "province", None),
    ("410100", "prefecture", "410000"),
    ("410102", "district", "410100"),
    ("410200", "prefecture", "410000"),
    ("410202", "district", "410200"),
]
ORGS = [
    ("JYT", "province_bureau", "410000", None),
    ("CITY", "city_bureau", "410100", "JYT"),
    ("SCHOOL", "school", "410102", "CITY"),
    ("OWN-SCHOOL", "school", "410102", "JYT"),
    ("UNIVERSITY", "university", "410100", "JYT"),
]
DEFAULTS = {
    "sites": {"kind": "primary", "division_code": "410102", "org_id": "SCHOOL"},
    "devices": {"site_id": "sites-0", "platform": "huawei_vrp", "role": "core"},
    "apps": {"owner_org": "SCHOOL", "division_code": "410102"},
    "circuits": {"tier": "backbone", "division_code": "410100"},
    "indicators": {"division_code": "410000", "as_of": "2026-10-01"},
}


def _divisions():
    for code, level, parent in DIVISIONS:
        row = {"code": code, "name_zh": code, "name_pinyin": code, "level": level}
        yield TABLES["divisions"].model_validate(row | {"parent": parent})


def _orgs():
    for org_id, kind, code, above in ORGS:
        row = {"org_id": org_id, "name": org_id, "kind": kind, "division_code": code}
        yield TABLES["orgs"].model_validate(row | {"report_to": above})


def _record(table, number, cells):
    kind = TABLES[table]
    name = f"{table}-{number}"
    row = dict.fromkeys((kind.key[0], "name", "hostname"), name)
    row["mgmt_address"] = f"10.0.{number // 250}.{number % 250 + 1}"
    wanted = kind.model_fields.keys()
    row = {column: cell for column, cell in row.items() if column in wanted}
    return kind.model_validate(row | DEFAULTS.get(table, {}) | cells)


def inventory(**tables):
    """Give an inventory of these rows; each is a dictionary of cells over the table's defaults."""
    held = {"divisions": list(_divisions()), "orgs": list(_orgs())}
    for table, rows in tables.items():
        made = [_record(table, number, cells) for number, cells in enumerate(rows)]
        held[table] = held.get(table, []) + made
    keyed = {
        table: {getattr(row, kind.key[0]): row for row in held.get(table, ())}
        for table, kind in TABLES.items()
        if table not in {"deps", "capacity", "indicators"}
    }
    return Inventory(**keyed, deps=(), capacity=(), indicators=tuple(held.get("indicators", ())))


def situation(profile="henan", as_of=AS_OF, prefixes=(), **tables):
    """Give a situation of these rows."""
    measured = Measured(prefixes=frozenset(prefixes))
    return Situation(inventory(**tables), load_profile(profile), as_of, measured)
