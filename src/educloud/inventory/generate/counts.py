"""How many there are of what: the profile's published counts, and what the generator adds.

Counts that no source gives are assumptions of the generator (``ASSUMED``): they give a province
of a believable shape and say nothing about the real one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from educloud.errors import ProjectError
from educloud.inventory.models import SiteKind
from educloud.inventory.profile import Profile

K = SiteKind

# Kind -> names under which a profile publishes how many there are. Some give sums alone.
PUBLISHED: Mapping[SiteKind, tuple[str, ...]] = {
    K.KINDERGARTEN: ("幼儿园",),
    K.PRIMARY: ("小学",),
    K.SENIOR: ("高中",),
    K.SECONDARY_VOCATIONAL: ("中等职业学校",),
    K.SPECIAL: ("特殊教育学校",),
    K.TEACHING_POINT: ("教学点（不计入学校）",),
    K.UNIVERSITY: ("全日制高校", "高等学校"),
}


@dataclass(frozen=True, slots=True)
class Assumed:
    """What the generator assumes about a whole province, at scale 1.0.

    ``short`` begins its ids. ``campuses``: second places of primary schools. ``backbone_km``:
    None follows the distances.
    """

    short: str
    sites: Mapping[SiteKind, int]
    campuses: int
    devices: int
    apps: int
    rooms: int
    backbone_km: float | None = None


# All numbers here are assumptions of the generator. ``sites``: where a source gives only a sum,
# the split of it; Henan 4,700 junior with nine-year, 933 senior (1,602 schools of the senior
# stage less the vocational ones), Tianjin 542 secondary, Shaanxi 1,666 junior. Nothing is
# published of party schools, nor of teaching points outside Henan. Henan's campuses bring the
# published counts, which are rounded to hundreds, with bureaus and bodies to 56,000 places.
# Devices, applications and rooms: Henan's are the size the tool is built for, the others follow
# by the number of sites. Tianjin's backbone lies between the 2,100 km of 2021 and the 2,300 km
# planned for 2025 (天津市“十四五”教育信息化规划).
ASSUMED: Mapping[str, Assumed] = {
    "henan": Assumed(
        "HA",
        {K.JUNIOR: 3_500, K.NINE_YEAR: 1_200, K.SENIOR: 933, K.PARTY_SCHOOL: 120},
        campuses=1_165,
        devices=300_000,
        apps=60_000,
        rooms=9_000,
    ),
    "tianjin": Assumed(
        "TJ",
        {
            K.JUNIOR: 330,
            K.NINE_YEAR: 62,
            K.SENIOR: 150,
            K.SPECIAL: 20,
            K.TEACHING_POINT: 12,
            K.PARTY_SCHOOL: 18,
        },
        campuses=60,
        devices=26_000,
        apps=5_200,
        rooms=760,
        backbone_km=2_180.0,
    ),
    "shaanxi": Assumed(
        "SN",
        {K.JUNIOR: 1_266, K.NINE_YEAR: 400, K.TEACHING_POINT: 1_500, K.PARTY_SCHOOL: 60},
        campuses=240,
        devices=92_000,
        apps=18_500,
        rooms=2_700,
    ),
}


def assumed(profile: str) -> Assumed:
    """Give what is assumed of a profile; ProjectError when nothing is."""
    try:
        return ASSUMED[profile]
    except KeyError:
        raise ProjectError(
            f"nothing is assumed about profile {profile!r}",
            "generate",
            f"choose one of: {', '.join(ASSUMED)}",
        ) from None


def site_counts(profile: Profile) -> dict[SiteKind, int]:
    """Give how many schools of each kind there are: as assumed, else as published."""
    figures = {figure.name: round(figure.value) for figure in profile.counts}
    counts = {
        kind: figures[name]
        for kind, names in PUBLISHED.items()
        for name in names
        if name in figures
    }
    both = counts | dict(assumed(profile.name).sites)
    missing = [kind for kind in SiteKind if kind not in both and kind is not K.BUREAU]
    if missing:
        raise ProjectError(
            f"profile {profile.name} publishes no count of {', '.join(missing)}",
            "generate",
            "add it to the profile's counts",
        )
    return {kind: both[kind] for kind in SiteKind if kind in both}
