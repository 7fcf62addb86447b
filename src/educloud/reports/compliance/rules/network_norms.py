"""Rules N on national and provincial norms of schools: floors, baselines, classrooms."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import lru_cache

from educloud.inventory.models import Site, SiteKind
from educloud.reports.compliance.rule import Rule, Whole
from educloud.reports.compliance.rules.logic import (
    all_of,
    any_of,
    at_least,
    begun,
    holds_all,
    share_reaches,
    words,
)
from educloud.reports.compliance.rules.network_lines import linked, up
from educloud.reports.compliance.rules.reporting_schools import NETWORKS
from educloud.reports.compliance.rules.rows import K12, holds, judged, k12, share_text
from educloud.reports.compliance.rules.wording import tally_of, tally_text
from educloud.reports.compliance.situation import Situation

TOWN, VILLAGE = "1", "2"  # first digit of the urban class code: 城镇, 乡村
SCHOOLS = K12 | {SiteKind.KINDERGARTEN, SiteKind.SECONDARY_VOCATIONAL, SiteKind.UNIVERSITY}


def urban(site: Site) -> str | None:
    """Give ``TOWN`` or ``VILLAGE``; None when the urban class is unknown or of neither."""
    first = site.urban_class[:1] if site.urban_class else None
    return first if first in (TOWN, VILLAGE) else None


def exit_floor(site: Site, situation: Situation) -> float | None:
    """Give the national floor of a school's exit in Mbps; None while class or place is unknown."""
    profile = situation.profile
    if site.kind is SiteKind.TEACHING_POINT:
        return profile.threshold("point_mbps")
    place = urban(site)
    if place is None or site.classes is None:
        return None
    name = "town_class_mbps" if place == TOWN else "rural_class_mbps"
    return profile.threshold(name) * site.classes


def _exempt(site: Site) -> bool:
    """Tell whether a place is known as not able, with a reason; without one it is not exempt."""
    return site.able is False and bool(site.exempt_reason)


def _where_able(site: Site, met: bool | None) -> bool | None:  # noqa: FBT001  a verdict
    """Judge what only those able must do: a miss counts only when they are known to be able."""
    return None if met is False and (site.able is None or _exempt(site)) else met


def _floored(situation: Situation) -> list[Site]:
    return [site for site in k12(situation) if not (_exempt(site) and _rural(site))]


def _rural(site: Site) -> bool:
    return site.kind is SiteKind.TEACHING_POINT or urban(site) == VILLAGE


def _floor_met(site: Site, situation: Situation) -> bool | None:
    profile, mbps = situation.profile, site.uplink_mbps
    if site.kind is SiteKind.TEACHING_POINT:
        return _where_able(site, at_least(mbps, profile.threshold("point_mbps")))
    if site.classes is None:
        return None
    town = at_least(mbps, profile.threshold("town_class_mbps") * site.classes)
    rural = at_least(mbps, profile.threshold("rural_class_mbps") * site.classes)
    village = _where_able(site, rural)
    place = urban(site)
    if place is None:
        return town if town == village else None
    return town if place == TOWN else village


def _floors_met(situation: Situation) -> dict[str, bool | None]:
    return {site.site_id: _floor_met(site, situation) for site in situation.once(_floored)}


def _floor_figures(situation: Situation) -> dict[str, str]:
    schools = k12(situation)
    groups = {
        "城镇学校（10M/班）": lambda site: not _is_point(site) and urban(site) == TOWN,
        "农村学校（5M/班）": lambda site: not _is_point(site) and urban(site) == VILLAGE,
        "教学点（4M）": _is_point,
    }
    floored, verdicts = situation.once(_floored), situation.once(_floors_met)
    return {
        **{
            name: tally_text(verdicts[site.site_id] for site in floored if belongs(site))
            for name, belongs in groups.items()
        },
        "不具备条件且说明理由（不计）": str(len(schools) - len(floored)),
        "不具备条件但未说明理由": str(
            sum(site.able is False and not site.exempt_reason for site in schools)
        ),
    }


def _is_point(site: Site) -> bool:
    return site.kind is SiteKind.TEACHING_POINT


def _eastern(situation: Situation) -> bool:
    return situation.profile.threshold("eastern") > 0


def _wireless_rows(situation: Situation) -> list[Site]:
    schools = situation.sites_of_kinds(SCHOOLS)
    if _eastern(situation):
        return schools
    return [one for one in schools if urban(one) != VILLAGE and one.able is not False]


def _wireless(site: Site, situation: Situation) -> bool | None:
    met = all_of(at_least(site.wifi_coverage, 1), begun(site.wifi_on, situation.as_of))
    if _eastern(situation):
        return met
    return None if urban(site) is None else _where_able(site, met)


def wifi_since(site: Site, _: Situation) -> dt.date | None:
    """Give the day from which on Wi-Fi was everywhere."""
    return site.wifi_on


