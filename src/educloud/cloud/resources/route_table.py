"""The routes of a zone's subnets (routes are resources of their own)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from educloud.cloud.resources.kind import Api, Kind, Mark, Properties, find_in_ec2


def _create(api: Api, mark: Mark, wanted: Properties) -> str:
    made = api.ec2.create_route_table(
        VpcId=wanted["vpc"], TagSpecifications=mark.specification("route-table")
    )
    return str(made["RouteTable"]["RouteTableId"])


def _table(api: Api, identity: str) -> Mapping[str, Any]:
    table: Mapping[str, Any] = api.ec2.describe_route_tables(RouteTableIds=[identity])[
        "RouteTables"
    ][0]
    return table


def _associations(api: Api, identity: str) -> dict[str, str]:
    return {
        one["SubnetId"]: one["RouteTableAssociationId"]
        for one in _table(api, identity)["Associations"]
        if one.get("SubnetId")
    }


def _settle(api: Api, identity: str, wanted: Properties) -> None:
    present = _associations(api, identity)
    for subnet in wanted["subnets"]:
        if subnet not in present:
            api.ec2.associate_route_table(RouteTableId=identity, SubnetId=subnet)
    for subnet, association in present.items():
        if subnet not in wanted["subnets"]:
            api.ec2.disassociate_route_table(AssociationId=association)


def _read(api: Api, identity: str) -> Properties | None:
    return {
        "vpc": _table(api, identity)["VpcId"],
        "subnets": sorted(_associations(api, identity)),
    }


def _delete(api: Api, identity: str, state: Properties) -> None:
    del state
    for association in _associations(api, identity).values():
        api.ec2.disassociate_route_table(AssociationId=association)
    api.ec2.delete_route_table(RouteTableId=identity)


ROUTE_TABLE = Kind(
    name="RouteTable",
    fixed=frozenset({"vpc"}),
    find=find_in_ec2("describe_route_tables", "RouteTables", "RouteTableId"),
    create=_create,
    settle=_settle,
    read=_read,
    delete=_delete,
    gone=frozenset({"InvalidRouteTableID.NotFound"}),
)
