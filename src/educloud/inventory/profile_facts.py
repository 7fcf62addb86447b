"""The facts of a profile one by one, as people read them: topic, what, how much, source, mark."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from educloud.inventory.profile import Profile
from educloud.inventory.profile_models import (
    BreakRule,
    DisasterLevel,
    Document,
    Fact,
    Figure,
    Level,
    Threshold,
    Window,
)

# Field of the profile -> how it is called; the order is that of the listing.
TOPICS: Mapping[str, str] = {
    "documents": "政策文件",
    "bureau": "省级主管部门",
    "levels": "行政层级",
    "reporting_units": "报送单位",
    "node_tiers": "云节点层级",
    "platforms": "平台",
    "dns_facts": "域名",
    "naming": "域名规则",
    "ipv6_root": "IPv6 起始前缀",
    "ipv6_targets": "IPv6 目标与现状",
    "ipv6_norms": "IPv6 地址规范",
    "ipv6_local": "本省地址规范",
    "ipv6_metrics": "IPv6 度量",
    "thresholds": "规则阈值",
    "readings": "来源不一致之处",
    "speeds": "专网带宽",
    "vrfs": "VRF",
    "design": "专网设计",
    "real_networks": "已建网络参考",
    "optical_designs": "校园全光网",
    "campus_standard": "校园网络环境评估标准 A1",
    "campus_norms": "校园网规范",
    "mlps_clauses": "等级保护条款",
    "mlps_notes": "等级保护说明",
    "disaster_levels": "灾备等级",
    "regions": "允许的云区域",
    "service_ports": "管理与数据库端口",
    "spring_festivals": "春节",
    "winter_break": "寒假推算",
    "windows": "迁移窗口",
    "identifiers": "编号格式",
    "urban_classes": "城乡分类",
    "counts": "统计数字",
    "population": "人口权重",
    "not_available": "未得到的资料",
}

_NAMES = ("name_zh", "name", "item", "clause", "zone", "day", "level", "prefix")
_APART = frozenset({"source", "mark", "unit", "called"})  # shown in places of their own, or not
_FEW = 8  # parts of a list that are shown one by one


@dataclass(frozen=True, slots=True)
class Line:
    """One fact for readers."""

    topic: str
    name: str
    text: str
    source: str
    mark: str


def fact_lines(profile: Profile) -> Iterator[Line]:
    """Give every fact of a profile, topic by topic."""
    for field, topic in TOPICS.items():
        for name, fact in _facts(getattr(profile, field)):
            yield _line(topic, name, fact)


def _facts(value: Any) -> Iterator[tuple[str | None, Fact | Document]]:
    match value:
        case Fact():
            yield None, value
        case Mapping():
            yield from value.items()
        case tuple():
            yield from ((None, one) for one in value)


def _line(topic: str, name: str | None, fact: Fact | Document) -> Line:
    if isinstance(fact, Document):
        return Line(topic, name or "", fact.title, fact.issued, "read")
    fields = {key: value for key, value in fact if key not in _APART and value not in (None, ())}
    title = None if name else next((key for key in _NAMES if key in fields), None)
    label = name or (_shown(fields.pop(title)) if title else topic)
    return Line(topic, label, _text(fact, fields), fact.source, fact.mark)


def _text(fact: Fact, fields: Mapping[str, Any]) -> str:
    match fact:
        case Figure():
            day = f"（{fact.as_of}）" if fact.as_of else f"（目标 {fact.due}）" if fact.due else ""
            text = f"{_shown(fact.value)} {fact.unit}{day}"
        case Threshold():
            text = f"{_shown(fact.value)} {fact.unit}".strip()
        case Level():
            text = "、".join(fact.levels)
        case DisasterLevel():
            text = f"RTO {fact.rto}，RPO {fact.rpo}"
        case BreakRule():
            text = f"春节前{fact.days_before}天至后{fact.days_after}天"
        case Window() if fact.hours is not None:
            text = f"{fact.text}；{_shown(fact.hours)}小时"
        case _:
            text = "；".join(_shown(value) for value in fields.values())
    return text


def _shown(value: Any) -> str:
    match value:
        case bool():
            return "是" if value else "否"
        case float():
            return f"{value:.10g}"
        case Mapping():
            return f"{len(value)}项"
        case tuple() if len(value) > _FEW:
            return f"{len(value)}个"
        case tuple():
            return "、".join("—" if part is None else _shown(part) for part in value)
    return str(value)
