"""What machines are made of, as launch templates and instances both say it.

``disk`` is the root disk: {gb, type, encrypted, key (the ARN of a KMS key or "")}; {}: as the image
has it. ``user_data`` is text that a machine runs at its first start: everybody on it can read it.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any

from educloud.cloud.ec2.api import Api
from educloud.cloud.ec2.keys import own_key
from educloud.cloud.provider.faults import code_of

USUAL_ROOT = "/dev/sda1"


def root_disk(api: Api, image: str, disk: Mapping[str, Any]) -> dict[str, Any]:
    """Give the argument that makes the root disk as wanted."""
    if not disk:
        return {}
    key = {"KmsKeyId": disk["key"]} if disk["key"] else {}
    made = {
        "VolumeSize": disk["gb"],
        "VolumeType": disk["type"],
        "Encrypted": disk["encrypted"],
        "DeleteOnTermination": True,
    }
    mapping = {"DeviceName": _root_device(api, image), "Ebs": {**made, **key}}
    return {"BlockDeviceMappings": [mapping]}


def _root_device(api: Api, image: str) -> str:
    # Another name than the image's would add a second disk and leave the root as it was.
    try:
        found = api.ec2.describe_images(ImageIds=[image])["Images"]
    except Exception as error:
        if not code_of(error).startswith("InvalidAMIID"):
            raise
        found = []
    return str(found[0]["RootDeviceName"]) if found else USUAL_ROOT


def disk_of_template(api: Api, data: Mapping[str, Any]) -> dict[str, Any]:
    """Give the root disk that a launch template's data describe."""
    mappings = data.get("BlockDeviceMappings") or []
    if not mappings:
        return {}
    disk = mappings[0]["Ebs"]
    return _disk(api, disk["VolumeSize"], disk)


def disk_of_volume(api: Api, volume: Mapping[str, Any]) -> dict[str, Any]:
    """Give the root disk that a volume is."""
    return _disk(api, volume["Size"], volume)


def _disk(api: Api, gb: int, disk: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "gb": gb,
        "type": disk["VolumeType"],
        "encrypted": disk["Encrypted"],
        "key": own_key(api, disk.get("KmsKeyId") or ""),
    }


def metadata(v2: bool) -> dict[str, str]:  # noqa: FBT001  a property's value
    """Give the options of the metadata service: with v2 nothing answers without a session."""
    return {"HttpEndpoint": "enabled", "HttpTokens": "required" if v2 else "optional"}


def is_v2(options: Mapping[str, Any] | None) -> bool:
    """Tell whether the metadata service asks for a session."""
    return (options or {}).get("HttpTokens") == "required"


def profile_named(profile: str) -> dict[str, Any]:
    """Give the argument for an instance profile's name."""
    return {"IamInstanceProfile": {"Name": profile}} if profile else {}


def profile_name(profile: Mapping[str, Any] | None) -> str:
    """Give an instance profile's name, of its name or ARN."""
    there = profile or {}
    return str(there.get("Name") or there.get("Arn", "")).rpartition("/")[2]


def packed(text: str) -> str:
    """Give text in the form the API keeps user data in."""
    return base64.b64encode(text.encode()).decode()


def unpacked(data: str | None) -> str:
    """Give the text of user data."""
    return base64.b64decode(data or "").decode("utf-8", "replace")
