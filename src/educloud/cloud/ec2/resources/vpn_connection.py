"""An encrypted way from a transit gateway to a router outside.

``routing`` is bgp, or static: then ``routes`` are the destinations that every table in
``propagates_to`` sends there, and nothing the router announces is believed;
``inside`` is the family the tunnels carry, ipv4 or ipv6; ``table`` and ``propagates_to`` are as
with any attachment. ``tunnels`` are the cloud's two addresses. The tunnels' keys are never
read: the cloud made them, and whoever sets up the router looks them up there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from educloud.cloud.ec2.api import Api
from educloud.cloud.ec2.static_routes import destinations, settle_static_routes
from educloud.cloud.ec2.tables import (
    CHANGING,
    is_available,
    memberships,
    one_alive,
    settle_memberships,
)
from educloud.cloud.ec2.tags import (
    find_in_ec2,
    listed_in_ec2,
    specification,
    tag_in_ec2,
    unpair,
)
from educloud.cloud.provider.kind import Kind, Mark, Properties, people_tags

_CALL, _LISTED, _KEY = "describe_vpn_connections", "VpnConnections", "VpnConnectionId"


def _create(api: Api, mark: Mark, wanted: Properties) -> str:
    made = api.ec2.create_vpn_connection(
        Type="ipsec.1",
        TransitGatewayId=wanted["transit_gateway"],
        CustomerGatewayId=wanted["customer_gateway"],
        Options={
            "StaticRoutesOnly": wanted["routing"] == "static",
            "TunnelInsideIpVersion": wanted["inside"],
        },
        TagSpecifications=specification(mark, "vpn-connection"),
    )
    return str(made["VpnConnection"][_KEY])


def _connection(api: Api, identity: str) -> Mapping[str, Any] | None:
    return one_alive(api.ec2.describe_vpn_connections(VpnConnectionIds=[identity])[_LISTED])


def _attachment(api: Api, identity: str) -> str:
    """Give the id of the attachment that a connection has on its gateway, or ""."""
    found = api.ec2.describe_transit_gateway_attachments(
        Filters=[
            {"Name": "resource-type", "Values": ["vpn"]},
            {"Name": "resource-id", "Values": [identity]},
        ]
    )
    attachment = one_alive(found["TransitGatewayAttachments"])
    return str(attachment["TransitGatewayAttachmentId"]) if attachment else ""


def _settle(api: Api, identity: str, wanted: Properties) -> None:
    attachment = _attachment(api, identity)
    left = memberships(api, attachment)["propagates_to"]
    _withdraw(api, attachment, [one for one in left if one not in wanted["propagates_to"]])
    settle_memberships(api, attachment, wanted)
    for table in wanted["propagates_to"] if wanted["routing"] == "static" else ():
        settle_static_routes(api, table, attachment, wanted["routes"])


def _withdraw(api: Api, attachment: str, tables: Sequence[str]) -> None:
    """Take the routes out of tables: they would outlive the attachment, and lead nowhere."""
    for table in tables:
        settle_static_routes(api, table, attachment, ())


def _read(api: Api, identity: str) -> Properties | None:
    connection = _connection(api, identity)
    if connection is None:
        return None
    options, attachment = connection.get("Options") or {}, _attachment(api, identity)
    tunnels = (one.get("OutsideIpAddress") for one in options.get("TunnelOptions", []))
    placed = memberships(api, attachment) if attachment else {"table": "", "propagates_to": []}
    static = bool(options.get("StaticRoutesOnly"))
    return {
        "transit_gateway": connection["TransitGatewayId"],
        "customer_gateway": connection["CustomerGatewayId"],
        "routing": "static" if static else "bgp",
        "inside": options.get("TunnelInsideIpVersion", "ipv4"),
        **placed,
        "routes": _routes(api, attachment, placed["propagates_to"]) if static else [],
        "tags": people_tags(unpair(connection.get("Tags"))),
        "attachment": attachment,
        "tunnels": sorted(one for one in tunnels if one),
    }


def _routes(api: Api, attachment: str, tables: Sequence[str]) -> list[str]:
    """Give the destinations that every table has; one that only some have is named as such."""
    known = {table: destinations(api, table, attachment) for table in tables}
    every = sorted({block for blocks in known.values() for block in blocks})
    lacking = {one: [table for table in tables if one not in known[table]] for one in every}
    return [f"{one} not in {', '.join(lacking[one])}" if lacking[one] else one for one in every]


def _ready(api: Api, identity: str) -> bool:
    available = is_available(_connection(api, identity), identity)
    return available and bool(_attachment(api, identity))


def _delete(api: Api, identity: str, state: Properties) -> None:
    del state
    if _connection(api, identity):
        if attachment := _attachment(api, identity):
            _withdraw(api, attachment, memberships(api, attachment)["propagates_to"])
        api.ec2.delete_vpn_connection(VpnConnectionId=identity)


VPN_CONNECTION = Kind(
    name="VpnConnection",
    fixed=frozenset({"transit_gateway", "customer_gateway", "routing", "inside"}),
    outputs=("attachment", "tunnels"),
    unordered=frozenset({"propagates_to", "routes"}),
    find=find_in_ec2(_CALL, _LISTED, _KEY),
    create=_create,
    settle=_settle,
    read=_read,
    delete=_delete,
    tag=tag_in_ec2,
    listed=listed_in_ec2(_CALL, _LISTED, _KEY),
    ready=_ready,
    gone=frozenset({"InvalidVpnConnectionID.NotFound"}),
    busy=CHANGING,
)
