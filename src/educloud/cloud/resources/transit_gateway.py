"""The hub of the private network between nodes."""

from __future__ import annotations

from educloud.cloud.resources.kind import Api, Kind, Mark, Properties, alive, first, marked


def _find(api: Api, mark: Mark, wanted: Properties) -> str | None:
    del wanted
    found = api.ec2.describe_transit_gateways(Filters=mark.filters())["TransitGateways"]
    return first(marked(alive(found), mark), "TransitGatewayId")


def _create(api: Api, mark: Mark, wanted: Properties) -> str:
    made = api.ec2.create_transit_gateway(
        Description=wanted["text"],
        # Nobody reaches anybody until a route table says so.
        Options={
            "DefaultRouteTableAssociation": "disable",
            "DefaultRouteTablePropagation": "disable",
        },
        TagSpecifications=mark.specification("transit-gateway"),
    )
    return str(made["TransitGateway"]["TransitGatewayId"])


def _read(api: Api, identity: str) -> Properties | None:
    found = api.ec2.describe_transit_gateways(TransitGatewayIds=[identity])["TransitGateways"]
    return next(({"text": one["Description"]} for one in alive(found)), None)


def _delete(api: Api, identity: str, state: Properties) -> None:
    del state
    if _read(api, identity):
        api.ec2.delete_transit_gateway(TransitGatewayId=identity)


TRANSIT_GATEWAY = Kind(
    name="TransitGateway",
    fixed=frozenset({"text"}),
    find=_find,
    create=_create,
    read=_read,
    delete=_delete,
    gone=frozenset({"InvalidTransitGatewayID.NotFound"}),
)
