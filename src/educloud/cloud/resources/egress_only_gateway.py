"""A node's way out over IPv6, closed to the inside."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from educloud.cloud.resources.kind import Api, Kind, Mark, Properties, first, marked


def _all(api: Api) -> list[Mapping[str, Any]]:
    # Not every implementation filters these by tag.
    found = api.ec2.describe_egress_only_internet_gateways()["EgressOnlyInternetGateways"]
    return list(found)


def _find(api: Api, mark: Mark, wanted: Properties) -> str | None:
    del wanted
    return first(marked(_all(api), mark), "EgressOnlyInternetGatewayId")


def _create(api: Api, mark: Mark, wanted: Properties) -> str:
    made = api.ec2.create_egress_only_internet_gateway(
        VpcId=wanted["vpc"],
        TagSpecifications=mark.specification("egress-only-internet-gateway"),
    )
    return str(made["EgressOnlyInternetGateway"]["EgressOnlyInternetGatewayId"])


def _read(api: Api, identity: str) -> Properties | None:
    for one in _all(api):
        if one["EgressOnlyInternetGatewayId"] == identity:
            return {"vpc": one["Attachments"][0]["VpcId"]}
    return None


def _delete(api: Api, identity: str, state: Properties) -> None:
    del state
    if _read(api, identity):
        api.ec2.delete_egress_only_internet_gateway(EgressOnlyInternetGatewayId=identity)


EGRESS_ONLY_GATEWAY = Kind(
    name="EgressOnlyGateway",
    fixed=frozenset({"vpc"}),
    find=_find,
    create=_create,
    read=_read,
    delete=_delete,
    delete_first=True,
)
