"""Rules N on devices, access, universities and colleges: operation, identity, protection."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from statistics import median

from educloud.inventory.models import Device, Role, Site, SiteKind
from educloud.reports.compliance.rule import Rule
from educloud.reports.compliance.rules.logic import (
    all_of,
    at_most,
    equals,
    holds_all,
    words,
)
from educloud.reports.compliance.rules.network_lines import linked, sites, up
from educloud.reports.compliance.rules.network_norms import SCHOOLS
from educloud.reports.compliance.rules.rows import counts_text
from educloud.reports.compliance.rules.wording import (
    counted_text,
    sum_text,
    tally_of,
    tally_text,
)
from educloud.reports.compliance.situation import Situation

REAL_NAME = frozenset({"802.1x", "portal"})  # a person stands behind the session
POLICIES = REAL_NAME | {"mab"}
OPEN = "none"
EXCEPTIONS = frozenset({"exempt:iot", "exempt:exam"})  # listed exceptions of real-name access
NOTHING: frozenset[str] = frozenset()
BOUNDARY = (Role.ACCESS, Role.CORE, Role.HUB, Role.BACKBONE)  # the most frequent first
OPERATED = (
    ("telemetry 或 SNMPv3", ("telemetry", "snmpv3")),
    ("LLDP", ("lldp",)),
    ("NTP", ("ntp",)),
)


def _devices(situation: Situation) -> list[Device]:
    return situation.once(_all_devices)


def _all_devices(situation: Situation) -> list[Device]:
    return list(situation.inventory.devices.values())


def _universities(situation: Situation) -> list[Site]:
    return situation.sites_of_kinds([SiteKind.UNIVERSITY])


def _listens(features: tuple[str, ...] | None) -> bool | None:
    listed = words(features)
    if listed is None:
        return None
    return all(not listed.isdisjoint(any_one) for _, any_one in OPERATED)


def _recent(day: dt.date | None, as_of: dt.date, days: float) -> bool | None:
    """Tell whether a day lies in the last ``days``; one after the report's says nothing."""
    if day is None or day > as_of:
        return None
    return (as_of - day).days <= days


# Few different lists and days stand in very many devices: each pair is judged once.
_State = tuple[tuple[str, ...] | None, dt.date | None]


def _states(situation: Situation) -> Counter[_State]:
    return Counter((device.features, device.backup_on) for device in _devices(situation))


def _verdicts(situation: Situation) -> Mapping[_State, bool | None]:
    days, today = situation.profile.threshold("backup_days"), situation.as_of
    return {
        (features, backup_on): all_of(_listens(features), _recent(backup_on, today, days))
        for features, backup_on in situation.once(_states)
    }


def _operated(device: Device, situation: Situation) -> bool | None:
    return situation.once(_verdicts)[device.features, device.backup_on]


def _operated_figures(situation: Situation) -> dict[str, str]:
    days = situation.profile.threshold("backup_days")
    lists: Counter[tuple[str, ...] | None] = Counter()
    ages: Counter[bool | None] = Counter()
    for (features, backup_on), number in situation.once(_states).items():
        lists[features] += number
        ages[_recent(backup_on, situation.as_of, days)] += number
    found = {
        name: sum(n for one, n in lists.items() if (words(one) or NOTHING) & set(any_one))
        for name, any_one in OPERATED
    }
    return {
        **{name: f"{count}/{lists.total()}" for name, count in found.items()},
        "功能未知的设备": str(lists[None]),
        f"配置备份不早于{days:g}天": counted_text(ages),
    }


def _controlled(device: Device, _: Situation) -> bool | None:
    return holds_all(device.features, ("controller",))


def _converged(site: Site, _: Situation) -> bool | None:
    return all_of(holds_all(site.segments, ("iot",)), site.mec)


def _converged_figures(situation: Situation) -> dict[str, str]:
    universities = _universities(situation)
    return {
        "物联网网段": tally_text(holds_all(s.segments, ("iot",)) for s in universities),
        "5G边缘计算（MEC）": tally_text(site.mec for site in universities),
    }


