"""An instance profile: the role that a machine takes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from educloud.cloud.ec2.answers import unless
from educloud.cloud.ec2.api import Api
from educloud.cloud.ec2.tags import pairs, unpair
from educloud.cloud.provider.kind import URN_TAG, Kind, Listed, Mark, Properties, people_tags

_GONE = frozenset({"NoSuchEntity"})


def _profile(api: Api, name: str) -> Mapping[str, Any]:
    found = api.iam.get_instance_profile(InstanceProfileName=name)["InstanceProfile"]
    return dict(found)


def _find(api: Api, mark: Mark, wanted: Properties) -> str | None:
    found = unless(_GONE, _profile, api, wanted["name"])
    ours = found and mark.is_on(unpair(found.get("Tags")))
    return str(found["InstanceProfileName"]) if found and ours else None


def _create(api: Api, mark: Mark, wanted: Properties) -> str:
    api.iam.create_instance_profile(InstanceProfileName=wanted["name"], Tags=pairs(mark.tags))
    return str(wanted["name"])


def _role(profile: Mapping[str, Any]) -> str:
    return next((str(role["RoleName"]) for role in profile["Roles"]), "")


def _settle(api: Api, identity: str, wanted: Properties) -> None:
    present = _role(_profile(api, identity))
    if present == wanted["role"]:
        return
    _clear(api, identity, present)  # it has room for one
    api.iam.add_role_to_instance_profile(InstanceProfileName=identity, RoleName=wanted["role"])


def _clear(api: Api, identity: str, role: str) -> None:
    if role:
        api.iam.remove_role_from_instance_profile(InstanceProfileName=identity, RoleName=role)


def _read(api: Api, identity: str) -> Properties | None:
    profile = _profile(api, identity)
    return {
        "name": profile["InstanceProfileName"],
        "role": _role(profile),
        "tags": people_tags(unpair(profile.get("Tags"))),
        "arn": profile["Arn"],
    }


def _tag(api: Api, identity: str, put: Mapping[str, str], drop: Sequence[str]) -> None:
    if put:
        api.iam.tag_instance_profile(InstanceProfileName=identity, Tags=pairs(put))
    if drop:
        api.iam.untag_instance_profile(InstanceProfileName=identity, TagKeys=list(drop))


def _delete(api: Api, identity: str, state: Properties) -> None:
    del state
    _clear(api, identity, _role(_profile(api, identity)))
    api.iam.delete_instance_profile(InstanceProfileName=identity)


def _listed(api: Api) -> Iterator[Listed]:
    for page in api.iam.get_paginator("list_instance_profiles").paginate():
        for one in page["InstanceProfiles"]:
            name = one["InstanceProfileName"]
            # The list has no tags.
            found = unless(_GONE, _profile, api, name) or {}
            tags = unpair(found.get("Tags"))
            if URN_TAG in tags:
                yield Listed(name, tags)


INSTANCE_PROFILE = Kind(
    name="InstanceProfile",
    fixed=frozenset({"name"}),
    outputs=("arn",),
    find=_find,
    create=_create,
    settle=_settle,
    read=_read,
    delete=_delete,
    tag=_tag,
    listed=_listed,
    gone=_GONE,
    busy=frozenset({"DeleteConflict", "ConcurrentModification"}),
)
