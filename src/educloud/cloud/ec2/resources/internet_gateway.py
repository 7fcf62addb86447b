"""A node's way to and from the internet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from educloud.cloud.ec2.answers import unless
from educloud.cloud.ec2.api import Api
from educloud.cloud.ec2.tags import (
    find_in_ec2,
    listed_in_ec2,
    specification,
    tag_in_ec2,
    unpair,
)
from educloud.cloud.provider.kind import Kind, Mark, Properties, people_tags

_DETACHED = frozenset({"Gateway.NotAttached"})


def _create(api: Api, mark: Mark, wanted: Properties) -> str:
    del wanted  # it is attached as a second step
    made = api.ec2.create_internet_gateway(
        TagSpecifications=specification(mark, "internet-gateway")
    )
    return str(made["InternetGateway"]["InternetGatewayId"])


def _gateway(api: Api, identity: str) -> Mapping[str, Any]:
    found = api.ec2.describe_internet_gateways(InternetGatewayIds=[identity])["InternetGateways"]
    gateway: Mapping[str, Any] = found[0]
    return gateway


def _vpc_of(gateway: Mapping[str, Any]) -> str:
    return next((str(one["VpcId"]) for one in gateway["Attachments"]), "")


def _settle(api: Api, identity: str, wanted: Properties) -> None:
    present = _vpc_of(_gateway(api, identity))
    if present == wanted["vpc"]:
        return
    _detach(api, identity, present)
    api.ec2.attach_internet_gateway(InternetGatewayId=identity, VpcId=wanted["vpc"])


def _detach(api: Api, identity: str, vpc: str) -> None:
    if vpc:
        call = api.ec2.detach_internet_gateway
        unless(_DETACHED, call, InternetGatewayId=identity, VpcId=vpc)


def _read(api: Api, identity: str) -> Properties | None:
    gateway = _gateway(api, identity)
    return {"vpc": _vpc_of(gateway), "tags": people_tags(unpair(gateway.get("Tags")))}


def _delete(api: Api, identity: str, state: Properties) -> None:
    del state
    _detach(api, identity, _vpc_of(_gateway(api, identity)))
    api.ec2.delete_internet_gateway(InternetGatewayId=identity)


INTERNET_GATEWAY = Kind(
    name="InternetGateway",
    find=find_in_ec2("describe_internet_gateways", "InternetGateways", "InternetGatewayId"),
    create=_create,
    settle=_settle,
    read=_read,
    delete=_delete,
    tag=tag_in_ec2,
    listed=listed_in_ec2("describe_internet_gateways", "InternetGateways", "InternetGatewayId"),
    gone=frozenset({"InvalidInternetGatewayID.NotFound"}),
    busy=frozenset({"DependencyViolation"}),  # addresses of the network are still mapped
)
