"""Which of a transit gateway's tables an attachment is in, and which ones know it.

A table is one of the separate worlds of the network. An attachment follows the routes of at most
one, its ``table``; ``propagates_to`` are the tables that know the way to it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from educloud.cloud.ec2.answers import unless
from educloud.cloud.ec2.api import Api
from educloud.cloud.provider.kind import Properties
from educloud.errors import CloudError

_JOINED = frozenset({"associating", "associated"})
_KNOWN = frozenset({"enabling", "enabled"})
_DONE = frozenset({
    "TransitGatewayRouteTablePropagation.Duplicate",
    "TransitGatewayRouteTablePropagation.NotFound",
})  # fmt: skip
_NOT_IN_IT = frozenset({"InvalidAssociation.NotFound"})
# What the API says while an attachment, or its place in a table, is still changing.
CHANGING = frozenset({"IncorrectState", "Resource.AlreadyAssociated", "DependencyViolation"})
NO_ATTACHMENT = frozenset({"InvalidTransitGatewayAttachmentID.NotFound"})


def memberships(api: Api, attachment: str) -> Properties:
    """Give the properties ``table`` ("": none) and ``propagates_to`` (sorted)."""
    return {"table": _joined(api, attachment), "propagates_to": _knowing(api, attachment)}


def _joined(api: Api, attachment: str) -> str:
    found = api.ec2.describe_transit_gateway_attachments(TransitGatewayAttachmentIds=[attachment])
    for one in found["TransitGatewayAttachments"]:
        association = one.get("Association") or {}
        if association.get("State") in _JOINED:
            return str(association["TransitGatewayRouteTableId"])
    return ""


def _knowing(api: Api, attachment: str) -> list[str]:
    pages = api.ec2.get_paginator("get_transit_gateway_attachment_propagations").paginate(
        TransitGatewayAttachmentId=attachment
    )
    return sorted(
        str(one["TransitGatewayRouteTableId"])
        for page in pages
        for one in page["TransitGatewayAttachmentPropagations"]
        if one["State"] in _KNOWN
    )


def settle_memberships(api: Api, attachment: str, wanted: Properties) -> None:
    """Bring ``table`` and ``propagates_to`` of an attachment to the wanted values."""
    move(api, attachment, _joined(api, attachment), wanted["table"])
    asked, present = wanted["propagates_to"], _knowing(api, attachment)
    enable = api.ec2.enable_transit_gateway_route_table_propagation
    disable = api.ec2.disable_transit_gateway_route_table_propagation
    _for_each(enable, attachment, [one for one in asked if one not in present])
    _for_each(disable, attachment, [one for one in present if one not in asked])


def _for_each(call: Callable[..., Any], attachment: str, tables: Sequence[str]) -> None:
    for table in tables:
        unless(_DONE, call, **_member(attachment, table))


def move(api: Api, attachment: str, present: str, wanted: str) -> None:
    """Take an attachment out of one table and put it into another; "" is no table."""
    if present == wanted:
        return
    if present:
        leave = api.ec2.disassociate_transit_gateway_route_table
        unless(_NOT_IN_IT, leave, **_member(attachment, present))
    if wanted:  # refused as busy until the old table has let go of it
        api.ec2.associate_transit_gateway_route_table(**_member(attachment, wanted))


def tables_with(api: Api, gateway: str, attachment: str) -> Iterator[str]:
    """Give the tables of one gateway whose routes an attachment follows.

    A link is an attachment of two gateways: each has its own table for it.
    """
    theirs = [{"Name": "transit-gateway-id", "Values": [gateway]}]
    member = [{"Name": "transit-gateway-attachment-id", "Values": [attachment]}]
    tables = api.ec2.get_paginator("describe_transit_gateway_route_tables")
    for page in tables.paginate(Filters=theirs):
        for table in page["TransitGatewayRouteTables"]:
            identity = str(table["TransitGatewayRouteTableId"])
            found = api.ec2.get_transit_gateway_route_table_associations(
                TransitGatewayRouteTableId=identity, Filters=member
            )["Associations"]
            if any(one["State"] in _JOINED for one in found):
                yield identity


def one_alive(found: Sequence[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """Give what stands until it is wholly gone: one that is going still holds its place."""
    ended = {"deleted", "failed", "rejected"}
    return next((one for one in found if one["State"] not in ended), None)


def is_available(alive: Mapping[str, Any] | None, identity: str) -> bool:
    """Tell whether what ``one_alive`` gave is usable; CloudError when there is nothing to await."""
    if alive is None:
        raise CloudError(
            "it is gone, or the cloud could not make it",
            identity,
            "look at it in the cloud's console, then run 'educloud cloud refresh' and this again",
        )
    return bool(alive["State"] == "available")


def _member(attachment: str, table: str) -> dict[str, str]:
    return {"TransitGatewayAttachmentId": attachment, "TransitGatewayRouteTableId": table}
