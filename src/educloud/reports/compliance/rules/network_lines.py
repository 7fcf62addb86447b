"""Rules N on the private network itself: who is on it, over which lines, how they do."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator

from educloud.inventory.models import (
    Circuit,
    CircuitTier,
    Org,
    OrgKind,
    Site,
    SiteKind,
)
from educloud.reports.compliance.lines import Lines, lines_of, upper_end
from educloud.reports.compliance.rule import Rule, Whole
from educloud.reports.compliance.rules.logic import all_of, at_most, equals
from educloud.reports.compliance.rules.rows import counts_text, place
from educloud.reports.compliance.rules.wording import tally_text
from educloud.reports.compliance.situation import Situation

# Level of a division -> tier of the bodies that answer for a line ending there.
TIER_OF_LEVEL = {
    "province": "province",
    "prefecture": "city",
    "direct_county_city": "city",
    "county": "county",
    "county_city": "county",
    "district": "county",
}
CARRIER = "carrier:"
UNDERLAY_NAMES = {"egov": "电子政务外网", "cernet": "教育网", "carrier": "运营商"}
UNDERLAYS = frozenset({"egov", "cernet"})
# 厅直属: they may be connected to the province's net directly.
DIRECT = (OrgKind.PROVINCE_BUREAU, OrgKind.PROVINCIAL_BODY, OrgKind.UNIVERSITY)
DIRECT_UNIT = "厅直属"


def sites(situation: Situation) -> list[Site]:
    """Give every site."""
    return situation.sites_of_kinds(tuple(SiteKind))


def linked(site: Site, situation: Situation) -> bool | None:
    """Tell whether a line of the private network ends at a site, working or not."""
    if site.private_link is not None:
        return site.private_link != "none"
    return True if site.site_id in situation.once(lines_of).site_lines else None


def up(site: Site, _: Situation) -> bool | None:
    """Tell whether a site's line into the private network works."""
    return equals(site.private_link, "up")


def joined(site: Site, situation: Situation) -> bool | None:
    """Tell whether a site has a way up to the province's backbone."""
    lines = situation.once(lines_of)
    line = linked(site, situation)
    if line is False:
        return False
    if lines.trunks:
        return all_of(line, _hub_reached(site, situation, lines))
    return True if site.site_id in lines.behind_backbone else None


def _joined(situation: Situation) -> dict[str, bool | None]:
    return {site.site_id: joined(site, situation) for site in sites(situation)}


def _hub_reached(site: Site, situation: Situation, lines: Lines) -> bool | None:
    line = lines.site_lines.get(site.site_id)
    if line is not None and line.upper_division is not None:
        return line.upper_division in lines.reached
    county = site.division_code in lines.reached
    city = _city_of(situation, site.division_code) in lines.reached
    if site.uplink_tier is None:  # the county's hub is the usual one
        return True if county else None if city else False
    return {"county": county, "city": city, "province": True}[site.uplink_tier]


def _city_of(situation: Situation, code: str) -> str:
    """Give the division right under the province that ``code`` lies in."""
    lineage = situation.inventory.lineage(code)
    return lineage[-2] if len(lineage) > 1 else code


def _joined_figures(situation: Situation) -> dict[str, str]:
    lines = situation.once(lines_of)
    orphans = Counter(situation.once(_joined).values())
    cut = [code for code in lines.graph if code not in lines.reached]
    return {
        "孤立站点": str(orphans[False]),
        "不能判定的站点": str(orphans[None]),
        "已登记的骨干与市县线路": str(len(lines.trunks)),
        "有线路但到不了省级的区划": "、".join(place(situation, code) for code in cut[:10]) or "无",
    }


def _link_figures(situation: Situation) -> dict[str, str]:
    states = Counter(site.private_link for site in sites(situation))
    kinds = situation.sites_by_kind
    missing = Counter({kind: sum(up(s, situation) is False for s in kinds[kind]) for kind in kinds})
    return {
        "线路中断": str(states["down"]),
        "未接入": str(states["none"]),
        "未知": str(states[None]),
        "未接通最多的类型": counts_text((kind.value, n) for kind, n in missing.most_common(3) if n),
    }


def _quality_rows(situation: Situation) -> Iterator[Whole | Circuit]:
    lines = situation.inventory.circuits.values()
    exits = Counter(line.division_code for line in lines if line.tier is CircuitTier.EXIT)
    peerings = Counter(line.division_code for line in lines if line.tier is CircuitTier.PEERING)
    wanted = situation.profile.threshold("peerings_per_exit")
    for code in sorted(exits) or [situation.profile.province]:
        # Without any exit or any peering the register says nothing about them.
        reached = peerings[code] if exits and peerings else None
        yield Whole(code, f"{place(situation, code)}出口", reached, wanted * exits[code])
    yield from (line for line in lines if line.tier is not CircuitTier.SITE)


def _quality(row: Whole | Circuit, situation: Situation) -> bool | None:
    if isinstance(row, Whole):
        return row.holds
    profile = situation.profile
    return all_of(
        at_most(row.loss, profile.threshold("line_loss")),
        at_most(row.rtt_ms, profile.threshold("line_rtt_ms")),
    )


def _quality_figures(situation: Situation) -> dict[str, str]:
    lines = [one for one in situation.inventory.circuits.values() if one.tier != CircuitTier.SITE]
    profile = situation.profile
    return {
        "丢包率": tally_text(at_most(one.loss, profile.threshold("line_loss")) for one in lines),
        "时延": tally_text(at_most(one.rtt_ms, profile.threshold("line_rtt_ms")) for one in lines),
    }


