"""What holds data: buckets, databases, file systems."""

from __future__ import annotations

from typing import Any

from life import Life, Ref

from educloud.cloud.ec2.documents import canonical


def deliverable(bucket: str) -> Any:
    """Let the service put its logs into a bucket."""
    return canonical(
        {
            "Effect": "Allow",
            "Principal": {"Service": "logging.s3.amazonaws.com"},
            "Action": "s3:PutObject",
            "Resource": f"arn:aws-cn:s3:::{bucket}/*",
        }
    )


def bucket_by_hand(api: Any, identity: str) -> None:
    api.s3.delete_public_access_block(Bucket=identity)
    api.s3.delete_bucket_policy(Bucket=identity)
    api.s3.delete_bucket_encryption(Bucket=identity)
    api.s3.put_bucket_versioning(Bucket=identity, VersioningConfiguration={"Status": "Suspended"})
    api.s3.put_bucket_lifecycle_configuration(
        Bucket=identity,
        LifecycleConfiguration={
            "Rules": [
                {
                    "ID": "somebody",
                    "Status": "Enabled",
                    "Filter": {"Prefix": "exam/"},
                    "Expiration": {"Days": 1},
                }
            ]
        },
    )


def database_by_hand(api: Any, identity: str) -> None:
    api.rds.modify_db_instance(
        DBInstanceIdentifier=identity,
        BackupRetentionPeriod=0,
        DeletionProtection=False,
        PubliclyAccessible=True,
        NetworkType="IPV4",
        ApplyImmediately=True,
    )


def files_by_hand(api: Any, identity: str) -> None:
    api.efs.put_backup_policy(FileSystemId=identity, BackupPolicy={"Status": "DISABLED"})
    api.efs.put_lifecycle_configuration(FileSystemId=identity, LifecyclePolicies=[])


def door_by_hand(api: Any, identity: str) -> None:
    door = api.efs.describe_mount_targets(MountTargetId=identity)["MountTargets"][0]
    groups = api.ec2.describe_security_groups(
        Filters=[
            {"Name": "vpc-id", "Values": [door["VpcId"]]},
            {"Name": "group-name", "Values": ["default"]},
        ]
    )["SecurityGroups"]
    api.efs.modify_mount_target_security_groups(
        MountTargetId=identity, SecurityGroups=[groups[0]["GroupId"]]
    )


LOGS = {
    "name": "lives-logs",
    "versioned": False,
    "encryption": "AES256",
    "key": "",
    "keep_days": 180,
    "noncurrent_days": 0,
    "tls_only": False,
    "statements": [deliverable("lives-logs")],
    "closed": True,
    "object_lock": False,
    "locked_days": 0,
    "log_to": "",
    "tags": {},
}

BY_HAND = frozenset({
    "closed", "tls_only", "encryption", "key", "versioned", "keep_days", "noncurrent_days",
})  # fmt: skip
GROUP = {"vpc": Ref("vpc"), "text": "storage", "ingress": [], "egress": [], "tags": {}}

LIVES = (
    Life(kind="Bucket", name="logs", wanted=LOGS, changed=None, replaced=None),
    Life(
        kind="Bucket",
        name="bucket",
        wanted={
            **LOGS,
            "name": "lives-bucket",
            "versioned": True,
            "encryption": "aws:kms",
            "key": Ref("key"),
            "keep_days": 90,
            "noncurrent_days": 30,
            "tls_only": True,
            "statements": [],
            "object_lock": False,
            "tags": {"owner": "a", "用途": "录播"},
        },
        changed={
            "versioned": False,
            "encryption": "AES256",
            "key": "",
            "keep_days": 0,
            "noncurrent_days": 0,
            "tls_only": False,
            "statements": [deliverable("lives-bucket")],
            "closed": False,
            "log_to": Ref("logs"),
            "tags": {"owner": "b"},
        },
        replaced={"name": "lives-bucket-b"},
        by_hand=bucket_by_hand,
        drifted=BY_HAND,
    ),
    Life(
        kind="Bucket",
        name="locked",
        wanted={
            **LOGS,
            "name": "lives-locked",
            "versioned": True,
            "statements": [],
            "object_lock": True,
            "locked_days": 1,
        },
        changed={"locked_days": 7},
        replaced={"object_lock": False, "locked_days": 0},
    ),
    Life(kind="SecurityGroup", name="storage-group", wanted=GROUP, changed=None, replaced=None),
    Life(kind="SecurityGroup", name="storage-group-b", wanted=GROUP, changed=None, replaced=None),
    Life(
        kind="DatabaseSubnets",
        name="database-subnets",
        wanted={"name": "lives-subnets", "subnets": [Ref("subnet-a")], "tags": {"owner": "a"}},
        changed={"subnets": [Ref("subnet-b")], "tags": {"owner": "b"}},
        replaced={"name": "lives-subnets-b"},
        by_hand=lambda api, identity: api.rds.remove_tags_from_resource(
            ResourceName=api.rds.describe_db_subnet_groups(DBSubnetGroupName=identity)[
                "DBSubnetGroups"
            ][0]["DBSubnetGroupArn"],
            TagKeys=["owner"],
        ),
        drifted=frozenset({"tags"}),
    ),
    Life(
        kind="Database",
        name="database",
        wanted={
            "name": "lives-database",
            "engine": "postgres",
            "version": "16",
            "machine": "db.r6g.large",
            "storage_gb": 100,
            "encrypted": True,
            "key": Ref("key"),
            "multi_zone": True,
            "subnets": Ref("database-subnets"),
            "groups": [Ref("storage-group")],
            "administrator": "keeper",
            "database": "apps",
            "backup_days": 14,
            "protected": True,
            "public": False,
            "dual_stack": True,
            "tags": {"owner": "a"},
        },
        changed={
            "version": "17",
            "machine": "db.r6g.xlarge",
            "storage_gb": 200,
            "multi_zone": False,
            "backup_days": 35,
            "protected": False,
            "dual_stack": False,
            "tags": {"owner": "b"},
        },
        replaced={"database": "others"},
        by_hand=database_by_hand,
        drifted=frozenset({"backup_days", "protected", "public", "dual_stack"}),
    ),
    Life(
        kind="FileSystem",
        name="files",
        wanted={
            "encrypted": True,
            "key": Ref("key"),
            "throughput": "elastic",
            "backed_up": True,
            "cold_days": 30,
            "tags": {"owner": "a"},
        },
        changed={
            "throughput": "bursting",
            "backed_up": False,
            "cold_days": 0,
            "tags": {"owner": "b"},
        },
        replaced={"key": ""},
        by_hand=files_by_hand,
        drifted=frozenset({"backed_up", "cold_days"}),
    ),
    Life(
        kind="MountTarget",
        name="door",
        wanted={
            "file_system": Ref("files"),
            "subnet": Ref("subnet-a"),
            "groups": [Ref("storage-group")],
        },
        changed={"groups": [Ref("storage-group"), Ref("storage-group-b")]},
        replaced={"subnet": Ref("subnet-b")},
        by_hand=door_by_hand,
        drifted=frozenset({"groups"}),
    ),
)
