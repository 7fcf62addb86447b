"""A node's place on the private network: which of its worlds it is in.

``subnets`` are one per availability zone at most; ``table`` is the world whose routes the node
follows ("": none), ``propagates_to`` are the tables that know the way to it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from educloud.cloud.ec2.api import Api
from educloud.cloud.ec2.tables import (
    CHANGING,
    NO_ATTACHMENT,
    is_available,
    memberships,
    one_alive,
    settle_memberships,
)
from educloud.cloud.ec2.tags import (
    find_in_ec2,
    listed_in_ec2,
    specification,
    tag_in_ec2,
    unpair,
)
from educloud.cloud.provider.kind import Kind, Mark, Properties, people_tags

_CALL, _LISTED, _KEY = (
    "describe_transit_gateway_vpc_attachments",
    "TransitGatewayVpcAttachments",
    "TransitGatewayAttachmentId",
)


def _create(api: Api, mark: Mark, wanted: Properties) -> str:
    made = api.ec2.create_transit_gateway_vpc_attachment(
        TransitGatewayId=wanted["transit_gateway"],
        VpcId=wanted["vpc"],
        SubnetIds=list(wanted["subnets"]),
        Options=_options(wanted),
        TagSpecifications=specification(mark, "transit-gateway-attachment"),
    )
    return str(made["TransitGatewayVpcAttachment"][_KEY])


def _options(wanted: Properties) -> dict[str, str]:
    return {"Ipv6Support": "enable" if wanted["dual_stack"] else "disable"}


def _attachment(api: Api, identity: str) -> Mapping[str, Any] | None:
    found = api.ec2.describe_transit_gateway_vpc_attachments(TransitGatewayAttachmentIds=[identity])
    return one_alive(found[_LISTED])


def _own(attachment: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "transit_gateway": attachment["TransitGatewayId"],
        "vpc": attachment["VpcId"],
        "subnets": list(attachment["SubnetIds"]),
        "dual_stack": attachment["Options"]["Ipv6Support"] == "enable",
    }


def _settle(api: Api, identity: str, wanted: Properties) -> None:
    attachment = _attachment(api, identity)
    if attachment is None:
        return
    present = _own(attachment)
    add = [one for one in wanted["subnets"] if one not in present["subnets"]]
    drop = [one for one in present["subnets"] if one not in wanted["subnets"]]
    if add or drop or present["dual_stack"] != wanted["dual_stack"]:
        api.ec2.modify_transit_gateway_vpc_attachment(
            TransitGatewayAttachmentId=identity,
            Options=_options(wanted),
            **({"AddSubnetIds": add} if add else {}),
            **({"RemoveSubnetIds": drop} if drop else {}),
        )
    settle_memberships(api, identity, wanted)


def _read(api: Api, identity: str) -> Properties | None:
    attachment = _attachment(api, identity)
    if attachment is None:
        return None
    tags = people_tags(unpair(attachment.get("Tags")))
    return {**_own(attachment), **memberships(api, identity), "tags": tags}


def _ready(api: Api, identity: str) -> bool:
    return is_available(_attachment(api, identity), identity)


def _delete(api: Api, identity: str, state: Properties) -> None:
    del state
    if _attachment(api, identity):
        api.ec2.delete_transit_gateway_vpc_attachment(TransitGatewayAttachmentId=identity)


TRANSIT_ATTACHMENT = Kind(
    name="TransitAttachment",
    fixed=frozenset({"transit_gateway", "vpc"}),
    unordered=frozenset({"subnets", "propagates_to"}),
    find=find_in_ec2(_CALL, _LISTED, _KEY),
    create=_create,
    settle=_settle,
    read=_read,
    delete=_delete,
    tag=tag_in_ec2,
    listed=listed_in_ec2(_CALL, _LISTED, _KEY),
    ready=_ready,
    delete_first=True,  # a network is attached to a hub once
    gone=NO_ATTACHMENT,
    busy=CHANGING,
)
