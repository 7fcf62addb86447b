"""Declarations of the synthetic city: its applications, what binds them, what people decided."""

from __future__ import annotations

from typing import Any

# size -> vCPU, memory GB, disk GB, data GB (before a spread of 40 %), effort hours
SIZES = {
    "S": (2, 4, 100, 12, 4),
    "M": (4, 16, 300, 90, 8),
    "L": (8, 32, 1000, 600, 12),
    "X": (16, 64, 6000, 2800, 16),
}

# name, room (-- = none), category, MLPS level (- = unknown), importance, size.
# The place in this list is the number of the application.
APPS = """
学生考勤 01 校务 2 medium S
图书借阅 01 教学 2 low S
教育政务协同办公 02 政务 3 high M
统一身份认证 02 认证 3 critical M
数据交换平台 02 政务 3 high L
市教育局门户网站 02 门户 3 high M
中招报名与录取 02 招考 3 critical M
学籍管理 02 校务 3 critical M
教育资源公共服务 02 教学 2 high X
教师研修 02 教学 2 medium M
标准化考点指挥调度 02 招考 4 critical M
标准化考点巡查 02 招考 3 high X
网上阅卷 02 招考 3 high L
教育统计填报 02 政务 2 medium S
学生资助 02 政务 2 medium S
视频会议 02 政务 2 medium M
电子档案 02 政务 2 low L
校园安全监管 02 校务 2 high L
教师招聘报名 03 招考 2 medium S
旧版协同办公 03 政务 2 low S
课题申报 03 科研 2 low S
校车安全 03 校务 2 medium S
短信平台 03 政务 - low S
远程听评课 03 教学 2 medium L
浚县教育门户 04 门户 2 medium S
浚县协同办公 04 政务 2 medium M
浚县教研平台 04 教学 2 medium M
浚县入学报名 04 招考 2 high S
浚县资源库 04 教学 - low L
浚县学业监测 04 教学 2 medium M
浚县装备管理 04 政务 - low S
浚县班班通管理 04 教学 - low S
淇县教育门户 05 门户 2 medium S
淇县协同办公 05 政务 2 medium M
淇县入学报名 05 招考 2 high S
淇县云课堂 05 教学 2 medium L
淇县学业监测 05 教学 2 medium M
淇县财务集中核算 05 政务 3 high M
淇县营养餐监管 05 校务 2 medium S
淇县教师档案 05 政务 2 medium S
山城区教育门户 06 门户 2 medium S
山城区协同办公 06 政务 2 medium S
山城区资源库 06 教学 - medium L
山城区入学报名 06 招考 2 high S
山城区体质健康 06 校务 - low S
山城区继续教育 06 教学 2 low S
鹤山区教育门户 07 门户 2 medium S
鹤山区协同办公 07 政务 2 medium S
鹤山区题库 07 教学 - low M
鹤山区校园足球 07 校务 - low S
鹤山区班级博客 07 教学 - low S
淇滨区协同办公 08 政务 2 medium M
淇滨区入学报名 08 招考 3 high M
淇滨区智慧课堂 08 教学 2 high L
淇滨区课后服务 08 校务 2 medium M
淇滨区家校互动 08 校务 2 medium S
淇滨区视频点播 08 教学 - medium X
淇滨区心理筛查 08 校务 3 high S
职校教务管理 09 校务 2 high M
职校一卡通 09 校务 2 high M
职校实训仿真 09 教学 2 medium L
职校实习管理 09 校务 2 medium S
职校招生网 09 门户 2 medium S
职校虚拟桌面 09 教学 - medium X
浚县一中选课排课 10 教学 2 medium S
浚县一中校园网站 10 门户 2 low S
浚县一中录播系统 10 教学 - low L
淇县一中成绩分析 11 教学 2 medium S
淇县一中校园网站 11 门户 - low S
淇县一中德育评价 11 校务 - low S
淇水大学科研管理 12 科研 3 high L
淇水大学教务系统 12 校务 3 critical L
淇水大学协同办公 12 政务 2 medium M
淇水大学邮件系统 12 校务 2 medium M
淇水大学图书检索 12 教学 - low M
家校通知推送 -- 校务 2 medium S
教育惠民服务 -- 政务 3 high M
云上课堂 -- 教学 2 medium L
问卷调查 -- 政务 - low S
托管成绩查询 -- 招考 2 medium S
""".strip().splitlines()

_ZOMBIE: dict[str, Any] = {
    "last_login": "2025-09-30",
    "users_active": 3,
    "users_reg": 900,
    "cpu_p95": 0.01,
    "last_release": "2019-06-15",
    "contract_end": None,
}
_PREPARED: dict[str, Any] = {
    "db": "PostgreSQL",
    "os": "openEuler 22.03",
    "archetype": "lamp",
    "data_gb": 2.0,
    "effort_h": 6,
    "strategy": "rehost",
    "strategy_reason": "数据库与文件均可整体迁移（合成）",
}
_CLOUD: dict[str, Any] = {"hosting": "gov_cloud"}

