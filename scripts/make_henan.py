"""Write the shipped Henan inventory: real divisions and node hierarchy, one synthetic city.

Run ``python scripts/make_henan.py`` from the checkout; the same script gives the same bytes.
``inventory/divisions.csv`` (real, see inventory/README.md) is read, every other table written.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from henan_apps import APPS, CHANGES, DEPENDENCIES, PINS, SIZES
from henan_places import (
    COUNTIES,
    HUB,
    LINKS,
    NODES,
    ROOM_COLUMNS,
    ROOMS,
    SCHOOL_KINDS,
    SINGLE_SITES,
    TEAMS,
)

from educloud.inventory.load import write_tables
from educloud.inventory.models import TABLES, Division, Record
from educloud.inventory.tables import read_table

FOLDER = Path(__file__).resolve().parents[1] / "inventory"
CITY = "410600"
PROVINCE = "410000"
MARK = "（合成）"
FIRST_LAB_PORT = 22001

Values = dict[str, Any]


@dataclass(frozen=True)
class Vendor:
    """What a device of one platform is called and runs."""

    platform: str
    models: dict[str, str]
    os_version: str


HUAWEI = Vendor(
    "huawei_vrp",
    {"hub": "S12704", "core": "S7703", "aggregation": "S6730-H24X6C", "access": "S5735-L24T4S-A"},
    "V200R022C00SPC500",
)
H3C = Vendor(
    "hp_comware",
    {
        "hub": "S10508X",
        "core": "S7503X",
        "aggregation": "S6520X-30QC-EI",
        "access": "S5130S-28P-EI",
    },
    "7.1.070",
)
RUIJIE = Vendor(
    "ruijie_os",
    {
        "hub": "RG-N18010",
        "core": "RG-S7808C",
        "aggregation": "RG-S6120-20XS4VS2QXS",
        "access": "RG-S5310-24GT4XS",
    },
    "RGOS 11.4(1)B74",
)


def main() -> None:
    """Write all tables."""
    chance = random.Random(410600)  # noqa: S311  reproducible data, no secret
    sites = list(_sites(chance))
    tables: dict[str, list[Values]] = {
        "nodes": list(_nodes()),
        "capacity": list(_capacity()),
        "orgs": list(_orgs(sites)),
        "sites": sites,
        "rooms": list(_rooms()),
        "devices": list(_devices(sites)),
        "apps": list(_apps(chance)),
        "deps": [
            _row(zip(("app_id", "depends_on", "kind", "weight", "evidence"), row, strict=True))
            for row in DEPENDENCIES
        ],
        "links": [
            _row(zip(("link_id", "division_code", "mbps"), row, strict=True)) for row in LINKS
        ],
        "teams": [
            _row(zip(("team_id", "division_code", "hours_per_week"), row, strict=True))
            for row in TEAMS
        ],
        "pins": [_row(pin) for pin in PINS],
    }
    write_tables(FOLDER, {name: _records(name, rows) for name, rows in tables.items()})


def _row(values: Any) -> Values:
    return {**dict(values), "synthetic": "yes"}


def _records(name: str, rows: list[Values]) -> list[Record]:
    return [
        TABLES[name].model_validate({k: v for k, v in row.items() if v not in (None, "")})
        for row in rows
    ]


def _nodes() -> Iterator[Values]:
    """Give the real hierarchy (one main node, eighteen cities) with made-up levels and machines."""
    for division in read_table(FOLDER / "divisions.csv", Division).records:
        code, name = division.code, division.name_zh
        if code == PROVINCE:
            yield {
                "node_id": f"main-{code}",
                "name": f"{name}教育云主节点",
                "tier": "main",
                "division_code": code,
                "provider": "gov_cloud",
                "mlps_level": 3,
                "arch": "x86_64;aarch64",
                "synthetic": "level, arch, provider",
            }
        elif division.parent == PROVINCE:
            yield {
                "node_id": f"city-{code}",
                "name": f"{name}教育云分节点",
                "tier": "city",
                "division_code": code,
                "provider": "gov_cloud",
                "mlps_level": 3,
                "arch": "x86_64",
                "synthetic": "level, arch, provider",
            }


def _capacity() -> Iterator[Values]:
    for node_id, start, vcpu in NODES:
        yield _row(
            {
                "node_id": node_id,
                "from_date": start,
                "vcpu": vcpu,
                "ram_gb": 4 * vcpu,
                "disk_gb": 120 * vcpu,
            }
        )


def _orgs(sites: list[Values]) -> Iterator[Values]:
    yield {
        "org_id": "HA-ORG-JYT",
        "name": "河南省教育厅",
        "kind": "province_bureau",
        "division_code": PROVINCE,
        "synthetic": "no",
    }
    for site in sites:
        kind = "university" if site["kind"] == "university" else "school"
        if site["kind"] == "bureau":
            kind = "city_bureau" if site["division_code"] == CITY else "county_bureau"
        above = "HB-ORG-001" if site["site_id"] != HUB else "HA-ORG-JYT"
        yield _row(
            {
                "org_id": site["org_id"],
                "name": site["name"],
                "kind": kind,
                "division_code": site["division_code"],
                "report_to": above,
            }
        )


def _sites(chance: random.Random) -> Iterator[Values]:
    places = [("鹤壁市教育局", "bureau", CITY, "111")]
    places += [(f"{name}教育局", "bureau", code, "111") for code, name, _, _ in COUNTIES]
    places += [
        (f"{name}{suffix}", kind, code, urban if kind != "teaching_point" else "220")
        for code, name, _, urban in COUNTIES
        for suffix, kind in SCHOOL_KINDS
    ]
    places += SINGLE_SITES
    centre = {code: spot for code, _, spot, _ in COUNTIES} | {CITY: (114.2973, 35.7483)}
    for number, (name, kind, code, urban) in enumerate(places, start=1):
        classes = _classes(kind, chance)
        yield _row(
            {
                "site_id": f"HB-SITE-{number:03}",
                "name": name + MARK,
                "kind": kind,
                "division_code": code,
                "org_id": f"HB-ORG-{number:03}",
                "urban_class": urban,
                "classes": classes,
                "students": classes and classes * chance.randint(32, 50),
                "lon": round(centre[code][0] + chance.uniform(-0.06, 0.06), 5),
                "lat": round(centre[code][1] + chance.uniform(-0.05, 0.05), 5),
                "uplink_mbps": _uplink(kind, urban, chance),
                "network_ready_on": _ready(number, chance),
            }
        )


def _classes(kind: str, chance: random.Random) -> int | None:
    span = {
        "kindergarten": (6, 12),
        "primary": (12, 36),
        "junior": (18, 36),
        "senior": (30, 60),
        "teaching_point": (2, 5),
        "nine_year": (18, 40),
        "secondary_vocational": (40, 60),
        "special": (9, 12),
    }.get(kind)
    return chance.randint(*span) if span else None


def _uplink(kind: str, urban: str, chance: random.Random) -> int | None:
    if kind in {"bureau", "university"}:
        return 10000
    if urban == "220":
        return chance.choice([50, 100, 100, 200])
    return chance.choice([1000, 1000, 1000, 500, 200, None])


def _ready(number: int, chance: random.Random) -> str | None:
    if number in ROOM_SITES:
        return LATER_ROOM_SITES.get(number, "2026-10-16")
    return chance.choice(
        ["2026-11-20", "2026-11-27", "2026-12-11", "2027-01-15", "2027-03-05", None]
    )


LATER_ROOM_SITES = {25: "2027-01-08", 31: "2027-03-05"}
ROOM_SITES = frozenset(
    int(line.split()[2]) for line in ROOMS
)  # connected first: their data leaves first


def _rooms() -> Iterator[Values]:
    for line in ROOMS:
        room: Values = dict(zip(ROOM_COLUMNS, line.split(), strict=True))
        site = int(room.pop("site"))
        known = {column: value for column, value in room.items() if value != "-"}
        known["name"] += MARK
        yield _row({**known, "site_id": f"HB-SITE-{site:03}", "org_id": f"HB-ORG-{site:03}"})


def _devices(sites: list[Values]) -> Iterator[Values]:
    """24 devices stand in the lab (one hub, eight schools); 96 have no access yet."""
    vendors = [HUAWEI] * 7 + [H3C] * 8 + [RUIJIE] * 8
    bureaus = [site for site in sites if site["kind"] == "bureau"]
    schools = [site for site in sites if site["kind"] in {"senior", "junior"}]
    lab = schools[:8]
    number = 1
    yield _device(number, bureaus[0], HUAWEI, ("hub", 1), None)
    for place, site in enumerate(lab):
        above = "HB-DEV-001"
        for step, role in enumerate(("core", "aggregation", "access")[: len(vendors) - 3 * place]):
            number += 1
            yield _device(number, site, vendors[3 * place + step], (role, 1), above)
            above = f"HB-DEV-{number:03}"
    cycle = (HUAWEI, H3C, RUIJIE)
    rest = [site for site in sites if site not in (*lab, bureaus[0])]
    county_hub = {}
    for place, site in enumerate([*bureaus[1:], *(s for s in rest if s["kind"] != "bureau")]):
        vendor = cycle[place % 3]
        top = "hub" if site["kind"] == "bureau" else "core"
        above = county_hub.get(site["division_code"], "HB-DEV-001")
        count = 4 if place < EXTRA_ACCESS else 3
        for step in range(count):
            number += 1
            role = top if step == 0 else "access"
            yield _device(number, site, vendor, (role, max(step, 1)), above)
            if step == 0:
                above = f"HB-DEV-{number:03}"
                if top == "hub":
                    county_hub[site["division_code"]] = above


EXTRA_ACCESS = 3  # so many sites have one more access switch: 120 devices in all


def _device(
    number: int, site: Values, vendor: Vendor, role: tuple[str, int], above: str | None
) -> Values:
    in_lab = number <= LAB_DEVICES
    short = {"hub": "HUB", "core": "CORE", "aggregation": "AGG", "access": "ACC"}[role[0]]
    return _row(
        {
            "device_id": f"HB-DEV-{number:03}",
            "hostname": f"HB-{site['site_id'][-3:]}-{short}-{role[1]:02}",
            "site_id": site["site_id"],
            "platform": vendor.platform,
            "role": role[0],
            "mgmt_address": "127.0.0.1"
            if in_lab
            else f"2001:db8:4106:{site['site_id'][-3:]}::{number:x}",
            "mgmt_port": FIRST_LAB_PORT + number - 1 if in_lab else None,
            "model": vendor.models.get(role[0], vendor.models["access"]),
            "os_version": vendor.os_version if number % 9 else None,
            "uplink_device": above,
            "credential": "lab" if in_lab else None,
        }
    )


LAB_DEVICES = 24


def _apps(chance: random.Random) -> Iterator[Values]:
    rooms = {row["room_id"]: row for row in _rooms()}
    for number, line in enumerate(APPS, start=1):
        name, place, category, level, importance, size = line.split()
        room = rooms.get(f"HB-ROOM-{place}")
        app = _row(
            {
                "app_id": f"HB-APP-{number:03}",
                "name": name + MARK,
                "category": category,
                "owner_org": room["org_id"] if room else "HB-ORG-001",
                "division_code": room["division_code"] if room else CITY,
                "app_class": "generic",
                "room_id": room["room_id"] if room else None,
                "hosting": "own_room" if room else "hosted",
                "importance": importance,
                "mlps_level": None if level == "-" else int(level),
                **_usage(chance),
                **_machines(size, chance, old=not room or room.get("built_year", "0") < "2019"),
            }
        )
        if level in "234" and chance.random() < 0.8:  # noqa: PLR2004  share with a filing
            app["mlps_filing"] = f"41060099{number:03}-00001"
        yield app | CHANGES.get(number, {})


def _usage(chance: random.Random) -> Values:
    registered = chance.randint(3, 400) * 50
    return {
        "users_reg": registered,
        "users_active": int(registered * chance.uniform(0.1, 0.7)),
        "last_login": f"2026-11-{chance.randint(1, 20):02}",
        "built_year": chance.randint(2012, 2023),
        "last_release": f"{chance.choice([2025, 2026])}-{chance.randint(1, 9):02}-15",
        "contract_end": chance.choice(["2027-06-30", "2027-12-31", "2028-03-31"]),
        "cpu_p95": round(chance.uniform(0.08, 0.55), 2),
        "ipv6": chance.choice(["yes", "no", "no"]),
        "rto_h": chance.choice([4, 8, 24, None]),
        "rpo_h": chance.choice([1, 4, 24, None]),
    }


# The first two are no longer maintained; newer rooms have none of them.
SYSTEMS = (
    "CentOS 7",
    "Windows Server 2012 R2",
    "Windows Server 2019",
    "openEuler 22.03",
    "银河麒麟 V10",
)
ENDED = 2


def _machines(size: str, chance: random.Random, *, old: bool) -> Values:
    vcpu, ram, disk, data, effort = SIZES[size]
    return {
        "vcpu": vcpu,
        "ram_gb": ram,
        "disk_gb": disk,
        "data_gb": round(data * chance.uniform(0.6, 1.4), 1),
        "effort_h": effort,
        "arch": "x86_64",
        "os": chance.choice(SYSTEMS if old else SYSTEMS[ENDED:]),
        "db": chance.choice(["MySQL", "MySQL", "SQL Server", "PostgreSQL", "达梦"]),
        "archetype": chance.choice(["lamp", "java_war", "dotnet", "vm"]),
    }


if __name__ == "__main__":
    main()
