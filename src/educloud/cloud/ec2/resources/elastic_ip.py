"""A public IPv4 address that stays the account's until it is released."""

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
    del wanted
    made = api.ec2.allocate_address(
        Domain="vpc", TagSpecifications=specification(mark, "elastic-ip")
    )
    return str(made["AllocationId"])


def _read(api: Api, identity: str) -> Properties | None:
    found = api.ec2.describe_addresses(AllocationIds=[identity])["Addresses"][0]
    return {"tags": people_tags(unpair(found.get("Tags"))), "address": found["PublicIp"]}


ELASTIC_IP = Kind(
    name="ElasticIp",
    outputs=("address",),
    find=find_in_ec2("describe_addresses", "Addresses", "AllocationId"),
    create=_create,
    read=_read,
    delete=delete_in_ec2("release_address", "AllocationId"),
    tag=tag_in_ec2,
    listed=listed_in_ec2("describe_addresses", "Addresses", "AllocationId"),
    gone=frozenset({"InvalidAllocationID.NotFound"}),
    # What has used it is still going away.
    busy=frozenset({"InvalidIPAddress.InUse", "ResourceAlreadyAssociated"}),
)
