"""Stack files as text: what was said, in the order of the declarations, with comments."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from educloud.cloud.spec.network import NetworkStack
from educloud.cloud.spec.node import NodeStack

WIDTH = 200  # of a part on one line

NODE_COMMENTS = {
    "region": "云区域，空为接入点的默认区域 · of the cloud; null: the endpoint's own",
    "ipv4_block": "地址块，给定后不变 · once given, addresses stay",
    "ipv6_block": "取自 IPv6 地址规划（inventory/ipv6.csv） · from the address plan",
    "zones": "分区：slot 决定地址，不得重用或改号 · a slot fixes addresses: never renumber one",
    "pools": "初始规模，待测算 · first values, to be sized: educloud cloud size",
    "databases": "初始规模，待测算 · first values, to be sized",
    "buckets": "对象存储；视频保存90天 · video is kept for 90 days",
    "dns": "示例域名，换成本地区的域名 · put your own zone here",
    "logs": "日志不少于180天 · at least 180 days",
    "disaster_recovery": "异地灾备节点，须在另一城市 · the peer stands in another city",
    "platforms": "省级平台服务，彼此隔离 · platform services, apart from each other",
}
NETWORK_COMMENTS = {
    "ipv6": "示例为文档地址（RFC 9637），换成本省的地址块 · put your own allocation here",
    "worlds": "业务网之间默认拒绝；视频、考务、管理不通互联网 · worlds never meet",
    "hubs": "省—市汇聚；自治系统号为私有号 · private autonomous systems (RFC 6996)",
    "exits": "两个出口：城市、运营商、光缆均不同（示例值） · two exits with nothing in common",
    "attachments": "县区、高校、政务外网、教育科研网（路由器为合成示例） · routers are stand-ins",
}


def stack_text(stack: NodeStack | NetworkStack, schema: str = "") -> str:
    """Give a stack file that reads back as ``stack``; ``schema``: where editors find its schema."""
    node = isinstance(stack, NodeStack)
    comments = NODE_COMMENTS if node else NETWORK_COMMENTS
    said = stack.model_dump(mode="json", by_alias=True, exclude_unset=True)
    lines = [
        *([f"# yaml-language-server: $schema={schema}"] if schema else []),
        f"# {stack.name}：{'云节点' if node else '专网'}声明，可按实际修改。 · "
        f"{'A cloud node' if node else 'The private network'}, written by 'educloud cloud new'.",
    ]
    for key, value in said.items():
        if key in comments:
            lines.append(f"# {comments[key]}")
        lines += _entry(key, value, 0)
    return "\n".join(lines) + "\n"


def _entry(key: str, value: Any, depth: int) -> Iterator[str]:
    """Give a key and its value: on one line where it is short and holds nothing nested."""
    indent = "  " * depth
    line = f"{indent}{_flow(key)}: {_flow(value)}"
    if not _is_nested(value) and len(line) <= WIDTH:
        yield line
    elif isinstance(value, Mapping):
        yield f"{indent}{_flow(key)}:"
        for name, part in value.items():
            yield from _entry(name, part, depth + 1)
    else:
        yield f"{indent}{_flow(key)}:"
        yield from (f"{indent}  - {_flow(part)}" for part in value)


def _is_nested(value: Any) -> bool:
    """Tell whether a value holds parts that hold parts; lists of plain values count as plain."""
    if isinstance(value, list):
        return any(isinstance(part, list | Mapping) for part in value)
    if isinstance(value, Mapping):
        return any(isinstance(part, Mapping) or _is_nested(part) for part in value.values())
    return False


def _flow(value: Any) -> str:
    text: str = yaml.safe_dump(
        value, default_flow_style=True, allow_unicode=True, sort_keys=False, width=1 << 20
    )
    return text.removesuffix("\n").removesuffix("\n...")