def _inner_lines(situation: Situation) -> Iterator[Circuit]:
    outer = (CircuitTier.EXIT, CircuitTier.PEERING)
    return (line for line in situation.inventory.circuits.values() if line.tier not in outer)


def _underlay(line: Circuit) -> bool | None:
    if line.underlay is None:
        return None
    return line.underlay in UNDERLAYS or line.underlay.startswith(CARRIER)


def _tier_of(situation: Situation, code: str | None) -> str | None:
    division = situation.inventory.divisions.get(code) if code else None
    return TIER_OF_LEVEL.get(division.level) if division else None


def _graded(line: Circuit, situation: Situation) -> bool | None:
    upper = _tier_of(situation, upper_end(line, situation.profile.province))
    answers = None if upper is None else equals(line.owner_level, upper)
    return all_of(_underlay(line), answers)


def _graded_figures(situation: Situation) -> dict[str, str]:
    lines = list(_inner_lines(situation))
    counts = Counter(
        UNDERLAY_NAMES.get(name, name)
        for name in ((line.underlay or "未知").partition(":")[0] for line in lines)
    )
    return {"承载网": counts_text(counts.most_common())}


def _attached(situation: Situation) -> list[Site]:
    return situation.sites_of_kinds([kind for kind in SiteKind if kind is not SiteKind.BUREAU])


def _tier_up(site: Site, situation: Situation) -> str | None:
    if site.uplink_tier is not None:
        return site.uplink_tier
    line = situation.once(lines_of).site_lines.get(site.site_id)
    return _tier_of(situation, line.upper_division) if line else None


def _uplink(site: Site, situation: Situation) -> bool | None:
    tier = _tier_up(site, situation)
    if tier != "province":
        return None if tier is None else True
    return site.kind is SiteKind.UNIVERSITY or _directly_under(site, situation)


def _directly_under(site: Site, situation: Situation) -> bool:
    orgs = situation.inventory.orgs
    org: Org | None = orgs.get(site.org_id)
    if org is None or org.kind in DIRECT or org.report_to is None:
        return org is not None and org.kind in DIRECT
    above = orgs.get(org.report_to)
    reports_there = above is not None and above.kind is OrgKind.PROVINCE_BUREAU
    return org.kind is OrgKind.SCHOOL and (reports_there or DIRECT_UNIT in org.report_to)


def _uplink_figures(situation: Situation) -> dict[str, str]:
    counts = Counter(_tier_up(site, situation) for site in _attached(situation))
    names = {"county": "县（区）级", "city": "市级", "province": "省级直连", None: "未知"}
    return {name: str(counts[tier]) for tier, name in names.items()}


RULES = (
    Rule(
        id="N01",
        item="三级教育专网",
        document="S0",
        quote="建成由省级主干网、市县教育网和学校校园网组成的全省教育专网",
        use="PBVR",
        entity="站点",
        basis="站点有专网线路（private_link 不为 none，或线路表中有其线路），且所接区划沿骨干、市、"
        "县线路"
        "能到达省级；线路表没有这几级线路时，以设备上联能到 backbone 设备为证，否则未知。"
        "线路表一旦登记了这几级线路，即视为完整，到不了省级的区划判为孤立。期限按规划期末2025年底。",
        rows=sites,
        holds=lambda site, situation: situation.once(_joined)[site.site_id],
        due=dt.date(2025, 12, 31),
        figures=_joined_figures,
    ),
    Rule(
        id="N02",
        item="专网全覆盖",
        document="S0",
        quote="覆盖各级各类学校和其他教育机构",
        use="VR",
        entity="站点",
        basis="private_link 为 up；分母含幼儿园、教学点、教育行政部门、职业学校、高校等全部站点。",
        rows=sites,
        holds=up,
        figures=_link_figures,
    ),
    Rule(
        id="N04",
        item="互联互通质量",
        document="S0",
        quote="优化教育专网网内、网间互访质量",
        use="PV",
        entity="出口与线路",
        basis="每个出口至少2条互联链路（同一区划的出口合计）；除站点线路外，各线路丢包率不超过1%、"
        "往返时延不超过20ms"
        "（文件未给数值，均为本工具默认值）。未登记出口或互联链路时该项未知。",
        rows=_quality_rows,
        holds=_quality,
        figures=_quality_figures,
    ),
    Rule(
        id="N05",
        item="承载网与分级负责",
        document="S0",
        quote="依托电子政务外网和教育网已有建设基础,按照分级负责原则",
        use="PR",
        entity="线路",
        basis="underlay 为 egov、cernet 或 carrier:<名称>，且 owner_level 等于线路上端区划的层级；"
        "出口与互联链路的上端在网外，不计。",
        rows=_inner_lines,
        holds=_graded,
        figures=_graded_figures,
    ),
    Rule(
        id="N14",
        item="上联层级",
        document="S2",
        quote="通过上联县(区)级城域网或市级城域网接入教育专网",
        use="PV",
        entity="站点（不含教育行政部门）",
        basis="uplink_tier（缺时取其线路上端的层级）为 county 或 city；"
        "直连省级只限高校和厅直属单位（按单位类型与 report_to 判断）。",
        rows=_attached,
        holds=_uplink,
        figures=_uplink_figures,
    ),
)
