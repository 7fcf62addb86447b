"""A DNS zone: public, or seen inside one network only (``private`` with a ``vpc``)."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from educloud.cloud.ec2.api import Api
from educloud.cloud.ec2.tags import pairs, unpair
from educloud.cloud.provider.kind import URN_TAG, Kind, Listed, Mark, Properties, people_tags

_TYPE = "hostedzone"
_AT_ONCE = 10  # tags of so many zones come with one call


def _all(api: Api) -> Iterator[Mapping[str, Any]]:
    for page in api.route53.get_paginator("list_hosted_zones").paginate():
        yield from page["HostedZones"]


def _bare(identity: str) -> str:
    return identity.removeprefix("/hostedzone/")


def _find(api: Api, mark: Mark, wanted: Properties) -> str | None:
    del wanted
    for zone in _all(api):
        # The call that creates takes no tags: the reference is there from the first moment.
        if zone["CallerReference"].startswith(mark.key):
            identity = _bare(zone["Id"])
            if not mark.is_on(_tags(api, identity)):
                _tag(api, identity, mark.tags, ())
            return identity
    return None


def _create(api: Api, mark: Mark, wanted: Properties) -> str:
    inside = {"VPC": {"VPCRegion": api.region, "VPCId": wanted["vpc"]}} if wanted["private"] else {}
    made = api.route53.create_hosted_zone(
        Name=wanted["name"],
        # A reference serves once, also when the zone has been deleted since.
        CallerReference=f"{mark.key}-{secrets.token_hex(4)}",
        HostedZoneConfig={"Comment": wanted["text"], "PrivateZone": wanted["private"]},
        **inside,
    )
    identity = _bare(made["HostedZone"]["Id"])
    _tag(api, identity, mark.tags, ())
    return identity


def _settle(api: Api, identity: str, wanted: Properties) -> None:
    zone = api.route53.get_hosted_zone(Id=identity)["HostedZone"]
    if zone["Config"].get("Comment", "") != wanted["text"]:
        api.route53.update_hosted_zone_comment(Id=identity, Comment=wanted["text"])


def _read(api: Api, identity: str) -> Properties | None:
    got = api.route53.get_hosted_zone(Id=identity)
    zone, inside = got["HostedZone"], got.get("VPCs") or []
    private = bool(zone["Config"]["PrivateZone"])
    servers = (got.get("DelegationSet") or {}).get("NameServers", [])
    return {
        "name": zone["Name"].rstrip("."),
        "private": private,
        "text": zone["Config"].get("Comment", ""),
        "vpc": inside[0]["VPCId"] if inside else "",
        "tags": people_tags(_tags(api, identity)),
        "name_servers": [] if private else sorted(servers),
    }


def _tags(api: Api, identity: str) -> dict[str, str]:
    found = api.route53.list_tags_for_resource(ResourceType=_TYPE, ResourceId=identity)
    return unpair(found["ResourceTagSet"]["Tags"])


def _tag(api: Api, identity: str, put: Mapping[str, str], drop: Sequence[str]) -> None:
    api.route53.change_tags_for_resource(
        ResourceType=_TYPE,
        ResourceId=identity,
        **({"AddTags": pairs(put)} if put else {}),
        **({"RemoveTagKeys": list(drop)} if drop else {}),
    )


def _listed(api: Api) -> Iterator[Listed]:
    zones = [_bare(zone["Id"]) for zone in _all(api)]
    for start in range(0, len(zones), _AT_ONCE):
        found = api.route53.list_tags_for_resources(
            ResourceType=_TYPE, ResourceIds=zones[start : start + _AT_ONCE]
        )
        for one in found["ResourceTagSets"]:
            tags = unpair(one["Tags"])
            if URN_TAG in tags:
                yield Listed(one["ResourceId"], tags)


def _delete(api: Api, identity: str, state: Properties) -> None:
    del state
    api.route53.delete_hosted_zone(Id=identity)


ZONE = Kind(
    name="Zone",
    fixed=frozenset({"name", "private", "vpc"}),
    outputs=("name_servers",),
    find=_find,
    create=_create,
    settle=_settle,
    read=_read,
    delete=_delete,
    tag=_tag,
    listed=_listed,
    gone=frozenset({"NoSuchHostedZone"}),
)
