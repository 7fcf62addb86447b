"""The subnets a database may stand in: in two availability zones at least."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from educloud.cloud.ec2.answers import unless
from educloud.cloud.ec2.api import Api
from educloud.cloud.ec2.tags import pairs, unpair
from educloud.cloud.provider.kind import URN_TAG, Kind, Listed, Mark, Properties, people_tags

_GONE = frozenset({"DBSubnetGroupNotFoundFault"})


def _group(api: Api, name: str) -> Mapping[str, Any]:
    found = api.rds.describe_db_subnet_groups(DBSubnetGroupName=name)["DBSubnetGroups"][0]
    return dict(found)


def _tags(api: Api, arn: str) -> dict[str, str]:
    return unpair(api.rds.list_tags_for_resource(ResourceName=arn)["TagList"])


def _find(api: Api, mark: Mark, wanted: Properties) -> str | None:
    group = unless(_GONE, _group, api, wanted["name"])
    ours = group and mark.is_on(_tags(api, group["DBSubnetGroupArn"]))
    return str(group["DBSubnetGroupName"]) if group and ours else None


def _create(api: Api, mark: Mark, wanted: Properties) -> str:
    made = api.rds.create_db_subnet_group(
        DBSubnetGroupName=wanted["name"],
        DBSubnetGroupDescription=wanted["name"],  # the API wants one
        SubnetIds=wanted["subnets"],
        Tags=pairs(mark.tags),
    )
    return str(made["DBSubnetGroup"]["DBSubnetGroupName"])


def _subnets(group: Mapping[str, Any]) -> list[str]:
    return sorted(subnet["SubnetIdentifier"] for subnet in group["Subnets"])


def _settle(api: Api, identity: str, wanted: Properties) -> None:
    if _subnets(_group(api, identity)) != wanted["subnets"]:
        api.rds.modify_db_subnet_group(DBSubnetGroupName=identity, SubnetIds=wanted["subnets"])


def _read(api: Api, identity: str) -> Properties | None:
    group = _group(api, identity)
    return {
        "name": group["DBSubnetGroupName"],
        "subnets": _subnets(group),
        "tags": people_tags(_tags(api, group["DBSubnetGroupArn"])),
    }


def _tag(api: Api, identity: str, put: Mapping[str, str], drop: Sequence[str]) -> None:
    arn = _group(api, identity)["DBSubnetGroupArn"]
    if put:
        api.rds.add_tags_to_resource(ResourceName=arn, Tags=pairs(put))
    if drop:
        api.rds.remove_tags_from_resource(ResourceName=arn, TagKeys=list(drop))


def _delete(api: Api, identity: str, state: Properties) -> None:
    del state
    api.rds.delete_db_subnet_group(DBSubnetGroupName=identity)


def _listed(api: Api) -> Iterator[Listed]:
    for page in api.rds.get_paginator("describe_db_subnet_groups").paginate():
        for group in page["DBSubnetGroups"]:
            tags = unless(_GONE, _tags, api, group["DBSubnetGroupArn"]) or {}
            if URN_TAG in tags:
                yield Listed(group["DBSubnetGroupName"], tags)


DATABASE_SUBNETS = Kind(
    name="DatabaseSubnets",
    fixed=frozenset({"name"}),
    unordered=frozenset({"subnets"}),
    find=_find,
    create=_create,
    settle=_settle,
    read=_read,
    delete=_delete,
    tag=_tag,
    listed=_listed,
    gone=_GONE,
    busy=frozenset({"InvalidDBSubnetGroupStateFault"}),  # a database in it is still going
)
