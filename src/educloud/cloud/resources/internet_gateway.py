"""A node's way to and from the internet."""

from __future__ import annotations

from educloud.cloud.resources.kind import Api, Kind, Mark, Properties, find_in_ec2


def _create(api: Api, mark: Mark, wanted: Properties) -> str:
    del wanted
    made = api.ec2.create_internet_gateway(TagSpecifications=mark.specification("internet-gateway"))
    return str(made["InternetGateway"]["InternetGatewayId"])


def _vpc_of(api: Api, identity: str) -> str:
    found = api.ec2.describe_internet_gateways(InternetGatewayIds=[identity])["InternetGateways"]
    return next((one["VpcId"] for one in found[0]["Attachments"]), "")


def _settle(api: Api, identity: str, wanted: Properties) -> None:
    if not _vpc_of(api, identity):
        api.ec2.attach_internet_gateway(InternetGatewayId=identity, VpcId=wanted["vpc"])


def _read(api: Api, identity: str) -> Properties | None:
    return {"vpc": _vpc_of(api, identity)}


def _delete(api: Api, identity: str, state: Properties) -> None:
    del state
    vpc = _vpc_of(api, identity)
    if vpc:
        api.ec2.detach_internet_gateway(InternetGatewayId=identity, VpcId=vpc)
    api.ec2.delete_internet_gateway(InternetGatewayId=identity)


INTERNET_GATEWAY = Kind(
    name="InternetGateway",
    fixed=frozenset({"vpc"}),
    find=find_in_ec2("describe_internet_gateways", "InternetGateways", "InternetGatewayId"),
    create=_create,
    settle=_settle,
    read=_read,
    delete=_delete,
    delete_first=True,
    gone=frozenset({"InvalidInternetGatewayID.NotFound"}),
)