def _baseline(
    situation: Situation, uplink_floor: float, internet: float, multimedia: float
) -> Iterator[Whole]:
    """Give two rows, share of schools on the Internet and of classrooms with multimedia."""
    province = situation.profile.province
    verdicts = [at_least(site.uplink_mbps, uplink_floor) for site in k12(situation)]
    on, unsure = verdicts.count(True), verdicts.count(None)
    yield judged(province, "互联网接入率", share_reaches(on, unsure, len(verdicts), internet))
    yield judged(province, "多媒体教室覆盖率", _rooms_reach(situation, multimedia))


def _rooms_reach(situation: Situation, wanted: float) -> bool | None:
    """Judge the share of classrooms; a school of unknown size leaves it open."""
    rooms = fitted = unsure = 0
    for site in k12(situation):
        if site.rooms_in_use is None:
            return None
        rooms += site.rooms_in_use
        if site.multimedia_rooms is None:
            unsure += site.rooms_in_use
        else:
            fitted += min(site.multimedia_rooms, site.rooms_in_use)
    return share_reaches(fitted, unsure, rooms, wanted)


def _baseline_2020(situation: Situation) -> Iterator[Whole]:
    profile = situation.profile
    floor = profile.threshold("basic_uplink_mbps")
    return _baseline(situation, floor, 1.0, profile.threshold("multimedia_2020"))


def _baseline_2015(situation: Situation) -> Iterator[Whole]:
    profile, some = situation.profile, 1e-9  # any speed at all is access
    shares = profile.threshold("internet_2015"), profile.threshold("multimedia_2015")
    return _baseline(situation, some, *shares)


def _baseline_figures(situation: Situation) -> dict[str, str]:
    schools = k12(situation)
    floor = situation.profile.threshold("basic_uplink_mbps")
    return {
        f"上联不低于{floor:g}M": tally_of((site.uplink_mbps for site in schools), floor),
        "有上联带宽": tally_of((site.uplink_mbps for site in schools), 1e-9),
        **situation.once(_room_figures),
    }


def _points(situation: Situation) -> list[Site]:
    points = situation.sites_of_kinds([SiteKind.TEACHING_POINT])
    return [site for site in points if site.able is not False]


def _broadband(site: Site, situation: Situation) -> bool | None:
    line = linked(site, situation)
    if site.uplink_mbps is None:  # no line of the private network: perhaps another one
        return line or None
    return _where_able(site, any_of(site.uplink_mbps > 0, line))


def _points_figures(situation: Situation) -> dict[str, str]:
    points = situation.sites_of_kinds([SiteKind.TEACHING_POINT])
    return {"不具备条件（不计）": str(sum(site.able is False for site in points))}


def _multimedia(site: Site, _: Situation) -> bool | None:
    return at_least(site.multimedia_rooms, site.rooms_in_use)


def _interactive(site: Site, _: Situation) -> bool | None:
    return at_least(site.interactive_rooms, site.multimedia_rooms)


def _classrooms(site: Site, situation: Situation) -> bool | None:
    return all_of(_multimedia(site, situation), _interactive(site, situation))


def _room_figures(situation: Situation) -> dict[str, str]:
    sized = [site for site in k12(situation) if site.rooms_in_use is not None]
    fitted = [site for site in sized if site.multimedia_rooms is not None]
    both = [site for site in fitted if site.interactive_rooms is not None]
    in_use = sum(site.rooms_in_use or 0 for site in fitted)
    media = sum(min(site.multimedia_rooms or 0, site.rooms_in_use or 0) for site in fitted)
    equipped = sum(site.multimedia_rooms or 0 for site in both)
    active = sum(min(site.interactive_rooms or 0, site.multimedia_rooms or 0) for site in both)
    return {
        "多媒体教室/在用教室（已知部分）": share_text(media, in_use),
        "交互设备/多媒体教室（已知部分）": share_text(active, equipped),
        "教室数未知的学校": str(len(k12(situation)) - len(fitted)),
    }


def _tianjin_rooms(situation: Situation) -> dict[str, str]:
    baseline = situation.profile.threshold("multimedia_tianjin")
    return {
        **situation.once(_room_figures),
        "文件所列基线": f"接入 100%，多媒体教室 {baseline:.1%}",
    }


@lru_cache(maxsize=4096)
def _networks(segments: tuple[str, ...] | None) -> int | None:
    listed = words(segments)
    if listed is None:
        return None
    return len({NETWORKS[one] for one in listed & NETWORKS.keys()})


def _basic_items(site: Site, situation: Situation) -> tuple[tuple[int, bool | None], ...]:
    """Give the items of A1 that tables hold, each with its points."""
    profile = situation.profile
    wireless = any_of(at_least(site.wifi_coverage, 1), holds_all(site.segments, ("5g",)))
    return (
        (4, at_least(site.wired_coverage, 1)),
        (4, wireless),
        (3, at_least(site.uplink_mbps, profile.threshold("basic_uplink_mbps"))),
        (2, at_least(_networks(site.segments), profile.threshold("basic_networks"))),
    )


def _basics(situation: Situation) -> dict[str, tuple[tuple[int, bool | None], ...]]:
    return {site.site_id: _basic_items(site, situation) for site in k12(situation)}


