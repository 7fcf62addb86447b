"""The columns of Chinese ledgers (台账): ours, what people call them, how their cells are read.

One line adds an alias. ``*`` before an alias: it counts only when it is the whole header, because
it is part of many others. A header may carry the unit of its bare numbers: ``内存(TB)``.
"""

# ruff: noqa: E501  declarations: a column and its aliases stand on one line

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from educloud.inventory.importing.cleaning import values
from educloud.inventory.importing.draft import Cell
from educloud.inventory.importing.planners.reading import cleaner

Clean = Callable[[Cell], values.Value]


@dataclass(frozen=True, slots=True)
class Column:
    """One of our columns.

    ``clean``: how a cell is read; none: by the column's type. ``unit``: of an amount.
    ``several``: how the parts go together when several columns of the sheet belong to it:
    "sum", "text" (side by side) or "path" (divisions from large to small); empty: the first counts.
    """

    name: str
    aliases: tuple[str, ...]
    clean: Clean | None = None
    unit: str | None = None
    several: str = ""

    def reader(self, table: str, unit: str) -> Clean:
        """Give the function that reads its cells under a header with this unit (may be empty)."""
        if self.unit is not None:
            if self.unit == "%":
                return partial(values.share, unit=unit)
            return partial(values.amount, unit=unit or self.unit, dimension=self.unit)
        if self.clean is values.whole and unit:
            return partial(values.whole, unit=unit)
        return self.clean or cleaner(table, self.name)


def _column(
    name: str,
    aliases: str,
    clean: Clean | None = None,
    unit: str | None = None,
    several: str = "",
) -> Column:
    return Column(name, (name, *aliases.split()), clean, unit, several)


def _words(**values_: str) -> Clean:
    words = {word: value for value, line in values_.items() for word in line.split()}
    return partial(values.choice, words=words)


_STACKS = {"双栈": "yes", "纯ipv6": "yes", "仅ipv4": "no", "ipv4": "no", "单栈": "no"}


def _ipv6(cell: Cell) -> values.Value:
    """Read whether IPv6 is supported; an address there says that it is."""
    try:
        return values.truth(cell, _STACKS)
    except values.Unreadable as error:
        try:
            found = values.addresses(cell).text
        except values.Unreadable:
            raise error from None
        return values.Value("yes" if ":" in found else "no", "address")


IGNORED = frozenset(
    ["序号", "行号", "原因", "建议", "校验码", "no", "no.", "编次", "顺序号"]
)  # never kept

_CONTACT = "联系人 联系方式 联系电话 *电话 手机 手机号 手机号码 办公电话 负责人电话 管理员 系统管理员 联系人姓名 联系人电话 *负责人 系统负责人 安全负责人 责任人"
_DIVISION = (
    "行政区划代码 区划代码 行政区划 行政区划名称 所属区划 所属区县 所属县区 *区县 *县区 *县(市、区) *县市区 所在区县 所在县区"
    " 所属地区 *地区 *所在地 所属地市 *地市 *市 *县 *省辖市 所在市 所在县 *城市 所属省 *省份"
)
_OWNER = (
    "主管(建设)单位 主管建设单位 主管单位 建设单位 主管部门 责任单位 所属单位 *单位名称 *单位 归口单位 归口部门 归属单位 权属单位"
    " *填报单位 管理单位 主办单位 所属学校 *学校 系统主管单位 所有单位 业主单位 产权单位"
)
_REMARK = _column("remark", "备注 *说明 *备注说明 其他说明", values.text)

PUBLIC = {
    "对外": "yes",
    "互联网": "yes",
    "公网": "yes",
    "外网": "yes",
    "内网": "no",
    "对内": "no",
    "仅内网": "no",
    "校内": "no",
    "内部": "no",
    "局域网": "no",
    "教育网": "no",
    "专网": "no",
    "校园网": "no",
    "公众": "yes",
    "社会公众": "yes",
}

# Said in columns of this name, but no instruction set: unknown.
_NO_ARCH = {"": "b/s c/s bs cs b/s架构 c/s架构 微服务 国产 国产化 信创 非国产 混合 是 否"}

