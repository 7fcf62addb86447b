"""What keeps data: databases, shared file systems, buckets; encrypted, closed, saved each night."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from educloud.cloud.declared import Ref
from educloud.cloud.ec2.machine_types import database_class
from educloud.cloud.ec2.node.node import Node, group_name, subnet_name
from educloud.cloud.spec.parts import Bucket, Database, Share

ADMINISTRATOR = "educloud"


def declare_databases(node: Node) -> dict[str, Any]:
    """Declare every database, and for each zone with one where it may stand; give the outputs."""
    databases = node.stack.databases
    for zone in dict.fromkeys(one.zone for one in databases.values()):
        node.declare(
            "DatabaseSubnets",
            f"databases-{zone}",
            name=node.called(zone),
            subnets=node.subnets(zone),
            tags=node.tags(zone=zone),
        )
    for name, database in databases.items():
        _declare_database(node, name, database)
    return {"databases": {name: Ref(f"database-{name}", "endpoint") for name in databases}}


def _declare_database(node: Node, name: str, one: Database) -> None:
    platform = _platform_of(node, name)
    group = group_name(one.zone) if platform is None else f"platform-{platform}-database"
    of_platform = {} if platform is None else {"platform": platform}
    node.declare(
        "Database",
        f"database-{name}",
        protected=True,  # from people's hands
        name=node.called(name),
        engine=one.engine,
        version=one.version,
        machine=database_class(one.vcpu, one.ram_gb),
        storage_gb=one.storage_gb,
        encrypted=one.encrypted,
        key=node.key(encrypted=one.encrypted),
        multi_zone=one.two_zones,
        subnets=Ref(f"databases-{one.zone}"),
        groups=[Ref(group)],
        administrator=ADMINISTRATOR,
        database="",
        backup_days=one.backup_days,
        public=False,
        dual_stack=node.stack.dual_stack,
        tags=node.tags(zone=one.zone, **of_platform, **node.saved()),
    )


def _platform_of(node: Node, database: str) -> str | None:
    platforms = node.stack.platforms.items()
    return next((key for key, platform in platforms if platform.database == database), None)


def declare_shares(node: Node) -> dict[str, Any]:
    """Declare every shared file system, with a door in each availability zone; give the outputs."""
    for name, share in node.stack.shares.items():
        _declare_share(node, name, share)
    return {"shares": {name: Ref(f"share-{name}") for name in node.stack.shares}}


def _declare_share(node: Node, name: str, share: Share) -> None:
    system = node.declare(
        "FileSystem",
        f"share-{name}",
        encrypted=share.encrypted,
        key=node.key(encrypted=share.encrypted),
        throughput="elastic",
        backed_up=False,  # by the node's own backup
        cold_days=0,
        tags=node.tags(zone=share.zone, share=name, **node.saved()),
    )
    for place in node.stack.availability_zones:
        node.declare(
            "MountTarget",
            f"share-{name}-{place}",
            file_system=system,
            subnet=Ref(subnet_name(share.zone, place)),
            groups=[Ref(group_name(share.zone))],
        )


def declare_buckets(node: Node) -> dict[str, Any]:
    """Declare every bucket; give the outputs."""
    for bucket in node.stack.buckets:
        _declare_bucket(node, bucket)
    buckets = node.stack.buckets
    return {
        "buckets": {one.purpose: one.name for one in buckets},
        "bucket": _bucket_of_apps(buckets),
    }


def _declare_bucket(node: Node, one: Bucket) -> None:
    encrypted = "aws:kms" if node.has_key else "AES256"
    node.declare(
        "Bucket",
        one.name,
        name=one.name,
        closed=True,
        versioned=one.versioned,
        encryption=encrypted if one.encrypted else "",
        key=node.key(encrypted=one.encrypted),
        keep_days=one.keep_days or 0,
        noncurrent_days=(one.old_version_days or 0) if one.versioned else 0,
        tls_only=True,
        statements=[],
        object_lock=False,
        locked_days=0,
        log_to="",
        tags=node.tags(purpose=one.purpose),
    )


def _bucket_of_apps(buckets: Sequence[Bucket]) -> str:
    """Give the bucket that takes applications' files: the one for that purpose, else the first."""
    names = [one.name for one in buckets if one.purpose == "apps"] or [one.name for one in buckets]
    return names[0] if names else ""
