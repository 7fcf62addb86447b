"""Rules G: graded protection, logs, responsibility, critical systems, drills, hardening."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator

from educloud.inventory.models import App, Device, Importance, Org, Role
from educloud.reports.compliance.rule import Rule
from educloud.reports.compliance.rules.logic import all_of, at_least, at_most, equals, holds_all
from educloud.reports.compliance.rules.rows import (
    apps,
    counts_text,
    double_non_verdicts,
    given,
    orgs,
    share_text,
)
from educloud.reports.compliance.situation import Situation

FILED_FROM = 2  # MLPS level from which a system is filed with the police
STRICT_FROM = 3  # from here on assessed every year, and its cryptography too
FILING = "mlps_filing"  # the name of the filing number's form in the profile
CORE_ROLES = frozenset({Role.BACKBONE, Role.HUB, Role.CORE})


def _filed(app: App, _: Situation) -> bool | None:
    return None if app.mlps_level is None else given(app.mlps_filing)


def _to_be_filed(situation: Situation) -> Iterator[App]:
    return (app for app in apps(situation) if app.mlps_level != 1)


def _filing_figures(situation: Situation) -> dict[str, str]:
    graded = Counter(app.mlps_level for app in apps(situation))
    filed = Counter(app.mlps_level for app in apps(situation) if given(app.mlps_filing))
    limit = situation.profile.threshold
    return {
        "定级": counts_text((f"{level}级", graded[level]) for level in range(1, 6)),
        "级别未知": str(graded[None]),
        "二级已备案": f"{filed[2]}（天津基数 {limit('mlps2_filed'):g}）",
        "三级已备案": f"{filed[3]}（天津基数 {limit('mlps3_filed'):g}）",
    }


def _protected(app: App, situation: Situation) -> bool | None:
    """Judge an application under the law: filed, assessed, on a node of its level."""
    level = app.mlps_level
    if level is None:
        return None
    demands = [_node_suffices(app, level, situation)]
    if level >= FILED_FROM:
        demands.append(_valid_filing(app.mlps_filing, situation))
    if level >= STRICT_FROM:
        limit = situation.profile.threshold("assessment_days")
        demands.append(at_most(_age(app.assessed_on, situation.as_of), limit))
    return all_of(*demands)


def _valid_filing(number: str | None, situation: Situation) -> bool | None:
    """Tell whether a filing number is one of MLPS, not of ICP or the police's web register."""
    if number is None:
        return None
    return re.fullmatch(situation.profile.identifiers[FILING].pattern, number) is not None


def _age(day: dt.date | None, as_of: dt.date) -> int | None:
    """Give the days since something was done; None when it is unknown or still to come."""
    return None if day is None or day > as_of else (as_of - day).days


def _node_suffices(app: App, level: int, situation: Situation) -> bool | None:
    """Tell whether the node an application is put on may carry it; True when it has none."""
    pin = situation.inventory.pins.get(app.app_id)
    if pin is None or pin.node_id is None:
        return True
    node = situation.inventory.nodes.get(pin.node_id)
    return at_least(node.mlps_level if node else None, level)


def _protection_figures(situation: Situation) -> dict[str, str]:
    numbers = [app.mlps_filing for app in apps(situation) if given(app.mlps_filing)]
    wrong = sum(_valid_filing(number, situation) is False for number in numbers)
    return {"备案号": str(len(numbers)), "其中不是等保备案号": str(wrong)}


def _logged(row: App | Device, situation: Situation) -> bool | None:
    """Judge a log source: kept long enough, and a device sends its log to a collector."""
    kept = at_least(row.log_days, situation.profile.threshold("log_days"))
    if kept is False or not isinstance(row, Device):
        return kept
    sent = holds_all(row.features, ("syslog",))
    return sent if kept else sent and None  # unknown how long: only a log not sent decides


def _log_sources(situation: Situation) -> Iterator[App | Device]:
    yield from situation.inventory.devices.values()
    yield from apps(situation)


def _log_figures(situation: Situation) -> dict[str, str]:
    devices = situation.inventory.devices.values()
    return {
        "日志期限已知的设备": share_text(
            sum(row.log_days is not None for row in devices), len(devices)
        ),
        "日志期限已知的应用": share_text(
            sum(row.log_days is not None for row in apps(situation)), len(situation.inventory.apps)
        ),
    }


def _answered_for(app: App, _: Situation) -> bool | None:
    return all_of(given(app.ops_org), given(app.user_org))  # no row is read without owner_org


def _double_non_figures(situation: Situation) -> dict[str, str]:
    """Count the 双非 applications: nobody answers for them by address or name."""
    verdicts = situation.once(double_non_verdicts)
    found = [app for app in apps(situation) if verdicts[app.app_id]]
    return {
        "双非系统": str(len(found)),
        "双非中已签承诺书": str(sum(app.undertaking is True for app in found)),
        "是否双非未知": str(sum(verdict is None for verdict in verdicts.values())),
    }


def _led(org: Org, _: Situation) -> bool | None:
    return all_of(given(org.security_head), given(org.contact))


def _maybe_critical(situation: Situation) -> Iterator[App]:
    return (app for app in apps(situation) if app.cii is not False or _important(app))


def _important(app: App) -> bool:
    return app.importance is Importance.CRITICAL


def _guarded(app: App, situation: Situation) -> bool | None:
    """Judge a critical application; one of unknown standing passes only when it is guarded."""
    limit = situation.profile.threshold
    guarded = all_of(
        at_least(app.mlps_level, limit("cii_level")),
        at_least(app.dr_tier, limit("cii_dr_tier")),
    )
    return guarded if app.cii or _important(app) else guarded or None


