"""Rules R on those who report: filings, monitoring, comparison, counters."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping

from educloud.inventory.models import Org, OrgKind
from educloud.reports.compliance.indicators import (
    HENAN_CASES,
    HENAN_DISTRICTS,
    HENAN_SCHOOLS,
    MODEL_SCHOOLS_YEAR,
    SHAANXI_CASES,
    SHAANXI_DISTRICTS,
    SHAANXI_FEATURES,
    SHAANXI_INNOVATORS,
    SHAANXI_SCHOOLS,
    TIANJIN_COMMUNITY_HOURS,
    TIANJIN_ELDERLY_HOURS,
    Reported,
    counter,
    of_year,
)
from educloud.reports.compliance.rule import Rule, Whole
from educloud.reports.compliance.rules.rows import (
    apps,
    city_level,
    city_of,
    holds,
    judged,
    off_the_rooms,
    place,
    since,
)
from educloud.reports.compliance.situation import Situation

FIRST_YEAR = 2022  # S2 is of June 2022
YEAR_APART = 300  # days between two reports that can be compared year on year
BUREAUS = frozenset({OrgKind.CITY_BUREAU, OrgKind.COUNTY_BUREAU, OrgKind.PROVINCE_BUREAU})


def _model_schools(situation: Situation) -> Iterator[Whole]:
    limit = situation.profile.threshold
    wanted = limit("model_schools_a_year") * (1 - limit("model_schools_tolerance"))
    for year in range(FIRST_YEAR, situation.as_of.year):
        reached = of_year(situation, MODEL_SCHOOLS_YEAR, year)
        yield Whole(situation.profile.province, f"{year}年", reached, wanted)


def _filings(situation: Situation) -> Iterator[Whole]:
    """Give each reporting unit with the day its own rules were filed."""
    bureaus: dict[str, list[Org]] = defaultdict(list)
    for org in situation.inventory.orgs.values():
        if org.kind in BUREAUS:
            bureaus[org.division_code].append(org)
    for unit in situation.profile.reporting_units:
        division = unit.division or _by_name(unit.name, bureaus)
        days = [org.rules_filed_on for org in bureaus.get(division, ())]
        filed = min((day for day in days if day is not None), default=None)
        verdict = None if filed is None else filed <= situation.as_of
        yield judged(unit.division or situation.profile.province, unit.name, verdict, filed)


def _by_name(name: str, bureaus: Mapping[str, list[Org]]) -> str:
    """Give the division whose bureau bears the name of a unit that has no code of its own."""
    found = (code for code, orgs in bureaus.items() for org in orgs if org.name.startswith(name))
    return next(found, "")


def _filing_figures(situation: Situation) -> dict[str, str]:
    return {"报送单位": str(len(situation.profile.reporting_units))}


def _reports(situation: Situation) -> Mapping[str, Mapping[str, list[dt.date]]]:
    """Give the days of reports by city-level division and figure, those below it included."""
    cities = situation.once(city_of)
    found: dict[str, dict[str, list[dt.date]]] = {
        code: defaultdict(list) for code in sorted(city_level(situation))
    }
    for name, rows in situation.reported.items():
        for row in rows:
            if row.division_code in cities:
                found[cities[row.division_code]][name].append(row.as_of)
    return found


def _monitored(situation: Situation) -> Iterator[Whole]:
    span = situation.profile.threshold("history_days")
    for code, figures in situation.once(_reports).items():
        every = {day for days in figures.values() for day in days}
        recent = {day for day in every if (situation.as_of - day).days <= span}
        yield judged(code, place(situation, code), len(recent) > 1 if every else None)


def _compared(situation: Situation) -> Iterator[Whole]:
    for code, figures in situation.once(_reports).items():
        apart = any((max(days) - min(days)).days >= YEAR_APART for days in figures.values())
        yield judged(code, place(situation, code), apart if figures else None)


def _ranking(situation: Situation) -> dict[str, str]:
    """Rank the cities by the share of their applications that left the rooms."""
    cities = situation.once(city_of)
    gone: Counter[str] = Counter()
    every: Counter[str] = Counter()
    counts = Counter((app.division_code, off_the_rooms(app, situation)) for app in apps(situation))
    for (code, verdict), number in counts.items():
        if code in cities:
            every[cities[code]] += number
            gone[cities[code]] += number if verdict else 0
    shares = sorted(((gone[code] / every[code], code) for code in every), reverse=True)
    return {
        "上云比例横向排名": "、".join(
            f"{rank}.{place(situation, code)} {share:.1%}"
            for rank, (share, code) in enumerate(shares, start=1)
        )
        or "无应用"
    }


def _counters(*figures: Reported) -> Callable[[Situation], Iterable[Whole]]:
    """Give the rows of a rule that counts: each figure against the threshold of its name."""
    return lambda situation: [counter(situation, figure) for figure in figures]


def _counter_figures(*figures: Reported) -> Callable[[Situation], dict[str, str]]:
    def shown(situation: Situation) -> dict[str, str]:
        rows = [(figure, counter(situation, figure)) for figure in figures]
        return {
            figure.label: f"{'未知' if row.reached is None else f'{row.reached:g}'}"
            f"/{row.wanted:g}{figure.unit}"
            for figure, row in rows
        }

    return shown


_HENAN = (HENAN_DISTRICTS, HENAN_SCHOOLS, HENAN_CASES)
_SHAANXI = (
    SHAANXI_DISTRICTS,
    SHAANXI_SCHOOLS,
    SHAANXI_INNOVATORS,
    SHAANXI_CASES,
    SHAANXI_FEATURES,
)
_TIANJIN = (TIANJIN_COMMUNITY_HOURS, TIANJIN_ELDERLY_HOURS)


RULES: tuple[Rule, ...] = (
    Rule(
        id="R03",
        item="智慧校园示范校",
        document="S2",
        quote="每年遴选评定20所左右河南省中小学智慧校园示范校",
        use="R",
        entity="年度",
        basis="2022年起每个已过去的年份一行，以填报指标 model_schools_year 为准；"
        "“左右”按少10%以内（18所）计，为本项目默认；未填报为未知。",
        rows=_model_schools,
        holds=holds,
    ),
    Rule(
        id="R04",
        item="市县细则报备",
        document="S2",
        quote="于2022年8月1日前",
        use="R",
        entity="报送单位",
        basis="每个报送单位的教育行政部门一行（orgs.rules_filed_on），有报备日期即为满足，"
        "晚于2022-08-01的计逾期后达标；未填为未知。",
        rows=_filings,
        holds=holds,
        due=dt.date(2022, 8, 1),
        since=since,
        figures=_filing_figures,
    ),
    Rule(
        id="R05",
        item="动态监测",
        document="S2",
        quote="构建数字校园提升行动监测系统,对各地工作进展进行动态监测",
        use="R",
        entity="市级区划",
        basis="最近366天内（本项目默认）该市及其县区至少有两个不同日期的填报（indicators）为满足；"
        "只有更少的为不满足，从未填报为未知。",
        rows=_monitored,
        holds=holds,
    ),
    Rule(
        id="R07",
        item="河南“十百千”",
        document="S0",
        quote="认定不少于10个省级智慧教育示范区(县)、100所省级智慧校园示范校、"
        "1000个信息化创新应用优秀案例",
        use="R",
        entity="指标",
        basis="以填报指标 henan_districts、henan_schools、henan_cases 为准，未填报为未知。",
        rows=_counters(*_HENAN),
        holds=holds,
        since=since,
        figures=_counter_figures(*_HENAN),
    ),
    Rule(
        id="R08",
        item="陕西示范创建",
        document="S3",
        quote="遴选20个智慧教育示范区、100所高校和基础教育学校智慧校园示范校、"
        "200所高校和基础教育学校信息化创新示范学校、2000个基础教育创新应用优秀案例",
        use="R",
        entity="指标",
        basis="以填报指标 shaanxi_districts、shaanxi_schools、shaanxi_innovators、"
        "shaanxi_cases 为准；另按「打造5-10项省级特色应用」以 shaanxi_features "
        "不少于5项计；未填报为未知。",
        rows=_counters(*_SHAANXI),
        holds=holds,
        due=dt.date(2022, 12, 31),
        since=since,
        figures=_counter_figures(*_SHAANXI),
    ),
    Rule(
        id="R09",
        item="评价方法",
        document="S0",
        quote="通过纵横向对比、定量与定性相结合的方式",
        use="R",
        entity="市级区划",
        basis="纵向：同一指标有相隔300天以上的两次填报（indicators）为满足，从未填报为未知；"
        "横向：按应用上云比例排名，见数据。",
        rows=_compared,
        holds=holds,
        figures=_ranking,
    ),
    Rule(
        id="R10",
        item="天津学习资源",
        document="S4",
        quote="集聚社区教育学习资源5万学时、老年教育网上课程资源2万学时",
        use="R",
        entity="指标",
        basis="不属基础设施，仅报告：以填报指标 tianjin_community_hours、"
        "tianjin_elderly_hours 为准，"
        "未填报为未知。",
        rows=_counters(*_TIANJIN),
        holds=holds,
        since=since,
        figures=_counter_figures(*_TIANJIN),
    ),
)
