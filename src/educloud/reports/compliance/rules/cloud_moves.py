"""Rules C on leaving the server rooms: rooms, moves, exits, duplicates, zombies."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from educloud.inventory.models import App, Hosting, Org, OrgKind, Room, StrategyName
from educloud.migration.assess import WHOLLY_IN_SCOPE
from educloud.migration.score import VERDICTS
from educloud.reports.compliance.rule import Rule
from educloud.reports.compliance.rules.logic import all_of, any_of
from educloud.reports.compliance.rules.rows import (
    apps,
    counts_text,
    given,
    left_on,
    off_the_rooms,
    owned_by,
)
from educloud.reports.compliance.situation import Situation

DUE = dt.date(2025, 12, 31)
VERDICT_NAMES = {"close": "关停", "merge": "归并", "retrofit": "改造", "keep": "保留"}
HOSTING_NAMES = {
    Hosting.OWN_ROOM: "自建机房",
    Hosting.HOSTED: "托管",
    Hosting.GOV_CLOUD: "政务云",
    Hosting.PUBLIC_CLOUD: "公有云",
}
# Of these owners only the generic applications must move.
GENERIC_ONLY = frozenset({OrgKind.UNIVERSITY, OrgKind.PROVINCIAL_BODY, OrgKind.PROVINCE_BUREAU})
CLOSING_HITS = VERDICTS.index("close")
LOCAL = frozenset({OrgKind.CITY_BUREAU, OrgKind.COUNTY_BUREAU})
GONE = frozenset({StrategyName.RETIRE, StrategyName.MERGE})


def _room(room: Room, situation: Situation) -> bool | None:
    found = situation.room_assessments[room.room_id]
    if found.verdict == "close":
        return False
    hits = sum(score.hit for score in found.scores)
    open_scores = sum(score.value is None for score in found.scores)
    thin = found.coverage < situation.profile.threshold("room_coverage")
    return None if thin or hits + open_scores >= CLOSING_HITS else True


def _room_figures(situation: Situation) -> dict[str, str]:
    found = situation.room_assessments.values()
    counts = Counter(one.verdict for one in found)
    known = sum(one.coverage for one in found)
    return {
        "结论": counts_text((name, counts[verdict]) for verdict, name in VERDICT_NAMES.items()),
        "已知项平均占比": f"{known / len(found):.0%}" if found else "-",
    }


def _whole_scope(situation: Situation) -> list[App]:
    return owned_by(situation, WHOLLY_IN_SCOPE)


def _generic_scope(situation: Situation) -> list[App]:
    return [app for app in owned_by(situation, GENERIC_ONLY) if app.app_class != "special"]


def _in_scope(situation: Situation) -> list[App]:
    return _whole_scope(situation) + _generic_scope(situation)


def _generic_moved(app: App, situation: Situation) -> bool | None:
    # Of unknown class: nobody knows whether it counts, so it satisfies nothing either.
    return None if app.app_class is None else off_the_rooms(app, situation)


def _legal_exit(app: App, situation: Situation) -> bool | None:
    owner = situation.owner(app)
    if app.app_class is None and owner is not None and owner.kind in GENERIC_ONLY:
        return None
    gone = off_the_rooms(app, situation)
    if app.strategy is StrategyName.EXEMPT:
        return any_of(gone, _exempt(app, situation.as_of))
    return gone


def _exits(situation: Situation) -> Mapping[str, bool | None]:
    return {app.app_id: _legal_exit(app, situation) for app in situation.once(_in_scope)}


def _exempt(app: App, as_of: dt.date) -> bool | None:
    """Tell whether an exemption is whole: reason, approver, and a review that is not overdue."""
    review = app.exempt_review_on
    return all_of(
        given(app.strategy_reason),
        given(app.exempt_approver),
        None if review is None else review >= as_of,
    )


def _move_figures(rows: Iterable[App], situation: Situation) -> dict[str, str]:
    hosting: Counter[str] = Counter()
    seen = exempt = 0
    for app in rows:
        hosting[HOSTING_NAMES[app.hosting] if app.hosting else "未知"] += 1
        seen += app.app_id in situation.measured.moved
        exempt += app.strategy is StrategyName.EXEMPT
    return {
        "部署位置": counts_text(hosting.most_common()),
        "由本工具迁移并验证": str(seen),
        "申请豁免": str(exempt),
    }


def _exit_figures(situation: Situation) -> dict[str, str]:
    ways: Counter[str] = Counter()
    exits = situation.once(_exits)
    for app in situation.once(_in_scope):
        verdict = exits[app.app_id]
        if verdict and app.strategy is StrategyName.EXEMPT and not off_the_rooms(app, situation):
            ways["豁免"] += 1
        elif verdict:
            names = {StrategyName.RETIRE: "关停", StrategyName.MERGE: "合并"}
            ways[names.get(app.strategy, "迁移") if app.strategy else "迁移"] += 1
        else:
            ways["未知" if verdict is None else "未退出"] += 1
    return {"退出方式": counts_text(ways.most_common())}


def _school_generic(situation: Situation) -> Iterator[App]:
    schools = owned_by(situation, frozenset({OrgKind.SCHOOL}))
    return (app for app in schools if app.app_class != "special")


def _merge_first(app: App, situation: Situation) -> bool | None:
    if app.strategy in GONE or app.replaced_by or off_the_rooms(app, situation):
        return True
    if app.app_class is None or app.strategy is None:
        return None
    return given(app.strategy_reason)


def _merge_figures(situation: Situation) -> dict[str, str]:
    counts = Counter(
        (app.division_code, app.function) for app in _school_generic(situation) if app.function
    )
    return {"同县同功能的通用应用（组）": str(sum(count > 1 for count in counts.values()))}


def _above_unused(app: App, situation: Situation) -> bool | None:
    """Judge a local application: it repeats no provincial one, or is to give way to it."""
    if app.strategy in GONE or app.replaced_by:
        return True
    provincial = situation.once(_provincial_functions)
    return app.function not in provincial if provincial and app.function else None


def _provincial_functions(situation: Situation) -> frozenset[str]:
    rows = owned_by(situation, {OrgKind.PROVINCE_BUREAU, OrgKind.PROVINCIAL_BODY})
    return frozenset(app.function for app in rows if app.function)


def _alone(app: App, situation: Situation) -> bool | None:
    """Judge whether no other application has its function for its users under its parent."""
    if app.strategy in GONE or app.replaced_by:
        return True
    use = situation.once(_use_of)[app.app_id]
    return None if use is None else situation.once(_uses)[use] == 1


def _uses(situation: Situation) -> Counter[tuple[str, str, str]]:
    of = situation.once(_use_of)
    uses = (of[app.app_id] for app in apps(situation) if app.strategy not in GONE)
    return Counter(use for use in uses if use is not None)


def _use_of(situation: Situation) -> Mapping[str, tuple[str, str, str] | None]:
    return {app.app_id: _use(app, situation) for app in apps(situation)}


def _use(app: App, situation: Situation) -> tuple[str, str, str] | None:
    if app.function is None or app.user_org is None:
        return None
    owner = situation.owner(app)
    return app.function, app.user_org, _parent(owner) if owner else app.division_code


def _parent(owner: Org) -> str:
    return owner.tenant_parent or owner.division_code


def _duplicate_figures(situation: Situation) -> dict[str, str]:
    groups = situation.once(_uses)
    return {"重复建设（组）": str(sum(count > 1 for count in groups.values()))}


def shut_down(app: App, situation: Situation) -> bool:
    """Tell whether an application is known to be retired already."""
    return app.strategy is StrategyName.RETIRE and left_on(app, situation) is not None


def _zombie(app: App, situation: Situation) -> bool | None:
    if shut_down(app, situation):
        return True
    zombie = situation.app_signs[app.app_id].zombie
    return None if zombie is None else not zombie


def _zombie_figures(situation: Situation) -> dict[str, str]:
    signs = situation.app_signs.values()
    shown = Counter(name for one in signs for name in one.shown)
    return {
        "僵尸系统": str(sum(one.zombie is True for one in signs)),
        "疑似（只有一个迹象）": str(sum(len(one.shown) == 1 for one in signs)),
        "迹象": counts_text(shown.most_common()),
    }


RULES = (
    Rule(
        id="C03",
        item="低小散旧机房整合",
        document="S0",
        quote="淘汰整合教育行政部门和学校“低小散旧”的数据中心",
        use="PR",
        entity="机房",
        basis="按低、小、散、旧四项评分（各0至1，只用已知项），达到0.6记1项：3项及以上关停、2项归并、"
        "1项改造、0项保留；仍在台账中而结论为关停的为不满足。未知的评分项可能使其达到3项，"
        "或已知项占比低于50%的，为未知。没有适用于1至20柜机房的公开标准，阈值均为本项目默认。",
        rows=lambda situation: situation.inventory.rooms.values(),
        holds=_room,
        figures=_room_figures,
    ),
    Rule(
        id="C04",
        item="应迁尽迁（市县和中小学）",
        document="S0",
        quote="市县教育行政部门及所属中等及中等以下各类学校的全部信息化应用迁移至云平台",
        use="PVR",
        entity="应用",
        basis="主管单位为市、县教育行政部门和学校的全部应用：部署在政务云或公有云，"
        "或已迁移、关停、合并（本工具的记录或 apps.migrated_on）为满足；托管机房不是云；"
        "部署位置未知为未知。豁免见C06，在此不算满足。",
        rows=lambda situation: situation.once(_whole_scope),
        holds=off_the_rooms,
        due=DUE,
        since=left_on,
        figures=lambda situation: _move_figures(situation.once(_whole_scope), situation),
    ),
    Rule(
        id="C05",
        item="应迁尽迁（高校和省属机构）",
        document="S0",
        quote="各高等学校及省属教育机构的通用型应用迁移至云平台",
        use="PVR",
        entity="应用",
        basis="主管单位为高校、省属机构和省级教育行政部门的通用应用，判法同C04；"
        "通用或专用未知的不知是否在范围内，为未知；专用应用不在范围内。",
        rows=lambda situation: situation.once(_generic_scope),
        holds=_generic_moved,
        due=DUE,
        since=left_on,
        figures=lambda situation: _move_figures(situation.once(_generic_scope), situation),
    ),
    Rule(
        id="C06",
        item="合法退出方式",
        document="S0",
        quote="按照应迁尽迁原则,2025年",
        use="R",
        entity="应用",
        basis="范围内（C04、C05）的应用只有四种合法退出：已迁移、已关停、已合并、豁免；"
        "豁免须有理由、批准人和尚未到期的复核日期，缺一项为未知，复核过期为不满足。",
        rows=lambda situation: situation.once(_in_scope),
        holds=lambda app, situation: situation.once(_exits)[app.app_id],
        due=DUE,
        since=left_on,
        figures=_exit_figures,
    ),
    Rule(
        id="C09",
        item="通用应用区域部署",
        document="S2",
        quote="以“开放平台+微服务”的架构",
        use="P",
        entity="学校通用应用",
        basis="学校的通用应用先考虑并入区域应用：已在云上、决定合并或关停、有替代系统为满足；"
        "决定单独迁移的须写明理由；尚未决定、通用或专用未知为未知。",
        rows=_school_generic,
        holds=_merge_first,
        figures=_merge_figures,
    ),
    Rule(
        id="C14",
        item="用好上级系统",
        document="S0",
        quote="市县级主要在用好上级系统的同时",
        use="P",
        entity="市县应用",
        basis="市县教育行政部门的应用与省级系统功能相同（apps.function）的，"
        "须已列为关停、合并或有替代系统；功能未填或省级系统功能均未填为未知。",
        rows=lambda situation: owned_by(situation, LOCAL),
        holds=_above_unused,
    ),
    Rule(
        id="C25",
        item="避免重复建设",
        document="S4",
        quote="鼓励各教育单位使用市、区二级公共服务及购买社会服务,避免重复建设",
        use="P",
        entity="应用",
        basis="同一上级之下功能相同（apps.function）且使用单位相同（apps.user_org）的应用多于1个即为重复；"
        "已列为关停、合并或有替代系统的除外；功能或使用单位未填为未知。",
        rows=apps,
        holds=_alone,
        figures=_duplicate_figures,
    ),
    Rule(
        id="C27",
        item="清除僵尸系统",
        document="S3",
        quote="摸清信息系统和数据底数,消除“僵尸”信息系统",
        use="PVR",
        entity="应用",
        basis="六个迹象（超过180天无人登录；月活少于10人或不足注册的1%；CPU低于5%；"
        "两年无更新且维保到期；已有替代系统；高危漏洞超过90天未修复）出现2个即为僵尸系统，"
        "未关停为不满足；未知的迹象可能凑满2个的为未知。阈值为本项目默认。",
        rows=apps,
        holds=_zombie,
        figures=_zombie_figures,
    ),
)
