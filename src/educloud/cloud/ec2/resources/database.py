"""A managed relational database.

``version`` is the major version ("16" of postgres, "8.0" of mysql); the service keeps the minor one
up to date. ``storage_gb`` grows only. ``machine`` is the class ("db.r6g.large"). ``groups`` are
security groups; ``key`` is "" for the service's own. ``dual_stack`` gives it an IPv6
address. The service makes the administrator's password itself and keeps it in a secret; no password
is known here, only the secret's id. ``held`` data is kept in a last snapshot when the database is
deleted, unless ``empty`` said that it may go.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from educloud.cloud.ec2.answers import unless
from educloud.cloud.ec2.api import Api
from educloud.cloud.ec2.keys import own_key
from educloud.cloud.ec2.tags import pairs, unpair
from educloud.cloud.provider.kind import (
    OUR_TAGS,
    URN_TAG,
    Kind,
    Listed,
    Mark,
    Properties,
    people_tags,
)
from educloud.errors import CloudError

_GONE = frozenset({"DBInstanceNotFound"})
_EMPTIED_TAG = f"{OUR_TAGS}emptied"  # on a database whose data may go
_USABLE = frozenset({"available", "storage-optimization"})
# States that no waiting ends.
_BROKEN = frozenset({
    "failed", "inaccessible-encryption-credentials", "incompatible-network",
    "incompatible-option-group", "incompatible-parameters", "incompatible-restore",
    "restore-error", "storage-full", "stopped",
})  # fmt: skip
_PARTS_OF_MAJOR = {"postgres": 1}  # all others: two, as in mysql's 8.0

# Properties that change in place, by the parameter that does it.
_CHANGEABLE = {
    "machine": "DBInstanceClass",
    "storage_gb": "AllocatedStorage",
    "multi_zone": "MultiAZ",
    "groups": "VpcSecurityGroupIds",
    "backup_days": "BackupRetentionPeriod",
    "protected": "DeletionProtection",
    "public": "PubliclyAccessible",
    "version": "EngineVersion",
    "dual_stack": "NetworkType",
}


def _instance(api: Api, name: str) -> Mapping[str, Any]:
    found = api.rds.describe_db_instances(DBInstanceIdentifier=name)["DBInstances"][0]
    return dict(found)


def _find(api: Api, mark: Mark, wanted: Properties) -> str | None:
    found = unless(_GONE, _instance, api, wanted["name"])
    if not found or found["DBInstanceStatus"] == "deleting":
        return None
    return str(found["DBInstanceIdentifier"]) if mark.is_on(unpair(found["TagList"])) else None


def _create(api: Api, mark: Mark, wanted: Properties) -> str:
    secrets_key = {"MasterUserSecretKmsKeyId": wanted["key"]} if wanted["key"] else {}
    disk_key = {"KmsKeyId": wanted["key"]} if wanted["key"] else {}
    made = api.rds.create_db_instance(
        DBInstanceIdentifier=wanted["name"],
        Engine=wanted["engine"],
        MasterUsername=wanted["administrator"],
        ManageMasterUserPassword=True,
        StorageEncrypted=wanted["encrypted"],
        DBSubnetGroupName=wanted["subnets"],
        AutoMinorVersionUpgrade=True,
        CopyTagsToSnapshot=True,
        Tags=pairs(mark.tags),
        **{"DBName": wanted["database"]} if wanted["database"] else {},
        **disk_key,
        **secrets_key,
        **_parameters(wanted, _CHANGEABLE),
    )
    return str(made["DBInstance"]["DBInstanceIdentifier"])


def _parameters(wanted: Properties, names: Sequence[str] | Mapping[str, str]) -> dict[str, Any]:
    given = {_CHANGEABLE[name]: wanted[name] for name in names}
    if "NetworkType" in given:
        given["NetworkType"] = "DUAL" if given["NetworkType"] else "IPV4"
    return given


def _settle(api: Api, identity: str, wanted: Properties) -> None:
    state = _properties(_instance(api, identity))
    changes = [name for name in _CHANGEABLE if state[name] != wanted[name]]
    if changes:
        api.rds.modify_db_instance(
            DBInstanceIdentifier=identity,
            ApplyImmediately=True,  # else it would wait for the weekly window and look like drift
            AllowMajorVersionUpgrade="version" in changes,
            **_parameters(wanted, changes),
        )


def _ready(api: Api, identity: str) -> bool:
    instance = _instance(api, identity)
    status = instance["DBInstanceStatus"]
    if status in _BROKEN:
        raise CloudError(f"the database is {status}", identity, "look at it in the cloud's console")
    return status in _USABLE and not instance.get("PendingModifiedValues")


def _read(api: Api, identity: str) -> Properties | None:
    instance = _instance(api, identity)
    return {
        **_properties(instance),
        "key": own_key(api, instance.get("KmsKeyId")),
        "tags": people_tags(unpair(instance["TagList"])),
        "endpoint": instance.get("Endpoint", {}).get("Address", ""),
        "port": instance.get("Endpoint", {}).get("Port", 0),
        "secret": instance.get("MasterUserSecret", {}).get("SecretArn", ""),
        "arn": instance["DBInstanceArn"],
    }


def _properties(instance: Mapping[str, Any]) -> dict[str, Any]:
    """Give what a description of a database says of its properties."""
    groups = (one["VpcSecurityGroupId"] for one in instance["VpcSecurityGroups"])
    return {
        "name": instance["DBInstanceIdentifier"],
        "engine": instance["Engine"],
        "version": _major(instance["Engine"], instance["EngineVersion"]),
        "machine": instance["DBInstanceClass"],
        "storage_gb": instance["AllocatedStorage"],
        "encrypted": instance["StorageEncrypted"],
        "multi_zone": instance["MultiAZ"],
        "subnets": instance.get("DBSubnetGroup", {}).get("DBSubnetGroupName", ""),
        "groups": sorted(groups),
        "administrator": instance["MasterUsername"],
        "database": instance.get("DBName") or "",
        "backup_days": instance["BackupRetentionPeriod"],
        "protected": instance["DeletionProtection"],
        "public": bool(instance.get("PubliclyAccessible")),
        "dual_stack": instance.get("NetworkType") == "DUAL",
    }


def _major(engine: str, version: str) -> str:
    return ".".join(version.split(".")[: _PARTS_OF_MAJOR.get(engine, 2)])


def _tag(api: Api, identity: str, put: Mapping[str, str], drop: Sequence[str]) -> None:
    arn = _instance(api, identity)["DBInstanceArn"]
    if put:
        api.rds.add_tags_to_resource(ResourceName=arn, Tags=pairs(put))
    if drop:
        api.rds.remove_tags_from_resource(ResourceName=arn, TagKeys=list(drop))


def _delete(api: Api, identity: str, state: Properties) -> None:
    del state
    instance = _instance(api, identity)
    if instance["DBInstanceStatus"] == "deleting":
        return
    emptied = _emptied(instance)
    snapshot = {} if emptied else {"FinalDBSnapshotIdentifier": _last_snapshot(instance)}
    api.rds.delete_db_instance(
        DBInstanceIdentifier=identity,
        SkipFinalSnapshot=emptied,
        DeleteAutomatedBackups=emptied,
        **snapshot,
    )


def _emptied(instance: Mapping[str, Any]) -> bool:
    return _EMPTIED_TAG in unpair(instance["TagList"])


def _last_snapshot(instance: Mapping[str, Any]) -> str:
    """Give a name that no other database of this name has had, the same at every repeat."""
    one = f"{instance['DbiResourceId']} {instance.get('InstanceCreateTime')}"
    digest = hashlib.sha256(one.encode()).hexdigest()[:8]
    return f"{instance['DBInstanceIdentifier']}-last-{digest}"


def _listed(api: Api) -> Iterator[Listed]:
    for page in api.rds.get_paginator("describe_db_instances").paginate():
        for instance in page["DBInstances"]:
            tags = unpair(instance["TagList"])
            if URN_TAG in tags and instance["DBInstanceStatus"] != "deleting":
                yield Listed(instance["DBInstanceIdentifier"], tags)


def _held(api: Api, identity: str) -> str:
    """Say how large it is: how much of it is data cannot be seen from outside."""
    instance = unless(_GONE, _instance, api, identity)
    if instance is None or _emptied(instance):
        return ""
    return f"database of {instance['AllocatedStorage']} GB"


def _empty(api: Api, identity: str) -> None:
    """Let the data go with the database: no last snapshot, no protection from deletion."""
    instance = unless(_GONE, _instance, api, identity)
    if instance is None:
        return
    _tag(api, identity, {_EMPTIED_TAG: "yes"}, ())
    if instance["DeletionProtection"]:
        api.rds.modify_db_instance(
            DBInstanceIdentifier=identity, DeletionProtection=False, ApplyImmediately=True
        )


_FIXED = frozenset({
    "name", "engine", "encrypted", "key", "subnets", "administrator", "database",
})  # fmt: skip
DATABASE = Kind(
    name="Database",
    fixed=_FIXED,
    outputs=("endpoint", "port", "secret", "arn"),
    unordered=frozenset({"groups"}),
    find=_find,
    create=_create,
    settle=_settle,
    read=_read,
    delete=_delete,
    tag=_tag,
    listed=_listed,
    ready=_ready,
    held=_held,
    empty=_empty,
    delete_first=True,
    gone=_GONE,
    busy=frozenset({"InvalidDBInstanceState"}),
)
