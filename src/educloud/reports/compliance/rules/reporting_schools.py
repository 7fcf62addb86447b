"""Rules R on schools: digital-campus standard, stars, balance within a county."""

from __future__ import annotations

import datetime as dt
import statistics
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from educloud.inventory.models import Site
from educloud.reports.compliance.rule import Rule, Whole
from educloud.reports.compliance.rules.logic import (
    all_of,
    any_of,
    at_least,
    at_most,
    holds_all,
    words,
)
from educloud.reports.compliance.rules.rows import (
    counts_text,
    given,
    holds,
    judged,
    k12,
    place,
)
from educloud.reports.compliance.situation import Situation

# A word of sites.segments -> the network of item A1.4 of the Henan standard that it stands for.
NETWORKS: Mapping[str, str] = {
    "wired": "互联网",
    "wifi": "互联网",
    "internet": "互联网",
    "iot": "物联网",
    "broadcast": "广播",
    "tv": "电视",
    "video": "安防",
    "security": "安防",
}
BENCHMARK_STARS = 4
FEW = 3  # schools with known figures below which a county's spread says nothing


def _basic(site: Site, situation: Situation) -> bool | None:
    """Judge by the official result; where it is unknown, by the network items of A1."""
    if site.basic_pass is not None:
        return site.basic_pass
    limit = situation.profile.threshold
    return all_of(
        at_least(site.wired_coverage, 1),
        any_of(at_least(site.wifi_coverage, 1), holds_all(words(site.segments), ("5g",))),
        at_least(site.uplink_mbps, limit("basic_uplink_mbps")),
        at_least(_networks(site), limit("basic_networks")),
        at_least(site.video_days, limit("camera_days")),
        given(site.ops_provider),
    )


def _networks(site: Site) -> int | None:
    segments = words(site.segments)
    return None if segments is None else len({NETWORKS[one] for one in segments & NETWORKS.keys()})


def _basic_figures(situation: Situation) -> dict[str, str]:
    results = Counter(site.basic_pass for site in k12(situation))
    return {
        "已有评定结果": f"达标 {results[True]}、未达标 {results[False]}、无结果 {results[None]}"
    }


def _rated(site: Site, situation: Situation) -> bool | None:
    if site.stars is None or site.stars_year is None:
        return None
    age = situation.as_of.year - site.stars_year
    return 0 <= age <= situation.profile.threshold("stars_years")


def _star_figures(situation: Situation) -> dict[str, str]:
    stars = Counter(site.stars for site in k12(situation))
    return {
        "星级": counts_text((f"{star}星", stars[star]) for star in range(1, 6)),
        "省级标杆校候选（四星及以上）": str(
            sum(count for star, count in stars.items() if star and star >= BENCHMARK_STARS)
        ),
    }


@dataclass(frozen=True, slots=True)
class Spread:
    """How evenly a county's schools are connected: uplink per pupil in Mbps.

    ``variation`` is the coefficient of variation, ``ratio`` the 10th percentile over the 90th;
    both None when too few schools are known.
    """

    division_code: str
    schools: int
    known: int
    variation: float | None = None
    ratio: float | None = None


def spreads(situation: Situation) -> tuple[Spread, ...]:
    """Give the spread inside every county that has primary or secondary schools."""
    values: dict[str, list[float | None]] = defaultdict(list)
    for site in k12(situation):
        known = site.uplink_mbps is not None and site.students
        values[site.division_code].append(
            site.uplink_mbps / site.students if known else None  # type: ignore[operator]  # known
        )
    return tuple(_spread(code, values[code]) for code in sorted(values))


def _spread(code: str, values: list[float | None]) -> Spread:
    known = [value for value in values if value is not None]
    mean = statistics.fmean(known) if known else 0
    # Half of the schools must be known: the rest could turn the figure.
    if len(known) < max(FEW, len(values) / 2) or mean == 0:
        return Spread(code, len(values), len(known))
    tenths = statistics.quantiles(known, n=10, method="inclusive")
    return Spread(
        code,
        len(values),
        len(known),
        statistics.pstdev(known) / mean,
        tenths[0] / tenths[-1] if tenths[-1] else None,
    )


def _balanced(situation: Situation) -> Iterator[Whole]:
    limit = situation.profile.threshold("balance_cv")
    for one in situation.once(spreads):
        verdict = at_most(one.variation, limit)
        yield judged(one.division_code, place(situation, one.division_code), verdict)


def _balance_figures(situation: Situation) -> dict[str, str]:
    known = [
        (one.variation, one.ratio, one.division_code)
        for one in situation.once(spreads)
        if one.variation is not None
    ]
    if not known:
        return {"生均带宽差异系数": "未知"}
    worst = sorted(known, key=lambda one: one[0], reverse=True)[:5]
    ratios = [ratio for _, ratio, _ in known if ratio is not None]
    return {
        "生均带宽差异系数（县中位数）": f"{statistics.median(one[0] for one in known):.2f}",
        "p10/p90（县中位数）": f"{statistics.median(ratios):.2f}" if ratios else "未知",
        "差异最大": counts_text((place(situation, code), round(cv, 2)) for cv, _, code in worst),  # type: ignore[misc]  # a number to show
    }


RULES: tuple[Rule, ...] = (
    Rule(
        id="R01",
        item="数字校园基本标准",
        document="S2",
        quote="全省中小学校全部达到数字校园建设基本标准",
        use="R",
        entity="中小学校",
        basis="以评定结果（sites.basic_pass）为准；没有结果的，按评估标准（V2.0）"
        "A1 中可查的六项代替："
        "有线、无线（或5G）覆盖率100%、出口不低于100 Mbps、融合网络不少于3类、视频保存不少于90天、"
        "有购买的建设运维服务；任一项不达为不满足，未知项未补齐为未知。",
        rows=k12,
        holds=_basic,
        due=dt.date(2025, 12, 31),
        figures=_basic_figures,
    ),
    Rule(
        id="R02",
        item="星级评定",
        document="S2",
        quote="每两年发布一次评定结果",
        use="R",
        entity="中小学校",
        basis="有星级（1至5）且评定年份距今不超过2年；未填为未知。四星及以上为省级标杆校候选。",
        rows=k12,
        holds=_rated,
        figures=_star_figures,
    ),
    Rule(
        id="R06",
        item="区域均衡",
        document="S2",
        quote="省级将把数字校园建设水平与区域内均衡程度等与重点工作目标完成情况"
        "与有关专项资金分配挂钩",
        use="R",
        entity="区县",
        basis="县内中小学校生均出口带宽的差异系数不高于0.5（文件未定数值，参照义务教育优质均衡的"
        "校际差异系数，未核实）；已知学校不足3所或不足一半为未知。",
        rows=_balanced,
        holds=holds,
        figures=_balance_figures,
    ),
)
