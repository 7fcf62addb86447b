"""A zone's share of a node's network in one availability zone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from educloud.cloud.ec2.answers import unless
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

_NO_BLOCK = frozenset({"InvalidSubnetCidrBlockAssociationID.NotFound"})


def _create(api: Api, mark: Mark, wanted: Properties) -> str:
    ipv6 = {"Ipv6CidrBlock": wanted["ipv6_block"]} if wanted["ipv6_block"] else {}
    made = api.ec2.create_subnet(
        VpcId=wanted["vpc"],
        CidrBlock=wanted["ipv4_block"],
        AvailabilityZone=f"{api.region}{wanted['availability_zone']}",
        TagSpecifications=specification(mark, "subnet"),
        **ipv6,
    )
    return str(made["Subnet"]["SubnetId"])


def _subnet(api: Api, identity: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = api.ec2.describe_subnets(SubnetIds=[identity])["Subnets"][0]
    return found


def _ipv6(subnet: Mapping[str, Any]) -> dict[str, str]:
    """Give the IPv6 blocks in use, and by which association."""
    return {
        one["Ipv6CidrBlock"]: one["AssociationId"]
        for one in subnet.get("Ipv6CidrBlockAssociationSet", [])
        if one["Ipv6CidrBlockState"]["State"] in {"associating", "associated"}
    }


def _settle(api: Api, identity: str, wanted: Properties) -> None:
    subnet = _subnet(api, identity)
    renumbered = _renumber(api, identity, wanted["ipv6_block"], _ipv6(subnet))
    if renumbered or _assigns(subnet) != wanted["assign_ipv6"]:
        _assign(api, identity, on=wanted["assign_ipv6"])


def _renumber(api: Api, identity: str, block: str, present: Mapping[str, str]) -> bool:
    """Put a subnet into this IPv6 block alone and tell whether there was anything to do."""
    surplus = [association for old, association in present.items() if old != block]
    if surplus:
        _assign(api, identity, on=False)  # an assigning subnet keeps its block
    for association in surplus:
        unless(_NO_BLOCK, api.ec2.disassociate_subnet_cidr_block, AssociationId=association)
    missing = bool(block) and block not in present
    if missing:
        api.ec2.associate_subnet_cidr_block(SubnetId=identity, Ipv6CidrBlock=block)
    return missing or bool(surplus)


def _assigns(subnet: Mapping[str, Any]) -> bool:
    return bool(subnet.get("AssignIpv6AddressOnCreation", False))


def _assign(api: Api, identity: str, *, on: bool) -> None:
    api.ec2.modify_subnet_attribute(SubnetId=identity, AssignIpv6AddressOnCreation={"Value": on})


def _read(api: Api, identity: str) -> Properties | None:
    subnet = _subnet(api, identity)
    return {
        "vpc": subnet["VpcId"],
        "ipv4_block": subnet["CidrBlock"],
        "ipv6_block": next(iter(_ipv6(subnet)), ""),
        "assign_ipv6": _assigns(subnet),
        "availability_zone": subnet["AvailabilityZone"].removeprefix(api.region),
        "tags": people_tags(unpair(subnet.get("Tags"))),
    }


SUBNET = Kind(
    name="Subnet",
    fixed=frozenset({"vpc", "ipv4_block", "availability_zone"}),
    find=find_in_ec2("describe_subnets", "Subnets", "SubnetId"),
    create=_create,
    settle=_settle,
    read=_read,
    delete=delete_in_ec2("delete_subnet", "SubnetId"),
    tag=tag_in_ec2,
    listed=listed_in_ec2("describe_subnets", "Subnets", "SubnetId"),
    delete_first=True,  # no two subnets of a network overlap
    gone=frozenset({"InvalidSubnetID.NotFound"}),
    busy=frozenset({"DependencyViolation", "IncorrectState"}),
)
