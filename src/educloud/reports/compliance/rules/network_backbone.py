"""Rules N on the backbone: its length, whom it covers, its redundancy and its load."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterator

from educloud.inventory.models import Circuit, CircuitTier, Division, SiteKind
from educloud.reports.compliance.lines import lines_of
from educloud.reports.compliance.rule import Rule, Whole
from educloud.reports.compliance.rules.logic import at_least, at_most
from educloud.reports.compliance.rules.network_lines import DIRECT, linked, sites
from educloud.reports.compliance.rules.rows import holds, judged, place
from educloud.reports.compliance.rules.wording import tally_text
from educloud.reports.compliance.situation import Situation


def _backbone(situation: Situation) -> list[Circuit]:
    lines = situation.inventory.circuits.values()
    return [line for line in lines if line.tier is CircuitTier.BACKBONE]


def _fibre(situation: Situation, threshold: str) -> Whole:
    """Give the backbone's length; unknown while lines of unknown length could still decide."""
    wanted = situation.profile.threshold(threshold)
    lengths = [line.km for line in _backbone(situation)]
    known = sum(km for km in lengths if km is not None)
    decided = bool(lengths) and (None not in lengths or known >= wanted)
    return Whole(situation.profile.province, "骨干光缆公里数", known if decided else None, wanted)


def districts(situation: Situation) -> list[Division]:
    """Give the divisions without any below them: counties, districts, cities without either."""
    divisions = situation.inventory.divisions.values()
    parents = {one.parent for one in divisions}
    return [one for one in divisions if one.code not in parents and one.parent is not None]


def _coverage(situation: Situation) -> Iterator[Whole]:
    profile, lines = situation.profile, situation.once(lines_of)
    reached = sum(one.code in lines.reached for one in districts(situation))
    wanted = profile.threshold("backbone_districts")
    verdicts = Counter(
        linked(site, situation) for site in situation.sites_of_kinds([SiteKind.UNIVERSITY])
    )
    floor = profile.threshold("backbone_universities")
    decided = verdicts[True] >= floor or not verdicts[None]
    universities = verdicts[True] if verdicts and decided else None
    yield _fibre(situation, "backbone_km_now")
    yield Whole(profile.province, "覆盖的行政区", reached if lines.trunks else None, wanted)
    yield Whole(profile.province, "接入的高校", universities, floor)


def _coverage_figures(situation: Situation) -> dict[str, str]:
    direct = [
        site
        for site in situation.sites_of_kinds([SiteKind.BUREAU])
        if (org := situation.inventory.orgs.get(site.org_id)) and org.kind in DIRECT
    ]
    reached = {row.id: row.reached for row in _coverage(situation)}
    return {
        **{name: "未知" if value is None else f"{value:g}" for name, value in reached.items()},
        "直属单位接入": tally_text(linked(site, situation) for site in direct),
    }


def _gap_figures(situation: Situation) -> dict[str, str]:
    lengths = [line.km for line in _backbone(situation)]
    known = sum(km for km in lengths if km is not None)
    gap = max(0.0, situation.profile.threshold("backbone_km") - known)
    unknown = lengths.count(None)
    return {
        "已登记公里数": f"{known:g}" if lengths else "未知",
        "差额（公里）": f"{'至多 ' if unknown else ''}{gap:g}" if lengths else "未知",
        "长度未知的线路": str(unknown),
    }


def _stated_paths(situation: Situation) -> dict[str, int]:
    found: dict[str, int] = {}
    for site in situation.sites_of_kinds([SiteKind.BUREAU]):
        if site.disjoint_paths is not None:
            known = found.get(site.division_code, site.disjoint_paths)
            found[site.division_code] = min(known, site.disjoint_paths)
    return found


def _redundant(situation: Situation) -> Iterator[Whole]:
    lines, stated = situation.once(lines_of), _stated_paths(situation)
    for one in districts(situation):
        paths = stated.get(one.code)
        verdict = lines.has_two_paths(one.code) if paths is None else at_least(paths, 2)
        yield judged(one.code, one.name_zh, verdict)


def _load(line: Circuit, situation: Situation) -> bool | None:
    return at_most(line.util_p95, situation.profile.threshold("line_p95"))


def _load_figures(situation: Situation) -> dict[str, str]:
    known = sorted(line.util_p95 for line in _backbone(situation) if line.util_p95 is not None)
    worst = max(_oversubscription(situation).items(), key=lambda item: item[1], default=None)
    return {
        "骨干95峰值利用率": f"最高 {known[-1]:.0%}，中位 {known[len(known) // 2]:.0%}"
        if known
        else "未知",
        "超售比最高": f"{place(situation, worst[0])} {worst[1]:.0f}:1" if worst else "未知",
    }


def _oversubscription(situation: Situation) -> dict[str, float]:
    """Give sum(children) / uplink of every division whose lines upwards have known speeds.

    Children are the lines that end there from below, and the sites of the division itself.
    """
    upwards: dict[str, float] = defaultdict(float)
    children: dict[str, float] = defaultdict(float)
    for line in situation.once(lines_of).trunks:
        upwards[line.division_code] += line.mbps or 0
        if line.upper_division is not None:
            children[line.upper_division] += line.mbps or 0
    for site in sites(situation):
        children[site.division_code] += site.uplink_mbps or 0
    return {code: children[code] / mbps for code, mbps in upwards.items() if mbps}


RULES = (
    Rule(
        id="N24",
        item="天津主干网络现状",
        document="S4",
        quote="主干网络光缆达到2100公里,覆盖全市16个行政区、44所高校及市教委直属单位",
        use="R",
        entity="全省（市）",
        basis="骨干线路（tier=backbone）公里数之和、能到达核心的区县数、有专网线路的高校数，"
        "分别不低于2100、16、44；长度或接入未知而足以左右结论时为未知。直属单位见附列数据。",
        rows=_coverage,
        holds=holds,
        figures=_coverage_figures,
    ),
    Rule(
        id="N25",
        item="天津骨干光缆目标",
        document="S4",
        quote="到2025年,网络骨干光缆达到2300公里",
        use="PR",
        entity="全省（市）",
        basis="骨干线路公里数之和不低于2300；差额 = 2300 - 已登记公里数。线路表无日期，"
        "达成日期未知。",
        rows=lambda situation: (_fibre(situation, "backbone_km"),),
        holds=holds,
        due=dt.date(2025, 12, 31),
        figures=_gap_figures,
    ),
    Rule(
        id="N26",
        item="区县冗余接入",
        document="S4",
        quote="进一步扩充全市各区教育科研网覆盖区域及冗余接入能力",
        use="PV",
        entity="区县节点",
        basis="每个区县节点至少有2条既无共同节点、也无共同风险组（srlg）的路径到达核心："
        "先取区县教育行政部门站点的 disjoint_paths，否则由线路表精确推算；"
        "风险组未知而足以左右结论时为未知。“2条”是本工具对“冗余”的读法。",
        rows=_redundant,
        holds=holds,
    ),
    Rule(
        id="N27",
        item="主干传输能力",
        document="S4",
        quote="提高天津教育科研网主干设备传输能力",
        use="P",
        entity="骨干线路",
        basis="95峰值利用率不超过70%（本工具默认值）；超售比 = 下联带宽之和/上联带宽，只列出，"
        "不作判定。",
        rows=_backbone,
        holds=_load,
        figures=_load_figures,
    ),
)
