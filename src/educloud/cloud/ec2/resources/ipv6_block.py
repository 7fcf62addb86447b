"""A network's IPv6 block: one of the account's own space (BYOIP), or one that the cloud assigns.

``block`` "" means that the cloud assigns one of its own space. A block of one's own is taken from
the account's address pool that holds it. The block in use is the output ``ipv6_block``.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from typing import Any

from educloud.cloud.ec2.api import Api
from educloud.cloud.provider.kind import Kind, Mark, Properties
from educloud.errors import CloudError

CLOUDS_OWN = "Amazon"  # how the API names the pool of its own space
_STANDING = frozenset({"associating", "associated"})


def _standing(vpc: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [
        one
        for one in vpc.get("Ipv6CidrBlockAssociationSet", [])
        if one["Ipv6CidrBlockState"]["State"] in _STANDING
    ]


def _is_assigned(association: Mapping[str, Any]) -> bool:
    return (association.get("Ipv6Pool") or CLOUDS_OWN) == CLOUDS_OWN


def _find(api: Api, mark: Mark, wanted: Properties) -> str | None:
    del mark  # a network has one block that the cloud assigned, or the very block
    vpc = api.ec2.describe_vpcs(VpcIds=[wanted["vpc"]])["Vpcs"][0]
    for one in _standing(vpc):
        same = one["Ipv6CidrBlock"] == wanted["block"] if wanted["block"] else _is_assigned(one)
        if same:
            return str(one["AssociationId"])
    return None


def _pool_of(api: Api, block: str) -> str:
    """Give the account's pool that holds a block; CloudError when none does."""
    wanted = ipaddress.IPv6Network(block)
    for page in api.ec2.get_paginator("describe_ipv6_pools").paginate():
        for pool in page["Ipv6Pools"]:
            for one in pool.get("PoolCidrBlocks", []):
                if wanted.subnet_of(ipaddress.IPv6Network(one["Cidr"])):
                    return str(pool["PoolId"])
    raise CloudError(
        f"no IPv6 address pool of the account holds {block}",
        mend="bring the province's prefix to the cloud (BYOIP), or leave ipv6_block out of the "
        "stack file to have one assigned",
    )


def _create(api: Api, mark: Mark, wanted: Properties) -> str:
    del mark
    block = wanted["block"]
    asked: dict[str, Any] = {"AmazonProvidedIpv6CidrBlock": True}
    if block:
        asked = {"Ipv6CidrBlock": block, "Ipv6Pool": _pool_of(api, block)}
    made = api.ec2.associate_vpc_cidr_block(VpcId=wanted["vpc"], **asked)
    return str(made["Ipv6CidrBlockAssociation"]["AssociationId"])


def _look(api: Api, identity: str) -> tuple[str, Mapping[str, Any]] | None:
    by_id = [{"Name": "ipv6-cidr-block-association.association-id", "Values": [identity]}]
    for vpc in api.ec2.describe_vpcs(Filters=by_id)["Vpcs"]:
        for one in _standing(vpc):
            if one["AssociationId"] == identity:
                return vpc["VpcId"], one
    return None


def _read(api: Api, identity: str) -> Properties | None:
    found = _look(api, identity)
    if found is None:
        return None
    vpc, association = found
    block = association["Ipv6CidrBlock"]
    return {"vpc": vpc, "block": "" if _is_assigned(association) else block, "ipv6_block": block}


def _ready(api: Api, identity: str) -> bool:
    found = _look(api, identity)
    # A list may not show for a moment what is new.
    return found is not None and found[1]["Ipv6CidrBlockState"]["State"] == "associated"


def _delete(api: Api, identity: str, state: Properties) -> None:
    del state
    if _look(api, identity):
        api.ec2.disassociate_vpc_cidr_block(AssociationId=identity)


IPV6_BLOCK = Kind(
    name="Ipv6Block",
    fixed=frozenset({"vpc", "block"}),
    outputs=("ipv6_block",),
    find=_find,
    create=_create,
    read=_read,
    delete=_delete,
    ready=_ready,
    delete_first=True,  # a block is in one network
    gone=frozenset({"InvalidVpcID.NotFound", "InvalidVpcCidrBlockAssociationID.NotFound"}),
    busy=frozenset({"DependencyViolation", "InvalidCidrBlock.InUse"}),
)
