"""A zone's way out over IPv4 from behind one public address."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from educloud.cloud.ec2.api import Api
from educloud.cloud.ec2.tags import (
    ENDING,
    delete_in_ec2,
    find_in_ec2,
    listed_in_ec2,
    specification,
    tag_in_ec2,
    unpair,
)
from educloud.cloud.provider.kind import Kind, Mark, Properties, people_tags
from educloud.errors import CloudError

_CALL, _LISTED, _KEY = "describe_nat_gateways", "NatGateways", "NatGatewayId"


def _create(api: Api, mark: Mark, wanted: Properties) -> str:
    made = api.ec2.create_nat_gateway(
        SubnetId=wanted["subnet"],
        AllocationId=wanted["elastic_ip"],
        ConnectivityType="public",
        TagSpecifications=specification(mark, "natgateway"),
    )
    return str(made["NatGateway"][_KEY])


def _gateway(api: Api, identity: str) -> Mapping[str, Any] | None:
    """Give the gateway until it is wholly gone: one that is going still holds its address."""
    found = api.ec2.describe_nat_gateways(NatGatewayIds=[identity])[_LISTED]
    return next((one for one in found if one["State"] not in {"deleted", "failed"}), None)


def _read(api: Api, identity: str) -> Properties | None:
    gateway = _gateway(api, identity)
    if gateway is None:
        return None
    address = gateway["NatGatewayAddresses"][0]
    return {
        "subnet": gateway["SubnetId"],
        "elastic_ip": address.get("AllocationId", ""),
        "tags": people_tags(unpair(gateway.get("Tags"))),
        "address": address.get("PublicIp", ""),
    }


def _ready(api: Api, identity: str) -> bool:
    found = api.ec2.describe_nat_gateways(NatGatewayIds=[identity])[_LISTED][0]
    if found["State"] in ENDING:
        reason = found.get("FailureMessage") or "somebody deleted it"
        raise CloudError(f"the NAT gateway is {found['State']}: {reason}", identity, "run it again")
    return bool(found["State"] == "available")


NAT_GATEWAY = Kind(
    name="NatGateway",
    fixed=frozenset({"subnet", "elastic_ip"}),
    outputs=("address",),
    find=find_in_ec2(_CALL, _LISTED, _KEY, "Filter"),
    create=_create,
    read=_read,
    delete=delete_in_ec2("delete_nat_gateway", _KEY),
    tag=tag_in_ec2,
    listed=listed_in_ec2(_CALL, _LISTED, _KEY, "Filter"),
    ready=_ready,
    delete_first=True,  # an address is on one gateway
    gone=frozenset({"NatGatewayNotFound", "InvalidNatGatewayID.NotFound"}),
    busy=frozenset({"Resource.AlreadyAssociated", "DependencyViolation"}),
)
