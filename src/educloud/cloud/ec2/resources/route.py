"""One route: where a destination block is sent.

The target is the id of an internet gateway, an egress-only gateway, a transit gateway, a NAT
gateway, a VPN gateway or a network interface.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from educloud.cloud.ec2.api import Api
from educloud.cloud.provider.kind import Kind, Mark, Properties
from educloud.errors import CloudError

# How a target's id begins -> the name under which the API takes and gives it.
_TARGETS = {
    "igw-": "GatewayId",
    "vgw-": "GatewayId",
    "eigw-": "EgressOnlyInternetGatewayId",
    "tgw-": "TransitGatewayId",
    "nat-": "NatGatewayId",
    "eni-": "NetworkInterfaceId",
}
_LEARNED = "EnableVgwRoutePropagation"  # the origin of a route that nobody declared


def _block(destination: str) -> dict[str, str]:
    name = "DestinationIpv6CidrBlock" if ":" in destination else "DestinationCidrBlock"
    return {name: destination}


def _target(target: str) -> dict[str, str]:
    for start, name in _TARGETS.items():
        if target.startswith(start):
            return {name: target}
    raise CloudError(f"a route cannot go to {target}", mend=f"one of {', '.join(_TARGETS)}")


def _find_route(api: Api, table: str, destination: str) -> Mapping[str, Any] | None:
    found = api.ec2.describe_route_tables(RouteTableIds=[table])["RouteTables"][0]["Routes"]
    ((name, block),) = _block(destination).items()
    exact = (one for one in found if one.get(name) == block and one.get("Origin") != _LEARNED)
    return next(exact, None)


def _identity(wanted: Properties) -> str:
    return f"{wanted['table']}|{wanted['destination']}"


def _find(api: Api, mark: Mark, wanted: Properties) -> str | None:
    del mark  # a table has one route per destination
    found = _find_route(api, wanted["table"], wanted["destination"])
    return _identity(wanted) if found else None


def _create(api: Api, mark: Mark, wanted: Properties) -> str:
    del mark
    api.ec2.create_route(
        RouteTableId=wanted["table"], **_block(wanted["destination"]), **_target(wanted["target"])
    )
    return _identity(wanted)


def _settle(api: Api, identity: str, wanted: Properties) -> None:
    table, destination = identity.split("|")
    present = _read(api, identity)
    if present and present["target"] != wanted["target"]:
        api.ec2.replace_route(
            RouteTableId=table, **_block(destination), **_target(wanted["target"])
        )


def _read(api: Api, identity: str) -> Properties | None:
    table, destination = identity.split("|")
    route = _find_route(api, table, destination)
    if route is None:
        return None
    target = next((route[name] for name in _TARGETS.values() if route.get(name)), "")
    return {"table": table, "destination": destination, "target": target}


def _delete(api: Api, identity: str, state: Properties) -> None:
    del state
    table, destination = identity.split("|")
    api.ec2.delete_route(RouteTableId=table, **_block(destination))


ROUTE = Kind(
    name="Route",
    fixed=frozenset({"table", "destination"}),
    find=_find,
    create=_create,
    settle=_settle,
    read=_read,
    delete=_delete,
    delete_first=True,
    gone=frozenset({"InvalidRouteTableID.NotFound", "InvalidRoute.NotFound"}),
)
