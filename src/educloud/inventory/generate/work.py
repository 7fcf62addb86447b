"""What the planner needs beside applications: cloud nodes and their machines, teams, pins."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from math import ceil

from educloud.inventory.generate.apps import Application
from educloud.inventory.generate.catalogue import SIZES
from educloud.inventory.generate.draw import Draw
from educloud.inventory.generate.land import Land
from educloud.inventory.generate.names import MARK
from educloud.inventory.generate.places import Owner, Settlement
from educloud.inventory.models import OrgKind, Tier
from educloud.inventory.profile_models import NodeTier

Cells = dict[str, object]

# Assumptions of the generator about the plan: sixty weeks must do, not with ease.
FIRST_SHARE = 0.55  # of a node's machines stand from the beginning
FIRST_DAY, SECOND_DAY = "2026-11-01", "2027-05-01"
LEAST_VCPU = 64
RESERVE = 1.35  # machines by what will be placed
WEEKS_OF_WORK = 36  # so many weeks of all teams do the work
DAY_H = 8
LEAST_HOURS = 48  # a team can move a whole ring of large applications in a week
COUNTY_TEAMS = 0.8  # share of counties with a team of their own; the city's does the rest
UNIVERSITY_NODES = 0.2  # share of universities with a node
MAIN_SERVICES = (
    "compute;storage;dr;business_platform;data_platform;identity_platform;trusted_auth"
    ";data_warehouse"
)
MAIN_ARCH = "aarch64"  # only the main node has it
UNIVERSITY_SERVICES = ("compute;storage", "compute;storage", "compute;storage;cross_industry")
REGION_SERVICES = ("compute;storage;dr", "compute;storage;dr", "compute;storage;dr", "compute")
PINNED = 0.003
AFTER_ADMISSION = "2027-09-11"
SOONER, LATER = dt.date(2027, 5, 31), dt.date(2027, 12, 31)


def node_rows(made: Settlement, tiers: Sequence[NodeTier], draw: Draw) -> Iterator[Cells]:
    """Give the rows of nodes: those of the profile's tiers, some universities' under them."""
    by_code = made.land.by_code
    main = _main(made)
    for tier, code in _placed(tiers):
        row = _node(f"{tier.tier}-{code}", tier.called.format(division=by_code[code].name_zh), code)
        if tier.tier is Tier.MAIN:
            yield row | {
                "tier": tier.tier.value,
                "arch": "x86_64;aarch64",
                "services": MAIN_SERVICES,
            }
            continue
        yield row | {
            "tier": tier.tier.value,
            "services": draw.known(draw.one_of(REGION_SERVICES), 0.1),
            "provider": draw.one_of(("gov_cloud", "gov_cloud", "carrier_cloud")),
            "parent": draw.known(main, 0.06),
            "model": draw.known(draw.one_of(("purchased", "hybrid", "hybrid")), 0.1),
        }
    codes = {code for _, code in _placed(tiers)}
    for owner in _node_owners(made):
        name = f"{owner.name.removesuffix(MARK)}教育云分节点"
        yield _node(_university_node(owner), name, owner.division) | {
            "tier": Tier.UNIVERSITY.value,
            "services": draw.one_of(UNIVERSITY_SERVICES),
            "org_id": owner.org_id,
            "provider": draw.one_of(("carrier_cloud", "gov_cloud", "self_built")),
            "parent": draw.known(_nearest(made, owner.division, codes), 0.1),
            "model": draw.known("hybrid", 0.2),
            "self_built_reason": draw.known("承担科研专用算力（合成）", 0.4),
        }


def _node(node_id: str, name: str, code: str) -> Cells:
    return {
        "node_id": node_id,
        "name": name + MARK,
        "division_code": code,
        "provider": "gov_cloud",
        "mlps_level": 3,
        "arch": "x86_64",
        "model": "purchased",
        "region": f"region-{code}",
        "synthetic": "yes",
    }


def _main(made: Settlement) -> str:
    return f"{Tier.MAIN}-{made.land.province.code}"


def _placed(tiers: Sequence[NodeTier]) -> list[tuple[NodeTier, str]]:
    return [(tier, code) for tier in tiers for code in tier.divisions or ()]


def _nearest(made: Settlement, division: str, codes: Collection[str]) -> str:
    """Give the node of a division: its own, its city's, else the main one."""
    for code in (division, made.land.above(division)):
        if code in codes and code != made.land.province.code:
            return f"{Tier.CITY}-{code}"
    return _main(made)


def _university_node(owner: Owner) -> str:
    return f"{Tier.UNIVERSITY}-{owner.org_id}"


def _node_owners(made: Settlement) -> list[Owner]:
    universities = [owner for owner in made.owners if owner.kind is OrgKind.UNIVERSITY]
    return universities[: ceil(len(universities) * UNIVERSITY_NODES)]


