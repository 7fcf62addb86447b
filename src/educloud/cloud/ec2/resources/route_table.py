"""The routes of a zone's subnets (routes are resources of their own)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from educloud.cloud.ec2.answers import unless
from educloud.cloud.ec2.api import Api
from educloud.cloud.ec2.tags import (
    find_in_ec2,
    listed_in_ec2,
    specification,
    tag_in_ec2,
    unpair,
)
from educloud.cloud.provider.kind import Kind, Mark, Properties, people_tags

_NOT_OURS = frozenset({"InvalidAssociationID.NotFound"})  # another table has taken the subnet


def _create(api: Api, mark: Mark, wanted: Properties) -> str:
    made = api.ec2.create_route_table(
        VpcId=wanted["vpc"], TagSpecifications=specification(mark, "route-table")
    )
    return str(made["RouteTable"]["RouteTableId"])


def _table(api: Api, identity: str) -> Mapping[str, Any]:
    found = api.ec2.describe_route_tables(RouteTableIds=[identity])["RouteTables"]
    table: Mapping[str, Any] = found[0]
    return table


def _subnets(table: Mapping[str, Any]) -> dict[str, str]:
    """Give the subnets of a table, and by which association."""
    return {
        one["SubnetId"]: one["RouteTableAssociationId"]
        for one in table["Associations"]
        if one.get("SubnetId")
    }


def _settle(api: Api, identity: str, wanted: Properties) -> None:
    present = _subnets(_table(api, identity))
    missing = [subnet for subnet in wanted["subnets"] if subnet not in present]
    elsewhere = _elsewhere(api, missing)
    for subnet in missing:
        _take(api, identity, subnet, elsewhere.get(subnet))
    for subnet, association in present.items():
        if subnet not in wanted["subnets"]:
            _release(api, association)


def _elsewhere(api: Api, subnets: list[str]) -> dict[str, str]:
    if not subnets:
        return {}
    theirs = [{"Name": "association.subnet-id", "Values": subnets}]
    tables = api.ec2.describe_route_tables(Filters=theirs)["RouteTables"]
    return {subnet: one for table in tables for subnet, one in _subnets(table).items()}


def _take(api: Api, identity: str, subnet: str, association: str | None) -> None:
    if association:  # so that the subnet is never without its routes
        api.ec2.replace_route_table_association(AssociationId=association, RouteTableId=identity)
    else:
        api.ec2.associate_route_table(RouteTableId=identity, SubnetId=subnet)


def _release(api: Api, association: str) -> None:
    unless(_NOT_OURS, api.ec2.disassociate_route_table, AssociationId=association)


def _read(api: Api, identity: str) -> Properties | None:
    table = _table(api, identity)
    return {
        "vpc": table["VpcId"],
        "subnets": list(_subnets(table)),
        "tags": people_tags(unpair(table.get("Tags"))),
    }


def _delete(api: Api, identity: str, state: Properties) -> None:
    del state
    for association in _subnets(_table(api, identity)).values():
        _release(api, association)
    api.ec2.delete_route_table(RouteTableId=identity)


ROUTE_TABLE = Kind(
    name="RouteTable",
    fixed=frozenset({"vpc"}),
    unordered=frozenset({"subnets"}),
    find=find_in_ec2("describe_route_tables", "RouteTables", "RouteTableId"),
    create=_create,
    settle=_settle,
    read=_read,
    delete=_delete,
    tag=tag_in_ec2,
    listed=listed_in_ec2("describe_route_tables", "RouteTables", "RouteTableId"),
    gone=frozenset({"InvalidRouteTableID.NotFound"}),
    # The second: another table is letting go of the subnet just now.
    busy=frozenset({"DependencyViolation", "Resource.AlreadyAssociated"}),
)
