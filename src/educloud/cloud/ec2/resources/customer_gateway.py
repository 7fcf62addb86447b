"""The far end of a VPN, as the cloud knows it: a campus's or county's router.

``address`` is its public IPv4 address, ``asn`` its BGP number (up to 4,294,967,295).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from educloud.cloud.ec2.api import Api
from educloud.cloud.ec2.tables import one_alive
from educloud.cloud.ec2.tags import (
    find_in_ec2,
    listed_in_ec2,
    specification,
    tag_in_ec2,
    unpair,
)
from educloud.cloud.provider.kind import Kind, Mark, Properties, people_tags

_CALL, _LISTED, _KEY = "describe_customer_gateways", "CustomerGateways", "CustomerGatewayId"
_LARGEST_PLAIN = 2**31 - 1  # the API takes larger numbers under another name


def _create(api: Api, mark: Mark, wanted: Properties) -> str:
    name = "BgpAsn" if wanted["asn"] <= _LARGEST_PLAIN else "BgpAsnExtended"
    made = api.ec2.create_customer_gateway(
        Type="ipsec.1",
        IpAddress=wanted["address"],
        TagSpecifications=specification(mark, "customer-gateway"),
        **{name: wanted["asn"]},
    )
    return str(made["CustomerGateway"][_KEY])


def _gateway(api: Api, identity: str) -> Mapping[str, Any] | None:
    return one_alive(api.ec2.describe_customer_gateways(CustomerGatewayIds=[identity])[_LISTED])


def _read(api: Api, identity: str) -> Properties | None:
    gateway = _gateway(api, identity)
    if gateway is None:
        return None
    return {
        "address": gateway["IpAddress"],
        "asn": int(gateway.get("BgpAsnExtended") or gateway["BgpAsn"]),
        "tags": people_tags(unpair(gateway.get("Tags"))),
    }


def _delete(api: Api, identity: str, state: Properties) -> None:
    del state
    if _gateway(api, identity):
        api.ec2.delete_customer_gateway(CustomerGatewayId=identity)


CUSTOMER_GATEWAY = Kind(
    name="CustomerGateway",
    fixed=frozenset({"address", "asn"}),
    find=find_in_ec2(_CALL, _LISTED, _KEY),
    create=_create,
    read=_read,
    delete=_delete,
    tag=tag_in_ec2,
    listed=listed_in_ec2(_CALL, _LISTED, _KEY),
    gone=frozenset({"InvalidCustomerGatewayID.NotFound"}),
    busy=frozenset({"IncorrectState"}),  # a VPN to it is still going away
)
