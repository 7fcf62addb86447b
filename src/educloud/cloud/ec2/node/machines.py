"""Pools of machines: spread over the availability zones, each machine with its own disks.

The template holds what makes another machine of it: image and root disk. All else changes in place.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from educloud.cloud.declared import Ref
from educloud.cloud.ec2.documents import document_of
from educloud.cloud.ec2.machine_types import machine_type
from educloud.cloud.ec2.node.logs import MACHINES, writing
from educloud.cloud.ec2.node.node import KEY, Node, group_name, subnet_name
from educloud.cloud.spec.parts import Pool

DISK_TYPE = "gp3"
DATA_DEVICE = "/dev/sdf"


def declare_pools(node: Node) -> dict[str, Any]:
    """Declare every pool; give the outputs."""
    for name, pool in node.stack.pools.items():
        if platform_of(node, name) is None:
            declare_holder(node, f"pool-{name}", MACHINES)
        _declare_template(node, name, pool)
        for number in range(1, pool.count + 1):
            _declare_machine(node, name, pool, number)
    return {"machines": {name: machines(node, name) for name in node.stack.pools}}


def machine_names(node: Node, pool: str) -> list[str]:
    """Give the names of a pool's machines."""
    return [f"machine-{pool}-{n}" for n in range(1, node.stack.pools[pool].count + 1)]


def machines(node: Node, pool: str) -> list[Ref]:
    """Give the machines of a pool."""
    return [Ref(name) for name in machine_names(node, pool)]


def platform_of(node: Node, pool: str) -> str | None:
    """Give the platform whose machines these are, when they are one's."""
    platforms = node.stack.platforms.items()
    return next((key for key, platform in platforms if platform.pool == pool), None)


def declare_holder(node: Node, name: str, *log: str, more: tuple[Any, ...] = ()) -> None:
    """Declare the role that machines have, of the same name as its profile."""
    statements = [*_rights(node, *log), *more]
    node.declare(
        "Role",
        f"role-{name}",
        name=node.called(name),
        service="ec2",
        policies=[],
        inline={"node": document_of(*statements)} if statements else {},
        tags=node.tags(),
    )
    node.declare(
        "InstanceProfile",
        f"profile-{name}",
        name=node.called(name),
        role=Ref(f"role-{name}"),
        tags=node.tags(),
    )


def _rights(node: Node, *log: str) -> Iterator[dict[str, Any]]:
    """Give what machines may do: their node's buckets, their own log, what the key is for."""
    buckets = [f"arn:*:s3:::{one.name}" for one in node.stack.buckets]
    if buckets:
        objects = ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"]
        yield _allow("Buckets", ["s3:GetBucketLocation", "s3:ListBucket"], buckets)
        yield _allow("Objects", objects, [f"{one}/*" for one in buckets])
    if node.stack.logs:
        yield writing(node, *log)
    if node.has_key:
        yield _allow("Key", ["kms:Decrypt", "kms:GenerateDataKey"], Ref(KEY))


def _allow(name: str, actions: list[str], resources: Any) -> dict[str, Any]:
    return {"Sid": name, "Effect": "Allow", "Action": actions, "Resource": resources}


def _declare_template(node: Node, name: str, pool: Pool) -> None:
    disk = {
        "gb": pool.disk_gb,
        "type": DISK_TYPE,
        "encrypted": pool.encrypted,
        "key": node.key(encrypted=pool.encrypted),
    }
    node.declare(
        "LaunchTemplate",
        f"pool-{name}",
        image=pool.image,
        type="",
        groups=[],
        disk=disk,
        user_data="",
        profile="",
        metadata_v2=True,
        tags=node.tags(pool=name),
    )


def _declare_machine(node: Node, name: str, pool: Pool, number: int) -> None:
    places = node.stack.availability_zones
    place = places[(number - 1) % len(places)]
    platform = platform_of(node, name)
    holder = f"pool-{name}" if platform is None else f"platform-{platform}"
    group = group_name(pool.zone) if platform is None else f"platform-{platform}"
    node.declare(
        "Instance",
        f"machine-{name}-{number}",
        template=Ref(f"pool-{name}"),
        version=Ref(f"pool-{name}", "version"),
        image="",
        disk={},
        user_data="",
        type=machine_type(pool.vcpu, pool.ram_gb, pool.arch),
        subnet=Ref(subnet_name(pool.zone, place)),
        groups=[Ref(group)],
        profile=Ref(f"profile-{holder}"),
        ipv6_addresses=1 if node.stack.dual_stack else 0,
        metadata_v2=True,
        termination_protection=True,
        tags=node.tags(pool=name, zone=pool.zone),
    )
    if pool.data_gb:
        _declare_volume(node, name, pool, number, place)


def _declare_volume(node: Node, name: str, pool: Pool, number: int, place: str) -> None:
    node.declare(
        "Volume",
        f"volume-{name}-{number}",
        size_gb=pool.data_gb,
        type=DISK_TYPE,
        encrypted=pool.encrypted,
        key=node.key(encrypted=pool.encrypted),
        availability_zone=place,
        instance=Ref(f"machine-{name}-{number}"),
        device=DATA_DEVICE,
        tags=node.tags(pool=name, zone=pool.zone, **node.saved()),
    )
