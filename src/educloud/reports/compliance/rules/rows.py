"""Whom rules concern, and rows that are judged where they are made."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from educloud.inventory.models import CLOUDS, App, Org, OrgKind, Site, SiteKind
from educloud.migration.double_non import denied, double_non
from educloud.reports.compliance.rule import Whole
from educloud.reports.compliance.situation import Situation

# 中小学校(含教学点): without kindergartens and secondary vocational schools.
K12 = frozenset(
    {
        SiteKind.PRIMARY,
        SiteKind.JUNIOR,
        SiteKind.NINE_YEAR,
        SiteKind.SENIOR,
        SiteKind.SPECIAL,
        SiteKind.TEACHING_POINT,
    }
)
LEVELS = {
    OrgKind.PROVINCE_BUREAU: "省",
    OrgKind.PROVINCIAL_BODY: "省",
    OrgKind.CITY_BUREAU: "市",
    OrgKind.COUNTY_BUREAU: "县区",
    OrgKind.SCHOOL: "校",
    OrgKind.UNIVERSITY: "高校",
}


def given(text: str | None) -> bool | None:
    """Tell whether a cell names something: "无" is a no, an empty cell is unknown."""
    return None if text is None else not denied(text)


def judged(code: str, name: str, verdict: bool | None, since: dt.date | None = None) -> Whole:  # noqa: FBT001  a verdict, not a switch
    """Give a row that is judged already."""
    return Whole(code, name, None if verdict is None else float(verdict), 1, since)


def holds(row: Whole, _: Situation) -> bool | None:
    """Judge a row that carries its own verdict."""
    return row.holds


def since(row: Whole, _: Situation) -> dt.date | None:
    """Give the day from which on such a row holds."""
    return row.since


# Rules over the same rows get the very same list: then its divisions are looked up once.
def apps(situation: Situation) -> list[App]:
    """Give every application."""
    return situation.once(_apps)


def _apps(situation: Situation) -> list[App]:
    return list(situation.inventory.apps.values())


def orgs(situation: Situation) -> list[Org]:
    """Give every organisation."""
    return situation.once(_orgs)


def _orgs(situation: Situation) -> list[Org]:
    return list(situation.inventory.orgs.values())


def k12(situation: Situation) -> list[Site]:
    """Give primary and secondary schools, teaching points included."""
    return situation.sites_of_kinds(K12)


def city_level(situation: Situation) -> list[str]:
    """Give the divisions right under the province: cities, directly managed ones, districts."""
    province = situation.profile.province
    return [one.code for one in situation.inventory.divisions.values() if one.parent == province]


def city_of(situation: Situation) -> Mapping[str, str]:
    """Tell of every division in which city-level one it lies; the province's own is left out."""
    cities = frozenset(city_level(situation))
    found = {}
    for code in situation.inventory.divisions:
        city = next((one for one in situation.inventory.lineage(code) if one in cities), None)
        if city is not None:
            found[code] = city
    return found


def place(situation: Situation, code: str) -> str:
    """Give the Chinese name of a division."""
    division = situation.inventory.divisions.get(code)
    return division.name_zh if division else code


def left_on(app: App, situation: Situation) -> dt.date | None:
    """Give the day an application was moved or shut down: what was seen before what was said."""
    seen = situation.measured.moved.get(app.app_id)
    if seen is not None:
        return seen if seen <= situation.as_of else None
    said = app.migrated_on
    return said if said is not None and said <= situation.as_of else None


def off_the_rooms(app: App, situation: Situation) -> bool | None:
    """Tell whether nothing of an application runs outside the cloud; None when unknown."""
    return situation.once(_off_the_rooms)[app.app_id]


def _off_the_rooms(situation: Situation) -> Mapping[str, bool | None]:
    return {app.app_id: _off(app, situation) for app in apps(situation)}


def _off(app: App, situation: Situation) -> bool | None:
    if app.hosting in CLOUDS or left_on(app, situation) is not None:
        return True
    return None if app.hosting is None else False


def apps_by_owner(situation: Situation) -> Mapping[OrgKind, list[App]]:
    """Give the applications by the kind of their owner."""
    groups: dict[OrgKind, list[App]] = {kind: [] for kind in OrgKind}
    for app in apps(situation):
        owner = situation.owner(app)
        if owner is not None:
            groups[owner.kind].append(app)
    return groups


def owned_by(situation: Situation, kinds: Collection[OrgKind]) -> list[App]:
    """Give the applications of some kinds of owners, kind by kind."""
    groups = situation.once(apps_by_owner)
    return [app for kind in OrgKind if kind in kinds for app in groups[kind]]


def double_non_verdicts(situation: Situation) -> Mapping[str, bool | None]:
    """Tell of every application whether it is 双非."""
    zones = situation.profile.dns_zones
    return {app.app_id: double_non(app, zones) for app in apps(situation)}


def share_text(part: float, whole: float) -> str:
    """Write a share for readers: count, whole and per cent."""
    return f"{part:g}/{whole:g}（{part / whole:.1%}）" if whole else "0/0"


def counts_text(counts: Iterable[tuple[Any, int]]) -> str:
    """Write counts for readers: name and number, in the order given."""
    return "、".join(f"{name} {count}" for name, count in counts) or "无"
