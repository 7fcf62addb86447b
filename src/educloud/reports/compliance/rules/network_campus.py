"""Rules N on campus networks: all-optical, wireless, bandwidth to school and to class."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from educloud.inventory.models import Site, SiteKind
from educloud.inventory.pon import Direction, room_mbps
from educloud.reports.compliance.rule import Rule
from educloud.reports.compliance.rules.logic import all_of, at_least, begun, holds_all
from educloud.reports.compliance.rules.network_norms import TOWN, VILLAGE, exit_floor, urban
from educloud.reports.compliance.rules.rows import K12, counts_text, k12
from educloud.reports.compliance.rules.wording import tally_of, tally_text
from educloud.reports.compliance.situation import Situation

URBAN_CLASSES = {
    "111": "主城区",
    "112": "城乡结合区",
    "121": "镇中心区",
    "122": "镇乡结合区",
    "123": "特殊区域",
    "210": "乡中心区",
    "220": "村庄",
}
OTHER_SCHOOLS = (SiteKind.KINDERGARTEN, SiteKind.SECONDARY_VOCATIONAL, SiteKind.UNIVERSITY)
FUSED = ("wired", "wifi", "iot")
PON = "pon"


def all_optical(site: Site, situation: Situation) -> bool | None:
    """Tell whether a campus is all-optical and wireless everywhere, by the day of the report."""
    return all_of(
        None if site.optical is None else site.optical != "none",
        at_least(site.wifi_coverage, 1),
        begun(site.optical_on, situation.as_of),
        begun(site.wifi_on, situation.as_of),
    )


def optical_since(site: Site, _: Situation) -> dt.date | None:
    """Give the day from which both held; None while one of the days is unknown."""
    if site.optical_on is None or site.wifi_on is None:
        return None
    return max(site.optical_on, site.wifi_on)


def _town_or_unplaced(situation: Situation) -> list[Site]:
    schools = situation.sites_of_kinds(K12 - {SiteKind.TEACHING_POINT})
    return [site for site in schools if urban(site) != VILLAGE]


def _town_optical(site: Site, situation: Situation) -> bool | None:
    return all_optical(site, situation) if urban(site) == TOWN else None


def _village(situation: Situation) -> list[Site]:
    point = SiteKind.TEACHING_POINT
    return [site for site in k12(situation) if site.kind is point or urban(site) == VILLAGE]


def _by_class(situation: Situation, schools: Iterable[Site]) -> dict[str, str]:
    groups: dict[str, list[bool | None]] = {}
    for site in schools:
        if urban(site) is None:
            name = "城乡分类未知" + ("的教学点" if site.kind is SiteKind.TEACHING_POINT else "")
        else:
            name = f"{site.urban_class} {URBAN_CLASSES.get(site.urban_class or '', '')}".strip()
        groups.setdefault(name, []).append(all_optical(site, situation))
    return {name: tally_text(groups[name]) for name in sorted(groups)}


def _town_figures(situation: Situation) -> dict[str, str]:
    unplaced = [site for site in _town_or_unplaced(situation) if urban(site) is None]
    return {
        **_by_class(situation, _town_or_unplaced(situation)),
        "不能归类而计为未知的学校": str(len(unplaced)),
    }


def _speeds(_: Situation) -> dict[tuple[str, int, Direction], float | None]:
    return {}


def class_mbps(site: Site, situation: Situation, direction: Direction) -> float | None:
    """Give what the least served classroom has: measured, else computed for a PON."""
    if site.class_mbps is not None or site.optical != PON:
        return site.class_mbps
    if site.pon_type is None or site.pon_split is None:
        return None
    known = situation.once(_speeds)
    key = (site.pon_type, site.pon_split, direction)
    if key not in known:
        known[key] = room_mbps(situation.profile, *key)
    return known[key]


class _Bandwidth(NamedTuple):
    uplink: bool | None  # against the stricter of all floors
    room: bool | None
    by_class: bool | None  # against the national floor alone


def _bandwidths(situation: Situation) -> Mapping[str, _Bandwidth]:
    limit = situation.profile.threshold
    floor, room_floor = limit("uplink_mbps"), limit("class_mbps")
    found = {}
    for site in k12(situation):
        by_class = exit_floor(site, situation)
        strictest = floor if by_class is None else max(floor, by_class)
        found[site.site_id] = _Bandwidth(
            at_least(site.uplink_mbps, strictest),
            at_least(class_mbps(site, situation, Direction.DOWN), room_floor),
            at_least(site.uplink_mbps, by_class),
        )
    return found


def _bandwidth(site: Site, situation: Situation) -> bool | None:
    found = situation.once(_bandwidths)[site.site_id]
    return all_of(found.uplink, found.room)


def _bandwidth_figures(situation: Situation) -> dict[str, str]:
    schools, profile = k12(situation), situation.profile
    verdicts = situation.once(_bandwidths).values()
    s2, basic = profile.threshold("uplink_mbps"), profile.threshold("basic_uplink_mbps")
    return {
        "上联（取严）": tally_text(one.uplink for one in verdicts),
        "班级带宽": tally_text(one.room for one in verdicts),
        f"上联按S2（{s2:g}M）": tally_of((site.uplink_mbps for site in schools), s2),
        f"上联按评估标准V2.0（{basic:g}M）": tally_of(
            (site.uplink_mbps for site in schools), basic
        ),
        "上联按S1班均": tally_text(one.by_class for one in verdicts),
        **_passive_figures(situation),
        "有线全覆盖": tally_of((site.wired_coverage for site in schools), 1),
        "无线全覆盖": tally_of((site.wifi_coverage for site in schools), 1),
    }


def _passive_figures(situation: Situation) -> dict[str, str]:
    floor = situation.profile.threshold("class_mbps")
    passive = [site for site in k12(situation) if site.optical == PON]
    unmeasured = [site for site in passive if site.class_mbps is None]
    return {
        "PON学校": tally_text(situation.once(_bandwidths)[site.site_id].room for site in passive),
        **{
            f"PON推算{name}（未实测的）": tally_text(
                at_least(class_mbps(site, situation, direction), floor) for site in unmeasured
            )
            for name, direction in (("下行", Direction.DOWN), ("上行", Direction.UP))
        },
    }


def _not_passive(situation: Situation) -> list[Site]:
    return [site for site in k12(situation) if site.optical != PON]


def _ethernet(site: Site, _: Situation) -> bool | None:
    return None if site.optical is None else site.optical == "eth_optical"


def _design_figures(situation: Situation) -> dict[str, str]:
    counts: Counter[str | None] = Counter(site.optical for site in k12(situation))
    passive = Counter(
        f"{site.pon_type or '类型未知'} 1:{site.pon_split or '?'}"
        for site in k12(situation)
        if site.optical == PON
    )
    return {
        "以太全光": str(counts["eth_optical"]),
        "PON（提示，不计不合格）": str(counts[PON]),
        "PON类型与分光比": counts_text(passive.most_common()),
        "非全光": str(counts["none"]),
        "未知": str(counts[None]),
    }


def _fused(site: Site, _: Situation) -> bool | None:
    return holds_all(site.segments, FUSED)


def _fused_figures(situation: Situation) -> dict[str, str]:
    names = {"wired": "有线", "wifi": "无线", "iot": "物联网", "5g": "5G"}
    return {
        f"含{name}": tally_text(holds_all(site.segments, (word,)) for site in k12(situation))
        for word, name in names.items()
    }


def _other_figures(situation: Situation) -> dict[str, str]:
    others = situation.sites_of_kinds(OTHER_SCHOOLS)
    floor = situation.profile.threshold("wifi_gen")
    return {f"无线第{floor:g}代及以上": tally_of((s.wifi_gen for s in others), floor)}


RULES = (
    Rule(
        id="N08",
        item="城镇学校全光网与无线",
        document="S2",
        quote="2024年底前,完成城镇学校校园网全光网改造和无线网络覆盖",
        use="PVR",
        entity="城镇中小学校",
        basis="城乡分类代码以1开头的中小学校（教学点归N09）：optical 为 eth_optical 或 pon，"
        "无线覆盖率为1。"
        "城乡分类未知的学校不能归类，在本条计为未知，N09不再计。"
        "达成日期取 optical_on 与 wifi_on 的较晚者。",
        rows=_town_or_unplaced,
        holds=_town_optical,
        due=dt.date(2024, 12, 31),
        since=optical_since,
        figures=_town_figures,
    ),
    Rule(
        id="N09",
        item="其余学校全光网与无线",
        document="S2",
        quote="2025年底前,完成其余学校(含教学点)校园网全光网改造和无线网络覆盖",
        use="PVR",
        entity="乡村中小学校和教学点",
        basis="城乡分类代码以2开头的中小学校和全部教学点，口径同N08。",
        rows=_village,
        holds=all_optical,
        due=dt.date(2025, 12, 31),
        since=optical_since,
        figures=lambda situation: _by_class(situation, _village(situation)),
    ),
    Rule(
        id="N10",
        item="千兆到校、百兆到班",
        document="S2",
        quote="实现宽带网络千兆到校、百兆到班,有线、无线网络全覆盖",
        use="PBV",
        entity="中小学校（含教学点）",
        basis="上联不低于1000M，且带宽最低的教室不低于100M。几份文件不一致时取严："
        "班数已知而班均口径（S1）"
        "高于1000M的取班均口径；各口径分列。教室带宽先取实测 class_mbps，PON未实测的按"
        "净荷×效率/分光比推算下行（净荷 GPON 2300M、XGS-PON 8500M，未核实），上行另列。",
        rows=k12,
        holds=_bandwidth,
        figures=_bandwidth_figures,
    ),
    Rule(
        id="N11",
        item="优先以太全光",
        document="S2",
        quote="鼓励采用以太光网模式",
        use="PR",
        entity="中小学校（不含PON）",
        basis="鼓励项，无期限：optical 为 eth_optical 为满足，none 为不满足；PON只作提示，"
        "不计入本条。",
        rows=_not_passive,
        holds=_ethernet,
        figures=_design_figures,
    ),
    Rule(
        id="N13",
        item="有线、无线、5G、物联网融合",
        document="S2",
        quote="促进校园有线网、无线网、5G网络、物联网有机融合",
        use="BV",
        entity="中小学校（含教学点）",
        basis="segments 同时含 wired、wifi、iot（5g 只列出）。"
        "台账中的每个网段对应一个VRF，其间策略由下发配置声明，由网络核验检查。",
        rows=k12,
        holds=_fused,
        figures=_fused_figures,
    ),
    Rule(
        id="N15",
        item="其他学校全光网与新一代无线",
        document="S0",
        quote="支持各级各类学校开展校园网络全光网改造,推进5G、IPv6、"
        "新一代无线局域网等网络技术的落地应用",
        use="PR",
        entity="幼儿园、中职学校、高校",
        basis="口径同N08，文件为“支持”，无期限；中小学校见N08、N09。无线代次（默认第6代及以上）只列出。",
        rows=lambda situation: situation.sites_of_kinds(OTHER_SCHOOLS),
        holds=all_optical,
        since=optical_since,
        figures=_other_figures,
    ),
)
