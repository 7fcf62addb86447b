"""The report's lists as columns and rows, in Chinese; what is unknown says so."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from educloud.migration.score import HIT, Fact, Score
from educloud.reports.compliance.annex_lines import (
    DoubleNonLine,
    PonLine,
    RoomLine,
    SignLine,
    UrbanLine,
)
from educloud.reports.compliance.rules.cloud_moves import HOSTING_NAMES, VERDICT_NAMES

Cell = str | float
UNKNOWN = "未知"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A list for readers: a title, its columns, its rows, and how it is to be read."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""


def room_sheet(lines: tuple[RoomLine, ...]) -> Sheet:
    """Show the rooms: scores, verdict, coverage and what is unknown."""
    scores = ("低", "小", "散", "旧")
    return Sheet(
        "低小散旧机房",
        ("机房", "名称", "区划", "结论", *scores, "应用数", "已知项占比", "未知项"),
        tuple(
            (
                line.room.room_id,
                line.room.name,
                line.place,
                VERDICT_NAMES[line.assessment.verdict],
                *(
                    UNKNOWN if score.value is None else round(score.value, 2)
                    for score in line.assessment.scores
                ),
                len(line.assessment.apps),
                round(line.assessment.coverage, 2),
                "、".join(name for score in line.assessment.scores for name in score.unknown),
            )
            for line in lines
        ),
        f"每项0至1，只用已知项计算，达到{HIT}记1项：3项及以上关停、2项归并、1项改造、0项保留；"
        "阈值为本项目默认，没有适用于1至20柜机房的公开标准。",
    )


def fact_sheet(lines: tuple[RoomLine, ...]) -> Sheet:
    """Show every input of every score: what was found and what it adds, a column each."""
    facts = [(score.name, fact) for score in _scores(lines[:1]) for fact in score.facts]
    return Sheet(
        "机房评分明细",
        ("机房", "名称", *(f"{score}：{fact.name}（{fact.rule}）" for score, fact in facts)),
        tuple(
            (
                line.room.room_id,
                line.room.name,
                *(_found(fact) for score in line.assessment.scores for fact in score.facts),
            )
            for line in lines
        ),
        "每格为所见与计入的分值（0至1）；低为各已知项的平均，散为加权平均，旧取最大；未知的不参加计算。",
    )


def _scores(lines: tuple[RoomLine, ...]) -> tuple[Score, ...]:
    return tuple(score for line in lines for score in line.assessment.scores)


def _found(fact: Fact) -> str:
    if fact.share is None:
        return UNKNOWN if fact.found == UNKNOWN else f"{fact.found}，计入未知"
    return f"{fact.found}，计{round(fact.share, 2):g}"


def sign_sheet(title: str, lines: tuple[SignLine, ...]) -> Sheet:
    """Show applications with the signs that show and those unknown."""
    return Sheet(
        title,
        ("应用", "名称", "主管单位", "区划", "迹象", "未知的迹象"),
        tuple(
            (
                line.app.app_id,
                line.app.name,
                line.app.owner_org,
                line.place,
                "、".join(line.signs.shown),
                "、".join(line.signs.unknown),
            )
            for line in lines
        ),
        "出现2个迹象为僵尸系统，1个为疑似；阈值为本项目默认。",
    )


def double_non_sheet(lines: tuple[DoubleNonLine, ...], unknown: int) -> Sheet:
    """Show the 双非 applications; ``unknown`` counts those nobody can tell of."""
    return Sheet(
        "双非系统",
        ("应用", "名称", "主管单位", "区划", "地址", "域名", "部署位置", "承诺书"),
        tuple(
            (
                line.app.app_id,
                line.app.name,
                line.app.owner_org,
                line.place,
                line.app.ipv4 or UNKNOWN,
                line.app.domain or UNKNOWN,
                HOSTING_NAMES[line.app.hosting] if line.app.hosting else UNKNOWN,
                {True: "已签", False: "未签", None: UNKNOWN}[line.app.undertaking],
            )
            for line in lines
        ),
        "既无自有地址（在托管方、公有云或写明“无”）又无自有域名（不在 edu.cn、"
        "gov.cn 和本省域名之下）；"
        f"另有{unknown}个应用无法判断。应关停、限制访问，或签承诺书后纳入管理。",
    )


def urban_sheet(lines: tuple[UrbanLine, ...], as_of: dt.date) -> Sheet:
    """Show by when the schools of each urban class are due, and how many are done."""
    return Sheet(
        "城乡分类与期限",
        ("城乡代码", "分类", "规则", "期限", "是否到期", "已完成", "未完成", "未知"),
        tuple(
            (
                line.code,
                line.name,
                line.rule,
                line.due.isoformat() if line.due else UNKNOWN,
                UNKNOWN if line.due is None else "已到期" if as_of > line.due else "未到期",
                line.done,
                line.open,
                line.unknown,
            )
            for line in lines
        ),
        "完成指校园网全光网（以太全光或PON）且无线覆盖率为100%；代码以1开头为城镇，"
        "其余学校和教学点期限较后。",
    )


def pon_sheet(lines: tuple[PonLine, ...]) -> Sheet:
    """Show what a classroom of each PON school gets."""
    said = {True: "达到", False: "不达", None: UNKNOWN}
    return Sheet(
        "PON到班带宽",
        (
            "站点",
            "名称",
            "区划",
            "制式",
            "分光比",
            "下行Mbps",
            "上行Mbps",
            "要求Mbps",
            "下行",
            "上行",
        ),
        tuple(
            (
                line.site.site_id,
                line.site.name,
                line.place,
                line.site.pon_type or UNKNOWN,
                f"1:{line.site.pon_split}" if line.site.pon_split else UNKNOWN,
                UNKNOWN if line.down_mbps is None else round(line.down_mbps, 1),
                UNKNOWN if line.up_mbps is None else round(line.up_mbps, 1),
                line.wanted_mbps,
                said[line.down],
                said[line.up],
            )
            for line in lines
        ),
        "每间教室=线路净荷×效率÷分光比，按占满时计；净荷未核实。下行决定百兆到班，上行达到为双向对称。",
    )
