"""A DNS zone."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

from educloud.cloud.resources.kind import Api, Kind, Mark, Properties, pairs


def _reference(mark: Mark) -> str:
    return hashlib.sha256(f"{mark.urn} {mark.shape}".encode()).hexdigest()[:32]


def _all(api: Api) -> Iterator[Mapping[str, Any]]:
    for page in api.route53.get_paginator("list_hosted_zones").paginate():
        yield from page["HostedZones"]


def _bare(identity: str) -> str:
    return identity.removeprefix("/hostedzone/")


def _find(api: Api, mark: Mark, wanted: Properties) -> str | None:
    del wanted
    reference = _reference(mark)
    found = (one for one in _all(api) if one["CallerReference"] == reference)
    return next((_bare(one["Id"]) for one in found), None)


def _create(api: Api, mark: Mark, wanted: Properties) -> str:
    inside = {"VPC": {"VPCRegion": api.region, "VPCId": wanted["vpc"]}} if wanted["private"] else {}
    made = api.route53.create_hosted_zone(
        Name=wanted["name"],
        CallerReference=_reference(mark),
        HostedZoneConfig={"Comment": wanted["text"], "PrivateZone": wanted["private"]},
        **inside,
    )
    identity = _bare(made["HostedZone"]["Id"])
    api.route53.change_tags_for_resource(
        ResourceType="hostedzone", ResourceId=identity, AddTags=pairs(mark.tags())
    )
    return identity


def _read(api: Api, identity: str) -> Properties | None:
    got = api.route53.get_hosted_zone(Id=identity)
    zone = got["HostedZone"]
    inside = got.get("VPCs") or []
    return {
        "name": zone["Name"].rstrip("."),
        "private": bool(zone["Config"]["PrivateZone"]),
        "text": zone["Config"].get("Comment", ""),
        "vpc": inside[0]["VPCId"] if inside else "",
    }


def _delete(api: Api, identity: str, state: Properties) -> None:
    del state
    api.route53.delete_hosted_zone(Id=identity)


ZONE = Kind(
    name="Zone",
    fixed=frozenset({"name", "private", "text", "vpc"}),
    find=_find,
    create=_create,
    read=_read,
    delete=_delete,
    gone=frozenset({"NoSuchHostedZone"}),
)