def _critical_figures(situation: Situation) -> dict[str, str]:
    counts = Counter(app.cii for app in apps(situation))
    return {
        "关键信息基础设施": str(counts[True]),
        "特别重要的应用": str(sum(_important(app) for app in apps(situation))),
        "是否关键未知": str(counts[None]),
    }


def _drilled(org: Org, situation: Situation) -> bool | None:
    limit = situation.profile.threshold("drill_days")
    return at_most(_age(org.drill_on, situation.as_of), limit)


def _maybe_strict(situation: Situation) -> Iterator[App]:
    return (
        app for app in apps(situation) if app.mlps_level is None or app.mlps_level >= STRICT_FROM
    )


def _crypto(app: App, _: Situation) -> bool | None:
    return app.crypto_assessed if app.mlps_level else app.crypto_assessed or None


def _core_devices(situation: Situation) -> list[Device]:
    return [row for row in situation.inventory.devices.values() if row.role in CORE_ROLES]


def _hardened(device: Device, _: Situation) -> bool | None:
    template = None if device.features is None else "hardened" in device.features
    return all_of(template, equals(device.drift_lines, 0))


def _core_figures(situation: Situation) -> dict[str, str]:
    rows = situation.once(_core_devices)
    seen = Counter(situation.measured.devices.get(row.device_id, "未下发") for row in rows)
    return {
        "有漂移的核心设备": str(sum(bool(row.drift_lines) for row in rows)),
        "本工具最近一次下发": counts_text(seen.most_common()),
    }


RULES: tuple[Rule, ...] = (
    Rule(
        id="G01",
        item="等保定级备案",
        document="S4",
        quote="完成了517个二级信息系统和37个三级信息系统定级备案",
        use="R",
        entity="应用",
        basis="二级及以上的应用须有备案号；级别或备案号未填为未知，填“无”为不满足。"
        "二级、三级已备案数与天津基数对照。",
        rows=_to_be_filed,
        holds=_filed,
        figures=_filing_figures,
    ),
    Rule(
        id="G02",
        item="等级保护落实",
        document="S3",
        quote="全面落实《网络安全法》和网络安全等级保护制度等法律法规要求",
        use="V",
        entity="应用",
        basis="已定级；二级及以上的备案号为11位数字，可带-5位系统号（ICP、公安备案号不算）；"
        "三级及以上最近一次测评不超过365天（每年测评：未核实）；"
        "指定了云节点的（pins.node_id），节点级别不低于应用级别。",
        rows=apps,
        holds=_protected,
        figures=_protection_figures,
    ),
    Rule(
        id="G03",
        item="日志留存可追溯",
        document="S3",
        quote="实现网信安全事件可监测、可发现、可追溯,网信安全态势可感知",
        use="BV",
        entity="设备和应用",
        basis="日志留存不少于180天（log_days）；设备还须已接日志源（features 含 syslog），"
        "特性未填为未知。",
        rows=_log_sources,
        holds=_logged,
        figures=_log_figures,
    ),
    Rule(
        id="G04",
        item="主管运维使用责任",
        document="S1",
        quote="谁主管谁负责、谁运维谁负责、谁使用谁负责",
        use="V",
        entity="应用",
        basis="主管、运维、使用单位三项均已填（S1、S3 同文）；未填为未知，填“无”为不满足。"
        "双非系统（既无自有地址又无自有域名）无从追责，另列附表。",
        rows=apps,
        holds=_answered_for,
        figures=_double_non_figures,
    ),
    Rule(
        id="G05",
        item="第一责任人",
        document="S1",
        quote="单位主要负责人是网络安全工作的第一责任人",
        use="V",
        entity="单位",
        basis="单位的网络安全负责人（security_head）和技术联系人（contact）均已填；未填为未知。",
        rows=orgs,
        holds=_led,
    ),
    Rule(
        id="G06",
        item="关键系统保护",
        document="S3",
        quote="完善关键信息基础设施和重要教育应用系统的安全管理制度和技术防护措施",
        use="V",
        entity="关键和重要应用",
        basis="关键信息基础设施（cii）和特别重要（critical）的应用：等保不低于三级，灾备不低于4级"
        "（GB/T 20988 六级，门槛为本项目默认）；是否关键未知的，除非已达到要求，为未知。",
        rows=_maybe_critical,
        holds=_guarded,
        figures=_critical_figures,
    ),
    Rule(
        id="G07",
        item="应急演练",
        document="S3",
        quote="做好网络与信息安全应急响应机制建设和日常事项上报工作",
        use="R",
        entity="单位",
        basis="最近一次应急演练（orgs.drill_on）不超过365天（本项目默认）；未填为未知。",
        rows=orgs,
        holds=_drilled,
    ),
    Rule(
        id="G08",
        item="密码应用评估",
        document="S4",
        quote="提升密码管理与应用的规范化和科学化水平",
        use="R",
        entity="三级应用",
        basis="三级及以上的应用已做密码应用安全性评估（crypto_assessed）；门槛未核实。"
        "级别未知的，除非已评估，为未知。",
        rows=_maybe_strict,
        holds=_crypto,
    ),
    Rule(
        id="G09",
        item="核心设备加固",
        document="S4",
        quote="完善天津教育科研网核心设备安全建设,提升核心设备安全性能",
        use="BV",
        entity="核心设备",
        basis="骨干、汇聚点和核心设备：已用加固模板（features 含 hardened）"
        "且漂移行数（drift_lines）为0；"
        "任一未知为未知。",
        rows=lambda situation: situation.once(_core_devices),
        holds=_hardened,
        figures=_core_figures,
    ),
)
