"""One of the private network's separate worlds: who is in it reaches only what it has routes to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from educloud.cloud.ec2.api import Api
from educloud.cloud.ec2.tables import is_available, one_alive
from educloud.cloud.ec2.tags import (
    find_in_ec2,
    listed_in_ec2,
    specification,
    tag_in_ec2,
    unpair,
)
from educloud.cloud.provider.kind import Kind, Mark, Properties, people_tags

_CALL, _LISTED, _KEY = (
    "describe_transit_gateway_route_tables",
    "TransitGatewayRouteTables",
    "TransitGatewayRouteTableId",
)


def _create(api: Api, mark: Mark, wanted: Properties) -> str:
    made = api.ec2.create_transit_gateway_route_table(
        TransitGatewayId=wanted["transit_gateway"],
        TagSpecifications=specification(mark, "transit-gateway-route-table"),
    )
    return str(made["TransitGatewayRouteTable"][_KEY])


def _table(api: Api, identity: str) -> Mapping[str, Any] | None:
    found = api.ec2.describe_transit_gateway_route_tables(TransitGatewayRouteTableIds=[identity])
    return one_alive(found[_LISTED])


def _read(api: Api, identity: str) -> Properties | None:
    table = _table(api, identity)
    if table is None:
        return None
    return {
        "transit_gateway": table["TransitGatewayId"],
        "tags": people_tags(unpair(table.get("Tags"))),
    }


def _ready(api: Api, identity: str) -> bool:
    return is_available(_table(api, identity), identity)


def _delete(api: Api, identity: str, state: Properties) -> None:
    del state
    if _table(api, identity):
        api.ec2.delete_transit_gateway_route_table(TransitGatewayRouteTableId=identity)


TRANSIT_ROUTE_TABLE = Kind(
    name="TransitRouteTable",
    fixed=frozenset({"transit_gateway"}),
    find=find_in_ec2(_CALL, _LISTED, _KEY),
    create=_create,
    read=_read,
    delete=_delete,
    tag=tag_in_ec2,
    listed=listed_in_ec2(_CALL, _LISTED, _KEY),
    ready=_ready,
    gone=frozenset({"InvalidRouteTableID.NotFound", "InvalidRouteTableId.NotFound"}),
    busy=frozenset({"IncorrectState", "DependencyViolation"}),
)