APPS = (
    _column("app_id", "system_id *编号 系统编号 系统编码 应用编号 应用编码 系统id 系统代码 资产编号"),
    _column("name", "系统名称 信息系统名称 应用系统名称 业务系统名称 应用名称 平台名称 系统全称 网站名称 系统平台名称 软件名称 *名称 *系统 *信息系统 *应用系统 *业务系统 系统名"),
    _column("function", "主要功能 系统功能 功能描述 功能简介 业务功能 系统简介 *功能 业务描述 系统描述"),
    _column("category", "类别 系统类别 系统类型 业务类别 业务类型 应用类别 系统分类 *类型 *分类 应用类型"),
    _column("app_class", "通用/专用 通用专用 通用或专用 是否通用 应用属性", _words(generic="通用 通用类 generic 是", special="专用 专用类 special 否")),
    _column("owner_org", _OWNER, values.text),
    _column("owner_kind", "单位类别 单位性质 单位类型 owner_kind"),
    _column("division_code", _DIVISION, values.division, several="path"),
    _column("ops_org", "运维单位 维护单位 运维部门 运维服务单位 运维公司 维护公司 运维厂商"),
    _column("user_org", "使用单位 使用部门 应用单位"),
    _column("vendor", "承建(开发)单位 承建开发单位 承建单位 开发单位 开发商 承建商 厂商 供应商 开发厂商 承建公司 开发公司 开发企业 建设厂商"),
    _column("contact", _CONTACT, values.text, several="text"),
    _column("built_year", "建设(上线)年份 建设上线年份 建设年份 上线年份 建成年份 建设时间 上线时间 建成时间 投用时间 启用时间 投入使用时间 开通时间 建设年度 上线年度 上线日期 投运时间 建成年度 使用年份 投入使用年份"),
    _column("last_release", "最近更新 最近更新时间 最后更新 最后更新时间 更新时间 最近升级 最近升级时间 最近一次更新 最近更新日期 版本更新时间"),
    _column("contract_end", "维保到期 维保到期时间 维保到期日 维保截止 维保期限 合同到期 合同到期时间 运维到期 运维合同到期 服务到期 质保到期 维保结束时间", values.last_day),
    _column("mlps_level", "等保级别 等保等级 等级保护级别 等级保护等级 安全保护等级 安全等级 定级 定级级别 定级情况 等保定级 等保 等保定级情况 网络安全等级 网络安全等级保护级别 信息安全等级 等保级 拟定等级 保护等级"),
    _column("mlps_filing", "等保备案号 等保备案编号 等保备案证明编号 等保备案证编号 备案证明编号 备案编号 备案号 备案证号 等级保护备案号 等保备案 定级备案号 备案情况 *备案"),
    _column("assessed_on", "测评时间 等保测评时间 最近测评时间 测评日期 等保测评日期 最近一次测评时间"),
    _column("icp_no", "icp备案号 icp备案 icp icp备案编号 网站备案号 icp备案/许可证号 域名备案号 网站icp备案号 工信部备案号"),
    _column("psb_no", "公安备案号 公安联网备案号 网安备案号 公网安备号 公安机关备案号 公安备案 公安备案编号 公网安备"),
    _column("public", "是否对外服务 对外服务 是否对外 是否互联网访问 是否互联网可访问 互联网访问 是否面向互联网 是否对公众服务 访问范围", partial(values.truth, words=PUBLIC)),
    _column("domain", "域名 访问域名 系统域名 网址 访问地址 url 域名地址 系统网址 网站域名 主域名 访问网址 系统地址 网站地址", values.domains),
    _column("ipv4", "ip地址 ip ipv4 ipv4地址 服务器ip 服务器ip地址 内网ip 公网ip 服务器地址 内网地址 公网地址 主机ip 互联网ip", values.ipv4),
    _column("ipv6", "是否支持ipv6 支持ipv6 ipv6支持 ipv6支持情况 ipv6改造 ipv6改造情况 是否完成ipv6改造 ipv6是否支持 ipv6", _ipv6),
    _column("aaaa", "aaaa记录 是否有aaaa记录 域名支持ipv6"),
    _column("hosting", "部署位置 部署方式 部署环境 部署地点 托管方式 接入方式 运行环境 部署情况 部署模式 存放方式 *部署 是否上云 上云情况 部署形式", values.text),
    _column("room_id", "dc_id 所在机房 机房名称 部署机房 存放机房 机房位置 机房 所属机房 服务器存放地点 服务器所在机房 机房地点", values.text),
    _column("servers", "服务器数量 服务器台数 服务器数 服务器(台) 服务器数量(物理/虚拟) 主机数量 *服务器 *物理服务器 *虚拟服务器 物理机 虚拟机 物理机数量 虚拟机数量 虚拟机台数 物理服务器数量 虚拟服务器数量 云主机数量", values.tally, several="sum"),
    _column("vcpu", "cpu核数 cpu cpu核心数 cpu(核) vcpu数 vcpu数量 cpu总核数 cpu数 核数 处理器核数", unit=""),
    _column("ram_gb", "内存 内存容量 内存大小 内存总量 总内存 ram", unit="GB"),
    _column("disk_gb", "磁盘 存储 硬盘 磁盘容量 存储容量 硬盘容量 存储空间 磁盘空间 存储大小 磁盘大小 存储总量 硬盘大小 总存储", unit="GB"),
    _column("data_gb", "数据量 数据总量 数据大小 业务数据量 已用存储 现有数据量", unit="GB"),
    _column("db_gb", "数据库大小 数据库容量 数据库数据量 数据库空间", unit="GB"),
    _column("cpu_p95", "cpu使用率 cpu利用率 cpu95 cpu平均使用率 cpu峰值 cpu峰值利用率 处理器利用率", unit="%"),
    _column("mem_p95", "内存使用率 内存利用率 内存平均使用率 内存峰值", unit="%"),
    _column("os", "操作系统 操作系统名称 操作系统版本 操作系统及版本 服务器操作系统"),
    _column("db", "数据库 数据库类型 数据库及版本 数据库名称 数据库版本 数据库系统 数据库软件"),
    _column("middleware", "中间件 中间件及版本 应用中间件 中间件名称 web中间件"),
    _column("arch", "x86/arm国产化 x86arm国产化 cpu架构 架构 国产化 国产化架构 服务器架构 指令集 cpu类型 cpu型号 处理器架构 是否国产化",
            _words(x86_64="x86_64 x86 x64 amd64 intel amd 英特尔 海光 兆芯 至强 xeon hygon", aarch64="aarch64 arm arm64 鲲鹏 飞腾 泰山 kunpeng phytium", loongarch64="loongarch64 龙芯 loongarch loongson", sw_64="sw_64 申威", **_NO_ARCH)),
    _column("users_reg", "注册用户 注册用户数 用户数 用户数量 用户总数 用户规模 注册用户总数 账号数 使用人数 用户量 注册人数 用户人数", values.whole),
    _column("users_active", "月活 月活跃用户 活跃用户 月活用户 活跃用户数 月活跃用户数 月活跃 月均活跃用户 日活 使用频率人次", values.whole),
    _column("last_login", "最后登录 最近登录 最后登录时间 最近登录时间 最近访问时间 最后使用时间 最近一次登录 最近使用时间"),
    _column("use_scope", "使用范围 用户范围 服务范围 应用范围 服务对象 使用对象"),
    _column("importance", "重要性 重要程度 系统重要性 业务重要性 重要等级 重要级别 关键程度",
            _words(critical="核心 关键 极高 特别重要 非常重要 核心业务 关键业务 很高 critical 极其重要 核心系统", high="重要 高 较重要 比较重要 重要系统 重要业务 high", medium="一般 中 中等 普通 一般重要 一般系统 一般业务 medium", low="低 次要 不重要 较低 辅助 low")),
    _column("rto_h", "rto rto(小时) 恢复时间目标 恢复时间 允许中断时间", unit="h"),
    _column("rpo_h", "rpo rpo(小时) 恢复点目标 允许丢失时间", unit="h"),
    _column("depends_on", "依赖系统 依赖系统名称 依赖的系统 关联系统 对接系统 上游系统 依赖关系 接口系统 前置系统 依赖应用", values.names),
    _column("exchange", "数据共享 是否数据共享 共享情况 数据共享情况 数据交换 是否接入数据共享 共享交换",
            _words(registered="已共享 已登记 已接入 已挂接 是 有 √ 共享 y yes registered 1 已编目", none="否 无 未共享 未接入 未登记 × 不共享 n no 0 none", exempt="豁免 不予共享 exempt 涉密不共享")),
    _column("sso", "统一认证 是否统一认证 统一身份认证 单点登录 是否接入统一认证 是否对接统一身份认证 接入统一认证"),
    _column("personal_info", "个人信息(条) 个人信息 个人信息数量 个人信息条数 个人信息数 个人信息量 个人信息规模", values.whole),
    _column("peak_months", "业务高峰 高峰期 业务高峰期 业务高峰月份 高峰月份 高峰时段", values.text),
    _column("license_lock", "加密狗/绑定硬件 加密狗 绑定硬件 是否有加密狗 加密狗绑定硬件 硬件绑定 授权绑定"),
    _column("replaced_by", "替代系统 被替代 替代系统编号", values.text),
    _REMARK,
)  # fmt: skip

