"""A node's network and its IPv4 block (its IPv6 block is a resource of its own).

``dns`` says whether names are resolved in it and its machines have one: two switches of the API.
"""

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
    # The API takes one of the two per call; machines have names only where names are resolved.
    api.ec2.modify_vpc_attribute(VpcId=identity, EnableDnsSupport={"Value": wanted["dns"]})
    api.ec2.modify_vpc_attribute(VpcId=identity, EnableDnsHostnames={"Value": wanted["dns"]})


def _read(api: Api, identity: str) -> Properties | None:
    vpc = api.ec2.describe_vpcs(VpcIds=[identity])["Vpcs"][0]
    return {
        "ipv4_block": vpc["CidrBlock"],
        "dns": _dns(api, identity),
        "tags": people_tags(unpair(vpc.get("Tags"))),
    }


def _dns(api: Api, identity: str) -> bool | str:
    """Give both switches' one value; text when somebody has turned only one of them."""
    ask = api.ec2.describe_vpc_attribute
    names = ask(VpcId=identity, Attribute="enableDnsHostnames")["EnableDnsHostnames"]["Value"]
    resolved = ask(VpcId=identity, Attribute="enableDnsSupport")["EnableDnsSupport"]["Value"]
    if names == resolved:
        return bool(names)
    return "names, but no resolution" if names else "resolution, but no names"


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