def _basic(site: Site, situation: Situation) -> bool | None:
    items = situation.once(_basics)[site.site_id]
    return all_of(up(site, situation), *(verdict for _, verdict in items))


def _basic_figures(situation: Situation) -> dict[str, str]:
    scores = [
        sum(points for points, verdict in items if verdict)
        for items in situation.once(_basics).values()
        if None not in {verdict for _, verdict in items}
    ]
    mean = f"{sum(scores) / len(scores):.1f}" if scores else "未知"
    return {
        "四项平均得分（满分13，只计四项全部已知的学校）": f"{mean}（{len(scores)} 所）",
        "已通过基本标准": tally_text(site.basic_pass for site in k12(situation)),
    }


RULES = (
    Rule(
        id="N16",
        item="网络纳入办学条件基本标准",
        document="S0",
        quote="将网络环境纳入学校办学条件基本标准",
        use="R",
        entity="中小学校（含教学点）",
        basis="仅报告：学校的基本网络条件 = 专网接通（N02），并满足《河南省中小学数字校园评估标准"
        "（V2.0）》"
        "A1中台账可查的四项：有线全覆盖（4分）、无线或5G全覆盖（4分）、上联不低于100M（3分）、"
        "互联网、物联网、广播、电视、安防网至少3类融合（2分）。",
        rows=k12,
        holds=_basic,
        figures=_basic_figures,
    ),
    Rule(
        id="N19",
        item="河南基线",
        document="S0",
        quote="全省中小学校实现百兆互联网全接入,多媒体教室覆盖率达到99%",
        use="R",
        entity="全省两项比例",
        basis="2020年基线核对：上联不低于100M的学校占100%，多媒体教室占在用教室99%。"
        "未知的学校足以左右结论时为未知。",
        rows=_baseline_2020,
        holds=holds,
        figures=_baseline_figures,
    ),
    Rule(
        id="N20",
        item="国家班均带宽下限",
        document="S1",
        quote="城镇学校班均出口带宽不低于10M,有条件的农村学校班均出口带宽不低于5M,"
        "有条件的教学点接入带宽达4M以上",
        use="PV",
        entity="中小学校（含教学点）",
        basis="城镇 10M×班数，农村 5M×班数，教学点 4M，与上联带宽相比。"
        "农村学校和教学点 able=no 且写明理由"
        "（exempt_reason）的不计，未写理由的照常判定；able 未知而不达标为未知。"
        "城乡分类未知时，两种口径结论一致才判定。期限按规划期末2020年底。",
        rows=lambda situation: situation.once(_floored),
        holds=lambda site, situation: situation.once(_floors_met)[site.site_id],
        due=dt.date(2020, 12, 31),
        figures=_floor_figures,
    ),
    Rule(
        id="N21",
        item="国家无线覆盖目标",
        document="S1",
        quote="东部和具备条件的城镇各类学校应实现无线网络全覆盖",
        use="R",
        entity="学校（各类）",
        basis="东部（天津）为全部学校；其他省份为城镇学校中具备条件的（able=no 不计；"
        "able 未知而未覆盖为未知；"
        "城乡分类未知不能归类，为未知）。无线覆盖率为1为满足。",
        rows=_wireless_rows,
        holds=_wireless,
        since=wifi_since,
    ),
    Rule(
        id="N22",
        item="国家基线",
        document="S1",
        quote="全国中小学校互联网接入率已达87%,多媒体教室普及率达80%",
        use="R",
        entity="全省两项比例",
        basis="2015年全国基线，只作对照：有上联带宽的学校占87%，多媒体教室占在用教室80%。",
        rows=_baseline_2015,
        holds=holds,
        figures=_baseline_figures,
    ),
    Rule(
        id="N23",
        item="教学点宽带接入",
        document="S1",
        quote="具备条件的教学点实现宽带网络接入",
        use="R",
        entity="教学点",
        basis="有上联带宽或专网线路为满足；able=no 的不计；able 未知而无宽带为未知。",
        rows=_points,
        holds=_broadband,
        figures=_points_figures,
    ),
    Rule(
        id="N32",
        item="中小学多媒体与交互教室",
        document="S4",
        quote="实现学校多媒体教室覆盖率为100%,多媒体教室中配备交互性设备比例为100%",
        use="R",
        entity="中小学校（含教学点）",
        basis="多媒体教室数不少于在用教室数，且交互设备教室数不少于多媒体教室数；"
        "文件另列基线「多媒体教室建设比例达到97.5%」。",
        rows=k12,
        holds=_classrooms,
        figures=_tianjin_rooms,
    ),
    Rule(
        id="N38",
        item="在用教室多媒体",
        document="S2",
        quote="在用教室全部完成多媒体教学设备配备",
        use="R",
        entity="中小学校（含教学点）",
        basis="多媒体教室数不少于在用教室数。设备配备项，非网络项，仅报告；期限2025年底。",
        rows=k12,
        holds=_multimedia,
        due=dt.date(2025, 12, 31),
        figures=lambda situation: situation.once(_room_figures),
    ),
)
