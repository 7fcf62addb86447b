"""A zone's share of a node's network in one availability zone."""

from __future__ import annotations

from educloud.cloud.resources.kind import Api, Kind, Mark, Properties, delete_in_ec2, find_in_ec2


def _create(api: Api, mark: Mark, wanted: Properties) -> str:
    ipv6 = {"Ipv6CidrBlock": wanted["ipv6_block"]} if wanted.get("ipv6_block") else {}
    made = api.ec2.create_subnet(
        VpcId=wanted["vpc"],
        CidrBlock=wanted["ipv4_block"],
        AvailabilityZone=f"{api.region}{wanted['availability_zone']}",
        TagSpecifications=mark.specification("subnet"),
        **ipv6,
    )
    return str(made["Subnet"]["SubnetId"])


def _settle(api: Api, identity: str, wanted: Properties) -> None:
    if wanted.get("ipv6_block"):
        api.ec2.modify_subnet_attribute(
            SubnetId=identity, AssignIpv6AddressOnCreation={"Value": True}
        )


def _read(api: Api, identity: str) -> Properties | None:
    subnet = api.ec2.describe_subnets(SubnetIds=[identity])["Subnets"][0]
    ipv6 = [one["Ipv6CidrBlock"] for one in subnet.get("Ipv6CidrBlockAssociationSet", [])]
    return {
        "vpc": subnet["VpcId"],
        "ipv4_block": subnet["CidrBlock"],
        "ipv6_block": ipv6[0] if ipv6 else "",
        "availability_zone": subnet["AvailabilityZone"].removeprefix(api.region),
    }


SUBNET = Kind(
    name="Subnet",
    fixed=frozenset({"vpc", "ipv4_block", "ipv6_block", "availability_zone"}),
    find=find_in_ec2("describe_subnets", "Subnets", "SubnetId"),
    create=_create,
    settle=_settle,
    read=_read,
    delete=delete_in_ec2("delete_subnet", "SubnetId"),
    delete_first=True,
    gone=frozenset({"InvalidSubnetID.NotFound"}),
)
