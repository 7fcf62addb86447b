"""A node's way out over IPv6, closed to the inside."""

from __future__ import annotations

from educloud.cloud.ec2.api import Api
from educloud.cloud.ec2.tags import (
    delete_in_ec2,
    find_in_ec2,
    listed_in_ec2,
    specification,
    tag_in_ec2,
    unpair,
)
from educloud.cloud.provider.kind import Kind, Mark, Properties, people_tags

_CALL, _LISTED, _KEY = (
    "describe_egress_only_internet_gateways",
    "EgressOnlyInternetGateways",
    "EgressOnlyInternetGatewayId",
)


def _create(api: Api, mark: Mark, wanted: Properties) -> str:
    made = api.ec2.create_egress_only_internet_gateway(
        VpcId=wanted["vpc"],
        TagSpecifications=specification(mark, "egress-only-internet-gateway"),
    )
    return str(made["EgressOnlyInternetGateway"][_KEY])


def _read(api: Api, identity: str) -> Properties | None:
    found = api.ec2.describe_egress_only_internet_gateways(EgressOnlyInternetGatewayIds=[identity])[
        _LISTED
    ]
    return next(
        (
            {
                "vpc": one["Attachments"][0]["VpcId"],
                "tags": people_tags(unpair(one.get("Tags"))),
            }
            for one in found
        ),
        None,
    )


EGRESS_ONLY_GATEWAY = Kind(
    name="EgressOnlyGateway",
    fixed=frozenset({"vpc"}),
    find=find_in_ec2(_CALL, _LISTED, _KEY),
    create=_create,
    read=_read,
    delete=delete_in_ec2("delete_egress_only_internet_gateway", _KEY),
    tag=tag_in_ec2,
    listed=listed_in_ec2(_CALL, _LISTED, _KEY),
    delete_first=True,  # a network has one
    gone=frozenset({"InvalidGatewayID.NotFound", "InvalidEgressOnlyInternetGatewayId.NotFound"}),
    busy=frozenset({"DependencyViolation"}),
)
