"""The stack file of a node, from its row in the tables; every size is a first value."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from educloud.cloud.spec.network import PROVINCE, NetworkStack
from educloud.cloud.spec.new.blocks import node_block
from educloud.cloud.spec.new.known import Known, first_in, word_of
from educloud.cloud.spec.node import NodeStack
from educloud.inventory.models import Node, Tier

DEFAULT_LEVEL = 3  # GB/T 22239-2019: a province's shared platforms; nodes.csv says otherwise
LOG_DAYS = 180  # Cybersecurity Law (网络安全法) art. 21 (3): six months at least
VIDEO_DAYS = 90  # 河南省中小学数字校园评估标准(V2.0) A1: 视频保存不少于90天
BACKUP_DAYS = 35
WORLD = "teaching"

_ADMINISTRATION = {"from": "mgmt", "port": 22, "text": "administration"}
ZONES: dict[str, dict[str, Any]] = {
    "dmz": {"slot": 0, "reach": "public",
            "allow": [{"from": "internet", "port": 443, "text": "HTTPS"}]},
    "app": {"slot": 1, "reach": "outbound",
            "allow": [{"from": "dmz", "port": 8080, "text": "application"},
                      {"from": "private-network", "port": 443, "text": "nodes and campuses"},
                      _ADMINISTRATION]},
    "data": {"slot": 2,
             "allow": [{"from": "app", "port": 5432, "text": "PostgreSQL"},
                       {"from": "app", "port": 2049, "text": "shared files"},
                       _ADMINISTRATION]},
    "mgmt": {"slot": 3, "reach": "outbound",
             "allow": [{"from": "private-network", "port": 22, "text": "administration"}]},
}  # fmt: skip
EXAM_ZONE = {"slot": 4,
             "allow": [{"from": "app", "port": 8443, "text": "examination services"},
                       _ADMINISTRATION]}  # fmt: skip

# vcpu, ram_gb of a machine, how many, and of the database: by tier, all to be sized.
POOLS = {
    Tier.MAIN: {"count": 4, "vcpu": 8, "ram_gb": 32, "disk_gb": 100, "data_gb": 200},
    Tier.CITY: {"count": 2, "vcpu": 4, "ram_gb": 16, "disk_gb": 100, "data_gb": 100},
    Tier.UNIVERSITY: {"count": 2, "vcpu": 4, "ram_gb": 16, "disk_gb": 100, "data_gb": 100},
}
DATABASES = {
    Tier.MAIN: {"vcpu": 8, "ram_gb": 32, "storage_gb": 500},
    Tier.CITY: {"vcpu": 4, "ram_gb": 16, "storage_gb": 200},
    Tier.UNIVERSITY: {"vcpu": 4, "ram_gb": 16, "storage_gb": 200},
}
PLATFORM_POOL = {"zone": "app", "count": 2, "vcpu": 4, "ram_gb": 16, "disk_gb": 100}
PLATFORM_DATABASE = {"zone": "data", "vcpu": 4, "ram_gb": 16, "storage_gb": 200}

# 河南省“十四五”教育信息化发展规划: 「部署教育管理服务业务中台、数据中台、身份中台、可信认证体系和
# 大数据仓」; taken for a province whose profile names no platforms of its own.
PROVINCIAL_PLATFORMS = {
    "business": "教育管理服务业务中台",
    "data": "数据中台",
    "identity": "身份中台",
    "trust": "可信认证体系",
    "warehouse": "大数据仓",
}
FIRST_PLATFORM_PORT = 8081


def new_node(
    known: Known, node_id: str, stand: Collection[str], network: NetworkStack | None
) -> NodeStack:
    """Give the stack file of a node of the tables.

    ``stand`` names the stacks that will stand beside it: its peer for disaster recovery is one of
    them, or there is none yet. CloudError when the tables or the address plan lack the node.
    """
    node = known.node(node_id)
    words = {
        **_identity(node),
        **_addresses(known, node),
        **_parts(known, node),
        **_watching(known, node, stand),
        **_joined(known, node, network),
        "tags": {"owner": _owner(known, node), "sizing": "default"},
    }
    return NodeStack.model_validate(words)


def _identity(node: Node) -> dict[str, Any]:
    return {
        "node_id": node.node_id,
        "name": node.name,
        "tier": node.tier,
        "division": node.division_code,
        "mlps_level": node.mlps_level or DEFAULT_LEVEL,
        "region": None,
    }


def _addresses(known: Known, node: Node) -> dict[str, Any]:
    zones = ZONES | ({"exam": EXAM_ZONE} if node.tier is Tier.MAIN else {})
    return {
        "ipv4_block": str(node_block(known, node.node_id)),
        "dual_stack": True,
        "ipv6_block": str(known.plan.prefix("node", node.node_id)),
        "availability_zones": ["a", "b"],
        "zones": zones,
    }


def _parts(known: Known, node: Node) -> dict[str, Any]:
    arch = next((one for one in node.arch or () if one in {"x86_64", "aarch64"}), "x86_64")
    pools = {"app": {"zone": "app", **POOLS[node.tier], "arch": arch}}
    databases = {"main": {"zone": "data", "engine": "postgres", **DATABASES[node.tier]}}
    platforms = dict(_platforms(known, node))
    for key in platforms:
        pools[key] = {**PLATFORM_POOL, "arch": arch}
        databases[key] = {**PLATFORM_DATABASE, "engine": "postgres"}
    parts = {
        "pools": pools,
        "databases": databases,
        "shares": {"files": {"zone": "data"}},
        "buckets": list(_buckets(node)),
        "balancers": {"web": {"zone": "dmz", "pool": "app", "port": 443, "pool_port": 8080}},
        "dns": _dns(known, node),
    }
    return parts | ({"platforms": platforms} if platforms else {})


def _platforms(known: Known, node: Node) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give the platforms of a main node: the profile's own, else those every province builds."""
    if known.main_node(known.plan.province) != node.node_id:
        return
    own = known.profile.platforms
    named = (
        {one.key: (one.name_zh, one.owner) for one in own if one.node == node.node_id}
        if own
        else {
            key: (name, known.profile.bureau.org_id) for key, name in PROVINCIAL_PLATFORMS.items()
        }
    )
    for place, (key, (name, owner)) in enumerate(named.items()):
        port = FIRST_PLATFORM_PORT + place
        yield key, {"name": name, "owner": owner, "level": node.mlps_level or DEFAULT_LEVEL,
                    "pool": key, "port": port, "database": key}  # fmt: skip


