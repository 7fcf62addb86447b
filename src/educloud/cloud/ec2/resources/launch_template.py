"""How machines are started: each change is a new version, and the default moves to it.

``type`` may be empty (whoever starts a machine says it); ``profile`` is an instance profile's
name. The output ``version`` is the default version.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from educloud.cloud.ec2.api import Api
from educloud.cloud.ec2.machines import (
    disk_of_template,
    is_v2,
    metadata,
    packed,
    profile_name,
    profile_named,
    root_disk,
    unpacked,
)
from educloud.cloud.ec2.names import unique_name
from educloud.cloud.ec2.tags import (
    delete_in_ec2,
    find_in_ec2,
    listed_in_ec2,
    specification,
    tag_in_ec2,
    unpair,
)
from educloud.cloud.provider.kind import Kind, Mark, Properties, people_tags

_LIST = ("describe_launch_templates", "LaunchTemplates", "LaunchTemplateId")


def _create(api: Api, mark: Mark, wanted: Properties) -> str:
    made = api.ec2.create_launch_template(
        LaunchTemplateName=unique_name(mark),
        LaunchTemplateData=_in_words_of_the_api(api, wanted),
        ClientToken=mark.key,
        TagSpecifications=specification(mark, "launch-template"),
    )
    return str(made["LaunchTemplate"]["LaunchTemplateId"])


def _in_words_of_the_api(api: Api, wanted: Properties) -> dict[str, Any]:
    said = {
        "ImageId": wanted["image"],
        "InstanceType": wanted["type"],
        "SecurityGroupIds": wanted["groups"],
        "UserData": packed(wanted["user_data"]),
    }
    return {
        **{key: value for key, value in said.items() if value},
        **root_disk(api, wanted["image"], wanted["disk"]),
        **profile_named(wanted["profile"]),
        "MetadataOptions": metadata(wanted["metadata_v2"]),
    }


def template_properties(api: Api, data: Mapping[str, Any]) -> dict[str, Any]:
    """Give a template version's data as properties."""
    return {
        "image": data.get("ImageId") or "",
        "type": data.get("InstanceType") or "",
        "groups": sorted(data.get("SecurityGroupIds") or []),
        "disk": disk_of_template(api, data),
        "user_data": unpacked(data.get("UserData")),
        "profile": profile_name(data.get("IamInstanceProfile")),
        "metadata_v2": is_v2(data.get("MetadataOptions")),
    }


def version_of(api: Api, identity: str, version: str) -> Mapping[str, Any]:
    """Give a version of a template, also "$Default" and "$Latest"."""
    found = api.ec2.describe_launch_template_versions(
        LaunchTemplateId=identity, Versions=[version]
    )["LaunchTemplateVersions"]
    given: Mapping[str, Any] = found[0]
    return given


def _settle(api: Api, identity: str, wanted: Properties) -> None:
    latest = version_of(api, identity, "$Latest")
    now, number = template_properties(api, latest["LaunchTemplateData"]), latest["VersionNumber"]
    if any(now[key] != wanted[key] for key in now):
        made = api.ec2.create_launch_template_version(
            LaunchTemplateId=identity, LaunchTemplateData=_in_words_of_the_api(api, wanted)
        )
        number = made["LaunchTemplateVersion"]["VersionNumber"]
    if number != latest["VersionNumber"] or not latest["DefaultVersion"]:
        api.ec2.modify_launch_template(LaunchTemplateId=identity, DefaultVersion=str(number))


def _read(api: Api, identity: str) -> Properties | None:
    found = api.ec2.describe_launch_templates(LaunchTemplateIds=[identity])["LaunchTemplates"]
    if not found:
        return None
    default = version_of(api, identity, "$Default")
    return {
        **template_properties(api, default["LaunchTemplateData"]),
        "version": str(default["VersionNumber"]),
        "tags": people_tags(unpair(found[0].get("Tags"))),
    }


LAUNCH_TEMPLATE = Kind(
    name="LaunchTemplate",
    outputs=("version",),
    unordered=frozenset({"groups"}),
    find=find_in_ec2(*_LIST),
    create=_create,
    settle=_settle,
    read=_read,
    delete=delete_in_ec2("delete_launch_template", "LaunchTemplateId"),
    tag=tag_in_ec2,
    listed=listed_in_ec2(*_LIST),
    gone=frozenset(
        {
            "InvalidLaunchTemplateId.NotFound",
            "InvalidLaunchTemplateName.NotFoundException",
        }
    ),
)
