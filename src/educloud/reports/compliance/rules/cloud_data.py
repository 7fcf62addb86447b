"""Rules C on data, exchange and integration of applications."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import compress, repeat
from operator import is_
from typing import Any

from educloud.inventory.models import App, OrgKind, StrategyName
from educloud.reports.compliance.rule import Rule, Whole
from educloud.reports.compliance.rules.logic import all_of, equals, one_of
from educloud.reports.compliance.rules.rows import (
    LEVELS,
    apps,
    apps_by_owner,
    city_of,
    counts_text,
    given,
    holds,
    judged,
    place,
    share_text,
)
from educloud.reports.compliance.situation import Situation

# The columns that every row of a ledger must have filled, besides those without which none is read.
MANDATORY: Mapping[str, tuple[str, ...]] = {
    "sites": ("urban_class", "uplink_mbps", "ops_provider"),
    "rooms": ("area_m2", "racks", "racks_used", "built_year", "annual_cost_cny"),
    "devices": ("model", "os_version"),
    "apps": (
        "category",
        "app_class",
        "hosting",
        "mlps_level",
        "vcpu",
        "ram_gb",
        "disk_gb",
        "data_gb",
        "ops_org",
    ),
}
STAGES = ("清查", "编目", "清理", "整合", "接入", "共享", "协同")
PAIRS = (("省", "市"), ("省", "县区"), ("市", "县区"), ("省", "高校"))


def _tables(situation: Situation) -> Mapping[str, list[Any]]:
    return {table: list(getattr(situation.inventory, table).values()) for table in MANDATORY}


def _empty_cells(situation: Situation) -> Mapping[tuple[str, str], Counter[str]]:
    """Count the empty cells of every mandatory column by division."""
    empty: dict[tuple[str, str], Counter[str]] = {}
    for table, rows in situation.once(_tables).items():
        codes = situation.divisions_of(rows)
        for column in MANDATORY[table]:
            # The record's own dictionary takes a tenth of the time of its attribute.
            cells = [row.__dict__[column] for row in rows]
            blank = map(is_, cells, repeat(None))
            empty[table, column] = Counter(compress(codes, blank)) if None in cells else Counter()
    return empty


def _completeness(situation: Situation) -> Iterator[Whole]:
    wanted: Counter[str] = Counter()
    for table, rows in situation.once(_tables).items():
        for code, count in Counter(situation.divisions_of(rows)).items():
            wanted[code] += count * len(MANDATORY[table])
    empty: Counter[str] = Counter()
    for counts in situation.once(_empty_cells).values():
        empty.update(counts)
    floor = situation.profile.threshold("completeness")
    for code, count in wanted.items():
        yield Whole(code, place(situation, code), 1 - empty[code] / count, floor)


def _completeness_figures(situation: Situation) -> dict[str, str]:
    found = situation.once(_empty_cells)
    figures = {}
    for table, columns in MANDATORY.items():
        empty = {column: found[table, column].total() for column in columns}
        cells = len(getattr(situation.inventory, table)) * len(columns)
        figures[f"{table} 填写率"] = share_text(cells - sum(empty.values()), cells)
        worst = max(columns, key=lambda column: empty[column])
        if empty[worst]:
            figures[f"{table} 缺得最多"] = f"{worst} 缺{empty[worst]}"
    return figures


def _exchange(app: App, _: Situation) -> bool | None:
    if app.exchange == "exempt":
        return given(app.exchange_reason)
    return equals(app.exchange, "registered")


def _shared(app: App, _: Situation) -> bool | None:
    if app.shared_data in {"conditional", "not_shared"}:
        return given(app.share_reason)
    return equals(app.shared_data, "shared")


def _tally(label: str, column: str) -> Callable[[Situation], dict[str, str]]:
    """Give a figure: how often each value of a column of apps occurs."""

    def figures(situation: Situation) -> dict[str, str]:
        counts = Counter(getattr(app, column) for app in apps(situation))
        named = ((("未知" if value is None else value), n) for value, n in counts.most_common())
        return {label: counts_text(named)}

    return figures


def _levels(situation: Situation) -> Mapping[str, str]:
    groups = situation.once(apps_by_owner)
    return {app.app_id: LEVELS[kind] for kind, rows in groups.items() for app in rows}


def _edges(situation: Situation) -> Counter[tuple[str, str, str]]:
    """Count the dependencies, both ways, by level and division of one end, level of the other."""
    levels, table = situation.once(_levels), situation.inventory.apps
    counts: Counter[tuple[str, str, str]] = Counter()
    for dep in situation.inventory.deps:
        one, other = levels.get(dep.app_id), levels.get(dep.depends_on)
        if one is not None and other is not None:
            counts[one, table[dep.app_id].division_code, other] += 1
            counts[other, table[dep.depends_on].division_code, one] += 1
    return counts


def _matrix(situation: Situation) -> Counter[tuple[str, str]]:
    counts: Counter[tuple[str, str]] = Counter()
    for (one, _, other), count in situation.once(_edges).items():
        counts[one, other] += count
    return counts


def _none_integrated(rows: Iterable[App]) -> bool | None:
    """Give False when every application is known to exchange no data; else None."""
    answers = {app.data_integrated for app in rows}
    return False if answers == {False} else None


def _levels_linked(situation: Situation) -> Iterator[Whole]:
    counts = situation.once(_matrix)
    by_level: dict[str, list[App]] = defaultdict(list)
    for kind, rows in situation.once(apps_by_owner).items():
        by_level[LEVELS[kind]] += rows
    for upper, lower in PAIRS:
        linked = True if counts[upper, lower] else _none_integrated(by_level[lower])
        yield judged(situation.profile.province, f"{upper}—{lower}", linked)


def _matrix_figures(situation: Situation) -> dict[str, str]:
    counts = situation.once(_matrix)
    return {f"{upper}—{lower} 应用依赖": str(counts[upper, lower]) for upper, lower in PAIRS}


def _counties_linked(situation: Situation) -> Iterator[Whole]:
    """Judge each county: its bureau's applications linked upwards and down to schools."""
    ends = {(code, other) for one, code, other in situation.once(_edges) if one == "县区"}
    up = {code for code, other in ends if other in {"省", "市"}}
    down = {code for code, other in ends if other == "校"}
    own: dict[str, list[App]] = defaultdict(list)
    for app in situation.once(apps_by_owner)[OrgKind.COUNTY_BUREAU]:
        own[app.division_code].append(app)
    for code, rows in own.items():
        linked = True if code in up & down else _none_integrated(rows)
        yield judged(code, place(situation, code), linked)