def _buckets(node: Node) -> Iterator[dict[str, Any]]:
    name = word_of(f"edu-{node.node_id}", 50)
    yield {"name": f"{name}-apps", "purpose": "apps"}
    yield {"name": f"{name}-backup", "purpose": "backup"}
    yield {"name": f"{name}-resource", "purpose": "resource"}
    yield {"name": f"{name}-video", "purpose": "video", "versioned": False, "keep_days": VIDEO_DAYS}


def _dns(known: Known, node: Node) -> dict[str, Any]:
    """Give the node's zone under .example (RFC 6761): nobody's, until the real one is entered."""
    called = _owner(known, node)
    if node.tier is Tier.MAIN and called == "province":
        name = f"cloud.{known.called(known.plan.province)}.example"
    else:
        name = f"{called}.edu.example"
    portal = [{"name": "portal", "type": kind, "balancer": "web"} for kind in ("A", "AAAA")]
    return {"name": name, "records": portal}


def _owner(known: Known, node: Node) -> str:
    """Name whose node it is, in a word: the province, a city by its romanised name, else itself."""
    if known.main_node(known.plan.province) == node.node_id:
        return "province"
    of_city = known.city_node(node.division_code) == node.node_id
    if of_city and node.division_code in known.cities:
        return known.called(node.division_code)
    return word_of(node.node_id)


def _watching(known: Known, node: Node, stand: Collection[str]) -> dict[str, Any]:
    peer = peer_of(known, node, stand)
    recovery = {"peer": peer, "rto_hours": 24, "rpo_hours": 24}
    return {
        "logs": {"retention_days": LOG_DAYS, "flows": True},
        "backup": {"at": "02:00", "keep_days": BACKUP_DAYS},
        "alarms": {"cpu_p95_percent": 70},
        **({"disaster_recovery": recovery} if peer else {}),
    }


def peer_of(known: Known, node: Node, stand: Collection[str]) -> str | None:
    """Give the node that takes over: one of another city that stands; None when there is none.

    Cities pair off in the order of their codes, the first with the second; the last of an odd
    number joins the one before it. The main node stands in the capital, the first city: its peer
    is the third city's node, which is nobody's in the capital.
    """
    cities, city = known.cities, known.city_of(node.division_code)
    capital = cities[0] if cities else None
    own = city or capital
    at = cities.index(own) if own in cities else 0
    first = min(2, len(cities) - 1) if city is None else _partner(at, len(cities))
    ring = [*cities[first:], *cities[:first]]
    nodes = [known.city_node(one) for one in ring if one != own]
    if own != capital:
        nodes.append(known.main_node(known.plan.province))
    return first_in((one for one in nodes if one != node.node_id), stand)


def _partner(at: int, count: int) -> int:
    return at ^ 1 if at ^ 1 < count else max(0, at - 1)


def _joined(known: Known, node: Node, network: NetworkStack | None) -> dict[str, Any]:
    """Give the place on the private network, when that stands."""
    if network is None or WORLD not in network.worlds:
        return {}
    place: dict[str, Any] = {"world": WORLD, "zone": "app"}
    city = known.city_of(node.division_code)
    if node.tier is Tier.CITY and city and (hub := hub_of(city)) in network.hubs:
        place["hub"] = hub
    elif PROVINCE in network.hubs:
        place["hub"] = PROVINCE
    return {"attach": place}


def hub_of(city: str) -> str:
    """Name the hub of a city."""
    return f"h{city}"
