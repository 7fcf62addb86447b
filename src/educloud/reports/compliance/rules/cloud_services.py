"""Rules C on platforms and services for schools: operation, desktops, online learning, video."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from educloud.inventory.models import CircuitTier, Site, SiteKind
from educloud.reports.compliance.rule import Rule, Whole
from educloud.reports.compliance.rules.logic import all_of, any_of, at_least, holds_all, words
from educloud.reports.compliance.rules.rows import (
    K12,
    apps,
    counts_text,
    given,
    holds,
    judged,
    k12,
    off_the_rooms,
)
from educloud.reports.compliance.situation import Situation

# Tianjin's five platforms: the word for each in apps.platform -> its Chinese name, also as a word.
PLATFORMS: Mapping[str, str] = {
    "management": "教育管理",
    "resource": "教育资源",
    "lifelong": "终身教育",
    "security": "教育安全",
    "governance": "教育治理",
}
MB_PER_MEGABIT = 1 / 8
SECONDS_PER_DAY = 86400


def _served(situation: Situation) -> Iterable[Site]:
    return situation.sites_of_kinds(K12 | {SiteKind.KINDERGARTEN})


def _provider_figures(situation: Situation) -> dict[str, str]:
    counts = Counter(site.ops_provider or "未知" for site in _served(situation))
    return {"运维服务方（前5）": counts_text(counts.most_common(5))}


def _desktops(site: Site, _: Situation) -> bool | None:
    return at_least(site.desktops, 1)


def _desktop_figures(situation: Situation) -> dict[str, str]:
    known = [site.desktops for site in k12(situation) if site.desktops is not None]
    if not known:
        return {"云桌面席位": "未知"}
    seats = sum(known)
    vcpu = seats * situation.profile.threshold("desktop_vcpu")
    ram = seats * situation.profile.threshold("desktop_ram_gb")
    return {
        "云桌面席位": f"{seats}（{len(known)}所已知）",
        "折合节点容量": f"{vcpu:g} 核、{ram:g} GB 内存（默认配比）",
    }


def _platforms(situation: Situation) -> Iterator[Whole]:
    named = [(app, app.platform.lower()) for app in apps(situation) if app.platform]
    for word, name in PLATFORMS.items():
        verdicts = [
            all_of(off_the_rooms(app, situation), None if app.mlps_level is None else True)
            for app, text in named
            if text == word or text.startswith(name)
        ]
        # None registered is unknown: the ledger need not name its platform.
        verdict = any_of(*verdicts) if verdicts else None
        yield judged(situation.profile.province, f"{name}平台", verdict)


def _online_load(situation: Situation) -> tuple[float, float]:
    """Give the peak bandwidth of online learners in Mbps, at the low and the high concurrency."""
    limit = situation.profile.threshold
    full = limit("online_learners") * limit("learner_kbps") / 1000
    return full * limit("concurrency_low"), full * limit("concurrency_high")


def _exits(situation: Situation) -> tuple[float, bool]:
    """Give the usable Mbps of the Internet exits, and whether every exit is known."""
    exits = [
        one.mbps for one in situation.inventory.circuits.values() if one.tier is CircuitTier.EXIT
    ]
    usable = sum(mbps or 0 for mbps in exits) * situation.profile.threshold("exit_load")
    return usable, bool(exits) and None not in exits


def _online(situation: Situation) -> Iterator[Whole]:
    low, high = _online_load(situation)
    usable, known = _exits(situation)
    verdict = None
    if usable >= high:
        verdict = True
    elif known and usable < low:
        verdict = False
    yield judged(situation.profile.province, "在线学习出口带宽", verdict)


def _online_figures(situation: Situation) -> dict[str, str]:
    limit = situation.profile.threshold
    low, high = _online_load(situation)
    usable, known = _exits(situation)
    learners = limit("online_learners")
    return {
        "峰值并发人数": f"{learners * limit('concurrency_low'):,.0f}"
        f" 至 {learners * limit('concurrency_high'):,.0f}（并发率"
        f"{limit('concurrency_low'):g}至{limit('concurrency_high'):g}，默认）",
        "所需带宽": f"{low:,.0f} 至 {high:,.0f} Mbps（每人{limit('learner_kbps'):g} kbps，默认）",
        "可用出口带宽": f"{usable:,.0f} Mbps{'' if known else '(台账不全)'}" if usable else "未知",
    }


def _kindergartens(situation: Situation) -> Iterable[Site]:
    return situation.sites_of_kinds({SiteKind.KINDERGARTEN})


def _filmed(site: Site, _: Situation) -> bool | None:
    return at_least(site.cameras, 1)


def _video_net(site: Site, _: Situation) -> bool | None:
    return holds_all(words(site.segments), ("video",))


def video_storage_tb(cameras: int, mbps: float, days: float) -> float:
    """Give the storage of ``cameras`` streams of ``mbps`` each kept for ``days``, in TB (10^12)."""
    return cameras * mbps * MB_PER_MEGABIT * SECONDS_PER_DAY * days / 1e6


def _video_figures(situation: Situation) -> dict[str, str]:
    rate = situation.profile.threshold("camera_mbps")
    floor = situation.profile.threshold("camera_days")
    known = [site for site in _kindergartens(situation) if site.cameras is not None]
    if not known:
        return {"幼儿园视频": "未知"}
    rows = [site for site in known if site.cameras]
    cameras = sum(site.cameras or 0 for site in rows)
    stored = sum(
        video_storage_tb(
            site.cameras or 0, rate, floor if site.video_days is None else site.video_days
        )
        for site in rows
    )
    return {
        "已接视频的幼儿园": f"{len(rows)}（天津基数 "
        f"{situation.profile.threshold('video_kindergartens'):g})",
        "视频汇聚带宽": f"{cameras * rate:,.0f} Mbps（{cameras}路×{rate:g} Mbps，码率默认）",
        "存储需求": f"{stored:,.1f} TB（保存天数未知的按{floor:g}天）",
    }


RULES = (
    Rule(
        id="C15",
        item="购买运维服务",
        document="S0",
        quote="支持市县通过购买服务方式,为属地学校和幼儿园提供信息化和网络安全运维服务",
        use="R",
        entity="学校和幼儿园",
        basis="sites.ops_provider 已填为满足，未填为未知，填“无”为不满足。",
        rows=_served,
        holds=lambda site, _: given(site.ops_provider),
        figures=_provider_figures,
    ),
    Rule(
        id="C17",
        item="优先选用云桌面",
        document="S2",
        quote="鼓励优先选用云桌面等云办公终端",
        use="R",
        entity="中小学校",
        basis="鼓励项，无期限：sites.desktops（云桌面席位）至少1席。席位数折算节点容量，配比为本项目默认。",
        rows=k12,
        holds=_desktops,
        figures=_desktop_figures,
    ),
    Rule(
        id="C18",
        item="一网五平台",
        document="S4",
        quote="一网即天津教育科研网,五平台即天津教育管理、教育资源、终身教育、教育安全、"
        "教育治理信息化五个平台",
        use="PBV",
        entity="平台",
        basis="每个平台在台账中有一个应用（apps.platform 为 management、resource、lifelong、"
        "security、governance 或其中文名），有主管单位、在云节点上、已定级；没有登记为未知。"
        "“一网”由网络各项规则判定。",
        rows=_platforms,
        holds=holds,
    ),
    Rule(
        id="C19",
        item="在线学习承载",
        document="S4",
        quote="为200万学生在线学习提供安全稳定的网络环境",
        use="P",
        entity="全省（市）",
        basis="需要=200万人×并发率（0.1至0.3）×每人2000 kbps；可用=互联网出口（circuits 的 exit）"
        "容量之和×0.7，均为本项目默认。够上限为满足，不足下限为不满足，介于其间或出口不全为未知。",
        rows=_online,
        holds=holds,
        figures=_online_figures,
    ),
    Rule(
        id="C22",
        item="幼儿园视频系统",
        document="S4",
        quote="覆盖了全市2394所幼儿园",
        use="PV",
        entity="幼儿园",
        basis="sites.cameras 至少1路为满足；带宽=路数×码率，存储（TB）"
        "=路数×码率×86400×天数/8000000。",
        rows=_kindergartens,
        holds=_filmed,
        figures=_video_figures,
    ),
    Rule(
        id="C23",
        item="中小学视频监控全覆盖",
        document="S4",
        quote="实现中小学视频监控全覆盖",
        use="PR",
        entity="中小学校",
        basis="学校网络中有视频专网（sites.segments 含 video）为满足；网段未填为未知。",
        rows=k12,
        holds=_video_net,
    ),
)