ROOMS = (
    _column("room_id", "dc_id 机房编号 机房编码 *编号"),
    _column("name", "机房名称 *名称 *机房 机房全称"),
    _column("org_id", f"owner_org {_OWNER} 使用单位", values.text),
    _column("owner_kind", "单位类别 单位性质 单位类型"),
    _column("division_code", _DIVISION, values.division, several="path"),
    _column("site_id", "所在校区 所在学校编号 站点编号", values.text),
    _column("area_m2", "面积 机房面积 建筑面积 使用面积", unit="㎡"),
    _column("racks", "机柜数 机柜总数 机柜数量 机架数 机架总数 机架数量 机柜", values.whole),
    _column("racks_used", "已用机柜 已用机柜数 在用机柜 在用机柜数 已使用机柜 已用机架 已用机架数 使用机柜数", values.whole),
    _column("built_year", "建成年份 建设年份 建成时间 建设时间 投用时间 投入使用时间 建设年度 启用时间"),
    _column("retrofit_year", "改造年份 改造时间 最近改造时间", values.year),
    _column("ups_kva", "ups容量 ups ups功率 ups总容量", unit="kVA"),
    _column("ups_load", "ups负载 ups负载率", unit="%"),
    _column("battery_age", "电池年限 电池使用年限 蓄电池年限", unit="年"),
    _column("mains_feeds", "市电路数 市电引入 市电 供电路数 市电回路 供电方式", _words(**{"1": "1 单路 一路 1路 单回路 单路市电 单路供电", "2": "2 双路 两路 二路 2路 双回路 双路市电 双路供电", "3": "3 三路 3路"})),
    _column("generator", "发电机 柴油发电机 是否有发电机", values.truth),
    _column("cooling", "制冷 空调 制冷方式 空调类型", values.text),
    _column("fire", "消防 消防系统 气体灭火 消防设施", values.text),
    _column("env_monitor", "动环 动环监控 环境监控 动力环境监控", values.truth),
    _column("it_kw", "it负载 it功率 it负荷", unit="kW"),
    _column("total_kw", "总功率 总负荷 总负载", unit="kW"),
    _column("pue", "pue值 能效 能源使用效率", unit=""),
    _column("annual_kwh", "年用电量 年耗电量 年度用电量 年耗电", unit="kWh"),
    _column("servers", "服务器数量 服务器台数 服务器数 *服务器 物理机 虚拟机 物理服务器", values.tally, several="sum"),
    _column("server_age_avg", "服务器平均年限 服务器平均机龄 平均机龄 服务器年限 设备平均年限", unit="年"),
    _column("cpu_util_avg", "cpu平均利用率 cpu平均使用率 cpu利用率 cpu使用率 平均cpu利用率", unit="%"),
    _column("storage_used", "存储使用率 存储利用率 磁盘使用率", unit="%"),
    _column("uplink_mbps", "出口带宽 上联带宽 带宽 网络带宽 互联网带宽 专线带宽", unit="Mbps"),
    _column("carriers", "运营商 接入运营商", values.names),
    _column("apps", "系统数量 应用数量 承载系统数 承载系统数量 业务系统数量", values.whole),
    _column("mlps_room", "机房等保级别 机房等级 机房等保等级 等保级别 等保等级"),
    _column("staff_fulltime", "专职运维人员 专职人员 专职人数 专职运维人数 运维人员数 专职管理人员", values.whole),
    _column("annual_cost_cny", "年运维费用 年费用 年运行费用 运维费用 年度运维费用 年运维经费", unit="元"),
    _column("lease_end", "租期到期 租赁到期 租约到期 托管到期 租赁到期时间 托管到期时间", values.last_day),
    _column("contact", _CONTACT, values.text, several="text"),
    _REMARK,
)  # fmt: skip