def _roaming_figures(situation: Situation) -> dict[str, str]:
    universities = _universities(situation)
    return {
        "有线全覆盖": tally_of((site.wired_coverage for site in universities), 1),
        "无线全覆盖": tally_of((site.wifi_coverage for site in universities), 1),
    }


def _wireless(situation: Situation) -> list[Site]:
    return [site for site in sites(situation) if site.wifi_coverage != 0]


def _real_name(site: Site, _: Situation) -> bool | None:
    modes = words(site.access_auth)
    named = None if modes is None else OPEN not in modes and not modes.isdisjoint(REAL_NAME)
    return all_of(equals(site.open_ssids, 0), named)


def _real_name_figures(situation: Situation) -> dict[str, str]:
    open_ssids = [site.open_ssids for site in _wireless(situation)]
    return {
        "有开放SSID的站点": str(sum(bool(number) for number in open_ssids)),
        "开放SSID合计": sum_text(open_ssids, "个"),
    }


def _authenticated(site: Site, _: Situation) -> bool | None:
    modes = words(site.access_auth)
    return None if modes is None else modes <= POLICIES | EXCEPTIONS and bool(modes & POLICIES)


def _auth_figures(situation: Situation) -> dict[str, str]:
    counts: Counter[str] = Counter()
    unknown = 0
    for site in sites(situation):
        counts.update(site.access_auth or ())
        unknown += site.access_auth is None
    return {"接入认证方式（站点数）": counts_text(counts.most_common()), "未知": str(unknown)}


def _exit_load(site: Site, situation: Situation) -> bool | None:
    return at_most(site.exit_p95, situation.profile.threshold("exit_p95"))


def _exit_figures(situation: Situation) -> dict[str, str]:
    per_thousand = [
        site.exit_mbps / site.students * 1000
        for site in _universities(situation)
        if site.exit_mbps is not None and site.students
    ]
    loads = [site.exit_p95 for site in _universities(situation) if site.exit_p95 is not None]
    return {
        "每千名学生出口带宽（中位）": f"{median(per_thousand):.0f} Mbps"
        if per_thousand
        else "未知",
        "可计算的高校": str(len(per_thousand)),
        "出口95峰值利用率（最高）": f"{max(loads):.0%}" if loads else "未知",
    }


def _in_block(site: Site, _: Situation) -> bool | None:
    return holds_all(site.segments, ("vocational",))


def _bounded(situation: Situation) -> Iterable[Device]:
    return (device for device in _devices(situation) if device.role in BOUNDARY)


def _protected(device: Device, _: Situation) -> bool | None:
    # Only a known difference from the intended configuration counts against a device.
    if device.drift_lines is not None and device.drift_lines > 0:
        return False
    return holds_all(device.features, ("hardened",))


def _joint(site: Site, situation: Situation) -> bool | None:
    return all_of(holds_all(site.segments, ("5g",)), up(site, situation))


def _joint_figures(situation: Situation) -> dict[str, str]:
    return {
        "含5G网段": tally_text(
            holds_all(s.segments, ("5g",)) for s in situation.sites_of_kinds(SCHOOLS)
        )
    }


