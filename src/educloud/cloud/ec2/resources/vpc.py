"""A node's network and its IPv4 block (its IPv6 block is a resource of its own)."""

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


def _create(api: Api, mark: Mark, wanted: Properties) -> str:
    made = api.ec2.create_vpc(
        CidrBlock=wanted["ipv4_block"], TagSpecifications=specification(mark, "vpc")
    )
    return str(made["Vpc"]["VpcId"])


def _settle(api: Api, identity: str, wanted: Properties) -> None:
    # The API takes one of the two per call.
    api.ec2.modify_vpc_attribute(VpcId=identity, EnableDnsSupport={"Value": wanted["dns"]})
    api.ec2.modify_vpc_attribute(VpcId=identity, EnableDnsHostnames={"Value": wanted["dns"]})


def _read(api: Api, identity: str) -> Properties | None:
    vpc = api.ec2.describe_vpcs(VpcIds=[identity])["Vpcs"][0]
    names = api.ec2.describe_vpc_attribute(VpcId=identity, Attribute="enableDnsHostnames")
    return {
        "ipv4_block": vpc["CidrBlock"],
        "dns": names["EnableDnsHostnames"]["Value"],
        "tags": people_tags(unpair(vpc.get("Tags"))),
    }


VPC = Kind(
    name="Vpc",
    fixed=frozenset({"ipv4_block"}),
    find=find_in_ec2("describe_vpcs", "Vpcs", "VpcId"),
    create=_create,
    settle=_settle,
    read=_read,
    delete=delete_in_ec2("delete_vpc", "VpcId"),
    tag=tag_in_ec2,
    listed=listed_in_ec2("describe_vpcs", "Vpcs", "VpcId"),
    gone=frozenset({"InvalidVpcID.NotFound"}),
    busy=frozenset({"DependencyViolation"}),
)
