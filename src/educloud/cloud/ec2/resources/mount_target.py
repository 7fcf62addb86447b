"""The door of a file system in one subnet: where machines mount it from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from educloud.cloud.ec2.api import Api
from educloud.cloud.ec2.tags import ENDING
from educloud.cloud.provider.kind import Kind, Mark, Properties


def _find(api: Api, mark: Mark, wanted: Properties) -> str | None:
    """Give the file system's door in this subnet: there can be but one, and it has no tags."""
    del mark
    pages = api.efs.get_paginator("describe_mount_targets").paginate(
        FileSystemId=wanted["file_system"]
    )
    doors = (door for page in pages for door in page["MountTargets"])
    return next((
        str(door["MountTargetId"])
        for door in doors
        if door["SubnetId"] == wanted["subnet"] and door["LifeCycleState"] not in ENDING
    ), None)  # fmt: skip


def _create(api: Api, mark: Mark, wanted: Properties) -> str:
    del mark
    made = api.efs.create_mount_target(
        FileSystemId=wanted["file_system"],
        SubnetId=wanted["subnet"],
        SecurityGroups=wanted["groups"],
    )
    return str(made["MountTargetId"])


def _door(api: Api, identity: str) -> Mapping[str, Any]:
    return dict(api.efs.describe_mount_targets(MountTargetId=identity)["MountTargets"][0])


def _groups(api: Api, identity: str) -> list[str]:
    found = api.efs.describe_mount_target_security_groups(MountTargetId=identity)
    return sorted(found["SecurityGroups"])


def _settle(api: Api, identity: str, wanted: Properties) -> None:
    if _groups(api, identity) != wanted["groups"]:
        api.efs.modify_mount_target_security_groups(
            MountTargetId=identity, SecurityGroups=wanted["groups"]
        )


def _ready(api: Api, identity: str) -> bool:
    return bool(_door(api, identity)["LifeCycleState"] == "available")


def _read(api: Api, identity: str) -> Properties | None:
    door = _door(api, identity)
    return {
        "file_system": door["FileSystemId"],
        "subnet": door["SubnetId"],
        "groups": [] if door["LifeCycleState"] in ENDING else _groups(api, identity),
        "address": door.get("IpAddress", ""),
    }


def _delete(api: Api, identity: str, state: Properties) -> None:
    del state
    if _door(api, identity)["LifeCycleState"] not in ENDING:
        api.efs.delete_mount_target(MountTargetId=identity)


MOUNT_TARGET = Kind(
    name="MountTarget",
    fixed=frozenset({"file_system", "subnet"}),
    outputs=("address",),
    unordered=frozenset({"groups"}),
    find=_find,
    create=_create,
    settle=_settle,
    read=_read,
    delete=_delete,
    ready=_ready,
    delete_first=True,  # a file system has one door in a zone
    gone=frozenset({"MountTargetNotFound", "FileSystemNotFound"}),
    busy=frozenset({"IncorrectMountTargetState", "IncorrectFileSystemLifeCycleState"}),
)