_SITE_KINDS = _words(
    kindergarten="幼儿园 学前教育 幼儿",
    primary="小学 完全小学",
    junior="初中 初级中学 普通初中",
    nine_year="九年一贯制学校 九年一贯制 九年制学校 九年制",
    senior="高中 高级中学 普通高中 完全中学 完中 十二年一贯制学校 十二年一贯制",
    secondary_vocational="中职 中等职业学校 职业高中 中专 技工学校 职高 中等专业学校",
    special="特殊教育学校 特教 特殊教育 特教学校",
    teaching_point="教学点 小学教学点",
    university="大学 学院 高校 高等学校 高等院校 本科 高职 专科 高等专科学校 职业学院",
    bureau="教育局 教体局 机关 教育行政部门 行政机关 教育行政机关",
    party_school="党校 干部学校",
)
_URBAN = _words(**{"111": "111 主城区", "112": "112 城乡结合区", "121": "121 镇中心区", "122": "122 镇乡结合区", "123": "123 特殊区域", "210": "210 乡中心区", "220": "220 村庄 村"})  # fmt: skip

SITES = (
    _column("site_id", "站点编号 校点编号 学校编号 *编号"),
    _column("name", "学校名称 站点名称 校点名称 *名称 校区名称 *学校 学校全称 *单位名称 教学点名称"),
    _column("kind", "学校类别 办学类型 学校类型 学校办学类型 站点类型 *类别 *类型 学段 办学层次", _SITE_KINDS),
    _column("org_id", "owner_org", values.text),
    _column("report_to", "主管单位 所属单位 举办者 管理单位 隶属单位 主管部门 上级单位", values.text),
    _column("identifier", "学校标识码 学校(机构)标识码 学校机构标识码 标识码 学校代码 机构代码", values.identifier),
    _column("division_code", _DIVISION, values.division, several="path"),
    _column("urban_class", "城乡分类 城乡分类代码 城乡类型 所在地城乡类型 驻地城乡类型 城乡属性", _URBAN),
    _column("classes", "班级数 班数 教学班数 教学班 班级数量 教学班数量", values.whole),
    _column("students", "学生数 在校生数 在校学生数 学生人数 在校生 在校学生 学生总数 在校生人数", values.whole),
    _column("lon", "经度"),
    _column("lat", "纬度"),
    _column("uplink_mbps", "接入带宽 带宽 网络带宽 上联带宽 宽带带宽 专网带宽 出口带宽", unit="Mbps"),
    _column("exit_mbps", "互联网出口带宽 互联网带宽", unit="Mbps"),
    _column("network_ready_on", "专网接入时间 联网时间 接入时间 网络开通时间"),
    _column("wired_coverage", "有线覆盖率 有线网络覆盖率", unit="%"),
    _column("wifi_coverage", "无线覆盖率 无线网络覆盖率 wifi覆盖率", unit="%"),
    _column("multimedia_rooms", "多媒体教室 多媒体教室数 多媒体教室数量", values.whole),
    _column("interactive_rooms", "互动教室 互动课堂教室 专递课堂教室 三个课堂教室数", values.whole),
    _column("rooms_in_use", "教室数 在用教室 教室数量 在用教室数", values.whole),
    _column("cameras", "摄像头 摄像头数 摄像头数量 监控点位", values.whole),
    _column("contact", _CONTACT, values.text, several="text"),
    _REMARK,
)  # fmt: skip

