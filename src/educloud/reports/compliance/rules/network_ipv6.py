"""Rules N on names and IPv6: domains in their zones, sites and applications reached over IPv6."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import NamedTuple

from educloud.inventory.models import App, Role, Site, SiteKind
from educloud.migration.double_non import denied
from educloud.reports.compliance.indicators import (
    IPV6_FIXED_TRAFFIC,
    IPV6_MOBILE_TRAFFIC,
    ORPHAN_RECORDS,
)
from educloud.reports.compliance.rule import Rule, Whole
from educloud.reports.compliance.rules.logic import all_of, begun, holds_all
from educloud.reports.compliance.rules.network_lines import sites, up
from educloud.reports.compliance.rules.rows import K12, apps, given, k12
from educloud.reports.compliance.rules.wording import tally_text
from educloud.reports.compliance.situation import Situation

ROUTING = (Role.BACKBONE, Role.HUB, Role.CORE, Role.AGGREGATION)  # devices of layer 3
IPV6 = ("ipv6",)
# 高等教育、基础教育、职业教育单位
SECTORS = K12 | {SiteKind.UNIVERSITY, SiteKind.SECONDARY_VOCATIONAL}


class _Names(NamedTuple):
    of: Mapping[str, str | None]  # application -> its name as name servers compare it
    uses: Counter[str | None]
    strays: frozenset[str]  # names outside every zone
    zoned: bool  # whether the profile says which zones are allowed


def _names(situation: Situation) -> _Names:
    endings = tuple(f".{zone.strip('.').lower()}" for zone in situation.profile.dns_zones)
    of = {app.app_id: _canonical(app.domain) for app in apps(situation)}
    uses = Counter(of.values())
    strays = (name for name in uses if name is not None and not f".{name}".endswith(endings))
    return _Names(of, uses, frozenset(strays), bool(endings))


def _canonical(domain: str | None) -> str | None:
    # "无" is no name that two applications could share.
    return None if domain is None or denied(domain) else domain.rstrip(".").lower()


def _unified(row: App | Whole, situation: Situation) -> bool | None:
    if isinstance(row, Whole):
        return None if row.reached is None else row.reached <= 0
    names = situation.once(_names)
    name = names.of[row.app_id]
    if name is None:
        return all_of(given(row.domain), row.sso)
    in_zone = name not in names.strays if names.zoned else None
    return all_of(in_zone, names.uses[name] == 1, row.sso)


def _named(situation: Situation) -> Iterator[App | Whole]:
    yield from apps(situation)
    orphans = _newest(situation, ORPHAN_RECORDS.name)
    if orphans is not None:
        yield Whole(situation.profile.province, ORPHAN_RECORDS.label, orphans)


def _newest(situation: Situation, name: str) -> float | None:
    rows = situation.reported.get(name, ())
    own = [row.value for row in rows if row.division_code == situation.profile.province]
    return own[-1] if own else None


def _name_figures(situation: Situation) -> dict[str, str]:
    _, uses, strays, zoned = situation.once(_names)
    repeated = [name for name, count in uses.items() if name is not None and count > 1]
    orphans = _newest(situation, ORPHAN_RECORDS.name)
    outside = sum(uses[name] for name in strays)
    examples = f"，如 {'、'.join(sorted(strays)[:5])}" if strays else ""
    return {
        "允许的域": "、".join(situation.profile.dns_zones) or "未设定",
        "域外应用（non-zone）": f"{outside} 个{examples}" if zoned else "未知",
        "重复域名": str(len(repeated)),
        "域名未登记的应用": str(uses[None]),
        "统一认证": tally_text(app.sso for app in apps(situation)),
        "孤立解析记录": "未知" if orphans is None else f"{orphans:g}",
    }


def _has_prefix(site: Site, situation: Situation) -> bool | None:
    """Tell whether a site holds a prefix; a register that leaves it out says no."""
    held = situation.measured.prefixes
    if site.ipv6_prefix is not None or site.site_id in held:
        return True
    return False if held else None


def _routed(site: Site, situation: Situation) -> bool | None:
    if site.ipv6_on is None:
        return site.ipv6_route
    if not begun(site.ipv6_on, situation.as_of):
        return False
    return True if site.ipv6_route is None else site.ipv6_route  # in service means routed


def _devices_speak(situation: Situation) -> Mapping[str, bool | None]:
    """Give per site with devices whether all that route speak IPv6."""
    verdicts: dict[str, bool | None] = {}
    for device in situation.inventory.devices.values():
        site_id = device.site_id
        if device.role in ROUTING:
            before = verdicts.get(site_id, True)
            verdicts[site_id] = all_of(before, holds_all(device.features, IPV6))
        elif site_id not in verdicts:
            verdicts[site_id] = True
    return verdicts


class _Readiness(NamedTuple):
    prefix: bool | None
    route: bool | None
    devices: bool | None
    whole: bool | None  # all of them


def _readiness(situation: Situation) -> Mapping[str, _Readiness]:
    devices = _devices_speak(situation)
    found = {}
    for site in sites(situation):
        parts = (_has_prefix(site, situation), _routed(site, situation), devices.get(site.site_id))
        found[site.site_id] = _Readiness(*parts, all_of(*parts))
    return found


def site_speaks(site: Site, situation: Situation) -> bool | None:
    """Tell whether a site has prefix, route and IPv6 on every layer 3 device."""
    return situation.once(_readiness)[site.site_id].whole


def app_speaks(app: App) -> bool | None:
    """Tell whether an application has an AAAA record and is reached over it."""
    return all_of(app.aaaa, app.ipv6)


def _speaks(row: Site | App, situation: Situation) -> bool | None:
    return app_speaks(row) if isinstance(row, App) else site_speaks(row, situation)


def ipv6_since(row: Site | App, _: Situation) -> dt.date | None:
    """Give the day a site's IPv6 went into service; an application's is not recorded."""
    return row.ipv6_on if isinstance(row, Site) else None


def _everything(situation: Situation) -> Iterable[Site | App]:
    return chain(sites(situation), apps(situation))


def _ipv6_figures(situation: Situation) -> dict[str, str]:
    every = situation.once(_readiness).values()
    traffic = {
        one.label: (
            _newest(situation, one.name),
            situation.profile.threshold(one.name),
        )
        for one in (IPV6_FIXED_TRAFFIC, IPV6_MOBILE_TRAFFIC)
    }
    return {
        "站点": tally_text(one.whole for one in every),
        "其中前缀": tally_text(one.prefix for one in every),
        "其中路由": tally_text(one.route for one in every),
        "其中三层设备": tally_text(one.devices for one in every),
        "应用": tally_text(app_speaks(app) for app in apps(situation)),
        **{
            label: f"{'未知' if value is None else f'{value:.2%}'}（全国2025年目标 {goal:.0%}）"
            for label, (value, goal) in traffic.items()
        },
    }


def _sector_access(site: Site, situation: Situation) -> bool | None:
    ready = situation.once(_readiness)[site.site_id]
    return all_of(ready.prefix, ready.route, up(site, situation))


def _sector_figures(situation: Situation) -> dict[str, str]:
    parts = {
        "高等教育": [SiteKind.UNIVERSITY],
        "职业教育": [SiteKind.SECONDARY_VOCATIONAL],
        "基础教育": K12,
    }
    return {
        name: tally_text(_sector_access(s, situation) for s in situation.sites_of_kinds(kinds))
        for name, kinds in parts.items()
    }


RULES = (
    Rule(
        id="N03",
        item="网址、域名和用户统一管理",
        document="S0",
        quote="推动网址、域名和用户的统一管理",
        use="BV",
        entity="应用",
        basis="域名在允许的域内（配置的 dns_zones）、全省不重复，且接入省级统一身份认证（sso）。"
        "未登记域名或未配置允许的域为未知，域名写“无”为不满足。"
        "孤立解析记录取填报指标 orphan_dns_records，"
        "填报后计一行，须为0。",
        rows=_named,
        holds=_unified,
        figures=_name_figures,
    ),
    Rule(
        id="N06",
        item="IPv6规模部署",
        document="S0",
        quote="加速设备和应用的IPv6改造,实现IPv6全覆盖",
        use="PBVR",
        entity="站点与应用",
        basis="站点与应用各计一行。站点：已分配前缀（台账或地址规划登记簿），有IPv6路由"
        "（或 ipv6_on 已到），且骨干、枢纽、核心、汇聚设备的 features 均含 ipv6；"
        "没有任何设备台账为未知。"
        "应用：有AAAA记录（aaaa）且可经IPv6访问（ipv6）。流量占比只列出，不作判定。",
        rows=_everything,
        holds=_speaks,
        since=ipv6_since,
        figures=_ipv6_figures,
    ),
    Rule(
        id="N07",
        item="中小学IPv6全覆盖",
        document="S2",
        quote="全部中小学校(含教学点)实现IPv6全覆盖",
        use="VR",
        entity="中小学校（含教学点）",
        basis="按N06的站点口径；中小学校含小学、初中、九年一贯制、高中、特殊教育学校和教学点。"
        "达成日期取 ipv6_on。",
        rows=k12,
        holds=site_speaks,
        due=dt.date(2025, 12, 31),
        since=ipv6_since,
    ),
    Rule(
        id="N28",
        item="三类教育单位IPv6接入",
        document="S4",
        quote="完成高等教育、基础教育、职业教育单位的IPv6接入,各区教育单位全部接入天津教育科研网",
        use="V",
        entity="高校、中小学校、中职学校",
        basis="基线核验，应为100%：已分配前缀、有IPv6路由，且专网线路接通（private_link 为 up）。",
        rows=lambda situation: situation.sites_of_kinds(SECTORS),
        holds=_sector_access,
        since=ipv6_since,
        figures=_sector_figures,
    ),
)