def _funnel(situation: Situation) -> dict[str, str]:
    """Give how many applications reached each stage, in the province and per city."""
    cities = situation.once(city_of)
    reached: dict[str, Counter[int]] = defaultdict(Counter)
    counts = Counter((app.division_code, app.stage) for app in apps(situation))
    for (code, stage), number in counts.items():
        if stage in STAGES:
            reached[cities.get(code, "")][STAGES.index(stage)] += number
    province = sum(reached.values(), Counter())
    return {"全省（市）漏斗": _steps(province)} | {
        f"{place(situation, code)}漏斗": _steps(reached[code]) for code in sorted(reached) if code
    }


def _steps(at: Counter[int]) -> str:
    return "→".join(
        f"{name} {sum(n for step, n in at.items() if step >= number)}"
        for number, name in enumerate(STAGES)
    )


def _sso_figures(situation: Situation) -> dict[str, str]:
    every = list(apps(situation))
    merged = {StrategyName.MERGE, StrategyName.RETIRE}
    left = sum(app.strategy not in merged for app in every)
    return {
        "整合前应用": str(len(every)),
        "整合后应用（去除关停、合并）": str(left),
        "统一认证": share_text(sum(app.sso is True for app in every), len(every)),
    }


RULES = (
    Rule(
        id="C10",
        item="统筹管理（台账完整）",
        document="S2",
        quote="实现数字校园建设项目、经费、算力设施、信息资产、数据和网络安全的统筹管理",
        use="VR",
        entity="区划",
        basis="每个区划内站点、机房、设备、应用的应填字段填写率不低于95%（本项目默认）；"
        "应填字段："
        + "；".join(f"{name} {'、'.join(cells)}" for name, cells in MANDATORY.items())
        + "。",
        rows=_completeness,
        holds=holds,
        figures=_completeness_figures,
    ),
    Rule(
        id="C13",
        item="接入数据共享交换平台",
        document="S0",
        quote="依托省数据共享交换平台",
        use="V",
        entity="应用",
        basis="apps.exchange 为 registered，或为 exempt 且写明理由；理由未写为未知。",
        rows=apps,
        holds=_exchange,
        figures=_tally("数据交换", "exchange"),
    ),
    Rule(
        id="C16",
        item="数据共享属性",
        document="S0",
        quote="共享为原则,不共享为例外",
        use="R",
        entity="应用",
        basis="apps.shared_data 为 shared；有条件共享或不共享须写明理由，未写为未知。",
        rows=apps,
        holds=_shared,
        figures=_tally("共享属性", "shared_data"),
    ),
    Rule(
        id="C21",
        item="三级联动",
        document="S4",
        quote="建设标准统一、数据融合互通、三级联动的一站式综合信息服务平台和网上服务大厅",
        use="R",
        entity="区县",
        basis="区县教育行政部门的应用既与市（省）级应用又与学校应用有依赖（deps）为满足；"
        "没有依赖记录为未知；其应用全部明确未对接数据（data_integrated 为否）为不满足。",
        rows=_counties_linked,
        holds=holds,
        figures=_matrix_figures,
    ),
    Rule(
        id="C24",
        item="应用整合与统一认证",
        document="S4",
        quote="推进各级各类教育应用系统整合,实现教育应用集中式管理、一站式服务",
        use="PR",
        entity="应用",
        basis="应用接入统一认证（apps.sso）为满足；整合前后的应用数另列。",
        rows=apps,
        holds=lambda app, _: app.sso,
        figures=_sso_figures,
    ),
    Rule(
        id="C26",
        item="清查编目等七步",
        document="S3",
        quote="加快推进本单位各类业务系统和数据的清查、编目、清理、整合、接入、共享与协同",
        use="PVR",
        entity="应用",
        basis="apps.stage 为清查、编目、清理、整合、接入、共享、协同之一为满足，其他词为不满足；"
        "漏斗给出到达每一步的应用数。",
        rows=apps,
        holds=lambda app, _: one_of(app.stage, STAGES),
        figures=_funnel,
    ),
    Rule(
        id="C28",
        item="统一数据交换平台",
        document="S3",
        quote="统一接入全省教育数据交换平台",
        use="V",
        entity="应用",
        basis="apps.exchange 为 registered 为满足；与C13不同，豁免不算接入。",
        rows=apps,
        holds=lambda app, _: equals(app.exchange, "registered"),
        figures=_tally("数据交换", "exchange"),
    ),
    Rule(
        id="C29",
        item="数据通和应用通",
        document="S3",
        quote="基本实现省、市、县区和高校之间的“数据通”和“应用通”",
        use="R",
        entity="层级对",
        basis="省—市、省—县区、市—县区、省—高校之间有应用依赖（deps）为满足；没有记录为未知；"
        "下级应用全部明确未对接数据为不满足。",
        rows=_levels_linked,
        holds=holds,
        due=dt.date(2022, 12, 31),
        figures=_matrix_figures,
    ),
    Rule(
        id="C30",
        item="两端融合",
        document="S3",
        quote="推动“陕西教育管理综合服务平台”“陕西教育人人通综合服务平台”等各类教育平台的“两端融合”",
        use="R",
        entity="应用",
        basis="apps.portal_integrated 与 apps.data_integrated 均为是。",
        rows=apps,
        holds=lambda app, _: all_of(app.portal_integrated, app.data_integrated),
    ),
)