RULES = (
    Rule(
        id="N12",
        item="高带宽、低时延、智能运维",
        document="S2",
        quote="构建泛在化接入感知、智能化运维的高带宽、低时延的校园全光网络",
        use="V",
        entity="设备",
        basis="设备 features 含 telemetry 或 snmpv3，含 lldp、ntp，且配置备份（backup_on）"
        "不早于7天前"
        "（7天为本工具默认值）。",
        rows=_devices,
        holds=_operated,
        figures=_operated_figures,
    ),
    Rule(
        id="N17",
        item="软件定义网络、网络功能虚拟化",
        document="S0",
        quote="加快软件定义网络、网络功能虚拟化技术的普及应用",
        use="R",
        entity="设备",
        basis="仅报告：由控制器纳管（features 含 controller）的设备占比，无期限。",
        rows=_devices,
        holds=_controlled,
    ),
    Rule(
        id="N18",
        item="高校物联网与5G边缘计算",
        document="S0",
        quote="推进5G边缘计算、物联网与校园网有机融合,实现本地流量卸载",
        use="R",
        entity="高校",
        basis="segments 含 iot，且 mec 为是。",
        rows=_universities,
        holds=_converged,
        figures=_converged_figures,
    ),
    Rule(
        id="N29",
        item="无线漫游联盟",
        document="S4",
        quote="建成了全市教育无线漫游联盟,实现了高校教学区有线、无线网络全覆盖和无缝衔接",
        use="V",
        entity="高校",
        basis="roaming 为是（漫游SSID与RADIUS域均在用）；有线、无线覆盖率只列出。",
        rows=_universities,
        holds=lambda site, _: site.roaming,
        figures=_roaming_figures,
    ),
    Rule(
        id="N30",
        item="无线实名制",
        document="S4",
        quote="实名制管理的无线网络覆盖率达到100%",
        use="V",
        entity="有无线网络的站点",
        basis="开放SSID数为0，且接入认证含 802.1X 或 portal、不含 none；无线覆盖率为0的站点不计。",
        rows=_wireless,
        holds=_real_name,
        figures=_real_name_figures,
    ),
    Rule(
        id="N31",
        item="网内实名认证",
        document="S4",
        quote="全面推行网内实名认证",
        use="BV",
        entity="站点",
        basis="接入端口认证（access_auth）为 802.1X、MAB、portal 之一或几种；"
        "例外只认列明的 exempt:iot、exempt:exam，且不能只有例外。",
        rows=sites,
        holds=_authenticated,
        figures=_auth_figures,
    ),
    Rule(
        id="N33",
        item="高校出口改革与扩容",
        document="S4",
        quote="推动校园互联网出口机制改革和带宽扩容提速",
        use="P",
        entity="高校",
        basis="出口95峰值利用率（exit_p95）不超过70%（本工具默认值）；每千名学生出口带宽只列出。",
        rows=_universities,
        holds=_exit_load,
        figures=_exit_figures,
    ),
    Rule(
        id="N34",
        item="职业教育区块网络",
        document="S4",
        quote="打造统一融合的天津特色职业教育区块网络体系",
        use="B",
        entity="中职学校",
        basis="segments 含 vocational（对应VRF vocational）。高等职业院校与其他高校在台账中不分，"
        "未计。",
        rows=lambda situation: situation.sites_of_kinds([SiteKind.SECONDARY_VOCATIONAL]),
        holds=_in_block,
    ),
    Rule(
        id="N35",
        item="党校接入",
        document="S4",
        quote="完成天津市部分委办局党校的接入",
        use="P",
        entity="党校",
        basis="台账所列党校均有专网线路（不论当前通断）；未列任何党校时为未知。",
        rows=lambda situation: situation.sites_of_kinds([SiteKind.PARTY_SCHOOL]),
        holds=linked,
    ),
    Rule(
        id="N36",
        item="主干与接入防护",
        document="S4",
        quote="提升教育科研网主干网和各级接入单位的安全防护能力",
        use="V",
        entity="骨干、枢纽、核心、接入设备",
        basis="等保边界要求（GB/T 22239-2019 8.1.3，条文未核实）以设备加固为证："
        "features 含 hardened，"
        "且没有已知的配置漂移（drift_lines 大于0为不满足）。",
        rows=_bounded,
        holds=_protected,
    ),
    Rule(
        id="N37",
        item="校园网、教科网与公网融合",
        document="S4",
        quote="促进校园网、教育科研网与公共互联网融合应用",
        use="R",
        entity="学校（各类）",
        basis="仅报告：segments 含 5g 且专网接通，无期限。",
        rows=lambda situation: situation.sites_of_kinds(SCHOOLS),
        holds=_joint,
        figures=_joint_figures,
    ),
)
