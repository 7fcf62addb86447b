"""A machine: started by a launch template's version, or by its own image, disk and user data.

With a ``template`` those three are none ("", {}, "") unless they shall differ from it. ``type``,
``groups``, ``profile`` (an instance profile's name), ``metadata_v2`` and
``termination_protection`` are always the machine's own. A new type needs a stop and a start. Its
root disk goes with it: data lie on volumes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from educloud.cloud.ec2.answers import unless
from educloud.cloud.ec2.api import Api
from educloud.cloud.ec2.machines import (
    disk_of_volume,
    is_v2,
    metadata,
    profile_name,
    profile_named,
    root_disk,
    unpacked,
)
from educloud.cloud.ec2.resources.launch_template import template_properties, version_of
from educloud.cloud.ec2.tags import alive, filters, pairs, specification, tag_in_ec2, unpair
from educloud.cloud.provider.faults import code_of
from educloud.cloud.provider.kind import URN_TAG, Kind, Listed, Mark, Properties, people_tags
from educloud.errors import CloudError

_TEMPLATE, _VERSION = "aws:ec2launchtemplate:id", "aws:ec2launchtemplate:version"
_NO_PROFILE_YET = "EducloudInstanceProfileNotYet"
_NO_TEMPLATE = frozenset({
    "InvalidLaunchTemplateId.NotFound", "InvalidLaunchTemplateId.VersionNotFound",
})  # fmt: skip
_MOVING = frozenset({"pending", "stopping"})


def _instances(api: Api, wanted: list[dict[str, Any]]) -> list[Mapping[str, Any]]:
    pages = api.ec2.get_paginator("describe_instances").paginate(Filters=wanted)
    return alive(one for page in pages for row in page["Reservations"] for one in row["Instances"])


def _find(api: Api, mark: Mark, wanted: Properties) -> str | None:
    del wanted
    ours = (one for one in _instances(api, filters(mark)) if mark.is_on(unpair(one.get("Tags"))))
    return next((str(one["InstanceId"]) for one in ours), None)


def _create(api: Api, mark: Mark, wanted: Properties) -> str:
    own_disk = {"ResourceType": "volume", "Tags": pairs({"Name": mark.name, **mark.others})}
    arguments = {
        "InstanceType": wanted["type"],
        "SubnetId": wanted["subnet"],
        "SecurityGroupIds": wanted["groups"],
        "Ipv6AddressCount": wanted["ipv6_addresses"],
        "ImageId": wanted["image"],
        "UserData": wanted["user_data"],
        "LaunchTemplate": _template(wanted),
    }
    made = api.ec2.run_instances(
        **{key: value for key, value in arguments.items() if value},
        **root_disk(api, wanted["image"], wanted["disk"]),
        MetadataOptions=metadata(wanted["metadata_v2"]),
        DisableApiTermination=wanted["termination_protection"],
        MinCount=1,
        MaxCount=1,
        ClientToken=mark.key,
        TagSpecifications=[*specification(mark, "instance"), own_disk],
    )
    return str(made["Instances"][0]["InstanceId"])


def _template(wanted: Properties) -> dict[str, str]:
    if not wanted["template"]:
        return {}
    return {"LaunchTemplateId": wanted["template"], "Version": wanted["version"]}


def _settle(api: Api, identity: str, wanted: Properties) -> None:
    instance = _instance(api, identity)
    _settle_attributes(api, instance, wanted)
    _settle_profile(api, instance, wanted["profile"])
    _settle_ipv6(api, instance, wanted["ipv6_addresses"])
    stopped = instance["State"]["Name"] in {"stopping", "stopped"}
    if instance["InstanceType"] != wanted["type"]:
        api.ec2.stop_instances(InstanceIds=[identity])
        api.ec2.get_waiter("instance_stopped").wait(InstanceIds=[identity])
        kind = {"Value": wanted["type"]}
        api.ec2.modify_instance_attribute(InstanceId=identity, InstanceType=kind)
        stopped = True
    if stopped:
        api.ec2.start_instances(InstanceIds=[identity])


def _settle_attributes(api: Api, instance: Mapping[str, Any], wanted: Properties) -> None:
    identity, ec2 = instance["InstanceId"], api.ec2
    if _groups(instance) != wanted["groups"]:
        groups = wanted["groups"] or _default_group(api, instance["VpcId"])
        ec2.modify_instance_attribute(InstanceId=identity, Groups=groups)
    if is_v2(instance.get("MetadataOptions")) != wanted["metadata_v2"]:
        options = metadata(wanted["metadata_v2"])
        ec2.modify_instance_metadata_options(InstanceId=identity, **options)
    protection = wanted["termination_protection"]
    if _protected(api, identity) != protection:
        value = {"Value": protection}
        ec2.modify_instance_attribute(InstanceId=identity, DisableApiTermination=value)


def _settle_profile(api: Api, instance: Mapping[str, Any], profile: str) -> None:
    if profile_name(instance.get("IamInstanceProfile")) == profile:
        return
    its = [{"Name": "instance-id", "Values": [instance["InstanceId"]]}]
    found = api.ec2.describe_iam_instance_profile_associations(Filters=its)
    there = [
        one["AssociationId"]
        for one in found["IamInstanceProfileAssociations"]
        if one["State"] in {"associating", "associated"}
    ]
    try:
        _associate(api, instance["InstanceId"], there, profile)
    except Exception as error:
        if _knows_no_profile(error):
            raise _not_yet(error) from error
        raise


def _associate(api: Api, identity: str, there: list[str], profile: str) -> None:
    named = profile_named(profile)
    if there and named:
        api.ec2.replace_iam_instance_profile_association(AssociationId=there[0], **named)
    elif named:
        api.ec2.associate_iam_instance_profile(InstanceId=identity, **named)
    elif there:
        api.ec2.disassociate_iam_instance_profile(AssociationId=there[0])


def _knows_no_profile(error: Exception) -> bool:
    # A profile made a moment ago is refused as an invalid parameter, like much else.
    said = (getattr(error, "response", None) or {}).get("Error", {})  # None: no answer came
    return code_of(error) == "InvalidParameterValue" and "profile" in said["Message"].lower()


def _not_yet(error: Any) -> Exception:
    """Give the error with a code of its own, by which it is known as passing."""
    said = {**error.response["Error"], "Code": _NO_PROFILE_YET}
    later: Exception = type(error)({**error.response, "Error": said}, error.operation_name)
    return later


def _settle_ipv6(api: Api, instance: Mapping[str, Any], count: int) -> None:
    there, cards = _ipv6(instance), instance.get("NetworkInterfaces") or []
    if not cards or len(there) == count:
        return
    card = cards[0]["NetworkInterfaceId"]
    if len(there) < count:
        more = count - len(there)
        api.ec2.assign_ipv6_addresses(NetworkInterfaceId=card, Ipv6AddressCount=more)
    else:
        api.ec2.unassign_ipv6_addresses(NetworkInterfaceId=card, Ipv6Addresses=there[count:])


def _instance(api: Api, identity: str) -> Mapping[str, Any]:
    found = api.ec2.describe_instances(InstanceIds=[identity])["Reservations"]
    instance: Mapping[str, Any] = found[0]["Instances"][0]
    return instance


def _groups(instance: Mapping[str, Any]) -> list[str]:
    groups = instance.get("SecurityGroups") or []
    # A machine for which none was named is in its network's default group.
    none = [one["GroupName"] for one in groups] == ["default"]
    return [] if none else sorted(one["GroupId"] for one in groups)


def _default_group(api: Api, vpc: str) -> list[str]:
    its = {"vpc-id": vpc, "group-name": "default"}
    asked = [{"Name": name, "Values": [value]} for name, value in its.items()]
    found = api.ec2.describe_security_groups(Filters=asked)["SecurityGroups"]
    return [one["GroupId"] for one in found]


def _ipv6(instance: Mapping[str, Any]) -> list[str]:
    cards = instance.get("NetworkInterfaces") or [{}]
    return [one["Ipv6Address"] for one in cards[0].get("Ipv6Addresses") or []]


def _protected(api: Api, identity: str) -> bool:
    asked = {"InstanceId": identity, "Attribute": "disableApiTermination"}
    return bool(api.ec2.describe_instance_attribute(**asked)["DisableApiTermination"]["Value"])


def _read(api: Api, identity: str) -> Properties | None:
    instance = _instance(api, identity)
    if instance["State"]["Name"] == "terminated":
        return None
    tags = unpair(instance.get("Tags"))
    return {
        "template": tags.get(_TEMPLATE, ""),
        "version": tags.get(_VERSION, ""),
        **_start(api, instance, tags),
        "type": instance["InstanceType"],
        "subnet": instance.get("SubnetId", ""),
        "groups": _groups(instance),
        "profile": profile_name(instance.get("IamInstanceProfile")),
        "ipv6_addresses": len(_ipv6(instance)),
        "metadata_v2": is_v2(instance.get("MetadataOptions")),
        "termination_protection": _protected(api, identity),
        "ipv4": instance.get("PrivateIpAddress", ""),
        "ipv6": sorted(_ipv6(instance)),
        "tags": people_tags(tags),
    }


def _start(api: Api, instance: Mapping[str, Any], tags: Mapping[str, str]) -> dict[str, Any]:
    """Give what the machine was started with, without what its template says."""
    data = _user_data(api, instance["InstanceId"])
    own = {"image": instance["ImageId"], "disk": _disk(api, instance), "user_data": data}
    if _TEMPLATE not in tags:
        return own
    version = unless(_NO_TEMPLATE, version_of, api, tags[_TEMPLATE], tags[_VERSION])
    if version is None:  # somebody deleted it: nothing says any more what came from it
        return own
    said = template_properties(api, version["LaunchTemplateData"])
    # What the template does not say comes from the image; a template's image may be a name only.
    return {
        "image": "" if said["image"] else own["image"],
        "disk": {} if said["disk"] in ({}, own["disk"]) else own["disk"],
        "user_data": "" if said["user_data"] == own["user_data"] else own["user_data"],
    }


def _user_data(api: Api, identity: str) -> str:
    asked = {"InstanceId": identity, "Attribute": "userData"}
    return unpacked(
        (api.ec2.describe_instance_attribute(**asked).get("UserData") or {}).get("Value")
    )


def _disk(api: Api, instance: Mapping[str, Any]) -> dict[str, Any]:
    root = [
        one["Ebs"]["VolumeId"]
        for one in instance.get("BlockDeviceMappings") or []
        if one["DeviceName"] == instance.get("RootDeviceName")
    ]
    if not root:
        return {}
    return disk_of_volume(api, api.ec2.describe_volumes(VolumeIds=root)["Volumes"][0])


def _ready(api: Api, identity: str) -> bool:
    instance = _instance(api, identity)
    state = instance["State"]["Name"]
    if state in {"terminated", "shutting-down"}:
        reason = instance.get("StateReason", {}).get("Message", "no reason given")
        raise CloudError(f"the machine did not start: {reason}", identity, "run it again")
    return state not in _MOVING


def _delete(api: Api, identity: str, state: Properties) -> None:
    del state
    now = _instance(api, identity)["State"]["Name"]
    if now in {"terminated", "shutting-down"}:
        return
    if _protected(api, identity):  # it guards against people's hands; who asks here was asked
        off = {"Value": False}
        api.ec2.modify_instance_attribute(InstanceId=identity, DisableApiTermination=off)
    api.ec2.terminate_instances(InstanceIds=[identity])


def _listed(api: Api) -> Iterator[Listed]:
    for one in _instances(api, [{"Name": "tag-key", "Values": [URN_TAG]}]):
        yield Listed(str(one["InstanceId"]), unpair(one.get("Tags")))


INSTANCE = Kind(
    name="Instance",
    fixed=frozenset({"template", "version", "image", "disk", "user_data", "subnet"}),
    outputs=("ipv4", "ipv6"),
    unordered=frozenset({"groups"}),
    find=_find,
    create=_create,
    settle=_settle,
    read=_read,
    delete=_delete,
    tag=tag_in_ec2,
    listed=_listed,
    ready=_ready,
    gone=frozenset({"InvalidInstanceID.NotFound"}),
    busy=frozenset({"IncorrectInstanceState", "IncorrectState", _NO_PROFILE_YET}),
)
