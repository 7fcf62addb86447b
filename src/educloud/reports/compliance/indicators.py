"""Figures that people report because no table holds them: their names, in one place.

A row of ``inventory/indicators.csv`` carries the name, the division (the province's code for a
provincial figure), the day, the value, its unit and its source. What is not reported is unknown.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from educloud.inventory.models import Indicator
from educloud.reports.compliance.rule import Whole
from educloud.reports.compliance.situation import Situation


@dataclass(frozen=True, slots=True)
class Reported:
    """A figure that can be reported: its name in the table, what it counts, the rule it serves."""

    name: str
    label: str
    unit: str
    rule: str


ORPHAN_RECORDS = Reported("orphan_dns_records", "孤立解析记录", "条", "N03")
IPV6_FIXED_TRAFFIC = Reported("ipv6_fixed_traffic", "固定网络IPv6流量占比", "比例", "N06")
IPV6_MOBILE_TRAFFIC = Reported("ipv6_mobile_traffic", "移动网络IPv6流量占比", "比例", "N06")
CLOUD_UPGRADED = Reported("cloud_upgraded", "教育公共服务云平台已升级（1是，0否）", "", "C20")
NATIONAL_RESOURCES = Reported(
    "national_resources", "已接入国家数字教育资源云服务体系（1是，0否）", "", "C31"
)
MODEL_SCHOOLS_YEAR = Reported("model_schools_year", "当年评定的智慧校园示范校", "所", "R03")
HENAN_DISTRICTS = Reported("henan_districts", "省级智慧教育示范区（县）", "个", "R07")
HENAN_SCHOOLS = Reported("henan_schools", "省级智慧校园示范校", "所", "R07")
HENAN_CASES = Reported("henan_cases", "信息化创新应用优秀案例", "个", "R07")
SHAANXI_DISTRICTS = Reported("shaanxi_districts", "智慧教育示范区", "个", "R08")
SHAANXI_SCHOOLS = Reported("shaanxi_schools", "智慧校园示范校", "所", "R08")
SHAANXI_INNOVATORS = Reported("shaanxi_innovators", "信息化创新示范学校", "所", "R08")
SHAANXI_CASES = Reported("shaanxi_cases", "基础教育创新应用优秀案例", "个", "R08")
SHAANXI_FEATURES = Reported("shaanxi_features", "省级特色应用", "项", "R08")
TIANJIN_COMMUNITY_HOURS = Reported("tianjin_community_hours", "社区教育学习资源", "学时", "R10")
TIANJIN_ELDERLY_HOURS = Reported("tianjin_elderly_hours", "老年教育网上课程资源", "学时", "R10")

# One line adds a figure.
INDICATORS = (
    ORPHAN_RECORDS,
    IPV6_FIXED_TRAFFIC,
    IPV6_MOBILE_TRAFFIC,
    CLOUD_UPGRADED,
    NATIONAL_RESOURCES,
    MODEL_SCHOOLS_YEAR,
    HENAN_DISTRICTS,
    HENAN_SCHOOLS,
    HENAN_CASES,
    SHAANXI_DISTRICTS,
    SHAANXI_SCHOOLS,
    SHAANXI_INNOVATORS,
    SHAANXI_CASES,
    SHAANXI_FEATURES,
    TIANJIN_COMMUNITY_HOURS,
    TIANJIN_ELDERLY_HOURS,
)


def counter(situation: Situation, figure: Reported, wanted: float | None = None) -> Whole:
    """Give the newest provincial figure against ``wanted`` (default: the threshold of its name)."""
    floor = situation.profile.threshold(figure.name) if wanted is None else wanted
    rows = _provincial(situation, figure)
    reached = rows[-1].value if rows else None
    return Whole(situation.profile.province, figure.label, reached, floor, _first_day(rows, floor))


def of_year(situation: Situation, figure: Reported, year: int) -> float | None:
    """Give the figure last reported in a year; None when nobody reported it."""
    values = [row.value for row in _provincial(situation, figure) if row.as_of.year == year]
    return values[-1] if values else None


def _provincial(situation: Situation, figure: Reported) -> list[Indicator]:
    province = situation.profile.province
    rows = situation.reported.get(figure.name, ())
    return [row for row in rows if row.division_code == province]


def _first_day(rows: list[Indicator], floor: float) -> dt.date | None:
    """Give the day from which on every report reached the floor."""
    day = None
    for row in reversed(rows):
        if row.value < floor:
            break
        day = row.as_of
    return day
