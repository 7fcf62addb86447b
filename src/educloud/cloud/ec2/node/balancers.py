"""Balancers: one address in front of a pool.

A network balancer passes connections on as they are: what is encrypted stays so up to the machine.
Its targets are addresses, so that machines see the balancer's address as the caller, and a zone's
rules say who that is.
"""

from __future__ import annotations

from typing import Any

from educloud.cloud.declared import Ref
from educloud.cloud.ec2.node.machines import machine_names
from educloud.cloud.ec2.node.node import INBOUND, Node, group_name
from educloud.cloud.spec.parts import Balancer, Reach

_HEALTH = {
    "protocol": "HTTP",
    "port": "traffic-port",
    "codes": "200-399",
    "interval_s": 30,
    "timeout_s": 6,
    "healthy_after": 3,
    "unhealthy_after": 3,
}


def balancer_name(name: str) -> str:
    """Give the name of a balancer's resource."""
    return f"balancer-{name}"


def declare_balancers(node: Node) -> dict[str, Any]:
    """Declare every balancer; give the outputs."""
    for name, balancer in node.stack.balancers.items():
        _declare_targets(node, name, balancer)
        _declare_balancer(node, name, balancer)
    balancers = node.stack.balancers
    return {"balancers": {name: Ref(balancer_name(name), "dns_name") for name in balancers}}


def _declare_targets(node: Node, name: str, balancer: Balancer) -> None:
    node.declare(
        "TargetGroup",
        f"targets-{name}",
        vpc=node.vpc,
        protocol="TCP",
        port=balancer.pool_port,
        target_type="ip",
        address_type="ipv4",  # of machines; callers of both families reach them
        health={**_HEALTH, "path": balancer.health_path},
        targets=[
            {"id": Ref(machine, "ipv4"), "port": balancer.pool_port}
            for machine in machine_names(node, balancer.pool)
        ],
        tags=node.tags(balancer=name),
    )


def _declare_balancer(node: Node, name: str, balancer: Balancer) -> None:
    tags = node.tags(balancer=name, zone=balancer.zone)
    public = node.zone(balancer.zone).reach is Reach.PUBLIC
    node.declare(
        "LoadBalancer",
        balancer_name(name),
        after=(INBOUND,) if public else (),
        type="network",
        scheme="internet-facing" if public else "internal",
        subnets=node.subnets(balancer.zone),
        groups=[Ref(group_name(balancer.zone))],
        address_type="dualstack" if node.stack.dual_stack else "ipv4",
        deletion_protection=True,
        log_bucket="",
        log_prefix="",
        tags=tags,
    )
    node.declare(
        "Listener",
        f"listener-{name}",
        balancer=Ref(balancer_name(name)),
        port=balancer.port,
        protocol="TCP",
        target_group=Ref(f"targets-{name}"),
        certificate="",
        tls_policy="",
        tags=tags,
    )
