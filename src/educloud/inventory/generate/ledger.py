"""The rows of apps: what a ledger says of each application, with the gaps that ledgers have."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from educloud.inventory.generate.apps import Application
from educloud.inventory.generate.assumptions import AS_OF, UNKNOWN_CELL
from educloud.inventory.generate.catalogue import SIZES, VENDORS
from educloud.inventory.generate.draw import NO, YES, Draw
from educloud.inventory.generate.names import MARK
from educloud.inventory.models import CLOUDS, Hosting

Cells = dict[str, object]

DOUBLE_NON = 0.04  # neither own address nor own domain
ABSENT = "无"
OLD_SYSTEMS = ("CentOS 7", "CentOS 6", "Windows Server 2012 R2", "Windows Server 2008 R2")
SYSTEMS = ("openEuler 22.03", "银河麒麟 V10", "Windows Server 2019", "Ubuntu 22.04", "CentOS 7")
ARM_SYSTEMS = ("openEuler 22.03", "银河麒麟 V10")
DATABASES = ("MySQL", "MySQL", "MySQL", "SQL Server", "PostgreSQL", "Oracle", "达梦", "人大金仓")
MIDDLEWARE = ("Tomcat", "Tomcat", "Nginx", "IIS", "东方通 TongWeb", "WebLogic")
ARCHETYPES = ("lamp", "java_war", "java_war", "dotnet", "vm")
STAGES = ("清查", "编目", "清理", "整合", "接入", "共享", "协同")
PEAKS = {"招考": "6-8", "校务": "9", "教学": "9-1;3-6"}
RECENT = (dt.date(2026, 10, 20), AS_OF)
LONG_AGO = (dt.date(2024, 9, 1), dt.date(2026, 3, 31))
RELEASES = (dt.date(2025, 3, 1), dt.date(2026, 11, 15))
OLD_RELEASES = (dt.date(2018, 6, 1), dt.date(2023, 12, 31))
CONTRACTS = (dt.date(2027, 3, 31), dt.date(2029, 12, 31))
ENDED_CONTRACTS = (dt.date(2022, 1, 31), dt.date(2026, 6, 30))
ASSESSED = (dt.date(2025, 10, 1), AS_OF)
MOVED = (dt.date(2023, 5, 1), AS_OF)
REVIEWS = (dt.date(2027, 6, 30), dt.date(2028, 12, 31))
# Province code -> what stands before ICP and public-security filing numbers.
PREFIXES = {"41": "豫", "12": "津", "61": "陕"}
CII_LEVEL = 3


def app_rows(apps: Iterable[Application], draw: Draw) -> Iterator[Cells]:
    """Give the rows of apps."""
    for app in apps:
        row = _identity(app, draw)
        row |= _usage(app, draw)
        row |= _machines(app, draw)
        row |= _protection(app, draw)
        row |= _reachable(app, draw)
        row |= _integration(app, draw)
        row |= _decided(app, draw)
        yield row


def _identity(app: Application, draw: Draw) -> Cells:
    product = app.product
    in_house = draw.known(app.owner.org_id, UNKNOWN_CELL)
    return {
        "app_id": app.app_id,
        "name": app.name,
        "owner_org": app.owner.org_id,
        "division_code": app.owner.division,
        "category": draw.known(product.category, 0.03),
        "app_class": draw.known(product.app_class, 0.06),
        "room_id": draw.known(app.room_id, 0.06),
        "hosting": draw.known(app.hosting.value, 0.03),
        "importance": draw.known(product.importance, 0.08),
        "function": draw.known(f"{product.category}：{product.name}", UNKNOWN_CELL),
        "ops_org": in_house,
        "user_org": draw.known(app.owner.org_id, UNKNOWN_CELL),
        "vendor": draw.known(_vendor(product.slug), 0.12),
        "contact": draw.known("信息化值班岗位（合成）", 0.2),
        "platform": product.platform,
        "replaced_by": app.replaced_by,
        "synthetic": YES,
    }


def _vendor(slug: str) -> str:
    return VENDORS[sum(slug.encode()) % len(VENDORS)] + MARK


def _usage(app: Application, draw: Draw) -> Cells:
    registered = draw.whole(3, 400) * 50
    active = draw.whole(0, 5) if app.zombie else int(registered * draw.between(0.1, 0.7))
    return {
        "users_reg": draw.known(registered, UNKNOWN_CELL),
        "users_active": draw.known(active, 0.2),
        "last_login": draw.known(draw.day(*(LONG_AGO if app.zombie else RECENT)), 0.18),
        "built_year": draw.known(draw.whole(2010, 2024 if not app.zombie else 2017), 0.1),
        "last_release": draw.known(
            draw.day(*(OLD_RELEASES if app.zombie or draw.yes(0.1) else RELEASES)), UNKNOWN_CELL
        ),
        "contract_end": draw.known(
            draw.day(*(ENDED_CONTRACTS if app.zombie or draw.yes(0.15) else CONTRACTS)), 0.2
        ),
        "cpu_p95": draw.known(
            draw.between(0.005, 0.04, 3) if app.zombie else draw.between(0.06, 0.6), 0.3
        ),
        "mem_p95": draw.known(draw.between(0.2, 0.85), 0.35),
        "personal_info": draw.known(registered if app.level > 1 else 0, 0.25),
        "peak_months": draw.known(PEAKS.get(app.product.category), 0.3),
    }


def _machines(app: Application, draw: Draw) -> Cells:
    size = SIZES[app.product.size]
    data = round(size.data_gb * draw.between(0.5, 1.5), 1)
    aged = app.hosting is Hosting.OWN_ROOM and draw.yes(0.35)
    systems = ARM_SYSTEMS if app.arch == "aarch64" else OLD_SYSTEMS if aged else SYSTEMS
    return {
        "vcpu": draw.known(size.vcpu, 0.08),
        "ram_gb": draw.known(size.ram_gb, 0.08),
        "disk_gb": draw.known(size.disk_gb, 0.1),
        "data_gb": draw.known(data, 0.1),
        "db_gb": draw.known(round(data * draw.between(0.05, 0.5), 1), 0.3),
        "effort_h": draw.known(size.effort_h, 0.12),
        "servers": draw.known(max(1, size.vcpu // 4), 0.15),
        "arch": draw.known(app.arch, 0.1),
        "os": draw.known(draw.one_of(systems), UNKNOWN_CELL),
        "db": draw.known(draw.one_of(DATABASES), UNKNOWN_CELL),
        "middleware": draw.known(draw.one_of(MIDDLEWARE), 0.25),
        "archetype": draw.known(draw.one_of(ARCHETYPES), 0.1),
        "license_lock": draw.truth(0.02, 0.3),
        "rto_h": draw.known(draw.one_of((4, 8, 24)), 0.3),
        "rpo_h": draw.known(draw.one_of((1, 4, 24)), 0.3),
    }


def _protection(app: Application, draw: Draw) -> Cells:
    filed = app.level > 1 and draw.yes(0.86)
    high = app.level >= CII_LEVEL
    code = app.owner.division
    filing = f"{code}99{app.number % 1000:03}-{app.number // 1000:05}"
    return {
        "mlps_level": draw.known(app.level, 0.1),
        "mlps_filing": draw.known(filing, 0.1) if filed else None,
        "assessed_on": draw.known(draw.day(*ASSESSED), UNKNOWN_CELL) if high and filed else None,
        "crypto_assessed": draw.truth(0.6, 0.25) if high else None,
        "cii": YES if high and app.product.importance == "critical" else draw.known(NO, 0.3),
        "dr_tier": draw.known(draw.one_of((4, 5) if high else (1, 2, 3)), 0.3),
        "log_days": draw.known(draw.one_of((180, 180, 180, 365, 60)), 0.2),
        "open_high_findings_days": draw.known(0 if draw.yes(0.93) else draw.whole(1, 260), 0.3),
    }


def _reachable(app: Application, draw: Draw) -> Cells:
    number = app.number
    sign = PREFIXES.get(app.owner.division[:2], "")
    if not app.product.public and draw.yes(DOUBLE_NON):
        undertaking = draw.truth(0.5, 0.2)
        return {"domain": ABSENT, "ipv4": ABSENT, "public": YES, "undertaking": undertaking}
    phase = f"{app.phase + 1}" if app.phase else ""
    house = f"{app.product.slug}{phase}.{app.owner.org_id.lower()}"
    own = draw.yes(0.93)
    return {
        "domain": draw.known(f"{house}.edu.example" if own else f"{house}.site.example", 0.15),
        "ipv4": draw.known(f"172.{16 + (number >> 16)}.{number >> 8 & 255}.{number & 255}", 0.12),
        "public": draw.known(YES if app.product.public else NO, 0.1),
        "ipv6": draw.truth(0.7, 0.2),
        "aaaa": draw.truth(0.65, 0.25),
        "icp_no": f"{sign}ICP备{number:08}号-1" if app.product.public and draw.yes(0.85) else None,
        "psb_no": f"{sign}公网安备 {number:014}号"
        if app.product.public and draw.yes(0.75)
        else None,
    }


def _integration(app: Application, draw: Draw) -> Cells:
    exchange = draw.known(draw.one_of(("registered",) * 6 + ("exempt", "none")), 0.2)
    shared = draw.known(draw.one_of(("shared",) * 5 + ("conditional", "not_shared")), 0.2)
    closed = shared in {"conditional", "not_shared"} and draw.yes(0.8)
    return {
        "exchange": exchange,
        "exchange_reason": "单机运行，无共享数据（合成）" if exchange == "exempt" else None,
        "shared_data": shared,
        "share_reason": "含未成年人个人信息（合成）" if closed else None,
        "sso": draw.truth(0.72, 0.15),
        "portal_integrated": draw.truth(0.7, 0.2),
        "data_integrated": draw.truth(0.66, 0.2),
        "stage": draw.known(draw.one_of(STAGES), 0.12),
        "migrated_on": draw.known(draw.day(*MOVED), 0.1) if app.hosting in CLOUDS else None,
    }


def _decided(app: Application, draw: Draw) -> Cells:
    """Give people's decision and why."""
    reason = {
        "retain": "随设备更新停用（合成）",
        "exempt": "加密狗绑定主机（合成）",
        "replatform": "更换停止维护的操作系统（合成）",
    }
    if app.decision is None:
        return {}
    cells: Cells = {"strategy": app.decision, "strategy_reason": reason[app.decision]}
    if app.decision == "exempt":
        cells["exempt_approver"] = draw.known("教育局信息化领导小组（合成）", UNKNOWN_CELL)
        cells["exempt_review_on"] = draw.known(draw.day(*REVIEWS), UNKNOWN_CELL)
    return cells
