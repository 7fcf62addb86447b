"""A node's network: an IPv4 block and, when dual stack, an IPv6 block the cloud assigns."""

from __future__ import annotations

from educloud.cloud.resources.kind import Api, Kind, Mark, Properties, delete_in_ec2, find_in_ec2


def _create(api: Api, mark: Mark, wanted: Properties) -> str:
    made = api.ec2.create_vpc(
        CidrBlock=wanted["ipv4_block"],
        AmazonProvidedIpv6CidrBlock=wanted["dual_stack"],
        TagSpecifications=mark.specification("vpc"),
    )
    return str(made["Vpc"]["VpcId"])


def _settle(api: Api, identity: str, wanted: Properties) -> None:
    # The API takes one of the two per call.
    api.ec2.modify_vpc_attribute(VpcId=identity, EnableDnsSupport={"Value": wanted["dns"]})
    api.ec2.modify_vpc_attribute(VpcId=identity, EnableDnsHostnames={"Value": wanted["dns"]})


def _read(api: Api, identity: str) -> Properties | None:
    vpc = api.ec2.describe_vpcs(VpcIds=[identity])["Vpcs"][0]
    blocks = [
        one["Ipv6CidrBlock"]
        for one in vpc.get("Ipv6CidrBlockAssociationSet", [])
        if one["Ipv6CidrBlockState"]["State"] in {"associated", "associating"}
    ]
    dns = api.ec2.describe_vpc_attribute(VpcId=identity, Attribute="enableDnsHostnames")
    return {
        "ipv4_block": vpc["CidrBlock"],
        "dual_stack": bool(blocks),
        "dns": dns["EnableDnsHostnames"]["Value"],
        "ipv6_block": blocks[0] if blocks else "",
    }


VPC = Kind(
    name="Vpc",
    fixed=frozenset({"ipv4_block", "dual_stack"}),
    outputs=("ipv6_block",),
    find=find_in_ec2("describe_vpcs", "Vpcs", "VpcId"),
    create=_create,
    settle=_settle,
    read=_read,
    delete=delete_in_ec2("delete_vpc", "VpcId"),
    gone=frozenset({"InvalidVpcID.NotFound"}),
)
