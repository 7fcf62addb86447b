"""A link between two transit gateways of the same account and region, asked for and accepted.

It learns no routes: they are ``TransitRoutes`` to it. ``table`` is the first gateway's table whose
routes the link follows, ``peer_table`` the second one's ("": none).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from educloud.cloud.ec2.api import Api
from educloud.cloud.ec2.tables import (
    CHANGING,
    NO_ATTACHMENT,
    is_available,
    move,
    one_alive,
    tables_with,
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
    "describe_transit_gateway_peering_attachments",
    "TransitGatewayPeeringAttachments",
    "TransitGatewayAttachmentId",
)
_ASKED = "pendingAcceptance"


def _create(api: Api, mark: Mark, wanted: Properties) -> str:
    peer = api.ec2.describe_transit_gateways(TransitGatewayIds=[wanted["peer"]])
    made = api.ec2.create_transit_gateway_peering_attachment(
        TransitGatewayId=wanted["transit_gateway"],
        PeerTransitGatewayId=wanted["peer"],
        PeerAccountId=peer["TransitGateways"][0]["OwnerId"],
        PeerRegion=api.region,
        TagSpecifications=specification(mark, "transit-gateway-attachment"),
    )
    return str(made["TransitGatewayPeeringAttachment"][_KEY])


def _peering(api: Api, identity: str) -> Mapping[str, Any] | None:
    found = api.ec2.describe_transit_gateway_peering_attachments(
        TransitGatewayAttachmentIds=[identity]
    )
    return one_alive(found[_LISTED])


def _own(api: Api, peering: Mapping[str, Any]) -> dict[str, Any]:
    identity = peering[_KEY]
    asking, asked = (
        str(peering[side]["TransitGatewayId"]) for side in ("RequesterTgwInfo", "AccepterTgwInfo")
    )
    return {
        "transit_gateway": asking,
        "peer": asked,
        "table": next(tables_with(api, asking, identity), ""),
        "peer_table": next(tables_with(api, asked, identity), ""),
    }


def _settle(api: Api, identity: str, wanted: Properties) -> None:
    peering = _peering(api, identity)
    if peering is None:
        return
    if peering["State"] == _ASKED:
        api.ec2.accept_transit_gateway_peering_attachment(TransitGatewayAttachmentId=identity)
    present = _own(api, peering)
    for side in ("table", "peer_table"):  # refused as busy until the acceptance has come through
        move(api, identity, present[side], wanted[side])


def _read(api: Api, identity: str) -> Properties | None:
    peering = _peering(api, identity)
    if peering is None:
        return None
    return {**_own(api, peering), "tags": people_tags(unpair(peering.get("Tags")))}


def _ready(api: Api, identity: str) -> bool:
    """Tell whether it can be accepted, or has been."""
    peering = _peering(api, identity)
    return is_available(peering, identity) or bool(peering and peering["State"] == _ASKED)


def _delete(api: Api, identity: str, state: Properties) -> None:
    del state
    if _peering(api, identity):
        api.ec2.delete_transit_gateway_peering_attachment(TransitGatewayAttachmentId=identity)


TRANSIT_PEERING = Kind(
    name="TransitPeering",
    fixed=frozenset({"transit_gateway", "peer"}),
    find=find_in_ec2(_CALL, _LISTED, _KEY),
    create=_create,
    settle=_settle,
    read=_read,
    delete=_delete,
    tag=tag_in_ec2,
    listed=listed_in_ec2(_CALL, _LISTED, _KEY),
    ready=_ready,
    gone=NO_ATTACHMENT,
    busy=CHANGING,
)
