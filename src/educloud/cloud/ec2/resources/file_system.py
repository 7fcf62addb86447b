"""A file system that many machines mount at once (NFS).

``backed_up`` is the service's own daily backup; ``throughput`` is "elastic" or "bursting";
``cold_days`` (0, 1, 7, 14, 30, 60, 90, 180, 270 or 365) is after how many days without a reader a
file moves to cheaper storage. ``key`` is "" for the service's own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from educloud.cloud.ec2.answers import unless
from educloud.cloud.ec2.api import Api
from educloud.cloud.ec2.keys import own_key
from educloud.cloud.ec2.tags import ENDING, pairs, unpair
from educloud.cloud.provider.kind import URN_TAG, Kind, Listed, Mark, Properties, people_tags

_GONE = frozenset({"FileSystemNotFound"})
_NO_POLICY = frozenset({"PolicyNotFound"})
_EMPTY_BYTES = 16 * 1024  # an empty one counts a few KiB of its own
_GIGABYTE = 10**9


def _system(api: Api, identity: str) -> Mapping[str, Any]:
    found = api.efs.describe_file_systems(FileSystemId=identity)["FileSystems"][0]
    return dict(found)


def _find(api: Api, mark: Mark, wanted: Properties) -> str | None:
    del wanted
    found = api.efs.describe_file_systems(CreationToken=mark.key)["FileSystems"]
    alive = (one for one in found if one["LifeCycleState"] not in ENDING)
    return next((str(one["FileSystemId"]) for one in alive), None)


def _create(api: Api, mark: Mark, wanted: Properties) -> str:
    made = api.efs.create_file_system(
        CreationToken=mark.key,
        Encrypted=wanted["encrypted"],
        ThroughputMode=wanted["throughput"],
        Tags=pairs(mark.tags),
        **{"KmsKeyId": wanted["key"]} if wanted["key"] else {},
    )
    return str(made["FileSystemId"])


def _settle(api: Api, identity: str, wanted: Properties) -> None:
    if _system(api, identity)["ThroughputMode"] != wanted["throughput"]:
        api.efs.update_file_system(FileSystemId=identity, ThroughputMode=wanted["throughput"])
    if _backed_up(api, identity) != wanted["backed_up"]:
        status = "ENABLED" if wanted["backed_up"] else "DISABLED"
        api.efs.put_backup_policy(FileSystemId=identity, BackupPolicy={"Status": status})
    if _cold_days(api, identity) != wanted["cold_days"]:
        api.efs.put_lifecycle_configuration(
            FileSystemId=identity, LifecyclePolicies=_policies(wanted["cold_days"])
        )


def _policies(days: int) -> list[dict[str, str]]:
    if not days:
        return []
    return [{"TransitionToIA": f"AFTER_{days}_DAY{'S' if days > 1 else ''}"}]


def _cold_days(api: Api, identity: str) -> int:
    found = api.efs.describe_lifecycle_configuration(FileSystemId=identity)["LifecyclePolicies"]
    after = next((one["TransitionToIA"] for one in found if "TransitionToIA" in one), "")
    return int(after.split("_")[1]) if after else 0


def _backed_up(api: Api, identity: str) -> bool:
    policy = unless(_NO_POLICY, api.efs.describe_backup_policy, FileSystemId=identity)
    status = policy["BackupPolicy"]["Status"] if policy else ""
    return status in {"ENABLED", "ENABLING"}


def _ready(api: Api, identity: str) -> bool:
    return bool(_system(api, identity)["LifeCycleState"] == "available")


def _read(api: Api, identity: str) -> Properties | None:
    system = _system(api, identity)
    return {
        "encrypted": system["Encrypted"],
        "key": own_key(api, system.get("KmsKeyId")),
        "throughput": system["ThroughputMode"],
        "backed_up": _backed_up(api, identity),
        "cold_days": _cold_days(api, identity),
        "tags": people_tags(unpair(system["Tags"])),
        "arn": system["FileSystemArn"],
    }


def _tag(api: Api, identity: str, put: Mapping[str, str], drop: Sequence[str]) -> None:
    if put:
        api.efs.tag_resource(ResourceId=identity, Tags=pairs(put))
    if drop:
        api.efs.untag_resource(ResourceId=identity, TagKeys=list(drop))


def _delete(api: Api, identity: str, state: Properties) -> None:
    del state
    # Its doors are parts of it and go with it, also those somebody added.
    for page in api.efs.get_paginator("describe_mount_targets").paginate(FileSystemId=identity):
        for door in page["MountTargets"]:
            if door["LifeCycleState"] not in ENDING:
                api.efs.delete_mount_target(MountTargetId=door["MountTargetId"])
    if _system(api, identity)["LifeCycleState"] not in ENDING:
        api.efs.delete_file_system(FileSystemId=identity)


def _listed(api: Api) -> Iterator[Listed]:
    for page in api.efs.get_paginator("describe_file_systems").paginate():
        for system in page["FileSystems"]:
            tags = unpair(system["Tags"])
            if URN_TAG in tags and system["LifeCycleState"] not in ENDING:
                yield Listed(system["FileSystemId"], tags)


def _held(api: Api, identity: str) -> str:
    system = unless(_GONE, _system, api, identity)
    size = system["SizeInBytes"]["Value"] if system else 0
    return f"file system of {size / _GIGABYTE:.3g} GB" if size > _EMPTY_BYTES else ""


def _empty(api: Api, identity: str) -> None:
    """Do nothing: the API sees no files, and deletes them with the file system."""
    del api, identity


FILE_SYSTEM = Kind(
    name="FileSystem",
    fixed=frozenset({"encrypted", "key"}),
    outputs=("arn",),
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
    gone=_GONE,
    busy=frozenset({"FileSystemInUse", "IncorrectFileSystemLifeCycleState"}),
)
