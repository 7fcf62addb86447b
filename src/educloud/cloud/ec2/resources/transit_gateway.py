"""The hub of the private network between nodes.

``default_routes`` says whether an attachment joins the hub's default table and feeds it by itself;
without it nobody reaches anybody until a table says so. ``asn`` is the hub's BGP number.
"""

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

_CALL, _LISTED, _KEY = "describe_transit_gateways", "TransitGateways", "TransitGatewayId"
_DEFAULTS = ("DefaultRouteTableAssociation", "DefaultRouteTablePropagation")


def _create(api: Api, mark: Mark, wanted: Properties) -> str:
    made = api.ec2.create_transit_gateway(
        Description=wanted["text"],
        Options={"AmazonSideAsn": wanted["asn"], **_defaults(wanted)},
        TagSpecifications=specification(mark, "transit-gateway"),
    )
    return str(made["TransitGateway"][_KEY])


def _defaults(wanted: Properties) -> dict[str, str]:
    return dict.fromkeys(_DEFAULTS, "enable" if wanted["default_routes"] else "disable")


def _gateway(api: Api, identity: str) -> Mapping[str, Any] | None:
    return one_alive(api.ec2.describe_transit_gateways(TransitGatewayIds=[identity])[_LISTED])


def _settle(api: Api, identity: str, wanted: Properties) -> None:
    gateway = _gateway(api, identity)
    if gateway is None:
        return
    options = _defaults(wanted)
    if any(gateway["Options"][name] != value for name, value in options.items()):
        api.ec2.modify_transit_gateway(TransitGatewayId=identity, Options=options)
    if gateway["Description"] != wanted["text"]:
        api.ec2.modify_transit_gateway(TransitGatewayId=identity, Description=wanted["text"])


def _read(api: Api, identity: str) -> Properties | None:
    gateway = _gateway(api, identity)
    if gateway is None:
        return None
    return {
        "text": gateway["Description"],
        "asn": int(gateway["Options"]["AmazonSideAsn"]),
        "default_routes": any(gateway["Options"][name] == "enable" for name in _DEFAULTS),
        "tags": people_tags(unpair(gateway.get("Tags"))),
    }


def _ready(api: Api, identity: str) -> bool:
    return is_available(_gateway(api, identity), identity)


def _delete(api: Api, identity: str, state: Properties) -> None:
    del state
    if _gateway(api, identity):
        api.ec2.delete_transit_gateway(TransitGatewayId=identity)


TRANSIT_GATEWAY = Kind(
    name="TransitGateway",
    fixed=frozenset({"asn"}),
    find=find_in_ec2(_CALL, _LISTED, _KEY),
    create=_create,
    settle=_settle,
    read=_read,
    delete=_delete,
    tag=tag_in_ec2,
    listed=listed_in_ec2(_CALL, _LISTED, _KEY),
    ready=_ready,
    gone=frozenset({"InvalidTransitGatewayID.NotFound"}),
    busy=frozenset({"IncorrectState", "DependencyViolation"}),
)
