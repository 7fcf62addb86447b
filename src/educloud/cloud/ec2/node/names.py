"""The node's DNS zone and the names the node itself needs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from educloud.cloud.declared import Ref
from educloud.cloud.ec2.node.balancers import balancer_name
from educloud.cloud.ec2.node.node import NAMES, Node

Target = Mapping[str, Any]


def declare_names(node: Node) -> dict[str, Any]:
    """Declare the zone and the file's records; give the outputs."""
    dns = node.stack.dns
    if dns is None:
        return {}
    zone = node.declare(
        "Zone",
        NAMES,
        name=dns.name,
        private=dns.private,
        text=node.id,
        vpc=node.vpc if dns.private else "",
        tags=node.tags(),
    )
    for one in dns.records:
        target = to_balancer(one.balancer) if one.balancer else to_values(one.values, one.ttl)
        declare_record(node, f"{one.name}-{one.type}", f"{one.name}.{dns.name}", one.type, target)
    return {"zone_id": zone, "zone_name": dns.name}


def to_values(values: Iterable[str | Ref], ttl: int) -> Target:
    """Give what a record says of fixed values, which may be asked again after ``ttl`` seconds."""
    return {"values": list(values), "ttl": ttl, "alias": {}}


def to_balancer(balancer: str) -> Target:
    """Give what a record says that follows a balancer's address."""
    target = balancer_name(balancer)
    alias = {"name": Ref(target, "dns_name"), "zone": Ref(target, "dns_zone")}
    return {"values": [], "ttl": 0, "alias": alias}


def declare_record(node: Node, resource: str, name: str, kind: str, target: Target) -> None:
    """Declare one name of the node's DNS zone."""
    node.declare("Record", resource, zone=Ref(NAMES), name=name, type=kind, **target)