_PLATFORMS = _words(huawei_vrp="huawei_vrp 华为 huawei vrp", huawei_vrpv8="huawei_vrpv8", huawei_smartax="huawei_smartax smartax", hp_comware="hp_comware h3c 华三 新华三 comware hp", ruijie_os="ruijie_os 锐捷 ruijie rgos", zte_zxros="zte_zxros 中兴 zte zxros", zte_zxan="zte_zxan zxan", frr="frr frrouting")  # fmt: skip
_ROLES = _words(core="core 核心 核心交换机 核心层 核心交换", aggregation="aggregation 汇聚 汇聚交换机 汇聚层 汇聚交换", access="access 接入 接入交换机 接入层 接入交换 楼层交换机", hub="hub 枢纽 枢纽节点", backbone="backbone 骨干 骨干路由器", olt="olt", onu="onu 光猫")  # fmt: skip

DEVICES = (
    _column("device_id", "设备编号 资产编号 设备编码 *编号"),
    _column("hostname", "设备名称 主机名 设备名 *名称 设备标识 系统名称 交换机名称"),
    _column("site_id", "所属学校 所属站点 安装地点 所在学校 *学校 学校名称 *单位 单位名称 所属单位 使用单位 站点 所在站点 安装位置 所属校区 站点编号", values.text),
    _column("division_code", _DIVISION, values.division, several="path"),
    _column("platform", "品牌 厂商 厂家 设备厂商 设备品牌 生产厂家 制造商 平台", _PLATFORMS),
    _column("role", "角色 设备角色 网络层次 层次 设备类型 层级 网络层级 *类型", _ROLES),
    _column("mgmt_address", "管理地址 管理ip 管理ip地址 ip地址 ip 设备ip 设备ip地址", values.endpoint),
    _column("mgmt_port", "管理端口 ssh端口 端口"),
    _column("model", "型号 设备型号 规格型号 *品牌型号 *品牌/型号 *品牌及型号 *厂家型号 *厂商型号"),
    _column("os_version", "软件版本 系统版本 版本 固件版本 软件版本号"),
    _column("uplink_device", "上联设备 上联设备编号 上行设备 上级设备", values.text),
    _column("serial", "序列号 sn 设备序列号", values.identifier),
    _REMARK,
)  # fmt: skip

