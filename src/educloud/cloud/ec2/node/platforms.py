"""Platform services of the province that a node carries, each apart from all others.

GB/T 22239-2019, 8.2.2.1 b: tenants of a cloud platform are isolated from each other. Each has its
machines' rules, rights, secret and log of its own; nothing here names two of them.
"""

from __future__ import annotations

from educloud.cloud.declared import Ref
from educloud.cloud.ec2.node.logs import declare_log
from educloud.cloud.ec2.node.machines import declare_holder, machine_names
from educloud.cloud.ec2.node.names import declare_record, to_balancer, to_values
from educloud.cloud.ec2.node.node import Node
from educloud.cloud.ec2.node.rules import (
    DATABASE_PORTS,
    reaching,
    rules,
    to_platform,
)
from educloud.cloud.spec.parts import Platform

SECRET_LENGTH = 40  # letters and digits
WAITING_DAYS = 30  # in which a deleted secret can be called back
TTL_S = 300


def declare_fences(node: Node) -> None:
    """Declare each platform's own groups, and the rights of its machines."""
    for key, platform in node.stack.platforms.items():
        _declare_group(node, key, platform)
        if platform.database:
            _declare_database_group(node, key, platform.database)
        _declare_secret(node, key)
        declare_log(node, f"platform-{key}", "platforms", key)
        secret = {
            "Sid": "Secret",
            "Effect": "Allow",
            "Action": "secretsmanager:GetSecretValue",
            "Resource": Ref(f"platform-{key}-secret"),
        }
        declare_holder(node, f"platform-{key}", "platforms", key, more=(secret,))


def declare_platform_names(node: Node) -> None:
    """Declare each platform's name: that of its balancer, else of its machines."""
    dns = node.stack.dns
    if dns is None:
        return
    taken = {(one.name, one.type) for one in dns.records}  # the file itself says where it leads
    for key in node.stack.platforms:
        for kind in ("A", "AAAA") if node.stack.dual_stack else ("A",):
            if (key, kind) not in taken:
                _declare_name(node, dns.name, key, kind)


def _declare_name(node: Node, domain: str, key: str, kind: str) -> None:
    pool = node.stack.platforms[key].pool
    balancers = node.stack.balancers.items()
    balancer = next((name for name, one in balancers if one.pool == pool), None)
    addresses = (_address(machine, kind) for machine in machine_names(node, pool))
    target = to_balancer(balancer) if balancer else to_values(addresses, TTL_S)
    declare_record(node, f"platform-{key}-{kind}", f"{key}.{domain}", kind, target)


def _address(machine: str, kind: str) -> Ref:
    if kind == "A":
        return Ref(machine, "ipv4")
    return Ref(machine, "ipv6", then=lambda addresses: addresses[0])


def _declare_group(node: Node, key: str, platform: Platform) -> None:
    zone = node.stack.pools[platform.pool].zone
    node.declare(
        "SecurityGroup",
        f"platform-{key}",
        vpc=node.vpc,
        text=f"platform {key} of {node.id}",
        ingress=rules(to_platform(node, key)),
        egress=rules(reaching(node, zone)),
        tags=node.tags(zone=zone, platform=key),
    )


def _declare_database_group(node: Node, key: str, database: str) -> None:
    one = node.stack.databases[database]
    port = DATABASE_PORTS[one.engine]
    text = f"database of platform {key}"
    peer = {"peer": Ref(f"platform-{key}"), "text": text}
    node.declare(
        "SecurityGroup",
        f"platform-{key}-database",
        vpc=node.vpc,
        text=f"{text} of {node.id}",
        ingress=[{"protocol": "tcp", "from": port, "to": port, **peer}],
        egress=[],  # it answers, and calls nobody
        tags=node.tags(zone=one.zone, platform=key),
    )


def _declare_secret(node: Node, key: str) -> None:
    node.declare(
        "Secret",
        f"platform-{key}-secret",
        name=f"educloud/{node.id}/{key}",
        key=node.key(),
        length=SECRET_LENGTH,
        waiting_days=WAITING_DAYS,
        tags=node.tags(platform=key),
    )
