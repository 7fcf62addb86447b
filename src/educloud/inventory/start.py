"""What the inventory of a new project holds before anybody has entered anything.

All of it is real or empty: divisions, nodes, authorities, the calendar and the planner's defaults
from the profile; of every other table the header. Capacity, levels and architectures of nodes are
unknown until somebody knows them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import yaml

from educloud.errors import InventoryError, ProjectError
from educloud.inventory import profiles
from educloud.inventory.load import CALENDAR, PLANNER
from educloud.inventory.models import TABLES, Division, Node, Org, OrgKind, Record, Tier
from educloud.inventory.profile import Profile
from educloud.inventory.profile_models import Mark, NodeTier
from educloud.inventory.tables import read_table, table_text
from educloud.project import Settings, read_yaml, shipped

SETTINGS = "educloud.yaml"
DIVISIONS = "divisions.csv"


def sample_profile() -> str:
    """Name the profile whose inventory is shipped whole, with a sample city."""
    return read_yaml(shipped(SETTINGS), Settings).profile


def starting_settings(profile: Profile) -> str:
    """Give ``educloud.yaml`` of a new project."""
    settings = {
        "profile": profile.name,
        "province": profile.province,
        "time_zone": "Asia/Shanghai",
        "ipv6_root": str(profile.ipv6_root.prefix),
    }
    first = "# The project: which province, which clock, where its addresses begin (ipv6_root is\n"
    second = "# documentation space, RFC 9637; a real province puts its own allocation here).\n"
    return first + second + yaml.safe_dump(settings, sort_keys=False)


def starting_inventory(profile: Profile) -> dict[str, str]:
    """Give the files of a new inventory: name -> text; ProjectError when the profile lacks one."""
    known = _divisions(profile)
    tables: dict[str, Sequence[Record]] = {
        "divisions": known,
        "orgs": tuple(starting_orgs(profile, known)),
        "nodes": tuple(starting_nodes(profile, known)),
    }
    texts = {
        f"{name}.csv": table_text(tables[name], kind) if name in tables else _header(kind)
        for name, kind in TABLES.items()
    }
    calendar = _of_profile(profile.name, CALENDAR).read_text(encoding="utf-8")
    planner = (shipped("inventory") / PLANNER).read_text(encoding="utf-8")
    return texts | {CALENDAR: calendar, PLANNER: planner}


def starting_orgs(profile: Profile, known: Sequence[Division]) -> Iterator[Org]:
    """Give the province's authority and those that report to it, by the profile's units."""
    bureau = profile.bureau
    yield Org(
        org_id=bureau.org_id,
        name=bureau.name,
        kind=OrgKind.PROVINCE_BUREAU,
        division_code=profile.province,
        **_origin(bureau.source, bureau.mark),
    )
    cities = _cities(profile, known)
    for unit in profile.reporting_units:
        plain = unit.bureau is None  # the document names the place only
        yield Org(
            org_id=f"{bureau.prefix}-{unit.division or unit.key}",
            name=unit.bureau or f"{unit.name}教育局",
            kind=OrgKind.CITY_BUREAU if unit.division in cities else OrgKind.COUNTY_BUREAU,
            division_code=unit.division or profile.province,
            report_to=bureau.org_id,
            **_origin(
                f"{unit.source}；单位名称为通称" if plain else unit.source,
                "unverified" if plain else unit.mark,
            ),
        )


def starting_nodes(profile: Profile, known: Sequence[Division]) -> Iterator[Node]:
    """Give the cloud nodes that the profile counts by division, each under the main node."""
    names = {division.code: division.name_zh for division in known}
    main: str | None = None
    for tier in profile.node_tiers:
        for code in tier.divisions or ():
            node_id = f"{tier.tier}-{code}"
            yield _node(tier, node_id, code, names.get(code, code), main)
            main = node_id if tier.tier is Tier.MAIN else main


def _node(tier: NodeTier, node_id: str, code: str, division: str, parent: str | None) -> Node:
    name = tier.called.format(division=division)
    return Node(
        node_id=node_id,
        name=name,
        tier=tier.tier,
        division_code=code,
        parent=parent,
        **_origin(tier.source, tier.mark),
    )


def _cities(profile: Profile, known: Sequence[Division]) -> set[str]:
    """Give the divisions right under the province, where the profile has a level of cities."""
    if not any(level.name == "city" for level in profile.levels):
        return set()
    return {division.code for division in known if division.parent == profile.province}


def _divisions(profile: Profile) -> tuple[Division, ...]:
    path = _of_profile(profile.name, DIVISIONS)
    table = read_table(path, Division)
    if table.findings:
        raise InventoryError(tuple(table.findings))
    return tuple(table.records)


def _of_profile(name: str, file: str) -> Path:
    """Find a profile's own file, or the shipped project's when that is of this profile."""
    own = profiles.FOLDER / name / file
    if own.exists():
        return own
    if name == sample_profile():
        return shipped("inventory") / file
    raise ProjectError(f"profile {name} has no {file}", str(own.parent), "add it")


def _origin(source: str, mark: Mark) -> dict[str, str]:
    return {"synthetic": "no", "source": source, "mark": mark}


def _header(kind: type[Record]) -> str:
    return ",".join(kind.model_fields) + "\n"