# What differs from the ordinary, by number.
CHANGES: dict[int, dict[str, Any]] = {
    1: {
        **_PREPARED,
        "domain": "kaoqin.hebi.edu.example",
        "db_name": "app_attendance",
        "files_path": "app_attendance",
    },
    2: {
        **_PREPARED,
        "domain": "tushu.hebi.edu.example",
        "db_name": "app_library",
        "files_path": "app_library",
    },
    4: {"cii": "yes", "domain": "id.hebi.edu.example", "db": "PostgreSQL"},
    6: {"domain": "www.hebi.edu.example"},
    7: {
        "domain": "zhongzhao.hebi.edu.example",
        "arch": "aarch64",
        "os": "openEuler 22.03",
        "db": "达梦",
    },
    11: {"remark": "等保四级，省市节点均为三级（合成）"},
    12: {"data_gb": 5200.0, "effort_h": 16},
    16: {"arch": "aarch64"},
    17: {"strategy": "retain", "strategy_reason": "与档案室专用存储绑定，2028年随设备更新（合成）"},
    20: {**_ZOMBIE, "replaced_by": "HB-APP-003", "remark": "已由新版协同办公替代（合成）"},
    21: {"users_active": None, "last_login": None, "contract_end": None},
    23: {**_ZOMBIE, "vcpu": None, "ram_gb": None},
    25: {"replaced_by": "HB-APP-006"},
    26: {"replaced_by": "HB-APP-003"},
    29: {"data_gb": None, "domain": None},
    31: _ZOMBIE,
    32: {**_ZOMBIE, "open_high_findings_days": 210},
    33: {"replaced_by": "HB-APP-006"},
    38: {"arch": "aarch64", "effort_h": 12},
    41: {"replaced_by": "HB-APP-006"},
    45: {"effort_h": None, "arch": None, "importance": None},
    46: {"strategy": "replatform", "strategy_reason": "更换停止维护的操作系统（合成）"},
    47: {"replaced_by": "HB-APP-006"},
    49: {"vcpu": None, "arch": None},
    50: _ZOMBIE,
    51: {**_ZOMBIE, "arch": None},
    61: {"strategy": "exempt", "strategy_reason": "加密狗绑定实训主机，2027-12复核（合成）"},
    66: {"ipv6": None, "mlps_filing": None},
    67: {"disk_gb": None, "data_gb": 900.0},
    69: _ZOMBIE,
    70: {"last_login": None, "users_active": None, "users_reg": None, "arch": None, "os": None},
    71: {"app_class": "special"},
    72: {"app_class": "special"},
    75: {"app_class": None},
    76: _CLOUD,
    77: _CLOUD,
    78: {"hosting": "public_cloud"},
    79: {**_CLOUD, "mlps_level": 2},
    80: {"owner_org": "HB-ORG-001", "data_gb": 20.0},
}


def _app(number: int) -> str:
    return f"HB-APP-{number:03}"


_EDGES: tuple[tuple[int, int, str, float | None, str], ...] = (
    # one platform: sign-on, office and exchange move in one night; together may run in a ring
    (3, 4, "together", None, "同一会话库"),
    (4, 5, "together", None, "接口调用"),
    (5, 3, "together", None, "接口调用"),
    # who signs on through it, or reads its data, follows
    (6, 4, "before", None, "统一登录"),
    (8, 4, "before", None, "统一登录"),
    (8, 5, "before", None, "数据同步"),
    (9, 4, "before", None, "统一登录"),
    (10, 9, "before", None, "资源引用"),
    (14, 5, "before", None, "数据同步"),
    (53, 4, "before", None, "统一登录"),
    (12, 13, "soft", 2, "同一考务网"),
    (13, 12, "soft", 2, "同一考务网"),
    (27, 30, "together", None, "共用数据库"),
    (30, 27, "together", None, "共用数据库"),
    (36, 37, "together", None, "共用数据库"),
    (40, 39, "before", None, "教职工主数据"),
    (43, 46, "soft", 1, "课程引用"),
    (54, 57, "together", None, "同一媒体库"),
    (55, 56, "soft", 1, "消息通道"),
    (56, 55, "soft", 1, "消息通道"),
    (59, 60, "together", None, "共用数据库"),
    (62, 59, "before", None, "学生主数据"),
    (64, 59, "soft", 3, "同一域控"),
    (65, 66, "soft", 1, "同一主机"),
    (1, 2, "soft", 5, "同一主机"),
    (68, 70, "together", None, "共用数据库"),
    (73, 74, "soft", 1, "通讯录"),
)
DEPENDENCIES = tuple(
    (_app(one), _app(other), kind, weight, evidence)
    for one, other, kind, weight, evidence in _EDGES
)

_EMPTY_SOON = "寒假前腾空机房，为双轨运行留足时间（合成）"
PINS: tuple[dict[str, Any], ...] = (
    {"app_id": _app(1), "not_after": "2026-12-20", "reason": _EMPTY_SOON},
    {"app_id": _app(2), "not_after": "2026-12-20", "reason": _EMPTY_SOON},
    {
        "app_id": _app(7),
        "node_id": "main-410000",
        "not_before": "2027-09-11",
        "reason": "中招录取结束后再迁，数据在省主节点（合成）",
    },
)
