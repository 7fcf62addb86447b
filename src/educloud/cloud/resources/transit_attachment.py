"""A node's place on the private network: which of its worlds it is in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from educloud.cloud.resources.kind import Api, Kind, Mark, Properties, alive, first, marked


def _find(api: Api, mark: Mark, wanted: Properties) -> str | None:
    filters = [{"Name": "vpc-id", "Values": [wanted["vpc"]]}]
    found = api.ec2.describe_transit_gateway_vpc_attachments(Filters=filters)
    standing = alive(found["TransitGatewayVpcAttachments"])
    return first(marked(standing, mark), "TransitGatewayAttachmentId")


def _create(api: Api, mark: Mark, wanted: Properties) -> str:
    made = api.ec2.create_transit_gateway_vpc_attachment(
        TransitGatewayId=wanted["transit_gateway"],
        VpcId=wanted["vpc"],
        SubnetIds=list(wanted["subnets"]),
        Options={"Ipv6Support": "enable" if wanted["dual_stack"] else "disable"},
        TagSpecifications=mark.specification("transit-gateway-attachment"),
    )
    return str(made["TransitGatewayVpcAttachment"]["TransitGatewayAttachmentId"])


def _live(api: Api, identity: str) -> Mapping[str, Any] | None:
    found = api.ec2.describe_transit_gateway_vpc_attachments(
        TransitGatewayAttachmentIds=[identity]
    )["TransitGatewayVpcAttachments"]
    return next(iter(alive(found)), None)


def _table(api: Api, live: Mapping[str, Any]) -> str:
    """Give the one table of the gateway that this attachment is associated with, or nothing."""
    filters = [{"Name": "transit-gateway-id", "Values": [live["TransitGatewayId"]]}]
    tables = api.ec2.describe_transit_gateway_route_tables(Filters=filters)
    for table in tables["TransitGatewayRouteTables"]:
        identity = str(table["TransitGatewayRouteTableId"])
        members = api.ec2.get_transit_gateway_route_table_associations(
            TransitGatewayRouteTableId=identity
        )["Associations"]
        if any(
            one["TransitGatewayAttachmentId"] == live["TransitGatewayAttachmentId"]
            for one in members
        ):
            return identity
    return ""


def _settle(api: Api, identity: str, wanted: Properties) -> None:
    live = _live(api, identity)
    if live is None:
        return
    present = _table(api, live)
    member = {"TransitGatewayAttachmentId": identity}
    if present == wanted["table"]:
        return
    if present:
        api.ec2.disassociate_transit_gateway_route_table(
            TransitGatewayRouteTableId=present, **member
        )
    api.ec2.associate_transit_gateway_route_table(
        TransitGatewayRouteTableId=wanted["table"], **member
    )
    api.ec2.enable_transit_gateway_route_table_propagation(
        TransitGatewayRouteTableId=wanted["table"], **member
    )


def _read(api: Api, identity: str) -> Properties | None:
    live = _live(api, identity)
    if live is None:
        return None
    return {
        "transit_gateway": live["TransitGatewayId"],
        "vpc": live["VpcId"],
        "subnets": sorted(live["SubnetIds"]),
        "dual_stack": live["Options"]["Ipv6Support"] == "enable",
        "table": _table(api, live),
    }


def _delete(api: Api, identity: str, state: Properties) -> None:
    del state
    if _live(api, identity):
        api.ec2.delete_transit_gateway_vpc_attachment(TransitGatewayAttachmentId=identity)


TRANSIT_ATTACHMENT = Kind(
    name="TransitAttachment",
    fixed=frozenset({"transit_gateway", "vpc", "subnets", "dual_stack"}),
    find=_find,
    create=_create,
    settle=_settle,
    read=_read,
    delete=_delete,
    delete_first=True,
    gone=frozenset({"InvalidTransitGatewayAttachmentID.NotFound"}),
)
