"""The Chinese words of the pictures: what resource types are called, and which belong together."""

from __future__ import annotations

from collections.abc import Mapping

# Resource type -> (what people call it, the group of those that belong to no zone).
KINDS: Mapping[str, tuple[str, str]] = {
    "Alarm": ("告警", "监控与日志"),
    "BackupPlan": ("备份计划", "备份"),
    "BackupSelection": ("备份对象", "备份"),
    "BackupVault": ("备份库", "备份"),
    "Bucket": ("存储桶", "存储"),
    "CustomerGateway": ("接入路由器", "网络"),
    "Database": ("数据库", "存储"),
    "DatabaseSubnets": ("数据库子网组", "存储"),
    "EgressOnlyGateway": ("IPv6 出网网关", "网络"),
    "ElasticIp": ("弹性地址", "网络"),
    "FileSystem": ("文件共享", "存储"),
    "FlowLog": ("流日志", "监控与日志"),
    "Instance": ("云主机", "计算"),
    "InstanceProfile": ("主机角色", "权限与密钥"),
    "InternetGateway": ("互联网网关", "网络"),
    "Ipv6Block": ("IPv6 地址块", "网络"),
    "Key": ("密钥", "权限与密钥"),
    "LaunchTemplate": ("启动模板", "计算"),
    "Listener": ("监听器", "负载均衡"),
    "LoadBalancer": ("负载均衡", "负载均衡"),
    "LogGroup": ("日志组", "监控与日志"),
    "MountTarget": ("挂载点", "存储"),
    "NatGateway": ("地址转换网关", "网络"),
    "NetworkAcl": ("网络访问控制", "网络"),
    "Policy": ("权限策略", "权限与密钥"),
    "Record": ("解析记录", "域名"),
    "Role": ("角色", "权限与密钥"),
    "Route": ("路由", "网络"),
    "RouteTable": ("路由表", "网络"),
    "Secret": ("机密", "权限与密钥"),
    "SecurityGroup": ("安全组", "网络"),
    "Subnet": ("子网", "网络"),
    "TargetGroup": ("后端组", "负载均衡"),
    "Topic": ("通知主题", "监控与日志"),
    "TransitAttachment": ("专网接入", "网络"),
    "TransitGateway": ("枢纽", "网络"),
    "TransitPeering": ("枢纽互联", "网络"),
    "TransitRouteTable": ("专网路由表", "网络"),
    "TransitRoutes": ("专网路由", "网络"),
    "Volume": ("云盘", "存储"),
    "Vpc": ("虚拟网络", "网络"),
    "VpnConnection": ("加密隧道", "网络"),
    "Zone": ("域名区", "域名"),
}
OTHER = "其他"
TIERS: Mapping[str, str] = {"main": "省级主节点", "city": "市级节点", "university": "高校节点"}
# Kinds of attachments to the private network -> what people call them.
ATTACHMENTS: Mapping[str, str] = {
    "county": "区县",
    "campus": "校园",
    "egov": "电子政务外网",
    "cernet": "教育科研网",
    "body": "直属单位",
}
# Tags that say which part of its stack a resource belongs to -> what people call such a part.
PARTS: Mapping[str, str] = {"zone": "分区", "exit": "出口", "hub": "枢纽"}


def word(kind: str) -> str:
    """Give what people call a resource type; its own name when there is no other."""
    return KINDS.get(kind, (kind, OTHER))[0]


def family(kind: str) -> str:
    """Give the group of resource types that one belongs to."""
    return KINDS.get(kind, (kind, OTHER))[1]