BUREAU = "bureau"  # of the province, a city or a county: its division says which
ORG_KINDS = _words(
    province_bureau="province_bureau 省教育厅 教育厅 省级教育行政部门",
    city_bureau="city_bureau 市教育局 市级教育行政部门 市级教育局 市局",
    **{BUREAU: "教育局 教体局 教育和体育局 教育行政部门 教育主管部门 教育行政机关"},
    county_bureau="county_bureau 县教育局 区教育局 县教体局 区教体局 县级教育行政部门 县区教育局 县级教育局 县局",
    school="school 学校 中小学 中小学校 小学 初中 高中 中学 幼儿园 中职 中等职业学校 教学点 特殊教育学校 九年一贯制学校 公办学校 民办学校",
    university="university 高校 大学 高等学校 高等院校 学院 本科院校 高职院校",
    provincial_body="provincial_body 厅直属单位 厅直属 厅直单位 直属单位 省直单位 厅直属事业单位",
)
ORGS = (
    _column("org_id", "单位编号 机构编号 单位编码 *编号", values.text),
    _column("name", "单位名称 机构名称 学校名称 *名称 *单位 单位全称 *学校 组织名称"),
    _column("kind", "单位类别 单位性质 单位类型 机构类型 *类别 *类型 机构类别 学校类别", ORG_KINDS),
    _column("division_code", _DIVISION, values.division, several="path"),
    _column("report_to", "上级单位 主管单位 上级主管单位 上级主管部门 主管部门", values.text),
    _column("security_head", "网络安全负责人 安全负责人 网安负责人 分管领导", values.text),
    _column("identifier", "学校标识码 机构标识码 标识码 学校(机构)标识码 统一社会信用代码 学校代码 机构代码", values.identifier),
    _column("contact", _CONTACT.replace(" 安全负责人", ""), values.text, several="text"),
    _REMARK,
)  # fmt: skip

# Columns for people only: a cell that cannot be read leaves them empty, and the row is taken.
FREE_FORM = frozenset(
    ("remark", "function", "contact", "use_scope", "peak_months", "cooling", "fire")
)

COLUMNS: Mapping[str, tuple[Column, ...]] = {
    "apps": APPS,
    "rooms": ROOMS,
    "sites": SITES,
    "devices": DEVICES,
    "orgs": ORGS,
}
