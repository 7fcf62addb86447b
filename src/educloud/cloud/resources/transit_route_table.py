"""One of the private network's separate worlds: who is in it reaches only who is in it."""

from __future__ import annotations

from educloud.cloud.resources.kind import Api, Kind, Mark, Properties, alive, first, marked


def _find(api: Api, mark: Mark, wanted: Properties) -> str | None:
    filters = [{"Name": "transit-gateway-id", "Values": [wanted["transit_gateway"]]}]
    found = api.ec2.describe_transit_gateway_route_tables(Filters=filters)
    standing = alive(found["TransitGatewayRouteTables"])
    return first(marked(standing, mark), "TransitGatewayRouteTableId")


def _create(api: Api, mark: Mark, wanted: Properties) -> str:
    made = api.ec2.create_transit_gateway_route_table(
        TransitGatewayId=wanted["transit_gateway"],
        TagSpecifications=mark.specification("transit-gateway-route-table"),
    )
    return str(made["TransitGatewayRouteTable"]["TransitGatewayRouteTableId"])


def _read(api: Api, identity: str) -> Properties | None:
    found = api.ec2.describe_transit_gateway_route_tables(TransitGatewayRouteTableIds=[identity])
    standing = alive(found["TransitGatewayRouteTables"])
    return next(({"transit_gateway": one["TransitGatewayId"]} for one in standing), None)


def _delete(api: Api, identity: str, state: Properties) -> None:
    del state
    if _read(api, identity):
        api.ec2.delete_transit_gateway_route_table(TransitGatewayRouteTableId=identity)


TRANSIT_ROUTE_TABLE = Kind(
    name="TransitRouteTable",
    fixed=frozenset({"transit_gateway"}),
    find=_find,
    create=_create,
    read=_read,
    delete=_delete,
    gone=frozenset({"InvalidRouteTableID.NotFound", "InvalidRouteTableId.NotFound"}),
)
