"""A disk of its own: ``key`` is the ARN of a KMS key, empty for the account's own.

``instance`` and ``device`` say where it is attached; both empty: nowhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from educloud.cloud.ec2.api import Api
from educloud.cloud.ec2.keys import own_key
from educloud.cloud.ec2.tags import (
    ENDING,
    find_in_ec2,
    listed_in_ec2,
    specification,
    tag_in_ec2,
    unpair,
)
from educloud.cloud.provider.kind import Kind, Mark, Properties, people_tags
from educloud.errors import CloudError


def _volume(api: Api, identity: str) -> Mapping[str, Any]:
    volume: Mapping[str, Any] = api.ec2.describe_volumes(VolumeIds=[identity])["Volumes"][0]
    return volume


def _attachment(volume: Mapping[str, Any]) -> Mapping[str, Any]:
    there = [one for one in volume.get("Attachments", []) if one.get("State") != "detached"]
    return there[0] if there else {}


def _create(api: Api, mark: Mark, wanted: Properties) -> str:
    key = {"KmsKeyId": wanted["key"]} if wanted["key"] else {}
    made = api.ec2.create_volume(
        AvailabilityZone=f"{api.region}{wanted['availability_zone']}",
        Size=wanted["size_gb"],
        VolumeType=wanted["type"],
        Encrypted=wanted["encrypted"],
        ClientToken=mark.key,
        TagSpecifications=specification(mark, "volume"),
        **key,
    )
    return str(made["VolumeId"])


def _settle(api: Api, identity: str, wanted: Properties) -> None:
    volume = _volume(api, identity)
    if wanted["size_gb"] < volume["Size"]:
        raise CloudError(
            f"a volume of {volume['Size']} GB cannot shrink to {wanted['size_gb']} GB",
            identity,
            "declare another volume and copy the data",
        )
    if (volume["Size"], volume["VolumeType"]) != (wanted["size_gb"], wanted["type"]):
        api.ec2.modify_volume(VolumeId=identity, Size=wanted["size_gb"], VolumeType=wanted["type"])
    _attach(api, identity, volume, wanted)


def _attach(api: Api, identity: str, volume: Mapping[str, Any], wanted: Properties) -> None:
    asked = (wanted["instance"], wanted["device"])
    there = _attachment(volume)
    if asked == (there.get("InstanceId", ""), there.get("Device", "")):
        return
    if there.get("State") in {"attached", "attaching", "busy"}:
        api.ec2.detach_volume(VolumeId=identity)
    if wanted["instance"]:  # refused as in use until it is detached: "not yet"
        api.ec2.attach_volume(
            VolumeId=identity, InstanceId=wanted["instance"], Device=wanted["device"]
        )


def _read(api: Api, identity: str) -> Properties | None:
    volume = _volume(api, identity)
    if volume["State"] in ENDING - {"deleting"}:
        return None
    attached = _attachment(volume)
    return {
        "size_gb": volume["Size"],
        "type": volume["VolumeType"],
        "encrypted": volume["Encrypted"],
        "key": own_key(api, volume.get("KmsKeyId", "")),
        "availability_zone": volume["AvailabilityZone"].removeprefix(api.region),
        "instance": attached.get("InstanceId", ""),
        "device": attached.get("Device", ""),
        "tags": people_tags(unpair(volume.get("Tags"))),
    }


def _ready(api: Api, identity: str) -> bool:
    volume = _volume(api, identity)
    if volume["State"] == "error":
        raise CloudError(
            "the volume could not be made", identity, "look at its key's policy, then run it again"
        )
    changes = api.ec2.describe_volumes_modifications(
        Filters=[{"Name": "volume-id", "Values": [identity]}]
    )["VolumesModifications"]
    return (
        volume["State"] in {"available", "in-use"}
        and _attachment(volume).get("State", "attached") == "attached"
        # From "optimizing" on the new size is there.
        and all(one["ModificationState"] != "modifying" for one in changes)
    )


def _delete(api: Api, identity: str, state: Properties) -> None:
    del state
    volume = _volume(api, identity)
    if _attachment(volume).get("State") in {"attached", "attaching", "busy"}:
        api.ec2.detach_volume(VolumeId=identity)
    if volume["State"] not in ENDING:
        api.ec2.delete_volume(VolumeId=identity)


def _held(api: Api, identity: str) -> str:
    # What is on a disk cannot be seen from outside.
    return f"volume of {_volume(api, identity)['Size']} GB"


VOLUME = Kind(
    name="Volume",
    fixed=frozenset({"encrypted", "key", "availability_zone"}),
    find=find_in_ec2("describe_volumes", "Volumes", "VolumeId"),
    create=_create,
    settle=_settle,
    read=_read,
    delete=_delete,
    tag=tag_in_ec2,
    listed=listed_in_ec2("describe_volumes", "Volumes", "VolumeId"),
    ready=_ready,
    held=_held,
    gone=frozenset({"InvalidVolume.NotFound"}),
    busy=frozenset({"VolumeInUse", "IncorrectState", "IncorrectModificationState"}),
)
