"""What kinds of applications there are: products that bureaus, schools and universities buy.

The vendor is a made-up company per product: the same product stands at hundreds of schools.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from educloud.inventory.models import OrgKind, SiteKind


@dataclass(frozen=True, slots=True)
class Size:
    """What an application of a size takes: vCPU, GB of memory, disk and data, hours of work."""

    vcpu: int
    ram_gb: int
    disk_gb: int
    data_gb: int
    effort_h: int


SIZES: Mapping[str, Size] = {
    "S": Size(2, 4, 100, 12, 4),
    "M": Size(4, 16, 300, 90, 8),
    "L": Size(8, 32, 1000, 600, 12),
    "X": Size(16, 64, 6000, 2800, 16),
}


@dataclass(frozen=True, slots=True)
class Product:
    """A product; ``slug`` is its label in host names, ``levels`` those of MLPS, by likelihood."""

    name: str
    slug: str
    category: str
    size: str
    levels: tuple[int, ...]
    importance: str
    app_class: str = "generic"
    platform: str | None = None
    public: bool = False
    in_cloud: bool = False  # the province's: moved already


SIGN_ON = Product("统一身份认证", "id", "认证", "M", (3,), "critical", public=True)
EXCHANGE = Product("数据交换平台", "exchange", "政务", "L", (3,), "high")
OFFICE = Product("协同办公", "oa", "政务", "M", (2, 2, 3), "medium")
PORTAL = Product("教育门户网站", "www", "门户", "M", (2, 3), "high", public=True)
RESOURCES = Product("教育资源公共服务", "ziyuan", "教学", "X", (2,), "high", public=True)
ENROLMENT = Product("入学报名", "baoming", "招考", "S", (2, 3), "high", public=True)
COMMAND = Product("考试指挥调度", "zhihui", "招考", "M", (4,), "critical", "special")
RINGS = (SIGN_ON, EXCHANGE, OFFICE)  # one platform: they move in one night

# Owner -> products every one of them has, in this order; then those it may have.
_PROVINCE_CORE = (
    *RINGS,
    Product("学籍管理", "xueji", "校务", "L", (3,), "critical", platform="management"),
    Product(
        "教育资源平台",
        "res",
        "教学",
        "X",
        (3,),
        "high",
        platform="resource",
        public=True,
        in_cloud=True,
    ),
    Product(
        "终身学习平台",
        "xuexi",
        "教学",
        "L",
        (2,),
        "medium",
        platform="lifelong",
        public=True,
        in_cloud=True,
    ),
    Product("教育安全监测", "anquan", "政务", "M", (3,), "high", platform="security"),
    Product("教育治理分析", "zhili", "政务", "L", (2,), "medium", platform="governance"),
    COMMAND,
)
_BUREAU: Sequence[Product] = (
    PORTAL, RESOURCES, ENROLMENT,
    Product("教师研修", "yanxiu", "教学", "M", (2,), "medium"),
    Product("教育统计填报", "tongji", "政务", "S", (2,), "medium"),
    Product("学生资助", "zizhu", "政务", "S", (2, 2, 3), "medium"),
    Product("视频会议", "huiyi", "政务", "M", (2,), "medium"),
    Product("电子档案", "dangan", "政务", "L", (2,), "low"),
    Product("校园安全监管", "jianguan", "校务", "L", (2,), "high"),
    Product("教师招聘报名", "zhaopin", "招考", "S", (2,), "medium", public=True),
    Product("课题申报", "keti", "科研", "S", (2,), "low"),
    Product("校车安全", "xiaoche", "校务", "S", (2,), "medium"),
    Product("短信平台", "duanxin", "政务", "S", (1, 2), "low"),
    Product("远程听评课", "tingke", "教学", "L", (2,), "medium"),
    Product("教研平台", "jiaoyan", "教学", "M", (2,), "medium"),
    Product("学业监测", "jiance", "教学", "M", (2,), "medium"),
    Product("装备管理", "zhuangbei", "政务", "S", (1, 2), "low"),
    Product("班班通管理", "banbantong", "教学", "S", (1,), "low"),
    Product("云课堂", "ketang", "教学", "L", (2,), "medium", public=True),
    Product("财务集中核算", "caiwu", "政务", "M", (3,), "high"),
    Product("营养餐监管", "yingyang", "校务", "S", (2,), "medium"),
    Product("教师档案", "jiaoshi", "政务", "S", (2, 3), "medium"),
    Product("继续教育", "jixu", "教学", "S", (2,), "low"),
    Product("体质健康", "tizhi", "校务", "S", (1, 2), "low"),
    Product("网上阅卷", "yuejuan", "招考", "L", (3,), "high"),
    Product("标准化考点指挥", "kaodian", "招考", "M", (3, 3, 3, 3, 3, 3, 3, 4), "critical"),
    Product("标准化考点巡查", "xuncha", "招考", "X", (3,), "high"),
    Product("中招报名与录取", "zhongzhao", "招考", "M", (3,), "critical", public=True),
    Product("课后服务", "kehou", "校务", "M", (2,), "medium", public=True),
    Product("心理筛查", "xinli", "校务", "S", (3,), "high"),
    Product("家校互动", "jiaxiao", "校务", "S", (2,), "medium", public=True),
    Product("视频点播", "vod", "教学", "X", (1, 2), "low"),
    Product("问卷调查", "wenjuan", "政务", "S", (1,), "low"),
    Product("题库", "tiku", "教学", "M", (1, 2), "low"),
    Product("实验教学管理", "shiyan", "教学", "S", (2,), "low"),
)  # fmt: skip
_SCHOOL: Sequence[Product] = (
    Product("校园网站", "www", "门户", "S", (1, 2), "low", public=True),
    Product("智慧课堂", "ketang", "教学", "M", (2,), "medium"),
    Product("教务排课", "jiaowu", "校务", "S", (2,), "medium"),
    Product("成绩分析", "chengji", "教学", "S", (2,), "medium"),
    Product("校园一卡通", "ykt", "校务", "M", (2,), "medium"),
    Product("图书借阅", "tushu", "教学", "S", (1, 2), "low"),
    Product("录播系统", "lubo", "教学", "L", (1,), "low"),
    Product("校园安防", "anfang", "校务", "X", (2,), "medium"),
    Product("学生考勤", "kaoqin", "校务", "S", (1, 2), "low"),
    Product("德育评价", "deyu", "校务", "S", (1, 2), "low"),
    Product("选课走班", "xuanke", "教学", "S", (2,), "medium"),
    Product("协同办公", "oa", "政务", "S", (1, 2), "low"),
    Product("题库与组卷", "tiku", "教学", "M", (1,), "low"),
    Product("校园广播", "guangbo", "校务", "S", (1,), "low"),
    Product("明厨亮灶", "chufang", "校务", "L", (1, 2), "medium"),
    Product("家校互动", "jiaxiao", "校务", "S", (1, 2), "low", public=True),
)
_VOCATIONAL: Sequence[Product] = (
    *_SCHOOL,
    Product("实训仿真", "shixun", "教学", "L", (2,), "medium"),
    Product("实习管理", "shixi", "校务", "S", (2,), "medium", public=True),
    Product("招生网", "zhaosheng", "招考", "S", (2,), "medium", public=True),
    Product("虚拟桌面", "vdi", "教学", "X", (1, 2), "medium"),
    Product("技能鉴定", "jianding", "校务", "S", (2,), "low"),
    Product("顶岗实习监测", "dinggang", "校务", "S", (1, 2), "low"),
)
_UNIVERSITY_GENERIC: Sequence[Product] = (
    OFFICE, PORTAL,
    Product("邮件系统", "mail", "校务", "L", (2,), "medium", public=True),
    Product("教务系统", "jwxt", "校务", "L", (3,), "critical", public=True),
    Product("校园一卡通", "ykt", "校务", "M", (2, 3), "high"),
    Product("学工系统", "xuegong", "校务", "M", (2,), "medium"),
    Product("人事系统", "renshi", "政务", "M", (2, 3), "high"),
    Product("财务系统", "caiwu", "政务", "M", (3,), "high"),
    Product("资产管理", "zichan", "政务", "S", (2,), "medium"),
    Product("图书馆系统", "lib", "教学", "M", (2,), "medium", public=True),
    Product("网络教学平台", "course", "教学", "X", (2,), "high", public=True),
    Product("招生网", "zsb", "招考", "S", (2,), "high", public=True),
    Product("就业信息网", "job", "校务", "S", (2,), "medium", public=True),
    Product("迎新系统", "yingxin", "校务", "S", (2,), "medium"),
    Product("宿舍管理", "sushe", "校务", "S", (1, 2), "low"),
    Product("后勤报修", "baoxiu", "校务", "S", (1, 2), "low"),
    Product("问卷系统", "wenjuan", "校务", "S", (1,), "low"),
    Product("网盘", "pan", "校务", "X", (2,), "medium"),
    Product("站群系统", "sites", "门户", "L", (2, 3), "high", public=True),
    Product("校友系统", "xiaoyou", "校务", "S", (2,), "low", public=True),
    Product("档案系统", "dangan", "政务", "M", (2,), "low"),
    Product("体测系统", "tice", "校务", "S", (1,), "low"),
)  # fmt: skip
_UNIVERSITY_SPECIAL: Sequence[Product] = (
    Product("科研管理", "keyan", "科研", "M", (2, 3), "medium", "special"),
    Product("高性能计算调度", "hpc", "科研", "X", (2,), "medium", "special"),
    Product("大型仪器共享", "yiqi", "科研", "S", (2,), "low", "special"),
    Product("研究生管理", "yjs", "校务", "M", (2,), "medium", "special"),
    Product("虚拟仿真实验", "vlab", "教学", "X", (1, 2), "medium", "special"),
    Product("附属医院教学", "yixue", "教学", "L", (2,), "medium", "special"),
    Product("学科知识库", "zhishi", "科研", "L", (1, 2), "low", "special"),
    Product("期刊采编", "qikan", "科研", "S", (2,), "low", "special", public=True),
    Product("物联网平台", "iot", "校务", "M", (2,), "low", "special"),
    Product("实验室安全", "lab", "校务", "S", (2,), "medium", "special"),
)
_KINDERGARTEN = (_SCHOOL[0], _SCHOOL[7], _SCHOOL[14], _SCHOOL[15])


@dataclass(frozen=True, slots=True)
class Range:
    """What an owner has: all of ``core`` first, in this order, then of ``more`` in any."""

    core: Sequence[Product]
    more: Sequence[Product]


BY_OWNER: Mapping[OrgKind, Range] = {
    OrgKind.PROVINCE_BUREAU: Range(_PROVINCE_CORE, _BUREAU),
    OrgKind.CITY_BUREAU: Range(RINGS, _BUREAU),
    OrgKind.COUNTY_BUREAU: Range((), (OFFICE, *_BUREAU)),
    OrgKind.PROVINCIAL_BODY: Range((), (OFFICE, *_BUREAU)),
    OrgKind.UNIVERSITY: Range((SIGN_ON,), (*_UNIVERSITY_GENERIC, *_UNIVERSITY_SPECIAL)),
    OrgKind.SCHOOL: Range((), _SCHOOL),
}
BY_SCHOOL: Mapping[SiteKind, Range] = {
    SiteKind.KINDERGARTEN: Range((), _KINDERGARTEN),
    SiteKind.SECONDARY_VOCATIONAL: Range((), _VOCATIONAL),
}
# A school's or county's product -> the city's that may replace it.
REPLACED_BY_CITY: Mapping[str, str] = {
    "协同办公": "协同办公",
    "教育门户网站": "教育门户网站",
    "家校互动": "家校互动",
    "入学报名": "入学报名",
    "教育资源公共服务": "教育资源公共服务",
}
VENDORS = (
    "启明软件", "云启教育科技", "中原数智", "学海信息", "育林科技", "知行软件", "远航网络",
    "同文信息", "百川数据", "格物软件", "弘文科技", "星火信息",
)  # fmt: skip