def capacity_rows(
    made: Settlement, tiers: Sequence[NodeTier], apps: Sequence[Application]
) -> Iterator[Cells]:
    """Give the rows of capacity: what will be placed, with a reserve, in two steps."""
    owners = {owner.org_id: _university_node(owner) for owner in _node_owners(made)}
    codes = {code for _, code in _placed(tiers)}
    nodes = [*(f"{tier.tier}-{code}" for tier, code in _placed(tiers)), *owners.values()]
    vcpu = Counter(dict.fromkeys(nodes, LEAST_VCPU))
    memory = Counter(dict.fromkeys(nodes, 4 * LEAST_VCPU))
    disk = Counter(dict.fromkeys(nodes, 300 * LEAST_VCPU))
    for app in apps:
        if app.moves:
            size, owner = SIZES[app.product.size], app.owner
            node = owners.get(owner.org_id) or _nearest(made, owner.division, codes)
            home = _main(made) if app.arch == MAIN_ARCH else node
            vcpu[home] += size.vcpu
            memory[home] += size.ram_gb
            disk[home] += size.disk_gb
    for node in nodes:
        for day, share in ((FIRST_DAY, FIRST_SHARE), (SECOND_DAY, 1.0)):
            yield {
                "node_id": node,
                "from_date": day,
                "vcpu": ceil(vcpu[node] * RESERVE * share),
                "ram_gb": ceil(memory[node] * RESERVE * share),
                "disk_gb": ceil(disk[node] * RESERVE * share),
                "synthetic": "yes",
            }


def team_rows(made: Settlement, apps: Sequence[Application], draw: Draw) -> Iterator[Cells]:
    """Give the rows of teams: hours that do the work of their divisions in most of the weeks."""
    land = made.land
    upper = [land.province.code, *(city.code for city in land.cities)]
    team_of = {code: code for code in upper}
    for county in land.counties:
        own = draw.yes(COUNTY_TEAMS)
        team_of.setdefault(county.code, county.code if own else land.above(county.code))
    work = dict.fromkeys(sorted(set(team_of.values())), 0)
    for app in apps:
        work[team_of[app.owner.division]] += SIZES[app.product.size].effort_h
    for code, hours in work.items():
        yield {
            "team_id": f"{made.short}-TEAM-{code}",
            "division_code": code,
            "hours_per_week": max(LEAST_HOURS, ceil(hours / WEEKS_OF_WORK / DAY_H) * DAY_H),
            "synthetic": "yes",
        }


def pin_rows(made: Settlement, apps: Sequence[Application], draw: Draw) -> Iterator[Cells]:
    """Give the rows of pins: admission after the summer, a few deadlines, some nodes."""
    main = f"main-{made.land.province.code}"
    for app in apps:
        first = app.owner.kind is OrgKind.PROVINCE_BUREAU and app.moves
        if not app.moves or not (draw.yes(PINNED) or first):
            continue
        row: Cells = {"app_id": app.app_id, "synthetic": "yes"}
        if app.product.category == "招考":
            row |= {"not_before": AFTER_ADMISSION, "reason": "招生录取结束后再迁（合成）"}
        elif first or draw.yes(0.2):
            row |= {"node_id": main, "reason": "省级统建，数据在主节点（合成）"}
        else:
            row |= {"not_after": draw.day(SOONER, LATER), "reason": "机房腾退（合成）"}
        yield row


# Names as the compliance report reads them: value, unit. Assumed, near the published targets.
INDICATORS: Mapping[str, Sequence[tuple[str, float, str]]] = {
    "henan": (
        ("henan_districts", 11, "个"),
        ("henan_schools", 94, "所"),
        ("henan_cases", 1_060, "个"),
    ),
    "tianjin": (
        ("tianjin_community_hours", 52_000, "学时"),
        ("tianjin_elderly_hours", 18_500, "学时"),
    ),
    "shaanxi": (
        ("shaanxi_districts", 20, "个"),
        ("shaanxi_schools", 103, "所"),
        ("shaanxi_innovators", 188, "所"),
        ("shaanxi_cases", 2_040, "个"),
        ("shaanxi_features", 6, "项"),
    ),
}
MODEL_SCHOOLS = ((2022, 18), (2023, 20), (2024, 21), (2025, 19))  # of R03, Henan
EVERYWHERE = (
    ("cloud_upgraded", 1, ""),
    ("national_resources", 1, ""),
    ("orphan_dns_records", 14, "条"),
    ("ipv6_fixed_traffic", 0.26, "比例"),
    ("ipv6_mobile_traffic", 0.71, "比例"),
)
REPORTED_ON = "2025-12-31"


def indicator_rows(land: Land, profile: str) -> Iterator[Cells]:
    """Give the rows of indicators: the province's figures, each marked as made up."""
    figures = [(*one, REPORTED_ON) for one in (*INDICATORS[profile], *EVERYWHERE)]
    if profile == "henan":
        figures += [
            ("model_schools_year", count, "所", f"{year}-12-20") for year, count in MODEL_SCHOOLS
        ]
    for name, value, unit, day in figures:
        yield {
            "name": name,
            "division_code": land.province.code,
            "as_of": day,
            "value": value,
            "unit": unit or None,
            "source": "合成数据",
            "synthetic": "yes",
        }
