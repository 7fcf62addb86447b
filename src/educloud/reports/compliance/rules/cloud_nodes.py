"""Rules C on cloud nodes, their services and the tenants in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from educloud.inventory.models import Node, OrgKind, Site, Tier
from educloud.reports.compliance.indicators import CLOUD_UPGRADED, NATIONAL_RESOURCES, counter
from educloud.reports.compliance.rule import Rule, Whole
from educloud.reports.compliance.rules.logic import all_of, at_most, one_of
from educloud.reports.compliance.rules.rows import (
    counts_text,
    given,
    holds,
    judged,
    place,
    since,
)
from educloud.reports.compliance.situation import Situation

# A service of the main node: Chinese name -> words for it in nodes.services.
MAIN_SERVICES: Mapping[str, tuple[str, ...]] = {
    "业务中台": ("business_platform", "业务中台"),
    "数据中台": ("data_platform", "数据中台"),
    "身份中台": ("identity_platform", "身份中台"),
    "可信认证体系": ("trusted_auth", "可信认证体系"),
    "大数据仓": ("data_warehouse", "大数据仓"),
}
REGION_SERVICES: Mapping[str, tuple[str, ...]] = {
    "计算": ("compute", "计算"),
    "存储": ("storage", "存储"),
    "灾备": ("dr", "灾备"),
}
CROSS_INDUSTRY = ("cross_industry", "跨行业")
BOUGHT = frozenset({"gov_cloud", "carrier_cloud"})
PROVIDER_NAMES = {"gov_cloud": "政务云", "carrier_cloud": "运营商行业云", "self_built": "自建"}


def _nodes(situation: Situation, *tiers: Tier) -> list[Node]:
    nodes = situation.inventory.nodes.values()
    return [node for node in nodes if not tiers or node.tier in tiers]


def _offers(node: Node, words: Iterable[str]) -> bool | None:
    return None if node.services is None else any(word in node.services for word in words)


def _hierarchy(situation: Situation) -> Iterator[Whole]:
    province = situation.profile.province
    known = bool(situation.inventory.nodes)  # an empty register says nothing
    mains = _nodes(situation, Tier.MAIN)
    yield judged(province, "省级主节点", len(mains) == 1 if known else None)
    cities: dict[str, list[Node]] = {code: [] for code in _wanted(situation)}
    expected = frozenset(cities)
    for node in _nodes(situation, Tier.CITY):
        cities.setdefault(node.division_code, []).append(node)
    main = {node.node_id for node in mains}
    for code, nodes in cities.items():
        name = f"{place(situation, code)}分节点"
        if len(nodes) == 1 and code in expected:
            yield judged(code, name, _registered(nodes[0], main))
        else:
            yield judged(code, name, False if known else None)
    upper = {node.node_id for node in _nodes(situation, Tier.MAIN, Tier.CITY)}
    universities = _nodes(situation, Tier.UNIVERSITY)
    for node in universities:
        yield judged(node.division_code, node.node_id, _registered(node, upper))
    if not universities:
        yield judged(province, "高校分节点", None)


def _wanted(situation: Situation) -> tuple[str, ...]:
    """Give the divisions that must have a city node, by the profile."""
    tiers = situation.profile.node_tiers
    return next((tier.divisions or () for tier in tiers if tier.tier is Tier.CITY), ())


def _registered(node: Node, upper: set[str]) -> bool | None:
    return None if node.parent is None else node.parent in upper


def _hierarchy_figures(situation: Situation) -> dict[str, str]:
    tiers = Counter(node.tier for node in _nodes(situation))
    names = {Tier.MAIN: "主节点", Tier.CITY: "市级分节点", Tier.UNIVERSITY: "高校分节点"}
    return {
        **{name: str(tiers[tier]) for tier, name in names.items()},
        "应建市级分节点": str(len(_wanted(situation))),
        "已由本工具建成": str(len(situation.measured.nodes & situation.inventory.nodes.keys())),
    }


def _provider(node: Node, _: Situation) -> bool | None:
    if node.provider is None:
        return None
    if node.provider in BOUGHT or node.provider.startswith("carrier"):
        return True
    return given(node.self_built_reason)


def _provider_figures(situation: Situation) -> dict[str, str]:
    counts = Counter(
        PROVIDER_NAMES.get(node.provider or "", node.provider or "未知")
        for node in _nodes(situation)
    )
    return {"云资源来源": counts_text(counts.most_common())}


def _regional(node: Node, _: Situation) -> bool | None:
    return all_of(
        one_of(node.model, {"purchased", "hybrid"}),
        *(_offers(node, words) for words in REGION_SERVICES.values()),
    )


def _in_tree(site: Site, situation: Situation) -> bool | None:
    return situation.once(_orgs_in_tree).get(site.org_id)


def _orgs_in_tree(situation: Situation) -> Mapping[str, bool | None]:
    limit = situation.profile.threshold("tenant_depth")
    return {
        org_id: at_most(depth, limit) if sound else False
        for org_id, (depth, sound) in situation.once(_depths).items()
    }


def _depths(situation: Situation) -> Mapping[str, tuple[int | None, bool]]:
    orgs = situation.inventory.orgs
    # Thousands of schools share a parent: the way up from it is walked once.
    parents = {org.tenant_parent for org in orgs.values()}
    above = {parent: _depth(situation, parent) for parent in parents if parent is not None}
    found: dict[str, tuple[int | None, bool]] = {}
    for org_id, org in orgs.items():
        depth, sound = (None, True) if org.tenant_parent is None else above[org.tenant_parent]
        if org.kind is OrgKind.PROVINCE_BUREAU:
            depth, sound = 0, True
        found[org_id] = (None if depth is None else depth + 1, sound)
    return found


def _depth(situation: Situation, org_id: str) -> tuple[int | None, bool]:
    """Count the tenants from the province down to one; (None, …) unknown, (…, False) a cycle."""
    orgs = situation.inventory.orgs
    seen: set[str] = set()
    current: str | None = org_id
    while current is not None and current in orgs:
        if current in seen:
            return None, False
        seen.add(current)
        if orgs[current].kind is OrgKind.PROVINCE_BUREAU:
            return len(seen), True
        current = orgs[current].tenant_parent
    return None, True


def _tenant_figures(situation: Situation) -> dict[str, str]:
    counts = Counter(depth for depth, _ in situation.once(_depths).values())
    known = sorted((depth, count) for depth, count in counts.items() if depth is not None)
    return {
        "租户级数（单位数）": counts_text((f"{depth}级", count) for depth, count in known),
        "上级租户未知的单位": str(counts[None]),
    }


def _main_services(situation: Situation) -> Iterator[Whole]:
    mains = _nodes(situation, Tier.MAIN)
    for name, words in MAIN_SERVICES.items():
        verdict = _offers(mains[0], words) if len(mains) == 1 else None
        yield judged(situation.profile.province, name, verdict)


RULES = (
    Rule(
        id="C01",
        item="教育云节点体系",
        document="S0",
        quote="构建由省级主节点、各省辖市(济源示范区)和高等学校分节点组成的教育云支撑体系",
        use="PBV",
        entity="云节点",
        basis="主节点恰有1个；省情资料（profile）所列的每个市（河南为17个省辖市和济源示范区）各有1个分节点，"
        "并登记在主节点之下（nodes.parent）；高校分节点逐个登记在主节点或市级分节点之下，"
        "一个也没有登记时为未知；节点表为空时全部未知。",
        rows=_hierarchy,
        holds=holds,
        figures=_hierarchy_figures,
    ),
    Rule(
        id="C02",
        item="云资源来源",
        document="S0",
        quote="依托各级政务云、各基础电信运营企业行业云等云资源",
        use="PV",
        entity="云节点",
        basis="nodes.provider 为 gov_cloud 或 carrier_cloud（carrier:<名称>）；"
        "其他来源须写明自建理由，未写为未知，写“无”为不满足。",
        rows=_nodes,
        holds=_provider,
        figures=_provider_figures,
    ),
    Rule(
        id="C07",
        item="跨行业融合云",
        document="S0",
        quote="构建跨行业、跨区域的融合云中心",
        use="R",
        entity="高校云节点",
        basis="鼓励项，只作标记：nodes.services 含 cross_industry（跨行业）。无期限。",
        rows=lambda situation: _nodes(situation, Tier.UNIVERSITY),
        holds=lambda node, _: _offers(node, CROSS_INDUSTRY),
    ),
    Rule(
        id="C08",
        item="区域教育云",
        document="S2",
        quote="通过购买云服务、搭建混合云方式,统筹搭建区域教育云,"
        "为本地区中小学校提供计算、存储和灾备服务",
        use="BV",
        entity="市级云节点",
        basis="nodes.model 为 purchased 或 hybrid，且 nodes.services 同时含 compute、storage、dr。",
        rows=lambda situation: _nodes(situation, Tier.CITY),
        holds=_regional,
    ),
    Rule(
        id="C11",
        item="四级支撑保障体系",
        document="S0",
        quote="布局省-市(高校)-县-校四级信息化支撑保障体系",
        use="B",
        entity="站点",
        basis="站点所属单位沿 orgs.tenant_parent 逐级上溯到省级教育行政部门，"
        "不成环且不超过4级为满足；中途断开为未知。上级租户只有一列，故每个单位至多一个上级。",
        rows=lambda situation: situation.inventory.sites.values(),
        holds=_in_tree,
        figures=_tenant_figures,
    ),
    Rule(
        id="C12",
        item="省级平台组成",
        document="S0",
        quote="部署教育管理服务业务中台、数据中台、身份中台、可信认证体系和大数据仓",
        use="BV",
        entity="主节点服务",
        basis="主节点的 nodes.services 含 business_platform、data_platform、identity_platform、"
        "trusted_auth、data_warehouse（或其中文名）；该列为空时未知。",
        rows=_main_services,
        holds=holds,
    ),
    Rule(
        id="C20",
        item="市级教育云升级",
        document="S4",
        quote="升级天津市教育公共服务云平台",
        use="B",
        entity="全省（市）",
        basis="台账无此事实，以填报指标 cloud_upgraded 为准（1已升级，0未升级），未填报为未知。",
        rows=lambda situation: (counter(situation, CLOUD_UPGRADED, 1),),
        holds=holds,
        since=since,
    ),
    Rule(
        id="C31",
        item="数字教育资源云服务体系",
        document="S1",
        quote="形成覆盖全国、多级分布、互联互通的数字教育资源云服务体系",
        use="R",
        entity="全省（市）",
        basis="仅报告：以填报指标 national_resources 为准（1已接入，0未接入），未填报为未知。",
        rows=lambda situation: (counter(situation, NATIONAL_RESOURCES, 1),),
        holds=holds,
        since=since,
    ),
)
